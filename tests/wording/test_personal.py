"""Numbers of persons: identity cards and mobile telephones are found, and other long numbers are not."""

import pytest

from portal.wording.personal import CHECK_DIGITS, WEIGHTS, numbers


def card(first, day="19900101", order="123"):
    """Give an identity number with the right check digit."""
    number = f"{first}{day}{order}"
    return number + CHECK_DIGITS[sum(int(d) * w for d, w in zip(number, WEIGHTS, strict=True)) % 11]


CARD = card("370102")
WITH_X = next(number for order in range(1000) if (number := card("110105", order=f"{order:03}")).endswith("X"))
OTHER_DIGIT = CARD[:-1] + ("1" if CARD[-1] != "1" else "2")


def found(text):
    return [(number.kind, text[slice(*number.span)]) for number in numbers(text)]


@pytest.mark.parametrize(
    "number",
    [
        CARD,
        WITH_X,
        WITH_X.lower(),
        card("810000"),
        f"{CARD[:6]} {CARD[6:14]} {CARD[14:]}",
        CARD.translate({ord("0") + digit: ord("０") + digit for digit in range(10)}),
        "370102900101123",
    ],
)
def test_an_identity_number_is_found(number):
    assert found(f"张三（身份证号{number}）") == [("身份证号码", number)]


@pytest.mark.parametrize(
    "number",
    [
        OTHER_DIGIT,
        card("370102", day="19900231"),
        card("370102", day="18990101"),
        card("370102", day="20990101"),
        card("990102"),
        f"1{CARD}",
        f"{CARD}0",
        f"A{CARD}",
        f"{CARD}.5",
        "370102901301123",
        "123456789012345",
    ],
)
def test_what_is_no_identity_number_is_not_found(number):
    assert found(f"编号{number}。") == []


@pytest.mark.parametrize(
    "number",
    [
        "13800000000",
        "19912345678",
        "138-0000-0000",
        "138 0000 0000",
        "+8613800000000",
        "+86 138 0000 0000",
        "86-13800000000",
        "008613800000000",
        "１３８００００００００",
    ],
)
def test_a_mobile_number_is_found(number):
    assert found(f"联系电话：{number}，王先生") == [("手机号码", number)]


def test_a_mobile_number_is_found_beside_another_number():
    text = "0531-88880000 13800000000、13900000000"
    assert [number for _, number in found(text)] == ["13800000000", "13900000000"]


@pytest.mark.parametrize(
    "number",
    [
        "12800000000",
        "1380000000",
        "138000000001",
        "213800000000",
        "13800000000.5",
        "0.13800000000",
        "A13800000000",
        "138-0000 0000",
        "138-00000-000",
        "6222-138-0000-0000",
        "138-0000-0000-1",
        "13800000000元",
        "13800000000万元",
        "400-800-8888",
        "0531-88880000",
        "110",
    ],
)
def test_what_is_no_mobile_number_is_not_found(number):
    assert found(f"编号{number}，") == []


def test_numbers_are_given_from_left_to_right_and_repeated_only_in_part():
    text = f"13800000000，{CARD}，138 0000 0001"
    assert [number.masked for number in numbers(text)] == [
        "138****0000",
        f"370{'*' * 11}{CARD[-4:]}",
        "138****0001",
    ]
    assert [number.span[0] for number in numbers(text)] == [0, 12, 31]


def test_a_number_does_not_reach_over_two_lines():
    assert found("138\n0000\n0000") == []
