"""The first content of a site: YAML files of rows, each loaded once and then left to the editors.

An app that has seed files says in its ``seeding.py`` what they hold: ``kinds = [Kind(Industry, "a.yaml"), …]``.
Kinds are loaded in the order of INSTALLED_APPS and of those lists, so that a row may refer to any row before it. All of
it is one transaction. ``docs/seed.md`` describes the files.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from .blocks import HasBody
from .models import SeedEntry
from .seedfiles import KEY, SeedError, at, check_names, of_type, read_entries, text_of

# What apps declare


@dataclass(frozen=True)
class Reading:
    """How entries of a model are read whose names are not simply the fields of the model.

    ``names`` are all the names that an entry may have; those that are fields are read as such. Then
    ``fill(row, entry, seeder)`` sets on the unsaved ``row`` what the other names mean.
    """

    names: tuple[str, ...]
    fill: Callable


@dataclass(frozen=True)
class Kind:
    """The entries of one file, each a row of ``model`` with the rows that belong to it.

    ``parts``: names of reverse relations whose rows stand as lists within the entry. ``now``: the name of a field that
    gets the moment of seeding. ``finish``: called with each new row once all that belongs to it is there.
    ``newest_first``: the file begins with what shall be the newest row. ``readings``: by model.
    """

    model: type[models.Model]
    file: str
    parts: tuple[str, ...] = ()
    now: str = ""
    finish: Callable | None = None
    newest_first: bool = False
    readings: dict = field(default_factory=dict)


@dataclass(frozen=True)
class SeedFile:
    """A file that some app declares, whether it is there or not; ``name`` is what messages call it."""

    kind: Kind
    path: Path
    name: str


def declared_files(data=None):
    """Give the :class:`SeedFile` rows of all apps in the order of loading, in ``data`` or the apps' own folders."""
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "seeding"):
            folder = Path(data, config.label) if data else Path(config.path, "seed")
            for kind in getattr(import_module(f"{config.name}.seeding"), "kinds", ()):
                yield SeedFile(kind, folder / kind.file, f"{config.label}/{kind.file}")


def has_field(model, name):
    try:
        return bool(model._meta.get_field(name))
    except FieldDoesNotExist:
        return False


# Loading


@dataclass(frozen=True)
class Count:
    """What became of one file: how many entries are new, and how many were there before."""

    title: str
    new: int
    old: int


