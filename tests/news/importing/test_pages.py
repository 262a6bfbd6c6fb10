"""The pages of the import: paste or upload, correct, make the draft."""

import uuid

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from chains.models import Source
from news.importing import drafts
from news.importing.checks import photos_wanted
from news.importing.drafts import draft_of
from news.importing.parser import parse
from news.importing.texts import MOST_BYTES, MOST_SIGNS
from news.models import Feature
from portal.editions.models import Action, AuditEntry, Edition
from portal.editions.people import Actor
from tests import factories as make
from tests.admin_pages import change_page, changelist, count_queries, form_of
from tests.news.importing.reports import IMPORT, choose, page, read, row_of

pytestmark = pytest.mark.django_db

REPORT = page("epaper")
SHORT = "标题在此\n记者 张三\n新区去年建成厂房三座，入驻企业二十家。\n"


def send(client, data, button="_create"):
    return client.post(IMPORT, data | {button: "1"})


def filled(client, text=SHORT, **values):
    """Give the second page filled in as an editor would."""
    defaults = {"column": str(make.make_column().pk), "origin": "reprint", "may_use": "on"}
    if "source" not in values:
        defaults |= {"source-outlet": "云川日报", "source-published": "2024-03"}
    return read(client, text) | defaults | values


def said(client, data, button="_create"):
    response = send(client, data, button)
    assert response.status_code == 200
    return response


def rights(*names):
    user = make.make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


# First step


