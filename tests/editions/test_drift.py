"""Snapshots from before a model changed: they open, compare and publish as if they had been written today.

An older snapshot is made of one of today by taking out what had not been there yet, or putting in what was there still.
"""

import uuid

import pytest

from portal.editions import workflow
from portal.editions.compare import compare
from portal.editions.models import Edition
from portal.editions.snapshots import apply, fingerprint
from portal.editions.workflow import Refused

from .models import Book, Chapter, Note
from .shelves import (
    make_book,
    make_chapter,
    make_label,
    make_note,
    make_shelf,
    part,
    publish,
    refusal_of,
    revise,
    superuser,
    taken,
)

pytestmark = pytest.mark.django_db


def rows_of(snapshot, accessor):
    return snapshot["parts"][accessor].values()


# Each changes a snapshot of today into an older one, and the classes as the change since then has left them.


def a_field_was_added(snapshot, monkeypatch):
    del snapshot["fields"]["blurb"]


def a_many_to_many_field_was_added(snapshot, monkeypatch):
    del snapshot["fields"]["labels"]


def a_field_was_removed(snapshot, monkeypatch):
    snapshot["fields"]["series"] = "丛书"


def a_field_was_renamed(snapshot, monkeypatch):
    snapshot["fields"]["headline"] = snapshot["fields"].pop("title")
    monkeypatch.setattr(Book, "renamed", {"headline": "title"})


def a_kind_of_part_was_added(snapshot, monkeypatch):
    del snapshot["parts"]["chapters"]


def a_kind_of_part_was_removed(snapshot, monkeypatch):
    snapshot["parts"]["maps"] = {str(uuid.uuid4()): {"scale": "1:500"}}


def a_kind_of_part_was_renamed(snapshot, monkeypatch):
    snapshot["parts"]["remarks"] = snapshot["parts"].pop("notes")
    monkeypatch.setattr(Book, "renamed", {"remarks": "notes"})


def a_field_of_a_part_was_added(snapshot, monkeypatch):
    for values in rows_of(snapshot, "notes"):
        del values["text"], values["labels"]


def a_field_of_a_part_was_removed(snapshot, monkeypatch):
    for values in rows_of(snapshot, "notes"):
        values["colour"] = "红"


def a_field_of_a_part_was_renamed(snapshot, monkeypatch):
    for values in rows_of(snapshot, "notes"):
        values["sign"] = values.pop("mark")
    monkeypatch.setattr(Note, "renamed", {"sign": "mark"}, raising=False)


def a_part_and_its_field_were_renamed(snapshot, monkeypatch):
    a_field_of_a_part_was_renamed(snapshot, monkeypatch)
    a_kind_of_part_was_renamed(snapshot, monkeypatch)


def all_of_it(snapshot, monkeypatch):
    a_field_was_added(snapshot, monkeypatch)
    a_field_was_removed(snapshot, monkeypatch)
    a_kind_of_part_was_added(snapshot, monkeypatch)
    a_kind_of_part_was_removed(snapshot, monkeypatch)
    a_field_of_a_part_was_added(snapshot, monkeypatch)
    a_field_of_a_part_was_removed(snapshot, monkeypatch)
    a_part_and_its_field_were_renamed(snapshot, monkeypatch)
    a_field_was_renamed(snapshot, monkeypatch)
    monkeypatch.setattr(Book, "renamed", {"headline": "title", "remarks": "notes"})


CHANGES = [
    a_field_was_added,
    a_many_to_many_field_was_added,
    a_field_was_removed,
    a_field_was_renamed,
    a_kind_of_part_was_added,
    a_kind_of_part_was_removed,
    a_kind_of_part_was_renamed,
    a_field_of_a_part_was_added,
    a_field_of_a_part_was_removed,
    a_field_of_a_part_was_renamed,
    a_part_and_its_field_were_renamed,
    all_of_it,
]
since_then = pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)


def full_book():
    book = make_book("书名", blurb="简介", labels=[make_label()])
    make_chapter(book, "正文")
    make_note(book, "甲", text="注").labels.set([make_label()])
    return book


def older_draft(book, snapshot):
    """Give a newest edition of ``book``, beside the public one, that holds ``snapshot`` as older code has left it."""
    edition = revise(book, superuser(), title="草稿")
    Edition.objects.filter(pk=edition.pk).update(snapshot=snapshot, fingerprint=fingerprint(snapshot))
    return edition


