"""The page of the API says what the description says, needs no script, and its examples are links that answer."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest

from portal.reference import refers_to, shortened, words, written
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


def properties(schema):
    """Give ``(component, field, its schema)`` of all that a row or an object holds."""
    components = schema["components"]["schemas"].items()
    told = [(name, one) for name, one in components if not name.startswith("Paginated") and name != "Problem"]
    return [(name, *field) for name, one in told for field in one.get("properties", {}).items()]


def operations(schema):
    return [(path, item["get"]) for path, item in schema["paths"].items()]


def test_every_sentence_and_every_meaning_is_there(html, schema):
    text = unescape(re.sub("<[^>]+>", "", html))
    described = [parameter for _, operation in operations(schema) for parameter in operation["parameters"]]
    described += [field for *_, field in properties(schema)]
    said = {part for one in described for part in sentences(words(one["description"]))}
    said |= {operation["description"] for _, operation in operations(schema)}
    assert len(said) > 200
    assert {sentence for sentence in said if sentence not in text} == set()


def sentences(told):
    """Give what is said, apart, as it stands on the page: units in a cell of their own, no order upside down."""
    meanings = [words(f"{choice['meaning']}。")["said"] for choice in told["choices"]]
    return [told["said"], told["unit"], *(meaning.rstrip("。").removesuffix("，倒序") for meaning in meanings)]


def test_every_example_of_a_parameter_is_a_link_of_its_address(html, schema):
    links = {unescape(link) for link in re.findall(r'href="(/api/v1/[^"]+)"', html)}
    wanted = {example(path, operation, parameter) for path, operation in operations(schema)
              for parameter in operation["parameters"]}  # fmt: skip
    assert wanted - links == set()


def example(path, operation, parameter):
    """Give the address that shows ``parameter``."""
    query = {}
    for one in operation["parameters"]:
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", str(one["example"]))
        elif one.get("required") or one == parameter:
            query[one["name"]] = written(one["example"])
    return path + (f"?{urlencode(query, safe=',:')}" if query else "")


def test_every_example_of_a_field_is_there(html, schema):
    components = schema["components"]["schemas"]
    shown = codes(html)
    examples = {
        f"{name}.{field}": shortened(written(said["examples"][0]))
        for name, field, said in properties(schema)
        if not refers_to(said, components) and field not in in_list(name, components)
    }
    assert {name: one for name, one in examples.items() if one and one not in shown} == {}


def in_list(name, components):
    """Give the fields that a single record has from the row of its list, where they are explained."""
    row, suffix, _ = name.partition("Detail")
    return components[row]["properties"] if suffix else {}


def test_every_field_is_named_where_its_object_is(html, schema):
    parts = dict(re.findall(r'<h3 id="(\w+)">(.*?)(?=<h3|</section>)', html, re.DOTALL))
    assert len(parts) > 25
    for name, part in parts.items():
        assert schema["components"]["schemas"][name]["properties"].keys() <= codes(part), name


def test_what_is_told_only_once_is_just_the_same_there(html, schema):
    components = schema["components"]["schemas"]
    found = re.findall(r'<h3 id="(\w+)">[^<]*</h3>\s*<p>[^<]*和<a href="#(\w+)">\w+</a>一样的字段：(.*?)</p>', html)
    assert ("Observation", "RegisterObservation") in [(name, base) for name, base, _ in found]
    for name, base, fields in found:
        for field in codes(fields):
            here, there = (components[one]["properties"][field] for one in (name, base))
            assert here["description"] == there["description"]
            assert shortened(written(here["examples"][0])) == shortened(written(there["examples"][0]))


def test_each_address_names_the_common_parameters_and_what_they_take_there(html, schema):
    for path, operation in operations(schema):
        part = html.partition(f"GET {path}\n")[2]
        said = re.split("</section>|<h3", part)[0].partition('<a href="#common">')[2].partition("</p>")[0]
        for parameter in operation["parameters"]:
            names = {name.removeprefix("-") for name in parameter["schema"].get("items", {}).get("enum", [])}
            if parameter["name"] in ("ordering", "expand"):
                assert {parameter["name"], *names} <= codes(said), path
            elif parameter["name"] in ("page", "page_size", "format", "fields"):
                assert f">{parameter['name']}=" in said, path


def test_every_refusal_has_its_status(html):
    found = [row.split() for heading, row in rows(html) if heading == "错误"]
    assert ["unknown_address", "404"] in [row[:2] for row in found]
    assert all(re.fullmatch(r"\d{3}", row[1]) for row in found)


def test_units_and_examples_stand_in_the_rows(html):
    by_heading = [(heading, row.split()) for heading, row in rows(html)]
    assert ("Photo", ["width", "宽。", "整数", "像素", "1600"]) in by_heading


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
