"""The value grid: new values of many indicators on one screen, each the next edition of its own."""

from decimal import Decimal
from uuid import UUID

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from chains.admin.grid import MOST_ROWS
from chains.models import Indicator, Observation
from portal.editions import workflow
from portal.editions.models import Edition
from portal.editions.people import Actor
from tests import factories as make
from tests.admin_pages import change_page, changelist, count_queries, form_of, lost

pytestmark = pytest.mark.django_db

GRID = "/admin/chains/indicator/values/"


@pytest.fixture
def source():
    return make.make_source(published="2022-06-10")


def open_grid(client, **filters):
    """Give what the grid would send untouched."""
    response = client.get(GRID, filters)
    assert response.status_code == 200
    return form_of(response)


def fill(client, source_of_all, values, **common):
    """Give the grid with a value for each indicator of ``values``; more of a row with ``{"value": …, "note": …}``."""
    data = open_grid(client) | {"period": "2022年1—5月", "source": str(source_of_all.pk)} | common
    for indicator, row in values.items():
        row = row if isinstance(row, dict) else {"value": row}
        data |= {f"{indicator.pk}-{name}": value for name, value in row.items()}
    return data


def enter(client, source, values, **common):
    return client.post(GRID, fill(client, source, values, **common))


def editions(indicator):
    """Give the editions of ``indicator``, newest first."""
    return list(Edition.objects.of(indicator))


def drafted(indicator):
    """Give the wording of each value in the newest edition, by period."""
    rows = editions(indicator)[0].snapshot["parts"]["observations"].values()
    values = [(row, Observation(indicator=indicator, value=Decimal(row["value"]))) for row in rows]
    for row, value in values:
        value.qualifier, value.of = row["qualifier"], row["of"]
    return {row["period"]: value.wording for row, value in values}


def values_of(indicator, period):
    """Give all that the newest edition says of the value for ``period``."""
    (row,) = (r for r in editions(indicator)[0].snapshot["parts"]["observations"].values() if r["period"] == period)
    return row


def revise(indicator, editor, change):
    """Give a newer edition of ``indicator``, after ``change(row)`` or with the fields of ``change``."""
    if isinstance(change, dict):
        return workflow.revise(
            indicator, Actor(editor), lambda row: Indicator.objects.filter(pk=row.pk).update(**change)
        )
    return workflow.revise(indicator, Actor(editor), change)


def add_value(source, **values):
    """Give the change that adds a value. Its source is made before: what a rehearsal makes is gone after it."""
    return lambda row: make.make_observation(row, source=source, **values)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def row_errors(response):
    """Give ``{indicator: {field: sentences}}`` of the rows that complain."""
    return {row.indicator: dict(row.errors) for row in response.context["rows"] if row.errors}


def common_errors(response):
    return dict(response.context["adminform"].errors)


def is_unsaved(response, data):
    """Whether nothing was saved, and everything typed is still on the page."""
    nothing_new = not Edition.objects.filter(number__gt=1).exists() and not LogEntry.objects.exists()
    return response.status_code == 200 and lost(data, response) == {} and nothing_new and said(response) == []


def listed(client, **filters):
    return [row.indicator for row in client.get(GRID, filters).context["rows"]]


# Saving


def test_every_filled_row_becomes_an_edition_and_every_empty_one_is_left_alone(editor_client, editor, source):
    output, firms, rank, other = (make.make_indicator(unit=unit) for unit in ("亿元", "家", "位", "亿元"))
    response = enter(editor_client, source, {output: "突破1500", firms: "800余家", rank: "第10位（共157家）"})
    assert (response.status_code, response["Location"]) == (302, GRID)
    assert drafted(output) == {"2022-01/2022-05": "突破1500亿元"}
    assert drafted(firms) == {"2022-01/2022-05": "800余家"}
    assert drafted(rank) == {"2022-01/2022-05": "第10位（共157家）"}
    newest = editions(output)[0]
    assert (newest.number, newest.author, newest.state) == (2, editor, "draft")
    assert editions(other) == []


def test_what_stands_above_the_rows_holds_for_all_of_them(editor_client, source):
    one, two = make.make_indicator(), make.make_indicator()
    common = {"status": "verified", "known_from": "2022-06-08", "place": "第二节", "comment": "五月快报"}
    enter(editor_client, source, {one: "1", two: "2"}, **common)
    for indicator in (one, two):
        row = values_of(indicator, "2022-01/2022-05")
        assert (row["status"], row["known_from"], row["place"]) == ("verified", "2022-06-08", "第二节")
        assert str(row["source"]) == str(source.pk)
        assert editions(indicator)[0].comment == "五月快报"


