"""The life of a number: corrected and signed, entered by keyboard, read with and without a script, and on paper."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import quote

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from tests.browser import desk, looks
from tests.browser.people import People
from tests.browser.test_editions_looks import look_at

REVENUE, REVENUE_PAGE = "一般公共预算收入", "/indicators/budget-revenue/"
STORY = "济南高新区：加快建设世界一流高科技园区"
SOURCE, SOURCE_PAGE = "《济南高新区：加快建设世界一流高科技园区》", "/sources/qilu-yidian-2022-06/"
REASON = "财政部门改正了一季度的数字"
NOTICE = "一季度收入改正为48.5亿元。"
RANK_PAGE = "/indicators/business-environment-rank/"
GRID = "/admin/chains/indicator/values/"

# An indicator with more values than the seed has for any: two pages of history, a target, and a correction.
ELECTRICITY_PAGE = "/indicators/electricity/"
ELECTRICITY = """
from datetime import date
from tests import factories as make

source = make.make_source("用电月报", slug="electricity", published="2022-01")
notices = [{"date": "2022-03-01", "note": "12月的用电量已改正。"}]
about = {"slug": "electricity", "unit": "万千瓦时", "decimals": 0, "corrections": notices, "definition": "全区用电量。"}
indicator = make.make_indicator("每月用电量", **about)
months = [f"{year}-{month:02}" for year in range(2017, 2022) for month in range(1, 13)]
values = [make.make_observation(indicator, source=source, period=month, value=900 + n % 12 * 7 + n, place="第1页")
          for n, month in enumerate(months)]
