"""Finding all wrong forms of the table in one pass over a text, however long the table is (Aho-Corasick)."""

import re
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from .folding import fold, folded_with_places

SEPARATOR = re.compile(r"[、，,；;\s]+")


def words_of(exceptions):
    """Give the words that ``exceptions`` lists, as they are compared."""
    return [word for word in SEPARATOR.split(fold(exceptions)) if word]


class Entry(NamedTuple):
    """What a text is searched with: a term of the table without the rest of its row."""

    wrong: str
    right: str
    level: str
    reason: str
    exceptions: str

    @property
    def excepted(self):
        """The words within which the wrong form is not wrong: the exceptions, and the right form itself."""
        return [word for word in (*words_of(self.exceptions), self.right) if self.wrong in word]


class Hit(NamedTuple):
    """A wrong form in a text, from ``start`` to ``end``."""

    start: int
    end: int
    entry: Entry


class Matcher:
    """The table made ready: to build it takes the longer the more entries there are, to find hardly does."""

    def __init__(self, entries):
        self.entries = list(entries)
        excepted = dict.fromkeys(word for entry in self.entries for word in entry.excepted)
        self.automaton = AhoCorasick([*(entry.wrong for entry in self.entries), *excepted], store_patterns=False)

    def find(self, text):
        """Give each :class:`Hit` in ``text`` from left to right; of those that overlap, the first and longest."""
        folded, places = folded_with_places(text)
        found, right_until, taken_until = [], 0, 0
        matches = self.automaton.find_matches_as_indexes(folded, overlapping=True)
        for number, start, end in sorted(matches, key=self.rank):
            if number >= len(self.entries):
                right_until = max(right_until, end)
            elif end > right_until and start >= taken_until:
                found.append(Hit(places[start], places[end - 1] + 1, self.entries[number]))
                taken_until = end
        return found

    def rank(self, match):
        """Put matches in the order of their places, at the same place words that are right first, then long ones."""
        number, start, end = match
        return start, number < len(self.entries), -end


def contradictions(entries):
    """Give ``(entry, fault)`` of each entry whose right form holds what another one, the fault, calls wrong.

    A whole table takes one pass; importing one need not ask the database about each row.
    """
    matcher = Matcher(entries)
    return [(entry, hit.entry) for entry in matcher.entries if entry.right for hit in matcher.find(entry.right)]
