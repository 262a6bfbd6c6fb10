"""Columns and stories in the API."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from tests import factories as make
from tests.apis import get, results, slugs
from tests.search.entries import write_all

pytestmark = pytest.mark.django_db
SITE = "http://testserver"


@pytest.fixture
def story():
    source = make.make_source("报道", slug="report", published="2022-06")
    return make.make_feature(
        "标题",
        slug="biaoti",
        kicker="引题",
        subtitle="副题",
        summary="摘要。",
        column=make.make_column("栏目", slug="column"),
        origin="compiled",
        source=source,
        byline="本网编辑",
        cover=make.make_photo(alt="楼", caption="园区", is_illustration=True),
        committees=[make.make_committee("党委", slug="laser")],
        initiatives=[make.make_initiative("举措", slug="fast")],
        public_from=datetime.datetime(2022, 6, 1, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai")),
    )


def test_a_story_is_given_with_all_that_a_list_says_of_it(client, story):
    make.make_credit(story, role="编辑", name="乙", position=2)
    make.make_credit(story, role="记者", name="甲", position=1)
    row = get(client, "features")["results"][0]
    cover = row.pop("cover")
    assert cover.pop("url").startswith(f"{SITE}/media/photos/")
    assert cover == {
        "width": 8,
        "height": 6,
        "alt": "楼",
        "caption": "示意图：园区",
        "credit": "摄影员",
        "is_illustration": True,
    }
    assert row == {
        "id": story.pk,
        "slug": "biaoti",
        "kicker": "引题",
        "title": "标题",
        "subtitle": "副题",
        "summary": "摘要。",
        "column": {"slug": "column", "name": "栏目", "url": f"{SITE}/news/column/column/"},
        "origin": "compiled",
        "origin_label": "据来源整理",
        "source": {
            "slug": "report",
            "title": "报道",
            "citation": "《报道》（齐鲁壹点，2022年6月）",
            "url": f"{SITE}/sources/report/",
        },
        "source_wording": "据《报道》（齐鲁壹点，2022年6月）整理",
        "byline": "本网编辑",
        "credits": [{"role": "记者", "name": "甲"}, {"role": "编辑", "name": "乙"}],
        "committees": [{"slug": "laser", "name": "党委", "url": f"{SITE}/chains/laser/"}],
        "initiatives": [{"slug": "fast", "name": "举措", "url": f"{SITE}/services/fast/"}],
        "published_at": "2022-06-01T08:30:00+08:00",
        "updated_at": "2022-06-01T08:30:00+08:00",
        "url": f"{SITE}/news/{story.pk}-biaoti/",
    }


def test_one_story_is_given_with_its_body_as_blocks_in_their_order(client, story):
    observation = make.make_observation(make.make_indicator("产值", slug="output"), period="2021", value=1500)
    make.make_quote(story, "一句话。", attribution="某人")
    make.make_text(story, "<p>文字。</p>")
    make.make_figure_block(story, observation)
    make.make_attachment_block(story, make.make_attachment("文件"), note="说明")
    make.make_photo_block(story, caption="图")
    row, answer = get(client, "features")["results"][0], get(client, f"features/{story.pk}/")
    assert row.items() <= answer.items()
    quote, text, figure, attachment, photo = answer["body"]
    assert quote == {"type": "quote", "text": "一句话。", "attribution": "某人"}
    assert text == {"type": "text", "html": "<p>文字。</p>"}
    assert (figure["type"], figure["label"], figure["indicator"]["slug"]) == ("figure", "产值", "output")
    assert [figure[name] for name in ("period", "period_label", "value", "unit", "wording")] == [
        "2021", "2021年", "1500", "亿元", "1500亿元",
    ]  # fmt: skip
    assert (attachment["type"], attachment["title"], attachment["extension"]) == ("attachment", "文件", "PDF")
    assert attachment["url"].startswith(f"{SITE}/media/attachments/")
    assert attachment["note"] == "说明"
    assert (photo["type"], photo["caption"]) == ("photo", "图")
    assert photo["photo"]["url"].startswith(f"{SITE}/media/photos/")


def test_a_quoted_figure_does_not_move_with_the_indicator(client, story):
    observation = make.make_observation(period="2021", value=1500)
    make.make_figure_block(story, observation)
    make.make_correction(observation, value=1600)
    assert [block["value"] for block in get(client, f"features/{story.pk}/")["body"]] == ["1500"]


def test_stories_come_newest_first_unless_asked(client):
    day = datetime.datetime(2022, 6, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    older, newer = (make.make_feature(public_from=day + datetime.timedelta(days=days)).pk for days in (0, 1))
    assert [row["id"] for row in results(client, "features")] == [newer, older]
    assert [row["id"] for row in results(client, "features", ordering="published_at")] == [older, newer]


def test_stories_are_found_by_column_subject_year_and_words(client, story):
    make.make_feature()
    write_all()
    for query in (
        {"column": "column"},
        {"committee": "laser"},
        {"initiative": "fast"},
        {"year": 2022},
        {"search": "副题"},
    ):
        assert [row["id"] for row in results(client, "features", **query)] == [story.pk]


def test_a_story_is_found_once_however_often_the_words_stand_in_it(client, story):
    for _ in range(3):
        make.make_text(story, "<p>激光</p>")
    write_all()
    assert [row["id"] for row in results(client, "features", search="激光")] == [story.pk]


def test_a_year_is_a_year_in_beijing(client):
    first_minute = datetime.datetime(2022, 1, 1, 0, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    story = make.make_feature(public_from=first_minute)
    assert [row["id"] for row in results(client, "features", year=2022)] == [story.pk]
    assert results(client, "features", year=2021) == []


def test_columns_are_those_with_a_public_story(client, story):
    make.make_column("空栏目", slug="empty")
    make.make_feature(column=make.make_column("未公开", slug="hidden"), public_from=None)
    assert slugs(client, "columns") == ["column"]
    answer = get(client, "columns/column/")
    assert (answer["name"], answer["cycle"], answer["cycle_label"]) == ("栏目", "biweekly", "两周")
    assert answer["url"] == f"{SITE}/news/column/column/"
