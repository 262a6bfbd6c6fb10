"""What people do in the admin, with the words that they read there."""

from urllib.parse import quote, urlsplit

from playwright.sync_api import expect

BLOCKS = ".order-machine .inline-related:not(.empty-form)"


# Records and their forms


def open_record(page, model, title):
    """Find the record by its title in the list of ``model`` ("news/feature") and open its form; give its address."""
    page.goto(f"/admin/{model}/?q={quote(title)}")
    page.locator("#result_list").get_by_role("link", name=title, exact=True).click()
    page.wait_for_url("**/change/**")
    return urlsplit(page.url).path


def press(page, name):
    """Press the button ``name``, the lower one where there are two."""
    page.get_by_role("button", name=name, exact=True).last.click()


def expect_said(page, words):
    """The message above the page says ``words``."""
    expect(page.locator(".messagelist")).to_contain_text(words)


def table(locator, *columns):
    """Give what the rows of a table say in ``columns``."""
    locator.wait_for()
    heads = [cell.strip() for cell in locator.locator("thead th").all_inner_texts()]
    places = [heads.index(column) for column in columns]
    rows = locator.locator("tbody tr").all()
    cells = [row.locator("th, td").all_inner_texts() for row in rows]
    return [[row[place].strip() for place in places] for row in cells]


# The panel above the form, and the pages that it leads to


def panel(page):
    return page.locator(".edition-panel")


def go(page, action):
    """Follow a link of the panel."""
    panel(page).get_by_role("link", name=action, exact=True).click()


def row_of(page, edition):
    """Give the row of ``edition`` ("第2版") on the page of the history."""
    return page.locator(".edition-history tr", has=page.locator("td:nth-child(3)", has_text=edition))


def submit(page):
    """Send the newest edition to review from its form."""
    go(page, "送审")
    confirm_submission(page)


def confirm_submission(page):
    page.get_by_label("已作保密审查").check()
    press(page, "送审")
    expect_said(page, "已送审")


def sign(page, opinion=""):
    """Approve what is under review from its form."""
    panel(page).get_by_role("link", name="审核（").click()
    approve(page, opinion)


def approve(page, opinion="", publish_at=None):
    """Approve on the page of the review; at the last stage it may be published later."""
    page.get_by_label("同意").check()
    page.get_by_label("意见").fill(opinion)
    if publish_at:
        page.get_by_label("定时发布").fill(publish_at)
    press(page, "确定")
    expect_said(page, "已签字")


# The body


def block(page, words):
    """Give the block of the body whose heading contains ``words``."""
    return page.locator(BLOCKS).filter(has=page.locator("> h3", has_text=words))


def collapse_all(page):
    """Show only the headings of the blocks, and wait until they have stopped moving."""
    page.locator(".machine-collapse label").click()
    page.wait_for_function("document.getAnimations().length === 0")


def drag(source, target):
    """Drag one block before another by its heading."""
    source.locator("> h3").drag_to(target.locator("> h3"), target_position={"x": 60, "y": 2})


def add_block(page, kind, before):
    """Press the plus before a block and choose ``kind``; give the new block."""
    before.locator(".order-machine-insert-target").click()
    page.locator(".plugin-buttons").get_by_title(kind, exact=True).click()
    return page.locator(BLOCKS).filter(has=page.locator(":focus"))


def choose(page, box, typed, name):
    """Choose ``name`` in the field with search that is in ``box``, after some typing."""
    box.locator(".select2-selection").click()
    page.locator(".select2-search__field").last.fill(typed)
    page.locator(".select2-results__option", has_text=name).click()


# The keyboard


def skip_to_content(page):
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def tab_to(page, target, most=30, key="Tab"):
    """Press Tab (or Shift+Tab) until ``target`` has the focus, and see that it shows it."""
    for _ in range(most):
        page.keyboard.press(key)
        if target.evaluate("element => element === document.activeElement"):
            assert shows_focus(target)
            return
    raise AssertionError(f"Tab does not come to {target}.")


def shows_focus(target):
    """Whether the element looks otherwise than without the focus."""
    style = """element => {
      const { outlineStyle, outlineWidth, boxShadow, backgroundColor, textDecorationLine, borderColor } =
        getComputedStyle(element);
      return [outlineStyle, outlineWidth, boxShadow, backgroundColor, textDecorationLine, borderColor].join();
    }"""
    with_focus = target.evaluate(style)
    target.evaluate("element => element.blur()")
    without = target.evaluate(style)
    target.evaluate("element => element.focus({ focusVisible: true })")
    return with_focus != without


def style_of(target, name):
    return target.evaluate("(element, name) => getComputedStyle(element).getPropertyValue(name)", name)


def elder_switch(page):
    """Give the switch of the elder mode, which every public page has."""
    return page.get_by_role("switch", name="长者模式")


# Values of indicators


def begin_correction(page, value):
    """Press 更正 beside a public value (“2022年一季度的48.1亿元”); give the row that it adds."""
    page.get_by_role("button", name=f"更正{value}", exact=True).click()
    return page.locator("#observations-group .inline-related").filter(has=page.locator(":focus"))
