"""PubDate, which is set once and changed only with a reason; and the notes that say what was corrected."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.editions import workflow
from portal.editions.models import Action, AuditEntry
from portal.editions.workflow import Refused

from .models import Book
from .shelves import make_actor, revise, superuser
from .steps import actions, approve, change_dates, draft, expire, fresh, in_hours, published, sign, sign_until, submit

pytestmark = pytest.mark.django_db


def to_the_minute(moment):
    return moment.replace(second=0, microsecond=0)


def date_back(book, days=3):
    """Let ``book`` have been public for some days; give its PubDate."""
    moment = to_the_minute(timezone.now() - timedelta(days=days))
    Book.objects.filter(pk=book.pk).update(public_from=moment)
    return moment


# PubDate


def test_the_first_publication_sets_the_date_to_the_minute():
    book = published()
    assert book.public_from == to_the_minute(book.live.published_at)


def test_a_later_publication_keeps_the_date():
    book = published()
    moment = date_back(book)
    approve(revise(book, make_actor("编辑"), title="新"))
    assert fresh(book).public_from == moment


def test_a_publication_after_withdrawal_keeps_the_date():
    book = published()
    moment = date_back(book)
    workflow.withdraw(book, make_actor("终审"), reason="有误")
    approve(revise(book, make_actor("编辑"), title="新"))
    book = fresh(book)
    assert (book.public_from, book.public_until, book.is_public) == (moment, None, True)


def test_the_date_is_changed_and_the_reason_is_written_down():
    book = published()
    date_back(book)
    moment = to_the_minute(timezone.now() - timedelta(days=9))
    change_dates(book, public_from=moment, reason="原件日期")
    assert fresh(book).public_from == moment
    entry = AuditEntry.objects.get(action=Action.DATED)
    assert entry.detail.endswith(f"改为{timezone.localtime(moment):%Y-%m-%d %H:%M}。原件日期")


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_change_of_the_date_needs_a_reason(reason):
    book = published()
    moment = date_back(book)
    with pytest.raises(Refused, match="更改发布时间要写明理由"):
        change_dates(book, public_from=moment - timedelta(days=1), reason=reason)
    assert fresh(book).public_from == moment


def test_the_date_is_not_set_into_the_future():
    book = published()
    moment = date_back(book)
    with pytest.raises(Refused, match="发布时间不能在将来"):
        change_dates(book, public_from=in_hours(1))
    assert fresh(book).public_from == moment


def test_whoever_may_not_publish_may_not_change_the_date():
    book = published()
    with pytest.raises(Refused, match="更改发布时间需要发布权限"):
        change_dates(book, make_actor("编辑", "初审", "复审"), public_from=in_hours(-24))


def test_what_was_never_published_has_no_date_to_change():
    with pytest.raises(Refused, match="这条记录还没有发布过"):
        change_dates(draft().record, public_from=in_hours(-24))


def test_dates_that_stay_as_they_are_are_no_change():
    book = published()
    with pytest.raises(Refused, match="时间没有改动"):
        change_dates(book)
    assert Action.DATED not in actions(book)


def test_an_end_is_set_into_the_future_only():
    book = published()
    with pytest.raises(Refused, match="到期时间应在将来；要立即下线，请用撤稿"):
        change_dates(book, public_until=in_hours(-1))
    end = in_hours(1)
    change_dates(book, public_until=end)
    assert fresh(book).public_until == end


@pytest.mark.parametrize("end", [None, in_hours(24)])
def test_a_new_end_does_not_bring_back_what_was_withdrawn(end):
    book = published()
    workflow.withdraw(book, make_actor("终审"), reason="泄密")
    with pytest.raises(Refused, match="这条记录现在不公开；要再公开，请重新发布"):
        change_dates(book, public_until=end)
    assert not fresh(book).is_public


@pytest.mark.parametrize("end", [None, in_hours(24)])
def test_a_new_end_does_not_bring_back_what_expired(end):
    book = published(expires_at=in_hours(1))
    expire(book)
    with pytest.raises(Refused, match="这条记录现在不公开；要再公开，请重新发布"):
        change_dates(book, public_until=end)
    assert not fresh(book).is_public


def test_the_date_of_what_was_withdrawn_may_still_be_put_right():
    book = published()
    workflow.withdraw(book, make_actor("终审"), reason="有误")
    moment = to_the_minute(in_hours(-24))
    change_dates(book, public_from=moment)
    assert (fresh(book).public_from, fresh(book).is_public) == (moment, False)


# Correction notes


def page_of(client, book):
    return client.get(reverse("book", args=[book.pk])).text


def test_a_correction_shows_once_its_edition_is_public(client):
    book = published()
    edition = sign_until(submit(revise(book, make_actor("编辑"), title="新"), correction="人数应为12人"), "终审")
    assert (fresh(book).corrections, "更正" in page_of(client, book)) == ([], False)
    sign(edition)
    today = timezone.localdate().isoformat()
    assert fresh(book).corrections == [{"date": today, "note": "人数应为12人", "edition": 2}]
    assert "更正：人数应为12人" in page_of(client, book)


def test_corrections_stand_newest_first():
    book = published()
    for note in ("一", "二"):
        approve(revise(book, make_actor("编辑"), title=note), correction=note)
    approve(revise(book, make_actor("编辑"), title="三"))
    assert [row["note"] for row in fresh(book).corrections] == ["二", "一"]


def test_a_correction_comes_back_once_with_its_edition():
    book = published()
    edition = approve(revise(book, make_actor("编辑"), title="新"), correction="一")
    workflow.withdraw(book, make_actor("终审"), reason="有误")
    workflow.publish_alone(edition, superuser(), reason="无误")
    assert [row["note"] for row in fresh(book).corrections] == ["一"]


def test_a_superuser_may_add_the_correction():
    book = published()
    edition = revise(book, make_actor("编辑"), title="新")
    workflow.publish_alone(edition, superuser(), reason="急", correction="一")
    assert [row["note"] for row in fresh(book).corrections] == ["一"]


def test_a_correction_of_a_return_is_forgotten_where_the_next_submission_has_none():
    book = published()
    edition = submit(revise(book, make_actor("编辑"), title="新"), correction="一")
    edition = workflow.send_back(edition, make_actor("初审"), opinion="不必说明")
    approve(edition)
    assert fresh(book).corrections == []


def test_what_was_never_published_has_nothing_to_correct():
    edition = draft()
    with pytest.raises(Refused, match="更正说明只用于已经发布过的内容"):
        submit(edition, correction="一")
    with pytest.raises(Refused, match="更正说明只用于已经发布过的内容"):
        workflow.publish_alone(edition, superuser(), reason="急", correction="一")
    assert fresh(edition).correction == ""
