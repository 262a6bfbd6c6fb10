"""Applying a snapshot: what is written and what is not, and what cannot be written."""

import datetime
import uuid
from contextlib import suppress
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models.signals import post_save, pre_save
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.editions.snapshots import Unreadable, apply, take

from .models import Book, Chapter, Loan, Note
from .shelves import (
    make_book,
    make_chapter,
    make_cover,
    make_label,
    make_loan,
    make_note,
    make_shelf,
    named_in,
    part,
    refusal_of,
    taken,
    writes,
)

pytestmark = pytest.mark.django_db


def test_what_the_tables_say_already_writes_nothing():
    book = make_book(labels=[make_label()], price=Decimal("3.10"), details={"页": [1, None]}, cover=make_cover())
    make_chapter(book, picture=make_cover())
    make_note(book, answers=make_note(book)).labels.set([make_label()])
    snapshot = taken(book)
    with writes() as statements:
        apply(book, snapshot)
    assert statements == []


def test_a_changed_field_is_the_only_one_that_is_written():
    book = make_book("书", blurb="旧", shelf=make_shelf(), labels=[make_label()])
    make_chapter(book)
    make_note(book)
    snapshot = taken(book)
    snapshot["fields"]["blurb"] = "新"
    with writes() as statements:
        apply(book, snapshot)
    (statement,) = statements
    assert statement.startswith('UPDATE "shelves_book" SET "blurb" =')
    assert statement.count(" = ") == 2  # the value, and which row
    assert Book.objects.get().blurb == "新"


def test_of_the_chapters_only_those_that_differ_are_written():
    book = make_book()
    kept, changed, moved, gone = (make_chapter(book) for _ in range(4))
    new = uuid.uuid4()
    snapshot = taken(book)
    part(snapshot, "chapters", changed)["text"] = "新"
    part(snapshot, "chapters", moved)["ordering"] = 0
    del snapshot["parts"]["chapters"][str(gone.pk)]
    snapshot["parts"]["chapters"][str(new)] = {"text": "添的", "picture": None, "ordering": 90}
    with writes() as statements:
        apply(book, snapshot)
    assert named_in(statements, [kept, changed, moved, gone, Chapter(pk=new)]) == [
        changed,
        moved,
        gone,
        Chapter(pk=new),
    ]
    assert {"shelves_chapter" in statement for statement in statements} == {True}
    assert taken(book) == snapshot


def test_labels_are_changed_without_touching_the_rows_that_bear_them():
    kept, gone, new = make_label(), make_label(), make_label()
    book = make_book(labels=[kept, gone])
    note = make_note(book)
    note.labels.set([kept, gone])
    snapshot = taken(book)
    snapshot["fields"]["labels"] = [kept.pk, new.pk]
    part(snapshot, "notes", note)["labels"] = [kept.pk, new.pk]
    links = Book.labels.through.objects.filter(label=kept) | Book.labels.through.objects.filter(label=gone)
    before = links.get(label=kept).pk
    with writes() as statements:
        apply(book, snapshot)
    assert all('"shelves_book_labels"' in line or '"shelves_note_labels"' in line for line in statements)
    assert len(statements) == 4  # for each of both: one link goes, one comes
    assert links.get().pk == before
    assert set(note.labels.all()) == set(book.labels.all()) == {kept, new}


def test_a_changed_part_keeps_its_labels():
    book, label = make_book(), make_label()
    note = make_note(book, text="旧")
    note.labels.set([label])
    snapshot = taken(book)
    part(snapshot, "notes", note)["text"] = "新"
    with writes() as statements:
        apply(book, snapshot)
    assert not any("labels" in statement for statement in statements)
    assert (Note.objects.get().text, list(note.labels.all())) == ("新", [label])


def test_parts_of_other_records_are_left_alone():
    book, other = make_book(), make_book()
    make_chapter(book)
    chapter, note = make_chapter(other), make_note(other)
    snapshot = taken(book) | {"parts": {"chapters": {}, "notes": {}}}
    apply(book, snapshot)
    assert (list(Chapter.objects.all()), list(Note.objects.all())) == ([chapter], [note])


@pytest.mark.parametrize("size", [2, 3])
def test_notes_may_exchange_marks_that_are_unique(size):
    book = make_book()
    notes = [make_note(book, f"m{number}") for number in range(size)]
    snapshot = taken(book)
    for note, other in zip(notes, notes[1:] + notes[:1], strict=True):
        part(snapshot, "notes", note)["mark"] = other.mark
    apply(book, snapshot)
    assert [Note.objects.get(pk=note.pk).mark for note in notes] == [f"m{(n + 1) % size}" for n in range(size)]


