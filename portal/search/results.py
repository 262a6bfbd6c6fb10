"""What a query finds: how many of each kind, which ones in which order, and where the words stand."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count

from .extracts import Marks
from .queries import bodies, entries
from .searchables import REGISTRY, labels, sections

# So many of the newest hits, and of the newest in title or lead, are put in order of relevance; others follow by date.
RANKED = 200
TITLE, LEAD, TEXT = 8, 3, 1


@dataclass(frozen=True)
class Facet:
    """A way to narrow the results: ``tally`` of them have the ``value``."""

    value: str
    label: str
    tally: int
    is_chosen: bool


class Results:
    """The hits of ``words``, of one ``kind``, ``section`` or ``year`` where given; for a Paginator to take.

    ``by_date``: newest first, and not the most relevant. However many hits there are, a page costs as many queries.
    """

    def __init__(self, words, *, kind="", section="", year=None, by_date=False):
        self.words, self.by_date = words, by_date
        self.chosen = {"kind": kind, "section": section, "year": year}
        self.marks = Marks(words)

    @cached_property
    def tallies(self):
        """``{(kind, section, year): how many}`` of all that the words find; one query."""
        if not self.words:
            return {}
        rows = entries(self.words).order_by().values_list("kind", "section", "year")
        return {tuple(key): tally for *key, tally in rows.annotate(tally=Count("pk"))}

    def count(self):
        return sum(tally for key, tally in self.tallies.items() if self.has_chosen(key))

    @property
    def total(self):
        """How many there are whatever was chosen."""
        return sum(self.tallies.values())

    def has_chosen(self, key, but=None):
        """Whether a ``(kind, section, year)`` is among what was chosen, one of the three names aside."""
        pairs = zip(self.chosen.items(), key, strict=True)
        return all(not wanted or wanted == value or name == but for (name, wanted), value in pairs)

    def facets(self, name):
        """Give the :class:`Facet` rows of ``kind``, ``section`` or ``year``, as the other two are chosen."""
        place = list(self.chosen).index(name)
        tallies = Counter({self.chosen[name]: 0} if self.chosen[name] else {})  # what was chosen can be undone
        for key, tally in self.tallies.items():
            if key[place] and self.has_chosen(key, but=name):
                tallies[key[place]] += tally
        names = self.names(name)
        values = [value for value in names if value in tallies] if names else sorted(tallies, reverse=True)
        return [
            Facet(value, names.get(value, f"{value}年"), tallies[value], value == self.chosen[name]) for value in values
        ]

    @staticmethod
    def names(name):
        """Give ``{value: label}``, in the order in which they are shown; nothing for years."""
        if name == "kind":
            return labels()
        if name == "section":
            return sections()
        return {}

    def hits(self, column="text"):
        """Give the entries, as chosen, that hold the words in ``column``, newest first."""
        chosen = {name: value for name, value in self.chosen.items() if value}
        return entries(self.words, column).filter(**chosen).order_by("-pk")

    @cached_property
    def newest(self):
        return list(self.hits()[:RANKED])

    @cached_property
    def ranked(self):
        """The most relevant entries, best first; two queries."""
        found = {entry.pk: entry for entry in (*self.hits("head")[:RANKED], *self.newest)}
        return sorted(found.values(), key=lambda entry: (-self.relevance(entry), -entry.pk))

    def relevance(self, entry):
        """Give how well an entry answers: where each word stands, and how much of a name the words are."""
        share = self.marks.share(entry.title) if REGISTRY[entry.kind].is_named else 0
        return share * TITLE + sum(self.weight(entry, word) for word in self.words)

    def weight(self, entry, word):
        if self.marks.are_in(entry.title, word):
            return TITLE
        return LEAD if self.marks.are_in(entry.lead, word) else TEXT

    def __getitem__(self, page):
        """Give the hits of a slice, with extracts (one more query)."""
        if not self.words:
            return []
        found = self.in_time(page) if self.by_date else self.in_order(page)
        said = bodies([entry.pk for entry in found])
        return [Hit(entry, said.get(entry.pk, ""), self.marks) for entry in found]

    def in_time(self, page):
        # Few rows of many tempt PostgreSQL to try all entries from the newest on; it is asked for no fewer than RANKED.
        return self.newest[page] if page.stop <= RANKED else list(self.hits()[page])

    def in_order(self, page):
        ranked = self.ranked[page]
        missing = page.stop - max(page.start, len(self.ranked))
        if missing <= 0 or len(self.ranked) < RANKED:
            return ranked
        others = self.hits().exclude(pk__in=[entry.pk for entry in self.ranked])
        start = max(page.start - len(self.ranked), 0)
        return [*ranked, *others[start : start + missing]]


@dataclass(frozen=True)
class Hit:
    """An entry with what its record says."""

    entry: object
    body: str
    marks: Marks

    @property
    def label(self):
        return labels()[self.entry.kind]

    @property
    def title(self):
        """The title in pieces: ``[(text, whether it is one of the words)]``."""
        return self.marks.pieces(self.entry.title)

    @property
    def extract(self):
        """What the record says around the words, in pieces; the lead, where they stand there or nowhere else."""
        lead = self.entry.lead
        if lead and (self.marks.any_in(lead) or not self.marks.any_in(self.body)):
            return self.marks.extract(lead)
        return self.marks.extract(self.body)
