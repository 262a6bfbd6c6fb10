"""Bringing back an earlier edition, and deleting a record, of which the editions stay."""

import pytest
from django.contrib.auth.models import Permission, User

from portal.editions import workflow
from portal.editions.models import Action, AuditEntry, Edition
from portal.editions.people import Actor
from portal.editions.workflow import Refused

from .models import Book, Chapter
from .shelves import (
    make_actor,
    make_book,
    make_chapter,
    make_cover,
    make_label,
    make_note,
    make_shelf,
    publish,
    revise,
    superuser,
)
from .steps import STAGES, actions, approve, draft, fresh, in_hours, is_public, published, sign, submit

pytestmark = pytest.mark.django_db


def restore(edition, actor=None, **kwargs):
    return workflow.restore(edition, actor or make_actor("编辑"), **kwargs)


# Restoring


def test_a_restored_edition_is_a_new_one_with_the_old_content():
    first = draft(title="旧")
    second = revise(first.record, make_actor("编辑"), title="新")
    editor = make_actor("编辑")
    third = restore(first, editor, comment="还是旧的好")
    assert (third.number, third.title, third.snapshot) == (3, "旧", first.snapshot)
    assert (third.restored_from, third.author, third.comment) == (first, editor.user, "还是旧的好")
    assert third.state_label == "草稿"
    assert fresh(first.record).head == third
    assert [fresh(edition).title for edition in (first, second)] == ["旧", "新"]


def test_restoring_leaves_the_public_alone():
    book = published(title="旧")
    former = book.live
    approve(revise(book, make_actor("编辑"), lambda row: make_chapter(row, "新章"), title="新"))
    restored = restore(former)
    book = fresh(book)
    assert (book.title, [chapter.text for chapter in book.chapters.all()]) == ("新", ["新章"])
    assert (book.head, book.live.number, restored.warnings) == (restored, 2, [])
    approve(restored)
    assert (fresh(book).title, book.chapters.count()) == ("旧", 0)


def test_restoring_what_was_never_published_shows_in_the_tables():
    book = make_book()
    make_chapter(book, "旧章")
    first = workflow.adopt(book)
    revise(book, make_actor("编辑"), lambda row: row.chapters.all().delete())
    assert not Chapter.objects.exists()
    restore(first)
    assert Chapter.objects.get().text == "旧章"


def test_restoring_voids_the_signatures_of_the_newest_edition():
    first = draft(title="旧")
    second = sign(submit(revise(first.record, make_actor("编辑"), title="新")))
    restore(first)
    assert not second.valid_signatures().exists()
    assert actions(first.record)[-2:] == [Action.VOIDED, Action.RESTORED]


def test_what_a_restored_edition_referred_to_and_is_gone_is_left_out_with_a_warning():
    book, cover, gone, kept, shelf = make_book(), make_cover(), make_label(), make_label(), make_shelf()
    Book.objects.filter(pk=book.pk).update(cover=cover)
    book.labels.set([gone, kept])
    make_note(book, "甲", shelf=shelf)
    make_note(book, "乙")
    former = publish(book)
    approve(revise(book, make_actor("编辑"), title="新"))
    numbers = (cover.pk, gone.pk, shelf.pk)
    for row in (cover, gone, shelf):
        row.delete()
    restored = restore(former)
    assert sorted(restored.warnings) == sorted(
        [
            f"“封面”引用的封面（编号{numbers[0]}）已被删除，没有载入。",
            f"“标签”引用的标签（编号{numbers[1]}）已被删除，没有载入。",
            f"“书架”引用的书架（编号{numbers[2]}）已被删除，没有载入。",
        ]
    )
    approve(restored)
    book = fresh(book)
    assert (book.cover, [*book.labels.all()], [note.mark for note in book.notes.all()]) == (None, [kept], ["乙"])


def test_the_content_of_the_newest_edition_is_not_restored():
    first = draft(title="旧")
    revise(first.record, make_actor("编辑"), title="新")
    restore(first)
    with pytest.raises(Refused, match="第1版与最新版本内容相同，不用恢复"):
        restore(first)
    assert fresh(first.record).head.number == 3


def test_what_is_taken_by_another_record_is_not_restored():
    book = published(isbn="978-7")
    former = book.live
    approve(revise(book, make_actor("编辑"), isbn=None))
    make_book(isbn="978-7")
    with pytest.raises(Refused, match="第1版与最新版本内容相同"):
        restore(former)
    assert fresh(book).head.number == 2


def test_whoever_may_not_edit_may_not_restore():
    first = draft(title="旧")
    revise(first.record, make_actor("编辑"), title="新")
    with pytest.raises(Refused, match="您没有修改的权限"):
        restore(first, make_actor("终审"))


def test_whoever_restored_it_is_its_author():
    first = draft(title="旧")
    revise(first.record, make_actor("编辑"), title="新")
    author = make_actor("编辑", "终审")
    edition = sign(sign(submit(restore(first, author))))
    with pytest.raises(Refused, match="您改过这一稿，不能作终审"):
        sign(edition, author)
    assert not is_public(edition)


# Deleting


def delete(book):
    workflow.delete(book, superuser())


def may_delete(actor):
    """Give ``actor`` the right to delete books."""
    actor.user.user_permissions.add(Permission.objects.get(codename="delete_book"))
    return Actor(User.objects.get(pk=actor.user.pk), actor.address)


def test_deleting_keeps_the_editions_and_the_trail():
    first = draft(title="旧")
    second = sign(submit(revise(first.record, make_actor("编辑"), title="新"), make_actor("编辑")))
    book = fresh(first.record)
    key, before = Edition.key_of(book), actions(book)
    delete(book)
    assert not Book.objects.exists()
    assert [*Edition.objects.filter(**key)] == [second, first]
    trail = AuditEntry.objects.filter(**key).order_by("pk")
    assert [entry.action for entry in trail] == [*before, Action.VOIDED, Action.DELETED]
    assert (trail.last().record_title, trail.last().edition) == ("新", second)


def test_what_is_public_is_not_deleted():
    book = published()
    with pytest.raises(Refused, match="已公开的记录请先撤稿，再删除"):
        delete(book)
    workflow.withdraw(book, make_actor("终审"), reason="有误")
    delete(fresh(book))
    assert not Book.objects.exists()


def test_deleting_ends_what_was_under_way():
    edition = approve(draft(), publish_at=in_hours(24))
    book = fresh(edition.record)
    delete(book)
    assert fresh(edition).state == Edition.State.SUPERSEDED
    assert not edition.valid_signatures().exists()


def test_deleting_needs_the_right_to_delete():
    book, editor = fresh(draft().record), make_actor("编辑")
    with pytest.raises(Refused, match="您没有删除的权限"):
        workflow.delete(book, editor)
    assert Book.objects.get() == book
    workflow.delete(book, may_delete(editor))
    assert not Book.objects.exists()


def test_what_was_public_once_is_deleted_only_by_a_superuser():
    book = published()
    workflow.withdraw(book, make_actor("终审"), reason="有误")
    with pytest.raises(Refused, match="发布过的记录只有管理员可以删除"):
        workflow.delete(book, may_delete(make_actor("编辑", *STAGES)))
    assert Book.objects.get() == book


def test_the_number_of_a_deleted_record_is_not_given_again():
    book = fresh(draft().record)
    key = book.pk
    delete(book)
    assert draft().record.pk != key
