"""Values and targets of indicators as spreadsheets: parts of them, so that each changed indicator gets an edition."""

from datetime import date
from decimal import Decimal

from portal.editions.spreadsheets import KeyColumn, PartSheet, RecordColumn
from portal.shared.dates import normal_text
from portal.shared.spreadsheets.columns import Column, Shown

from .. import wording
from ..models import Observation, Target
from ..models.values import KNOWN_FROM
from .columns import CorrectsColumn, QualifierColumn, SourceColumn, ValueColumn

UNIT = "指标的单位是“{said}”，这里写着“{text}”，请核对数值。"


def indicator_column():
    return RecordColumn(
        "indicator",
        lambda indicator: [indicator.full_name, indicator.name],
        help_text="已有的指标，写名称或网址名。几个组织有同名指标的，写成“成员单位（某某党委）”。",
    )


def unit_column():
    return Shown("unit", "单位", UNIT, help_text="指标的单位，供核对；可以留空。")


class ValueSheet(PartSheet):
    """Base of the spreadsheets of figures."""

    owner = "indicator"

    def records(self):
        return super().records().select_related("committee", "initiative")

    def settle(self, instance):
        if instance.source_id:
            instance.fill_known_from()

    def read(self, name, row):
        """Give what the cell of the column ``name`` says, or ``None``."""
        text = row.get(self.fields[name].column_name)
        return self.fields[name].widget.clean(text) if text else None


class ObservationSheet(ValueSheet):
    """A row without a key is the value of its period, or the correction of the value that it names, or a new one."""

    key = "values"
    title = "数值"
    accessor = "observations"
    parts = (Observation,)

    indicator = indicator_column()
    period = Column("period")
    value = ValueColumn()
    unit = unit_column()
    qualifier = QualifierColumn("qualifier", help_text="数值写作“突破1500”这样的，可以留空。")
    of = Column("of")
    source = SourceColumn("source")
    place = Column("place")
    status = Column("status")
    known_from = Column("known_from", help_text=f"写到日，如2022-06-01。{KNOWN_FROM}")
    replaces = CorrectsColumn()
    reason = Column("reason", help_text="更正要写明原因。")
    note = Column("note")
    number = KeyColumn()

    class Meta(PartSheet.Meta):
        model = Observation

    def link(self, parts):
        """Let each value know what it replaces and what replaces it."""
        known = {part.pk: part for part in parts}
        for part in parts:
            Observation._meta.get_field("replaces").remote_field.set_cached_value(part, None)
        for part in parts:
            part.replaces = known.get(part.replaces_id)

    def name_of(self, part):
        return part.period.label

    def natural_key(self, part):
        return str(part.period), part.replaces_id

    def natural_key_of(self, row, record):
        period = self.read("period", row)
        text = row.get(self.fields["replaces"].column_name)
        older = self.corrected(record, period, text) if text else None
        return str(period), older and older.pk

    def corrected(self, indicator, period, text, correction=None):
        """Give the value of ``indicator`` for ``period`` that ``text`` names, or raise ``ValueError``."""
        rows = [row for row in self.kept[indicator.pk].rows.values() if str(row.period) == str(period)]
        found = [row for row in rows if row is not correction and is_named(row, text)]
        standing = [row for row in found if newer_than(row) in (None, correction)]
        if len(found) == 1 or len(standing) == 1:
            return self.free((standing or found)[0], correction)
        if found:
            raise ValueError(f"这一时期有几条“{text}”，请改写要更正的那一条的编号。")
        said = "、".join(row.wording for row in rows if row is not correction)
        raise ValueError(f"这一时期没有“{text}”这个数值。{f'已有的是：{said}。' if said else ''}")

    @staticmethod
    def free(older, correction):
        """Give ``older`` unless another row corrects it; a row that is only looked for may find that very one."""
        if correction is not None and newer_than(older) not in (None, correction):
            raise ValueError(Observation._meta.get_field("replaces").error_messages["unique"])
        return older

    def order(self, part):
        return part.period.end, part.period.start or date.min, part.known_from, generation(part), str(part.pk)


def is_named(row, text):
    """Whether ``text`` is the key of a value, or says what the value says."""
    if text == str(row.pk) or normal_text(text) == normal_text(row.wording):
        return True
    try:
        worded = wording.parse(text, row.unit)
    except ValueError:
        return False
    return (worded.value, worded.qualifier) == (Decimal(row.value), row.qualifier)


def newer_than(row):
    return getattr(row, "replaced_by", None)


def generation(row):
    return 1 + generation(row.replaces) if row.replaces else 0


class TargetSheet(ValueSheet):
    """A row without a key is the goal for its period, or the one limit of the indicator, or a new one."""

    key = "targets"
    title = "目标"
    accessor = "targets"
    parts = (Target,)

    indicator = indicator_column()
    kind = Column("kind")
    period = Column("period")
    label = Column("label")
    value = ValueColumn()
    unit = unit_column()
    qualifier = QualifierColumn("qualifier", help_text="目标写作“突破500”这样的，可以留空。")
    of = Column("of")
    source = SourceColumn("source")
    place = Column("place")
    note = Column("note")
    number = KeyColumn()

    class Meta(PartSheet.Meta):
        model = Target

    def name_of(self, part):
        return f"{part.period.label if part.period else ''}{part.get_kind_display()}"

    def natural_key(self, part):
        return part.kind, str(part.period) if part.kind == Target.Kind.GOAL else None

    def natural_key_of(self, row, record):
        kind = self.read("kind", row) or Target.Kind.GOAL
        return kind, str(self.read("period", row)) if kind == Target.Kind.GOAL else None

    def order(self, part):
        return part.kind, part.period.end if part.period else date.min, str(part.pk)
