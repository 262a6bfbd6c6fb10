"""Lines and blocks: what a page looks like before anybody asks what it says."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from .people import people_in

SENTENCE_ENDS = "。！？!?…；;"
CLOSING = "”’』」）)》】\"'"
SLACK = 4  # columns by which lines of one width differ: a mark that may not begin a line moves with its neighbour
LEAST_LINES = 4
NARROWEST, WIDEST = 16, 130  # columns; nobody sets narrower or wider type
HAN = "[\u3001-\u303f\u3400-\u9fff\uff01-\uff5e“”]"
SPACED = re.compile(f"(?<={HAN}) (?={HAN})")
INDENT = re.compile("[\u3000]{2}|[\u3000 \xa0\t]{3,}")


@dataclass(frozen=True)
class Line:
    """A line with something on it. ``gap``: how many blank ones are above it (0 above the first)."""

    number: int
    text: str
    gap: int
    is_indented: bool

    @cached_property
    def width(self):
        """In columns: a Chinese character takes two."""
        return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in self.text)


@dataclass(frozen=True)
class Block:
    """Lines that were one line before the page was set. ``is_guess``: whether it may have been two."""

    lines: tuple
    is_guess: bool = False

    @cached_property
    def text(self):
        return join(line.text for line in self.lines)

    @property
    def gap(self):
        return self.lines[0].gap

    @property
    def numbers(self):
        return tuple(line.number for line in self.lines)


def read(text):
    """Give a :class:`Line` for each line of clean ``text`` that is not blank; numbers begin with 1."""
    lines, last = [], None
    for number, raw in enumerate(text.split("\n"), start=1):
        if words := " ".join(raw.split()):
            gap = 0 if last is None else number - last - 1
            lines.append(Line(number, closed_up(words), gap, bool(INDENT.match(raw))))
            last = number
    return lines


def closed_up(text):
    """Give ``text`` without the blanks between all its characters that some PDFs have: 产 业 链."""
    blanks = len(SPACED.findall(text))
    return SPACED.sub("", text) if blanks > 3 and blanks * 3 > len(text) else text


def join(texts):
    """Join what was cut: a blank only between two words of Latin letters, as Chinese is written without."""
    pieces = []
    for text in texts:
        if pieces and is_latin(pieces[-1][-1:]) and is_latin(text[:1]):
            pieces.append(" ")
        pieces.append(text)
    return "".join(pieces)


def is_latin(sign):
    return sign.isascii() and sign.isalpha()


def ends_sentence(text):
    """Whether ``text`` ends as a sentence does, maybe with a mark that closes a quotation after it."""
    return text.rstrip(CLOSING + " ").endswith(tuple(SENTENCE_ENDS)) if text else False


def blocks(lines):
    """Give ``lines`` as blocks: lines that a column has cut are one again where the page is set to a width."""
    width = column_width(lines)
    spacing = most_common_gap(lines) if width else 0  # some PDFs have a blank line below every line
    found = []
    for line, after in zip_longest(lines, lines[1:]):
        if found and width and continues(found[-1][-1], line, after, width, spacing):
            found[-1].append(line)
        else:
            found.append([line])
    has_indents = any(line.is_indented for line in lines)
    return [Block(tuple(run), not has_indents and may_be_two(run)) for run in found]


def column_width(lines):
    """Give the width to which most lines are filled, in columns; ``None`` where lines end as their sentences do.

    Lines that are only alike (a list, headings) are told by their ends: a column cuts sentences anywhere.
    """
    full = Counter(line.width for line in lines if NARROWEST <= line.width <= WIDEST)
    widths = sorted(width for width, number in full.items() for _ in range(number))
    if len(widths) < LEAST_LINES:
        return None
    counts = {width: bisect_left(widths, width + 1) - bisect_left(widths, width - SLACK) for width in full}
    width = max(counts, key=lambda width: (counts[width], width))
    filled = [line for line in lines if width - SLACK <= line.width <= width]
    cut = [line for line in filled if not ends_sentence(line.text)]
    is_set = len(filled) >= LEAST_LINES and len(filled) * 5 >= len(lines) * 2 and len(cut) * 2 > len(filled)
    return width if is_set else None


def continues(line, following, after, width, spacing):
    """Whether ``following`` is the rest of a paragraph that ``line`` fills the column with."""
    if following.gap > spacing or following.is_indented or not fills(line, width):
        return False
    if people_in(line.text) or people_in(following.text):
        return False
    return not (ends_sentence(line.text) and stands_alone(following, after, width, spacing))


def fills(line, width):
    """Whether the next line may go on with this one: full, or nearly so in the middle of a sentence (a long word or a
    number moves to the next line whole).
    """
    return line.width >= width - SLACK or (line.width * 4 >= width * 3 and not ends_sentence(line.text))


def stands_alone(line, after, width, spacing):
    """Whether a line after a finished sentence is no end of a paragraph: short, unfinished, and nothing joins it."""
    is_short = line.width < width - SLACK and not ends_sentence(line.text)
    return is_short and (after is None or after.gap > spacing or after.is_indented or fills(after, width))


def may_be_two(run):
    """Whether a sentence ends with the column inside of ``run``: without indents, a paragraph may end there, too."""
    return any(ends_sentence(line.text) for line in run[:-1])


def most_common_gap(found):
    """Give how many blank lines most of the lines, or blocks, have above them."""
    gaps = Counter(one.gap for one in found[1:])
    return gaps.most_common(1)[0][0] if gaps else 0
