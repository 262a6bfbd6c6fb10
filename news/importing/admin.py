"""The way into the import: an address and a button above the list of features."""

from django.contrib import admin
from django.urls import path, reverse

from .views import ImportPage


class ReportImport(admin.ModelAdmin):
    """Mixin for the admin of features; it comes first among the bases."""

    def get_urls(self):
        view = self.admin_site.admin_view(ImportPage.as_view(model_admin=self))
        return [path("import/", view, name=self.url_name("import")), *super().get_urls()]

    def list_tools(self, request):
        tool = ("导入报道", reverse(f"{self.admin_site.name}:{self.url_name('import')}"))
        return [*super().list_tools(request), *([tool] if self.has_add_permission(request) else [])]
