"""What differs between two snapshots, for people: field by field and part by part, texts with their changes marked."""

import json
import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import unescape

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, format_html_join, strip_tags
from django.utils.safestring import mark_safe
from django.utils.timezone import template_localtime

from . import snapshots

ADDED, REMOVED, CHANGED = "新增", "删除", "修改"
BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|tr|blockquote|table|ul|ol)>|<br\s*/?>", re.IGNORECASE)
LINK = re.compile(r"<a\b[^>]*?\bhref=([\"'])(.*?)\1[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+|[^。！？；\n]+")
TOKEN = re.compile(r"[A-Za-z0-9.,%]+|\s+|.", re.DOTALL)
SUMMARY_LENGTH = 30
ALIKE = 0.4  # sentences that share less are other sentences, and not marked word by word


@dataclass
class FieldChange:
    """One field whose value differs; ``old`` and ``new`` are safe HTML, changes marked with del and ins."""

    label: str
    old: str
    new: str


@dataclass
class PartChange:
    """One part that was added, removed or changed; ``moved``: it stands in another place among its neighbours."""

    kind: str
    summary: str
    status: str
    moved: bool = False
    fields: list[FieldChange] = field(default_factory=list)

    @property
    def status_key(self):
        return {ADDED: "added", REMOVED: "removed", CHANGED: "changed"}[self.status]


@dataclass
class Comparison:
    """All that differs. False when nothing does."""

    fields: list[FieldChange]
    parts: list[PartChange]

    def __bool__(self):
        return bool(self.fields or self.parts)

    def __len__(self):
        return len(self.fields) + len(self.parts)


def compare(model, old, new):
    """Give the :class:`Comparison` of two snapshots of ``model``; one query for each model that they refer to anew."""
    return Comparer(model, old, new).run()


