"""What else to try when a query finds nothing."""

from dataclasses import dataclass

from .folding import Phrase, tokens
from .queries import Word, entries
from .searchables import REGISTRY
from .spelling import sounding_like, spelled

MOST_WORDS = 4
MOST_TITLES = 5


@dataclass(frozen=True)
class Suggestion:
    """A query that finds ``tally`` records."""

    query: str
    tally: int


@dataclass(frozen=True)
class Suggestions:
    """``queries`` that find something, and ``titles``: entries whose titles have most in common with what was typed."""

    queries: list
    titles: list


def suggestions(words):
    """Give :class:`Suggestions` for ``words``, which together find nothing; some ten queries at most."""
    few = words[:MOST_WORDS]
    fewer = [words[:number] + words[number + 1 :] for number in range(len(few))] if len(words) > 1 else []
    alike = [[Word((part,))] for word in few for part in sounding_like(word.typed)[:2]]
    alike += [[Word((part,))] for part in spelled(written(words))[:2]] if len(words) > 1 else []
    tried = [Suggestion(written(query), entries(query).count()) for query in [*alike, *fewer]]
    return Suggestions([suggestion for suggestion in tried if suggestion.tally], similar(words))


def written(words):
    return " ".join(word.typed for word in words)


def similar(words):
    """Give the public entries whose titles share pairs of characters with ``words``: most pairs first, then names."""
    pairs = {token for word in words for token in tokens(word.typed) if len(token) > 1}
    if not pairs:
        return []
    found = entries([Pairs(pairs)], "head").order_by("-pk")[:200]
    shared = {entry: len(pairs.intersection(tokens(entry.title))) for entry in found}
    ranked = sorted(found, key=lambda entry: (-shared[entry], not REGISTRY[entry.kind].is_named))
    return [entry for entry in ranked if shared[entry]][:MOST_TITLES]


@dataclass(frozen=True)
class Pairs:
    """Stands for a word that is there where one of ``pairs`` is."""

    pairs: set

    @property
    def phrases(self):
        return [Phrase((pair,)) for pair in self.pairs]
