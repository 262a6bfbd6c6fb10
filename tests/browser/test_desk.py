"""The editors' desk: by keyboard alone from its first line to a signature, and without barriers however it is seen."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import desk, looks
from tests.browser.watch import nothing

STORY = "只用键盘签字的稿件"
LONG = "名字很长的先进材料与高端装备制造产业链党委和创新创业共同体联合组织，连标点也有不少"
VIEWS = [(width, scheme) for width in (360, 1440) for scheme in ("light", "dark")]


def add_content():
    """Let there be something in every list of the desk, the columns of all colours among them."""
    from portal.editions import workflow
    from portal.editions.people import Actor
    from tests import factories as make

    users = get_user_model().objects
    editor, reviewer, boss = (Actor(users.get(username=name)) for name in ("editor", "reviewer1", "admin"))
    returned, submitted, scheduled, published = (
        workflow.adopt(make.make_feature(title, public_from=None), editor)
        for title in (LONG, STORY, "定时的稿件", "新发布的稿件")
    )
    for edition in (returned, submitted):
        workflow.submit(edition, editor, secrecy_checked=True)
    workflow.send_back(returned, reviewer, opinion="标题太长，请改短。")
    in_two_days = timezone.now() + timedelta(days=2)
    workflow.publish_alone(scheduled, boss, reason="示例", publish_at=in_two_days)
    workflow.publish_alone(published, boss, reason="示例")
    for days in (12, 30):
        moment = timezone.now() - timedelta(days=days)
        make.make_feature(column=make.make_column(f"{days}天没有更新的栏目"), public_from=moment)
    make.make_membership(make.make_committee(LONG, summary=""))
    make.make_photo(alt="", caption="没有替代文字的图片")
    make.make_correction(make.make_figure_block().observation)


@pytest.fixture(scope="module")
def busy(server):
    server.run("from tests.browser.test_desk import add_content; add_content()")


def waiting(page):
    return page.get_by_role("region", name="等我签字").get_by_role("link", name=STORY)


def test_keys_alone_lead_from_the_desk_to_a_signature(busy, sign_in):
    page = sign_in("reviewer1")
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
def test_the_desk_and_the_guide_have_no_barriers(busy, sign_in, width, scheme):
    page = sign_in("editor", viewport={"width": width, "height": 900}, color_scheme=scheme)
    found = []
    for address in ("", "desk/mine/", "desk/no-source/", "guide/"):
        page.goto(f"/admin/{address}")
        found += [*looks.measure(page, "structure"), *looks.wider_than_screen(page), *looks.violations(page)]
    nothing("What is wrong", found)
    page.goto("/admin/")
    looks.take_picture(page, f"desk-{scheme}-{width}")


def test_a_heading_of_the_guide_is_reached_from_its_contents(sign_in):
    page = sign_in("editor")
    page.goto("/admin/")
    page.get_by_role("banner").get_by_role("link", name="编辑手册").click()
    last = page.get_by_role("navigation", name="目录").get_by_role("link").last
    name = last.inner_text()
    last.click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_in_viewport()
