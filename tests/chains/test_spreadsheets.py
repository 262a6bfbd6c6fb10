"""Values of indicators as spreadsheets: exported, changed, previewed and imported as editions."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chains.models import Observation
from portal.editions import workflow
from portal.editions.models import Action, AuditEntry, Edition
from portal.editions.people import Actor
from portal.editions.spreadsheets import MOST_RECORDS
from tests import factories as make
from tests.admin_pages import changelist, form_of
from tests.sheets import PAGES, changes, confirm, export, labels, mistakes, rows_of, send, xlsx

pytestmark = pytest.mark.django_db

HEADS = ["指标", "时期", "数值", "来源"]
CORRECTION = [*HEADS, "更正哪一条", "更正原因"]


@pytest.fixture
def source():
    return make.make_source("财政月报", published="2022-06-10")


@pytest.fixture
def revenue(source):
    indicator = make.make_indicator("收入")
    make.make_observation(indicator, period="2021", value=Decimal("48.1"), source=source)
    return indicator


def newest(indicator):
    """Give ``{period: value}`` of the newest edition."""
    indicator.refresh_from_db()
    return {row["period"]: Decimal(row["value"]) for row in indicator.head.snapshot["parts"]["observations"].values()}


def draft(indicator, **values):
    """Add a value to the newest edition only."""
    values["period"] = Observation._meta.get_field("period").to_python(values["period"])
    actor = Actor(make.make_user(is_superuser=True))
    return workflow.revise(indicator, actor, lambda row: row.observations.create(**values))


def test_a_new_row_becomes_an_edition_and_changes_nothing_public(editor_client, editor, revenue):
    page = send(editor_client, "values", xlsx(HEADS, ["收入", "2020年", 45.5, "财政月报"]), "六月.xlsx")
    assert labels(page) == [(2, "新增")]
    assert changes(page)[2]["数值"] == ("", "45.5")
    assert (Edition.objects.count(), AuditEntry.objects.count(), LogEntry.objects.count()) == (0, 0, 0)
    answer = confirm(editor_client, "values", page)
    assert answer.url == changelist(type(revenue))
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == ["已导入数值：新增1行。改动的指标各有一个新版本，公开页面没有改变。"]
    assert newest(revenue) == {"2021": Decimal("48.1"), "2020": Decimal("45.5")}
    assert [str(row.period) for row in revenue.observations.all()] == ["2021"]
    edition = revenue.head
    assert (edition.author, edition.state, edition.comment) == (editor, "draft", "由表格“六月.xlsx”导入")
    entry = AuditEntry.objects.get(action=Action.IMPORTED)
    assert (entry.edition, entry.detail) == (edition, "由表格“六月.xlsx”导入：新增1行。")


def test_what_was_exported_is_read_back_without_a_change(editor_client, revenue, source):
    place = {"place": "第二节", "note": "两行\r\n备注", "known_from": "2022-06-20"}
    first = make.make_observation(revenue, period="2022-01/2022-05", value=Decimal("1500"), qualifier="over", **place)
    make.make_correction(first, value=Decimal("-3.25"), reason="=更正", note="@备注")
    rank = make.make_indicator("位次", unit="位", decimals=0, committee=make.make_committee())
    make.make_observation(rank, period="to 2022-06", value=10, of=157)
    draft(revenue, period="2019-Q2", value=7, source=source)
    for suffix in ("xlsx", "csv"):
        answer = export(editor_client, "values", suffix)
        page = send(editor_client, "values", answer.content, f"表.{suffix}")
        assert [label for _, label in labels(page)] == ["不变"] * 5
        assert not page.context["sealed"]
        assert "与现在的内容相同，不用导入。" in page.text


def test_a_file_that_was_imported_changes_nothing_the_second_time(editor_client, revenue):
    rows = [["收入", "2020年", "突破45.5", "财政月报", "", ""], ["收入", "2021年", 50, "财政月报", "48.1", "改正"]]
    confirm(editor_client, "values", send(editor_client, "values", xlsx(CORRECTION, *rows)))
    page = send(editor_client, "values", xlsx(CORRECTION, *rows))
    assert labels(page) == [(2, "不变"), (3, "不变")]


def test_the_preview_compares_with_the_draft(editor_client, revenue, source):
    draft(revenue, period="2019", value=7, source=source)
    page = send(editor_client, "values", xlsx(HEADS, ["收入", "2019年", 8, "财政月报"]))
    assert labels(page) == [(2, "修改")]
    assert changes(page) == {2: {"数值": ("7", "8")}}
    confirm(editor_client, "values", page)
    assert newest(revenue) == {"2021": Decimal("48.1"), "2019": Decimal(8)}


def test_the_key_of_a_row_lets_its_period_be_changed(editor_client, revenue, source):
    draft(revenue, period="2019", value=7, source=source)
    rows = rows_of(export(editor_client, "values"))
    rows[1][rows[0].index("时期")] = "2018年"
    page = send(editor_client, "values", xlsx(*rows))
    assert changes(page) == {2: {"时期": ("2019年", "2018年")}}
    confirm(editor_client, "values", page)
    assert newest(revenue) == {"2021": Decimal("48.1"), "2018": Decimal(7)}


def test_cells_that_were_not_touched_stay_as_they_are_to_the_letter(editor_client, revenue, source):
    draft(revenue, period="2019", value=7, source=source, note="一\r\n二 ")
    rows = rows_of(export(editor_client, "values"))
    rows[1][rows[0].index("数值")] = 8
    confirm(editor_client, "values", send(editor_client, "values", xlsx(*rows)))
    revenue.refresh_from_db()
    notes = {row["period"]: row["note"] for row in revenue.head.snapshot["parts"]["observations"].values()}
    assert (newest(revenue)["2019"], notes["2019"]) == (8, "一\r\n二 ")


def test_two_rows_may_swap_their_periods(editor_client, revenue, source):
    for period, value in (("2018", 8), ("2019", 9)):
        draft(revenue, period=period, value=value, source=source)
    rows = rows_of(export(editor_client, "values"))
    rows[1][1], rows[2][1] = rows[2][1], rows[1][1]
    page = send(editor_client, "values", xlsx(*rows))
    confirm(editor_client, "values", page)
    assert newest(revenue) == {"2021": Decimal("48.1"), "2018": 9, "2019": 8}


def test_a_public_value_is_not_changed(editor_client, revenue):
    page = send(editor_client, "values", xlsx(HEADS, ["收入", "2021年", 50, "财政月报"]))
    assert mistakes(page) == [(2, "数值", "公开过的数值不能改动；有误请另加一行更正。")]
    assert Edition.objects.count() == 0


def test_a_correction_names_the_value_that_it_replaces(editor_client, revenue):
    page = send(editor_client, "values", xlsx(CORRECTION, ["收入", "2021年", 50, "财政月报", "48.1", "改正"]))
    assert changes(page)[2]["更正哪一条"] == ("", "48.1亿元")
    confirm(editor_client, "values", page)
    revenue.refresh_from_db()
    rows = revenue.head.snapshot["parts"]["observations"]
    corrections = [row for row in rows.values() if row["replaces"]]
    assert [Decimal(row["value"]) for row in corrections] == [50]
    assert corrections[0]["replaces"] == str(revenue.observations.get().pk)


def test_a_correction_of_a_row_above_and_of_that_correction_are_imported_together(editor_client, revenue):
    rows = [
        ["收入", "2020年", 1, "财政月报", "", ""],
        ["收入", "2020年", 2, "财政月报", "1亿元", "改正"],
        ["收入", "2020年", 1, "财政月报", "2", "再改正"],
    ]
    page = send(editor_client, "values", xlsx(CORRECTION, *rows))
    assert labels(page) == [(2, "新增"), (3, "新增"), (4, "新增")]
    assert confirm(editor_client, "values", page).status_code == 302


def row(indicator="收入", period="2020年", value=50, replaces="", reason=""):
    return [indicator, period, value, "财政月报", replaces, reason]


MISTAKES = [
    (row(period="2021年", replaces="48.2", reason="改"), "更正哪一条",
     "这一时期没有“48.2”这个数值。已有的是：48.1亿元。"),
    (row(period="2021年", replaces="48.1"), "更正原因", "更正要写明原因。"),
    (row("没有的"), "指标", "没有“没有的”这个指标。请核对名称或网址名；还没有录入的，先去录入。"),
    (row(period="二一年"), "时期", "“二一年”不是时期。可写2022年、2022年一季度、2022年1—5月、截至2022年6月。"),
    (row(period="2022.1"), "时期", "“2022.1”分不清是1月还是10月，请写成2022-01或2022-10。"),
    (row(period="2023年"), "时期", "这个时期在公开日期（2022-06-10）还没有开始。"),
    (row(value=1.234), "数值", "这个指标最多记2位小数。"),
    (row(value=None), "数值", "这一格不能空着。"),
    (row(value="#N/A"), "数值", "这一格的公式出错（#N/A）。"),
    (row(value="突破近5"), "数值",
     "“突破近5”不是数值。请照来源写，如1500、突破1500、近1.5万、800余、70以上；单位是“亿元”。"),
]  # fmt: skip


def test_each_mistake_says_its_row_and_column(editor_client, revenue):
    page = send(editor_client, "values", xlsx(CORRECTION, *[cells for cells, _, _ in MISTAKES]))
    told = [(number, column, sentence) for number, (_, column, sentence) in enumerate(MISTAKES, 2)]
    assert mistakes(page) == told
    assert all(sentence in page.text for *_, sentence in told)


def test_all_mistakes_are_told_at_once_and_nothing_is_imported(editor_client, revenue):
    good, bad = ["收入", "2020年", 1, "财政月报"], ["谁", "2020年13月", "若干", "小报"]
    page = send(editor_client, "values", xlsx(HEADS, good, bad, ["收入", "2020年", 2, "财政月报"]))
    assert [(number, column) for number, column, _ in mistakes(page)] == [
        (3, "指标"), (3, "时期"), (3, "来源"), (4, ""),
    ]  # fmt: skip
    assert mistakes(page)[-1][2] == "与第2行说的是同一条数值。"
    assert not Edition.objects.exists()


def test_unknown_missing_and_repeated_columns_are_named(editor_client):
    page = send(editor_client, "values", xlsx(["指标", "数值", "数 值", "来 源*", "时间", "口径"], [1, 2, 3, 4, 5, 6]))
    assert [(number, column) for number, column, _ in mistakes(page)] == [
        (1, "数 值"), (1, "时间"), (1, "口径"), (1, "时期"),
    ]  # fmt: skip
    assert "缺少这一列。" in page.text


def test_a_value_is_written_as_people_say_it(editor_client, revenue, source):
    rank = make.make_indicator("位次", unit="位", decimals=0)
    rows = [
        ["收入", "2020-Q1", "突破1500亿元", "《财政月报》"],
        ["位次", datetime.date(2022, 6, 1), "第10位（共157家）", source.slug],
    ]
    confirm(editor_client, "values", send(editor_client, "values", xlsx(HEADS, *rows)))
    for indicator, period, said in (
        (revenue, "2020-Q1", ("1500", "over", None)),
        (rank, "2022-06-01", ("10", "exact", 157)),
    ):
        indicator.refresh_from_db()
        rows = [row for row in indicator.head.snapshot["parts"]["observations"].values() if row["period"] == period]
        assert [(str(Decimal(row["value"]).to_integral()), row["qualifier"], row["of"]) for row in rows] == [said]


def test_the_unit_in_the_file_must_be_that_of_the_indicator(editor_client, revenue):
    page = send(editor_client, "values", xlsx([*HEADS, "单位"], ["收入", "2020年", 1, "财政月报", "万元"]))
    assert mistakes(page) == [(2, "单位", "指标的单位是“亿元”，这里写着“万元”，请核对数值。")]


def test_indicators_of_one_name_are_told_apart_by_their_committee(editor_client, source):
    committee = make.make_committee("激光党委")
    ours, theirs = (
        make.make_indicator("成员单位", unit="家", committee=of) for of in (committee, make.make_committee())
    )
    page = send(editor_client, "values", xlsx(HEADS, ["成员单位", "2020年", 1, "财政月报"]))
    assert mistakes(page)[0][2] == f"有2个“成员单位”，请改写网址名：{ours.slug}、{theirs.slug}。"
    rows = [["成员单位（激光党委）", "2020年", 1, "财政月报"], [theirs.slug, "2020年", 2, "财政月报"]]
    confirm(editor_client, "values", send(editor_client, "values", xlsx(HEADS, *rows)))
    assert (newest(ours), newest(theirs)) == ({"2020": 1}, {"2020": 2})


# Between preview and confirmation


def test_what_changed_since_the_preview_is_previewed_again(editor_client, revenue, source):
    draft(revenue, period="2019", value=7, source=source)
    page = send(editor_client, "values", xlsx(HEADS, ["收入", "2019年", 8, "财政月报"]))
    workflow.revise(
        revenue,
        Actor(make.make_user(is_superuser=True)),
        lambda row: row.observations.filter(period="2019").update(value=9),
    )
    again = confirm(editor_client, "values", page)
    assert again.status_code == 409
    assert "没有导入：预览以后，数据有了变化" in again.text
    assert changes(again) == {2: {"数值": ("9", "8")}}
    assert newest(revenue)["2019"] == 9
    assert confirm(editor_client, "values", again).status_code == 302
    assert newest(revenue)["2019"] == 8


def test_a_second_click_does_nothing_twice(editor_client, revenue):
    page = send(editor_client, "values", xlsx(HEADS, ["收入", "2020年", 1, "财政月报"]))
    confirm(editor_client, "values", page)
    editions = Edition.objects.count()
    assert confirm(editor_client, "values", page).status_code == 409
    assert Edition.objects.count() == editions


def test_a_preview_is_confirmed_by_whoever_made_it_and_unchanged(editor_client, revenue):
    page = send(editor_client, "values", xlsx(HEADS, ["收入", "2020年", 1, "财政月报"]))
    sealed = page.context["sealed"]
    other = make.make_user(is_staff=True, is_superuser=True)
    someone = Client()
    someone.force_login(other)
    for client, key, text in (
        (someone, "values", sealed),
        (editor_client, "targets", sealed),
        (editor_client, "values", sealed[:-1]),
    ):
        answer = client.post(PAGES[key], {"step": "confirm", "table": text})
        assert (answer.status_code, "已经过期，或者不是您作的" in answer.text) == (409, True)
    assert not Edition.objects.exists()


def test_a_preview_says_which_reviews_would_end(editor_client, revenue, source):
    edition = draft(revenue, period="2019", value=7, source=source)
    workflow.submit(edition, Actor(edition.author), secrecy_checked=True)
    page = send(editor_client, "values", xlsx(HEADS, ["收入", "2020年", 8, "财政月报"]))
    assert "导入以后，这些正在进行的送审或定时随之终止：收入。" in page.text


def test_an_edition_that_cannot_be_opened_says_so_at_its_row(editor_client, revenue, source):
    edition = draft(revenue, period="2019", value=7, source=make.make_source("别的报"))
    Edition.objects.filter(pk=edition.pk).update(
        snapshot=edition.snapshot | {"fields": edition.snapshot["fields"] | {"committee": 999}}
    )
    page = send(editor_client, "values", xlsx(HEADS, ["收入", "2020年", 8, "财政月报"]))
    assert [(number, column) for number, column, _ in mistakes(page)] == [(2, "指标")]
    assert "最新版本打不开" in mistakes(page)[0][2]


# Rights


def test_whoever_may_only_look_exports_and_cannot_import(revenue):
    reader = make.make_user(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_indicator"))
    client = Client()
    client.force_login(reader)
    page = client.get(PAGES["values"])
    assert "预览改动" not in page.text
    assert "导出数值" in client.get(changelist(type(revenue))).text
    assert len(rows_of(export(client, "values"))) == 2
    assert send(client, "values", xlsx(HEADS, ["收入", "2020年", 1, "财政月报"])).status_code == 403


def test_parts_are_imported_by_whoever_may_add_and_change_them(revenue):
    helper = make.make_user(is_staff=True)
    helper.user_permissions.set(
        Permission.objects.filter(codename__in=["view_indicator", "change_indicator", "add_observation"])
    )
    client = Client()
    client.force_login(helper)
    assert send(client, "values", xlsx(HEADS, ["收入", "2020年", 1, "财政月报"])).status_code == 403
    helper.user_permissions.add(Permission.objects.get(codename="change_observation"))
    assert send(client, "values", xlsx(HEADS, ["收入", "2020年", 1, "财政月报"])).status_code == 200


def test_others_are_shut_out(powerless_client, client):
    assert powerless_client.get(PAGES["values"]).status_code == 403
    assert export(powerless_client, "values").status_code == 403
    assert client.get(PAGES["values"]).status_code == 302


# Export


def test_an_export_has_what_the_list_shows_and_is_written_down(editor_client, editor, revenue):
    make.make_observation(make.make_indicator("用电", topic="chains"))
    rows = rows_of(export(editor_client, "values", query="?topic__exact=economy&q=收入"))
    assert [row[:3] for row in rows] == [["指标", "时期", "数值"], ["收入", "2021年", 48.1]]
    entry = AuditEntry.objects.get()
    said = (entry.action, entry.person, entry.record_title, entry.detail)
    assert said == (Action.EXPORTED, editor, "数值（1行）", "导出为xlsx。")


def test_chosen_records_are_exported_by_an_action(editor_client, revenue):
    make.make_observation(make.make_indicator("用电"))
    data = form_of(editor_client.get(changelist(type(revenue)))) | {
        "action": "export_values",
        "_selected_action": revenue.pk,
    }
    assert [row[0] for row in rows_of(editor_client.post(changelist(type(revenue)), data))] == ["指标", "收入"]


def test_an_empty_file_names_the_columns_and_explains_them(editor_client):
    answer = editor_client.get(f"{PAGES['values']}?template")
    assert rows_of(answer) == [
        ["指标", "时期", "数值", "单位", "精确程度", "参评总数", "来源", "在来源中的位置", "状态", "公开日期",
         "更正哪一条", "更正原因", "备注", "编号"]
    ]  # fmt: skip
    assert "filename*=utf-8''" in answer.headers["Content-Disposition"]
    page = send(editor_client, "values", answer.content)
    assert page.context["form"].errors["file"] == ["表里没有内容：第一行应是表头，下面每行一条。"]


# What it costs


def test_the_queries_do_not_grow_with_the_rows(editor_client, revenue):
    def count(rows):
        content = xlsx(HEADS, *[["收入", f"{1900 + number}年", number, "财政月报"] for number in range(rows)])
        with CaptureQueriesContext(connection) as queries:
            assert len(labels(send(editor_client, "values", content))) == rows
        return len(queries)

    count(1)
    assert count(2) == count(12)


def test_a_file_changes_no_more_records_than_are_saved_in_good_time(editor_client, revenue, source, monkeypatch):
    assert MOST_RECORDS == 200
    monkeypatch.setattr("portal.editions.spreadsheets.MOST_RECORDS", 1)
    make.make_indicator("用电")
    rows = [["收入", "2020年", 1, "财政月报"], ["用电", "2020年", 1, "财政月报"]]
    page = send(editor_client, "values", xlsx(HEADS, *rows))
    assert mistakes(page) == [(3, "", "一次最多改动1个指标，从这里起请另分一个文件。")]