@since_then
def test_an_older_snapshot_opens_without_a_warning(change, monkeypatch):
    book = full_book()
    today, older = taken(book), taken(book)
    change(older, monkeypatch)
    assert apply(book, older, lenient=True) == []
    assert taken(book) == today


@since_then
def test_what_an_older_snapshot_says_otherwise_is_written(change, monkeypatch):
    book = full_book()
    older = taken(book)
    older["fields"]["title"] = "旧书名"
    for values in rows_of(older, "notes"):
        values["mark"] = "乙"
    change(older, monkeypatch)
    apply(book, older)
    assert (Book.objects.get().title, Note.objects.get().mark) == ("旧书名", "乙")
    assert (Book.objects.get().blurb, Note.objects.get().text, Chapter.objects.get().text) == ("简介", "注", "正文")
    assert book.labels.count() == Note.objects.get().labels.count() == 1


@since_then
def test_an_older_snapshot_compares(change, monkeypatch):
    book = full_book()
    today, older = taken(book), taken(book)
    older["fields"]["title"] = "旧书名"
    for values in rows_of(older, "notes"):
        values["mark"] = "乙"
    change(older, monkeypatch)
    for old, new in ((older, today), (today, older)):
        comparison = compare(Book, old, new)
        assert "书名" in [field.label for field in comparison.fields]
        note = next(part for part in comparison.parts if part.kind == "注")
        assert (note.status, note.fields[0].label) == ("修改", "记号")


@since_then
def test_an_older_edition_publishes(change, monkeypatch):
    book = full_book()
    publish(book)
    older = taken(book)
    older["fields"]["title"] = "旧书名"
    change(older, monkeypatch)
    workflow.publish_alone(older_draft(book, older), superuser(), reason="测试")
    book = Book.objects.public().get()
    assert (book.title, book.blurb, Note.objects.get().text, Chapter.objects.get().text) == (
        "旧书名",
        "简介",
        "注",
        "正文",
    )


# What is new


def test_a_new_field_keeps_what_the_tables_say_since_then():
    book = make_book(blurb="先有的")
    older = taken(book)
    del older["fields"]["blurb"]
    Book.objects.update(blurb="后有的", title="别的")
    apply(book, older)
    assert (Book.objects.get().blurb, Book.objects.get().title) == ("后有的", book.title)


def test_a_new_field_of_a_part_keeps_its_value_in_stored_rows_and_has_its_default_in_new_ones():
    book = make_book()
    kept, gone = make_chapter(book, ordering=7), make_chapter(book, ordering=8)
    older = taken(book)
    for row in (kept, gone):
        del part(older, "chapters", row)["ordering"]
        part(older, "chapters", row)["text"] = "旧文"
    Chapter.objects.filter(pk=gone.pk).delete()
    apply(book, older)
    assert set(Chapter.objects.values_list("pk", "ordering", "text")) == {(kept.pk, 7, "旧文"), (gone.pk, 0, "旧文")}


def test_new_labels_of_a_part_stay_on_stored_rows():
    book, label = make_book(), make_label()
    note = make_note(book)
    note.labels.set([label])
    older = taken(book)
    del part(older, "notes", note)["labels"]
    part(older, "notes", note)["text"] = "旧"
    apply(book, older)
    assert (Note.objects.get().text, list(Note.objects.get().labels.all())) == ("旧", [label])


def test_a_new_kind_of_part_keeps_the_rows_that_there_are():
    book = make_book()
    older = taken(book)
    del older["parts"]["chapters"]
    chapter = make_chapter(book)
    apply(book, older)
    assert list(Chapter.objects.all()) == [chapter]


def test_a_new_field_without_which_a_new_part_cannot_be_is_refused_with_a_sentence():
    book = make_book()
    note = make_note(book)
    older = taken(book)
    del part(older, "notes", note)["shelf"]
    note.delete()
    assert refusal_of(book, older).endswith("。")


# What is no more


def test_a_lost_field_is_shown_in_comparisons_by_its_name():
    book = make_book()
    note = make_note(book)
    old, new = taken(book), taken(book)
    old["fields"]["series"], new["fields"]["series"] = "旧丛书", "新丛书"
    part(old, "notes", note)["colour"] = "<红>"
    comparison = compare(Book, old, new)
    (series,), (changed,) = comparison.fields, comparison.parts
    assert (series.label, series.old, series.new) == (
        "series（现已没有这一栏）",
        "<del>旧丛书</del>",
        "<ins>新丛书</ins>",
    )
    (colour,) = changed.fields
    assert (colour.label, colour.old, colour.new) == ("colour（现已没有这一栏）", "<del>&lt;红&gt;</del>", "")


