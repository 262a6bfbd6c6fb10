"""A report is brought in: pasted, corrected beside the original, and made a draft, by keyboard and without barriers."""

from playwright.sync_api import expect

from tests.browser import desk
from tests.browser.test_editions_looks import look_at
from tests.news.importing.reports import IMPORT
from tests.news.importing.reports import page as report


def piece(page, words):
    """Give the piece of the result whose text contains ``words``."""
    texts = page.locator(".import-piece textarea").all()
    place = next(number for number, text in enumerate(texts) if words in text.input_value())
    return page.locator(".import-piece").nth(place)


def kind(page, words):
    return piece(page, words).locator("select")


def test_a_report_is_corrected_beside_the_original_and_becomes_a_draft(sign_in):
    page = sign_in("editor")
    page.goto("/admin/news/feature/")
    page.get_by_role("link", name="导入报道").click()
    desk.press(page, "读取，看对照")
    expect(page.locator(".errorlist")).to_have_text("请把报道的文字贴在这里，或者选一个文件。")
    look_at(page, "importing-text")

    page.get_by_label("粘贴文字").fill(report("wire"))
    desk.press(page, "读取，看对照")
    expect(page.locator("#line-5")).to_contain_text("正文")
    rest = piece(page, "今年休渔期结束以来")
    rest.locator("textarea").focus()
    expect(page.locator(".is-current")).to_have_count(2)
    look_at(page, "importing-result")

    kind(page, "渔火").select_option(label="图片说明")
    desk.press(page, "按我的修改重新整理")
    expect(page.locator(".import-piece-caption textarea")).to_have_value("渔火")
    desk.press(page, "存成草稿")
    expect(page.locator(".errornote")).to_contain_text("没有导入：有2处要改")
    expect(page.get_by_role("link", name="栏目", exact=True)).to_have_attribute("href", "#id_column")
    look_at(page, "importing-mistakes")

    page.get_by_label("栏目").select_option(index=1)
    page.get_by_label("我确认本单位有权使用").check()
    desk.press(page, "存成草稿")
    desk.expect_said(page, "“南屿渔港：夜里三点的灯火”已导入为草稿，尚未公开。")
    desk.expect_said(page, "有1处要配图")
    assert desk.block(page, "凌晨三点").count() == 1


def test_the_import_works_by_keyboard_and_without_a_script(sign_in):
    page = sign_in("editor", java_script_enabled=False)
    page.goto(IMPORT)
    page.get_by_label("粘贴文字").focus()
    page.keyboard.insert_text(report("epaper"))
    page.get_by_role("button", name="读取，看对照").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="跳到整理的结果").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#id_piece-0-kind")).to_be_focused()
    page.get_by_label("媒体或机关").fill("云川日报")
    page.get_by_label("栏目").select_option(index=1)
    page.get_by_label("我确认本单位有权使用").check()
    page.get_by_role("button", name="存成草稿").focus()
    page.keyboard.press("Enter")
    desk.expect_said(page, "“云川新区：把码头变成工厂的第一道门”已导入为草稿，尚未公开。")