def test_a_row_may_have_its_own_period_place_and_note(editor_client, source):
    own, other = make.make_indicator(), make.make_indicator()
    row = {"value": "1", "period": "2022年5月", "place": "引语", "note": "含预计数。"}
    enter(editor_client, source, {own: row, other: "2"}, place="第二节")
    found = values_of(own, "2022-05")
    assert (found["place"], found["note"]) == ("引语", "含预计数。")
    assert values_of(other, "2022-01/2022-05")["place"] == "第二节"


def test_a_new_value_is_preliminary_and_known_from_the_day_of_its_source(editor_client, source):
    indicator = make.make_indicator()
    assert open_grid(editor_client)["status"] == "preliminary"
    enter(editor_client, source, {indicator: "1"})
    row = values_of(indicator, "2022-01/2022-05")
    assert (row["status"], row["known_from"]) == ("preliminary", "2022-06-10")


def test_the_public_page_and_the_tables_stay_as_they_were(editor_client, source):
    indicator = make.make_observation(period="2021").indicator
    address = indicator.get_absolute_url()
    before = list(Observation.objects.values()), Client().get(address).content
    enter(editor_client, source, {indicator: "1"})
    assert (list(Observation.objects.values()), Client().get(address).content) == before
    assert drafted(indicator) == {"2021": "12.5亿元", "2022-01/2022-05": "1亿元"}


def test_a_value_is_added_to_the_newest_edition_and_nothing_of_that_is_lost(editor_client, editor, source):
    indicator = make.make_indicator()
    revise(indicator, editor, add_value(source, period="2021", value=7))
    enter(editor_client, source, {indicator: "1"})
    assert drafted(indicator) == {"2021": "7亿元", "2022-01/2022-05": "1亿元"}
    assert editions(indicator)[0].number == 3


def test_what_somebody_saves_while_the_grid_is_open_stays(editor_client, editor, source):
    indicator = make.make_indicator()
    data = fill(editor_client, source, {indicator: "1"})
    revise(indicator, editor, add_value(source, period="2021", value=7))
    assert editor_client.post(GRID, data).status_code == 302
    assert drafted(indicator) == {"2021": "7亿元", "2022-01/2022-05": "1亿元"}


def test_an_indicator_that_was_never_public_shows_its_value_in_the_tables(editor_client, source):
    indicator = make.make_indicator(public_from=None)
    enter(editor_client, source, {indicator: "1"})
    assert Observation.objects.get().wording == "1亿元"
    assert not Indicator.objects.public().exists()


def test_the_message_says_how_many_were_saved_and_that_nothing_public_has_changed(editor_client, source):
    rows = {make.make_indicator(f"第{number}个", position=number): "1" for number in range(1, 4)}
    response = enter(editor_client, source, rows)
    assert said(response) == ["已为3个指标（第1个、第2个、第3个）各存一个新版本，公开页面没有改变。"]


def test_the_message_about_many_does_not_name_them(editor_client, source):
    response = enter(editor_client, source, {make.make_indicator(): "1" for _ in range(7)})
    assert said(response) == ["已为7个指标各存一个新版本，公开页面没有改变。"]


def test_the_grid_comes_back_with_the_same_rows(editor_client, source):
    indicator = make.make_indicator()
    address = f"{GRID}?ids={indicator.pk}"
    response = editor_client.post(address, fill(editor_client, source, {indicator: "1"}))
    assert response["Location"] == address


def test_saving_is_logged_as_the_form_does(editor_client, editor, source):
    indicator = make.make_indicator()
    enter(editor_client, source, {indicator: "1"})
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.object_repr) == (editor, str(indicator.pk), indicator.name)
    assert entry.get_change_message() == "保存第2版"


# Submitting


def test_what_is_saved_can_be_submitted_at_once(editor_client, source):
    one, two = make.make_indicator("甲", position=1), make.make_indicator("乙", position=2)
    response = enter(editor_client, source, {one: "1", two: "2"}, submit="on", secrecy_checked="on")
    assert said(response) == ["已为2个指标（甲、乙）各存一个新版本并送审，公开页面没有改变。"]
    newest = [editions(indicator)[0] for indicator in (one, two)]
    assert [(edition.number, edition.state_label, edition.secrecy_checked) for edition in newest] == [
        (2, "待初审", True),
        (2, "待初审", True),
    ]


