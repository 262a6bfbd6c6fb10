"""Pages of the review: what they say, what they refuse and why, and the second click."""

import pytest
from django.utils import timezone

from portal.editions.models import Edition
from tests.admin_pages import change_page, form_of

from . import shelves
from .pages import (
    client_of,
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
    signed_in,
)
from .shelves import make_person
from .steps import actions, draft, fresh, in_hours, schedule, set_stages, sign, sign_until, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return signed_in(is_superuser=True, last_name="赵", first_name="总")


@pytest.fixture
def book():
    """A public book with a draft over it."""
    return revised(live_book())


# Submitting


def test_an_editor_submits_the_newest_edition(book):
    client = signed_in("编辑")
    text = client.get(page(book, "submit")).text
    assert "送审后依次经过初审、复审、终审。" in text
    assert "第2版" in text
    response = do(client, book, "submit", secrecy_checked="on", correction="书名有误。")
    assert is_done(response, book)
    edition = fresh(book).head
    assert messages_of(response) == [f"第2版已送审，审签单{edition.sheet}，现在待初审。"]
    assert (edition.state_label, edition.correction, edition.secrecy_checked) == ("待初审", "书名有误。", True)
    assert public_page(book)[1].count("旧书名".encode())


def test_submitting_without_the_secrecy_check_is_refused_at_its_field_and_keeps_the_rest(book):
    response = do(signed_in("编辑"), book, "submit", correction="不能丢的说明")
    assert complaints(response) == {"secrecy_checked": ["送审前要作保密审查，并勾选确认。"]}
    assert form_of(response)["correction"] == "不能丢的说明"
    assert fresh(book).head.state == Edition.State.DRAFT


def test_a_correction_note_is_asked_only_where_there_is_something_to_correct(book):
    client = signed_in("编辑")
    assert "correction" in opened(client, book, "submit")
    record = draft().record
    assert "correction" not in opened(client, record, "submit")
    assert is_done(do(client, record, "submit", secrecy_checked="on", correction="没有可更正的"), record)
    assert fresh(record).head.correction == ""


def test_submitting_a_second_time_says_that_it_is_under_review(book):
    client = signed_in("编辑")
    data = opened(client, book, "submit") | {"secrecy_checked": "on"}
    assert is_done(client.post(page(book, "submit"), data), book)
    for response in (client.post(page(book, "submit"), data), client.get(page(book, "submit"))):
        assert is_refused(response, 409, "第2版待初审，不能送审。")
    assert actions(book).count("submitted") == 1


def test_what_is_public_already_is_not_submitted():
    assert is_refused(signed_in("编辑").get(page(live_book(), "submit")), 409, "第1版已发布，不能送审。")


# Reviewing


def review(client, record, decision="approve", **values):
    return do(client, record, "review", decision=decision, **values)


def test_the_three_reviews_publish_the_edition(book):
    submit(book.head)
    for stage, after in (("初审", "第2版现在待复审。"), ("复审", "第2版现在待终审。"), ("终审", "第2版已发布。")):
        client = signed_in(stage)
        assert f"审核（待{stage}）" in client.get(change_page(book)).text
        assert client.get(page(book, "review")).context["title"] == stage
        assert "旧书名".encode() in public_page(book)[1]
        response = review(client, book, opinion=f"{stage}同意")
        assert is_done(response, book)
        assert messages_of(response)[-1] == f"已签字。{after}"
    assert "新书名".encode() in public_page(book)[1]
    assert [signature.opinion for signature in fresh(book).live.valid_signatures()] == [
        "初审同意",
        "复审同意",
        "终审同意",
    ]


def test_the_review_shows_what_would_change_for_the_public(book):
    submit(book.head)
    text = signed_in("初审").get(page(book, "review")).text
    assert "<del>旧</del>" in text
    assert "<ins>新</ins>" in text
    assert page(book, "preview", 2) in text