def test_the_list_of_features_leads_here(editor_client):
    assert f'href="{IMPORT}"' in editor_client.get(changelist(Feature)).text
    assert "粘贴文字" in editor_client.get(IMPORT).text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "请把报道的文字贴在这里，或者选一个文件。"),
        ({"text": " \r\n　"}, "请把报道的文字贴在这里"),
        ({"text": "字" * (MOST_SIGNS + 1)}, f"一次最多{MOST_SIGNS}个"),
        ({"text": "一\n" * 2000}, "一次最多1500行"),
        ({"text": "不能丢的文字", "file": b"x"}, "请只用一种"),
        ({"file": b""}, "这个文件里没有文字。"),
        ({"file": b"%PDF-1.7"}, "这是PDF文件"),
        ({"file": bytes(range(256))}, "认不出这个文件的文字编码"),
        ({"file": b"x" * (MOST_BYTES + 1)}, "文件超过200KB。请只留这一篇报道的文字。"),
        ({"text": "不能丢的文字", "file": b"\xff\xfe\x00"}, "认不出"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_place_and_the_text_stays(editor_client, sent, sentence):
    if "file" in sent:
        sent = sent | {"file": SimpleUploadedFile("报道.txt", sent["file"])}
    response = editor_client.post(IMPORT, sent | {"_read": "1"})
    assert response.status_code == 200
    assert sentence in response.text
    assert form_of(response)["text"] == sent.get("text", "")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_an_uploaded_file_is_read_like_pasted_text(editor_client, encoding):
    file = SimpleUploadedFile("报道.txt", REPORT.replace("\n", "\r\n").encode(encoding))
    uploaded = form_of(editor_client.post(IMPORT, {"file": file, "_read": "1"}))
    pasted = read(editor_client, REPORT)
    assert uploaded | {"token": ""} == pasted | {"token": ""}


# Second step


def test_original_and_result_stand_side_by_side(editor_client):
    response = editor_client.post(IMPORT, {"text": REPORT, "_read": "1"})
    lines = response.context["lines"]
    assert [line["number"] for line in lines] == [
        number for number, line in enumerate(REPORT.split("\n"), start=1) if line.strip()
    ]
    assert [line["kind"].label for line in lines if line["number"] in (23, 25, 29)] == ["引语", "引语", "图片说明"]
    assert "猜测，请核对" in response.text
    left_out = [form.piece.text for form in response.context["left_out"]]
    assert left_out == ["扫码下载云川观察", "找记者 上云川观察"]


def test_what_the_page_says_of_its_source_is_suggested(editor_client):
    data = read(editor_client, page("wire"))
    assert (data["source-title"], data["source-outlet"]) == ("南屿渔港：夜里三点的灯火", "南屿晚报")
    assert (data["source-author"], data["source-published"]) == ("海澜 苗苗", "2024-02-09")


def test_a_source_of_the_same_title_is_chosen(editor_client):
    source = make.make_source("标题在此")
    assert read(editor_client, SHORT)["source"] == str(source.pk)


def test_a_kind_is_changed_a_paragraph_divided_and_another_joined(editor_client):
    data = read(editor_client, REPORT) | {"summary": "改写的摘要"}
    choose(data, "三条航线开进车间", "paragraph")
    choose(data, "联盟成立两年来", "join-paragraph")
    data[f"{row_of(data, '青禾电缆扩建')}-text"] = "前半段。\n\n后半段。"
    again = form_of(said(editor_client, data, "_arrange"))
    assert again[f"{row_of(again, '三条航线开进车间')}-kind"] == "paragraph"
    assert row_of(again, "联盟成立两年来") == row_of(again, "3月18日，云川新区港航联盟在北岸")
    assert again[f"{row_of(again, '联盟成立两年来')}-lines"] == "15,17"
    assert [again[f"{row_of(again, half)}-lines"] for half in ("前半段。", "后半段。")] == ["37,39"] * 2
    assert again["summary"] == "改写的摘要"
    assert again["token"] == data["token"]


def test_what_was_dropped_is_put_back_where_it_stood(editor_client):
    data = read(editor_client, REPORT)
    choose(data, "扫码下载", "paragraph")
    response = said(editor_client, data, "_arrange")
    assert [form.piece.text for form in response.context["placed"]][-2:] == [
        "扫码下载云川观察",
        "编辑：周一帆 美编：何苗 组版：石磊",
    ]


def test_a_line_whose_text_was_emptied_comes_back_as_unplaced(editor_client):
    data = read(editor_client, REPORT)
    data[f"{row_of(data, '下一步')}-text"] = ""
    (form,) = [form for form in said(editor_client, data, "_arrange").context["left_out"] if form.piece.lines == (51,)]
    assert (form.piece.kind, form.piece.text[:3]) == ("unplaced", "下一步")


def test_a_choice_that_a_person_made_is_no_guess_any_more(editor_client):
    data = read(editor_client, REPORT)
    choose(data, "港区联动", "subtitle")
    response = said(editor_client, data, "_arrange")
    assert {form.piece.text: form.piece.is_guess for form in response.context["placed"]}[
        "港区联动，激活一江春水"
    ] is False


def test_arranging_what_nobody_changed_changes_nothing(editor_client):
    data = read(editor_client, REPORT)
    assert form_of(said(editor_client, data, "_arrange")) == data


def test_the_text_itself_may_be_changed_again(editor_client):
    data = read(editor_client, SHORT)
    assert form_of(said(editor_client, data, "_back"))["text"] == SHORT


def test_nothing_of_a_report_is_taken_for_markup(editor_client):
    text = SHORT.replace("厂房", "<script>alert(1)</script>").replace("标题", "<b>标题")
    response = editor_client.post(IMPORT, {"text": text, "_read": "1"})
    assert "<script>alert" not in response.text
    send(editor_client, filled(editor_client, text))
    (block,) = Feature.objects.get().body
    assert block.text == "<p>新区去年建成&lt;script&gt;alert(1)&lt;/script&gt;三座，入驻企业二十家。</p>"


@pytest.mark.parametrize("button", ["_arrange", "_create"])
def test_a_page_that_arrives_in_pieces_is_read_anew(editor_client, button):
    data = {"original": SHORT, button: "1", "token": "nonsense", "column": "nonsense", "source": "nonsense"}
    response = editor_client.post(IMPORT, data)
    assert response.status_code == 200
    assert row_of(form_of(response), "标题在此") == "piece-0"
    response = editor_client.post(IMPORT, {"original": "", button: "1"})
    assert "请把报道的文字贴在这里" in response.text


def test_a_piece_of_a_kind_that_there_is_not_is_unplaced(editor_client):
    data = filled(editor_client) | {"piece-0-kind": "nonsense", "piece-0-lines": "999,x", "piece-1-was": "nonsense"}
    sentence = "还有2处未放置：“标题在此”等。请选定是什么，不要的选带“（略去）”的一项。"
    assert said(editor_client, data).context["problems"][0] == sentence


def test_the_second_page_takes_the_same_queries_for_short_and_long_pages(editor_client, django_assert_num_queries):
    for number in range(30):
        make.make_column(f"栏目{number}")
    count_queries(editor_client, IMPORT)
    for text in (SHORT, REPORT):
        with django_assert_num_queries(7):
            editor_client.post(IMPORT, {"text": text, "_read": "1"})


# Third step


def test_a_report_becomes_a_draft_with_everything_in_its_place(editor_client, editor):
    column = make.make_column()
    response = send(editor_client, filled(editor_client, REPORT, column=str(column.pk)))
    feature = Feature.objects.get()
    assert response.status_code == 302
    assert response["Location"] == change_page(feature)
    assert (feature.kicker, feature.title) == ("港区联动，激活一江春水", "云川新区：把码头变成工厂的第一道门")
    assert (feature.byline, feature.column, feature.origin) == ("记者 林远舟", column, "reprint")
    assert [str(credit) for credit in feature.credits.all()] == ["编辑：周一帆", "美编：何苗", "组版：石磊"]
    assert feature.slug.startswith("yun-chuan-xin-qu")
    assert feature.summary.startswith("3月18日，云川新区港航联盟")
    assert [block.kind for block in feature.body] == ["text", "text", "quote", "text", "text", "text"]
    assert feature.body[1].text.count("<h2>") == 2
    assert "<p>不只码头在提速，服务大厅的窗口也在变。" in feature.body[1].text
    assert feature.body[2].text.startswith("云川新区把企业的时间")
    assert feature.body[3].text == "<p>【待配图】2022年9月，云川新区港航联盟成立。</p>"
    assert not feature.was_published
    assert (feature.source.outlet, str(feature.source.published)) == ("云川日报", "2024-03")


def test_the_draft_is_an_edition_and_stands_in_the_trail(editor_client, editor):
    send(editor_client, filled(editor_client, REPORT))
    feature = Feature.objects.get()
    edition = Edition.objects.get()
    assert (feature.head, edition.number, edition.author, edition.state) == (edition, 1, editor, "draft")
    assert edition.snapshot["parts"]["news_text_set"]
    entry = AuditEntry.objects.get(action=Action.IMPORTED)
    assert (entry.person, entry.edition, entry.record_title) == (editor, edition, feature.title)
    assert entry.detail == "原文59行。待配图3处。略去：扫码下载云川观察｜找记者 上云川观察"


def test_photos_that_are_wanted_are_named_after_the_import_and_keep_the_draft_from_being_published(editor_client):
    text = SHORT + "\n\n2022年9月，青山&绿水厂开工。\n\n\n企业今年还要再建一座厂房。"
    send(editor_client, filled(editor_client, text))
    feature = Feature.objects.get()
    assert "有1处要配图" in editor_client.get(change_page(feature)).text
    (finding,) = photos_wanted(Feature, feature.head.snapshot, feature)
    assert finding.context == "<mark>【待配图】</mark>2022年9月，青山&amp;绿水厂开工。"
    assert finding.blocks


def test_a_draft_without_wanted_photos_is_not_kept_from_being_published(editor_client):
    send(editor_client, filled(editor_client))
    feature = Feature.objects.get()
    assert photos_wanted(Feature, feature.head.snapshot, feature) == []


def test_a_quote_keeps_who_said_it(editor_client):
    send(editor_client, filled(editor_client, page("wrapped")))
    quote = next(block for block in Feature.objects.get().body if block.kind == "quote")
    assert quote.text == "小产业要有大志气。我们不求做得最多，只求别人做不了的，临溪能做。"
    assert quote.attribution == "临溪县工业和信息化局局长 徐望"


def test_a_second_click_leads_to_the_same_draft(editor_client):
    data = filled(editor_client)
    assert send(editor_client, data)["Location"] == send(editor_client, data)["Location"]
    assert Feature.objects.count() == Edition.objects.count() == Source.objects.count() == 1


def test_the_database_refuses_a_second_draft_of_one_page_sent_at_the_same_moment(editor):
    token, column, source = uuid.uuid4(), make.make_column(), make.make_source()
    values = {"column": column, "source": source, "origin": "reprint", "summary": "一句摘要。"}
    drafts.save(draft_of(parse(SHORT)), values, Actor(editor), token=token, lines=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        drafts.save(draft_of(parse(SHORT)), values, Actor(editor), token=token, lines=3)
    assert Feature.objects.get() == drafts.imported(token)


def test_the_same_text_pasted_again_is_another_draft(editor_client):
    source = make.make_source()
    for _ in range(2):
        send(editor_client, filled(editor_client, source=str(source.pk)))
    assert Feature.objects.count() == 2


def test_a_source_that_is_there_already_is_not_doubled(editor_client):
    known = make.make_source("标题在此", outlet="云川日报", published="2024-03")
    send(
        editor_client, filled(editor_client, source="", **{"source-outlet": "云川日报", "source-published": "2024-03"})
    )
    assert list(Source.objects.all()) == [known]
    assert Feature.objects.get().source == known


# What is missing is said, and nothing is lost


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"may_use": ""}, "没有使用的权利，就不能导入。"),
        ({"column": ""}, "请选一个栏目。"),
        ({"summary": " "}, "请写一两句摘要。"),
        ({"origin": "original"}, "original 不在可用的选项中"),
        ({"source-outlet": ""}, "请写明是哪家媒体或机关"),
        ({"source-published": "去年"}, "“去年”不是日期。"),
    ],
)
def test_what_is_missing_is_said_at_its_place_and_everything_stays(editor_client, changes, sentence):
    data = filled(editor_client) | changes
    response = said(editor_client, data)
    assert sentence in response.text
    assert not Feature.objects.exists()
    shown = form_of(response)
    kept = {name: value for name, value in data.items() if name not in changes and name != "may_use"}
    assert {name: shown.get(name) for name in kept} == kept


