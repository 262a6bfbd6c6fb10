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
needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)


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
@pytest.mark.parametrize("line", [line for line in CURL if "--etag" not in line])
def test_a_line_of_curl_is_answered_with_rows(server, line):
    status, answer = told(line.replace(HOST, server.address))
    assert status == "200", answer
    if "format=csv" in line:
        assert answer.count("\n") > 2
    else:
        assert len(json.loads(answer).get("results", [None])) > 0


@needs_curl
def test_the_tag_of_an_answer_is_enough_to_learn_that_nothing_changed(server, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answers = [told(line.replace(HOST, server.address)) for line in CURL if "--etag" in line]
    assert [status for status, _ in answers] == ["200", "304"]
    assert json.loads(answers[0][1])["results"]
    assert answers[1][1].rpartition("\n\n")[2] == ""


def told(line):
    """Give status and answer of a line of curl."""
    said = run([*shlex.split(line), "--silent", "--show-error", "--write-out", "\n%{http_code}"])
    answer, _, status = said.rpartition("\n")
    return status, answer


def test_the_python_program_prints_a_line_for_each_indicator_with_a_value(server):
    [program] = blocks("python")
    lines = run([sys.executable, "-c", program.replace(HOST, server.address)]).splitlines()
    assert len(lines) > 30
    assert (
        "地区生产总值 2021年 1500 突破1500亿元 《济南高新区：加快建设世界一流高科技园区》（齐鲁壹点，2022年6月）"
        in lines
    )


@needs_curl
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_of_the_text_answers(server, address):
    assert run(["curl", "--silent", "--fail", server.address + address.removeprefix(HOST)])


def test_the_problem_that_is_shown_is_what_is_answered(client, db):
    [problem] = blocks("json")
    assert client.get("/api/v1/committees?kind=club").json() == json.loads(problem)


def test_every_code_is_in_the_table():
    assert re.findall(r"^\| \d{3} \| `(\w+)`", GUIDE, re.MULTILINE) == list(CODES)
