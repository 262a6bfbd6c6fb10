"""The list of links in the admin, and the dead ones for the desk."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.links import index
from portal.links.models import Link
from portal.links.report import dead_links
from tests import factories as make
from tests.admin_pages import change_page, changelist, count_queries
from tests.links.texts import known, make_link

pytestmark = pytest.mark.django_db
LIST = "/admin/links/link/"


@pytest.fixture
def reader():
    """Somebody who may see links and nothing else."""
    user = make.make_user(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_link"))
    client = Client()
    client.force_login(user)
    return client


def look_again(client, **data):
    keys = list(Link.objects.values_list("pk", flat=True))
    return client.post(LIST, {"action": "look_again", "_selected_action": keys} | data, follow=True)


def shown(response):
    """Give the addresses on the page, in their order."""
    return [link.address for link in response.context["cl"].result_list]


def test_what_needs_somebody_comes_first_and_leads_to_its_form(reader):
    company = make.make_organization("量子公司", website="https://www.example.org/")
    make_link("/news/", kind="internal", status=Link.Status.FINE)
    make_link("/no/", kind="internal", status=Link.Status.DEAD, why="本网没有这个页面。")
    response = reader.get(LIST)
    assert shown(response) == ["/no/", "https://www.example.org/", "/news/"]
    assert f'<a href="{change_page(company)}">量子公司</a>，网站' in response.text
    assert "本网没有这个页面。" in response.text


def test_links_are_filtered_and_found(reader):
    make_link("/no/", kind="internal", status=Link.Status.DEAD)
    make_link("https://www.example.org/")
    assert shown(reader.get(LIST, {"status__exact": 1})) == ["/no/"]
    assert shown(reader.get(LIST, {"kind__exact": "external"})) == ["https://www.example.org/"]
    assert shown(reader.get(LIST, {"status__exact": 3})) == ["https://www.example.org/"]
    assert shown(reader.get(LIST, {"q": "example.org"})) == ["https://www.example.org/"]


def test_an_address_that_is_none_is_shown_as_text_and_cannot_be_followed(reader):
    make_link("", address='javascript:alert("1")', status=Link.Status.DEAD)
    page = reader.get(LIST).text
    assert "javascript:alert(&quot;1&quot;)" in page
    assert 'href="javascript' not in page


def test_internal_links_are_judged_again_when_asked(reader):
    make_link("/news/", kind="internal", status=Link.Status.DEAD)
    make_link("/no/", kind="internal", status=Link.Status.FINE)
    make_link("https://www.example.org/")
    response = look_again(reader)
    assert known() == {"/news/": "fine", "/no/": "dead", "https://www.example.org/": "unchecked"}
    assert "已检查2个内部网址。外部链接由服务器上的定时任务检查。" in response.text


def test_external_links_alone_are_left_to_the_server(reader):
    make_link("https://www.example.org/")
    assert "选中的都是外部链接，由服务器上的定时任务检查。" in look_again(reader).text


def test_too_many_at_once_are_judged_in_part(reader, monkeypatch):
    monkeypatch.setattr("portal.links.admin.AT_ONCE", 2)
    for number in range(3):
        make_link(f"/no/{number}/", kind="internal")
    assert "一次最多检查2个网址" in look_again(reader).text
    assert sorted(known().values()) == ["dead", "dead", "unchecked"]


def test_nobody_changes_links_by_hand(client):
    link = make_link("/no/", kind="internal")
    client.force_login(make.make_user(is_staff=True, is_superuser=True))
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.get(f"{LIST}{link.pk}/delete/").status_code == 403
    assert client.post(f"{LIST}{link.pk}/change/", {"address": "x"}).status_code == 403
    page = client.get(f"{LIST}{link.pk}/change/")
    assert page.status_code == 200
    assert not re.search(r'<(?:input|textarea|select)[^>]*name="(?:address|status|why)"', page.text)


def test_without_the_right_to_see_links_nobody_sees_them_or_looks_again(powerless_client, client):
    make_link("/news/", kind="internal")
    assert powerless_client.get(LIST).status_code == 403
    assert look_again(powerless_client).status_code == 403
    assert look_again(client).redirect_chain[0][0].startswith("/admin/login/")
    assert known() == {"/news/": "unchecked"}


def test_the_list_takes_the_same_queries_for_two_links_and_for_eight(reader):
    counts = []
    for links in (2, 6):
        for number in range(links):
            make_link(f"/no/{number}/", kind="internal")
        counts.append(count_queries(reader, changelist(Link)))
    assert counts == [7, 7]


def test_the_desk_is_told_of_the_dead_in_two_queries():
    assert dead_links(5) == (0, [])
    links = [make_link(f"/no/{number}/", kind="internal", title=f"新闻{number}") for number in range(4)]
    make_link("/news/", kind="internal")
    index.judge_all()
    with CaptureQueriesContext(connection) as queries:
        count, rows = dead_links(2)
        told = [(row.title, row.address, row.why, row.admin_url) for row in rows]
    assert (len(queries), count, len(rows)) == (2, 4, 2)
    form = f"/admin/chains/organization/{links[3].object_id}/change/"
    assert told[0] == ("新闻3", "/no/3/", "本网没有这个页面。", form)
