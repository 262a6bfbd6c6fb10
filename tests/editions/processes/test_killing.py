"""A process is killed at any point of publishing: either the old or the new is public, and everybody can go on."""

import random
import time

import pytest

from .soundness import assert_sound, edition_of, title
from .workers import Ended

PUBLISHING = {  # the step that publishes, as whom, and what must be done before it
    "publish_alone": ({"person": "admin0"}, []),
    "sign": ({"person": "signer0"}, ["send_to_last_stage"]),
    "publish_due": ({}, ["schedule"]),
}


def killed(database, step, arguments, at, moment):
    """Do ``step`` in a process that kills itself there; give whether it did."""
    try:
        database.run("burn", step=step, arguments=arguments, at=at, moment=moment)
    except Ended:
        return True
    return False


def unharmed(database, step, arguments):
    """Do ``step`` on a copy; give the number of its statements, of which the last is COMMIT, and what there is then."""
    with database.copy() as copy:
        statements = copy.run("burn", step=step, arguments=arguments)
        assert statements.index("COMMIT") == len(statements) - 1
        return len(statements), copy.look()


def points(commit, *moments):
    return [(at, moment) for at in range(1, commit + 1) for moment in moments]


@pytest.mark.parametrize(
    ("step", "moments"),
    [("publish_alone", ["before", "after"]), ("sign", ["after"]), ("publish_due", ["after"])],
    ids=PUBLISHING,
)
def test_a_process_that_is_killed_at_any_statement_leaves_the_old_or_the_new(database, step, moments):
    """One site is killed at every statement in turn, and each time publishes what it was about to, and goes on."""
    arguments, preparation = PUBLISHING[step]
    for task in preparation:
        database.run(task)
    old = database.look()
    commit, new = unharmed(database, step, arguments)
    contents = [old["tables"], new["tables"]]
    for at, moment in points(commit, *moments):
        assert killed(database, step, arguments, at, moment)
        after = database.run("recover", step=step, arguments=arguments, then=["turn_back", *preparation])
        assert after["found"] == (after["done"] if (at, moment) == (commit, "after") else old), (at, moment)
        assert_published(after["done"], old, contents)
        old = after["then"]
    assert not killed(database, step, arguments, commit + 1, "before")
    assert_published(database.look(), old, contents)


def assert_published(state, old, contents):
    """The newest edition is public now, and was not in ``old``; the content is the other one of the two."""
    assert_sound(state)
    assert_sound(old)
    assert (old["live"], state["live"], state["head"]) == (old["head"] - 1, old["head"], old["head"])
    assert edition_of(state, state["live"])["state"] == "published"
    assert state["tables"] != old["tables"]
    assert [state["tables"], old["tables"]] in (contents, contents[::-1])


@pytest.mark.parametrize("step", PUBLISHING)
def test_a_process_that_is_killed_right_after_the_commit_has_published(database, step):
    """As when it dies before it can tell caches and search."""
    arguments, preparation = PUBLISHING[step]
    for task in preparation:
        database.run(task)
    _, new = unharmed(database, step, arguments)
    assert killed(database, step, arguments, 0, "on commit")
    after = database.run("recover", step=step, arguments=arguments, then=["turn_back", "publish_due"])
    assert after["found"] == after["done"] == new
    assert_sound(after["then"])
    assert database.run("publish_alone", person="admin1") == ""
    assert_sound(database.look())


def test_a_process_that_is_killed_while_it_saves_leaves_an_edition_or_none(database):
    old = database.look()
    commit, _ = unharmed(database, "save", {"person": "editor1", "title": "书名"})
    for at, moment in points(commit, "after"):
        arguments = {"person": "editor1", "title": f"书名{at}"}
        assert killed(database, "save", arguments, at, moment)
        after = database.run("recover", step="save", arguments=arguments, then=[])
        assert after["found"] == (after["done"] if at == commit else old), at
        assert_sound(after["done"])
        assert after["done"]["head"] == old["head"] + 1
        assert edition_of(after["done"], after["done"]["head"])["title"] == f"书名{at}"
        old = after["then"]


def test_a_process_that_is_killed_at_any_moment_leaves_one_edition_public(database):
    """From outside, so that it may be within a statement, or within the commit."""
    chance = random.Random(5)
    database.run("make_long", chapters=60)
    first = database.look()["live"]
    for _ in range(15):
        process = database.start("turn", times=1000).go()
        time.sleep(chance.uniform(0.01, 0.4))
        process.kill()
        assert all(answer in "甲乙" for answer in process.answers())
        state = database.look()
        assert_sound(state)
        assert {chapter["text"] for chapter in state["tables"]["chapters"]} == {title(state)}
        assert len(state["tables"]["chapters"]) == 60
    assert state["live"] > first
