"""Leaving the site: which links go through the notice, and that the notice sends nobody where we did not."""

import re
from urllib.parse import parse_qs

import pytest
from django.core.signing import Signer
from django.template import engines
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.identity.models import SiteIdentity
from portal.shared import outbound
from tests import factories as make
from tests.admin_pages import count_queries

pytestmark = pytest.mark.django_db

ELSEWHERE = "https://example.org/page?a=1&b=2"


def rendered(source, **context):
    return engines["django"].from_string("{% load portal %}" + source).render(context)


def destination(link):
    """Give where the notice of ``link`` leads; ``None`` when the link is no notice."""
    return parse_qs(link.partition("?")[2])["url"][0] if link.startswith("/leaving/?") else None


# The rule


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/news/",
        "news/",
        "#main",
        "?page=2",
        "mailto:a@example.org",
        "tel:0531-1234",
        "/path?next=//example.org",
    ],
)
def test_what_names_no_host_stays_as_it_is(address):
    assert outbound.lead(address) == (address, False)


@pytest.mark.parametrize(
    "address",
    [
        "https://testserver/news/",
        "http://testserver:8000/",
        "HTTPS://TestServer/",
        "https://testserver./",
        "//testserver/",
    ],
)
def test_the_sites_own_hosts_are_not_left(address):
    target, leads_away = outbound.lead(address)
    assert (destination(target), leads_away) == (None, False)


def test_the_domain_of_the_identity_is_one_of_the_sites_own():
    assert destination(outbound.lead("https://高新区.例子/")[0])
    SiteIdentity(domain="高新区.例子").save()
    ascii_address = f"https://{'.'.join(label.encode('idna').decode() for label in ('高新区', '例子'))}/a"
    assert outbound.lead("https://高新区.例子/a") == outbound.lead(ascii_address) == (ascii_address, False)
    assert destination(outbound.lead("https://www.高新区.例子/")[0])


@pytest.mark.parametrize("host", ["gov.cn", "www.gov.cn", "innovation.jinan.gov.cn", "www.jinan.gov.cn:8443"])
def test_government_sites_are_left_for_at_once(host):
    assert outbound.lead(f"https://{host}/page") == (f"https://{host}/page", True)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://example.org/", "example.org"),
        ("http://EXAMPLE.org:80/", "example.org"),
        ("//example.org/", "example.org"),
        ("\\\\example.org/", "example.org"),
        ("/\\example.org/", "example.org"),
        ("/\t/example.org/", "example.org"),
        ("///example.org/", "example.org"),
        ("https:example.org", "example.org"),
        ("https:/\\/example.org", "example.org"),
        (" \x01ht\ntps://example.org/", "example.org"),
        ("https://example.org\\.gov.cn/", "example.org"),
        ("https://example.org?.gov.cn", "example.org"),
        ("https://example.org#.gov.cn", "example.org"),
        ("https://gov.cn.example.org/", "gov.cn.example.org"),
        ("https://notgov.cn/", "notgov.cn"),
        ("https://testserver.example.org/", "testserver.example.org"),
        ("https://evil.testserver/", "evil.testserver"),
        ("https://ｅｘａｍｐｌｅ。org/", "example.org"),
        ("https://аpple.com/", "xn--pple-43d.com"),
        ("http://[2001:DB8::1]:8080/", "[2001:db8::1]"),
        ("http://2130706433/", "2130706433"),
    ],
)
def test_every_other_host_goes_through_the_notice_however_it_is_written(address, host):
    target, leads_away = outbound.lead(address)
    assert leads_away
    assert outbound.read(destination(target)).host == host


@pytest.mark.parametrize(
    "address",
    [
        "https://www.gov.cn@example.org/",
        "https://www.gov.cn:80@example.org/",
        "https://@testserver/",
        "https://example%2eorg/",
        "https://www.gov.cn%00.example.org/",
        "https://example.org:port/",
        "https://www.go\u200dv.cn/",
        "https://www.gov.cn /",
        "https://℀.gov.cn/",
        "https://..gov.cn/",
        "https://[::1/",
        "https://",
        "//",
    ],
)
def test_an_address_that_deceives_is_refused_with_a_sentence(client, address):
    target, leads_away = outbound.lead(address)
    assert leads_away
    response = client.get(target)
    assert response.status_code == 400
    assert re.search("这个网址.*本网不提供跳转", response.text)


def test_words_before_the_host_are_called_by_their_name(client):
    assert "夹带了别的内容" in client.get(outbound.lead("https://www.gov.cn@example.org/")[0]).text


def test_what_follows_a_backslash_is_a_path_as_it_is_to_browsers():
    assert outbound.lead("https://www.gov.cn\\@example.org/") == ("https://www.gov.cn\\@example.org/", True)
    assert destination(outbound.lead("https://example.org\\@www.gov.cn/")[0])


TRICKY = st.text(st.sampled_from("/\\:@?#.%[]\t\n aegovcnEＧ。-_1\u200d\xad中") | st.characters(codec="utf-8"))
STARTS = ["", "https:", "http://", "//", "/\\", "https://gov.cn", "https://testserver"]


@settings(deadline=None)
@given(TRICKY, st.sampled_from(STARTS), TRICKY)
def test_what_is_followed_at_once_is_plainly_ours_or_a_government_site(before, start, after):
    target, _ = outbound.lead(before + start + after)
    if destination(target) is None and outbound.read(target):
        host = re.match(r"https?://([^/\\?#]*)", target)[1]
        ours = {"testserver", "127.0.0.1", "localhost"}
        assert re.sub(":[0-9]+$", "", host) in ours or re.fullmatch(r"([a-z0-9_-]+\.)*gov\.cn(:[0-9]+)?", host)