def test_a_mark_that_becomes_free_may_be_taken():
    book = make_book()
    gone, kept = make_note(book, "a"), make_note(book, "b")
    snapshot = taken(book)
    new = str(uuid.uuid4())
    snapshot["parts"]["notes"] = {
        new: part(snapshot, "notes", kept) | {"mark": "b"},
        str(kept.pk): part(snapshot, "notes", kept) | {"mark": "a"},
    }
    apply(book, snapshot)
    assert dict(Note.objects.values_list("mark", "pk")) == {"a": kept.pk, "b": uuid.UUID(new)}
    assert not Note.objects.filter(pk=gone.pk).exists()


def test_a_note_may_go_when_its_answer_no_longer_answers():
    book = make_book()
    asked = make_note(book)
    answer = make_note(book, answers=asked)
    snapshot = taken(book)
    del snapshot["parts"]["notes"][str(asked.pk)]
    part(snapshot, "notes", answer)["answers"] = None
    apply(book, snapshot)
    assert Note.objects.get() == answer
    assert Note.objects.get().answers is None


def test_a_note_and_its_answer_may_go_together():
    book = make_book()
    empty = taken(book)
    make_note(book, answers=make_note(book))
    apply(book, empty)
    assert not Note.objects.exists()


def test_a_note_that_a_stranger_answered_cannot_go_and_the_sentence_names_the_answer():
    book, other = make_book(), make_book()
    asked = make_note(book)
    make_note(other, "外人", answers=asked)
    snapshot = taken(book)
    snapshot["parts"]["notes"] = {}
    assert refusal_of(book, snapshot) == "要删除的内容还被别处引用：外人。"


def test_a_changed_note_keeps_the_answers_of_strangers():
    book, other = make_book(), make_book()
    asked = make_note(book, text="旧")
    answer = make_note(other, answers=asked)
    snapshot = taken(book)
    part(snapshot, "notes", asked)["text"] = "新"
    apply(book, snapshot)
    assert Note.objects.get(pk=answer.pk).answers == asked
    assert Note.objects.get(pk=asked.pk).text == "新"


def test_a_value_that_another_record_has_taken_is_refused():
    book = make_book(isbn="1")
    snapshot = taken(book)
    Book.objects.update(isbn=None)
    make_book(isbn="1")
    assert refusal_of(book, snapshot) == "“书号”的“1”已被另一条记录占用，请打开编辑，另写一个。"


def test_a_draft_whose_value_another_record_has_taken_opens_without_it():
    book = make_book("旧", isbn="1")
    snapshot = taken(book)
    Book.objects.update(isbn="2", title="新")
    make_book(isbn="1")
    assert apply(book, snapshot, lenient=True) == ["“书号”的“1”已被另一条记录占用，没有载入。"]
    assert Book.objects.values_list("title", "isbn").get(pk=book.pk) == ("旧", "2")


def test_a_part_that_has_become_another_record_s_is_refused():
    book, other = make_book(), make_book()
    chapter = make_chapter(book)
    snapshot = taken(book)
    Chapter.objects.filter(pk=chapter.pk).update(book=other)
    assert refusal_of(book, snapshot).startswith("内容与别的记录重复")


def test_a_transaction_in_which_a_snapshot_was_refused_cannot_keep_the_half_that_was_written():
    book = make_book("旧")
    asked = make_note(book)
    make_note(make_book(), answers=asked)
    snapshot = taken(book)
    snapshot["fields"]["title"] = "新"
    snapshot["parts"]["notes"] = {}
    with transaction.atomic():
        with suppress(Unreadable), writes() as statements:
            apply(book, snapshot)
        assert statements[0].startswith('UPDATE "shelves_book"')
    assert Book.objects.get(pk=book.pk).title == "旧"


def test_clocks_and_control_fields_stay_as_they_are():
    moment = timezone.now() - datetime.timedelta(days=3)
    book = make_book("旧")
    snapshot = taken(book)
    snapshot["fields"]["title"] = "新"
    Book.objects.update(counted_at=moment, public_from=moment, public_until=moment, updated_at=moment)
    apply(book, snapshot)
    book = Book.objects.get()
    assert book.title == "新"
    assert {book.counted_at, book.public_from, book.public_until, book.updated_at} == {moment}


def test_a_snapshot_cannot_set_control_fields():
    book = make_book()
    snapshot = taken(book)
    snapshot["fields"] |= {"public_from": "2020-01-01T00:00:00+00:00", "id": 0, "head": 1}
    apply(book, snapshot)
    again = Book.objects.get()
    assert (again.pk, again.public_from, again.head) == (book.pk, None, None)


