"""Everything that the seed holds is found on a page, and every link on the seeded site leads somewhere."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils.html import strip_tags

from chains.models import Committee, Indicator, Initiative, Milestone, Organization, Source
from news.models import Feature

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def squeezed(text):
    return re.sub(r"\s+", "", text)


def words_of(address):
    """Give what a visitor reads at ``address``, without tags and white space."""
    response = Client().get(address)
    assert response.status_code == 200, address
    return squeezed(unescape(strip_tags(response.content.decode())))


def test_every_value_is_on_its_page_with_period_source_place_and_remark():
    for indicator in Indicator.objects.all():
        page = words_of(indicator.get_absolute_url())
        for value in indicator.observations.select_related("source", "indicator"):
            for said in (value.wording, value.period.label, value.source.outlet, value.place, value.note):
                assert squeezed(said) in page, (indicator.slug, said)


def test_every_target_is_on_its_page_with_period_source_place_and_remark():
    for indicator in Indicator.objects.filter(targets__isnull=False):
        page = words_of(indicator.get_absolute_url())
        for target in indicator.targets.select_related("source", "indicator"):
            period = target.period.label if target.period else target.name
            for said in (target.wording, period, target.source.outlet, target.place, target.note):
                assert squeezed(said) in page, (indicator.slug, said)


def test_the_sixteen_that_are_counted_stand_beside_those_that_are_named():
    page = words_of("/chains/")
    indicator = Indicator.objects.get(slug="chain-committees")
    assert "16个" in page
    assert squeezed(indicator.latest.note) in page
    assert all(committee.name in page for committee in Committee.objects.all())


def test_every_member_is_on_the_page_of_its_committee_with_place_and_role():
    for committee in Committee.objects.prefetch_related("memberships__organization"):
        page = words_of(committee.get_absolute_url())
        for member in committee.memberships.all():
            said = (member.organization.name, member.organization.get_place_display(), member.get_role_display())
            assert all(words in page for words in said), member


def test_every_initiative_and_milestone_is_listed():
    services, timeline = words_of("/services/"), words_of("/timeline/")
    assert all(squeezed(initiative.name) in services for initiative in Initiative.objects.all())
    for milestone in Milestone.objects.all():
        assert squeezed(milestone.title) in timeline
        assert milestone.date.label in timeline


def test_every_organisation_of_the_report_is_named_on_some_page():
    addresses = [row.get_absolute_url() for model in (Committee, Feature) for row in model.objects.all()]
    pages = "".join(words_of(address) for address in addresses)
    assert [name for name in Organization.objects.values_list("name", flat=True) if name not in pages] == []


def test_the_source_page_gives_the_credits_and_the_month_of_the_report():
    source = Source.objects.get()
    page = words_of(source.get_absolute_url())
    assert all(squeezed(line) in page for line in source.credits.splitlines())
    assert "2022年6月" in page


def test_every_link_leads_to_a_page():
    client, seen, waiting = Client(), set(), ["/"]
    while waiting:
        address = waiting.pop()
        seen.add(address)
        response = client.get(address)
        assert response.status_code == 200, address
        if response["Content-Type"].startswith("text/html"):
            links = {unescape(link) for link in re.findall(r'<a [^>]*href="(/[^"#]*)', response.content.decode())}
            links = {link for link in links if not link.startswith("/api/v1/")}  # tests/described asks for its examples
            waiting += links - seen - set(waiting)
    for milestone in Milestone.objects.all():
        page, _, anchor = milestone.get_absolute_url().partition("#")
        assert f'id="{anchor}"' in client.get(page).content.decode()
    assert {row.get_absolute_url() for row in Feature.objects.all()} <= seen
    assert {row.get_absolute_url() for row in Indicator.objects.all()} <= seen
