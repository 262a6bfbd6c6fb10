"""What an answer costs the database, whatever the number of rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chains.models import Committee, Indicator, Initiative, Milestone, Organization, Source
from news.models import Column, Feature
from tests import factories as make
from tests.apis import get
from tests.site.portals import fill

pytestmark = pytest.mark.django_db

# The first record of each kind is the one that `fill` gives parts and neighbours to.
COSTS = {
    "features": 3,
    "columns": 2,
    "committees": 2,
    "organizations": 3,
    "initiatives": 2,
    "indicators": 4,
    "observations": 2,
    "targets": 5,
    "sources": 2,
    "milestones": 2,
    "indicators/{Indicator}/observations": 3,
    "features/{Feature}/": 3,
    "columns/{Column}/": 1,
    "committees/{Committee}/": 5,
    "organizations/{Organization}/": 2,
    "initiatives/{Initiative}/": 5,
    "indicators/{Indicator}/": 4,
    "sources/{Source}/": 1,
    "milestones/{Milestone}/": 1,
}
# What is promised: of a list of 20 rows with its count, and of any single record.
BUDGETS = {"features": 4, "indicators": 4} | {path: 5 for path in COSTS if path.endswith("/")}
MODELS = (Column, Committee, Feature, Indicator, Initiative, Milestone, Organization, Source)


def fill_everything(rows):
    """As for the pages, and what only the API shows: one organisation in many committees."""
    fill(rows)
    member = Organization.objects.order_by("pk").first()
    for _ in range(rows):
        make.make_committee_photo(Committee.objects.order_by("pk").first())
        make.make_initiative_photo(Initiative.objects.order_by("pk").first())
        make.make_membership(organization=member, source=make.make_source())
        make.make_observation(make.make_indicator(initiative=Initiative.objects.order_by("pk").first()))


def costs(client):
    client.get("/robots.txt")  # The first request of a process looks for what is due.
    first = {model.__name__: model.objects.order_by("pk").first() for model in MODELS}
    keys = {name: record.pk if name == "Feature" else record.slug for name, record in first.items()}
    found = {}
    for path in COSTS:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            get(client, path.format(**keys), **({} if path.endswith("/") else {"page_size": 200}))
        found[path] = len(queries)
    return found


def test_every_answer_costs_what_it_did_and_no_more_with_more_rows(client):
    fill_everything(1)
    assert costs(client) == COSTS
    fill_everything(11)
    assert costs(client) == COSTS


def test_what_the_answers_cost_is_within_what_is_promised():
    assert {path: COSTS[path] for path, budget in BUDGETS.items() if COSTS[path] > budget} == {}


def test_a_refusal_of_a_name_costs_nothing(client, django_assert_num_queries):
    client.get("/robots.txt")
    with django_assert_num_queries(0):
        get(client, "features", 400, colour="red")