def test_nothing_is_submitted_without_the_check_of_secrecy(editor_client, source):
    data = fill(editor_client, source, {make.make_indicator(): "1"}, submit="on")
    response = editor_client.post(GRID, data)
    assert common_errors(response) == {"secrecy_checked": ["送审前要作保密审查，并勾选确认。"]}
    assert is_unsaved(response, data)


def test_without_the_tick_nothing_is_submitted(editor_client, source):
    indicator = make.make_indicator()
    enter(editor_client, source, {indicator: "1"}, secrecy_checked="on")
    assert editions(indicator)[0].state == Edition.State.DRAFT


def test_a_row_says_that_saving_ends_its_review_and_the_message_says_that_it_has(editor_client, editor, source):
    indicator = make.make_indicator("甲")
    workflow.submit(revise(indicator, editor, add_value(source)), Actor(editor), secrecy_checked=True)
    assert "保存后原来的送审作废" in editor_client.get(GRID).text
    response = enter(editor_client, source, {indicator: "1"})
    ended = "已为1个指标（甲）各存一个新版本，公开页面没有改变。其中1个原来的送审已终止，需要重新送审。"
    assert said(response) == [ended]


# What is refused: nothing is saved, everything typed stays


@pytest.mark.parametrize(
    ("unit", "typed", "sentence"),
    [
        ("亿元", "很多", "“很多”不是数值。"),
        ("亿元", "近1500以上", "“近1500以上”写了两种精确程度，请只留一种。"),
        ("亿元", "12.555", "这个指标最多记2位小数。"),
        ("亿元", "123456789012345678", "确认总共不超过 15 个数字."),
        ("位", "第0位", "位次应为从1起的整数。"),
        ("位", "第200位（共157家）", "位次不能大于参评总数。"),
    ],
)
def test_a_bad_value_is_refused_at_its_cell_and_no_row_is_saved(editor_client, source, unit, typed, sentence):
    good, bad = make.make_indicator(), make.make_indicator(unit=unit)
    data = fill(editor_client, source, {good: "1", bad: typed}, comment="不能丢的说明")
    response = editor_client.post(GRID, data)
    (errors,) = row_errors(response).values()
    assert list(row_errors(response)) == [bad]
    assert list(errors) == ["value"]
    assert sentence in errors["value"][0]
    assert is_unsaved(response, data)
    assert editions(good) == []


def test_every_row_says_what_is_wrong_with_it_at_once(editor_client, source):
    one, two = make.make_indicator(decimals=0), make.make_indicator(of_whole=True, unit="%")
    response = enter(editor_client, source, {one: "1.5", two: "101"})
    assert row_errors(response) == {
        one: {"value": ["这个指标只记整数。"]},
        two: {"value": ["占整体的百分比应在0到100之间。"]},
    }


@pytest.mark.parametrize(("own", "cell"), [("", "value"), ("2021年", "period")])
def test_a_period_that_has_a_value_is_refused_where_it_was_typed(editor_client, source, own, cell):
    indicator = make.make_observation(period="2021", value=1500, qualifier="over").indicator
    row = {"value": "1", "period": own}
    data = fill(editor_client, source, {indicator: row}, period="2021")
    response = editor_client.post(GRID, data)
    sentence = "这一时期已有数值（突破1500亿元）；如要更正，请打开该指标。"
    assert row_errors(response) == {indicator: {cell: [sentence]}}
    assert is_unsaved(response, data)


def test_a_period_that_was_filled_meanwhile_is_refused_and_not_entered_twice(editor_client, source):
    indicator = make.make_indicator()
    data = fill(editor_client, source, {indicator: "1"})
    assert editor_client.post(GRID, data).status_code == 302
    response = editor_client.post(GRID, data)
    sentence = "这一时期已有数值（1亿元）；如要更正，请打开该指标。"
    assert row_errors(response) == {indicator: {"value": [sentence]}}
    assert lost(data, response) == {}
    assert editions(indicator)[0].number == 2


