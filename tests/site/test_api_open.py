"""Scripts of any site may read the API; nobody may do anything else with it."""

import pytest

from tests import factories as make
from tests.apis import RESOURCES

pytestmark = pytest.mark.django_db

PATHS = ["", *RESOURCES, "committees/known", "committees/other", "committees?x=1", "nothing", "schema", "docs"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_scripts_of_any_site_may_read_every_answer_and_its_headers(client, method, path):
    make.make_committee(slug="known")
    answer = client.generic(method.upper(), f"/api/v1/{path}", headers={"origin": "https://elsewhere.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert {"ETag", "RateLimit", "Retry-After"} <= set(answer["Access-Control-Expose-Headers"].split(", "))
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("path", ["", "committees", "committees/known", "schema", "docs"])
def test_browsers_that_ask_first_are_told_what_a_script_may_send(client, path):
    asked = {
        "origin": "https://elsewhere.example",
        "access-control-request-method": "GET",
        "access-control-request-headers": "if-none-match",
    }
    answer = client.options(f"/api/v1/{path}", headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Allow-Methods"] == answer["Allow"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]
    assert answer["Access-Control-Max-Age"] == "86400"


def test_asking_what_may_be_done_costs_no_query(client, django_assert_num_queries):
    client.get("/robots.txt")
    with django_assert_num_queries(0):
        assert client.options("/api/v1/committees/known").status_code == 204


def test_pages_are_not_opened_to_scripts(client):
    answer = client.get("/about/", headers={"origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_fault_of_ours_may_be_read_too(client, monkeypatch):
    monkeypatch.setattr("chains.models.committees.CommitteeQuerySet.public", lambda queryset: 1 / 0)
    client.raise_request_exception = False
    answer = client.get("/api/v1/committees", headers={"origin": "https://elsewhere.example"})
    assert (answer.status_code, answer["Access-Control-Allow-Origin"], answer["Cache-Control"]) == (
        500,
        "*",
        "no-store",
    )
