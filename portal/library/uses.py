"""What uses a photo or an attachment: one rule for who may fetch a file, where it is used, and whether it may go.

Uses are found in the models: every field that refers to the file's model, in a record that is published or in one of
its parts. So a new model with a cover, or a new kind of block, is known at once. A record without a rule of publishing
is public as soon as it is saved. Drafts of what was published before are no rows: they stand in editions.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, TextField
from django.db.models.functions import Cast

from portal.editions.models import Edition, Publishable
from portal.editions.snapshots import part_relations, upgraded
from portal.shared.titles import quoted

MOST = 100  # records of a kind that are listed


@dataclass(frozen=True)
class Use:
    """A field by which a record (``owner``) or one of its parts refers to a file.

    ``model`` is where the field is; ``parent`` is the name of the part's reference to its record, empty where the field
    is the record's own; ``related_name`` is what filters call these parts, and ``accessor`` what snapshots do.
    """

    owner: type
    model: type
    name: str
    parent: str = ""
    related_name: str = ""
    accessor: str = ""

    @property
    def label(self):
        """What editors call it: 题图 for a field of the record, 图片 for a block."""
        return str(self.model._meta.verbose_name if self.parent else self.model._meta.get_field(self.name).verbose_name)

    def rows(self, file):
        """Give the rows that refer to ``file``, a row or an expression."""
        return self.model._base_manager.filter(**{self.name: file})

    @property
    def lookup(self):
        """The way from the record to the file, as filters write it."""
        return f"{self.related_name}__{self.name}" if self.parent else self.name

    def public_records(self, key):
        """Give the records that refer to the file ``key`` and that the public sees."""
        public = getattr(self.owner._default_manager, "public", self.owner._default_manager.all)()
        return public.filter(**{self.lookup: key})

    def written(self, key):
        """Give how the JSON of a snapshot may refer to ``key``, under any name that the field has had."""
        renamed = getattr(self.model, "renamed", {})
        names = [self.name, *(old for old, new in renamed.items() if new == self.name)]
        return [f'"{name}": {value}' for name in names for value in (f"{key},", f"{key}}}", "[")]

    def keys_in(self, snapshot):
        """Give the keys of the files that a snapshot of the owner refers to by this field."""
        rows = snapshot["parts"].get(self.accessor, {}).values() if self.parent else [snapshot["fields"]]
        values = [row.get(self.name) for row in rows]
        return {key for value in values for key in (value if isinstance(value, list) else [value])}


@cache
def uses_of(model):
    """Give every :class:`Use` of the rows of ``model``, in the order of the apps."""
    return [use for other in apps.get_models() for field in referring(other, model) for use in uses_by(other, field)]


def referring(other, model):
    fields = [*other._meta.concrete_fields, *other._meta.many_to_many]
    return [field for field in fields if field.related_model is model]


def uses_by(model, field):
    """Give the uses that ``field`` of ``model`` stands for: its own record's, or those of the records it is part of."""
    if issubclass(model, Publishable):
        return [Use(model, model, field.name)]
    owners = [owner for owner in apps.get_models() if issubclass(owner, Publishable)]
    parts = [(owner, *pair) for owner in owners for pair in part_relations(owner).items()]
    found = [
        Use(owner, model, field.name, relation.field.name, relation.field.related_query_name(), accessor)
        for owner, accessor, relation in parts
        if relation.related_model is model
    ]
    return found or [Use(model, model, field.name)]


def in_use(model):
    """Give the condition that anything refers to a row of ``model``, for queries of these rows."""
    return Q(*(Exists(use.rows(OuterRef("pk"))) for use in uses_of(model)), _connector=Q.OR)


def is_in_public_use(file):
    """Whether something public uses ``file`` now; one query, and none where nothing could."""
    records = [use.public_records(file.pk).order_by().values("pk") for use in uses_of(type(file))]
    return bool(records) and records[0].union(*records[1:], all=True).exists()


