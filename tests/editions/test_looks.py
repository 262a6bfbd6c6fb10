"""What it costs that requests look for schedules, and what happens when the database is at fault meanwhile."""

import logging
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.editions.middleware import PublishDueMiddleware
from portal.editions.models import AuditEntry, Edition

from .steps import draft, fresh, is_public, make_due, schedule, visit

pytestmark = pytest.mark.django_db


# What a look costs


def looks(client, times=1):
    """Give the queries for schedules among those of as many requests."""
    with CaptureQueriesContext(connection) as queries:
        for _ in range(times):
            visit(client)
    return [query["sql"] for query in queries if "editions_edition" in query["sql"]]


def test_a_process_looks_once_in_thirty_seconds_and_with_one_query():
    schedule()
    client = Client()
    assert len(looks(client, times=5)) == 1
    assert looks(client, times=5) == []


def process():
    """Give the middleware of a process that has answered nothing yet."""
    return PublishDueMiddleware(lambda request: HttpResponse())


def request(middleware, view=lambda request: HttpResponse()):
    middleware.process_view(RequestFactory().get("/"), view, (), {})


def test_the_next_look_is_thirty_seconds_later_or_when_something_is_due():
    middleware, before = process(), timezone.now()
    request(middleware)
    assert before + timedelta(seconds=30) <= middleware.look_at <= timezone.now() + timedelta(seconds=30)
    edition = schedule()
    moment = make_due(edition, seconds=-20)
    middleware.look_at = timezone.now()
    request(middleware)
    assert (middleware.look_at, is_public(edition)) == (moment, False)
    make_due(edition)
    request(middleware)
    assert not is_public(edition)
    middleware.look_at = timezone.now()
    request(middleware)
    assert is_public(edition)


def test_a_view_that_must_not_touch_the_database_does_not_look(django_assert_num_queries):
    def view(request):
        return HttpResponse()

    view.touches_database = False
    middleware, edition = process(), schedule()
    make_due(edition)
    with django_assert_num_queries(0):
        request(middleware, view)
    assert not is_public(edition)
    request(middleware)
    assert is_public(edition)


@pytest.mark.parametrize(("name", "queries"), [("healthz", 0), ("readyz", 1)])
def test_health_checks_publish_nothing(settings, name, queries, django_assert_num_queries):
    edition = schedule()
    make_due(edition)
    settings.ROOT_URLCONF = "portal.urls"
    with django_assert_num_queries(queries):
        assert Client().get(reverse(name)).status_code == 200
    assert not is_public(edition)


# When the database is at fault


@contextmanager
def missing(model):
    """Let the table of ``model`` bear another name within the block."""
    table = model._meta.db_table
    with connection.schema_editor() as editor:
        editor.alter_db_table(model, table, f"{table}_away")
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.alter_db_table(model, f"{table}_away", table)


@pytest.mark.usefixtures("flushable")
def test_a_fault_of_the_database_is_logged_and_the_request_answered(caplog):
    edition = schedule(draft(title="春江"))
    make_due(edition)
    middleware = process()
    with missing(Edition), caplog.at_level(logging.ERROR, "portal.editions"):
        assert visit() == []
        request(middleware)
    assert caplog.messages == ["定时发布出错，稍后再试。"] * 2
    assert all(record.exc_info for record in caplog.records)
    middleware.look_at = timezone.now()
    request(middleware)
    assert visit() == ["春江"]


@pytest.mark.usefixtures("flushable")
def test_a_fault_while_publishing_leaves_the_schedule_for_the_next_look():
    edition = schedule(draft(title="春江"))
    make_due(edition)
    with missing(AuditEntry):
        assert visit() == []
    assert fresh(edition).state == Edition.State.SCHEDULED
    assert visit() == ["春江"]
