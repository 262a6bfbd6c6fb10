"""Pages of our own writing with the faults that newspaper pages have, and what a test asks of them."""

from pathlib import Path

from news.importing.parser import parse
from news.importing.texts import clean
from tests.admin_pages import form_of

PAGES = Path(__file__).with_name("pages")
NAMES = ("epaper", "wrapped", "nokicker", "wire")
IMPORT = "/admin/news/feature/import/"


def page(name):
    return (PAGES / f"{name}.txt").read_text(encoding="utf-8")


def pieces_of(name):
    return parse(clean(page(name)))


def texts(pieces, kind):
    return [piece.text for piece in pieces if piece.kind == kind]


def signs_of(text):
    """Give all signs of a text but white space, to see that none is lost."""
    return sorted("".join(text.split()))


# The pages of the admin


def read(client, text):
    """Paste ``text``; give what the browser would send of the page that comes."""
    response = client.post(IMPORT, {"text": text, "_read": "读取"})
    assert response.status_code == 200
    return form_of(response)


def row_of(data, words):
    """Give the prefix of the piece whose text contains ``words``: ``piece-3``."""
    return next(
        name.removesuffix("-text")
        for name in data
        if name.startswith("piece-") and name.endswith("-text") and words in data[name]
    )


def choose(data, words, kind):
    data[f"{row_of(data, words)}-kind"] = kind
