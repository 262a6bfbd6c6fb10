"""What editors are told of links before they submit."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Feature
from portal.editions import snapshots
from portal.editions.findings import find
from portal.links.findings import check
from tests import factories as make
from tests.links.texts import anchor, draft

pytestmark = pytest.mark.django_db


def told(story):
    """Give ``[(place, sentence, context)]`` of what is found in the story as the tables have it."""
    findings = check(Feature, snapshots.take(story), story)
    assert not any(finding.blocks for finding in findings)
    return [(finding.place, finding.sentence, finding.context) for finding in findings]


def test_dead_ends_are_told_with_their_place_and_a_reason():
    hidden = make.make_feature(public_from=None)
    story = draft("/news/", f"/news/{hidden.pk}/", "https://www.example.org/", "www.example.org")
    assert told(story) == [
        (
            "第2块文字",
            "链接打不开：链接的内容还没有公开，或已撤下、已到期。",
            f"链接 <mark>/news/{hidden.pk}/</mark>",
        ),
        ("第4块文字", "链接打不开：网址没有写完整，前面要有https://。", "链接 <mark>www.example.org</mark>"),
    ]


def test_a_link_to_the_page_that_is_to_be_is_let_be():
    story = draft()
    make.make_text(story, anchor(f"/news/{story.pk}-whatever/"))
    assert told(story) == []


def test_what_was_typed_is_shown_as_text():
    story = draft()
    make.make_text(story, anchor("/no/&quot;&gt;&lt;script&gt;", "&lt;b&gt;"))
    [(_, _, context)] = told(story)
    assert "<script>" not in context
    assert "<b>" not in context


def test_a_record_that_was_never_saved_is_checked_as_well():
    snapshot = {"fields": {}, "parts": {"news_text_set": {"1": {"text": anchor("/no/"), "ordering": 10}}}}
    assert [finding.place for finding in check(Feature, snapshot, Feature())] == ["第1块文字"]


def test_the_setting_names_the_check(settings):
    settings.EDITIONS = settings.EDITIONS | {"CHECKS": ["portal.links.findings.check"]}
    story = draft("/no/")
    assert [finding.rule for finding in find(Feature, snapshots.take(story), story)] == ["link:/no/"]


def test_an_address_that_stands_twice_is_looked_up_once():
    counts = []
    for times in (1, 5):
        story = draft(*["/no/"] * times)
        snapshot = snapshots.take(story)
        with CaptureQueriesContext(connection) as queries:
            assert len(check(Feature, snapshot, story)) == times
        counts.append(len(queries))
    assert counts[0] == counts[1]
