"""Words in the list of stories: what is public and what only editors have written, by the same folding."""

import pytest
from django.test import Client

from news.models import Feature
from portal.editions import workflow
from portal.editions.people import Actor
from portal.search import admin as words
from portal.search import index
from portal.search.models import Draft
from portal.search.searchables import REGISTRY
from tests import factories as make
from tests.admin_pages import changelist, count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return Actor(make.make_user(is_staff=True, is_superuser=True))


@pytest.fixture
def client(boss):
    client = Client()
    client.force_login(boss.user)
    return client


def found(client, query, **more):
    """Give the titles that the list shows for a query."""
    response = client.get(changelist(Feature), {"q": query} | more)
    assert response.status_code == 200
    return [feature.title for feature in response.context["cl"].result_list]


def publish(feature, boss):
    workflow.publish_alone(workflow.adopt(feature), boss, reason="测试")
    return Feature.objects.get(pk=feature.pk)


def story(title="甲", text="<p>园区推进跨域通办。</p>", **kwargs):
    """Give a story that was never public, with its first edition."""
    feature = make.make_feature(title, public_from=None, **kwargs)
    make.make_text(feature, text)
    workflow.adopt(feature)
    return Feature.objects.get(pk=feature.pk)


def rewrite(feature, boss, text="<p>改成<b>一网</b>通办。</p>", **fields):
    """Save an edition in which the body is another."""

    def change(row):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
        row.news_text_set.update(text=text)

    workflow.revise(feature, boss, change)
    return Feature.objects.get(pk=feature.pk)


def public_hits(query):
    response = Client().get("/search/", {"q": query})
    return response.context["results"].total + Client().get("/api/v1/search", {"q": query}).json()["count"]


# What is found


@pytest.mark.parametrize("query", ["通办", "跨域通办", "跨域 推进", "“域通办”", "跨域通办。"])
def test_a_chinese_word_inside_a_sentence_of_the_body_is_found(client, boss, query):
    publish(story("公开的"), boss)
    story("没公开的")
    assert set(found(client, query)) == {"公开的", "没公开的"}


@pytest.mark.parametrize("query", ["12345热线", "１２３４５", "byd", "ＢＹＤ", "產業鏈", "产业链"])
def test_width_case_and_traditional_characters_do_not_matter(client, boss, query):
    text = "<p>产業链上的BYD开通１２３４５热线。</p>"
    publish(story("公开的", text), boss)
    story("没公开的", text)
    assert set(found(client, query)) == {"公开的", "没公开的"}


@pytest.mark.parametrize("field", ["title", "summary", "kicker", "subtitle", "byline"])
def test_everything_that_is_written_of_a_draft_is_found(client, field):
    story(**{"title": "别的", field: "独此一处"})
    assert len(found(client, "独此一处")) == 1


def test_the_public_words_and_those_of_the_draft_both_find_the_story_and_once(client, boss):
    rewrite(publish(story(), boss), boss)
    assert found(client, "跨域") == found(client, "一网通办") == found(client, "通办") == ["甲"]


def test_each_word_must_be_there_in_one_of_the_two(client, boss):
    rewrite(publish(story(), boss), boss)
    assert found(client, "一网 跨域") == []
    assert found(client, "没有这样的词") == []


def test_only_the_newest_draft_is_found(client, boss):
    feature = rewrite(story(), boss)
    rewrite(feature, boss, "<p>第三稿</p>")
    assert found(client, "一网") == []
    assert found(client, "第三稿") == ["甲"]


def test_codes_addresses_and_choices_are_no_words(client):
    story(slug="only-in-the-address")
    assert found(client, "body") == found(client, "original") == found(client, "address") == []


# Nothing that is not public leaks


def test_visitors_and_programs_never_find_the_words_of_a_draft(boss):
    rewrite(publish(story(), boss), boss)
    story("没公开的", "<p>机密稿</p>")
    assert [public_hits(query) for query in ("一网", "机密稿", "没公开的")] == [0, 0, 0]
    assert public_hits("跨域") == 2


