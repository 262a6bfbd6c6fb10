"""Fixing: what a check can put right is put right with one click, in a new edition."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from .. import rights, snapshots
from ..texts import text_fields, texts_of
from .revising import revise
from .steps import Refused, of_edition, refuse

COMMENT_LENGTH = 200


@of_edition
def fix(record, edition, actor, replacements):
    """Make ``replacements`` in the newest ``edition``; give the new one. A review that is under way ends.

    Raises :class:`Refused` where somebody saved since, or where a text would no longer be one of its field.
    """
    refuse(rights.may_edit(actor.user, record) or rights.newest(record, edition))
    refuse("" if replacements else "要改的地方已经没有了，请重新检查。")
    by_path = {}
    for replacement in replacements:
        refuse("" if replacement.is_simple else "这一处跨着格式，请打开编辑动手改。")
        by_path.setdefault(replacement.path, []).append(replacement)
    texts = {text.path: text for text in texts_of(type(record), edition.snapshot)}
    try:
        with transaction.atomic():
            fixed = revise(record, actor, lambda row: rewrite(row, by_path, texts), comment=said_of(replacements))
    except snapshots.Unreadable as error:
        raise Refused(f"第{edition.number}版现在改不了：{error}") from error
    except IntegrityError as error:
        raise Refused("改后与别的记录重复，请打开编辑动手改。") from error
    refuse("" if fixed else "改后和原来一样，没有产生新版本。")
    return fixed


def said_of(replacements):
    """Say in the history what was put right: “按步就班”改为“按部就班”（2处）."""
    counts = Counter(f"“{change.wrong}”改为“{change.right}”" for change in replacements)
    return "；".join(f"{said}（{count}处）" for said, count in counts.items())[:COMMENT_LENGTH]


def rewrite(record, by_path, texts):
    """Write the texts of ``record`` and its parts with their replacements made."""
    changes = {}
    for path, replacements in by_path.items():
        changes.setdefault(path[:-1], {})[path[-1]] = texts[path].replaced(replacements)
    for path, values in changes.items():
        row = row_at(record, path)
        for name, value in values.items():
            set_text(row, name, value)
        row.save()


def row_at(record, path):
    """Give the row that ``path`` in a snapshot leads to."""
    if path[0] == "fields":
        return record
    _, accessor, key = path
    return getattr(record, accessor).get(pk=key)


def set_text(row, name, value):
    field = next(field for field in text_fields(type(row)) if field.name == name)
    try:
        setattr(row, name, field.clean(value, row))
    except ValidationError as error:
        raise Refused(f"“{field.verbose_name}”改不了：{''.join(error.messages)}") from error
