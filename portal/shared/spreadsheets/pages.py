"""The page of one kind of rows: take them away, send them in, see what will change, and let it be done."""

import logging

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.views.generic import View
from tablib import Dataset

from . import writing
from .forms import Seal, UploadForm
from .reading import MOST_ROWS, NotReadable
from .resource import HasChanged

logger = logging.getLogger(__name__)

SUFFIXES = ("xlsx", "csv")
EXPIRED = "这次预览已经过期，或者不是您作的。请重新上传文件。"
MOVED_ON = "没有导入：预览以后，数据有了变化（也可能已经导入过）。下面是现在会有的改动，请再核对。"
UNSETTLED = "没有导入：所引用的内容刚刚被别人改动或删除。请重新上传文件。"
MOST_SHOWN = 2000  # rows of a preview, or mistakes; with more the page would be slow


class SpreadsheetPage(View):
    """GET shows the page, or gives an empty file; POST exports, previews or confirms, as ``step`` says."""

    model_admin = None
    resource_class = None
    template_name = "admin/spreadsheets/page.html"

    def dispatch(self, request):
        if not self.model_admin.has_view_or_change_permission(request):
            raise PermissionDenied
        self.resource = self.resource_class(request=request, model_admin=self.model_admin)
        try:
            return super().dispatch(request)
        except OperationalError:
            logger.exception("导入或导出%s时数据库出错。", self.resource.title)
            return self.show(UploadForm(), fault=True, status=503)

    def get(self, request):
        if "template" in request.GET:
            return self.empty_file()
        return self.show(UploadForm())

    def post(self, request):
        step = request.POST.get("step")
        if step in SUFFIXES:
            return self.export(step)
        if not self.may_import:
            raise PermissionDenied
        return self.confirm(request.POST["table"]) if "table" in request.POST else self.preview()

    # Rights

    @property
    def may_import(self):
        return self.model_admin.may_import(self.request, self.resource_class)

    # Export

    def export(self, suffix):
        try:
            records = self.model_admin.get_changelist_instance(self.request).get_queryset(self.request)
        except IncorrectLookupParameters:
            return redirect(self.request.path)
        return self.model_admin.send_rows(self.request, self.resource, records, suffix)

    def empty_file(self):
        dataset = Dataset(headers=self.resource.get_export_headers())
        content = writing.workbook(dataset, self.resource.title, self.resource.guide)
        return writing.response(content, f"{self.resource.title}空白表", "xlsx")

    # Import

    def preview(self):
        form = UploadForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.show(form)
        table = form.cleaned_data["file"]
        outcome = self.resource.preview(table)
        try:
            return self.show_outcome(outcome, table)
        except NotReadable as error:
            form.add_error("file", str(error))
            return self.show(form)

    def confirm(self, sealed):
        opened = self.seal.open(sealed)
        if opened is None:
            return self.refuse(EXPIRED)
        table, digest = opened
        try:
            outcome = self.resource.carry_out(table, digest)
        except IntegrityError:
            logger.exception("导入%s时违反了数据规则。", self.resource.title)
            return self.refuse(UNSETTLED)
        except HasChanged:
            self.resource = self.resource_class(request=self.request, model_admin=self.model_admin)
            return self.show_outcome(self.resource.preview(table), table, refusal=MOVED_ON, status=409)
        if not outcome:
            return self.show_outcome(outcome, table, status=409)
        return self.done(outcome)

    @property
    def seal(self):
        return Seal(self.request.user, self.resource.key)

    def done(self, outcome):
        counts = "，".join(f"{label}{count}行" for label, count in outcome.counts.items() if count)
        messages.success(self.request, f"已导入{self.resource.title}：{counts}。{self.model_admin.after_import}")
        return HttpResponseRedirect(self.model_admin.address_of("changelist"))

    def refuse(self, sentence):
        return self.show(UploadForm(), refusal=sentence, status=409)

    # Showing

    def show_outcome(self, outcome, table, **context):
        sealed = self.seal.close(table, outcome.digest) if outcome and outcome.changes_something else ""
        shown = {"rows": outcome.rows[:MOST_SHOWN], "mistakes": outcome.mistakes[:MOST_SHOWN], "most_shown": MOST_SHOWN}
        return self.show(UploadForm(), outcome=outcome, table=table, sealed=sealed, **shown, **context)

    def show(self, form, *, status=200, **context):
        context = {
            "title": f"导入导出{self.resource.title}",
            "resource": self.resource,
            "form": form,
            "outcome": None,
            "may_import": self.may_import,
            "most_rows": MOST_ROWS,
            "query": self.request.GET.urlencode(),
            **context,
        }
        if context["outcome"] is None:
            context["count"] = self.count()
        return self.model_admin.page(self.request, self.template_name, context, status)

    def count(self):
        """Give how many records the list shows with the filters of this address, or ``None`` where it cannot say."""
        try:
            return self.model_admin.get_changelist_instance(self.request).result_count
        except IncorrectLookupParameters:
            return None
