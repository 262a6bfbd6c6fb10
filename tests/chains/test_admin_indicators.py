"""Indicators, their values and targets in the admin."""

import datetime
from decimal import Decimal

import pytest

from chains.models import Indicator, Observation, Target
from portal.editions.models import Edition
from portal.editions.people import Actor
from portal.editions.workflow import adopt, publish_alone
from tests import factories as make
from tests.admin_pages import add_page, add_row, change_page, changelist, errors_of, form_of, lost

pytestmark = pytest.mark.django_db


def new_indicator(client, **values):
    data = form_of(client.get(add_page(Indicator)))
    return data | {"name": "生产总值", "unit": "亿元", "decimals": "1", "topic": "economy", **values}


def add_value(data, **values):
    defaults = {"value": "12.5", "qualifier": "exact", "of": "", "status": "verified", "source": ""}
    defaults |= {"place": "", "known_from": "", "replaces": "", "reason": "", "note": ""}
    return add_row(data, "observations", **defaults | values)


def add_target(data, **values):
    defaults = {"kind": "goal", "period": "", "label": "", "value": "20", "qualifier": "exact", "of": ""}
    return add_row(data, "targets", **defaults | {"source": "", "place": "", "note": ""} | values)


@pytest.fixture
def source():
    return make.make_source(published="2022-06")


def test_an_editor_adds_an_indicator_with_two_values_and_a_target(editor_client, source):
    data = new_indicator(editor_client)
    add_value(data, period="2021年", value="1500", qualifier="over", source=source.pk)
    add_value(data, period="2022年1—5月", value="620.5", source=source.pk, known_from="2022-06-10")
    add_target(data, period="2022", value="1600", source=source.pk)
    assert editor_client.post(add_page(Indicator), data).status_code == 302
    indicator = Indicator.objects.get()
    values = {str(row.period): (row.wording, str(row.known_from)) for row in indicator.observations.all()}
    assert values == {
        "2021": ("突破1500亿元", "2022-06-30"),
        "2022-01/2022-05": ("620.5亿元", "2022-06-10"),
    }
    assert [target.wording for target in indicator.targets.all()] == ["1600亿元"]


def test_saving_an_untouched_form_changes_nothing(editor_client):
    indicator = make.make_indicator(public_from=None)
    old = make.make_observation(indicator, value=Decimal("1500.5"))
    make.make_correction(old)
    make.make_target(indicator)
    before = list(Observation.objects.order_by("pk").values()), list(Target.objects.values())
    page = editor_client.get(change_page(indicator))
    data = form_of(page)
    assert {data[f"observations-{n}-value"] for n in range(2)} == {"1500.5", "1501.5"}
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    assert editor_client.post(change_page(indicator), data).status_code == 302
    assert (list(Observation.objects.order_by("pk").values()), list(Target.objects.values())) == before
    assert [len(formset.forms) for formset in formsets] == [2, 1]


def test_two_new_values_for_one_period_are_refused_at_the_second(editor_client, source):
    data = new_indicator(editor_client, definition="不能丢的口径")
    add_value(data, period="2021年", source=source.pk)
    add_value(data, period="2021", value="13.5", source=source.pk)
    response = editor_client.post(add_page(Indicator), data)
    assert response.status_code == 200
    values = response.context["inline_admin_formsets"][0].formset
    assert values.errors == [{}, {"period": ["这一时期已有数值；如要更正，请指明更正哪一条。"]}]
    assert lost(data, response) == {}
    assert not Indicator.objects.exists()


def test_two_goals_for_one_period_are_refused_and_a_limit_beside_them_is_not(editor_client, source):
    data = new_indicator(editor_client)
    add_target(data, kind="limit", period="2022", source=source.pk)
    add_target(data, period="2022", source=source.pk)
    assert editor_client.post(add_page(Indicator), data).status_code == 302
    data = new_indicator(editor_client, name="另一个")
    add_target(data, period="2022", source=source.pk)
    add_target(data, period="2022", source=source.pk)
    response = editor_client.post(add_page(Indicator), data)
    assert response.status_code == 200
    assert errors_of(response) == ["这一时期已有目标。"]


