"""The disk is full: what is public stays as it is, and what was typed is on the page until it can be saved."""

import random

import pytest

from .browser import Browser, typed, without_token
from .soundness import assert_sound, edition_of, title
from .workers import Failed

SIGNS = 100_000


def long_text():
    """Give text that no database can make much smaller."""
    chance = random.Random(3)
    return "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(SIGNS))


def editor(database):
    """Give the browser of an editor, and the address of the form of the book."""
    scene = database.engine.scene
    return Browser(database.serve(), scene["sessions"]["editor0"]), f"/admin/shelves/book/{scene['book']}/change/"


def assert_nothing_saved(page, fields):
    """The page says so, and holds all that was sent, ready to be sent again."""
    assert page.status == 503
    assert "没有保存：数据库现在写不进去" in page.words
    assert "已存为第" not in page.words
    assert without_token(page.form()) == without_token(fields)


def test_what_was_typed_is_on_the_page_and_can_be_saved_once_there_is_space(small_disk):
    database, disk = small_disk
    old = database.look()
    browser, path = editor(database)
    fields = typed(browser.get(path).form(), title="<“新”> & 'x'", blurb=long_text(), edition_comment="为何")
    disk.fill()
    page = browser.post(path, fields)
    assert_nothing_saved(page, fields)
    again = browser.post(path, page.form())
    assert_nothing_saved(again, fields)
    disk.free()
    assert database.look() == old
    assert browser.post(path, again.form()).status == 302
    state = database.look()
    assert_sound(state)
    assert (state["head"], state["live"], state["tables"]) == (3, 1, old["tables"])
    assert edition_of(state, 3)["title"] == "<“新”> & 'x'"
    assert long_text() in browser.get(path).words


def test_a_new_record_is_not_half_there(small_disk):
    database, disk = small_disk
    browser, path = editor(database)[0], "/admin/shelves/book/add/"
    old = database.look()
    fields = typed(browser.get(path).form(), title="又一本书", blurb=long_text())
    disk.fill()
    page = browser.post(path, fields)
    assert_nothing_saved(page, fields)
    disk.free()
    assert database.look() == old
    assert browser.post(path, page.form()).status == 302
    assert "又一本书" in browser.get("/admin/shelves/book/").words
    assert len(database.look()["tables"]["books"]) == 2


def test_what_is_public_can_be_read(small_disk):
    database, disk = small_disk
    visitor, path = Browser(database.serve()), f"/books/{database.engine.scene['book']}/"
    before = visitor.get(path)
    disk.fill()
    assert visitor.get(path) == before
    assert before.status == 200


@pytest.mark.parametrize("step", ["publish_alone", "sign"])
def test_publishing_leaves_the_old_public_and_is_done_once_there_is_space(small_disk, step):
    database, disk = small_disk
    database.run("save", person="editor0", blurb=long_text())
    if step == "sign":
        database.run("send_to_last_stage")
    person = {"publish_alone": "admin0", "sign": "signer0"}[step]
    old = database.look()
    waiting = database.start(step, person=person)
    disk.fill()
    with pytest.raises(Failed, match="OperationalError"):
        waiting.go().answer()
    disk.free()
    assert database.look() == old
    assert_sound(old)
    assert database.run(step, person=person) == ""
    state = database.look()
    assert_sound(state)
    assert (state["live"], title(state)) == (3, "新书名")
    assert state["tables"]["books"][0]["blurb"] == long_text()


def test_what_is_scheduled_waits_for_space_and_its_page_is_there(small_disk):
    database, disk = small_disk
    database.run("save", person="editor0", blurb=long_text())
    database.run("schedule")
    old = database.look()
    visitor = Browser(database.serve())
    disk.fill()
    page = visitor.get(f"/books/{database.engine.scene['book']}/")
    assert page.status == 200
    assert "旧书名" in page.words
    disk.free()
    assert database.look() == old
    assert database.run("publish_due") == 1
    state = database.look()
    assert_sound(state)
    assert (state["live"], state["tables"]["books"][0]["blurb"]) == (3, long_text())
