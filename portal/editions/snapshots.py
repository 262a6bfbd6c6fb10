"""Snapshots: a record and its parts as JSON, taken from the tables and applied to them.

A snapshot is ``{"fields": {name: value}, "parts": {accessor: {key: {name: value}}}}``. Values are what the field's own
``value_to_string`` gives and its ``to_python`` reads back; numbers, switches, text and nothing stay as they are, and a
many-to-many field is the list of the keys in their order of size.

Tables are written as they were saved: no ``save()`` and none of its signals run, since what was reviewed is published.
"""

import copy
import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError

from portal.shared.freshness import unseen

from .models import Publishable

CONTROL = {control.name for control in Publishable._meta.get_fields()}


class Unreadable(Exception):
    """A snapshot cannot be applied; the text is a sentence for the editor that says why."""


# What belongs to a snapshot


def content_fields(model):
    """Give the fields of ``model`` that snapshots hold: neither keys nor control fields nor clocks."""
    control = CONTROL if issubclass(model, Publishable) else set()
    return [field for field in model._meta.concrete_fields if is_content(field) and field.name not in control]


def is_content(model_field):
    clock = getattr(model_field, "auto_now", False) or getattr(model_field, "auto_now_add", False)
    return not model_field.primary_key and not clock


def many_fields(model):
    """Give the many-to-many fields whose rows hold nothing but the two keys."""
    return [field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]


def part_relations(model):
    """Give ``{accessor: relation}`` of the parts of ``model`` in the order of ``parts``."""
    relations = {relation.get_accessor_name(): relation for relation in model._meta.related_objects}
    return {accessor: relations[accessor] for accessor in model.parts}


def part_fields(relation):
    """Give the content fields of a part without the key of its record."""
    return [field for field in content_fields(relation.related_model) if field != relation.field]


# Taking


def value_of(model_field, row):
    """Give the value of a field of ``row`` as JSON holds it."""
    value = model_field.value_from_object(row)
    return value if value is None or isinstance(value, bool | int | str) else model_field.value_to_string(row)


def values_of(fields, row):
    return {field.name: value_of(field, row) for field in fields}


def many_values(model, rows):
    """Give ``{key: {name: [keys]}}`` of the many-to-many fields of ``rows``; one query for each field."""
    found = {row.pk: {field.name: [] for field in many_fields(model)} for row in rows}
    for many in many_fields(model):
        own, other = many.m2m_column_name(), many.m2m_reverse_name()
        through = many.remote_field.through._base_manager.filter(**{f"{many.m2m_field_name()}__in": list(found)})
        for key, value in through.order_by(other).values_list(own, other):
            found[key][many.name].append(value if isinstance(value, int) else str(value))
    return found


def take(record):
    """Give the snapshot of ``record`` as it stands in the tables; a query for it, each part and many-to-many field."""
    model = type(record)
    row = model._base_manager.get(pk=record.pk)
    fields = values_of(content_fields(model), row) | many_values(model, [row])[row.pk]
    parts = {accessor: take_parts(row, relation) for accessor, relation in part_relations(model).items()}
    return {"fields": fields, "parts": parts}


def take_parts(record, relation):
    rows = stored_parts(record, relation)
    many = many_values(relation.related_model, rows)
    fields = part_fields(relation)
    return {str(row.pk): values_of(fields, row) | many[row.pk] for row in rows}


def stored_parts(record, relation):
    return list(relation.related_model._base_manager.filter(**{relation.field.name: record}).order_by("pk"))


