"""Spreadsheets of records, and of the parts of publishable ones: what is imported becomes an edition, as if typed."""

from collections import Counter, defaultdict
from functools import partial
from uuid import UUID

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.shared.spreadsheets.columns import Column, ReferenceColumn
from portal.shared.spreadsheets.resource import SheetResource

from . import workflow
from .models import Action, AuditEntry, Edition
from .newest import lasting_keys, newest_parts
from .people import actor_of, name_of
from .snapshots import Unreadable, part_relations
from .workflow import Refused

# What is saved in a few seconds (``tests/benchmarks/spreadsheets.py``); rows that change nothing do not count.
MOST_RECORDS = 200
MOST_SAVED = 1000
TOO_MANY = "一次最多改动{most}{what}，从这里起请另分一个文件。"
UNDER_WAY = (Edition.State.REVIEW, Edition.State.SCHEDULED)
UNFIT = "这一行与别的内容重复，或不合数据规则。"


class TrailedSheet(SheetResource):
    """A spreadsheet that leaves its trace in the audit trail."""

    file_name = ""

    def run(self, table, **options):
        self.file_name = table.name
        return super().run(table, **options)

    def write_down(self, record, new, changed, edition=None):
        """Add the row of the audit trail that names the file and counts its rows."""
        counts = "，".join(f"{word}{count}行" for word, count in (("新增", new), ("修改", changed)) if count)
        detail = f"由表格“{self.file_name}”导入：{counts}。"
        workflow.write_down(actor_of(self.request), Action.IMPORTED, record, edition=edition, detail=detail)

    def write_down_export(self, count, suffix):
        """Add one row for the whole of an export: it is about the kind of record, and about none of them."""
        actor = actor_of(self.request)
        AuditEntry.objects.create(
            content_type=ContentType.objects.get_for_model(self.model_admin.model),
            object_id="",
            action=Action.EXPORTED,
            person=actor.user,
            person_name=name_of(actor.user),
            address=actor.address,
            record_title=f"{self.title}（{count}行）",
            detail=f"导出为{suffix}。",
        )


class RecordSheet(TrailedSheet):
    """Rows are records that have no editions: each is checked and saved in its turn, as its form would do it."""

    def remember(self, record):
        """Take notice of a record, so that :meth:`find` finds it."""
        raise NotImplementedError

    def before_import(self, dataset, **kwargs):
        for record in self._meta.model._base_manager.select_for_update().order_by("pk"):
            self.remember(record)

    def save_instance(self, instance, is_create, row, *, table, row_number, **kwargs):
        if len(self.changed) == MOST_SAVED:
            raise ValidationError(TOO_MANY.format(most=MOST_SAVED, what="行"))
        super().save_instance(instance, is_create, row, row_number=row_number)
        try:
            with transaction.atomic():
                instance.save(force_insert=is_create)
        except IntegrityError as error:
            raise ValidationError(UNFIT) from error
        self.remember(instance)
        self.places[instance.pk] = table.rows[row_number - 1][0]

    def write(self, result):
        """Write down what was saved."""
        said = f"由表格“{self.file_name}”导入"
        for flag in (ADDITION, CHANGE):
            records = [record for record, is_create, *_ in self.changed if is_create == (flag == ADDITION)]
            LogEntry.objects.log_actions(self.request.user.pk, records, flag, said)
        for record, is_create, *_ in self.changed:
            self.write_down(record, int(is_create), int(not is_create))

    def exported(self, records):
        return records


class RecordColumn(ReferenceColumn):
    """Names the record that a part belongs to, one of those that the person may change."""

    def rows(self):
        return self.resource.records()


class KeyColumn(Column):
    """The key of a part, which lets all else be changed. Empty for a new one."""

    def __init__(self):
        help_text = "系统给的。改已有的行时不要动它；新增的行留空。"
        super().__init__("id", "编号", help_text, required=False)

    def said(self, row):
        return "" if row._state.adding else str(row.pk)

    def save(self, instance, row, is_m2m=False, **kwargs):
        """Keys are made, and never read into a row."""


