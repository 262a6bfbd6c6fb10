"""What cannot be saved or opened, and rows older than editions: nothing typed is lost, and the reason is said."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from portal.editions.models import Edition
from tests.admin_pages import add_row, change_page, errors_of, form_of, lost

from . import shelves
from .pages import (
    change_everything,
    client_of,
    editions,
    live_book,
    messages_of,
    open_form,
    page,
    public_page,
    save,
    send,
    signed_in,
    tables,
)
from .steps import actions, fresh, in_hours

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return shelves.make_person("编辑")


@pytest.fixture
def client(editor):
    return client_of(editor)


# What cannot be saved


def test_a_form_with_an_error_keeps_everything_typed_and_changes_nothing(client):
    book = live_book()
    before = tables()
    data = change_everything(client, book) | {"price": "很贵", "edition_comment": "不能丢的说明"}
    response = send(client, book, data)
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["price"]
    assert lost(data, response) == {}
    assert (tables(), len(editions(book)), messages_of(response)) == (before, 1, [])


def test_an_error_in_a_part_keeps_everything_typed_and_changes_nothing(client):
    book = live_book()
    save(client, book, title="新书名")
    before = tables()
    data = open_form(client, book) | {"title": "再改", "chapters-1-DELETE": "on", "edition_comment": "不能丢的说明"}
    add_row(data, "notes", mark="甲", text="重复的记号", shelf=shelves.make_shelf().pk, answers="")
    response = send(client, book, data)
    assert response.status_code == 200
    assert len(errors_of(response)) > 0
    assert lost(data, response) == {}
    assert (tables(), len(editions(book))) == (before, 2)


def test_a_draft_may_not_repeat_what_is_unique_in_another_record(client):
    shelves.make_book("别的书", isbn="978-7")
    book = live_book()
    response = send(client, book, open_form(client, book) | {"isbn": "978-7"})
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["isbn"]
    assert len(editions(book)) == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only here can the database be made to refuse to write.")
def test_a_database_that_cannot_write_gives_everything_typed_back_to_be_sent_again(client):
    book = live_book()
    save(client, book, title="二稿", edition_comment="写二稿")
    data = change_everything(client, book) | {"edition_comment": "不能丢的说明"}
    before = tables()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1")
        try:
            response = send(client, book, data)
        finally:
            cursor.execute("PRAGMA query_only = 0")
    assert response.status_code == 503
    assert "没有保存：数据库现在写不进去" in response.text
    assert (tables(), len(editions(book))) == (before, 2)
    again = form_of(response)
    assert again == data | {"labels": data["labels"][0]}
    assert '<input type="hidden" name="_save"' in response.text
    assert send(client, book, again).status_code == 302
    assert (editions(book)[0].title, editions(book)[0].comment) == ("新书名", "不能丢的说明")


def break_head(book):
    """Make the newest edition of ``book`` say something that its fields no longer read."""
    snapshot = fresh(book).head.snapshot
    snapshot["fields"]["printed_on"] = "很久以前"
    Edition.objects.filter(pk=fresh(book).head_id).update(snapshot=snapshot)


def test_a_record_whose_newest_edition_cannot_be_read_says_why_and_offers_its_history(client):
    book = live_book()
    data = open_form(client, book)
    save(client, book, title="新书名")
    break_head(book)
    for response in (client.get(change_page(book)), send(client, book, data | {"edition_base": "2"})):
        assert response.status_code == 409
        assert "“印刷日期”中的“很久以前”现在读不出来。" in response.text
        assert '/editions/">在版本历史里恢复' in response.text
    assert client.get(page(book, "editions")).status_code == 200
    assert client.post(page(book, "restore", 1), {"comment": ""}).status_code == 302
    assert open_form(client, book)["title"] == "旧书名"


def test_what_cannot_be_read_is_shown_to_nobody_without_rights():
    book = live_book()
    save(signed_in("编辑"), book, title="机密书名")
    break_head(book)
    stranger = signed_in()
    for response in (stranger.get(change_page(book)), stranger.post(change_page(book), {"edition_base": "2"})):
        assert response.status_code == 403
        assert "机密书名" not in response.text
        assert "旧书名" not in response.text


def test_a_part_that_refers_to_something_deleted_is_left_out_with_a_warning(client):
    book, cover = live_book(), shelves.make_cover("没了的封面")
    save(client, book, cover=str(cover.pk))
    cover.delete()
    response = client.get(change_page(book))
    assert response.status_code == 200
    assert "“封面”引用的封面（编号" in response.text
    assert form_of(response)["cover"] == ""


@pytest.mark.parametrize("changed", [{}, {"notes-0-text": "改过的注"}])
def test_a_part_that_went_with_what_it_refers_to_is_left_out_and_a_changed_one_with_a_warning(client, changed):
    book = live_book()
    save(client, book, title="新书名", **changed)
    book.notes.get().shelf.delete()
    response = client.get(change_page(book))
    assert response.status_code == 200
    assert ("“书架”引用的书架（编号" in response.text) == bool(changed)
    assert form_of(response)["notes-TOTAL_FORMS"] == "0"
    assert send(client, book, form_of(response) | {"title": "再改"}).status_code == 302
    assert editions(book)[0].snapshot["parts"]["notes"] == {}


def test_a_record_that_is_not_there_leads_back_as_in_any_admin(client):
    address = reverse("admin:shelves_book_change", args=[999])
    for response in (client.get(address), client.post(address, {})):
        assert (response.status_code, response["Location"]) == (302, "/admin/")


# Rows older than editions


def test_a_public_row_without_an_edition_is_adopted_when_it_is_saved_first(client, editor):
    book = shelves.make_book("旧书名", public_from=in_hours(-1))
    chapter = shelves.make_chapter(book, "第一章")
    seen = public_page(book)
    second = save(client, book, title="新书名", **{"chapters-0-text": "第一章改"})
    first = editions(book)[1]
    assert (first.number, first.state, first.author.username) == (1, "published", "system")
    assert (second.number, second.state, second.author) == (2, "draft", editor)
    assert first.snapshot["parts"]["chapters"][str(chapter.pk)]["text"] == "第一章"
    assert second.snapshot["parts"]["chapters"][str(chapter.pk)]["text"] == "第一章改"
    assert (fresh(book).live, fresh(book).head, public_page(book)) == (first, second, seen)
    assert actions(book) == ["adopted", "saved"]


def test_a_hidden_row_without_an_edition_is_adopted_when_it_is_saved_first(client):
    book = shelves.make_book("旧书名")
    save(client, book, title="新书名")
    assert [(edition.number, edition.title, edition.state) for edition in editions(book)] == [
        (2, "新书名", "draft"),
        (1, "旧书名", "superseded"),
    ]
    assert (fresh(book).title, fresh(book).live) == ("新书名", None)


@pytest.mark.parametrize("beside", ["presence", "editions"])
def test_a_row_that_is_adopted_while_its_form_is_open_is_saved_without_a_conflict(client, beside):
    book = shelves.make_book("旧书名", public_from=in_hours(-1))
    data = open_form(client, book)
    answer = client.post(page(book, beside)) if beside == "presence" else client.get(page(book, beside))
    assert answer.status_code == 200
    assert send(client, book, data | {"title": "新书名"}).status_code == 302
    assert editions(book)[0].title == "新书名"


def test_a_form_whose_own_report_brings_its_row_into_editions_does_not_hear_that_somebody_saved(client):
    book = shelves.make_book("旧书名", public_from=in_hours(-1))
    known = re.search(r'data-newest="(\d+)"', client.get(change_page(book)).text)[1]
    assert client.post(page(book, "presence")).json()["newest"] == int(known)
