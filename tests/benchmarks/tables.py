"""What a large table costs as CSV: time, and the most memory that is in use at once. ``make bench`` prints it."""

import datetime
import gc
import sys
import time
import tracemalloc

import pytest
from django.db import connection

from chains.models import Observation
from tests import factories as make

INDICATORS, DAYS = 50, 1000


def fill():
    """Make 50,000 values of 50 indicators from ten sources."""
    start = datetime.date(1990, 1, 1)
    sources = [make.make_source() for _ in range(10)]
    for number in range(INDICATORS):
        values = {"indicator": make.make_indicator(), "source": sources[number % 10], "known_from": start, "value": 1}
        Observation.objects.bulk_create(
            Observation(period=str(start + datetime.timedelta(day)), **values) for day in range(DAYS)
        )


def read(client, address):
    """Give the length of the answer in bytes, and how many seconds it took until its first block and until its end."""
    began, size, first = time.perf_counter(), 0, None
    for block in client.get(address).streaming_content:
        first = first or time.perf_counter() - began
        size += len(block)
    return size, first, time.perf_counter() - began


def peak(client, address):
    """Give the greatest memory that reading ``address`` takes, in bytes."""
    gc.collect()
    tracemalloc.start()
    try:
        read(client, address)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.django_db
def test_costs(client):
    fill()
    read(client, "/api/v1/observations?format=csv&page=1")
    sys.stdout.write(f"\n\n{connection.vendor}: {Observation.objects.count()} values of {INDICATORS} indicators")
    address = "/api/v1/observations?format=csv"
    for query in ("", "&fields=period,value", "&expand=indicator,source"):
        size, first, whole = read(client, address + query)
        sys.stdout.write(
            f"\n{address + query:62} {size / 1e6:5.1f} MB, {first:4.1f} s to the first of it, {whole:5.1f} s in all"
        )
    sys.stdout.write(f"\nmost memory in use for all columns: {peak(client, address) / 1e6:.1f} MB\n")
