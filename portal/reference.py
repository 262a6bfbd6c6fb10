"""The description of the API (OpenAPI) as a page tells it: resources, parameters, fields, refusals, in tables.

What is said and the examples come from the description alone; here they are only laid out.
"""

import json
import re
from urllib.parse import urlencode

VALUE = re.compile(r"^\* `(?P<value>[^`]*)` - (?P<meaning>.+)$", re.MULTILINE)
UNIT = re.compile("单位：([^。]+)。")
TYPES = {"string": "文本", "integer": "整数", "boolean": "是非", "object": "对象", "array": "列表"}
FORMATS = {"date": "日期", "date-time": "时间", "uri": "网址", "uuid": "编号"}
LONGEST = 60  # characters of an example in a table
PROBLEM = "application/problem+json"
# Parameters that mean the same wherever they are: explained once, in this order.
COMMON = [
    "page",
    "page_size",
    "format",
    "fields",
    "expand",
    "ordering",
    "published_after",
    "published_before",
    "updated_after",
]
NAMES = ("ordering", "expand")  # of these what may be written differs from one resource to the next
ENOUGH = 6  # fields that two objects must share to be told only once
# Refusals of addresses that are no operation.
ELSEWHERE = {
    "bad_request": {"status": "400", "where": "各处"},
    "unknown_address": {"status": "404", "where": "其他地址"},
}


def reference(schema, order):
    """Give what the page shows of ``schema``, the resources in the ``order`` of their addresses."""
    components = schema["components"]["schemas"]
    operations = [Operation(path, item["get"], components) for path, item in schema["paths"].items()]
    resources = [resource(name, operations) for name in order if any(one.resource == name for one in operations)]
    whole = {one.row for one in operations if one.is_whole}
    fields = [schema for component in components.values() for schema in component.get("properties", {}).values()]
    referred = {name for schema in fields for name in refers_to(schema, components)}
    objects = [shared(name, components[name], components) for name in sorted(referred - whole)]
    told = {one.row: one.further for one in operations if one.is_whole}
    return {
        "paragraphs": schema["info"]["description"].split("\n\n"),
        "version": schema["info"]["version"],
        "resources": resources,
        "common": common(operations),
        "objects": [told_once(one, told) for one in objects],
        "problems": problems(operations, components["CodeEnum"]),
        "headers": [{"name": name, **header} for name, header in schema["components"]["headers"].items()],
    }


class Operation:
    """One address: ``described`` is what the description says of it."""

    def __init__(self, path, described, components):
        self.path, self.described = path, described
        self.resource = re.sub(r"/\{\w+\}$", "", path).rpartition("/")[2]
        self.title = described["summary"].rpartition("：")[2]
        self.description = described["description"]
        self.is_list = described["operationId"].endswith("_list")
        self.row = row_of(described, components)
        self.fields = [field(*item, components) for item in components[self.row]["properties"].items()]

    @property
    def parameters(self):
        return [self.parameter(one) for one in self.described["parameters"]]

    @property
    def own(self):
        """The parameters to explain here."""
        return [one for one in self.parameters if one["name"] not in COMMON]

    @property
    def common(self):
        """The parameters that are explained for all resources at once."""
        found = [one for one in self.parameters if one["name"] in COMMON]
        return sorted(found, key=lambda one: COMMON.index(one["name"]))

    @property
    def names(self):
        """``[(parameter, names)]`` of the common parameters that take other names here than elsewhere."""
        return [(one["name"], one["choices"]) for one in self.common if one["name"] in NAMES]

    def parameter(self, said):
        told = words(said["description"])
        if said["name"] == "fields":
            told["choices"] = []  # they stand below, as fields
        return {
            "name": said["name"],
            "is_required": said.get("required", False),
            **told,
            "type": bounds(said["schema"]),
            "example": written(said["example"]),
            "address": self.example({} if said["in"] == "path" else {said["name"]: said["example"]}),
        }

    def example(self, query):
        """Give the address with the examples of its path, of what it requires, and ``query``."""
        path, needed = self.path, {}
        for said in self.described["parameters"]:
            if said["in"] == "path":
                path = path.replace(f"{{{said['name']}}}", str(said["example"]))
            elif said.get("required"):
                needed[said["name"]] = said["example"]
        query = {name: written(value) for name, value in (needed | query).items()}
        return path + (f"?{urlencode(query, safe=',:')}" if query else "")

    @property
    def address(self):
        """The address of the curl line."""
        return self.example({"page_size": 5} if self.is_list else {})

    @property
    def codes(self):
        """The codes of the refusals that can be answered here."""
        contents = [response.get("content", {}) for response in self.described["responses"].values()]
        return [code for content in contents for code in content.get(PROBLEM, {}).get("examples", {})]


def row_of(described, components):
    """Give the name of the component that a row of the answer is."""
    name = name_of(described["responses"]["200"]["content"]["application/json"]["schema"])
    results = components[name]["properties"].get("results")
    return name_of(results["items"]) if results and name.startswith("Paginated") else name


def name_of(schema):
    return schema.get("$ref", "").rpartition("/")[2]


