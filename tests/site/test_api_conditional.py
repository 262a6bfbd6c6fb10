"""Answers of the API say how they are recognised, and whoever has the newest is told so without a query."""

import datetime
import gzip
import re
import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date, parse_http_date

from chains.api import Committees
from chains.models import Committee, Indicator
from news.models import Feature
from portal.editions import snapshots, workflow
from portal.shared import freshness
from portal.shared.api import conditional
from tests import factories as make
from tests.apis import RESOURCES, TABLES
from tests.editions.shelves import superuser
from tests.site.portals import fill

pytestmark = pytest.mark.django_db

STRONG = re.compile(r'"[0-9a-f]{32}"')
PATHS = [
    "",
    *RESOURCES,
    *TABLES,
    "search?q=激光",
    "committees/known",
    "indicators/known/observations",
    "schema",
    "docs",
]


@pytest.fixture(autouse=True)
def known():
    make.make_indicator(slug="known")
    return make.make_committee("激光产业链", slug="known")


def ask(client, path, **headers):
    return client.get(f"/api/v1/{path}", headers={name.replace("_", "-"): value for name, value in headers.items()})


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


# The same answer


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_a_strong_tag_a_date_and_a_time_to_live(client, path):
    answer = ask(client, path)
    assert answer.status_code == 200
    assert STRONG.fullmatch(answer["ETag"])
    assert parse_http_date(answer["Last-Modified"]) <= timezone.now().timestamp()
    assert answer["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["get", "head"])
def test_who_has_it_is_told_so_without_a_query(client, django_assert_num_queries, path, method):
    first = ask(client, path)
    for condition in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        with django_assert_num_queries(0):
            again = getattr(client, method)(f"/api/v1/{path}", headers=condition)
        assert (again.status_code, again.content) == (304, b"")
        for name in ("ETag", "Last-Modified", "Cache-Control", "Vary", "Access-Control-Allow-Origin"):
            assert again[name] == first[name]


def test_a_tag_that_a_proxy_weakened_or_one_of_several_is_recognised(client):
    tag = ask(client, "committees")["ETag"]
    for sent in (f"W/{tag}", f'"other", {tag}'):
        assert ask(client, "committees", if_none_match=sent).status_code == 304


def test_the_tag_counts_and_not_the_date_where_both_are_sent(client):
    answer = ask(client, "committees")
    both = {"if_none_match": '"other"', "if_modified_since": answer["Last-Modified"]}
    assert ask(client, "committees", **both).status_code == 200


def test_a_star_is_answered_by_whether_there_is_such_a_thing(client):
    assert ask(client, "committees/known", if_none_match="*").status_code == 304
    assert ask(client, "committees/other", if_none_match="*").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"), [("committees/other", 404), ("committees?kind=club", 400), ("committees?x=1", 400)]
)
def test_a_date_does_not_turn_a_refusal_into_nothing_new(client, path, status):
    later = http_date(timezone.now().timestamp() + 60)
    assert ask(client, path, if_modified_since=later).status_code == status


@pytest.mark.parametrize("nonsense", ["yesterday", "", "Thu, 99 Foo 2022 00:00:00 GMT"])
def test_a_date_that_is_none_is_not_heeded(client, nonsense):
    ask(client, "committees")
    assert ask(client, "committees", if_modified_since=nonsense).status_code == 200


@pytest.mark.parametrize(
    "condition", [{"if_match": '"other"'}, {"if_unmodified_since": "Sat, 01 Jan 2000 00:00:00 GMT"}]
)
def test_a_condition_that_does_not_hold_is_a_problem(client, condition):
    answer = ask(client, "committees", **condition)
    assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed")
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_condition_that_must_hold_comes_first(client):
    tag = ask(client, "committees")["ETag"]
    assert ask(client, "committees", if_match='"other"', if_none_match=tag).status_code == 412
    assert ask(client, "committees", if_match=tag).status_code == 200


def test_really_nothing_is_said_to_the_database(flushable, client):
    while freshness.state().since > timezone.now():  # changes of one second have dates of several
        time.sleep(0.1)
    first = ask(client, "committees")
    answers = [{"if_none_match": first["ETag"]}, {"if_modified_since": first["Last-Modified"]}]
    with CaptureQueriesContext(connection) as queries:
        assert [ask(client, "committees", **sent).status_code for sent in answers] == [304, 304]
        assert ask(client, "committees?x=1").status_code == 400
    assert [query["sql"] for query in queries] == []


def test_what_is_published_while_an_answer_is_made_leaves_it_without_a_tag(flushable, client, monkeypatch):
    rows = Committees.get_queryset

    def publish(view):
        freshness.tell()
        return rows(view)

    monkeypatch.setattr(Committees, "get_queryset", publish)
    answer = ask(client, "committees")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in answer.headers


def test_the_memory_of_answers_keeps_the_newest():
    memory = conditional.Memory(2)
    for number in range(3):
        memory.add(number)
    assert [number in memory for number in range(3)] == [False, True, True]


# Another answer


def test_another_address_format_coding_or_host_has_another_tag(client):
    tags = [
        ask(client, "committees")["ETag"],
        ask(client, "committees?page=1")["ETag"],
        ask(client, "committees", accept_encoding="gzip")["ETag"],
        ask(client, "committees", host="localhost")["ETag"],
        ask(client, "schema")["ETag"],
        ask(client, "schema", accept="application/yaml")["ETag"],
    ]
    assert len(set(tags)) == len(tags)


