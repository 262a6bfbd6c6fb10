"""Pages about what is found in texts: what stops is shown first, one click puts it right, a reason keeps it."""

import re

import pytest

from portal.editions.models import Action, Edition
from tests.admin_pages import change_page, form_of

from . import slips
from .pages import (
    client_of,
    complaints,
    count,
    do,
    editions,
    is_done,
    is_refused,
    live_book,
    messages_of,
    opened,
    page,
    signed_in,
)
from .shelves import make_actor, make_chapter, make_person, revise
from .steps import actions, draft, fresh, schedule, set_stages, sign_until, submit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def checks(settings):
    slips.switch_on(settings)


@pytest.fixture
def book():
    """A public book with a draft in which 错字 stands twice, 禁语 and 慎用 once."""
    book = live_book()
    revise(book, make_actor("编辑"), title="慎用错字", blurb="错字和禁语")
    return fresh(book)


def buttons(response):
    """Give ``[(name, value, words)]`` of the buttons that put something right."""
    return re.findall(r'<button type="submit" name="(fix\w*)" value="([^"]+)"[^>]*>([^<]+)<', response.text)


def press(client, record, name, button, number=None):
    """Open the page ``name``, press the first button that says ``button``; give the answer."""
    response = client.get(page(record, name))
    sent = next((key, value) for key, value, said in buttons(response) if said == button)
    number = number or str(record.head.number)
    return client.post(page(record, "findings"), {"number": number, "back": name} | dict([sent]))


def submit_kept(record, reason="引用原文"):
    return fresh(submit(record.head, accepted=reason).record)


# What is shown


@pytest.mark.parametrize("name", ["findings", "submit"])
def test_the_page_shows_what_stops_first_each_slip_once_with_its_places(book, name):
    text = signed_in("编辑").get(page(book, name)).text
    sentences = ["“错字”应为“对字”。", "“禁语”不要用。", "“慎用”应为“可用”。"]
    places = [text.index(sentence) for sentence in sentences]
    assert places == sorted(places)
    assert [text.count(sentence) for sentence in sentences] == [1, 1, 1]
    assert text.count("<mark>错字</mark>") == 2
    assert "慎用<mark>错字</mark>" in text
    assert text.count("必须处理</span>") == 2
    assert '<a href="/rules/">看规定</a>' in text


def test_a_slip_in_the_note_of_a_correction_is_shown_and_is_put_right_where_it_is_typed():
    book = live_book()
    revise(book, make_actor("编辑"), title="新书名")
    client, address = signed_in("编辑"), page(book, "submit")
    data = form_of(client.get(address)) | {"secrecy_checked": "on", "correction": "原有错字"}
    response = client.post(address, data)
    assert "更正说明</span>" in response.text
    assert "原有<mark>错字</mark>" in response.text
    assert buttons(response) == []
    assert fresh(book).head.state == Edition.State.DRAFT
    assert is_done(client.post(address, form_of(response) | {"secrecy_checked": "on", "correction": "原有对字"}), book)
    assert fresh(book).head.correction == "原有对字"


def test_slips_are_escaped_where_they_are_shown(book):
    revise(book, make_actor("编辑"), blurb="写<script>alert(1)</script>错字", title="好")
    text = signed_in("编辑").get(page(book, "findings")).text
    assert "<script>alert" not in text
    assert "&lt;/script&gt;<mark>错字</mark>" in text


def test_where_nothing_is_found_the_page_says_so():
    client = signed_in("编辑")
    for name in ("findings", "submit"):
        response = client.get(page(draft().record, name))
        assert "没有发现问题。" in response.text
        assert "保留的理由" not in response.text


def test_without_checks_nothing_is_said_of_them(book, settings):
    settings.EDITIONS = {**settings.EDITIONS, "CHECKS": []}
    client = signed_in("编辑")
    assert "文字检查" not in client.get(page(book, "submit")).text
    assert "检查文字" not in client.get(change_page(book)).text
    assert "网站没有设置文字检查。" in client.get(page(book, "findings")).text


def test_the_panel_leads_to_the_findings(book):
    assert f'<a href="{page(book, "findings")}">检查文字</a>' in signed_in("编辑").get(change_page(book)).text


def test_many_places_of_one_slip_are_not_all_listed(book):
    revise(book, make_actor("编辑"), blurb="错字。" * 25, title="好")
    response = signed_in("编辑").get(page(book, "findings"))
    assert response.text.count("<mark>") == 20
    assert "还有5处没有列出。" in response.text
    assert ("fix_all", "slip:错字", "25处都改为“对字”") in buttons(response)


