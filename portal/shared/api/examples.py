"""The examples of the description: all true of the content that the portal ships with.

``examples.json`` holds them, written by ``make schema``, which reads the API; :func:`put_in` is the postprocessing hook
that puts them in their places::

    parameters  {operation: {parameter: value}}
    fields      {component: {field: value}}
    answers     {operation: {media type: {"request": …, "value": …}}}
    problems    {operation: {status: {code: {"request": …, "value": …}}}}
"""

import json
from functools import cache
from pathlib import Path

from .description import operations
from .problems import MEDIA_TYPE

FILE = Path(__file__).with_name("examples.json")


@cache
def stored():
    return json.loads(FILE.read_text())


def put_in(result, generator, request, public):
    """Put the stored examples into the description; what has none is left as it is."""
    examples = stored()
    for name, values in examples["fields"].items():
        properties = result["components"]["schemas"].get(name, {}).get("properties", {})
        for field, value in values.items():
            if field in properties:
                properties[field]["examples"] = [value]
    for operation in operations(result):
        name = operation["operationId"]
        put_in_parameters(operation, examples["parameters"].get(name, {}))
        put_in_answers(operation, examples["answers"].get(name, {}), examples["problems"].get(name, {}))
    return result


def put_in_parameters(operation, values):
    for parameter in operation["parameters"]:
        if parameter["name"] in values:
            parameter["example"] = values[parameter["name"]]


def put_in_answers(operation, answers, problems):
    responses = operation["responses"]
    for media_type, answer in answers.items():
        responses["200"]["content"][media_type]["examples"] = {"example": named(answer)}
    for status, codes in problems.items():
        content = responses[status]["content"][MEDIA_TYPE]
        content["examples"] = {code: named(answer) for code, answer in codes.items()}


def named(answer):
    """Give an Example Object that says of which request it is the answer."""
    return {"summary": answer["request"], "value": answer["value"]}
