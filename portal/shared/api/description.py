"""What the description says of every operation alike: headers, refusals, and what the values of an enum mean.

:func:`complete` is a postprocessing hook of drf-spectacular: it takes the description and gives it, completed.
"""

import re

from .problems import MEDIA_TYPE

PROBLEM = {"$ref": "#/components/schemas/Problem"}

# {status: what it says}
STATUSES = {
    304: "没有改变：请求头If-None-Match或If-Modified-Since所说的那一份仍是最新的。没有正文。",
    400: "请求有误：参数、字段、排序或值看不懂。",
    404: "没有这条记录（或它没有公开），或没有这一页。",
    405: "不支持这种请求方法：接口只供读取。",
    406: "没有请求头Accept要的格式。",
    412: "请求头If-Match或If-Unmodified-Since的条件不成立。",
    429: "请求太多。等到响应头Retry-After所说的秒数以后再试。",
    500: "服务器出错，已记入日志。",
}

# {name: (what it says, its schema, an example)}
HEADERS = {
    "ETag": ("回答的版本，供If-None-Match用；公开的内容不变，它不变。", {}, '"9f2c41d07b3e5a8664d1b0c2e7f35a98"'),
    "Last-Modified": ("公开的内容最近一次改变的时间，供If-Modified-Since用。", {}, "Sun, 01 Nov 2026 00:00:00 GMT"),
    "Cache-Control": ("回答可以存多久，由谁存；出错时不存。单位：秒。", {}, "public, max-age=60"),
    "Vary": ("回答随哪些请求头而不同。", {}, "Accept, Accept-Encoding"),
    "RateLimit-Policy": ("限额：每个地址每w秒q次。单位：次、秒。", {}, '"address";q=600;w=60'),
    "RateLimit": ("限额还剩：r次，t秒后重新计数。单位：次、秒。", {}, '"address";r=599;t=42'),
    "Access-Control-Allow-Origin": ("任何网站的网页都可以读取。", {}, "*"),
    "Retry-After": ("多少秒以后再试。单位：秒。", {"type": "integer", "minimum": 1}, 42),
    "Allow": ("可以用的请求方法。", {}, "GET, HEAD, OPTIONS"),
}
EVERYWHERE = ["Cache-Control", "Vary", "Access-Control-Allow-Origin", "RateLimit-Policy", "RateLimit"]
VALIDATORS = ["ETag", "Last-Modified"]
EXPANDED = "x-expanded"
OF_STATUS = {200: VALIDATORS, 304: VALIDATORS, 405: ["Allow"], 429: ["Retry-After"]}

# What lists are ordered by, and in which formats they answer.
MEANINGS = {
    "name": "名称，按拼音",
    "position": "网站排定的次序",
    "founded": "成立时间",
    "launched": "推出时间",
    "member_count": "成员单位数",
    "published": "刊发时间",
    "published_at": "公开时间",
    "updated_at": "最近一次改动的时间",
    "period_start": "时期的开始",
    "period_end": "时期的结束",
    "value": "数值，不论单位",
    "known_from": "公开为人所知的日子",
    "date": "日期",
    "json": "JSON，列表分页",
    "csv": "CSV，UTF-8，没有BOM，供程序读取",
    "csv-bom": "CSV，带BOM，供电子表格打开；会被当作公式的文字已改为普通文字",
}
DEFAULT_CSV = "第一行是列名，以下每条一行。UTF-8，逗号分隔（RFC 4180）。"


def complete(result, generator, request, public):
    """Add to each operation what it answers beside its rows, to each enum what its values mean, and the tags."""
    components = result["components"]
    components["headers"] = {name: header(*said) for name, said in HEADERS.items()}
    for operation in operations(result):
        operation["responses"] = responses(operation, operation["responses"]["200"])
        row = row_of(operation, components["schemas"])
        for parameter in operation["parameters"]:
            explain(parameter, row["properties"])
        shape(operation, row)
    for name, schema in components["schemas"].items():
        finish(name, schema)
    result["tags"] = tags(result)
    return result