def test_a_page_takes_no_more_queries_for_more_findings(book):
    client = signed_in("编辑")
    before = count(client, page(book, "findings"))
    revise(book, make_actor("编辑"), blurb="错字，禁语。" * 30)
    assert count(client, page(book, "findings")) == before


# Submitting


def test_a_submission_is_stopped_at_the_field_of_the_reason_and_keeps_what_was_typed(book):
    response = do(signed_in("编辑"), book, "submit", secrecy_checked="on", correction="书名有误")
    assert complaints(response) == {"accepted": ["上面“必须处理”的请改好；要保留，就写明理由。"]}
    assert form_of(response)["correction"] == "书名有误"
    assert fresh(book).head.state == Edition.State.DRAFT


def test_with_a_reason_it_is_submitted_and_the_trail_says_so(book):
    client = signed_in("编辑", last_name="张", first_name="三")
    response = do(client, book, "submit", secrecy_checked="on", accepted="引用原文")
    assert is_done(response, book)
    assert actions(book)[-2:] == [Action.ACCEPTED, Action.SUBMITTED]
    text = client.get(page(book, "editions")).text
    assert "保留提示的写法" in text
    assert "理由：引用原文" in text


@pytest.mark.parametrize("crafted", [{"accepted": ""}, {"accepted": "  "}, {"seen": ""}, {"accepted": "\u3000"}])
def test_a_crafted_submission_without_a_reason_is_refused(book, crafted):
    client = signed_in("编辑")
    response = client.post(page(book, "submit"), {"secrecy_checked": "on"} | crafted)
    assert "accepted" in complaints(response)
    assert (fresh(book).head.state, fresh(book).head.accepted) == (Edition.State.DRAFT, [])


def test_a_reason_does_not_cover_what_the_page_did_not_show(book, monkeypatch):
    client = signed_in("编辑")
    data = opened(client, book, "submit") | {"secrecy_checked": "on", "accepted": "引用原文"}
    monkeypatch.setattr(slips, "SLIPS", slips.SLIPS | {"和": ""})
    response = client.post(page(book, "submit"), data)
    assert complaints(response) == {"accepted": ["检查结果有了变化，请看过上面列出的，再写理由。"]}
    assert form_of(response)["accepted"] == "引用原文"
    assert is_done(client.post(page(book, "submit"), form_of(response) | {"secrecy_checked": "on"}), book)


def test_hints_alone_ask_for_no_reason():
    record = draft(title="慎用").record
    client = signed_in("编辑")
    assert "accepted" not in opened(client, record, "submit")
    assert is_done(do(client, record, "submit", secrecy_checked="on"), record)


# Reviewing


def test_whoever_signs_sees_what_was_kept_by_whom_and_why(book):
    editor = make_person("编辑", last_name="张", first_name="三")
    do(client_of(editor), book, "submit", secrecy_checked="on", accepted="引用原文")
    text = signed_in("初审").get(page(book, "review")).text
    assert "已写明理由保留" in text
    assert "张三：引用原文" in text
    assert "保留的理由" not in text


def test_the_sheet_names_what_was_kept(book):
    record = submit_kept(book)
    text = signed_in("初审").get(page(record, "sheet", record.head.number)).text
    assert "书名、简介：“错字”应为“对字”。<br>理由：引用原文" in text


def test_the_last_signer_is_asked_about_what_came_up_since(book, monkeypatch):
    record = submit_kept(book)
    sign_until(record.head, "终审")
    monkeypatch.setattr(slips, "SLIPS", slips.SLIPS | {"和": ""})
    client = signed_in("终审")
    response = do(client, record, "review", decision="approve")
    assert "accepted" in complaints(response)
    assert is_done(do(client, record, "review", decision="approve", accepted="没有错"), record)
    assert fresh(record).live.accepted[-1]["reason"] == "没有错"


def test_whoever_returns_gives_no_reason_to_keep_anything(book, monkeypatch):
    record = submit_kept(book)
    sign_until(record.head, "终审")
    monkeypatch.setattr(slips, "SLIPS", slips.SLIPS | {"和": ""})
    assert is_done(do(signed_in("终审"), record, "review", decision="return", opinion="请改"), record)
    assert fresh(record).head.state == Edition.State.RETURNED


