"""Many stories at once: submitted, one of them refused; moved to a column; taken away as a file; withdrawn."""

import csv

from playwright.sync_api import expect

from tests.browser import actions, desk, looks
from tests.browser.watch import nothing

*STORIES, UNCHANGED = actions.MANY
LIST = "/admin/news/feature/?q=成批办理"
WIDTHS = (360, 768, 1440)


def test_many_stories_are_dealt_with_at_once(sign_in, server, tmp_path):
    server.run("from tests.browser.actions import add_many; add_many()")
    editor = sign_in("editor", expected=[409])
    for title in STORIES:
        rewrite(editor, title)
    submit_two(editor)
    move_all(editor)
    export(editor, tmp_path)
    withdraw_one(sign_in("reviewer3"))


def rewrite(page, title):
    desk.open_record(page, "news/feature", title)
    page.locator("#id_summary").fill(f"{title}。编辑改写过的摘要。")
    desk.press(page, "保存修改（公开页面不变）")
    desk.expect_said(page, "已存为第2版")


def choose(page, action, *titles):
    """Tick the stories in the list and choose what to do with them."""
    page.goto(LIST)
    for title in titles:
        page.locator("#result_list tr", has=page.get_by_role("link", name=title, exact=True)).get_by_role(
            "checkbox"
        ).check()
    page.locator("select[name=action]").first.select_option(label=action)
    page.locator(".actions button[name=index]").first.click()


def look_at(page, name):
    """The page fits every screen, and the checker finds nothing."""
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        looks.take_picture(page, f"bulk-{name}-{width}")
        wrong += looks.wider_than_screen(page)
    nothing("What is wrong", [*wrong, *looks.violations(page, leaving_out=looks.STOCK)])


def submit_two(page):
    """Two have drafts; the third is named as one that cannot be submitted, and skipped."""
    choose(page, "送审（所选新闻）", *STORIES, UNCHANGED)
    expect(page.locator(".edition-warning")).to_contain_text(f"{UNCHANGED}：第1版已发布，不能送审。")
    look_at(page, "submit")
    page.get_by_label("已作保密审查").check()
    desk.press(page, "送审")
    said(page, "送审：办成2条。")
    look_at(page, "submitted")
    page.go_back()
    expect(page.locator(".edition-warning")).to_contain_text("所选的记录都不能送审")
    page.get_by_role("link", name="返回列表").click()
    states = dict(desk.table(page.locator("#result_list"), "标题", "状态"))
    assert [states[title] for title in STORIES] == ["已发布 待初审"] * 2


def said(page, words):
    expect(page.get_by_role("status")).to_have_text(words)


def move_all(page):
    """One is there already and is left alone."""
    choose(page, "移到栏目（所选新闻）", *STORIES, UNCHANGED)
    expect(page.locator("#content-main")).to_contain_text("待初审的第2版要重新送审")
    look_at(page, "move")
    page.locator("#id_column").select_option(label="产业链动态")
    desk.press(page, "移到栏目")
    expect(page.get_by_role("status")).to_contain_text("移到栏目：办成")
    look_at(page, "moved")


def export(page, folder):
    choose(page, "导出（所选新闻）", *STORIES)
    look_at(page, "export")
    page.get_by_label("CSV").check()
    with page.expect_download() as download:
        desk.press(page, "导出")
    path = folder / "stories.csv"
    download.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["标题"] for row in rows} == set(STORIES)
    assert all(row["网址"].startswith("http") for row in rows)


def withdraw_one(page):
    choose(page, "撤稿（所选新闻）", STORIES[0])
    look_at(page, "withdraw")
    address = page.get_by_role("link", name=STORIES[0], exact=True).get_attribute("href")
    page.get_by_label("撤稿理由").fill("数字有误")
    desk.press(page, "撤稿，不再公开")
    said(page, "撤稿：办成1条。")
    page.goto(address.replace("/change/", "/editions/"))
    done = desk.table(page.locator("table").last, "操作", "操作人")
    assert done[0] == ["撤稿", "终审员"]