@pytest.mark.parametrize(
    ("field", "bad", "sentence"),
    [
        ("period", "", "该字段是必填项。"),
        ("period", "2022年13月", "没有13月。"),
        ("source", "", "该字段是必填项。"),
        ("known_from", "2022-06-31", "输入一个有效的日期。"),
        ("place", "字" * 81, "确保该变量包含不超过 80 字符 (目前字符数 81)。"),
    ],
)
def test_what_is_wrong_above_the_rows_is_said_there(editor_client, source, field, bad, sentence):
    data = fill(editor_client, source, {make.make_indicator(): "1"}, **{"comment": "不能丢的说明", field: bad})
    response = editor_client.post(GRID, data)
    assert common_errors(response) == {field: [sentence]}
    assert row_errors(response) == {}
    assert is_unsaved(response, data)


def test_a_source_without_a_date_asks_once_when_the_values_became_known(editor_client):
    undated = make.make_source(published=None)
    data = fill(editor_client, undated, {make.make_indicator(): "1", make.make_indicator(): "2"})
    response = editor_client.post(GRID, data)
    assert common_errors(response) == {"known_from": ["来源没有刊发时间，请写明这个数值的公开日期。"]}
    assert is_unsaved(response, data)


def test_what_the_model_says_of_a_common_field_is_said_there_once(editor_client, source, monkeypatch):
    def refuse(value):
        if value.has_indicator:
            raise ValidationError({"known_from": "太早了。"})

    monkeypatch.setattr(Observation, "clean", refuse)
    data = fill(editor_client, source, {make.make_indicator(): "1", make.make_indicator(): "2"})
    response = editor_client.post(GRID, data)
    assert (common_errors(response), row_errors(response)) == ({"known_from": ["太早了。"]}, {})
    assert is_unsaved(response, data)


def test_a_bad_period_of_a_row_is_said_in_the_row(editor_client, source):
    indicator = make.make_indicator()
    data = fill(editor_client, source, {indicator: {"value": "1", "period": "2022年13月"}})
    response = editor_client.post(GRID, data)
    assert row_errors(response) == {indicator: {"period": ["没有13月。"]}}
    assert is_unsaved(response, data)


def test_a_grid_without_a_value_is_refused_with_a_sentence(editor_client, source):
    make.make_indicator()
    data = fill(editor_client, source, {})
    response = editor_client.post(GRID, data)
    assert common_errors(response) == {"__all__": ["还没有填写数值。"]}
    assert is_unsaved(response, data)


def test_a_note_without_its_value_is_not_passed_over(editor_client, source):
    filled, forgotten = make.make_indicator(), make.make_indicator()
    data = fill(editor_client, source, {filled: "1", forgotten: {"note": "不能丢的备注"}})
    response = editor_client.post(GRID, data)
    assert row_errors(response) == {forgotten: {"value": ["这一行没有数值；不录入的话，请把这一行别的格子清空。"]}}
    assert is_unsaved(response, data)


def test_a_unit_that_changed_while_the_grid_was_open_is_said_and_then_known(editor_client, editor, source):
    indicator = make.make_indicator(unit="亿元")
    data = fill(editor_client, source, {indicator: "1500"})
    revise(indicator, editor, {"unit": "万元"})
    response = editor_client.post(GRID, data)
    assert row_errors(response) == {indicator: {"value": ["单位已由“亿元”改为“万元”，请核对数值。"]}}
    assert editor_client.post(GRID, form_of(response)).status_code == 302
    assert values_of(indicator, "2022-01/2022-05")["value"] == "1500.0000"


def test_an_indicator_that_was_deleted_meanwhile_is_said_with_what_was_typed_for_it(editor_client, source):
    gone, other = make.make_indicator(), make.make_indicator()
    data = fill(editor_client, source, {gone: "777", other: "1"})
    gone.delete()
    response = editor_client.post(GRID, data)
    sentence = "有的指标已被删除，或您不能再修改。为它填的数值没有保存：777。"
    assert common_errors(response) == {"__all__": [sentence]}
    assert editions(other) == []
    assert editor_client.post(GRID, form_of(response)).status_code == 302
    assert drafted(other) == {"2022-01/2022-05": "1亿元"}


def test_an_edition_that_cannot_be_opened_is_said_at_its_row(editor_client, editor, source):
    good, bad, gone = make.make_indicator(), make.make_indicator(), make.make_source()
    revise(bad, editor, add_value(gone, period="2021"))
    gone.delete()
    response = enter(editor_client, source, {good: "1", bad: "2"})
    (errors,) = row_errors(response).values()
    assert list(row_errors(response)) == [bad]
    assert "最新版本打不开：“来源”引用的来源（编号" in errors["value"][0]
    assert editions(good) == []


