"""The list above a form of the admin that says what is wrong, and where."""

import re

import pytest
from django.contrib.auth import get_user_model

from chains.models import Committee, Source
from news.models import Feature
from tests import factories as make
from tests.admin_pages import add_block, add_page, add_row, change_page, form_of

pytestmark = pytest.mark.django_db

LISTED = re.compile(
    r'<ul class="form-mistakes" tabindex="-1" autofocus aria-label="有(\d+)处要改">(.*?)</ul>', re.DOTALL
)
ITEM = re.compile(r'<li><a href="#([^"]+)">([^<]+)</a>：([^<]+)</li>')
MISSING = "该字段是必填项。"


def listed(response):
    """Give ``[(id, place, sentence)]`` of the list, each of whose links leads to an element of the page."""
    number, items = LISTED.search(response.text).groups()
    found = ITEM.findall(items)
    assert len(found) == int(number)
    assert [name for name, _, _ in found if f'id="{name}"' not in response.text] == []
    return found


def a_story(client):
    data = form_of(client.get(add_page(Feature)))
    return data | {"title": "标题", "summary": "一句摘要。", "column": str(make.make_column().pk)}


def test_a_form_without_mistakes_has_no_list(editor_client):
    assert "form-mistakes" not in editor_client.get(add_page(Feature)).text


def test_what_a_record_lacks_is_listed_with_its_fields(editor_client):
    data = a_story(editor_client) | {"title": "", "column": ""}
    response = editor_client.post(add_page(Feature), data)
    assert listed(response) == [("id_title", "标题", MISSING), ("id_column", "栏目", MISSING)]
    assert "django-admin-form-add-constants" not in response.text  # which would take the cursor to the first field


def test_what_a_row_lacks_is_listed_with_the_number_of_the_row(editor_client):
    data = a_story(editor_client)
    add_row(data, "credits", role="记者", name="张三", position=1)
    add_row(data, "credits", role="编辑", name="", position=2)
    assert listed(editor_client.post(add_page(Feature), data)) == [("id_credits-1-name", "署名第2项：姓名", MISSING)]


def test_what_a_block_lacks_is_listed_with_its_place_in_the_body(editor_client):
    data = a_story(editor_client)
    add_block(data, "news_text_set", 20, text="")
    add_block(data, "news_pullquote_set", 10, text="一句话", attribution="负责人")
    assert listed(editor_client.post(add_page(Feature), data))[0][:2] == ("id_news_text_set-0-text", "第2块文字：正文")


def test_a_row_that_is_to_be_deleted_is_not_listed(editor_client):
    feature = make.make_feature(public_from=None)
    make.make_credit(feature)
    data = form_of(editor_client.get(change_page(feature))) | {"title": ""}
    data |= {"credits-0-name": "", "credits-0-DELETE": "on"}
    assert listed(editor_client.post(change_page(feature), data)) == [("id_title", "标题", MISSING)]


@pytest.mark.parametrize(
    ("model", "lacks"), [(Source, "id_title"), (Committee, "id_name"), (get_user_model(), "id_username")]
)
def test_every_form_of_the_admin_lists_what_is_wrong(admin_client, model, lacks):
    response = admin_client.post(add_page(model), form_of(admin_client.get(add_page(model))))
    assert lacks in [name for name, _, _ in listed(response)]
