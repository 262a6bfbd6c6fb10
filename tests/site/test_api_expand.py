"""``expand``: whole rows in the place of links, as the lists of the related resources give them."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chains.models import Indicator
from portal.shared.api.writing import Relation
from tests import factories as make
from tests.apis import get, results, table
from tests.site.portals import fill

pytestmark = pytest.mark.django_db

# Which relations each list and each record has, and the resource that their rows come from.
LISTS = {
    "features": {
        "column": "columns", "source": "sources", "committees": "committees", "initiatives": "initiatives",
    },
    "committees": {"led_by": "committees", "source": "sources"},
    "initiatives": {"committee": "committees", "source": "sources"},
    "indicators": {"committee": "committees", "initiative": "initiatives"},
    "observations": {"indicator": "indicators", "source": "sources"},
    "targets": {"indicator": "indicators", "source": "sources"},
    "milestones": {"committee": "committees", "initiative": "initiatives", "source": "sources"},
    "indicators/{Indicator}/observations": {"source": "sources"},
}  # fmt: skip
RECORDS = {
    "features": LISTS["features"],
    "committees": LISTS["committees"]
    | {"leads": "committees", "initiatives": "initiatives", "indicators": "indicators"},
    "initiatives": LISTS["initiatives"] | {"indicators": "indicators"},
    "indicators": LISTS["indicators"],
    "milestones": LISTS["milestones"],
}
of_lists = pytest.mark.parametrize(("path", "relations"), LISTS.items())
of_records = pytest.mark.parametrize(("resource", "relations"), RECORDS.items())


def address(path):
    """Give ``path`` with the slug of the first indicator, which has values."""
    return path.format(Indicator=Indicator.objects.order_by("pk").first().slug) if "{" in path else path


def records(client, resource):
    """Give the address of every record of ``resource``."""
    key = "id" if resource == "features" else "slug"
    return [f"{resource}/{row[key]}" for row in results(client, resource)]


def written_out(client, rows, relations):
    """Give ``rows`` with the rows of the related resources' own lists in the place of the links."""
    lists = {name: {row["slug"]: row for row in results(client, resource)} for name, resource in relations.items()}

    def whole(name, value):
        if isinstance(value, list):
            return [lists[name][link["slug"]] for link in value]
        return value and lists[name][value["slug"]]

    return [row | {name: whole(name, row[name]) for name in relations} for row in rows]


def check(client, read, relations):
    """Hold what ``read`` gives with ``expand`` against the lists, for each relation and for all together."""
    plain = read()
    for name, resource in relations.items():
        expanded = read(expand=name)
        assert expanded == written_out(client, plain, {name: resource})
        assert expanded != plain  # some row has such a link
    assert read(expand=",".join(relations)) == written_out(client, plain, relations)


@of_lists
def test_in_a_list_a_link_becomes_the_row_that_the_other_list_gives(client, path, relations):
    fill(2)
    check(client, lambda **query: results(client, address(path), **query), relations)


@of_records
def test_in_a_record_a_link_becomes_the_row_that_the_other_list_gives(client, resource, relations):
    fill(1)
    addresses = records(client, resource)
    check(client, lambda **query: [get(client, path, **query) for path in addresses], relations)


@pytest.mark.parametrize("name", ["slug", "colour", "source.slug", "industry", "committee__led_by"])
def test_an_unknown_relation_is_refused_and_the_known_ones_are_listed(client, name):
    fill(1)
    asked = [(address(path), relations) for path, relations in LISTS.items()]
    asked += [(records(client, resource)[0], relations) for resource, relations in RECORDS.items()]
    for path, relations in asked:
        problem = get(client, path, 400, expand=name)
        assert (problem["code"], list(problem["errors"])) == ("unknown_relation", ["expand"])
        assert problem["allowed"] == list(relations)
        assert problem["detail"] == f"没有“{name}”这种可以展开的关联，可以是：{'、'.join(relations)}。"


@pytest.mark.parametrize(
    ("value", "said"), [("", "不能为空"), ("source,", "不能为空"), ("source,source", "只能写一次")]
)
def test_an_empty_or_repeated_name_is_refused(client, value, said):
    problem = get(client, "features", 400, expand=value)
    assert (problem["code"], list(problem["errors"])) == ("invalid_parameter", ["expand"])
    assert said in problem["detail"]


def test_a_relation_that_fields_leave_out_is_added_at_the_end(client):
    fill(1)
    row = get(client, "features", fields="title,source,id", expand="column,source")["results"][0]
    assert list(row) == ["title", "source", "id", "column"]
    assert row["source"]["outlet"]
    committee = records(client, "committees")[0]
    assert list(get(client, committee, fields="slug", expand="leads")) == ["slug", "leads"]


def test_related_figures_are_those_of_the_day_that_is_asked_for(client):
    day = datetime.date(2022, 6, 30)
    indicator = make.make_indicator(slug="gdp")
    old = make.make_observation(indicator, period="2021", known_from=day, value=100)
    make.make_correction(old, known_from=day + datetime.timedelta(1), value=101)
    make.make_target(indicator, period="2022", value=200, known_from=day)
    for path in ("observations", "targets"):
        (then,) = results(client, path, as_of=str(day), expand="indicator")
        assert then["indicator"] == results(client, "indicators", as_of=str(day))[0]
        assert then["indicator"]["latest"]["value"] == "100"
        (now, *_) = results(client, path, expand="indicator")
        assert now["indicator"]["latest"]["value"] == "101"


def test_a_link_to_what_has_gone_meanwhile_leads_nowhere(client, monkeypatch):
    make.make_feature(
        source=make.make_source(), committees=[make.make_committee(slug="here"), make.make_committee(slug="gone")]
    )
    load = Relation.load
    monkeypatch.setattr(Relation, "load", lambda relation, slugs: load(relation, slugs & {"here"}))
    (row,) = results(client, "features", expand="source,committees")
    assert row["source"] is None
    assert [committee["slug"] for committee in row["committees"]] == ["here"]
    (cells,) = table(client, "features", expand="source,committees", fields="id")
    assert (cells["source.slug"], cells["source.title"]) == ("", "")


# What each relation costs beside the answer without it: the list of the related resource, once.
QUERIES = {"columns": 1, "sources": 1, "committees": 1, "initiatives": 1, "indicators": 3}


def cost(client, path, **query):
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/api/v1/{path}", query)
    return len(queries)


def costs(client):
    """Give what each relation adds to the queries of each list, and of the first record that has such a link."""
    client.get("/robots.txt")  # The first request of a process looks for what is due.
    found = {}
    for path, relations in LISTS.items():
        plain = cost(client, address(path), page_size=200)
        for name in relations:
            found[path, name] = cost(client, address(path), page_size=200, expand=name) - plain
    for resource, relations in RECORDS.items():
        for path in records(client, resource):
            row = get(client, path)
            for name in relations:
                if row[name] and (f"{resource}/…", name) not in found:
                    found[f"{resource}/…", name] = cost(client, path, expand=name) - cost(client, path)
    return found


def test_each_relation_costs_one_use_of_its_list_whatever_the_number_of_rows(client):
    everywhere = LISTS | {f"{resource}/…": relations for resource, relations in RECORDS.items()}
    right = {(path, name): QUERIES[of] for path, relations in everywhere.items() for name, of in relations.items()}
    fill(1)
    assert costs(client) == right
    fill(4)
    assert costs(client) == right