def test_what_the_workflow_refuses_is_said_at_the_row(editor_client, source, monkeypatch):
    indicator = make.make_indicator()
    monkeypatch.setattr("portal.editions.rights.may_edit", lambda user, record: "这条记录现在不能修改。")
    data = fill(editor_client, source, {indicator: "1"})
    response = editor_client.post(GRID, data)
    assert row_errors(response) == {indicator: {"value": ["这条记录现在不能修改。"]}}
    assert is_unsaved(response, data)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only here can the database be made to refuse to write.")
def test_a_database_that_cannot_write_gives_everything_typed_back_to_be_sent_again(editor_client, source):
    indicator = make.make_indicator()
    data = fill(editor_client, source, {indicator: "1"}, comment="不能丢的说明")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1")
        try:
            response = editor_client.post(GRID, data)
        finally:
            cursor.execute("PRAGMA query_only = 0")
    assert response.status_code == 503
    assert "没有保存：数据库现在写不进去" in response.text
    assert editor_client.post(GRID, form_of(response)).status_code == 302
    assert editions(indicator)[0].comment == "不能丢的说明"


# What the grid shows


def test_rows_stand_in_the_order_of_topics_under_their_names(editor_client):
    last = make.make_indicator(topic="innovation")
    second = make.make_indicator(topic="economy", position=2)
    first = make.make_indicator(topic="economy", position=1)
    assert listed(editor_client) == [first, second, last]
    text = editor_client.get(GRID).text
    assert text.index("经济运行</th>") < text.index("创新与治理</th>")


def test_topic_and_cycle_narrow_the_rows(editor_client):
    both = make.make_indicator(topic="economy", cycle="monthly")
    topic = make.make_indicator(topic="economy", cycle="yearly")
    cycle = make.make_indicator(topic="chains", cycle="monthly")
    assert set(listed(editor_client, topic="economy")) == {both, topic}
    assert set(listed(editor_client, cycle="monthly")) == {both, cycle}
    assert listed(editor_client, topic="economy", cycle="monthly") == [both]


def test_a_topic_that_there_is_not_is_said(editor_client):
    make.make_indicator()
    response = editor_client.get(GRID, {"topic": "weather"})
    assert response.status_code == 200
    assert list(response.context["filter_form"].errors) == ["topic"]


@pytest.mark.parametrize("ids", ["{0},{1}", "{0}, x,{1},,99999999999999999999", "{1},{0},{0}"])
def test_the_chosen_indicators_alone_are_listed(editor_client, ids):
    one, two, _ = (make.make_indicator(position=number) for number in range(3))
    assert listed(editor_client, ids=ids.format(one.pk, two.pk)) == [one, two]


def test_the_action_of_the_list_opens_the_grid_for_the_chosen_ones(editor_client):
    one, two = make.make_indicator(), make.make_indicator()
    data = {"action": "enter_values", "_selected_action": [one.pk, two.pk]}
    response = editor_client.post(changelist(Indicator), data)
    assert response.status_code == 302
    assert response["Location"].startswith(f"{GRID}?ids=")
    assert {row.indicator for row in editor_client.get(response["Location"]).context["rows"]} == {one, two}


def test_the_list_leads_to_the_grid(editor_client):
    assert f'href="{GRID}"' in editor_client.get(changelist(Indicator)).text
    assert reverse("admin:chains_indicator_values") == GRID


def test_more_indicators_than_fit_are_said_and_not_listed(editor_client):
    for _ in range(MOST_ROWS + 1):
        make.make_indicator()
    response = editor_client.get(GRID)
    assert len(response.context["rows"]) == MOST_ROWS
    assert f"这里只列出前{MOST_ROWS}个" in response.text
    Indicator.objects.last().delete()
    assert "这里只列出前" not in editor_client.get(GRID).text


def test_a_row_shows_the_newest_value_that_is_public(editor_client):
    indicator = make.make_indicator()
    make.make_observation(indicator, period="2021", value=10)
    make.make_observation(indicator, period="2022-01/2022-05", value=1500, qualifier="over")
    text = editor_client.get(GRID).text
    assert '<span class="grid-quiet">2022年1—5月</span> 突破1500亿元' in text
    assert "10亿元" not in text


