"""The form of a publishable record: what saving does, and what it leaves as it was."""

import pytest
from django.contrib.admin.models import LogEntry

from portal.editions.models import AuditEntry, Edition
from tests.admin_pages import add_page, add_row, change_page, changelist, form_of, lost

from . import shelves
from .models import Book, Chapter
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
    tables,
)
from .steps import fresh, sign, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return shelves.make_person("编辑", last_name="张", first_name="三")


@pytest.fixture
def client(editor):
    return client_of(editor)


def new_book(client, **values):
    return form_of(client.get(add_page(Book))) | {"title": "新书", **values}


# Records that were never published


def test_a_new_record_is_its_first_edition_and_nobody_outside_sees_it(client, editor):
    data = new_book(client, price="12.50")
    add_row(data, "chapters", text="第一章", ordering=1, picture="")
    assert client.post(add_page(Book), data).status_code == 302
    book = Book.objects.get()
    (edition,) = editions(book)
    assert (book.head, book.live, book.public_from) == (edition, None, None)
    assert (edition.number, edition.author, edition.state, edition.title) == (1, editor, "draft", "新书")
    assert edition.snapshot["fields"]["price"] == "12.50"
    assert list(edition.snapshot["parts"]["chapters"]) == [str(book.chapters.get().pk)]
    assert public_page(book)[0] == 404
    assert client.get("/books/").json() == {"books": []}


def test_what_was_never_published_is_in_the_tables_as_it_was_saved_last(client):
    book = shelves.make_book("旧")
    gone, kept = shelves.make_chapter(book, "一"), shelves.make_chapter(book, "二")
    data = open_form(client, book) | {"title": "新", "chapters-0-DELETE": "on", "chapters-1-text": "二改"}
    assert send(client, book, data).status_code == 302
    book = fresh(book)
    assert book.title == "新"
    assert [(row.pk, row.text) for row in book.chapters.all()] == [(kept.pk, "二改")]
    assert not Chapter.objects.filter(pk=gone.pk).exists()
    assert public_page(book)[0] == 404


# Records that are public


def test_saving_what_is_public_makes_an_edition_and_leaves_every_table_as_it_was(client, editor):
    book = live_book()
    before, seen, listed = tables(), public_page(book), client.get("/books/").content
    assert send(client, book, change_everything(client, book)).status_code == 302
    (draft, live) = editions(book)
    before["Book"][0]["head_id"] = draft.pk
    before["Label"] = tables().get("Label")
    assert tables() == {name: rows for name, rows in before.items() if name != "Label"}
    assert (draft.number, draft.author, draft.state, draft.title) == (2, editor, "draft", "新书名")
    assert (fresh(book).live, live.state) == (live, "published")
    assert (public_page(book), client.get("/books/").content) == (seen, listed)
    assert "旧书名".encode() in seen[1]


def test_the_form_shows_the_newest_edition_and_not_what_is_public(client):
    book = live_book()
    first, second = book.chapters.all()
    send(client, book, change_everything(client, book))
    shown = open_form(client, book)
    assert (shown["title"], shown["blurb"]) == ("新书名", "新简介")
    assert shown["labels"] == [str(shelves.Label.objects.get(name="新标签").pk)]
    assert (shown["edition_base"], shown["edition_seen"]) == ("2", "2")
    texts = [shown[f"chapters-{number}-text"] for number in range(int(shown["chapters-TOTAL_FORMS"]))]
    assert texts == ["第三章", "第一章改"]
    keys = {shown["chapters-0-id"], shown["chapters-1-id"]}
    assert str(first.pk) in keys
    assert str(second.pk) not in keys
    assert {shown["notes-0-mark"], shown["notes-1-mark"]} == {"甲", "乙"}


def test_a_draft_goes_on_from_edition_to_edition_and_its_parts_keep_their_keys(client):
    book = live_book()
    send(client, book, change_everything(client, book))
    third = save(client, book, **{"chapters-0-text": "第三章又改"})
    second = editions(book)[1]
    assert third.number == 3
    assert set(third.snapshot["parts"]["chapters"]) == set(second.snapshot["parts"]["chapters"])
    texts = sorted(row["text"] for row in third.snapshot["parts"]["chapters"].values())
    assert texts == ["第一章改", "第三章又改"]
    assert second.state == Edition.State.SUPERSEDED


