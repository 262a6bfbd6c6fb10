"""Progress to a target: one sentence, one percentage, never more exact than what it is made from."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chains.models import Indicator, Observation, Target
from chains.periods import Period
from chains.progress import Progress


def progress(value, target, *, unit="亿元", qualifier="exact", kind="goal", period="2022-01/2022-06", **target_values):
    """Give the progress of rows that are not saved."""
    indicator = Indicator(unit=unit)
    values = {"indicator": indicator, "qualifier": qualifier}
    observation = None if value is None else Observation(value=Decimal(value), **dated(period), **values)
    aim = Target(indicator=indicator, kind=kind, value=Decimal(target), **dated("2022"), **target_values)
    return Progress(indicator, [observation] if observation else [], aim)


def dated(text):
    period = Period.parse(text)
    return {"period": period, "period_start": period.start, "period_end": period.end}


def test_a_part_of_the_goal_is_said_with_its_percentage():
    assert progress("12", "20").sentence == "截至2022年6月，完成12亿元，占年度目标20亿元的60%。"


@pytest.mark.parametrize(("qualifier", "said"), [("over", "超60%"), ("at_least", "超60%"), ("nearly", "约60%")])
def test_a_percentage_of_an_inexact_value_says_so(qualifier, said):
    assert progress("12", "20", qualifier=qualifier).percent_wording == said


def test_a_limit_says_what_was_saved():
    saved = progress("6", "31", unit="天", kind="limit", label="法定办理时限", period="to 2022-06")
    assert saved.sentence == "法定办理时限31天，实际6天，压缩80.6%。"


def test_a_limit_that_was_not_kept_claims_no_saving():
    late = progress("40", "31", unit="天", kind="limit", period="to 2022-06")
    assert late.sentence == "法定时限31天，实际40天。"


def test_a_goal_without_a_value_says_that_there_is_none():
    assert progress(None, "400", unit="家").sentence == "2022年目标：400家，尚无数据。"


def test_a_value_of_another_year_does_not_count_for_the_goal():
    assert progress("148", "160", period="2021").observation is None


def test_what_was_done_in_a_part_of_the_year_alone_does_not_count_for_its_goal():
    assert progress("6", "20", period="2022-Q2").sentence == "2022年目标：20亿元。"


def test_the_newest_value_that_counts_is_taken_and_newer_ones_left_out():
    both = progress("10", "20", period="2022-01/2022-06")
    values = [Observation(value=6, indicator=both.indicator, **dated("2022-Q2")), both.observation]
    assert Progress(both.indicator, values, both.target).percent == 50


def test_a_goal_that_stands_at_a_time_is_measured_within_its_period():
    indicator = Indicator(unit="家")
    goal = Target(indicator=indicator, value=Decimal(20), kind="goal", **dated("截至2022年"))
    assert (
        Progress(indicator, [Observation(indicator=indicator, value=Decimal(5), **dated("to 2022-06"))], goal).percent
        == 25
    )


def test_a_standing_total_of_the_year_counts_for_its_goal():
    assert progress("12", "20", period="to 2022-06").percent == 60


def test_a_rate_is_set_beside_its_goal_without_a_percentage_of_a_percentage():
    rate = progress("70.2", "70", unit="%", period="2022-01/2022-04")
    assert rate.percent is None
    assert rate.sentence == "2022年1—4月为70.2%；2022年目标为70%。"


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_goal_is_never_rounded_up_to_done(value, goal):
    if value < goal:
        assert progress(value, goal).percent < 100
