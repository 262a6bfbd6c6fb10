"""Periods: one code for each span, read from whatever people write, and labelled as Chinese readers say it."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chains.periods import Period
from portal.shared.dates import PartialDate

days = st.dates(datetime.date(1000, 1, 1), datetime.date(9999, 12, 31))


@st.composite
def periods(draw):
    """Spans and standing totals of every precision."""
    depth = draw(st.integers(1, 3))
    ends = sorted(draw(st.tuples(days, days)))
    first, last = (PartialDate(*(day.year, day.month, day.day)[:depth]) for day in ends)
    if draw(st.booleans()):
        return Period(None, last)
    whole = draw(st.booleans())  # by chance, hardly any span of days is one of whole months
    return (
        Period.span(*map(PartialDate.of_day, (first.first_day, last.last_day))) if whole else Period.span(first, last)
    )


@given(periods())
def test_code_and_label_both_read_back(period):
    assert Period.parse(str(period)) == period
    assert Period.parse(period.label) == period


@given(periods(), periods())
def test_equal_spans_have_one_code_and_one_label(one, other):
    same = (one.start, one.end) == (other.start, other.end) and None not in (one.start, other.start)
    if same:
        assert str(one) == str(other)
        assert one.label == other.label
    elif one != other:
        assert str(one) != str(other)


@pytest.mark.parametrize(
    ("text", "code", "label"),
    [
        ("2021", "2021", "2021年"),
        ("2022-Q1", "2022-Q1", "2022年一季度"),
        ("2022年1季度", "2022-Q1", "2022年一季度"),
        ("2022年第一季度", "2022-Q1", "2022年一季度"),
        ("2022-01/2022-03", "2022-Q1", "2022年一季度"),
        ("2022-01/2022-05", "2022-01/2022-05", "2022年1—5月"),
        ("2022年1-5月", "2022-01/2022-05", "2022年1—5月"),
        ("2022年1月至5月", "2022-01/2022-05", "2022年1—5月"),
        ("２０２２年１～５月", "2022-01/2022-05", "2022年1—5月"),
        ("2022年上半年", "2022-01/2022-06", "2022年1—6月"),
        ("2022年1—12月", "2022", "2022年"),
        ("2022年1月1日至12月31日", "2022", "2022年"),
        ("2022-06-01/2022-06-30", "2022-06", "2022年6月"),
        ("2019-01/2021-12", "2019/2021", "2019—2021年"),
        ("to 2022-06", "to 2022-06", "截至2022年6月"),
        ("截至2022年6月底", "to 2022-06", "截至2022年6月"),
        ("截至2022年6月30日", "to 2022-06-30", "截至2022年6月30日"),
        ("2022-06-01", "2022-06-01", "2022年6月1日"),
        ("2021年11月—2022年2月", "2021-11/2022-02", "2021年11月—2022年2月"),
        ("2022年6月1—15日", "2022-06-01/2022-06-15", "2022年6月1—15日"),
        ("2019—2021年", "2019/2021", "2019—2021年"),
        ("2022年前三季度", "2022-01/2022-09", "2022年1—9月"),
        ("2022年全年", "2022", "2022年"),
        ("2022年末", "to 2022", "截至2022年"),
        ("2022年6月末", "to 2022-06", "截至2022年6月"),
        ("截至2022年三季度末", "to 2022-09", "截至2022年9月"),
    ],
)
def test_people_may_write_periods_in_their_way(text, code, label):
    period = Period.parse(text)
    assert (str(period), period.label) == (code, label)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2022-05/2022-01", "时期的结束（2022年1月）早于开始（2022年5月）。"),
        ("2022-06-31", "2022年6月没有31日。"),
        ("2022/2022-06", "时期的起止应同写到年、月或日。"),
        ("2022-Q5", "“2022-Q5”不是时期。可写2022年、2022年一季度、2022年1—5月、截至2022年6月。"),
        ("2022年13月—14月", "没有13月。"),
        ("最近", "“最近”不是时期。"),
    ],
)
def test_what_is_no_period_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        Period.parse(text)


def test_a_period_knows_its_first_and_last_day():
    span, standing = Period.parse("2022年一季度"), Period.parse("截至2022年6月")
    assert (span.start, span.end) == (datetime.date(2022, 1, 1), datetime.date(2022, 3, 31))
    assert (standing.start, standing.end) == (None, datetime.date(2022, 6, 30))
