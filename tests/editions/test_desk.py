"""Where a record stands on the editors' desk: in words beside its title, and in the filter of the list."""

import pytest
from django.utils import timezone

from portal.editions import workflow
from portal.editions.models.publishable import desk_states

from .models import Book
from .shelves import make_actor, make_book, revise
from .steps import approve, draft, expire, fresh, in_hours, published, schedule, set_stages, sign, sign_until, submit

pytestmark = pytest.mark.django_db


def book_of(edition):
    return fresh(edition.record)


def changed(book):
    return revise(book, make_actor("编辑"), title="新")


def returned(edition):
    return workflow.send_back(submit(edition), make_actor("初审"), opinion="重写")


def withdrawn():
    book = published()
    workflow.withdraw(book, make_actor("终审"), reason="有误")
    return fresh(book)


def expired():
    book = published()
    expire(book)
    return fresh(book)


# What the list says of a book ("…": the time of its schedule), and under which states the filter finds it.
STATES = {
    "saved": (lambda: book_of(draft()), ["草稿"], {"draft"}),
    "older than editions": (make_book, ["草稿"], {"draft"}),
    "submitted": (lambda: book_of(submit(draft())), ["待初审"], {"review-1"}),
    "signed once": (lambda: book_of(sign(submit(draft()))), ["待复审"], {"review-2"}),
    "signed twice": (lambda: book_of(sign(sign(submit(draft())))), ["待终审"], {"review-3"}),
    "returned": (lambda: book_of(returned(draft())), ["已退回"], {"returned"}),
    "scheduled": (lambda: book_of(schedule()), ["已定时 …"], {"scheduled"}),
    "published": (published, ["已发布"], {"published"}),
    "published, older than editions": (lambda: make_book(public_from=timezone.now()), ["已发布"], {"published"}),
    "older than editions, with a date to come": (
        lambda: make_book(public_from=in_hours(24)),
        ["已定时"],
        {"scheduled"},
    ),
    "changed": (
        lambda: book_of(changed(published())),
        ["已发布", "有未发布修改"],
        {"published", "changed", "draft"},
    ),
    "change submitted": (
        lambda: book_of(submit(changed(published()))),
        ["已发布", "待初审"],
        {"published", "changed", "review-1"},
    ),
    "change returned": (
        lambda: book_of(returned(changed(published()))),
        ["已发布", "已退回"],
        {"published", "changed", "returned"},
    ),
    "change scheduled": (
        lambda: book_of(schedule(changed(published()))),
        ["已发布", "已定时 …"],
        {"published", "changed", "scheduled"},
    ),
    "change published": (lambda: book_of(approve(changed(published()))), ["已发布"], {"published"}),
    "withdrawn": (withdrawn, ["已撤稿"], {"withdrawn"}),
    "withdrawn and changed": (lambda: book_of(changed(withdrawn())), ["已撤稿", "草稿"], {"withdrawn", "draft"}),
    "withdrawn and submitted": (
        lambda: book_of(submit(changed(withdrawn()))),
        ["已撤稿", "待初审"],
        {"withdrawn", "review-1"},
    ),
    "withdrawn and scheduled": (
        lambda: book_of(schedule(changed(withdrawn()))),
        ["已撤稿", "已定时 …"],
        {"withdrawn", "scheduled"},
    ),
    "withdrawn and published": (lambda: book_of(approve(changed(withdrawn()))), ["已发布"], {"published"}),
    "expired": (expired, ["已到期"], {"expired"}),
    "expired and changed": (lambda: book_of(changed(expired())), ["已到期", "草稿"], {"expired", "draft"}),
    "expired and scheduled": (
        lambda: book_of(schedule(changed(expired()))),
        ["已到期", "已定时 …"],
        {"expired", "scheduled"},
    ),
}


def said_of(book):
    """Give the labels of ``book``, with … for the time of its schedule."""
    moment = book.head and book.head.publish_at
    time = f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else "no time"
    return [label.replace(time, "…") for _, label in book.desk_state]


@pytest.mark.parametrize(("make", "labels", "found_under"), STATES.values(), ids=STATES)
def test_a_book_says_where_it_stands_and_is_found_there(make, labels, found_under):
    book = make()
    assert said_of(book) == labels
    assert {state for state in desk_states() if book in Book.objects.on_desk(state)} == found_under
    assert {key for key, _ in book.desk_state} <= found_under


def test_the_states_of_the_desk_follow_the_setting(settings):
    set_stages(settings, "审核", "签发")
    assert desk_states() == {
        "draft": "草稿",
        "review-1": "待审核",
        "review-2": "待签发",
        "returned": "已退回",
        "scheduled": "已定时",
        "published": "已发布",
        "changed": "有未发布修改",
        "withdrawn": "已撤稿",
        "expired": "已到期",
    }


def test_a_desk_is_loaded_with_one_query_and_without_contents(django_assert_num_queries):
    made = {book_of(changed(published())).pk, withdrawn().pk, book_of(schedule()).pk}
    with django_assert_num_queries(1) as queries:
        books = list(Book.objects.with_desk())
        assert all(book.desk_state for book in books)
    assert {book.pk for book in books} == made
    assert "snapshot" not in queries[0]["sql"]


def test_what_waits_at_a_stage_that_was_dropped_is_found_at_the_last(settings):
    edition = sign_until(submit(draft()), "终审")
    set_stages(settings, "初审", "复审")
    book = fresh(edition.record)
    assert book.desk_state == [("review-2", "待复审")]
    assert list(Book.objects.on_desk("review-2")) == [book]