def test_an_edition_is_returned_with_an_opinion_that_the_editor_reads(book):
    submit(book.head)
    response = review(signed_in("初审", last_name="钱", first_name="审"), book, "return", opinion="书名太短")
    assert is_done(response, book)
    assert messages_of(response) == ["第2版已退回。"]
    assert fresh(book).head.state == Edition.State.RETURNED
    assert "初审钱审退回：书名太短" in signed_in("编辑").get(change_page(book)).text


@pytest.mark.parametrize("stage", ["初审", "终审"])
def test_returning_needs_an_opinion_and_deciding_a_decision(book, stage):
    sign_until(submit(book.head), stage)
    client = signed_in(stage)
    assert complaints(review(client, book, "return", opinion=" ")) == {"opinion": ["退回要写明意见。"]}
    response = review(client, book, "", opinion="不能丢的意见")
    assert list(complaints(response)) == ["decision"]
    assert form_of(response)["opinion"] == "不能丢的意见"
    assert "decision" in complaints(review(client, book, "publish"))
    assert fresh(book).head.state == Edition.State.REVIEW


def test_the_last_review_may_set_a_time_and_an_end(book):
    sign_until(submit(book.head), "终审")
    start, end = minute(hours=2), minute(hours=5)
    response = review(signed_in("终审"), book, publish_at=start, expires_at=end)
    assert is_done(response, book)
    assert messages_of(response) == [f"已签字。第2版将在{start.replace('T', ' ')}发布。"]
    edition = fresh(book).head
    assert (edition.state, fresh(book).live.number) == (Edition.State.SCHEDULED, 1)
    assert f"{timezone.localtime(edition.expires_at):%Y-%m-%dT%H:%M}" == end
    assert edition.publish_at.second == 0


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"publish_at": {"seconds": 30}}, {"publish_at": ["定时发布的时间至少在两分钟以后；要现在发布，请留空。"]}),
        ({"publish_at": {"days": -1}}, {"publish_at": ["定时发布的时间至少在两分钟以后；要现在发布，请留空。"]}),
        ({"expires_at": {"days": -1}}, {"expires_at": ["到期时间应晚于发布时间。"]}),
        ({"publish_at": {"days": 2}, "expires_at": {"days": 1}}, {"expires_at": ["到期时间应晚于发布时间。"]}),
    ],
)
def test_times_that_make_no_sense_are_refused_at_their_fields_and_kept(book, boss, values, expected):
    sign_until(submit(book.head), "终审")
    typed = {name: minute(**later) for name, later in values.items()}
    for client, name, more in (
        (signed_in("终审"), "review", {"decision": "approve", "opinion": "不能丢"}),
        (boss, "publish", {"reason": "不能丢"}),
    ):
        response = do(client, book, name, **typed, **more)
        assert complaints(response) == expected
        shown = form_of(response)
        assert {field: shown[field] for field in typed} == typed
        assert "不能丢" in (shown.get("opinion"), shown.get("reason"))
    assert (fresh(book).live.number, fresh(book).head.state) == (1, Edition.State.REVIEW)


@pytest.mark.parametrize("typed", ["明天", "2026-13-01T00:00", "0", "2026-12-01T25:00"])
def test_a_time_that_is_none_is_refused_at_its_field_and_kept(book, boss, typed):
    response = do(boss, book, "publish", reason="测试", publish_at=typed)
    assert list(complaints(response)) == ["publish_at"]
    assert form_of(response)["publish_at"] == typed


def test_what_was_changed_since_the_page_was_opened_is_not_signed(book):
    submit(book.head)
    client = signed_in("初审")
    data = opened(client, book, "review") | {"decision": "approve", "opinion": "不能丢的意见"}
    newer = shelves.revise(book, shelves.make_actor("编辑"), title="又改了的书名")
    submit(newer)
    response = client.post(page(book, "review"), data)
    assert complaints(response) == {"__all__": ["您看到的内容和要签的不是同一份，请重新打开。"]}
    assert form_of(response)["opinion"] == "不能丢的意见"
    assert not newer.signatures.exists()