def test_earlier_stages_sign_without_being_asked(book, monkeypatch):
    record = submit_kept(book)
    monkeypatch.setattr(slips, "SLIPS", slips.SLIPS | {"和": ""})
    response = signed_in("初审").get(page(record, "review"))
    assert "必须处理" in response.text
    assert "accepted" not in form_of(response)
    assert is_done(do(signed_in("初审"), record, "review", decision="approve"), record)


def test_publishing_alone_asks_like_submitting(book):
    boss = signed_in(is_superuser=True)
    assert "accepted" in complaints(do(boss, book, "publish", reason="急"))
    assert is_done(do(boss, book, "publish", reason="急", accepted="原文如此"), book)
    assert fresh(book).live.title == "慎用错字"


# One click


def test_one_click_puts_one_place_right_and_comes_back(book):
    response = press(signed_in("编辑"), book, "submit", "改为“对字”")
    assert (response.status_code, response["Location"]) == (302, page(book, "submit"))
    assert messages_of(response) == ["已改正1处，存为第3版。"]
    newest = editions(book)[0]
    assert (newest.title, newest.snapshot["fields"]["blurb"]) == ("慎用对字", "错字和禁语")
    assert newest.comment == "“错字”改为“对字”（1处）"


def test_another_click_puts_all_places_right(book):
    response = press(signed_in("编辑"), book, "findings", "2处都改为“对字”")
    assert response["Location"] == page(book, "findings")
    newest = editions(book)[0]
    assert (newest.title, newest.snapshot["fields"]["blurb"]) == ("慎用对字", "对字和禁语")
    assert fresh(book).title == "旧书名"


def test_the_second_click_finds_another_edition_and_changes_nothing(book):
    client, number = signed_in("编辑"), str(book.head.number)
    press(client, book, "findings", "改为“对字”")
    response = press(client, book, "findings", "改为“对字”", number=number)
    assert is_refused(response, 409, "第2版不是最新版本，最新的是第3版。")
    assert len(editions(book)) == 3


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"fix": "fields/title:0"},
        {"fix": "fields/title:0:慎用:别的"},
        {"fix": "fields/public_from:0"},
        {"fix": "parts/chapters/x/text:0"},
        {"fix_all": "slip:没有"},
        {"fix_all": "slip:禁语"},
    ],
)
def test_a_crafted_click_changes_nothing(book, sent):
    response = signed_in("编辑").post(page(book, "findings"), {"number": "2"} | sent)
    assert is_refused(response, 409, "要改的地方已经没有了")
    assert len(editions(book)) == 2


@pytest.mark.parametrize("number", ["", "0", "99", "x"])
def test_a_click_on_an_edition_that_is_not_there_is_not_found(book, number):
    assert signed_in("编辑").post(page(book, "findings"), {"number": number, "fix_all": "slip:错字"}).status_code == 404


def test_whoever_may_not_edit_sees_no_buttons_and_is_refused(book):
    client = signed_in("初审")
    assert buttons(client.get(page(book, "findings"))) == []
    assert client.post(page(book, "findings"), {"number": "2", "fix_all": "slip:错字"}).status_code == 403
    assert len(editions(book)) == 2


def test_what_spans_markup_is_said_to_be_done_by_hand(book):
    revise(book, make_actor("编辑"), lambda row: make_chapter(row, "<p>错<b>字</b></p>"), title="好", blurb="好")
    response = signed_in("编辑").get(page(book, "findings"))
    assert "这几个字跨着格式，请打开编辑动手改。" in response.text
    assert buttons(response) == []


def test_a_click_under_review_warns_first_ends_the_review_and_leads_to_a_new_submission(book):
    record = submit_kept(book)
    client = client_of(make_person("编辑", "初审"))
    warning = "这一稿待初审。在这里改字会产生新版本，原来的送审和签字作废，要重新送审。"
    assert warning in client.get(page(record, "review")).text
    response = press(client, record, "review", "改为“对字”")
    assert response["Location"] == page(record, "submit")
    assert messages_of(response) == ["已改正1处，存为第3版。原来的送审已终止，需要重新送审。"]
    assert fresh(record).head.state == Edition.State.DRAFT


def test_a_click_on_what_is_scheduled_stops_the_schedule(settings):
    set_stages(settings, "终审", CHECKS=[slips.PATH])
    record = fresh(schedule(draft(title="慎用")).record)
    response = press(signed_in("编辑"), record, "findings", "改为“可用”")
    assert "原来的送审已终止，需要重新送审。" in messages_of(response)[0]
    assert fresh(record).head.state == Edition.State.DRAFT
