"""The audit trail: who did what to which edition, when and from where."""

import pytest
from django.contrib.auth.models import User
from django.test import RequestFactory
from django.utils import timezone

from portal.editions import snapshots, workflow
from portal.editions.models import Action, AuditEntry
from portal.editions.people import Actor, actor_of, system
from portal.editions.workflow import Refused

from .models import Book
from .shelves import ADDRESS, make_actor, make_book, make_cover, make_person, revise, superuser
from .steps import actions, change_dates, draft, fresh, in_hours, make_due, published, schedule, sign, submit

pytestmark = pytest.mark.django_db


def clock(moment):
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


# What is written down: each case does what comes before, and gives the step and all rows that the step is to leave, as
# action, number of the edition, detail. Whoever does the step is ``by``.

CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


@case
def adopted(by):
    book = make_book()
    return lambda: workflow.adopt(book, by), [("adopted", 1, "")]


@case
def saved(by):
    book = fresh(draft().record)
    snapshot = snapshots.take(book)
    snapshot["fields"]["title"] = "新"
    return lambda: workflow.save(book, snapshot, by, comment="换书名"), [("saved", 2, "换书名")]


@case
def restored(by):
    first = draft(title="旧")
    revise(first.record, make_actor("编辑"), title="新")
    return lambda: workflow.restore(first, by, comment="旧的好"), [("restored", 3, "由第1版恢复。旧的好")]


@case
def submitted(by):
    edition = revise(published(), make_actor("编辑"), title="新")
    detail = f"审签单{timezone.localdate().year}-0002。已作保密审查。更正说明：书名有误"
    return lambda: submit(edition, by, correction="书名有误"), [("submitted", 2, detail)]


@case
def signed(by):
    edition = submit(draft())
    return lambda: sign(edition, by, opinion="同意"), [("signed", 1, "初审。同意")]


@case
def returned(by):
    edition = submit(draft())
    return lambda: workflow.send_back(edition, by, opinion="重写"), [("returned", 1, "重写")]


@case
def voided(by):
    edition = sign(submit(draft()), make_actor("初审", last_name="李"))
    expected = [("voided", 1, "初审李的签字作废。有了更新的版本。"), ("saved", 2, "")]
    return lambda: revise(edition.record, by, title="新"), expected


@case
def saved_over_what_nobody_had_signed_yet(by):
    edition = submit(draft())
    expected = [("saved", 2, "第1版待初审，送审终止：有了更新的版本。")]
    return lambda: revise(edition.record, by, title="新"), expected


@case
def saved_over_what_one_person_had_scheduled(by):
    moment = in_hours(24)
    edition = workflow.publish_alone(draft(), superuser(), reason="急", publish_at=moment)
    expected = [("saved", 2, f"第1版已定时 {clock(moment)}，送审终止：有了更新的版本。")]
    return lambda: revise(edition.record, by, title="新"), expected


@case
def scheduled(by):
    edition, moment = sign(sign(submit(draft()))), in_hours(24)
    return lambda: sign(edition, by, publish_at=moment), [("signed", 1, "终审。"), ("scheduled", 1, clock(moment))]


@case
def published_by_the_last_signature(by):
    book = published()
    edition = submit(revise(book, make_actor("编辑"), title="新"), correction="书名有误")
    edition = sign(sign(edition))
    return lambda: sign(edition, by), [("signed", 2, "终审。"), ("published", 2, "书名有误")]


@case
def overridden(by):
    edition = draft()
    return (
        lambda: workflow.publish_alone(edition, by, reason="汛情"),
        [("overridden", 1, "汛情"), ("published", 1, "")],
    )


@case
def withdrawn(by):
    book = published()
    return lambda: workflow.withdraw(book, by, reason="有误"), [("withdrawn", 1, "有误")]


@case
def withdrawn_with_its_schedule(by):
    book = published()
    edition = workflow.publish_alone(
        revise(book, make_actor("编辑"), title="新"), superuser(), reason="急", publish_at=in_hours(24)
    )
    expected = [("returned", edition.number, "撤稿：有误"), ("withdrawn", 1, "有误")]
    return lambda: workflow.withdraw(book, by, reason="有误"), expected


@case
def dated(by):
    book = published()
    before, after, end = book.public_from, in_hours(-24), in_hours(24)
    detail = f"发布时间由{clock(before)}改为{clock(after)}。到期时间由无改为{clock(end)}。补录"
    return lambda: change_dates(book, by, public_from=after, public_until=end), [("dated", 1, detail)]


@case
def unlinked(by):
    link = workflow.make_link(draft(), make_actor("编辑"), days=7)
    return lambda: workflow.revoke_link(link, by), [("unlinked", 1, "")]


@case
def deleted(by):
    book = fresh(draft().record)
    return lambda: workflow.delete(book, by), [("deleted", 1, "")]


