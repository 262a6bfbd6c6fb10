"""Actions of the desk that no other journey takes: files replaced, slips in a spreadsheet, links looked at again."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import expect

from tests.browser import actions, desk
from tests.sheets import saved

REASON = "原图有误，换成现场照片"
DOCUMENT, COMPANY = "逐项清单", "按键录入的单位"
PIXEL = """image => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return red > blue ? "red" : "blue";
}"""


@pytest.fixture(scope="module")
def address(server):
    """The page of the public story whose photo is replaced; with it there are all records of ``actions.py``."""
    return server.run("from tests.browser.actions import add_content; print(add_content())").strip()


# Files


def test_a_photo_in_public_use_and_an_attachment_get_other_files(address, sign_in, visit):
    visitor = visit()
    visitor.goto(address)
    assert color_of_picture(visitor) == "red"

    admin = sign_in("admin")
    admin.goto(f"/admin/library/photo/?q={actions.PICTURE}")
    admin.get_by_role("link", name=actions.PICTURE).last.click()
    expect(admin.locator(".file-places")).to_contain_text(actions.SHOWN)
    replace(admin, {"name": "现场.png", "mimeType": "image/png", "buffer": blue()})
    expect(admin.locator(".errorlist")).to_have_text("公开页面正在用它，替换要写明理由。")
    expect(admin.locator(".kept-file")).to_contain_text("已选好“现场.png”")
    admin.get_by_label("理由").fill(REASON)
    desk.press(admin, "替换")
    desk.expect_said(admin, "公开页面已经换用新的。")
    visitor.reload()
    assert color_of_picture(visitor) == "blue"

    editor = sign_in("editor")
    editor.goto("/admin/library/attachment/add/")
    editor.locator("#id_title").fill(DOCUMENT)
    editor.locator("#id_file").set_input_files(text_file("旧的清单"))
    desk.press(editor, "保存")
    desk.open_record(editor, "library/attachment", DOCUMENT)
    old = file_of_form(editor)
    assert content(editor, old) == "旧的清单"
    replace(editor, text_file("新的清单"))
    desk.expect_said(editor, f"“{DOCUMENT}”的文件已替换。")
    assert content(editor, file_of_form(editor)) == "新的清单"
    assert editor.request.get(old).status == 404


def replace(page, file):
    page.get_by_role("link", name="替换文件").click()
    page.get_by_label("新的文件").set_input_files(file)
    desk.press(page, "替换")


def blue():
    file = BytesIO()
    Image.new("RGB", (400, 300), "blue").save(file, "PNG")
    return file.getvalue()


def text_file(words):
    return {"name": "清单.txt", "mimeType": "text/plain", "buffer": words.encode()}


def color_of_picture(page):
    picture = page.get_by_alt_text(actions.PICTURE)
    picture.evaluate("image => image.decode()")
    return picture.evaluate(PIXEL)


def file_of_form(page):
    return page.locator(".field-file a").get_attribute("href")


def content(page, path):
    return page.request.get(path).text()


# Words


def test_slips_are_put_right_and_a_photo_described_until_a_story_can_be_submitted(address, sign_in):
    correct_term(sign_in("admin"))
    editor = sign_in("editor")
    form = desk.open_record(editor, "news/feature", actions.WRITTEN)
    desk.go(editor, "检查文字")
    fix_by_keyboard(editor)
    editor.get_by_role("button", name=f"3处都改为“{actions.RIGHT}”").click()
    desk.expect_said(editor, "已改正3处，存为第3版。")
    expect(editor.get_by_role("heading", name=actions.WRONG)).to_have_count(0)

    submit(editor, form)
    expect(editor.locator(".errornote")).to_be_visible()
    editor.get_by_role("link", name="填写替代文字").click()
    expect(editor.locator("#id_caption")).to_have_value(actions.SILENT)
    describe(editor)
    submit(editor, form)
    desk.expect_said(editor, "已送审")


def correct_term(page):
    """Take the wrong form away as a spreadsheet, write the right one beside it, and bring it back."""
    page.goto(f"/admin/wording/term/?q={actions.WRONG}")
    page.get_by_role("link", name="导入导出错敏词").click()
    book = download(page, page.get_by_role("button", name="导出xlsx"))
    sheet = book.worksheets[0]
    assert sheet.max_row == 2
    write(sheet, 2, {"正确写法": actions.RIGHT, "级别": "严重"})
    page.get_by_label("表格文件").set_input_files(table(book))
    desk.press(page, "预览改动")
    expect(page.locator("tbody tr")).to_contain_text([f"正确写法：{actions.RIGHT}"])
    desk.press(page, "确认导入")
    desk.expect_said(page, "已导入错敏词：修改1行。立即生效")


def fix_by_keyboard(page):
    page.wait_for_url("**/findings/")
    desk.skip_to_content(page)
    press_by_key(page, page.get_by_role("button", name="把摘要的“发展与改革委员会”改为“发展和改革委员会”"))
    desk.expect_said(page, "已改正1处，存为第2版。")


def submit(page, form):
    page.goto(form.replace("/change/", "/submit/"))
    page.get_by_label("已作保密审查").check()
    desk.press(page, "送审")


def describe(page):
    """Choose both photos in the list and say what is on them, on one page."""
    page.goto("/admin/library/photo/?q=没人描述过")
    for box in page.locator("#result_list .action-select").all():
        box.check()
    page.locator("select[name=action]").select_option(label="填写说明（多张一起）")
    page.locator(".actions button[name=index]").click()
    rows = page.locator(".photo-row")
    expect(rows).to_have_count(2)
    for row, words in zip(rows.all(), ("工地上的塔吊", "码头边的货船"), strict=True):
        row.get_by_label("替代文字").fill(words)
    desk.press(page, "全部保存")
    desk.expect_said(page, "已保存。")


# The keyboard alone, and links


def test_an_organization_comes_in_from_the_blank_table_by_keyboard(sign_in):
    page = sign_in("editor")
    page.goto("/admin/chains/organization/organizations-sheet/")
    book = download(page, page.get_by_role("link", name="下载空白表"))
    write(book.worksheets[0], 2, {"名称": COMPANY, "类别": "企业", "所在地": "区内"})
    page.reload()
    desk.skip_to_content(page)
    with page.expect_file_chooser() as chooser:
        press_by_key(page, page.get_by_label("表格文件"))
    chooser.value.set_files(table(book))
    press_by_key(page, page.get_by_role("button", name="预览改动"))
    expect(page.locator("tbody tr")).to_contain_text([f"名称：{COMPANY}"])
    press_by_key(page, page.get_by_role("button", name="确认导入"))
    desk.expect_said(page, "已导入单位：新增1行")
    desk.open_record(page, "chains/organization", COMPANY)


def test_a_dead_link_is_looked_at_again_and_stories_are_withdrawn_by_keyboard(address, sign_in, visit):
    editor = sign_in("editor")
    editor.goto(f"/admin/links/link/?q={actions.LINKING}")
    links = editor.locator("#result_list")
    expect(links.locator(".field-status")).to_have_text(["失效"])
    expect(links.locator(".field-why")).to_contain_text("链接的内容还没有公开")
    links.locator(".action-select").check()
    editor.locator("select[name=action]").select_option(label="重新检查这些内部链接")
    editor.locator(".actions button[name=index]").click()
    desk.expect_said(editor, "已检查1个内部网址。")
    expect(links.locator(".field-status")).to_have_text(["正常"])

    withdraw(sign_in("reviewer3"), actions.SHOWN, actions.LINKING, actions.LATER)
    assert visit(expected=[404]).goto(address).status == 404
    editor.reload()
    expect(links).to_have_count(0)


def withdraw(page, *titles):
    """Find the stories, choose them and take them back, all with keys."""
    page.goto("/admin/news/feature/")
    desk.skip_to_content(page)
    desk.tab_to(page, page.locator("#searchbar"))
    page.keyboard.type("公开稿")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    assert sorted(desk.table(page.locator("#result_list"), "标题")) == sorted([title] for title in titles)
    for box in page.locator("#result_list .action-select").all():
        desk.tab_to(page, box, most=60)
        page.keyboard.press("Space")
    action = page.locator("select[name=action]")
    desk.tab_to(page, action, key="Shift+Tab")
    for _ in range(action.locator("option").all_inner_texts().index("撤稿（所选新闻）")):
        page.keyboard.press("ArrowDown")
    press_by_key(page, page.locator(".actions button[name=index]"))
    page.wait_for_url("**/bulk/withdraw/*")
    desk.tab_to(page, page.get_by_label("撤稿理由"))
    page.keyboard.type("试过就撤")
    press_by_key(page, page.get_by_role("button", name="撤稿，不再公开"))
    expect(page.get_by_role("status")).to_have_text(f"撤稿：办成{len(titles)}条。")


def press_by_key(page, target):
    desk.tab_to(page, target)
    page.keyboard.press("Enter")


# Spreadsheets


def download(page, button):
    with page.expect_download() as download:
        button.click()
    return load_workbook(BytesIO(download.value.path().read_bytes()))


def write(sheet, number, values):
    """Write ``{head: value}`` into a row of the sheet."""
    heads = [cell.value for cell in sheet[1]]
    for head, value in values.items():
        sheet.cell(number, heads.index(head) + 1, value)


def table(book):
    return {"name": "表.xlsx", "mimeType": "", "buffer": saved(book)}
