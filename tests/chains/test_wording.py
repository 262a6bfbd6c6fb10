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


@given(values, st.sampled_from(Qualifier), st.sampled_from(["亿元", "户", "%", "家"]))
def test_every_digit_is_in_the_wording(value, qualifier, unit):
    said = wording.figure(value, unit, qualifier)
    digits = "".join(character for character in said if character.isdigit() or character == ".")
    assert Decimal(digits) * (10_000 if "万" in said else 1) == value
