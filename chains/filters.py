"""The filters of the register's lists, for pages and API alike."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field

from portal.search.filters import WordsFilter
from portal.shared.filters import ChoiceFilter, DayField, SlugFilter, StrictFilterSet, YearFilter

from .models import (
    Committee,
    Indicator,
    Industry,
    Initiative,
    Membership,
    Milestone,
    Observation,
    Organization,
    Source,
    Target,
)


def industries(request):
    return Industry.objects.all()


def organizations(request):
    return Organization.objects.all()


def committees(request):
    return Committee.objects.public()


def initiatives(request):
    return Initiative.objects.public()


def sources(request):
    return Source.objects.all()


class CommitteeFilter(StrictFilterSet):
    named = {"q", "organization"}

    q = WordsFilter()
    kind = ChoiceFilter(choices=Committee.Kind, label="类型")
    industry = SlugFilter(queryset=industries, label="领域")
    year = YearFilter(field_name="founded", lookup_expr="startswith", label="成立年份")
    organization = SlugFilter(queryset=organizations, label="成员单位", method="with_member")

    class Meta:
        model = Committee
        fields = ["q", "kind", "industry", "year", "organization"]

    def with_member(self, queryset, name, value):
        return queryset.filter(pk__in=Membership.objects.filter(organization=value).values("committee"))


class OrganizationFilter(StrictFilterSet):
    q = WordsFilter()
    kind = ChoiceFilter(choices=Organization.Kind, label="类别")
    place = ChoiceFilter(choices=Organization.Place, label="所在地")
    committee = SlugFilter(queryset=committees, field_name="memberships__committee", label="所属组织", distinct=True)
    role = ChoiceFilter(choices=Membership.Role, label="角色", method="with_role")

    class Meta:
        model = Organization
        fields = ["q", "kind", "place", "committee", "role"]

    def with_role(self, queryset, name, value: str):
        """Organisations that have the role in the committee that was chosen, or else in any public one."""
        committee = self.form.cleaned_data["committee"]
        among = [committee] if committee else committees(None)
        members = Membership.objects.filter(role=value, committee__in=among)
        return queryset.filter(pk__in=members.values("organization"))


class OfCommittees(StrictFilterSet):
    """Rows that a committee answers for, or that are about one."""

    industry = SlugFilter(queryset=industries, label="领域", method="in_industry")

    def in_industry(self, queryset, name, value):
        """Rows of a public committee of the industry."""
        return queryset.filter(committee__in=committees(None).filter(industry=value))


class InitiativeFilter(OfCommittees):
    q = WordsFilter()
    committee = SlugFilter(queryset=committees, label="负责组织")
    status = ChoiceFilter(choices=Initiative.Status, label="状态")
    year = YearFilter(field_name="launched", lookup_expr="startswith", label="推出年份")

    class Meta:
        model = Initiative
        fields = ["q", "committee", "industry", "status", "year"]


def indicators(request):
    return Indicator.objects.public()


NOT_A_DAY = {"invalid": "日期应写成2022-06-01这样。"}


class DayFilter(django_filters.DateFilter):
    """Rows up to or from a day."""

    field_class = DayField

    def __init__(self, *args, **kwargs):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        formats = {"input_formats": ["%Y-%m-%d"], "error_messages": NOT_A_DAY}
        super().__init__(*args, widget=widget, **formats, **kwargs)
        said = f"{self.label}，写成2022-06-30这样。"
        extend_schema_field({"type": "string", "format": "date", "description": said})(self)


AS_OF = "给出这一天所知的数值和目标，写成2022-06-30这样，不能晚于今天。"


def not_to_come(day):
    """Refuse a day after today: nobody knows yet what will be known."""
    if day > timezone.localdate():
        raise ValidationError("还没有到这一天。")


class AsOfFilter(DayFilter):
    """Rows as they were known on a day (``known_on()`` of their QuerySet)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label="截至某日的数据", validators=[not_to_come], **kwargs)
        extend_schema_field({"type": "string", "format": "date", "description": AS_OF})(self)

    def filter(self, qs, value):
        return qs.known_on(value)


class AsOfForm(forms.Form):
    """``?as_of=2022-06-30`` where there is no list to filter: the figures exactly as they were known on that day."""

    as_of = AsOfFilter().field


class IndicatorFilter(OfCommittees):
    q = WordsFilter()
    topic = ChoiceFilter(choices=Indicator.Topic, label="主题")
    committee = SlugFilter(queryset=committees, label="所属组织")
    initiative = SlugFilter(queryset=initiatives, label="所属举措")
    as_of = AsOfFilter()

    class Meta:
        model = Indicator
        fields = ["q", "topic", "committee", "initiative", "industry", "as_of"]


class ObservationFilter(StrictFilterSet):
    """Of one indicator or source. ``period_from`` and ``period_to`` bound the day on which the period ends."""

    status = ChoiceFilter(choices=Observation.Status, label="状态")
    source = SlugFilter(queryset=sources, label="来源")
    period_from = DayFilter(field_name="period_end", lookup_expr="gte", label="时期止于此日或以后")
    period_to = DayFilter(field_name="period_end", lookup_expr="lte", label="时期止于此日或以前")
    as_of = AsOfFilter()

    class Meta:
        model = Observation
        fields = ["status", "source", "period_from", "period_to", "as_of"]


class OfIndicators(StrictFilterSet):
    """Rows of the indicators of a topic, a committee or an initiative."""

    indicator = SlugFilter(queryset=indicators, label="指标")
    topic = ChoiceFilter(choices=Indicator.Topic, field_name="indicator__topic", label="主题")
    committee = SlugFilter(queryset=committees, field_name="indicator__committee", label="所属组织")
    initiative = SlugFilter(queryset=initiatives, field_name="indicator__initiative", label="所属举措")


class RegisterObservationFilter(ObservationFilter, OfIndicators):
    """Of all indicators."""

    class Meta(ObservationFilter.Meta):
        fields = ["indicator", "topic", "committee", "initiative", *ObservationFilter.Meta.fields]


class TargetFilter(OfIndicators):
    kind = ChoiceFilter(choices=Target.Kind, label="种类")
    as_of = AsOfFilter()

    class Meta:
        model = Target
        fields = ["indicator", "topic", "committee", "initiative", "kind", "as_of"]


class SourceFilter(StrictFilterSet):
    q = WordsFilter()
    year = YearFilter(field_name="published", lookup_expr="startswith")

    class Meta:
        model = Source
        fields = ["q", "year"]


class MilestoneFilter(OfCommittees):
    q = WordsFilter()
    year = YearFilter(field_name="date", lookup_expr="startswith")
    committee = SlugFilter(queryset=committees, label="有关组织")
    initiative = SlugFilter(queryset=initiatives, label="有关举措")

    class Meta:
        model = Milestone
        fields = ["q", "year", "committee", "initiative", "industry"]
