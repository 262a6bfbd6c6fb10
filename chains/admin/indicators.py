"""Indicators with their values and targets, and the list of all values."""

import re
from decimal import Decimal
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html

from portal.editions.admin import EditionAdmin, StateFilter
from portal.editions.admin.lists import DeskChangeList
from portal.shared.admin import PartForm, PartFormSet, PartInline, PortalModelAdmin, ReadOnlyAdmin
from portal.shared.spreadsheets.admin import SpreadsheetAdmin

from ..models import Indicator, Observation, Target
from ..spreadsheets import ObservationSheet, TargetSheet
from .grid import GridMixin
from .records import SubjectFilter

# As many values as the form of an indicator shows and offers for correction; the list of values has them all.
MOST_VALUES = 200


class ValueForm(PartForm):
    """Shows a saved value with the digits that it has: 12.5, not 12.5000."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.value is not None:
            self.initial["value"] = Decimal(self.instance.number)


class ObservationFormSet(PartFormSet):
    """The values that were never public, as rows to edit; those that were are shown beside them as they stay.

    Each row is offered what it may correct: a saved one the values of its period, a new one the newest current values.
    The choices come from one query for all rows.
    """

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if field := form.fields.get("replaces"):
            row = form.instance
            others = self.current if row._state.adding else self.of_period(row)
            choices = [(other.pk, f"{other.period.label} {other.wording}") for other in others if other != row]
            field.queryset = Observation.objects.filter(indicator=self.instance.pk)
            field.error_messages["invalid_choice"] = "只能更正同一指标、同一时期的数值。"
            field.choices = [("", "不是更正"), *choices]

    most_values = MOST_VALUES

    def clean(self):
        """Hold each correction against the row that it corrects as both are sent (each form knows the saved one)."""
        super().clean()
        sent = [form for form in self.forms if form.is_valid() and form not in self.deleted_forms]
        rows = {form.instance.pk: form.instance for form in sent}
        for form in sent:
            older = rows.get(form.instance.replaces_id)
            if older and older.known_from and form.instance.known_from:
                try:
                    form.instance.check_replaced(older)
                except ValidationError as error:
                    form.add_error(None, error)

    @cached_property
    def values(self):
        """The newest values of the indicator, public or not."""
        values = Observation.objects.filter(indicator=self.instance.pk).with_indicator()
        return list(values[:MOST_VALUES]) if self.instance.pk else []

    @cached_property
    def current(self):
        return [value for value in self.values if value.is_current]

    def of_period(self, row):
        values = [value for value in self.values if str(value.period) == str(row.period)]
        return values or ([row.replaces] if row.replaces else [])

    @cached_property
    def public_values(self):
        """The newest values that are no rows of this formset, since they were public."""
        rows = set(self.get_queryset())
        return [value for value in self.values if value not in rows]


class ValueInline(PartInline, admin.StackedInline):
    form = ValueForm
    autocomplete_fields = ["source"]
    select_related = ["indicator", "source"]


class ObservationInline(ValueInline):
    model = Observation
    formset = ObservationFormSet
    template = "admin/chains/indicator/observations.html"
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

    def get_queryset(self, request):
        """Leave out what was public, but for rows that were sent: those became public while the form was open."""
        rows, keys = super().get_queryset(request), request.edition_visit.open_parts("observations")
        return rows if keys is None else rows.filter(pk__in=[*keys, *self.sent_keys(request)])

    @staticmethod
    def sent_keys(request):
        sent = [value for name, value in request.POST.items() if re.fullmatch(r"observations-\d+-id", name)]
        return [key for key in sent if is_uuid(key)]


def is_uuid(text):
    try:
        return bool(UUID(text))
    except ValueError:
        return False


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


class CardChangeList(DeskChangeList):
    """Loads the newest value and the targets, for the list only."""

    def load(self, keys):
        return super().load(keys).with_card()


@admin.register(Indicator)
class IndicatorAdmin(EditionAdmin, GridMixin, SpreadsheetAdmin, PortalModelAdmin):
    spreadsheets = [ObservationSheet, TargetSheet]
    after_import = "改动的指标各有一个新版本，公开页面没有改变。"
    list_display = ["name", "state", "topic", "about", "latest_value", "aims", "headline"]
    list_filter = [StateFilter, "topic", SubjectFilter, "cycle", "headline"]
    search_fields = ["name", "name_key", "slug", "definition", "committee__name", "initiative__name"]
    autocomplete_fields = ["committee", "initiative"]
    inlines = [ObservationInline, TargetInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "name",
                    "slug",
                    "topic",
                    ("unit", "decimals", "of_whole"),
                    ("better", "cycle"),
                    "definition",
                ]
            },
        ),
        (
            "说的是谁",
            {
                "fields": ["committee", "initiative"],
                "description": "组织和举措最多选一个；说的是全区时都留空。",
            },
        ),
        ("展示", {"fields": [("headline", "position")]}),
    ]

    class Media:
        js = ["admin-portal/correct.js"]

    def get_changelist(self, request, **kwargs):
        return CardChangeList

    def get_readonly_fields(self, request, obj=None):
        """The unit of values that were public is part of what they say."""
        is_fixed = obj is not None and obj.has_public_values
        return [*super().get_readonly_fields(request, obj), *(["unit"] if is_fixed else [])]

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
        return "；".join(f"{target.dated_name}：{target.wording}" for target in obj.known_targets) or None


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
class ObservationAdmin(ReadOnlyAdmin):
    """All values in one list, to find and choose them; they are written on the page of their indicator."""

    list_display = ["indicator_link", "period_label", "said", "status", "current", "source_title", "known_from"]
    list_display_links = None
    list_filter = [CurrentFilter, "status", "indicator__topic", ("source", admin.RelatedOnlyFieldListFilter)]
    list_per_page = 50
    search_fields = ["indicator__name", "indicator__name_key", "period", "place", "note", "source__title"]
    date_hierarchy = "period_end"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("indicator", "source", "replaced_by")

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
