"""What a spreadsheet says, row by row, and what becomes of it: nothing at all where one row is amiss."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import RowResult
from tablib import Dataset

from ..dates import normal_text
from .columns import Shown

NEW, CHANGED, SAME = RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_UPDATE, RowResult.IMPORT_TYPE_SKIP
LABELS = {NEW: "新增", CHANGED: "修改", SAME: "不变"}


class HasChanged(Exception):
    """What would be done now is not what was previewed."""


@dataclass
class Mistake:
    """Something that is wrong: ``number`` as the spreadsheet counts rows, the head of the column, what stands there."""

    number: int
    column: str
    text: str
    sentence: str


@dataclass
class Outcome:
    """What a spreadsheet does, or would do. False where there are mistakes; then nothing is done."""

    rows: list = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    digest: str = ""

    def __bool__(self):
        return not self.mistakes

    @property
    def counts(self):
        """Give ``{新增: 3, 修改: 1, 不变: 20}``."""
        counter = Counter(row.label for row in self.rows)
        return {label: counter[label] for label in LABELS.values()}

    @property
    def changes_something(self):
        return any(row.import_type != SAME for row in self.rows)


class SheetRow(RowResult):
    """What becomes of one row: ``changes`` are ``(head, old text, new text)`` of the cells that differ."""

    number = 0
    about = ""
    changes = ()

    @property
    def label(self):
        return LABELS[self.import_type]


class SheetResource(Resource):
    """Base of all spreadsheets. Subclasses declare :class:`~.columns.Column` fields and a few names.

    ``key`` stands in addresses; ``title`` is what people call the rows. The rows are read and compared in memory, so
    that the number of queries does not grow with them; :meth:`write` then saves what is new or different.
    """

    key = ""
    title = ""
    parts = ()  # models besides that of the admin that a person needs rights on

    class Meta:
        instance_loader_class = BaseInstanceLoader  # find() is asked instead
        use_bulk = True  # no savepoint for each row; write() saves
        skip_diff = True
        report_skipped = True
        store_instance = True

    def __init__(self, *, request=None, model_admin=None):
        super().__init__()
        self.request, self.model_admin = request, model_admin
        self.before, self.changed, self.places = {}, [], {}
        for column in self.fields.values():
            column.bind(self)

    @classmethod
    def get_row_result_class(cls):
        return SheetRow

    @property
    def columns(self):
        return list(self.fields.values())

    @property
    def guide(self):
        """Give ``(head, is required, help, allowed words)`` of each column."""
        return [(column.column_name, column.required, column.help_text, column.allowed) for column in self.columns]

    # What subclasses say

    def find(self, row):
        """Give the row of the database that ``row`` (``{head: text}``) speaks of, or ``None`` where it is a new one.

        Raises ``ValidationError`` at a column.
        """
        raise NotImplementedError

    def about(self, instance):
        """Give what people call ``instance`` in the preview."""
        return str(instance)

    def settle(self, instance):
        """Fill in what follows from the cells."""

    def check(self, instance, exclude):
        """Raise ``ValidationError`` where ``instance`` breaks a rule of its model."""
        instance.full_clean(exclude=exclude)

    def write(self, result):
        """Save ``self.changed``; what cannot be saved is told by :meth:`refuse`."""
        raise NotImplementedError

    def exported(self, records):
        """Give the rows to export of ``records``, a queryset of the admin's model."""
        raise NotImplementedError

    def notes(self):
        """Give sentences about what else will happen."""
        return []

    def write_down_export(self, count, suffix):
        """Leave a trace of ``count`` rows that were taken away as a file of the kind ``suffix``."""

    # Running

    def preview(self, table):
        """Give the :class:`Outcome` that ``table`` would have; everything is tried and taken back."""
        return self.run(table, dry_run=True)

    def carry_out(self, table, digest):
        """Do what was previewed with ``digest``; :class:`HasChanged` where it would no longer be the same."""
        return self.run(table, dry_run=False, expected=digest)

    def run(self, table, *, dry_run, expected=None):
        if mistakes := self.head_mistakes(table):
            return Outcome(mistakes=mistakes)
        heads = [self.column_of(head).column_name for head in table.heads]
        dataset = Dataset(*[cells for _, cells in table.rows], headers=heads)
        options = {"use_transactions": True, "rollback_on_validation_errors": True}
        result = self.import_data(dataset, dry_run=dry_run, table=table, expected=expected, **options)
        notes = [table.note] * bool(table.note) + self.notes()
        return Outcome(result.rows, self.mistakes(result, table, dataset), notes, digest(result))

    # Heads

    def column_of(self, head):
        """Give the column that a head names, or ``None``."""
        wanted = normal_text(head).rstrip("*")
        names = ((name, column) for name, column in self.fields.items())
        return next((column for name, column in names if wanted in {name, normal_text(column.column_name)}), None)

    def head_mistakes(self, table):
        found, known = [], [column.column_name for column in self.columns]
        seen = set()
        for head in table.heads:
            column = self.column_of(head)
            if column is None:
                near = get_close_matches(head, known, 1)
                hint = f"是不是“{near[0]}”？" if near else f"可以有的列：{'、'.join(known)}。"
                found.append(Mistake(table.heading, head, head, f"没有这一列。{hint}"))
            elif column.column_name in seen:
                found.append(Mistake(table.heading, head, head, "这一列有两次，请留一列。"))
            seen |= {column.column_name} if column else set()
        missing = [column for column in self.columns if column.required and column.column_name not in seen]
        return found + [Mistake(table.heading, column.column_name, "", "缺少这一列。") for column in missing]

    # Rows, as the library calls for them

    def get_instance(self, instance_loader, row):
        try:
            return self.find(row)
        except ValidationError as error:
            raise ValidationError(self.cell_errors(row) | error.error_dict) from error

    def cell_errors(self, row):
        """Give what else is wrong with a row of which it is not known what it speaks of."""
        self.before = {}
        try:
            self.import_instance(self.init_instance(row), row)
        except ValidationError as error:
            return error.error_dict
        return {}

    def init_instance(self, row=None):
        return self._meta.model()

    def after_init_instance(self, instance, new, row, *, table, row_number, **kwargs):
        """Keep what the row said before; two rows of the spreadsheet that speak of it cannot both be right."""
        self.before = {} if new else {column: column.said(instance) for column in self.columns}
        number = table.rows[row_number - 1][0]
        first = number if instance.pk is None else self.places.setdefault(instance.pk, number)
        if first != number:
            raise ValidationError(f"与第{first}行说的是同一条{self.title}。")

    def import_instance(self, instance, row, **kwargs):
        super().import_instance(instance, row, **kwargs)
        self.settle(instance)

    def differences(self, instance):
        """Give ``(column, old text, new text)`` of the columns in which ``instance`` says something else by now."""
        pairs = ((column, self.before.get(column, ""), column.said(instance)) for column in self.columns)
        return [(column, old, new) for column, old, new in pairs if old != new and not isinstance(column, Shown)]

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return bool(self.before) and not import_validation_errors and not self.differences(instance)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        errors = dict(import_validation_errors or {})
        try:
            self.check(instance, set(errors))
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def save_instance(self, instance, is_create, row, **kwargs):
        self.changed.append((instance, is_create, kwargs["row_number"], row))

    def after_import_row(self, row, row_result, *, table, row_number, **kwargs):
        row_result.number = table.rows[row_number - 1][0]
        row_result.about = self.about(row_result.instance)
        row_result.changes = [
            (column.column_name, old, new) for column, old, new in self.differences(row_result.instance)
        ]

    def after_import(self, dataset, result, *, expected, **kwargs):
        for _, errors in result.row_errors():
            raise errors[0].error  # a fault of ours or of the database, and none of the row
        if expected is not None and expected != digest(result):
            raise HasChanged
        self.write(result)  # even beside mistakes, with which all is taken back: what the database says is told, too

    def handle_import_error(self, result, error, raise_errors=False):
        raise error

    # Mistakes

    @staticmethod
    def refuse(result, changed, error):
        """Say that a row that was to be saved cannot be."""
        _, _, number, row = changed
        result.append_invalid_row(number, row, error)

    def mistakes(self, result, table, dataset):
        """Give a :class:`Mistake` for each sentence, in the order of rows and columns."""
        titles = {column.attribute: column.column_name for column in self.columns}
        found = [
            (invalid.number, self.mistake(table, dataset, invalid.number, titles.get(name, ""), name, sentence))
            for invalid in result.invalid_rows
            for name, sentences in invalid.error_dict.items()
            for sentence in sentences
        ]
        order = ["", *titles.values()]
        found.sort(key=lambda pair: (pair[0], order.index(pair[1].column)))
        return [mistake for _, mistake in found]

    def mistake(self, table, dataset, number, head, name, sentence):
        cells = dict(zip(dataset.headers, table.rows[number - 1][1], strict=True))
        if not head and name != NON_FIELD_ERRORS:  # a field that has no column
            sentence = f"{self._meta.model._meta.get_field(name).verbose_name}：{sentence}"
        return Mistake(table.rows[number - 1][0], head, cells.get(head, ""), sentence)


def digest(result):
    """Give the SHA-256 of what ``result`` says of every row, by which it is known again."""
    said = [[row.number, row.import_type, row.about, list(row.changes)] for row in result.rows]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