def test_a_save_writes_one_edition_and_one_line_of_the_trail(client):
    book = live_book()
    before = Edition.objects.count(), AuditEntry.objects.count()
    save(client, book, title="新书名")
    assert (Edition.objects.count(), AuditEntry.objects.count()) == (before[0] + 1, before[1] + 1)
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.record_title, entry.edition) == ("saved", "新书名", editions(book)[0])
    assert (entry.person_name, entry.address) == ("张三", "127.0.0.1")


@pytest.mark.parametrize("make_record", [live_book, shelves.make_book])
def test_saving_an_unchanged_form_again_makes_no_edition(client, make_record):
    book = make_record()
    save(client, book, title="改一次")
    before = editions(book)
    response = send(client, book, open_form(client, book))
    assert editions(book) == before
    assert messages_of(response) == ["内容没有改动，没有产生新版本。"]


def test_saving_an_unchanged_form_of_something_public_makes_no_edition(client):
    book = live_book()
    send(client, book, open_form(client, book) | {"edition_comment": "其实没改"})
    assert [edition.number for edition in editions(book)] == [1]
    assert not LogEntry.objects.exists()


def test_what_was_withdrawn_may_be_saved_anew_without_a_change(client):
    book = live_book()
    shelves.workflow.withdraw(book, shelves.superuser(), reason="有误")
    assert save(client, book).number == 2


def test_a_draft_that_is_turned_back_to_what_is_public_is_an_edition_like_any_other(client):
    book = live_book()
    save(client, book, title="新书名")
    assert save(client, book, title="旧书名").number == 3
    assert open_form(client, book)["title"] == "旧书名"


# What is said


def test_the_message_says_that_the_public_page_has_not_changed(client):
    book = live_book()
    response = send(client, book, open_form(client, book) | {"title": "新书名"})
    assert messages_of(response) == ["“新书名”已存为第2版。公开页面没有改变。"]


def test_the_message_about_what_was_never_published_says_so(client):
    assert messages_of(client.post(add_page(Book), new_book(client))) == ["“新书”已存为第1版。尚未公开。"]
    book = Book.objects.get()
    response = send(client, book, open_form(client, book) | {"title": "再改"})
    assert messages_of(response) == ["“再改”已存为第2版。尚未公开。"]


def test_the_message_about_what_was_withdrawn_says_that_it_is_still_not_public(client):
    book = live_book()
    shelves.workflow.withdraw(book, shelves.superuser(), reason="有误")
    response = send(client, book, open_form(client, book) | {"title": "新书名"})
    assert messages_of(response) == ["“新书名”已存为第2版。仍未公开。"]


def test_saving_over_a_review_says_that_it_has_ended_and_the_form_warns_before(client):
    book = live_book()
    edition = submit(shelves.revise(book, shelves.make_actor("编辑"), title="送审稿"))
    sign(edition)
    form = client.get(change_page(book))
    assert "这一稿待复审。保存会产生新版本，原来的送审和签字作废，要重新送审。" in form.text
    response = send(client, book, form_of(form) | {"title": "再改"})
    assert messages_of(response) == ["“再改”已存为第3版。公开页面没有改变。原来的送审已终止，需要重新送审。"]
    assert Edition.objects.get(pk=edition.pk).state == Edition.State.SUPERSEDED
    assert not edition.valid_signatures().exists()


def test_saving_is_logged_on_the_index_page_of_the_admin(client, editor):
    book = live_book()
    save(client, book, title="新书名")
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.object_repr) == (editor, str(book.pk), "新书名")
    assert entry.get_change_message() == "保存第2版"


def test_the_comment_is_kept_with_the_edition_and_in_the_trail(client):
    book = live_book()
    edition = save(client, book, title="新书名", edition_comment="改了书名")
    assert edition.comment == "改了书名"
    assert AuditEntry.objects.first().detail == "改了书名"
    history = client.get(page(book, "editions"))
    assert history.text.count("改了书名") == 2
    assert open_form(client, book)["edition_comment"] == ""


