"""Tables of any length are sent in little memory."""

import datetime
import tracemalloc

import pytest

from chains.models import Observation
from tests import factories as make

pytestmark = pytest.mark.django_db


def values(slug, number):
    """Make an indicator with so many daily values."""
    indicator, source, start = make.make_indicator(slug=slug), make.make_source(), datetime.date(1990, 1, 1)
    known = datetime.date(2022, 6, 30)
    days = [str(start + datetime.timedelta(n)) for n in range(number)]
    Observation.objects.bulk_create(
        Observation(period=day, indicator=indicator, source=source, known_from=known, value=1) for day in days
    )


def peak(client, address):
    """Give the greatest memory in bytes that reading ``address`` block by block takes, and how long the answer is."""
    tracemalloc.start()
    try:
        size = sum(len(block) for block in client.get(address).streaming_content)
        return tracemalloc.get_traced_memory()[1], size
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "path", ["api/v1/indicators/{}/observations?format=csv&expand=source", "indicators/{}/data.csv"]
)
def test_a_table_of_three_thousand_values_takes_no_more_memory_than_one_of_five_hundred(client, monkeypatch, path):
    monkeypatch.setattr("portal.shared.csv.ROWS", 100)
    sizes = {}
    for slug, number in (("few", 500), ("many", 3_000)):
        values(slug, number)
        peak(client, f"/{path.format(slug)}")
        sizes[slug] = peak(client, f"/{path.format(slug)}")
    (few, few_size), (many, many_size) = sizes["few"], sizes["many"]
    assert many_size > 5 * few_size
    assert many < 1.2 * few
