"""Uploaded files, for whoever may have them."""

from django.conf import settings
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from . import files
from .serving import hand_over, send, type_of
from .storage import PARAMETER, is_lent

# What is taken back must be gone soon: shared caches ask again after a minute. Whoever has seen it may keep it longer.
PUBLIC = "public, max-age=600, s-maxage=60"
PRIVATE = "private, no-cache"
# A file is shown by itself: nothing in it runs, nothing is loaded by it, and no browser takes it for something else.
SAFE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def media(request, name):
    """Give a file that something public uses; others only to staff who may see them, and to readers of a preview."""
    file = files.find(name)
    if file is None or not (file.is_public or may_have(request, file)):
        return missing(request)
    headers = headers_of(file)
    if settings.MEDIA_ACCEL:
        return hand_over(settings.MEDIA_ACCEL, name, headers)
    # Pictures and documents are compressed already, and a part of a file must stay as long as it says.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    try:
        return send(request, name, headers)
    except FileNotFoundError:
        return missing(request)


media.reads_only = False  # it asks who somebody is, and a session that has ended is then removed


def headers_of(file):
    headers = SAFE | {"Content-Type": type_of(file.name), "Cache-Control": PUBLIC if file.is_public else PRIVATE}
    if file.download:
        headers["Content-Disposition"] = content_disposition_header(True, file.download)
    return headers


def may_have(request, file):
    """Whether this person may have a file that is not public."""
    if is_lent(file.name, request.GET.get(PARAMETER, "")):
        return True
    right = f"{file.model._meta.app_label}.view_{file.model._meta.model_name}"
    return request.user.is_staff and request.user.has_perm(right)


def missing(request):
    """The same answer whether there is no such file or it is not for this person; no cache keeps it."""
    response = render(request, "404.html", {"sentence": "没有这个文件，或它现在不公开。"}, status=404)
    response.headers["Cache-Control"] = "no-store, private"
    return response