class Comparer:
    """One comparison. Names of referenced rows are looked up together, once for each model."""

    def __init__(self, model, old, new):
        self.model = model
        self.old, self.new = snapshots.upgraded(model, old), snapshots.upgraded(model, new)
        self.referenced = {}

    def run(self):
        pairs = list(self.pairs())
        self.look_up(pairs)
        fields = [*self.changes(self.model, self.old["fields"], self.new["fields"]), *self.lost_kinds()]
        parts = [self.part(*pair) for pair in pairs]
        return Comparison(fields, [part for part in parts if part.status != CHANGED or part.fields or part.moved])

    def lost_kinds(self):
        """Give what the snapshots hold of parts that the model no longer has: how many there were."""
        sides = (self.old["parts"], self.new["parts"])
        for accessor in {**sides[0], **sides[1]}.keys() - self.relations().keys():
            old, new = (side.get(accessor, {}) for side in sides)
            if old != new:
                yield self.change(f"{accessor}（现已没有这一栏）", f"{len(old)}项", f"{len(new)}项")

    # Pairing

    def pairs(self):
        """Give ``(model, old values or None, new values or None, moved)`` of each part that differs."""
        moved = self.moved()
        for accessor, relation in self.relations().items():
            model = relation.related_model
            old, new = self.old["parts"].get(accessor, {}), self.new["parts"].get(accessor, {})
            order = order_field(model)
            for key in sorted({*old, *new}, key=lambda key: place(order, new.get(key) or old[key])):
                if old.get(key) != new.get(key) or key in moved:
                    yield model, old.get(key), new.get(key), key in moved

    def relations(self):
        return snapshots.part_relations(self.model)

    def moved(self):
        """Give the keys of parts that stand elsewhere among those that both snapshots have."""
        old, new = self.sequence(self.old), self.sequence(self.new)
        common = set(old) & set(new)
        old, new = ([key for key in keys if key in common] for keys in (old, new))
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        still = {key for block in matcher.get_matching_blocks() for key in new[block.b : block.b + block.size]}
        return common - still

    def sequence(self, snapshot):
        """Give the keys of all parts that have an order among each other, in that order."""
        placed = [
            (order.name, place(order, values), key)
            for accessor, relation in self.relations().items()
            if (order := order_field(relation.related_model))
            for key, values in snapshot["parts"].get(accessor, {}).items()
        ]
        return [key for *_, key in sorted(placed)]

    # Changes

    def part(self, model, old, new, moved):
        status = ADDED if old is None else REMOVED if new is None else CHANGED
        fields = self.changes(model, old or {}, new or {})
        return PartChange(str(model._meta.verbose_name), self.summary(model, new or old), status, moved, fields)

    def changes(self, model, old, new):
        """Give a :class:`FieldChange` for each shown field that differs, last those that the model no longer has."""
        shown = [*shown_fields(model), *snapshots.many_fields(model)]
        known = {field.name for field in [*snapshots.content_fields(model), *snapshots.many_fields(model)]}
        gone = [name for name in {**old, **new} if name not in known]
        changed = [field for field in shown if old.get(field.name) != new.get(field.name)]
        found = [
            self.change(str(field.verbose_name), self.shown(field, old), self.shown(field, new)) for field in changed
        ]
        found += [
            self.change(f"{name}（现已没有这一栏）", text(old.get(name)), text(new.get(name)))
            for name in gone
            if old.get(name) != new.get(name)
        ]
        return [change for change in found if change.old != change.new]

    @staticmethod
    def change(label, old, new):
        if isinstance(old, Words) and isinstance(new, Words):
            marked = mark_changes(old.text, new.text)
            if old.text == new.text and old.source != new.source:
                marked = (format_html("{}<p>（只有格式不同）</p>", marked[0]), marked[1])
            return FieldChange(label, *marked)
        return FieldChange(label, html(old, "del"), html(new, "ins"))

    # Values

    def look_up(self, pairs):
        """Load every row that a changed field of the record refers to, or any field of a part that differs."""
        wanted = {}
        old, new = self.old["fields"], self.new["fields"]
        changed = {name for name in {**old, **new} if old.get(name) != new.get(name)}
        rows = [(self.model, {name: values.get(name) for name in changed}) for values in (old, new)]
        rows += [(model, values) for model, old, new, _ in pairs for values in (old, new) if values]
        for model, values in rows:
            for related, keys in references(model, values):
                wanted.setdefault(related, set()).update(str(key) for key in keys)
        self.referenced = {related: loaded(related, keys) for related, keys in wanted.items()}

    def shown(self, model_field, values):
        """Give what people see of a value: :class:`Words` for text, else HTML; empty text for nothing.

        Nothing is also what goes without saying: a model names such values in ``unsaid``, ``{field: value}``.
        """
        value = values.get(model_field.name)
        if value is None or value in ("", [], getattr(model_field.model, "unsaid", {}).get(model_field.name)):
            return Words("")
        if model_field.is_relation:
            keys = value if isinstance(value, list) else [value]
            return format_html_join(mark_safe("<br>"), "{}", [(self.reference(model_field, key),) for key in keys])
        return worded(model_field, value)

    def reference(self, model_field, key):
        row = self.referenced.get(model_field.related_model, {}).get(str(key))
        return picture(row) if row else f"已删除的{model_field.related_model._meta.verbose_name}（编号{key}）"

    def summary(self, model, values):
        """Give a few words by which an editor knows the part: the first that its fields have to say."""
        for model_field in shown_fields(model):
            said = self.shown(model_field, values)
            said = said.text if isinstance(said, Words) else strip_tags(said)
            if said.strip():
                return said.strip()[:SUMMARY_LENGTH]
        return ""


class Words:
    """Text that is compared word by word; of HTML, its text with a line for each paragraph and the address of links."""

    def __init__(self, source, may_be_markup=False):
        self.source = source
        self.text = text_of(source) if may_be_markup and source.lstrip().startswith("<") else source


def text_of(markup):
    said = LINK.sub(r"\3（\2）", BLOCK_END.sub("\n", markup))
    return re.sub(r"(?<!\s)\s*\n\s*", "\n", unescape(strip_tags(said)).strip())


def worded(model_field, value):
    """Give what people see of a value that is no reference."""
    if isinstance(value, bool):
        return Words("是" if value else "否")
    if model_field.flatchoices and not isinstance(value, list | dict):
        return Words(str(dict(model_field.flatchoices).get(value, value)))
    if isinstance(value, list | dict) or isinstance(model_field, models.CharField | models.TextField):
        return Words(text(value), may_be_markup=isinstance(model_field, models.TextField))
    try:
        read = template_localtime(model_field.to_python(value))
    except (ValidationError, ValueError, TypeError, OverflowError):
        return Words(text(value))
    return Words(str(getattr(read, "label", None) or localize(read)))


