"""The feed of the whole site."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy

from chains.models import Committee, Initiative
from news.models import Feature

LENGTH = 30


class SiteFeed(Feed):
    """Whatever was published last: stories, committees and initiatives."""

    title = settings.SITE["name"]
    description = "最新公开的新闻、产业链组织和服务举措。"
    link = reverse_lazy("home")
    feed_url = reverse_lazy("feed")
    language = "zh-CN"

    def items(self):
        newest = [
            row
            for model in (Feature, Committee, Initiative)
            for row in model.objects.public().order_by("-public_from", "-pk")[:LENGTH]
        ]
        return sorted(newest, key=lambda row: row.public_from, reverse=True)[:LENGTH]

    def item_title(self, item):
        return str(item)

    def item_description(self, item):
        return item.summary

    def item_pubdate(self, item):
        return item.public_from

    def item_categories(self, item):
        return [item._meta.verbose_name]
