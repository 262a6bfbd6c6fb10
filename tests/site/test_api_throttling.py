"""Nobody may ask the API more often than is good for the others, and everybody is told how often that is."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from tests.apis import get

pytestmark = pytest.mark.django_db
READER = Client()


@pytest.fixture(autouse=True)
def three_a_minute(settings, monkeypatch):
    """Three requests a minute, and a clock that stands 40 seconds before the next minute begins."""
    cache.clear()
    settings.API_RATE = 3
    clock = {"now": 60_020.5}
    monkeypatch.setattr("portal.shared.api.throttling.time.time", lambda: clock["now"])
    return clock


def ask(address="192.0.2.1", path="columns", **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return READER.get(f"/api/v1/{path}", REMOTE_ADDR=address, headers=headers)


def statuses(number, **kwargs):
    return [ask(**kwargs).status_code for _ in range(number)]


def test_every_answer_says_how_many_are_left():
    answers = [ask(path=path) for path in ("columns", "columns/unknown", "nothing")]
    assert [answer["RateLimit"] for answer in answers] == [f'"address";r={left};t=40' for left in (2, 1, 0)]
    assert {answer["RateLimit-Policy"] for answer in answers} == {'"address";q=3;w=60'}


def test_one_too_many_is_refused_and_told_when_to_come_back():
    statuses(3)
    refused = ask()
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert (refused["Retry-After"], refused["RateLimit"]) == ("40", '"address";r=0;t=40')
    assert refused["Cache-Control"] == "no-store"
    problem = refused.json()
    assert (problem["code"], problem["title"], problem["retry_after"]) == ("too_many_requests", "请求太多", 40)
    assert "40秒" in problem["detail"]


def test_the_next_minute_begins_anew(three_a_minute):
    assert statuses(4) == [200, 200, 200, 429]
    three_a_minute["now"] += 39
    assert statuses(1) == [429]
    three_a_minute["now"] += 1
    assert statuses(4) == [200, 200, 200, 429]


def test_addresses_do_not_pay_for_each_other():
    statuses(4)
    assert statuses(1, address="192.0.2.2") == [200]


def test_addresses_of_one_household_are_one():
    assert statuses(3, address="2001:db8:1:2::1") == [200] * 3
    assert statuses(1, address="2001:db8:1:2:ffff::9") == [429]
    assert statuses(1, address="2001:db8:1:3::1") == [200]
    assert statuses(3, address="::ffff:192.0.2.9") == [200] * 3
    assert statuses(1, address="192.0.2.9") == [429]
    assert statuses(1, address="192.0.2.10") == [200]


def test_nobody_escapes_by_making_up_an_address():
    assert [ask(x_forwarded_for=f"192.0.2.{number}").status_code for number in range(10, 14)] == [200, 200, 200, 429]


def test_behind_our_proxy_the_address_is_what_the_proxy_saw(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    headers = {"x-forwarded-for": "192.0.2.77, 192.0.2.{}"}
    for number, expected in ((5, [200, 200, 200, 429]), (6, [200])):
        sent = {name: value.format(number) for name, value in headers.items()}
        assert [ask(address="127.0.0.1", **sent).status_code for _ in expected] == expected


def test_what_has_not_changed_counts_too_and_is_refused_too(settings):
    settings.API_RATE = 2
    tag = ask()["ETag"]
    answers = [
        Client().get("/api/v1/columns", REMOTE_ADDR="192.0.2.1", headers={"if-none-match": tag}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [304, 429]
    assert answers[0]["RateLimit"] == '"address";r=0;t=40'


def test_a_refusal_costs_no_query(django_assert_num_queries):
    statuses(3)
    with django_assert_num_queries(0):
        assert ask().status_code == 429


def test_pages_are_not_counted():
    statuses(3)
    assert Client().get("/about/", REMOTE_ADDR="192.0.2.1").status_code == 200


def test_without_a_limit_nothing_is_said_of_one(settings, client):
    settings.API_RATE = 0
    answer = client.get("/api/v1/columns")
    assert not [name for name in answer.headers if re.match("ratelimit", name, re.IGNORECASE)]
    assert get(client, "columns")["count"] == 0


def test_without_its_cache_the_api_answers_and_the_log_says_so(settings, caplog):
    redis = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": redis, "LOCATION": "redis://127.0.0.1:1"}}
    assert statuses(5) == [200] * 5
    assert "API请求没有计数" in caplog.text