def operations(result):
    """Give every operation of the description."""
    return [operation for path in result["paths"].values() for operation in path.values()]


def header(description, schema, example):
    return {"description": description, "schema": schema or {"type": "string"}, "example": example}


def headers(status):
    names = [*OF_STATUS.get(status, []), *EVERYWHERE]
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def responses(operation, found):
    """Give ``{status: response}``, ``found`` being the one where all is well."""
    is_list = operation["operationId"].endswith("_list")
    found["description"] = "找到的各条，分页给出；没有时是空的一页。" if is_list else "所要的一条。"
    found["headers"] = headers(200)
    formats = next((item["schema"] for item in operation["parameters"] if item["name"] == "format"), {})
    if "csv" in formats.get("enum", []):
        found["content"].setdefault("text/csv", {"schema": {"type": "string", "description": DEFAULT_CSV}})
    return {"200": found} | {str(status): refusal(status, said) for status, said in STATUSES.items()}


def refusal(status, description):
    answer = {"description": description, "headers": headers(status)}
    return answer if status == 304 else answer | {"content": {MEDIA_TYPE: {"schema": PROBLEM}}}


def row_of(operation, schemas):
    """Give the schema of the operation's rows."""
    schema = referred(operation["responses"]["200"]["content"]["application/json"]["schema"], schemas)
    results = schema["properties"].get("results")
    return referred(results["items"], schemas) if results else schema


def referred(schema, schemas):
    return schemas[schema["$ref"].rpartition("/")[2]]


def shape(operation, row):
    """Say what ``fields`` and ``expand`` do to the rows: any field may be left out, a link may be a whole row."""
    if any(parameter["name"] == "fields" for parameter in operation["parameters"]):
        row.pop("required", None)
    for name, component in operation.pop(EXPANDED).items():
        field = row["properties"][name]
        links = field.get("items", field)
        options = links.pop("allOf", None) or links.pop("oneOf", None) or links.get("anyOf") or [links.copy()]
        links.pop("$ref", None)
        whole = {"$ref": f"#/components/schemas/{component}"}
        links["anyOf"] = [*([] if whole in options else [whole]), *options]  # clients take the first that fits


def explain(parameter, fields):
    """Say what each value of the parameter's enum means, unless its description says so."""
    values = parameter["schema"].get("enum") or parameter["schema"].get("items", {}).get("enum") or []
    said = sentence(parameter["description"])
    known = MEANINGS if parameter["name"] in ("ordering", "format") else {}
    lines = [f"* `{value}` - {meaning(value, known, fields)}" for value in values if f"* `{value}`" not in said]
    parameter["description"] = "\n".join([said, "", *lines]) if lines else said


def meaning(value, known, fields):
    """Give what a name stands for in a list of names: one of those that are ``known``, or else a field."""
    name = value.removeprefix("-")
    said = known.get(name) or first_line(fields.get(name, {})).rstrip("。")
    return f"{said}，倒序" if value.startswith("-") else said


def first_line(schema):
    return schema.get("description", "").split("\n")[0]


def sentence(text):
    """Give ``text`` with its first line ended."""
    first, *rest = text.strip().split("\n")
    return "\n".join([first if re.search("[。：；？！]$", first) else f"{first}。", *rest])


def finish(name, schema):
    """Describe the schemas that are nobody's serializer."""
    if name.startswith("Paginated"):
        schema["description"] = "列表的一页。"
    elif name == "BlankEnum":
        schema["description"] = "* `` - 没有说明"
    elif "oneOf" in schema and "description" not in schema:
        schema["description"] = "正文的一块，种类看type。"
    for field in schema.get("properties", {}).values():
        if "description" in field:
            field["description"] = sentence(field["description"])


def tags(result):
    """Give the resources, each with what its first operation says of it."""
    said = {}
    for operation in operations(result):
        said.setdefault(operation["tags"][0], operation["description"])
    return [{"name": name, "description": description} for name, description in said.items()]
