"""What is done with many records at once: chosen in the list, confirmed on a page that names each, done one by one."""

import csv
import io

import openpyxl
import pytest

from portal.editions import workflow
from portal.editions.admin import bulk
from portal.editions.models import AuditEntry
from portal.editions.workflow import Refused
from tests.admin_pages import admin_url, changelist, form_of

from . import shelves
from .models import Book, Leaflet
from .pages import client_of, live_book, revised, signed_in
from .steps import actions, draft, fresh, is_public, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return signed_in("编辑")


@pytest.fixture
def publisher():
    return signed_in("终审")


def choose(client, name, *records, **more):
    """Tick ``records`` in their list and choose an action."""
    model = type(records[0]) if records else Book
    data = {"action": name, "_selected_action": [record.pk for record in records], "index": "0"} | more
    return client.post(changelist(model), data, follow=True)


def confirm(client, name, shown, **values):
    """Press the button of the page ``shown`` with ``values`` in its form."""
    records = [choice.value for choice in shown.context["able"]]
    return client.post(admin_url(Book, f"bulk_{name}"), form_of(shown) | {"record": records} | values)


def said(response):
    """Give ``{title: what was done}`` and ``{title: why not}`` of the page of results."""
    assert response.status_code == 200
    done, refused = response.context["done"], response.context["refused"]
    told = {outcome.title: outcome.said for outcome in done}, {outcome.title: outcome.refusal for outcome in refused}
    assert all(title in response.text and words in response.text for rows in told for title, words in rows.items())
    return told


def able(response):
    return [choice.record for choice in response.context["able"]]


def refusals(response):
    return {choice.record: choice.refusal for choice in response.context["unable"]}


# Submitting


def test_the_page_names_what_will_be_submitted_and_what_cannot(editor):
    ready, waiting, live = draft(title="可以").record, submit(draft(title="在审")).record, live_book()
    shown = choose(editor, "submit", ready, waiting, live)
    assert able(shown) == [ready]
    assert refusals(shown) == {waiting: "第1版待初审，不能送审。", live: "第1版已发布，不能送审。"}
    assert "下面2条不能送审，将跳过" in shown.text
    assert actions(ready) == ["saved"]


def test_each_is_submitted_with_its_own_sheet_and_row_in_the_trail(editor):
    books = [draft(title="甲").record, revised(live_book()), shelves.make_book("没有版本的")]
    done, refused = said(confirm(editor, "submit", choose(editor, "submit", *books), secrecy_checked="on"))
    assert refused == {}
    assert all("现在待初审" in words for words in done.values())
    heads = [fresh(book).head for book in books]
    assert [head.state_label for head in heads] == ["待初审"] * 3
    assert len({head.sheet for head in heads}) == 3
    assert [actions(book)[-1] for book in books] == ["submitted"] * 3


def test_a_note_of_correction_is_kept_with_what_was_published_only(editor):
    new, old = draft().record, revised(live_book())
    confirm(editor, "submit", choose(editor, "submit", new, old), secrecy_checked="on", correction="改正单位名称")
    assert [fresh(book).head.correction for book in (new, old)] == ["", "改正单位名称"]


def test_without_the_secrecy_tick_nothing_is_submitted_and_what_was_typed_stays(editor):
    book = draft().record
    response = confirm(editor, "submit", choose(editor, "submit", book), correction="不能丢")
    assert "送审前要作保密审查" in response.text
    assert form_of(response)["correction"] == "不能丢"
    assert able(response) == [book]
    assert fresh(book).head.state == "draft"


def test_the_second_click_says_that_it_is_done_already(editor):
    book = draft(title="甲").record
    shown = choose(editor, "submit", book)
    confirm(editor, "submit", shown, secrecy_checked="on")
    done, refused = said(confirm(editor, "submit", shown, secrecy_checked="on"))
    assert (done, refused) == ({}, {"甲": "第1版待初审，不能送审。"})
    assert actions(book).count("submitted") == 1


def test_what_was_saved_after_the_page_was_opened_is_not_submitted(editor):
    changed, same = draft(title="甲").record, draft(title="乙").record
    shown = choose(editor, "submit", changed, same)
    shelves.revise(changed, shelves.make_actor("编辑"), blurb="又改")
    done, refused = said(confirm(editor, "submit", shown, secrecy_checked="on"))
    assert (list(done), list(refused)) == (["乙"], ["甲"])
    assert refused["甲"].startswith("您确认以后又有了第2版")
    assert fresh(changed).head.state == "draft"


