"""What a description cannot say: which records there are, and how much of a list or of a text is sensible.

With it, a valid request is one that must be answered, and a slug that is nowhere one that must be refused.
"""

import datetime
import re

from django.test import Client
from hypothesis import strategies as st

from tests.apis import RESOURCES, results

NEWEST = datetime.date(2025, 12, 31)  # no later than today, whenever the tests run
MOST_WORDS = 10

DAYS = st.dates(max_value=NEWEST).map(str)
OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda minutes: datetime.timezone(datetime.timedelta(minutes=minutes)))
MOMENTS = st.datetimes(timezones=OFFSETS).map(datetime.datetime.isoformat)


def records():
    """Give ``{"committee": [slugs], …}`` of all that the API lists; stories have numbers, not slugs."""
    client = Client()
    found = {resource: results(client, resource) for resource in RESOURCES}
    known = {name.removesuffix("s"): [row.get("id") or row["slug"] for row in rows] for name, rows in found.items()}
    industries = {row["industry"]["slug"] for row in found["committees"] if row["industry"]}
    return known | {"industry": sorted(industries)}


def complete(description):
    """Write into an OpenAPI description which records there are, wherever a parameter names one."""
    known = records()
    for path, item in description["paths"].items():
        resource = re.fullmatch(r".*/(\w+?)s?/\{.*", path)
        for parameter in item["get"]["parameters"]:
            name = resource[1] if parameter["in"] == "path" else parameter["name"]
            if name in known:
                kind = int if parameter["schema"]["type"] == "integer" else str
                parameter["schema"]["enum"] = [kind(value) for value in known[name]]


def sensible(query):
    """Give a valid query as somebody would write it: a page that there may be, few words, an order that is one."""
    changed = {"page": page, "q": words, "search": words, "ordering": order}
    return {name: changed.get(name, keep)(value) for name, value in query.items()}


def page(number):
    return int(number) % 3 + 1


def words(text):
    text = text.replace("\0", "零")
    few = text if len(re.findall(r"[^\w]|_", text)) < MOST_WORDS else text[:MOST_WORDS]
    return few if few.strip() else "激光"


def order(names):
    """Keep each name once; lists come as they are or as text already."""
    if isinstance(names, str):
        return ",".join(order(names.split(",")))
    return list({name.removeprefix("-"): name for name in names}.values())


def keep(value):
    return value
