"""The texts of a snapshot: which they are, what their places are called, and how words in them are replaced."""

import pytest

from portal.editions.texts import Text, texts_of

from .models import Book
from .shelves import make_book, make_chapter, make_note, taken

pytestmark = pytest.mark.django_db


def text(source, *, is_markup=True):
    return Text(("fields", "text"), "正文", source, is_markup)


def replaced(source, wrong, right, **options):
    """Give ``source`` with the first ``wrong`` of its words replaced; ``None`` where that is not simple."""
    found = text(source, **options)
    start = found.words.index(wrong)
    replacement = found.replacement(start, start + len(wrong), right)
    return found.replaced([replacement]) if replacement.is_simple else None


def test_texts_are_what_people_wrote_in_the_order_in_which_it_stands():
    book = make_book("书名", blurb="简介", isbn="978", details={"no": "text"})
    make_chapter(book, "后", ordering=2)
    make_chapter(book, "<p>先</p>", ordering=1)
    make_note(book, "甲", text="注文")
    found = [(found.place, found.words.strip()) for found in texts_of(Book, taken(book))]
    assert found == [
        ("书名", "书名"),
        ("书号", "978"),
        ("简介", "简介"),
        ("章节第1项", "先"),
        ("章节第2项", "后"),
        ("注：记号", "甲"),
        ("注：内容", "注文"),
    ]


def test_the_path_leads_to_the_text_in_the_snapshot():
    book = make_book(blurb="简介")
    make_chapter(book, "第一章")
    snapshot = taken(book)
    for found in texts_of(Book, snapshot):
        value = snapshot
        for name in found.path:
            value = value[name]
        assert value == found.source


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>甲<strong>乙</strong>丙</p>", "\n甲乙丙\n"),
        ("<p>甲</p><p>乙</p>", "\n甲\n\n乙\n"),
        ("<td>甲</td><td>乙</td>", "\n甲\n\n乙\n"),
        ("<p>甲<br>乙</p>", "\n甲\n乙\n"),
        ("<p><a href=\"/x?a>b\" title='<'>甲</a></p>", "\n甲\n"),
        ("<p>甲&amp;乙&#19969;&lt;b&gt;</p>", "\n甲&乙丁<b>\n"),
        ("<p>3 < 5 & 7</p>", "\n3 < 5 & 7\n"),
    ],
)
def test_words_of_markup_are_those_that_readers_see(source, words):
    assert text(source).words == words


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>又<em>按步就班</em>了</p>", "<p>又<em>按部就班</em>了</p>"),
        ('<p title="按步就班">&amp;&lt;按步就班&gt;</p>', '<p title="按步就班">&amp;&lt;按部就班&gt;</p>'),
        ("<p>按<b>步</b>就班</p>", None),
        ("<p>按步<a href='/x'>就班</a></p>", None),
    ],
)
def test_words_are_replaced_within_their_piece_of_markup_only(source, expected):
    assert replaced(source, "按步就班", "按部就班") == expected


def test_what_is_put_in_is_escaped_in_markup_and_nowhere_else():
    assert replaced("<p>甲</p>", "甲", "<b>&") == "<p>&lt;b&gt;&amp;</p>"
    assert replaced("甲", "甲", "<b>&", is_markup=False) == "<b>&"


def test_an_entity_is_replaced_as_a_whole():
    assert replaced("<p>甲&nbsp;乙</p>", "甲\u00a0乙", "甲乙") == "<p>甲乙</p>"


def test_many_places_of_one_text_are_replaced_at_once():
    found = text("<p>错字和<b>错字</b></p>")
    places = [1, 4]
    assert found.replaced([found.replacement(at, at + 2, "更正字") for at in places]) == "<p>更正字和<b>更正字</b></p>"


def test_the_context_marks_the_words_and_escapes_all_of_it():
    found = text("<p>前&lt;i&gt;</p><p>错&amp;后</p>")
    start = found.words.index("错")
    assert found.context(start, start + 2) == " 前&lt;i&gt; <mark>错&amp;</mark>后 "


def test_a_long_context_is_cut_on_both_sides():
    found = text("前" * 40 + "错" + "后" * 40, is_markup=False)
    assert found.context(40, 41) == f"…{'前' * 16}<mark>错</mark>{'后' * 16}…"


def test_names_that_the_model_has_no_more_are_no_texts():
    snapshot = taken(make_book("书名"))
    snapshot["fields"]["gone"] = "旧栏"
    snapshot["parts"]["gone"] = {"1": {"text": "旧"}}
    assert [found.words for found in texts_of(Book, snapshot)] == ["书名"]
