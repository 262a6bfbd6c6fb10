"""Stories moved to another column, many at once."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from news.models import Column, Feature
from portal.editions import workflow
from portal.editions.models import AuditEntry, Edition
from portal.editions.people import Actor
from tests import factories as make
from tests.admin_pages import admin_url, changelist, count_queries, form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return Actor(make.make_user(is_staff=True, is_superuser=True))


def story(title, column, boss, *, is_public=True):
    feature = make.make_feature(title, column=column, public_from=None)
    edition = workflow.adopt(feature)
    if is_public:
        workflow.publish_alone(edition, boss, reason="测试")
    return fresh(feature)


def fresh(feature):
    return Feature.objects.get(pk=feature.pk)


def column_of(feature):
    """Give the column of the newest edition."""
    return Column.objects.get(pk=fresh(feature).head.snapshot["fields"]["column"])


def choose(client, *features):
    data = {"action": "move", "_selected_action": [feature.pk for feature in features], "index": "0"}
    return client.post(changelist(Feature), data, follow=True)


def move(client, shown, column):
    records = [choice.value for choice in shown.context["able"]]
    return client.post(admin_url(Feature, "bulk_move"), form_of(shown) | {"record": records, "column": column})


@pytest.fixture
def old():
    return make.make_column("旧栏目")


@pytest.fixture
def new():
    return make.make_column("新栏目")


def test_each_gets_an_edition_in_the_column_and_nothing_public_changes(editor_client, boss, old, new):
    live, hidden = story("公开的", old, boss), story("没公开的", old, boss, is_public=False)
    response = move(editor_client, choose(editor_client, live, hidden), new.pk)
    assert {outcome.said for outcome in response.context["done"]} == {"已移到“新栏目”，存为第2版。"}
    assert [column_of(live), column_of(hidden)] == [new, new]
    assert [fresh(live).column, fresh(hidden).column] == [old, new]
    entries = AuditEntry.objects.filter(action="saved", detail="移到栏目“新栏目”")
    assert {entry.object_id for entry in entries} == {str(live.pk), str(hidden.pk)}


def test_a_draft_keeps_all_that_was_written_in_it(editor_client, boss, old, new):
    live = story("公开的", old, boss)

    def rename(row):
        row.title = "改过的标题"
        row.save()

    workflow.revise(live, boss, rename)
    move(editor_client, choose(editor_client, live), new.pk)
    assert fresh(live).head.snapshot["fields"]["title"] == "改过的标题"
    assert column_of(live) == new


def test_those_that_are_there_already_are_left_alone_and_named(editor_client, boss, old, new):
    here, there = story("在别处", old, boss), story("已经在", new, boss)
    response = move(editor_client, choose(editor_client, here, there), new.pk)
    assert [outcome.title for outcome in response.context["done"]] == ["在别处"]
    refused = {outcome.title: outcome.refusal for outcome in response.context["refused"]}
    assert refused == {"已经在": "已在栏目“新栏目”，没有改动。"}
    assert fresh(there).head.number == 1


def test_it_is_the_column_of_the_newest_edition_that_counts(editor_client, boss, old, new):
    feature = story("甲", old, boss)
    move(editor_client, choose(editor_client, feature), new.pk)
    shown = choose(editor_client, feature)
    assert [choice.effect for choice in shown.context["able"]] == ["现在“新栏目”"]
    response = move(editor_client, shown, new.pk)
    assert response.context["done"] == []
    assert fresh(feature).head.number == 2


def test_the_page_says_whose_review_ends_and_ends_it(editor_client, boss, old, new):
    feature = story("甲", old, boss, is_public=False)
    workflow.submit(feature.head, boss, secrecy_checked=True)
    shown = choose(editor_client, feature)
    assert "待初审的第1版要重新送审" in shown.text
    move(editor_client, shown, new.pk)
    assert fresh(feature).head.state == Edition.State.DRAFT


@pytest.mark.parametrize("column", ["", "999", "x"])
def test_without_a_column_that_there_is_nothing_moves(editor_client, boss, old, column):
    feature = story("甲", old, boss)
    response = move(editor_client, choose(editor_client, feature), column)
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"column"}
    assert fresh(feature).head.number == 1


def test_somebody_who_may_not_change_stories_moves_none(boss, old, new):
    reader = make.make_user(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_feature"))
    client = Client()
    client.force_login(reader)
    feature = story("甲", old, boss)
    assert "move" not in dict(client.get(changelist(Feature)).context["action_form"].fields["action"].choices)
    data = {"record": f"{feature.pk}:1", "column": new.pk}
    assert client.post(admin_url(Feature, "bulk_move"), data).status_code == 403
    assert column_of(feature) == old


def test_the_page_takes_the_same_queries_for_two_stories_and_for_eight(editor_client, boss, old):
    stories = [story(f"第{number}篇", old, boss) for number in range(8)]
    counts = []
    for some in (stories[:2], stories):
        choose(editor_client, *some)
        counts.append(count_queries(editor_client, admin_url(Feature, "bulk_move")))
    assert counts[0] == counts[1]
