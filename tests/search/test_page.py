"""The page of results: its addresses, what it shows, and what it says when there is nothing."""

import re
import string
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.search.entries import write_all

pytestmark = pytest.mark.django_db


def get(client, address, status=200):
    """Give the page as text."""
    response = client.get(address)
    assert response.status_code == status, address
    return response.text


def headings(page):
    return [unescape(re.sub("<.*?>", "", found)) for found in re.findall(r"<h2><a .*?</h2>", page)]


def links(page, name):
    """Give ``{label: address}`` of the links that narrow by ``name``."""
    part = re.search(rf'id="by-{name}">.*?</ul>', page, re.DOTALL)
    found = re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', part[0]) if part else []
    return {re.sub("<.*?>", "", label): unescape(address) for address, label in found}


@pytest.fixture
def portal():
    news, notices = make.make_column("要闻", slug="news"), make.make_column("通知", slug="notices")
    for number in range(25):
        make.make_feature(f"激光新闻{number}", column=news if number % 2 else notices)
    make.make_organization("激光公司", slug="laser")
    write_all()


def test_without_a_query_there_is_the_form_and_where_to_begin(client):
    page = get(client, "/search/")
    assert 'name="q"' in page
    assert "/search/?q=激光" in page
    assert "找到" not in page


def test_signs_alone_are_no_query(client):
    assert "没有可以查找的字词" in get(client, "/search/?q=!!《》")


def test_results_have_addresses_page_by_page(client, portal):
    first = get(client, "/search/?q=激光新闻")
    assert "找到25条" in first
    assert 'href="/search/page/2/?q=' in first
    second = get(client, "/search/page/2/?q=激光新闻")
    assert len(headings(first)) == 20
    assert len({*headings(first), *headings(second)}) == 25
    get(client, "/search/page/3/?q=激光新闻", status=404)
    assert client.get("/search/page/1/?q=a").headers["Location"] == "/search/?q=a"


def test_what_narrows_is_links_and_leads_back(client, portal):
    page = get(client, "/search/?q=激光")
    assert links(page, "kind") == {
        "新闻 25": "/search/?q=%E6%BF%80%E5%85%89&kind=feature",
        "单位 1": "/search/?q=%E6%BF%80%E5%85%89&kind=organization",
    }
    page = get(client, links(page, "kind")["单位 1"])
    assert headings(page) == ["激光公司"]
    assert links(page, "kind")["单位 1，已选，点一下取消"] == "/search/?q=%E6%BF%80%E5%85%89"
    page = get(client, links(get(client, "/search/?q=激光"), "column")["要闻 12"])
    assert "找到12条" in page


def test_narrowing_begins_at_the_first_page_and_keeps_the_order(client, portal):
    page = get(client, "/search/page/2/?q=激光新闻&sort=date")
    assert links(page, "column")["要闻 12"] == "/search/?q=%E6%BF%80%E5%85%89%E6%96%B0%E9%97%BB&column=news&sort=date"


def test_words_are_marked_in_titles_and_extracts_and_nothing_else_is_markup(client):
    story = make.make_feature("<b>激光</b>", summary="没有")
    make.make_text(story, f"<p>{'前言。' * 60}這裏说到雷射与鐳射，激光&lt;i&gt;设备。</p>")
    write_all()
    page = get(client, "/search/?q=激光")
    assert "&lt;b&gt;<mark>激光</mark>&lt;/b&gt;</a>" in page
    assert "<mark>激光</mark>&lt;i&gt;设备。" in page
    assert "…" in page


def test_the_text_is_shown_as_written_and_the_word_marked_as_it_stands(client):
    make.make_text(make.make_feature("标题", summary=""), "<p>本區產業鏈１６條</p>")
    write_all()
    assert "本區<mark>產業鏈１６</mark>條" in get(client, "/search/?q=产业链16")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/search/?q=a&kind=nothing", "没有“nothing”这一项。"),
        ("/search/?q=a&column=nothing", "没有“nothing”这一项。"),
        ("/search/?q=a&year=22", "年份应为四位数字。"),
        ("/search/?q=a&sort=size", "没有“size”这一项。"),
        ("/search/?q=" + "+".join("一二三四五六七八九十百"), "最多写10个词。"),
        ("/search/?q=" + "a" * 101, "100"),
    ],
)
def test_what_is_not_understood_is_said_and_kept(client, address, sentence):
    page = get(client, address, status=400)
    assert sentence in page
    assert 'value="a' in page or 'value="一 二' in page


def test_a_typing_mistake_gets_the_name_that_sounds_alike(client):
    make.make_organization("比亚迪")
    make.make_feature("签约", summary="比亚迪来了。")
    write_all()
    page = get(client, "/search/?q=比压迪")
    assert "没有找到“比压迪”" in page
    assert '<a href="/search/?q=%E6%AF%94%E4%BA%9A%E8%BF%AA">比亚迪 <span class="tally">2</span></a>' in page


