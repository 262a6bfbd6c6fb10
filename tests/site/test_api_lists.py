"""Every list of the API against plain Python: chance makes the portal and the requests, loops say what is right."""

import datetime
import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chains.models import Committee, Indicator, Initiative, Membership, Observation, Organization, Target
from news.models import Feature
from tests.apis import get
from tests.site.oracle import FILTERS, OF_INDICATOR, ORDERINGS, TIMES, Oracle
from tests.site.worlds import DAYS, ENDS, MOMENTS, WORDS, YEARS, World

pytestmark = pytest.mark.django_db

CODES = {
    ("committees", "kind"): Committee.Kind,
    ("organizations", "kind"): Organization.Kind,
    ("organizations", "place"): Organization.Place,
    ("organizations", "role"): Membership.Role,
    ("initiatives", "status"): Initiative.Status,
    ("indicators", "topic"): Indicator.Topic,
    ("observations", "topic"): Indicator.Topic,
    ("observations", "status"): Observation.Status,
    ("targets", "topic"): Indicator.Topic,
    ("targets", "kind"): Target.Kind,
}
VALUES = {
    "year": YEARS,
    "search": [*WORDS, " ".join(WORDS)],
    "as_of": DAYS,
    **dict.fromkeys(["period_from", "period_to"], ENDS),
    **dict.fromkeys(TIMES, MOMENTS),
}


class Requests:
    """Makes requests by chance, most of which find something, or would if all were public."""

    def __init__(self, oracle, chance):
        self.public, self.unveiled, self.chance = oracle.public, oracle.unveiled, chance

    def queries(self, resource):
        """Give one query for each filter, with some of the others, and one for the whole list: ``{filter: value}``."""
        names = list(FILTERS[resource])
        more = [self.chance.sample(names, min(len(names), self.chance.choice([0, 0, 1, 2]))) for _ in names]
        return [{}, *(self.query(resource, {name, *others}) for name, others in zip(names, more, strict=True))]

    def query(self, resource, names):
        aim = self.one(self.public[resource]) if self.chance.random() < 0.8 else None
        query = {}
        for name in sorted(names):
            if values := self.values(resource, name):
                finds = FILTERS[resource][name]
                hits = aim and [value for value in values if finds(self.unveiled, aim, value, query)]
                query[name] = self.one(hits or values)
        return query

    def values(self, resource, name):
        if name in self.unveiled.named:
            return self.unveiled.named[name]
        return CODES[resource, name].values if (resource, name) in CODES else VALUES[name]

    def one(self, values):
        return self.chance.choice(values) if values else None

    def ordering(self, resource):
        names = ORDERINGS[resource]
        chosen = self.chance.sample(names, self.chance.randint(0, len(names)))
        return [self.chance.choice(["", "-"]) + name for name in chosen]


def text_of(value):
    return value.isoformat() if isinstance(value, datetime.date) else getattr(value, "slug", str(value))


def written(query, ordering):
    """Give a query as it is written in the address."""
    values = {name: text_of(value) for name, value in query.items()}
    return values | ({"ordering": ",".join(ordering)} if ordering else {})


def pages(client, path, **query):
    """Give the keys of a list, page by page, and hold each page against what the first said."""
    found, number, answer = [], 1, get(client, path, **query)
    count = answer["count"]
    while True:
        assert answer["count"] == count
        assert len(answer["results"]) == min(query["page_size"], count - len(found))
        assert bool(answer["previous"]) == (number > 1)
        found += [str(row["id"] if "id" in row else row["slug"]) for row in answer["results"]]
        if not answer["next"]:
            return found
        number, answer = number + 1, client.get(answer["next"]).json()


def keys_of(rows):
    return [str(row.pk if isinstance(row, Feature | Observation | Target) else row.slug) for row in rows]


def check(client, path, expected, asked, size):
    """Hold the list at ``path`` against the rows that are ``expected``; ``None``: it is to be refused."""
    if expected is None:
        assert get(client, path, 400, **asked)["code"] == "invalid_parameter"
    else:
        assert pages(client, path, **asked, page_size=size) == keys_of(expected)


in_world = settings(
    max_examples=int(os.environ.get("WORLDS", "5")),
    derandomize="WORLDS" not in os.environ,
    phases=[Phase.generate],  # a smaller seed makes no smaller portal
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@in_world
@given(st.randoms(use_true_random=True))
def test_every_list_holds_what_was_asked_for_in_order_on_pages_that_join(client, chance):
    with transaction.atomic():
        World(chance)
        oracle = Oracle()
        requests = Requests(oracle, chance)
        for resource in FILTERS:
            for query in requests.queries(resource):
                ordering = requests.ordering(resource)
                expected = oracle.answer(resource, query, ordering)
                check(client, resource, expected, written(query, ordering), chance.randint(2, 9))
        transaction.set_rollback(True)


@settings(in_world, max_examples=3)
@given(st.randoms(use_true_random=True))
def test_the_list_of_one_indicator_holds_its_values_of_the_list_of_all(client, chance):
    with transaction.atomic():
        World(chance)
        oracle = Oracle()
        requests = Requests(oracle, chance)
        names = FILTERS["observations"].keys() - OF_INDICATOR.keys()
        for indicator in oracle.rows["indicators"]:
            query = requests.query("observations", chance.sample(sorted(names), 2))
            ordering = requests.ordering("observations")
            expected = oracle.answer("observations", query | {"indicator": indicator}, ordering)
            path, asked = f"indicators/{indicator.slug}/observations", written(query, ordering)
            if expected is None:
                assert get(client, path, 404)["code"] == "not_found"
            else:
                check(client, path, expected, asked, chance.randint(2, 9))
        transaction.set_rollback(True)
