"""How a value stands to its target. Worked out from the two, never typed; bar, table and words come from here."""

from decimal import ROUND_HALF_UP, Decimal

from . import wording
from .wording import RANK, Qualifier

HUNDRED = Decimal(100)
TENTH = Decimal("0.1")
RATES = ("%", "‰", "个百分点", "百分点", "倍")  # a part of a part would say nothing
POINTS = {"%": "个百分点", "‰": "个千分点"}  # what differences of rates are counted in
TIMES = ("小时", "分钟", "天", "日", "工作日", "个工作日", "周", "个月", "月", "年")


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
        if self.indicator.unit in (*RATES, RANK) or not self.target.value > 0 or self.observation.value < 0:
            return False
        return self.is_limit or self.indicator.better != "lower"

    @property
    def percent(self):
        """The part that is done (goal) or saved (limit) in per cent, a ``Decimal`` with one digit after the point.

        ``None`` where there is no value yet, where a part of the whole means nothing, and where a limit was not kept.
        It is rounded, but never up to done.
        """
        if self.observation is None or not self.is_share:
            return None
        value, aim = self.observation.value, self.target.value
        part = aim - value if self.is_limit else value
        if part < 0 or (self.is_limit and part == 0):
            return None
        rounded = (part / aim * HUNDRED).quantize(TENTH, ROUND_HALF_UP)
        return min(rounded, HUNDRED - TENTH) if part < aim else rounded

    @property
    def bar(self):
        """The length of the bar, 0 to 100; ``None``: no bar."""
        return None if self.percent is None else min(self.percent, HUNDRED)

    @property
    def comparison(self):
        """1 where the value is certainly above the target, -1 below it, 0 equal to it, ``None`` where nobody knows."""
        if self.target.qualifier == Qualifier.NEARLY:
            return None
        match self.observation.qualifier:
            case Qualifier.EXACT:
                return self._sign
            case Qualifier.OVER:
                return 1 if self._sign >= 0 else None
            case Qualifier.AT_LEAST:
                return 1 if self._sign > 0 else None
        return -1 if self._sign <= 0 else None  # nearly

    @property
    def _sign(self):
        value, aim = self.observation.value, self.target.value
        return (value > aim) - (value < aim)

    @property
    def is_reached(self):
        """Whether the aim is certainly met by now."""
        if self.observation is None:
            return False
        less_is_better = self.is_limit or self.indicator.better == "lower" or self.is_rank
        wanted = {-1, 0} if less_is_better else {0, 1}
        if self.target.qualifier == Qualifier.OVER:
            wanted.discard(0)
        is_at_least_it = self.observation.qualifier == Qualifier.AT_LEAST and self._sign == 0
        return self.comparison in wanted or (is_at_least_it and 0 in wanted and not less_is_better)

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
        """The percentage with what must be said of its exactness: 60%, 超60%, 约60%, 至少60%."""
        return "" if self.percent is None else f"{self.exactness}{self._plain_percent}"

    @property
    def _plain_percent(self):
        """The bare percentage; what is there, but too little to be a tenth of one, is said to be."""
        has_some = self.percent == 0 and (self.is_limit or self.observation.value > 0)
        return "不足0.1%" if has_some else f"{wording.number(self.percent)}%"

    @property
    def exactness(self):
        """What a percentage of this value and target must say: nothing where both are exact.

        More than 12 of 20 is more than 60%; where the target is inexact, too, or what was saved is asked, it is 约.
        """
        value, aim = self.observation.qualifier, self.target.qualifier
        if aim not in (Qualifier.EXACT, Qualifier.AT_LEAST):  # "at least 20" has its end at exactly 20
            return "约"
        if value == Qualifier.EXACT:
            return ""
        if self.is_limit:
            return "约"
        return {Qualifier.OVER: "超", Qualifier.AT_LEAST: "至少"}.get(value, "约")

    @property
    def standing(self):
        """The standing in a few words, for tables: 完成60%, 压缩80.6%, 高于目标0.2个百分点, 尚无数据."""
        if self.observation is None:
            return "尚无可对照的数值" if self.has_values else "尚无数据"
        if self.percent is not None:
            return f"{self.verb}{self.percent_wording}"
        return self._compared()

    @property
    def verb(self):
        """What the percentage is of: 完成 of a goal, 压缩 of a time limit, 减少 of another."""
        if not self.is_limit:
            return "完成"
        return "压缩" if self.indicator.unit in TIMES else "减少"

    @property
    def brief(self):
        """Value and target in one breath: 6天（法定31天，压缩80.6%）, 12亿元（年度目标20亿元，完成60%）."""
        if self.observation is None:
            return ""
        label = self.target.label
        name = "法定" if self.is_limit and (not label or label.startswith("法定")) else self.target.name
        standing = f"，{self.standing}" if self.standing else ""
        said = f"{name}{self.target.wording}{standing}"
        wording_ = self.observation.wording
        return f"{wording_}，{said}" if wording_.endswith("）") else f"{wording_}（{said}）"

    @property
    def sentence(self):
        """The standing in one sentence: 截至2022年6月，完成12亿元，占年度目标20亿元的60%。"""
        if self.observation is None:
            aim = self._named_aim if self.is_limit else self._aim_of_period
            return f"{aim}{'' if self.has_values else '，尚无数据'}。"
        standing = f"，{self.standing}" if self.standing else ""
        if self.is_limit:
            return f"{self._named_aim}，实际{self.observation.wording}{standing}。"
        if self.percent is None:
            return f"{self.observation.period.label}为{self.observation.wording}；{self._aim_of_period}{standing}。"
        done = "，目标已完成" if self.is_reached and self.indicator.better == "higher" else ""
        return f"{self._done_so_far}，{self._part_of_aim}{done}。"

    @property
    def _done_so_far(self):
        """截至2022年6月，完成12亿元; 2022年完成21亿元; …，已突破12亿元."""
        period, said = self.observation.period, self.observation.wording
        until = period.label if period == self.target.period else f"截至{period.last.label}，"
        return f"{until}{'已' if said.startswith(('突破', '超')) else '完成'}{said}"

    @property
    def _part_of_aim(self):
        """占年度目标20亿元的60%, 约占…, 至少占…, 超过…的60%."""
        takes = {"超": "超过", "": "占"}.get(self.exactness, f"{self.exactness}占")
        return f"{takes}{self._named_aim}的{self._plain_percent}"

    @property
    def _named_aim(self):
        """The aim by its name: 年度目标20亿元, 年度目标（突破20亿元）."""
        said = self.target.wording
        return (
            f"{self.target.name}{said}" if self.target.qualifier == Qualifier.EXACT else f"{self.target.name}（{said}）"
        )

    @property
    def _aim_of_period(self):
        return f"{self.target.period.label}目标为{self.target.wording}"

    def _compared(self):
        """Give how the value compares where a percentage says nothing; empty where nobody knows."""
        if self.comparison is None:
            return "达到目标" if self.is_reached else ""
        if self.is_limit:
            return {1: f"超出时限{self._gap}", 0: "与时限相同", -1: ""}[self.comparison]
        if self.indicator.better == "lower" and not (self.is_rank or self.indicator.unit in RATES):
            return self._kept_below()
        above, below = ("比目标靠后", "比目标靠前") if self.is_rank else ("高于目标", "低于目标")
        return {1: f"{above}{self._gap}", 0: self._equal, -1: f"{below}{self._gap}"}[self.comparison]

    @property
    def _equal(self):
        """What is said where value and aim are the same number."""
        said = {Qualifier.OVER: "尚未突破目标", Qualifier.AT_LEAST: "达到目标"}
        return said.get(self.target.qualifier, "与目标持平")

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
        unit = POINTS.get(self.indicator.unit, self.indicator.unit)
        return f"{wording.number(abs(self.observation.value - self.target.value))}{unit}"