make.make_correction(values[-1], source=source, reason="供电单位改正。", note="多计一户。", known_from=date(2022, 3, 1))
make.make_target(indicator, period="2021", value=1000, source=source)
"""


def yesterday():
    return timezone.localdate() - timedelta(days=1)


def large_value(page):
    return page.locator(".value.is-large")


def history(page):
    return page.locator("[aria-labelledby=values] table")


def chart(page):
    return page.locator(".chart img")


def open_details(page):
    closed = page.locator("main details:not([open]) > summary")
    while closed.count():
        closed.first.click()


def expect_loaded(picture, width):
    """The picture has come, ``width`` px wide by itself."""
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", width)


@pytest.fixture(scope="module")
def electricity(server):
    server.manage("shell", "--no-imports", "--command", ELECTRICITY)


@pytest.fixture(scope="module")
def corrected(browser, server, cookies):
    """The revenue of the first quarter: corrected by an editor, signed by three others."""
    before = server.read(REVENUE_PAGE)
    people = People(browser, server, cookies)
    editor = people.sign_in("editor")
    form = desk.open_record(editor, "chains/indicator", REVENUE)
    correct(editor)
    for account in ("reviewer1", "reviewer2", "reviewer3"):
        assert server.read(REVENUE_PAGE) == before
        reviewer = people.sign_in(account)
        reviewer.goto(form)
        desk.sign(reviewer)
    people.leave()


def correct(page):
    """Correct the value of the first quarter and submit it."""
    row = desk.begin_correction(page, "2022年一季度的48.1亿元")
    page.keyboard.type("48.5")
    expect(row).to_contain_text(SOURCE)
    row.get_by_label("更正原因").fill(REASON)
    desk.press(page, "保存并送审")
    page.get_by_label("更正说明").fill(NOTICE)
    desk.confirm_submission(page)


# The life of a number


def test_a_correction_begins_with_all_that_is_known_of_it(sign_in):
    page = sign_in("editor")
    desk.open_record(page, "chains/indicator", "国家高新区综合排名")
    row = desk.begin_correction(page, "2021年的第10位（共157家）")
    expect(row.get_by_label("数值:", exact=True)).to_be_focused()
    expect(row.get_by_label("数值:", exact=True)).to_have_value("")
    expect(row.get_by_label("时期")).to_have_value("2021年")
    expect(row.get_by_label("状态")).to_have_value("revised")
    expect(row.get_by_label("参评总数")).to_have_value("157")
    expect(row).to_contain_text(SOURCE)
    expect(row.get_by_label("更正哪一条").locator(":checked")).to_have_text("2021年 第10位（共157家）")
    expect(row.get_by_label("更正原因")).to_be_visible()


def test_a_signed_correction_stands_on_the_page_and_the_old_value_is_struck_through(corrected, visit):
    page = visit()
    page.goto(REVENUE_PAGE)
    expect(large_value(page)).to_have_text("48.5亿元")
    expect(page.get_by_role("article").first).to_contain_text(NOTICE)
    assert desk.table(history(page), "时期", "数值", "状态")[:2] == [
        ["2022年一季度", "48.5亿元", "修订"],
        ["2022年一季度", "48.1亿元", "初步，已被更正"],
    ]
    expect(history(page).locator("s")).to_have_text("48.1亿元")
    expect(history(page).locator("s")).to_have_css("text-decoration-line", "line-through")
    expect(history(page).locator("tbody tr").first).to_contain_text(f"更正：{REASON}")


def test_the_story_that_quotes_it_says_so_and_the_desk_lists_the_story(corrected, visit, sign_in):
    page = visit()
    page.goto(REVENUE_PAGE)
    page.get_by_role("link", name=STORY, exact=True).click()
    figure = page.locator(".figure", has_text="2022年一季度").filter(has_text="48.1亿元")
    expect(figure.locator(".figure-change")).to_have_text(f"该数值已更正为48.5亿元（{REASON}）")
    figure.get_by_role("link", name="该数值已更正为48.5亿元").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(REVENUE)

    editor = sign_in("editor")
    editor.goto("/admin/")
    listed = editor.get_by_role("region", name="文中数据有变化的新闻").locator("li", has_text=STORY)
    expect(listed).to_contain_text("2022年一季度 48.1亿元　该数值已更正为48.5亿元")


def test_asked_for_the_day_before_the_page_gives_the_old_value_even_without_a_script(corrected, visit):
    page = visit(java_script_enabled=False)
    page.goto(REVENUE_PAGE)
    page.get_by_label("截至某日的数据").fill(f"{yesterday()}")
    desk.press(page, "查看")
    assert page.url.endswith(f"{REVENUE_PAGE}?as_of={yesterday()}")
    expect(large_value(page)).to_have_text("48.1亿元")
    expect(page.locator("s")).to_have_count(0)
    page.get_by_role("note").get_by_role("link", name="看现在的数据").click()
    expect(large_value(page)).to_have_text("48.5亿元")


# The value grid, by keyboard


def value_of(page, indicator):
    return page.get_by_label(f"{indicator}：数值", exact=True)


def source(page):
    return page.locator("#id_source + .select2 .select2-selection")


def type_into(page, field, text):
    desk.tab_to(page, field)
    page.keyboard.type(text)


def fill_grid(page, period, values):
    """Fill the grid by keyboard: the period, the source that 齐鲁 finds, and ``values`` as ``{indicator: text}``."""
    desk.skip_to_content(page)
    type_into(page, page.get_by_label("时期:", exact=True), period)
    desk.tab_to(page, source(page))
    page.keyboard.press("Enter")
    expect(page.locator(".select2-search__field")).to_be_focused()
    with page.expect_response(f"**/autocomplete/**{quote('齐鲁')}**"):
        page.keyboard.type("齐鲁")
    expect(page.locator(".loading-results")).to_have_count(0)
    expect(page.locator(".select2-results__option--highlighted")).to_contain_text(SOURCE)
    page.keyboard.press("Enter")
    expect(source(page)).to_contain_text(SOURCE)
    for indicator, text in values.items():
        type_into(page, value_of(page, indicator), text)


def states(page, names):
    page.goto("/admin/chains/indicator/")
    rows = desk.table(page.locator("#result_list"), "名称", "状态")
    return [state for name, state in rows if name in names]


def test_values_are_entered_with_the_keyboard_alone_and_stay_unpublished(sign_in, server):
    addresses = ["/indicators/", "/indicators/gdp/", "/indicators/trade-total/"]
    before = [server.read(address) for address in addresses]
    page = sign_in("editor")
    page.goto("/admin/chains/indicator/")
    desk.skip_to_content(page)
    desk.tab_to(page, page.get_by_role("link", name="批量录入数值"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{GRID}")
    fill_grid(page, "2022年", {"地区生产总值": "突破1600", "进出口总额": "1100余"})
    page.keyboard.press("Control+s")
    desk.expect_said(page, "已为2个指标（地区生产总值、进出口总额）各存一个新版本，公开页面没有改变。")
    assert states(page, {"地区生产总值", "进出口总额"}) == ["已发布 有未发布修改"] * 2
    assert [server.read(address) for address in addresses] == before


def fill_grid_badly(page):
    page.goto(f"{GRID}?topic=economy")
    fill_grid(page, "2022年7月", {"地区生产总值": "1700", "引进市外投资": "很多"})
    desk.tab_to(page, page.get_by_role("button", name="全部保存"))
    page.keyboard.press("Enter")
    expect(page.locator(".errornote")).to_contain_text("有1处要改")


def test_a_bad_value_is_told_at_its_cell_and_nothing_typed_is_lost(sign_in):
    page = sign_in("editor")
    fill_grid_badly(page)
    bad = value_of(page, "引进市外投资")
    expect(bad).to_have_attribute("aria-invalid", "true")
    expect(bad).to_have_accessible_description(
        "“很多”不是数值。请照来源写，如1500、突破1500、近1.5万、800余、70以上；单位是“亿元”。"
    )
    expect(bad).to_have_value("很多")
    expect(value_of(page, "地区生产总值")).to_have_value("1700")
    expect(page.get_by_label("时期:", exact=True)).to_have_value("2022年7月")
    expect(source(page)).to_contain_text(SOURCE)

    value_of(page, "规模过千亿产业").focus()
    for stop in (page.get_by_role("link", name="引进市外投资"), bad, value_of(page, "净增规模以上工业企业")):
        desk.tab_to(page, stop, most=1)


# What visitors see


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_an_indicator_is_told_in_number_sentence_picture_and_table(script, visit):
    page = visit(java_script_enabled=script)
    page.goto(RANK_PAGE)
    expect(large_value(page)).to_have_text("第1位")
    sentence = "从2019年到2021年共2个数值：2019年第6位（最靠后），2021年第1位（最靠前）。"
    expect(page.locator(".chart")).to_contain_text(sentence)
    expect_loaded(chart(page), 800)
    numbers = page.locator(".chart table")
    expect(numbers).to_be_hidden()
    page.get_by_text("图中的数字", exact=True).click()
    expect(numbers).to_be_visible()
    assert desk.table(numbers, "时期", "数值") == [["2019年", "第6位"], ["2021年", "第1位"]]


def test_the_citation_has_the_day_and_is_copied_by_its_button(visit):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    page.goto(RANK_PAGE)
    for text, words in {".use p[data-copy]": f"[{timezone.localdate()}]. {page.url}.", "#embed": "chart.svg"}.items():
        button = page.locator(f"{text} + button")
        expect(button).to_have_text(page.locator(text).get_attribute("data-copy"))
        button.click()
        expect(button).to_have_text("已复制")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert words in copied
        assert copied == page.locator(text).evaluate("element => element.value ?? element.innerText")


def test_without_a_script_there_is_no_button_that_does_nothing(visit):
    page = visit(java_script_enabled=False)
    page.goto(RANK_PAGE)
    expect(page.get_by_role("button")).to_have_text(["搜索", "查看"])
    expect(page.locator(".use p[data-copy]")).to_contain_text("[引用日期]")


SHAPES = {
    320: (360, "chart-narrow.svg"),
    360: (360, "chart-narrow.svg"),
    768: (800, "chart.svg"),
    1440: (800, "chart.svg"),
}


@pytest.mark.parametrize("width", SHAPES)
def test_the_chart_has_the_shape_of_the_screen(width, electricity, visit):
    page = visit(viewport={"width": width, "height": 900})
    page.goto(ELECTRICITY_PAGE)
    drawn, name = SHAPES[width]
    expect_loaded(chart(page), drawn)
    assert chart(page).evaluate("picture => picture.currentSrc").endswith(f"/{name}")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_nothing_is_wider_than_the_smallest_screen(electricity, corrected, visit):
    page = visit(viewport={"width": 320, "height": 900})
    for address in ("/indicators/", SOURCE_PAGE, REVENUE_PAGE, ELECTRICITY_PAGE):
        page.goto(address)
        open_details(page)
        assert looks.wider_than_screen(page) == []


COUNT_SHIFTS = """
  window.shifts = [];
  const note = (list) => shifts.push(...list.getEntries().map((entry) => entry.value));
  new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves_when_the_chart_comes_late(width, electricity, visit):
    page = visit(viewport={"width": width, "height": 900})
    page.add_init_script(COUNT_SHIFTS)
    held = []
    page.route("**/chart*.svg", lambda route: held.append(route))
    with page.expect_request("**/chart*.svg"):
        page.goto(ELECTRICITY_PAGE, wait_until="domcontentloaded")
        chart(page).scroll_into_view_if_needed()
    height = "document.documentElement.scrollHeight"
    before = page.evaluate(height)
    held[0].continue_()
    expect_loaded(chart(page), SHAPES[width][0])
    assert page.evaluate(height) == before
    assert sum(page.evaluate("shifts")) < 0.01


