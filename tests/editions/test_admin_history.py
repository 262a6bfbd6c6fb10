"""Pages that show a record's past: its history, two editions side by side, an old one made new."""

import pytest

from portal.editions.models import Edition
from tests.admin_pages import change_page, form_of

from . import shelves
from .models import Book
from .pages import client_of, editions, live_book, messages_of, open_form, page, public_page, save, signed_in, tables
from .steps import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_of(shelves.make_person("编辑", last_name="张", first_name="三"))


@pytest.fixture
def book(client):
    """A public book with two editions over the one that is public."""
    book = live_book()
    save(client, book, title="二稿书名", edition_comment="写二稿")
    save(client, book, title="三稿书名", **{"chapters-0-text": "第一章改", "edition_comment": "写三稿"})
    return fresh(book)


# History


def test_the_history_lists_every_edition_and_everything_that_was_done(client, book):
    response = client.get(page(book, "editions"))
    assert response.status_code == 200
    rows = [(row["edition"].number, row["author"], row["is_live"]) for row in response.context["rows"]]
    assert [row[0] for row in rows] == [3, 2, 1]
    assert [row[1] for row in rows[:2]] == ["张三", "张三"]
    assert [row[2] for row in rows] == [False, False, True]
    for said in ("第1版（公众看到）", "写二稿", "写三稿", "已有新版本", "收录", "保存", "未经审核单独发布"):
        assert said in response.text


def test_the_form_leads_to_the_history_once(client, book):
    text = client.get(change_page(book)).text
    assert text.count(f'href="{page(book, "editions")}"') == 1
    assert "historylink" not in text


def test_the_history_leads_to_preview_and_restoring_of_each_edition(client, book):
    text = client.get(page(book, "editions")).text
    for number in (1, 2, 3):
        assert f'href="{page(book, "preview", number)}"' in text
    for number in (1, 2):
        assert f'href="{page(book, "restore", number)}"' in text
    assert page(book, "restore", 3) not in text
    assert f'action="{page(book, "compare")}"' in text


def test_the_history_has_the_sheet_of_what_was_submitted_or_published_alone(client, book):
    text = client.get(page(book, "editions")).text
    assert page(book, "sheet", 1) in text
    assert page(book, "sheet", 2) not in text
    shelves.workflow.submit(book.head, shelves.make_actor("编辑"), secrecy_checked=True)
    assert page(book, "sheet", 3) in client.get(page(book, "editions")).text


def test_whoever_may_only_look_sees_the_history_and_restores_nothing(book):
    viewer = signed_in("初审")
    text = viewer.get(page(book, "editions")).text
    assert "写三稿" in text
    assert page(book, "restore", 1) not in text


def test_the_history_of_a_withdrawn_record_does_not_say_that_the_public_sees_it(client, book):
    shelves.workflow.withdraw(book, shelves.superuser(), reason="有误")
    text = client.get(page(book, "editions")).text
    assert "公众看到" not in text
    assert "已撤稿" in text


def test_the_stock_history_leads_to_ours(client, book):
    address = change_page(book).replace("/change/", "/history/")
    assert client.get(address)["Location"] == page(book, "editions")


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", "<img src=x onerror=alert(1) x"])
def test_what_people_typed_is_shown_as_text(client, evil):
    book = live_book()
    save(client, book, title=evil, edition_comment=evil, **{"chapters-0-text": evil})
    edition = shelves.workflow.submit(fresh(book).head, shelves.make_actor("编辑"), secrecy_checked=True)
    shelves.workflow.send_back(edition, shelves.make_actor("初审"), opinion=evil)
    pages = [change_page(book), page(book, "editions"), page(book, "compare"), page(book, "sheet", 2)]
    pages += [page(book, "preview", 2), page(book, "restore", 2), page(book, "submit"), page(book, "links")]
    for address in pages:
        response = client.get(address)
        assert response.status_code == 200, address
        assert evil not in response.text, address


# Two editions side by side


def shown(response):
    """Give the numbers of the two editions on the page."""
    return response.context["old"].number, response.context["new"].number


def test_what_is_public_is_compared_with_the_newest_unless_others_are_chosen(client, book):
    assert shown(client.get(page(book, "compare"))) == (1, 3)
    assert shown(client.get(page(book, "compare"), {"from": "2"})) == (2, 3)
    assert shown(client.get(page(book, "compare"), {"to": "2"})) == (1, 2)
    assert shown(client.get(page(book, "compare"), {"from": "3", "to": "1"})) == (3, 1)


def test_of_what_was_never_public_the_last_two_are_compared(client):
    book = shelves.make_book("一")
    save(client, book, title="二")
    save(client, book, title="三")
    assert shown(client.get(page(book, "compare"))) == (2, 3)


def test_a_record_with_one_edition_is_compared_with_itself(client):
    response = client.get(page(live_book(), "compare"))
    assert shown(response) == (1, 1)
    assert "没有不同。" in response.text


def test_what_differs_is_marked_in_words(client, book):
    text = client.get(page(book, "compare")).text
    for said in ("书名", "<del>旧</del>", "<ins>三稿</ins>", "第一章", "<ins>改</ins>", "有2处不同"):
        assert said in text


