"""The register's rules of data hold in the database, and say in Chinese what is wrong."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError

from chains.models import Committee, Indicator, Source
from portal.shared.dates import PartialDate
from tests.factories import (
    make_committee,
    make_indicator,
    make_initiative,
    make_membership,
    make_milestone,
    make_observation,
    make_organization,
    make_source,
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