def test_what_is_published_or_deleted_is_a_draft_no_more(boss):
    feature = publish(rewrite(publish(story(), boss), boss), boss)
    assert not Draft.objects.exists()
    assert feature.head_id == feature.live_id or publish_head(feature, boss)
    gone = story()
    workflow.delete(gone, boss)
    assert not Draft.objects.filter(key=gone.pk).exists()


def publish_head(feature, boss):
    return workflow.publish_alone(feature.head, boss, reason="测试")


# Every state


def test_what_was_withdrawn_or_has_expired_is_still_found_by_editors(client, boss):
    withdrawn, expired = publish(story("撤下的"), boss), publish(story("到期的"), boss)
    workflow.withdraw(withdrawn, boss, reason="有误")
    Feature.objects.filter(pk=expired.pk).update(public_until=make.an_hour_ago())
    assert set(found(client, "跨域")) == {"撤下的", "到期的"}


def test_rows_older_than_editions_are_found_once_the_index_is_built(client):
    for title, moment in (("旧的公开的", make.an_hour_ago()), ("旧的没公开的", None)):
        make.make_text(make.make_feature(title, public_from=moment), "<p>跨域通办</p>")
    index.rebuild(REGISTRY["feature"])
    assert set(found(client, "跨域")) == {"旧的公开的", "旧的没公开的"}


def test_building_the_index_anew_keeps_drafts_and_forgets_what_is_gone(client, boss):
    rewrite(publish(story(), boss), boss)
    Draft.objects.create(kind="feature", key=999_999)
    index.rebuild(REGISTRY["feature"])
    assert found(client, "一网") == ["甲"]
    assert not Draft.objects.filter(key=999_999).exists()


def test_words_and_filters_narrow_together(client, boss):
    rewrite(publish(story("改过的"), boss), boss)
    publish(story("没改的"), boss)
    assert found(client, "跨域", state="changed") == ["改过的"]


# Too much


@pytest.mark.parametrize(
    ("query", "sentence"), [("一 二 三 四 五 六 七 八 九 十 百", "最多写10个词。"), ("长" * 201, "最长200个字")]
)
def test_too_much_is_refused_with_a_sentence_and_stays_in_the_box(client, query, sentence):
    story()
    response = client.get(changelist(Feature), {"q": query})
    assert sentence in response.text
    assert response.context["cl"].query == query
    assert list(response.context["cl"].result_list) == []


@pytest.mark.parametrize("query", ["。", "%", '"', "“”", "\\", "NEAR(", "*"])
def test_signs_alone_find_nothing_and_are_no_fault(client, query):
    story()
    assert found(client, query) == []


@pytest.fixture
def at_most_two(monkeypatch):
    monkeypatch.setattr(words, "MOST", 2)


def test_a_word_that_very_many_have_gives_the_newest_and_says_so(client, boss, at_most_two):
    for number in range(3):
        publish(story(f"公开{number}"), boss)
    response = client.get(changelist(Feature), {"q": "跨域"})
    assert response.context["cl"].result_count == 2
    assert "查到2条以上，这里只列2条" in response.text


def test_of_very_many_a_filter_finds_those_that_it_is_asked_for(client, boss, at_most_two):
    column = make.make_column()
    publish(story("最早的", column=column), boss)
    for number in range(3):
        publish(story(f"公开{number}"), boss)
    response = client.get(changelist(Feature), {"q": "跨域", "column__id__exact": column.pk})
    assert [feature.title for feature in response.context["cl"].result_list] == ["最早的"]
    assert "条以上" not in response.text


def test_a_search_takes_the_same_queries_for_two_hits_and_for_eight(client, boss):
    counts = []
    for number in (2, 6):
        for _ in range(number):
            rewrite(publish(story(), boss), boss)
        counts.append(count_queries(client, f"{changelist(Feature)}?q=通办"))
    assert counts[0] == counts[1] == 13