def test_two_limits_are_refused(editor_client, source):
    data = new_indicator(editor_client)
    add_target(data, kind="limit", source=source.pk)
    add_target(data, kind="limit", period="2022", source=source.pk)
    response = editor_client.post(add_page(Indicator), data)
    assert response.status_code == 200
    assert errors_of(response) == ["这个指标已有法定时限。"]


def test_a_row_that_is_being_deleted_does_not_count(editor_client, source):
    data = new_indicator(editor_client)
    first = add_value(data, period="2021", source=source.pk)
    add_value(data, period="2021", source=source.pk)
    data[f"observations-{first}-DELETE"] = "on"
    assert editor_client.post(add_page(Indicator), data).status_code == 302


# Corrections


def test_a_correction_is_a_new_row_that_names_the_old_one(editor_client):
    old = make.make_observation(make.make_indicator(public_from=None), period="2021")
    data = form_of(editor_client.get(change_page(old.indicator)))
    add_value(data, period="2021", value="13.5", source=old.source.pk, replaces=old.pk, reason="来源更正。")
    assert editor_client.post(change_page(old.indicator), data).status_code == 302
    new = Observation.objects.exclude(pk=old.pk).get()
    assert (new.replaces, new.indicator) == (old, old.indicator)
    assert list(Observation.objects.current()) == [new]


def test_a_correction_says_why(editor_client):
    old = make.make_observation(period="2021")
    data = form_of(editor_client.get(change_page(old.indicator)))
    add_value(data, period="2021", source=old.source.pk, replaces=old.pk)
    assert errors_of(editor_client.post(change_page(old.indicator), data)) == ["更正要写明原因。"]


def test_a_correction_is_of_the_same_period(editor_client):
    old = make.make_observation(period="2021")
    data = form_of(editor_client.get(change_page(old.indicator)))
    row = add_value(data, period="2020", source=old.source.pk, replaces=old.pk, reason="来源更正。")
    response = editor_client.post(change_page(old.indicator), data)
    errors = response.context["inline_admin_formsets"][0].formset.errors[row]
    assert errors == {"replaces": ["只能更正同一指标、同一时期的数值。"]}


def test_a_value_of_another_indicator_can_be_neither_seen_nor_sent_as_the_corrected_one(editor_client):
    own, foreign = make.make_observation(period="2021"), make.make_observation(period="2021")
    page = editor_client.get(change_page(own.indicator))
    assert str(foreign.pk) not in page.text
    data = form_of(page)
    row = add_value(data, period="2021", source=own.source.pk, replaces=foreign.pk, reason="来源更正。")
    response = editor_client.post(change_page(own.indicator), data)
    errors = response.context["inline_admin_formsets"][0].formset.errors[row].as_data()
    assert [error.code for error in errors["replaces"]] == ["invalid_choice"]


def test_one_value_cannot_be_corrected_twice_in_one_submission(editor_client):
    old = make.make_observation(period="2021")
    data = form_of(editor_client.get(change_page(old.indicator)))
    for _ in range(2):
        add_value(data, period="2021", source=old.source.pk, replaces=old.pk, reason="来源更正。")
    response = editor_client.post(change_page(old.indicator), data)
    assert response.status_code == 200
    assert errors_of(response) == ["这一条已有更正；如更正又有误，请指明更正那条更正。"]


def test_a_new_row_may_correct_current_values_only(editor_client):
    old = make.make_observation(period="2021")
    new = make.make_correction(old)
    formset = editor_client.get(change_page(old.indicator)).context["inline_admin_formsets"][0].formset
    offered = {choice for choice, _ in formset.empty_form.fields["replaces"].choices}
    assert offered == {"", new.pk}


