"""Dates that are known to the year, the month or the day, and never made more precise than their source."""

import calendar
import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import total_ordering

PATTERN = re.compile(
    r"(?P<year>\d{4})年?(?:[-/.]?(?P<month>\d{1,2})月?(?:[-/.]?(?P<day>\d{1,2})[日号]?)?)?",
)
SEPARATED = re.compile(r"\d{4}(?:年(?:\d{1,2}月(?:\d{1,2}[日号])?)?|(?:[-/.]\d{1,2}){0,2})")


def normal_text(text):
    """Give ``text`` with half-width digits and signs, without any white space (what people type varies)."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text)))


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A year, a month of a year, or a day.

    ``str()`` gives the reduced-precision form of ISO 8601 (``2022``, ``2022-06``, ``2022-06-01``), which is how it
    is stored, sorted and written in the API; it is also a valid value for HTML's ``<time datetime>``.
    A coarser date sorts before the finer ones that it contains.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self):
        if not 1000 <= self.year <= 9999:
            raise ValueError("年份应为四位数字。")
        if self.day is not None and self.month is None:
            raise ValueError("有日就要有月。")
        if self.month is not None and not 1 <= self.month <= 12:
            raise ValueError(f"没有{self.month}月。")
        if self.day is not None and not 1 <= self.day <= calendar.monthrange(self.year, self.month)[1]:
            raise ValueError(f"{self.year}年{self.month}月没有{self.day}日。")

    @classmethod
    def parse(cls, text):
        """Read ``2022``, ``2022-06``, ``2022/6/1``, ``2022.6`` or ``2022年6月1日``.

        Raises ``ValueError`` with a Chinese sentence that can be shown to the person who typed it.
        """
        text = normal_text(text)
        if not SEPARATED.fullmatch(text):
            raise ValueError(f"“{text}”不是日期。请写成2022、2022-06或2022-06-01，也可写2022年6月1日。")
        return cls(*(int(part) if part else None for part in PATTERN.fullmatch(text).groups()))

    @classmethod
    def of_day(cls, day):
        """Give the partial date that is exactly ``day``, a ``datetime.date``."""
        return cls(day.year, day.month, day.day)

    def __str__(self):
        numbers = [f"{self.year:04}", *(f"{n:02}" for n in (self.month, self.day) if n is not None)]
        return "-".join(numbers)

    def __lt__(self, other):
        return str(self) < str(other)

    @property
    def precision(self):
        """``"year"``, ``"month"`` or ``"day"``."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def of_month(self):
        """The month of this day."""
        return PartialDate(self.year, self.month)

    @property
    def label(self):
        """The date in Chinese prose: 2020年, 2021年3月, 2022年6月1日."""
        month = f"{self.month}月" if self.month else ""
        day = f"{self.day}日" if self.day else ""
        return f"{self.year}年{month}{day}"

    @property
    def first_day(self):
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self):
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])
