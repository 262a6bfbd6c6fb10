"""The wording of figures: how Chinese readers say them, and never a digit lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chains import wording
from chains.wording import Qualifier

values = st.decimals(min_value=0, max_value=10**11, places=4)


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "said"),
    [
        ("1500", "亿元", "over", "突破1500亿元"),
        ("10000", "亿元", "over", "突破1万亿元"),
        ("15000", "名", "nearly", "近1.5万名"),
        ("77000", "户", "nearly", "近7.7万户"),
        ("100000", "人", "over", "超10万人"),
        ("800", "家", "over", "800余家"),
        ("57", "家", "over", "超57家"),
        ("0", "家", "over", "超0家"),
        ("-10", "家", "over", "超-10家"),
        ("70", "%", "over", "超70%"),
        ("70.2", "%", "exact", "70.2%"),
        ("70", "%", "at_least", "70%以上"),
        ("48.10", "亿元", "exact", "48.1亿元"),
        ("12300", "户", "exact", "12300户"),
        ("12345", "户", "nearly", "近12345户"),
        ("0", "户", "exact", "0户"),
    ],
)
def test_a_figure_is_said_as_chinese_readers_say_it(value, unit, qualifier, said):
    assert wording.figure(Decimal(value), unit, qualifier) == said


def test_a_rank_says_out_of_how_many_where_that_is_known():
    assert wording.figure(Decimal(10), "位", of=157) == "第10位（共157家）"
    assert wording.figure(Decimal(6), "位") == "第6位"


def test_an_aim_for_more_is_to_be_broken_through_not_left_over():
    assert wording.aim(Decimal(50), "家", "over") == "突破50家"
    assert wording.aim(Decimal(70), "%", "at_least") == "70%以上"


@given(values)
def test_plain_digits_lose_nothing(value):
    assert Decimal(wording.number(value)) == value
    assert "E" not in wording.number(value)


UNITS = ["亿元", "万元", "元", "户", "%", "家", "个百分点", "万吨", "天", "m²"]
signed = st.decimals(min_value=-(10**11), max_value=10**11, places=4)
round_values = st.integers(1, 99999).map(lambda number: Decimal(number) * 100)


@given(signed | round_values, st.sampled_from(Qualifier), st.sampled_from(UNITS))
def test_what_was_worded_reads_back(value, qualifier, unit):
    said = wording.figure(value, unit, qualifier)
    assert wording.parse(said, unit) == (value, qualifier, None)


@given(st.integers(1, 10**6), st.none() | st.integers(1, 10**6))
def test_a_rank_that_was_worded_reads_back(value, of):
    assert wording.parse(wording.figure(Decimal(value), "位", of=of), "位") == (value, Qualifier.EXACT, of)


@pytest.mark.parametrize(
    ("text", "unit", "value", "qualifier"),
    [
        ("1500", "亿元", "1500", "exact"),
        ("1,500.50 亿元", "亿元", "1500.5", "exact"),
        ("１５００亿", "亿元", "1500", "exact"),
        ("1500万", "万元", "1500", "exact"),
        ("1500万元", "元", "15000000", "exact"),
        ("3.45亿元", "元", "345000000", "exact"),
        ("超过1.5万户", "户", "15000", "over"),
        ("3万多家", "家", "30000", "over"),
        ("逾800家", "家", "800", "over"),
        ("接近100", "家", "100", "nearly"),
        ("不低于70%", "%", "70", "at_least"),
        ("-3.5%", "%", "-3.5", "exact"),
    ],
)
def test_people_may_write_values_in_their_way(text, unit, value, qualifier):
    assert wording.parse(text, unit) == (Decimal(value), qualifier, None)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("很多", "家"),
        ("", "家"),
        ("12户", "家"),
        ("1.2.3", "家"),
        ("第三", "位"),
        ("约100家", "家"),
        ("1亿亿元", "亿元"),
    ],
)
def test_what_is_no_value_is_refused_with_a_sentence(text, unit):
    with pytest.raises(ValueError, match=f"不是数值。请照来源写.*单位是“{unit}”。"):
        wording.parse(text, unit)


def test_two_signs_of_exactness_are_one_too_many():
    with pytest.raises(ValueError, match="写了两种精确程度"):
        wording.parse("近70%以上", "%")


@given(values, st.sampled_from(Qualifier), st.sampled_from(["亿元", "户", "%", "家"]))
def test_every_digit_is_in_the_wording(value, qualifier, unit):
    said = wording.figure(value, unit, qualifier)
    digits = "".join(character for character in said if character.isdigit() or character == ".")
    assert Decimal(digits) * (10_000 if "万" in said else 1) == value
