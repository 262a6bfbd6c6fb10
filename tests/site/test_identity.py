"""What the site says of itself: shown as it was entered, edited by those with the right, and never invented."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from portal.identity.checks import variables_without_effect
from portal.identity.models import SiteIdentity
from portal.shared import outbound
from tests import factories as make
from tests.admin_pages import errors_of, form_of, lost

pytestmark = pytest.mark.django_db

FORM = "/admin/identity/siteidentity/1/change/"
FULL = {
    "name": "示例高新区",
    "domain": "www.example.gov.cn",
    "organiser": "示例管理委员会",
    "undertaker": "示例大数据中心",
    "address": "示例路1号",
    "phone": "0531-12345678",
    "email": "fix@example.gov.cn",
    "correction_url": "https://zfwzgl.www.gov.cn/exposure/jiucuo.html",
    "id_code": "3701000001",
    "icp_number": "鲁ICP备00000000号-1",
    "police_number": "鲁公网安备 37010002000001号",
}


def identity(**values):
    row = SiteIdentity(**values)
    row.save()
    return row


def hours(number):
    return timezone.now() + timedelta(hours=number)


def alert(text="今晚八点起系统维护。", start=-1, end=1, **values):
    return SiteIdentity(alert_text=text, alert_start=hours(start), alert_end=hours(end), **values)


def footer(client):
    return client.get("/about/").text.partition("<footer")[2]


def picture(form="PNG", size=(80, 100), name="badge.png"):
    file = BytesIO()
    Image.new("RGB", size).save(file, form)
    return ContentFile(file.getvalue(), name)


@pytest.fixture
def keeper(db):
    """Someone of the group that keeps the identity."""
    user = make.make_user("keeper", is_staff=True)
    user.groups.add(Group.objects.get(name="网站管理"))
    return user


@pytest.fixture
def keeper_client(keeper):
    client = Client()
    client.force_login(keeper)
    return client


def save(client, **values):
    """Open the form, type ``values``, save."""
    return client.post(FORM, form_of(client.get(FORM)) | values)


# What is shown


def test_a_new_site_has_a_name_and_says_nothing_else_of_itself(client):
    page = footer(client)
    assert "济南高新区产业链门户" in page
    for word in ("主办单位", "承办单位", "地址", "电话", "纠错", "标识", "备案"):
        assert word not in page


def test_the_first_name_comes_from_the_environment_and_the_saved_one_replaces_it(client, settings):
    settings.SITE_NAME = "环境里的名称"
    assert "环境里的名称" in footer(client)
    identity(name="后台里的名称")
    assert "后台里的名称" in footer(client)
    assert "环境里的名称" not in footer(client)


def test_the_footer_shows_what_was_entered_and_leads_to_the_filings(client):
    identity(**FULL)
    page = footer(client)
    for value in set(FULL.values()) - {FULL["domain"], FULL["correction_url"]}:
        assert value in page
    for address, words in (
        ("https://beian.miit.gov.cn/", "鲁ICP备00000000号-1"),
        ("https://beian.gov.cn/portal/registerSystemInfo?recordcode=37010002000001", FULL["police_number"]),
        (FULL["correction_url"], "政府网站找错"),
    ):
        assert f'href="{address}" rel="external" data-address="{address}">{words}<' in page


def test_every_page_names_the_site_its_domain_and_its_code_to_machines(client):
    identity(**FULL)
    page = client.get("/about/").text
    assert '<meta name="SiteName" content="示例高新区">' in page
    assert '<meta name="SiteDomain" content="www.example.gov.cn">' in page
    assert '<meta name="SiteIDCode" content="3701000001">' in page


def test_the_badge_is_shown_with_its_size_and_leads_to_its_record(client):
    row = identity(badge=picture(), badge_url="https://bszs.conac.cn/sitename?id=1")
    page = footer(client)
    notice = outbound.notice("https://bszs.conac.cn/sitename?id=1").replace("&", "&amp;")
    assert f'<a href="{notice}" rel="external"><img src="{row.badge.url}" width="80" height="100"' in page
    row.badge_url = ""
    row.save()
    assert f'<img src="{row.badge.url}"' in footer(client)
    assert "外部链接" not in footer(client)


def test_what_was_entered_is_escaped(client):
    identity(name="<b>名称</b>", organiser='"><i>', alert_text="<u>", alert_start=hours(-1), alert_end=hours(1))
    page = footer(client) + render_to_string("_alert.html", {"site": SiteIdentity.current()})
    assert not [tag for tag in ("<b>", "<i>", "<u>") if tag in page]


# The home alert


@pytest.mark.parametrize(("start", "end", "shown"), [(-1, 1, True), (-2, -1, False), (1, 2, False), (0, 1, True)])
def test_the_alert_is_shown_between_its_times_only(start, end, shown):
    page = render_to_string("_alert.html", {"site": alert(start=start, end=end)})
    assert ("今晚八点起系统维护。" in page) == shown


def test_no_alert_leaves_nothing_on_the_page():
    assert render_to_string("_alert.html", {"site": SiteIdentity()}).strip() == ""


def test_an_alert_says_in_words_how_grave_it_is_and_may_lead_on():
    page = render_to_string("_alert.html", {"site": alert(alert_level="important", alert_url="/news/1-a/")})
    assert '<strong class="alert-level">重要</strong><a href="/news/1-a/">今晚八点起系统维护。</a>' in page
    page = render_to_string("_alert.html", {"site": alert(alert_url="https://example.org/")})
    assert outbound.notice("https://example.org/").replace("&", "&amp;") in page


# What it costs


def identity_queries(client, address):
    client.get("/robots.txt")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries if "identity_siteidentity" in query["sql"]]


@pytest.mark.parametrize("address", ["/", "/about/", "/news/", "/feed/", "/api/v1/schema/"])
def test_a_page_asks_for_the_identity_once(client, address):
    assert len(identity_queries(client, address)) == 1


@pytest.mark.parametrize("address", ["/robots.txt", "/healthz", "/api/v1/features"])
def test_an_answer_that_does_not_show_the_identity_does_not_ask_for_it(client, address):
    assert identity_queries(client, address) == []


def test_a_template_that_does_not_show_the_identity_does_not_ask_for_it(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        render_to_string("400.html", request=rf.get("/"))


def test_nothing_is_remembered_between_requests(client):
    identity(name="先")
    client.get("/about/")
    SiteIdentity.objects.update(name="后")  # as another process would
    assert "后" in footer(client)
    SiteIdentity.objects.update(name="更后")
    assert SiteIdentity.current().name == "更后"


def test_whatever_was_worded_at_start_bears_the_name_of_now(client):
    identity(name="改过的名称")
    assert (
        client.get("/api/v1/schema/", headers={"accept": "application/json"}).json()["info"]["title"]
        == "改过的名称 API"
    )
    assert "改过的名称 · 编辑后台" in client.get("/admin/login/").text
    assert "改过的名称" in client.get("/feed/").text


# The row


def test_the_database_holds_one_row_with_a_name():
    identity()
    for change in ({"pk": 2}, {"name": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SiteIdentity(**change).save(force_insert=True) if "pk" in change else SiteIdentity.objects.update(**change)
    assert SiteIdentity.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"id_code": "12345"}, "网站标识码是10位数字"),
        ({"id_code": "１２３４５６７８９０"}, "网站标识码是10位数字"),
        ({"police_number": "鲁公网安备"}, "公安备案号里应有12至14位数字"),
        ({"domain": "https://www.example.gov.cn/"}, "只写域名"),
        ({"domain": "www.example.gov.cn:8000"}, "只写域名"),
        ({"badge_url": "http://bszs.conac.cn/"}, "以https://开头"),
        ({"badge_url": "https://a@bszs.conac.cn/"}, "以https://开头"),
        ({"correction_url": "http://www.gov.cn/"}, "以https://开头"),
        ({"alert_url": "//example.org/"}, "本网的路径"),
        ({"alert_url": "/\\example.org/"}, "本网的路径"),
        ({"alert_url": "javascript:alert(1)"}, "本网的路径"),
        ({"alert_url": "http://example.org/"}, "本网的路径"),
        ({"alert_text": "提示"}, "从什么时候显示到什么时候"),
        ({"alert_text": "长" * 201}, "200"),
        ({"alert_text": "提示", "alert_start": hours(1), "alert_end": hours(0)}, "结束时间应晚于开始时间"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(values, sentence):
    with pytest.raises(ValidationError) as refusal:
        SiteIdentity(**values).full_clean()
    assert sentence in str(refusal.value)


def test_a_link_of_the_alert_may_stay_or_leave():
    for address in ("/news/", "/news/?q=a", "https://example.org/a?b=c"):
        SiteIdentity(alert_url=address).full_clean()


@pytest.mark.parametrize(
    "values", [{"alert_text": "提示"}, {"alert_start": hours(1), "alert_end": hours(0)}], ids=["times", "order"]
)
def test_the_database_refuses_an_alert_without_sense(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        identity(**values)


# The admin


def test_the_list_leads_straight_to_the_form(keeper_client):
    response = keeper_client.get("/admin/identity/siteidentity/", follow=True)
    assert response.redirect_chain == [(FORM, 302)]
    assert form_of(response)["name"] == "济南高新区产业链门户"
    assert SiteIdentity.objects.count() == 0


def test_those_with_the_right_fill_it_in_and_find_it_in_the_history(keeper_client, client):
    assert save(keeper_client, **FULL).status_code == 302
    assert {name: getattr(SiteIdentity.current(), name) for name in FULL} == FULL
    assert save(keeper_client, phone="0531-87654321").status_code == 302
    assert "0531-87654321" in footer(client)
    history = keeper_client.get("/admin/identity/siteidentity/1/history/").text
    assert LogEntry.objects.count() == 2
    assert "已修改电话。" in history


@pytest.mark.parametrize("address", ["add/", "1/delete/"])
def test_nobody_adds_another_or_deletes_it(admin_client, address):
    identity()
    assert admin_client.get(f"/admin/identity/siteidentity/{address}").status_code == 403


def test_there_is_no_other_than_the_one(admin_client):
    assert admin_client.get("/admin/identity/siteidentity/2/change/").status_code == 302
    assert SiteIdentity.objects.count() == 0


@pytest.mark.parametrize("group", ["编辑", "初审", "终审"])
def test_the_other_groups_neither_see_nor_change_it(client, group):
    user = make.make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    assert client.get(FORM).status_code == 403
    assert client.post(FORM, {"name": "别的"}).status_code == 403
    assert "网站信息" not in client.get("/admin/").text


def test_whoever_may_only_look_cannot_save(client):
    user = make.make_user(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_siteidentity"))
    client.force_login(user)
    page = client.get(FORM)
    assert "济南高新区产业链门户" in page.text
    assert 'name="name"' not in page.text
    assert 'name="_save"' not in page.text
    assert client.post(FORM, {"name": "别的"}).status_code == 403


def test_the_group_is_made_once_and_then_its_owners(db):
    group = Group.objects.get(name="网站管理")
    assert {right.codename for right in group.permissions.all()} == {"view_siteidentity", "change_siteidentity"}
    group.permissions.clear()
    call_command("migrate", verbosity=0)
    assert not group.permissions.exists()


def test_a_later_save_does_not_undo_an_earlier_one_unawares(keeper_client):
    save(keeper_client, **FULL)
    mine = form_of(keeper_client.get(FORM)) | {"phone": "我的电话"}
    save(keeper_client, address="别人的地址", phone="别人的电话")
    response = keeper_client.post(FORM, mine)
    assert response.status_code == 200
    assert lost(mine, response).keys() == {"opened_at_version"}
    errors = errors_of(response)
    assert any("您打开这一页以后，别人保存过" in sentence for sentence in errors)
    assert "现在保存的是：别人的电话" in errors
    assert "现在保存的是：别人的地址" in errors
    assert SiteIdentity.current().phone == "别人的电话"
    assert keeper_client.post(FORM, form_of(response)).status_code == 302
    assert SiteIdentity.current().phone == "我的电话"


def test_two_first_saves_meet_as_any_others(keeper_client):
    mine = form_of(keeper_client.get(FORM)) | {"name": "我的名称"}
    save(keeper_client, name="别人的名称")
    assert keeper_client.post(FORM, mine).status_code == 200
    assert SiteIdentity.current().name == "别人的名称"


def noise(size):
    """Give a picture that cannot be made smaller."""
    file = BytesIO()
    Image.effect_noise(size, 90).save(file, "PNG")
    return ContentFile(file.getvalue(), "badge.png")


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (ContentFile(b"<svg/>", "badge.svg"), "图片"),
        (ContentFile(b"not a picture", "badge.png"), "图片"),
        (picture("BMP", name="badge.png"), "请上传JPG、PNG、WebP或GIF图片。"),
        (noise((700, 700)), "标识图片不能超过200kB，这一张有"),
    ],
    ids=["svg", "text", "bmp", "large"],
)
def test_what_is_no_small_picture_is_refused(keeper_client, file, sentence):
    response = save(keeper_client, badge=file)
    assert response.status_code == 200
    assert any(sentence in error for error in errors_of(response))
    assert SiteIdentity.objects.count() == 0


def test_a_badge_is_uploaded_and_taken_away(keeper_client):
    assert save(keeper_client, badge=picture()).status_code == 302
    row = SiteIdentity.current()
    assert (row.badge_width, row.badge_height) == (80, 100)
    assert save(keeper_client, **{"badge-clear": "on"}).status_code == 302
    assert not SiteIdentity.current().badge


def test_variables_that_no_longer_count_are_named_at_start(monkeypatch):
    assert variables_without_effect(None) == []
    monkeypatch.setenv("SITE_ORGANISER", "某管委会")
    assert "SITE_ORGANISER" in variables_without_effect(None)[0].msg


def test_the_home_page_describes_itself_as_the_form_says(client):
    SiteIdentity(description="一句简介。", keywords="甲，乙").save()
    page = client.get("/").text
    assert '<meta name="ColumnDescription" content="一句简介。">' in page
    assert '<meta name="ColumnKeywords" content="甲，乙">' in page
