"""What other records refer to: industries, sources, organisations."""

from django.contrib import admin
from django.db.models import Count

from portal.shared.admin import PortalModelAdmin, year_filter
from portal.shared.spreadsheets.admin import SpreadsheetAdmin

from ..models import Industry, Organization, Source
from ..spreadsheets import OrganizationSheet


@admin.register(Industry)
class IndustryAdmin(PortalModelAdmin):
    list_display = ["name", "hundred_billion", "committee_count", "position"]
    list_editable = ["position"]
    list_filter = ["hundred_billion"]
    search_fields = ["name", "name_key", "slug"]
    fields = ["name", "slug", "summary", "hundred_billion", "position"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(committee_count=Count("committees", distinct=True))

    @admin.display(description="产业链组织数", ordering="committee_count")
    def committee_count(self, obj):
        return obj.committee_count


@admin.register(Source)
class SourceAdmin(PortalModelAdmin):
    list_display = ["title", "outlet", "author", "published_label"]
    list_filter = [year_filter("published", "刊发年份"), "outlet"]
    search_fields = ["title", "kicker", "outlet", "author", "slug"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "kicker", "outlet", "published", "url"]}),
        ("署名与备注", {"fields": ["author", "credits", "note"]}),
    ]

    @admin.display(description="刊发时间", ordering="published")
    def published_label(self, obj):
        return obj.published and obj.published.label


@admin.register(Organization)
class OrganizationAdmin(SpreadsheetAdmin, PortalModelAdmin):
    spreadsheets = [OrganizationSheet]
    after_import = "单位一保存就公开。"
    list_display = ["name", "kind", "place", "membership_count", "website"]
    list_filter = ["kind", "place", "memberships__role"]
    search_fields = ["name", "name_key", "slug", "note", "memberships__committee__name"]
    fields = ["name", "slug", "kind", "place", "website", "note"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(membership_count=Count("memberships", distinct=True))

    @admin.display(description="加入的组织数", ordering="membership_count")
    def membership_count(self, obj):
        return obj.membership_count
