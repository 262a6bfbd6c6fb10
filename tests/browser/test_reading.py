"""What readers may set and do: elder mode, type size, read-aloud, a code to share, paper.

Chromium without a screen has no voices, so read-aloud is tried with a voice that writes down what it is given
(``VOICE``); what it then does with paragraphs, buttons and marks is the page's own.
"""

from io import BytesIO
from urllib.parse import urlsplit

import pytest
import segno
from PIL import Image
from playwright.sync_api import expect

from tests.browser import desk, looks
from tests.browser.looks import measure

STORY = "/news/1-innovation-2022/"
PAGES = ["/", "/news/", STORY, "/chains/laser-chain-committee/", "/indicators/", "/indicators/gdp/", "/accessibility/"]
NO_STORAGE = (
    'Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });'
)
NO_SPEECH = "delete window.speechSynthesis;"

# What the mode is when the body begins, which is before anything is drawn.
FIRST_MODE = """new MutationObserver((_, observer) => {
  if (!document.body) return;
  window.firstMode = document.documentElement.dataset.mode;
  window.firstSize = document.documentElement.dataset.textSize;
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });"""

# A voice of the language that the test names; it says nothing and ends when it is told to.
VOICE = """
window.said = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "LANG", localService: LOCAL }],
  speak(utterance) { said.push(utterance.text); this.current = utterance; },
  cancel() { const { current } = this; this.current = null; current?.onerror?.({ error: "canceled" }); },
  end() { this.current.onend(); },
} });"""

# The least contrast of words to the ground that they stand on; words on pictures stand on a ground of their own.
LEAST_CONTRAST = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const groundOf = (element) => {
    for (; element; element = element.parentElement) {
      const ground = rgba(getComputedStyle(element).backgroundColor);
      if (ground[3] === 255) return ground;
    }
    return [255, 255, 255];
  };
  const found = new Map();
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const element = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || !element.checkVisibility() || element.closest("script")) continue;
    const [ink, ground] = [rgba(getComputedStyle(element).color), groundOf(element)].map(luminance);
    const contrast = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
    found.set(contrast, words.currentNode.data.trim().slice(0, 20));
  }
  const least = Math.min(...found.keys());
  return [least, found.get(least)];
}"""

SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }"""


def bar(page):
    return page.get_by_role("region", name="长者模式和朗读")


def leave_button(page):
    return page.get_by_role("button", name="退出长者模式")


def text(page):
    return page.locator(".prose p").first


def size_of(locator):
    return float(desk.style_of(locator, "font-size").removesuffix("px"))


def expect_elder(page):
    expect(desk.elder_switch(page)).to_be_checked()
    assert size_of(text(page)) >= 22
    aside, body = page.locator(".aside").bounding_box(), page.locator(".body").bounding_box()
    assert aside["y"] >= body["y"] + body["height"], "one column"


def voice(lang="zh-CN", local="true"):
    return VOICE.replace("LANG", lang).replace("LOCAL", local)


# 长者模式


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_the_switch_makes_everything_larger_at_once(script, visit):
    page = visit(java_script_enabled=script)
    page.goto(STORY)
    before = size_of(text(page))
    desk.elder_switch(page).check()
    expect_elder(page)
    desk.elder_switch(page).uncheck()
    assert size_of(text(page)) == before


def test_without_a_script_the_bar_says_how_to_leave_and_has_no_button(visit):
    page = visit(java_script_enabled=False)
    page.goto(STORY)
    expect(bar(page)).to_be_hidden()
    desk.elder_switch(page).check()
    expect(bar(page)).to_contain_text("再按一次上面的“长者模式”")
    expect(bar(page).get_by_role("button")).to_have_count(0)


def test_the_mode_is_remembered_on_every_page_until_one_leaves_it(visit):
    page = visit()
    page.goto("/")
    desk.elder_switch(page).check()
    for address in PAGES:
        page.goto(address)
        expect(desk.elder_switch(page)).to_be_checked()
    page.goto(STORY)
    expect_elder(page)
    page.reload()
    expect_elder(page)

    leave_button(page).click()
    expect(desk.elder_switch(page)).not_to_be_checked()
    expect(desk.elder_switch(page)).to_be_focused()
    assert size_of(text(page)) < 22
    page.go_back()
    expect(desk.elder_switch(page)).not_to_be_checked()