@settings(deadline=None)
@given(TRICKY)
def test_an_address_that_was_written_out_reads_the_same_again(text):
    try:
        first = outbound.read(f"https://{text}")
    except outbound.Refused:
        return
    assert outbound.read(str(first)) == first


# Links in pages


def test_links_in_running_text_go_through_the_notice_and_say_that_they_lead_away(client):
    text = (
        f'<p><a href="{ELSEWHERE}" title="去">甲</a>、<a href="/news/">乙</a>、<a href="https://www.gov.cn/">丙</a></p>'
    )
    feature = make.make_feature()
    make.make_text(feature, text)
    page = client.get(feature.get_absolute_url()).text
    notice, shown = outbound.notice(ELSEWHERE).replace("&", "&amp;"), ELSEWHERE.replace("&", "&amp;")
    away = '<span class="visually-hidden">（外部链接）</span></a>'
    link = f'<a href="{notice}" rel="external" data-address="{shown}" title="去">甲{away}'
    assert f'{link}、<a href="/news/">乙</a>、' in page
    link = '<a href="https://www.gov.cn/" rel="external" data-address="https://www.gov.cn/">'
    assert f"{link}丙{away}</p>" in page


def test_a_link_within_a_link_goes_through_the_notice_too():
    html = f'<a href="https://www.gov.cn/"><table><tr><td><a href="{ELSEWHERE}">乙</a></td></tr></table></a>'
    assert f'href="{ELSEWHERE}"' not in rendered("{{ html|outbound_links }}", html=html)


def test_words_that_look_like_links_are_left_alone():
    html = f'<p>&lt;a href="{ELSEWHERE}"&gt; <abbr title="{ELSEWHERE}">x</abbr> <a>y</a></p>'
    assert rendered("{{ html|outbound_links }}", html=html) == html


def test_a_source_and_a_members_website_go_through_the_notice(client):
    source = make.make_source(url=ELSEWHERE)
    member = make.make_membership(organization=make.make_organization(website="https://member.example/"))
    link = '<a href="{}" rel="external" data-address="{}">{}<span class="visually-hidden">（外部链接）</span></a>'
    notice, shown = outbound.notice(ELSEWHERE).replace("&", "&amp;"), ELSEWHERE.replace("&", "&amp;")
    assert link.format(notice, shown, shown) in client.get(source.get_absolute_url()).text
    notice = outbound.notice("https://member.example/").replace("&", "&amp;")
    page = client.get(member.committee.get_absolute_url()).text
    assert link.format(notice, "https://member.example/", member.organization.name) in page


def test_the_words_of_a_link_are_escaped():
    html = rendered("{{ address|outbound_link:text }}", address='https://example.org/"><b>', text="<b>")
    assert "<b>" not in html


def test_many_links_cost_no_query(client):
    block = make.make_text(text=f'<p><a href="{ELSEWHERE}">甲</a></p>')
    address = block.parent.get_absolute_url()
    one = count_queries(client, address)
    block.text *= 20
    block.save()
    assert count_queries(client, address) == one


# The notice


def test_the_notice_names_the_host_and_offers_to_go_on_or_to_stay(client):
    response = client.get(outbound.lead(ELSEWHERE)[0])
    assert response.status_code == 200
    page = response.text
    assert "您访问的链接即将离开“济南高新区产业链门户”，是否继续？" in page
    assert ">example.org</dd>" in page
    shown = ELSEWHERE.replace("&", "&amp;")
    assert f'<a class="button" href="{shown}" rel="noreferrer nofollow external">继续访问</a>' in page
    assert '<a class="button is-plain" href="/">放弃</a>' in page
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert "http-equiv" not in page
    assert not response.cookies


def test_a_host_in_another_script_is_named_in_both_ways(client):
    assert "例子.org（xn--fsqu00a.org）" in client.get(outbound.lead("https://例子.org/")[0]).text


def test_the_notice_of_an_address_is_always_the_same():
    assert outbound.lead(ELSEWHERE) == outbound.lead(ELSEWHERE)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"url": ELSEWHERE},
        {"url": ELSEWHERE, "key": "x"},
        {"url": ELSEWHERE, "key": Signer().signature(ELSEWHERE)},
        {"url": "https://evil.example/", "key": Signer(salt=outbound.SALT).signature(ELSEWHERE)},
        {"url": "https", "key": f"//evil.example:{Signer(salt=outbound.SALT).signature('https://evil.example')}"},
        {"url": "https://example.org/a", "key": f"b:{Signer(salt=outbound.SALT).signature('https://example.org/a:b')}"},
        {"url": "", "key": Signer(salt=outbound.SALT).signature("")},
        {"url": "/news/", "key": Signer(salt=outbound.SALT).signature("/news/")},
        {"url": "javascript:alert(1)", "key": Signer(salt=outbound.SALT).signature("javascript:alert(1)")},
    ],
)
def test_an_address_that_we_did_not_sign_is_refused_and_not_linked(client, query):
    response = client.get("/leaving/", query)
    assert response.status_code == 400
    assert "本网不提供跳转" in response.text
    links = re.findall(r'(?:href|src|content|action)="([^"]*)"', response.text)
    assert not [link for link in links if "example" in link or "javascript:" in link]


def test_links_signed_with_an_older_secret_key_still_work(client, settings):
    link = outbound.notice(ELSEWHERE)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another secret key"
    assert client.get(link).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(link).status_code == 400
