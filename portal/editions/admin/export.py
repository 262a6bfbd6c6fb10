"""What a list shows of chosen records, as a file for spreadsheets."""

from django import forms
from django.contrib.admin.utils import label_for_field, lookup_field
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from tablib import Dataset

from portal.shared.spreadsheets import writing
from portal.shared.spreadsheets.cells import shown

from .. import workflow
from ..models import Action
from ..people import actor_of
from .bulk import BulkStep


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label="格式",
        choices=[("xlsx", "Excel表格（xlsx）"), ("csv", "CSV")],
        initial="xlsx",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择格式。", "invalid_choice": "请选择格式。"},
    )


class Export(BulkStep):
    name = "export"
    title = button = "导出"
    lead = "导出列表里的各栏，另有编号、网址、发布时间和版本号。没有发布过的记录也在内，请勿外传。"
    permission = "view_or_change"
    form_class = ExportForm

    def subject(self, record):
        return record.in_tables

    def refusal(self, record):
        return ""

    def effect(self, record):
        return ""

    def run(self, page, choices, form):
        """Give the file, once there is a row in the audit trail for each record in it."""
        if any(choice.record is None or self.has_changed(choice.record, choice.number) for choice in choices):
            form.add_error(None, "有的记录刚被删除或发布，没有导出。请核对下面的名单，再导出一次。")
            return page.show(page.choices(dict.fromkeys(choice.key for choice in choices)), form, status=409)
        kind = form.cleaned_data["format"]
        records = [choice.record for choice in choices]
        with transaction.atomic():
            for record in records:
                edition = record.in_tables
                workflow.write_down(
                    actor_of(self.request), Action.EXPORTED, record, edition=edition, detail=f"{kind.upper()}文件"
                )
        dataset, opts = table(self.model_admin, self.request, records), self.model_admin.opts
        content = writing.content(dataset, kind, str(opts.verbose_name))
        return writing.response(content, f"{opts.model_name}-{timezone.localdate()}", kind)


def table(model_admin, request, records):
    """Give what the list shows of ``records``, and by what they are known elsewhere."""
    names = model_admin.get_list_display(request)
    labels = [str(label_for_field(name, model_admin.model, model_admin)) for name in names]
    dataset = Dataset(headers=["编号", *labels, "网址", "发布时间", "版本"])
    for record in records:
        address = request.build_absolute_uri(record.get_absolute_url())
        number = record.in_tables.number if record.in_tables else ""
        columns = [shown_in_list(model_admin, record, name) for name in names]
        row = [record.pk, *columns, address, in_words(record.public_from), number]
        dataset.append([shown(value) for value in row])
    return dataset


def shown_in_list(model_admin, record, name):
    """Give in plain words what the column ``name`` of the list shows of ``record``."""
    if name == "state":
        return "、".join(label for _, label in record.desk_state)
    field, _, value = lookup_field(name, record, model_admin)
    if field is not None and field.flatchoices:
        value = dict(field.flatchoices).get(value, value)
    return in_words(value)


def in_words(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if hasattr(value, "tzinfo"):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return value if isinstance(value, int) else strip_tags(str(value))
