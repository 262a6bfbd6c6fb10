"""Two people at one record: what each is told, and what is never lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.editions.models import Presence
from tests.admin_pages import add_row, change_page, errors_of, form_of, lost

from . import shelves
from .pages import (
    client_of,
    editions,
    hidden_book,
    live_book,
    messages_of,
    open_form,
    page,
    public_page,
    save,
    send,
    signed_in,
    tables,
)
from .steps import fresh, in_hours

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return client_of(shelves.make_person("编辑", last_name="张", first_name="三"))


@pytest.fixture
def second():
    return client_of(shelves.make_person("编辑", last_name="李", first_name="四"))


def typed_by_second(second, book):
    """Give a form with every kind of change in it."""
    data = open_form(second, book) | {
        "title": "李四的书名",
        "chapters-0-text": "李四的第一章",
        "chapters-1-DELETE": "on",
        "labels": [str(shelves.make_label("李四的标签").pk)],
        "edition_comment": "李四的说明",
    }
    add_row(data, "chapters", text="李四的第三章", ordering=77, picture="")
    add_row(data, "notes", mark="丙", text="李四的注", shelf=shelves.make_shelf().pk, answers="")
    return data


def lost_to(data, response):
    """Give what is lost of what was typed; that the newest edition has been seen is what a conflict changes."""
    return lost({name: value for name, value in data.items() if name != "edition_seen"}, response)


@pytest.fixture(params=[live_book, hidden_book], ids=["public", "never public"])
def conflict(request, first, second):
    """Give a book that the first has saved while the second was writing, and what the second has typed."""
    book = request.param()
    data = typed_by_second(second, book)
    save(first, book, title="张三的书名", blurb="张三的简介", edition_comment="张三的说明")
    return fresh(book), data


def test_whoever_saves_second_is_refused_with_everything_typed_still_there(second, conflict):
    book, data = conflict
    before = tables()
    response = send(second, book, data)
    assert response.status_code == 200
    assert lost_to(data, response) == {}
    assert errors_of(response)[0] == "没有保存：您打开以后，张三保存了第2版。您填写的内容都在下面。"
    assert messages_of(response) == []
    assert (tables(), [edition.title for edition in editions(book)]) == (before, ["张三的书名", "旧书名"])


def test_a_refused_form_shows_what_both_have_changed(second, conflict):
    book, data = conflict
    text = send(second, book, data).text
    theirs, mine = text.partition("第2版改了什么")[2].split("您改了什么")
    mine = mine.partition("</section>")[0]
    for said in ("张三的", "简介"):
        assert said in theirs
        assert said not in mine
    for said in ("李四的", "李四的第三章", "李四的标签", "丙", "删除", "新增"):
        assert said in mine
        assert said not in theirs
    assert 'value="用我的内容另存为新版本"' in text
    assert f'href="{change_page(book)}">重新打开第2版' in text


def test_saving_again_makes_the_next_edition_and_the_other_stays_in_the_history(second, conflict):
    book, data = conflict
    seen = public_page(book)
    again = form_of(send(second, book, data))
    response = send(second, book, again)
    assert response.status_code == 302
    third, theirs, _ = editions(book)
    assert (third.number, third.title, third.comment) == (3, "李四的书名", "李四的说明")
    assert (theirs.title, theirs.comment, theirs.snapshot["fields"]["blurb"]) == (
        "张三的书名",
        "张三的说明",
        "张三的简介",
    )
    assert third.snapshot["fields"]["blurb"] == "旧简介"
    texts = sorted(chapter["text"] for chapter in third.snapshot["parts"]["chapters"].values())
    assert texts == ["李四的第一章", "李四的第三章"]
    assert [note["mark"] for note in third.snapshot["parts"]["notes"].values()] in (["甲", "丙"], ["丙", "甲"])
    assert public_page(book) == seen
    assert "张三的说明" in second.get(page(book, "editions")).text


def test_parts_keep_their_keys_when_a_form_is_saved_over_another_edition(second, conflict):
    book, data = conflict
    send(second, book, form_of(send(second, book, data)))
    mine, _, opened = editions(book)
    kept = {key for key, row in opened.snapshot["parts"]["chapters"].items() if row["text"] == "第一章"}
    assert kept == set(opened.snapshot["parts"]["chapters"]) & set(mine.snapshot["parts"]["chapters"])


def test_a_third_edition_in_between_is_a_conflict_again(first, second, conflict):
    book, data = conflict
    again = form_of(send(second, book, data))
    save(first, book, title="张三又改")
    response = send(second, book, again)
    assert response.status_code == 200
    assert errors_of(response)[0] == "没有保存：您打开以后，张三保存了第3版。您填写的内容都在下面。"
    assert lost_to(data, response) == {}
    assert len(editions(book)) == 3


def test_whoever_gives_up_opens_what_the_other_has_saved(second, conflict):
    book, data = conflict
    send(second, book, data)
    shown = open_form(second, book)
    assert (shown["title"], shown["blurb"], shown["edition_base"]) == ("张三的书名", "张三的简介", "2")


def test_a_conflict_with_an_error_in_the_form_keeps_everything_typed_too(second, conflict):
    book, data = conflict
    data |= {"price": "很贵"}
    response = send(second, book, data)
    assert response.status_code == 200
    assert lost_to(data, response) == {}
    corrected = form_of(response) | {"price": "5.00"}
    response = send(second, book, corrected)
    assert response.status_code == 200
    assert "张三保存了第2版" in errors_of(response)[0]
    assert send(second, book, form_of(response)).status_code == 302


def test_an_edition_of_another_hand_that_is_submitted_meanwhile_is_a_conflict_too(second):
    book = live_book()
    edition = shelves.revise(book, shelves.make_actor("编辑"), title="送审稿")
    data = open_form(second, book)
    shelves.workflow.submit(edition, shelves.make_actor("编辑"), secrecy_checked=True)
    shelves.revise(book, shelves.make_actor("编辑"), title="别人的稿")
    assert send(second, book, data | {"title": "李四的书名"}).status_code == 200


def test_publishing_meanwhile_is_no_conflict(second):
    book = live_book()
    shelves.revise(book, shelves.make_actor("编辑"), title="张三的书名")
    data = open_form(second, book)
    shelves.workflow.publish_alone(fresh(book).head, shelves.superuser(), reason="测试")
    assert send(second, book, data | {"blurb": "李四的简介"}).status_code == 302
    newest = editions(book)[0]
    assert (newest.number, newest.title, newest.snapshot["fields"]["blurb"]) == (3, "张三的书名", "李四的简介")


def test_one_person_with_two_windows_is_warned_like_two(first):
    book = live_book()
    data = open_form(first, book)
    save(first, book, title="第一个窗口")
    assert send(first, book, data | {"title": "第二个窗口"}).status_code == 200
    assert len(editions(book)) == 2


def test_a_conflict_in_a_popup_keeps_everything_typed(first, second):
    book = live_book()
    address = f"{change_page(book)}?_popup=1"
    data = form_of(second.get(address)) | {"title": "李四的书名", "_popup": "1"}
    save(first, book, title="张三的书名")
    response = second.post(address, data)
    assert response.status_code == 200
    assert "张三保存了第2版" in errors_of(response)[0]
    assert lost_to({name: value for name, value in data.items() if name != "_popup"}, response) == {}


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", "<img src=x onerror=alert(1) x"])
def test_what_both_have_typed_is_shown_as_text(first, second, evil):
    book = live_book()
    data = open_form(second, book) | {"title": f"{evil}二", "chapters-0-text": evil, "edition_comment": f'"{evil}'}
    save(first, book, title=f"{evil}一", blurb=evil)
    response = send(second, book, data)
    assert response.status_code == 200
    assert evil not in response.text


# Numbers of editions that no form has

NONSENSE = ["", "x", "-1", "²", "１", "1e3", "999", "99999999999999999999", "\x00", "9" * 5000]


def drafted():
    """Give a public book with a draft, which has a chapter of its own."""
    book = live_book()
    shelves.revise(book, shelves.make_actor("编辑"), lambda row: shelves.make_chapter(row, "草稿里的章"), title="草稿")
    return book


def is_saved_or_shown(response, data, book):
    """Whether what was typed is either in the newest edition or still in the form."""
    if response.status_code == 302:
        return "草稿里的章" in str(editions(book)[0].snapshot) and editions(book)[0].title == data["title"]
    return response.status_code == 200 and lost({"title": data["title"]}, response) == {}


@pytest.mark.parametrize("number", NONSENSE, ids=[text[:6].encode("unicode_escape").decode() for text in NONSENSE])
@pytest.mark.parametrize("name", ["edition_base", "edition_seen"])
def test_a_form_with_nonsense_for_a_number_loses_nothing_and_changes_nothing_public(first, name, number):
    book = drafted()
    seen = public_page(book)
    data = open_form(first, book) | {"title": "改名", name: number}
    response = send(first, book, data)
    assert is_saved_or_shown(response, data, book)
    assert public_page(book) == seen


def test_a_form_that_does_not_say_what_its_editor_has_seen_is_not_saved_at_once(first):
    book = drafted()
    data = open_form(first, book) | {"title": "改名"}
    del data["edition_base"], data["edition_seen"]
    response = send(first, book, data)
    assert response.status_code == 200
    assert len(editions(book)) == 2
    assert send(first, book, form_of(response)).status_code == 302
    assert editions(book)[0].title == "改名"


@pytest.mark.parametrize("published", [True, False])
def test_a_form_older_than_editions_can_still_be_sent(first, published):
    book = shelves.make_book("旧书名", public_from=in_hours(-1) if published else None)
    data = open_form(first, book) | {"title": "新书名"}
    del data["edition_base"], data["edition_seen"]
    response = send(first, book, data)
    assert response.status_code in (200, 302)
    if response.status_code == 200:
        response = send(first, book, form_of(response))
    assert response.status_code == 302
    assert editions(book)[0].title == "新书名"


# Who has the form open


def report(client, book, **data):
    response = client.post(page(book, "presence"), data)
    assert response.status_code == 200
    return response.json()


def test_whoever_has_the_form_open_is_named_to_the_other_and_not_to_themselves(first, second):
    book = live_book()
    assert report(first, book) == {"others": [], "newest": 1}
    assert report(second, book) == {"others": ["张三"], "newest": 1}
    assert report(first, book) == {"others": ["李四"], "newest": 1}
    assert "张三也打开了这条记录。" in second.get(change_page(book)).text
    assert "张三也打开了这条记录。" not in first.get(change_page(book)).text


def test_whoever_closes_the_form_is_no_longer_named(first, second):
    book = live_book()
    report(first, book)
    report(first, book, leave="1")
    assert report(second, book)["others"] == []
    assert "也打开了这条记录" not in second.get(change_page(book)).text


@pytest.mark.parametrize(("silent_for", "others"), [(89, ["张三"]), (91, [])])
def test_whoever_has_not_reported_for_90_seconds_is_forgotten(first, second, silent_for, others):
    book = live_book()
    report(first, book)
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=silent_for))
    assert report(second, book)["others"] == others


def test_a_report_tells_that_somebody_has_saved_meanwhile(first, second):
    book = live_book()
    assert report(second, book)["newest"] == 1
    save(first, book, title="张三的书名")
    assert report(second, book)["newest"] == 2


def test_reporting_twice_is_one_presence(first):
    book = live_book()
    report(first, book)
    report(first, book)
    assert Presence.objects.count() == 1


def test_the_name_of_whoever_is_at_the_record_is_shown_as_text(second):
    book = live_book()
    evil = client_of(shelves.make_person("编辑", last_name="<script>alert(1)</script>"))
    report(evil, book)
    text = second.get(change_page(book)).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;也打开了这条记录。" in text
    assert "<script>alert(1)" not in text


def test_people_at_other_records_are_not_named(first, second):
    book, other = live_book(), live_book()
    report(first, other)
    assert report(second, book)["others"] == []


def test_whoever_may_only_look_is_not_at_the_record(second):
    book = live_book()
    viewer = signed_in("初审")
    assert viewer.get(change_page(book)).status_code == 200
    assert viewer.post(page(book, "presence")).status_code == 403
    assert report(second, book)["others"] == []


def test_the_page_of_whoever_may_only_look_does_not_try_to_report():
    book = live_book()
    assert page(book, "presence") not in signed_in("初审").get(change_page(book)).text


def test_being_at_a_record_is_reported_and_never_asked_for(first):
    assert first.get(page(live_book(), "presence")).status_code == 405


def test_whoever_saved_in_another_page_of_their_own_is_told_so(first):
    book = live_book()
    data = open_form(first, book)
    save(first, book, title="第一页")
    response = send(first, book, data | {"title": "第二页"})
    assert "您自己在另一个页面保存了第2版" in errors_of(response)[0]