def test_a_row_shows_the_newest_value_of_a_draft_and_the_name_that_it_has_there(editor_client, editor):
    old = make.make_observation(period="2020", value=10)

    def change(row):
        wrong = make.make_observation(row, period="2021", value=20, source=old.source, id=UUID(int=1))
        make.make_correction(wrong, value=21, source=old.source, id=UUID(int=2))
        Indicator.objects.filter(pk=row.pk).update(name="新名")

    revise(old.indicator, editor, change)
    text = editor_client.get(GRID).text
    assert '<span class="grid-quiet">2021年</span> 21亿元' in text
    assert "新名：数值" in text
    assert "10亿元" not in text


def test_a_draft_without_values_shows_none(editor_client, editor):
    indicator = make.make_indicator()
    revise(indicator, editor, {"name": "新名"})
    assert "还没有</span>" in editor_client.get(GRID).text


def test_a_draft_that_cannot_be_read_does_not_keep_the_others_from_being_listed(editor_client, editor):
    edition = revise(make.make_indicator(), editor, add_value(make.make_source(), period="2021"))
    (row,) = edition.snapshot["parts"]["observations"].values()
    row["period"] = "很久以前"
    edition.save()
    assert len(listed(editor_client)) == 1


def test_the_newest_value_is_the_one_that_public_pages_would_call_the_newest(editor_client, editor):
    indicator = make.make_indicator()
    for number, period in enumerate(["to 2021-12", "2021", "2021-Q4", "2021-12"]):
        make.make_observation(indicator, period=period, id=UUID(int=number))
    newest = indicator.observations.current().newest_first().first()
    revise(indicator, editor, {"name": "新名"})
    (shown,) = listed(editor_client)
    assert (shown.name, str(shown.latest.period)) == ("新名", str(newest.period))
    assert str(newest.period) == "2021-12"


def test_every_box_has_a_name_and_its_complaint_is_tied_to_it(editor_client, source):
    indicator = make.make_indicator("地区生产总值")
    text = enter(editor_client, source, {indicator: {"value": "很多", "period": "乱写"}}).text
    for label in ("数值", "时期", "位置", "备注"):
        assert f'aria-label="地区生产总值：{label}"' in text
    for name in ("value", "period"):
        assert f'aria-describedby="id_{indicator.pk}-{name}_error"' in text
        assert f'id="id_{indicator.pk}-{name}_error"' in text


def test_enter_in_a_box_presses_no_button(editor_client):
    make.make_indicator()
    text = editor_client.get(GRID).text
    form = text[text.index('<form method="post" novalidate>') :]
    assert form.index('<button type="submit" disabled hidden>') < form.index('type="submit" class="default"')


def test_the_page_takes_the_same_queries_for_three_rows_and_for_thirty(editor_client, editor, source):
    def add(number):
        for _ in range(number):
            indicator = make.make_indicator(committee=make.make_committee())
            make.make_correction(make.make_observation(indicator))
            revise(indicator, editor, add_value(source, period="2022"))

    add(3)
    few = count_queries(editor_client, GRID)
    add(27)
    assert count_queries(editor_client, GRID) == few
    assert few == 9


# Rights


def rights(*names):
    user = make.make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    "names",
    [(), ("view_indicator", "add_observation"), ("change_indicator",), ("change_indicator", "view_observation")],
)
def test_whoever_may_not_change_indicators_and_add_values_has_no_grid(source, names):
    indicator = make.make_indicator()
    client = rights(*names)
    data = {f"{indicator.pk}-value": "1", f"{indicator.pk}-unit": "亿元", "period": "2022", "source": source.pk}
    assert client.get(GRID).status_code == 403
    assert client.post(GRID, data | {"status": "preliminary"}).status_code == 403
    assert editions(indicator) == []


def test_visitors_are_asked_to_log_in(client):
    assert client.get(GRID)["Location"].startswith("/admin/login/")


def test_the_list_offers_the_grid_only_to_those_who_may_change_indicators():
    make.make_indicator()
    assert "批量录入数值" not in rights("view_indicator").get(changelist(Indicator)).text


def test_the_form_of_an_indicator_has_its_old_address(editor_client):
    indicator = make.make_indicator()
    assert editor_client.get(change_page(indicator)).status_code == 200
