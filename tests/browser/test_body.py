"""A body is written without a mouse: blocks are added, filled from the clipboard, ordered and deleted by keyboard."""

import json
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser import desk
from tests.browser.looks import STOCK, violations

PASTED = Path(__file__).parents[1] / "shared" / "pasted"
PICTURES = {"word": 1, "wps": 2, "wechat": 1}
LINES = "　　第一行。\r\n\r\n\u3000\u3000第二行。\n"
TITLE = "长清区的调研"
COLUMN = "专题报道"
TAKEN = "济南高新区:加快建设世界一流高科技园区"  # with a comma of half width, unlike the one that there is

ODD_TITLE = "旧程序写的稿"
ODD = "<section><h1>旧稿的题</h1><custom-box>盒中的字<noscript>备用的字</noscript></custom-box></section><p></p>"
PUT_ODD = f"""
from news.models import Text
from portal.editions.workflow import adopt
from tests import factories as make
block = make.make_text(make.make_feature({ODD_TITLE!r}, public_from=None))
Text.objects.filter(pk=block.pk).update(text={ODD!r})
adopt(block.parent)
"""
READ = """
import json
from news.models import Text
print(json.dumps([block.text for block in Text.objects.filter(parent__title={title!r}).order_by("ordering")]))
"""

# What another program would put on the clipboard when something is copied there.
COPY = """({ html, text }) => document.addEventListener("copy", (event) => {
  event.preventDefault();
  event.stopPropagation();
  if (html) event.clipboardData.setData("text/html", html);
  event.clipboardData.setData("text/plain", text);
}, { capture: true, once: true })"""


def test_a_body_is_written_by_keyboard_from_what_was_copied_elsewhere(sign_in, server):
    page = sign_in("editor")
    page.goto("/admin/news/feature/add/")
    begin_story(page)
    for name, number in PICTURES.items():
        add(page, "文字")
        paste(page, html=(PASTED / f"{name}.html").read_text(), text="不该用到的纯文字")
        expect(page.locator(".paste-note").last).to_contain_text(f"粘贴的内容里有{number}张图片")
    add(page, "文字")
    paste(page, text=LINES)
    order(page)
    add_and_delete(page)
    assert violations(page, STOCK) == []
    desk.press(page, "保存并继续编辑")
    desk.expect_said(page, "已存为第1版")
    expect(page.locator("#id_slug")).to_have_value("chang-qing-qu-de-diao-yan")
    expect(page.locator(desk.BLOCKS)).to_have_count(4)
    assert stored(server, TITLE) == [*map(expected, ["wechat", "word", "wps"]), "<p>第一行。</p><p>第二行。</p>"]


def test_a_text_with_tags_that_nobody_knows_is_edited_and_loses_no_word(sign_in, server):
    server.run(PUT_ODD)
    page = sign_in("editor")
    desk.open_record(page, "news/feature", ODD_TITLE)
    text = page.locator(".ProseMirror[contenteditable=true]")
    expect(text).to_contain_text("盒中的字备用的字")
    text.locator("p").click()
    page.keyboard.press("End")
    page.keyboard.type("新加的字")
    link(page, wrong="www.example.com", right="https://example.com/")
    desk.press(page, "保存并继续编辑")
    desk.expect_said(page, "已存为第2版")
    assert stored(server, ODD_TITLE) == [
        '<h2>旧稿的题</h2><p>盒中的字备用的字新加的<a href="https://example.com/" title="">字</a></p>'
    ]


def test_what_is_wrong_with_a_story_is_read_out_and_leads_to_the_fields(sign_in):
    page = sign_in("editor")
    page.goto("/admin/news/feature/add/")
    page.locator("#id_title").fill("未写完的稿")
    add(page, "文字")
    desk.press(page, "保存草稿")
    listed = page.get_by_role("list", name=re.compile("有.处要改"))
    expect(listed).to_be_focused()
    assert violations(page, STOCK) == []
    listed.get_by_role("link", name="摘要").click()
    expect(page.locator("#id_summary")).to_be_focused()
    listed.get_by_role("link", name="栏目").click()
    expect(page.locator(".field-column .select2-selection")).to_be_focused()
    listed.get_by_role("link", name="第1块文字：正文").click()
    expect(page.locator(".ProseMirror[contenteditable=true]")).to_be_focused()


