"""A check for the tests of editions: 错字 stops and can be put right, 禁语 stops and cannot, 慎用 is a hint."""

import re

from portal.editions.findings import Finding
from portal.editions.texts import texts_of

PATH = "tests.editions.slips.check"
SLIPS = {"错字": "对字", "禁语": "", "慎用": "可用"}


def check(model, snapshot, record):
    return [
        finding(text, *match.span(), match[0])
        for text in texts_of(model, snapshot)
        for match in re.finditer("|".join(SLIPS), text.words)
    ]


def finding(text, start, end, slip):
    right = SLIPS[slip]
    return Finding(
        rule=f"slip:{slip}",
        sentence=f"“{slip}”应为“{right}”。" if right else f"“{slip}”不要用。",
        place=text.place,
        context=text.context(start, end),
        blocks=slip != "慎用",
        fix=text.replacement(start, end, right) if right else None,
        address="/rules/" if not right else "",
        address_name="看规定",
    )


def switch_on(settings):
    settings.EDITIONS = {**settings.EDITIONS, "CHECKS": [PATH]}
