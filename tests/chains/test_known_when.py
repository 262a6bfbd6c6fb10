"""As of a day: the figures exactly as they were known then. Chance makes the past, plain Python says what is right."""

import datetime
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chains.models import Indicator, Observation, Target
from tests import factories as make

pytestmark = pytest.mark.django_db

in_database = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
days = st.dates(datetime.date(2022, 1, 1), datetime.date(2022, 3, 1))
PERIODS = ["2021", "2021-Q4", "to 2021-11", "2021-12", "2021-01/2021-06", "2022-01"]


@contextmanager
def undone():
    """Whatever the block writes is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@st.composite
def pasts(draw):
    """``{period: [days]}``: on each day one more value of the period became known; the later corrects the former."""
    periods = draw(st.lists(st.sampled_from(PERIODS), unique=True, max_size=4))
    return {period: sorted(draw(st.lists(days, min_size=1, max_size=5))) for period in periods}


def write(past):
    """Make an indicator with that past; give it with ``{period: [observations]}``."""
    indicator, source, lines = make.make_indicator(), make.make_source(), {}
    for period, known in past.items():
        line = lines[period] = []
        for day in known:
            values = {"period": period, "source": source, "known_from": day, "value": Decimal(len(line))}
            if line:
                values |= {"replaces": line[-1], "reason": "误"}
            line.append(make.make_observation(indicator, **values))
    return indicator, lines


def known(line, day):
    """Give what of ``line`` was known on ``day``; the last of it was current then."""
    return [value for value in line if day is None or value.known_from <= day]


@in_database
@given(pasts(), st.none() | days)
def test_each_period_has_the_newest_value_that_was_known_and_no_other(past, day):
    with undone():
        _, lines = write(past)
        right = {known(line, day)[-1] for line in lines.values() if known(line, day)}
        assert set(Observation.objects.current(day)) == right
        seen = Observation.objects.known_on(day).select_related("replaced_by")
        assert set(seen) == {value for line in lines.values() for value in known(line, day)}
        assert {value for value in seen if value.is_current} == right


@in_database
@given(pasts(), st.none() | days)
def test_a_card_shows_the_newest_of_what_was_known(past, day):
    with undone():
        indicator, lines = write(past)
        current = {known(line, day)[-1] for line in lines.values() if known(line, day)}
        newest_first = [value for value in Observation.objects.newest_first() if value in current]
        card = Indicator.objects.with_card(day).get(pk=indicator.pk)
        assert card.latest == (newest_first[0] if newest_first else None)


GOALS = ["2021", "2021-Q4", "to 2021-11", "to 2021", "2021/2025", "2022", "2021-01/2021-06"]


@in_database
@given(pasts(), st.lists(st.sampled_from(GOALS), unique=True, max_size=3), st.booleans(), st.none() | days)
def test_a_card_holds_the_value_that_counts_for_each_target_as_if_all_were_loaded(past, goals, limited, day):
    with undone():
        indicator, _ = write(past)
        source = make.make_source(published="2021")
        for period in goals:
            make.make_target(indicator, period=period, source=source)
        if limited:
            make.make_target(indicator, kind="limit", source=source)
        everything = list(Observation.objects.current(day).newest_first())
        card = Indicator.objects.with_card(day).get(pk=indicator.pk)
        assert len(card.progresses) == len(goals) + limited
        for progress in card.progresses:
            right = next((value for value in everything if progress.target.counts(value)), None)
            assert progress.observation == right


published = st.none() | st.dates(datetime.date(2021, 11, 1), datetime.date(2022, 3, 1)).flatmap(
    lambda day: st.sampled_from([f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"])
)
around = st.dates(datetime.date(2021, 12, 1), datetime.date(2022, 2, 28)) | st.sampled_from(
    [datetime.date(2021, 12, 31), datetime.date(2022, 1, 31), datetime.date(2021, 12, 30)]
)


@in_database
@given(st.lists(published, min_size=1, max_size=4), around)
def test_a_target_is_known_from_the_last_day_on_which_its_source_may_have_come_out(dates, day):
    with undone():
        targets = [make.make_target(source=make.make_source(published=date)) for date in dates]
        sources = {target: target.source.published for target in targets}
        right = {target for target, date in sources.items() if date is None or date.last_day <= day}
        assert set(Target.objects.known_on(day)) == right


def test_what_became_known_later_changes_nothing_that_was_said_of_a_day_before():
    indicator = make.make_indicator()
    first = make.make_observation(indicator, period="2021", known_from=datetime.date(2022, 1, 20), value=Decimal(148))
    day = datetime.date(2022, 2, 1)

    def then():
        card = Indicator.objects.with_card(day).get(pk=indicator.pk)
        return card.latest.wording, [(str(v.pk), v.is_current) for v in Observation.objects.known_on(day)]

    before = then()
    make.make_correction(first, known_from=datetime.date(2022, 2, 2))
    make.make_observation(indicator, period="2022-01", known_from=datetime.date(2022, 2, 15))
    assert then() == before == ("148亿元", [(str(first.pk), True)])


def test_the_newest_goal_that_is_measured_is_shown_before_the_one_to_come():
    indicator, source = make.make_indicator(), make.make_source(published="2021")
    make.make_observation(indicator, period="2021", value=15, source=source)
    for year, value in (("2021", 20), ("2022", 30)):
        make.make_target(indicator, period=year, value=value, source=source)
    card = Indicator.objects.with_card().get()
    assert card.progress.sentence == "2021年完成15亿元，占年度目标20亿元的75%。"
    assert [progress.target.value for progress in card.progresses] == [30, 20]