# How it looks, also on paper


@pytest.mark.parametrize("name", ["indicator", "indicator-as-of", "indicators", "source", "story"])
def test_a_public_page_of_figures_has_no_barriers(name, electricity, corrected, visit):
    addresses = {
        "indicator": ELECTRICITY_PAGE,
        "indicator-as-of": f"{ELECTRICITY_PAGE}?as_of=2022-02-28",
        "indicators": "/indicators/",
        "source": SOURCE_PAGE,
        "story": "/news/?q=" + STORY,
    }
    page = visit()
    page.goto(addresses[name])
    if name == "story":
        page.get_by_role("link", name=STORY, exact=True).click()
    open_details(page)
    look_at(page, f"figures-{name}")


def test_the_grid_with_an_error_has_no_barriers(sign_in):
    page = sign_in("editor")
    fill_grid_badly(page)
    page.get_by_label("有的行另有时期、位置或备注").check()
    look_at(page, "figures-grid")


def test_the_form_with_public_values_has_no_barriers(corrected, sign_in):
    page = sign_in("editor")
    desk.open_record(page, "chains/indicator", REVENUE)
    desk.begin_correction(page, "2022年一季度的48.5亿元")
    look_at(page, "figures-form")


def test_on_white_paper_stay_title_value_chart_and_history(electricity, visit):
    page = visit(color_scheme="dark")
    page.goto(ELECTRICITY_PAGE)
    expect_loaded(chart(page), 800)
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    for kept in (page.get_by_role("heading", level=1), large_value(page), chart(page), history(page)):
        expect(kept).to_be_visible()
    assert [element for element in page.locator("form, button, textarea").all() if element.is_visible()] == []
    picture = Image.open(BytesIO(chart(page).screenshot())).convert("L")
    assert picture.getpixel((2, 2)) > 250
    looks.take_picture(page, "figures-print")
