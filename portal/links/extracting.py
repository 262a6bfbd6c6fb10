"""The links in a snapshot: of every rich text, and of every field that holds an address, of a record and its parts."""

from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

from django.apps import apps
from django.db import models

from portal.editions import snapshots
from portal.editions.groups import part_models
from portal.editions.models import Publishable
from portal.editions.texts import place_of, placed_parts
from portal.shared.blocks import RichTextField


@dataclass(frozen=True)
class Found:
    """A link as written: in ``place`` (第2块文字), with ``text`` as its words."""

    place: str
    address: str
    text: str = ""


class Anchors(HTMLParser):
    """Collects ``(address, text)`` of the links of clean HTML."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.address = None
        self.words = []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.address, self.words = dict(attrs).get("href"), []

    def handle_data(self, data):
        if self.address:
            self.words.append(data)

    def handle_endtag(self, tag):
        if tag == "a" and self.address:
            self.found.append((self.address, "".join(self.words).strip()))
            self.address = None


def anchors(markup):
    parser = Anchors()
    parser.feed(markup)
    parser.close()
    return parser.found


@cache
def link_fields(model):
    """Give the content fields of ``model`` that hold links."""
    return [field for field in snapshots.content_fields(model) if isinstance(field, RichTextField | models.URLField)]


@cache
def holds_links(model):
    """Whether records of ``model`` hold links, by themselves or in their parts."""
    relations = snapshots.part_relations(model).values() if issubclass(model, Publishable) else []
    return any(map(link_fields, [model, *(relation.related_model for relation in relations)]))


@cache
def models_with_links():
    """Give the models whose records hold links: publishable ones, and those that are public once saved."""
    return [model for model in apps.get_models() if holds_links(model) and model not in part_models()]


def links_in(model, snapshot):
    """Give the :class:`Found` links of a snapshot of ``model``: the record's own first, then those of its parts."""
    yield from in_row(model, snapshot["fields"], "")
    if issubclass(model, Publishable):
        for place_name, (accessor, key), part_model in placed_parts(model, snapshot):
            yield from in_row(part_model, snapshot["parts"][accessor][key], place_name)


def in_row(model, values, place_name):
    fields = link_fields(model)
    for field in fields:
        value, place = values.get(field.name), place_of(field, place_name, len(fields))
        if not isinstance(value, str) or not value:
            continue
        elif isinstance(field, RichTextField):
            yield from (Found(place, address, text) for address, text in anchors(value))
        else:
            yield Found(place, value)


def snapshot_of(record):
    """Give what the tables say of ``record`` in the form of a snapshot; a query for each kind of part."""
    if isinstance(record, Publishable):
        return snapshots.upgraded(type(record), snapshots.take(record))
    return {"fields": snapshots.values_of(link_fields(type(record)), record), "parts": {}}
