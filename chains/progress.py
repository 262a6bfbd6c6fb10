"""How a value stands to its target. Worked out from the two, never typed; bar, table and words come from here."""

from decimal import ROUND_DOWN, Decimal

from . import wording
from .wording import PERCENT, RANK, Qualifier

HUNDRED = Decimal(100)
TENTH = Decimal("0.1")


class Progress:
    """The standing of the first of ``observations`` (newest first) that counts for ``target``, all of ``indicator``."""

    def __init__(self, indicator, observations, target):
        self.indicator = indicator
        self.target = target
        self.observation = next((value for value in observations if target.counts(value)), None)
        self.has_values = bool(observations)

    # The numbers

    @property
    def is_limit(self):
        return self.target.kind == "limit"

    @property
    def is_share(self):
        """Whether a part of the whole means something: not for rates and ranks, nor where less is better."""
        if self.indicator.unit in (PERCENT, RANK) or not self.target.value > 0 or self.observation.value < 0:
            return False
        return self.is_limit or self.indicator.better != "lower"

    @property
    def percent(self):
        """The part that is done (goal) or saved (limit) in per cent, a ``Decimal`` with one digit after the point.

        ``None`` where there is no value yet, where a part of the whole means nothing, and where a limit was not kept.
        It is cut, not rounded: nothing is done before it is.
        """
        if self.observation is None or not self.is_share:
            return None
        value, aim = self.observation.value, self.target.value
        if self.is_limit:
            return ((aim - value) / aim * HUNDRED).quantize(TENTH, ROUND_DOWN) if value < aim else None
        return (value / aim * HUNDRED).quantize(TENTH, ROUND_DOWN)

    @property
    def bar(self):
        """The length of the bar, 0 to 100; ``None``: no bar."""
        return None if self.percent is None else min(self.percent, HUNDRED)

    @property
    def comparison(self):
        """1 where the value is certainly above the target, -1 below it, 0 equal to it, ``None`` where nobody knows."""
        value, aim = self.observation.value, self.target.value
        sign = (value > aim) - (value < aim)
        if self.target.qualifier == Qualifier.NEARLY:
            return None
        match self.observation.qualifier:
            case Qualifier.EXACT:
                return sign
            case Qualifier.OVER:
                return 1 if sign >= 0 else None
            case Qualifier.AT_LEAST:
                return 1 if sign > 0 else None
        return -1 if sign <= 0 else None  # nearly

    @property
    def is_reached(self):
        """Whether the aim is certainly met by now."""
        wanted = {-1, 0} if self.is_limit or self.indicator.better == "lower" or self.is_rank else {0, 1}
        if self.target.qualifier == Qualifier.OVER:
            wanted.discard(0)
        return self.observation is not None and self.comparison in wanted

    @property
    def is_rank(self):
        return self.indicator.unit == RANK

    @property
    def is_over(self):
        """Whether the period of the target is over with this value."""
        return self.observation.period_end == self.target.period_end

    # The words

    @property
    def percent_wording(self):
        """The percentage with what must be said of its exactness: 60%, 超60%, 约60%."""
        if self.percent is None:
            return ""
        return f"{self.sign}{wording.number(self.percent)}%"

    @property
    def sign(self):
        """What a percentage of this value and target must say: nothing where both are exact.

        More than 12 of 20 is more than 60%; where the target is inexact, too, or what was saved is asked, it is 约.
        """
        value, aim = self.observation.qualifier, self.target.qualifier
        if aim not in (Qualifier.EXACT, Qualifier.AT_LEAST):  # "at least 20" has its end at exactly 20
            return "约"
        if value == Qualifier.EXACT:
            return ""
        return "超" if value in (Qualifier.OVER, Qualifier.AT_LEAST) and not self.is_limit else "约"

    @property
    def standing(self):
        """The standing in a few words, for tables: 完成60%, 压缩80.6%, 高于目标0.2个百分点, 尚无数据."""
        if self.observation is None:
            return "" if self.has_values else "尚无数据"
        if self.percent is not None:
            return f"{'压缩' if self.is_limit else '完成'}{self.percent_wording}"
        return self._compared()

    @property
    def brief(self):
        """Value and target in one breath: 6天（法定31天，压缩80.6%）, 12亿元（年度目标20亿元，完成60%）."""
        if self.observation is None:
            return ""
        name = "法定" if self.is_limit else self.target.name
        standing = f"，{self.standing}" if self.standing else ""
        return f"{self.observation.wording}（{name}{self.target.wording}{standing}）"

    @property
    def sentence(self):
        """The standing in one sentence: 截至2022年6月，完成12亿元，占年度目标20亿元的60%。"""
        aim = f"{self.target.name}{self.target.wording}"
        if self.observation is None:
            return f"{aim if self.is_limit else self._aim}{'' if self.has_values else '，尚无数据'}。"
        if self.is_limit:
            standing = f"，{self.standing}" if self.standing else ""
            return f"{aim}，实际{self.observation.wording}{standing}。"
        if self.percent is None:
            standing = f"，{self.standing}" if self.standing else ""
            return f"{self.observation.period.label}为{self.observation.wording}；{self._aim}{standing}。"
        until = f"截至{self.observation.period.last.label}，完成{self.observation.wording}"
        done = "，目标已完成" if self.is_reached and self.indicator.better == "higher" else ""
        return f"{until}，占{aim}的{self.percent_wording}{done}。"

    @property
    def _aim(self):
        return f"{self.target.period.label}目标为{self.target.wording}"

    def _compared(self):
        """Give how the value compares where a percentage says nothing; empty where nobody knows."""
        if self.comparison is None:
            return ""
        if self.is_limit:
            return {1: f"超出{self._gap}", 0: "与时限相同", -1: ""}[self.comparison]
        if self.indicator.better == "lower" and not (self.is_rank or self.indicator.unit == PERCENT):
            return self._kept_below()
        above, below = ("比目标靠后", "比目标靠前") if self.is_rank else ("高于目标", "低于目标")
        return {1: f"{above}{self._gap}", 0: "与目标持平", -1: f"{below}{self._gap}"}[self.comparison]

    def _kept_below(self):
        if not self.is_reached:
            return "超出目标"
        return "达到目标" if self.is_over else "尚在目标之内"

    @property
    def _gap(self):
        """The difference with its unit; of percentages it is in 百分点. Empty unless both are exact."""
        threshold = self.target.qualifier in (Qualifier.EXACT, Qualifier.AT_LEAST)
        if self.observation.qualifier != Qualifier.EXACT or not threshold:
            return ""
        unit = "个百分点" if self.indicator.unit == PERCENT else self.indicator.unit
        return f"{wording.number(abs(self.observation.value - self.target.value))}{unit}"
