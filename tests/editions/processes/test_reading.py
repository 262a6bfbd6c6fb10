"""While one process publishes again and again, another reads the old or the new, never a mixture."""

from .browser import Browser
from .soundness import assert_sound

CHAPTERS, TIMES = 200, 16


def test_who_reads_in_one_transaction_never_reads_a_mixture(database):
    database.run("make_long", chapters=CHAPTERS)
    last = database.look()["live"] + TIMES
    readers = [database.start("read", until=last) for _ in range(2)]
    writer = database.start("turn", times=TIMES)
    for process in (*readers, writer):
        process.go()
    assert [writer.answer() for _ in range(TIMES)] == [*"乙甲"] * (TIMES // 2)
    for reader in readers:
        found = reader.answer()
        assert {title for title, *_ in found} == {"甲", "乙"}
        assert [read for read in found if read != [read[0], [read[0]], CHAPTERS]] == []
    assert_sound(database.look())


def test_a_page_never_shows_a_mixture(database):
    """A visitor asks for the page of the book again and again; each query of the server takes some time."""
    database.run("make_long", chapters=CHAPTERS)
    visitor = Browser(database.serve(pause=0.005))
    path = f"/books/{database.engine.scene['book']}/"
    writer = database.start("turn", times=TIMES).go()
    pages, last = [], ""
    for _ in range(TIMES):
        last = writer.answer()
        pages += [visitor.get(path) for _ in range(3)]
    assert {page.status for page in pages} == {200}
    titles = [(title_of(page), set(chapters_of(page))) for page in pages]
    assert titles[-1] == (last, {last})
    assert [read for read in titles if read[1] != {read[0]}] == []


def title_of(page):
    return page.text.partition("<h1>")[2].partition("</h1>")[0]


def chapters_of(page):
    return [chapter.partition("</p>")[0] for chapter in page.text.split("<p>")[1:]]
