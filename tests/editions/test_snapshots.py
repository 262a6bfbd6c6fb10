"""Snapshots: what they hold, that every value comes back, and fingerprints."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.editions.snapshots import apply, fingerprint, take

from .models import Book, Chapter, Label, Note
from .shelves import make_book, make_chapter, make_cover, make_label, make_loan, make_note, make_shelf, taken

pytestmark = pytest.mark.django_db

DETAILS = {"页": 320, "开本": [16, 1.5, None, True], "空": {}}


# Taking


def test_a_snapshot_is_plain_json_by_the_names_of_fields():
    shelf, cover, picture = make_shelf(), make_cover(), make_cover()
    late, early = make_label(), make_label()
    book = make_book(
        "书 & <集>",
        labels=[early, late],
        isbn="978-7",
        price=Decimal("12.50"),
        printed_on=datetime.date(2026, 1, 2),
        binding=Book.Binding.HARD,
        in_stock=True,
        details=DETAILS,
        shelf=shelf,
        cover=cover,
    )
    chapter = make_chapter(book, "一\n二", picture=picture, ordering=10)
    first = make_note(book, "a", text="", shelf=shelf)
    answer = make_note(book, "b", text="注", shelf=shelf, answers=first)
    answer.labels.set([early])
    assert taken(book) == {
        "fields": {
            "title": "书 & <集>",
            "isbn": "978-7",
            "blurb": "",
            "price": "12.50",
            "printed_on": "2026-01-02",
            "binding": "hard",
            "in_stock": True,
            "details": DETAILS,
            "shelf": shelf.pk,
            "cover": cover.pk,
            "labels": sorted([late.pk, early.pk]),
        },
        "parts": {
            "chapters": {str(chapter.pk): {"text": "一\n二", "picture": picture.pk, "ordering": 10}},
            "notes": {
                str(first.pk): {"mark": "a", "text": "", "shelf": shelf.pk, "answers": None, "labels": []},
                str(answer.pk): {
                    "mark": "b",
                    "text": "注",
                    "shelf": shelf.pk,
                    "answers": str(first.pk),
                    "labels": [early.pk],
                },
            },
        },
    }


def test_what_the_tables_say_is_taken_and_not_what_the_object_says():
    book = make_book("表里的")
    book.title = "没有保存的"
    assert take(book)["fields"]["title"] == "表里的"


def test_only_the_parts_of_this_record_are_taken():
    book, other = make_book(), make_book()
    make_chapter(other)
    make_note(other)
    assert take(book)["parts"] == {"chapters": {}, "notes": {}}


def test_clocks_are_no_content():
    book = make_book()
    before = taken(book)
    Book.objects.filter(pk=book.pk).update(counted_at=timezone.now() + datetime.timedelta(days=1))
    assert taken(book) == before


def test_control_fields_are_no_content():
    book = make_book()
    before = taken(book)
    now = timezone.now()
    Book.objects.filter(pk=book.pk).update(public_from=now, public_until=now, updated_at=now)
    assert taken(book) == before
    assert not {"id", "head", "live", "public_from", "public_until", "updated_at"} & set(before["fields"])


def test_rows_that_are_no_parts_are_not_taken():
    book = make_book()
    before = taken(book)
    make_loan(book)
    assert taken(book) == before


def test_a_snapshot_names_the_parts_in_the_order_of_the_model():
    assert list(take(make_book())["parts"]) == ["chapters", "notes"]


# Fingerprints


def test_equal_content_has_equal_fingerprints_in_whatever_order_it_is_written():
    book = make_book(details=DETAILS)
    make_chapter(book)
    make_chapter(book)
    snapshot = taken(book)
    backwards = {
        "parts": {
            name: dict(reversed([(key, dict(reversed(values.items()))) for key, values in rows.items()]))
            for name, rows in reversed(snapshot["parts"].items())
        },
        "fields": dict(reversed(snapshot["fields"].items())),
    }
    assert list(backwards["fields"]) != list(snapshot["fields"])
    assert fingerprint(backwards) == fingerprint(snapshot) == fingerprint(take(book))


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", "另一个"), ("isbn", ""), ("price", "0.00"), ("in_stock", True), ("details", {"a": 1}), ("labels", [1])],
)
def test_each_value_counts_in_the_fingerprint(name, value):
    snapshot = taken(make_book("书"))
    changed = {**snapshot, "fields": snapshot["fields"] | {name: value}}
    assert fingerprint(changed) != fingerprint(snapshot)


def test_to_save_without_a_change_keeps_the_fingerprint():
    book = make_book(price=Decimal("9.9"), printed_on=datetime.date(2026, 1, 2))
    before = fingerprint(take(book))
    clock = Book.objects.get().counted_at
    Book.objects.get().save()
    assert Book.objects.get().counted_at != clock
    assert fingerprint(take(book)) == before


# Values that come back


@pytest.mark.parametrize(
    ("name", "value", "other"),
    [
        ("title", "书 & <集>\u3000“甲”", "乙"),
        ("isbn", "978", None),
        ("isbn", None, "978"),
        ("blurb", "第一行\n\n第二行", ""),
        ("blurb", "", "有"),
        ("price", Decimal("12.50"), Decimal("12.51")),
        ("price", Decimal("-0.01"), None),
        ("price", None, Decimal("0.00")),
        ("printed_on", datetime.date(2024, 2, 29), datetime.date(2026, 1, 1)),
        ("printed_on", None, datetime.date(2026, 1, 1)),
        ("binding", "hard", "soft"),
        ("in_stock", True, False),
        ("in_stock", False, True),
        ("details", DETAILS, {}),
        ("details", ["一", 2, None], DETAILS),
        ("details", "一句话", {}),
        ("details", False, {}),
    ],
)
def test_a_value_of_a_record_comes_back_as_it_was(name, value, other):
    book = make_book(**{name: value})
    snapshot = taken(book)
    Book.objects.filter(pk=book.pk).update(**{name: other})
    assert taken(book) != snapshot
    assert apply(book, snapshot) == []
    back = getattr(Book.objects.get(), name)
    assert (type(back), back) == (type(value), value)


def test_references_of_a_record_come_back():
    shelf, cover = make_shelf(), make_cover()
    book = make_book(shelf=shelf, cover=cover)
    full = taken(book)
    Book.objects.update(shelf=None, cover=make_cover())
    empty_shelf = taken(book)
    apply(book, full)
    assert (Book.objects.get().shelf, Book.objects.get().cover) == (shelf, cover)
    apply(book, empty_shelf)
    assert Book.objects.get().shelf is None


def test_labels_of_a_record_come_back():
    first, second, third = make_label(), make_label(), make_label()
    book = make_book(labels=[first, second])
    snapshot = taken(book)
    book.labels.set([second, third])
    apply(book, snapshot)
    assert list(book.labels.order_by("pk")) == [first, second]


def test_values_of_parts_come_back():
    shelf, picture, label = make_shelf(), make_cover(), make_label()
    book = make_book()
    chapter = make_chapter(book, "原文", picture=picture, ordering=-3)
    first, answer = make_note(book, "a", shelf=shelf), make_note(book, "b", text="原来")
    Note.objects.filter(pk=answer.pk).update(answers=first)
    answer.labels.set([label])
    snapshot = taken(book)
    Chapter.objects.update(text="改过", picture=None, ordering=5)
    Note.objects.update(text="改过", shelf=make_shelf(), answers=None)
    answer.labels.set([make_label()])
    apply(book, snapshot)
    chapter.refresh_from_db()
    assert (chapter.text, chapter.picture, chapter.ordering) == ("原文", picture, -3)
    again = Note.objects.get(mark="b")
    assert (again.text, again.answers, list(again.labels.all())) == ("原来", first, [label])
    assert Note.objects.get(mark="a").shelf == shelf
    assert taken(book) == snapshot


def test_notes_may_answer_each_other_in_a_ring():
    book = make_book()
    one, two = make_note(book), make_note(book)
    Note.objects.filter(pk=one.pk).update(answers=two)
    Note.objects.filter(pk=two.pk).update(answers=one)
    snapshot = taken(book)
    Note.objects.update(answers=None)
    apply(book, snapshot)
    assert dict(Note.objects.values_list("pk", "answers")) == {one.pk: two.pk, two.pk: one.pk}
    Note.objects.all().delete()
    apply(book, snapshot)
    assert dict(Note.objects.values_list("pk", "answers")) == {one.pk: two.pk, two.pk: one.pk}


def test_the_order_of_chapters_comes_back():
    book = make_book()
    first, second, third = (make_chapter(book, ordering=number) for number in (10, 20, 30))
    snapshot = taken(book)
    Chapter.objects.filter(pk=third.pk).update(ordering=5)
    assert list(book.chapters.all()) == [third, first, second]
    apply(book, snapshot)
    assert list(book.chapters.all()) == [first, second, third]


def test_a_part_that_comes_back_through_an_older_snapshot_is_the_same_row():
    book = make_book()
    chapter = make_chapter(book, "原文")
    asked = make_note(book, "a")
    answer = make_note(book, "b", answers=asked)
    older = taken(book)
    Note.objects.all().delete()
    Chapter.objects.all().delete()
    apply(book, older)
    assert Chapter.objects.get() == chapter
    assert set(Note.objects.all()) == {asked, answer}
    assert Note.objects.get(pk=answer.pk).answers == asked
    assert taken(book) == older


# All of it at once, by chance

NOTES = [uuid.uuid4() for _ in range(4)]
CHAPTERS = [uuid.uuid4() for _ in range(3)]
text = st.text("甲乙丙 \n<>&\"'\\aB1，。", max_size=6)


@st.composite
def contents(draw):
    """The content of a book: numbers stand for shelves and labels, and for the keys of parts."""
    notes = draw(st.lists(st.sampled_from(range(4)), unique=True))
    marks = draw(st.permutations("abcd"))
    return {
        "fields": {
            "title": draw(text),
            "isbn": draw(st.none() | st.sampled_from(["1", "2"])),
            "price": draw(st.none() | st.decimals(-10, 10, places=2)),
            "printed_on": draw(st.none() | st.dates()),
            "in_stock": draw(st.booleans()),
            "details": draw(st.dictionaries(text, st.none() | st.booleans() | st.integers(-9, 9) | text, max_size=2)),
            "shelf_id": draw(st.none() | st.integers(0, 2)),
        },
        "labels": draw(st.sets(st.integers(0, 2))),
        "chapters": [
            {"pk": CHAPTERS[number], "text": draw(text), "ordering": draw(st.integers(0, 3))}
            for number in draw(st.lists(st.sampled_from(range(3)), unique=True))
        ],
        "notes": [
            {
                "pk": NOTES[number],
                "mark": marks[number],
                "text": draw(text),
                "shelf_id": draw(st.integers(0, 2)),
                "answers_id": draw(st.none() | st.sampled_from([NOTES[other] for other in notes])),
                "labels": draw(st.sets(st.integers(0, 2))),
            }
            for number in notes
        ],
    }


def fill(book, content, shelves, labels):
    """Write ``content`` with plain Django: all parts are thrown away and made anew."""
    Note.objects.filter(book=book).delete()
    Chapter.objects.filter(book=book).delete()
    shelf = content["fields"]["shelf_id"]
    fields = content["fields"] | {"shelf_id": None if shelf is None else shelves[shelf].pk}
    Book.objects.filter(pk=book.pk).update(**fields)
    book.labels.set([labels[number] for number in content["labels"]])
    Chapter.objects.bulk_create(Chapter(book=book, **values) for values in content["chapters"])
    notes = [{**values, "shelf_id": shelves[values["shelf_id"]].pk} for values in content["notes"]]
    borne = {values["pk"]: values.pop("labels") for values in notes}
    for note in Note.objects.bulk_create(Note(book=book, **values) for values in notes):
        note.labels.set([labels[number] for number in borne[note.pk]])


def said(book):
    """Give all that the tables say of ``book``, read with plain Django."""
    own = Book.objects.filter(pk=book.pk).values("title", "isbn", "price", "printed_on", "in_stock", "details", "shelf")
    return {
        "fields": own.get(),
        "labels": set(book.labels.values_list("pk", flat=True)),
        "chapters": {row["id"]: row for row in Chapter.objects.filter(book=book).values()},
        "notes": {row["id"]: row for row in Note.objects.filter(book=book).values()},
        "borne": set(Note.labels.through.objects.values_list("note", "label")),
    }


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents(), contents(), st.booleans())
def test_whatever_a_book_was_and_became_each_snapshot_brings_it_back(db, one, two, is_base_known):
    with transaction.atomic():
        shelves, labels = [make_shelf() for _ in range(3)], [make_label() for _ in range(3)]
        book = make_book()
        known = []
        for content in (one, two):
            fill(book, content, shelves, labels)
            known.append((taken(book), said(book)))
        base = known[-1][0]
        for snapshot, truth in known:
            book = Book.objects.get(pk=book.pk)
            assert apply(book, snapshot, base=base if is_base_known else None) == []
            assert said(book) == truth
            assert taken(book) == snapshot
            base = snapshot
        connection.check_constraints()
        transaction.set_rollback(True)
    assert not Label.objects.exists()