def fingerprint(snapshot):
    """Give the SHA-256 of a snapshot in hex; equal content has equal fingerprints."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# Reading what older code has written


def upgraded(model, snapshot):
    """Give ``snapshot`` with the names that fields and parts have today; names of nothing stay and are not applied."""
    part_models = {accessor: relation.related_model for accessor, relation in part_relations(model).items()}
    parts = renamed(snapshot["parts"], model)
    for accessor, rows in parts.items():
        if accessor in part_models:
            parts[accessor] = {key: renamed(row, part_models[accessor]) for key, row in rows.items()}
    return {"fields": renamed(snapshot["fields"], model), "parts": parts}


def renamed(names, model):
    return {getattr(model, "renamed", {}).get(name, name): value for name, value in names.items()}


# Applying


@dataclass(eq=False)
class Written:
    """A row that will be written: what of it differs, and the row as it is stored (``None``: a new one)."""

    row: models.Model
    stored: models.Model | None
    changed: list
    many: dict

    @property
    def differs(self):
        return self.stored is None or bool(self.changed)


class Apply:
    """One application of a snapshot to the tables.

    Only rows that differ are written. With ``lenient``, a reference to a row that is no more is left empty; where it
    may not be empty, a stored row keeps the value that it has and a new part is left out. ``warnings`` says so. Without
    it, such a reference makes the snapshot :class:`Unreadable`. ``base`` is a snapshot of what the tables say; with it,
    differences are found without reading them.
    """

    def __init__(self, record, snapshot, *, lenient=False, base=None):
        self.record = record
        self.model = type(record)
        self.snapshot = upgraded(self.model, snapshot)
        self.base = upgraded(self.model, base) if base else None
        self.lenient = lenient
        self.warnings = []

    def run(self):
        """Write the tables within the caller's transaction, which must not go on if this fails. Give the warnings."""
        with transaction.atomic(savepoint=False):
            try:
                self.plan()
                self.settle_references()
                self.settle_unique_values()
                self.write()
            except (ProtectedError, RestrictedError) as error:
                blocking = "、".join(str(row) for row in list(error.args[1])[:3])
                raise Unreadable(f"要删除的内容还被别处引用：{blocking}。") from error
            except (IntegrityError, DataError, OverflowError) as error:
                raise Unreadable("内容与别的记录重复，或不符合数据规则，请打开编辑并重新保存。") from error
        return self.warnings

    # What differs

    def plan(self):
        """Find out which rows to write and which parts are ``gone``, as ``[(model, keys)]``."""
        stored, many = self.stored_record()
        self.own = self.plan_row(copy.copy(stored), stored, self.snapshot["fields"], many)
        self.parts, self.gone = [], []
        for accessor, relation in part_relations(self.model).items():
            if accessor in self.snapshot["parts"]:
                self.plan_parts(relation, self.snapshot["parts"][accessor], *self.stored_parts(accessor, relation))

    def stored_record(self):
        if self.base:
            return self.record, self.base["fields"]
        row = self.model._base_manager.get(pk=self.record.pk)
        return row, many_values(self.model, [row])[row.pk]

    def stored_parts(self, accessor, relation):
        """Give the stored rows of a kind of part by key, and their many-to-many values by primary key."""
        model, fields = relation.related_model, part_fields(relation)
        known = self.base and self.base["parts"].get(accessor)
        if known is None or any(field.name not in values for values in known.values() for field in fields):
            rows = stored_parts(self.record, relation)
            return {str(row.pk): row for row in rows}, many_values(model, rows)
        rows = {key: self.new_part(relation, key) for key in known}
        for key, row in rows.items():
            self.fill(row, known[key])
        return rows, {row.pk: known[key] for key, row in rows.items()}

    def plan_parts(self, relation, wanted, stored, many):
        model = relation.related_model
        self.gone.append((model, [row.pk for key, row in stored.items() if key not in wanted]))
        for key, values in wanted.items():
            before = stored.get(key)
            row = copy.copy(before) if before else self.new_part(relation, key)
            self.parts.append(self.plan_row(row, before, values, many[before.pk] if before else {}))

    def new_part(self, relation, key):
        model = relation.related_model
        return model(pk=model._meta.pk.to_python(key), **{relation.field.attname: self.record.pk})

    def plan_row(self, row, stored, values, many):
        """Set ``values`` on ``row``; ``many`` are the many-to-many values that it has."""
        links = {}
        for many_field in many_fields(type(row)):
            if many_field.name in values:
                keys = self.read_many(many_field, values[many_field.name])
                if keys != many.get(many_field.name, []):
                    links[many_field] = keys
        return Written(row, stored, self.fill(row, values), links)

    def fill(self, row, values):
        """Set the content fields of ``row`` that ``values`` names; give those that changed."""
        changed = []
        for model_field in content_fields(type(row)):
            if model_field.name in values and not self.is_unsaid(model_field, values[model_field.name]):
                before = value_of(model_field, row)
                setattr(row, model_field.attname, self.read(model_field, values[model_field.name]))
                if value_of(model_field, row) != before:
                    changed.append(model_field)
        return changed

    def is_unsaid(self, model_field, value):
        """Nothing, for a field that has to say something by now, is passed over where we may be lenient."""
        return self.lenient and value is None and not model_field.null

    def read(self, model_field, value):
        """Give ``value`` as Python has it; a key is read as the field that it points at reads it."""
        reader = model_field.target_field if model_field.is_relation else model_field
        try:
            return reader.to_python(value)
        except (ValidationError, ValueError, TypeError, OverflowError) as error:
            raise Unreadable(f"“{model_field.verbose_name}”中的“{value}”现在读不出来。") from error

    def read_many(self, many, keys):
        """Give the keys of a many-to-many field as snapshots hold them, if that is what they are."""
        if not isinstance(keys, list):
            raise Unreadable(f"“{many.verbose_name}”中的“{keys}”现在读不出来。")
        for key in keys:
            self.read(many, key)
        return keys

    # What it refers to

    def settle_references(self):
        """Deal with references to rows that are no more. A part that is left out may be referred to by other parts."""
        existing = self.existing()
        while True:
            found = self.with_own_parts(existing)
            for written in (self.own, *self.parts):
                self.settle_many(written, found)
            self.settle(self.own, found)
            left_out = [written for written in self.parts if not self.settle(written, found)]
            self.parts = [written for written in self.parts if written not in left_out]
            if not left_out:
                return

    def references(self, written):
        """Give the fields by which a row refers to something that may be gone.

        Stored rows refer to what is there; those that were made from ``base`` may have lost it since.
        """
        is_from_base = self.base and written is not self.own and written.differs
        fields = content_fields(type(written.row)) if is_from_base else written.changed
        own = (self.model, self.record.pk)
        keys = [(field, getattr(written.row, field.attname)) for field in fields if field.is_relation]
        return [field for field, key in keys if key is not None and (field.related_model, key) != own]

    def existing(self):
        """Give ``{model: keys}`` of the referenced rows that are in the tables; one query for each model."""
        named = {}
        for written in (self.own, *self.parts):
            for model_field in self.references(written):
                named.setdefault(model_field.related_model, set()).add(getattr(written.row, model_field.attname))
            for many, keys in written.many.items():
                named.setdefault(many.related_model, set()).update(self.read(many, key) for key in keys)
        return {
            model: set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
            for model, keys in named.items()
        }

    def with_own_parts(self, existing):
        """Give ``existing`` as it will be once this snapshot is written."""
        gone, kept = {}, {}
        for model, keys in self.gone:
            gone.setdefault(model, set()).update(keys)
        for written in self.parts:
            kept.setdefault(type(written.row), set()).add(written.row.pk)
        return {model: (keys - gone.get(model, set())) | kept.get(model, set()) for model, keys in existing.items()}

    def settle(self, written, found):
        """Empty the lost references of a row, or keep those it has; give whether the row can be written at all."""
        can_be_written = True
        for model_field in self.references(written):
            key, there = getattr(written.row, model_field.attname), found[model_field.related_model]
            if key not in there:
                self.complain(model_field, key)
                before = getattr(written.stored, model_field.attname, None)
                if model_field.null:
                    setattr(written.row, model_field.attname, None)
                elif before not in (None, key):
                    setattr(written.row, model_field.attname, before)
                    written.changed.remove(model_field)
                else:
                    can_be_written = False
        return can_be_written

    def settle_many(self, written, found):
        for many, keys in written.many.items():
            lost = [key for key in keys if self.read(many, key) not in found[many.related_model]]
            for key in lost:
                self.complain(many, key)
            written.many[many] = [key for key in keys if key not in lost]

    def settle_unique_values(self):
        """Keep the stored value of a unique field of the record where another record has taken the new one."""
        for model_field in [field for field in self.own.changed if field.unique]:
            value = getattr(self.own.row, model_field.attname)
            others = self.model._base_manager.filter(**{model_field.attname: value}).exclude(pk=self.record.pk)
            if value is not None and others.exists():
                sentence = f"“{model_field.verbose_name}”的“{value}”已被另一条记录占用"
                if not self.lenient:
                    raise Unreadable(f"{sentence}，请打开编辑，另写一个。")
                self.warnings.append(f"{sentence}，没有载入。")
                self.own.changed.remove(model_field)

    def complain(self, model_field, key):
        kind = model_field.related_model._meta.verbose_name
        sentence = f"“{model_field.verbose_name}”引用的{kind}（编号{key}）已被删除"
        if not self.lenient:
            raise Unreadable(f"{sentence}，请打开编辑并重新保存。")
        self.warnings.append(f"{sentence}，没有载入。")

    # Writing

    def write(self):
        """Changed parts are taken out and put in again, so that rows may swap values that are unique.

        The raw delete asks nobody who refers to them: they are back before constraints are checked at the commit.
        """
        self.write_record()
        by_model = {relation.related_model: [] for relation in part_relations(self.model).values()}
        for written in self.parts:
            if written.differs:
                by_model[type(written.row)].append(written)
        for model, rows in by_model.items():
            stored = model._base_manager.filter(pk__in=[written.row.pk for written in rows if written.stored])
            stored._raw_delete(stored.db)
        for model, keys in self.gone:
            model._base_manager.filter(pk__in=keys).delete()
        for model, rows in by_model.items():
            model._base_manager.bulk_create([written.row for written in rows])
        for written in (self.own, *self.parts):
            for many, keys in written.many.items():
                getattr(written.row, many.name).set(keys)

    def write_record(self):
        if self.own.changed:
            values = {field.attname: getattr(self.own.row, field.attname) for field in self.own.changed}
            self.model._base_manager.filter(pk=self.record.pk).update(**values)


def apply(record, snapshot, *, lenient=False, base=None):
    """Make the tables say of ``record`` what ``snapshot`` says; give warnings (see :class:`Apply`)."""
    return Apply(record, snapshot, lenient=lenient, base=base).run()


@contextmanager
def rehearsal(record, snapshot=None, *, lenient=False, base=None):
    """Within the block the tables say what ``snapshot`` says (``None``: what they say anyway); then all is as before.

    Nothing that the block writes remains, and what it leaves to ``transaction.on_commit`` never runs.
    """
    with unseen(), transaction.atomic():
        try:
            yield apply(record, snapshot, lenient=lenient, base=base) if snapshot is not None else []
        finally:
            transaction.set_rollback(True)
