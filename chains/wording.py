"""How a figure is said in Chinese. Pages, API, feeds and admin all take the words from here.

No digit is lost: a value is shown with every digit that it has and none that it has not.
"""

from decimal import Decimal

from django.db import models

WAN = Decimal(10_000)


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

    Exact values keep their digits: 12300户, not 1.23万户.
    """
    in_wan = Decimal(value) / WAN
    if qualifier != Qualifier.EXACT and in_wan >= 1 and in_wan == round(in_wan, 2):
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
    if unit == "位":
        return rank(value, of)
    said = amount(value, unit, qualifier)
    if qualifier == Qualifier.NEARLY:
        return f"近{said}"
    if qualifier == Qualifier.AT_LEAST:
        return f"{said}以上"
    if qualifier == Qualifier.OVER:
        return _over(Decimal(value), unit, said)
    return said


def aim(value, unit, qualifier=Qualifier.EXACT):
    """Give the wording of a value that is aimed for: 突破50家, 70%以上, 400家."""
    if qualifier == Qualifier.OVER:
        return f"突破{amount(value, unit, qualifier)}"
    return figure(value, unit, qualifier)


def _over(value, unit, said):
    if unit.endswith("元"):
        return f"突破{said}"
    if unit != "%" and value < WAN and value % 10 == 0:
        return f"{number(value)}余{unit}"
    return f"超{said}"
