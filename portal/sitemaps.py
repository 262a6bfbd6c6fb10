"""The sitemap for search engines: one section for each kind of page."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from chains.models import Committee, Indicator, Initiative, Source
from news.models import Column, Feature


class PageSitemap(Sitemap):
    """Pages that are always there."""

    def items(self):
        names = ["home", "about", "accessibility", "sitemap", "news:features"]
        return names + [f"chains:{name}" for name in ("committees", "initiatives", "indicators", "timeline")]

    def location(self, item):
        return reverse(item)


class PublicSitemap(Sitemap):
    """The public records of a model."""

    model = None

    def items(self):
        return self.model.objects.public().order_by("pk")

    def lastmod(self, item):
        return item.updated_at or item.public_from


class FeatureSitemap(PublicSitemap):
    model = Feature


class CommitteeSitemap(PublicSitemap):
    model = Committee


class InitiativeSitemap(PublicSitemap):
    model = Initiative


class IndicatorSitemap(PublicSitemap):
    model = Indicator


class ColumnSitemap(Sitemap):
    def items(self):
        return Column.objects.public()


class SourceSitemap(Sitemap):
    def items(self):
        return Source.objects.all()


SITEMAPS = {
    "pages": PageSitemap,
    "columns": ColumnSitemap,
    "features": FeatureSitemap,
    "committees": CommitteeSitemap,
    "initiatives": InitiativeSitemap,
    "indicators": IndicatorSitemap,
    "sources": SourceSitemap,
}
