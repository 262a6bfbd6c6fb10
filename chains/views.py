"""The register's public pages."""

from portal.shared.views import FilteredListView, NotFound, PublicDetailView, find

from .filters import CommitteeFilter, IndicatorFilter, InitiativeFilter, MilestoneFilter, ObservationFilter
from .models import Committee, Indicator, Industry, Initiative, Milestone, Observation, Source


class CommitteeList(FilteredListView):
    """产业链: committees and alliances, with what is counted about all of them."""

    filterset_class = CommitteeFilter
    template_name = "chains/committee_list.html"

    def get_base_queryset(self):
        return Committee.objects.public().with_card()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            industries=Industry.objects.all(),
            figures=Indicator.objects.public().about_zone(Indicator.Topic.CHAINS).with_card(),
            **kwargs,
        )


class IndustryCommitteeList(CommitteeList):
    """The committees of one industry."""

    fixed_filter = "industry"

    def get_base_queryset(self):
        self.industry = find(Industry.objects.all(), "没有这个领域。", slug=self.kwargs["slug"])
        return super().get_base_queryset().filter(industry=self.industry)

    def get_context_data(self, **kwargs):
        return super().get_context_data(industry=self.industry, **kwargs)


class CommitteeDetail(PublicDetailView):
    """A committee with its members, initiatives, figures and milestones."""

    model = Committee
    template_name = "chains/committee_detail.html"
    missing = "没有这个产业链组织，或它尚未公开。"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            initiatives=Initiative.objects.public().filter(committee=self.object),
            indicators=Indicator.objects.public().filter(committee=self.object).with_card(),
            milestones=Milestone.objects.public().filter(committee=self.object).with_page(),
            **kwargs,
        )


class InitiativeList(FilteredListView):
    """服务链: what is done for enterprises."""

    filterset_class = InitiativeFilter
    template_name = "chains/initiative_list.html"

    def get_base_queryset(self):
        return Initiative.objects.public().with_card()


class InitiativeDetail(PublicDetailView):
    """An initiative with its figures and milestones."""

    model = Initiative
    template_name = "chains/initiative_detail.html"
    missing = "没有这项举措，或它尚未公开。"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            indicators=Indicator.objects.public().filter(initiative=self.object).with_card(),
            milestones=Milestone.objects.public().filter(initiative=self.object).with_page(),
            **kwargs,
        )


class IndicatorList(FilteredListView):
    """数据: every indicator with its newest value, by topic."""

    filterset_class = IndicatorFilter
    template_name = "chains/indicator_list.html"
    paginate_by = 60

    def get_base_queryset(self):
        return Indicator.objects.public().with_card().by_topic()

    def get_context_data(self, **kwargs):
        return super().get_context_data(topics=Indicator.Topic, **kwargs)


class TopicIndicatorList(IndicatorList):
    """The indicators of one topic."""

    fixed_filter = "topic"

    def get_base_queryset(self):
        try:
            self.topic = Indicator.Topic(self.kwargs["slug"])
        except ValueError:
            raise NotFound("没有这个数据主题。") from None
        return super().get_base_queryset().filter(topic=self.topic)

    def get_context_data(self, **kwargs):
        return super().get_context_data(topic=self.topic, **kwargs)


class IndicatorDetail(PublicDetailView):
    """An indicator with its values, targets and where they come from."""

    model = Indicator
    template_name = "chains/indicator_detail.html"
    missing = "没有这个指标，或它尚未公开。"


class Timeline(FilteredListView):
    """大事记, newest first."""

    filterset_class = MilestoneFilter
    template_name = "chains/timeline.html"
    paginate_by = 100

    def get_base_queryset(self):
        return Milestone.objects.public().with_page()


class SourceDetail(FilteredListView):
    """A source, and every value that was taken from it."""

    filterset_class = ObservationFilter
    fixed_filter = "source"
    template_name = "chains/source_detail.html"
    paginate_by = 100

    def get_base_queryset(self):
        self.source = find(Source.objects.all(), "没有这个来源。", slug=self.kwargs["slug"])
        return Observation.objects.public().filter(source=self.source).with_indicator()

    def get_context_data(self, **kwargs):
        about = {"source": self.source}
        return super().get_context_data(
            source=self.source,
            committees=Committee.objects.public().filter(**about),
            initiatives=Initiative.objects.public().filter(**about),
            milestones=Milestone.objects.public().filter(**about).with_page(),
            **kwargs,
        )
