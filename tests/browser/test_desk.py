"""The editors' desk: by keyboard alone from its first line to a signature, and without barriers however it is seen."""

import pytest
from playwright.sync_api import expect

from tests.browser import busy, desk, looks
from tests.browser.watch import nothing

VIEWS = [(width, scheme) for width in (360, 1440) for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def newsroom(browser, tmp_path_factory):
    with busy.newsroom(browser, tmp_path_factory.mktemp("newsroom")) as people:
        yield people


def waiting(page):
    return page.get_by_role("region", name="等我签字").get_by_role("link", name=busy.WAITING)


def test_keys_alone_lead_from_the_desk_to_a_signature(newsroom):
    page = newsroom.sign_in("reviewer1")
    page.goto("/admin/")
    desk.skip_to_content(page)
    desk.tab_to(page, waiting(page))
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/")
    desk.skip_to_content(page)
    desk.tab_to(page, page.get_by_label("同意"), most=60)
    page.keyboard.press("Space")
    desk.tab_to(page, page.get_by_label("意见"))
    page.keyboard.type("没有意见")
    desk.tab_to(page, page.get_by_role("button", name="确定", exact=True))
    page.keyboard.press("Enter")
    desk.expect_said(page, "已签字")
    page.goto("/admin/")
    expect(waiting(page)).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_the_desk_and_the_guide_have_no_barriers(newsroom, width, scheme):
    page = newsroom.sign_in("editor", viewport={"width": width, "height": 900}, color_scheme=scheme)
    found = []
    for address in ("", "desk/mine/", "desk/no-source/", "guide/"):
        page.goto(f"/admin/{address}")
        found += [*looks.measure(page, "structure"), *looks.wider_than_screen(page), *looks.violations(page)]
    nothing("What is wrong", found)


def test_a_heading_of_the_guide_is_reached_from_its_contents(newsroom):
    page = newsroom.sign_in("editor")
    page.goto("/admin/")
    page.get_by_role("banner").get_by_role("link", name="编辑手册").click()
    last = page.get_by_role("navigation", name="目录").get_by_role("link").last
    name = last.inner_text()
    last.click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_in_viewport()
