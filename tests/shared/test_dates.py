"""Partial dates: read as people write them, stored and shown as precisely as they are known."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.shared.dates import PartialDate

days = st.dates(datetime.date(1000, 1, 1), datetime.date(9999, 12, 31))
partial_dates = st.builds(
    lambda day, depth: PartialDate(*(day.year, day.month, day.day)[:depth]), days, st.integers(1, 3)
)


@given(partial_dates)
def test_what_is_stored_and_what_is_shown_both_read_back(date):
    assert PartialDate.parse(str(date)) == date
    assert PartialDate.parse(date.label) == date


@given(partial_dates)
def test_a_date_covers_whole_days_and_no_more_than_it_says(date):
    after = date.last_day + datetime.timedelta(days=1) if date.last_day < datetime.date.max else None
    assert date.first_day <= date.last_day
    if after:
        parts = (after.year, after.month, after.day)[: len(str(date).split("-"))]
        assert PartialDate(*parts) != date


@given(partial_dates, partial_dates)
def test_dates_sort_as_their_stored_text_does(one, other):
    assert (one < other) == (str(one) < str(other))


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("2022", "2022"),
        ("2022年", "2022"),
        ("2022年6月", "2022-06"),
        ("2022.6", "2022-06"),
        ("2022/6/1", "2022-06-01"),
        (" 2022 年 6 月 1 日 ", "2022-06-01"),
        ("２０２２年６月１号", "2022-06-01"),
    ],
)
def test_people_may_write_dates_in_their_way(text, stored):
    assert str(PartialDate.parse(text)) == stored


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2022-06-31", "2022年6月没有31日。"),
        ("2022-13", "没有13月。"),
        ("2022年0月", "没有0月。"),
        ("2023-02-29", "2023年2月没有29日。"),
        ("0022", "年份应为四位数字。"),
        ("去年三月", "“去年三月”不是日期。"),
        ("2022-06-01T00:00", "不是日期"),
        ("20220601", "不是日期"),
    ],
)
def test_what_is_no_date_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        PartialDate.parse(text)


def test_a_date_is_labelled_as_precisely_as_it_is_known():
    labels = [PartialDate.parse(text).label for text in ("2020", "2021-03", "2022-06-01")]
    assert labels == ["2020年", "2021年3月", "2022年6月1日"]