def test_without_headline_or_text_there_is_no_draft(editor_client):
    data = filled(editor_client, SHORT)
    choose(data, "标题在此", "kicker")
    choose(data, "新区去年", "caption")
    response = said(editor_client, data)
    assert response.context["problems"] == [
        "还没有标题。请在右边把一处选作“标题”。",
        "还没有正文。请在右边把至少一处选作“正文”。",
    ]


def test_what_is_too_long_is_said_with_its_length(editor_client):
    data = filled(editor_client, SHORT)
    choose(data, "新区去年", "headline")
    data[f"{row_of(data, '新区去年')}-text"] = "长" * 130
    assert "标题有135个字，最多120个" in said(editor_client, data).text


def test_nothing_unplaced_is_dropped_without_a_person_saying_so(editor_client):
    data = filled(editor_client, page("wire"))
    assert "还有1处未放置：“渔火”。请选定是什么" in said(editor_client, data).text
    choose(data, "渔火", "footer")
    assert send(editor_client, data).status_code == 302
    assert "渔火" in AuditEntry.objects.get(action=Action.IMPORTED).detail


# Rights


def test_whoever_may_not_add_features_has_no_import(powerless_client):
    client = rights("view_feature", "change_feature")
    for other in (powerless_client, client):
        assert other.get(IMPORT).status_code == 403
        assert send(other, {"original": SHORT, "token": uuid.uuid4()}).status_code == 403
    assert f'href="{IMPORT}"' not in client.get(changelist(Feature)).text


def test_visitors_are_asked_to_log_in(client):
    assert client.get(IMPORT)["Location"].startswith("/admin/login/")


def test_whoever_may_not_add_sources_chooses_one(editor_client):
    client = rights("add_feature", "view_feature")
    data = filled(client, source="", **{"source-outlet": "云川日报"})
    assert "source-title" not in read(client, SHORT)
    assert "请选择来源。没有的话，请有权限的同事先添加。" in said(client, data).text
    assert not Source.objects.exists()
    assert send(client, data | {"source": str(make.make_source().pk)}).status_code == 302


def test_whoever_may_only_add_is_not_led_to_a_form_that_is_closed_to_them():
    client = rights("add_feature")
    response = send(client, filled(client, source=str(make.make_source().pk)))
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert Feature.objects.count() == 1
