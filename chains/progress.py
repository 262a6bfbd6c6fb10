"""How a value stands to its target. Worked out from the two, never typed; bar and words come from here."""

from decimal import ROUND_DOWN, Decimal

from . import wording
from .wording import Qualifier

HUNDRED = Decimal(100)
TENTH = Decimal("0.1")


class Progress:
    """The standing of the first of ``observations`` (newest first) that counts for ``target``, all of ``indicator``."""

    def __init__(self, indicator, observations, target):
        self.indicator = indicator
        self.target = target
        self.observation = next(filter(self._counts, observations), None)
        self.has_values = bool(observations)

    def _counts(self, observation):
        """A goal is measured by what was summed up from its first day on, or stood within its period; a limit by any.

        (What was done in the second quarter alone says nothing of a goal for the year.)
        """
        if self.target.kind == "limit":
            return True
        first = (self.target.period.first or self.target.period.last).first_day
        since = observation.period_start
        return since in (None, first) and first <= observation.period_end <= self.target.period_end

    @property
    def percent(self):
        """The part that is done (goal) or saved (limit) in per cent, a ``Decimal`` with one digit after the point.

        ``None`` where there is no value yet, and where a part of a whole means nothing: rates and ranks.
        A goal is never rounded up to done.
        """
        goal, unit = self.target.value, self.indicator.unit
        if self.observation is None or not goal or unit in ("%", "位"):
            return None
        value = self.observation.value
        if self.target.kind == "limit":
            return ((goal - value) / goal * HUNDRED).quantize(TENTH)
        return (value / goal * HUNDRED).quantize(TENTH, rounding=ROUND_DOWN)

    @property
    def percent_wording(self):
        """The percentage with what must be said of its exactness: 60%, 超60%, 约60%."""
        if self.percent is None:
            return ""
        sign = {Qualifier.EXACT: "", Qualifier.AT_LEAST: "超", Qualifier.OVER: "超"}.get(
            self.observation.qualifier, "约"
        )
        if self.target.kind == "limit" and sign == "超":
            sign = "约"
        return f"{sign}{wording.number(self.percent)}%"

    @property
    def sentence(self):
        """The standing in one sentence: 截至2022年6月，完成12亿元，占年度目标20亿元的60%。"""
        said = f"{self.target.name}{self.target.wording}"
        if self.target.kind == "limit":
            return self._limit_sentence(said)
        year = self.target.period.label
        if self.observation is None:
            return f"{year}目标：{self.target.wording}" + ("。" if self.has_values else "，尚无数据。")
        if self.percent is None:
            return f"{self.observation.period.label}为{self.observation.wording}；{year}目标为{self.target.wording}。"
        until = self.observation.period.last.label
        return f"截至{until}，完成{self.observation.wording}，占{said}的{self.percent_wording}。"

    def _limit_sentence(self, said):
        if self.observation is None:
            return f"{said}，尚无数据。"
        if self.percent is None or self.percent < 0:
            return f"{said}，实际{self.observation.wording}。"
        return f"{said}，实际{self.observation.wording}，压缩{self.percent_wording}。"
