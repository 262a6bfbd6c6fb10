"""What the feeds of all apps have in common: what an entry says, and how RSS 2.0 and Atom write it."""

import mimetypes
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urljoin

from django.contrib.syndication.views import Feed
from django.urls import path
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.html import escape
from django.views.decorators.http import conditional_page

LENGTH = 30
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
EMPTY_SINCE = datetime(1970, 1, 1, tzinfo=UTC)  # a feed of nothing says the same whenever it is asked
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # pasted from elsewhere, XML cannot hold these


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a feed says of one record. ``link`` and ``guid`` are paths; ``guid`` never changes.

    ``source`` and ``cover`` are the record's own, or ``None``.
    """

    title: str
    summary: str
    link: str
    guid: str
    guid_is_link: bool = True
    published: datetime
    updated: datetime
    categories: list[str]
    author: str = ""
    source: object = None
    cover: object = None


def newest(queryset, entry_of):
    """Give the entries of the newest public records of ``queryset``, made by ``entry_of``."""
    return [entry_of(record) for record in queryset.public().order_by("-public_from", "-pk")[:LENGTH]]


def merged(*lists):
    """Give the newest of several lists of entries, newest first."""
    return sorted((entry for entries in lists for entry in entries), key=lambda entry: entry.published, reverse=True)[
        :LENGTH
    ]


def feed_paths(route, feed, name):
    """Give the URL patterns of a feed: RSS at ``route``, Atom beside it; both answer 304 to who has the newest."""
    formats = [("", Rss, name), ("atom/", Atom, f"{name}_atom")]
    return [path(route + more, conditional_page(feed(kind)), name=named) for more, kind, named in formats]


class SteadyFeed:
    """A feed whose links are whole addresses, and whose date is that of its newest entry."""

    def add_item(self, *args, unique_id, source_link, **kwargs):
        address = partial(urljoin, self.feed["link"])
        super().add_item(
            *args, unique_id=address(unique_id), source_link=source_link and address(source_link), **kwargs
        )
        for enclosure in self.items[-1]["enclosures"]:
            enclosure.url = address(enclosure.url)

    def latest_post_date(self):
        return super().latest_post_date() if self.items else beijing(EMPTY_SINCE)


class Rss(SteadyFeed, Rss201rev2Feed):
    """RSS 2.0; where an entry was taken from is told in Dublin Core."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["source_title"]:
            handler.addQuickElement("dc:source", item["source_title"], {"xmlns:dc": DUBLIN_CORE})


class Atom(SteadyFeed, Atom1Feed):
    """Atom 1.0; where an entry was taken from is a link of the kind ``via``."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["source_link"]:
            attributes = {"rel": "via", "href": item["source_link"], "title": item["source_title"]}
            handler.addQuickElement("link", "", attributes)


class EntryFeed(Feed):
    """A feed of entries. A subclass gives ``title``, ``description``, ``link``, ``author_name`` and ``items``."""

    language = "zh-CN"

    def __init__(self, feed_type=Rss):
        self.feed_type = feed_type

    def __call__(self, request, *args, **kwargs):
        """Answer without a date: a withdrawal would set it back, and readers that go by it would not hear of it."""
        response = super().__call__(request, *args, **kwargs)
        del response["Last-Modified"]
        return response

    def subtitle(self, obj):
        return self.description(obj)

    def item_title(self, item):
        return xml_text(item.title)

    def item_description(self, item):
        return escape(xml_text(item.summary))  # readers take it for HTML

    def item_link(self, item):
        return item.link

    def item_guid(self, item):
        return item.guid

    def item_guid_is_permalink(self, item):
        return item.guid_is_link

    def item_pubdate(self, item):
        return beijing(item.published)

    def item_updateddate(self, item):
        return beijing(item.updated)

    def item_author_name(self, item):
        return xml_text(item.author) or None

    def item_categories(self, item):
        return [xml_text(category) for category in item.categories]

    def item_enclosures(self, item):
        return [enclosure(item.cover.image)] if item.cover else []

    def item_extra_kwargs(self, item):
        title, link = (item.source.citation, item.source.get_absolute_url()) if item.source else ("", "")
        return {"source_title": xml_text(title), "source_link": link}


def beijing(moment):
    """Give ``moment`` to the second, with the offset of Beijing."""
    return timezone.localtime(moment).replace(microsecond=0)


def xml_text(text):
    """Give ``text`` without the few characters that no XML document may hold."""
    return NOT_XML.sub("", text)


def enclosure(file):
    """Give the enclosure of an image; its length is 0, which stands for unknown, where its storage cannot tell."""
    try:
        length = file.size
    except OSError:
        length = 0
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Enclosure(file.url, str(length), kind)
