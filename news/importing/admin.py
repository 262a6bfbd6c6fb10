"""The way into the import: an address and a button above the list of features."""

from django.contrib import admin
from django.urls import path

from .views import ImportPage


class ReportImport(admin.ModelAdmin):
    """Mixin for the admin of features; it comes first among the bases, since it puts its button into their list."""

    change_list_template = "admin/news/feature/import_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view(ImportPage.as_view(model_admin=self))
        return [path("import/", view, name=self.url_name("import")), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        """Tell the template which one to build on: that of the other bases."""
        context = {"list_template": super().change_list_template or "admin/change_list.html"}
        return super().changelist_view(request, context | (extra_context or {}))
