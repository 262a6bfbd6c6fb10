"""The public pages of committees, initiatives, milestones and sources."""

from portal.shared.views import FilteredListView, PublicDetailView, find

from ..filters import CommitteeFilter, InitiativeFilter, MilestoneFilter, ObservationFilter
from ..linked_data import government_service, organization
from ..models import Committee, Indicator, Industry, Initiative, Membership, Milestone, Observation, Source, Target


class CommitteeList(FilteredListView):
    """产业链: committees and alliances, with what is counted about all of them."""

    filterset_class = CommitteeFilter
    asked_filters = ("organization",)
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
            linked_data=organization(self.object, self.request),
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
            linked_data=government_service(self.object, self.request),
            **kwargs,
        )


class Timeline(FilteredListView):
    """大事记, newest first."""

    filterset_class = MilestoneFilter
    template_name = "chains/timeline.html"
    paginate_by = 100

    def get_base_queryset(self):
        return Milestone.objects.public().with_page()


class SourceDetail(FilteredListView):
    """A source, and everything that was taken from it: its values in pages, the rest beside the first."""

    filterset_class = ObservationFilter
    fixed_filter = "source"
    template_name = "chains/source_detail.html"
    paginate_by = 100

    def get_base_queryset(self):
        self.source = find(Source.objects.all(), "没有这个来源。", slug=self.kwargs["slug"])
        return Observation.objects.public().filter(source=self.source).with_indicator()

    def get_context_data(self, **kwargs):
        about = {"source": self.source}
        of_public = {"committee__in": Committee.objects.public()}
        members = Membership.objects.filter(**about, **of_public).select_related("committee", "organization")
        return super().get_context_data(
            source=self.source,
            targets=Target.objects.public().filter(**about).with_indicator(),
            memberships=members.order_by("committee__name_key", *Membership._meta.ordering),
            committees=Committee.objects.public().filter(**about),
            initiatives=Initiative.objects.public().filter(**about),
            milestones=Milestone.objects.public().filter(**about).with_page(),
            **kwargs,
        )
