"""The HTML that is served, of every kind of page, is valid: html-validate reads it, with ``rules.mjs``."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.every_page import PUBLIC, add_content

HERE = Path(__file__).parent
PAGES = HERE.parents[1] / "build" / "html"
RULES = HERE / "rules.mjs"
VALIDATOR = HERE / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.browser.urls")]


@pytest.fixture
def content():
    call_command("seed", verbosity=0)
    add_content()


@pytest.fixture
def folder():
    """An empty folder for pages, kept after the test for whoever wants to see what was found."""
    shutil.rmtree(PAGES, ignore_errors=True)
    PAGES.mkdir(parents=True)
    return PAGES


def save(client, folder, pages):
    """Write what ``client`` gets of ``pages``, ``{name: (address, status)}``, to files in ``folder``."""
    client.raise_request_exception = False
    answers = {name: client.get(address, follow=True) for name, (address, _) in pages.items()}
    for name, answer in answers.items():
        (folder / f"{name}.html").write_bytes(answer.content)
    assert {name: answer.status_code for name, answer in answers.items()} == {
        name: status for name, (_, status) in pages.items()
    }


def complaints(folder):
    """Give what is wrong with the pages in ``folder``, as ``page:line:column: what (rule)``."""
    report = folder / "report.json"
    command = ["node", VALIDATOR, f"--config={RULES}", "--formatter=json", folder]
    with report.open("wb") as file:  # a pipe would lose its end: the validator does not wait until it is read
        done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, text=True, check=False)
    assert report.stat().st_size, done.stderr
    return [
        f"{Path(page['filePath']).stem}:{found['line']}:{found['column']}: {found['message']} ({found['ruleId']})"
        for page in json.loads(report.read_text())
        for found in page["messages"]
    ]


def test_every_public_page_is_valid(client, content, folder):
    save(client, folder, PUBLIC)
    assert complaints(folder) == []


def test_a_page_that_is_not_valid_is_complained_about(tmp_path):
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=zh><title>x</title><p id=a><div id=a></p>")
    assert {re.search(r"\((.+)\)$", said)[1] for said in complaints(tmp_path)} >= {"no-dup-id", "close-order"}
