"""The register in the API: what an answer holds, and which rows a filter finds."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tests import factories as make
from tests.apis import get, results, slugs
from tests.search.entries import write_all

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
MORNING = datetime.datetime(2022, 6, 1, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_a_committee_is_given_with_all_that_a_list_says_of_it(client):
    industry = make.make_industry("激光", slug="laser")
    leading = make.make_committee("牵头党委", slug="leading")
    source = make.make_source("一篇报道", slug="report", outlet="日报", published="2022-06")
    make.make_committee(
        "激光联盟", slug="laser-alliance", kind="alliance", industry=industry, led_by=leading,
        founded="2021-03", source=source, summary="简介。", public_from=MORNING,
    )  # fmt: skip
    row = get(client, "committees", kind="alliance")["results"][0]
    assert row == {
        "slug": "laser-alliance",
        "name": "激光联盟",
        "kind": "alliance",
        "kind_label": "党建联盟",
        "industry": {"slug": "laser", "name": "激光", "url": f"{SITE}/chains/industry/laser/"},
        "led_by": {"slug": "leading", "name": "牵头党委", "url": f"{SITE}/chains/leading/"},
        "founded": "2021-03",
        "founded_label": "2021年3月",
        "summary": "简介。",
        "member_count": 0,
        "source": {
            "slug": "report",
            "title": "一篇报道",
            "citation": "《一篇报道》（日报，2022年6月）",
            "url": f"{SITE}/sources/report/",
        },
        "cover": None,
        "published_at": "2022-06-01T08:30:00+08:00",
        "updated_at": "2022-06-01T08:30:00+08:00",
        "url": f"{SITE}/chains/laser-alliance/",
    }


def test_one_committee_is_given_with_members_initiatives_figures_and_body(client):
    committee = make.make_committee(slug="laser")
    led = make.make_committee(led_by=committee)
    company = make.make_organization("某公司", slug="company", place="city")
    source = make.make_source(slug="report")
    make.make_membership(committee, company, role="leader", joined="2021", source=source, note="说明")
    initiative = make.make_initiative(committee=committee)
    indicator = make.make_indicator("产值", slug="output", committee=committee)
    make.make_observation(indicator, value=Decimal("48.1"))
    make.make_committee_text(committee, "<p>正文。</p>")
    make.make_committee_photo(committee, caption="开会")
    answer = get(client, "committees/laser/")
    member = answer["memberships"][0]
    assert member["organization"] == {"slug": "company", "name": "某公司", "place": "city", "place_label": "市内"}
    assert (member["role"], member["role_label"]) == ("leader", "链主企业")
    assert (member["joined"], member["joined_label"]) == ("2021", "2021年")
    assert (member["source"]["slug"], member["note"]) == ("report", "说明")
    assert answer["member_count"] == 1
    assert [row["slug"] for row in answer["leads"]] == [led.slug]
    assert [row["slug"] for row in answer["initiatives"]] == [initiative.slug]
    assert [(row["slug"], row["latest"]["wording"]) for row in answer["indicators"]] == [("output", "48.1亿元")]
    text, photo = answer["body"]
    assert text == {"type": "text", "html": "<p>正文。</p>"}
    assert (photo["type"], photo["caption"], photo["photo"]["width"]) == ("photo", "开会", 8)
    assert photo["photo"]["url"].startswith(f"{SITE}/media/photos/")


def test_committees_come_in_the_order_of_their_names_unless_asked(client):
    for name, slug, founded in [("党委", "c", "2020"), ("安", "a", None), ("本", "b", "2021-03")]:
        make.make_committee(name, slug=slug, founded=founded)
    assert slugs(client, "committees") == ["a", "b", "c"]
    assert slugs(client, "committees", ordering="-name") == ["c", "b", "a"]
    assert slugs(client, "committees", ordering="founded") == ["c", "b", "a"]
    assert slugs(client, "committees", ordering="-founded,name") == ["b", "c", "a"]


def test_members_are_counted_once_whatever_else_is_looked_for(client):
    committee = make.make_committee()
    for _ in range(3):
        make.make_membership(committee)
        make.make_committee_text(committee, "<p>激光</p>")
    write_all()
    rows = results(client, "committees", search="激光")
    assert [row["member_count"] for row in rows] == [3]


def test_committees_are_found_by_kind_industry_and_words(client):
    laser = make.make_industry(slug="laser")
    found = make.make_committee("激光联盟", kind="alliance", industry=laser)
    make.make_committee("激光党委", industry=laser)
    make.make_committee("别的联盟", kind="alliance")
    write_all()
    assert slugs(client, "committees", kind="alliance", industry="laser", search="激光 联盟") == [found.slug]


def test_an_organisation_is_given_with_its_places_in_committees(client):
    company = make.make_organization("某公司", slug="company", kind="institution", website="https://example.org/")
    committee = make.make_committee("激光党委", slug="laser")
    make.make_membership(committee, company, role="founding")
    answer = get(client, "organizations/company/")
    assert (answer["kind"], answer["kind_label"]) == ("institution", "机构")
    assert (answer["place"], answer["place_label"]) == ("unknown", "来源未说明")
    assert [(row["committee"]["slug"], row["role"]) for row in answer["memberships"]] == [("laser", "founding")]
    assert answer["url"] == f"{SITE}/chains/?organization=company"


def test_a_committee_and_a_role_are_looked_for_in_one_membership(client):
    first, second = make.make_committee(slug="first"), make.make_committee(slug="second")
    leader, member = make.make_organization(slug="leader"), make.make_organization(slug="member")
    make.make_membership(first, leader, role="leader")
    make.make_membership(first, member, role="member")
    make.make_membership(second, member, role="leader")
    assert slugs(client, "organizations", committee="first", role="leader") == ["leader"]
    assert slugs(client, "organizations", role="leader", ordering="name") == ["leader", "member"]


def test_an_organisation_with_two_roles_is_listed_once(client):
    committee, company = make.make_committee(slug="laser"), make.make_organization(slug="company")
    make.make_membership(committee, company, role="leader")
    make.make_membership(committee, company, role="founding")
    assert slugs(client, "organizations", committee="laser") == ["company"]


def test_an_initiative_is_given_with_what_is_known_of_it(client):
    committee = make.make_committee(slug="laser")
    initiative = make.make_initiative(slug="fast", committee=committee, launched="2021-03-15", status="ongoing")
    make.make_observation(make.make_indicator("天数", initiative=initiative, unit="天"), value=3)
    make.make_initiative_text(initiative)
    row, answer = get(client, "initiatives", committee="laser")["results"][0], get(client, "initiatives/fast/")
    assert row.items() <= answer.items()
    assert (row["launched"], row["launched_label"]) == ("2021-03-15", "2021年3月15日")
    assert (row["status"], row["status_label"], row["committee"]["slug"]) == ("ongoing", "实施中", "laser")
    assert [figure["latest"]["wording"] for figure in answer["indicators"]] == ["3天"]
    assert [block["type"] for block in answer["body"]] == ["text"]


def test_what_the_source_does_not_say_is_left_empty(client):
    make.make_initiative(slug="bare")
    answer = get(client, "initiatives/bare/")
    assert (answer["status"], answer["status_label"]) == ("", "")
    assert (answer["launched"], answer["launched_label"]) == (None, None)
    assert (answer["committee"], answer["source"]) == (None, None)


def test_a_milestone_is_given_with_date_and_subject(client):
    initiative = make.make_initiative(slug="fast")
    make.make_milestone("签约", slug="signing", date="2022-06-01", initiative=initiative)
    make.make_milestone("更早", slug="earlier", date="2022")
    row = get(client, "milestones", initiative="fast")["results"][0]
    assert (row["title"], row["date"], row["date_label"]) == ("签约", "2022-06-01", "2022年6月1日")
    assert (row["committee"], row["initiative"]["slug"]) == (None, "fast")
    assert row["url"] == f"{SITE}/timeline/?year=2022#signing"
    assert slugs(client, "milestones", year=2022) == ["signing", "earlier"]
    assert slugs(client, "milestones", year=2022, ordering="date") == ["earlier", "signing"]


def test_a_source_is_given_with_its_page_and_the_original(client):
    make.make_source("报道", slug="report", published="2022-06", url="https://example.org/report")
    make.make_source("旧报道", slug="older", published="2020")
    make.make_source("新报道", slug="newer", published="2023-01")
    [row] = get(client, "sources", year=2022)["results"]
    assert (row["slug"], row["published"], row["published_label"]) == ("report", "2022-06", "2022年6月")
    assert (row["url"], row["original_url"]) == (f"{SITE}/sources/report/", "https://example.org/report")
    assert row["citation"] == "《报道》（齐鲁壹点，2022年6月）"