@pytest.mark.parametrize("prepare", CASES.values(), ids=CASES)
def test_each_step_is_written_down_once_with_person_address_edition_and_detail(prepare):
    by = superuser(last_name="张", first_name="三")
    step, expected = prepare(by)
    book, last, before = Book.objects.get(), AuditEntry.objects.first(), timezone.now()
    step()
    rows = AuditEntry.objects.filter(pk__gt=last.pk if last else 0).order_by("pk")
    assert [(row.action, row.edition.number, row.detail) for row in rows] == expected
    for row in rows:
        assert (row.person, row.person_name, row.address) == (by.user, "张三", ADDRESS)
        assert (row.object_id, row.content_type.model_class()) == (str(book.pk), Book)
        assert before <= row.at <= timezone.now()


def test_a_schedule_leaves_one_row_of_the_system_when_it_is_published():
    edition = schedule()
    make_due(edition)
    before = actions(edition.record)
    workflow.publish_due()
    entry = AuditEntry.objects.first()
    assert actions(edition.record) == [*before, Action.PUBLISHED]
    assert (entry.person, entry.person_name, entry.address) == (system().user, "系统", None)
    assert (entry.edition, entry.record) == (edition, fresh(edition.record))


def test_a_schedule_that_fails_leaves_one_row_of_the_system():
    cover = make_cover()
    edition = schedule(draft(cover=cover))
    cover.delete()
    make_due(edition)
    before = actions(edition.record)
    workflow.publish_due()
    entry = AuditEntry.objects.get(action=Action.FAILED)
    assert Action.FAILED in actions(edition.record)[len(before) :]
    assert (entry.person, entry.person_name, entry.address, entry.edition) == (system().user, "系统", None, edition)
    assert entry.detail.startswith("定时发布失败。第1版不能发布")


def test_no_action_is_without_its_test():
    tested = {row[0] for prepare in CASES.values() for row in prepare(superuser())[1]}
    apart = {Action.FAILED, Action.LINKED, Action.ACCEPTED}  # test_findings.py has the last
    of_other_apps = {Action.IMPORTED, Action.EXPORTED, Action.REPLACED}
    assert tested | apart | of_other_apps == set(Action.values)


def test_what_is_refused_is_not_written_down():
    edition = submit(draft())
    before = actions(edition.record)
    with pytest.raises(Refused):
        workflow.send_back(edition, make_actor("初审"), opinion="")
    with pytest.raises(Refused):
        sign(edition, make_actor("初审"), fingerprint="")
    with pytest.raises(Refused):
        workflow.withdraw(edition.record, make_actor("终审"), reason="有误")
    assert actions(edition.record) == before


def test_a_preview_link_is_written_down_with_its_end():
    editor, edition = make_actor("编辑"), draft()
    link = workflow.make_link(edition, editor, days=7)
    [entry] = AuditEntry.objects.filter(action=Action.LINKED)
    assert (entry.person, entry.person_name, entry.address) == (editor.user, editor.user.username, ADDRESS)
    assert (entry.edition, entry.detail) == (edition, f"第1版，有效期至{clock(link.expires_at)}。")


def test_a_link_that_is_revoked_twice_is_written_down_once():
    link, editor = workflow.make_link(draft(), make_actor("编辑"), days=7), make_actor("编辑")
    workflow.revoke_link(link, editor)
    workflow.revoke_link(link, editor)
    assert actions(link.edition.record).count(Action.UNLINKED) == 1


def test_names_and_titles_stay_as_they_were_then():
    editor = make_actor("编辑", last_name="张", first_name="三")
    edition = draft(editor, title="旧")
    User.objects.filter(pk=editor.user.pk).update(last_name="李")
    revise(edition.record, Actor(User.objects.get(pk=editor.user.pk)), title="新")
    rows = AuditEntry.objects.of(edition.record).order_by("pk")
    assert [(row.person_name, row.record_title) for row in rows] == [("张三", "旧"), ("李三", "新")]


def test_a_person_without_a_name_is_called_by_their_account():
    editor = make_actor("编辑")
    draft(editor)
    assert AuditEntry.objects.get().person_name == editor.user.username


# From where


def address(settings, proxy, **headers):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxy else None
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="198.51.100.1")
    request.user = make_person()
    return actor_of(request).address


def test_the_address_is_that_of_the_connection(settings):
    assert address(settings, proxy=False) == "198.51.100.1"


def test_behind_our_proxy_it_is_the_one_that_the_proxy_saw(settings):
    forwarded = {"X-Forwarded-For": "203.0.113.66, 192.0.2.9"}
    assert address(settings, proxy=True, **forwarded) == "192.0.2.9"
    assert address(settings, proxy=True) == "198.51.100.1"
    assert address(settings, proxy=True, **{"X-Forwarded-For": "2001:db8::7"}) == "2001:db8::7"


def test_what_is_no_address_is_not_written_down(settings):
    assert address(settings, proxy=True, **{"X-Forwarded-For": "unknown"}) is None


def test_without_a_proxy_nobody_names_an_address_of_their_own(settings):
    assert address(settings, proxy=False, **{"X-Forwarded-For": "203.0.113.66"}) == "198.51.100.1"
