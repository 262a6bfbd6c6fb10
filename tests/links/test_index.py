"""The links of what is public are known, and right, from the moment on when something is published or withdrawn."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.db import connection, transaction
from django.db.models.signals import post_delete
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chains.models import Organization
from news.models import Feature, Text
from portal.editions import workflow
from portal.identity.models import SiteIdentity
from portal.links import index
from portal.links.models import Link
from tests import factories as make
from tests.editions.races import answer_of, is_soon, needs_postgresql, race, waiting
from tests.editions.shelves import superuser
from tests.links.texts import anchor, draft, fresh, known, publish, withdraw

pytestmark = pytest.mark.django_db

ELSEWHERE = "https://www.example.org/zone"


@pytest.fixture
def boss():
    return superuser()


# Whose links are known


def test_the_links_of_a_story_are_known_from_its_publication_to_its_withdrawal(boss):
    story = draft("/indicators/", ELSEWHERE)
    assert known() == {}
    story = publish(story, boss)
    assert known(story) == {"/indicators/": "fine", ELSEWHERE: "unchecked"}
    withdraw(story, boss)
    assert known() == {}


def test_what_is_known_of_an_address_stays_when_its_story_is_published_anew(boss):
    story = publish(draft(ELSEWHERE, "/no/"), boss)
    Link.objects.filter(address=ELSEWHERE).update(status=Link.Status.DOUBTFUL, failures=1)

    def change(row):
        row.title = "新标题"
        row.save()
        Text.objects.filter(parent=row, text__contains="/no/").update(text=anchor("/news/"))

    workflow.revise(story, boss, change)
    assert known(story) == {ELSEWHERE: "doubtful", "/no/": "dead"}
    story = publish(story, boss)
    assert known(story) == {ELSEWHERE: "doubtful", "/news/": "fine"}
    assert {link.title for link in Link.objects.of(story)} == {"新标题"}


def test_a_publication_that_fails_leaves_the_links_as_they_were(boss):
    with transaction.atomic():
        publish(draft("/no/"), boss)
        transaction.set_rollback(True)
    assert known() == {}


def test_the_links_of_what_is_deleted_are_forgotten(boss):
    story = publish(draft("/no/"), boss)
    fresh(story).delete()
    assert known() == {}


def test_a_link_says_in_which_text_it_stands(boss):
    story = make.make_feature("量子", public_from=None)
    make.make_text(story, "<p>没有链接。</p>", ordering=10)
    make.make_text(story, anchor("/no/", "那一页"), ordering=20)
    publish(story, boss)
    link = Link.objects.get()
    assert (link.title, link.place, link.text, link.why) == ("量子", "第2块文字", "那一页", "本网没有这个页面。")
    assert link.admin_url == f"/admin/news/feature/{story.pk}/change/"


def test_what_is_public_once_saved_has_its_links_known_once_saved():
    company = make.make_organization(website="https://www.example.org/")
    source = make.make_source(url="https://www.example.com/report")
    assert known(company) == {"https://www.example.org/": "unchecked"}
    assert Link.objects.of(source).get().place == "原文网址"
    Organization.objects.get(pk=company.pk).delete()
    source.url = ""
    source.save()
    assert known() == {}


def test_addresses_of_the_identity_are_links_as_well():
    identity = SiteIdentity(correction_url="https://zfwzgl.www.gov.cn/exposure/jiucuo.html")
    identity.save()
    assert list(known(identity)) == ["https://zfwzgl.www.gov.cn/exposure/jiucuo.html"]


# What becomes of links to a record


def test_a_link_lives_and_dies_with_what_it_leads_to(boss):
    target = draft(title="目标")
    story = publish(draft(f"/news/{target.pk}-other-slug/", f"/news/{target.pk}/"), boss)
    assert set(known(story).values()) == {"dead"}
    target = publish(target, boss)
    assert set(known(story).values()) == {"fine"}
    withdraw(target, boss)
    assert set(known(story).values()) == {"dead"}
    assert {link.why for link in Link.objects.of(story)} == {"链接的内容还没有公开，或已撤下、已到期。"}
    workflow.restore(fresh(target).live, boss)
    publish(target, boss)
    assert set(known(story).values()) == {"fine"}
    fresh(target).delete()
    assert set(known(story).values()) == {"dead"}


def test_all_that_hangs_on_a_record_is_judged_with_it(boss):
    indicator = make.make_indicator(slug="gdp", public_from=None)
    addresses = ["/indicators/gdp/", "/indicators/gdp/data.csv", "/indicators/gdp/chart.svg", "/indicators/gdp/?a=1#x"]
    story = publish(draft(*addresses), boss)
    assert set(known(story).values()) == {"dead"}
    publish(indicator, boss)
    assert known(story) == dict.fromkeys(addresses, "fine")


def test_without_its_committee_an_indicator_is_a_dead_end(boss):
    committee = publish(make.make_committee(public_from=None), boss)
    indicator = publish(make.make_indicator(slug="gdp", committee=committee, public_from=None), boss)
    story = publish(draft("/indicators/gdp/"), boss)
    assert indicator.is_public
    withdraw(committee, boss)
    assert known(story) == {"/indicators/gdp/": "dead"}


def test_a_column_without_its_last_story_is_a_dead_end(boss):
    column = make.make_column(slug="notices")
    only = publish(draft(column=column), boss)
    story = publish(draft("/news/column/notices/"), boss)
    assert known(story) == {"/news/column/notices/": "fine"}
    withdraw(only, boss)
    assert known(story) == {"/news/column/notices/": "dead"}


def test_what_has_a_page_once_saved_is_linked_to_once_saved(boss):
    story = publish(draft("/sources/report/"), boss)
    assert known(story) == {"/sources/report/": "dead"}
    source = make.make_source(slug="report")
    assert known(story) == {"/sources/report/": "fine"}
    source.delete()
    assert known(story) == {"/sources/report/": "dead"}


def test_a_link_to_its_own_page_is_fine(boss):
    story = draft()
    make.make_text(story, anchor(f"/news/{story.pk}/"))
    assert known(publish(story, boss)) == {f"/news/{story.pk}/": "fine"}


# What it costs


def test_the_queries_of_a_publication_do_not_grow_with_the_links_to_its_page(boss):
    counts = []
    for links in (2, 40):
        target = draft(column=make.make_column())
        for _ in range(links):
            publish_rows(target)
        workflow.adopt(target)
        with CaptureQueriesContext(connection) as queries:
            publish(fresh(target), boss)
        counts.append(len(queries))
        assert Link.objects.filter(stem=f"/news/{target.pk}").exclude(status=Link.Status.FINE).count() == 0
    assert counts[0] == counts[1]


def publish_rows(target):
    """A link to ``target`` in another record, as its publication would have written it."""
    company = make.make_organization()
    words = {"title": "x", "place": "正文", "kind": "internal", "status": Link.Status.DEAD}
    address = f"/news/{target.pk}/"
    Link.objects.create(**Link.key_of(company), address=address, target=address, stem=address[:-1], **words)


def test_thousands_of_links_in_one_story_stay_quick(boss):
    story = draft()
    make.make_text(story, "".join(anchor(f"/news/{number}/") for number in range(10_000, 12_000)))
    workflow.adopt(story)
    began = time.process_time()
    publish(fresh(story), boss)
    assert time.process_time() - began < 3
    assert Link.objects.of(story).filter(status=Link.Status.DEAD).count() == index.AT_ONCE
    assert Link.objects.of(story).filter(status=Link.Status.UNCHECKED).count() == 2000 - index.AT_ONCE


# All of them


def test_a_rebuild_finds_what_was_made_past_the_portal_and_forgets_what_ended_by_itself():
    story = make.make_feature()
    make.make_text(story, anchor("/no/"))
    ended = make.make_feature(public_until=timezone.now() - timedelta(minutes=1))
    make.make_text(ended, anchor("/no/"))
    Link.objects.create(**Link.key_of(ended), title="x", place="正文", address="/no/", kind="internal", target="/no/")
    index.rebuild(Feature)
    assert (known(story), known(ended)) == ({"/no/": "dead"}, {})


@needs_postgresql
def test_two_stories_that_link_to_each_other_may_be_published_at_once(flushable):
    boss = superuser()
    one, two = draft(), draft()
    for story, other in ((one, two), (two, one)):
        make.make_text(story, anchor(f"/news/{other.pk}/"))
        workflow.adopt(story)
    race(lambda: publish(fresh(one), boss), lambda: publish(fresh(two), boss))
    assert set(known().values()) == {"fine"}


@needs_postgresql
def test_drafts_are_deleted_together_while_one_of_them_is_being_published(flushable, boss, rf):
    draft("/indicators/")
    other = draft("/indicators/")
    request = rf.post("/")
    request.user = boss.user
    with ThreadPoolExecutor(1) as pool:
        answers = []

        def publish_meanwhile(**kwargs):
            if not answers:
                answers.append(pool.submit(answer_of, lambda: publish(other, boss)))
                assert is_soon(lambda: waiting() == 1)

        with receiver_of(post_delete, publish_meanwhile, Feature):
            site._registry[Feature].delete_queryset(request, Feature.objects.order_by("pk"))
        assert isinstance(answers[0].result(), workflow.Refused)
    assert not Feature.objects.exists()


@contextmanager
def receiver_of(signal, function, sender):
    signal.connect(function, sender)
    try:
        yield
    finally:
        signal.disconnect(function, sender)
