"""Revising: code changes the newest edition, and what is public stays as it was."""

import pytest

from portal.editions.snapshots import Unreadable
from portal.editions.workflow import Refused, revise

from .models import Book, Chapter
from .pages import editions, hidden_book, live_book, public_page, tables
from .shelves import make_actor, make_book, make_chapter, make_label, part
from .steps import actions, draft, fresh, in_hours, sign, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return make_actor("编辑")


def add_chapter(book, text="新章"):
    return make_chapter(book, text)


def texts(edition):
    return sorted(row["text"] for row in edition.snapshot["parts"]["chapters"].values())


def edits(record):
    """Give number and state of each edition of ``record``, oldest first."""
    return [(edition.number, edition.state) for edition in reversed(editions(record))]


def test_what_is_changed_is_the_next_edition_and_nothing_public_changes(actor):
    book = live_book()
    before, seen = tables(), public_page(book)
    edition = revise(book, actor, add_chapter, comment="加一章")
    assert (edition.number, edition.author, edition.comment) == (2, actor.user, "加一章")
    assert texts(edition) == ["新章", "第一章", "第二章"]
    before["Book"][0]["head_id"] = edition.pk
    assert (tables(), public_page(book)) == (before, seen)
    assert actions(book)[-1] == "saved"


def test_a_revision_goes_on_from_the_newest_edition_and_not_from_what_is_public(actor):
    book = live_book()
    revise(book, actor, lambda row: Book.objects.filter(pk=row.pk).update(title="二稿"))
    edition = revise(book, actor, add_chapter)
    assert (edition.number, edition.title) == (3, "二稿")
    assert texts(edition) == ["新章", "第一章", "第二章"]


def test_the_function_is_given_the_record_as_its_newest_edition_has_it(actor):
    book, seen = live_book(), []
    revise(book, actor, lambda row: Book.objects.filter(pk=row.pk).update(title="二稿"))
    revise(book, actor, lambda row: seen.append(row.title))
    assert seen == ["二稿"]


def test_the_title_of_the_edition_is_the_one_that_the_function_gave(actor):
    assert revise(live_book(), actor, lambda row: Book.objects.filter(pk=row.pk).update(title="新")).title == "新"


def test_the_tables_follow_while_a_record_was_never_public(actor):
    book = hidden_book()
    revise(book, actor, add_chapter)
    assert fresh(book).chapters.filter(text="新章").exists()
    assert fresh(book).live is None


def test_parts_keep_their_keys(actor):
    book = live_book()
    chapter = book.chapters.first()
    edition = revise(book, actor, add_chapter)
    assert part(edition.snapshot, "chapters", chapter)["text"] == "第一章"


@pytest.mark.parametrize("make", [live_book, hidden_book])
def test_a_function_that_changes_nothing_makes_no_edition(make, actor):
    book = make()
    assert revise(book, actor, lambda row: None) is None
    assert [number for number, _ in edits(book)] == [1]


@pytest.mark.parametrize(("public_from", "states"), [(-1, ["published", "draft"]), (None, ["superseded", "draft"])])
def test_a_record_older_than_editions_is_adopted_first(actor, public_from, states):
    book = make_book("旧", public_from=public_from and in_hours(public_from))
    make_chapter(book, "第一章")
    edition = revise(book, actor, add_chapter)
    assert edits(book) == [(1, states[0]), (2, states[1])]
    assert texts(edition) == ["新章", "第一章"]


@pytest.mark.parametrize("make", [live_book, lambda: make_book("旧")])
def test_what_the_function_raises_is_raised_and_leaves_everything_as_it_was(make, actor):
    book = make()
    before, numbers = tables(), edits(book)

    def fail(row):
        add_chapter(row)
        raise ValueError("不行")

    with pytest.raises(ValueError, match="不行"):
        revise(book, actor, fail)
    assert (tables(), edits(book)) == (before, numbers)


def test_a_person_without_the_right_is_refused_before_the_function_runs():
    book, ran = live_book(), []
    with pytest.raises(Refused, match="您没有修改的权限。"):
        revise(book, make_actor("初审"), ran.append)
    assert ran == []


def test_a_record_that_was_deleted_is_refused(actor):
    book = make_book()
    gone = fresh(book)
    book.delete()
    with pytest.raises(Refused, match="这条记录已被删除。"):
        revise(gone, actor, add_chapter)


def test_an_edition_that_cannot_be_applied_is_said_and_nothing_is_left_out(actor):
    book, label = live_book(), make_label("没了")
    revise(book, actor, lambda row: row.labels.add(label))
    label.delete()
    with pytest.raises(Unreadable, match="“标签”引用的标签（编号"):
        revise(book, actor, add_chapter)
    assert [number for number, _ in edits(book)] == [1, 2]


def test_a_revision_ends_the_review_of_the_edition_before(actor):
    edition = sign(submit(draft(title="送审稿")))
    revise(edition.record, actor, add_chapter)
    assert not edition.valid_signatures().exists()
    assert edits(edition.record)[-2:] == [(1, "superseded"), (2, "draft")]


def test_nothing_of_a_draft_is_left_in_the_tables_of_parts(actor):
    book = live_book()
    revise(book, actor, add_chapter)
    assert not Chapter.objects.filter(text="新章").exists()
