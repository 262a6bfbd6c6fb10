"""Feeds of the stories: all of them, and those of one column."""

from django.db.models import Prefetch
from django.urls import reverse

from chains.feeds import industry_names
from chains.models import Committee
from portal.identity.models import SiteIdentity
from portal.shared.changes import changed_at
from portal.shared.feeds import Entry, EntryFeed, newest, xml_text
from portal.shared.views import find

from .models import Column, Feature


def newest_stories(stories):
    """Give the entries of the newest public stories of ``stories`` (two queries)."""
    committees = Prefetch("committees", Committee.objects.public().select_related("industry"))
    return newest(stories.with_card().prefetch_related(committees), story_entry)


def story_entry(story):
    """Give the entry of a story. Its number alone finds it, so that a changed title makes no second entry of it."""
    return Entry(
        title=story.title,
        summary=story.summary,
        link=story.get_absolute_url(),
        guid=reverse("news:feature_by_number", args=[story.pk]),
        published=story.public_from,
        updated=changed_at(story),
        categories=[story.column.name, *industry_names(story.committees.all()), story._meta.verbose_name],
        author=story.byline,
        source=story.source,
        cover=story.cover,
    )


class PortalFeed(EntryFeed):
    """A feed that bears the name of the site, and of what it is about. A subclass gives ``name``."""

    def name(self, about):
        """Give what the feed is about; "" for the whole site."""
        raise NotImplementedError

    def title(self, about):
        return xml_text(" · ".join(filter(None, [SiteIdentity.current().name, self.name(about)])))

    def author_name(self):
        site = SiteIdentity.current()
        return xml_text(site.organiser or site.name)


class FeatureFeed(PortalFeed):
    """The newest stories."""

    def name(self, about):
        return "新闻"

    def description(self, about):
        return "最新发布的新闻。"

    def link(self):
        return reverse("news:features")

    def items(self):
        return newest_stories(Feature.objects.all())


class ColumnFeed(PortalFeed):
    """The newest stories of one column."""

    def get_object(self, request, slug):
        return find(Column.objects.public(), "没有这个栏目，或它还没有公开的新闻。", slug=slug)

    def name(self, column):
        return column.name

    def description(self, column):
        return xml_text(column.description) or f"“{self.name(column)}”栏目最新发布的新闻。"

    def link(self, column):
        return column.get_absolute_url()

    def items(self, column):
        return newest_stories(column.features.all())
