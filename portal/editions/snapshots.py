"""Snapshots: a record and its parts as JSON, taken from the tables and applied to them.

A snapshot is ``{"fields": {name: value}, "parts": {accessor: {key: {name: value}}}}``. Values are what the field's own
``value_to_string`` gives and its ``to_python`` reads back; numbers, switches, text and nothing stay as they are, and a
many-to-many field is the list of the keys in their order of size.

Tables are written as they were saved: no ``save()`` and no signal runs, since what was reviewed is what is published.
"""

import copy
import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError

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


@dataclass
class PartChange:
    """What one kind of part needs: keys of rows to remove, rows to write anew (``stored`` or not), many-to-many."""

    model: type[models.Model]
    gone: list = field(default_factory=list)
    stored: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    many: list = field(default_factory=list)


class Apply:
    """One application of a snapshot to the tables.

    Only rows that differ are written. With ``lenient``, a reference to a row that is no more is left empty, or the part
    that cannot be without it left out, and ``warnings`` says so; otherwise it makes the snapshot :class:`Unreadable`.
    ``base`` is a snapshot of what the tables say now; with it, differences are found without reading them.
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
        try:
            with transaction.atomic(savepoint=False):
                self.plan()
                self.check_references()
                self.write()
        except (ProtectedError, RestrictedError) as error:
            blocking = "、".join(str(row) for row in list(error.args[1])[:3])
            raise Unreadable(f"要删除的内容还被别处引用：{blocking}。") from error
        except IntegrityError as error:
            raise Unreadable("内容与别的记录重复，或不符合数据规则，请打开编辑并重新保存。") from error
        return self.warnings

    # What differs

    def plan(self):
        self.row = self.model._base_manager.get(pk=self.record.pk) if self.base is None else copy.copy(self.record)
        many = many_values(self.model, [self.row])[self.row.pk] if self.base is None else self.base["fields"]
        self.changed, self.many = self.plan_row(self.row, self.snapshot["fields"], content_fields(self.model), many)
        self.parts = [
            self.plan_parts(relation, self.snapshot["parts"][accessor], *self.stored(accessor, relation))
            for accessor, relation in part_relations(self.model).items()
            if accessor in self.snapshot["parts"] and not self.is_as_in_base(accessor)
        ]

    def is_as_in_base(self, accessor):
        return self.base is not None and self.base["parts"].get(accessor) == self.snapshot["parts"][accessor]

    def stored(self, accessor, relation):
        """Give the stored rows of a kind of part by key, and their many-to-many values by primary key."""
        model, fields = relation.related_model, part_fields(relation)
        known = self.base and self.base["parts"].get(accessor)
        if known is None or any(field.name not in values for values in known.values() for field in fields):
            rows = stored_parts(self.record, relation)
            return {str(row.pk): row for row in rows}, many_values(model, rows)
        rows = {key: self.new_part(relation, key) for key in known}
        for key, row in rows.items():
            for model_field in fields:
                setattr(row, model_field.attname, self.read(model_field, known[key][model_field.name]))
        return rows, {row.pk: known[key] for key, row in rows.items()}

    def new_part(self, relation, key):
        model = relation.related_model
        return model(pk=model._meta.pk.to_python(key), **{relation.field.attname: self.record.pk})

    def plan_row(self, row, values, fields, many):
        """Set ``values`` on ``row``; give the changed fields and the changed many-to-many ``{field: keys}``."""
        changed = []
        for model_field in fields:
            if model_field.name in values:
                before = value_of(model_field, row)
                setattr(row, model_field.attname, self.read(model_field, values[model_field.name]))
                if value_of(model_field, row) != before:
                    changed.append(model_field)
        wanted = {field: values[field.name] for field in many_fields(type(row)) if field.name in values}
        return changed, {field: keys for field, keys in wanted.items() if keys != many.get(field.name)}

    def read(self, model_field, value):
        """Give ``value`` as Python has it; a key is read as the field that it points at reads it."""
        reader = model_field.target_field if model_field.is_relation else model_field
        try:
            return reader.to_python(value)
        except (ValidationError, ValueError, TypeError) as error:
            raise Unreadable(f"“{model_field.verbose_name}”中的“{value}”现在读不出来。") from error

    def plan_parts(self, relation, wanted, stored, many):
        model, fields = relation.related_model, part_fields(relation)
        change = PartChange(model, gone=[row.pk for key, row in stored.items() if key not in wanted])
        none = {field.name: [] for field in many_fields(model)}
        for key, values in wanted.items():
            is_new = key not in stored
            row = self.new_part(relation, key) if is_new else copy.copy(stored[key])
            changed, links = self.plan_row(row, values, fields, none if is_new else many[row.pk])
            if changed or is_new:
                change.rows.append((row, fields if is_new else changed))
                change.stored += [] if is_new else [row.pk]
            change.many += [(row, field, keys) for field, keys in links.items()]
        return change

    # What it refers to

    def check_references(self):
        """Look for every referenced row that a written row names anew; one query for each model."""
        missing = self.missing_keys()
        for model_field in self.changed:
            self.check_reference(self.row, model_field, missing)
        self.many = {field: self.present(field, keys, missing) for field, keys in self.many.items()}
        for change in self.parts:
            change.rows = [(row, changed) for row, changed in change.rows if self.can_be_written(row, changed, missing)]
            kept = {row.pk for row, _ in change.rows}
            left_out = [key for key in change.stored if key not in kept]
            change.stored = [key for key in change.stored if key in kept]
            change.gone += left_out
            change.many = [
                (row, field, self.present(field, keys, missing))
                for row, field, keys in change.many
                if row.pk not in left_out
            ]

    def missing_keys(self):
        """Give ``{model: keys}`` of referenced rows that are not there, after this snapshot is applied."""
        named = {}
        written = [(self.row, self.changed), *(row for change in self.parts for row in change.rows)]
        for row, fields in written:
            for model_field in fields:
                if model_field.is_relation and (key := getattr(row, model_field.attname)) is not None:
                    named.setdefault(model_field.related_model, set()).add(key)
        links = [*self.many.items(), *((field, keys) for change in self.parts for _, field, keys in change.many)]
        for many, keys in links:
            named.setdefault(many.related_model, set()).update(many.target_field.to_python(key) for key in keys)
        return {model: keys - self.existing(model, keys) for model, keys in named.items()}

    def existing(self, model, keys):
        found = set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        for change in self.parts:
            if change.model is model:
                found = (found - set(change.gone)) | {row.pk for row, _ in change.rows}
        return found

    def can_be_written(self, row, fields, missing):
        checked = [self.check_reference(row, field, missing) for field in fields]  # each may leave a warning
        return all(checked)

    def check_reference(self, row, model_field, missing):
        """Whether ``row`` can be written: an empty reference counts as kept where the field may be empty."""
        key = model_field.is_relation and getattr(row, model_field.attname)
        if not key or key not in missing[model_field.related_model]:
            return True
        self.complain(model_field, key)
        setattr(row, model_field.attname, None)
        return model_field.null

    def present(self, many, keys, missing):
        lost = [key for key in keys if many.target_field.to_python(key) in missing[many.related_model]]
        for key in lost:
            self.complain(many, key)
        return [key for key in keys if key not in lost]

    def complain(self, model_field, key):
        sentence = (
            f"“{model_field.verbose_name}”引用的{model_field.related_model._meta.verbose_name}（编号{key}）已被删除"
        )
        if not self.lenient:
            raise Unreadable(f"{sentence}，请打开编辑并重新保存。")
        self.warnings.append(f"{sentence}，没有载入。")

    # Writing

    def write(self):
        """Changed parts are taken out and put in again, so that rows may swap values that are unique.

        The raw delete asks nobody who refers to them: they are back before constraints are checked at the commit.
        """
        if self.changed:
            values = {field.attname: getattr(self.row, field.attname) for field in self.changed}
            self.model._base_manager.filter(pk=self.row.pk).update(**values)
        for many, keys in self.many.items():
            getattr(self.row, many.name).set(keys)
        for change in self.parts:
            stored = change.model._base_manager.filter(pk__in=change.stored)
            stored._raw_delete(stored.db)
        for change in self.parts:
            change.model._base_manager.filter(pk__in=change.gone).delete()
        for change in self.parts:
            change.model._base_manager.bulk_create([row for row, _ in change.rows])
            for row, many, keys in change.many:
                getattr(row, many.name).set(keys)


def apply(record, snapshot, **options):
    """Make the tables say of ``record`` what ``snapshot`` says; give warnings. Options are those of :class:`Apply`."""
    return Apply(record, snapshot, **options).run()


@contextmanager
def rehearsal(record, snapshot=None, **options):
    """Within the block the tables say what ``snapshot`` says (``None``: what they say anyway); then all is as before.

    Nothing that the block writes remains, and what it leaves to ``transaction.on_commit`` never runs.
    """
    with transaction.atomic():
        try:
            yield apply(record, snapshot, **options) if snapshot is not None else []
        finally:
            transaction.set_rollback(True)
