"""What a chart shows: the values of an indicator by kind of period, thinned where they are many, and its targets."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from .. import wording
from ..wording import Qualifier

# As many values as one chart draws, and as many lines as can be told apart in it.
MOST = 120
MOST_SERIES = 4

STANDING = "截至当时的总数"
TO_DATE = "年内累计"
RUNNING = (STANDING, TO_DATE)
EXACTNESS = (Qualifier.NEARLY, Qualifier.EXACT, Qualifier.AT_LEAST, Qualifier.OVER)


class Row(NamedTuple):
    """What the table beside a chart says of one mark."""

    label: str
    wording: str


@dataclass(frozen=True)
class Mark:
    """One drawn value. ``short`` is its wording without how many were ranked."""

    label: str
    wording: str
    short: str
    day: date
    value: Decimal
    exactness: int

    @classmethod
    def of(cls, row, unit):
        """Read an observation of an indicator in ``unit`` (its own indicator may not be loaded)."""
        said, short = (wording.figure(row.value, unit, row.qualifier, of=of) for of in (row.of, None))
        return cls(row.period.label, said, short, row.period_end, Decimal(row.value), EXACTNESS.index(row.qualifier))

    @property
    def size(self):
        """What sorts it: of equal numbers 近 is smaller than an exact one, and 突破 larger."""
        return self.value, self.exactness

    @property
    def when(self):
        """The label for a time axis: a total as of June stands at June."""
        return self.label.removeprefix("截至")


@dataclass(frozen=True)
class Series:
    """The marks of one kind of period, oldest first, and how many values they were taken from."""

    kind: str
    marks: list[Mark]
    total: int

    @cached_property
    def lowest(self):
        return min(self.marks, key=lambda mark: mark.size)

    @cached_property
    def highest(self):
        return max(self.marks, key=lambda mark: mark.size)

    @property
    def telling(self):
        """The marks that say most: the newest and the extremes; none twice."""
        return list(dict.fromkeys((self.marks[-1], self.highest, self.lowest)))

    @property
    def runs(self):
        """The marks in runs that one line may join: what is counted from January on starts again each year."""
        if self.kind != TO_DATE:
            return [self.marks]
        years = sorted({mark.day.year for mark in self.marks})
        return [[mark for mark in self.marks if mark.day.year == year] for year in years]


@dataclass(frozen=True)
class Aim:
    """A drawn target: over its days, or (a limit) over all the chart's."""

    label: str
    wording: str
    first: date | None
    last: date | None
    value: Decimal
    target: Any
    counts: bool

    @classmethod
    def of(cls, target, unit, values):
        """Read a target of an indicator in ``unit``; ``values`` are the observations drawn with it."""
        said = wording.aim(target.value, unit, target.qualifier, of=target.of)
        counts = any(target.counts(value) for value in values)
        days = (None, None) if target.kind == "limit" else (target.counts_from, target.period_end)
        return cls(target.dated_name, said, *days, Decimal(target.value), target, counts)


def kind_of(period):
    """Name the kind of ``period``. Only values of one kind may be set side by side, so it has the length in it."""
    first, last = period.first, period.last
    if first is None:
        return STANDING
    if last.precision == "year":
        return "全年" if first == last else f"连续{last.year - first.year + 1}年"
    if period.quarter:
        return "单季"
    if first == last:
        return "单月" if last.precision == "month" else "单日"
    if first.year == last.year and (first.month, first.day or 1) == (1, 1):
        return TO_DATE
    if last.precision == "month":
        return f"连续{12 * (last.year - first.year) + last.month - first.month + 1}个月"
    return f"连续{(last.last_day - first.first_day).days + 1}天"


def by_kind(values):
    """Give ``{kind: observations}``, oldest first, of ``values`` (newest first); the kind with most values leads."""
    groups = {}
    for value in reversed(values):
        groups.setdefault(kind_of(value.period), []).append(value)
    return dict(sorted(groups.items(), key=lambda group: -len(group[1])))


def is_comparable(target, kind, values):
    """Whether ``target`` may be drawn beside the ``values`` of a ``kind``.

    A limit beside any. A goal beside values of its own kind of period, running totals that count for it, and a value
    that stands alone and counts for it; but not beside single quarters, which say nothing of a year.
    """
    if target.kind == "limit" or kind == kind_of(target.period):
        return True
    return (kind in RUNNING or len(values) == 1) and any(target.counts(value) for value in values)


def thinned(points, most=MOST, key=None):
    """Give at most ``most`` (4 or more) of ``points``, in their order and always the same.

    The first and the last stay; the rest is cut into parts of equal count, of which each gives its smallest and its
    largest by ``key``. So no extreme is lost. Few points stay as they are.
    """
    if most < 4:
        raise ValueError("Fewer than 4 points cannot keep both ends and both extremes.")
    if len(points) <= most:
        return list(points)
    inner, parts = range(1, len(points) - 1), (most - 2) // 2
    measure = (lambda index: points[index]) if key is None else (lambda index: key(points[index]))
    chosen = {0, len(points) - 1}
    for part in range(parts):
        bucket = inner[part * len(inner) // parts : (part + 1) * len(inner) // parts]
        chosen |= {min(bucket, key=measure), max(bucket, key=measure)}
    return [points[index] for index in sorted(chosen)]


def size(row):
    """Give what :attr:`Mark.size` will be of an observation."""
    return row.value, EXACTNESS.index(row.qualifier)
