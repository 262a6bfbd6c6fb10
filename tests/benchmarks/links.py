"""What the links cost with 100,000 of them in 10,000 records (``make bench`` prints it)."""

import statistics
import sys
import time
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from news.models import Feature
from portal.editions import workflow
from portal.links import answers, index, rounds
from portal.links.models import Link
from portal.links.report import dead_links
from tests import factories as make
from tests.admin_pages import changelist
from tests.editions.shelves import superuser
from tests.links.texts import anchor, fresh, publish, withdraw

LINKS, RECORDS, SITES = 100_000, 10_000, 2_000
RUNS = 7


def fill():
    """Every tenth link is dead, every second leads to another site, and 1,000 to one story."""
    about, now = ContentType.objects.get_for_model(Feature), timezone.now()
    target = make.make_feature(public_from=None)
    Link.objects.bulk_create((row(number, about, now, target) for number in range(LINKS)), batch_size=2000)
    return target


def row(number, about, now, target):
    is_internal = number % 2
    to_one = number % 200 == 1
    path = f"/news/{target.pk if to_one else 10_000_000 + number % 5000}/"
    address = path if is_internal else f"https://site{number % SITES}.example.org/page/{number}"
    return Link(
        content_type=about,
        object_id=str(20_000_000 + number % RECORDS),
        title=f"新闻{number % RECORDS}",
        place="第1块文字",
        address=address,
        kind="internal" if is_internal else "external",
        target=address,
        stem=path[:-1] if is_internal else "",
        status=Link.Status.DEAD if number % 10 == 0 or to_one else Link.Status.FINE,
        since=now - timedelta(minutes=number),
        checked_at=now - timedelta(minutes=number),
    )


def milliseconds(function, runs=RUNS):
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        function()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def tell(name, figure):
    sys.stdout.write(f"\n{name:60} {figure:9.1f} ms")


@pytest.mark.django_db
def test_costs(client):
    target, boss = fill(), superuser()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    sys.stdout.write(f"\n\n{connection.vendor}: {LINKS} links in {RECORDS} records; median of {RUNS}\n")
    tell("the dead links for the desk", milliseconds(lambda: dead_links(10)))
    client.force_login(boss.user)
    for query in ("", "?status__exact=1", "?kind__exact=external", "?q=site77.example"):
        tell(f"the list in the admin {query}", milliseconds(lambda query=query: client.get(changelist(Link) + query)))
    workflow.adopt(target)
    tell("publishing a story that 500 links lead to", milliseconds(lambda: publish(fresh(target), boss), 1))
    assert Link.objects.filter(stem=f"/news/{target.pk}", status=Link.Status.FINE).count() == LINKS // 200
    tell("judging it again", milliseconds(lambda: index.changed(fresh(target))))
    tell("withdrawing it", milliseconds(lambda: withdraw(target, boss), 1))
    assert Link.objects.filter(stem=f"/news/{target.pk}", status=Link.Status.DEAD).count() == LINKS // 200
    story = make.make_feature()
    make.make_text(story, "".join(anchor(f"/news/{number}/") for number in range(3000)))
    tell("writing a story with 3,000 links", milliseconds(lambda: index.changed(story), 1))
    tell("writing it again", milliseconds(lambda: index.changed(story), 1))
    tell("whose turn it is", milliseconds(lambda: rounds.due(timezone.now())))
    batch = dict.fromkeys(rounds.due(timezone.now())[: rounds.BATCH], answers.FINE)
    tell(f"writing {rounds.BATCH} answers", milliseconds(lambda: rounds.write(batch)))
    tell("judging all internal addresses", milliseconds(index.judge_all, 1))
    sys.stdout.write("\n")
