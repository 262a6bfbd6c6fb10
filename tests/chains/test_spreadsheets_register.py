"""Organisations, members of committees and targets as spreadsheets."""

from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chains.models import Committee, Organization
from portal.editions.models import Action, AuditEntry
from portal.search.models import Entry
from tests import factories as make
from tests.sheets import changes, confirm, export, labels, mistakes, rows_of, send, xlsx

pytestmark = pytest.mark.django_db


# Organisations: public as soon as they are imported


def test_organizations_are_added_and_changed_and_can_be_found_at_once(editor_client, editor):
    make.make_organization("鲁抗医药", slug="lukang", website="https://www.lukang.com")
    heads = ["名称", "所在地", "网站", "备注"]
    rows = [["鲁抗医药", "省内", "https://www.lukang.com", "制药"], ["新来的公司", "区内", None, None]]
    page = send(editor_client, "organizations", xlsx(heads, *rows), "单位.xlsx")
    assert labels(page) == [(2, "修改"), (3, "新增")]
    assert changes(page)[2] == {"所在地": ("来源未说明", "省内"), "备注": ("", "制药")}
    assert changes(page)[3]["网址名"] == ("", "xin-lai-de-gong-si")
    assert not Organization.objects.filter(name="新来的公司").exists()
    confirm(editor_client, "organizations", page)
    assert list(Organization.objects.values_list("slug", "place")) == [
        ("lukang", "province"),
        ("xin-lai-de-gong-si", "zone"),
    ]
    assert Entry.objects.filter(title="新来的公司").exists()
    entries = AuditEntry.objects.filter(action=Action.IMPORTED).order_by("pk").values_list("record_title", "detail")
    assert list(entries) == [
        ("鲁抗医药", "由表格“单位.xlsx”导入：修改1行。"),
        ("新来的公司", "由表格“单位.xlsx”导入：新增1行。"),
    ]
    assert LogEntry.objects.filter(user=editor).count() == 2


def test_organizations_of_one_name_are_told_apart_by_their_slugs(editor_client):
    for slug in ("a", "b"):
        make.make_organization("同名公司", slug=slug)
    page = send(editor_client, "organizations", xlsx(["名称", "备注"], ["同名公司", "甲"]))
    assert mistakes(page) == [(2, "网址名", "有2个同名的单位，请写明是哪一个：a、b。")]
    page = send(editor_client, "organizations", xlsx(["名称", "网址名", "备注"], ["同名公司", "b", "乙"]))
    assert changes(page) == {2: {"备注": ("", "乙")}}


def test_an_organization_stands_in_a_file_once(editor_client):
    make.make_organization("鲁抗")
    page = send(
        editor_client, "organizations", xlsx(["名称", "备注"], *[[name, "甲"] for name in ["新", "新", "鲁抗", "鲁抗"]])
    )
    assert mistakes(page) == [(3, "", "与第2行说的是同一条单位。"), (5, "", "与第4行说的是同一条单位。")]
    assert Organization.objects.count() == 1