def test_what_a_refused_review_shows_is_not_signed_by_sending_it_again(book):
    submit(book.head)
    client = signed_in("初审")
    data = opened(client, book, "review") | {"decision": "approve"}
    newer = shelves.revise(book, shelves.make_actor("编辑"), title="又改了的书名")
    submit(newer)
    again = form_of(client.post(page(book, "review"), data)) | {"decision": "approve"}
    response = client.post(page(book, "review"), again)
    seen_newer = "又改了的" in response.text
    assert seen_newer or not newer.signatures.exists()


@pytest.mark.parametrize("fingerprint", ["", "x", "0" * 64])
def test_a_review_without_the_fingerprint_of_what_was_shown_signs_nothing(book, fingerprint):
    submit(book.head)
    response = review(signed_in("初审"), book, fingerprint=fingerprint)
    assert response.status_code == 200
    assert not book.head.signatures.exists()


def test_a_second_click_on_a_signature_signs_no_second_stage(book):
    submit(book.head)
    client = signed_in("初审", "复审", "终审")
    data = opened(client, book, "review") | {"decision": "approve"}
    assert is_done(client.post(page(book, "review"), data), book)
    response = client.post(page(book, "review"), data)
    assert response.status_code == 200
    assert "同一人不能签两个环节" in response.text
    assert fresh(book).head.state_label == "待复审"
    assert book.head.signatures.count() == 1


def test_a_second_click_on_the_last_signature_says_that_it_is_public(book):
    sign_until(submit(book.head), "终审")
    client = signed_in("终审")
    data = opened(client, book, "review") | {"decision": "approve"}
    assert is_done(client.post(page(book, "review"), data), book)
    assert is_refused(client.post(page(book, "review"), data), 409, "第2版已发布，不在审核中。")
    assert actions(book).count("signed") == 3


def test_a_second_click_on_a_return_says_that_it_is_returned(book):
    submit(book.head)
    client = signed_in("初审")
    data = opened(client, book, "review") | {"decision": "return", "opinion": "请改"}
    assert is_done(client.post(page(book, "review"), data), book)
    assert is_refused(client.post(page(book, "review"), data), 409, "第2版已退回，不在审核中。")
    assert actions(book).count("returned") == 1


def test_whoever_wrote_it_may_only_return_it_at_the_last_stage():
    author = make_person("编辑", "终审")
    edition = sign_until(submit(draft(shelves.Actor(author))), "终审")
    client = client_of(author)
    record = edition.record
    assert "您改过这一稿，不能作终审。只能退回。" in client.get(page(record, "review")).text
    assert complaints(review(client, record)) == {"__all__": ["您改过这一稿，不能作终审。"]}
    assert public_page(record)[0] == 404
    assert is_done(review(client, record, "return", opinion="自己再改"), record)


def test_another_stage_is_refused_for_lack_of_rights_and_another_state_is_not(book):
    wrong = signed_in("复审")
    assert is_refused(wrong.get(page(book, "review")), 409, "第2版草稿，不在审核中。")
    submit(book.head)
    for response in (wrong.get(page(book, "review")), wrong.post(page(book, "review"), {"decision": "approve"})):
        assert is_refused(response, 403, "初审由“初审”组的人员签字。")
    assert not book.head.signatures.exists()


def test_one_stage_is_enough_where_one_is_set(book, settings):
    set_stages(settings, "终审")
    client = signed_in("编辑")
    assert "送审后依次经过终审。" in client.get(page(book, "submit")).text
    do(client, book, "submit", secrecy_checked="on")
    assert is_done(review(signed_in("终审"), book), book)
    assert "新书名".encode() in public_page(book)[1]


# Stopping a schedule


