"""Values and targets: what is refused, wherever it comes from, and what is known when."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chains.models import Indicator, Observation, Source, Target
from chains.periods import Period
from portal.shared.seedfiles import SeedError
from portal.shared.seeding import Seeder
from tests import factories as make
from tests.admin_pages import add_row, change_page, form_of

pytestmark = pytest.mark.django_db

AMOUNT = {"unit": "亿元", "decimals": 1}
SHARE = {"unit": "%", "decimals": 1, "of_whole": True}
RANK = {"unit": "位", "decimals": 1}

# What a value is, of which indicator, the field at which it is refused, and the sentence.
BAD = {
    "ends before it starts": (
        AMOUNT,
        {"period": "2022-05/2022-01"},
        "period",
        "时期的结束（2022年1月）早于开始（2022年5月）。",
    ),
    "is of the 31st of June": (AMOUNT, {"period": "2022-06-31"}, "period", "2022年6月没有31日。"),
    "has too many decimals": (AMOUNT, {"value": "1.25"}, "value", "这个指标最多记1位小数。"),
    "has too many digits": (AMOUNT, {"value": "1234567890123456"}, "value", "15"),
    "is no number": (AMOUNT, {"value": "很多"}, "value", ""),
    "is more than the whole": (SHARE, {"value": "100.1"}, "value", "占整体的百分比应在0到100之间。"),
    "is less than nothing of the whole": (SHARE, {"value": "-0.1"}, "value", "占整体的百分比应在0到100之间。"),
    "is rank 0": (RANK, {"value": "0"}, "value", "位次应为从1起的整数。"),
    "is rank 1.5": (RANK, {"value": "1.5"}, "value", "位次应为从1起的整数。"),
    "is a rank that is not exact": (RANK, {"value": "5", "qualifier": "over"}, "qualifier", "位次只能是确数。"),
    "is a rank beyond the last": (RANK, {"value": "10", "of": "9"}, "of", "位次不能大于参评总数。"),
    "is no rank, but out of some": (AMOUNT, {"value": "10", "of": "19"}, "of", "参评总数只用于单位为“位”的指标。"),
}
bad_values = pytest.mark.parametrize(("kind", "values", "field", "sentence"), BAD.values(), ids=list(BAD))


def plain(values):
    """Give ``values`` as the shell has them: numbers where they are numbers."""
    digits = values.get("value", "1").replace(".", "").replace("-", "")
    return values | ({"value": Decimal(values.get("value", "1"))} if digits.isdecimal() else {})


def observation(indicator, **values):
    """Give an observation that is not saved."""
    return Observation(**{"indicator": indicator, "period": "2021", "value": 1, "source": make.make_source()} | values)


def refused_at(field, sentence, function):
    """``function`` raises a ``ValidationError`` with ``sentence`` at ``field`` and nowhere else."""
    with pytest.raises(ValidationError) as refusal:
        function()
    assert list(refusal.value.message_dict) == [field]
    assert sentence in "".join(refusal.value.message_dict[field])


# Refused the same everywhere


@bad_values
def test_the_shell_refuses_a_value_that(kind, values, field, sentence):
    row = observation(make.make_indicator(**kind), **plain(values))
    refused_at(field, sentence, row.full_clean)
    refused_at(field, sentence, row.save)
    assert not Observation.objects.exists()


@bad_values
def test_the_shell_refuses_a_goal_that(kind, values, field, sentence):
    aims = {"indicator": make.make_indicator(**kind), "period": "2022", "value": 1, "source": make.make_source()}
    refused_at(field, sentence, Target(**aims | plain(values)).save)
    assert not Target.objects.exists()


@bad_values
def test_the_admin_refuses_a_value_that(kind, values, field, sentence, editor_client):
    indicator = make.make_indicator(**kind, public_from=None)
    data = form_of(editor_client.get(change_page(indicator)))
    row = {"period": "2021", "value": "1", "qualifier": "exact", "status": "preliminary", "note": "不能丢"}
    add_row(data, "observations", **row | {"source": make.make_source().pk} | values)
    response = editor_client.post(change_page(indicator), data)
    assert response.status_code == 200
    (errors,) = response.context["inline_admin_formsets"][0].formset.errors
    assert list(errors) == [field]
    assert sentence in "".join(errors[field])
    assert "不能丢" in response.content.decode()
    assert not Observation.objects.exists()


@bad_values
def test_the_seed_refuses_a_value_that(kind, values, field, sentence, tmp_path):
    make.make_source(slug="report")
    given = {"period": "2021", "value": "1", "source": "report"} | values
    entry = {"name": "指标", "topic": "economy"} | kind
    lines = [f"{name}: {str(value).lower() if value is True else repr(value)}" for name, value in entry.items()]
    value = ", ".join(f"{name}: {text!r}" for name, text in given.items())
    (tmp_path / "chains").mkdir()
    text = "- slug: it\n  " + "\n  ".join(lines) + f"\n  observations:\n    - {{{value}}}\n"
    (tmp_path / "chains" / "indicators.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SeedError) as refusal:
        Seeder(tmp_path).run()
    assert field in str(refusal.value)
    assert sentence in str(refusal.value)
    assert not Indicator.objects.exists()


# Held by the database, whatever writes to it


def raw(*rows):
    """Write rows without asking any of them."""
    for row in rows:
        row.known_from = row.known_from or datetime.date(2022, 6, 30)
    with transaction.atomic():
        type(rows[0]).objects.bulk_create(rows)


HELD = [
    "is more than the whole",
    "is less than nothing of the whole",
    "is rank 0",
    "is rank 1.5",
    "is a rank that is not exact",
    "is a rank beyond the last",
    "is no rank, but out of some",
]


@pytest.mark.parametrize("name", HELD)
def test_the_database_refuses_a_value_that(name):
    kind, values, _, _ = BAD[name]
    indicator = make.make_indicator(**kind)
    values = plain(values) | ({"of": int(values["of"])} if "of" in values else {})
    with pytest.raises(IntegrityError):
        raw(observation(indicator, **values))
    good = make.make_observation(indicator, value=Decimal(10), of=20 if kind is RANK else None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=good.pk).update(**values)


def test_the_database_refuses_an_end_before_the_start():
    value = make.make_observation(period="2022-Q1")
    with pytest.raises(IntegrityError):
        Observation.objects.filter(pk=value.pk).update(period_end=datetime.date(2021, 12, 31))


def test_the_database_refuses_two_first_values_of_a_period():
    value = make.make_observation(period="2022-Q1")
    with pytest.raises(IntegrityError):
        raw(observation(value.indicator, period="2022年1—3月"))


def test_the_database_refuses_two_corrections_of_one_value():
    old = make.make_observation(period="2021")
    make.make_correction(old)
    with pytest.raises(IntegrityError):
        raw(observation(old.indicator, replaces=old, reason="误"))


def test_the_database_refuses_a_correction_without_a_reason():
    old = make.make_observation(period="2021")
    with pytest.raises(IntegrityError):
        raw(observation(old.indicator, replaces=old))


@pytest.mark.parametrize("amiss", ["indicator", "period", "known_from"])
def test_the_database_refuses_a_correction_of_something_else(amiss):
    old = make.make_observation(period="2021")
    others = {"indicator": make.make_indicator(), "period": "2020", "known_from": datetime.date(2020, 1, 1)}
    values = {"indicator": old.indicator, "replaces": old, "reason": "误"}
    with pytest.raises(IntegrityError):
        raw(observation(**values | {amiss: others[amiss]}))
    correction = make.make_correction(old)
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=correction.pk).update(**{amiss: others[amiss]})
    others["known_from"] = datetime.date(2099, 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=old.pk).update(**{amiss: others[amiss]})


def test_the_database_refuses_a_circle_of_corrections():
    first = make.make_observation(period="2021")
    third = make.make_correction(make.make_correction(first))
    for end in (first, third):
        with pytest.raises(IntegrityError), transaction.atomic():
            Observation.objects.filter(pk=first.pk).update(replaces=end, reason="误")


def test_the_database_refuses_a_circle_that_is_written_at_once():
    indicator = make.make_indicator()
    one, other = (observation(indicator, reason="误") for _ in range(2))
    one.replaces, other.replaces = other, one
    with pytest.raises(IntegrityError):
        raw(one, other)


def test_the_database_takes_a_whole_line_of_corrections_in_any_order():
    indicator = make.make_indicator()
    first = observation(indicator)
    second = observation(indicator, replaces=first, reason="误")
    raw(second, first)
    assert list(Observation.objects.current()) == [second]


@pytest.mark.parametrize("change", [{"unit": "位"}, {"of_whole": True}])
def test_the_database_keeps_the_unit_to_which_the_values_belong(change):
    indicator = make.make_indicator(unit="%", decimals=1)
    make.make_observation(indicator, value=Decimal("170.2"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(pk=indicator.pk).update(**change)
    Indicator.objects.filter(pk=indicator.pk).update(unit="‰")


# Values and targets of the shell


def test_a_unit_changes_only_to_one_that_all_values_fit():
    indicator = make.make_indicator(unit="%", decimals=1)
    make.make_observation(indicator, value=Decimal("170.2"), period="2021")
    indicator.of_whole = True
    sentence = "已有的数值（2021年）不合：占整体的百分比应在0到100之间。"
    refused_at("unit", sentence, indicator.full_clean)


def test_only_percentages_are_parts_of_a_whole():
    with pytest.raises(ValidationError, match="占整体的百分比，单位应为“%”。"):
        Indicator(name="指标", unit="家", topic="economy", of_whole=True).full_clean()


def test_the_second_value_of_a_period_is_refused_at_the_period():
    value = make.make_observation(period="2022-Q1")
    second = observation(value.indicator, period="2022年1—3月")
    refused_at("period", "这一时期已有数值；如要更正，请指明更正哪一条。", second.save)


def test_a_correction_leaves_the_old_value_and_takes_its_place():
    old = make.make_observation(period="2021", value=Decimal("100"))
    new = make.make_correction(old, value=Decimal("101"))
    indicator = Indicator.objects.with_card().with_history().get()
    assert indicator.latest == new
    assert {value: value.is_current for value in indicator.newest_observations} == {old: False, new: True}
    assert set(Observation.objects.current()) == {new}


def test_a_value_is_corrected_once():
    old = make.make_observation(period="2021")
    make.make_correction(old)
    again = observation(old.indicator, replaces=old, reason="误")
    refused_at("replaces", "这一条已有更正", again.save)


def test_a_correction_says_why():
    old = make.make_observation(period="2021")
    refused_at("reason", "更正要写明原因。", observation(old.indicator, replaces=old).save)


@pytest.mark.parametrize("changed", ["indicator", "period"])
def test_a_correction_is_of_the_same_indicator_and_period(changed):
    old = make.make_observation(period="2021")
    values = {"indicator": old.indicator, "replaces": old, "reason": "误"}
    other = {"indicator": make.make_indicator(), "period": "2020"}[changed]
    row = observation(**values | {changed: other})
    refused_at("replaces", "只能更正同一指标、同一时期的数值。", row.save)


def test_the_admin_refuses_a_correction_of_another_indicators_value(editor_client):
    other, indicator = make.make_observation(period="2021"), make.make_indicator(public_from=None)
    data = form_of(editor_client.get(change_page(indicator)))
    row = {"period": "2021", "value": "1", "qualifier": "exact", "status": "preliminary", "reason": "误"}
    add_row(data, "observations", **row, source=other.source.pk, replaces=other.pk)
    response = editor_client.post(change_page(indicator), data)
    (errors,) = response.context["inline_admin_formsets"][0].formset.errors
    assert errors == {"replaces": ["只能更正同一指标、同一时期的数值。"]}


def test_a_correction_is_not_known_before_what_it_corrects():
    old = make.make_observation(period="2021", known_from=datetime.date(2022, 6, 30))
    early = observation(old.indicator, replaces=old, reason="误", known_from=datetime.date(2022, 6, 29))
    refused_at("known_from", "更正的公开日期不能早于被更正的数值（2022-06-30）。", early.save)
    make.make_correction(old, known_from=datetime.date(2022, 7, 15))
    old.refresh_from_db()
    old.known_from = datetime.date(2022, 7, 16)
    refused_at("known_from", "这条数值已被更正，公开日期不能晚于更正。", old.save)


def test_corrections_never_lead_back_to_where_they_began():
    first = make.make_observation(period="2021")
    third = make.make_correction(make.make_correction(first))
    for newer in (first, third):
        first.replaces, first.reason = newer, "误"
        refused_at("replaces", "一条数值不能更正自己，也不能更正后来更正它的数值。", first.save)


def test_a_corrected_value_cannot_be_moved_to_another_period():
    value = make.make_observation(period="2021")
    make.make_correction(value)
    value.refresh_from_db()
    value.period = Period.parse("2020")
    refused_at("period", "这条数值已被更正，不能再改到别的时期。", value.save)


def test_a_value_has_no_more_digits_than_its_indicator_and_zeros_at_the_end_are_none():
    indicator = make.make_indicator(decimals=1)
    observation(indicator, value=Decimal("1.2000")).full_clean()
    whole = make.make_indicator(decimals=0)
    refused_at("value", "这个指标只记整数。", observation(whole, value=Decimal("1.5")).save)


def test_fifteen_digits_survive_the_database():
    value = Decimal("12345678901.2345")
    make.make_observation(make.make_indicator(decimals=4), value=value)
    assert Observation.objects.get().value == value


def test_a_value_is_known_from_the_last_day_that_its_source_may_have_come_out():
    made = make.make_observation(source=make.make_source(published="2022-06"))
    assert made.known_from == datetime.date(2022, 6, 30)


def test_a_value_of_a_source_of_this_year_is_known_from_today_at_the_latest():
    today = timezone.localdate()
    made = make.make_observation(source=make.make_source(published=str(today.year)))
    assert made.known_from == today


def test_a_value_whose_source_has_no_date_needs_one_itself():
    value = observation(make.make_indicator(), source=make.make_source(published=None))
    refused_at("known_from", "来源没有刊发时间，请写明这个数值的公开日期。", value.save)


def test_the_days_of_a_period_are_kept_for_sorting_even_in_bulk():
    raw(observation(make.make_indicator(), period="2022-01/2022-05"))
    value = Observation.objects.get()
    assert (value.period_start, value.period_end) == (datetime.date(2022, 1, 1), datetime.date(2022, 5, 31))


def test_the_latest_value_ends_last_and_of_two_the_shorter_span_is_newer():
    indicator = make.make_indicator()
    for period in ("2021", "2022-01/2022-06", "2022-06", "to 2022-05", "2022-Q1"):
        make.make_observation(indicator, period=period)
    for loaded in (Indicator.objects.with_card().get(), Indicator.objects.get()):
        assert str(loaded.latest.period) == "2022-06"


def test_a_span_comes_before_a_standing_total_of_the_same_day_on_every_database():
    indicator = make.make_indicator()
    for period in ("to 2022-06", "2022-06"):
        make.make_observation(indicator, period=period)
    assert [str(value.period) for value in Observation.objects.newest_first()] == ["2022-06", "to 2022-06"]
    assert str(Indicator.objects.with_card().get().latest.period) == "2022-06"


def test_a_goal_names_its_period_and_a_limit_need_not():
    refused_at("period", "目标要写明时期。", lambda: make.make_target(kind="goal", period=None))
    make.make_target(kind="limit", period=None)


def test_an_indicator_has_one_limit_and_one_goal_for_each_period():
    limit = make.make_target(kind="limit", period=None)
    make.make_target(limit.indicator, period="2022")
    values = {"indicator": limit.indicator, "value": 1, "source": limit.source}
    refused_at("kind", "这个指标已有法定时限。", Target(kind="limit", **values).save)
    refused_at("period", "这一时期已有目标。", Target(period="2022", **values).save)


@pytest.mark.parametrize(
    ("period", "label", "name"),
    [
        ("2022", "", "年度目标"),
        ("2021/2025", "", "2021—2025年目标"),
        ("2022-Q1", "", "2022年一季度目标"),
        ("2022", "考核线", "考核线"),
    ],
)
def test_a_target_is_called_by_its_label_or_its_period(period, label, name):
    assert make.make_target(period=period, label=label).name == name


@pytest.mark.parametrize(
    "change", [{"value": Decimal("123456789012")}, {"qualifier": "about"}, {"value": Decimal("1.25")}]
)
def test_the_database_refuses_what_could_not_be_read_or_said(change):
    with pytest.raises((IntegrityError, DataError)):
        raw(observation(make.make_indicator(decimals=1), **change))


def test_the_database_refuses_a_status_that_there_is_none_of():
    with pytest.raises(IntegrityError):
        raw(observation(make.make_indicator(), status="final"))


def test_nothing_is_known_on_a_day_to_come():
    tomorrow = timezone.localdate() + datetime.timedelta(1)
    value = observation(make.make_indicator(), known_from=tomorrow)
    refused_at("known_from", "还没有到这一天。", value.save)


@pytest.mark.parametrize("period", ["2062-10", "to 2062", "2022-07"])
def test_nothing_is_known_of_a_period_before_it_begins(period):
    value = observation(make.make_indicator(), period=period)
    refused_at("period", "这个时期在公开日期（2022-06-30）还没有开始。", value.save)


def test_a_correction_of_our_own_reading_is_known_from_today_and_one_of_the_source_from_its_day():
    old = make.make_observation(period="2021")
    values = {"indicator": old.indicator, "period": "2021", "replaces": old, "reason": "误"}
    ours = observation(**values, source=old.source)
    ours.save()
    assert ours.known_from == timezone.localdate()
    other = make.make_observation(period="2021")
    newer = observation(other.indicator, replaces=other, reason="误", source=make.make_source(published="2022-07"))
    newer.save()
    assert newer.known_from == datetime.date(2022, 7, 31)


def test_a_reason_of_blanks_is_none():
    old = make.make_observation(period="2021")
    refused_at("reason", "更正要写明原因。", observation(old.indicator, replaces=old, reason="  ").save)


def test_a_value_of_nothing_is_refused_with_a_sentence():
    refused_at("indicator", "", observation(None).save)


def test_a_source_that_was_just_made_dates_its_values_too():
    source = Source.objects.create(title="报道", outlet="报", published="2022-05")
    value = observation(make.make_indicator(), source=source)
    value.save()
    assert value.known_from == datetime.date(2022, 5, 31)


def test_decimals_are_not_fewer_than_the_values_have():
    indicator = make.make_indicator(decimals=1)
    make.make_observation(indicator, value=Decimal("70.2"), period="2021")
    indicator.decimals = 0
    refused_at("decimals", "已有的数值（2021年）不合：这个指标只记整数。", indicator.full_clean)
    with pytest.raises(IntegrityError):
        Indicator.objects.filter(pk=indicator.pk).update(decimals=0)


decimals_of = st.integers(0, 4).flatmap(
    lambda places: st.tuples(st.just(places), st.decimals(-(10**10), 10**10, places=places))
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(decimals_of)
def test_the_database_takes_every_value_with_the_digits_of_its_indicator(places_and_value):
    places, value = places_and_value
    with transaction.atomic():
        raw(observation(make.make_indicator(decimals=places), value=value))
        assert Observation.objects.get().value == value
        transaction.set_rollback(True)
