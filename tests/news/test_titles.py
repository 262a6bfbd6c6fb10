"""What is found in a title before it is submitted."""

import pytest

from chains.models import Committee
from news.models import Feature
from news.titles import check
from portal.editions.snapshots import take
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_story_with_the_title_of_another_is_warned_of_and_not_stopped():
    other, story = make.make_feature("链上党建"), make.make_feature("“链上”党建", public_from=None)
    (finding,) = check(Feature, take(story), story)
    assert (finding.rule, finding.place, finding.blocks) == ("same-title", "标题", False)
    assert finding.sentence.startswith(f"已有同名的新闻“链上党建”（编号{other.pk}）")
    assert finding.context == "<mark>“链上”党建</mark>"


def test_the_title_of_the_snapshot_counts_and_not_that_of_the_tables():
    make.make_committee("光电产业链党委")
    committee = make.make_committee("激光产业链党委")
    snapshot = take(committee)
    assert check(Committee, snapshot, committee) == []
    snapshot["fields"]["name"] = "光电产业链党委"
    assert [finding.place for finding in check(Committee, snapshot, committee)] == ["名称"]


def test_a_check_costs_one_query(django_assert_num_queries):
    story = make.make_feature()
    snapshot = take(story)
    with django_assert_num_queries(1):
        check(Feature, snapshot, story)