def begin_story(page):
    """Fill in what a story needs; its address follows the title, of which doubles are told."""
    title, slug, said = page.locator("#id_title"), page.locator("#id_slug"), page.locator(".same-titles")
    title.press_sequentially(TAKEN)
    expect(said).to_contain_text("已有同名的新闻：“济南高新区：加快建设世界一流高科技园区”。")
    title.fill("")
    title.press_sequentially(TITLE)
    expect(said).to_be_empty()
    expect(slug).to_have_value("chang-qing-qu-de-diao-yan")
    page.locator("#id_summary").fill("一句摘要。")
    desk.choose(page, page.locator(".field-column"), "", COLUMN)


def add(page, kind):
    """Add a block at the end; what is to be filled in first has the focus."""
    adders = page.get_by_role("group", name="在正文末尾加一块")
    adders.get_by_role("button", name=kind, exact=True).press("Enter")
    expect(page.locator(desk.BLOCKS).last.locator(":focus")).to_have_count(1)


def paste(page, *, text, html=""):
    page.evaluate(COPY, {"html": html, "text": text})
    page.keyboard.press("Control+C")
    page.keyboard.press("Control+V")


def expect_voice(page, words):
    expect(page.locator(".order-machine ~ [role=status]")).to_have_text(words)


def order(page):
    """Move the third of four blocks to the front, by steps and at once; it keeps the focus."""
    up, front = (page.locator(desk.BLOCKS).nth(2).get_by_role("button", name=name) for name in ("上移", "移到最前"))
    up.press("Enter")
    expect_voice(page, "“文字：新内容”移到了第2块，共4块。")
    front.press("Enter")
    expect_voice(page, "“文字：新内容”移到了第1块，共4块。")
    front.press("Enter")
    expect_voice(page, "“文字：新内容”已经在最前。")
    expect(front).to_be_focused()


def add_and_delete(page):
    """Add a quotation before another block from the menu, and delete it, have it back, and delete it again."""
    plus = page.get_by_role("button", name="前面加一块").first
    plus.press("Enter")
    page.keyboard.press("Escape")
    expect(plus).to_be_focused()
    plus.press("Enter")
    expect(page.get_by_role("button", name="加一块文字")).to_be_focused()
    page.get_by_role("button", name="加一块引语").press("Enter")
    page.keyboard.type("不要的引语")
    quote = desk.block(page, "引语")
    quote.get_by_role("button", name="删除", exact=True).press("Enter")
    expect_voice(page, "“引语：新内容”将在保存时删除。")
    quote.get_by_role("button", name="撤销删除").press("Enter")
    expect(quote.get_by_label("引文")).to_have_value("不要的引语")
    quote.get_by_role("button", name="删除", exact=True).press("Enter")


def link(page, *, wrong, right):
    """Make a link of the last character, with an address that is refused and one that is not."""
    page.keyboard.press("Shift+ArrowLeft")
    page.wait_for_function("!document.activeElement.editor.state.selection.empty")
    page.keyboard.press("Control+K")
    address = page.get_by_role("dialog").get_by_label("网址")
    address.fill(wrong)
    address.press("Enter")
    assert address.evaluate("field => field.validationMessage").startswith("请填写完整的网址")
    address.fill(right)
    address.press("Enter")
    expect(address).to_have_count(0)


def stored(server, title):
    """Give the texts of a story as they are in the database."""
    return json.loads(server.run(READ.format(title=title)))


def expected(name):
    return "".join((PASTED / f"{name}.txt").read_text().splitlines())
