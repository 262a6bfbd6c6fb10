"""The way into the import: an address and a button above the list of features."""

from django.urls import path

from portal.shared.pages import PageAdmin

from .views import ImportPage


class ReportImport(PageAdmin):
    """Mixin for the admin of features; it comes first among the bases."""

    def get_urls(self):
        view = self.admin_site.admin_view(ImportPage.as_view(model_admin=self))
        return [path("import/", view, name=self.url_name("import")), *super().get_urls()]

    def list_tools(self, request):
        tool = ("导入报道", self.address_of("import"))
        return [*super().list_tools(request), *([tool] if self.has_add_permission(request) else [])]
