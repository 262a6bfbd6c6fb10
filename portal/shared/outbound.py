"""Where an address leads, read as browsers read it, and whether one leaves for it through the notice.

The rule of the field: links to the site's own hosts and to ``*.gov.cn`` are followed at once, every other one goes
through the notice at ``/leaving/``. Addresses that go there are signed, so that nobody else can send visitors away
under our name. The signature holds no time: a page stays the same as long as nothing is published.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.http import urlencode

SALT = "portal.leaving"

# Browsers drop control characters and blanks around an address, and tabs and line ends within; to them a backslash
# is a slash, the number of slashes after the scheme does not matter, and two slashes are enough to name a host.
DROPPED = re.compile(r"\A[\x00-\x20]+|[\x00-\x20]+\Z|[\t\r\n]")
TO_A_HOST = re.compile(r"(?:(https?):[\\/]*|[\\/]{2,})([^\\/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]+)(:[0-9]*)?", re.IGNORECASE)
LABEL = re.compile(r"[\w-]+")


class Refused(Exception):
    """An address that names its host in a way that may deceive; the text is a sentence for whoever followed it."""


@dataclass(frozen=True)
class Destination:
    """An address with a host: lower case, in ASCII, without a dot at its end. ``str()`` writes it out plainly."""

    scheme: str
    host: str
    port: str
    rest: str

    def __str__(self):
        return f"{self.scheme}://{self.host}{self.port}{self.rest}"

    @property
    def is_governmental(self):
        return f".{self.host}".endswith(".gov.cn")

    @property
    def shown_host(self):
        """The host in its own script and in ASCII, since letters of two scripts may look the same."""
        written = ".".join(map(written_label, self.host.split(".")))
        return self.host if written == self.host else f"{written}（{self.host}）"


def read(address):
    """Give the :class:`Destination` of ``address``; ``None`` when it names no host (a path, ``mailto:``, ``tel:``).

    Raises :class:`Refused` when it names one, but not plainly.
    """
    found = TO_A_HOST.fullmatch(DROPPED.sub("", address))
    if not found:
        return None
    scheme, authority, rest = found.groups()
    if "@" in authority:
        raise Refused("这个网址在域名前面夹带了别的内容，容易让人认错去处。")
    parts = AUTHORITY.fullmatch(authority)
    host = parts and ascii_host(parts[1])
    if not host:
        raise Refused("这个网址里看不出是哪个网站。")
    return Destination((scheme or "https").lower(), host, (parts[2] or "").rstrip(":"), rest)


def ascii_host(host):
    """Give ``host`` as the network knows it; ``None`` when it cannot be one."""
    if host.startswith("["):
        return host.lower()
    labels = unicodedata.normalize("NFKC", host).replace("。", ".").lower().removesuffix(".").split(".")
    return ".".join(map(ascii_label, labels)) if all(map(LABEL.fullmatch, labels)) else None


def ascii_label(label):
    return label if label.isascii() else f"xn--{label.encode('punycode').decode()}"


def written_label(label):
    """Give a label of a host in its own script; what would not read as one word stays as it is."""
    try:
        written = label.removeprefix("xn--").encode().decode("punycode") if label.startswith("xn--") else label
    except UnicodeError:
        return label
    return written if LABEL.fullmatch(written) else label


# The site's own hosts


_named_elsewhere = []


def count_as_own(hosts):
    """Have ``hosts()`` asked for hosts of this site besides those of the settings (called in ``ready()``)."""
    _named_elsewhere.append(hosts)


def own_hosts():
    """Give the hosts of this site; a wildcard names none."""
    named = {*settings.ALLOWED_HOSTS, *(host for hosts in _named_elsewhere for host in hosts())}
    return {ascii_host(host) for host in named if host and not host.startswith(("*", "."))}


# Links


def lead(address):
    """Give ``(what to link to, whether it leaves this site)`` for ``address``."""
    try:
        destination = read(address)
    except Refused:
        return notice(address), True  # where the sentence is said
    if destination is None:
        return address, False
    is_own = destination.host in own_hosts()
    goes_at_once = is_own or destination.is_governmental
    return str(destination) if goes_at_once else notice(str(destination)), not is_own


def notice(address):
    """Give the signed path of the notice that one is leaving for ``address``."""
    return f"{reverse('leaving')}?{urlencode({'url': address, 'key': Signer(salt=SALT).signature(address)})}"


def is_signed(address, key):
    """Whether ``key`` is the signature that :func:`notice` gave ``address``, now or under an older secret key."""
    try:
        return Signer(salt=SALT).unsign(f"{address}:{key}") == address
    except BadSignature:
        return False
