"""``published_after``, ``published_before``, ``updated_after``: by when something was published or changed."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from tests import factories as make
from tests.apis import RESOURCES, TABLES, get, results

pytestmark = pytest.mark.django_db

BEIJING = ZoneInfo("Asia/Shanghai")
PUBLISHED = {
    "features": make.make_feature,
    "committees": make.make_committee,
    "initiatives": make.make_initiative,
    "indicators": make.make_indicator,
    "milestones": make.make_milestone,
}
DATES = ("published_after", "published_before", "updated_after")
every_resource = pytest.mark.parametrize("resource", PUBLISHED)


def at(*moment):
    return datetime.datetime(*moment, tzinfo=BEIJING)


def found(client, resource, **query):
    return {row["slug"] for row in results(client, resource, **query)}


@every_resource
def test_rows_say_when_they_were_published_and_changed_last(client, resource):
    PUBLISHED[resource](slug="new", public_from=at(2026, 11, 1, 8))
    PUBLISHED[resource](slug="changed", public_from=at(2026, 11, 1), updated_at=at(2026, 11, 2, 9, 30))
    rows = {row["slug"]: (row["published_at"], row["updated_at"]) for row in results(client, resource)}
    assert rows == {
        "new": ("2026-11-01T08:00:00+08:00", "2026-11-01T08:00:00+08:00"),
        "changed": ("2026-11-01T00:00:00+08:00", "2026-11-02T09:30:00+08:00"),
    }


@every_resource
def test_intervals_that_follow_each_other_hold_each_row_once(client, resource):
    days = {f"day-{day}": at(2026, 11, day) for day in (1, 2, 3)}
    for slug, moment in days.items():
        PUBLISHED[resource](slug=slug, public_from=moment)
    assert found(client, resource, published_before="2026-11-02") == {"day-1"}
    assert found(client, resource, published_after="2026-11-02", published_before="2026-11-03") == {"day-2"}
    assert found(client, resource, published_after="2026-11-03") == {"day-3"}


@every_resource
def test_what_was_changed_or_published_since_is_found(client, resource):
    PUBLISHED[resource](slug="old", public_from=at(2026, 10, 1), updated_at=at(2026, 10, 31, 23, 59))
    PUBLISHED[resource](slug="changed", public_from=at(2026, 10, 1), updated_at=at(2026, 11, 1))
    PUBLISHED[resource](slug="new", public_from=at(2026, 11, 1))
    assert found(client, resource, updated_after="2026-11-01") == {"changed", "new"}


@every_resource
def test_lists_are_ordered_by_both_moments(client, resource):
    PUBLISHED[resource](slug="a", public_from=at(2026, 10, 1), updated_at=at(2026, 10, 5))
    PUBLISHED[resource](slug="b", public_from=at(2026, 10, 2), updated_at=at(2026, 10, 3))
    PUBLISHED[resource](slug="c", public_from=at(2026, 10, 4))

    def order(by):
        return "".join(row["slug"] for row in results(client, resource, ordering=by))

    assert (order("published_at"), order("-published_at")) == ("abc", "cba")
    assert (order("updated_at"), order("-updated_at")) == ("bca", "acb")


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-01",
        "2026-11-01T00:00:00",
        "2026-11-01T00:00:00+08:00",
        "2026-10-31T16:00:00Z",
        "2026-10-31T16:00:00.000000Z",
        "2026-10-31T11:00:00-05:00",
    ],
)
def test_a_moment_may_be_written_as_day_or_time_with_any_offset_or_in_beijing(client, text):
    make.make_feature(slug="before", public_from=at(2026, 10, 31, 23, 59, 59))
    make.make_feature(slug="then", public_from=at(2026, 11, 1))
    assert found(client, "features", published_after=text) == {"then"}
    assert found(client, "features", published_before=text) == {"before"}


def test_a_plus_sign_may_go_without_its_escape(client):
    make.make_feature(slug="then", public_from=at(2026, 11, 1))
    answer = client.get("/api/v1/features?published_after=2026-11-01T00:00:00+08:00").json()
    assert answer["count"] == 1
    assert client.get("/api/v1/features?published_before=2026-11-01T00:00:00+08:00").json()["count"] == 0


@pytest.mark.parametrize("text", ["0001-01-01", "0001-01-01T00:00:00+23:59", "0001-01-01T00:00:00Z"])
def test_the_earliest_moment_is_before_everything(client, text):
    make.make_feature()
    for parameter, count in (("published_after", 1), ("updated_after", 1), ("published_before", 0)):
        assert get(client, "features", **{parameter: text})["count"] == count


@pytest.mark.parametrize("text", ["9999-12-31", "9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59.999999Z"])
def test_the_latest_moment_is_after_everything(client, text):
    make.make_feature()
    for parameter, count in (("published_after", 0), ("updated_after", 0), ("published_before", 1)):
        assert get(client, "features", **{parameter: text})["count"] == count


@pytest.mark.parametrize("parameter", DATES)
@pytest.mark.parametrize(
    "text",
    [
        "2026", "2026-11", "2026-11-1", "2026-1-01", "20261101", "2026-W44-7", "2026-305", "2026/11/01",
        "2026-02-30", "2026-13-01", "0000-01-01", "10000-01-01", "-2026-11-01", " 2026-11-01", "2026-11-01 ",
        "2026-11-01\n", "2026-11-01T", "2026-11-01T08", "2026-11-01T08:00", "2026-11-01T8:00:00",
        "2026-11-01T24:00:01", "2026-11-01T08:60:00", "2026-11-01T08:00:60", "2026-11-01 08:00:00",
        "2026-11-01T08:00:00+8", "2026-11-01T08:00:00+0800", "2026-11-01T08:00:00+24:00", "2026-11-01T08:00:00 ",
        "2026-11-01+08:00", "2026-11-01Z", "2026-11-01T08:00:00z", "２０２６-11-01", "today", "\x00", "1" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_moment_is_refused_with_an_example_of_one(client, parameter, text):
    problem = get(client, "features", 400, **{parameter: text})
    assert (problem["code"], list(problem["errors"])) == ("invalid_parameter", [parameter])
    (sentence,) = problem["errors"][parameter]
    assert "2026-11-01（北京时间零点）" in sentence
    assert "2026-11-01T08:00:00+08:00" in sentence


@pytest.mark.parametrize("resource", sorted({*RESOURCES, *TABLES} - set(PUBLISHED)))
def test_what_is_not_published_has_no_such_dates(client, resource):
    for parameter in DATES:
        assert get(client, resource, 400, **{parameter: "2026-11-01"})["code"] == "unknown_parameter"


def test_pages_do_not_know_the_dates_of_programs(client):
    make.make_feature("昨天的新闻", public_from=at(2022, 6, 1))
    assert "昨天的新闻" in client.get("/news/?published_before=2000-01-01").content.decode()


def test_dates_go_together_with_filters_and_order(client):
    column = make.make_column(slug="column")
    for day in (1, 2, 3):
        make.make_feature(slug=f"day-{day}", column=column, public_from=at(2026, 11, day))
    make.make_feature(slug="elsewhere", public_from=at(2026, 11, 2))
    rows = results(client, "features", column="column", published_after="2026-11-02", ordering="published_at")
    assert [row["slug"] for row in rows] == ["day-2", "day-3"]
