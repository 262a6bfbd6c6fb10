"""Columns of the register's figures: a value as people write it, what it is a correction of, where it comes from."""

from portal.shared.dates import normal_text
from portal.shared.spreadsheets.cells import FAILED
from portal.shared.spreadsheets.columns import Column, NumberWidget, ReferenceColumn

from .. import wording
from ..wording import Qualifier

SOURCE_HELP = "已录入的来源，写标题或网址名；没有的先在“来源”里录入。"
VALUE_HELP = "照来源写：1500、突破1500、近1.5万、800余、70%以上、第10位（共157家）。"
CORRECTS_HELP = "更正时不改旧值：新增一行，在这里写被更正的数值，如48.1。不是更正的留空。"


class SourceColumn(ReferenceColumn):
    def __init__(self, attribute):
        super().__init__(attribute, lambda source: [source.title, source.citation, f"《{source.title}》"])
        self.help_text = SOURCE_HELP


class ValueColumn(Column):
    """The value in the unit of the indicator; what else its wording says goes to the fields that hold it."""

    widget_class = NumberWidget

    def __init__(self):
        super().__init__("value", help_text=VALUE_HELP)

    def write(self, instance, text, row):
        if not text or text in FAILED:
            super().write(instance, text, row)
        elif instance.indicator_id is not None:  # otherwise its unit is not known, and that is what is wrong
            self.write_worded(instance, wording.parse(text, instance.indicator.unit))

    @staticmethod
    def write_worded(instance, worded):
        instance.value = worded.value
        if worded.qualifier != Qualifier.EXACT:
            instance.qualifier = worded.qualifier
        if worded.of is not None:
            instance.of = worded.of


class QualifierColumn(Column):
    """How exact the value is, unless its wording says so; both may not say different things."""

    def write(self, instance, text, row):
        worded = instance.qualifier
        super().write(instance, text, row)
        value = row.get(self.resource.fields["value"].column_name, "")
        says_itself = any(sign in normal_text(value) for sign in (*wording.BEFORE, "余", "多", "以上"))
        if text and says_itself and worded != instance.qualifier:
            raise ValueError(f"数值写作“{value}”，与这一列的“{text}”不一致。")


class CorrectsColumn(Column):
    """The value that a correction replaces, by its wording, or by its key where several of the period read alike."""

    def __init__(self):
        super().__init__("replaces", help_text=CORRECTS_HELP)

    def said(self, row):
        return row.replaces.wording if row.replaces else ""

    def write(self, instance, text, row):
        if not text:
            instance.replaces = None
        elif instance.indicator_id is not None and instance.period is not None:
            instance.replaces = self.resource.corrected(instance.indicator, instance.period, text, instance)