class Kept:
    """The parts of one record as its newest edition has them, and what the spreadsheet adds to them."""

    def __init__(self, rows, natural_key):
        self.natural_key = natural_key
        self.rows, self.named = {}, {}
        for row in rows:
            self.add(row)

    def add(self, row):
        self.rows[str(row.pk)] = row
        self.named.setdefault(self.natural_key(row), row)


class PartSheet(TrailedSheet):
    """Rows are parts of publishable records. Each record that changes gets one new edition; nothing public changes.

    ``accessor``: the name of the parts on the record, ``owner``: the field that names it. A row with a key is that
    part; one without is the part that has the same :meth:`natural_key`, or a new one.
    """

    accessor = ""
    owner = ""

    # What subclasses say

    def natural_key(self, part):
        """Give that by which people know a part among those of its record."""
        raise NotImplementedError

    def natural_key_of(self, row, record):
        """Give the same, of a row of the spreadsheet; ``ValueError`` where its cells do not say it."""
        raise NotImplementedError

    def link(self, parts):
        """Let the parts of one record know each other, so that asking one for another costs no query."""

    # Reading

    def records(self):
        """Give the records that the person may see; those of the spreadsheet are locked when they are read."""
        return self.model_admin.get_queryset(self.request)

    @property
    def relation(self):
        return part_relations(self.model_admin.model)[self.accessor]

    def before_import(self, dataset, **kwargs):
        """Lock and load the records that the spreadsheet names, with their parts as the newest editions have them."""
        column, named = self.fields[self.owner], set()
        for text in set(dataset[column.column_name]):
            try:
                named.add(column.find(text).pk)
            except ValueError:
                continue  # each row says it
        manager = self.model_admin.model._base_manager
        self.hold(manager.select_for_update().filter(pk__in=named).order_by("pk"))

    def hold(self, records):
        self.held = {record.pk: record for record in records}
        parts = newest_parts(self.relation, self.held.values())
        self.kept = {key: Kept(self.linked(rows), self.natural_key) for key, rows in parts.items()}
        self.lasting = lasting_keys(self.relation, self.held.values())

    def linked(self, parts):
        for column in self.columns:
            if isinstance(column, ReferenceColumn) and not isinstance(column, RecordColumn):
                for part in parts:
                    key = getattr(part, column.model_field.attname)
                    setattr(part, column.attribute, column.known.rows.get(key))
        self.link(parts)
        return parts

    def record_of(self, row):
        column = self.fields[self.owner]
        record = self.held.get(column.find(row[column.column_name]).pk)
        if record is None:
            raise ValueError("这条记录刚刚被删除。")
        if not self.model_admin.has_change_permission(self.request, record):
            raise ValueError(f"您没有修改“{record}”的权限。")
        return record

    def find(self, row):
        try:
            record = self.record_of(row)
        except ValueError as error:
            raise ValidationError({self.owner: str(error)}) from error
        kept = self.kept[record.pk]
        if key := row.get(self.fields["number"].column_name):
            return self.find_key(kept, key, record)
        try:
            return kept.named.get(self.natural_key_of(row, record))
        except ValueError:
            return None  # the cells say why once they are read

    def find_key(self, kept, key, record):
        try:
            return kept.rows[str(UUID(key))]
        except (ValueError, KeyError) as error:
            sentence = f"“{record}”没有这个编号的{self.title}。新增的行请留空。"
            raise ValidationError({"id": sentence}) from error

    def init_instance(self, row=None):
        part = self._meta.model()
        try:
            setattr(part, self.owner, self.record_of(row))
        except ValueError:
            pass  # find() has said so
        return part

    def about(self, instance):
        return f"{getattr(instance, self.owner)}，{self.name_of(instance)}"

    def name_of(self, part):
        """Give what people call a part among those of its record."""
        raise NotImplementedError

    # Checking

    def check(self, instance, exclude):
        """Check all but what the database holds: :meth:`write` learns that of all rows at once."""
        if changed := self.differences(instance) if str(instance.pk) in self.lasting else []:
            sentence = f"公开过的{self.title}不能改动；有误请另加一行更正。"
            raise ValidationError({column.attribute: sentence for column, _, _ in changed})
        relations = {field.name for field in instance._meta.concrete_fields if field.is_relation}
        instance.full_clean(exclude | relations, validate_unique=False, validate_constraints=False)

    def save_instance(self, instance, is_create, row, **kwargs):
        super().save_instance(instance, is_create, row, **kwargs)
        self.kept[getattr(instance, self.owner).pk].add(instance)

    # Writing

    def write(self, result):
        by_record = defaultdict(list)
        for changed in self.changed:
            by_record[getattr(changed[0], self.owner).pk].append(changed)
        if len(by_record) > MOST_RECORDS:
            first = list(by_record.values())[MOST_RECORDS][0]
            what = f"个{self.model_admin.opts.verbose_name}"
            self.refuse(result, first, ValidationError(TOO_MANY.format(most=MOST_RECORDS, what=what)))
            return
        for key in sorted(by_record):
            self.revise(self.held[key], by_record[key], result)

    def revise(self, record, rows, result):
        """Make the next edition of ``record``; a row that cannot be saved, and a record that cannot be, say so."""
        try:
            edition = workflow.revise(
                record, actor_of(self.request), partial(self.save_parts, rows, result), comment=self.comment
            )
        except Unreadable as error:
            self.refuse(result, rows[0], ValidationError({self.owner: f"最新版本打不开：{error}"}))
        except Refused as refused:
            self.refuse(result, rows[0], ValidationError({self.owner: refused.sentence}))
        else:
            if edition:
                self.note(record, rows, edition)

    @property
    def comment(self):
        return f"由表格“{self.file_name}”导入"[:200]

    def note(self, record, rows, edition):
        counter = Counter(is_create for _, is_create, *_ in rows)
        self.write_down(record, counter[True], counter[False], edition)
        LogEntry.objects.log_actions(self.request.user.pk, [record], CHANGE, f"保存第{edition.number}版")

    def save_parts(self, rows, result, record):
        """Write parts while the tables hold the newest edition of ``record``; halve them to find one that is amiss.

        Changed ones are taken out and put in again, so that they may swap values that are unique.
        """
        model = self._meta.model
        try:
            with transaction.atomic():
                stored = model._base_manager.filter(pk__in=[part.pk for part, is_create, *_ in rows if not is_create])
                stored._raw_delete(stored.db)
                model._base_manager.bulk_create([part for part, *_ in rows])
        except IntegrityError:
            if len(rows) == 1:
                self.refuse(result, rows[0], self.complaint(rows[0][0]))
            else:
                half = len(rows) // 2
                self.save_parts(rows[:half], result, record)
                self.save_parts(rows[half:], result, record)

    @staticmethod
    def complaint(part):
        """Give what is wrong with a part that the database would not take, in the words of its model."""
        try:
            part.full_clean()
        except ValidationError as error:
            return error
        return ValidationError(UNFIT)

    def notes(self):
        touched = {getattr(changed[0], self.owner).pk for changed in self.changed}
        heads = Edition.objects.filter(pk__in=[self.held[key].head_id for key in touched], state__in=UNDER_WAY)
        titles = list(heads.order_by("pk").values_list("title", flat=True))
        return [f"导入以后，这些正在进行的送审或定时随之终止：{'、'.join(titles)}。"] if titles else []

    # Exporting

    def exported(self, records):
        parts = newest_parts(self.relation, records)
        return [part for key in parts for part in sorted(self.linked(parts[key]), key=self.order)]

    def order(self, part):
        return str(part.pk)
