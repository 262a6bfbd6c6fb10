"""Text as it is compared (half width, lower case, simplified), and the tokens by which it is found.

Databases do not split Chinese into words. Each run of Chinese characters is therefore stored as its overlapping pairs
and its last character: 激光装备 → 激光 光装 装备 备. Whatever stands in the run is then found as a row of tokens, and
every character begins a token. Words and numbers of other scripts stay whole: BYD → byd, 1,500.5 → 1500.5.
Text and queries go through the same functions.
"""

import re
import unicodedata
from typing import NamedTuple

from opencc import OpenCC

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇々"
RUN = re.compile(f"[{HAN}]+")
TOKEN = re.compile(
    rf"(?P<run>[{HAN}]+)"
    rf"|(?P<number>(?<![^\W{HAN}])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![^\W{HAN}]))"
    rf"|(?P<word>(?:(?![{HAN}_])\w)+(?:\.\d+)*)"
)
LONGEST = 100  # characters of a token; PostgreSQL takes no more than 2 kB


class Folding(dict):
    """A table for ``str.translate`` that looks each character up once."""

    to_simplified = OpenCC("t2s").convert

    def __missing__(self, code):
        # One by one, so that a part of a text is folded as within the whole. The full-width comma stays what it is:
        # one of half width may stand within a number.
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character).lower()
        self[code] = character if character == "，" else self.to_simplified(plain)
        return self[code]


FOLDING = Folding()


def fold(text):
    """Give ``text`` as it is compared: 產業鏈１６ → 产业链16."""
    return unicodedata.normalize("NFC", text).translate(FOLDING)


def tokens(text):
    """Give the tokens of a text that is to be found, in their order."""
    return [token for match in TOKEN.finditer(fold(text)) for token in tokens_of(match)]


def tokens_of(match):
    if run := match["run"]:
        return [run[start : start + 2] for start in range(len(run))]
    return [match[0].replace(",", "")[:LONGEST]]


class Phrase(NamedTuple):
    """Tokens that stand one after the other; ``is_open``: of the last one, only the start is known."""

    tokens: tuple[str, ...]
    is_open: bool = False

    @classmethod
    def of(cls, text):
        """Give the phrase that finds ``text`` wherever it stands; ``None`` where there is nothing to find."""
        matches = list(TOKEN.finditer(fold(text)))
        if not matches:
            return None
        found = [token for match in matches for token in tokens_of(match)]
        last = matches[-1]["run"]
        if last and len(last) > 1:
            found.pop()  # in the text, the run may go on
        return cls(tuple(found), is_open=bool(last) and len(last) == 1)
