"""The page of the API says what the description says, needs no script, and its examples are links that answer."""

import re
from html import unescape

import pytest

from tests.described.content import HOST, ask, described

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.fixture(scope="module")
def schema(content):
    return described()


@pytest.fixture(scope="module")
def html(content):
    answer = ask("/api/v1/docs/")
    assert answer["Content-Type"].startswith("text/html")
    return answer.content.decode()


def codes(html):
    """Give all that is written as code."""
    return {unescape(text) for text in re.findall("<code>([^<]*)</code>", html)}


def rows(html):
    """Give ``(heading, words of the row)`` of each row of each table, in order."""
    found, heading = [], ""
    for match in re.finditer(r"<h[23][^>]*>(.*?)</h[23]>|<tbody>.*?</tbody>", html, re.DOTALL):
        if match[1]:
            heading = match[1]
        else:
            found += [(heading, re.sub("<[^>]+>", " ", row)) for row in re.findall("<tr.*?</tr>", match[0], re.DOTALL)]
    return found


def test_every_address_parameter_field_value_code_and_header_is_there(html, schema):
    written = codes(html)
    for path, item in schema["paths"].items():
        assert f"GET {path}\n" in html
        assert {parameter["name"] for parameter in item["get"]["parameters"]} <= written
    components = schema["components"]["schemas"]
    fields = {field for name, one in components.items() for field in one.get("properties", {}) if name != "Problem"}
    values = {value for one in components.values() for value in one.get("enum", []) if value}
    assert fields | values | schema["components"]["headers"].keys() <= written


def test_units_and_examples_stand_in_the_rows(html):
    by_heading = [(heading, row.split()) for heading, row in rows(html)]
    assert ("Photo", ["width", "整数", "像素", "宽。", "1600"]) in by_heading


def test_every_anchor_is_there_once(html):
    anchors = re.findall(r'id="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(anchors)


def test_every_example_is_a_link_that_answers(html):
    links = {unescape(link) for link in re.findall(r'href="(/api/v1/[^"]+)"', html)}
    assert len(links) > 100
    assert {link: status for link in links if (status := ask(link).status_code) != 200} == {}


def test_every_curl_line_answers(html):
    lines = [unescape(line) for line in re.findall(r"curl '?http://([^'<]+)", html)]
    assert len(lines) > 15
    for line in lines:
        host, slash, path = line.partition("/")
        assert host == HOST
        assert ask(slash + path).status_code == 200


def test_the_page_loads_from_here_alone_and_needs_no_script_of_its_own(html):
    loaded = re.findall(r'<(?:script|link)[^>]+(?:src|href)="([^"]*)"', html)
    assert [address for address in loaded if address.startswith(("http", "//")) and HOST not in address] == []
    assert {address for address in loaded if address.endswith(".js")} == {"/static/js/mode.js", "/static/js/speak.js"}
    assert "style=" not in html
