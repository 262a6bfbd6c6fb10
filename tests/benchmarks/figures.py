"""What figures cost: an indicator with 10,000 values, and a dashboard over 60,000. ``make bench`` prints it."""

import datetime
import statistics
import sys
import time
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chains.models import Observation
from tests import factories as make

RUNS = 5


def fill(indicator, number, source):
    start = datetime.date(1990, 1, 1)
    days = [start + datetime.timedelta(n) for n in range(number)]
    values = {"indicator": indicator, "source": source}
    Observation.objects.bulk_create(
        [Observation(period=str(day), value=Decimal(n % 997), known_from=day, **values) for n, day in enumerate(days)],
        batch_size=2000,
    )


def measure(client, name, address):
    """Print the median time, the queries and the size of the answer at ``address``."""
    times = []
    for _ in range(RUNS):
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            response = client.get(address)
            assert response.status_code == 200
            content = b"".join(response.streaming_content) if response.streaming else response.content
            times.append((time.perf_counter() - began) * 1000)
    size = len(content) / 1000
    sys.stdout.write(f"\n{name:36} {statistics.median(times):6.0f} ms {len(queries):4} queries {size:8.1f} kB")


@pytest.mark.django_db
def test_costs(client):
    source = make.make_source()
    few, many = make.make_indicator(slug="few"), make.make_indicator(slug="many")
    fill(few, 10, source)
    fill(many, 10_000, source)
    for _ in range(58):
        indicator = make.make_indicator()
        fill(indicator, 860, source)
        make.make_target(indicator, period="1991")
    client.get("/robots.txt")
    values = Observation.objects.count()
    sys.stdout.write(f"\n\n{connection.vendor}: {values} values of 60 indicators, median of {RUNS}")
    for slug, number in (("few", "10"), ("many", "10,000")):
        for title, path in (("page", ""), ("chart", "chart.svg"), ("CSV", "data.csv")):
            measure(client, f"{title} of {number} values", f"/indicators/{slug}/{path}")
    measure(client, "page of 10,000 values, as of a day", "/indicators/many/?as_of=2005-01-01")
    measure(client, "dashboard", "/indicators/")
    measure(client, "dashboard, as of a day", "/indicators/?as_of=1991-06-30")
    measure(client, "API: 20 indicators", "/api/v1/indicators")
    sys.stdout.write("\n")
