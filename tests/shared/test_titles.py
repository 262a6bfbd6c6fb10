"""While a title is typed: its address is suggested, and records with the same title are told."""

import pytest

from chains.models import Organization, Source
from news.models import Column, Feature
from portal.library.models import Photo
from portal.shared.titles import quoted, same_titled
from tests import factories as make
from tests.admin_pages import add_page, admin_url, change_page, count_queries

pytestmark = pytest.mark.django_db


def ask(client, model, title, **values):
    response = client.get(admin_url(model, "suggest"), {"title": title, **values})
    assert response.status_code == 200
    return response.json()


@pytest.mark.parametrize("title", ["济南：“高新区”ＡＩ大会！", "济南 高新区　ai大会", "济南高新区AI大会"])
def test_blanks_punctuation_case_and_width_make_no_other_title(title):
    feature = make.make_feature("济南高新区：AI 大会")
    make.make_feature("济南高新区AI大会闭幕")
    make.make_feature("济南高新区BI大会")
    assert same_titled(Feature, title) == [(feature.pk, feature.title)]
    assert same_titled(Feature, title, but=feature.pk) == []


def test_a_title_without_chinese_is_compared_too():
    source = make.make_source("ＡＢＣ 2022")
    assert same_titled(Source, "abc-2022") == [(source.pk, source.title)]
    assert same_titled(Source, "！！") == []


def test_a_suggestion_is_an_address_that_is_free_and_names_the_records_that_are_alike(editor_client):
    bank = make.make_organization("重庆银行")
    assert ask(editor_client, Organization, "重庆“银行”") == {
        "slug": "chong-qing-yin-hang-2",
        "same": [{"title": "重庆银行", "url": change_page(bank)}],
    }
    assert ask(editor_client, Organization, "重庆银行", record=bank.pk) == {"slug": bank.slug, "same": []}


def test_stories_may_share_an_address_since_their_number_is_in_it(editor_client):
    make.make_feature("厦门会计", slug="xia-men-kuai-ji")
    assert ask(editor_client, Feature, "厦门会计")["slug"] == "xia-men-kuai-ji"


@pytest.mark.parametrize("values", [{"title": ""}, {"title": "  "}, {}])
def test_nothing_is_suggested_for_nothing(editor_client, values):
    assert editor_client.get(admin_url(Column, "suggest"), values).json() == {"slug": "", "same": []}


@pytest.mark.parametrize("record", ["", "x", "-1", "9" * 30, "١"])
def test_any_key_and_any_text_is_answered(editor_client, record):
    assert ask(editor_client, Column, "栏目\x00<b>", record=record)["slug"] == "lan-mu-b"


def test_only_those_who_write_may_ask(powerless_client, client):
    assert powerless_client.get(admin_url(Feature, "suggest"), {"title": "题"}).status_code == 403
    assert client.get(admin_url(Feature, "suggest"), {"title": "题"}).status_code == 302


def test_the_form_says_where_to_ask_and_for_which_record(editor_client):
    feature = make.make_feature()
    for page, key in ((add_page(Feature), ""), (change_page(feature), feature.pk)):
        html = editor_client.get(page).text
        assert f'data-suggest="{admin_url(Feature, "suggest")}" data-suggest-record="{key}"' in html
    assert "data-suggest" not in editor_client.get(add_page(Photo)).text


def test_a_suggestion_costs_the_same_whatever_there_is(editor_client):
    url = admin_url(Organization, "suggest") + "?title=大族激光"
    before = count_queries(editor_client, url)
    for _ in range(5):
        make.make_organization("大族激光")
    assert count_queries(editor_client, url) == before


def test_quotation_marks_within_a_title_become_single_ones():
    assert quoted("“一带一路”手抄报展出") == "“‘一带一路’手抄报展出”"
    assert quoted("园区纪事") == "“园区纪事”"
