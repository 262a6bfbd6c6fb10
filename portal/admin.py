"""The admin site, under the portal's own name; its first page is the editors' desk."""

from django.contrib import admin
from django.views.i18n import JavaScriptCatalog

from portal.desk.panels import desk
from portal.desk.urls import desk_urls
from portal.desk.viewer import Viewer
from portal.identity.naming import named

APP_ORDER = ["news", "chains", "library", "wording", "links", "editions", "identity", "auth"]


class PortalAdminSite(admin.AdminSite):
    site_header = named("{} · 编辑后台")
    site_title = named("{}")
    index_title = "工作台"
    empty_value_display = "—"

    def get_urls(self):
        return [*desk_urls(self), *super().get_urls()]

    def index(self, request, extra_context=None):
        """The desk, and beside it everything that there is to manage."""
        return super().index(request, {"desk": desk(Viewer(request, self)), **(extra_context or {})})

    def get_app_list(self, request, app_label=None):
        """What editors use most comes first, in the order of registration and not of code points."""
        apps = self._build_app_dict(request, app_label).values()
        return sorted(apps, key=lambda app: (*APP_ORDER, app["app_label"]).index(app["app_label"]))

    def i18n_javascript(self, request, extra_context=None):
        """Add our Chinese for the text editor, which asks the same catalogue (portal/locale)."""
        return JavaScriptCatalog.as_view(packages=["django.contrib.admin", "portal"])(request)
