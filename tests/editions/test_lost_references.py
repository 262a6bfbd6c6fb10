"""What a snapshot refers to may be deleted meanwhile: applied strictly it is refused, leniently it is left out.

That no foreign key is left pointing at nothing, Django checks after each test.
"""

import uuid

import pytest

from portal.editions import workflow
from portal.editions.snapshots import apply
from tests.admin_pages import change_page

from .models import Book, Chapter, Note
from .pages import signed_in
from .shelves import (
    make_book,
    make_chapter,
    make_cover,
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


def test_a_deleted_cover_is_refused_with_a_sentence():
    cover = make_cover()
    book = make_book(cover=cover)
    snapshot = taken(book)
    key = cover.pk
    cover.delete()
    assert refusal_of(book, snapshot) == f"“封面”引用的封面（编号{key}）已被删除，请打开编辑并重新保存。"


def test_a_deleted_cover_is_left_empty_with_a_warning():
    cover = make_cover()
    book = make_book("旧", cover=cover)
    snapshot = taken(book)
    snapshot["fields"]["title"] = "新"
    Book.objects.update(cover=make_cover())
    key = cover.pk
    cover.delete()
    assert apply(book, snapshot, lenient=True) == [f"“封面”引用的封面（编号{key}）已被删除，没有载入。"]
    assert (Book.objects.get().title, Book.objects.get().cover) == ("新", None)


def test_a_deleted_label_is_refused_or_left_out():
    gone, kept = make_label(), make_label()
    book = make_book(labels=[gone, kept])
    snapshot = taken(book)
    key = gone.pk
    gone.delete()
    assert refusal_of(book, snapshot).startswith(f"“标签”引用的标签（编号{key}）已被删除，请打开编辑")
    assert apply(book, snapshot, lenient=True) == [f"“标签”引用的标签（编号{key}）已被删除，没有载入。"]
    assert list(book.labels.all()) == [kept]


def test_a_deleted_label_of_a_part_is_refused_or_left_out():
    gone, kept = make_label(), make_label()
    book = make_book()
    note = make_note(book)
    note.labels.set([gone, kept])
    snapshot = taken(book)
    key = gone.pk
    gone.delete()
    assert refusal_of(book, snapshot).startswith(f"“标签”引用的标签（编号{key}）已被删除")
    assert apply(book, snapshot, lenient=True) == [f"“标签”引用的标签（编号{key}）已被删除，没有载入。"]
    assert list(note.labels.all()) == [kept]


@pytest.mark.parametrize("is_new", [False, True])
def test_a_chapter_whose_picture_was_deleted_is_refused_or_stays_without_it(is_new):
    picture, book = make_cover(), make_book()
    chapter = make_chapter(book, "正文", picture=picture)
    snapshot = taken(book)
    Chapter.objects.all().delete() if is_new else Chapter.objects.update(picture=None, text="旧")
    key = picture.pk
    picture.delete()
    assert refusal_of(book, snapshot).startswith(f"“插图”引用的封面（编号{key}）已被删除，请打开编辑")
    assert apply(book, snapshot, lenient=True) == [f"“插图”引用的封面（编号{key}）已被删除，没有载入。"]
    again = Chapter.objects.get()
    assert (again, again.text, again.picture) == (chapter, "正文", None)


def test_a_note_whose_shelf_was_deleted_is_refused_or_left_out():
    shelf, book = make_shelf(), make_book()
    note, other = make_note(book, shelf=shelf), make_note(book)
    note.labels.set([make_label()])
    snapshot = taken(book)
    key = shelf.pk
    shelf.delete()  # and the note with it
    assert refusal_of(book, snapshot).startswith(f"“书架”引用的书架（编号{key}）已被删除，请打开编辑")
    assert apply(book, snapshot, lenient=True) == [f"“书架”引用的书架（编号{key}）已被删除，没有载入。"]
    assert list(Note.objects.all()) == [other]
    assert not Note.labels.through.objects.exists()


def test_a_note_that_moved_to_a_shelf_that_was_deleted_stays_on_the_shelf_that_it_has():
    shelf, book = make_shelf(), make_book()
    note, other = make_note(book), make_note(book)
    note.labels.set([make_label()])
    snapshot = taken(book)
    part(snapshot, "notes", note)["shelf"] = shelf.pk
    shelf.delete()
    assert len(apply(book, snapshot, lenient=True)) == 1
    assert {row.pk: row.shelf for row in Note.objects.all()} == {note.pk: note.shelf, other.pk: other.shelf}


def test_an_answer_to_a_note_that_is_left_out_stays_and_answers_nothing():
    shelf, book = make_shelf(), make_book()
    asked = make_note(book, shelf=shelf)
    answer = make_note(book, answers=asked)
    snapshot = taken(book)
    Note.objects.all().delete()
    shelf.delete()
    warnings = apply(book, snapshot, lenient=True)
    assert list(Note.objects.values_list("pk", "answers")) == [(answer.pk, None)]
    assert len(warnings) == 2


def test_a_note_that_keeps_its_shelf_keeps_its_answer():
    shelf, book = make_shelf(), make_book()
    asked = make_note(book)
    answer = make_note(book, answers=asked)
    snapshot = taken(book)
    part(snapshot, "notes", asked)["shelf"] = shelf.pk
    shelf.delete()
    apply(book, snapshot, lenient=True)
    assert dict(Note.objects.values_list("pk", "answers")) == {asked.pk: None, answer.pk: asked.pk}


def test_a_reference_that_must_not_be_empty_keeps_what_is_stored(monkeypatch):
    monkeypatch.setattr(Book._meta.get_field("shelf"), "null", False)
    lost, shelf = make_shelf(), make_shelf()
    book = make_book("旧", shelf=shelf)
    draft = taken(book)
    draft["fields"] |= {"title": "新", "shelf": lost.pk}
    lost.delete()
    assert len(apply(book, draft, lenient=True)) == 1
    assert (Book.objects.get().title, Book.objects.get().shelf) == ("新", shelf)


def test_all_that_is_lost_is_said_at_once():
    cover, picture, label, book = make_cover(), make_cover(), make_label(), make_book()
    chapter, note = make_chapter(book), make_note(book)
    snapshot = taken(book)
    snapshot["fields"] |= {"cover": cover.pk, "labels": [label.pk]}
    part(snapshot, "chapters", chapter)["picture"] = picture.pk
    part(snapshot, "notes", note)["labels"] = [label.pk]
    for row in (cover, picture, label):
        row.delete()
    names = [warning[1:3] for warning in apply(book, snapshot, lenient=True)]
    assert sorted(names) == ["封面", "插图", "标签", "标签"]


def test_a_part_may_refer_to_a_part_that_the_same_snapshot_brings():
    book = make_book()
    asked = make_note(book)
    snapshot = taken(book)
    new = str(uuid.uuid4())
    snapshot["parts"]["notes"][new] = part(snapshot, "notes", asked) | {"mark": "新", "answers": None}
    part(snapshot, "notes", asked)["answers"] = new
    assert apply(book, snapshot) == []
    assert Note.objects.get(pk=asked.pk).answers.mark == "新"


def test_a_part_cannot_refer_to_a_part_that_the_same_snapshot_removes():
    book = make_book()
    gone, note = make_note(book), make_note(book)
    snapshot = taken(book)
    del snapshot["parts"]["notes"][str(gone.pk)]
    part(snapshot, "notes", note)["answers"] = str(gone.pk)
    assert refusal_of(book, snapshot).startswith(f"“回应哪一条”引用的注（编号{gone.pk}）已被删除")
    apply(book, snapshot, lenient=True)
    assert list(Note.objects.values_list("pk", "answers")) == [(note.pk, None)]


# What the public edition has lost as well


@pytest.fixture
def form():
    """Gives the form of a book as an editor sees it."""
    return lambda book: signed_in("编辑").get(change_page(book)).text


def test_the_form_of_a_draft_opens_without_a_label_that_the_public_lost_as_well(form):
    label, book = make_label(), make_book()
    book.labels.set([label])
    publish(book)
    revise(book, superuser(), title="新")
    label.delete()
    assert 'value="新"' in form(book)


def test_the_form_of_a_draft_opens_without_a_note_that_the_public_lost_as_well(form):
    shelf, book = make_shelf(), make_book()
    note = make_note(book, shelf=shelf)
    publish(book)
    revise(book, superuser(), title="新")
    shelf.delete()
    text = form(book)
    assert 'value="新"' in text
    assert str(note.pk) not in text.partition("<fieldset")[2]


def test_a_changed_note_comes_back_although_somebody_deleted_it_from_the_public_tables():
    book = make_book()
    note = make_note(book, text="旧")
    publish(book)
    edition = revise(book, superuser(), lambda book: book.notes.update(text="新"))
    Note.objects.all().delete()
    workflow.publish_alone(edition, superuser(), reason="测试")
    assert (Note.objects.get(), Note.objects.get().text) == (note, "新")
