"""Feeds in which stories and the register meet: of the whole site, of a committee, of an industry."""

from django.urls import reverse

from chains.feeds import committee_entry, initiative_entry, milestone_entry
from chains.models import Committee, Industry, Initiative, Milestone
from news.feeds import PortalFeed, newest_stories
from news.filters import FeatureFilter
from news.models import Feature
from portal.shared.feeds import merged, newest
from portal.shared.views import find


def newest_committees(committees):
    return newest(committees.select_related("industry", "cover", "source"), committee_entry)


def newest_initiatives(initiatives):
    return newest(initiatives.with_page(), initiative_entry)


def newest_milestones(milestones):
    return newest(milestones.with_page(), milestone_entry)


class SiteFeed(PortalFeed):
    """Whatever was published last: stories, committees, initiatives and milestones."""

    def name(self, about):
        return ""

    def description(self, about):
        return "最新公开的新闻、产业链组织、服务链举措和大事记。"

    def link(self):
        return reverse("home")

    def items(self):
        return merged(
            newest_stories(Feature.objects.all()),
            newest_committees(Committee.objects.all()),
            newest_initiatives(Initiative.objects.all()),
            newest_milestones(Milestone.objects.all()),
        )


class CommitteeFeed(PortalFeed):
    """What was published last about one committee: stories, its initiatives and its milestones."""

    def get_object(self, request, slug):
        return find(Committee.objects.public(), "没有这个产业链组织，或它尚未公开。", slug=slug)

    def name(self, committee):
        return committee.name

    def description(self, committee):
        return f"与“{self.name(committee)}”有关的新闻、服务链举措和大事记。"

    def link(self, committee):
        return committee.get_absolute_url()

    def items(self, committee):
        return merged(
            newest_stories(Feature.objects.about(committee)),
            newest_initiatives(committee.initiatives.all()),
            newest_milestones(committee.milestones.all()),
        )


class IndustryFeed(PortalFeed):
    """What was published last in one industry: its committees, and stories about them."""

    def get_object(self, request, slug):
        return find(Industry.objects.all(), "没有这个领域。", slug=slug)

    def name(self, industry):
        return industry.name

    def description(self, industry):
        return f"“{self.name(industry)}”领域的产业链组织和有关新闻。"

    def link(self, industry):
        return industry.get_absolute_url()

    def items(self, industry):
        stories = FeatureFilter({"industry": industry.slug}, Feature.objects.all()).qs  # the rule stands there
        return merged(newest_stories(stories), newest_committees(industry.committees.all()))