def test_the_mode_and_the_type_size_are_there_before_anything_is_drawn_and_nothing_moves(visit):
    page = visit(elder=True)
    page.add_init_script('localStorage.setItem("text-size", "large");' + FIRST_MODE)
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("[firstMode, firstSize]") == ["elder", "large"]
        assert page.evaluate("measures.read()") == []


def test_where_nothing_may_be_stored_the_mode_holds_for_the_page(visit):
    page = visit()
    page.add_init_script(NO_STORAGE)
    page.goto(STORY)
    desk.elder_switch(page).check()
    expect_elder(page)
    page.get_by_role("button", name="正文用大号字").click()
    assert size_of(text(page)) > 24
    leave_button(page).click()
    assert size_of(text(page)) < 23


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("elder", [True, False], ids=["elder", "default"])
def test_words_stand_out_from_their_ground(elder, colours, visit):
    page = visit(elder=elder, color_scheme=colours)
    for address in PAGES:
        page.goto(address)
        looks.open_details(page)
        contrast, words = page.evaluate(LEAST_CONTRAST)
        assert contrast >= (7 if elder else 4.5), f"{address}: {words} has {contrast:.1f}"


@pytest.mark.parametrize("elder", [True, False], ids=["elder", "default"])
def test_wider_spacing_of_text_loses_nothing_on_the_smallest_screen(elder, visit):
    page = visit(elder=elder, viewport={"width": 320, "height": 640})
    for address in PAGES:
        page.goto(address)
        page.add_style_tag(content=SPACING)
        looks.open_details(page)
        assert looks.wider_than_screen(page) == []
        assert measure(page, "cut_off") == []


# 字体【大 中 小】


def test_the_size_of_the_text_is_chosen_and_remembered(visit):
    page = visit()
    page.goto(STORY)
    medium = size_of(text(page))
    large = page.get_by_role("button", name="正文用大号字")
    large.click()
    assert size_of(text(page)) > medium
    page.reload()
    expect(large).to_have_attribute("aria-pressed", "true")
    assert size_of(text(page)) > medium
    page.get_by_role("button", name="正文用小号字").click()
    assert size_of(text(page)) < medium


# 语音朗读


def tools(page):
    return page.locator(".tools")


def said(page):
    return page.evaluate("said")


def spoken_element(page):
    return page.locator(".is-spoken")


def end_sentence(page):
    page.evaluate("speechSynthesis.end()")


def test_the_text_is_read_from_its_title_and_the_paragraph_that_is_read_is_marked(visit):
    page = visit()
    page.add_init_script(voice())
    page.goto(STORY)
    title = page.get_by_role("heading", level=1)
    tools(page).get_by_role("button", name="语音朗读").click()
    assert said(page) == [title.inner_text()]
    expect(spoken_element(page)).to_have_text(title.inner_text())
    for _ in range(30):
        end_sentence(page)
        if "一个高科技园区的底子" in said(page)[-1]:
            break
    assert said(page)[-1] == "一个高科技园区的底子，先看创新平台。"
    expect(spoken_element(page)).to_have_count(1)
    expect(spoken_element(page)).to_have_text(text(page).inner_text())
    end_sentence(page)
    assert said(page)[-1] in text(page).inner_text()
    assert not {"打印", "首页", "有关举措"} & set(said(page))


def test_reading_pauses_goes_on_with_the_same_sentence_and_stops(visit):
    page = visit(elder=True)
    page.add_init_script(voice())
    page.goto(STORY)
    bar(page).get_by_role("button", name="语音朗读").click()
    end_sentence(page)
    bar(page).get_by_role("button", name="暂停").click()
    sentence = said(page)[-1]
    bar(page).get_by_role("button", name="继续").click()
    assert said(page)[-2:] == [sentence, sentence]
    bar(page).get_by_role("button", name="停止").click()
    expect(spoken_element(page)).to_have_count(0)
    expect(bar(page).get_by_role("button", name="停止")).to_be_hidden()
    expect(bar(page).get_by_role("button", name="语音朗读")).to_be_focused()
    assert page.evaluate("speechSynthesis.current") is None