# Where it is used, for editors


@dataclass(frozen=True)
class Place:
    """A record that uses a file: ``what`` of it does, and ``state``, in words, is how public that is."""

    record: object
    what: str
    state: str
    is_public: bool = False

    def __str__(self):
        return f"{self.kind}{quoted(self.record)}（{self.what}，{self.state}）"

    @property
    def kind(self):
        return self.record._meta.verbose_name


def places(file):
    """Give the :class:`Place` rows that use ``file``, public ones first; two queries for each kind of record."""
    found = [*in_tables(file), *in_drafts(file)] if file.pk else []
    return sorted(found, key=lambda place: not place.is_public)


def by_owner(model):
    """Give ``{model of a record: its uses of rows of model}``."""
    owners = defaultdict(list)
    for use in uses_of(model):
        owners[use.owner].append(use)
    return owners


def in_tables(file):
    """Give the places in what is public, was public, or was never anything but a draft."""
    for owner, uses in by_owner(type(file)).items():
        rows = owner._default_manager.all()
        rows = rows.with_desk() if issubclass(owner, Publishable) else rows
        for record, labels in found_by(uses, rows, file):
            yield Place(record, labels, state_of(record), getattr(record, "is_public", True))


def found_by(uses, rows, file):
    """Give ``(record, labels)`` of those of ``rows`` that one of ``uses`` ties to ``file``; one query."""
    ties = {f"use_{number}": Exists(use.rows(file.pk).filter(of_record(use))) for number, use in enumerate(uses)}
    any_of_them = Q(pk=None)
    for use in uses:
        any_of_them |= Q(pk__in=use.rows(file.pk).values(use.parent)) if use.parent else Q(**{use.name: file.pk})
    for record in rows.filter(any_of_them).annotate(**ties)[:MOST]:
        labels = [use.label for use, name in zip(uses, ties, strict=True) if getattr(record, name)]
        yield record, "、".join(dict.fromkeys(labels))


def of_record(use):
    return Q(**{use.parent or "pk": OuterRef("pk")})


def state_of(record):
    if getattr(record, "is_public", True):
        return "公开"
    labels = [label for key, label in record.desk_state if key != "published"]
    return "，".join(labels) or "尚未公开"


def in_drafts(file):
    """Give the places in the newest editions of what was published before: drafts, under review, scheduled."""
    for owner, uses in by_owner(type(file)).items():
        if issubclass(owner, Publishable):
            for record, labels in drafted(owner, uses, file):
                head = record.head
                yield Place(record, labels, f"第{head.number}版，{head.state_label}")


def drafted(owner, uses, file):
    """Give ``(record, labels)`` of records whose newest edition refers to ``file`` and is not the public one."""
    changed = owner._base_manager.filter(public_from__isnull=False).exclude(head=F("live"))
    return naming(changed, uses, file)


def naming(rows, uses, file):
    """Give ``(record, labels)`` of those of ``rows`` whose newest edition refers to ``file`` by one of ``uses``.

    The database picks those whose text names such a key, which are few, and these are read.
    """
    named = Q(pk=None)
    for words in {words for use in uses for words in use.written(file.pk)}:
        named |= Q(said__contains=words)
    rows = rows.annotate(said=Cast("head__snapshot", TextField())).filter(named)
    for record in rows.select_related("head")[:MOST]:
        snapshot = upgraded(type(record), record.head.snapshot)
        labels = [use.label for use in uses if file.pk in use.keys_in(snapshot)]
        if labels:
            yield record, "、".join(dict.fromkeys(labels))


def is_under_way(file):
    """Whether a newest edition that is under review or scheduled uses ``file``: it may be signed already."""
    states = [Edition.State.REVIEW, Edition.State.SCHEDULED]
    return any(
        True
        for owner, uses in by_owner(type(file)).items()
        if issubclass(owner, Publishable)
        for _ in naming(owner._base_manager.filter(head__state__in=states), uses, file)
    )
