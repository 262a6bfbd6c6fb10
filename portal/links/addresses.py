"""What an address in a text leads to: a page of this site, another site, neither, or nothing that can be read."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.utils.encoding import iri_to_uri

from portal.shared import outbound

from .models import Link

# Browsers and proxies begin to fail on longer ones; it is also what an index of PostgreSQL holds.
LONGEST = 2000

SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
NOT_TO_PAGES = {"mailto", "tel"}
MISSPELT = re.compile(r"/?(www\.|https?[^a-z0-9-]|[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|cn|net|org)\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """An address as read. ``fault`` is a sentence where it cannot be one; then ``target`` is empty."""

    kind: str
    target: str = ""
    fault: str = ""


def read(address, base, own_hosts):
    """Give the :class:`Reading` of ``address`` on the page with the path ``base``; ``None`` for no link to a page.

    ``own_hosts``: what ``outbound.own_hosts()`` gives; it costs a query, so that whoever reads many asks once.
    """
    address = outbound.DROPPED.sub("", address)
    if not address or address.startswith("#"):
        return None
    try:
        destination = outbound.read(address)
    except outbound.Refused as refused:
        return unreadable(str(refused))
    if destination is None:
        return within(address, base)
    if destination.host in own_hosts:
        return internal(f"/{destination.rest.removeprefix('/')}")
    return beyond(destination)


def within(address, base):
    """Read an address without a host."""
    scheme = SCHEME.match(address)
    if scheme and scheme[1].lower() in NOT_TO_PAGES:
        return None
    if scheme:
        return unreadable(f"“{scheme[0]}”开头的不是网页地址。")
    if MISSPELT.match(address):
        return unreadable("网址没有写完整，前面要有https://。")
    return internal(urljoin(base, address))


def internal(path):
    target = iri_to_uri(path).partition("#")[0]
    return measured(Reading(Link.Kind.INTERNAL, target))


def beyond(destination):
    if "." not in destination.host and not destination.host.startswith("["):
        return unreadable("网址里的网站名不完整。")
    try:
        is_port = urlsplit(f"//{destination.host}{destination.port}").port != 0
    except ValueError:
        is_port = False
    if not is_port:
        return unreadable("网址里的端口不对。")
    return measured(Reading(Link.Kind.EXTERNAL, iri_to_uri(str(destination)).partition("#")[0]))


def measured(reading):
    return unreadable("网址太长，打不开。") if len(reading.target) > LONGEST else reading


def unreadable(sentence):
    return Reading(Link.Kind.EXTERNAL, fault=sentence)
