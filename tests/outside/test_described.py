"""Whatever its description allows is answered as it says, and whatever it does not allow is refused."""

import logging
import os
from collections import Counter

import pytest
import schemathesis

from portal.wsgi import application
from tests.outside.known import DAYS, MOMENTS, complete, sensible

CASES = int(os.environ.get("CASES", "5000"))
SEED = int(os.environ.get("SEED", "1"))
OPERATIONS = 20  # fewer than there are, so that no case is missing
SLOW = 5  # seconds

tried = Counter()  # {(operation, whether the request was valid, status): how often}


def uncompressed(environ, start_response):
    """The portal for a reader that cannot unpack: the client of these tests does not."""
    environ.pop("HTTP_ACCEPT_ENCODING", None)
    return application(environ, start_response)


@pytest.fixture(scope="module")
def described(found):
    """The description that is served, with the records that there are. All checks are on."""
    config = {
        "seed": SEED,
        "checks": {"max_response_time": SLOW},
        "generation": {"max-examples": -(-CASES // OPERATIONS), "database": "none"},
        "phases": {"coverage": {"generate-duplicate-query-parameters": True}},
    }
    config = schemathesis.Config.from_dict(config)
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", uncompressed, config=config)
    complete(schema.raw_schema)
    return schema


schemathesis.openapi.format("date", DAYS)
schemathesis.openapi.format("date-time", MOMENTS)


def is_valid(case):
    return case.meta.generation.mode.is_positive


@schemathesis.hook
def map_case(context, case):
    if is_valid(case) and case.query:
        case.query = sensible(case.query)
    return case


@schemathesis.hook
def after_call(context, case, response):
    tried[case.operation.label, is_valid(case), response.status_code] += 1


@schemathesis.check
def valid_requests_are_answered(ctx, response, case):
    """A valid request finds what it asks for, or a list that is shorter than it thought."""
    if is_valid(case):
        assert response.status_code == 200 or response.json()["code"] == "page_not_found"


api = schemathesis.pytest.from_fixture("described")


@pytest.fixture
def quiet(request, caplog):
    """Keep refusals out of the log; and the name of the test where its subtests look for it."""
    caplog.set_level(logging.ERROR, "django.request")
    request.node._nodeid = request.node.nodeid


@api.parametrize()
@pytest.mark.django_db
@pytest.mark.usefixtures("quiet")
def test_the_api_answers_as_it_is_described(case):
    case.call_and_validate()


def test_as_many_requests_were_tried_as_were_asked_for_and_all_kinds_of_them(described):
    operations = {operation.ok().label for operation in described.get_all_operations()}
    answered = {label for label, valid, status in tried if valid and status == 200}
    refused = {label for label, valid, status in tried if not valid and status in (400, 404)}
    assert len(operations) >= OPERATIONS
    assert (answered, refused) == (operations, operations)
    assert tried.total() >= CASES