def test_nothing_is_saved_by_its_model():
    book = make_book("旧", labels=[make_label()])
    chapter = make_chapter(book)
    snapshot = taken(book)
    snapshot["fields"]["title"] = "新"
    part(snapshot, "chapters", chapter)["text"] = "新"
    snapshot["parts"]["chapters"][str(uuid.uuid4())] = part(snapshot, "chapters", chapter)
    saved = []

    def listen(sender, **kwargs):
        saved.append(sender)

    for signal in (pre_save, post_save):
        signal.connect(listen)
    try:
        apply(book, snapshot)
    finally:
        assert all(signal.disconnect(listen) for signal in (pre_save, post_save))
    assert (saved, Chapter.objects.count()) == ([], 2)


def test_rows_that_are_no_parts_stay():
    book = make_book()
    chapter = make_chapter(book)
    snapshot = taken(book)
    loan = make_loan(book)
    part(snapshot, "chapters", chapter)["text"] = "新"
    snapshot["fields"]["title"] = "新"
    with writes() as statements:
        apply(book, snapshot)
    assert not any("shelves_loan" in statement for statement in statements)
    assert list(Loan.objects.all()) == [loan]


def test_parts_that_stand_in_the_base_as_they_are_wanted_are_not_read():
    book = make_book("旧")
    make_chapter(book)
    note = make_note(book, "a")
    base, snapshot = taken(book), taken(book)
    snapshot["fields"]["title"] = "新"
    part(snapshot, "notes", note)["mark"] = "b"
    with CaptureQueriesContext(connection) as queries:
        apply(book, snapshot, base=base)
    assert not any("shelves_chapter" in query["sql"] for query in queries)
    assert taken(book) == snapshot


def test_parts_of_which_the_base_does_not_know_everything_are_read():
    book = make_book()
    note, other = make_note(book, text="旧"), make_note(book, text="留")
    base, snapshot = taken(book), taken(book)
    for row in (note, other):
        del part(base, "notes", row)["text"]
        del part(snapshot, "notes", row)["text"]
    part(snapshot, "notes", note)["mark"] = "b"
    apply(book, snapshot, base=base)
    assert dict(Note.objects.values_list("pk", "text")) == {note.pk: "旧", other.pk: "留"}
    assert Note.objects.get(pk=note.pk).mark == "b"


@pytest.mark.parametrize("step", [take, lambda book: apply(book, taken(book))], ids=["take", "apply"])
def test_more_parts_cost_no_more_queries(step, django_assert_max_num_queries):
    def queries_with(number):
        book = make_book(labels=[make_label()], cover=make_cover())
        for _ in range(number):
            make_chapter(book, picture=make_cover())
            make_note(book).labels.set([make_label()])
        with django_assert_max_num_queries(100) as captured:
            step(book)
        return len(captured)

    assert queries_with(2) == queries_with(50)


# What cannot be read


@pytest.mark.parametrize(
    ("name", "label", "value"),
    [
        ("price", "定价", "十二元"),
        ("printed_on", "印刷日期", "2026-13-01"),
        ("printed_on", "印刷日期", "去年"),
        ("in_stock", "有货", "也许"),
        ("shelf", "书架", "甲"),
        ("shelf", "书架", [1]),
        ("labels", "标签", ["甲"]),
        ("labels", "标签", 7),
    ],
)
@pytest.mark.parametrize("lenient", [False, True])
def test_a_value_that_cannot_be_read_is_refused_with_a_sentence(name, label, value, lenient):
    book = make_book()
    snapshot = taken(book)
    snapshot["fields"][name] = value
    sentence = refusal_of(book, snapshot, lenient=lenient)
    assert sentence.startswith(f"“{label}”")
    assert sentence.endswith("。")


@pytest.mark.parametrize(
    ("name", "label", "value"),
    [
        ("answers", "回应哪一条", "不是编号"),
        ("shelf", "书架", "甲"),
        ("labels", "标签", ["甲"]),
        ("labels", "标签", None),
    ],
)
def test_a_value_of_a_part_that_cannot_be_read_is_refused_with_a_sentence(name, label, value):
    book = make_book()
    note = make_note(book)
    snapshot = taken(book)
    part(snapshot, "notes", note)[name] = value
    assert refusal_of(book, snapshot).startswith(f"“{label}”")


def test_a_number_that_the_column_cannot_hold_is_refused_with_a_sentence():
    book = make_book()
    chapter = make_chapter(book)
    snapshot = taken(book)
    part(snapshot, "chapters", chapter)["ordering"] = 10**30
    assert refusal_of(book, snapshot).endswith("。")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite knows no limits of columns")
@pytest.mark.parametrize(("name", "value"), [("title", "长" * 121), ("price", "123456789012.00")])
def test_a_value_that_the_column_cannot_hold_is_refused_with_a_sentence(name, value):
    book = make_book()
    snapshot = taken(book)
    snapshot["fields"][name] = value
    assert refusal_of(book, snapshot).endswith("。")
