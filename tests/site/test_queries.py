"""What each page costs in queries: pinned, and the same however many rows there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.site.portals import addresses, fill

pytestmark = pytest.mark.django_db

QUERIES = {
    "home": 12,
    "news:features": 11,
    "chains:committees": 6,
    "chains:initiatives": 5,
    "chains:indicators": 11,
    "chains:timeline": 6,
    "about": 6,
    "accessibility": 1,
    "sitemap": 10,
    "feed": 6,
    "news:feed": 3,
    "sitemap_index": 25,
    "robots": 0,
    "search": 7,
    "healthz": 0,
    "readyz": 1,
    "feature": 4,
    "committee": 10,
    "initiative": 8,
    "indicator": 8,
    "source": 10,
    "column": 11,
    "industry": 6,
    "topic": 8,
    "year": 12,
    "feed_atom": 6,
    "news:feed_atom": 3,
    "news:column_feed": 4,
    "news:column_feed_atom": 4,
    "committee_feed": 6,
    "committee_feed_atom": 6,
    "industry_feed": 6,
    "industry_feed_atom": 6,
    "sitemap pages": 5,
    "sitemap columns": 1,
    "sitemap years": 1,
    "sitemap features": 2,
    "sitemap committees": 2,
    "sitemap industries": 1,
    "sitemap initiatives": 2,
    "sitemap indicators": 2,
    "sitemap topics": 1,
    "sitemap sources": 8,
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
