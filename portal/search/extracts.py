"""Where the words of a query stand in what people read."""

import re
import unicodedata

from .folding import FOLDING, HAN, TOKEN, fold

LENGTH = 110
BEFORE = 20
UNIT = re.compile(rf"[{HAN}]+|[^{HAN}]+")
STOP = re.compile(r"[。！？；\n]")


class Marks:
    """The words of a query as they are found in running text."""

    def __init__(self, words):
        self.patterns = {word: re.compile("|".join(map(pattern, word.texts))) for word in words}
        self.any = re.compile("|".join(found.pattern for found in self.patterns.values()) or r"(?!)")

    def are_in(self, text, word):
        return bool(self.patterns[word].search(fold(text)))

    def any_in(self, text):
        return bool(self.any.search(fold(text)))

    def share(self, text):
        """Give how much of ``text`` the words are, from 0 to 1."""
        return sum(end - start for start, end in self.places(text)) / len(text)

    def pieces(self, text):
        """Give ``text`` in pieces: ``[(piece, whether it is one of the words)]``."""
        text = unicodedata.normalize("NFC", text)
        pieces, done = [], 0
        for start, end in self.places(text):
            pieces += [(text[done:start], False), (text[start:end], True)]
            done = end
        return [(piece, is_word) for piece, is_word in [*pieces, (text[done:], False)] if piece]

    def places(self, text):
        """Give ``(start, end)`` of every place in ``text`` where one of the words stands."""
        folded, origin = with_origin(text)
        return [(origin[found.start()], origin[found.end() - 1] + 1) for found in self.any.finditer(folded)]

    def extract(self, text):
        """Give pieces of some :data:`LENGTH` characters of ``text``, from the sentence with the first of the words."""
        text = unicodedata.normalize("NFC", text)
        start = self.start_of(text)
        part = re.sub(r"\s+", "\u3000", text[start : start + LENGTH].strip())  # lines stand apart
        more = "…" if len(text.rstrip()) > start + LENGTH else ""
        return self.pieces(("…" if start else "") + part + more)

    def start_of(self, text):
        places = self.places(text)
        first = places[0][0] if places else 0
        if first <= BEFORE or len(text) <= LENGTH:
            return 0
        stops = [stop.end() for stop in STOP.finditer(text, max(first - BEFORE, 0), first)]
        return stops[-1] if stops else first - BEFORE


def with_origin(text):
    """Give the folded text, and for each of its characters the place in ``text`` where it comes from."""
    folded = text.translate(FOLDING)
    if len(folded) == len(text):
        return folded, range(len(text))
    origin = [place for place, letter in enumerate(text) for _ in FOLDING[ord(letter)]]
    return folded, origin


def pattern(text):
    """Give the pattern that finds ``text`` in folded text, as the index does: words and numbers whole."""
    return r"[\W_]*".join(unit for match in TOKEN.finditer(fold(text)) for unit in units(match))


def units(match):
    if match["run"]:
        return [re.escape(match["run"])]
    whole, point, part = match[0].replace(",", "").partition(".")
    unit = (",?".join(whole) if whole.isdecimal() else re.escape(whole)) + re.escape(point + part)
    return [rf"(?<![^\W{HAN}]){unit}(?![^\W{HAN}]|\.\d)"]
