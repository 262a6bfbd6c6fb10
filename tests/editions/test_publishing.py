"""Publishing and withdrawing: what the public sees when, what the tables say, and who hears of it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.editions import workflow
from portal.editions.signals import public_changed
from portal.editions.workflow import Refused

from .models import Book
from .shelves import make_actor, make_book, make_chapter, make_cover, publish, revise, superuser
from .steps import (
    actions,
    approve,
    change_dates,
    draft,
    expire,
    fresh,
    in_hours,
    is_public,
    published,
    sign,
    sign_until,
    submit,
)

pytestmark = pytest.mark.django_db


def page_of(client, book):
    return client.get(reverse("book", args=[book.pk]))


def titles(client):
    """Give the titles of the books that programs get."""
    return [book["title"] for book in client.get(reverse("books")).json()["books"]]


# What the public sees


def test_a_saved_book_has_no_page_until_it_is_published(client):
    edition = draft(title="春江")
    assert titles(client) == []
    approve(edition)
    assert titles(client) == ["春江"]
    assert "春江" in page_of(client, edition.record).text


def test_a_change_shows_when_it_is_published_and_not_before(client):
    book = published(title="旧")
    edition = revise(book, make_actor("编辑"), title="新")
    assert "<h1>旧</h1>" in page_of(client, book).text
    edition = sign_until(submit(edition), "终审")
    assert "<h1>旧</h1>" in page_of(client, book).text
    sign(edition)
    assert "<h1>新</h1>" in page_of(client, book).text
    assert fresh(book).live == edition


def test_publishing_replaces_the_parts_as_well(client):
    def change(row):
        row.chapters.all().delete()
        make_chapter(row, "新章")

    book = make_book()
    make_chapter(book, "旧章")
    publish(book)
    edition = revise(book, make_actor("编辑"), change)
    assert [chapter.text for chapter in book.chapters.all()] == ["旧章"]
    approve(edition)
    assert [chapter.text for chapter in book.chapters.all()] == ["新章"]


def test_what_is_published_is_published_at_once():
    before = timezone.now()
    edition = approve(draft())
    book = fresh(edition.record)
    assert before <= edition.published_at == book.updated_at <= timezone.now()
    assert (book.live, book.public_until, edition.publish_at) == (edition, None, None)


def test_the_last_signer_is_the_publisher():
    signer = make_actor("终审")
    edition = sign(sign_until(submit(draft()), "终审"), signer)
    assert edition.published_by == signer.user


def test_what_refers_to_something_gone_is_not_published():
    cover = make_cover()
    edition = sign_until(submit(draft(title="春", cover=cover)), "终审")
    cover.delete()
    before = actions(edition.record)
    with pytest.raises(Refused, match=r"第1版不能发布：“封面”引用的封面（编号.*）已被删除，请打开编辑并重新保存"):
        sign(edition)
    assert (fresh(edition).state_label, is_public(edition)) == ("待终审", False)
    assert edition.valid_signatures().count() == 2
    assert actions(edition.record) == before


def test_what_repeats_something_unique_is_not_published():
    book = published()
    edition = revise(book, make_actor("编辑"), isbn="978-7")
    make_book(isbn="978-7")
    with pytest.raises(Refused, match="第2版不能发布：“书号”的“978-7”已被另一条记录占用"):
        workflow.publish_alone(edition, superuser(), reason="急")
    assert (fresh(book).live, fresh(book).isbn) == (book.live, None)


def test_what_is_public_is_not_published_a_second_time():
    book = published()
    with pytest.raises(Refused, match="第1版已经公开"):
        workflow.publish_alone(book.live, superuser(), reason="急")


def test_a_deleted_record_is_not_published():
    edition = draft()
    Book.objects.all().delete()
    with pytest.raises(Refused, match="这条记录已被删除"):
        workflow.publish_alone(edition, superuser(), reason="急")


# Withdrawing


def test_what_is_withdrawn_is_gone_at_once_and_keeps_its_date(client):
    book = published(title="春江")
    assert titles(client) == ["春江"]
    workflow.withdraw(book, make_actor("终审"), reason="有误")
    assert titles(client) == []
    assert (fresh(book).public_from, fresh(book).live.state_label) == (book.public_from, "已撤稿")


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_withdrawal_needs_a_reason(reason):
    book = published()
    with pytest.raises(Refused, match="撤稿要写明理由"):
        workflow.withdraw(book, make_actor("终审"), reason=reason)
    assert is_public(book.live)


def test_whoever_may_not_publish_may_not_withdraw():
    book = published()
    with pytest.raises(Refused, match="撤稿需要发布权限"):
        workflow.withdraw(book, make_actor("编辑", "初审", "复审"), reason="有误")
    assert is_public(book.live)


def test_what_is_not_public_is_not_withdrawn():
    book = published()
    workflow.withdraw(book, make_actor("终审"), reason="有误")
    for record in (book, draft().record):
        with pytest.raises(Refused, match="这条记录现在没有公开，不用撤稿"):
            workflow.withdraw(record, make_actor("终审"), reason="有误")


def test_a_withdrawal_ends_the_schedule_of_the_next_edition():
    book = published()
    edition = approve(revise(book, make_actor("编辑"), title="新"), publish_at=in_hours(24))
    workflow.withdraw(book, make_actor("终审"), reason="有误")
    assert fresh(edition).state_label == "已退回"
    assert not edition.valid_signatures().exists()


def test_a_record_that_is_older_than_editions_is_withdrawn_with_its_first():
    book = make_book(public_from=in_hours(-24))
    workflow.withdraw(book, make_actor("终审"), reason="有误")
    book = fresh(book)
    assert (book.is_public, book.live.number, book.live.state_label) == (False, 1, "已撤稿")


def test_what_was_withdrawn_is_saved_without_a_change_to_be_reviewed_again():
    book = published()
    workflow.withdraw(book, make_actor("终审"), reason="有误")
    edition = revise(book, make_actor("编辑"), title=book.title)
    assert (edition.number, edition.state_label, fresh(book).is_public) == (2, "草稿", False)
    assert is_public(approve(edition))


def test_a_superuser_brings_back_what_was_withdrawn():
    book = published()
    workflow.withdraw(book, make_actor("终审"), reason="有误")
    edition = workflow.publish_alone(book.live, superuser(), reason="无误")
    assert (is_public(edition), edition.state_label) == (True, "已发布")


# Expiry


def test_a_publication_ends_at_its_expiry(client):
    end = in_hours(1)
    book = published(title="春江", expires_at=end)
    assert (book.public_until, titles(client)) == (end, ["春江"])
    expire(book)
    assert (titles(client), fresh(book).is_public) == ([], False)


@pytest.mark.parametrize("start", [None, 24])
def test_an_expiry_comes_after_the_publication(start):
    edition = sign_until(submit(draft()), "终审")
    end = in_hours(start - 1) if start else timezone.now()
    with pytest.raises(Refused, match="到期时间应晚于发布时间"):
        sign(edition, publish_at=start and in_hours(start), expires_at=end)
    assert fresh(edition).state_label == "待终审"


def test_what_expired_is_published_again_without_an_end():
    book = published(expires_at=in_hours(1))
    expire(book)
    edition = approve(revise(book, make_actor("编辑"), title=book.title))
    assert (edition.number, is_public(edition), fresh(book).public_until) == (2, True, None)


# What is older than editions


def test_what_is_public_without_editions_enters_as_published():
    moment = in_hours(-24)
    book = make_book(public_from=moment)
    edition = workflow.adopt(book)
    assert (edition.number, edition.state_label, edition.published_at) == (1, "已发布", moment)
    assert (fresh(book).head, fresh(book).live, edition.author.username) == (edition, edition, "system")
    assert workflow.adopt(book) == edition
    revise(book, make_actor("编辑"), title="新")
    assert (fresh(edition).state_label, fresh(book).live) == ("已发布", edition)


def test_what_was_never_public_enters_as_a_draft():
    book = make_book()
    edition = workflow.adopt(book)
    assert (edition.number, edition.state_label, edition.published_at) == (1, "草稿", None)
    assert (fresh(book).head, fresh(book).live, is_public(edition)) == (edition, None, False)


# What the tables say


def test_the_tables_of_what_was_never_published_follow_the_newest_edition():
    edition = draft(title="一")
    assert fresh(edition.record).title == "一"
    revise(edition.record, make_actor("编辑"), lambda book: make_chapter(book, "第一章"), title="二")
    book = fresh(edition.record)
    assert (book.title, [chapter.text for chapter in book.chapters.all()]) == ("二", ["第一章"])


@pytest.mark.parametrize("end", [None, expire, lambda book: workflow.withdraw(book, make_actor("终审"), reason="有误")])
def test_the_tables_of_what_was_published_do_not(end):
    book = published(title="一")
    if end:
        end(book)
    edition = revise(book, make_actor("编辑"), lambda row: make_chapter(row, "第一章"), title="二")
    book = fresh(book)
    assert (book.title, book.chapters.count(), book.head) == ("一", 0, edition)


# Who listens


@pytest.fixture
def heard():
    """Give a list of what ``public_changed`` says of books: edition, and what the sent record said of itself then."""
    said = []

    def listen(sender, record, edition, **kwargs):
        said.append((edition, record.title, record.public_from, record.is_public))

    public_changed.connect(listen, sender=Book)
    yield said
    public_changed.disconnect(listen, sender=Book)


def test_whoever_listens_hears_of_a_publication_with_what_it_changed(heard):
    edition = approve(draft(title="春"))
    assert heard == [(edition, "春", fresh(edition.record).public_from, True)]


def test_whoever_listens_hears_of_a_withdrawal(heard):
    book = published(title="春")
    heard.clear()
    workflow.withdraw(book, make_actor("终审"), reason="有误")
    assert heard == [(book.live, "春", book.public_from, False)]


def test_whoever_listens_hears_of_a_new_date(heard):
    book = published(title="春")
    heard.clear()
    moment = in_hours(-24)
    change_dates(book, public_from=moment)
    assert heard == [(book.live, "春", moment, True)]


def test_whoever_listens_hears_of_nothing_else(heard):
    book = published()
    heard.clear()
    edition = sign(submit(revise(book, make_actor("编辑"), title="新")))
    edition = workflow.send_back(edition, make_actor("复审"), opinion="重写")
    edition = approve(edition, publish_at=in_hours(24))
    workflow.send_back(edition, make_actor("终审"), opinion="再等等")
    workflow.restore(book.live, make_actor("编辑"))
    assert heard == []


def test_a_withdrawal_ends_the_review_that_would_make_it_public_again():
    edition = sign_until(submit(revise(published(), make_actor("编辑"), title="新")), "终审")
    workflow.withdraw(edition.record, make_actor("终审"), reason="泄密")
    with pytest.raises(Refused, match="已退回"):
        sign(fresh(edition), make_actor("终审"))
    assert not fresh(edition.record).is_public
