"""The audit trail in the admin: to read, to filter, to take away; nothing in it can be changed."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.editions import workflow
from portal.editions.models import Action, AuditEntry
from tests.admin_pages import changelist

from . import shelves
from .models import Book, Leaflet
from .pages import client_of, live_book, save, signed_in
from .steps import draft, submit

pytestmark = pytest.mark.django_db

COLUMNS = ["编号", "时间", "操作", "操作人", "账号", "IP地址", "种类", "记录", "版本", "说明"]


@pytest.fixture
def boss():
    return signed_in(is_superuser=True)


def read(client, **query):
    """Give the export as the list of its rows, the columns first."""
    response = client.get(reverse("admin:editions_auditentry_export"), query)
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"))))


def entries(client, **query):
    """Give the keys of the rows of the list."""
    response = client.get(changelist(AuditEntry), query)
    assert response.status_code == 200
    return [entry.pk for entry in response.context["cl"].result_list]


def write(book, action="saved", **values):
    """Write a row down as the workflow does."""
    actor = values.pop("actor", None) or shelves.make_actor("编辑")
    workflow.write_down(actor, action, book, **values)
    return AuditEntry.objects.first()


# The list


def test_the_list_says_who_did_what_to_which_record_when_and_from_where(boss):
    book = live_book()
    editor = client_of(shelves.make_person("编辑", last_name="张", first_name="三"))
    save(editor, book, title="新书名", edition_comment="改了书名")
    text = boss.get(changelist(AuditEntry)).text
    for said in ("保存", "张三", "127.0.0.1", "图书", "新书名", "改了书名"):
        assert said in text
    assert "未经审核单独发布" in text


def test_the_newest_comes_first(boss):
    book = shelves.make_book()
    old, new = write(book), write(book)
    assert entries(boss) == [new.pk, old.pk]


def test_the_list_is_filtered_by_action_kind_and_time_and_searched_by_words(boss):
    book = shelves.make_book("找得到的书")
    saved, withdrawn = write(book, "saved"), write(book, "withdrawn", detail="内容有误")
    leaflet = write(Leaflet.objects.create(title="传单"))
    assert entries(boss, action__exact="withdrawn") == [withdrawn.pk]
    kind = leaflet.content_type_id
    assert entries(boss, content_type__id__exact=kind) == [leaflet.pk]
    assert entries(boss, q="找得到") == [withdrawn.pk, saved.pk]
    assert entries(boss, q="内容有误") == [withdrawn.pk]
    assert entries(boss, q=leaflet.person_name) == [leaflet.pk]
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert entries(boss, at__gte=f"{tomorrow} 00:00:00+08:00") == []


def test_the_list_is_filtered_by_kinds_of_records_alone(boss):
    page = boss.get(changelist(AuditEntry))
    kinds = next(spec for spec in page.context["cl"].filter_specs if spec.title == "种类")
    names = [name for _, name in kinds.lookup_choices]
    assert {"图书", "书架", "传单"} <= set(names)
    assert not {"会话", "用户", "操作记录", "签字"} & set(names)
    assert len(names) == len(set(names))
    assert boss.get(changelist(AuditEntry), {"content_type__id__exact": "x"}).status_code == 302


def test_the_list_leads_to_the_export_of_what_it_shows(boss):
    write(shelves.make_book())
    text = boss.get(changelist(AuditEntry), {"action__exact": "saved"}).text
    assert f'href="{reverse("admin:editions_auditentry_export")}?action__exact=saved"' in text


def test_the_trail_of_what_was_deleted_stays_readable(boss):
    book = draft().record
    title = book.title
    workflow.delete(book, shelves.superuser())
    assert title in boss.get(changelist(AuditEntry)).text
    assert [row[7] for row in read(boss)[1:]] == [title] * 2


# The export


def test_the_export_has_a_row_for_everything_that_was_done(boss):
    editor = shelves.make_actor("编辑", last_name="张", first_name="三")
    edition = submit(draft(editor, title="一本书"), editor)
    columns, *rows = read(boss)
    assert columns == COLUMNS
    entry = AuditEntry.objects.first()
    assert rows[0] == [
        str(entry.pk),
        timezone.localtime(entry.at).isoformat(sep=" ", timespec="seconds"),
        "送审",
        "张三",
        editor.user.username,
        shelves.ADDRESS,
        "图书",
        "一本书",
        "1",
        f"审签单{edition.sheet}。已作保密审查。",
    ]
    assert [row[0] for row in rows] == [str(entry.pk) for entry in AuditEntry.objects.all()]


def test_the_export_is_a_csv_file_that_is_sent_as_it_is_read(boss):
    write(shelves.make_book())
    response = boss.get(reverse("admin:editions_auditentry_export"))
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="audit-{timezone.localdate()}.csv"'
    first = next(iter(response.streaming_content))
    assert first == ("\ufeff" + ",".join(COLUMNS) + "\r\n").encode()


def test_the_export_gives_what_the_list_shows_with_the_same_filters(boss):
    book = shelves.make_book("找得到的书")
    write(book, "saved")
    withdrawn = write(book, "withdrawn", detail="内容有误")
    write(Leaflet.objects.create(title="传单"))
    for query in (
        {"action__exact": "withdrawn"},
        {"q": "内容有误"},
        {"q": "找得到", "action__exact": "withdrawn"},
        {"content_type__id__exact": withdrawn.content_type_id, "action__exact": "withdrawn"},
    ):
        assert [row[0] for row in read(boss, **query)[1:]] == [str(withdrawn.pk)]
    assert read(boss, q="没有这样的词") == [COLUMNS]


def test_the_export_has_all_pages_of_the_list_in_its_order(boss):
    book = shelves.make_book()
    actor = shelves.make_actor("编辑")
    for _ in range(120):
        write(book, actor=actor)
    assert len(entries(boss)) == 100
    keys = [str(key) for key in AuditEntry.objects.values_list("pk", flat=True)]
    assert [row[0] for row in read(boss)[1:]] == keys
    assert [row[0] for row in read(boss, p="2")[1:]] == keys


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "=cmd|'/c'!A1"]
)
def test_a_formula_that_somebody_typed_is_text_in_the_export(boss, text):
    actor = shelves.make_actor("编辑", last_name=text)
    book = shelves.make_book(text)
    write(book, detail=text, actor=actor)
    (_, row) = read(boss)
    assert (row[3], row[7], row[9]) == (f"'{text}",) * 3


@pytest.mark.parametrize("text", ["2022年=好", "一、二", "a,b", 'a"b', "两\n行", "'已有引号"])
def test_other_text_is_in_the_export_as_it_was_written(boss, text):
    write(shelves.make_book(), detail=text)
    assert read(boss)[1][9] == text


@pytest.mark.parametrize("text", ["\n=1+1", "＝1+1", "＋1", "－1", "＠SUM(A1)"])
def test_what_some_spreadsheets_take_for_a_formula_is_text_too(boss, text):
    write(shelves.make_book(), detail=text)
    assert read(boss)[1][9] == f"'{text}"


def test_what_has_no_edition_and_no_address_has_empty_cells(boss):
    book = shelves.make_book()
    workflow.write_down(shelves.Actor(shelves.make_person()), Action.DELETED, book)
    (_, row) = read(boss)
    assert (row[5], row[8], row[9]) == ("", "", "")


@pytest.mark.parametrize(
    "query", [{"at__gte": "nonsense"}, {"action__exact": "nonsense"}, {"nonsense": "1"}, {"p": "x"}]
)
def test_a_filter_that_makes_no_sense_is_no_fault_of_the_export(boss, query):
    write(shelves.make_book())
    address = reverse("admin:editions_auditentry_export")
    assert boss.get(address, query).status_code in (200, 302, 400, 404)


def test_the_export_takes_the_same_queries_for_two_rows_and_for_fifty(boss):
    actor = shelves.make_actor("编辑")
    read(boss)
    costs = []
    for rows in (2, 48):
        for _ in range(rows):
            write(draft().record, actor=actor, edition=draft())
        with CaptureQueriesContext(connection) as queries:
            read(boss)
        costs.append(len(queries))
    assert costs[0] == costs[1]


# Who may read it, and that nobody may change it


@pytest.mark.parametrize(("group", "status"), [("编辑", 403), ("初审", 403), ("复审", 403), ("终审", 200)])
def test_whoever_may_publish_may_read_the_trail(group, status):
    client = signed_in(group)
    assert client.get(changelist(AuditEntry)).status_code == status
    response = client.get(reverse("admin:editions_auditentry_export"))
    assert response.status_code == status
    if response.streaming:
        list(response.streaming_content)


def test_a_stranger_is_sent_to_the_login(client):
    for address in (changelist(AuditEntry), reverse("admin:editions_auditentry_export")):
        assert client.get(address)["Location"].startswith("/admin/login/")


def mighty():
    """Somebody with every permission there is, who is no superuser."""
    user = shelves.make_person()
    user.user_permissions.set(Permission.objects.all())
    return client_of(user)


@pytest.mark.parametrize("make_client", [lambda: signed_in(is_superuser=True), mighty])
def test_nobody_adds_changes_or_deletes_a_row(make_client):
    client = make_client()
    entry = write(shelves.make_book("一本书"), detail="原话")
    before = AuditEntry.objects.values().get()
    add = reverse("admin:editions_auditentry_add")
    change, delete = (reverse(f"admin:editions_auditentry_{name}", args=[entry.pk]) for name in ("change", "delete"))
    assert client.get(add).status_code == 403
    assert client.get(delete).status_code == 403
    for address in (add, change, delete):
        assert client.post(address, {"post": "yes", "detail": "改过", "action": "saved"}).status_code == 403
    assert AuditEntry.objects.values().get() == before


def test_the_list_offers_no_way_to_change_anything(boss):
    entry = write(shelves.make_book())
    text = boss.get(changelist(AuditEntry)).text
    assert "delete_selected" not in text
    assert reverse("admin:editions_auditentry_add") not in text
    assert reverse("admin:editions_auditentry_change", args=[entry.pk]) not in text
    data = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
    boss.post(changelist(AuditEntry), data)
    assert AuditEntry.objects.filter(pk=entry.pk).exists()


def test_a_person_who_did_something_stays_when_somebody_deletes_their_account():
    book = draft().record
    user = book.head.author
    with pytest.raises(ProtectedError):
        user.delete()
    assert Book.objects.get().head.author == user