def test_too_many_words_get_those_that_would_find_something(client, portal):
    page = get(client, "/search/?q=激光+没有这样的词")
    assert '<a href="/search/?q=%E6%BF%80%E5%85%89">激光 <span class="tally">26</span></a>' in page


def test_titles_that_have_something_in_common_are_offered(client, portal):
    assert ">激光公司</a>" in get(client, "/search/?q=激光企业")


def test_what_was_narrowed_to_nothing_says_what_there_is_without_and_can_be_undone(client, portal):
    page = get(client, "/search/?q=激光&kind=source&year=1999")
    assert "没有找到“激光”" in page
    assert "看全部26条" in page
    assert links(page, "kind")["来源 0，已选，点一下取消"] == "/search/?q=%E6%BF%80%E5%85%89&year=1999"
    assert links(page, "year")["1999年 0，已选，点一下取消"] == "/search/?q=%E6%BF%80%E5%85%89&kind=source"


@pytest.mark.parametrize("sign", [*string.punctuation, "\0", "\\d", "(?i", "NEAR(", "^激光", "激光*", "😀"])
def test_no_sign_is_a_fault(client, sign):
    make.make_organization("激光公司")
    write_all()
    for query in (f"没有{sign}这个", f"{sign}abc", f"abc{sign}"):
        assert client.get("/search/", {"q": query}).status_code in (200, 400), query
    assert client.get("/api/v1/search", {"q": f"没有{sign}"}).status_code in (200, 400)


def test_syllables_that_were_typed_apart_get_the_name(client):
    make.make_organization("比亚迪")
    write_all()
    assert ">比亚迪 <span" in get(client, "/search/?q=bi+ya+di")


def test_links_carry_nothing_but_the_query(client, portal):
    page = get(client, "/search/?q=激光&page=2&utm=1")
    assert links(page, "kind")["单位 1"] == "/search/?q=%E6%BF%80%E5%85%89&kind=organization"


def test_nothing_at_all_is_said_with_a_way_on(client):
    page = get(client, "/search/?q=没有这样的词")
    assert "没有找到" in page
    assert 'href="/sitemap/"' in page


def test_a_hit_leads_to_its_page(client):
    records = [make.make_feature("激光一"), make.make_committee("激光二"), make.make_initiative("激光三")]
    records += [make.make_indicator("激光四"), make.make_milestone("激光五"), make.make_organization("激光六")]
    records += [make.make_source("激光七")]
    write_all()
    page = get(client, "/search/?q=激光")
    for record in records:
        assert f'href="{record.get_absolute_url()}"' in page
        get(client, record.get_absolute_url())


def test_the_list_of_an_organisation_has_the_committees_that_it_is_in(client):
    company = make.make_organization("激光公司", slug="laser")
    committee, other = make.make_committee("甲党委"), make.make_committee("乙党委")
    make.make_membership(committee, company)
    page = get(client, "/chains/?organization=laser")
    assert "<h1>“激光公司”参加的组织</h1>" in page
    assert committee.name in page
    assert other.name not in page
    assert "激光公司" in page
    assert "激光公司" not in get(client, "/chains/")


def test_results_are_not_for_other_search_engines(client, portal):
    assert '<meta name="robots" content="noindex, follow">' in get(client, "/search/?q=激光")


def test_a_page_costs_as_many_queries_however_many_hits_there_are(client):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            get(client, "/search/?q=激光")
        return len(queries)

    client.get("/robots.txt")
    make.make_feature("激光")
    make.make_organization("激光公司")
    write_all()
    few = cost()
    for number in range(30):
        make.make_feature(f"激光{number}")
        make.make_organization(f"激光公司{number}")
    write_all()
    assert few == cost() == 6


# Programs


def test_programs_find_the_same(client, portal):
    answer = client.get("/api/v1/search?q=激光&kind=organization").json()
    assert answer["count"] == 1
    assert answer["results"] == [
        {
            "kind": "organization",
            "kind_label": "单位",
            "id": None,
            "slug": "laser",
            "title": "激光公司",
            "extract": "企业",
            "date": None,
            "url": "http://testserver/chains/?organization=laser",
        }
    ]
    answer = client.get("/api/v1/search?q=激光新闻&page=2&page_size=20").json()
    assert (answer["count"], len(answer["results"]), answer["next"]) == (25, 5, None)
    for row in answer["results"]:
        record = client.get(f"/api/v1/features/{row['id']}").json()
        assert (row["slug"], row["title"]) == (record["slug"], record["title"])


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "请写要找的词。"),
        ("q=a&kind=x", "feature"),
        ("q=a&x=1", "没有参数“x”"),
        ("q=a&year=1", "四位数字"),
        ("q=a&column=x", "没有“x”这一项"),
    ],
)
def test_programs_are_told_what_is_wrong(client, query, sentence):
    response = client.get(f"/api/v1/search?{query}")
    assert response.status_code == 400
    assert sentence in response.text