def test_what_was_deleted_meanwhile_is_named_and_the_rest_is_done(editor):
    gone, kept = draft().record, draft(title="乙").record
    shown = choose(editor, "submit", gone, kept)
    key = gone.pk
    workflow.delete(fresh(gone), shelves.superuser())
    done, refused = said(confirm(editor, "submit", shown, secrecy_checked="on"))
    assert (list(done), refused) == (["乙"], {f"编号{key}": "这条记录已被删除。"})


def test_a_refusal_of_the_workflow_leads_to_the_records_own_page(editor, monkeypatch):
    """The workflow refuses what it finds within a text only when it is submitted."""
    book, other = draft(title="甲").record, draft(title="乙").record
    step, real = "portal.editions.workflow.submit", workflow.submit

    def careful(edition, actor, **kwargs):
        if edition.title == "甲":
            raise Refused("正文有一处错误的写法。")
        return real(edition, actor, **kwargs)

    monkeypatch.setattr(step, careful)
    response = confirm(editor, "submit", choose(editor, "submit", book, other), secrecy_checked="on")
    assert said(response)[1] == {"甲": "正文有一处错误的写法。"}
    assert f'href="{admin_url(Book, "submit", book.pk)}"' in response.text
    assert fresh(other).head.state == "review"


# Withdrawing


def test_what_is_public_is_withdrawn_with_one_reason(publisher):
    books, hidden = [live_book(), revised(live_book())], draft().record
    shown = choose(publisher, "withdraw", *books, hidden)
    assert refusals(shown) == {hidden: "这条记录现在没有公开，不用撤稿。"}
    confirm(publisher, "withdraw", shown, reason="数字有误")
    entries = AuditEntry.objects.filter(action="withdrawn")
    assert {(entry.object_id, entry.detail) for entry in entries} == {(str(book.pk), "数字有误") for book in books}
    assert not any(fresh(book).is_in_force for book in books)


def test_withdrawing_needs_a_reason(publisher):
    book = live_book()
    response = confirm(publisher, "withdraw", choose(publisher, "withdraw", book), reason=" ")
    assert "撤稿要写明理由。" in response.text
    assert is_public(fresh(book).live)


def test_a_newer_public_edition_is_not_withdrawn_unseen(publisher):
    book = revised(live_book())
    shown = choose(publisher, "withdraw", book)
    workflow.publish_alone(book.head, shelves.superuser(), reason="测试")
    _, refused = said(confirm(publisher, "withdraw", shown, reason="旧稿有误"))
    assert refused["新书名"].startswith("您确认以后又有了第2版")
    assert is_public(fresh(book).live)


# Exporting


