"""The body of a record: which blocks, in which order, and what they know of the record."""

import pytest

from chains.models import Committee
from news.models import Feature
from tests import factories as make

pytestmark = pytest.mark.django_db


def kinds(record):
    return [block.kind for block in record.body]


def test_blocks_stand_in_their_order_and_of_one_place_in_the_order_of_their_kinds():
    feature = make.make_feature()
    make.make_figure_block(feature, ordering=20)
    make.make_attachment_block(feature, ordering=20)
    make.make_quote(feature, ordering=20)
    make.make_text(feature, ordering=30)
    make.make_photo_block(feature, ordering=20)
    make.make_text(feature, ordering=20)
    make.make_quote(feature, ordering=-10)
    expected = ["quote", "text", "photo", "quote", "attachment", "figure", "text"]
    assert kinds(Feature.objects.get()) == expected
    (loaded,) = Feature.objects.all()
    Feature.load_bodies([loaded])
    assert kinds(loaded) == expected


def test_a_body_costs_one_query_whatever_it_holds(django_assert_num_queries):
    features = [make.make_feature() for _ in range(3)]
    for feature in features[:2]:
        for make_block in (make.make_text, make.make_quote, make.make_photo_block, make.make_attachment_block):
            make_block(feature)
        make.make_figure_block(feature)
    with django_assert_num_queries(1):
        assert len(features[0].body) == 5
    loaded = list(Feature.objects.order_by("pk"))
    with django_assert_num_queries(1):
        Feature.load_bodies(loaded)
    with django_assert_num_queries(0):
        assert [len(feature.body) for feature in loaded] == [5, 5, 0]
        assert [feature.body_words for feature in loaded] != ["", "", ""]
        Feature.load_bodies([])


def test_blocks_know_the_very_record_that_they_were_loaded_for():
    blocks = [make.make_committee_text(), make.make_committee_text()]
    committees = list(Committee.objects.filter(pk__in=[block.parent_id for block in blocks]))
    Committee.load_bodies(committees)
    assert all(block.parent is committee for committee in committees for block in committee.body)
    assert sorted(block.pk for committee in committees for block in committee.body) == sorted(b.pk for b in blocks)


def test_blocks_of_another_region_are_no_body():
    feature = make.make_feature()
    make.make_text(feature, region="aside")
    shown = make.make_text(feature)
    assert Feature.objects.get().body == [shown]


def test_a_record_of_which_little_is_loaded_has_its_whole_body():
    block = make.make_text()
    (feature,) = Feature.objects.only("title")
    assert feature.body == [block]
    assert {"slug", "summary"} <= feature.get_deferred_fields()


def test_a_record_that_is_not_saved_has_no_body_to_read():
    with pytest.raises(TypeError, match="unhashable"):
        Feature().body  # noqa: B018