def text(value):
    """Give a value as text, lists and the like as JSON; nothing is empty text."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def html(shown, tag):
    """Give a whole value as removed or added."""
    shown = conditional_escape(shown.text if isinstance(shown, Words) else shown)
    return format_html(f"<{tag}>{{}}</{tag}>", shown) if shown else ""


def picture(row):
    """Give a row as people know it: with its image, where it has one, or the ``thumbnail`` that its model has of it."""
    for model_field in row._meta.concrete_fields:
        image = isinstance(model_field, models.ImageField) and getattr(row, model_field.attname)
        if image:
            address = getattr(row, "thumbnail", image.url)
            return format_html('<img src="{}" alt="" height="160" loading="lazy"><br>{}', address, row)
    return str(row)


def shown_fields(model):
    """Give the fields of ``model`` that editors know: neither derived ones nor the place among other parts."""
    order = order_field(model)
    return [field for field in snapshots.content_fields(model) if field.editable and field != order]


def order_field(model):
    """Give the number by which rows of ``model`` are put in order (the first of Meta.ordering), or ``None``."""
    first = model._meta.ordering[0] if model._meta.ordering else None
    fields = {field.name: field for field in model._meta.concrete_fields}
    found = fields.get(first) if isinstance(first, str) else None
    return found if isinstance(found, models.IntegerField) else None


def place(order, values):
    return values.get(order.name) or 0 if order else 0


def references(model, values):
    """Give ``(model, keys)`` of what the shown fields among ``values`` refer to."""
    for model_field in [*shown_fields(model), *snapshots.many_fields(model)]:
        value = values.get(model_field.name)
        if model_field.is_relation and value not in (None, []):
            yield model_field.related_model, value if isinstance(value, list) else [value]


def loaded(model, keys):
    related = [field.name for field in model._meta.concrete_fields if field.many_to_one and not field.null]
    known = [key for key in keys if can_be_key(model, key)]
    rows = model._base_manager.filter(pk__in=known).select_related(*related)  # what their names are likely to need
    return {str(row.pk): row for row in rows}


def can_be_key(model, key):
    try:
        return model._meta.pk.to_python(key) is not None
    except (ValidationError, ValueError, TypeError):
        return False


# Texts


def mark_changes(old, new):
    """Give both texts as HTML, what only the old has in del, what only the new has in ins.

    Sentences are matched first, and words only within sentences that differ, so that long texts stay quick.
    """
    pieces = [([], [])]
    old_sentences, new_sentences = SENTENCE.findall(old), SENTENCE.findall(new)
    for tag, *bounds in SequenceMatcher(None, old_sentences, new_sentences, autojunk=False).get_opcodes():
        a, b = "".join(old_sentences[bounds[0] : bounds[1]]), "".join(new_sentences[bounds[2] : bounds[3]])
        pieces.append(([plain(a)], [plain(b)]) if tag == "equal" else mark_words(a, b))
    return tuple(mark_safe("".join(piece for side in pieces for piece in side[n])) for n in (0, 1))  # noqa: S308


def mark_words(old, new):
    a, b = TOKEN.findall(old), TOKEN.findall(new)
    sides = ([], [])
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    alike = matcher.ratio() >= ALIKE
    for tag, a1, a2, b1, b2 in matcher.get_opcodes() if alike else [("replace", 0, len(a), 0, len(b))]:
        left, right = "".join(a[a1:a2]), "".join(b[b1:b2])
        if tag == "equal":
            sides[0].append(plain(left))
            sides[1].append(plain(right))
        else:
            sides[0].append(format_html("<del>{}</del>", plain(left)) if left else "")
            sides[1].append(format_html("<ins>{}</ins>", plain(right)) if right else "")
    return sides


def plain(words):
    return mark_safe(conditional_escape(words).replace("\n", "<br>"))  # noqa: S308  (escaped, but for the breaks)
