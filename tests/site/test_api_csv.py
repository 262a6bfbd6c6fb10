"""CSV of every list: what JSON says, by one rule for the columns, whole and never all in memory."""

import csv
import json
from decimal import Decimal
from io import StringIO

import pytest
from django.urls import resolve

from tests import factories as make
from tests.apis import RESOURCES, TABLES, get, read_csv, results, table
from tests.search.entries import write_all
from tests.site.portals import fill

pytestmark = pytest.mark.django_db

LISTS = [*RESOURCES, *TABLES, "search", "indicators/gdp/observations"]
LISTS_OF_LINKS = ("committees", "initiatives")
every_list = pytest.mark.parametrize("path", LISTS)


@pytest.fixture
def portal():
    gdp = make.make_indicator("地区生产总值", slug="gdp", headline=True)
    fill(2)
    old = make.make_observation(gdp, period="2021", note='两行\n备注，"引号"')
    make.make_correction(old, value=Decimal("13.50"))
    make.make_organization("单位，无成员")
    make.make_feature()
    write_all()


def asked(path, **query):
    """Give the query for ``path``; the search needs words."""
    return {"q": "一句"} | query if path == "search" else query


def text(value):
    """Give a value of JSON as a cell says it."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def flat(row, expanded=(), path=""):
    """Give ``{column: cell}`` of a row of JSON."""
    cells = {}
    for name, value in row.items():
        if isinstance(value, dict):
            cells |= flat(value, (), f"{path}{name}.")
        elif not path and name in LISTS_OF_LINKS and name not in expanded:
            cells[name] = " ".join(link["slug"] for link in value)
        else:
            cells[path + name] = text(value)
    return cells


def check(client, path, **query):
    """Hold the CSV of a list against its JSON, cell by cell; give how many rows there are."""
    found, rows = table(client, path, **query), results(client, path, **query)
    expanded = query.get("expand", "").split(",")
    for cells, row in zip(found, rows, strict=True):
        said = flat(row, expanded)
        assert {name: said.get(name, "") for name in cells} == cells
        for name in said.keys() - cells.keys():  # a nested object, and there is none
            assert said[name] == ""
            assert any(column.startswith(f"{name}.") for column in cells)
    return len(found)


def test_csv_says_what_json_says_row_by_row_and_cell_by_cell(client, portal):
    for path in LISTS:
        assert check(client, path, **asked(path)) > 1, path


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("features", {"expand": "column,source,committees"}),
        ("features", {"fields": "title,id", "expand": "initiatives"}),
        ("observations", {"expand": "indicator,source", "ordering": "-value"}),
        ("targets", {"fields": "progress,indicator"}),
        ("committees", {"fields": "led_by,slug", "expand": "led_by", "ordering": "-name"}),
        ("indicators", {"as_of": "2022-06-30", "expand": "committee"}),
        ("milestones", {"published_after": "2000-01-01", "search": "大事"}),
        ("indicators/gdp/observations", {"expand": "source", "ordering": "value"}),
    ],
)
def test_csv_takes_what_json_takes(client, portal, path, query):
    assert check(client, path, **query) > 0


def head(client, path, **query):
    text = b"".join(client.get(f"/api/v1/{path}", query | {"format": "csv"}).streaming_content).decode()
    return next(csv.reader(StringIO(text)))


def test_columns_are_the_fields_and_those_of_nested_objects_have_a_dot(client):
    names = "slug,latest,committee,targets"
    link = [f"committee.{name}" for name in ("slug", "name", "url")]
    assert head(client, "indicators", fields=names)[0] == "slug"
    assert head(client, "indicators", fields=names)[-4:] == [*link, "targets"]
    assert "latest.source.citation" in head(client, "indicators")
    assert head(client, "committees", fields="led_by", expand="led_by")[:3] == [
        "led_by.slug",
        "led_by.name",
        "led_by.kind",
    ]
    assert "led_by.industry.slug" in head(client, "committees", fields="led_by", expand="led_by")


@every_list
def test_the_columns_of_an_empty_list_are_those_of_a_full_one(client, path):
    make.make_indicator(slug="gdp")
    empty = head(client, path, **asked(path))
    make.make_observation(make.make_indicator(committee=make.make_committee(led_by=make.make_committee())))
    fill(1)
    assert head(client, path, **asked(path)) == empty


def test_lists_of_links_are_slugs_and_other_lists_are_json(client):
    make.make_feature(
        committees=[make.make_committee("甲", slug="a"), make.make_committee("乙", slug="b")], slug="story"
    )
    make.make_credit(role="记者", name="甲")
    rows = {row["slug"]: row for row in table(client, "features")}
    assert rows["story"]["committees"] == "a b"
    assert (rows["story"]["initiatives"], rows["story"]["credits"]) == ("", "[]")
    (other,) = (row for slug, row in rows.items() if slug != "story")
    assert other["credits"] == '[{"role":"记者","name":"甲"}]'
    expanded = {row["slug"]: row["committees"] for row in table(client, "features", expand="committees")}
    whole = json.loads(expanded["story"])
    assert [committee["slug"] for committee in whole] == ["a", "b"]


@every_list
def test_the_file_has_type_and_name(client, path):
    make.make_indicator(slug="gdp")
    name = "gdp-observations" if "/" in path else path
    for wanted in ("csv", "csv-bom"):
        response = client.get(f"/api/v1/{path}", asked(path, format=wanted))
        assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
        assert response["Content-Disposition"] == f'attachment; filename="{name}.csv"'


@pytest.mark.parametrize(
    ("note", "cell"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("-甲", "'-甲"), ("/见第二节", "/见第二节")]
)
def test_only_for_spreadsheets_is_there_a_mark_and_is_text_made_inert(client, note, cell):
    make.make_observation(make.make_indicator(slug="gdp"), note=note, value=Decimal("-3.5"))
    (plain,) = read_csv(client.get("/api/v1/observations?format=csv"))
    (sheet,) = read_csv(client.get("/api/v1/observations?format=csv-bom"), bom=True)
    assert (plain["note"], plain["value"]) == (note, "-3.5")
    assert (sheet["note"], sheet["value"]) == (cell, "-3.5")


# Pages


def test_all_rows_are_given_unless_a_page_is_asked_for(client):
    for number in range(25):
        make.make_organization(f"单位{number:02}", slug=f"o-{number:02}")
    slugs = [f"o-{number:02}" for number in range(25)]

    def given(**query):
        return [row["slug"] for row in table(client, "organizations", **query)]

    assert given() == slugs
    assert given(page=1) == slugs[:20]
    assert given(page=2) == slugs[20:]
    assert given(page_size=3) == slugs[:3]
    assert given(page=2, page_size=3) == slugs[3:6]
    assert get(client, "organizations", 404, format="csv", page=3)["code"] == "page_not_found"
    assert get(client, "organizations", 400, format="csv", page=0)["code"] == "invalid_parameter"


def test_rows_are_read_in_batches_and_none_is_lost(client, portal, monkeypatch):
    monkeypatch.setattr("portal.shared.csv.ROWS", 2)
    for path in LISTS:
        assert check(client, path, **asked(path)) > 2 or path == "columns", path


# Which format


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv", "text/csv"),
        ("text/csv; charset=utf-8", "text/csv"),
        ("text/*", "text/csv"),
        ("application/json;q=0.5, text/csv", "text/csv"),
        ("text/csv;q=0.5, application/json", "application/json"),
        ("text/csv, application/json", "text/csv"),
        ("application/json, text/csv", "application/json"),
        ("application/json; charset=utf-8", "application/json"),
        ("text/html, */*;q=0.1", "application/json"),
        ("*/*", "application/json"),
        ("", "application/json"),
    ],
)
def test_accept_chooses_where_format_does_not(client, accept, kind):
    assert client.get("/api/v1/committees", headers={"accept": accept})["Content-Type"].startswith(kind)
    assert (
        client.get("/api/v1/committees?format=json", headers={"accept": accept})["Content-Type"] == "application/json"
    )
    assert client.get("/api/v1/committees?format=csv", headers={"accept": accept})["Content-Type"].startswith(
        "text/csv"
    )


@pytest.mark.parametrize("wanted", ["xml", "CSV", "api", ""])
def test_an_unknown_format_is_refused_and_the_known_ones_are_listed(client, wanted):
    for path in LISTS:
        problem = get(client, path, 400, format=wanted)
        assert (problem["code"], list(problem["errors"])) == ("invalid_parameter", ["format"])
        assert f"没有“{wanted}”这种格式。可以是：json、csv、csv-bom。" in problem["detail"]


def test_a_format_given_twice_is_refused(client):
    assert get(client, "committees?format=csv&format=json", 400)["code"] == "repeated_parameter"


@pytest.mark.parametrize("resource", ["features", "committees"])
def test_a_single_record_is_json_alone(client, portal, resource):
    row = get(client, resource)["results"][0]
    path = f"{resource}/{row['id' if resource == 'features' else 'slug']}"
    assert get(client, path, 400, format="json")["code"] == "unknown_parameter"
    response = client.get(f"/api/v1/{path}", headers={"accept": "text/csv"})
    assert (response.status_code, response["Content-Type"]) == (406, "application/problem+json")
    assert response.json()["allowed"] == ["application/json"]


@pytest.mark.parametrize(
    ("path", "query", "status", "code"),
    [
        ("features", {"fields": "colour"}, 400, "unknown_field"),
        ("features", {"expand": "colour"}, 400, "unknown_relation"),
        ("features", {"column": "nowhere"}, 400, "invalid_parameter"),
        ("features", {"ordering": "colour"}, 400, "unknown_ordering"),
        ("features", {"colour": "red"}, 400, "unknown_parameter"),
        ("search", {}, 400, "invalid_parameter"),
        ("indicators/nothing/observations", {}, 404, "not_found"),
    ],
)
def test_a_refusal_is_a_problem_in_json_whatever_the_format(client, path, query, status, code):
    assert get(client, path, status, format="csv", **query)["code"] == code
    response = client.get(f"/api/v1/{path}", query, headers={"accept": "text/csv"})
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")


# What it costs


def test_the_headers_alone_cost_no_reading_of_rows(client, portal, rf, django_assert_max_num_queries):
    for path in LISTS:
        address = f"/api/v1/{path}"
        view = resolve(address)  # the test client would take the rows away itself
        with django_assert_max_num_queries(1):
            response = view.func(rf.head(address, asked(path, format="csv")), **view.kwargs)
            assert list(response.streaming_content) == []
        headers = [ask(address, asked(path, format="csv")).headers for ask in (client.head, client.get)]
        assert headers[0] == headers[1]
