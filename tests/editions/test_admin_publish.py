"""Pages that publish, withdraw and date a record, and what the form offers to whom."""

import pytest
from django.utils import timezone

from portal.editions.models import Edition
from tests.admin_pages import change_page, form_of

from . import shelves
from .pages import (
    complaints,
    do,
    is_done,
    is_refused,
    live_book,
    messages_of,
    minute,
    opened,
    page,
    public_page,
    revised,
    save,
    signed_in,
)
from .steps import actions, draft, fresh, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return signed_in(is_superuser=True, last_name="赵", first_name="总")


@pytest.fixture
def book():
    """A public book with a draft over it."""
    return revised(live_book())


# Publishing alone


def test_a_superuser_publishes_alone_with_a_reason_that_is_written_down(book, boss):
    assert "跳过审核，由您一人发布。" in boss.get(page(book, "publish")).text
    response = do(boss, book, "publish", reason="紧急", correction="书名有误。")
    assert is_done(response, book)
    assert messages_of(response) == ["第2版已发布。"]
    assert "新书名".encode() in public_page(book)[1]
    assert "更正：书名有误。".encode() in public_page(book)[1]
    assert fresh(book).live.override_reason == "紧急"
    assert actions(book)[-2:] == ["overridden", "published"]


@pytest.mark.parametrize(("name", "values"), [("publish", {"reason": "紧急"}), ("submit", {"secrecy_checked": "on"})])
def test_only_the_edition_that_the_page_showed_is_published_or_submitted(book, boss, name, values):
    data = form_of(boss.get(page(book, name))) | values
    save(signed_in(is_superuser=True), book, title="别人后来写的")
    response = boss.post(page(book, name), data)
    assert "您打开以后又有了第3版，没有办理。" in response.text
    assert (fresh(book).live.number, fresh(book).head.state) == (1, "draft")
    assert is_done(boss.post(page(book, name), form_of(response) | values), book)


def test_publishing_alone_needs_a_reason_and_keeps_the_rest(book, boss):
    response = do(boss, book, "publish", reason="  ", correction="不能丢的说明")
    assert complaints(response) == {"reason": ["单独发布要写明理由。"]}
    assert form_of(response)["correction"] == "不能丢的说明"
    assert fresh(book).live.number == 1


def test_a_long_reason_is_kept_or_refused_at_its_field(book, boss):
    response = do(boss, book, "publish", reason="理" * 300)
    if response.status_code == 200:
        assert list(complaints(response)) == ["reason"]
        assert form_of(response)["reason"] == "理" * 300
    else:
        assert is_done(response, book)
        assert fresh(book).live.override_reason == "理" * 300


def test_publishing_a_second_time_says_that_it_is_public(book, boss):
    data = opened(boss, book, "publish") | {"reason": "紧急"}
    assert is_done(boss.post(page(book, "publish"), data), book)
    for response in (boss.post(page(book, "publish"), data), boss.get(page(book, "publish"))):
        assert is_refused(response, 409, "第2版已经公开。")
    assert actions(book).count("published") == 2  # the first edition's, and this one's


def test_a_superuser_schedules_alone(book, boss):
    response = do(boss, book, "publish", reason="节前", publish_at=minute(days=1))
    assert is_done(response, book)
    assert "将在" in messages_of(response)[0]
    assert (fresh(book).head.state, fresh(book).live.number) == (Edition.State.SCHEDULED, 1)


def test_nobody_else_publishes_alone(book):
    for groups in ([], ["编辑"], ["初审"], ["终审"], ["编辑", "初审", "复审", "终审"]):
        client = signed_in(*groups)
        for response in (client.get(page(book, "publish")), client.post(page(book, "publish"), {"reason": "我要发"})):
            assert response.status_code == 403
    assert "只有管理员可以不经审核单独发布。" in response.text
    assert fresh(book).live.number == 1


def test_an_edition_that_cannot_be_published_says_why_and_keeps_the_reason(boss):
    book, cover = live_book(), shelves.make_cover()
    save(signed_in("编辑"), book, cover=str(cover.pk))
    cover.delete()
    response = do(boss, book, "publish", reason="不能丢的理由")
    assert "第2版不能发布：“封面”引用的封面" in complaints(response)["__all__"][0]
    assert form_of(response)["reason"] == "不能丢的理由"
    assert (fresh(book).live.number, actions(book)[-1]) == (1, "saved")


# Withdrawing


@pytest.fixture
def publisher():
    return signed_in("终审")


def test_a_record_is_withdrawn_with_a_reason(book, publisher):
    assert complaints(do(publisher, book, "withdraw", reason="")) == {"reason": ["撤稿要写明理由。"]}
    response = do(publisher, book, "withdraw", reason="内容有误")
    assert is_done(response, book)
    assert messages_of(response) == [f"“{book}”已撤稿，公众已看不到。"]
    assert public_page(book)[0] == 404
    assert "看不到这条记录" in publisher.get(change_page(book)).text


def test_withdrawing_a_second_time_says_that_it_is_not_public(book, publisher):
    data = opened(publisher, book, "withdraw") | {"reason": "内容有误"}
    assert is_done(publisher.post(page(book, "withdraw"), data), book)
    for response in (publisher.post(page(book, "withdraw"), data), publisher.get(page(book, "withdraw"))):
        assert is_refused(response, 409, "这条记录现在没有公开，不用撤稿。")
    assert actions(book).count("withdrawn") == 1


