"""The sitemaps: the one for search engines, the one for people, and what robots are told."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from chains.models import Source
from portal import views
from portal.sitemaps import SITEMAPS, FeatureSitemap, SourceSitemap
from tests import factories as make
from tests.site.machines import NAMESPACES, page_of, texts, xml_of
from tests.site.portals import addresses, fill

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
HOST = "http://testserver"


def section(client, name):
    """Give ``{path: lastmod}`` of a section."""
    root = xml_of(client, reverse("sitemap_section", args=[name]))
    urls = root.findall("map:url", NAMESPACES)
    found = {texts(url, "map:loc")[0].removeprefix(HOST): url.findtext("map:lastmod", "", NAMESPACES) for url in urls}
    assert len(found) == len(urls), "no address twice"
    return found


def index(client):
    """Give ``{address: lastmod}`` of the sections."""
    sections = xml_of(client, "/sitemap.xml").findall("map:sitemap", NAMESPACES)
    return {
        texts(one, "map:loc")[0].removeprefix(HOST): one.findtext("map:lastmod", "", NAMESPACES) for one in sections
    }


def test_the_index_names_every_section_with_its_newest_change(client):
    fill(2)
    found = index(client)
    assert list(found) == [reverse("sitemap_section", args=[name]) for name in SITEMAPS]
    for address, changed in found.items():
        assert datetime.fromisoformat(changed).utcoffset() == timedelta(hours=8), address


def test_every_entry_has_the_day_of_its_last_change_and_opens(client):
    fill(2)
    for name in SITEMAPS:
        entries = section(client, name)
        assert entries, name
        for address, changed in entries.items():
            assert datetime.strptime(changed, "%Y-%m-%d"), address
            response = client.get(address)
            assert response.status_code == 200, address
            page = page_of(client, address)
            assert "robots" not in page.meta, address
            assert page.linked("canonical") == [HOST + address]


def test_every_kind_of_page_that_may_be_indexed_is_in_it(client):
    fill(1)
    listed = {address for name in SITEMAPS for address in section(client, name)}
    answers = {address: client.get(address) for address in addresses().values()}
    pages = {place for place, answer in answers.items() if answer["Content-Type"].startswith("text/html")}
    assert {place for place in pages if b'name="robots"' not in answers[place].content} <= listed


def test_nothing_unpublished_and_nothing_empty_is_in_it(client):
    committee = make.make_committee(public_from=None, industry=make.make_industry(), source=make.make_source())
    make.make_initiative(public_from=None, source=make.make_source())
    make.make_feature(public_from=None, source=make.make_source())
    make.make_feature(public_from=timezone.now() + timedelta(days=1))
    make.make_feature(public_until=timezone.now() - timedelta(minutes=1))
    make.make_observation(make.make_indicator(committee=committee))
    make.make_membership(committee, source=make.make_source())
    assert {name for name in SITEMAPS if section(client, name)} == {"pages"}
    written = {reverse(name) for name in ("home", "sitemap", "about", "accessibility")}
    assert section(client, "pages").keys() == written
    assert all(client.get(address).status_code == 200 for address in index(client))


def test_a_list_changed_when_its_newest_record_did(client):
    column, industry = make.make_column(), make.make_industry()
    make.make_feature(column=column, public_from=NOON, updated_at=NOON + timedelta(days=5))
    make.make_feature(column=column, public_from=NOON + timedelta(days=2))
    make.make_feature(public_from=NOON + timedelta(days=3), updated_at=NOON)
    make.make_feature(column=column, public_from=None, updated_at=NOON + timedelta(days=20))
    make.make_committee(industry=industry, public_from=NOON + timedelta(days=7))
    make.make_committee(industry=industry, public_from=None, updated_at=NOON + timedelta(days=20))
    make.make_indicator(topic="economy", public_from=NOON + timedelta(days=8))
    make.make_milestone(public_from=NOON + timedelta(days=9))
    assert section(client, "columns")[column.get_absolute_url()] == "2026-03-06"
    assert section(client, "years") == {"/news/year/2026/": "2026-03-06"}
    assert section(client, "industries") == {industry.get_absolute_url(): "2026-03-08"}
    assert section(client, "topics") == {"/indicators/topic/economy/": "2026-03-09"}
    pages = section(client, "pages")
    assert pages["/news/"] == "2026-03-06"
    assert pages["/chains/"] == "2026-03-08"
    assert pages["/indicators/"] == "2026-03-09"
    assert pages["/timeline/"] == "2026-03-10"


def test_a_record_published_later_than_it_was_written_changed_when_it_was_published(client):
    story = make.make_feature(public_from=NOON + timedelta(days=3), updated_at=NOON)
    assert section(client, "features") == {story.get_absolute_url(): "2026-03-04"}
    assert index(client)["/sitemap-features.xml"] == "2026-03-04T12:00:00+08:00"


def test_years_are_those_of_beijing(client):
    make.make_feature(public_from=datetime(2025, 12, 31, 16, 30, tzinfo=UTC))
    assert list(section(client, "years")) == ["/news/year/2026/"]


@pytest.mark.parametrize(
    "cite",
    [
        lambda source, moment: make.make_feature(source=source, public_from=moment),
        lambda source, moment: make.make_committee(source=source, public_from=moment),
        lambda source, moment: make.make_initiative(source=source, public_from=moment),
        lambda source, moment: make.make_milestone(source=source, public_from=moment),
        lambda source, moment: make.make_observation(make.make_indicator(public_from=moment), source=source),
        lambda source, moment: make.make_target(make.make_indicator(public_from=moment), source=source),
        lambda source, moment: make.make_membership(make.make_committee(public_from=moment), source=source),
    ],
)
def test_a_source_changed_when_something_from_it_did(client, cite):
    source = make.make_source()
    make.make_source("无人引用")
    cite(source, NOON)
    assert section(client, "sources") == {source.get_absolute_url(): "2026-03-01"}


def test_more_entries_than_one_file_may_hold_are_split(client, monkeypatch):
    monkeypatch.setattr(FeatureSitemap, "limit", 2)
    monkeypatch.setattr(SourceSitemap, "limit", 2)
    stories = [make.make_feature(source=make.make_source(), origin="compiled") for _ in range(5)]
    for name, records in (("features", stories), ("sources", Source.objects.order_by("pk"))):
        first = reverse("sitemap_section", args=[name])
        pages = [first, f"{first}?p=2", f"{first}?p=3"]
        assert [address for address in index(client) if name in address] == pages
        listed = [loc for page in pages for loc in texts(xml_of(client, page), "map:url/map:loc")]
        assert listed == [HOST + record.get_absolute_url() for record in records]
        assert client.get(f"{first}?p=4").status_code == 404


def test_the_map_for_people_leads_to_all_that_can_be_browsed(client):
    fill(2)
    html = client.get("/sitemap/").content.decode()
    pages = addresses()
    names = ["home", "news:features", "column", "year", "chains:committees", "industry", "committee", "initiative"]
    names += ["chains:initiatives", "chains:indicators", "topic", "chains:timeline", "about", "accessibility"]
    names += ["feed", "news:feed", "news:column_feed", "industry_feed"]
    for name in names:
        assert f'href="{pages[name]}"' in html, name


def test_the_map_for_people_says_how_many_it_leaves_out(client, monkeypatch):
    for _ in range(3):
        make.make_committee()
        make.make_initiative()
    assert "全部3" not in client.get("/sitemap/").content.decode()
    monkeypatch.setattr(views, "MOST_NAMES", 2)
    html = client.get("/sitemap/").content.decode()
    assert '<a href="/chains/">全部3个产业链组织</a>' in html
    assert '<a href="/services/">全部3项服务链举措</a>' in html


def test_robots_are_told_where_not_to_go_and_where_the_sitemap_is(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    for folder in ("admin", "preview", "search", "leaving"):
        assert f"Disallow: /{folder}/" in lines
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"
    closed = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow")]
    fill(1)
    for name in SITEMAPS:
        assert not any(address.startswith(tuple(closed)) for address in section(client, name))


def test_every_sitemap_is_xml_on_an_empty_portal(client):
    for address in index(client):
        assert ElementTree.fromstring(client.get(address).content) is not None  # noqa: S314 (our own)


def test_search_engines_are_kept_from_what_is_not_for_them_and_shown_the_sitemap(client):
    lines = client.get("/robots.txt").text.splitlines()
    kept = {line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")}
    assert kept == {"/admin/", "/preview/", "/search/", "/leaving/"}
    assert "Sitemap: http://testserver/sitemap.xml" in lines
