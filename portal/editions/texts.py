"""The texts that a snapshot holds: what people wrote, where it stands, and how a few words of it are replaced."""

import re
from dataclasses import dataclass
from html import escape, unescape
from itertools import pairwise

from django.db import models
from django.utils.functional import cached_property
from django.utils.html import format_html

from . import snapshots
from .compare import order_field, place, shown_fields

# Text, but nobody's prose. A model names more of its own in ``not_texts``.
NO_PROSE = (models.SlugField, models.URLField, models.EmailField, models.FileField, models.FilePathField)
# A tag, where quoted attributes may hold the sign that ends it; an entity; what stands between them.
MARKUP = re.compile(
    r"""(?P<tag><(?=[A-Za-z/!])(?:[^<>"']|"[^"]*"|'[^']*')*>)|(?P<entity>&#?\w+;)|[^<&]+|.""", re.DOTALL
)
INLINE = re.compile(r"</?(?:a|abbr|b|code|del|em|i|ins|mark|s|small|span|strong|sub|sup|u)\b", re.IGNORECASE)
NOTE = ("note",)
AROUND = 16  # characters of context on each side


@dataclass(frozen=True)
class Replacement:
    """``right`` in the place of ``wrong``, the words from ``start`` to ``end`` of the text at ``path``.

    It is not ``is_simple`` where the words begin and end in different pieces of markup.
    """

    path: tuple[str, ...]
    start: int
    end: int
    wrong: str
    right: str
    is_simple: bool = True

    @property
    def key(self):
        """The name by which a page sends it back: it says all that was seen when the button was pressed."""
        return f"{'/'.join(self.path)}:{self.start}:{self.wrong}:{self.right}"


@dataclass(frozen=True)
class Text:
    """One text: ``path`` leads to it in the snapshot, ``place`` names it for editors, ``source`` is as it is stored."""

    path: tuple[str, ...]
    place: str
    source: str
    is_markup: bool = False

    @cached_property
    def reading(self):
        """The words that readers see, and from where to where each character of them stands in ``source``."""
        if not self.is_markup:
            return self.source, [(start, start + 1) for start in range(len(self.source))]
        return read_markup(self.source)

    @property
    def words(self):
        return self.reading[0]

    def context(self, start, end):
        """Give the words from ``start`` to ``end`` with some around them as HTML, themselves in ``<mark>``."""
        before, after = self.words[max(0, start - AROUND) : start], self.words[end : end + AROUND]
        return format_html(
            "{}{}<mark>{}</mark>{}{}",
            "…" if start > AROUND else "",
            on_one_line(before),
            self.words[start:end],
            on_one_line(after),
            "…" if end + AROUND < len(self.words) else "",
        )

    def replacement(self, start, end, right):
        """Give the :class:`Replacement` from ``start`` to ``end``; ``None`` in a note, which is not stored."""
        if self.path == NOTE:
            return None
        bounds = self.reading[1][start:end]
        is_simple = all(one[1] == other[0] for one, other in pairwise(bounds))
        return Replacement(self.path, start, end, self.words[start:end], right, is_simple)

    def replaced(self, replacements):
        """Give the source with all of ``replacements`` made; the markup around them stays as it is."""
        source, bounds = self.source, self.reading[1]
        for change in sorted(replacements, key=lambda change: change.start, reverse=True):
            right = escape(change.right, quote=False) if self.is_markup else change.right
            source = source[: bounds[change.start][0]] + right + source[bounds[change.end - 1][1] :]
        return source


def read_markup(source):
    """Give the words of HTML, a line for each block, and the bounds of each character in ``source``."""
    words, bounds = [], []
    for piece in MARKUP.finditer(source):
        start, end = piece.span()
        if piece["tag"]:
            said = "" if INLINE.match(piece[0]) else "\n"
            bounds += [(start, start)] * len(said)
        elif piece["entity"]:
            said = unescape(piece[0])
            bounds += [(start, end)] * len(said)
        else:
            said = piece[0]
            bounds += [(spot, spot + 1) for spot in range(start, end)]
        words.append(said)
    return "".join(words), bounds


def on_one_line(words):
    return re.sub(r"\s*\n\s*", " ", words)


# The walk


def texts_of(model, snapshot):
    """Give every :class:`Text` in ``snapshot`` of ``model``: those of the record, then those of its parts in order.

    Last comes the public note of a correction, where the snapshot is checked together with one (its ``note``).
    """
    note = snapshot.get("note", "")
    snapshot = snapshots.upgraded(model, snapshot)
    texts = texts_in(model, snapshot["fields"], ("fields",))
    for place_name, (accessor, key), part_model in placed_parts(model, snapshot):
        values = snapshot["parts"][accessor][key]
        texts += texts_in(part_model, values, ("parts", accessor, key), place_name)
    return [*texts, Text(NOTE, "更正说明", note)] if note.strip() else texts


def texts_in(model, values, path, place_name=""):
    """Give the texts of one row; one that has only one text needs no name of the field."""
    fields = text_fields(model)
    return [
        Text((*path, field.name), place_of(field, place_name, len(fields)), value, is_markup(field, value))
        for field in fields
        if isinstance(value := values.get(field.name), str) and value.strip()
    ]


def place_of(field, place_name, count):
    if not place_name:
        return str(field.verbose_name)
    return place_name if count == 1 else f"{place_name}：{field.verbose_name}"


def text_fields(model):
    """Give the fields of ``model`` in which people write."""
    return [field for field in shown_fields(model) if is_prose(field) and field.name not in not_texts(model)]


def is_prose(field):
    is_text = isinstance(field, models.CharField | models.TextField)
    return is_text and not isinstance(field, NO_PROSE) and not field.flatchoices


def not_texts(model):
    return getattr(model, "not_texts", ())


def is_markup(field, value):
    """Whether ``value`` is HTML: a field may say so (``is_markup``); of others it is what begins with a tag."""
    says_so = getattr(field, "is_markup", value.lstrip().startswith("<"))
    return isinstance(field, models.TextField) and says_so


def placed_parts(model, snapshot):
    """Give ``(name of its place, (accessor, key), model)`` of each part; those of one series count together."""
    for kinds in series(model):
        rows = [
            (place(order, values), key, accessor, part_model, order)
            for accessor, part_model, order in kinds
            for key, values in snapshot["parts"].get(accessor, {}).items()
        ]
        for number, (_, key, accessor, part_model, order) in enumerate(sorted(rows, key=lambda row: row[:2]), 1):
            kind = part_model._meta.verbose_name
            name = f"第{number}块{kind}" if len(kinds) > 1 else f"{kind}第{number}项" if order else str(kind)
            yield name, (accessor, key), part_model


def series(model):
    """Give the kinds of parts, ``(accessor, model, order)``, in groups that share an order, as blocks of a body do."""
    groups = {}
    for accessor, relation in snapshots.part_relations(model).items():
        order = order_field(relation.related_model)
        groups.setdefault(order.name if order else accessor, []).append((accessor, relation.related_model, order))
    return groups.values()
