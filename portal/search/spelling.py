"""Names by their pinyin: biyadi, byd and bidi all find 比亚迪."""

import re
import unicodedata

from pypinyin import Style, lazy_pinyin

from .folding import RUN, fold
from .models import Entry
from .searchables import REGISTRY

LETTERS = re.compile("[a-z]{3,20}")
MOST_NAMES = 200
MOST_FOUND = 5


def spelled(word):
    """Give the parts of names of the register that ``word`` spells, best first; one query if it is letters only."""
    return found(plain_letters(word))


def plain_letters(word):
    """Give pinyin without tone marks, apostrophes and spaces: jī'guāng → jiguang."""
    return re.sub(r"[\u0300-\u036f'’\s]", "", unicodedata.normalize("NFD", fold(word)))


def sounding_like(word):
    """Give the parts of names that sound like ``word``, which is written otherwise: 比压迪 → 比亚迪. One query."""
    letters = plain_letters("".join(lazy_pinyin(fold(word), style=Style.NORMAL)))
    return [part for part in found(letters) if part != fold(word) and len(part) == len(word)]


def found(letters):
    """Give the parts of names that ``letters`` spell: first those said in full, then initials, then with gaps.

    Nothing where they are not some letters of the alphabet, nor ever a pattern that could look twice at a place.
    """
    if not LETTERS.fullmatch(letters):
        return []
    pattern = "^" + "".join(f"[^{letter}]*{letter}" for letter in letters)
    kinds = [kind for kind, searchable in REGISTRY.items() if searchable.is_named]
    names = Entry.objects.public().filter(kind__in=kinds, spelling__regex=pattern).order_by("-pk")
    parts = {}
    for title in names.values_list("title", flat=True)[:MOST_NAMES]:
        for run in RUN.findall(fold(title)):
            syllables = lazy_pinyin(run, style=Style.NORMAL)
            for start in range(len(run)):
                rank, end = reading(letters, syllables[start:])
                if end > 1:
                    part = run[start : start + end]
                    parts[part] = min(rank, parts.get(part, rank))
    return sorted(parts, key=lambda part: (parts[part], len(part)))[:MOST_FOUND]


def reading(letters, syllables):
    """Give ``(rank, number of syllables)`` of the first ``syllables`` that ``letters`` spell; 0 syllables: none."""
    ends = [in_full(letters, syllables), by_initials(letters, syllables), in_full(letters, syllables, gaps=1)]
    return next(((rank, end) for rank, end in enumerate(ends) if end), (0, 0))


def in_full(letters, syllables, gaps=0):
    """Give how many syllables ``letters`` spell in full; up to ``gaps`` between them may be left out."""
    if not letters or not syllables:
        return 0
    first, *rest = syllables
    if letters == first:
        return 1
    if letters.startswith(first):
        left = letters[len(first) :]
        for gap in range(gaps + 1):
            if end := in_full(left, rest[gap:], gaps - gap):
                return 1 + gap + end
    return 0


def by_initials(letters, syllables):
    initials = "".join(syllable[0] for syllable in syllables[: len(letters)])
    return len(letters) if letters == initials else 0