def resource(name, operations):
    """Give the operations of a resource; those after the first show only the fields that are new."""
    found = sorted((one for one in operations if one.resource == name), key=lambda one: (len(one.path), one.path))
    told, said = set(), set()
    for one in found:
        one.new_description = "" if one.description in said else one.description
        said.add(one.description)
        one.further = [row for row in one.fields if row["name"] not in told]
        one.is_whole = not told
        told |= {row["name"] for row in one.fields}
    return {"name": name, "title": found[0].described["tags"][0], "operations": found}


def shared(name, component, components):
    fields = [field(*item, components) for item in component["properties"].items()]
    return {"name": name, "description": component["description"], "fields": fields}


def common(operations):
    """Give the parameters that many operations take, each once; of an order the names that stand for one anywhere."""
    found = {}
    for one in (one for operation in operations for one in operation.common):
        first = found.setdefault(one["name"], one | {"choices": []})
        if one["name"] != "expand":  # its names are fields, which are explained where they are
            first["choices"] += [choice for choice in one["choices"] if choice not in first["choices"]]
    return [found[name] for name in COMMON]


def told_once(one, told):
    """Give the object with only those fields that none ``told`` before has just so; ``base`` is the one that has them.

    ``told`` is ``{name: fields}``, and gets the object's if all stand in it.
    """
    alike = {name: [row for row in one["fields"] if row in fields] for name, fields in told.items()}
    base = max(alike, key=lambda name: len(alike[name]))
    if len(alike[base]) < ENOUGH:
        told[one["name"]] = one["fields"]
        return one | {"base": "", "same": []}
    rest = [row for row in one["fields"] if row not in alike[base]]
    return one | {"base": base, "same": alike[base], "fields": rest}


def field(name, schema, components):
    [example] = schema["examples"]
    refers = refers_to(schema, components)
    return {
        "name": name,
        **words(schema["description"]),
        "type": type_of(schema, refers),
        "refers": refers,
        "example": "" if refers else shortened(written(example)),
    }


def words(description):
    """Give what is said, apart: the sentence, the unit, and what each value means; values upside down are left out."""
    values = [found.groupdict() for found in VALUE.finditer(description) if not found["value"].startswith("-")]
    said = VALUE.sub("", description).strip()
    units = UNIT.search(said)
    return {"said": UNIT.sub("", said).strip(), "unit": units[1] if units else "", "choices": values}


def options(schema):
    """Give the schemas that a field may be one of, ``null`` aside."""
    return [
        one
        for one in schema.get("oneOf") or schema.get("anyOf") or schema.get("allOf") or [schema]
        if one.get("type") != "null"
    ]


def refers_to(schema, components):
    """Give the names of the components that hold the fields of the value; of a choice of several, all of them."""
    found = []
    for name in filter(None, map(name_of, options(schema.get("items", schema)))):
        if "properties" in components[name]:
            found.append(name)
        elif "oneOf" in components[name]:
            found += map(name_of, components[name]["oneOf"])
    return [name for name in found if not name.endswith("Enum")]


def type_of(schema, refers=()):
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    null = "，可为null" if "null" in types or {"type": "null"} in schema.get("oneOf", schema.get("anyOf", [])) else ""
    if types == ["array"]:
        return "列表"
    if refers:
        return f"对象{null}"
    known = [FORMATS.get(schema.get("format")) or TYPES[one] for one in types if one != "null"]
    return f"{known[0] if known else '代码'}{null}"


def bounds(schema):
    """Give type and bounds of a parameter."""
    if {"minimum", "maximum"} <= schema.keys() and schema["maximum"] < 10_000:
        return f"{schema['minimum']}到{schema['maximum']}的整数"
    return type_of(schema) if not schema.get("enum") else "代码"


def written(value):
    """Give a value as it stands in an address."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ",".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def shortened(text):
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def problems(operations, codes):
    """Give each code with status, meaning and an example."""
    shown = {}
    for operation in operations:
        for status, response in operation.described["responses"].items():
            for code, example in response.get("content", {}).get(PROBLEM, {}).get("examples", {}).items():
                shown.setdefault(code, {"status": status, "request": example["summary"], "example": example["value"]})
    for code, told in shown.items():
        told["where"] = where([one for one in operations if code in one.codes], operations)
    meanings = words(codes["description"])["choices"]
    return [{"code": one["value"], "meaning": one["meaning"], **(ELSEWHERE | shown)[one["value"]]} for one in meanings]


def where(found, operations):
    """Say at which addresses something happens: everywhere, at all of a kind, or the addresses."""
    kinds = {
        "各处": operations,
        "列表": [one for one in operations if one.is_list],
        "单条": [one for one in operations if not one.is_list],
        **{f"可写{name}的": [one for one in operations if name in dict(one.names)] for name in NAMES},
    }
    left, said = found, []
    for name, members in kinds.items():
        if left and all(one in left for one in members):
            left, said = [one for one in left if one not in members], [*said, name]
    return "、".join([*said, *(one.path.removeprefix("/api/v1/") for one in left)])
