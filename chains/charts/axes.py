"""The scales of a chart. All numbers are ``Decimal`` until pygal draws them, so that labels have no noise."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

FEW_PARTS = 4
STEPS = (1, 2, 5, 10)
ROUND_YEARS = (1, 2, 4, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
ROUND_MONTHS = (1, 2, 3, 6, 12)
BEGINS = ("start", 5)


class Axis(NamedTuple):
    """The ends of a value axis and the values that are written beside it, smallest first."""

    low: Decimal
    high: Decimal
    ticks: list[Decimal]


def value_axis(values, *, whole=False):
    """Give the :class:`Axis` of lines through ``values``; ``whole``: only whole numbers make sense.

    It starts at 0, so that heights compare as the numbers do. Only where all that happens would take less than a
    fifth of the height (97.2, 98.1, 97.9) it starts near the values: then the changes are what there is to see, and
    a line, unlike a bar, does not promise otherwise.
    """
    low, high = min(values), max(values)
    if not 0 < high - low < max(abs(low), abs(high)) / 5:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        high += 1
    step = nice_step(high - low, smallest=1 if whole else 0)
    return spread(low, high, step)


def spread(low, high, step):
    """Give the axis from ``low`` to ``high``, widened to whole steps."""
    first, last = (low / step).to_integral_value(ROUND_FLOOR), (high / step).to_integral_value(ROUND_CEILING)
    ticks = [step * number for number in range(int(first), int(last) + 1)]
    return Axis(ticks[0], ticks[-1], ticks)


def rank_axis(values):
    """Give the :class:`Axis` of ranks: from 1, whole numbers only (it is drawn upside down, with 1 on top)."""
    worst = max(*values, Decimal(2))
    step = Decimal(1) if worst <= 6 else nice_step(worst, smallest=5)
    ticks = [max(tick, Decimal(1)) for tick in spread(Decimal(1), worst, step).ticks]
    return Axis(ticks[0], ticks[-1], ticks)


def nice_step(span, *, smallest=0):
    """Give the round number (1, 2 or 5 times a power of ten) that cuts ``span`` into about four parts."""
    rough = span / FEW_PARTS
    power = Decimal(10) ** rough.adjusted()
    return max(next(step * power for step in STEPS if step * power >= rough), Decimal(smallest))


class Tick(NamedTuple):
    """What is written under a day: centred, or (``indent`` px) right of it, where a year or month begins with it."""

    day: date
    text: str
    anchor: str = "middle"
    indent: int = 0


def time_ticks(marks, most):
    """Give what may be written under a time axis for ``marks``: a list of :class:`Tick`, oldest first.

    The periods themselves, under the marks at their ends, where they are few; where whole years fill most of the time,
    these and the newest; else the calendar.
    """
    ends = {}
    for mark in sorted(marks, key=lambda mark: (mark.day, not mark.when.endswith("年"))):
        ends.setdefault(mark.day, mark.when)
    ticks = [Tick(*end) for end in ends.items()]
    if len(ticks) <= most:
        return ticks
    years = [tick for tick in ticks if tick.text.endswith("年")]
    if len(years) > 1 and 2 * (years[-1].day - years[0].day) > ticks[-1].day - ticks[0].day:
        return every(years, most) if years[-1] == ticks[-1] else [*every(years, most - 1), ticks[-1]]
    return calendar_ticks(ticks[0].day, ticks[-1].day, most)


def every(ticks, most):
    """Give every n-th of ``ticks`` counted from the last, so that at most ``most`` are left."""
    return ticks[:: -1 - (len(ticks) - 1) // most][::-1]


def calendar_ticks(first, last, most):
    """Give the beginnings of years, of months, or days: the coarsest of which there are enough."""
    if last.year - first.year > 1:
        years = range(first.year + 1, last.year + 1)
        step = next(step for step in ROUND_YEARS if len(years) / step <= most)
        return [Tick(date(year, 1, 1), f"{year}年", *BEGINS) for year in years if year % step == 0]
    days = [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]
    months = [day for day in days if day.day == 1]
    if len(months) > 2:
        step = next(step for step in ROUND_MONTHS if len(months) / step <= most)
        return [Tick(day, f"{day.year}年{day.month}月", *BEGINS) for day in months if day.month % step == 1 % step]
    return every([Tick(day, f"{day.year}年{day.month}月{day.day}日") for day in days], most)
