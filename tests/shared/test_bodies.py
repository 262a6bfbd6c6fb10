"""The body of a record in the admin: what is faulty comes back as it was, and who may only look sees it."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from news.models import Feature, Text
from portal.editions import snapshots
from portal.editions.compare import compare
from portal.editions.workflow import adopt
from tests import factories as make
from tests.admin_pages import add_block, add_page, change_page, errors_of, form_of

pytestmark = pytest.mark.django_db

TEXTS = "news_text_set"
ODD = "<section><h1>题</h1><unknown>旧文</unknown></section>"
KNOWN = "<h2>题</h2>旧文"


@pytest.fixture
def reader_client(db):
    """Someone who may look at stories and change nothing."""
    user = make.make_user("reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="news", codename__startswith="view"))
    client = Client()
    client.force_login(user)
    return client


def story_of_older_code():
    """A story whose text, in the tables and in its newest edition, holds tags that nobody knows."""
    block = make.make_text(make.make_feature(public_from=None))
    Text.objects.update(text=ODD)
    adopt(block.parent)
    return block.parent


def test_text_of_older_code_is_shown_and_saved_without_a_word_lost(editor_client):
    feature = story_of_older_code()
    data = form_of(editor_client.get(change_page(feature)))
    assert data[f"{TEXTS}-0-text"] == KNOWN
    assert editor_client.post(change_page(feature), data).status_code == 302
    feature.refresh_from_db()
    assert [part["text"] for part in feature.head.snapshot["parts"][TEXTS].values()] == [KNOWN]


@pytest.mark.parametrize("text", ["", "<p></p>", "<p>&nbsp;</p><p><br></p>", "<img src='x.png'>", "<script>1</script>"])
def test_a_block_without_text_is_told_where_it_stands(editor_client, text):
    data = form_of(editor_client.get(add_page(Feature))) | {"title": "题", "summary": "摘要。"}
    data["column"] = str(make.make_column().pk)
    add_block(data, TEXTS, 10, text=text)
    assert errors_of(editor_client.post(add_page(Feature), data)) == ["这一块还没有文字：请填写，或者删除这一块。"]


def test_a_new_block_that_was_deleted_again_is_not_asked_about(editor_client):
    data = form_of(editor_client.get(add_page(Feature))) | {"title": "题", "summary": ""}
    data["column"] = str(make.make_column().pk)
    add_block(data, TEXTS, 10, text="", DELETE="on")
    response = editor_client.post(add_page(Feature), data)
    assert errors_of(response) == ["该字段是必填项。"]
    assert f'name="{TEXTS}-0-ordering" value="10" data-deletable="" data-deleted=""' in response.text
    assert editor_client.post(add_page(Feature), data | {"summary": "摘要。"}).status_code == 302
    assert Feature.objects.get().body == []


def test_someone_who_may_only_look_sees_the_body_of_the_newest_edition(editor_client, reader_client):
    feature = make.make_feature()
    make.make_text(feature, "<p>公开的正文</p>")
    make.make_quote(feature, "说过的话")
    data = form_of(editor_client.get(change_page(feature))) | {f"{TEXTS}-0-text": "<p>新写的正文</p>"}
    editor_client.post(change_page(feature), data)
    text = reader_client.get(change_page(feature)).text
    for words, is_shown in {
        "<p>新写的正文</p>": True,
        "<blockquote>说过的话</blockquote>": True,
        "公开的正文": False,
        "content-editor-context": False,
    }.items():
        assert (words in text) is is_shown


def test_a_body_without_blocks_says_so(reader_client):
    assert "还没有内容。" in reader_client.get(change_page(make.make_feature())).text


def test_where_every_block_stands_is_shown_only_where_one_stands_elsewhere():
    block = make.make_text()
    before = snapshots.take(make.make_feature())
    whole = snapshots.take(block.parent)
    (added,) = compare(Feature, before, whole).parts
    assert [field.label for field in added.fields] == ["正文"]
    Text.objects.update(region="aside")
    (changed,) = compare(Feature, whole, snapshots.take(block.parent)).parts
    assert [(field.label, field.new) for field in changed.fields] == [("region", "<ins>aside</ins>")]