def test_a_corrected_value_is_not_deleted_before_its_correction(editor_client):
    old = make.make_observation(make.make_indicator(public_from=None), period="2021")
    new = make.make_correction(old)
    data = form_of(editor_client.get(change_page(old.indicator)))
    row = next(n for n in range(2) if data[f"observations-{n}-id"] == str(old.pk))
    data[f"observations-{row}-DELETE"] = "on"
    response = editor_client.post(change_page(old.indicator), data)
    assert response.status_code == 200
    assert errors_of(response)
    assert set(Observation.objects.all()) == {old, new}


def test_an_indicator_is_deleted_with_its_values_and_their_corrections(editor_client):
    indicator = make.make_indicator(public_from=None)
    make.make_correction(make.make_observation(indicator))
    url = change_page(indicator).replace("/change/", "/delete/")
    assert editor_client.post(url, {"post": "yes"}).status_code == 302
    assert not Observation.objects.exists()


# Bad input


@pytest.mark.parametrize(
    ("field", "bad", "said"),
    [
        ("period", "2022-13", "没有13月。"),
        ("period", "2022年6月31日", "2022年6月没有31日。"),
        ("period", "2022-05/2022-01", "时期的结束（2022年1月）早于开始（2022年5月）。"),
        ("period", "", "该字段是必填项。"),
        ("value", "12.55", "这个指标最多记1位小数。"),
        ("value", "123456789012345678", "确认总共不超过 15 个数字."),
        ("value", "很多", "输入一个数字。"),
        ("source", "", "该字段是必填项。"),
        ("known_from", "2022-06-31", "输入一个有效的日期。"),
    ],
)
def test_a_bad_value_is_refused_at_its_field_with_everything_still_there(editor_client, source, field, bad, said):
    data = new_indicator(editor_client, definition="不能丢的口径")
    add_value(data, **{"period": "2021", "source": source.pk, "note": "不能丢的备注", field: bad})
    response = editor_client.post(add_page(Indicator), data)
    assert response.status_code == 200
    (errors,) = response.context["inline_admin_formsets"][0].formset.errors
    assert list(errors) == [field]
    assert errors[field] == [said]
    assert lost(data, response) == {}


def test_a_rank_is_not_above_the_number_of_those_ranked(editor_client, source):
    data = new_indicator(editor_client, unit="位", decimals="0")
    add_value(data, period="2021", value="200", of="157", source=source.pk)
    response = editor_client.post(add_page(Indicator), data)
    assert response.status_code == 200
    assert errors_of(response) == ["位次不能大于参评总数。"]


def test_a_goal_has_a_period_and_a_limit_needs_none(editor_client, source):
    data = new_indicator(editor_client)
    row = add_target(data, source=source.pk)
    assert errors_of(editor_client.post(add_page(Indicator), data)) == ["目标要写明时期。"]
    data[f"targets-{row}-kind"] = "limit"
    assert editor_client.post(add_page(Indicator), data).status_code == 302


def test_an_indicator_is_about_one_thing_only(editor_client):
    about = {"committee": make.make_committee().pk, "initiative": make.make_initiative().pk}
    response = editor_client.post(add_page(Indicator), new_indicator(editor_client, **about))
    assert response.status_code == 200
    assert errors_of(response) == ["所属组织和所属举措只能选一个。"]


def test_a_value_whose_source_has_no_date_asks_when_it_became_known(editor_client):
    undated = make.make_source(published=None)
    data = new_indicator(editor_client)
    add_value(data, period="2021", source=undated.pk)
    response = editor_client.post(add_page(Indicator), data)
    (errors,) = response.context["inline_admin_formsets"][0].formset.errors
    assert errors == {"known_from": ["来源没有刊发时间，请写明这个数值的公开日期。"]}


# The list of indicators and the list of values


def test_the_list_shows_the_newest_value_and_the_targets_in_words(editor_client):
    indicator = make.make_indicator()
    make.make_observation(indicator, period="2021", value=10)
    make.make_observation(indicator, period="2022", value=1500, qualifier="over")
    make.make_target(indicator, period="2022", value=1600)
    text = editor_client.get(changelist(Indicator)).text
    assert "2022年：突破1500亿元" in text
    assert "2022年目标：1600亿元" in text


