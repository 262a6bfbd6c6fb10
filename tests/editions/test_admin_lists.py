"""Lists of publishable records in the admin: what they say of each, what they find, and how records are deleted."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from portal.editions import workflow
from portal.editions.models import AuditEntry, Edition
from portal.editions.models.publishable import desk_states
from tests.admin_pages import admin_url, change_page, changelist

from . import shelves
from .models import Book, Chapter
from .pages import client_of, editions, live_book, signed_in
from .steps import draft, fresh, in_hours, schedule, sign_until, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return signed_in(is_superuser=True)


# States


def returned():
    return workflow.send_back(submit(draft()), shelves.make_actor("初审"), opinion="请改").record


def changed():
    book = live_book()
    shelves.revise(book, shelves.make_actor("编辑"), title="改过")
    return book


def withdrawn():
    book = live_book()
    workflow.withdraw(book, shelves.superuser(), reason="有误")
    return book


def expired():
    book = live_book()
    Book.objects.filter(pk=book.pk).update(public_until=timezone.now() - timedelta(minutes=1))
    return book


def over(make_record):
    """Give a record as ``make_record`` makes it, with a draft over it."""
    record = make_record()
    shelves.revise(record, shelves.make_actor("编辑"), title="又写")
    return record


# How to make a record, and the words that its row says.
RECORDS = {
    "draft": (lambda: draft().record, ["草稿"]),
    "a row without an edition": (shelves.make_book, ["草稿"]),
    "review-1": (lambda: submit(draft()).record, ["待初审"]),
    "review-2": (lambda: sign_until(submit(draft()), "复审").record, ["待复审"]),
    "review-3": (lambda: sign_until(submit(draft()), "终审").record, ["待终审"]),
    "returned": (returned, ["已退回"]),
    "scheduled": (lambda: schedule().record, [f"已定时 {timezone.localtime(in_hours(24)):%Y-%m-%d}"]),
    "published": (live_book, ["已发布"]),
    "a public row without an edition": (lambda: shelves.make_book(public_from=in_hours(-1)), ["已发布"]),
    "changed": (changed, ["已发布", "有未发布修改"]),
    "public and in review": (lambda: submit(fresh(changed()).head).record, ["已发布", "待初审"]),
    "withdrawn": (withdrawn, ["已撤稿"]),
    "withdrawn and written anew": (lambda: over(withdrawn), ["已撤稿", "草稿"]),
    "expired": (expired, ["已到期"]),
    "expired and written anew": (lambda: over(expired), ["已到期", "草稿"]),
}


@pytest.mark.parametrize("name", RECORDS)
def test_the_list_says_where_each_record_stands(boss, name):
    make_record, words = RECORDS[name]
    make_record()
    said = re.findall(r'<span class="state state-[\w-]+">([^<]*)</span>', boss.get(changelist(Book)).text)
    assert len(said) == len(words)
    assert all(text.startswith(word) for text, word in zip(said, words, strict=True)), said


@pytest.fixture
def all_records():
    """Give ``{pk: name}`` of a record of every kind."""
    return {make_record().pk: name for name, (make_record, _) in RECORDS.items()}


# What has two states says the more telling one, and is found under the other as well.
FOUND_AS_WELL = {"draft": {"changed"}, "changed": {"public and in review"}}


@pytest.mark.parametrize("state", desk_states())
def test_the_filter_finds_the_records_whose_rows_say_so(boss, all_records, state):
    rows = boss.get(changelist(Book), {"state": state}).context["cl"].result_list
    said = {name for pk, name in all_records.items() if state in dict(Book.objects.get(pk=pk).desk_state)}
    assert said
    assert {all_records[row.pk] for row in rows} == said | FOUND_AS_WELL.get(state, set())


def test_the_filter_offers_every_state_in_words(boss):
    live_book()
    text = boss.get(changelist(Book)).text
    for key, label in desk_states().items():
        assert f'href="?state={key}"' in text
        assert f">{label}</a>" in text


def test_the_filter_follows_the_stages_that_are_set(boss, settings):
    settings.EDITIONS = {**settings.EDITIONS, "STAGES": ["初审"]}
    record = submit(draft()).record
    text = boss.get(changelist(Book)).text
    assert "state=review-1" in text
    assert "review-2" not in text
    assert list(boss.get(changelist(Book), {"state": "review-1"}).context["cl"].result_list) == [record]


@pytest.mark.parametrize("state", ["nonsense", "review", "review-x", "review-99", "x-1", "-", "已发布"])
def test_a_state_that_there_is_not_is_no_fault_of_the_list(boss, state):
    live_book()
    assert boss.get(changelist(Book), {"state": state}, follow=True).status_code == 200


def test_the_list_shows_what_is_public_until_the_draft_is_published(boss):
    book = changed()
    text = boss.get(changelist(Book)).text
    assert "旧书名" in text
    workflow.publish_alone(fresh(book).head, shelves.superuser(), reason="测试")
    assert "旧书名" not in boss.get(changelist(Book)).text


# Deleting


def delete_page(record):
    return admin_url(type(record), "delete", record.pk)


def delete_selected(client, *records):
    data = {"action": "delete_selected", "_selected_action": [record.pk for record in records], "post": "yes"}
    return client.post(changelist(Book), data)


@pytest.fixture
def deleter():
    """Somebody who may delete books and their parts, and is no superuser."""
    user = shelves.make_person(last_name="王", first_name="五")
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="shelves"))
    return client_of(user)


def test_a_draft_is_deleted_with_its_parts_and_its_editions_and_deeds_stay(deleter):
    book = draft().record
    shelves.make_chapter(book)
    assert f'href="{delete_page(book)}"' in deleter.get(change_page(book)).text
    assert deleter.post(delete_page(book), {"post": "yes"}).status_code == 302
    assert not Book.objects.exists()
    assert not Chapter.objects.exists()
    assert Edition.objects.get().title == book.title
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.record_title, entry.person_name) == ("deleted", book.title, "王五")


def test_what_was_under_review_is_deleted_and_its_edition_is_under_review_no_more(deleter):
    edition = submit(draft())
    deleter.post(delete_page(edition.record), {"post": "yes"})
    edition.refresh_from_db()
    assert (edition.record, edition.state) == (None, Edition.State.SUPERSEDED)


def test_a_schedule_of_what_was_deleted_publishes_nothing(deleter):
    edition = schedule()
    deleter.post(delete_page(edition.record), {"post": "yes"})
    assert workflow.publish_due(in_hours(48)) == 0


@pytest.mark.parametrize("make_record", [live_book, changed, lambda: shelves.make_book(public_from=in_hours(-1))])
def test_what_is_public_cannot_be_deleted_by_anybody(boss, deleter, make_record):
    book = make_record()
    for client in (boss, deleter):
        assert delete_page(book) not in client.get(change_page(book)).text
        assert client.get(delete_page(book)).status_code == 403
        assert client.post(delete_page(book), {"post": "yes"}).status_code == 403
    assert Book.objects.filter(pk=book.pk).exists()


@pytest.mark.parametrize("make_record", [withdrawn, expired])
def test_what_was_once_public_is_deleted_by_the_superuser_only(boss, deleter, make_record):
    book = make_record()
    assert deleter.post(delete_page(book), {"post": "yes"}).status_code == 403
    assert boss.post(delete_page(book), {"post": "yes"}).status_code == 302
    assert not Book.objects.exists()
    assert AuditEntry.objects.first().action == "deleted"


def test_an_editor_deletes_nothing(boss):
    book = draft().record
    editor = signed_in("编辑")
    assert delete_page(book) not in editor.get(change_page(book)).text
    assert editor.post(delete_page(book), {"post": "yes"}).status_code == 403
    delete_selected(editor, book)
    assert Book.objects.filter(pk=book.pk).exists()


def test_deleting_a_selection_writes_down_each(deleter):
    books = [draft().record, shelves.make_book()]
    assert delete_selected(deleter, *books).status_code == 302
    assert not Book.objects.exists()
    assert {entry.record_title for entry in AuditEntry.objects.filter(action="deleted")} == {
        book.title for book in books
    }


@pytest.mark.parametrize("make_record", [live_book, withdrawn])
def test_a_selection_with_something_that_may_not_be_deleted_stays_whole(deleter, make_record):
    books = [draft().record, make_record()]
    delete_selected(deleter, *books)
    assert Book.objects.count() == 2
    assert not AuditEntry.objects.filter(action="deleted").exists()


def test_the_history_of_what_was_deleted_has_no_page(boss):
    book = draft().record
    pages = [admin_url(Book, name, book.pk) for name in ("editions", "compare", "submit", "publish", "links")]
    boss.post(delete_page(book), {"post": "yes"})
    assert [boss.get(address).status_code for address in pages] == [404] * len(pages)
    assert editions(book)
