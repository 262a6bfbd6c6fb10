"""What the check of wording costs with 50,000 entries and a record of 10,000 characters (``make bench`` prints it)."""

import random
import statistics
import sys
import time

import pytest
from django.db import connection

from news.models import Feature
from portal.editions import snapshots
from portal.wording import findings
from portal.wording.models import Revision, Term
from tests import factories as make

ENTRIES, CHARACTERS, SLIPS = 50_000, 10_000, 100
PARTS = 20
RUNS = 15
MOST = 50  # milliseconds

CHANCE = random.Random(7)
LETTERS = [chr(0x4E00 + number) for number in range(3000)]


def word():
    return "".join(CHANCE.choices(LETTERS, k=CHANCE.choice([3, 4, 4, 5, 6, 8])))


def fill():
    """Make the table, and a story whose parts hold some of its wrong forms; give the story."""
    wrong = sorted({word() for _ in range(ENTRIES * 2)})[::2][:ENTRIES]
    Term.objects.bulk_create(Term(wrong=form, right=f"{form[:-1]}正", level="serious") for form in wrong)
    feature = make.make_feature("标题")
    for _ in range(PARTS):
        letters = CHANCE.choices(LETTERS, k=CHARACTERS // PARTS)
        for place in range(20, len(letters), len(letters) * PARTS // SLIPS):
            letters[place] = CHANCE.choice(wrong)
        make.make_text(
            feature,
            f"<p>{''.join(letters[:100])}<strong>{''.join(letters[100:200])}</strong>{''.join(letters[200:])}</p>",
        )
    return feature


def milliseconds(function):
    began = time.perf_counter()
    function()
    return (time.perf_counter() - began) * 1000


@pytest.mark.django_db
def test_costs():
    feature = fill()
    snapshot = snapshots.take(feature)

    def check():
        return findings.check(Feature, snapshot, feature)

    def check_anew():
        Revision.renew()
        check()

    found = check()
    characters = len(findings.Texts(findings.texts_of(Feature, snapshot)).words)
    known = statistics.median(milliseconds(check) for _ in range(RUNS))
    slowest = max(milliseconds(check) for _ in range(RUNS))
    anew = statistics.median(milliseconds(check_anew) for _ in range(3))
    sys.stdout.write(
        f"\n{connection.vendor}: {Term.objects.count()} entries, {characters} characters, {len(found)} findings: "
        f"{known:.1f} ms (slowest of {RUNS}: {slowest:.1f} ms); {anew:.0f} ms after a change of the table\n"
    )
    assert len(found) >= SLIPS
    assert known <= MOST
