"""An editor takes members away as a spreadsheet, changes a cell, sees what will change, and finds it in the draft."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser import desk, looks
from tests.browser.watch import nothing
from tests.sheets import saved, xlsx

COMMITTEES = "/admin/chains/committee/?q=激光"
COMMITTEE = "激光装备产业链党委"
WIDTHS = (360, 768, 1440)
NOTE = "由表格写上的备注"


@pytest.fixture
def editor(sign_in):
    return sign_in("editor")


def test_a_spreadsheet_is_exported_changed_previewed_and_imported(editor, server):
    public = server.read("/chains/laser-chain-committee/")
    editor.goto(COMMITTEES)
    editor.get_by_role("link", name="导入导出成员").click()
    book = export(editor)
    member = book.worksheets[0]["B2"].value
    book.worksheets[0]["F2"] = NOTE
    send(editor, saved(book))
    expect(editor.get_by_role("row", name=f"第2行 修改 {COMMITTEE}，{member} 备注：{NOTE}")).to_be_visible()
    expect(editor.locator("tbody tr.is-skip").first).to_contain_text("不变")
    look_at(editor, "preview")
    editor.get_by_label("不看没有变化的行").check()
    expect(editor.locator("tbody tr.is-skip").first).to_be_hidden()

    desk.press(editor, "确认导入")
    desk.expect_said(editor, "已导入成员：修改1行")
    assert server.read("/chains/laser-chain-committee/") == public
    desk.open_record(editor, "chains/committee", COMMITTEE)
    expect(editor.locator(f"#memberships-group input[value={NOTE}]")).to_have_count(1)
    assert (
        editor.locator("#memberships-group tr", has=editor.locator(f"input[value={NOTE}]")).inner_text().count(member)
    )


def test_a_file_with_mistakes_says_where_they_are(editor):
    editor.goto("/admin/chains/committee/members-sheet/")
    heads = ["产业链组织", "单位", "角色", "加入时间"]
    send(editor, xlsx(heads, [COMMITTEE, "没有这样的单位", "链主企业", "2022"], [COMMITTEE, "", "盟主", "2022年13月"]))
    assert desk.table(editor.locator(".spreadsheet-scroll table"), "行", "列", "现在写的") == [
        ["第2行", "单位", "没有这样的单位"],
        ["第3行", "单位", ""],
        ["第3行", "角色", "盟主"],
        ["第3行", "加入时间", "2022年13月"],
    ]
    look_at(editor, "mistakes")
    send(editor, b"\x89PNG no table", "表.xlsx")
    expect(editor.locator(".errorlist")).to_have_text("这是图片，不是表格。请在表格软件里另存为xlsx或csv，再上传。")
    look_at(editor, "no-table")


def export(page):
    look_at(page, "page")
    with page.expect_download() as download:
        desk.press(page, "导出xlsx")
    return load_workbook(BytesIO(download.value.path().read_bytes()))


def send(page, content, name="成员.xlsx"):
    page.get_by_label("表格文件").set_input_files({"name": name, "mimeType": "", "buffer": content})
    desk.press(page, "预览改动")
    page.wait_for_load_state()


def look_at(page, name):
    """See that the page fits every screen and has no barriers, and take a picture of it."""
    size = page.viewport_size
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [*looks.measure(page, "structure"), *looks.wider_than_screen(page)]
        looks.take_picture(page, f"spreadsheet-{name}-{width}")
    page.set_viewport_size(size)
    nothing("What is wrong", found + looks.violations(page))
