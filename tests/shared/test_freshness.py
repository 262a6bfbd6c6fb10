"""Whoever asks whether the public site has changed is told the truth, and mostly without a query."""

import datetime

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from chains.models import Committee, Organization
from news.models import Feature
from portal.editions import workflow
from portal.editions.snapshots import rehearsal
from portal.search import index
from portal.search.searchables import REGISTRY
from portal.shared import freshness
from portal.shared.caches import MachineCache
from portal.shared.freshness import state
from portal.shared.models import PublicChange
from tests import factories as make
from tests.editions.shelves import superuser


def token():
    return state().token


# Within a transaction that is not committed yet, as tests and publications are


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda story: make.make_organization(),
        lambda story: Feature.objects.update(title="另一个标题"),
        lambda story: story.committees.clear(),
        lambda story: story.delete(),
        lambda story: make.make_text(story),
        lambda story: make.make_photo(),
        lambda story: Organization.objects.bulk_create([Organization(name="新单位", slug="new-one")]),
        lambda story: index.rebuild(REGISTRY["feature"]),
    ],
    ids=["insert", "update", "many-to-many", "delete", "part", "photo", "bulk", "index"],
)
def test_every_write_to_what_is_public_makes_another_state(change):
    story = make.make_feature(committees=[make.make_committee()])
    before = token()
    assert token() == before
    change(story)
    assert token() != before


@pytest.mark.django_db
def test_what_is_rehearsed_changes_nothing():
    committee = make.make_committee()
    before, noted = token(), PublicChange.objects.count()
    with rehearsal(committee):
        Committee.objects.update(summary="草稿")
        assert PublicChange.objects.count() == noted
    assert token() == before


@pytest.mark.django_db
@pytest.mark.parametrize("public_from", [None, make.an_hour_ago()], ids=["draft", "public"])
def test_the_first_edition_of_what_is_there_changes_nothing(public_from):
    committee = make.make_committee(public_from=public_from)
    before = token()
    workflow.adopt(committee)
    assert token() == before


@pytest.mark.django_db
def test_deleting_what_was_never_published_changes_nothing():
    committee = make.make_committee(public_from=None)
    before = token()
    workflow.delete(committee, superuser())
    assert token() == before


@pytest.mark.django_db
def test_what_is_not_public_at_all_changes_nothing():
    before = token()
    make.make_user("somebody")
    assert token() == before


@pytest.mark.django_db
def test_a_transaction_that_fails_in_part_notes_what_remains():
    noted = PublicChange.objects.count()
    with transaction.atomic():
        make.make_committee()
        transaction.set_rollback(True)
    assert PublicChange.objects.count() == noted
    make.make_committee()
    assert PublicChange.objects.count() == noted + 1


# Between transactions


@pytest.fixture
def committed(flushable):
    cache.clear()


@pytest.mark.usefixtures("committed")
def test_once_known_the_state_costs_no_query_until_it_changes(django_assert_num_queries):
    make.make_committee()
    known = state()
    with django_assert_num_queries(0):
        assert state() == known
    make.make_committee()
    changed = state()
    assert changed.token != known.token
    assert changed.since >= known.since
    with django_assert_num_queries(0):
        assert state() == changed


@pytest.mark.usefixtures("committed")
def test_one_transaction_is_one_change_and_a_rollback_none():
    noted = PublicChange.objects.count()
    with transaction.atomic():
        make.make_committee()
        make.make_feature()
    before = token()
    assert PublicChange.objects.count() == noted + 1
    with transaction.atomic():
        make.make_committee()
        assert token() != before
        transaction.set_rollback(True)
    with transaction.atomic():
        assert token() == before


@pytest.mark.usefixtures("committed")
def test_the_state_is_the_same_for_every_process_and_after_a_restart():
    make.make_committee()
    known = token()
    cache.clear()
    assert token() == known


@pytest.mark.usefixtures("committed")
def test_changes_that_end_in_another_order_than_they_began_are_both_noticed():
    states = {token()}
    first, second = (PublicChange(pk=key) for key in (10_000, 10_001))
    for change in (second, first):
        change.save(force_insert=True)
        freshness.tell()
        states.add(token())
    assert len(states) == 3


@pytest.mark.usefixtures("committed")
def test_a_database_set_back_to_a_copy_gives_no_state_twice():
    states = set()
    for day in (1, 2):
        change = PublicChange.objects.create(pk=10_000, at=datetime.datetime(2026, 1, day, tzinfo=datetime.UTC))
        freshness.tell()
        states.add(token())
        change.delete()
    assert len(states) == 2


@pytest.mark.usefixtures("committed")
def test_a_change_whose_process_died_before_it_could_tell_is_noticed_within_a_minute(monkeypatch):
    before = token()
    PublicChange.objects.create()
    assert token() == before
    monkeypatch.setattr(freshness, "KEPT", 0.05)
    cache.clear()
    before = token()
    PublicChange.objects.create()
    wait_for(lambda: token() != before)


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("field", ["public_from", "public_until"])
def test_what_begins_or_ends_by_the_clock_makes_another_state_at_its_time(field):
    soon = timezone.now() + datetime.timedelta(milliseconds=400)
    make.make_committee(**{field: soon})
    before = state()
    assert before.until == soon
    wait_for(lambda: token() != before.token)
    after = state()
    assert (after.since, after.until) == (soon, None)


@pytest.mark.usefixtures("committed")
def test_migrations_are_a_change_and_need_no_table_of_changes():
    before = token()
    call_command("migrate", verbosity=0)
    assert token() != before
    assert not connection.unseen


@pytest.mark.usefixtures("committed")
def test_without_its_cache_the_database_is_asked(settings, caplog):
    make.make_committee()
    known = token()
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    assert token() == known
    make.make_committee()
    assert token() != known
    assert "缓存不可用" in caplog.text


@pytest.mark.usefixtures("committed")
def test_with_a_cache_that_cannot_be_written_the_site_goes_on(monkeypatch, caplog):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(MachineCache, "set", full)
    before = token()
    make.make_committee()
    assert token() != before
    assert "缓存不可用" in caplog.text


@pytest.mark.usefixtures("committed")
def test_changes_of_one_second_are_told_apart_by_their_dates():
    dates = []
    for _ in range(3):
        make.make_committee()
        dates.append(int(state().since.timestamp()))
    assert len(set(dates)) == 3


@pytest.mark.usefixtures("committed")
def test_a_machine_whose_clock_is_behind_asks_for_itself(monkeypatch):
    ended = make.make_committee(public_until=timezone.now() + datetime.timedelta(seconds=1))
    true_now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: true_now() + datetime.timedelta(seconds=5))
    ahead = state()
    monkeypatch.setattr(timezone, "now", true_now)
    assert state().token != ahead.token
    assert state().until == ended.public_until


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ('INSERT INTO "news_feature" (', "news_feature"),
        ('INSERT OR IGNORE INTO "news_feature" (', "news_feature"),
        ('UPDATE "news_feature" SET', "news_feature"),
        ("UPDATE ONLY news_feature SET", "news_feature"),
        ('DELETE FROM "public"."news_feature" WHERE', "news_feature"),
        ('TRUNCATE TABLE "news_feature"', "news_feature"),
        ('SELECT "news_feature"."id"', None),
        ('SAVEPOINT "update"', None),
    ],
)
def test_writes_are_recognised(sql, table):
    found = freshness.WRITES.match(sql)
    assert (found and found[1]) == table


def wait_for(condition, seconds=5):
    end = timezone.now() + datetime.timedelta(seconds=seconds)
    while not condition():
        assert timezone.now() < end