def test_reading_ends_with_the_text(visit):
    page = visit()
    page.add_init_script(voice())
    page.goto("/accessibility/")
    button = tools(page).get_by_role("button", name="语音朗读")
    button.click()
    page.evaluate("while (speechSynthesis.current) speechSynthesis.end()")
    expect(button).to_be_visible()
    assert len(said(page)) > 40


def test_the_controls_stay_in_sight_while_it_is_read(visit):
    page = visit(viewport={"width": 360, "height": 700})
    page.add_init_script(voice())
    page.goto(STORY)
    tools(page).get_by_role("button", name="语音朗读").click()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(bar(page).get_by_role("button", name="暂停")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("other", [voice("en-US"), voice("zh-CN", local="false")], ids=["foreign", "of another host"])
def test_a_device_without_a_chinese_voice_of_its_own_says_so(other, visit):
    page = visit()
    page.add_init_script(other)
    page.goto(STORY)
    tools(page).get_by_role("button", name="语音朗读").click()
    expect(page.get_by_role("status")).to_have_text("这台设备没有中文语音，不能朗读。")
    assert said(page) == []


def test_where_the_browser_cannot_speak_there_is_no_button(visit):
    page = visit(elder=True)
    page.add_init_script(NO_SPEECH)
    page.goto(STORY)
    expect(leave_button(page)).to_be_visible()
    expect(page.get_by_role("button", name="语音朗读")).to_have_count(0)


# 分享


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("address", [STORY, "/indicators/gdp/", "/sources/qilu-yidian-2022-06/"])
def test_the_code_that_a_camera_sees_is_the_address_of_the_page(address, colours, visit):
    page = visit(color_scheme=colours, java_script_enabled=False)
    page.goto(f"{address}?from=timeline")
    page.get_by_text("分享", exact=True).click()
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert urlsplit(canonical).path == address
    expect(page.locator(".share-address")).to_have_text(canonical)
    code = page.get_by_role("img", name="本页网址的二维码")
    assert modules(code) == [[bool(module) for module in row] for row in segno.make_qr(canonical, error="m").matrix]


def modules(code, border=4):
    """Give which modules of ``code`` are dark, row by row, as they are drawn on the screen."""
    picture = Image.open(BytesIO(code.screenshot())).convert("L")
    width = int(code.get_attribute("viewBox").split()[2])
    step = picture.width / width
    middles = [(place + 0.5) * step for place in range(border, width - border)]
    return [[picture.getpixel((x, y)) < 128 for x in middles] for y in middles]


def test_the_address_is_copied(visit):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    page.goto(STORY)
    page.get_by_text("分享", exact=True).click()
    page.get_by_role("button", name="复制网址").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


# On paper


def test_on_paper_stay_title_source_date_text_and_address_but_no_navigation(visit):
    page = visit(color_scheme="dark", elder=True)
    page.goto(STORY)
    page.emulate_media(media="print", color_scheme="dark")
    for kept in (page.get_by_role("heading", level=1), text(page), page.get_by_text("发布时间：")):
        expect(kept).to_be_visible()
    expect(page.locator(".print-only")).to_have_text(f"网址：{page.url}")
    for gone in page.locator("nav, form, button, summary, .switch, .mode-bar, .aside").all():
        expect(gone).to_be_hidden()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    looks.take_picture(page, "reading-print")


def test_figures_in_a_story_are_printed_in_lines(visit):
    page = visit()
    page.goto(STORY)
    page.emulate_media(media="print")
    figure = page.locator(".panel .figure").first
    name, value, period = (figure.locator(part).bounding_box() for part in ("dt", ".value", ".meta"))
    assert name["x"] < value["x"] < period["x"]
    assert abs(name["y"] - value["y"]) < 20
