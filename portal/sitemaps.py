"""The sitemap for search engines: one section for each kind of page, each entry with the day it last changed.

Left out is what search engines are asked to leave out (filtered lists, search), later pages of lists, and what has
nothing to read yet: a column, an industry or a topic without records, a source that nothing cites.
"""

from datetime import datetime
from functools import cached_property
from pathlib import Path

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import ExtractYear
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone

from chains.models import (
    Committee,
    Indicator,
    Industry,
    Initiative,
    Membership,
    Milestone,
    Observation,
    Source,
    Target,
)
from news.models import Column, Feature
from portal.shared.changes import changed, changed_at


class RecordSitemap(Sitemap):
    """The public records of ``model``; the newest change is asked of the database, which need not give the rows.

    A file might hold ten times as many, and would take ten seconds to write.
    """

    model = None
    limit = 5000

    def items(self):
        return self.model.objects.public().only("slug", "public_from", "updated_at").order_by("pk")

    def lastmod(self, item):
        return changed_at(item)

    def get_latest_lastmod(self):
        return newest(self.model.objects.public())


class FeatureSitemap(RecordSitemap):
    model = Feature


class CommitteeSitemap(RecordSitemap):
    model = Committee


class InitiativeSitemap(RecordSitemap):
    model = Initiative


class IndicatorSitemap(RecordSitemap):
    model = Indicator


class ListSitemap(Sitemap):
    """A few pages, each with the newest change of what it lists. ``changes()`` gives ``{item: moment}``."""

    @cached_property
    def changed(self):
        return {item: moment for item, moment in self.changes().items() if moment}

    def changes(self):
        raise NotImplementedError

    def items(self):
        return list(self.changed)

    def lastmod(self, item):
        return self.changed[item]


class PageSitemap(ListSitemap):
    """The pages that are always there."""

    def changes(self):
        lists = {
            "news:features": newest(Feature.objects.public()),
            "chains:committees": newest(Committee.objects.public()),
            "chains:initiatives": newest(Initiative.objects.public()),
            "chains:indicators": newest(Indicator.objects.public()),
            "chains:timeline": newest(Milestone.objects.public()),
        }
        written = {name: written_at(f"{name}.html") for name in ("about", "accessibility")}
        whole = max(filter(None, [*lists.values(), *written.values()]))
        return {"home": whole, "sitemap": whole, **lists, **written}

    def location(self, item):
        return reverse(item)


class ColumnSitemap(ListSitemap):
    def changes(self):
        return by_item(Column.objects.public(), Feature.objects.public(), "column")


class YearSitemap(ListSitemap):
    def changes(self):
        years = Feature.objects.public().order_by().values_list(ExtractYear("public_from"))
        return dict(years.annotate(newest=Max(changed())))

    def location(self, item):
        return reverse("news:year", args=[item])


class IndustrySitemap(ListSitemap):
    def changes(self):
        return by_item(Industry.objects.all(), Committee.objects.public(), "industry")


class TopicSitemap(ListSitemap):
    def changes(self):
        return by_key(Indicator.objects.public(), "topic")

    def location(self, item):
        return reverse("chains:topic", args=[item])


class SourceSitemap(ListSitemap):
    """Sources that something public cites."""

    def changes(self):
        cited = [by_key(model.objects.public(), "source") for model in (Feature, Committee, Initiative, Milestone)]
        cited += [by_key(model.objects.public(), "source", "indicator__") for model in (Observation, Target)]
        members = Membership.objects.filter(committee__in=Committee.objects.public())
        cited.append(by_key(members, "source", "committee__"))
        newest_of = {}
        for source, moment in (pair for changes in cited for pair in changes.items()):
            newest_of[source] = max(moment, newest_of.get(source, moment))
        return {source: newest_of.get(source.pk) for source in Source.objects.order_by("pk")}


def newest(records):
    """Give the moment of the newest change among ``records``; ``None`` where there are none."""
    return records.aggregate(newest=Max(changed()))["newest"]


def by_key(rows, key, path=""):
    """Give ``{key of rows: their newest change}``; ``path`` leads from a row to its record (one query)."""
    return dict(rows.order_by().values_list(key).annotate(newest=Max(changed(path))))


def by_item(items, records, key):
    """Give ``{item: newest change of its records}``; ``key`` is the field of ``records`` (one query)."""
    of_item = records.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(newest=Max(changed()))
    return {item: item.newest for item in items.annotate(newest=Subquery(of_item.values("newest")))}


def written_at(template):
    """Give the moment since when the words of ``template`` stand on this machine."""
    written = Path(get_template(template).origin.name).stat().st_mtime
    return datetime.fromtimestamp(written, timezone.get_default_timezone())


SITEMAPS = {
    "pages": PageSitemap,
    "columns": ColumnSitemap,
    "years": YearSitemap,
    "features": FeatureSitemap,
    "committees": CommitteeSitemap,
    "industries": IndustrySitemap,
    "initiatives": InitiativeSitemap,
    "indicators": IndicatorSitemap,
    "topics": TopicSitemap,
    "sources": SourceSitemap,
}