class Seeder:
    """One run over all files: ``data`` is a folder to take instead of the apps' own seed folders."""

    def __init__(self, data=None):
        self.data = data
        self.files = list(declared_files(data))
        self.models = {file.kind.model for file in self.files}
        self.readings = {model: how for file in self.files for model, how in file.kind.readings.items()}
        self.now = timezone.now()
        self.folder = None
        self.rows = {}
        self.stored = []

    def run(self):
        """Load what is new and give a :class:`Count` for each file; a :class:`SeedError` leaves all as it was."""
        self.check_files()
        try:
            with at(), transaction.atomic():
                transaction.on_commit(self.stored.clear)
                self.ledger = {(entry.label, entry.key): entry.row for entry in SeedEntry.objects.all()}
                return [self.load(file) for file in self.files if file.path.exists()]
        except BaseException:
            for stored in self.stored:
                stored.storage.delete(stored.name)
            raise

    def check_files(self):
        """Refuse a folder without any file, and files that nobody would read: most likely misspelt names."""
        if not any(file.path.exists() for file in self.files):
            raise SeedError("没有找到种子文件。", *([str(self.data)] if self.data else []))
        known = {file.path: file.name for file in self.files}
        for folder in {path.parent: None for path in known}:
            for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
                if path not in known:
                    names = "、".join(known_path.name for known_path in known if known_path.parent == folder)
                    raise SeedError(f"没有这种文件；可用的有{names}。", str(path))

    def load(self, file):
        """Load the entries of ``file`` that no run has loaded before."""
        label = file.kind.model._meta.label
        self.folder = file.path.parent
        with at(file.name):
            entries = read_entries(file.path)
            keys = [key for key in entries if (label, key) not in self.ledger]
            if file.kind.newest_first:
                keys.reverse()
            new = sum(self.load_entry(file.kind, key, entries[key]) for key in keys)
        return Count(f"{file.kind.model._meta.verbose_name}（{file.name}）", new, len(entries) - new)

    def load_entry(self, kind, key, entry):
        """Make the row of ``key`` unless one has that slug, and enter it in the ledger; give whether it was made."""
        row = self.by_slug(kind.model, key)
        is_new = row is None
        if is_new:
            with at(key):
                fixed = {kind.now: self.now} if kind.now else {}
                row = self.add(kind.model, entry, parts=kind.parts, **fixed)
                if kind.finish:
                    kind.finish(row)
        SeedEntry.objects.create(label=kind.model._meta.label, key=key, row=row.pk)
        self.rows[kind.model, key] = row
        return is_new

    def by_slug(self, model, slug):
        return model._default_manager.filter(slug=slug).first() if has_field(model, KEY) else None

    def add(self, model, entry, parts=(), **fixed):
        """Make a row of ``model`` and what belongs to it; ``fixed`` are values that ``entry`` must not name."""
        fields, reading = self.typed_fields(model, fixed), self.readings.get(model)
        body = ("body",) if issubclass(model, HasBody) else ()
        check_names(of_type(dict, entry), reading.names if reading else (*fields, *parts, *body))
        entry = {name: value for name, value in entry.items() if value is not None}
        values = {name: self.value(fields[name], entry) for name in entry if name in fields}
        many = {name: values.pop(name) for name in list(values) if fields[name].many_to_many}
        row = model(**fixed | values)
        if reading:
            reading.fill(row, entry, self)
        self.save(row)
        for name, others in many.items():
            getattr(row, name).set(others)
        for name in parts:
            self.add_parts(row, model._meta.get_field(name), entry.get(name, []))
        if body:
            self.add_blocks(row, entry.get("body", []))
        return row

    def typed_fields(self, model, fixed):
        """Give ``{name: field}`` of what an entry of ``model`` may set."""
        return {
            field.name: field
            for field in [*model._meta.fields, *model._meta.many_to_many]
            if field.editable and not field.primary_key and field.name not in fixed and self.can_read(field)
        }

    def can_read(self, field):
        other = field.related_model
        return not other or other in self.models or has_field(other, KEY)

    def value(self, field, entry):
        """Give what ``entry`` says of ``field`` as a value of that field."""
        with at(field.name):
            value = entry[field.name]
            if field.many_to_many:
                return [self.find(field.related_model, {KEY: key}, KEY) for key in of_type(list, value)]
            if field.is_relation:
                return self.find(field.related_model, entry, field.name)
            if isinstance(field, models.BooleanField):
                return of_type(bool, value)
            return field.to_python(text_of(entry, field.name))

    def find(self, model, entry, name):
        """Give the row of ``model`` whose key ``entry`` has under ``name``: a seeded one, or any of that slug."""
        key = text_of(entry, name)
        if (model, key) not in self.rows:
            self.rows[model, key] = self.seeded(model, key) or self.by_slug(model, key)
        if self.rows[model, key] is None:
            raise SeedError(f"没有“{key}”（{model._meta.verbose_name}）；被引用的条目要排在前面。")
        return self.rows[model, key]

    def seeded(self, model, key):
        """Give the row that an earlier run made of ``key``, or ``None``; one that editors deleted is a fault."""
        row = self.ledger.get((model._meta.label, key))
        found = row and model._default_manager.filter(pk=row).first()
        if row and not found:
            raise SeedError(f"“{key}”（{model._meta.verbose_name}）曾经载入，后来被编辑删除。")
        return found

    def save(self, row):
        """Save ``row`` if all about it is right; its files are written now and removed if the run fails."""
        with at():
            row.full_clean()
            for field in row._meta.fields:
                file = isinstance(field, models.FileField) and getattr(row, field.name)
                if file:
                    file.save(file.name, file.file, save=False)
                    self.stored.append(file)
            row.save(force_insert=True)

    def add_parts(self, row, relation, entries):
        """Make the parts of ``row`` at the end of ``relation``; those with a ``position`` keep the file's order."""
        model = relation.related_model
        with at(relation.name):
            of_type(list, entries)
        for number, entry in enumerate(entries, 1):
            order = {"position": 10 * number} if has_field(model, "position") else {}
            with at(f"{relation.name}第{number}项"):
                self.add(model, entry, **{relation.field.name: row}, **order)

    def add_blocks(self, row, entries):
        """Make the body of ``row``: an entry is ``{kind: fields}``, or ``{kind: text}`` for the field of that name."""
        kinds = {model.kind: model for model in row.block_models()}
        with at("body"):
            of_type(list, entries)
        for number, entry in enumerate(entries, 1):
            with at(f"body第{number}项"):
                check_names(of_type(dict, entry), kinds, "这种内容块")
                if len(entry) != 1:
                    raise SeedError("一项只能写一块内容。")
                ((kind, content),) = entry.items()
                content = content if isinstance(content, dict) else {kind: content}
                self.add(kinds[kind], content, parent=row, region="body", ordering=10 * number)
