"""The admin as a whole: its name, its language, its order and its cost."""

import ast
import html
import json
import re

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext, ngettext

from chains.models import Committee, Indicator, Industry, Initiative, Milestone, Observation, Organization, Source
from news.models import Column, Feature
from portal.editions.models import AuditEntry
from portal.editions.workflow import adopt
from portal.identity.models import SiteIdentity
from portal.library.models import Attachment, Photo
from portal.links.models import Link
from portal.views import forbidden
from portal.wording.models import Term
from tests import factories as make
from tests.admin_pages import add_page, change_page, changelist, count_queries
from tests.links.texts import make_link

pytestmark = pytest.mark.django_db

# How to make a row of each list, and the queries that the list takes: who is asking and with what rights (4), the
# name of the site, how many rows there are (2), the rows, and one for each filter or date bar that lists what the
# database holds.
SEEN_BY_FEW = ["view_auditentry", "view_link", "view_term"]
LISTS = {
    Attachment: (make.make_attachment, 10),
    AuditEntry: (lambda: adopt(make.make_feature()), 9),
    Column: (lambda: make.make_feature().column, 9),
    Committee: (lambda: committee_with(2), 10),
    Feature: (lambda: feature_with(2), 13),
    Indicator: (lambda: indicator_with(2), 10),
    Industry: (lambda: make.make_committee(industry=make.make_industry()).industry, 8),
    Initiative: (lambda: initiative_with(2), 10),
    Link: (lambda: make_link("/no/", kind="internal"), 7),
    Milestone: (lambda: make.make_milestone(committee=make.make_committee(), source=make.make_source()), 9),
    Observation: (lambda: make.make_correction(make.make_observation()), 11),
    Organization: (lambda: make.make_membership().organization, 8),
    Photo: (make.make_photo, 11),
    Source: (make.make_source, 10),
    Term: (make.make_term, 8),
}


def committee_with(parts):
    committee = make.make_committee(industry=make.make_industry(), source=make.make_source())
    for _ in range(parts):
        make.make_membership(committee, source=make.make_source())
        make.make_committee_text(committee)
        make.make_committee_photo(committee)
    return committee


def initiative_with(parts):
    initiative = make.make_initiative(committee=make.make_committee())
    for _ in range(parts):
        make.make_initiative_text(initiative)
        make.make_initiative_photo(initiative)
    return initiative


def indicator_with(parts):
    indicator = make.make_indicator(committee=make.make_committee())
    for _ in range(parts):
        make.make_correction(make.make_observation(indicator, period=f"{2001 + indicator.observations.count()}"))
        make.make_target(indicator)
    return indicator


def feature_with(parts):
    about = [make.make_committee() for _ in range(parts)]
    feature = make.make_feature(source=make.make_source(), cover=make.make_photo(), committees=about)
    for _ in range(parts):
        make.make_credit(feature)
        make.make_text(feature)
        make.make_photo_block(feature)
        make.make_quote(feature)
        make.make_figure_block(feature)
        make.make_attachment_block(feature)
    return feature


# How to make a record with a number of parts of each kind, and the queries that its form takes: who is asking (4), the
# name of the site, the record (twice: as it is public, and as the form shows it), one for each kind of part, one for
# each choice of the record itself that is made, who has it open, and of an indicator two more: whether its subject is
# public.
FORMS = {committee_with: 13, initiative_with: 11, indicator_with: 15, feature_with: 20}


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_a_list_takes_the_same_queries_for_two_rows_and_for_eight(editor, editor_client, model):
    editor.user_permissions.add(*Permission.objects.filter(codename__in=SEEN_BY_FEW))
    make_row, expected = LISTS[model]
    editor_client.get(changelist(model))  # what a process asks once, the kinds of content, it knows from here on
    for rows in (2, 6):
        for _ in range(rows):
            make_row()
        assert count_queries(editor_client, changelist(model)) == expected


@pytest.mark.parametrize("make_record", FORMS, ids=lambda make_record: make_record.__name__)
def test_a_form_takes_the_same_queries_for_two_parts_of_each_kind_and_for_eight(editor_client, make_record):
    editor_client.get(change_page(make_record(1)))  # Django remembers what kinds of content there are.
    counts = [count_queries(editor_client, change_page(make_record(parts))) for parts in (2, 8)]
    assert counts == [FORMS[make_record]] * 2


