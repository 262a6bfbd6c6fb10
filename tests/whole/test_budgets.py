"""What a page may weigh on its way: HTML as it is answered, style and scripts as they are served, all compressed.

14,000 bytes are what a server may send before it has heard from the browser: one round trip.
"""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from tests import factories as make
from tests.every_page import PUBLIC, add_content
from tests.site.portals import addresses, fill

HTML, STYLE, SCRIPTS = 14_000, 20_000, 10_000  # bytes

# The reference of the API is one page, so that it can be searched and printed.
BUDGETS = {"api-docs": 28_000}
LINKED = re.compile(r'<(?:link[^>]+rel="stylesheet"[^>]+href|script[^>]+src)="/static/([^"]+)"')
IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']\./([^"']+)["']|@import\s+(?:url\()?["']?([^"')]+)""")

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.browser.urls")]


@pytest.fixture
def examples():
    """``{name: address}`` of the example content's pages, and of some more."""
    call_command("seed", verbosity=0)
    add_content()
    return {name: address for name, (address, _) in PUBLIC.items()}


@pytest.fixture
def full_pages():
    """``{name: address}`` of a portal with a dozen of everything on every page, and lists of stories that go on."""
    fill(12)
    column = make.make_column("长栏目")
    for number in range(40):
        make.make_feature(f"第{number}号报道，标题有两行那么长，看看列表有多重", column=column, summary="摘要。" * 20)
    return addresses() | {"long column": column.get_absolute_url()}


def get(client, address):
    """Give the answer to a browser, which takes compressed pages."""
    client.raise_request_exception = False
    return client.get(address, headers={"accept-encoding": "gzip, deflate, br"}, follow=True)


def too_heavy(client, pages):
    """Give ``{name: bytes}`` of the pages whose HTML is over the budget."""
    answers = {name: get(client, address) for name, address in pages.items()}
    html = {name: answer for name, answer in answers.items() if answer["Content-Type"].startswith("text/html")}
    assert len(html) > 10
    return {name: len(answer.content) for name, answer in html.items() if len(answer.content) > BUDGETS.get(name, HTML)}


def test_example_pages_come_in_one_round_trip(client, examples):
    assert too_heavy(client, examples) == {}


def test_pages_of_a_full_portal_come_in_one_round_trip(client, full_pages):
    assert too_heavy(client, full_pages) == {}


# Style and scripts


def text_of(answer):
    content = answer.content
    return (gzip.decompress(content) if answer.get("Content-Encoding") == "gzip" else content).decode()


def files_of(html):
    """Give the paths of all style sheets and scripts that a page asks for, those that they ask for included."""
    found, names = set(), set(LINKED.findall(html))
    while names:
        name = names.pop()
        path = Path(finders.find(name))
        found.add(path)
        imports = {next(filter(None, groups)) for groups in IMPORTED.findall(path.read_text())}
        names |= {str(Path(name).parent / other) for other in imports} - {name}
    return found


def weight(files, suffix):
    """Give the bytes of ``files`` with ``suffix``, each compressed as it is served."""
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files if file.suffix == suffix)


def test_style_and_scripts_of_all_pages_together_are_light(client, examples):
    files = set().union(*(files_of(text_of(get(client, address))) for address in examples.values()))
    assert {file.name for file in files} >= {"tokens.css", "reading.js"}
    assert weight(files, ".css") <= STYLE
    assert weight(files, ".js") <= SCRIPTS
