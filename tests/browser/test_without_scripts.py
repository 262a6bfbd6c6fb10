"""What visitors do on the public site, with JavaScript switched off."""

import pytest
from playwright.sync_api import expect

from tests.every_page import ELSEWHERE, PUBLIC, STORY


@pytest.fixture
def page(roam):
    return roam(java_script_enabled=False)


def heading(page):
    return page.get_by_role("heading", level=1)


def follow(page, place, name):
    """Follow the first link called ``name`` in ``place``."""
    page.locator(place).get_by_role("link", name=name).first.click()


def test_from_the_home_page_to_a_story_its_column_and_the_next_page(page):
    page.goto("/")
    title = page.locator("main").get_by_role("heading", level=2).get_by_role("link").first
    words = title.inner_text()
    title.click()
    expect(heading(page)).to_have_text(words)
    follow(page, ".breadcrumb", "专题报道")
    expect(heading(page)).to_have_text("专题报道")
    follow(page, ".site-nav", "新闻")
    follow(page, ".pagination", "下一页")
    assert page.url.endswith("/news/page/2/")
    follow(page, ".pagination", "上一页")
    assert page.url.endswith("/news/")


def test_filters_are_set_and_cleared(page):
    page.goto("/news/")
    form = page.locator("form.filters")
    form.get_by_text("更多条件", exact=True).click()
    form.get_by_label("栏目").select_option(label="产业链动态")
    form.get_by_role("button", name="筛选").click()
    assert "column=chain-news" in page.url
    expect(page.locator("main article")).not_to_have_count(0)
    page.get_by_role("link", name="清除条件").click()
    assert page.url.endswith("/news/")


def test_the_search_box_of_any_page_finds_what_is_there(page):
    page.goto("/about/")
    page.locator("header input[name=q]").fill("激光")
    page.locator("header form[role=search]").get_by_role("button").click()
    assert "/search/?q=" in page.url
    found = page.locator("main").get_by_role("link", name="激光装备产业链党委")
    found.first.click()
    expect(heading(page)).to_contain_text("激光装备产业链党委")


def test_from_the_figures_to_an_indicator_its_data_and_its_source(page):
    page.goto("/")
    follow(page, ".site-nav", "数据")
    follow(page, "main", "一般公共预算收入")
    expect(heading(page)).to_have_text("一般公共预算收入")
    data = page.locator("main a[href$='data.csv']").first.get_attribute("href")
    assert "48.1" in page.request.get(data).text()
    follow(page, "main", "齐鲁壹点")
    assert "/sources/qilu-yidian-2022-06/" in page.url


def test_whoever_leaves_for_another_site_is_asked_and_may_stay(page):
    page.goto(PUBLIC["story"][0])
    page.get_by_role("link", name="外部网站").first.click()
    expect(heading(page)).to_contain_text("即将离开")
    expect(page.locator("main")).to_contain_text("www.example.org")
    expect(page.get_by_role("link", name="继续访问")).to_have_attribute("href", ELSEWHERE)
    page.get_by_role("link", name="放弃").click()
    assert page.url.endswith("/")


def test_no_button_is_seen_that_does_nothing(page):
    """What only a script can do is offered by the script: what remains sends a form."""
    for address in ("/", f"/news/{STORY}-every-block/", PUBLIC["indicator"][0]):
        page.goto(address)
        buttons = [button for button in page.locator("button[type=button]").all() if button.is_visible()]
        assert [button.inner_text() for button in buttons] == []
