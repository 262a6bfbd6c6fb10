"""Seed files as plain text, lists and mappings, and their faults as one line for whoever wrote them."""

import re
from contextlib import contextmanager

import yaml
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError

KEY = "slug"
KEY_PATTERN = re.compile(r"[-a-zA-Z0-9_]{1,80}")
UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff]")
MISSING = "必填。"
TYPE_NAMES = {list: "列表", dict: "一组“栏名: 内容”", bool: "true或false"}


# Faults


class SeedError(Exception):
    """A fault in a seed file. ``str()`` is one line: where it stands, from the file to the field, and what is wrong."""

    def __init__(self, reason, *where):
        self.reason, self.where = " ".join(str(reason).split()), list(where)

    def __str__(self):
        return "：".join([*self.where, self.reason])


@contextmanager
def at(*where):
    """Say of every fault within the block that it stands at ``where``."""
    try:
        yield
    except SeedError as error:
        error.where[:0] = where
        raise
    except ValidationError as error:
        raise first_fault(error, *where) from error
    except DatabaseError as error:
        raise SeedError(f"数据库不接受：{error}", *where) from error


def first_fault(error, *where):
    """Give the first fault of a ``ValidationError`` as a :class:`SeedError`."""
    if hasattr(error, "error_dict"):
        name, (error, *_) = next(iter(error.error_dict.items()))
        where += () if name == NON_FIELD_ERRORS else (name,)
    return SeedError(MISSING if error.code in {"null", "blank", "required"} else error.messages[0], *where)


# Reading files


class SeedLoader(yaml.SafeLoader):
    """YAML in which all is text just as it is written, so that no digit is lost, but for true, false and null."""

    yaml_implicit_resolvers = {}

    def construct_mapping(self, node, deep=False):
        seen = []
        for name, _ in node.value:
            if name.value in seen:
                raise yaml.constructor.ConstructorError(problem=f"“{name.value}”重复", problem_mark=name.start_mark)
            seen.append(name.value)
        return super().construct_mapping(node, deep)


SeedLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)$"), ["t", "f"])
SeedLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|)$"), ["~", "n", ""])


def read_entries(path):
    """Give the entries of the file at ``path`` as ``{key: entry}``, in the order of the file."""
    try:
        entries = yaml.load(path.read_text("utf-8"), SeedLoader)  # noqa: S506 (it is a SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = [f"第{mark.line + 1}行"] if mark else []
        raise SeedError(f"不是正确的YAML：{getattr(error, 'problem', None) or error}", *where) from error
    except UnicodeDecodeError as error:
        raise SeedError("不是UTF-8编码的文本。") from error
    except OSError as error:
        raise SeedError(f"读不了：{error.strerror}") from error
    if entries is None:
        raise SeedError("文件是空的。没有条目时写“[]”，或删去这个文件。")
    return by_key(of_type(list, entries))


def by_key(entries):
    keyed = {}
    for number, entry in enumerate(entries, 1):
        with at(f"第{number}条"):
            key = key_of(of_type(dict, entry))
        if key in keyed:
            raise SeedError("与前面的条目重复。", f"第{number}条", key, KEY)
        keyed[key] = entry
    return keyed


def key_of(entry):
    with at(KEY):
        key = text_of(entry, KEY)
        if not KEY_PATTERN.fullmatch(key):
            raise SeedError("只能用字母、数字、下划线和连字符，最多80个字符。")
        return key


def of_type(expected, value):
    """Give ``value``, which must be a list, a dict or a bool, as ``expected`` says."""
    if not isinstance(value, expected):
        raise SeedError(f"应为{TYPE_NAMES[expected]}，不是{TYPE_NAMES.get(type(value), '文字')}。")
    return value


def text_of(entry, name):
    """Give the text that ``entry`` has under ``name``, without space around it."""
    value = entry.get(name)
    if value is None:
        raise SeedError(MISSING)
    if not isinstance(value, str):
        raise SeedError(f"应为文字，不是{TYPE_NAMES.get(type(value), type(value).__name__)}。")
    if UNSTORABLE.search(value):
        raise SeedError("含有不能保存的控制字符。")
    return value.strip()


def check_names(entry, allowed, what="这一栏"):
    """Raise :class:`SeedError` when ``entry`` has a name that is not among those ``allowed``."""
    for name in entry:
        if name not in allowed:
            raise SeedError(f"没有{what}；可用的有{'、'.join(allowed)}。", str(name))
