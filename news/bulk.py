"""What the list of stories offers for many at once, beside what every list does: to move them to another column."""

from django import forms

from portal.editions import rights, workflow
from portal.editions.admin.bulk import BulkStep
from portal.editions.models import Edition

from .models import Column


class ColumnForm(forms.Form):
    column = forms.ModelChoiceField(
        Column.objects.all(),
        label="移到栏目",
        empty_label="请选择",
        error_messages={"required": "请选择栏目。", "invalid_choice": "没有这个栏目，请重新选择。"},
    )


class MoveToColumn(BulkStep):
    name = "move"
    title = button = "移到栏目"
    lead = "每条各存一个新版本，栏目改成所选的；公开页面不变，发布后才会改变。已在所选栏目的不动。"
    form_class = ColumnForm

    def prepare(self, records):
        """Read the columns of the newest editions, where these are not what the tables say."""
        drafts = [record.head_id for record in records if record.head_id and record.head != record.in_tables]
        columns = Edition.objects.filter(pk__in=drafts).values_list("pk", "snapshot__fields__column")
        self.columns, self.names = dict(columns), dict(Column.objects.values_list("pk", "name"))

    def refusal(self, record):
        return rights.may_edit(self.user, record)

    def effect(self, record):
        key = int(self.columns.get(record.head_id) or record.column_id)
        is_under_way = record.head and record.head.state in (Edition.State.REVIEW, Edition.State.SCHEDULED)
        ends = f"；{record.head.state_label}的第{record.head.number}版要重新送审" if is_under_way else ""
        return f"现在“{self.names.get(key, '')}”{ends}"

    def perform(self, record, actor, data):
        column = data["column"]

        def move(row):
            row.column = column
            row.save(update_fields=["column"])

        edition = workflow.revise(record, actor, move, comment=f"移到栏目“{column.name}”")
        if edition is None:
            raise workflow.Refused(f"已在栏目“{column.name}”，没有改动。")
        return f"已移到“{column.name}”，存为第{edition.number}版。"
