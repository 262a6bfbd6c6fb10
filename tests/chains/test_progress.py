"""Progress to a target: one sentence, one percentage, never more exact than what it is made from."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chains.models import Indicator, Observation, Target
from chains.periods import Period
from chains.progress import Progress


def progress(
    value,
    target,
    *,
    unit="亿元",
    better="higher",
    qualifier="exact",
    kind="goal",
    period="2022-01/2022-06",
    **target_values,
):
    """Give the progress of rows that are not saved."""
    indicator = Indicator(unit=unit, better=better)
    values = {"indicator": indicator, "qualifier": qualifier}
    observation = None if value is None else Observation(value=Decimal(value), **dated(period), **values)
    aim = Target(**{"indicator": indicator, "kind": kind, "value": Decimal(target), **due("2022")} | target_values)
    return Progress(indicator, [observation] if observation else [], aim)


def dated(text):
    period = Period.parse(text)
    return {"period": period, "period_start": period.start, "period_end": period.end}


def due(text):
    return dated(text) | {"counts_from": Period.parse(text).opening}


def test_a_part_of_the_goal_is_said_with_its_percentage():
    assert progress("12", "20").sentence == "截至2022年6月，完成12亿元，占年度目标20亿元的60%。"


@pytest.mark.parametrize(("qualifier", "said"), [("over", "超60%"), ("at_least", "至少60%"), ("nearly", "约60%")])
def test_a_percentage_of_an_inexact_value_says_so(qualifier, said):
    assert progress("12", "20", qualifier=qualifier).percent_wording == said


def test_a_limit_says_what_was_saved():
    saved = progress("6", "31", unit="天", kind="limit", label="法定办理时限", period="to 2022-06")
    assert saved.sentence == "法定办理时限31天，实际6天，压缩80.6%。"


def test_a_limit_that_was_not_kept_claims_no_saving():
    late = progress("40", "31", unit="天", kind="limit", period="to 2022-06")
    assert late.sentence == "法定时限31天，实际40天，超出时限9天。"


def test_a_goal_without_a_value_says_that_there_is_none():
    assert progress(None, "400", unit="家").sentence == "2022年目标为400家，尚无数据。"


def test_a_value_of_another_year_does_not_count_for_the_goal():
    assert progress("148", "160", period="2021").observation is None


def test_what_was_done_in_a_part_of_the_year_alone_does_not_count_for_its_goal():
    assert progress("6", "20", period="2022-Q2").sentence == "2022年目标为20亿元。"


def test_the_newest_value_that_counts_is_taken_and_newer_ones_left_out():
    both = progress("10", "20", period="2022-01/2022-06")
    values = [Observation(value=6, indicator=both.indicator, **dated("2022-Q2")), both.observation]
    assert Progress(both.indicator, values, both.target).percent == 50


def test_a_goal_that_stands_at_a_time_is_measured_within_its_period():
    indicator = Indicator(unit="家")
    goal = Target(indicator=indicator, value=Decimal(20), kind="goal", **due("截至2022年"))
    assert (
        Progress(indicator, [Observation(indicator=indicator, value=Decimal(5), **dated("to 2022-06"))], goal).percent
        == 25
    )


def test_a_standing_total_of_the_year_counts_for_its_goal():
    assert progress("12", "20", period="to 2022-06").percent == 60


def test_a_rate_is_set_beside_its_goal_without_a_percentage_of_a_percentage():
    rate = progress("70.2", "70", unit="%", period="2022-01/2022-04")
    assert rate.percent is None
    assert rate.sentence == "2022年1—4月为70.2%；2022年目标为70%，高于目标0.2个百分点。"


def test_a_goal_that_was_reached_is_said_to_be():
    assert progress("21", "20").sentence == "截至2022年6月，完成21亿元，占年度目标20亿元的105%，目标已完成。"
    assert progress("21", "20").bar == 100


@pytest.mark.parametrize(("value", "qualifier"), [("20", "nearly"), ("19.99", "exact"), ("19", "over")])
def test_a_goal_that_may_not_be_reached_is_not_said_to_be(value, qualifier):
    assert "目标已完成" not in progress(value, "20", qualifier=qualifier).sentence


def test_where_less_is_better_nothing_is_done_but_kept_below():
    kept = progress("18", "20", unit="吨", better="lower")
    assert (kept.percent, kept.bar, kept.percent_wording) == (None, None, "")
    assert kept.sentence == "2022年1—6月为18吨；2022年目标为20吨，尚在目标之内。"
    assert progress("18", "20", unit="吨", better="lower", period="2022").standing == "达到目标"
    assert progress("21", "20", unit="吨", better="lower").standing == "超出目标"


@pytest.mark.parametrize(("value", "said"), [("4", "比目标靠前1位"), ("5", "与目标持平"), ("10", "比目标靠后5位")])
def test_a_rank_is_before_or_behind_its_aim(value, said):
    rank = progress(value, "5", unit="位", better="lower", period="2022")
    assert rank.percent is None
    assert rank.sentence == f"2022年为第{value}位；2022年目标为第5位，{said}。"


@pytest.mark.parametrize(
    ("value", "qualifier", "aim", "said"),
    [
        ("70.2", "exact", "at_least", "高于目标0.2个百分点"),
        ("68", "exact", "exact", "低于目标2个百分点"),
        ("70", "over", "exact", "高于目标"),
        ("70", "nearly", "exact", "低于目标"),
        ("69", "over", "exact", ""),
        ("70", "exact", "nearly", ""),
    ],
)
def test_percentages_are_compared_in_points_and_only_as_exactly_as_they_are_known(value, qualifier, aim, said):
    indicator = Indicator(unit="%")
    goal = Target(indicator=indicator, kind="goal", value=Decimal(70), qualifier=aim, **due("2022"))
    rate = Observation(indicator=indicator, value=Decimal(value), qualifier=qualifier, **dated("2022-Q1"))
    assert Progress(indicator, [rate], goal).standing == said


def test_a_limit_in_one_breath():
    saved = progress("6", "31", unit="天", kind="limit", period="to 2022-06")
    assert saved.brief == "6天（法定31天，压缩80.6%）"
    assert progress("12", "20").brief == "12亿元（年度目标20亿元，完成60%）"
    assert progress(None, "20").brief == ""


def test_an_indicator_is_said_in_one_line():
    indicator = Indicator(name="审批用时", unit="天")
    limit = Target(indicator=indicator, kind="limit", label="法定办理时限", value=Decimal(31))
    value = Observation(indicator=indicator, value=Decimal(6), **dated("to 2022-06"))
    indicator.standing_values, indicator.known_targets = [value], [limit]
    assert indicator.summary == "审批用时：6天（法定31天，压缩80.6%），截至2022年6月。"
    indicator = Indicator(name="审批用时", unit="天")
    indicator.standing_values, indicator.known_targets = [], []
    assert indicator.summary == "审批用时：尚无数据。"


@pytest.mark.parametrize(
    ("value", "aim", "values", "sentence"),
    [
        ("12", "20", {"qualifier": "over"}, "截至2022年6月，已突破12亿元，超过年度目标20亿元的60%。"),
        ("12", "20", {"qualifier": "nearly"}, "截至2022年6月，完成近12亿元，约占年度目标20亿元的60%。"),
        ("12", "20", {"qualifier": "at_least"}, "截至2022年6月，完成12亿元以上，至少占年度目标20亿元的60%。"),
        (
            "20",
            "20",
            {"qualifier": "at_least"},
            "截至2022年6月，完成20亿元以上，至少占年度目标20亿元的100%，目标已完成。",
        ),
        ("21", "20", {"period": "2022"}, "2022年完成21亿元，占年度目标20亿元的105%，目标已完成。"),
        ("0.001", "30", {}, "截至2022年6月，完成0.001亿元，占年度目标30亿元的不足0.1%。"),
        ("0", "30", {}, "截至2022年6月，完成0亿元，占年度目标30亿元的0%。"),
        ("2", "3", {"unit": "家"}, "截至2022年6月，完成2家，占年度目标3家的66.7%。"),
        ("2", "3", {"unit": "个百分点"}, "2022年1—6月为2个百分点；2022年目标为3个百分点，低于目标1个百分点。"),
        ("-1", "20", {}, "2022年1—6月为-1亿元；2022年目标为20亿元，低于目标21亿元。"),
    ],
)
def test_what_is_done_is_said_as_readers_would_say_it(value, aim, values, sentence):
    assert progress(value, aim, **values).sentence == sentence


def test_a_rate_that_should_be_exceeded_or_held_is_said_so_where_it_is_just_there():
    indicator = Indicator(unit="%")
    rate = Observation(indicator=indicator, value=Decimal(70), **dated("2022-Q1"))
    goals = {
        qualifier: Target(indicator=indicator, kind="goal", value=Decimal(70), qualifier=qualifier, **due("2022"))
        for qualifier in ("exact", "over", "at_least")
    }
    said = {qualifier: Progress(indicator, [rate], goal).standing for qualifier, goal in goals.items()}
    assert said == {"exact": "与目标持平", "over": "尚未突破目标", "at_least": "达到目标"}


def test_a_limit_is_called_what_it_is():
    promised = progress("6", "31", unit="天", kind="limit", label="承诺办理时限")
    assert promised.brief == "6天（承诺办理时限31天，压缩80.6%）"
    assert progress("300", "500", unit="家", kind="limit").standing == "减少40%"


def test_a_rank_has_no_double_brackets():
    indicator = Indicator(unit="位")
    goal = Target(indicator=indicator, kind="goal", value=Decimal(9), **due("2022"))
    rank = Observation(indicator=indicator, value=Decimal(10), of=157, **dated("2022"))
    assert Progress(indicator, [rank], goal).brief == "第10位（共157家），年度目标第9位，比目标靠后1位"


def test_where_no_value_counts_the_table_says_so():
    assert progress("6", "20", period="2022-Q2").standing == "尚无可对照的数值"


def test_a_limit_that_was_just_kept_saved_nothing():
    assert progress("31", "31", unit="天", kind="limit").sentence == "法定时限31天，实际31天，与时限相同。"


@pytest.mark.parametrize("aim", ["over", "nearly"])
def test_a_percentage_of_an_inexact_aim_says_so(aim):
    assert progress("12", "20", qualifier="exact").percent_wording == "60%"
    indicator = Indicator(unit="家")
    goal = Target(indicator=indicator, kind="goal", value=Decimal(20), qualifier=aim, **due("2022"))
    value = Observation(indicator=indicator, value=Decimal(12), **dated("2022-Q1"))
    assert Progress(indicator, [value], goal).percent_wording == "约60%"


def test_a_goal_of_nothing_gives_no_percentage():
    assert progress("12", "0").percent is None


amounts = st.decimals(min_value=0, max_value=10**6, places=2)
exactness = st.sampled_from(["exact", "over", "nearly", "at_least"])


@given(amounts, amounts, exactness, exactness, st.sampled_from(["goal", "limit"]), st.sampled_from(["higher", "lower"]))
def test_bar_table_and_words_never_disagree(value, aim, qualifier, aim_qualifier, kind, better):
    indicator = Indicator(unit="亿元", better=better)
    target = Target(indicator=indicator, kind=kind, value=aim, qualifier=aim_qualifier, **due("2022"))
    observation = Observation(indicator=indicator, value=value, qualifier=qualifier, **dated("2022-Q1"))
    made = Progress(indicator, [observation], target)
    assert (made.bar is None) == (made.percent is None) == (made.percent_wording == "")
    if made.percent is None:
        assert "%" not in made.sentence + made.standing + made.brief
    else:
        assert made.bar == min(made.percent, 100)
        inexact = qualifier != "exact" or aim_qualifier not in ("exact", "at_least")
        assert bool(made.exactness) == inexact
        assert all(made.percent_wording in words for words in (made.standing, made.brief))
        assert made.percent_wording.removeprefix(made.exactness) in made.sentence
        said = {"超": "超过", "约": "约", "至少": "至少占", "": ""}[made.exactness]
        assert said in made.sentence


@pytest.mark.parametrize("qualifier", ["over", "nearly", "at_least"])
def test_what_an_inexact_value_saved_is_about_that_much(qualifier):
    assert progress("6", "31", unit="天", kind="limit", qualifier=qualifier).percent_wording == "约80.6%"


@given(st.integers(1, 10**6), st.integers(1, 10**6))
@example(999_999, 1_000_000)
def test_a_goal_is_never_rounded_up_to_done(value, goal):
    if value < goal:
        assert progress(value, goal).percent < 100
