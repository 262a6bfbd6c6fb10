"""Every example of the guide to the API works as it stands, against a server with the example content."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from portal.shared.api.schema import CODES
from tests.browser.server import Server

GUIDE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
HOST = "http://127.0.0.1:8000"
# What the guide already tells and the API does not know yet; a name that it knows must be taken out here.
COMING = ["fields=", "expand=", "published_after=", "updated_after=", "csv-bom"]
needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)


def examples(found):
    """Give test parameters; what is yet to come must fail."""
    marks = {text: [pytest.mark.xfail(strict=True)] if any(name in text for name in COMING) else [] for text in found}
    return [pytest.param(text, marks=mark) for text, mark in marks.items()]


CURL = [line for block in blocks("sh") for line in block.splitlines()]
ADDRESSES = re.findall(r"`(http://127\.0\.0\.1:8000/[^`]*|/(?:api/v1|indicators)/[^`<]*)`", GUIDE)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("guide"))
    server.start()
    server.read("/healthz")
    yield server
    server.stop()


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@needs_curl
@pytest.mark.parametrize("line", examples(CURL))
def test_a_line_of_curl_is_answered_with_rows(server, line):
    command = shlex.split(line.replace(HOST, server.address))
    said = run([*command, "--silent", "--show-error", "--write-out", "\n%{http_code}"])
    answer, _, status = said.rpartition("\n")
    assert status == "200", answer
    body = answer.rpartition("\n\n")[2] if "-i" in command else answer
    if "format=csv" in line:
        assert body.count("\n") > 2
    else:
        assert len(json.loads(body).get("results", [None])) > 0


@needs_curl
def test_the_tag_of_an_answer_is_enough_to_learn_that_nothing_changed(server):
    [line] = [line for line in CURL if "If-None-Match" in line]
    line = re.sub(r"fields=\w+&", "", line.replace(HOST, server.address))
    [shown] = re.findall(r'"[0-9a-f]{32}"', line)
    [tag] = re.findall(r"(?m)^etag: (.+)$", run([*shlex.split(line), "--silent"]).lower())
    told = run([*shlex.split(line.replace(shown, tag)), "--silent"])
    assert told.startswith("HTTP/1.1 304")
    assert told.rpartition("\n\n")[2] == ""


def test_the_python_program_prints_a_line_for_each_indicator_with_a_value(server):
    [program] = blocks("python")
    lines = run([sys.executable, "-c", program.replace(HOST, server.address)]).splitlines()
    assert len(lines) > 30
    assert (
        "地区生产总值 2021年 1500 突破1500亿元 《济南高新区：加快建设世界一流高科技园区》（齐鲁壹点，2022年6月）"
        in lines
    )


@needs_curl
@pytest.mark.parametrize("address", examples(ADDRESSES))
def test_an_address_of_the_text_answers(server, address):
    assert run(["curl", "--silent", "--fail", server.address + address.removeprefix(HOST)])


def test_the_problem_that_is_shown_is_what_is_answered(client, db):
    [problem] = blocks("json")
    assert client.get("/api/v1/committees?kind=club").json() == json.loads(problem)


def test_every_code_is_in_the_table():
    assert re.findall(r"^\| \d{3} \| `(\w+)`", GUIDE, re.MULTILINE) == list(CODES)
