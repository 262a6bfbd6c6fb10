"""The API refuses what it does not understand, and says in Chinese what was wrong."""

import json

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext

from chains.models import Committee
from portal import wsgi
from tests import factories as make
from tests.apis import RESOURCES, TABLES, get
from tests.search.entries import write_all

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("resource", RESOURCES)
def test_an_unknown_parameter_is_refused_by_name_and_the_known_ones_are_listed(client, resource):
    problem = get(client, resource, 400, colour="red")
    assert problem["code"] == "unknown_parameter"
    assert problem["errors"] == {"colour": ["没有这个参数。"]}
    assert {"ordering", "page", "page_size"} <= set(problem["allowed"])
    assert "colour" in problem["detail"]
    assert all(name in problem["detail"] for name in problem["allowed"])


def test_a_record_takes_no_parameters_but_those_about_its_shape(client):
    committee = make.make_committee()
    for parameter in ("kind", "ordering", "page", "format", "published_after", "search"):
        problem = get(client, f"committees/{committee.slug}/", 400, **{parameter: "csv"})
        assert problem["code"] == "unknown_parameter"
        assert problem["allowed"] == ["fields", "expand"]


def test_where_nothing_can_be_expanded_there_is_no_such_parameter(client):
    for resource in ("columns", "organizations", "sources"):
        problem = get(client, resource, 400, expand="source")
        assert (problem["code"], "expand" in problem["allowed"]) == ("unknown_parameter", False)


@pytest.mark.parametrize("resource", [name for name in RESOURCES if name != "columns"])
def test_words_are_looked_for_by_the_name_of_search(client, resource):
    problem = get(client, resource, 400, q="激光")
    assert (problem["code"], "q" in problem["allowed"]) == ("unknown_parameter", False)
    assert "search" in problem["allowed"]
    problem = get(client, resource, 400, search="x" * 101)
    assert (problem["code"], list(problem["errors"])) == ("invalid_parameter", ["search"])
    assert problem["detail"].startswith("参数search的值“x")


def test_a_parameter_given_twice_is_refused(client):
    problem = get(client, "committees?kind=alliance&kind=community", 400)
    assert (problem["code"], list(problem["errors"])) == ("repeated_parameter", ["kind"])


@pytest.mark.parametrize("value", ["", " "])
@pytest.mark.parametrize("parameter", ["kind", "industry", "year", "search", "published_after", "ordering", "page"])
def test_a_parameter_without_a_value_is_refused(client, parameter, value):
    problem = get(client, "committees", 400, **{parameter: value})
    assert (problem["code"], list(problem["errors"])) == ("invalid_parameter", [parameter])


@pytest.mark.parametrize(
    ("path", "parameter", "value"),
    [
        ("features", "column", "no-such-column"),
        ("features", "committee", "no-such-committee"),
        ("features", "year", "last"),
        ("features", "year", "22"),
        ("committees", "kind", "club"),
        ("committees", "industry", "no-such-industry"),
        ("organizations", "place", "moon"),
        ("organizations", "role", "boss"),
        ("initiatives", "status", "maybe"),
        ("indicators", "topic", "weather"),
        ("milestones", "year", "2022-06"),
        ("indicators/known/observations", "source", "no-such-source"),
        ("indicators/known/observations", "period_from", "2022-13-01"),
        ("indicators/known/observations", "status", "final"),
    ],
)
def test_a_value_that_means_nothing_is_refused_with_parameter_and_value(client, path, parameter, value):
    make.make_indicator(slug="known")
    problem = get(client, path, 400, **{parameter: value})
    assert problem["code"] == "invalid_parameter"
    assert list(problem["errors"]) == [parameter]
    assert parameter in problem["detail"]
    assert value in problem["detail"]


def test_where_there_are_choices_they_are_listed(client):
    problem = get(client, "committees", 400, kind="club")
    assert problem["allowed"] == Committee.Kind.values
    assert all(kind in problem["detail"] for kind in Committee.Kind.values)


def test_the_slugs_that_there_are_are_listed(client):
    for slug in ("lasers", "robots"):
        make.make_industry(slug=slug)
    make.make_committee(slug="hidden", public_from=None)
    make.make_committee(slug="shown")
    problem = get(client, "committees", 400, industry="none")
    assert problem["allowed"] == ["lasers", "robots"]
    assert "可以是：lasers、robots。" in problem["detail"]
    assert get(client, "features", 400, committee="none")["allowed"] == ["shown"]


def test_of_very_many_slugs_some_are_listed(client):
    for number in range(55):
        make.make_industry(slug=f"industry-{number}")
    problem = get(client, "committees", 400, industry="none")
    assert len(problem["allowed"]) == 50
    assert problem["detail"].endswith("等。")


