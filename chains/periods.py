"""The period that a value is about, and what Chinese readers call it."""

import re
from dataclasses import dataclass

from portal.shared.dates import PartialDate, normal_text

QUARTERS = "一二三四"
STANDING = re.compile(r"(?:to|截至|截止|至)(?P<day>.+?)[底末]?|(?P<end>.+?[年月度])[底末]")
QUARTER = re.compile(
    r"(?P<year>\d{4})(?:年(?:第?)|-)(?:Q(?P<latin>[1-4])|(?P<number>[1-4一二三四])季度)", re.IGNORECASE
)
QUARTERS_FROM_JANUARY = re.compile(r"(?P<year>\d{4})年前(?P<number>[二三23])(?:个)?季度")
HALF = re.compile(r"(?P<year>\d{4})年(?P<half>[上下])半年")
SPAN = re.compile(r"(?P<first>.+?)(?:/|—+|–|~|至|到)(?P<last>.+)")
SHORT_MONTHS = re.compile(r"(?P<year>\d{4})年(?P<first>\d{1,2})月?(?:-|—+|–|~|至|到)(?P<last>\d{1,2})月")
SHORT_DAYS = re.compile(
    r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<first>\d{1,2})日?(?:-|—+|–|~|至|到)(?:(?P<until>\d{1,2})月)?(?P<last>\d{1,2})日"
)


@dataclass(frozen=True)
class Period:
    """A span of time, or (``first`` is ``None``) a standing total as of ``last``.

    Both ends are partial dates of one precision. ``str()`` gives the code in which periods are stored, imported and
    filtered; equal spans have one code:

    ========================  ====================
    ``2021``                  2021年
    ``2022-Q1``               2022年一季度
    ``2022-01/2022-05``       2022年1—5月
    ``2022-06``               2022年6月
    ``2022-06-01``            2022年6月1日
    ``to 2022-06``            截至2022年6月
    ========================  ====================
    """

    first: PartialDate | None
    last: PartialDate

    def __post_init__(self):
        if self.first is None:
            return
        if self.first.precision != self.last.precision:
            raise ValueError("时期的起止应同写到年、月或日。")
        if self.last < self.first:
            raise ValueError(f"时期的结束（{self.last.label}）早于开始（{self.first.label}）。")

    @classmethod
    def parse(cls, text):
        """Read a code or what people write for it: 2022年一季度, 2022年1—5月, 2022年上半年, 截至2022年6月.

        Raises ``ValueError`` with a Chinese sentence that can be shown to the person who typed it.
        """
        text = normal_text(text)
        try:
            return cls.read(re.sub("年?全年$", "年", text))
        except ValueError as error:
            if "不是日期" not in str(error):
                raise
        raise ValueError(f"“{text}”不是时期。可写2022年、2022年一季度、2022年1—5月、截至2022年6月。")

    @classmethod
    def read(cls, text):
        if match := STANDING.fullmatch(text):
            ended = match["day"] or match["end"]
            return cls(None, cls.read(ended).last if QUARTER.fullmatch(ended) else PartialDate.parse(ended))
        if match := QUARTERS_FROM_JANUARY.fullmatch(text):
            number = QUARTERS.find(match["number"]) + 1 or int(match["number"])
            return cls.of_months(int(match["year"]), 1, 3 * number)
        if match := QUARTER.fullmatch(text):
            quarter = int(match["latin"] or 0) or (QUARTERS.find(match["number"]) + 1 or int(match["number"]))
            return cls.of_months(int(match["year"]), 3 * quarter - 2, 3 * quarter)
        if match := HALF.fullmatch(text):
            return cls.of_months(int(match["year"]), *((1, 6) if match["half"] == "上" else (7, 12)))
        if match := SHORT_MONTHS.fullmatch(text):
            return cls.of_months(*(int(number) for number in match.groups()))
        if match := SHORT_DAYS.fullmatch(text):
            year, month, first, until, last = (int(number) if number else None for number in match.groups())
            return cls.span(PartialDate(year, month, first), PartialDate(year, until or month, last))
        if match := SPAN.fullmatch(text):
            return cls.span(PartialDate.parse(match["first"]), PartialDate.parse(match["last"]))
        return cls.span(*[PartialDate.parse(text)] * 2)

    @classmethod
    def of_months(cls, year, first, last):
        """Give the span from month ``first`` to month ``last`` of one year."""
        return cls.span(PartialDate(year, first), PartialDate(year, last))

    @classmethod
    def span(cls, first, last):
        """Give the span from ``first`` to ``last``: in months where the days are whole months, and so in years."""
        if first.precision == last.precision == "day" and first.day == 1 and last.day == last.of_month.last_day.day:
            first, last = first.of_month, last.of_month
        if first.precision == last.precision == "month" and (first.month, last.month) == (1, 12):
            first, last = PartialDate(first.year), PartialDate(last.year)
        return cls(first, last)

    def __str__(self):
        if self.first is None:
            return f"to {self.last}"
        if self.first == self.last:
            return str(self.last)
        if self.quarter:
            return f"{self.last.year}-Q{self.quarter}"
        return f"{self.first}/{self.last}"

    @property
    def quarter(self):
        """The number of the quarter that this span is exactly, or ``None``."""
        first, last = self.first, self.last
        if first is None or last.precision != "month" or first.year != last.year or last.month % 3:
            return None
        return last.month // 3 if first.month == last.month - 2 else None

    @property
    def start(self):
        """The first day, or ``None`` for a standing total."""
        return self.first and self.first.first_day

    @property
    def end(self):
        """The last day."""
        return self.last.last_day

    @property
    def opening(self):
        """The day from which what is done counts for an aim of this period: its first, or the first of its year."""
        return self.start or PartialDate(self.last.year).first_day

    @property
    def label(self):
        """What Chinese readers call this period."""
        first, last = self.first, self.last
        if first is None:
            return f"截至{last.label}"
        if first == last:
            return last.label
        if self.quarter:
            return f"{last.year}年{QUARTERS[self.quarter - 1]}季度"
        if last.precision == "year":
            return f"{first.year}—{last.label}"
        if first.year != last.year:
            return f"{first.label}—{last.label}"
        if last.precision == "month":
            return f"{last.year}年{first.month}—{last.month}月"
        if first.month == last.month:
            return f"{last.year}年{last.month}月{first.day}—{last.day}日"
        return f"{first.label}—{last.month}月{last.day}日"
