"""Running text: whatever arrives becomes what the editor offers, and no word of it is lost."""

import re
import time
from pathlib import Path

import pytest

from portal.shared.richtext import RichTextFormField, clean, plain

PASTED = Path(__file__).with_name("pasted")
UNKNOWN = [
    *("custom-box", "o:p", "font", "section", "span", "center", "details", "form", "object", "button", "select"),
    *("noscript", "iframe", "textarea", "title", "xmp", "plaintext", "template", "svg", "math", "mi", "desc", "video"),
]

# What only the editor can tell from text: marks of items, what was deleted, and remarks in the margin.
NO_TEXT = {"word": "lnnl3.4.待核实，[b1]请核对面积", "wps": "ll1、a)2、", "wechat": ""}


@pytest.mark.parametrize("tag", UNKNOWN)
def test_an_unknown_tag_goes_and_its_text_stays(tag):
    cleaned = clean(f"<p>前文</p><{tag} class='x' onclick='y'>里面的<b>字</b></{tag}><p>后文</p>")
    assert re.sub(r"\s", "", plain(cleaned)) == "前文里面的字后文"
    assert set(re.findall(r"<(\w+)", cleaned)) == {"p", "strong"}


@pytest.mark.parametrize(
    ("markup", "cleaned"),
    [
        ("<h1>一</h1><h2>二</h2><h4>四</h4>", "<h2>一</h2><h2>二</h2><h3>四</h3>"),
        ("<div>甲</div><div>乙<i>丙</i></div>", "<p>甲</p><p>乙<em>丙</em></p>"),
        ("<DIV><P>甲</P><SCRIPT>alert(1)</SCRIPT><Style>p{}</Style></DIV>", "<p>甲</p>"),
        ("<p style='color:red'><span>甲</span></p>", "<p>甲</p>"),
        ("<p> </p><p>甲</p><p>&nbsp;<br></p>乙<p></p>", "<p>甲</p>乙"),
        ("<p></p>", ""),
        ("<table><tr><td><p></p></td><td><p>甲</p><p></p></td></tr></table>",
         "<table><tbody><tr><td><p></p></td><td><p>甲</p></td></tr></tbody></table>"),
        ("<table><caption>题</caption><tfoot><tr><td>1</td></tr></tfoot></table>",
         "<p>题</p><table><tbody><tr><td>1</td></tr></tbody></table>"),
        ("<p><a href='javascript:x()'>甲</a><a href='https://example.com/'>乙</a></p>",
         '<p><a>甲</a><a href="https://example.com/">乙</a></p>'),
        ("<p>甲<img src=x onerror=alert(1)>乙</p>", "<p>甲乙</p>"),
        ("<a title='><img src=x onerror=alert(1)>' href='/x'>甲</a>",
         '<a title="&gt;&lt;span src=x onerror=alert(1)&gt;" href="/x">甲</a>'),
    ],
)  # fmt: skip
def test_other_tags_become_what_they_mean(markup, cleaned):
    assert clean(markup) == cleaned
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize("name", ["word", "wps", "wechat"])
def test_what_the_editor_makes_of_a_paste_is_kept_as_it_is(name):
    made = "".join((PASTED / f"{name}.txt").read_text().splitlines())
    assert clean(made) == made


@pytest.mark.parametrize("name", ["word", "wps", "wechat"])
def test_editor_and_server_keep_every_word_of_a_paste(name):
    made, raw = ((PASTED / f"{name}.{kind}").read_text() for kind in ("txt", "html"))
    assert left_over(words(clean(raw)), words(made)) == (NO_TEXT[name], "")


def words(markup):
    return re.sub(r"[\s\u200b]", "", plain(markup))


def left_over(text, part):
    """Give the characters of ``text`` that are not of ``part``, and what of ``part`` is not found in order."""
    rest = ""
    for character in text:
        if part.startswith(character):
            part = part[1:]
        else:
            rest += character
    return rest, part


def test_a_box_shows_old_text_as_it_can_be_edited():
    field = RichTextFormField(config={"extensions": {}})
    assert field.prepare_value("<section><blink>旧文</blink></section>") == "<p>旧文</p>"
    assert field.prepare_value(None) is None


def test_a_run_of_blanks_takes_no_longer_than_words():
    blanks = " " * 60_000
    started = time.perf_counter()
    assert clean(f"<p>甲{blanks}乙</p>") == f"<p>甲{blanks}乙</p>"
    assert time.perf_counter() - started < 0.5