@pytest.mark.parametrize("value", ["2022.0", "2_022", "+2022", " 2022 ", "２０２２", "02022", "22"])
def test_a_year_has_four_digits_and_nothing_else(client, value):
    for path, query in (("features", {}), ("search", {"q": "激光"})):
        assert get(client, path, 400, year=value, **query)["errors"] == {"year": ["年份应为四位数字。"]}


@pytest.mark.parametrize("value", ["2022-6-1", "２０２２-06-01", " 2022-06-01", "2022/06/01", "20220601"])
@pytest.mark.parametrize(("path", "name"), [("indicators", "as_of"), ("observations", "period_from")])
def test_a_day_has_all_its_zeros(client, path, name, value):
    assert get(client, path, 400, **{name: value})["errors"] == {name: ["日期应写成2022-06-01这样。"]}


@pytest.mark.parametrize("resource", RESOURCES)
def test_an_unknown_ordering_is_refused_and_the_known_ones_are_listed(client, resource):
    problem = get(client, resource, 400, ordering="-public_from")
    assert problem["code"] == "unknown_ordering"
    assert problem["allowed"]
    for name in problem["allowed"]:
        get(client, resource, ordering=name)


@pytest.mark.parametrize(
    ("ordering", "said"),
    [
        ("", "不能为空"),
        (",", "不能为空"),
        ("name,", "不能为空"),
        ("-", "不能为空"),
        ("name,name", "“name”只能写一次"),
        ("name,founded,-name", "“name”只能写一次"),
    ],
)
def test_an_ordering_that_names_nothing_or_one_thing_twice_is_refused(client, ordering, said):
    problem = get(client, "committees", 400, ordering=ordering)
    assert (problem["code"], list(problem["errors"])) == ("invalid_parameter", ["ordering"])
    assert said in problem["detail"]


def test_rows_that_are_equal_keep_one_order_on_every_page(client):
    make.make_milestone()
    with CaptureQueriesContext(connection) as queries:
        get(client, "milestones", ordering="-date")
    assert '"chains_milestone"."id" ASC' in queries[-1]["sql"].partition("ORDER BY")[2]


@pytest.mark.parametrize("value", ["0", "-1", "201", "many", "", "1.5", "9" * 30])
def test_a_page_size_out_of_bounds_is_refused(client, value):
    problem = get(client, "committees", 400, page_size=value)
    assert (problem["code"], list(problem["errors"])) == ("invalid_parameter", ["page_size"])


@pytest.mark.parametrize("value", ["0", "-1", "last", "", "9" * 30])
def test_a_page_that_is_no_number_is_refused(client, value):
    problem = get(client, "committees", 400, page=value)
    assert (problem["code"], list(problem["errors"])) == ("invalid_parameter", ["page"])


def test_a_page_past_the_end_is_not_found(client):
    problem = get(client, "committees", 404, page=2)
    assert problem["code"] == "page_not_found"
    assert "第2页" in problem["detail"]


def test_an_empty_list_has_a_first_page(client):
    assert get(client, "committees") == {"count": 0, "next": None, "previous": None, "results": []}


def test_lists_are_paged_and_say_where_the_next_page_is(client):
    names = [make.make_organization(f"单位{letter}").name for letter in "甲乙丙"]
    first = get(client, "organizations", page_size=2, ordering="-name")
    second = client.get(first["next"]).json()
    assert (first["count"], first["previous"], second["next"]) == (3, None, None)
    assert client.get(second["previous"]).json() == first
    assert sorted(row["name"] for row in first["results"] + second["results"]) == sorted(names)


def test_a_page_has_twenty_rows_unless_asked_and_at_most_two_hundred(client):
    for _ in range(21):
        make.make_organization()
    assert len(get(client, "organizations")["results"]) == 20
    assert len(get(client, "organizations", page_size=200)["results"]) == 21


@pytest.mark.parametrize("resource", RESOURCES)
def test_an_unknown_record_is_not_found_and_a_sentence_says_so(client, resource):
    key = "4321" if resource == "features" else "no-such-slug"
    problem = get(client, f"{resource}/{key}/", 404)
    assert problem["code"] == "not_found"
    assert key in problem["detail"]


@pytest.mark.parametrize("key", ["9" * 30, "0"])
def test_a_number_that_no_story_can_have_is_not_found(client, key):
    assert get(client, f"features/{key}/", 404)["code"] == "not_found"


def test_the_values_of_an_unknown_indicator_are_not_found(client):
    assert get(client, "indicators/no-such-slug/observations", 404)["code"] == "not_found"


@pytest.mark.parametrize(
    "path", ["nothing", "nothing/", "features/abc/", "committees/a%00b/", "committees/a/b/", "search/a"]
)
def test_an_unknown_address_is_a_problem_in_json(client, path):
    problem = get(client, path, 404)
    assert problem["code"] == "unknown_address"
    assert client.post(f"/api/v1/{path}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize(
    "path", ["", *RESOURCES, "committees/known/", "indicators/known/observations", "schema/", "docs/"]
)
def test_the_api_is_read_only(client, method, path):
    make.make_committee(slug="known")
    response = client.generic(method.upper(), f"/api/v1/{path}", "{}", content_type="application/json")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "method_not_allowed"


