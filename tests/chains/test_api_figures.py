"""Numbers in the API: every digit, and all that must be said of them."""

from decimal import Decimal

import pytest

from tests import factories as make
from tests.apis import get, results, slugs

pytestmark = pytest.mark.django_db


@pytest.fixture
def gdp():
    return make.make_indicator("地区生产总值", slug="gdp", cycle="yearly", definition="口径。")


def test_a_value_is_given_with_all_that_must_be_said_of_it(client, gdp):
    source = make.make_source("报道", slug="report", published="2022-06")
    said = {"qualifier": "over", "status": "preliminary", "source": source, "place": "引语", "note": "备注。"}
    value = make.make_observation(gdp, period="2021", value=1500, **said)
    assert get(client, "indicators/gdp/observations")["results"] == [
        {
            "id": str(value.pk),
            "period": "2021",
            "period_label": "2021年",
            "period_start": "2021-01-01",
            "period_end": "2021-12-31",
            "value": "1500",
            "unit": "亿元",
            "qualifier": "over",
            "qualifier_label": "超过（超、突破、余）",
            "of": None,
            "wording": "突破1500亿元",
            "status": "preliminary",
            "status_label": "初步",
            "source": {
                "slug": "report",
                "title": "报道",
                "citation": "《报道》（齐鲁壹点，2022年6月）",
                "url": "http://testserver/sources/report/",
            },
            "place": "引语",
            "note": "备注。",
            "known_from": "2022-06-30",
            "is_current": True,
            "replaces": None,
            "reason": "",
        }
    ]


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        ("48.1", "48.1"),
        ("1500", "1500"),
        ("12300.50", "12300.5"),
        ("0", "0"),
        ("-3.25", "-3.25"),
        ("10000000000", "10000000000"),
    ],
)
def test_a_value_is_text_in_plain_digits(client, gdp, value, digits):
    make.make_observation(gdp, value=Decimal(value))
    assert get(client, "indicators/gdp/")["latest"]["value"] == digits


@pytest.mark.parametrize(
    ("period", "code", "label", "start", "end"),
    [
        ("2022年一季度", "2022-Q1", "2022年一季度", "2022-01-01", "2022-03-31"),
        ("2022年1—5月", "2022-01/2022-05", "2022年1—5月", "2022-01-01", "2022-05-31"),
        ("截至2022年6月", "to 2022-06", "截至2022年6月", None, "2022-06-30"),
    ],
)
def test_a_period_is_given_as_code_label_and_days(client, gdp, period, code, label, start, end):
    make.make_observation(gdp, period=period)
    latest = get(client, "indicators/gdp/")["latest"]
    said = [latest[name] for name in ("period", "period_label", "period_start", "period_end")]
    assert said == [code, label, start, end]


def test_a_rank_says_among_how_many(client):
    make.make_observation(make.make_indicator(slug="rank", unit="位"), value=10, of=157)
    latest = get(client, "indicators/rank/")["latest"]
    assert (latest["of"], latest["wording"]) == (157, "第10位（共157家）")


def test_a_corrected_value_stays_and_is_marked(client, gdp):
    old = make.make_observation(gdp, period="2021", value=1500)
    new = make.make_correction(old, value=1510, status="revised", reason="核定。", known_from="2023-01-31")
    first, second = results(client, "indicators/gdp/observations")
    assert (first["id"], first["is_current"], first["replaces"], first["reason"]) == (
        str(new.pk), True, str(old.pk), "核定。",
    )  # fmt: skip
    assert (second["id"], second["is_current"], second["replaces"]) == (str(old.pk), False, None)
    answer = get(client, "indicators/gdp/")
    assert answer["latest"] == first
    assert answer["observations"] == [first, second]


