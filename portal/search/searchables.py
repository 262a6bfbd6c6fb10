"""What apps say of the records that can be found: a :class:`Searchable` for each model, in the app's ``search.py``."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from portal.shared.blocks import HasBody
from portal.shared.dates import PartialDate

REGISTRY = {}


@dataclass(frozen=True, kw_only=True)
class Document:
    """A record as it is found. ``text`` is all that its page, at ``address``, says beside title and lead.

    ``moment``: when it came out, by which results are ordered; ``day``: the same as it is shown, ``None``: not at all.
    ``until``: when it ceases to be public. ``section``: the slug of the part of the site that it stands in.
    """

    title: str
    text: str
    address: str
    lead: str = ""
    moment: datetime.datetime | None = None
    day: PartialDate | None = None
    until: datetime.datetime | None = None
    section: str = ""


class Searchable:
    """The records of ``model`` as they are found.

    ``label``: what visitors call them. ``number``: from 1 to 15, never changed. ``is_named``: whether their titles are
    names, which may be looked for by their pinyin. ``related``: ``{model: lookup}`` of other records that a document
    tells of; when one of these changes, the rows that the lookup finds are written anew.
    """

    model = None
    label = ""
    number = 0
    is_named = False
    related = {}

    @property
    def kind(self):
        return self.model._meta.model_name

    def rows(self):
        """Give what the public may see, loaded with what :meth:`document` reads."""
        return self.model.objects.public()

    def load(self, keys):
        """Give the public ones of the rows ``keys``, ready for :meth:`document`, in queries that do not grow."""
        rows = list(self.rows().filter(pk__in=keys))
        if issubclass(self.model, HasBody):
            self.model.load_bodies(rows)
        return rows

    def document(self, row):
        """Give the :class:`Document` of a row."""
        raise NotImplementedError

    def section_names(self):
        """Give ``{slug: name}`` of the sections; one query, where there are any."""
        return {}


def searchable(cls):
    """Register a :class:`Searchable`."""
    REGISTRY[cls.model._meta.model_name] = cls()
    return cls


def labels():
    """Give ``{kind: label}`` of all that can be found, in the order of their numbers."""
    found = sorted(REGISTRY.values(), key=lambda searchable: searchable.number)
    return {searchable.kind: searchable.label for searchable in found}


def sections():
    """Give ``{slug: name}`` of all sections that can be searched; one query for each kind that has some."""
    return {slug: name for searchable in REGISTRY.values() for slug, name in searchable.section_names().items()}


def published(record):
    """Give the values ``moment``, ``day`` and ``until`` of a publishable record."""
    ends = [row.public_until for row in (record, *record.shown_with()) if row.public_until]
    day = PartialDate.of_day(timezone.localdate(record.public_from))
    return {"moment": record.public_from, "day": day, "until": min(ends, default=None)}


def dated(day):
    """Give the values ``moment`` and ``day`` of what happened on a partial date, or nothing."""
    if day is None:
        return {}
    midnight = datetime.datetime.combine(day.first_day, datetime.time(), timezone.get_default_timezone())
    return {"moment": midnight, "day": day}
