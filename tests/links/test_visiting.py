"""Other sites are asked politely and safely, and every answer, bad or none, is told in time."""

import ssl
import time

import pytest

from portal.links import connecting, visiting
from portal.links.answers import FINE, Outcome
from portal.links.connecting import is_public
from portal.links.visiting import visit
from tests.links.sites import CERTIFICATE, serving, unused_port

AGENT = "PortalLinkCheck/1.0"
SHORT = 0.4


@pytest.fixture(scope="module")
def running():
    with serving() as server:
        yield server


@pytest.fixture
def server(running, settings):
    settings.LINKS_ALLOW_PRIVATE = True
    running.asked.clear()
    return running


def methods(server):
    return [method for method, *_ in server.asked]


# Answers


@pytest.mark.parametrize(
    ("path", "outcome", "why"),
    [
        ("/200", "FINE", ""),
        ("/204", "FINE", ""),
        ("/404", "GONE", "网站说没有这个网页（404）。"),
        ("/410", "GONE", "网站说这个网页已经撤下（410）。"),
        ("/400", "FAILED", "网站不接受这个网址（400）。"),
        ("/403", "REFUSED", "网站不让程序查看（403），请自己打开看看。"),
        ("/429", "REFUSED", "网站不让程序查看（429），请自己打开看看。"),
        ("/500", "FAILED", "网站出错（500）。"),
        ("/503", "FAILED", "网站出错（503）。"),
        ("/nohead", "FINE", ""),
        ("/headdies", "FINE", ""),
        ("/to?/200", "FINE", ""),
        ("/to?/404", "GONE", "网站说没有这个网页（404）。"),
        ("/deep/5", "FINE", ""),
        ("/deep/6", "FAILED", visiting.ENDLESS),
        ("/to?/to", "FINE", ""),  # a redirect without a target is an answer
        ("/to?file:///etc/passwd", "FAILED", visiting.LEADS_NOWHERE),
        ("/to?http://a@b/", "FAILED", visiting.LEADS_NOWHERE),
        ("/dies", "FAILED", visiting.CUT_OFF),
        ("/garbage", "FAILED", visiting.CUT_OFF),
        ("/huge", "FINE", ""),
    ],
)
def test_an_answer_is_told(server, path, outcome, why):
    answer = visit(server.url(path), 5, AGENT)
    assert (answer.outcome.name, answer.why) == (outcome, why)


def test_head_is_enough_where_it_is_well_and_little_is_read_where_it_is_not(server):
    visit(server.url("/200"), 5, AGENT)
    assert methods(server) == ["HEAD"]
    visit(server.url("/huge"), 5, AGENT)
    assert methods(server) == ["HEAD", "HEAD", "GET"]
    assert server.sent < 20_000_000  # what the system takes off its hands, and not all that it would send


def test_we_say_who_we_are_and_send_nothing_else(server):
    visit(server.url("/200?a=1"), 5, AGENT)
    [(_, path, headers, _)] = server.asked
    host = f"127.0.0.1:{server.server_port}"
    assert (path, headers) == (
        "/200?a=1",
        {"Host": host, "User-Agent": AGENT, "Accept": "*/*", "Connection": "close", "Accept-Encoding": "identity"},
    )


@pytest.mark.django_db
def test_our_name_has_the_address_of_the_site(settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "*", "portal.example.gov.cn"]
    assert visiting.agent() == "PortalLinkCheck/1.0 (+https://portal.example.gov.cn/)"
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    assert visiting.agent() == "PortalLinkCheck/1.0"


# Time


@pytest.mark.parametrize("path", ["/slow", "/drip", "/continues"])
def test_nothing_takes_longer_than_it_may(server, path):
    began = time.monotonic()
    answer = visit(server.url(path), SHORT, AGENT)
    assert (answer.outcome, answer.why) == (Outcome.FAILED, "等了0.4秒，网站没有答完。")
    assert time.monotonic() - began < SHORT + 2


def test_where_nobody_listens_and_where_there_is_no_such_name(server):
    assert visit(f"http://127.0.0.1:{unused_port()}/", 5, AGENT).why == visiting.NO_CONNECTION
    assert visit("http://a..b/", 5, AGENT).why == visiting.NO_NAME
    assert visit(f"http://{'a' * 70}.example/", 5, AGENT).why == visiting.NO_NAME


# TLS


def test_a_certificate_is_checked(server):
    with serving(tls=True) as safe:
        address = safe.url("/200", "localhost").replace("http:", "https:")
        assert visit(address, 5, AGENT).why == visiting.BAD_CERTIFICATE
        assert safe.asked == []
    assert visit(server.url("/200").replace("http:", "https:"), 5, AGENT).why == visiting.NO_TLS


def test_a_trusted_certificate_is_well_and_time_is_kept_over_tls(server, monkeypatch):
    trusting = ssl.create_default_context(cafile=CERTIFICATE)
    monkeypatch.setattr(connecting.ssl, "create_default_context", lambda: trusting)
    with serving(tls=True) as safe:
        assert visit(safe.url("/200", "localhost").replace("http:", "https:"), 5, AGENT) == FINE
        began = time.monotonic()
        answer = visit(safe.url("/drip", "localhost").replace("http:", "https:"), SHORT, AGENT)
        assert (answer.outcome, time.monotonic() - began < SHORT + 2) == (Outcome.FAILED, True)


# Our own network


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "[::1]"],  # noqa: S104
)
def test_our_own_network_is_never_asked(running, settings, host):
    settings.LINKS_ALLOW_PRIVATE = False
    running.asked.clear()
    answer = visit(running.url("/200", host), 5, AGENT)
    assert (answer.outcome, running.asked) != (Outcome.FINE, [])
    assert running.asked == []
    assert answer.why in (visiting.INSIDE, visiting.INSIDE_BY_NUMBER)


def test_a_name_that_leads_inside_is_left_to_people(running, settings):
    settings.LINKS_ALLOW_PRIVATE = False
    answer = visit(running.url("/200", "localhost"), 5, AGENT)
    assert (answer.outcome, answer.why) == (Outcome.REFUSED, visiting.INSIDE)


def test_a_redirect_leads_nowhere_inside(server, monkeypatch):
    """Only the first look-up is let through, as if the site were outside."""
    allowed, look_up = [server.server_port], connecting.resolved

    def once(host, port):
        connecting.settings.LINKS_ALLOW_PRIVATE = bool(allowed and allowed.pop())
        return look_up(host, port)

    monkeypatch.setattr(connecting, "resolved", once)
    answer = visit(server.url(f"/to?http://127.0.0.1:{server.server_port}/200", "localhost"), 5, AGENT)
    assert (answer.outcome, answer.why) == (Outcome.REFUSED, visiting.INSIDE)
    assert [path for _, path, *_ in server.asked] == [f"/to?http://127.0.0.1:{server.server_port}/200"]


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111"])
def test_the_open_internet_is_asked(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "100.64.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:8.8.8.8",
        "64:ff9b::a00:1",
        "2002:a00:1::",
    ],
)
def test_the_rest_is_not(address):
    assert not is_public(address)


def test_proxies_of_the_environment_are_not_used(server, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_port()}")
    assert visit(server.url("/200"), 5, AGENT) == FINE
