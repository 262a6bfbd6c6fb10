"""How wide text is, where it breaks, and where it can stand without covering other text. Nothing here draws."""

import unicodedata
from itertools import pairwise
from typing import NamedTuple

NOT_FIRST = set("）】》”’，。、；：？！％%)")
GAP = 3


def width(text, size):
    """Estimate the width of ``text`` at ``size`` px: Chinese is as wide as high, Latin a little over half."""
    return size * sum(1 if unicodedata.east_asian_width(letter) in "WFA" else 0.6 for letter in text)


def lines(text, size, room, most):
    """Break ``text`` into at most ``most`` lines of ``room`` px; no line begins with a closing mark, and what does
    not fit ends in …"""
    found = [""]
    for letter in text:
        if found[-1] and letter not in NOT_FIRST and width(found[-1] + letter, size) > room:
            found.append("")
        found[-1] += letter
    return found if len(found) <= most else [*found[: most - 1], found[most - 1][:-1] + "…"]


class Box(NamedTuple):
    """The room that something takes, in px from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self):
        return self.right - self.left

    @property
    def height(self):
        return self.bottom - self.top

    def meets(self, other):
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other):
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )

    def moved_into(self, other):
        """Give this box moved sideways until it is within the left and right of ``other``."""
        shift = max(other.left - self.left, 0) or min(other.right - self.right, 0)
        return self._replace(left=self.left + shift, right=self.right + shift)


def box_of(text, size, x, baseline, anchor="middle"):
    """Give the box of ``text`` that starts, is centred or ends at ``x``."""
    wide = width(text, size)
    left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
    return Box(left, baseline - 0.9 * size, left + wide, baseline + 0.2 * size)


def dot_box(x, y, radius):
    return Box(x - radius, y - radius, x + radius, y + radius)


class Board:
    """Places text one after the other: never over other text or dots, and not over lines where that can be helped
    (``firm``: never)."""

    def __init__(self, bounds, dots=(), strokes=(), *, firm=False):
        self.bounds, self.firm = bounds, firm
        self.taken = [dot_box(x, y, GAP + 3) for x, y in dots]
        self.strokes = [dot_box(x, y, 1) for points in strokes for x, y in along(points)]

    def place(self, candidates):
        """Take the first of the boxes ``candidates`` that is free, and give it; ``None``: there is no room."""
        moved = [box.moved_into(self.bounds) for box in candidates]
        free = [box for box in moved if self.bounds.holds(box) and not any(map(box.meets, self.taken))]
        poor = None if self.firm else next(iter(free), None)
        chosen = next((box for box in free if not any(map(box.meets, self.strokes))), poor)
        if chosen:
            self.taken.append(Box(chosen.left - GAP, chosen.top - GAP, chosen.right + GAP, chosen.bottom + GAP))
        return chosen


def along(points, step=6):
    """Give points every ``step`` px or less along the line through ``points``."""
    for (x, y), (next_x, next_y) in pairwise(points):
        count = int(max(abs(next_x - x), abs(next_y - y)) // step) + 1
        for number in range(count + 1):
            yield x + (next_x - x) * number / count, y + (next_y - y) * number / count


def apart(boxes, gap):
    """Give the numbers of those ``boxes`` (in a row, left to right) that stand ``gap`` px apart; the last one stays."""
    kept, edge = [], float("inf")
    for number, box in reversed(list(enumerate(boxes))):
        if box.right + gap <= edge:
            kept.insert(0, number)
            edge = box.left
    return kept
