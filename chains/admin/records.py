"""Committees with their members, initiatives, milestones."""

from django.contrib import admin

from portal.editions.admin import EditionAdmin, StateFilter
from portal.shared.admin import BodyAdmin, PartInline, PhotoInline, PortalModelAdmin, TextInline, year_filter
from portal.shared.spreadsheets.admin import SpreadsheetAdmin

from ..models import (
    Committee,
    CommitteePhoto,
    CommitteeText,
    Initiative,
    InitiativePhoto,
    InitiativeText,
    Membership,
    Milestone,
)
from ..spreadsheets import MembershipSheet


class SubjectFilter(admin.SimpleListFilter):
    """What a record is about: the zone, a committee or an initiative. Which one is found by searching its name."""

    title = "说的是谁"
    parameter_name = "subject"

    def lookups(self, request, model_admin):
        return [("zone", "全区"), ("committee", "产业链组织"), ("initiative", "服务链举措")]

    def queryset(self, request, queryset):
        match self.value():
            case "zone":
                return queryset.filter(committee=None, initiative=None)
            case "committee" | "initiative" as subject:
                return queryset.exclude(**{subject: None})
        return queryset


class MembershipInline(PartInline, admin.TabularInline):
    model = Membership
    fields = ["organization", "role", "joined", "source", "note"]
    autocomplete_fields = ["organization", "source"]
    select_related = ["organization", "source"]


class CommitteeTextInline(TextInline):
    model = CommitteeText


class CommitteePhotoInline(PhotoInline):
    model = CommitteePhoto


@admin.register(Committee)
class CommitteeAdmin(EditionAdmin, SpreadsheetAdmin, BodyAdmin):
    spreadsheets = [MembershipSheet]
    after_import = "改动的组织各有一个新版本，公开页面没有改变。"
    list_display = ["name", "state", "kind", "industry", "founded_label", "member_count"]
    list_filter = [StateFilter, "kind", "industry", year_filter("founded", "成立年份")]
    search_fields = ["name", "name_key", "slug", "summary", "memberships__organization__name"]
    autocomplete_fields = ["industry", "led_by", "source", "cover"]
    inlines = [MembershipInline, CommitteeTextInline, CommitteePhotoInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "industry", "led_by", "founded"]}),
        (
            "介绍",
            {
                "fields": ["summary", "cover", "source"],
                "description": "简介用在列表里；正文在页面下方，由文字和图片组成。",
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_card()

    @admin.display(description="成立时间", ordering="founded")
    def founded_label(self, obj):
        return obj.founded and obj.founded.label

    @admin.display(description="成员数", ordering="member_count")
    def member_count(self, obj):
        return obj.member_count


class InitiativeTextInline(TextInline):
    model = InitiativeText


class InitiativePhotoInline(PhotoInline):
    model = InitiativePhoto


@admin.register(Initiative)
class InitiativeAdmin(EditionAdmin, BodyAdmin):
    list_display = ["name", "state", "committee", "launched_label", "status"]
    list_filter = [
        StateFilter,
        "status",
        ("committee", admin.RelatedOnlyFieldListFilter),
        year_filter("launched", "推出年份"),
    ]
    list_select_related = ["committee"]
    search_fields = ["name", "name_key", "slug", "summary", "committee__name"]
    autocomplete_fields = ["committee", "source", "cover"]
    inlines = [InitiativeTextInline, InitiativePhotoInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "committee", "launched", "status"]}),
        (
            "介绍",
            {
                "fields": ["summary", "cover", "source"],
                "description": "简介用在列表里；正文在页面下方，由文字和图片组成。",
            },
        ),
    ]

    @admin.display(description="推出时间", ordering="launched")
    def launched_label(self, obj):
        return obj.launched and obj.launched.label


@admin.register(Milestone)
class MilestoneAdmin(EditionAdmin, PortalModelAdmin):
    list_display = ["title", "state", "date_label", "about", "source_title"]
    list_filter = [StateFilter, year_filter("date", "年份"), SubjectFilter]
    list_select_related = ["committee", "initiative", "source"]
    search_fields = ["title", "text", "slug", "committee__name", "initiative__name"]
    autocomplete_fields = ["committee", "initiative", "source"]
    fieldsets = [
        (None, {"fields": ["date", "title", "slug", "text", "source"]}),
        (
            "有关",
            {
                "fields": ["committee", "initiative"],
                "description": "组织和举措最多选一个；说的是全区时都留空。",
            },
        ),
    ]

    @admin.display(description="时间", ordering="date")
    def date_label(self, obj):
        return obj.date.label

    @admin.display(description="来源", ordering="source__title")
    def source_title(self, obj):
        return obj.source and obj.source.title

    @admin.display(description="有关")
    def about(self, obj):
        return obj.committee or obj.initiative
