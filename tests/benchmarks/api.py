"""What the API costs with 50,000 stories (``make bench ARGS="-k api"`` prints it)."""

import statistics
import sys
import time

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from news.models import Feature
from portal.editions.clock import publication_clock
from portal.shared import freshness
from tests import factories as make

STORIES, RUNS = 50_000, 25
ADDRESSES = {
    "20 stories": "features",
    "20 stories with committees": "features?expand=committees",
    "one story": "features/1",
    "20 indicators": "indicators",
    "one indicator": "indicators/gdp",
    "one committee": "committees/laser-chain-committee",
    "20 of 50,000 stories by date": "features?published_before=2026-06-01",
}


def fill():
    call_command("seed", verbosity=0)
    column = make.make_column()
    stories = (
        Feature(title=f"第{number}篇", slug=f"s{number}", column=column, public_from=make.an_hour_ago())
        for number in range(STORIES)
    )
    Feature.objects.bulk_create(stories, batch_size=5000)


def median(act):
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def show(name, address, client):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    number = len(queries)
    assert answer.status_code == 200, address
    tag = {"if-none-match": answer["ETag"]}
    whole, nothing = median(lambda: client.get(address)), median(lambda: client.get(address, headers=tag))
    sys.stdout.write(f"{name}: {whole:.1f} ms, {number} queries; 304 {nothing:.1f} ms\n")


def test_costs(flushable, settings):
    cache.clear()
    fill()
    settings.API_RATE = 1_000_000
    client = Client()
    client.get("/robots.txt")
    sys.stdout.write(f"\n{connection.vendor}, {Feature.objects.count()} stories, median of {RUNS}\n")
    for name, path in ADDRESSES.items():
        show(name, f"/api/v1/{path}", client)
    sys.stdout.write(f"the state from the cache: {median(freshness.state):.2f} ms\n")
    now = make.an_hour_ago()
    sys.stdout.write(f"the clock of publications: {median(lambda: publication_clock(now)):.1f} ms\n")