def test_another_release_has_other_tags(client, monkeypatch):
    before = ask(client, "committees")["ETag"]
    monkeypatch.setattr(conditional, "release", lambda: "next")
    assert ask(client, "committees", if_none_match=before).status_code == 200


RELEASED = ["chains/models.py", "templates/page.html", "static/css/base.css", "requirements.txt"]


@pytest.mark.parametrize("changed", RELEASED)
def test_whatever_a_release_changes_makes_another_one(settings, tmp_path, changed):
    settings.BASE_DIR = tmp_path
    for name in RELEASED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before")
    before = conditional.release.__wrapped__()
    assert conditional.release.__wrapped__() == before
    (tmp_path / changed).write_text("after")
    assert conditional.release.__wrapped__() != before


def test_other_settings_make_another_release(settings):
    before = conditional.release.__wrapped__()
    settings.MEDIA_URL = "/elsewhere/"
    assert conditional.release.__wrapped__() != before


def test_nobody_can_make_up_a_tag(client, settings):
    before = ask(client, "committees")["ETag"]
    settings.SECRET_KEY = "another"
    assert ask(client, "committees", if_none_match=before).status_code == 200


def test_publishing_changes_the_tag_and_saving_a_draft_does_not(flushable, client, known):
    cache.clear()
    workflow.adopt(known)
    before = ask(client, "committees/known")
    known.summary = "更正后的简介"
    with snapshots.rehearsal(known):
        known.save()
        changed = snapshots.take(known)
    edition = workflow.save(known, changed, superuser())
    assert ask(client, "committees/known", if_none_match=before["ETag"]).status_code == 304
    workflow.publish_alone(edition, superuser(), reason="试验")
    after = ask(client, "committees/known", if_none_match=before["ETag"])
    assert (after.status_code, after.json()["summary"]) == (200, "更正后的简介")
    assert after["ETag"] != before["ETag"]
    assert parse_http_date(after["Last-Modified"]) >= parse_http_date(before["Last-Modified"])


def test_what_ends_by_the_clock_is_not_kept_longer(flushable, client):
    make.make_committee(public_until=timezone.now() + datetime.timedelta(seconds=20))
    assert re.fullmatch(r"public, max-age=(19|20)", ask(client, "committees")["Cache-Control"])


def test_what_ends_much_later_is_kept_a_minute(flushable, client):
    make.make_committee(public_until=timezone.now() + datetime.timedelta(hours=1))
    assert ask(client, "committees")["Cache-Control"] == "public, max-age=60"


# Codings


@pytest.mark.parametrize("path", ["committees", "schema", "docs"])
def test_compressed_answers_are_the_same_bytes_each_time_with_a_strong_tag(client, path):
    plain = ask(client, path)
    first, second = (ask(client, path, accept_encoding="br, gzip") for _ in range(2))
    assert first["Content-Encoding"] == "gzip"
    assert first.content == second.content
    assert gzip.decompress(first.content) == plain.content
    assert STRONG.fullmatch(first["ETag"])
    assert first["Content-Length"] == str(len(first.content))
    assert ask(client, path, accept_encoding="gzip", if_none_match=first["ETag"]).status_code == 304


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.0, identity", "*;q=0"])
def test_who_does_not_take_gzip_gets_none(client, accepted):
    answer = ask(client, "schema", accept_encoding=accepted)
    assert "Content-Encoding" not in answer.headers
    assert STRONG.fullmatch(answer["ETag"])


@pytest.mark.parametrize("accepted", ["gzip", "GZIP;q=0.5", "*", "deflate, *;q=0.1"])
def test_who_takes_gzip_gets_it(client, accepted):
    assert ask(client, "schema", accept_encoding=accepted)["Content-Encoding"] == "gzip"


def test_short_answers_are_not_compressed(client):
    Committee.objects.all().delete()
    answer = ask(client, "committees", accept_encoding="gzip")
    assert "Content-Encoding" not in answer.headers
    assert answer["Vary"] == ask(client, "schema")["Vary"]


@pytest.mark.parametrize("path", [*PATHS, "nothing", "committees/other"])
def test_caches_are_told_what_an_answer_depends_on_and_it_is_no_cookie(editor_client, path):
    varies = {name.strip().lower() for name in ask(editor_client, path)["Vary"].split(",")}
    assert varies == {"accept", "accept-encoding"}


@pytest.mark.parametrize("path", ["committees/other", "committees?x=1", "nothing"])
def test_refusals_are_not_stored(client, path):
    answer = ask(client, path)
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_head_and_get_are_recognised_alike():
    client = Client()
    assert client.head("/api/v1/committees")["ETag"] == ask(client, "committees")["ETag"]


def test_whatever_answers_are_made_of_is_watched(client):
    fill(2)
    story, committee, indicator = (model.objects.order_by("pk").first() for model in (Feature, Committee, Indicator))
    records = [f"features/{story.pk}", f"committees/{committee.slug}", f"indicators/{indicator.slug}"]
    with CaptureQueriesContext(connection) as queries:
        for path in (*PATHS, *records):
            body(ask(client, path))
    read = {table for query in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    assert "news_feature" in read
    aside = {"editions_edition", "shared_publicchange"}  # what is due, and what has changed
    indices = {table for table in read if table.startswith("search_") and table != "search_entry"}
    assert read - aside - indices <= freshness.public_tables()
