"""Columns and stories in the admin."""

import pytest

from chains.models import Indicator
from news.models import Column, Feature, FigureBlock
from portal.library.models import Attachment, Photo
from tests import factories as make
from tests.admin_pages import add_block, add_page, add_row, change_page, changelist, errors_of, form_of, lost
from tests.search.entries import write_all

pytestmark = pytest.mark.django_db

TEXTS = "news_text_set"
PHOTOS = "news_photoblock_set"
QUOTES = "news_pullquote_set"
FIGURES = "news_figureblock_set"
FILES = "news_attachmentblock_set"


def new_feature(client, **values):
    data = form_of(client.get(add_page(Feature)))
    defaults = {"title": "链上党建", "summary": "一句摘要。", "column": str(make.make_column().pk)}
    return data | defaults | values


def test_an_editor_writes_a_story_with_every_kind_of_block(editor_client):
    photo, attachment, value = make.make_photo(), make.make_attachment(), make.make_observation(value=1500)
    committee, initiative = make.make_committee(), make.make_initiative()
    data = new_feature(
        editor_client, committees=[str(committee.pk)], initiatives=[str(initiative.pk)], cover=str(photo.pk)
    )
    add_row(data, "credits", role="记者", name="张三", position=1)
    add_block(data, FIGURES, 40, observation=value.pk, caption="")
    add_block(data, TEXTS, 10, text="<p>正文</p><script>alert(1)</script>")
    add_block(data, QUOTES, 30, text="一句话", attribution="负责人")
    add_block(data, PHOTOS, 20, photo=photo.pk, caption="")
    add_block(data, FILES, 50, attachment=attachment.pk, note="")
    assert editor_client.post(add_page(Feature), data).status_code == 302
    feature = Feature.objects.get()
    assert [block.kind for block in feature.body] == ["text", "photo", "quote", "figure", "attachment"]
    assert feature.body[0].text == "<p>正文</p>"
    assert feature.body[3].wording == "1500亿元"
    assert [str(credit) for credit in feature.credits.all()] == ["记者：张三"]
    assert (list(feature.committees.all()), list(feature.initiatives.all())) == ([committee], [initiative])
    assert feature.slug == "lian-shang-dang-jian"


def test_the_byline_and_the_rows_of_who_did_what_have_names_of_their_own(editor_client):
    response = editor_client.get(add_page(Feature))
    credits = next(part for part in response.context["inline_admin_formsets"] if part.formset.prefix == "credits")
    byline = response.context["adminform"].form["byline"]
    assert (byline.label, credits.opts.verbose_name_plural) == ("署名", "采编人员（职责和姓名）")
    assert "采编人员（职责和姓名）" in response.text


def test_saving_an_untouched_form_keeps_every_block(editor_client):
    feature = make.make_feature(committees=[make.make_committee()])
    blocks = [
        make.make_text(feature),
        make.make_photo_block(feature),
        make.make_quote(feature),
        make.make_figure_block(feature),
        make.make_attachment_block(feature),
    ]
    credit = make.make_credit(feature)
    data = form_of(editor_client.get(change_page(feature)))
    assert editor_client.post(change_page(feature), data).status_code == 302
    again = Feature.objects.get()
    assert again.body == blocks
    assert list(again.credits.all()) == [credit]
    assert list(again.committees.all()) == list(feature.committees.all())
    assert again.public_from == feature.public_from


def test_blocks_of_all_kinds_share_one_order(editor_client):
    feature = make.make_feature(public_from=None)
    text, quote = make.make_text(feature), make.make_quote(feature)
    data = form_of(editor_client.get(change_page(feature)))
    data |= {f"{TEXTS}-0-ordering": "20", f"{QUOTES}-0-ordering": "10"}
    editor_client.post(change_page(feature), data)
    assert Feature.objects.get().body == [quote, text]


def test_a_block_is_deleted(editor_client):
    feature = make.make_feature(public_from=None)
    gone, kept = make.make_figure_block(feature), make.make_text(feature)
    data = form_of(editor_client.get(change_page(feature))) | {f"{FIGURES}-0-DELETE": "on"}
    editor_client.post(change_page(feature), data)
    assert Feature.objects.get().body == [kept]
    assert not FigureBlock.objects.filter(pk=gone.pk).exists()


# Figures


def test_a_new_figure_needs_a_value(editor_client):
    data = new_feature(editor_client, subtitle="不能丢的副题")
    add_block(data, FIGURES, 10, observation="", caption="说明")
    response = editor_client.post(add_page(Feature), data)
    assert response.status_code == 200
    assert errors_of(response) == ["请选择要引用的数值。"]
    assert lost(data, response) == {}


