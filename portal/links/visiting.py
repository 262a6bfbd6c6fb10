"""Whether another site has what an external link leads to. No cookies, no credentials, next to nothing is read."""

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import urljoin, urlsplit

from portal.shared import outbound

from .addresses import beyond
from .answers import FINE, Answer, Outcome
from .connecting import Deadline, NotPublic, TooSlow, connected, secured

MOST_REDIRECTS = 5
READ = 2048
REDIRECTS = (301, 302, 303, 307, 308)
GONE = {404: "网站说没有这个网页（404）。", 410: "网站说这个网页已经撤下（410）。"}
# Firewalls and shops of traffic answer programs so, and people otherwise.
TURNED_AWAY = {401, 402, 403, 405, 406, 407, 412, 418, 429, 451, 999}

NO_NAME = "找不到这个网站：域名没有登记，或暂时查不到。"
INSIDE = "从服务器上看，这个网址在内部网络里，没有去查。请在外面的网络打开看看。"
INSIDE_BY_NUMBER = "这是内部网络的网址，读者打不开。"
BAD_CERTIFICATE = "网站的安全证书有问题，浏览器会警告读者。"
NO_TLS = "网站建立不了安全连接（https）。"
NO_CONNECTION = "连接不上这个网站。"
CUT_OFF = "连接中断，网站没有答完。"
ENDLESS = f"跳转了{MOST_REDIRECTS}次还没有到头。"
LEADS_NOWHERE = "网站跳转到的网址写得不对。"


def visit(target, timeout, agent):
    """Give the :class:`Answer` of the site of ``target``, within ``timeout`` seconds, redirects and all.

    Only the system's look-up of the name may take longer. ``agent``: what we call ourselves.
    """
    deadline = Deadline(timeout)
    try:
        return follow(target, deadline, agent)
    except (TooSlow, TimeoutError):
        return Answer(Outcome.FAILED, f"等了{timeout:g}秒，网站没有答完。")
    except NotPublic:
        return Answer(Outcome.GONE, INSIDE_BY_NUMBER) if is_number(target) else Answer(Outcome.REFUSED, INSIDE)
    except (socket.gaierror, UnicodeError):
        return Answer(Outcome.FAILED, NO_NAME)
    except ssl.SSLCertVerificationError:
        return Answer(Outcome.FAILED, BAD_CERTIFICATE)
    except ssl.SSLError:
        return Answer(Outcome.FAILED, NO_TLS)
    except (http.client.HTTPException, ConnectionResetError, BrokenPipeError, ValueError):
        return Answer(Outcome.FAILED, CUT_OFF)
    except OSError:
        return Answer(Outcome.FAILED, NO_CONNECTION)


def is_number(target):
    """Whether an address names its host by its number."""
    try:
        ipaddress.ip_address((urlsplit(target).hostname or "").strip("[]"))
    except ValueError:
        return False
    return True


def follow(target, deadline, agent):
    for _ in range(MOST_REDIRECTS + 1):
        status, location = ask(target, deadline, agent)
        if status not in REDIRECTS or not location:
            return answer_to(status)
        target = next_target(urljoin(target, location))
        if not target:
            return Answer(Outcome.FAILED, LEADS_NOWHERE)
    return Answer(Outcome.FAILED, ENDLESS)


def next_target(address):
    """Give the address that a site leads on to, in one form; empty where it is none of http or https."""
    try:
        destination = outbound.read(address)
    except outbound.Refused:
        return ""
    return beyond(destination).target if destination else ""


def answer_to(status):
    if status in GONE:
        return Answer(Outcome.GONE, GONE[status])
    if status in TURNED_AWAY:
        return Answer(Outcome.REFUSED, f"网站不让程序查看（{status}），请自己打开看看。")
    if status >= 500:
        return Answer(Outcome.FAILED, f"网站出错（{status}）。")
    if status >= 400:
        return Answer(Outcome.FAILED, f"网站不接受这个网址（{status}）。")
    return FINE


def ask(target, deadline, agent):
    """Give ``(status, Location)``. Sites that do not like HEAD are asked with GET, as browsers do."""
    try:
        status, location = request("HEAD", target, deadline, agent)
    except http.client.HTTPException:
        status, location = 400, None
    if status < 400:
        return status, location
    return request("GET", target, deadline, agent)


def request(method, target, deadline, agent):
    parts = urlsplit(target)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Host": parts.netloc, "User-Agent": agent, "Accept": "*/*", "Connection": "close"}
    with connected(parts.hostname, port, deadline) as sock, secured(sock, parts.hostname, parts.scheme) as safe:
        connection = http.client.HTTPConnection(parts.hostname)
        connection.sock = safe
        connection.request(method, path, headers=headers)
        with connection.getresponse() as response:
            response.read(READ)
            return response.status, response.headers.get("Location")


def agent():
    """Give what we call ourselves: with the address of this site, so that others know whom to ask."""
    names = [host for host in sorted(outbound.own_hosts()) if "." in host and not is_number(f"http://{host}")]
    return f"PortalLinkCheck/1.0 (+https://{names[0]}/)" if names else "PortalLinkCheck/1.0"