def test_values_are_listed_with_a_link_to_their_indicator(editor_client):
    value = make.make_observation(period="2022-Q1", value=1500, qualifier="over")
    text = editor_client.get(changelist(Observation)).text
    assert change_page(value.indicator) in text
    assert "2022年一季度" in text
    assert "突破1500亿元" in text


def test_values_are_found_by_indicator_and_by_year_whatever_is_typed(editor_client):
    found = make.make_observation(make.make_indicator("一般公共预算收入"), period="2021-03")
    make.make_observation(found.indicator, period="2020")
    make.make_observation(period="2021-03")
    response = editor_client.get(changelist(Observation), {"q": "预算 2021"})
    assert list(response.context["cl"].result_list) == [found]
    assert editor_client.get(changelist(Observation), {"q": "突破'%"}).status_code == 200


def test_current_and_corrected_values_are_told_apart(editor_client):
    old = make.make_observation()
    new = make.make_correction(old)
    for state, value in {"yes": new, "no": old}.items():
        response = editor_client.get(changelist(Observation), {"current": state})
        assert list(response.context["cl"].result_list) == [value]


def test_values_are_written_on_the_page_of_their_indicator_only(admin_client):
    value = make.make_observation()
    assert admin_client.get(add_page(Observation)).status_code == 403
    assert admin_client.get(change_page(value)).status_code == 200
    assert admin_client.post(change_page(value), {"value": "1"}).status_code == 403
    assert admin_client.post(change_page(value).replace("/change/", "/delete/")).status_code == 403


# Values that were public stay as they are


def public_value(editor_client, **values):
    """Give a value of a public indicator that has its first edition."""
    value = make.make_observation(make.make_indicator("生产总值", decimals=1), period="2021", **values)
    adopt(value.indicator)
    return value


def test_a_public_value_stands_beside_the_form_and_not_in_it(editor_client):
    value = public_value(editor_client, value=Decimal("148.5"))
    response = editor_client.get(change_page(value.indicator))
    formset = response.context["inline_admin_formsets"][0].formset
    assert (formset.forms, formset.public_values) == ([], [value])
    page = response.content.decode()
    assert "148.5亿元" in page
    assert f'data-correct="{value.pk}"' in page


def test_a_draft_of_a_public_indicator_offers_its_new_values_and_no_others(editor_client, source):
    value = public_value(editor_client)
    data = form_of(editor_client.get(change_page(value.indicator)))
    add_value(data, period="2022", value="150", source=source.pk)
    assert editor_client.post(change_page(value.indicator), data).status_code == 302
    formset = editor_client.get(change_page(value.indicator)).context["inline_admin_formsets"][0].formset
    assert [str(form.instance.period) for form in formset.forms[:1]] == ["2022"]
    assert formset.initial_form_count() == 1
    assert formset.public_values == [value]
    assert list(Observation.objects.all()) == [value]


@pytest.mark.parametrize("change", [{"value": "1"}, {"note": "改"}, {"period": "2019"}, {"DELETE": "on"}])
def test_a_forged_row_changes_no_public_value(editor_client, change):
    value = public_value(editor_client)
    before = Observation.objects.values().get()
    data = form_of(editor_client.get(change_page(value.indicator)))
    row = {"period": "2021", "value": "12.5", "qualifier": "exact", "status": "verified", "source": value.source.pk}
    row |= {
        "id": value.pk,
        "indicator": value.indicator.pk,
        "known_from": "2022-06-30",
        "of": "",
        "place": "",
        "note": "",
    }
    data |= {f"observations-0-{name}": str(text) for name, text in (row | change).items()}
    data |= {"observations-TOTAL_FORMS": "1", "observations-INITIAL_FORMS": "1"}
    response = editor_client.post(change_page(value.indicator), data)
    assert response.status_code == 409
    assert "公开过的数值不能改动或删除" in response.content.decode()
    assert Observation.objects.values().get() == before
    assert Edition.objects.of(value.indicator).count() == 1