def test_rules_of_the_model_are_told_at_their_columns(editor_client):
    heads = ["名称", "网址名", "类别", "网站"]
    page = send(
        editor_client, "organizations", xlsx(heads, ["甲", "有 空格", "什么", "不是网址"], ["x" * 121, "", "", ""])
    )
    assert [(number, column) for number, column, _ in mistakes(page)] == [
        (2, "网址名"), (2, "类别"), (2, "网站"), (3, "名称"),
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_exported_organizations_are_read_back_without_a_change(editor_client, suffix):
    make.make_organization("=SUM(A1)", note="+86 531\r\n-一行", website="https://www.example.org/?a=1")
    make.make_organization("山东大学", kind="institution", place="city")
    page = send(editor_client, "organizations", export(editor_client, "organizations", suffix).content, f"a.{suffix}")
    assert labels(page) == [(2, "不变"), (3, "不变")]


def test_no_cell_of_an_export_is_a_formula(editor_client):
    make.make_organization("=SUM(A1)", note="@SUM(A1)")
    assert rows_of(export(editor_client, "organizations"))[1][0] == "'=SUM(A1)"
    assert "'=SUM(A1)" in export(editor_client, "organizations", "csv").content.decode("utf-8-sig")


# Members


def test_members_become_editions_of_their_committees(editor_client):
    laser, green = make.make_committee("激光党委"), make.make_committee("绿色党委")
    member = make.make_membership(laser, make.make_organization("甲公司"), role="leader", note="旧")
    make.make_organization("乙公司")
    heads = ["产业链组织", "单位", "角色", "加入时间", "备注"]
    rows = [
        ["激光党委", "甲公司", "链主企业", "2021年3月", "新"],
        ["激光党委", "甲公司", "发起单位", None, None],
        [green.slug, "乙公司", None, 2022, None],
    ]
    page = send(editor_client, "members", xlsx(heads, *rows))
    assert labels(page) == [(2, "修改"), (3, "新增"), (4, "新增")]
    assert changes(page)[2] == {"加入时间": ("", "2021年3月"), "备注": ("旧", "新")}
    assert [row.about for row in page.context["outcome"].rows] == [
        "激光党委，甲公司",
        "激光党委，甲公司",
        "绿色党委，乙公司",
    ]
    confirm(editor_client, "members", page)
    member.refresh_from_db()
    assert member.note == "旧"
    roles = {}
    for committee in Committee.objects.all():
        rows = committee.head.snapshot["parts"]["memberships"].values()
        roles[committee.name] = sorted((row["role"], row["joined"]) for row in rows)
    assert roles == {"激光党委": [("founding", None), ("leader", "2021-03")], "绿色党委": [("member", "2022")]}


def test_a_rule_that_only_the_database_holds_is_told_at_its_row(editor_client):
    committee = make.make_committee("激光党委")
    for name, role in (("甲公司", "leader"), ("甲公司二", "leader"), ("乙公司", "member")):
        make.make_membership(committee, make.make_organization(name), role=role)
    rows = rows_of(export(editor_client, "members"))
    rows[2][1] = "甲公司"
    page = send(editor_client, "members", xlsx(*rows))
    assert [(number, sentence) for number, _, sentence in mistakes(page)] == [(3, "这个单位已以同一角色列为成员。")]


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_exported_members_are_read_back_without_a_change(editor_client, suffix):
    committee = make.make_committee()
    make.make_membership(committee, source=make.make_source("一报"), joined="2021-03")
    make.make_membership(committee, make.make_organization("同名"))
    make.make_membership(committee, make.make_organization("同名"), source=make.make_source("一报"))
    page = send(editor_client, "members", export(editor_client, "members", suffix).content)
    assert [label for _, label in labels(page)] == ["不变"] * 3


# Targets


def test_targets_are_imported_and_may_be_changed(editor_client):
    indicator = make.make_indicator("收入")
    make.make_target(indicator, period="2022", value=Decimal(50), source=make.make_source("月报"))
    heads = ["指标", "种类", "时期", "数值", "来源"]
    rows = [["收入", "年度目标", "2022年", "突破60亿元", "月报"], ["收入", "法定时限", None, 30, "月报"]]
    page = send(editor_client, "targets", xlsx(heads, *rows))
    assert labels(page) == [(2, "修改"), (3, "新增")]
    assert changes(page)[2] == {"数值": ("50", "60"), "精确程度": ("确数", "超过（超、突破、余）")}
    confirm(editor_client, "targets", page)
    indicator.refresh_from_db()
    rows = indicator.head.snapshot["parts"]["targets"].values()
    assert sorted((row["kind"], row["period"], Decimal(row["value"])) for row in rows) == [
        ("goal", "2022", 60),
        ("limit", None, 30),
    ]


def test_a_goal_without_a_period_is_refused(editor_client):
    make.make_indicator("收入")
    make.make_source("月报")
    page = send(editor_client, "targets", xlsx(["指标", "数值", "来源"], ["收入", 30, "月报"]))
    assert mistakes(page) == [(2, "时期", "目标要写明时期。")]


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_exported_targets_are_read_back_without_a_change(editor_client, suffix):
    indicator = make.make_indicator()
    make.make_target(indicator, label="招商目标", qualifier="at_least")
    make.make_target(indicator, kind="limit", value=31, note="=规定")
    page = send(editor_client, "targets", export(editor_client, "targets", suffix).content)
    assert labels(page) == [(2, "不变"), (3, "不变")]


# What it costs


@pytest.mark.parametrize("key", ["organizations", "members", "values", "targets"])
def test_an_export_takes_the_same_queries_for_two_records_and_for_eight(editor_client, key):
    def count():
        with CaptureQueriesContext(connection) as queries:
            export(editor_client, key)
        return len(queries)

    def add(records):
        for _ in range(records):
            make.make_membership(make.make_committee())
            make.make_target(make.make_observation().indicator)
        return count()

    add(1)
    assert add(1) == add(6)