def test_a_comment_that_is_longer_than_its_box_is_cut(client):
    assert save(client, live_book(), title="新书名", edition_comment="字" * 300).comment == "字" * 200


def test_a_comment_with_a_character_that_databases_refuse_is_refused_or_kept_without_it(client):
    book = live_book()
    response = send(client, book, open_form(client, book) | {"title": "新书名", "edition_comment": "空\x00字符"})
    assert response.status_code in (200, 302)
    assert "\x00" not in editions(book)[0].comment


def test_the_form_says_what_is_public_what_is_edited_and_how_they_differ(client):
    book = live_book()
    save(client, book, title="新书名")
    text = client.get(change_page(book)).text
    for said in ("第1版，", "第2版，张三于", "有未发布修改", "与公众看到的相比，有1处不同", "保存修改（公开页面不变）"):
        assert said in text
    assert f'href="{book.get_absolute_url()}"' in text
    for beside in (page(book, "preview", 2), page(book, "editions"), page(book, "submit")):
        assert f'href="{beside}"' in text


# Buttons


def test_each_button_leads_where_its_name_says(client):
    book = live_book()
    places = {
        "_save": changelist(Book),
        "_continue": change_page(book),
        "_submit": page(book, "submit"),
        "_addanother": add_page(Book),
    }
    for number, (button, place) in enumerate(places.items(), 2):
        response = send(client, book, open_form(client, book) | {"title": f"新书名{number}"}, button)
        assert (response.status_code, response["Location"]) == (302, place)
        assert editions(book)[0].number == number
        assert "公开页面没有改变。" in messages_of(response)[0]


def test_a_new_record_can_be_submitted_at_once(client):
    response = client.post(add_page(Book), new_book(client) | {"_submit": "1"})
    book = Book.objects.get()
    assert response["Location"] == page(book, "submit")
    assert client.get(response["Location"]).status_code == 200


def test_saving_as_new_copies_what_is_in_the_form_and_leaves_the_original_alone(client):
    book = live_book()
    before = tables()
    data = open_form(client, book) | {"title": "副本", "chapters-0-text": "第一章改"}
    response = send(client, book, data, "_saveasnew")
    assert response.status_code == 302
    copy = Book.objects.get(title="副本")
    assert (copy.was_published, copy.live, [edition.number for edition in editions(copy)]) == (False, None, [1])
    assert [row.text for row in copy.chapters.all()] == ["第一章改", "第二章"]
    assert not {row.pk for row in copy.chapters.all()} & {row.pk for row in book.chapters.all()}
    assert [row for row in tables()["Book"] if row["id"] == book.pk] == before["Book"]
    assert [row for row in tables()["Chapter"] if row["book_id"] == book.pk] == before["Chapter"]
    assert [edition.number for edition in editions(book)] == [1]


def test_saving_as_new_of_something_invalid_keeps_everything_typed(client):
    book = live_book()
    data = open_form(client, book) | {"title": "", "blurb": "不能丢的简介"}
    response = send(client, book, data, "_saveasnew")
    assert response.status_code == 200
    keys = {name for name in data if name.endswith(("-id", "-book")) or name.startswith("edition_")}
    assert lost({name: data[name] for name in data.keys() - keys}, response) == {}
    assert Book.objects.count() == 1


def test_a_record_that_is_added_in_a_popup_has_its_edition_and_closes_the_popup(client):
    address = f"{add_page(Book)}?_popup=1"
    data = form_of(client.get(address)) | {"title": "新书", "_popup": "1"}
    response = client.post(address, data)
    book = Book.objects.get()
    assert response.status_code == 200
    assert response.templates[0].name == "admin/popup_response.html"
    assert f"&quot;{book.pk}&quot;" in response.text
    assert (book.head.number, book.public_from) == (1, None)


def test_a_record_that_is_changed_in_a_popup_stays_public_as_it_was(client):
    book = live_book()
    seen = public_page(book)
    address = f"{change_page(book)}?_popup=1"
    data = form_of(client.get(address)) | {"title": "新书名", "_popup": "1"}
    response = client.post(address, data)
    assert response.templates[0].name == "admin/popup_response.html"
    assert (editions(book)[0].title, public_page(book)) == ("新书名", seen)