@pytest.mark.parametrize("make_record", FORMS, ids=lambda make_record: make_record.__name__)
def test_whoever_may_only_look_sees_all_parts_for_the_same_queries(client, make_record):
    viewer = make.make_user(is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(viewer)
    client.get(change_page(make_record(1)))
    few, many = (count_queries(client, change_page(make_record(parts))) for parts in (2, 8))
    assert few == many


def test_every_model_of_the_admin_is_counted():
    ours = {model for model in admin.site._registry if model._meta.app_label != "auth"}
    assert ours == {*LISTS, SiteIdentity}  # which is one form and no list


def test_looking_up_values_takes_the_same_queries_for_two_and_for_eight(editor_client):
    url = "/admin/autocomplete/?app_label=news&model_name=figureblock&field_name=observation&term="
    counts = []
    for rows in (2, 6):
        for _ in range(rows):
            make.make_observation()
        counts.append(count_queries(editor_client, url))
    assert counts[0] == counts[1]


def test_the_index_bears_the_name_of_the_portal_and_begins_with_the_news(editor_client):
    response = editor_client.get("/admin/")
    assert f"{settings.SITE_NAME} · 编辑后台" in response.text
    assert [app["name"] for app in response.context["app_list"]] == ["新闻", "产业链台账", "图片与附件"]


def test_whoever_may_not_open_a_page_of_the_admin_is_told_so_and_led_to_the_desk(powerless_client):
    response = powerless_client.get(changelist(Feature))
    assert response.status_code == 403
    assert "admin/403.html" in [template.name for template in response.templates]
    assert "<h1>您没有这个权限</h1>" in response.text
    assert '<a href="/admin/">返回工作台</a>' in response.text


def test_a_refusal_with_a_reason_gives_it(rf, admin_user):
    request = rf.get("/admin/library/photo/")
    request.user = admin_user
    assert "它正被使用，不能删除。" in forbidden(request, PermissionDenied("它正被使用，不能删除。")).text


def test_a_page_that_is_forbidden_elsewhere_is_one_of_the_site(rf, admin_user):
    for address, user in (("/preview/1/", admin_user), ("/admin/", AnonymousUser())):
        request = rf.get(address)
        request.user = user
        response = forbidden(request, PermissionDenied())
        assert response.status_code == 403
        assert "这个页面不能打开" in response.text


def test_everything_the_block_editor_says_is_chinese(editor_client):
    text = editor_client.get(add_page(Feature)).text
    said = json.loads(re.search(r'id="content-editor-context"[^>]*>(.*?)</script>', text)[1])
    assert [plugin["title"] for plugin in said["plugins"]] == ["文字", "图片", "引语", "数据", "附件"]
    assert all(is_chinese(message) for message in said["messages"].values())


def test_every_button_of_the_text_editor_has_a_chinese_name(editor_client):
    catalog = json.loads(
        re.search(r"newcatalog = ({.*?});$", editor_client.get("/admin/jsi18n/").text, re.DOTALL | re.MULTILINE)[1]
    )
    assert catalog["bold"] == "加粗"
    names = ours("djangojs")
    assert {name: catalog.get(name) for name in names} == names


def test_what_django_says_in_the_admin_is_said_in_our_words():
    words = ours("django")
    assert {name: gettext(name) for name in words} == words
    assert ngettext("%(total_count)s selected", "All %(total_count)s selected", 2) == "已选全部%(total_count)s条"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (changelist(Feature), ["新闻列表", "新增新闻", "已选0条，共1条", "筛选"]),
        (add_page(Feature), ["新增新闻", "再加一条署名"]),
        (add_page(get_user_model()), ["先建立账号，下一步再填写姓名、用户组和权限。"]),
    ],
)
def test_pages_of_the_admin_speak_as_editors_do(admin_client, address, words):
    make.make_feature()
    text = unquoted(admin_client.get(address).text)
    assert [word for word in words if word not in text] == []
    assert [word for word in ("来修改", "来查看", "另一个", "过滤器", "个中") if word in text] == []


def test_a_click_on_nothing_is_told_what_to_do(editor_client):
    response = editor_client.post(changelist(Feature), {"action": "submit", "index": "0"}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["请先勾选记录。什么都没有改变。"]


def ours(domain):
    """Give ``{what stands in the code: ours}`` of the entries without plural in ``portal/locale``."""
    po = (settings.BASE_DIR / f"portal/locale/zh_Hans/LC_MESSAGES/{domain}.po").read_text()
    entries = re.findall(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n)+)', po, re.MULTILINE)
    said = [("".join(ast.literal_eval(line) for line in part.splitlines()) for part in entry) for entry in entries]
    return {name: text for name, text in said if name}


def unquoted(text):
    """Undo the escapes of the JSON that a formset hands to its script."""
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), html.unescape(text))


def is_chinese(text):
    return re.search("[\u4e00-\u9fff]", text) is not None
