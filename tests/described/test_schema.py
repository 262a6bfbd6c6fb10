"""Everything in the description of the API is explained in Chinese and has an example."""

import re

import pytest

from portal.shared.api.description import row_of
from tests.described.content import described

pytestmark = pytest.mark.django_db
CHINESE = re.compile("[一-鿿]")
UNIT = re.compile("单位：[^。]+。")
STATUSES = {"200", "304", "400", "404", "405", "406", "412", "429", "500"}


@pytest.fixture
def schema():
    return described()


def operations(schema):
    return {item["get"]["operationId"]: item["get"] for item in schema["paths"].values()}


def properties(schema):
    """Give ``{component.field: schema}``."""
    return {
        f"{name}.{field}": found
        for name, component in schema["components"]["schemas"].items()
        for field, found in component.get("properties", {}).items()
    }


def parameters(schema):
    """Give ``{operation.parameter: parameter}``."""
    found = operations(schema).items()
    return {f"{name}.{one['name']}": one for name, operation in found for one in operation["parameters"]}


def unexplained(things, key="description"):
    return [name for name, thing in things.items() if not CHINESE.search(thing.get(key, ""))]


def test_info_and_tags_are_explained(schema):
    assert CHINESE.search(schema["info"]["description"])
    assert (schema["openapi"], schema["info"]["version"]) == ("3.1.0", "1.0.0")
    used = {tag for operation in operations(schema).values() for tag in operation["tags"]}
    assert {tag["name"] for tag in schema["tags"]} == used
    assert unexplained({tag["name"]: tag for tag in schema["tags"]}) == []


def test_operations_are_explained(schema):
    assert unexplained(operations(schema)) == unexplained(operations(schema), "summary") == []


def test_operations_have_readable_names(schema):
    wrong = [name for name in operations(schema) if not re.fullmatch("[a-z]+(_[a-z]+)?_(list|retrieve)", name)]
    assert wrong == []


def test_parameters_are_explained_and_have_an_example(schema):
    found = parameters(schema)
    assert len(found) > 100
    assert unexplained(found) == []
    assert [name for name, parameter in found.items() if "example" not in parameter] == []


def test_components_and_fields_are_explained(schema):
    components = schema["components"]["schemas"]
    assert unexplained(components) == []
    assert unexplained(properties(schema)) == []


def test_fields_have_an_example(schema):
    assert [name for name, field in properties(schema).items() if not field.get("examples")] == []


def is_number(field):
    types = field.get("type", [])
    digits = r"\d+(\.\d+)?" in field.get("pattern", "")
    return digits or bool({"integer", "number"} & set([types] if isinstance(types, str) else types))


def test_the_unit_of_every_number_is_said(schema):
    numbers = {name: field for name, field in properties(schema).items() if is_number(field)}
    assert {"Photo.width", "Observation.value", "Progress.percent", "Committee.member_count"} <= numbers.keys()
    unsaid = [name for name, field in numbers.items() if not UNIT.search(field["description"])]
    names = {name for name in numbers if name.endswith(".id")} | {"Problem.status"}
    assert set(unsaid) == names


def values(thing):
    """Give the values of an enum, at the schema itself or at its items."""
    schema = thing.get("schema", thing)
    return schema.get("enum") or schema.get("items", {}).get("enum") or []


def test_every_value_of_an_enum_is_explained(schema):
    enums = parameters(schema) | properties(schema) | schema["components"]["schemas"]
    unsaid = [
        f"{name}: {value}"
        for name, thing in enums.items()
        for value in values(thing)
        if not re.search(rf"\* `{re.escape(value)}` - .*[一-鿿]", thing["description"])
    ]
    assert unsaid == []


def test_every_answer_is_explained_and_every_refusal_has_examples(schema):
    for name, operation in operations(schema).items():
        responses = operation["responses"]
        assert responses.keys() == STATUSES, name
        assert unexplained(responses) == []
        for status, response in responses.items():
            for content in response.get("content", {}).values():
                assert content["examples"], (name, status)
                assert CHINESE.search(str(content["examples"]))
            assert ("content" in response) == (status != "304")


def test_refusals_name_their_codes_and_each_code_is_shown(schema):
    named = schema["components"]["schemas"]["CodeEnum"]["enum"]
    shown = {
        code: example["value"]["code"]
        for operation in operations(schema).values()
        for response in operation["responses"].values()
        for code, example in response.get("content", {}).get("application/problem+json", {}).get("examples", {}).items()
    }
    assert all(code == said for code, said in shown.items())
    assert set(named) - shown.keys() <= {"bad_request", "unknown_address", "unknown_field", "unknown_relation"}


def test_headers_are_explained_and_have_an_example(schema):
    headers = schema["components"]["headers"]
    assert unexplained(headers) == []
    assert all(header["example"] for header in headers.values())
    for operation in operations(schema).values():
        for status, response in operation["responses"].items():
            used = {reference["$ref"].rpartition("/")[2] for reference in response["headers"].values()}
            assert used <= headers.keys()
            assert {"Cache-Control", "Vary"} <= used
            assert {"RateLimit", "RateLimit-Policy"} <= used
            assert ({"ETag", "Last-Modified"} <= used) == (status in ("200", "304"))
            assert ("Retry-After" in used) == (status == "429")


def cut_to_size(schema):
    """Give the components that are rows of an operation with the parameter ``fields``."""
    components = schema["components"]["schemas"]
    found = [one for one in operations(schema).values() if any(it["name"] == "fields" for it in one["parameters"])]
    return {id(row_of(one, components)) for one in found}


def test_every_field_is_always_there_unless_one_may_leave_it_out(schema):
    cut = cut_to_size(schema)
    optional = {
        f"{name}.{field}"
        for name, component in schema["components"]["schemas"].items()
        for field in component.get("properties", {})
        if id(component) not in cut and field not in component.get("required", [])
    }
    assert optional == {"Problem.errors", "Problem.allowed", "Problem.retry_after"}
