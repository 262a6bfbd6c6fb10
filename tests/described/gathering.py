"""The examples of the description are gathered from what the API answers.

:func:`gather` gives what ``portal/shared/api/examples.json`` holds.
"""

from collections import defaultdict

from tests.described.asking import Operation
from tests.described.content import emptiness

# What the content has none of: components that have the fields of another one, and those of which examples are written.
LIKE = {"NewerValue": "Observation", "CorrectedValue": "Observation"}
WRITTEN = {
    "AttachmentBlock": {
        "type": "attachment",
        "title": "办事指南",
        "url": "http://127.0.0.1:8000/media/attachments/2026/11/guide.pdf",
        "extension": "PDF",
        "note": "供下载。",
    },
    "PhotoBlock": {"type": "photo", "caption": "示意图：创新平台组成的网格"},
    "Correction": {"date": "2026-11-01", "note": "第二段的年份原为2020年，已改为2021年。"},
}


def gather(schema):
    """Give the examples of all that ``schema`` describes."""
    operations = [Operation(path, item["get"]) for path, item in schema["paths"].items()]
    rows = Rows(schema["components"]["schemas"])
    best = {}
    for operation in operations:
        for answer in operation.read_all():
            rows.add(operation.answer_schema, answer)
        best[operation.path] = operation.best
    problems = {operation.name: operation.problems(best) for operation in operations}
    for codes in problems.values():
        for answer in (answer for found in codes.values() for answer in found.values()):
            rows.add({"$ref": "#/components/schemas/Problem"}, answer["value"])
    return {
        "parameters": {operation.name: operation.parameters(best) for operation in operations},
        "fields": rows.examples(),
        "answers": {operation.name: operation.answers(best) for operation in operations},
        "problems": problems,
    }


class Rows:
    """All rows that answers hold, at any depth, by the component that describes them."""

    def __init__(self, schemas):
        self.schemas = schemas
        self.found = defaultdict(list)

    def add(self, schema, value):
        """Add what ``value``, described by ``schema``, holds."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            if isinstance(value, dict) and "properties" in self.schemas[name]:
                self.found[name].append(value)
            self.add(self.schemas[name], value)
        elif "discriminator" in schema:
            kind = value[schema["discriminator"]["propertyName"]]
            self.add({"$ref": schema["discriminator"]["mapping"][kind]}, value)
        elif options := schema.get("allOf") or schema.get("oneOf") or schema.get("anyOf"):
            if value is not None:
                self.add(max(options, key=lambda option: self.fit(option, value)), value)
        elif isinstance(value, list):
            for item in value:
                self.add(schema.get("items", {}), item)
        elif isinstance(value, dict):
            for name, field in schema.get("properties", {}).items():
                if name in value:
                    self.add(field, value[name])

    def fit(self, option, value):
        """Give how many fields of ``value`` the option knows; of two that know as many, the shorter fits better."""
        schema = self.schemas[option["$ref"].rpartition("/")[2]] if "$ref" in option else option
        known = schema.get("properties", {}).keys()
        return (len(value.keys() & known) if isinstance(value, dict) else 0), -len(known)

    def examples(self):
        """Give ``{component: {field: value}}``, the values from one row as far as it has them."""
        described = {name: schema["properties"] for name, schema in self.schemas.items() if "properties" in schema}
        return {name: self.of_component(name, fields) for name, fields in sorted(described.items())}

    def of_component(self, name, fields):
        rows = sorted(self.found[name] or self.found[LIKE.get(name, name)], key=emptiness)
        if not rows:
            return {field: WRITTEN[name].get(field) or self.referred_to(schema) for field, schema in fields.items()}
        return {field: self.of_field([row[field] for row in rows if field in row]) for field in fields}

    def referred_to(self, schema):
        """Give the row that says the most of the component that ``schema`` refers to."""
        reference = schema.get("$ref") or schema["allOf"][0]["$ref"]
        return min(self.found[reference.rpartition("/")[2]], key=emptiness)

    @staticmethod
    def of_field(values):
        """Give the first value that says something; of a list only the item that says the most."""
        value = next((value for value in values if value not in (None, "", [], {})), values[0])
        return sorted(value, key=emptiness)[:1] if isinstance(value, list) else value
