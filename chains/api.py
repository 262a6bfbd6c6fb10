"""The register in the API."""

import datetime

from django.db.models import Prefetch
from drf_spectacular.utils import OpenApiParameter, extend_schema

from portal.shared.api.dates import ORDERING
from portal.shared.api.problems import refused
from portal.shared.api.viewsets import ListViewSet, PublishedViewSet, RecordViewSet
from portal.shared.views import find

from . import filters, serializers
from .models import Committee, Indicator, Initiative, Membership, Milestone, Observation, Organization, Source, Target

AS_OF = OpenApiParameter("as_of", datetime.date, description=filters.AS_OF)


class AsOfMixin:
    """A view that gives figures as they were known on the day ``as_of``, if the request names one."""

    @property
    def as_of(self):
        """The day as of which figures are asked for, or ``None``; a problem where it is none."""
        form = filters.AsOfForm(self.request.query_params)
        if not form.is_valid():
            raise refused(form, self.request.query_params)
        return form.cleaned_data["as_of"]


def with_figures():
    """Public indicators, each with its newest value."""
    return Prefetch("indicators", Indicator.objects.public().with_card())


class Committees(PublishedViewSet):
    about = "产业链党委、党建联盟等组织。单条另有成员、举措、指标和正文。"
    serializer_class = serializers.CommitteeSerializer
    detail_serializer_class = serializers.CommitteeDetailSerializer
    filterset_class = filters.CommitteeFilter
    ordering_fields = {"name": "name_key", "founded": "founded", "member_count": "member_count", **ORDERING}

    def get_queryset(self):
        return Committee.objects.public().with_card().select_related("led_by", "source")

    def get_relations(self):
        return {
            "led_by": Committees,
            "source": Sources,
            "leads": Committees,
            "initiatives": Initiatives,
            "indicators": Indicators,
        }

    def get_detail_queryset(self):
        public_initiatives = Prefetch("initiatives", Initiative.objects.public())
        return self.get_queryset().with_page(public_initiatives, with_figures())


class Organizations(RecordViewSet):
    about = "企业和机构，以及它们在各组织中的身份。"
    serializer_class = serializers.OrganizationSerializer
    filterset_class = filters.OrganizationFilter
    ordering_fields = {"name": "name_key"}

    def get_queryset(self):
        public = Membership.objects.filter(committee__in=Committee.objects.public())
        belongings = public.select_related("committee", "source").order_by("committee__name_key", "role", "pk")
        return Organization.objects.prefetch_related(Prefetch("memberships", belongings))


class Initiatives(PublishedViewSet):
    about = "服务链举措。单条另有指标和正文。"
    serializer_class = serializers.InitiativeSerializer
    detail_serializer_class = serializers.InitiativeDetailSerializer
    filterset_class = filters.InitiativeFilter
    ordering_fields = {"name": "name_key", "launched": "launched", **ORDERING}

    def get_queryset(self):
        return Initiative.objects.public().with_card().select_related("source")

    def get_relations(self):
        return {"committee": Committees, "source": Sources, "indicators": Indicators}

    def get_detail_queryset(self):
        return self.get_queryset().prefetch_related(with_figures())


class Indicators(AsOfMixin, PublishedViewSet):
    about = "指标，带口径、最新数值、目标和进度。单条另有最新的200个数值。as_of给出那一天所知的数值和目标。"
    detail_parameters = ["as_of"]
    serializer_class = serializers.IndicatorSerializer
    detail_serializer_class = serializers.IndicatorDetailSerializer
    filterset_class = filters.IndicatorFilter
    ordering_fields = {"name": "name_key", "position": "position", **ORDERING}

    def get_queryset(self):
        return Indicator.objects.public()

    def get_relations(self):
        return {"committee": Committees, "initiative": Initiatives}

    def get_related_queryset(self):
        return self.get_queryset().with_card(self.as_of)

    @extend_schema(parameters=[AS_OF])
    def retrieve(self, request, *args, **kwargs):
        return super().retrieve(request, *args, **kwargs)

    def get_detail_queryset(self):
        return Indicator.objects.public().with_card(self.as_of).with_history(self.as_of)


class Observations(ListViewSet):
    about = "全部指标的全部数值；被更正的也在内（is_current为假）。as_of只给出那一天所知的数值。"
    serializer_class = serializers.RegisterObservationSerializer
    filterset_class = filters.RegisterObservationFilter
    ordering_fields = {name: name for name in ("period_start", "period_end", "value", "known_from")}

    def get_queryset(self):
        return Observation.objects.public().with_table().by_indicator()

    def get_relations(self):
        return {"indicator": Indicators, "source": Sources}


class IndicatorObservations(Observations):
    of = "一个指标的"
    about = "一个指标的全部数值，新的在前；被更正的也在内（is_current为假）。as_of只给出那一天所知的数值。"
    serializer_class = serializers.ObservationSerializer
    filterset_class = filters.ObservationFilter

    def get_queryset(self):
        values = Observation.objects.filter(indicator=self.indicator) if self.kwargs else Observation.objects.none()
        return values.with_table().newest_first()

    @property
    def indicator(self):
        slug = self.kwargs["slug"]
        return find(Indicator.objects.public(), f"公开的指标中没有“{slug}”。", slug=slug)


class Targets(AsOfMixin, ListViewSet):
    about = "目标和法定时限，每个带对照的数值和进度。"
    serializer_class = serializers.RegisterTargetSerializer
    filterset_class = filters.TargetFilter
    ordering_fields = {name: name for name in ("period_end", "value")}

    def get_queryset(self):
        return Target.objects.public()

    def get_relations(self):
        return {"indicator": Indicators, "source": Sources}

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset.with_progress(self.as_of))


class Sources(RecordViewSet):
    about = "事实和数字所出的报道和文件。"
    serializer_class = serializers.SourceSerializer
    filterset_class = filters.SourceFilter
    ordering_fields = {"published": "published"}

    def get_queryset(self):
        return Source.objects.all()


class Milestones(PublishedViewSet):
    about = "大事记，新的在前。"
    serializer_class = serializers.MilestoneSerializer
    filterset_class = filters.MilestoneFilter
    ordering_fields = {"date": "date", **ORDERING}

    def get_queryset(self):
        return Milestone.objects.public().with_page()

    def get_relations(self):
        return {"committee": Committees, "initiative": Initiatives, "source": Sources}
