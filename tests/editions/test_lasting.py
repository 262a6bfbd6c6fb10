"""Parts that last: once public, a row is neither changed nor taken out, whichever way an edition comes about."""

import pytest

from portal.editions import lasting, snapshots, workflow
from portal.editions.workflow import Refused

from .models import Book, Note, Shelf
from .shelves import make_actor, make_book, make_note, publish, revise, superuser
from .steps import approve, draft, fresh, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lasting_notes(monkeypatch):
    """The notes of a book last, its chapters do not."""
    monkeypatch.setattr(Book, "lasting_parts", ("notes",))


@pytest.fixture
def book():
    """A public book with the notes a and b."""
    book = make_book()
    for mark in "ab":
        make_note(book, mark)
    publish(book)
    return book


def add_note(book, mark="c"):
    """Add a note that refers to nothing that is made in the rehearsal."""
    make_note(book, mark, shelf=Shelf.objects.first())


def marks(book):
    return sorted(book.notes.values_list("mark", "text"))


def delete_note(book):
    book.notes.get(mark="a").delete()


def change_note(book):
    book.notes.filter(mark="a").update(text="改过")


SENTENCE = "公开过的注不能改动或删除（a）；有误请另加一条更正。"


@pytest.mark.parametrize("change", [delete_note, change_note])
def test_a_row_that_is_public_is_neither_changed_nor_taken_out(book, change):
    with pytest.raises(Refused) as refused:
        revise(book, make_actor("编辑"), change)
    assert refused.value.sentence == SENTENCE
    assert fresh(book).head.number == 1
    assert marks(book) == [("a", "注"), ("b", "注")]


def test_rows_are_added_and_the_rest_of_the_record_changes(book):
    edition = revise(book, make_actor("编辑"), add_note, title="新")
    approve(edition)
    assert [mark for mark, _ in marks(book)] == ["a", "b", "c"]


@pytest.mark.parametrize("change", [delete_note, change_note])
def test_a_row_of_a_draft_is_free_until_it_is_public(book, change):
    first = draft()
    row = fresh(first.record)
    revise(row, make_actor("编辑"), lambda row: add_note(row, "a"))
    second = revise(row, make_actor("编辑"), change)
    assert second.number == 3
    added = revise(book, make_actor("编辑"), add_note)
    gone = revise(book, make_actor("编辑"), lambda row: row.notes.get(mark="c").delete())
    assert (added.number, gone.number) == (2, 3)


def test_a_row_that_was_public_lasts_after_a_withdrawal(book):
    workflow.withdraw(book, make_actor("终审"), reason="测试")
    with pytest.raises(Refused):
        revise(fresh(book), make_actor("编辑"), delete_note)


def test_restoring_an_older_edition_keeps_the_rows_that_became_public_since(book):
    first = book.live
    approve(revise(book, make_actor("编辑"), add_note, title="新"))
    restored = workflow.restore(first, make_actor("编辑"))
    assert restored.title == first.title
    approve(restored)
    assert [mark for mark, _ in marks(fresh(book))] == ["a", "b", "c"]


def test_restoring_does_not_bring_back_what_was_never_public(book):
    drafted = revise(book, make_actor("编辑"), add_note)
    revise(book, make_actor("编辑"), lambda row: row.notes.get(mark="c").delete())
    assert set(workflow.restore(drafted, make_actor("编辑")).snapshot["parts"]["notes"]) > set(
        book.live.snapshot["parts"]["notes"]
    )


def test_a_field_that_is_newer_than_the_public_edition_is_free(book):
    snapshot = book.live.snapshot
    older = {key: {"mark": row["mark"]} for key, row in snapshot["parts"]["notes"].items()}
    book.live.snapshot = snapshot | {"parts": snapshot["parts"] | {"notes": older}}
    assert lasting.broken(book, snapshot) == ""


def test_only_what_is_public_lasts(book):
    assert lasting.public_keys(book) == {"notes": {str(note.pk) for note in Note.objects.filter(book=book)}}
    assert lasting.public_keys(make_book()) == {}


def test_records_without_lasting_parts_are_asked_nothing(monkeypatch, django_assert_num_queries):
    book = published()
    monkeypatch.setattr(Book, "lasting_parts", ())
    with django_assert_num_queries(0):
        assert lasting.public_keys(book) == {}
        assert lasting.broken(book, {"parts": {}}) == ""


def test_a_field_that_says_what_the_rows_mean_lasts_with_them(book, monkeypatch):
    monkeypatch.setattr(Book, "lasting_fields", ("blurb",))
    with pytest.raises(Refused) as refused:
        revise(book, make_actor("编辑"), blurb="新")
    assert refused.value.sentence == "已有公开过的注，“简介”不能再改；请另立一条图书。"
    without = make_book()
    publish(without)
    assert revise(without, make_actor("编辑"), blurb="新").number == 2


def test_restoring_keeps_a_lasting_field(monkeypatch):
    first = draft(blurb="旧")
    book = fresh(first.record)
    make_note(book, "z")
    Book.objects.filter(pk=book.pk).update(blurb="新", title="新题")
    workflow.save(fresh(book), snapshots.take(book), make_actor("编辑"))
    workflow.publish_alone(fresh(book).head, superuser(), reason="测试")
    monkeypatch.setattr(Book, "lasting_fields", ("blurb",))
    assert workflow.restore(first, make_actor("编辑"), comment="题").snapshot["fields"]["blurb"] == "新"
