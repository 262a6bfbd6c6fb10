"""Only what is public is found: from the moment on when it is, and no longer once it is not."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chains.models import Committee, Indicator, Milestone, Organization
from news.models import Feature
from portal.editions import workflow
from portal.search import index
from portal.search.models import Entry
from portal.search.numbers import number_of
from portal.search.searchables import REGISTRY
from tests import factories as make
from tests.editions.races import needs_postgresql, race
from tests.editions.shelves import superuser
from tests.search.entries import found, write_all

pytestmark = pytest.mark.django_db

MODELS = [Feature, Committee, Indicator, Milestone]


@pytest.fixture
def boss():
    return superuser()


def draft(model, title="量子", **kwargs):
    """Give a record of ``model`` that was never public."""
    return getattr(make, f"make_{model._meta.model_name}")(title, public_from=None, **kwargs)


def publish(record, boss, **kwargs):
    edition = workflow.adopt(record) if record.head_id is None else fresh(record).head
    workflow.publish_alone(edition, boss, reason="测试", **kwargs)
    return fresh(record)


def fresh(record):
    return type(record)._base_manager.get(pk=record.pk)


def rename(record, boss, name):
    """Make an edition of ``record`` with another name."""

    def change(row):
        setattr(row, "name" if hasattr(row, "name") else "title", name)
        row.save()

    workflow.revise(record, boss, change)


@pytest.mark.parametrize("model", MODELS)
def test_a_record_is_found_from_its_publication_to_its_withdrawal(boss, model):
    record = draft(model)
    assert found("量子") == []
    record = publish(record, boss)
    assert found("量子") == ["量子"]
    rename(record, boss, "质子")
    assert (found("量子"), found("质子")) == (["量子"], [])
    record = publish(record, boss)
    assert (found("量子"), found("质子")) == ([], ["质子"])
    workflow.withdraw(record, boss, reason="测试")
    assert (found("质子"), Entry.objects.count()) == ([], 0)


def test_what_is_adopted_as_public_is_found():
    workflow.adopt(make.make_feature("量子"))
    assert found("量子") == ["量子"]


def test_a_publication_that_fails_leaves_the_search_as_it_was(boss):
    record = draft(Feature)
    with transaction.atomic():
        publish(record, boss)
        transaction.set_rollback(True)
    assert found("量子") == []


def test_what_has_expired_is_not_found_though_nobody_asked_for_it(boss):
    record = publish(draft(Feature), boss, expires_at=timezone.now() + timedelta(hours=1))
    assert found("量子") == ["量子"]
    Entry.objects.filter(key=record.pk).update(until=timezone.now())
    assert found("量子") == []


def test_an_entry_ends_with_its_record_and_with_the_records_that_it_needs(boss):
    soon, later = (timezone.now() + timedelta(hours=hours) for hours in (1, 2))
    committee = publish(draft(Committee, "党委"), boss, expires_at=soon)
    indicator = publish(draft(Indicator, committee=committee), boss, expires_at=later)
    entry = Entry.objects.get(kind="indicator", key=indicator.pk)
    assert entry.until == fresh(committee).public_until


def test_without_its_committee_an_indicator_is_not_found(boss):
    committee = publish(draft(Committee, "党委"), boss)
    publish(draft(Indicator, committee=committee), boss)
    assert found("量子") == ["量子（党委）"]
    workflow.withdraw(committee, boss, reason="测试")
    assert found("量子") == []
    committee = fresh(committee)
    workflow.restore(committee.live, boss)
    publish(committee, boss)
    assert found("量子") == ["量子（党委）"]


def test_what_has_no_editions_is_found_as_saved_until_it_is_deleted():
    company = Organization.objects.create(name="量子公司")
    assert found("量子") == ["量子公司"]
    company.name = "质子公司"
    company.save()
    assert (found("量子"), found("质子")) == ([], ["质子公司"])
    company.delete()
    assert found("质子") == []


def test_a_committee_is_found_by_the_names_of_its_members_as_they_are_now(boss):
    company = make.make_organization("旧名公司")
    committee = draft(Committee, "党委")
    make.make_membership(committee, company)
    publish(committee, boss)
    assert "党委" in found("旧名公司")
    company.name = "新名公司"
    company.save()
    assert (found("旧名公司"), set(found("新名公司"))) == ([], {"新名公司", "党委"})


def test_a_story_is_found_by_its_source_pictures_and_files_as_they_are_now(boss):
    source, photo, file = (
        make.make_source(outlet="旧媒体"),
        make.make_photo(credit="旧摄影"),
        make.make_attachment("旧附件"),
    )
    story = draft(Feature, origin="compiled", source=source)
    make.make_photo_block(story, photo)
    make.make_attachment_block(story, file)
    publish(story, boss)
    for row, name in ((source, "outlet"), (photo, "credit"), (file, "title")):
        old = getattr(row, name)
        assert "量子" in found(old)
        setattr(row, name, old.replace("旧", "新"))
        row.save()
        assert "量子" not in found(old)
        assert "量子" in found(old.replace("旧", "新"))


def test_a_deleted_record_is_not_found(boss):
    record = publish(draft(Feature), boss)
    record.delete()
    assert (found("量子"), Entry.objects.count()) == ([], 0)


def test_a_changed_date_moves_the_entry(boss):
    record = publish(draft(Feature), boss)
    earlier = record.public_from - timedelta(days=800)
    workflow.change_dates(record, boss, public_from=earlier, public_until=None, reason="测试")
    entry = Entry.objects.get()
    assert (entry.year, entry.pk >> 32) == (earlier.year, number_of(REGISTRY["feature"], 0, earlier) >> 32)


@needs_postgresql
def test_a_publication_waits_for_whoever_writes_the_entry_and_is_found_then(flushable, boss):
    company = make.make_organization("公司")
    committee = draft(Committee, "党委")
    make.make_membership(committee, company)
    committee = publish(committee, boss)
    rename(committee, boss, "量子党委")
    race(company.save, lambda: publish(committee, boss))
    assert Entry.objects.get(kind="committee").title == "量子党委"


# All anew


def rebuild(*arguments):
    told = StringIO()
    call_command("rebuild_search", *arguments, stdout=told)
    return told.getvalue()


def test_the_command_writes_what_is_missing_and_removes_what_is_gone(capsys):
    story, hidden = make.make_feature("量子"), make.make_feature("质子", public_from=None)
    index.write(REGISTRY["feature"], [story.pk])
    Feature.objects.filter(pk=story.pk).update(title="光子")
    Entry.objects.create(
        id=1, kind="feature", key=10**6, title="没有了", lead="", address="/x/", section="", spelling=""
    )
    assert rebuild() == "共1条。\n"
    assert list(Entry.objects.values_list("title", flat=True)) == ["光子"]
    assert (found("光子"), found("量子"), found("质子")) == (["光子"], [], [])
    assert "新闻: 100%" in capsys.readouterr().err
    assert words_kept() == 1
    assert hidden


def words_kept():
    """Give of how many entries the database keeps words."""
    table = "search_words" if connection.vendor == "sqlite" else "search_entry"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return cursor.fetchone()[0]


def test_the_command_removes_words_whose_entry_is_gone():
    story = make.make_feature("量子")
    index.write(REGISTRY["feature"], [story.pk])
    Entry.objects.all().delete()
    Feature.objects.update(public_from=None)
    rebuild()
    assert words_kept() == 0


def test_the_command_can_leave_an_index_that_is_there_alone():
    story = make.make_feature("量子")
    assert rebuild("--if-empty") == "共1条。\n"
    Feature.objects.filter(pk=story.pk).update(title="光子")
    assert rebuild("--if-empty") == ""
    assert (found("量子"), found("光子")) == (["量子"], [])


def test_each_step_is_a_transaction_of_its_own(monkeypatch):
    monkeypatch.setattr(index, "BATCH", 2)
    for number in range(5):
        make.make_feature(f"量子{number}")
    steps = []
    index.rebuild(REGISTRY["feature"], steps.append)
    assert steps == [2, 2, 1]


def test_writing_costs_as_many_queries_for_many_rows_as_for_few():
    def cost(rows):
        with CaptureQueriesContext(connection) as queries:
            index.write(REGISTRY["feature"], [row.pk for row in rows])
        return len(queries)

    rows = [make.make_feature() for _ in range(12)]
    for row in rows:
        make.make_text(row)
        make.make_credit(row)
    few = cost(rows[:2])
    assert cost(rows) == few


def test_a_record_of_any_length_can_be_published(boss):
    record = draft(Feature)
    letters = [chr(0x4E00 + number * 7919 % 20000) for number in range(300_000)]
    make.make_text(record, f"<p>{''.join(letters)}</p>")
    publish(record, boss)
    assert found("量子") == ["量子"]


def test_signs_that_databases_stumble_over_do_no_harm(boss):
    record = draft(Feature, summary="a'b\"c\\d%e_f 100% 'x' OR 1=1 --")
    publish(record, boss)
    for query in ("a'b", '"c', "c\\d", "100%", "e_f", "'x' OR", "NEAR(量子)", "量子*", "title:量子", "^量", "量子 AND"):
        found(query)
    assert found("量子 100%") == ["量子"]


def test_all_entries_of_the_seed_are_those_of_the_public_records():
    call_command("seed", stdout=StringIO())
    kept = sorted(Entry.objects.values_list("kind", "key"))
    write_all()
    assert kept == sorted(Entry.objects.values_list("kind", "key"))
    for kind, searchable in REGISTRY.items():
        public = searchable.rows().values_list("pk", flat=True)
        assert {key for found_kind, key in kept if found_kind == kind} == set(public) != set()
