"""The list of stories: years, months and days to choose from, and what it offers to filter by."""

import datetime

import pytest
from django.utils import timezone

from news.models import Feature
from tests import factories as make
from tests.admin_pages import changelist

pytestmark = pytest.mark.django_db


def published(*days):
    for text in days:
        moment = datetime.datetime.fromisoformat(text)
        make.make_feature(text, public_from=timezone.make_aware(moment))


def periods(client, **asked):
    """Give what the list offers, and the titles that it shows."""
    parameters = {f"public_from__{name}": value for name, value in asked.items()}
    change_list = client.get(changelist(Feature), parameters).context["cl"]
    return [choice["title"] for choice in change_list.periods["choices"]], [
        row.title for row in change_list.result_list
    ]


@pytest.fixture
def stories():
    published("2023-12-31T23:59", "2024-01-01T00:00", "2024-02-29T12:00", "2024-12-31T23:59", "2026-05-04T08:00")
    make.make_feature("草稿", public_from=None)


def test_years_with_stories_are_offered_the_newest_first(editor_client, stories):
    choices, titles = periods(editor_client)
    assert choices == ["2026年", "2024年", "2023年"]
    assert titles[0] == "草稿"


def test_a_year_offers_its_months_and_shows_its_stories(editor_client, stories):
    choices, titles = periods(editor_client, year="2024")
    assert choices == ["2024年1月", "2024年2月", "2024年12月"]
    assert titles == ["2024-12-31T23:59", "2024-02-29T12:00", "2024-01-01T00:00"]


def test_a_month_offers_its_days(editor_client, stories):
    assert periods(editor_client, year="2024", month="2") == (["2月29日"], ["2024-02-29T12:00"])


def test_a_day_stands_alone(editor_client, stories):
    assert periods(editor_client, year="2024", month="2", day="29") == (["2月29日"], ["2024-02-29T12:00"])


def test_each_period_leads_into_its_parts_and_back(editor_client, stories):
    text = editor_client.get(changelist(Feature), {"public_from__year": "2024", "origin__exact": "original"}).text
    assert 'href="?origin__exact=original&amp;public_from__month=2&amp;public_from__year=2024"' in text
    assert 'href="?origin__exact=original" class="date-back">&lsaquo; 全部日期' in text


@pytest.mark.parametrize("asked", [{"year": "x"}, {"year": "0"}, {"year": "99999"}, {"year": "2024", "month": "13"}])
def test_a_period_that_there_is_not_is_no_fault_of_the_list(editor_client, stories, asked):
    parameters = {f"public_from__{name}": value for name, value in asked.items()}
    assert editor_client.get(changelist(Feature), parameters, follow=True).status_code == 200


def test_a_list_without_a_story_offers_nothing(editor_client):
    assert periods(editor_client) == (["全部日期"], [])


def test_only_committees_with_stories_are_offered(editor_client):
    committee, _ = make.make_committee("有新闻的"), make.make_committee("没新闻的")
    make.make_feature(committees=[committee, make.make_committee("也有的")])
    make.make_feature(committees=[committee])
    text = editor_client.get(changelist(Feature)).text
    assert text.count("有新闻的</a>") == 1
    assert "没新闻的" not in text
    shown = editor_client.get(changelist(Feature), {"committees__id__exact": committee.pk}).context["cl"]
    assert shown.result_count == 2
