"""Feeds of the stories."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy

from .models import Feature


class FeatureFeed(Feed):
    """The newest stories as RSS."""

    title = f"{settings.SITE['name']} · 新闻"
    description = "最新发布的新闻。"
    link = reverse_lazy("news:features")
    feed_url = reverse_lazy("news:feed")
    language = "zh-CN"

    def items(self):
        return Feature.objects.public().with_card().newest_first()[:30]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.summary

    def item_pubdate(self, item):
        return item.public_from

    def item_categories(self, item):
        return [item.column.name]
