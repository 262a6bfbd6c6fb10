"""The pages as search engines read them: JSON-LD in the words of schema.org."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from portal.identity.models import SiteIdentity
from tests import factories as make
from tests.site.machines import page_of
from tests.site.portals import fill, pages_of

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
SECRET = "尚未公开的秘密名称"
MORNING = datetime(2026, 3, 1, 1, 30, tzinfo=UTC)
PAGES = ["home", "news:features", "column", "year", "feature", "chains:committees", "industry", "committee"]
PAGES += ["chains:initiatives", "initiative", "chains:indicators", "topic", "indicator", "chains:timeline", "source"]
PAGES += ["about", "accessibility", "sitemap"]
KINDS = {
    "home": ["WebSite"],
    "feature": ["NewsArticle"],
    "committee": ["Organization"],
    "initiative": ["GovernmentService"],
    "indicator": ["Dataset"],
}
ADDRESSES = {"url", "item", "contentUrl", "mainEntityOfPage", "image", "logo", "urlTemplate", "sameAs"}
MOMENTS = {"datePublished", "dateModified", "foundingDate"}


def of(client, record, kind):
    return page_of(client, record.get_absolute_url()).described(kind)


def facts(data):
    """Give every ``(property, value)`` in ``data``, whatever is within what."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from ((name, one) for one in (value if isinstance(value, list) else [value]))
            yield from facts(value)
    elif isinstance(data, list):
        for one in data:
            yield from facts(one)


def test_what_a_page_says_has_types_whole_addresses_and_iso_dates(client, subtests):
    fill(2)
    for name, address in pages_of(PAGES).items():
        with subtests.test(name):
            data = page_of(client, address).data
            assert [one["@type"] for one in data] == [
                *KINDS.get(name, []),
                *([] if name == "home" else ["BreadcrumbList"]),
            ]
            assert all(one["@context"] == "https://schema.org" for one in data)
            for key, value in facts(data):
                assert value not in (None, "", [], {}), key
                if key in ADDRESSES:
                    assert value.startswith(f"{HOST}/"), key
                if key in MOMENTS:
                    assert re.fullmatch(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d\+08:00)?)?)?", value), key
                if isinstance(value, dict):
                    assert value["@type"], key


def test_the_breadcrumb_of_programs_is_that_of_people(client, subtests):
    fill(1)
    for name, address in pages_of(PAGES[1:]).items():
        with subtests.test(name):
            items = page_of(client, address).described("BreadcrumbList")["itemListElement"]
            html = client.get(address).content.decode()
            nav = re.search(r'<nav class="breadcrumb".*?</nav>', html, re.DOTALL)[0]
            seen = re.findall(r'<li><(?:a href="([^"]+)"|span aria-current="page")>([^<]+)<', nav)
            assert [(item.get("item", "").removeprefix(HOST), item["name"]) for item in items] == seen
            assert [item["position"] for item in items] == list(range(1, len(seen) + 1))
            assert len(items) >= 2
            assert all("item" in item for item in items[:-1])


def test_a_step_that_is_missing_leaves_no_gap(client):
    names = [item["name"] for item in of(client, make.make_committee("无领域"), "BreadcrumbList")["itemListElement"]]
    assert names == ["首页", "产业链", "无领域"]


def test_the_home_page_says_whose_site_it_is_and_how_to_search_it(client):
    SiteIdentity(name="某门户", organiser="某管委会", phone="12345", address="某路1号").save()
    site = page_of(client, "/").described("WebSite")
    assert (site["name"], site["url"]) == ("某门户", f"{HOST}/")
    assert site["potentialAction"]["target"]["urlTemplate"] == f"{HOST}/search/?q={{search_term_string}}"
    assert site["potentialAction"]["query-input"] == "required name=search_term_string"
    publisher = site["publisher"]
    assert (publisher["@type"], publisher["name"]) == ("Organization", "某管委会")
    assert (publisher["telephone"], publisher["address"]) == ("12345", "某路1号")


def test_what_the_site_does_not_know_of_itself_is_left_out(client):
    publisher = page_of(client, "/").described("WebSite")["publisher"]
    assert publisher["name"] == "济南高新区产业链门户"
    assert {"telephone", "address"}.isdisjoint(publisher)


def test_a_story_has_all_that_search_engines_ask_of_an_article(client):
    committee, initiative, cover = make.make_committee(), make.make_initiative(), make.make_photo()
    story = make.make_feature(
        "标题", subtitle="副题", summary="摘要。", cover=cover, committees=[committee], initiatives=[initiative],
        public_from=MORNING, updated_at=MORNING + timedelta(hours=1), byline="本网编辑整理",
    )  # fmt: skip
    article = of(client, story, "NewsArticle")
    assert (article["headline"], article["alternativeHeadline"], article["description"]) == ("标题", "副题", "摘要。")
    assert article["image"] == [HOST + cover.image.url]
    assert article["datePublished"] == "2026-03-01T09:30:00+08:00"
    assert article["dateModified"] == "2026-03-01T10:30:00+08:00"
    assert article["mainEntityOfPage"] == article["url"] == HOST + story.get_absolute_url()
    assert (article["articleSection"], article["creditText"]) == (story.column.name, "本网编辑整理")
    assert article["publisher"]["name"] == article["author"][0]["name"] == "济南高新区产业链门户"
    assert [one["name"] for one in (*article["about"], *article["mentions"])] == [committee.name, initiative.name]
    assert "isBasedOn" not in article