@pytest.mark.parametrize("number", ["0", "4", "99", "-1", "x", "", "1.5", "²", "9" * 30, "9" * 5000])
@pytest.mark.parametrize("name", ["from", "to"])
def test_an_edition_that_there_is_not_cannot_be_compared(client, book, name, number):
    assert client.get(page(book, "compare"), {name: number}).status_code == 404


def test_an_address_of_an_edition_that_there_is_not_says_so(client, book):
    for response in (
        client.get(page(book, "compare"), {"from": "9"}),
        client.get(page(book, "preview", 9)),
        client.get(page(book, "restore", 9)),
        client.get(page(book, "sheet", 9)),
    ):
        assert response.status_code == 404
        assert "没有第9版。" in response.text


def test_editions_of_another_record_are_not_shown_under_this_one(client, book):
    other = shelves.make_book()
    client.get(page(other, "editions"))
    assert client.get(page(other, "preview", 3)).status_code == 404
    assert client.get(page(other, "compare"), {"to": "3"}).status_code == 404
    assert client.post(page(other, "restore", 3), {"comment": ""}).status_code == 404
    assert [edition.number for edition in editions(other)] == [1]


def test_two_editions_can_be_compared_after_what_they_refer_to_is_gone(client):
    book, cover = live_book(), shelves.make_cover()
    save(client, book, cover=str(cover.pk))
    cover.delete()
    response = client.get(page(book, "compare"))
    assert response.status_code == 200
    assert f"已删除的封面（编号{response.context['new'].snapshot['fields']['cover']}）" in response.text


def test_an_edition_that_cannot_be_applied_any_more_can_still_be_compared(client, book):
    snapshot = fresh(book).head.snapshot
    snapshot["fields"]["printed_on"] = "很久以前"
    Edition.objects.filter(pk=book.head_id).update(snapshot=snapshot)
    response = client.get(page(book, "compare"))
    assert response.status_code == 200
    assert "很久以前" in response.text


# Restoring


def test_restoring_shows_what_would_change_and_makes_a_new_edition_with_a_comment(client, book):
    response = client.get(page(book, "restore", 1))
    assert "恢复第1版" in response.text
    assert "公开页面不变，要发布后才会改变。" in response.text
    assert {change.label for change in response.context["changes"].fields} == {"书名"}
    seen = public_page(book)
    response = client.post(page(book, "restore", 1), form_of(response) | {"comment": "还是旧的好"})
    assert (response.status_code, response["Location"]) == (302, change_page(book))
    assert messages_of(response) == ["已由第1版恢复，存为第4版。"]
    newest = editions(book)[0]
    assert (newest.number, newest.title, newest.comment, newest.restored_from.number) == (4, "旧书名", "还是旧的好", 1)
    assert open_form(client, book)["title"] == "旧书名"
    assert public_page(book) == seen
    assert "由第1版恢复。还是旧的好" in client.get(page(book, "editions")).text


def test_restoring_brings_deleted_parts_back_with_their_keys(client, book):
    keys = set(editions(book)[0].snapshot["parts"]["chapters"])
    save(client, book, **{"chapters-0-DELETE": "on", "chapters-1-DELETE": "on"})
    assert editions(book)[0].snapshot["parts"]["chapters"] == {}
    client.post(page(book, "restore", 3), {"comment": ""})
    assert set(editions(book)[0].snapshot["parts"]["chapters"]) == keys


def test_restoring_what_was_never_public_changes_its_tables(client):
    book = shelves.make_book("一")
    save(client, book, title="二")
    assert client.get(page(book, "restore", 1)).status_code == 200
    client.post(page(book, "restore", 1), {"comment": ""})
    assert fresh(book).title == "一"


def test_restoring_the_newest_or_restoring_twice_says_that_nothing_would_change(client, book):
    before = tables()
    response = client.post(page(book, "restore", 3), {"comment": "不能丢的说明"})
    assert response.status_code == 200
    assert "第3版与最新版本内容相同，不用恢复。" in response.text
    assert form_of(response)["comment"] == "不能丢的说明"
    assert (len(editions(book)), tables()) == (3, before)
    client.post(page(book, "restore", 1), {"comment": ""})
    assert "内容相同，不用恢复。" in client.post(page(book, "restore", 1), {"comment": ""}).text
    assert len(editions(book)) == 4


def test_a_comment_that_is_too_long_is_refused_at_its_field(client, book):
    response = client.post(page(book, "restore", 1), {"comment": "字" * 201})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["comment"]
    assert form_of(response)["comment"] == "字" * 201
    assert len(editions(book)) == 3


def test_restoring_says_what_could_not_be_restored(client):
    book, cover = live_book(), shelves.make_cover()
    save(client, book, cover=str(cover.pk))
    save(client, book, title="再改", cover="")
    cover.delete()
    response = client.post(page(book, "restore", 2), {"comment": ""})
    assert response.status_code == 302
    assert "“封面”引用的封面" in messages_of(response)[-1]
    assert editions(book)[0].snapshot["fields"]["cover"] is None


def test_whoever_may_only_look_restores_nothing(book):
    viewer = signed_in("终审")
    assert viewer.get(page(book, "restore", 1)).status_code == 403
    assert viewer.post(page(book, "restore", 1), {"comment": ""}).status_code == 403
    assert Edition.objects.of(Book.objects.get()).count() == 3