@pytest.mark.parametrize("path", ["features", "committees", "schema/", "docs/"])
def test_a_format_that_is_not_there_is_refused_in_json(client, path):
    response = client.get(f"/api/v1/{path}", headers={"accept": "image/png"})
    assert (response.status_code, response["Content-Type"]) == (406, "application/problem+json")
    assert response.json()["code"] == "not_acceptable"


def test_problems_have_the_members_of_rfc_9457_in_chinese(client):
    response = client.get("/api/v1/committees?colour=red")
    problem = response.json()
    assert (problem["type"], problem["title"], problem["status"]) == ("about:blank", "请求有误", 400)
    assert "没有参数“colour”" in response.content.decode()


def test_a_fault_of_ours_is_a_problem_too_and_is_logged(client, monkeypatch, caplog):
    def fail(queryset):
        raise RuntimeError("broken inside")

    monkeypatch.setattr("chains.models.committees.CommitteeQuerySet.public", fail)
    client.raise_request_exception = False
    problem = get(client, "committees", 500)
    assert problem["code"] == "server_error"
    assert "broken" not in str(problem)
    assert "broken inside" in caplog.text


def test_a_fault_of_ours_reaches_whoever_watches_for_exceptions(client, monkeypatch):
    monkeypatch.setattr("chains.models.committees.CommitteeQuerySet.public", lambda queryset: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        client.get("/api/v1/committees")


@pytest.mark.parametrize("path", ["", *RESOURCES, "committees/known/", "nothing", "schema/", "docs/", "features?x=1"])
def test_no_answer_sets_a_cookie(editor_client, client, path):
    make.make_committee(slug="known")
    for reader in (client, editor_client):
        assert not reader.get(f"/api/v1/{path}").headers.get("Set-Cookie")


@pytest.mark.parametrize("path", ["", *RESOURCES, "committees/known/", "schema/", "docs/"])
def test_head_gives_the_headers_of_get(path):
    make.make_committee(slug="known")
    answer, head = Client().get(f"/api/v1/{path}"), Client().head(f"/api/v1/{path}")
    assert (head.status_code, head["Content-Type"]) == (200, answer["Content-Type"])
    assert head.content == b""


@pytest.mark.parametrize("path", [*RESOURCES, "committees/known", "schema", "docs"])
def test_the_slash_at_the_end_may_be_left_out(client, path):
    make.make_committee(slug="known")
    with_slash, without = client.get(f"/api/v1/{path}/"), client.get(f"/api/v1/{path}")
    assert with_slash.status_code == without.status_code == 200


@pytest.mark.parametrize("accepted", ["text/html", "image/png", "application/json"])
def test_an_unknown_address_is_unknown_in_every_format(client, accepted):
    assert client.get("/api/v1/nothing", headers={"accept": accepted}).json()["code"] == "unknown_address"


def test_a_request_to_another_host_is_a_problem_too(client):
    answer = client.get("/api/v1/columns", headers={"host": "evil.example"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert (answer.json()["code"], answer["Access-Control-Allow-Origin"]) == ("bad_request", "*")
    assert client.get("/about/", headers={"host": "evil.example"})["Content-Type"].startswith("text/html")


def test_a_fault_outside_of_any_view_is_a_problem_too(client, monkeypatch):
    monkeypatch.setattr("portal.editions.middleware.PublishDueMiddleware.process_view", lambda *args: 1 / 0)
    client.raise_request_exception = False
    assert get(client, "columns", 500)["code"] == "server_error"
    assert client.get("/about/")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    "kind", ["a/b; charset=latin-1", "text/plain;charset=utf-7", "x/y; charset=hex", "nonsense", ""]
)
def test_an_address_is_read_alike_whatever_the_charset_of_a_request(monkeypatch, kind):
    monkeypatch.setattr(wsgi, "handler", lambda environ, start_response: ClientHandler()(environ))
    make.make_committee("激光党委", slug="laser")
    write_all()
    environ = RequestFactory().get("/api/v1/committees?search=%E6%BF%80%E5%85%89&fields=slug").environ
    answer = wsgi.application(environ | {"CONTENT_TYPE": kind}, None)
    assert (answer.status_code, json.loads(answer.content)["results"]) == (200, [{"slug": "laser"}])


def test_the_root_lists_addresses_that_answer(client):
    addresses = get(client, "")
    assert set(addresses) == {*RESOURCES, *TABLES, "search", "schema", "docs"}
    addresses["search"] += "?q=激光"
    assert all(client.get(address).status_code == 200 for address in addresses.values())