def test_a_correction_of_a_public_value_is_an_edition_and_the_old_value_stays(editor_client, source):
    value = public_value(editor_client)
    data = form_of(editor_client.get(change_page(value.indicator)))
    add_value(data, period="2021", value="13.5", source=source.pk, replaces=value.pk, reason="来源更正。")
    assert editor_client.post(change_page(value.indicator), data).status_code == 302
    assert list(Observation.objects.current()) == [value]
    edition = Edition.objects.of(value.indicator).first()
    publish_alone(edition, Actor(make.make_user(is_superuser=True)), reason="测试")
    assert [row.wording for row in Observation.objects.newest_first()] == ["13.5亿元", "12.5亿元"]
    assert [row.wording for row in Observation.objects.current()] == ["13.5亿元"]


def test_a_form_that_was_open_while_its_value_was_published_says_so_and_loses_nothing(editor_client, source):
    indicator = make.make_indicator(public_from=None, decimals=1)
    value = make.make_observation(indicator, period="2021")
    edition = adopt(indicator)
    data = form_of(editor_client.get(change_page(indicator)))
    publish_alone(edition, Actor(make.make_user(is_superuser=True)), reason="测试")
    data["observations-0-value"] = "77.7"
    response = editor_client.post(change_page(indicator), data)
    assert response.status_code == 409
    assert "77.7" in response.content.decode()
    assert Observation.objects.get() == value


def test_only_the_newest_values_are_shown_of_very_many(editor_client, monkeypatch):
    monkeypatch.setattr("chains.admin.indicators.MOST_VALUES", 3)
    indicator = make.make_indicator()
    for _ in range(5):
        make.make_observation(indicator)
    adopt(indicator)
    formset = editor_client.get(change_page(indicator)).context["inline_admin_formsets"][0].formset
    assert [str(value.period) for value in formset.public_values] == ["2005", "2004", "2003"]


def test_the_unit_of_public_values_is_shown_and_not_taken_from_the_form(editor_client):
    value = public_value(editor_client)
    data = form_of(editor_client.get(change_page(value.indicator)))
    assert "unit" not in data
    editor_client.post(change_page(value.indicator), data | {"unit": "万元", "definition": "新口径"})
    edition = Edition.objects.of(value.indicator).first()
    assert (edition.snapshot["fields"]["unit"], edition.snapshot["fields"]["definition"]) == ("亿元", "新口径")


def test_a_line_of_corrections_is_held_as_it_is_sent(editor_client):
    indicator = make.make_indicator(public_from=None)
    old = make.make_observation(indicator, period="2021", known_from=datetime.date(2022, 1, 10))
    make.make_correction(old, known_from=datetime.date(2022, 3, 1))
    data = form_of(editor_client.get(change_page(indicator)))
    for number in range(2):
        is_old = data[f"observations-{number}-id"] == str(old.pk)
        data[f"observations-{number}-known_from"] = "2022-02-20" if is_old else "2022-02-01"
    response = editor_client.post(change_page(indicator), data)
    assert response.status_code == 200
    assert errors_of(response) == ["更正的公开日期不能早于被更正的数值（2022-02-20）。"]


def test_a_row_that_is_sent_as_new_with_the_key_of_another_is_a_row_of_its_own(editor_client):
    value = public_value(editor_client)
    data = form_of(editor_client.get(change_page(value.indicator)))
    add_value(data, period="2020", value="77.7", source=value.source.pk, id=value.pk)
    response = editor_client.post(change_page(value.indicator), data)
    assert response.status_code == 302
    assert Observation.objects.get().value == Decimal("12.5")
    drafted = Edition.objects.of(value.indicator).first().snapshot["parts"]["observations"]
    assert {key == str(value.pk): row["value"] for key, row in drafted.items()} == {True: "12.5000", False: "77.7000"}