def test_a_schedule_is_stopped_with_a_reason():
    edition = schedule()
    record, client = edition.record, signed_in("终审")
    assert "取消定时" in client.get(change_page(record)).text
    assert complaints(do(client, record, "send-back", opinion="")) == {"opinion": ["退回要写明意见。"]}
    response = do(client, record, "send-back", opinion="先不发")
    assert is_done(response, record)
    assert messages_of(response)[-1] == "第1版的定时已取消，退回编辑。"
    assert fresh(record).head.state == Edition.State.RETURNED
    assert shelves.workflow.publish_due(in_hours(48)) == 0
    second = client.post(page(record, "send-back"), {"opinion": "先不发"})
    assert is_refused(second, 409, "第1版已退回，没有定时。")


def test_a_schedule_is_stopped_only_by_whoever_may_publish():
    record = schedule().record
    for group in ("编辑", "初审", "复审"):
        client = signed_in(group)
        assert "取消定时" not in client.get(change_page(record)).text
        for response in (
            client.get(page(record, "send-back")),
            client.post(page(record, "send-back"), {"opinion": "停"}),
        ):
            assert is_refused(response, 403, "取消定时需要发布权限。")
    assert fresh(record).head.state == Edition.State.SCHEDULED


# The 审签单


def test_the_sheet_says_who_wrote_who_submitted_and_who_signed_what(book):
    author, submitter = make_person("编辑", last_name="张", first_name="三"), make_person("编辑", last_name="李")
    edition = shelves.revise(book, shelves.Actor(author), title="送审稿")
    submit(edition, shelves.Actor(submitter), correction="书名有误。")
    sign(edition, shelves.Actor(make_person("初审", last_name="王", first_name="五")), opinion="可以\n但要快")
    edition.refresh_from_db()
    response = signed_in("终审").get(page(book, "sheet", edition.number))
    assert response.status_code == 200
    for said in (
        "审签单",
        edition.sheet,
        "送审稿（第3版）",
        "张三",
        "李",
        "已作保密审查",
        "书名有误。",
        "初审",
        "同意",
        "可以<br>但要快",
        "王五",
        "未发布（待复审）",
        edition.fingerprint,
    ):
        assert said in response.text, said
    assert "单独发布" not in response.text


def test_the_sheet_shows_returns_and_void_signatures(book):
    edition = sign(submit(book.head))
    shelves.workflow.send_back(edition, shelves.make_actor("复审"), opinion="数字有误")
    text = signed_in("编辑").get(page(book, "sheet", 2)).text
    assert "同意（已作废）" in text
    assert "数字有误" in text


def test_the_sheet_of_what_was_published_alone_says_so(book, boss):
    do(boss, book, "publish", reason="紧急情况")
    text = boss.get(page(book, "sheet", 2)).text
    assert "管理员赵总未经审核单独发布。" in text
    assert "紧急情况" in text
    assert "（未送审）" in text
    assert "尚无签字" in text


def test_what_was_neither_submitted_nor_published_alone_has_no_sheet(book):
    assert signed_in("编辑").get(page(book, "sheet", 2)).status_code == 404


def test_the_sheet_of_an_edition_that_cannot_be_read_any_more_is_still_there(book):
    edition = submit(book.head)
    edition.snapshot["fields"]["printed_on"] = "很久以前"
    edition.save()
    response = signed_in("编辑").get(page(book, "sheet", 2))
    assert response.status_code == 200
    assert edition.sheet in response.text


def test_the_sheet_is_for_whoever_may_look(book):
    submit(book.head)
    assert signed_in().get(page(book, "sheet", 2)).status_code == 403


def test_the_decisions_say_what_they_do():
    edition = submit(draft())
    assert "同意，送复审" in signed_in("初审").get(page(edition.record, "review")).text
    sign_until(edition, "终审")
    assert "同意并发布" in signed_in("终审").get(page(edition.record, "review")).text


def test_whoever_reviews_what_was_never_public_sees_all_of_it_with_notes_and_opinions():
    edition = submit(draft(title="春江花月夜"))
    sign(edition, opinion="请核对作者")
    text = signed_in("复审").get(page(edition.record, "review")).text
    assert "<ins>春江花月夜</ins>" in text
    assert "请核对作者" in text
