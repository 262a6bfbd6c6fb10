"""Previews: the real public page of an edition, made while the tables show it and gone with the rehearsal."""

import copy
import re
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils import timezone

from . import snapshots
from .showing import showing
from .snapshots import Unreadable
from .workflow import point, with_correction

BODY = re.compile(rb"<body[^>]*>")


def preview(request, edition):
    """Give the public page of the record of ``edition``, as a visitor would get it once it is published.

    The page bears a banner, and is neither kept by caches nor indexed. Raises
    :class:`~portal.editions.snapshots.Unreadable` with a sentence when there is no such page.
    """
    record = edition.record
    if record is None:
        raise Unreadable("这条记录已被删除。")
    with snapshots.rehearsal(record, edition.snapshot, lenient=True), showing(edition):
        record = type(record)._base_manager.get(pk=record.pk)
        now = timezone.now()
        point(record, corrections=with_correction(record, edition, now))
        for shown in (record, *record.shown_with()):
            point(shown, public_from=shown.public_from or now, public_until=None)
        try:
            response = page(request, record.get_absolute_url())
        except Http404 as error:
            raise Unreadable(f"页面打不开。{error}") from error
    if response.status_code != 200:
        raise Unreadable("页面打不开。")
    return mark(response, edition)


def page(request, address):
    """Give the answer of the site to a visitor who asks for ``address``."""
    parts = urlsplit(address)
    visit = copy.copy(request)
    visit.method, visit.path, visit.path_info = "GET", parts.path, parts.path
    visit.META = request.META | {"REQUEST_METHOD": "GET", "PATH_INFO": parts.path, "QUERY_STRING": parts.query}
    visit.GET, visit.POST = QueryDict(parts.query), QueryDict()
    visit.user, visit.COOKIES = AnonymousUser(), {}
    view, args, kwargs = resolve(parts.path)
    visit.resolver_match = resolve(parts.path)
    response = view(visit, *args, **kwargs)
    return response.render() if hasattr(response, "render") else response


def mark(response, edition):
    """Give the page with its banner, and with headers that keep it out of caches, indexes and referrers."""
    banner = render_to_string("editions/preview_banner.html", {"edition": edition}).encode()
    content = BODY.sub(lambda body: body[0] + banner, response.content, count=1)
    marked = HttpResponse(content, status=response.status_code, content_type=response.headers["Content-Type"])
    marked.headers["Cache-Control"] = "no-store, private"
    marked.headers["X-Robots-Tag"] = "noindex, nofollow"
    marked.headers["Referrer-Policy"] = "no-referrer"
    return marked
