"""What each page costs in queries: pinned, and the same however many rows there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.site.portals import addresses, fill

pytestmark = pytest.mark.django_db

QUERIES = {
    "home": 11,
    "news:features": 8,
    "chains:committees": 5,
    "chains:initiatives": 3,
    "chains:indicators": 9,
    "chains:timeline": 4,
    "about": 5,
    "accessibility": 0,
    "sitemap": 5,
    "feed": 3,
    "news:feed": 1,
    "sitemap_index": 10,
    "robots": 0,
    "healthz": 0,
    "readyz": 1,
    "feature": 9,
    "committee": 11,
    "initiative": 8,
    "indicator": 7,
    "source": 9,
    "column": 8,
    "industry": 5,
    "topic": 6,
    "year": 9,
    "sitemap features": 2,
    "sitemap committees": 2,
    "sitemap sources": 2,
}


def cost(client, address):
    """Give the number of queries that ``address`` takes."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)


@pytest.fixture
def costs(client):
    """Give the costs of every page with few rows and with many."""
    fill(2)
    client.get("/robots.txt")  # The first request of a process looks for what is due.
    few = {name: cost(client, address) for name, address in addresses().items()}
    fill(10)
    many = {name: cost(client, address) for name, address in addresses().items()}
    return few, many


def test_no_page_takes_more_queries_when_there_are_more_rows(costs):
    few, many = costs
    assert many == few


def test_every_page_takes_as_many_queries_as_it_is_known_to(costs):
    few, _ = costs
    assert few == QUERIES