def test_withdrawing_needs_the_right_to_publish(book):
    for group in ("编辑", "初审", "复审"):
        client = signed_in(group)
        assert page(book, "withdraw") not in client.get(change_page(book)).text
        for response in (client.get(page(book, "withdraw")), client.post(page(book, "withdraw"), {"reason": "撤"})):
            assert is_refused(response, 403, "撤稿需要发布权限。")
    assert public_page(book)[0] == 200


def test_what_was_withdrawn_is_published_again_under_its_first_date(book, publisher, boss):
    first = fresh(book).public_from
    do(publisher, book, "withdraw", reason="内容有误")
    assert is_done(do(boss, book, "publish", reason="已改好"), book)
    assert public_page(book)[0] == 200
    assert (fresh(book).public_from, fresh(book).public_until) == (first, None)


# Dates


def test_the_date_of_publication_is_changed_with_a_reason(book, publisher):
    earlier = minute(days=-3)
    response = do(publisher, book, "dates", public_from=earlier, reason="补录")
    assert is_done(response, book)
    assert messages_of(response) == ["发布时间已更改。"]
    assert f"{timezone.localtime(fresh(book).public_from):%Y-%m-%dT%H:%M}" == earlier
    assert actions(book)[-1] == "dated"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"public_from": "", "reason": "补录"}, ["public_from"]),
        ({"public_from": "昨天", "reason": "补录"}, ["public_from"]),
        ({"reason": ""}, ["reason"]),
        ({"reason": "没有改动"}, ["__all__"]),
    ],
)
def test_dates_that_cannot_be_set_are_refused_and_kept(book, publisher, values, expected):
    before = fresh(book).public_from
    response = do(publisher, book, "dates", **values)
    assert list(complaints(response)) == expected
    shown = form_of(response)
    assert {name: shown[name] for name in values} == values
    assert fresh(book).public_from == before


def test_a_date_in_the_future_and_an_end_in_the_past_are_refused(book, publisher):
    response = do(publisher, book, "dates", public_from=minute(days=1), reason="提前")
    assert complaints(response)["__all__"] == ["发布时间不能在将来。"]
    response = do(publisher, book, "dates", public_until=minute(days=-1), reason="下线")
    assert complaints(response)["__all__"] == ["到期时间应在将来；要立即下线，请用撤稿。"]
    assert form_of(response)["reason"] == "下线"
    assert public_page(book)[0] == 200


def test_changing_the_dates_a_second_time_says_that_nothing_has_changed(book, publisher):
    data = opened(publisher, book, "dates") | {"public_from": minute(days=-3), "reason": "补录"}
    assert is_done(publisher.post(page(book, "dates"), data), book)
    assert complaints(publisher.post(page(book, "dates"), data)) == {"__all__": ["时间没有改动。"]}
    assert actions(book).count("dated") == 1


def test_a_time_that_is_left_as_it_stood_keeps_its_seconds(book, publisher):
    do(publisher, book, "withdraw", reason="内容有误")
    until = fresh(book).public_until
    assert (until.second, until.microsecond) != (0, 0)
    assert is_done(do(publisher, book, "dates", public_from=minute(days=-3), reason="补录"), book)
    assert fresh(book).public_until == until


def test_dates_are_changed_by_whoever_may_publish_and_only_of_what_was_published(book, publisher):
    for group in ("编辑", "初审", "复审"):
        data = {"public_from": minute(days=-3), "reason": "我要改"}
        assert is_refused(signed_in(group).post(page(book, "dates"), data), 403, "更改发布时间需要发布权限。")
    assert is_refused(publisher.get(page(draft().record, "dates")), 409, "这条记录还没有发布过。")


def test_a_withdrawn_record_does_not_become_public_by_a_change_of_its_dates(book, publisher):
    do(publisher, book, "withdraw", reason="内容有误")
    for until in ("", minute(days=30)):
        publisher.post(
            page(book, "dates"), opened_or_nothing(publisher, book) | {"public_until": until, "reason": "改"}
        )
        assert public_page(book)[0] == 404
    assert fresh(book).live.state == Edition.State.WITHDRAWN


def opened_or_nothing(client, record):
    response = client.get(page(record, "dates"))
    return form_of(response) if response.status_code == 200 else {}


# Offers


def test_the_form_offers_what_each_may_do_now_and_nothing_else(book, boss):
    def offered(client):
        return {offer[0] for offer in client.get(change_page(book)).context["panel"].actions}

    people = {name: signed_in(name) for name in ("编辑", "初审", "复审", "终审")}
    assert {name: offered(client) for name, client in people.items()} == {
        "编辑": {"submit"},
        "初审": set(),
        "复审": set(),
        "终审": {"withdraw", "dates"},
    }
    assert offered(boss) == {"submit", "publish", "withdraw", "dates"}
    submit(book.head)
    assert {name: offered(client) for name, client in people.items()} == {
        "编辑": set(),
        "初审": {"review"},
        "复审": set(),
        "终审": {"withdraw", "dates"},
    }


def test_every_offer_opens(book, boss):
    for page_name, _, address in boss.get(change_page(book)).context["panel"].actions:
        assert boss.get(address).status_code == 200, page_name


def test_an_expiry_that_holds_is_kept_by_the_next_publication_unless_it_is_changed(book, boss):
    until = minute(days=9)
    assert is_done(do(boss, book, "dates", public_from=minute(days=-1), public_until=until, reason="到期"), book)
    data = form_of(boss.get(page(book, "publish"))) | {"reason": "改一个字"}
    assert data["expires_at"] == until
    assert is_done(boss.post(page(book, "publish"), data), book)
    assert f"{timezone.localtime(fresh(book).public_until):%Y-%m-%dT%H:%M}" == until
