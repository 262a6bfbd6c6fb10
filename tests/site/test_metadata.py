"""What every page says of itself in its head, in the exact names that inspectors of public sites look for."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from portal.identity.models import SiteIdentity
from tests import factories as make
from tests.site.machines import page_of
from tests.site.portals import addresses, fill, pages_of

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
SITE = {"SiteName", "SiteDomain"}
COLUMN = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
ARTICLE = {"ArticleTitle", "PubDate", "ContentSource", "Url"}
SHARED = {"Description", "og:title", "og:description", "og:type", "og:url", "og:locale", "og:site_name"}
# Pages by what they are; a page of a record that is published is an article.
ARTICLES = ["feature", "committee", "initiative", "indicator"]
COLUMNS = ["home", "news:features", "column", "year", "chains:committees", "industry", "chains:initiatives"]
COLUMNS += ["chains:indicators", "topic", "chains:timeline", "source", "about", "accessibility", "sitemap"]
FILTERED = ["/news/?q=%E6%96%B0%E9%97%BB", "/news/?column=nothing", "/chains/?kind=alliance", "/services/?committee=x"]
FILTERED += ["/indicators/?as_of=2022-06-30", "/timeline/?year=2021"]
FILTERED += ["/search/?q=%E6%96%B0%E9%97%BB", "/search/"]


def tags(client, address):
    """Give ``{name: content}`` of the page at ``address``, which says nothing twice."""
    named = page_of(client, address).named
    repeated = [name for name, times in Counter(name.lower() for name, _ in named).items() if times > 1]
    assert not repeated, address
    return dict(named)


def test_a_page_says_each_thing_once_and_all_that_is_asked_of_its_kind(client, subtests):
    fill(1)
    for name, address in pages_of([*COLUMNS, *ARTICLES]).items():
        with subtests.test(name):
            said = tags(client, address)
            asked = SITE | COLUMN | SHARED | (ARTICLE if name in ARTICLES else set())
            assert asked <= said.keys()
            assert all(said[one].strip() for one in asked)
            assert not (ARTICLE & said.keys() and name not in ARTICLES)
            assert (said["ColumnType"] == "首页") == (name == "home")
            assert said["og:type"] == ("article" if name in ARTICLES else "website")
            [canonical] = page_of(client, address).linked("canonical")
            assert canonical == said["og:url"] == HOST + address
            if name in ARTICLES:
                assert said["Url"] == canonical
                assert re.fullmatch(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", said["PubDate"])


def test_the_list_of_kinds_above_is_whole(client):
    fill(1)
    types = {name: client.get(address)["Content-Type"] for name, address in addresses().items()}
    pages = {name for name, type_ in types.items() if type_.startswith("text/html")}
    assert pages - {"search", "leaving"} == {*COLUMNS, *ARTICLES}  # these two are kept out of indexes


def test_every_kind_of_page_has_a_title_of_its_own_and_the_name_of_the_site(client):
    fill(1)
    titles = {name: page_of(client, address).title for name, address in pages_of([*COLUMNS, *ARTICLES]).items()}
    assert len(set(titles.values())) == len(titles)
    assert all("济南高新区产业链门户" in title for title in titles.values())


def test_the_site_is_named_as_its_identity_names_it(client):
    assert "SiteIDCode" not in tags(client, "/")
    assert tags(client, "/")["SiteDomain"] == "testserver"
    SiteIdentity(name="新名称", domain="www.example.gov.cn", id_code="3701000001").save()
    for address in ("/", "/about/", reverse("api:docs")):
        said = tags(client, address)
        assert (said["SiteName"], said["SiteDomain"]) == ("新名称", "www.example.gov.cn")
        assert said["SiteIDCode"] == "3701000001"


def test_a_column_is_described_as_its_editors_wrote(client):
    column = make.make_column("通知", description="栏目的简介。", keywords="通知，公告", type="通知公告")
    story = make.make_feature(column=column)
    for address in (column.get_absolute_url(), story.get_absolute_url()):
        said = tags(client, address)
        wanted = ("通知", "栏目的简介。", "通知，公告", "通知公告")
        assert tuple(said[f"Column{what}"] for what in ("Name", "Description", "Keywords", "Type")) == wanted


def test_an_article_says_title_time_source_author_and_picture(client):
    cover = make.make_photo(size=(30, 20))
    story = make.make_feature(
        "“标题” & <b>", source=make.make_source(outlet="某报"), origin="compiled", byline="整理者", cover=cover,
        summary="摘要。", public_from=datetime(2026, 2, 28, 16, 5, tzinfo=UTC),
    )  # fmt: skip
    said = tags(client, story.get_absolute_url())
    picture = HOST + cover.image.url
    assert said["ArticleTitle"] == said["og:title"] == story.title
    assert said["PubDate"] == "2026-03-01 00:05"
    assert said["article:published_time"] == "2026-03-01T00:05:00+08:00"
    assert (said["ContentSource"], said["Author"], said["Description"]) == ("某报", "整理者", "摘要。")
    assert said["Image"] == said["og:image"] == picture
    assert (said["og:image:width"], said["og:image:height"], said["og:image:alt"]) == ("30", "20", cover.alt)


def test_an_article_without_source_comes_from_the_site(client):
    for record in (make.make_feature(), make.make_committee(), make.make_initiative(), make.make_indicator()):
        assert tags(client, record.get_absolute_url())["ContentSource"] == "济南高新区产业链门户"


def test_the_register_names_where_its_facts_come_from(client):
    source = make.make_source(outlet="某报")
    value = make.make_observation(source=source)
    records = [make.make_committee(source=source), make.make_initiative(source=source), value.indicator]
    for record in records:
        assert tags(client, record.get_absolute_url())["ContentSource"] == "某报"


def test_addresses_follow_the_scheme_of_the_request_and_leave_out_what_selects_nothing(client):
    story = make.make_feature(cover=make.make_photo())
    html = client.get(f"{story.get_absolute_url()}?from=timeline&isappinstalled=0", secure=True).content.decode()
    assert f'<link rel="canonical" href="https://testserver{story.get_absolute_url()}">' in html
    assert "http://testserver" not in html
    assert "isappinstalled" not in html.split("</head>")[0]


def test_each_page_of_a_list_is_canonical_to_itself(client):
    for _ in range(21):
        make.make_feature()
    page = page_of(client, "/news/page/2/")
    assert page.linked("canonical") == [f"{HOST}/news/page/2/"]
    assert "robots" not in page.meta


def test_what_somebody_looked_for_stays_out_of_indexes_and_is_kept_when_shared(client, subtests):
    fill(1)
    for address in FILTERED:
        with subtests.test(address):
            page = page_of(client, address)
            assert page.meta["robots"] == "noindex, follow"
            assert page.linked("canonical") == []
            assert page.meta["og:url"] == HOST + address
            assert tags(client, address).keys() >= SITE | COLUMN | SHARED


def test_an_indicator_as_of_a_day_is_a_form_of_its_page(client):
    page = make.make_indicator().get_absolute_url()
    assert page_of(client, f"{page}?as_of=2022-06-30").linked("canonical") == [HOST + page]


def test_a_page_that_is_not_there_is_no_page(client):
    page = page_of(client, "/nothing/at/all/")
    assert page.meta["robots"] == "noindex"
    assert page.linked("canonical") == []
    assert "og:url" not in page.meta