def test_an_indicator_is_given_with_definition_targets_and_progress(client, gdp):
    make.make_observation(gdp, period="2022-01/2022-06", value=12)
    make.make_target(gdp, period="2022", value=20, qualifier="over", place="第四节", note="备注。")
    row, answer = get(client, "indicators")["results"][0], get(client, "indicators/gdp/")
    assert row.items() <= answer.items()
    assert (row["topic"], row["topic_label"]) == ("economy", "经济运行")
    assert (row["better"], row["better_label"]) == ("higher", "越高越好")
    assert (row["cycle"], row["cycle_label"]) == ("yearly", "每年")
    assert (row["unit"], row["decimals"], row["definition"]) == ("亿元", 2, "口径。")
    assert (row["committee"], row["initiative"]) == (None, None)
    target = row["targets"][0]
    assert (target["kind"], target["kind_label"], target["label"]) == ("goal", "年度目标", "年度目标")
    assert (target["period"], target["value"], target["qualifier"]) == ("2022", "20", "over")
    assert (target["wording"], target["place"], target["note"]) == ("突破20亿元", "第四节", "备注。")
    assert target["source"]["citation"]
    assert row["progress"] == {
        "percent": "60",
        "percent_wording": "约60%",
        "standing": "完成约60%",
        "brief": "12亿元（年度目标突破20亿元，完成约60%）",
        "sentence": "截至2022年6月，完成12亿元，约占年度目标（突破20亿元）的60%。",
    }


def test_a_limit_may_have_no_period(client):
    indicator = make.make_indicator(slug="days", unit="个工作日", better="lower")
    make.make_target(indicator, kind="limit", value=10, label="法定办理时限")
    make.make_observation(indicator, value=3)
    answer = get(client, "indicators/days/")
    target = answer["targets"][0]
    assert (target["period"], target["period_label"], target["label"]) == (None, None, "法定办理时限")
    assert answer["progress"]["percent"] == "70"


def test_an_indicator_without_values_and_targets_says_so(client, gdp):
    answer = get(client, "indicators/gdp/")
    assert (answer["latest"], answer["targets"], answer["progress"], answer["observations"]) == (None, [], None, [])


def test_where_a_percentage_means_nothing_there_is_none(client):
    indicator = make.make_indicator(slug="growth", unit="%")
    make.make_target(indicator, period="2022", value=70)
    make.make_observation(indicator, period="2022-Q1", value=60)
    progress = get(client, "indicators/growth/")["progress"]
    assert progress["percent"] is None
    assert progress["sentence"]


def test_an_indicator_names_what_it_is_about(client):
    committee, initiative = make.make_committee("党委", slug="laser"), make.make_initiative("举措", slug="fast")
    make.make_indicator(slug="of-committee", committee=committee, topic="chains")
    make.make_indicator(slug="of-initiative", initiative=initiative, topic="services")
    first, second = get(client, "indicators/of-committee/"), get(client, "indicators/of-initiative/")
    assert (first["committee"]["name"], first["initiative"]) == ("党委", None)
    assert (second["committee"], second["initiative"]["name"]) == (None, "举措")
    assert slugs(client, "indicators", committee="laser") == ["of-committee"]
    assert slugs(client, "indicators", initiative="fast") == ["of-initiative"]
    assert slugs(client, "indicators", topic="services") == ["of-initiative"]


def test_a_record_holds_the_newest_two_hundred_values_and_the_resource_all(client, gdp):
    source = make.make_source()
    for year in range(1800, 2001):
        make.make_observation(gdp, period=str(year), source=source)
    answer = get(client, "indicators/gdp/")
    assert [row["period"] for row in answer["observations"]] == [str(year) for year in range(2000, 1800, -1)]
    everything = client.get(answer["observations_url"]).json()
    assert everything["count"] == 201


def test_values_are_found_by_status_source_and_period(client, gdp):
    source = make.make_source(slug="report")
    make.make_observation(gdp, period="2019", status="verified")
    make.make_observation(gdp, period="2020", status="preliminary", source=source)
    make.make_observation(gdp, period="2021", status="preliminary")

    def periods(**query):
        return [row["period"] for row in results(client, "indicators/gdp/observations", **query)]

    assert periods() == ["2021", "2020", "2019"]
    assert periods(status="preliminary") == ["2021", "2020"]
    assert periods(source="report") == ["2020"]
    assert periods(period_from="2020-12-31") == ["2021", "2020"]
    assert periods(period_to="2020-12-31") == ["2020", "2019"]
    assert periods(ordering="period_end") == ["2019", "2020", "2021"]


def test_the_values_of_another_indicator_are_not_given(client, gdp):
    make.make_observation()
    assert get(client, "indicators/gdp/observations")["count"] == 0
