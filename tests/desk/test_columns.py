"""Columns by freshness: green, amber before their cycle is over, red after."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.models import Column
from news.models.freshness import Freshness, Level
from tests import factories as make

pytestmark = pytest.mark.django_db


def days_ago(days):
    return timezone.now() - timedelta(days=days, minutes=1)


@pytest.mark.parametrize(
    ("cycle", "days", "level", "wording"),
    [
        ("biweekly", 0, Level.GREEN, "还有13天"),
        ("biweekly", 10, Level.GREEN, "还有3天"),
        ("biweekly", 11, Level.AMBER, "还有2天"),
        ("biweekly", 13, Level.AMBER, "今天到期"),
        ("biweekly", 14, Level.RED, "已超过1天"),
        ("monthly", 22, Level.GREEN, "还有7天"),
        ("monthly", 23, Level.AMBER, "还有6天"),
        ("monthly", 31, Level.RED, "已超过2天"),
        ("half_yearly", 134, Level.GREEN, "还有45天"),
        ("half_yearly", 136, Level.AMBER, "还有43天"),
        ("half_yearly", 190, Level.RED, "已超过11天"),
    ],
)
def test_a_column_is_as_fresh_as_its_newest_story_and_its_cycle_say(cycle, days, level, wording):
    column = make.make_column(cycle=cycle)
    for age in (days + 100, days):
        make.make_feature(column=column, public_from=days_ago(age))
    freshness = Column.objects.with_freshness().get(pk=column.pk).freshness
    assert (freshness.level, freshness.wording) == (level, wording)


def test_only_what_visitors_can_read_counts():
    column = make.make_column()
    make.make_feature(column=column, public_from=None)
    make.make_feature(column=column, public_from=timezone.now() + timedelta(days=1))
    make.make_feature(column=column, public_from=days_ago(2), public_until=days_ago(1))
    freshness = Column.objects.with_freshness().get(pk=column.pk).freshness
    assert (freshness.level, freshness.wording, freshness.newest) == (Level.RED, "还没有内容", None)


def test_the_stalest_come_first():
    never, overdue, late, due, fresh = None, days_ago(40), days_ago(15), days_ago(13), days_ago(1)
    found = sorted((Freshness(moment, 14) for moment in (fresh, due, late, overdue, never)), key=Freshness.order.fget)
    assert [freshness.newest for freshness in found] == [never, overdue, late, due, fresh]


def test_the_desk_shows_colour_word_and_date_and_the_home_page_among_them(person):
    make.make_feature(column=make.make_column("旧栏目"), public_from=days_ago(20))
    make.make_feature(column=make.make_column("新栏目"), public_from=days_ago(1))
    make.make_column("空栏目")
    response = person("编辑").client.get("/admin/")
    columns = response.context["desk"]["columns"]
    assert [(row["name"], row["freshness"].level) for row in columns] == [
        ("空栏目", "red"),
        ("旧栏目", "red"),
        ("首页", "green"),
        ("新栏目", "green"),
    ]
    assert '<span class="desk-level desk-red">已超期</span>' in response.text
    assert f"最近{timezone.localtime(days_ago(20)):%Y-%m-%d}，已超过7天（周期两周）" in response.text


def test_a_column_leads_to_its_stories(person):
    story = make.make_feature(column=make.make_column("栏目"))
    make.make_feature()
    editor = person("编辑")
    (url,) = [row["url"] for row in editor.client.get("/admin/").context["desk"]["columns"] if row["name"] == "栏目"]
    assert list(editor.client.get(url).context["cl"].result_list) == [story]
