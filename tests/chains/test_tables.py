"""Figures as tables: what the API's lists of them hold, and the files that pages offer."""

import datetime
from decimal import Decimal

import pytest

from chains.tables import OBSERVATIONS
from tests import factories as make
from tests.apis import get, read_csv, results

pytestmark = pytest.mark.django_db

DAY = datetime.date(2022, 6, 30)


@pytest.fixture
def register():
    """Three public indicators with values and targets, and two that are not public."""
    committee, initiative = make.make_committee(slug="laser"), make.make_initiative(slug="measure")
    gdp = make.make_indicator("地区生产总值", slug="gdp", position=1, topic="economy")
    firms = make.make_indicator("配套企业", slug="firms", unit="家", position=2, topic="chains", committee=committee)
    days = make.make_indicator("审批用时", slug="days", unit="天", position=3, topic="services", initiative=initiative)
    for indicator in (gdp, firms, days):
        old = make.make_observation(indicator, period="2021", value=Decimal("12.50"), known_from=DAY)
        make.make_correction(old, known_from=DAY, note='两行\n备注，"引号"', reason="误")
        make.make_observation(indicator, period="2022-Q1", qualifier="over", status="preliminary")
        make.make_target(indicator, period="2022-Q1", value=25)
    make.make_target(days, kind="limit", value=31)
    for hidden in ({"public_from": None}, {"committee": make.make_committee(public_from=None)}):
        indicator = make.make_indicator(**hidden)
        make.make_observation(indicator)
        make.make_target(indicator)
    return gdp


FILTERS = [
    ("observations", {"status": "preliminary"}),
    ("observations", {"as_of": "2022-06-30"}),
    ("observations", {"period_from": "2022-01-01"}),
    ("observations", {"period_to": "2021-12-31"}),
    ("observations", {"committee": "laser"}),
    ("observations", {"initiative": "measure"}),
    ("observations", {"topic": "economy"}),
    ("observations", {"indicator": "gdp", "ordering": "value"}),
    ("targets", {"kind": "limit"}),
    ("targets", {"topic": "services"}),
    ("targets", {"committee": "laser"}),
    ("targets", {"as_of": "2022-06-30"}),
    ("indicators", {"topic": "chains"}),
    ("indicators", {"as_of": "2022-06-29"}),
]


@pytest.mark.parametrize(("path", "query"), [(path, query) for path, query in FILTERS if "as_of" not in query])
def test_a_filter_leaves_something_out(client, register, path, query):
    assert 0 < len(results(client, path, **query)) < len(results(client, path))


def test_observations_of_all_indicators_are_given_with_their_indicator_and_nothing_hidden(client, register):
    rows = results(client, "observations")
    assert [row["indicator"]["slug"] for row in rows] == ["gdp"] * 3 + ["firms"] * 3 + ["days"] * 3
    assert {row["indicator"]["slug"] for row in results(client, "targets")} == {"gdp", "firms", "days"}


def test_as_of_a_day_the_correction_of_a_later_day_is_unknown(client):
    old = make.make_observation(make.make_indicator(slug="gdp"), period="2021", known_from=DAY, value=100)
    new = make.make_correction(old, known_from=DAY + datetime.timedelta(1), value=101)
    for path in ("observations", "indicators/gdp/observations"):
        (then,) = results(client, path, as_of=str(DAY))
        assert (then["id"], then["is_current"], then["value"]) == (str(old.pk), True, "100")
        assert {row["id"]: row["is_current"] for row in results(client, path)} == {
            str(old.pk): False,
            str(new.pk): True,
        }
    assert get(client, "indicators/gdp/", as_of=str(DAY))["latest"]["value"] == "100"
    assert [row["value"] for row in get(client, "indicators/gdp/", as_of=str(DAY))["observations"]] == ["100"]
    assert get(client, "indicators", as_of=str(DAY))["results"][0]["latest"]["value"] == "100"
    assert get(client, "indicators/gdp/")["latest"]["value"] == "101"


