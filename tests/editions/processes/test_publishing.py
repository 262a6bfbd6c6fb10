"""Several processes publish one edition at the same moment: it is published once, and the others are told why not."""

import pytest

from .soundness import assert_sound, edition_of, title, trail

ROUNDS = 4


def assert_published(state, number, name):
    assert_sound(state)
    assert (state["live"], state["head"], title(state)) == (number, number, name)
    assert edition_of(state, number)["state"] == "published"
    assert trail(state, "published").count(number) == 1


@pytest.mark.parametrize("count", [2, 4])
def test_one_of_many_signatures_of_the_last_stage_publishes(database, count):
    for number in range(2, 2 + ROUNDS):
        name = title_of_round(database, number)
        database.run("send_to_last_stage")
        sentences = database.race(*(("sign", {"person": f"signer{one}"}) for one in range(count)))
        assert sorted(sentences) == ["", *[f"第{number}版已发布，不在审核中。"] * (count - 1)]
        state = database.look()
        assert_published(state, number, name)
        assert edition_of(state, number)["signatures"] == 3
        assert trail(state, "signed").count(number) == 3


@pytest.mark.parametrize("count", [2, 4])
def test_one_of_many_administrators_publishes(database, count):
    for number in range(2, 2 + ROUNDS):
        name = title_of_round(database, number)
        sentences = database.race(*(("publish_alone", {"person": f"admin{one}"}) for one in range(count)))
        assert sorted(sentences) == ["", *[f"第{number}版已经公开。"] * (count - 1)]
        state = database.look()
        assert_published(state, number, name)
        assert trail(state, "overridden").count(number) == 1


def title_of_round(database, number):
    """The first round publishes the edition that is there, with all its parts; each other one has a new title."""
    if number > 2:
        database.run("save", person="editor0", title=f"第{number}个书名")
    return f"第{number}个书名" if number > 2 else "新书名"


def test_a_signature_and_a_saving_at_one_moment_do_not_mix(database):
    """Either what was signed is public and the new edition waits, or the signature comes too late."""
    for _ in range(ROUNDS):
        before = database.look()
        signed = before["head"]
        database.run("send_to_last_stage")
        sentence, saved = database.race(
            ("sign", {"person": "signer0"}),
            ("save", {"person": "editor1", "title": f"第{signed + 1}个书名"}),
        )
        state = database.look()
        assert_sound(state)
        assert saved == state["head"] == signed + 1
        if sentence:
            assert "不在审核中" in sentence
            assert (state["live"], state["tables"]) == (before["live"], before["tables"])
            assert edition_of(state, signed)["state"] == "superseded"
        else:
            assert state["live"] == signed
            assert edition_of(state, signed)["state"] == "published"


def test_what_is_due_is_published_once_and_every_visitor_sees_it_however_many_look(database):
    for number in range(2, 2 + ROUNDS):
        name = title_of_round(database, number)
        database.run("schedule")
        answers = database.race(*[("visit", {})] * 4, *[("publish_due", {})] * 4)
        pages, counts = answers[:4], answers[4:]
        state = database.look()
        assert_published(state, number, name)
        assert trail(state, "failed") == []
        assert sum(counts) <= 1
        assert [name in page for page in pages] == [True] * 4
