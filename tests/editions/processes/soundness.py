"""What must hold of every look at the book, whatever has happened before it."""

from collections import Counter


def assert_sound(state):
    """The public sees one edition entirely; no edition is lost or made up; the trail tells of each once."""
    numbers = [edition["number"] for edition in state["editions"]]
    published = [edition["number"] for edition in state["editions"] if edition["was_published"]]
    assert state["is_public"]
    assert state["live_is_what_tables_say"]
    assert numbers == list(range(1, len(numbers) + 1))
    assert state["head"] == numbers[-1]
    assert all(edition["is_whole"] for edition in state["editions"])
    assert edition_of(state, state["live"])["state"] == "published"
    assert Counter(trail(state, "adopted", "saved")) == Counter(numbers)
    assert Counter(trail(state, "published")) == Counter(published)


def edition_of(state, number):
    return next(edition for edition in state["editions"] if edition["number"] == number)


def trail(state, *actions):
    """Give the numbers of the editions of which the audit trail tells one of ``actions``."""
    return [number for action, number in state["trail"] if action in actions]


def title(state):
    """Give the title that the public sees."""
    return state["tables"]["books"][0]["title"]