def test_a_figure_stays_pinned_when_its_value_is_corrected_or_removed(editor_client):
    draft = make.make_feature(public_from=None)
    block = make.make_figure_block(draft, make.make_observation(value=1500))
    make.make_correction(block.observation)
    page = change_page(block.parent)
    assert editor_client.post(page, form_of(editor_client.get(page))).status_code == 302
    block.refresh_from_db()
    assert block.wording == "1500亿元"
    Indicator.objects.get().observations.all().delete()
    response = editor_client.get(page)
    assert "1500亿元" in response.text
    assert editor_client.post(page, form_of(response) | {"title": "改名"}).status_code == 302
    block.refresh_from_db()
    assert (block.wording, block.observation, block.parent.title) == ("1500亿元", None, "改名")


def test_values_to_quote_are_looked_up_by_words(editor_client):
    value = make.make_observation(make.make_indicator("一般公共预算收入"), period="2021", value=1500)
    make.make_observation()
    field = {"app_label": "news", "model_name": "figureblock", "field_name": "observation"}
    response = editor_client.get("/admin/autocomplete/", field | {"term": "预算 2021"})
    assert response.json()["results"] == [{"id": str(value.pk), "text": str(value)}]


# Bad input


def test_a_compiled_story_without_a_source_is_refused_with_everything_still_there(editor_client):
    data = new_feature(editor_client, origin="compiled", byline="本报")
    add_block(data, TEXTS, 10, text="<p>不能丢的正文</p>")
    add_block(data, FIGURES, 20, observation=make.make_observation().pk, caption="不能丢的说明")
    response = editor_client.post(add_page(Feature), data)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors == {"source": ["整理和转载的稿件必须写明来源。"]}
    assert lost(data, response) == {}


# Addresses and lists


def test_the_slug_of_a_public_story_can_be_changed(editor_client):
    feature = make.make_feature(slug="old")
    data = form_of(editor_client.get(change_page(feature))) | {"slug": "new"}
    editor_client.post(change_page(feature), data)
    feature.refresh_from_db()
    assert (feature.slug, feature.head.snapshot["fields"]["slug"]) == ("old", "new")


def test_a_title_without_letters_still_gives_a_slug(editor_client):
    assert editor_client.post(add_page(Feature), new_feature(editor_client, title="！！！")).status_code == 302
    assert Feature.objects.get().slug == "feature"


def test_drafts_stand_first_and_then_the_newest_story(editor_client):
    old = make.make_feature(public_from=make.an_hour_ago().replace(year=2021))
    new, draft = make.make_feature(), make.make_feature(public_from=None)
    response = editor_client.get(changelist(Feature))
    assert list(response.context["cl"].result_list) == [draft, new, old]


def test_a_story_is_found_once_by_words_of_its_body(editor_client):
    feature = make.make_feature()
    for _ in "ab":
        make.make_text(feature, "<p>跨域通办</p>")
    make.make_text()
    write_all()
    response = editor_client.get(changelist(Feature), {"q": "跨域通办"})
    assert list(response.context["cl"].result_list) == [feature]


# Rights


@pytest.mark.parametrize("make_row", [make.make_feature, make.make_column])
def test_someone_without_rights_is_refused(powerless_client, make_row):
    row = make_row()
    for url in (changelist(type(row)), add_page(type(row)), change_page(row)):
        assert powerless_client.get(url).status_code == 403
        assert powerless_client.post(url, {}).status_code == 403


def test_a_photo_in_a_story_is_kept(editor_client):
    block = make.make_photo_block()
    url = change_page(block.photo).replace("/change/", "/delete/")
    assert editor_client.post(url, {"post": "yes"}).status_code == 409
    assert Photo.objects.filter(pk=block.photo.pk).exists()


def test_an_attachment_in_a_story_is_kept(editor_client):
    block = make.make_attachment_block()
    url = change_page(block.attachment).replace("/change/", "/delete/")
    assert editor_client.post(url, {"post": "yes"}).status_code == 409
    assert Attachment.objects.filter(pk=block.attachment.pk).exists()


def test_a_column_with_stories_is_kept(editor_client):
    feature = make.make_feature()
    url = change_page(feature.column).replace("/change/", "/delete/")
    assert editor_client.post(url, {"post": "yes"}).status_code == 200
    assert Column.objects.filter(pk=feature.column.pk).exists()
