"""Indicators with their values and targets, and the list of all values."""

from collections import defaultdict
from decimal import Decimal

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html

from portal.editions.admin import EditionAdmin, StateFilter
from portal.shared.admin import PartForm, PartFormSet, PartInline, PortalModelAdmin

from ..models import Indicator, Observation, Target
from .records import SubjectFilter


class ValueForm(PartForm):
    """Shows a saved value with the digits that it has: 12.5, not 12.5000."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.value is not None:
            self.initial["value"] = Decimal(self.instance.number)


class ObservationFormSet(PartFormSet):
    """Offers in each row what it may correct: a saved one the values of its period, a new one all current values.

    The choices come from the rows of the formset, not from a query for each of them.
    """

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if field := form.fields.get("replaces"):
            row = form.instance
            others = self.current if row._state.adding else self.by_period[str(row.period)]
            choices = [(other.pk, f"{other.period.label} {other.wording}") for other in others if other != row]
            field.queryset = Observation.objects.filter(indicator=self.instance.pk)
            field.choices = [("", "不是更正"), *choices]

    @cached_property
    def by_period(self):
        periods = defaultdict(list)
        for row in self.get_queryset():
            periods[str(row.period)].append(row)
        return periods

    @cached_property
    def current(self):
        rows = self.get_queryset()
        replaced = {row.replaces_id for row in rows}
        return [row for row in rows if row.pk not in replaced]


class ValueInline(PartInline, admin.StackedInline):
    form = ValueForm
    autocomplete_fields = ["source"]
    select_related = ["indicator", "source"]


class ObservationInline(ValueInline):
    model = Observation
    formset = ObservationFormSet
    select_related = ["indicator", "source", "replaces__indicator"]
    fieldsets = [
        (
            None,
            {"fields": ["period", ("value", "qualifier", "of"), ("source", "place"), ("status", "known_from")]},
        ),
        (
            "更正与备注",
            {
                "fields": [("replaces", "reason"), "note"],
                "classes": ["collapse"],
                "description": "数值有误时不改旧值：另加一条，指明更正哪一条，并写明原因。",
            },
        ),
    ]


class TargetInline(ValueInline):
    model = Target
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("kind", "period", "label"),
                    ("value", "qualifier", "of"),
                    ("source", "place"),
                    "note",
                ]
            },
        ),
    ]


class CardChangeList(ChangeList):
    """Loads the newest value and the targets, for the list only."""

    def get_queryset(self, *args, **kwargs):
        return super().get_queryset(*args, **kwargs).with_card()


@admin.register(Indicator)
class IndicatorAdmin(EditionAdmin, PortalModelAdmin):
    list_display = ["name", "topic", "about", "latest_value", "aims", "headline", "state"]
    list_filter = [StateFilter, "topic", SubjectFilter, "cycle", "headline"]
    search_fields = ["name", "name_key", "slug", "definition", "committee__name", "initiative__name"]
    autocomplete_fields = ["committee", "initiative"]
    inlines = [ObservationInline, TargetInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "topic", ("unit", "decimals"), ("better", "cycle"), "definition"]}),
        (
            "说的是谁",
            {
                "fields": ["committee", "initiative"],
                "description": "组织和举措最多选一个；说的是全区时都留空。",
            },
        ),
        ("展示", {"fields": [("headline", "position")]}),
    ]

    def get_changelist(self, request, **kwargs):
        return CardChangeList

    def get_deleted_objects(self, objs, request):
        """Values may be deleted with their indicator, though never from their own list."""
        deleted, count, perms_needed, protected = super().get_deleted_objects(objs, request)
        return deleted, count, perms_needed - {Observation._meta.verbose_name}, protected

    @admin.display(description="所属")
    def about(self, obj):
        return obj.committee or obj.initiative or "全区"

    @admin.display(description="最新数值")
    def latest_value(self, obj):
        return obj.latest and f"{obj.latest.period.label}：{obj.latest.wording}"

    @admin.display(description="目标")
    def aims(self, obj):
        return "；".join(aim(target) for target in obj.targets.all()) or None


def aim(target):
    name = target.label or (f"{target.period.label}目标" if target.kind == Target.Kind.GOAL else target.name)
    return f"{name}：{target.wording}"


class CurrentFilter(admin.SimpleListFilter):
    """Current values, or those that a correction has replaced."""

    title = "更正"
    parameter_name = "current"

    def lookups(self, request, model_admin):
        return [("yes", "现行"), ("no", "已被更正")]

    def queryset(self, request, queryset):
        match self.value():
            case "yes":
                return queryset.current()
            case "no":
                return queryset.exclude(replaced_by=None)
        return queryset


@admin.register(Observation)
class ObservationAdmin(admin.ModelAdmin):
    """All values in one list, to find and choose them; they are written on the page of their indicator."""

    list_display = ["indicator_link", "period_label", "said", "status", "current", "source_title", "known_from"]
    list_display_links = None
    list_filter = [CurrentFilter, "status", "indicator__topic", ("source", admin.RelatedOnlyFieldListFilter)]
    list_per_page = 50
    search_fields = ["indicator__name", "indicator__name_key", "period", "place", "note", "source__title"]
    date_hierarchy = "period_end"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("indicator", "source", "replaced_by")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="指标", ordering="indicator__name_key")
    def indicator_link(self, obj):
        url = reverse("admin:chains_indicator_change", args=[obj.indicator_id])
        return format_html('<a href="{}">{}</a>', url, obj.indicator)

    @admin.display(description="时期", ordering="period_end")
    def period_label(self, obj):
        return obj.period.label

    @admin.display(description="数值", ordering="value")
    def said(self, obj):
        return obj.wording

    @admin.display(description="来源", ordering="source__title")
    def source_title(self, obj):
        return obj.source.title

    @admin.display(description="现行", boolean=True)
    def current(self, obj):
        return obj.is_current
