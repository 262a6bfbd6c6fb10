"""The API describes itself: the description is clean, and answers are as it says. (What it says: ``described``.)"""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from drf_spectacular.checks import schema_check
from jsonschema import Draft202012Validator

from tests import factories as make
from tests.apis import RESOURCES, TABLES, get
from tests.described.content import SCHEMA, described
from tests.site.portals import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def schema(client):
    return client.get("/api/v1/schema/").json()


def test_the_stored_description_is_the_one_that_is_served():
    assert json.loads(SCHEMA.read_text()) == described(), "make schema writes it anew"


def test_the_description_is_valid_and_warns_of_nothing():
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=StringIO())


def test_the_deployment_check_has_nothing_to_say_of_the_api():
    assert schema_check(None) == []


def test_json_is_given_unless_yaml_is_asked_for(client):
    assert client.get("/api/v1/schema/")["Content-Type"].startswith("application/json")
    yaml = client.get("/api/v1/schema/", headers={"accept": "application/yaml"})
    assert yaml["Content-Type"].startswith("application/yaml")
    assert yaml.content.startswith(b"openapi: 3.1.0")


def test_every_resource_is_described(schema):
    described = {path.removeprefix("/api/v1/") for path in schema["paths"]}
    keys = {name: "{id}" if name == "features" else "{slug}" for name in RESOURCES}
    records = {f"{name}/{key}" for name, key in keys.items()}
    assert described == {*RESOURCES, *TABLES, *records, "indicators/{slug}/observations", "search"}


def test_the_parameters_described_are_those_that_are_taken(client, schema):
    for path, item in schema["paths"].items():
        if "{" not in path:
            names = [parameter["name"] for parameter in item["get"]["parameters"]]
            assert get(client, path.removeprefix("/api/v1/"), 400, nonsense=1)["allowed"] == names


def test_every_answer_is_as_described(client, schema):
    fill(2)
    make.make_indicator(committee=make.make_committee(public_from=None))
    make.make_organization()
    for resource in RESOURCES:
        rows = check(client, schema, resource, resource)["results"]
        assert rows
        for row in rows:
            key = "id" if resource == "features" else "slug"
            check(client, schema, f"{resource}/{{{key}}}", f"{resource}/{row[key]}")
            if resource == "indicators":
                check(client, schema, "indicators/{slug}/observations", f"indicators/{row['slug']}/observations")


def check(client, schema, described, path):
    """Hold the answer at ``path`` against what the schema says of it, and give it."""
    answer = get(client, path)
    content = schema["paths"][f"/api/v1/{described}"]["get"]["responses"]["200"]["content"]
    validator = Draft202012Validator(content["application/json"]["schema"] | {"components": schema["components"]})
    assert [(error.json_path, error.message) for error in validator.iter_errors(answer)] == []
    return answer


def test_a_refusal_is_as_described(client, schema):
    problem = Draft202012Validator({"$ref": "#/components/schemas/Problem", "components": schema["components"]})
    for answer in (get(client, "features", 400, x=1), get(client, "columns/x", 404)):
        assert [error.message for error in problem.iter_errors(answer)] == []
