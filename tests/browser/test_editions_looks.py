"""Every page of editions, on every screen, light and dark."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import desk, looks
from tests.browser.watch import nothing

# Name of the page: who sees it, the stage at which a story is, and where the page is beside the story's form.
PAGES = {
    "form": ("editor", "draft", "change/"),
    "form-of-reader": ("reviewer1", "review", "change/"),
    "submit": ("editor", "draft", "submit/"),
    "compare": ("editor", "draft", "compare/"),
    "history": ("editor", "last", "editions/"),
    "links": ("editor", "draft", "links/"),
    "restore": ("editor", "draft", "restore/1/"),
    "refused": ("editor", "review", "submit/"),
    "publish": ("admin", "draft", "publish/"),
    "withdraw": ("admin", "draft", "withdraw/"),
    "dates": ("admin", "draft", "dates/"),
    "review": ("reviewer1", "review", "review/"),
    "last-review": ("reviewer3", "last", "review/"),
    "send-back": ("admin", "scheduled", "send-back/"),
    "sheet": ("reviewer3", "last", "sheet/2/"),
    "preview": ("reviewer3", "last", "preview/2/"),
}
WIDTHS = (360, 768, 1440)


def look_at(page, name):
    """Take pictures of the page; it fits every screen, and the checker finds nothing, in light and in dark colours."""
    nothing("What is wrong", [*misfits(page, name), *barriers(page, name)])


def misfits(page, name):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        looks.take_picture(page, f"{name}-{width}")
        yield from (f"wider than {width}: {element}" for element in looks.wider_than_screen(page))


def barriers(page, name):
    """Light colours on a wide screen, dark ones on a phone."""
    yield from looks.violations(page, leaving_out=looks.STOCK)
    page.emulate_media(color_scheme="dark")
    looks.take_picture(page, f"{name}-1440-dark")
    page.set_viewport_size({"width": 360, "height": 900})
    yield from looks.violations(page, leaving_out=looks.STOCK)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_every_screen_and_has_no_barriers(name, stages, sign_in):
    account, stage, place = PAGES[name]
    page = sign_in(account, expected=[409])
    page.goto(stages[stage].removesuffix("change/") + place)
    for closed in page.locator("details:not([open]) > summary").all():
        closed.click()
    look_at(page, name)


def test_so_does_a_form_with_errors(stages, sign_in):
    page = sign_in("editor")
    page.goto(stages["draft"].replace("/change/", "/submit/"))
    desk.press(page, "送审")
    expect(page.locator(".errorlist")).to_contain_text("勾选确认")
    look_at(page, "submit-errors")


def test_so_does_a_conflict(stages, sign_in):
    page, other = sign_in("editor"), sign_in("admin")
    page.goto(stages["draft"])
    other.goto(stages["draft"])
    for someone, words in ((other, "别人的副题"), (page, "自己的副题")):
        someone.locator("#id_subtitle").fill(words)
        desk.press(someone, "保存并继续编辑")
    expect(page.locator(".edition-conflict")).to_be_visible()
    look_at(page, "conflict")


def test_so_does_the_page_of_a_link_that_leads_nowhere(visit):
    page = visit(expected=[404])
    page.goto("/preview/nothing/")
    look_at(page, "no-preview")


def test_the_sheet_of_signatures_is_one_page_of_paper(stages, sign_in):
    page = sign_in("reviewer3")
    page.goto(stages["last"].replace("/change/", "/sheet/2/"))
    paper = page.pdf(path=looks.PICTURES / "sheet.pdf", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
