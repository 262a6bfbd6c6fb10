"""The description's examples are true: each is what the API answers of the content that the portal ships with."""

import json
import re
from collections import defaultdict
from urllib.parse import urlencode

import pytest
from django.test import override_settings
from jsonschema import Draft202012Validator

from portal.shared.api import examples
from tests.described.asking import Operation, listed
from tests.described.content import ask, described, fixed
from tests.described.gathering import LIKE, WRITTEN, gather

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

# Filters that leave nothing of the content, whatever they are asked for.
NOTHING_LEFT = {("initiatives_list", "industry"), ("initiatives_list", "status")}
REWRITE = "make schema writes it anew"


@pytest.fixture(scope="module")
def schema(content):
    return described()


def test_the_stored_examples_are_what_the_api_answers(schema):
    gathered, stored = gather(schema), examples.stored()
    for kind, found in gathered.items():
        assert found == stored[kind], REWRITE


def operations(schema):
    return [Operation(path, item["get"]) for path, item in schema["paths"].items()]


def request_of(operation, **query):
    """Give the address of the operation with the examples of its path, of what it requires, and ``query``."""
    path, needed = operation.path, {}
    for name, parameter in operation.named.items():
        if parameter["in"] == "path":
            path = path.replace(f"{{{name}}}", str(parameter["example"]))
        elif parameter.get("required"):
            needed[name] = parameter["example"]
    return f"{path}?{urlencode(needed | query)}"


def test_each_example_of_a_parameter_is_taken_and_leaves_a_row(schema):
    empty = set()
    for operation in operations(schema):
        for name, parameter in operation.named.items():
            query = {} if parameter["in"] == "path" else {name: listed(parameter["example"])}
            answer = ask(request_of(operation, **query))
            assert answer.status_code == 200, (operation.name, name)
            if answer["Content-Type"] == "application/json":
                assert faults(schema, operation, answer.json()) == [], (operation.name, name)
                if operation.is_list and not answer.json()["results"]:
                    empty.add((operation.name, name))
    assert empty == NOTHING_LEFT


def faults(schema, operation, answer):
    """Give what the answer has that is not as described."""
    validator = Draft202012Validator(operation.answer_schema | {"components": schema["components"]})
    return [(error.json_path, error.message) for error in validator.iter_errors(answer)]


def everything_said(schema):
    """Give ``{field: {value as JSON}}`` of all fields in all answers about all records."""
    said = defaultdict(set)

    def note(value):
        for name, field in value.items() if isinstance(value, dict) else []:
            said[name].add(json.dumps(field))
            for item in field if isinstance(field, list) else []:
                said[name].add(json.dumps([item]))
            note(field)
        for item in value if isinstance(value, list) else []:
            note(item)

    for operation in operations(schema):
        note(operation.read_all())
    return said


def test_each_example_of_a_field_is_said_somewhere(schema):
    said = everything_said(schema)
    written = set()
    for name, component in schema["components"]["schemas"].items():
        for field, described_field in component.get("properties", {}).items():
            [example] = described_field["examples"]
            if name != "Problem" and json.dumps(example) not in said[field]:
                written.add(name)
    assert written == WRITTEN.keys()
    assert not LIKE.keys() & written


def test_each_example_of_a_refusal_is_what_is_answered(schema):
    refusals = defaultdict(set)
    for operation in operations(schema):
        for status, response in operation.described["responses"].items():
            for content in response.get("content", {}).values():
                for code, example in content["examples"].items():
                    if status not in ("200", "429", "500"):
                        refusals[status].add(code)
                        assert answered(example["summary"]) == (int(status), example["value"])
    assert refusals["404"] == {"not_found", "page_not_found"}
    assert refusals.keys() == {"400", "404", "405", "406", "412"}


def answered(request):
    """Give status and body of the answer to a request that is written as in the examples."""
    line, _, header = request.partition("，请求头")
    method, address = line.split(" ")
    name, _, value = header.partition(": ")
    answer = ask(address, method.lower(), **({name: value} if header else {}))
    return answer.status_code, json.loads(fixed(answer.content.decode()))


def test_each_example_of_an_answer_is_what_is_answered(schema):
    for operation in operations(schema):
        for media_type, content in operation.described["responses"]["200"]["content"].items():
            request, value = content["examples"]["example"].values()
            answer = ask(request.removeprefix("GET ").partition("（")[0])
            assert answer["Content-Type"].startswith(media_type)
            text = fixed(b"".join(answer).decode())
            assert json.loads(text) == value if media_type == "application/json" else text.startswith(value)


def test_each_header_that_is_described_is_there_and_looks_like_its_example(schema):
    examples = {name: form(header["example"]) for name, header in schema["components"]["headers"].items()}
    for operation in operations(schema):
        for status, answer in answers_to(request_of(operation)).items():
            described = operation.described["responses"][status]["headers"]
            wanted = {name: OTHERWISE.get((name, status), examples[name]) for name in described}
            assert {name: form(answer.get(name)) for name in described} == wanted, (operation.name, status)


# Headers that say something else where something is wrong.
OTHERWISE = {("Cache-Control", status): "no-store" for status in ("400", "404", "405", "406", "412")}


@override_settings(API_RATE=600)
def answers_to(address):
    """Give ``{status: answer}`` to requests for one address that differ in method and headers."""
    first = ask(address)
    rest = [
        ask(address, "head", **{"if-none-match": first["ETag"]}),
        ask(address, "post"),
        ask(address, accept="image/png"),
        ask(address, **{"if-match": '"outdated"'}),
        ask(f"{address}&page=9999"),
    ]
    return {str(answer.status_code): answer for answer in [first, *rest]}


def form(value):
    """Give the form of a header's value: numbers are any numbers, tags any tags, dates any dates."""
    value = re.sub(r'^"[0-9a-f]{32}"$', '"tag"', str(value))
    value = re.sub(r"^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$", "date", value)
    return re.sub(r"(r|t|max-age)=\d+", r"\1=n", value)
