"""Rehearsals: within the block the tables say what the draft says, and afterwards nothing of it is left."""

from contextlib import suppress

import pytest
from django.db import connection, transaction

from portal.editions.snapshots import Unreadable, rehearsal

from .models import Book, Chapter
from .shelves import make_book, make_chapter, make_cover, make_label, make_note, part, taken

pytestmark = pytest.mark.django_db


def test_within_a_rehearsal_the_tables_say_what_the_snapshot_says_and_then_all_is_as_before():
    book = make_book("旧", labels=[make_label()])
    chapter, note = make_chapter(book), make_note(book)
    before = taken(book)
    draft = taken(book)
    draft["fields"] |= {"title": "新", "labels": []}
    draft["parts"]["chapters"] = {}
    part(draft, "notes", note)["text"] = "新"
    with rehearsal(book, draft) as warnings:
        assert taken(book) == draft
        assert warnings == []
        Book.objects.filter(pk=book.pk).update(title="再改")
        make_chapter(book)
        make_book("另一本")
    assert taken(book) == before
    assert list(Chapter.objects.all()) == [chapter]
    assert not Book.objects.filter(title="另一本").exists()


def test_a_rehearsal_without_a_snapshot_starts_from_the_tables_and_leaves_nothing():
    book = make_book("旧")
    before = taken(book)
    with rehearsal(book) as warnings:
        assert taken(book) == before
        assert warnings == []
        Book.objects.update(title="新")
        assert taken(book) != before
    assert taken(book) == before


def fail():
    raise ZeroDivisionError


def test_a_rehearsal_that_fails_leaves_nothing_and_the_failure_goes_on():
    book = make_book("旧")
    draft = taken(book)
    draft["fields"]["title"] = "新"
    with pytest.raises(ZeroDivisionError), rehearsal(book, draft):  # noqa: PT012
        make_chapter(book)
        fail()
    assert Book.objects.get().title == "旧"
    assert not Chapter.objects.exists()


def test_a_rehearsal_of_what_cannot_be_read_leaves_nothing():
    book = make_book("旧")
    draft = taken(book)
    draft["fields"] |= {"title": "新", "price": "十二元"}
    with pytest.raises(Unreadable), rehearsal(book, draft):
        pytest.fail("the block must not run")
    assert Book.objects.get().title == "旧"


def test_a_rehearsal_passes_on_the_warnings_of_a_lenient_application():
    cover = make_cover()
    book = make_book(cover=cover)
    draft = taken(book)
    cover.delete()
    with rehearsal(book, draft, lenient=True) as warnings:
        assert len(warnings) == 1
    with pytest.raises(Unreadable), rehearsal(book, draft):
        pytest.fail("the block must not run")


def test_what_a_rehearsal_leaves_to_the_commit_never_runs(django_capture_on_commit_callbacks):
    book = make_book()
    ran = []
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        transaction.on_commit(lambda: ran.append("before"))
        with rehearsal(book, taken(book)):
            transaction.on_commit(lambda: ran.append("within"))
        with suppress(ZeroDivisionError), rehearsal(book):
            transaction.on_commit(lambda: ran.append("failed"))
            fail()
        transaction.on_commit(lambda: ran.append("after"))
    assert len(callbacks) == 2
    assert ran == ["before", "after"]


def test_after_a_rehearsal_the_transaction_around_it_goes_on():
    book = make_book("旧")
    with transaction.atomic():
        Book.objects.update(title="新")
        with rehearsal(book):
            Book.objects.update(title="不留")
        Book.objects.update(blurb="后")
    assert (Book.objects.get().title, Book.objects.get().blurb) == ("新", "后")


@pytest.mark.django_db(transaction=True)
def test_a_rehearsal_outside_of_any_transaction_leaves_nothing(flushable):
    book = make_book("旧")
    draft = taken(book)
    draft["fields"]["title"] = "新"
    ran = []
    with rehearsal(book, draft):
        assert Book.objects.get().title == "新"
        transaction.on_commit(lambda: ran.append("within"))
    assert not connection.in_atomic_block
    assert (Book.objects.get().title, ran) == ("旧", [])
