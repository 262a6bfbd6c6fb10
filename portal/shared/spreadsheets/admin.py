"""Spreadsheets for the admin of a model: buttons above its list, an action for chosen rows, a page for each kind."""

from functools import partial

from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth import get_permission_codename
from django.urls import path
from django.utils import timezone

from ..pages import PageAdmin
from . import writing
from .pages import SpreadsheetPage


class SpreadsheetAdmin(PageAdmin):
    """Mixin for a ``ModelAdmin``. ``spreadsheets``: the :class:`~.resource.SheetResource` classes that it offers.

    Who may see the records may export; who may add and change them, or change them and add and change the parts that
    the rows are, may import. ``after_import`` is said after an import.
    """

    spreadsheets = ()
    after_import = ""

    # Rights

    def may_import(self, request, resource_class):
        """Whether the person may import rows of this kind: rights on the records, and on the parts where rows are."""
        if not resource_class.parts:
            return self.has_add_permission(request) and self.has_change_permission(request)
        codes = [
            f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}"
            for model in resource_class.parts
            for action in ("add", "change")
        ]
        return self.has_change_permission(request) and request.user.has_perms(codes)

    # Addresses

    def get_urls(self):
        routes = [
            path(f"{resource.key}-sheet/", self.view_of(resource), name=self.url_name(sheet(resource)))
            for resource in self.spreadsheets
        ]
        return [*routes, *super().get_urls()]

    def view_of(self, resource):
        return self.admin_site.admin_view(SpreadsheetPage.as_view(model_admin=self, resource_class=resource))

    # Pages

    def list_tools(self, request):
        """Lead to the page of each kind of rows, with the list's own filters."""
        return [*super().list_tools(request), *(self.sheet_tool(request, resource) for resource in self.spreadsheets)]

    def sheet_tool(self, request, resource):
        what = "导入导出" if self.may_import(request, resource) else "导出"
        return f"{what}{resource.title}", f"{self.address_of(sheet(resource))}?{request.GET.urlencode()}".rstrip("?")

    # Export

    def get_actions(self, request):
        """Add an export of the chosen records for each kind of rows."""
        actions = super().get_actions(request)
        if IS_POPUP_VAR not in request.GET and self.has_view_permission(request):
            for resource in self.spreadsheets:
                name = f"export_{resource.key}"
                actions[name] = (partial(export_chosen, resource), name, f"导出所选的{resource.title}（xlsx）")
        return actions

    def send_rows(self, request, resource, records, suffix):
        """Give the file with the rows of ``records``, and write down that they were taken away."""
        dataset = resource.export(resource.exported(records))
        resource.write_down_export(len(dataset), suffix)
        content = writing.content(dataset, suffix, resource.title, resource.guide)
        return writing.response(content, f"{resource.title}-{timezone.localdate()}", suffix)


def sheet(resource):
    """Give the name of the page of a kind of rows."""
    return f"{resource.key}_sheet"


def export_chosen(resource_class, model_admin, request, queryset):
    resource = resource_class(request=request, model_admin=model_admin)
    return model_admin.send_rows(request, resource, queryset, "xlsx")