def test_targets_are_given_with_their_progress(client, register):
    (limit,) = results(client, "targets", kind="limit")
    assert limit["progress"]["sentence"].startswith("法定时限31天，实际")


@pytest.mark.parametrize(
    ("query", "code", "said"),
    [
        ({"as_of": "2022-06-31"}, "invalid_parameter", "日期应写成2022-06-01这样。"),
        ({"as_of": "2099-01-01"}, "invalid_parameter", "还没有到这一天。"),
        ({"period_from": "2022"}, "invalid_parameter", "日期应写成2022-06-01这样。"),
        ({"topic": "weather"}, "invalid_parameter", "没有“weather”这一项。"),
        ({"indicator": "nothing"}, "invalid_parameter", "没有“nothing”这一项。"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(client, query, code, said):
    problem = get(client, "observations", 400, **query)
    assert problem["code"] == code
    assert said in problem["detail"]


def test_one_indicator_refuses_a_bad_day_too(client, register):
    assert "还没有到这一天。" in get(client, "indicators/gdp/", 400, as_of="2099-01-01")["detail"]


def test_a_hidden_indicator_cannot_be_asked_for(client, register):
    hidden = make.make_indicator(public_from=None, slug="hidden")
    make.make_observation(hidden)
    assert get(client, "observations", 400, indicator="hidden")["code"] == "invalid_parameter"


# Files for people


def test_the_file_of_an_indicator_holds_all_its_values_for_spreadsheets(client, register):
    response = client.get("/indicators/gdp/data.csv")
    assert response["Content-Disposition"] == 'attachment; filename="gdp.csv"'
    rows = read_csv(response, bom=True)
    assert [(row["period"], row["value"], row["is_current"]) for row in rows] == [
        ("2022-Q1", "12.5", "true"),
        ("2021", "13.5", "true"),
        ("2021", "12.5", "false"),
    ]
    assert rows[1]["note"] == '两行\n备注，"引号"'
    assert [row["wording"] for row in rows] == ["突破12.5亿元", "13.5亿元", "12.5亿元"]


@pytest.mark.parametrize(
    ("note", "cell"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("-甲", "'-甲"), ("/见第二节", "/见第二节")]
)
def test_text_stays_text_in_spreadsheets(client, note, cell):
    make.make_observation(make.make_indicator(slug="gdp"), note=note, value=Decimal("-3.5"))
    (row,) = read_csv(client.get("/indicators/gdp/data.csv"), bom=True)
    assert (row["note"], row["value"]) == (cell, "-3.5")


def test_one_file_holds_the_whole_register_and_nothing_hidden(client, register):
    everything = read_csv(client.get("/indicators/data.csv"), bom=True)
    assert [row["indicator"] for row in everything] == ["gdp"] * 3 + ["firms"] * 3 + ["days"] * 3
    then = read_csv(client.get("/indicators/data.csv", {"as_of": "2022-06-29"}), bom=True)
    assert {row["known_from"] for row in then} == set()


def test_the_file_names_the_committee_that_a_number_is_about(client):
    committee = make.make_committee(slug="laser")
    make.make_observation(make.make_indicator(slug="firms", committee=committee))
    assert read_csv(client.get("/indicators/data.csv"), bom=True)[0]["committee"] == "laser"


def test_the_dictionary_explains_every_column_of_the_files(client, register):
    rows = read_csv(client.get("/indicators/dictionary.csv"), bom=True)
    assert all(row["title"] and row["about"] for row in rows)
    (head, *_) = read_csv(client.get("/indicators/data.csv"), bom=True)
    assert [row["column"] for row in rows] == list(head)


def test_the_dashboard_explains_the_columns_of_its_file(client, register):
    page = client.get("/indicators/").content.decode()
    for column in OBSERVATIONS:
        assert f"<code>{column.name}</code>" in page
