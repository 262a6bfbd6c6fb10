"""The audit trail in the admin: to read, to filter and to take away as CSV; nothing can be changed."""

import csv

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from portal.shared.admin import ReadOnlyAdmin
from portal.shared.spreadsheets.cells import inert

from ..models import AuditEntry

COLUMNS = ["编号", "时间", "操作", "操作人", "账号", "IP地址", "种类", "记录", "版本", "说明"]

NO_RECORDS = {"auth", "editions"}  # apps whose models have no entries


class KindFilter(admin.SimpleListFilter):
    """The kinds of records that the admin has, by the names that the list gives them."""

    title = "种类"
    parameter_name = "content_type__id__exact"

    def lookups(self, request, model_admin):
        models = [model for model in model_admin.admin_site._registry if model._meta.app_label not in NO_RECORDS]
        types = ContentType.objects.get_for_models(*models)
        return [(str(types[model].pk), model._meta.verbose_name) for model in models]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        try:
            return queryset.filter(content_type=int(self.value()))
        except ValueError as error:
            raise IncorrectLookupParameters(error) from error


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    change_list_template = "admin/editions/trail.html"
    list_display = ["at", "action", "person_name", "address", "kind", "record_title", "number", "detail"]
    list_display_links = None
    list_filter = ["action", "at", KindFilter]
    list_select_related = ["content_type", "edition"]
    list_per_page = 100
    search_fields = ["record_title", "person_name", "detail"]
    date_hierarchy = "at"
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).defer("edition__snapshot")

    @admin.display(description="种类")
    def kind(self, obj):
        return kind_of(obj)

    @admin.display(description="版本")
    def number(self, obj):
        return obj.edition and obj.edition.number

    def get_urls(self):
        view = self.admin_site.admin_view(self.export)
        return [path("export/", view, name="editions_auditentry_export"), *super().get_urls()]

    def export(self, request):
        """Give what the list shows with the same filters, all pages, as CSV that spreadsheets open in Chinese."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            rows = self.get_changelist_instance(request).get_queryset(request).select_related("person")
        except IncorrectLookupParameters:
            return redirect("admin:editions_auditentry_changelist")
        response = StreamingHttpResponse(lines(rows.iterator(chunk_size=500)), content_type="text/csv; charset=utf-8")
        name = f"audit-{timezone.localdate()}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class Echo:
    """A file that gives back what is written to it."""

    def write(self, line):
        return line


def lines(rows):
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in rows:
        yield writer.writerow([inert(str(value)) for value in values_of(row)])


def values_of(row):
    number = row.edition.number if row.edition else ""
    moment = timezone.localtime(row.at).isoformat(sep=" ", timespec="seconds")
    account = row.person.get_username()
    about = [kind_of(row), row.record_title, number, row.detail]
    return [row.pk, moment, row.get_action_display(), row.person_name, account, row.address or "", *about]


def kind_of(row):
    model = row.content_type.model_class()
    return model._meta.verbose_name if model else row.content_type.name
