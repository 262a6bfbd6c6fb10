"""Several people save at the same moment: every edition is there; a form that is out of date is refused, not lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from .browser import Browser, pressed, typed
from .soundness import assert_sound

ROUNDS = 4


@pytest.mark.parametrize("count", [2, 4])
def test_all_that_is_saved_at_one_moment_becomes_editions(database, count):
    public = database.look()["tables"]
    titles = {1: "旧书名", 2: "新书名"}
    for this in range(ROUNDS):
        names = [f"第{this}轮的书名{one}" for one in range(count)]
        tasks = [("save", {"person": f"editor{one}", "title": name}) for one, name in enumerate(names)]
        titles |= dict(zip(database.race(*tasks), names, strict=True))
    state = database.look()
    assert_sound(state)
    assert len(titles) == 2 + ROUNDS * count
    assert {edition["number"]: edition["title"] for edition in state["editions"]} == titles
    assert {edition["state"] for edition in state["editions"][1:-1]} == {"superseded"}
    assert (state["live"], state["tables"]) == (1, public)


@pytest.fixture
def editors(database):
    """Two editors, each at a server of their own."""
    sessions = database.engine.scene["sessions"]
    return [Browser(database.serve(), sessions[name]) for name in ("editor0", "editor1")]


@pytest.fixture
def form(database):
    """The address of the form of the book."""
    return f"/admin/shelves/book/{database.engine.scene['book']}/change/"


def post_at_one_moment(editors, path, forms):
    """Let every editor send their form, from threads that start together; give the pages."""
    start = Barrier(len(editors))

    def post(editor, fields):
        start.wait(10)
        return editor.post(path, fields)

    with ThreadPoolExecutor(len(editors)) as pool:
        return list(pool.map(post, editors, forms))


def test_of_two_forms_sent_at_one_moment_one_is_saved_and_the_other_keeps_what_was_typed(database, editors, form):
    for number in range(3, 3 + ROUNDS):
        forms = [
            typed(
                editor.get(form).form(), title=f"第{number}轮{one}", blurb="一行\r\n“两行”<b>&", edition_comment="为何"
            )
            for one, editor in enumerate(editors)
        ]
        pages = post_at_one_moment(editors, form, forms)
        assert sorted(page.status for page in pages) == [200, 302]
        loser = [page.status for page in pages].index(200)
        assert f"保存了第{number}版。您填写的内容都在下面。" in pages[loser].words
        assert_typed(pages[loser], forms[loser])
        state = database.look()
        assert_sound(state)
        assert (state["head"], state["live"]) == (number, 1)
        assert state["editions"][-1]["title"] == f"第{number}轮{1 - loser}"


def assert_typed(page, fields):
    """The page holds all that was sent, but for the button and the edition that it knows of."""
    shown, sent = (
        {name: value.replace("\r\n", "\n") for name, value in pairs if name not in OWN}
        for pairs in (page.form(), fields)
    )
    assert {name: shown.get(name) for name in sent} == sent


OWN = {"csrfmiddlewaretoken", "edition_seen", "_save"}


def test_whoever_was_refused_can_send_again_what_was_typed(database, editors, form):
    first, second = editors
    late = typed(second.get(form).form(), title="迟来的书名")
    assert first.post(form, typed(first.get(form).form(), title="先来的书名")).status == 302
    refused = second.post(form, late)
    assert refused.status == 200
    assert second.post(form, pressed(refused.form())).status == 302
    state = database.look()
    assert_sound(state)
    assert [edition["title"] for edition in state["editions"]] == ["旧书名", "新书名", "先来的书名", "迟来的书名"]
