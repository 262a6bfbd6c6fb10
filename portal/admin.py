"""The admin site, under the portal's own name."""

from django.conf import settings
from django.contrib import admin


class PortalAdminSite(admin.AdminSite):
    site_header = f"{settings.SITE['name']} · 编辑后台"
    site_title = settings.SITE["name"]
    index_title = "内容管理"
    empty_value_display = "—"
