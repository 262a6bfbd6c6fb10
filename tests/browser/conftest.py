"""The portal as people see it: a real server, the system's Chromium, and people at browsers of their own."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.people import People
from tests.browser.server import Server
from tests.browser.stages import prepare

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The portal with its example content; what one test does there, the next one finds."""
    server = Server(tmp_path_factory.mktemp("portal"))
    server.start()
    try:
        server.read("/healthz")
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """Another portal, where every kind of page is to be had (``tests/every_page.py``) and nobody changes anything."""
    server = Server(tmp_path_factory.mktemp("whole"))
    server.run("from tests.every_page import add_content; add_content()")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser():
    """The Chromium that CHROMIUM names, or the one of the system."""
    name = os.environ.get("CHROMIUM") or "chromium"
    path = shutil.which(name)
    if path is None:
        pytest.exit(f"There is no {name} on this machine, and the browser tests need it.", returncode=1)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cookies():
    """``{account: state}`` of who has signed in."""
    return {}


@pytest.fixture
def people(browser, server, cookies):
    """Anybody; a fault of one of their pages fails the test."""
    people = People(browser, server, cookies)
    yield people
    people.leave()


@pytest.fixture
def visit(people):
    """Give a function that gives the page of a visitor without an account."""
    return people.visit


@pytest.fixture
def sign_in(people):
    """Give a function that gives the page of an account of ``devaccounts``."""
    return people.sign_in


@pytest.fixture(scope="session")
def stages(browser, server, cookies):
    """``{stage: address}`` of the forms of stories at every stage of their way (``stages.py``)."""
    people = People(browser, server, cookies)
    yield prepare(people)
    people.leave()


@pytest.fixture
def roam(browser, whole):
    """Give a function that gives the page of a visitor to the whole portal."""
    people = People(browser, whole, {})
    yield people.visit
    people.leave()


@pytest.fixture(scope="module")
def crowd(browser, whole):
    """People at the whole portal, each of whom goes through many tests; those read what went wrong themselves."""
    people = People(browser, whole, {})
    yield people
    people.close()
