"""``fields``: a program gets the fields that it asks for, in its order, and no others are worked out."""

import pytest

from chains.models import Committee
from tests import factories as make
from tests.apis import RESOURCES, TABLES, get, results
from tests.site.portals import fill

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query", ["fields=slug&fields=name&ordering=name&ordering=-founded", "fields=slug,name&ordering=name,-founded"]
)
def test_a_list_of_names_may_be_written_in_either_of_the_ways_that_clients_have(client, query):
    for name, founded in (("甲", "2021"), ("乙", "2022"), ("甲", "2022")):
        make.make_committee(name, founded=founded)
    rows = get(client, f"committees?{query}")["results"]
    assert [list(row) for row in rows] == [["slug", "name"]] * 3
    assert [row["name"] for row in rows] == ["甲", "甲", "乙"]
    assert rows[0]["slug"] == Committee.objects.get(name="甲", founded="2022").slug


@pytest.mark.parametrize("resource", [*RESOURCES, *TABLES])
def test_each_field_of_a_list_can_be_asked_for_alone(client, resource):
    fill(1)
    rows = results(client, resource)
    for name in rows[0]:
        assert results(client, resource, fields=name) == [{name: row[name]} for row in rows]


@pytest.mark.parametrize("resource", RESOURCES)
def test_each_field_of_a_record_can_be_asked_for_alone(client, resource):
    fill(1)
    row = get(client, resource)["results"][0]
    path = f"{resource}/{row['id' if resource == 'features' else 'slug']}"
    record = get(client, path)
    for name, value in record.items():
        assert get(client, path, fields=name) == {name: value}


def test_fields_come_in_the_order_in_which_they_are_asked_for(client):
    make.make_committee(slug="laser")
    assert list(get(client, "committees", fields="url,slug,name")["results"][0]) == ["url", "slug", "name"]
    assert list(get(client, "committees/laser", fields="body,slug")) == ["body", "slug"]


def test_pages_keep_the_fields(client):
    for _ in range(3):
        make.make_committee()
    first = get(client, "committees", fields="slug", page_size=2)
    assert client.get(first["next"]).json()["results"] == results(client, "committees", fields="slug")[2:]


def test_a_hit_of_the_search_has_fields_too(client):
    problem = get(client, "search", 400, q="激光", fields="body")
    assert problem["allowed"] == ["kind", "kind_label", "id", "slug", "title", "extract", "date", "url"]


def test_what_is_not_asked_for_is_not_worked_out(client, monkeypatch):
    make.make_observation(make.make_indicator(slug="gdp"))
    worked_out = []
    monkeypatch.setattr("chains.models.Indicator.progress", property(lambda row: worked_out.append(row)))
    get(client, "indicators", fields="slug,latest")
    get(client, "indicators/gdp", fields="slug,latest")
    assert worked_out == []
    get(client, "indicators", fields="progress")
    assert len(worked_out) == 1


@pytest.mark.parametrize("path", ["committees", "committees/laser"])
def test_an_unknown_field_is_refused_by_name_and_the_known_ones_are_listed(client, path):
    make.make_committee(slug="laser")
    problem = get(client, path, 400, fields="slug,colour,size")
    assert (problem["code"], list(problem["errors"])) == ("unknown_field", ["fields"])
    assert problem["detail"].startswith("没有“colour、size”这个字段，可以是：slug、name、")
    assert problem["allowed"] == list(get(client, path) if "/" in path else get(client, path)["results"][0])


def test_what_only_a_single_record_has_cannot_be_asked_of_a_list(client):
    assert get(client, "committees", 400, fields="body")["code"] == "unknown_field"


@pytest.mark.parametrize("name", ["source.slug", "Slug", " slug", "pk", "public_until", "corrections", "live", "*"])
def test_a_field_is_one_that_the_rows_have_and_nothing_else(client, name):
    assert get(client, "committees", 400, fields=name)["code"] == "unknown_field"


@pytest.mark.parametrize(("value", "said"), [("", "不能为空"), ("slug,,name", "不能为空"), ("slug,slug", "“slug”只能")])
def test_an_empty_or_repeated_name_is_refused(client, value, said):
    problem = get(client, "committees", 400, fields=value)
    assert (problem["code"], list(problem["errors"])) == ("invalid_parameter", ["fields"])
    assert said in problem["detail"]


def test_a_refusal_of_a_field_costs_nothing(client, django_assert_num_queries):
    client.get("/robots.txt")
    with django_assert_num_queries(0):
        get(client, "features", 400, fields="colour")
        get(client, "features", 400, expand="colour")
        get(client, "features/1", 400, fields="colour")
