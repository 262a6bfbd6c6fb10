"""What may be asked of one operation of the API, and what is answered then."""

import json
import re
from contextlib import contextmanager
from unittest.mock import patch
from urllib.parse import unquote, urlencode

from django.test import override_settings

from tests.described.content import ask, emptiness, fixed

JSON, CSV = "application/json", "text/csv"

# What is tried for a parameter, besides the values of its enum; the first that gives a row is the example.
CANDIDATES = {
    "q": ["激光", "产业链", "高新区"],
    "search": ["激光", "产业链", "高新区"],
    "year": [2022, 2021, 2026],
    "as_of": ["2022-06-30"],
    "period_from": ["2022-01-01", "2021-01-01"],
    "period_to": ["2022-06-30"],
    "published_after": ["2026-11-01"],
    "published_before": ["2026-12-01"],
    "updated_after": ["2026-11-01T08:00:00+08:00"],
    "page": [1],
    "page_size": [5],
}
# The lists whose slugs a filter takes.
LISTS = {
    "column": "columns",
    "committee": "committees",
    "indicator": "indicators",
    "initiative": "initiatives",
    "organization": "organizations",
    "source": "sources",
}
PREFERRED = ["csv"]


def get(address):
    """Give the JSON that is answered at ``address``, or ``None`` where it is refused."""
    answer = ask(address)
    return json.loads(fixed(answer.content.decode())) if answer.status_code == 200 else None


def listed(value):
    """Give a value of a parameter as it stands in an address."""
    return ",".join(value) if isinstance(value, list) else value


@contextmanager
def once_a_minute():
    """One request a minute is allowed, and a minute has 42 seconds left."""
    with override_settings(API_RATE=1), patch("portal.shared.api.throttling.time.time", return_value=18):
        yield


def readable(address):
    """Give ``address`` with its Chinese as people read it."""
    return re.sub("(%[89A-F][0-9A-F])+", lambda found: unquote(found[0]), address)


class Operation:
    """The operation at ``path``, as ``described``."""

    def __init__(self, path, described):
        self.path, self.described = path, described
        self.name = described["operationId"]
        self.answer_schema = described["responses"]["200"]["content"][JSON]["schema"]
        self.is_list = self.name.endswith("_list")
        self.named = {parameter["name"]: parameter for parameter in described["parameters"]}
        self.keys = [name for name, parameter in self.named.items() if parameter["in"] == "path"]
        self.required = {"q": "激光"} if self.named.get("q", {}).get("required") else {}

    def address(self, best, key=None, **query):
        """Give the address with ``query``; of the record ``key``, or of the one that is the example."""
        path = self.path
        for name in self.keys:
            collection = path.partition("/{")[0]
            path = path.replace(f"{{{name}}}", str(key or best[collection][name]))
        query = {name: listed(value) for name, value in (self.required | query).items()}
        return path + (f"?{urlencode(query, safe=',:')}" if query else "")

    def read_all(self):
        """Give all that is answered; keep as ``best`` the row that is the example."""
        collection = self.path.partition("/{")[0]
        size = {"page_size": 200}
        if not self.keys:
            answers = [get(self.address({}, **size))]
        else:
            rows = get(f"{collection}?page_size=200")["results"]
            query = size if self.is_list else {}
            answers = [get(self.address({}, row[self.keys[0]], **query)) for row in rows]
        rows = [row for answer in answers for row in (answer["results"] if self.is_list else [answer])]
        self.best = min(rows, key=emptiness)
        return answers

    # Parameters

    def parameters(self, best):
        return {name: self.parameter(name, best) for name in self.named}

    def parameter(self, name, best):
        if name in self.keys:
            return best[self.path.partition("/{")[0]][name]
        tried = self.candidates(name)
        found = (value for value in tried if self.has_rows(get(self.address(best, **{name: value}))))
        return tried[0] if name == "format" else next(found, tried[0])

    def has_rows(self, answer):
        return answer is not None and (not self.is_list or bool(answer["results"]))

    def candidates(self, name):
        schema = self.named[name]["schema"]
        values = schema.get("enum") or schema.get("items", {}).get("enum") or []
        if name == "fields":
            values = [self.fields()]
        elif name == "ordering":
            values = [[value] for value in values if value.startswith("-")]
        elif name == "expand":
            values = [[value] for value in values]
        elif not values:
            values = CANDIDATES.get(name) or self.slugs(name)
        values = sorted(values, key=lambda value: value not in PREFERRED)
        return values if schema["type"] == "array" else [listed(value) for value in values]

    def fields(self):
        """Give what one would ask of each row at least."""
        usual = [name for name in ("id", "slug", "name", "title", "url") if name in self.best]
        return (usual if len(usual) > 2 else list(self.best))[:3]

    @staticmethod
    def slugs(name):
        if name == "industry":
            rows = [row["industry"] for row in get("/api/v1/committees?page_size=200")["results"] if row["industry"]]
        else:
            rows = get(f"/api/v1/{LISTS[name]}?page_size=200")["results"]
        return list(dict.fromkeys(row["slug"] for row in rows))

    # Answers

    def answers(self, best):
        """Give ``{media type: {"request": …, "value": …}}`` of the request that is the example."""
        address = self.address(best, **({"page_size": 1} if self.is_list else {}))
        found = {JSON: {"request": f"GET {readable(address)}", "value": get(address)}}
        if CSV in self.described["responses"]["200"]["content"]:
            address = self.address(best, format="csv")
            text = fixed(b"".join(ask(address)).decode())
            head = "".join(text.splitlines(keepends=True)[:2])
            found[CSV] = {"request": f"GET {readable(address)}（开头两行）", "value": head}
        return found

    # Refusals

    def problems(self, best):
        """Give ``{status: {code: {"request": …, "value": …}}}``, one of each code that the operation knows."""
        found = {}
        for method, address, headers in self.wrong_requests(best):
            self.refused(found, method, address, **headers)
        with patch("portal.shared.api.viewsets.StrictMixin.initial", side_effect=RuntimeError("asked for")):
            self.refused(found, "get", self.address(best), note="（服务器出错时）")
        with once_a_minute():
            ask(self.address(best))
            self.refused(found, "get", self.address(best), note="（超过限额时）")
        return dict(sorted(found.items()))

    @staticmethod
    def refused(found, method, address, note="", **headers):
        answer = ask(address, method, **headers)
        value = json.loads(answer.content)
        said = "".join(f"，请求头{name.title()}: {text}" for name, text in headers.items())
        request = f"{method.upper()} {readable(address)}{said}{note}"
        found.setdefault(str(value["status"]), {})[value["code"]] = {"request": request, "value": value}

    def wrong_requests(self, best):
        """Give ``(method, address, headers)`` of requests, each refused for a reason of its own."""
        once = self.address(best, page=1)
        wrong = {
            "page_size": ["0"],
            "as_of": ["2022-02-30"],
            "ordering": ["nonsense"],
            "fields": ["nonsense"],
            "expand": ["nonsense"],
        }
        yield "get", self.address(best, nonsense=1), {}
        if self.is_list:
            yield "get", f"{once}&page=2", {}
            yield "get", self.address(best, page=9999), {}
        for name, values in wrong.items():
            if name in self.named:
                yield "get", self.address(best, **{name: values[0]}), {}
        if self.keys:
            yield "get", self.address(best, "999999" if "id" in self.keys else "no-such-slug"), {}
        yield "post", self.address(best), {}
        yield "get", self.address(best), {"accept": "image/png"}
        yield "get", self.address(best), {"if-match": '"outdated"'}