def test_a_story_names_its_writers_but_no_helpers_as_authors(client):
    story = make.make_feature()
    for position, (role, name) in enumerate([("记者", "张三"), ("编辑", "李四"), ("作者", "王五")]):
        make.make_credit(story, role=role, name=name, position=position)
    authors = of(client, story, "NewsArticle")["author"]
    assert authors == [{"@type": "Person", "name": "张三"}, {"@type": "Person", "name": "王五"}]


@pytest.mark.parametrize("origin", ["compiled", "reprint"])
def test_a_story_that_is_not_its_own_says_what_it_is_based_on(client, origin):
    source = make.make_source("一篇报道", author="某记者", published="2022-06", url="https://www.example.org/report")
    work = of(client, make.make_feature(source=source, origin=origin), "NewsArticle")["isBasedOn"]
    assert work == {
        "@type": "CreativeWork",
        "name": "一篇报道",
        "author": {"@type": "Person", "name": "某记者"},
        "publisher": {"@type": "Organization", "name": "齐鲁壹点"},
        "datePublished": "2022-06",
        "url": HOST + source.get_absolute_url(),
        "sameAs": "https://www.example.org/report",
    }


@pytest.mark.parametrize(("length", "ends"), [(110, "字"), (111, "…"), (120, "…")])
def test_a_headline_is_no_longer_than_search_engines_take(client, length, ends):
    headline = of(client, make.make_feature("字" * length), "NewsArticle")["headline"]
    assert (len(headline), headline[-1]) == (110, ends)


def test_a_committee_says_who_leads_it_whom_it_leads_and_who_belongs_to_it(client):
    leader = make.make_committee()
    committee = make.make_committee(led_by=leader, founded="2021-03", industry=make.make_industry("激光"))
    led = make.make_committee(led_by=committee)
    member = make.make_organization("甲公司")
    make.make_membership(committee, member, role="leader")
    make.make_membership(committee, member, role="founding")
    said = of(client, committee, "Organization")
    assert (said["name"], said["foundingDate"], said["knowsAbout"]) == (committee.name, "2021-03", "激光")
    assert said["parentOrganization"]["url"] == HOST + leader.get_absolute_url()
    assert [one["name"] for one in said["subOrganization"]] == [led.name]
    assert said["member"] == [{"@type": "Organization", "name": "甲公司"}]


def test_a_large_committee_does_not_fill_its_page_twice(client):
    committee = make.make_committee()
    for _ in range(60):
        make.make_membership(committee)
    assert len(of(client, committee, "Organization")["member"]) == 50


def test_an_initiative_says_which_committee_answers_for_it(client):
    committee = make.make_committee()
    service = of(client, make.make_initiative(committee=committee), "GovernmentService")
    assert service["provider"]["url"] == HOST + committee.get_absolute_url()


def test_an_indicator_says_what_it_measures_when_and_from_what(client):
    indicator = make.make_indicator("收入", definition="口径。", committee=make.make_committee("某党委"))
    value = make.make_observation(indicator, period="2021")
    said = of(client, indicator, "Dataset")
    assert said["name"] == "收入（某党委）"
    assert said["description"].startswith("口径。")
    assert 50 <= len(said["description"]) <= 5000
    assert said["variableMeasured"] == {"@type": "PropertyValue", "name": "收入", "unitText": "亿元"}
    assert said["temporalCoverage"] == "../2021-12-31"
    assert [work["name"] for work in said["isBasedOn"]] == [value.source.title]
    for file in said["distribution"]:
        assert client.get(file["contentUrl"].removeprefix(HOST)).status_code == 200


def test_nothing_unpublished_is_named(client):
    hidden = make.make_committee(f"{SECRET}组织", public_from=None)
    service = make.make_initiative(f"{SECRET}举措", public_from=None)
    committee = make.make_committee(led_by=hidden)
    make.make_committee(f"{SECRET}下级", led_by=committee, public_from=None)
    records = [
        (make.make_feature(committees=[hidden, committee], initiatives=[service]), "NewsArticle"),
        (committee, "Organization"),
        (make.make_initiative(committee=hidden), "GovernmentService"),
        (make.make_indicator(), "Dataset"),
    ]
    for record, kind in records:
        assert SECRET not in json.dumps(of(client, record, kind), ensure_ascii=False)


def test_what_people_typed_ends_no_data_block(client):
    evil = "</script><script>alert(1)</script>"
    story = make.make_feature(evil, byline=evil, column=make.make_column(evil))
    assert of(client, story, "NewsArticle")["headline"] == evil
    assert of(client, story, "BreadcrumbList")["itemListElement"][2]["name"] == evil
    assert evil not in client.get(story.get_absolute_url()).content.decode()
