"""Validators: by which a program asks whether what it has is still right, and is told so without a query.

An ETag stands for one sequence of bytes. It is made of the state of the public site (``portal.shared.freshness``), of
our code and settings, the address, the format and the coding, and signed: whoever sends one has been given it by us, so
the answer to that address was a good one and needs no second look. A date proves nothing, so to requests that have a
date alone each process says 304 only of answers that it has given itself. Terms and precedence: RFC 9110, sections 8.8
and 13.
"""

import hashlib
import re
from collections import OrderedDict
from functools import cache

from django.conf import settings
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.utils.http import http_date, parse_etags, quote_etag
from django.utils.text import compress_sequence, compress_string

from ..freshness import is_current, state
from .problems import NotModified, Problem

MAX_AGE = 60  # seconds that an answer may be used without asking again
SMALL = 200  # bytes that are not worth compressing
REMEMBERED = 10_000  # answers
CODE = ["*.py", "*.html", "*.mo", "*.json", "*.yaml", "*.css", "*.js", "*.svg"]


@cache
def release():
    """Give a name for this code and those settings that answers depend on."""
    digest = hashlib.sha256(repr((settings.SITE_NAME, settings.MEDIA_URL, settings.STATIC_URL)).encode())
    roots = [settings.BASE_DIR / name for name in ("portal", "chains", "news", "templates", "static")]
    found = {path for root in roots for pattern in CODE for path in root.rglob(pattern)}
    for path in (settings.BASE_DIR / "requirements.txt", *sorted(found)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


class Memory:
    """The newest things that this process has been told, up to a number."""

    def __init__(self, size):
        self.size = size
        self.things = OrderedDict()

    def __contains__(self, thing):
        return thing in self.things

    def add(self, thing):
        self.things[thing] = None
        while len(self.things) > self.size:
            self.things.popitem(last=False)


answered = Memory(REMEMBERED)


class Validators:
    """What identifies the answer to ``request`` before anybody has worked it out."""

    def __init__(self, request):
        self.request = request
        self.state = state()
        self.gzip = accepts_gzip(request.headers.get("accept-encoding", ""))
        self.modified = int(self.state.since.timestamp())  # may be a little ahead of the clock (``freshness.tell``)
        named = [
            self.state.token,
            release(),
            request.build_absolute_uri(),
            request.accepted_renderer.format,
            self.coding,
        ]
        self.etag = quote_etag(salted_hmac(__name__, "\n".join(named), algorithm="sha256").hexdigest()[:32])

    @property
    def coding(self):
        return "gzip" if self.gzip else "identity"

    def check(self):
        """Raise :class:`NotModified` if the reader has the answer already, as far as that is known without a query."""
        headers = self.request.headers
        if "if-match" in headers or "if-unmodified-since" in headers:
            return  # they come first, and need the answer
        if "if-none-match" in headers:
            unchanged = self.etag in {tag.removeprefix("W/") for tag in parse_etags(headers["if-none-match"])}
        else:
            unchanged = self.etag in answered and headers.get("if-modified-since") == http_date(self.modified)
        if unchanged:
            raise NotModified

    def finish(self, response):
        """Give the answer with its validators, compressed; or the one that the conditions of the request ask for.

        What was published while it was worked out may be in it or not: then it has no validators.
        """
        if not is_current(self.state):
            return response
        for name, value in self.headers.items():
            response.headers[name] = value
        if response.status_code == 200:
            answered.add(self.etag)
            response = self.meet(response)
        if response.status_code == 412:
            return Problem(412, "precondition_failed", "请求头If-Match或If-Unmodified-Since的条件不成立。").response
        response.coding_is_chosen = True
        if response.status_code == 200 and self.gzip:
            compress(response)
        return response

    def meet(self, response):
        """Give ``response``, or what the conditions ask for instead; those of a date are settled (``check``)."""
        modified = self.modified if "if-unmodified-since" in self.request.headers else None
        return get_conditional_response(self.request._request, self.etag, modified, response)

    @property
    def headers(self):
        return {
            "ETag": self.etag,
            "Last-Modified": http_date(min(self.modified, int(timezone.now().timestamp()))),
            "Cache-Control": f"public, max-age={self.max_age}",
        }

    @property
    def max_age(self):
        """Seconds until something ends or begins by the clock, :data:`MAX_AGE` at most."""
        until = self.state.until
        return min(MAX_AGE, max(0, int((until - timezone.now()).total_seconds()))) if until else MAX_AGE


def accepts_gzip(accepted):
    """Whether the value of an Accept-Encoding header allows gzip."""
    qualities = {}
    for coding in accepted.lower().split(","):
        name, _, parameters = coding.partition(";")
        qualities[name.strip()] = parameters.replace(" ", "")
    said = qualities.get("gzip", qualities.get("*", "q=0"))
    return not re.fullmatch(r"q=0(\.0*)?", said)


def compress(response):
    """Compress the body, always to the same bytes: there is nothing secret in it that its length could give away."""
    if response.streaming:
        response.streaming_content = compress_sequence(response.streaming_content)
        response.headers["Content-Encoding"] = "gzip"
    elif hasattr(response, "add_post_render_callback"):
        response.add_post_render_callback(compress_rendered)
    else:
        compress_rendered(response)


def compress_rendered(response):
    if len(response.content) >= SMALL:
        response.content = compress_string(response.content)
        response.headers["Content-Encoding"] = "gzip"
