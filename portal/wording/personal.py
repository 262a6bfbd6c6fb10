"""Numbers of persons in a text: identity cards (GB 11643-1999) and mobile telephones of the mainland."""

import datetime
import re
from dataclasses import dataclass

from .folding import folded_with_places

# The first two digits: the province (GB/T 2260), 81 to 83 are cards of residents from Hong Kong, Macao and Taiwan.
PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
ALONE, ENDS = r"(?<![0-9A-Za-z.])", r"(?![0-9A-Za-z]|\.\d)"
GAP = "[ -]?"
# Fifteen digits: the cards that were issued until 1999, without a check digit; old lists still have them.
IDENTITY = re.compile(
    rf"{ALONE}{PROVINCE}\d{{4}}{GAP}(?:(?P<day>(?:19|20)\d{{6}}){GAP}\d{{3}}[0-9Xx]|(?P<old>\d{{6}}){GAP}\d{{3}}){ENDS}"
)
# Eleven digits that follow each other, or 3-4-4 of them with the same gap; a sum of money is none.
PREFIX = rf"{ALONE}(?:(?:\+|00)?86{GAP})?"
MOBILE = re.compile(
    rf"{PREFIX}1[3-9]\d{{9}}{ENDS}(?! ?[余多]?[元万亿])"
    rf"|(?<!\d[ -]){PREFIX}1[3-9]\d(?P<gap>[ -])\d{{4}}(?P=gap)\d{{4}}{ENDS}(?!(?P=gap)\d)"
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
OLDEST = 1900


@dataclass(frozen=True)
class Number:
    """A number of a person: what it is, where it stands, and how it may be repeated."""

    kind: str
    span: tuple[int, int]
    masked: str


def numbers(text):
    """Give each :class:`Number` in ``text`` from left to right; letters and digits may be of full width."""
    folded, places = folded_with_places(text)
    found = [("身份证号码", match) for match in IDENTITY.finditer(folded) if is_identity(match)]
    found += [("手机号码", match) for match in MOBILE.finditer(folded)]
    found.sort(key=lambda row: row[1].start())
    return [
        Number(kind, (places[match.start()], places[match.end() - 1] + 1), masked(match[0])) for kind, match in found
    ]


def is_identity(match):
    """Whether date and check digit are those of a card."""
    if match["old"]:
        return is_day(f"19{match['old']}")
    return is_day(match["day"]) and has_check_digit(re.sub(r"[ -]", "", match[0]))


def is_day(text):
    """Whether ``text``, as 19900228, is a day on which somebody alive may have been born."""
    try:
        day = datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return day.year >= OLDEST and day <= datetime.date.today()


def has_check_digit(number):
    """Whether the last of eighteen characters follows from the others (ISO 7064, MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False))
    return CHECK_DIGITS[total % 11] == number[-1].upper()


def masked(number):
    """Give the first three and the last four characters, stars between: 138****0000."""
    number = re.sub(r"[ -]", "", number)
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"