def test_a_lost_field_that_both_snapshots_have_alike_is_not_shown():
    old, new = taken(make_book("书")), taken(make_book("书"))
    old["fields"]["series"] = new["fields"]["series"] = "丛书"
    assert not compare(Book, old, new)


def test_a_renamed_field_is_compared_under_its_name_of_today(monkeypatch):
    old, new = taken(make_book("旧书名")), taken(make_book("新书名"))
    a_field_was_renamed(old, monkeypatch)
    (title,) = compare(Book, old, new).fields
    assert (title.label, title.old) == ("书名", "<del>旧</del>书名")


def test_an_older_snapshot_with_the_same_content_compares_as_equal(monkeypatch):
    book = full_book()
    today, older = taken(book), taken(book)
    a_field_was_renamed(older, monkeypatch)
    a_part_and_its_field_were_renamed(older, monkeypatch)
    monkeypatch.setattr(Book, "renamed", {"headline": "title", "remarks": "notes"})
    assert fingerprint(older) != fingerprint(today)
    assert not compare(Book, older, today)


# Other kinds of values: fields that became fields of another kind


def a_number_became_text(snapshot):
    snapshot["fields"]["blurb"] = 2026


def a_choice_was_dropped(snapshot):
    snapshot["fields"]["binding"] = "loose"


def a_switch_became_a_choice(snapshot):
    snapshot["fields"]["binding"] = True


def some_json_became_a_choice(snapshot):
    snapshot["fields"]["binding"] = {"kind": "hard"}


def text_became_a_date(snapshot):
    snapshot["fields"]["printed_on"] = "去年"


def text_became_a_number(snapshot):
    snapshot["fields"]["price"] = "十二元"


def text_became_a_reference(snapshot):
    snapshot["fields"]["shelf"] = "甲架"


def labels_became_one_reference(snapshot):
    snapshot["fields"]["shelf"] = [1, 2]


def a_reference_became_labels(snapshot):
    snapshot["fields"]["labels"] = 1


def words_became_labels(snapshot):
    snapshot["fields"]["labels"] = ["甲"]


OTHER_KINDS = [
    a_number_became_text,
    a_choice_was_dropped,
    a_switch_became_a_choice,
    some_json_became_a_choice,
    text_became_a_date,
    text_became_a_number,
    text_became_a_reference,
    labels_became_one_reference,
    a_reference_became_labels,
    words_became_labels,
]
of_another_kind = pytest.mark.parametrize("change", OTHER_KINDS, ids=lambda change: change.__name__)


@of_another_kind
def test_values_of_another_kind_compare(change):
    book = full_book()
    today, older = taken(book), taken(book)
    change(older)
    assert compare(Book, older, today)
    assert compare(Book, today, older)


@of_another_kind
def test_an_edition_with_values_of_another_kind_publishes_or_says_why_not(change):
    book = full_book()
    publish(book)
    older = taken(book)
    older["fields"]["title"] = "旧书名"
    change(older)
    edition = older_draft(book, older)
    sentence = ""
    try:
        workflow.publish_alone(edition, superuser(), reason="测试")
    except Refused as refused:
        sentence = refused.sentence
    if sentence:
        assert sentence.startswith(f"第{edition.number}版不能发布：")
        assert sentence.endswith("。")
    assert Book.objects.public().get().title == ("书名" if sentence else "旧书名")


def test_a_number_that_became_text_is_read_as_text():
    book = make_book(blurb="别的")
    older = taken(book)
    a_number_became_text(older)
    apply(book, older)
    assert Book.objects.get().blurb == "2026"


def test_a_field_that_may_no_longer_be_empty_says_so_or_keeps_what_is_stored():
    book = make_book(blurb="有")
    older = taken(book)
    older["fields"]["blurb"] = None
    assert refusal_of(book, older).endswith("。")
    apply(book, older, lenient=True)
    assert Book.objects.get().blurb == "有"


def test_an_older_edition_that_refers_to_something_deleted_is_restored_without_it():
    book, shelf = make_book(), make_shelf()
    publish(book)
    older = taken(book)
    older["fields"] |= {"shelf": shelf.pk, "series": "丛书"}
    shelf.delete()
    restored = workflow.restore(older_draft(book, older), superuser())
    assert (len(restored.warnings), restored.snapshot["fields"]["shelf"]) == (1, None)
    assert "series" not in restored.snapshot["fields"]
