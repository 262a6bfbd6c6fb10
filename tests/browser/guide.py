"""The pictures of the editors' guide: ``docs/editor/<name>.webp``, taken of a portal with example content.

Run it by hand after a screen has changed: ``pytest tests/browser/guide.py``, with ``-k name`` for one picture.
"""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from PIL import Image

from tests.browser import busy, desk, stages, test_spreadsheets, test_wording
from tests.browser.server import ROOT
from tests.news.importing.reports import IMPORT
from tests.news.importing.reports import page as report
from tests.sheets import saved

FOLDER = ROOT / "docs" / "editor"
SIZE = {"width": 1200, "height": 800}
LARGEST = 60_000  # bytes
STORY = stages.STORIES["draft"]


def story(page):
    """Open the form of a story that is public, with a changed summary that is not."""
    desk.open_record(page, "news/feature", STORY)


def show(page, selector):
    """Bring what ``selector`` finds to the top of the window."""
    page.locator(selector).first.evaluate("element => element.scrollIntoView()")


# What each picture is of: who is signed in, and how they come there.


def the_desk(page):
    page.goto("/admin/")


def the_form(page):
    story(page)


def the_body(page):
    story(page)
    desk.collapse_all(page)
    show(page, ".order-machine")


def the_comparison(page):
    story(page)
    desk.go(page, "版本历史")
    page.goto(page.url.replace("/editions/", "/compare/"))


def the_history(page):
    story(page)
    desk.go(page, "版本历史")


def the_preview(page):
    story(page)
    with page.expect_popup() as popup:
        desk.panel(page).get_by_role("link", name="预览这一版").click()
    return popup.value


def the_submission(page):
    story(page)
    desk.go(page, "送审")


def the_review(page):
    page.goto("/admin/")
    page.get_by_role("link", name=busy.WAITING).click()


def the_findings(page):
    test_wording.write(page)


def the_import(page):
    page.goto(IMPORT)
    page.get_by_label("粘贴文字").fill(report("epaper"))
    desk.press(page, "读取，看对照")
    show(page, ".import-sides")


def the_spreadsheet(page):
    page.goto(test_spreadsheets.COMMITTEES)
    page.get_by_role("link", name="导入导出成员").click()
    with page.expect_download() as download:
        desk.press(page, "导出xlsx")
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    book.worksheets[0]["F2"] = "加入时间待核实"
    test_spreadsheets.send(page, saved(book))
    page.get_by_role("button", name="确认导入").wait_for()
    # The browser labels the choice of a file in its own language.
    page.locator("form", has=page.get_by_label("表格文件")).evaluate("form => form.remove()")


def the_library(page):
    page.goto("/admin/library/photo/")
    page.wait_for_load_state("networkidle")  # the photos come as they are scrolled to


def the_grid(page):
    page.goto("/admin/chains/indicator/values/")


PICTURES = {
    "desk": ("editor", the_desk),
    "form": ("editor", the_form),
    "body": ("editor", the_body),
    "submit": ("editor", the_submission),
    "review": ("reviewer1", the_review),
    "history": ("editor", the_history),
    "compare": ("editor", the_comparison),
    "preview": ("editor", the_preview),
    "photos": ("editor", the_library),
    "grid": ("editor", the_grid),
    "sheet": ("editor", the_spreadsheet),
    "import": ("editor", the_import),
    "findings": ("editor", the_findings),
}


@pytest.fixture(scope="module")
def newsroom(browser, tmp_path_factory):
    with busy.newsroom(browser, tmp_path_factory.mktemp("newsroom")) as people:
        stages.write(people.sign_in("editor"), STORY, is_draft=True)
        yield people


@pytest.mark.parametrize("name", PICTURES)
def test_picture(newsroom, name):
    account, steps = PICTURES[name]
    page = newsroom.sign_in(account, viewport=SIZE)
    shown = steps(page) or page
    shown.set_viewport_size(SIZE)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.webp").write_bytes(small(shown.screenshot(animations="disabled")))


def small(png):
    """Give the picture as WebP, as good as :data:`LARGEST` allows."""
    for quality in range(90, 20, -10):
        file = BytesIO()
        Image.open(BytesIO(png)).convert("RGB").save(file, "WEBP", quality=quality, method=6)
        if file.tell() <= LARGEST:
            break
    return file.getvalue()
