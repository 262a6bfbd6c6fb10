"""The register's rules of data hold in the database, and say in Chinese what is wrong."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError

from chains.models import Committee, Indicator, Observation, Source, Target
from chains.periods import Period
from portal.shared.dates import PartialDate
from tests.factories import (
    make_committee,
    make_correction,
    make_indicator,
    make_initiative,
    make_membership,
    make_milestone,
    make_observation,
    make_organization,
    make_source,
    make_target,
)

pytestmark = pytest.mark.django_db


def sentences(row):
    """Give what ``row`` is refused for."""
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return refusal.value.messages


def test_a_committee_cannot_be_led_by_itself():
    committee = make_committee()
    committee.led_by = committee
    assert sentences(committee) == ["一个组织不能由自己牵头。"]
    with pytest.raises(IntegrityError):
        committee.save()


@pytest.mark.parametrize("make", [make_indicator, make_milestone])
def test_a_record_is_about_one_thing_at_most(make):
    with pytest.raises(IntegrityError):
        make(committee=make_committee(), initiative=make_initiative())


def test_an_organisation_is_a_member_once_in_each_role():
    member = make_membership(role="supporting")
    make_membership(member.committee, member.organization, role="signatory")
    with pytest.raises(IntegrityError):
        make_membership(member.committee, member.organization, role="supporting")


def test_what_is_cited_cannot_be_deleted():
    for row in (make_membership().organization, make_observation().source):
        with pytest.raises(ProtectedError):
            row.delete()


def test_a_period_has_one_first_value():
    value = make_observation(period="2022-Q1")
    with pytest.raises(IntegrityError):
        make_observation(value.indicator, period="2022年1—3月")


def test_the_second_value_of_a_period_is_refused_with_a_sentence():
    value = make_observation(period="2022-Q1")
    second = Observation(indicator=value.indicator, period="2022-Q1", value=1, source=value.source)
    assert sentences(second) == ["这一时期已有数值；如要更正，请指明更正哪一条。"]


def test_a_correction_leaves_the_old_value_and_takes_its_place():
    old = make_observation(period="2021", value=Decimal("100"))
    new = make_correction(old, value=Decimal("101"))
    indicator = Indicator.objects.with_page().get()
    assert indicator.latest == new
    assert {value: value.is_current for value in indicator.newest_observations} == {old: False, new: True}
    assert set(Observation.objects.current()) == {new}


def test_a_value_is_corrected_once_so_that_no_period_has_two_current_values():
    old = make_observation(period="2021")
    make_correction(old)
    with pytest.raises(IntegrityError):
        make_correction(old)


def test_a_correction_says_why():
    old = make_observation(period="2021")
    with pytest.raises(IntegrityError):
        make_correction(old, reason="")


def test_a_correction_is_of_the_same_indicator_and_period():
    old = make_observation(period="2021")
    for changed in ({"indicator": make_indicator()}, {"period": "2020"}):
        values = {"indicator": old.indicator, "period": "2021", "source": old.source, "value": 1, "reason": "误"}
        assert sentences(Observation(**values | changed, replaces=old)) == ["只能更正同一指标、同一时期的数值。"]


def test_corrections_never_lead_back_to_where_they_began():
    first = make_observation(period="2021")
    second = make_correction(first)
    third = make_correction(second)
    for newer in (first, third):
        first.replaces, first.reason = newer, "误"
        assert "一条数值不能更正自己，也不能更正后来更正它的数值。" in sentences(first)


def test_a_corrected_value_cannot_be_moved_to_another_period():
    value = make_observation(period="2021")
    make_correction(value)
    value.refresh_from_db()
    value.period = Period.parse("2020")
    assert sentences(value) == ["这条数值已被更正，不能再改到别的时期。"]


def test_a_rank_is_within_the_total():
    with pytest.raises(IntegrityError):
        make_observation(value=10, of=9)


def test_a_value_has_no_more_digits_than_its_indicator():
    indicator = make_indicator(decimals=1)
    values = {"indicator": indicator, "period": "2021", "source": make_source()}
    assert sentences(Observation(value=Decimal("1.25"), **values)) == ["这个指标最多记1位小数。"]
    Observation(value=Decimal("1.2000"), **values).full_clean()


def test_fifteen_digits_survive_the_database():
    value = Decimal("12345678901.2345")
    make_observation(make_indicator(decimals=4), value=value)
    assert Observation.objects.get().value == value


def test_a_value_is_known_from_the_last_day_that_its_source_may_have_come_out():
    assert make_observation(source=make_source(published="2022-06")).known_from == datetime.date(2022, 6, 30)


def test_a_value_whose_source_has_no_date_needs_one_itself():
    value = Observation(indicator=make_indicator(), period="2021", value=1, source=make_source(published=None))
    assert sentences(value) == ["来源没有刊发时间，请写明这个数值何时为人所知。"]


def test_the_days_of_a_period_are_kept_for_sorting_even_in_bulk():
    values = {"indicator": make_indicator(), "source": make_source(), "known_from": datetime.date(2022, 6, 30)}
    Observation.objects.bulk_create([Observation(period="2022-01/2022-05", value=1, **values)])
    value = Observation.objects.get()
    assert (value.period_start, value.period_end) == (datetime.date(2022, 1, 1), datetime.date(2022, 5, 31))


def test_the_latest_value_ends_last_and_of_two_the_shorter_span_is_newer():
    indicator = make_indicator()
    for period in ("2021", "2022-01/2022-06", "2022-06", "to 2022-05", "2022-Q1"):
        make_observation(indicator, period=period)
    for loaded in (Indicator.objects.with_card().get(), Indicator.objects.with_page().get(), Indicator.objects.get()):
        assert str(loaded.latest.period) == "2022-06"


def test_a_span_comes_before_a_standing_total_of_the_same_day_on_every_database():
    indicator = make_indicator()
    for period in ("to 2022-06", "2022-06"):
        make_observation(indicator, period=period)
    assert [str(value.period) for value in Observation.objects.newest_first()] == ["2022-06", "to 2022-06"]
    assert str(Indicator.objects.with_card().get().latest.period) == "2022-06"


def test_a_goal_names_its_period_and_a_limit_need_not():
    with pytest.raises(IntegrityError):
        make_target(kind="goal", period=None)


def test_an_indicator_has_one_limit_and_one_goal_for_each_period():
    limit = make_target(kind="limit", period=None)
    make_target(limit.indicator, period="2022")
    twice = [Target(indicator=limit.indicator, kind="limit"), Target(indicator=limit.indicator, period="2022")]
    for target in twice:
        target.value, target.source = 1, limit.source
        assert sentences(target) in (["这个指标已有法定时限。"], ["这一时期已有目标。"])


def test_partial_dates_come_back_as_they_were_known():
    make_committee(founded="2021-03")
    assert Committee.objects.get().founded == PartialDate(2021, 3)
    assert Committee.objects.filter(founded__startswith="2021").exists()


def test_an_unknown_partial_date_is_refused_before_it_is_stored():
    with pytest.raises(ValidationError, match="2022年6月没有31日。"):
        make_committee(founded="2022-06-31")


def test_only_records_whose_time_has_come_are_public():
    now = datetime.datetime.now(datetime.UTC)
    hour = datetime.timedelta(hours=1)
    public, *hidden = (make_committee(public_from=time) for time in (now - hour, now + hour, None))
    assert list(Committee.objects.public()) == [public]
    assert [row.is_public for row in (public, *hidden)] == [True, False, False]


def test_an_indicator_is_public_only_together_with_what_it_is_about():
    hidden = {"committee": make_committee(public_from=None)}, {"initiative": make_initiative(public_from=None)}
    shown = [make_indicator(), make_indicator(committee=make_committee()), make_indicator(initiative=make_initiative())]
    withheld = [make_indicator(**about) for about in hidden] + [make_indicator(public_from=None)]
    assert set(Indicator.objects.public()) == set(shown)
    assert [indicator.is_public for indicator in shown + withheld] == [True] * 3 + [False] * 3


def test_undated_sources_come_last_on_every_database():
    slugs = {published: make_source(published=published).slug for published in (None, "2021", "2022-06")}
    assert [source.slug for source in Source.objects.all()] == [slugs["2022-06"], slugs["2021"], slugs[None]]


def test_a_member_with_two_roles_is_counted_once():
    member = make_membership(role="supporting")
    make_membership(member.committee, member.organization, role="signatory")
    assert Committee.objects.with_card().get().member_count == 1


def test_an_organisation_keeps_its_typed_slug():
    assert make_organization(name="比亚迪", slug="byd").slug == "byd"
