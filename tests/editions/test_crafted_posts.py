"""Posts that no page sends: fields that a form does not have, and parts of another record."""

import pytest

from portal.editions.models import Edition
from tests.admin_pages import add_page, add_row, changelist, form_of

from .models import Book, Chapter
from .pages import editions, hidden_book, live_book, open_form, page, public_page, revised, send, signed_in
from .steps import draft, fresh, submit
from .ways import GROUPS, STATES, everything, ways

pytestmark = pytest.mark.django_db


# Fields that no form has

CONTROL = {
    "public_from": "2020-01-01 00:00",
    "public_from_0": "2020-01-01",
    "public_from_1": "00:00",
    "public_until": "2020-01-01 00:00",
    "public_until_0": "2020-01-01",
    "public_until_1": "00:00",
    "updated_at": "2020-01-01 00:00",
    "corrections": '[{"date": "2020-01-01", "note": "假的更正", "edition": 1}]',
    "state": "published",
    "number": "99",
    "fingerprint": "0" * 64,
    "published_at": "2020-01-01 00:00",
    "_publish": "1",
    "counted_at": "2020-01-01 00:00",
}


def control_of(book):
    names = ("public_from", "public_until", "updated_at", "corrections", "live_id")
    return Book.objects.filter(pk=book.pk).values_list(*names).get()


def crafted(book):
    """Give fields that would make the newest edition public if the form took them."""
    key = str(Edition.objects.order_by("pk").last().pk)
    return CONTROL | {"live": key, "head": key, "live_id": key, "head_id": key, "id": "999"}


@pytest.mark.parametrize("button", ["_save", "_continue", "_submit", "_addanother", "_saveasnew", "_popup"])
@pytest.mark.parametrize("state", ["a draft", "public with a draft", "withdrawn"])
def test_fields_that_the_form_does_not_have_are_not_taken_from_it(state, button):
    book, client = STATES[state](), signed_in("编辑")
    before, seen = control_of(book), public_page(book)
    draft = open_form(client, book) | {"title": "再改"} | crafted(book)
    assert send(client, book, draft, button).status_code in (200, 302)
    assert (control_of(book), public_page(book)) == (before, seen)
    for edition in Edition.objects.filter(title="再改"):
        assert (edition.state, edition.published_at) == ("draft", None)
        assert fresh(edition.record).live_id in (None, book.live_id)
    assert not Book.objects.filter(pk=999).exists()


def test_a_new_record_is_not_public_whatever_is_sent_with_it():
    client = signed_in("编辑")
    edition = live_book().head
    data = form_of(client.get(add_page(Book), CONTROL)) | {"title": "新书", "live": str(edition.pk)} | CONTROL
    assert client.post(add_page(Book), data).status_code == 302
    book = Book.objects.get(title="新书")
    assert control_of(book) == (None, None, None, [], None)
    assert public_page(book)[0] == 404


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("action", ["publish", "make_public", "withdraw", "delete_selected", "", "__init__"])
def test_the_list_takes_no_fields_and_no_actions_that_it_does_not_offer(group, action):
    book, client = revised(live_book()), signed_in(group)
    before = everything(book)
    data = {"action": action, "_selected_action": [str(book.pk)], "index": "0", "select_across": "1", "post": "yes"}
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": str(book.pk), "_save": "1"}
    client.post(changelist(Book), data | crafted(book))
    client.post(changelist(Book), rows | {f"form-0-{name}": value for name, value in crafted(book).items()})
    client.post(changelist(Book), data | rows | {"form-0-title": "改"})
    assert everything(book) == before


@pytest.mark.parametrize("group", GROUPS)
def test_the_review_takes_no_fields_that_its_page_does_not_have(group):
    record = submit(draft()).record
    data = ways(record)["review"][1] | {"stage": "3", "publish_at": "", "signer": "1", "state": "published"}
    signed_in(group).post(page(record, "review"), data | crafted(record))
    assert public_page(record)[0] == 404
    assert fresh(record).head.state_label in ("待初审", "待复审")


# Parts of another record


@pytest.mark.parametrize("make_record", [hidden_book, live_book, lambda: revised(live_book())])
@pytest.mark.parametrize("make_other", [hidden_book, live_book])
@pytest.mark.parametrize("change", [{"chapters-0-text": "劫持"}, {"chapters-0-DELETE": "on"}])
def test_a_part_of_another_record_is_neither_changed_nor_deleted_nor_taken_over(make_record, make_other, change):
    book, other, client = make_record(), make_other(), signed_in("编辑")
    foreign = other.chapters.first()
    before = Chapter.objects.filter(pk=foreign.pk).values().get()
    seen = public_page(other)
    send(client, book, open_form(client, book) | change | {"title": "再改", "chapters-0-id": str(foreign.pk)})
    assert Chapter.objects.filter(pk=foreign.pk).values().get() == before
    assert public_page(other) == seen
    assert all(str(foreign.pk) not in edition.snapshot["parts"]["chapters"] for edition in editions(book))


@pytest.mark.parametrize("make_record", [hidden_book, live_book])
def test_a_new_part_does_not_get_the_key_or_the_record_that_was_sent_for_it(make_record):
    book, other, client = make_record(), live_book(), signed_in("编辑")
    foreign = other.chapters.first()
    data = open_form(client, book)
    add_row(data, "chapters", text="劫持", ordering=1, picture="", id=foreign.pk, book=other.pk)
    send(client, book, data)
    assert fresh(foreign).text == "第一章"
    assert other.chapters.count() == 2
    assert all(str(foreign.pk) not in edition.snapshot["parts"]["chapters"] for edition in editions(book))


def test_parts_that_the_form_was_told_are_saved_ones_are_not_taken_from_another_record():
    book, other, client = hidden_book(), live_book(), signed_in("编辑")
    foreign = list(other.chapters.all())
    data = open_form(client, book)
    for row in foreign:
        add_row(data, "chapters", text="劫持", ordering=1, picture="", id=row.pk, book=book.pk, DELETE="on")
    send(client, book, data | {"chapters-INITIAL_FORMS": data["chapters-TOTAL_FORMS"]})
    assert list(other.chapters.values_list("text", flat=True)) == ["第一章", "第二章"]
    assert book.chapters.count() >= 2
