"""Values of indicators as spreadsheets: exported, changed, previewed and imported as editions."""

from decimal import Decimal

import pytest

from chains.models import Observation
from portal.editions import workflow
from portal.editions.models import Action, AuditEntry, Edition
from portal.editions.people import Actor
from tests import factories as make
from tests.sheets import changes, confirm, export, labels, mistakes, rows_of, send, xlsx

pytestmark = pytest.mark.django_db

HEADS = ["指标", "时期", "数值", "来源"]


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


def test_a_new_row_becomes_an_edition_and_changes_nothing_public(editor_client, editor, revenue):
    page = send(editor_client, "values", xlsx(HEADS, ["收入", "2020年", 45.5, "财政月报"]), "六月.xlsx")
    assert labels(page) == [(2, "新增")]
    assert changes(page)[2]["数值"] == ("", "45.5")
    assert Edition.objects.count() == 0
    answer = confirm(editor_client, "values", page)
    assert answer.status_code == 302
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


def draft(indicator, **values):
    """Add a value to the newest edition only."""
    editor = make.make_user()
    editor.is_superuser = True
    editor.save()
    values["period"] = Observation._meta.get_field("period").to_python(values["period"])
    return workflow.revise(indicator, Actor(editor), lambda row: row.observations.create(**values))


def test_the_preview_compares_with_the_draft(editor_client, revenue, source):
    draft(revenue, period="2019", value=7, source=source)
    page = send(editor_client, "values", xlsx(HEADS, ["收入", "2019年", 8, "财政月报"]))
    assert labels(page) == [(2, "修改")]
    assert changes(page) == {2: {"数值": ("7", "8")}}
    confirm(editor_client, "values", page)
    assert newest(revenue) == {"2021": Decimal("48.1"), "2019": Decimal(8)}


def test_a_public_value_is_not_changed(editor_client, revenue):
    page = send(editor_client, "values", xlsx(HEADS, ["收入", "2021年", 50, "财政月报"]))
    assert mistakes(page) == [(2, "数值", "公开过的数值不能改动；有误请另加一行更正。")]
    assert Edition.objects.count() == 0


def test_a_correction_names_the_value_that_it_replaces(editor_client, revenue):
    heads = [*HEADS, "更正哪一条", "更正原因"]
    page = send(editor_client, "values", xlsx(heads, ["收入", "2021年", 50, "财政月报", "48.1", "改正"]))
    assert changes(page)[2]["更正哪一条"] == ("", "48.1亿元")
    confirm(editor_client, "values", page)
    revenue.refresh_from_db()
    rows = revenue.head.snapshot["parts"]["observations"]
    corrections = [row for row in rows.values() if row["replaces"]]
    assert [Decimal(row["value"]) for row in corrections] == [50]
    assert corrections[0]["replaces"] == str(revenue.observations.get().pk)
