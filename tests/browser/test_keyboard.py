"""The public site by keyboard alone, magnified, and for whoever wants nothing to move."""

import pytest
from playwright.sync_api import expect

from tests.browser import desk, looks
from tests.every_page import PUBLIC, STORY

DATE_STOPS = 3  # besides the first: a field for a date has one for each of its parts
STORY_PAGE = f"/news/{STORY}-every-block/"


@pytest.fixture
def page(roam):
    return roam()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


# Journeys


def test_the_first_stop_leads_past_the_header(page):
    page.goto("/news/")
    press(page, "Tab")
    skip = page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    press(page, "Enter")
    expect(page.locator("main")).to_be_focused()
    press(page, "Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_section_is_chosen_from_the_header(page):
    page.goto("/")
    desk.tab_to(page, page.locator(".site-nav").get_by_role("link", name="大事记"))
    press(page, "Enter")
    page.wait_for_url("**/timeline/")


def test_a_search_leads_to_a_result(page):
    page.goto("/")
    desk.tab_to(page, page.locator("header input[name=q]"))
    page.keyboard.type("激光")
    press(page, "Enter")
    page.wait_for_url("**/search/?q=*")
    result = page.locator("main").get_by_role("link", name="激光装备产业链党委").first
    desk.skip_to_content(page)
    desk.tab_to(page, result, most=60)
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("激光装备产业链党委")


def test_a_list_is_filtered_and_turned_over(page):
    page.goto("/news/")
    desk.skip_to_content(page)
    desk.tab_to(page, page.get_by_role("link", name="下一页"), most=80)
    press(page, "Enter")
    page.wait_for_url("**/news/page/2/")
    desk.skip_to_content(page)
    form = page.locator("form.filters")
    desk.tab_to(page, form.locator("summary"), most=40)
    press(page, "Enter")
    desk.tab_to(page, form.get_by_label("栏目"))
    choice = form.get_by_label("栏目")
    while choice.input_value() != "special-reports":
        press(page, "ArrowDown")
    desk.tab_to(page, form.get_by_role("button", name="筛选"))
    press(page, "Enter")
    page.wait_for_url("**/news/?*column=special-reports*")


def test_large_type_is_switched_on_remembered_and_left(page):
    page.goto("/")
    desk.tab_to(page, desk.elder_switch(page))
    press(page, "Space")
    expect(page.locator("html")).to_have_attribute("data-mode", "elder")
    page.goto(STORY_PAGE)
    expect(page.locator("html")).to_have_attribute("data-mode", "elder")
    desk.tab_to(page, page.get_by_role("button", name="退出长者模式"))
    press(page, "Enter")
    expect(page.locator("html")).not_to_have_attribute("data-mode", "elder")
    expect(desk.elder_switch(page)).to_be_focused()
    expect(desk.elder_switch(page)).not_to_be_checked()


# Every stop


@pytest.mark.parametrize("options", [{}, {"elder": True}, {"forced_colors": "active"}], ids=["", "elder", "forced"])
@pytest.mark.parametrize("name", ["home", "news", "story", "indicator", "search"])
def test_every_stop_of_the_tab_key_shows_that_one_is_there(name, options, roam):
    page = roam(viewport={"width": 1280, "height": 720}, reduced_motion="reduce", **options)
    page.goto(PUBLIC[name][0])
    assert page.evaluate("measures.stops()") == []


@pytest.mark.parametrize("name", ["home", "news", "story", "indicator", "timeline"])
def test_tab_comes_to_everything_that_can_be_pressed_and_round_again(name, roam):
    page = roam(viewport={"width": 1280, "height": 720})
    page.goto(PUBLIC[name][0])
    missing = set(range(page.evaluate("measures.count_stops()")))
    for _ in range(len(missing) + DATE_STOPS):
        press(page, "Tab")
        missing.discard(page.evaluate("measures.focused()"))
    assert missing == set()


# Magnified, and still


@pytest.mark.parametrize("name", ["home", "news", "story", "indicator", "search", "timeline"])
def test_magnified_to_twice_the_size_a_page_loses_nothing(name, roam):
    """A window of 1280 px at 200 % has room for 640; at 400 % for 320 (``test_every_page`` looks at that)."""
    page = roam(viewport={"width": 640, "height": 360}, device_scale_factor=2)
    page.goto(PUBLIC[name][0])
    looks.open_details(page)
    assert looks.wider_than_screen(page) == []
    assert page.evaluate("measures.cut_off()") == []


@pytest.mark.parametrize("name", ["home", "news", "story", "indicator"])
def test_nothing_moves(name, roam):
    page = roam()
    page.goto(PUBLIC[name][0])
    assert page.evaluate("measures.moves()") == []
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
