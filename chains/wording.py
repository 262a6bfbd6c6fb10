"""How a figure is said in Chinese. Pages, API, feeds and admin all take the words from here.

No digit is lost: a value is shown with every digit that it has and none that it has not, and what was worded here
reads back (:func:`parse`).
"""

import re
from decimal import Decimal
from typing import NamedTuple

from django.db import models

from portal.shared.dates import normal_text

RANK = "位"
PERCENT = "%"
WAN = Decimal(10_000)
MULTIPLES = {"万": WAN, "亿": WAN * WAN}


class Qualifier(models.TextChoices):
    """How exactly a source gives a value."""

    EXACT = "exact", "确数"
    OVER = "over", "超过（超、突破、余）"
    NEARLY = "nearly", "接近（近）"
    AT_LEAST = "at_least", "不低于（以上）"


def number(value):
    """Give ``value`` in plain digits, without exponent and without zeros at the end that say nothing."""
    value = Decimal(value).normalize()
    return f"{value:f}" if value else "0"


def amount(value, unit, qualifier=Qualifier.EXACT):
    """Give ``value`` with its unit. Round values that are not exact are counted in 万 from ten thousand on: 1.5万名.

    Exact values keep their digits: 12300户, not 1.23万户. So do those whose unit counts in 万 already.
    """
    in_wan = Decimal(value) / WAN
    is_round = in_wan >= 1 and in_wan == round(in_wan, 2)
    if qualifier != Qualifier.EXACT and is_round and not unit.startswith("万"):
        return f"{number(in_wan)}万{unit}"
    return f"{number(value)}{unit}"


def rank(value, of=None):
    """Give a rank: 第10位（共157家）."""
    return f"第{number(value)}位（共{of}家）" if of else f"第{number(value)}位"


def figure(value, unit, qualifier=Qualifier.EXACT, *, of=None):
    """Give the wording of a value: 突破1500亿元, 近1.5万名, 800余家, 70%以上, 48.1亿元, 第10位（共157家）.

    ``value`` is a ``Decimal`` in ``unit``; ``qualifier`` one of :class:`Qualifier`; ``of`` how many were ranked.
    "Over" is 突破 for money, 余 for a round count below ten thousand, and 超 for the rest.
    """
    if unit == RANK:
        return rank(value, of)
    said = amount(value, unit, qualifier)
    if qualifier == Qualifier.NEARLY:
        return f"近{said}"
    if qualifier == Qualifier.AT_LEAST:
        return f"{said}以上"
    if qualifier == Qualifier.OVER:
        return _over(Decimal(value), unit, said)
    return said


def aim(value, unit, qualifier=Qualifier.EXACT, *, of=None):
    """Give the wording of a value that is aimed for: 突破50家, 70%以上, 400家."""
    if qualifier == Qualifier.OVER:
        return f"突破{amount(value, unit, qualifier)}"
    return figure(value, unit, qualifier, of=of)


def _over(value, unit, said):
    if unit.endswith("元"):
        return f"突破{said}"
    if unit != PERCENT and 0 < value < WAN and value % 10 == 0:
        return f"{number(value)}余{unit}"
    return f"超{said}"


class Worded(NamedTuple):
    """What a wording says: the value in its unit (``Decimal``), how exact it is, and out of how many (ranks)."""

    value: Decimal
    qualifier: Qualifier
    of: int | None = None


BEFORE = {
    "突破": Qualifier.OVER,
    "超过": Qualifier.OVER,
    "超": Qualifier.OVER,
    "逾": Qualifier.OVER,
    "接近": Qualifier.NEARLY,
    "近": Qualifier.NEARLY,
    "不低于": Qualifier.AT_LEAST,
    "至少": Qualifier.AT_LEAST,
}
NUMBER = r"(?P<value>-?\d+(?:\.\d+)?)"
RANKED = re.compile(rf"第?{NUMBER}(?:位|名)?(?:\(共(?P<of>\d+)[^\d()]*\))?")


def parse(text, unit):
    """Read what :func:`figure` says, or people write, of a value in ``unit``; give :class:`Worded`.

    ``突破1500亿元``, ``近1.5万名``, ``800余家``, ``70%以上``, ``第10位（共157家）``; the unit may be left out.
    Raises ``ValueError`` with a Chinese sentence that can be shown to the person who typed it.
    """
    said = re.sub(r"(?<=\d),(?=\d{3})", "", normal_text(text))
    found = RANKED.fullmatch(said) if unit == RANK else amount_pattern(unit).fullmatch(said)
    if found is None:
        raise ValueError(f"“{text}”不是数值。请照来源写，如1500、突破1500、近1.5万、800余、70以上；单位是“{unit}”。")
    if unit == RANK:
        return Worded(Decimal(found["value"]), Qualifier.EXACT, int(found["of"]) if found["of"] else None)
    signs = [BEFORE[found["before"]]] if found["before"] else []
    signs += [Qualifier.OVER] * bool(found["more"]) + [Qualifier.AT_LEAST] * bool(found["least"])
    if len(signs) > 1:
        raise ValueError(f"“{text}”写了两种精确程度，请只留一种。")
    return Worded(Decimal(found["value"]) * MULTIPLES.get(found["multiple"], 1), signs[0] if signs else Qualifier.EXACT)


def amount_pattern(unit):
    """Give the pattern of amounts in ``unit``. 亿 after a number of 亿元 is the unit cut short, and so is 万."""
    multiples = "".join(multiple for multiple in MULTIPLES if not unit.startswith(multiple))
    short = f"|{unit[0]}" if unit[:1] in MULTIPLES else ""
    before = "|".join(BEFORE)
    return re.compile(
        rf"(?P<before>{before})?{NUMBER}(?P<multiple>[{multiples}])?(?P<more>[余多])?"
        rf"(?:{re.escape(normal_text(unit))}{short})?(?P<least>以上)?"
    )