def exported(client, kind, *books):
    response = confirm(client, "export", choose(client, "export", *books), format=kind)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].endswith(f'.{kind}"')
    if kind == "csv":
        text = response.content.decode("utf-8")
        assert text[0] == "\ufeff"
        return list(csv.reader(io.StringIO(text[1:])))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    return [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_holds_what_the_list_shows_and_by_what_each_is_known(editor, kind):
    live, new = revised(live_book()), draft(title="新稿").record
    head, *rows = exported(editor, kind, live, new)
    assert head == ["编号", "书名", "状态", "网址", "发布时间", "版本"]
    address = f"http://testserver/books/{live.pk}/"
    public, hidden = sorted(rows, key=lambda row: int(row[0]))
    assert public[:4] == [str(live.pk), "旧书名", "已发布、有未发布修改", address]
    assert public[5] == "1"
    assert hidden == [str(new.pk), "新稿", "草稿", f"http://testserver/books/{new.pk}/", "", "1"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_somebody_typed_is_no_formula_in_a_spreadsheet(editor, kind):
    book = draft(title="=1+1").record
    assert exported(editor, kind, book)[1][1] == "'=1+1"


def test_signs_that_no_sheet_may_hold_are_left_out(editor):
    assert exported(editor, "xlsx", draft(title="甲\x01乙").record)[1][1] == "甲乙"


def test_each_record_that_leaves_in_a_file_is_written_down(editor):
    books = [live_book(), draft().record]
    exported(editor, "xlsx", *books)
    assert [actions(book)[-1] for book in books] == ["exported"] * 2
    assert {entry.detail for entry in AuditEntry.objects.filter(action="exported")} == {"XLSX文件"}


def test_nothing_is_exported_when_a_chosen_record_is_gone(editor):
    gone, kept = draft().record, draft().record
    shown = choose(editor, "export", gone, kept)
    workflow.delete(fresh(gone), shelves.superuser())
    response = confirm(editor, "export", shown, format="csv")
    assert response.status_code == 409
    assert "有的记录刚被删除或发布，没有导出" in response.text
    assert able(response) == [kept]
    assert not AuditEntry.objects.filter(action="exported").exists()


def test_a_format_that_there_is_not_is_refused(editor):
    response = confirm(editor, "export", choose(editor, "export", draft().record), format="exe")
    assert "请选择格式。" in response.text


# Rights


def offered(client):
    return set(dict(client.get(changelist(Book)).context["action_form"].fields["action"].choices)) - {""}


def test_everybody_is_offered_what_they_may_do(editor, publisher):
    draft()
    assert offered(editor) == {"submit", "export"}
    assert offered(publisher) >= {"withdraw", "export"}
    assert "submit" not in offered(publisher)


@pytest.mark.parametrize(("group", "name"), [("终审", "submit"), ("编辑", "withdraw"), ("初审", "withdraw")])
def test_crafted_posts_of_who_may_not_are_refused_and_change_nothing(group, name):
    books = [draft().record, live_book()]
    data = {"record": [f"{book.pk}:1" for book in books], "secrecy_checked": "on", "reason": "我要"}
    before = AuditEntry.objects.count()
    assert signed_in(group).post(admin_url(Book, f"bulk_{name}"), data).status_code == 403
    choose(signed_in(group), name, *books)
    assert AuditEntry.objects.count() == before


def test_somebody_without_rights_gets_no_page_of_it():
    stranger = client_of(shelves.make_person())
    for name in ("submit", "withdraw", "export"):
        assert stranger.post(admin_url(Book, f"bulk_{name}"), {"record": "1:1"}).status_code == 403


def test_a_record_that_the_page_left_out_is_refused_by_the_workflow(editor):
    live = live_book()
    data = {"record": f"{live.pk}:1", "secrecy_checked": "on"}
    _, refused = said(editor.post(admin_url(Book, "bulk_submit"), data))
    assert refused == {"旧书名": "第1版已发布，不能送审。"}


@pytest.mark.parametrize("record", ["", "x", "1", "1:", ":1", "1:x", "-1:1", "1:99999999999999999999", "１e3:1"])
def test_nonsense_in_the_place_of_a_record_is_refused(editor, record):
    response = editor.post(admin_url(Book, "bulk_submit"), {"record": record, "secrecy_checked": "on"})
    assert response.status_code == 400
    assert "没有读到所选的记录" in response.text


def test_where_nothing_can_be_done_there_is_no_button(editor):
    response = choose(editor, "submit", live_book())
    assert response.status_code == 409
    assert "所选的记录都不能送审" in response.text
    assert "secrecy_checked" not in response.text


# How many


@pytest.fixture
def at_most_two(monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)


def test_more_than_are_done_at_once_are_refused_with_a_sentence(editor, at_most_two):
    books = [draft().record for _ in "abc"]
    response = choose(editor, "submit", *books[:1], select_across="1")
    assert "一次最多送审2条" in response.text
    data = {"record": [f"{book.pk}:1" for book in books], "secrecy_checked": "on"}
    assert editor.post(admin_url(Book, "bulk_submit"), data).status_code == 400
    assert {fresh(book).head.state for book in books} == {"draft"}


def test_all_across_pages_are_those_that_the_list_has_found(editor):
    found, _ = [draft(title="甲一").record, draft(title="甲二").record], draft(title="乙").record
    url = f"{changelist(Book)}?q=甲"
    data = {"action": "submit", "_selected_action": [found[0].pk], "index": "0", "select_across": "1"}
    response = editor.post(url, data, follow=True)
    assert set(able(response)) == set(found)


def test_the_address_alone_leads_back_to_the_list(editor):
    response = editor.get(admin_url(Book, "bulk_submit"), follow=True)
    assert response.redirect_chain == [(changelist(Book), 302)]
    assert "请先在列表里选择要送审的记录" in response.text


def test_whoever_comes_back_to_the_page_sees_how_things_stand_now(editor):
    book = draft().record
    shown = choose(editor, "submit", book)
    assert able(editor.get(admin_url(Book, "bulk_submit"))) == [book]
    confirm(editor, "submit", shown, secrecy_checked="on")
    assert refusals(editor.get(admin_url(Book, "bulk_submit"))) == {book: "第1版待初审，不能送审。"}


@pytest.mark.parametrize("name", ["submit", "withdraw", "export"])
def test_the_page_takes_the_same_queries_for_two_records_and_for_eight(django_assert_num_queries, name):
    boss = signed_in(is_superuser=True)
    books = [revised(live_book()) for _ in range(8)]
    for some in (books[:2], books):
        choose(boss, name, *some)
        with django_assert_num_queries(PAGE):
            assert boss.get(admin_url(Book, f"bulk_{name}")).status_code in (200, 409)


PAGE = 3  # session, person, the chosen rows


def test_the_list_of_every_publishable_model_offers_it():
    boss = signed_in(is_superuser=True)
    leaflet = Leaflet.objects.create(title="传单")
    shown = choose(boss, "submit", leaflet)
    assert able(shown) == [leaflet]
