"""How a stored file is sent: whole, in part (RFC 9110, section 14), or not at all where it has not changed."""

import mimetypes
import re
from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

RANGE = re.compile(
    r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII
)  # one range; whoever asks for several gets the whole file, as is allowed
PIECE = 64 * 1024
TYPES = {".avif": "image/avif", ".webp": "image/webp", ".ofd": "application/ofd", ".wps": "application/vnd.ms-works"}


def type_of(name):
    suffix = f".{name.rpartition('.')[2].lower()}"
    return TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def hand_over(place, name, headers):
    """Let the web server in front send the file from its ``place`` (nginx: X-Accel-Redirect)."""
    return HttpResponse(headers=headers | {"X-Accel-Redirect": quote(f"{place}{name}")})


def send(request, name, headers):
    """Send the file ``name``. Raises ``FileNotFoundError``."""
    modified, size = int(default_storage.get_modified_time(name).timestamp()), default_storage.size(name)
    headers |= {"ETag": f'"{modified:x}-{size:x}"', "Last-Modified": http_date(modified), "Accept-Ranges": "bytes"}
    whole = HttpResponse(headers=headers)
    unchanged = get_conditional_response(request, headers["ETag"], modified, whole)
    return answer(request, name, size, headers) if unchanged is whole else unchanged


def answer(request, name, size, headers):
    """Give the whole file, the part that is asked for, or 416 where it has no such part."""
    span = wanted(request, size, headers)
    if span is None:
        return response_with(request, name, range(size), headers, 200)
    if not span:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    headers |= {"Content-Range": f"bytes {span[0]}-{span[-1]}/{size}"}
    return response_with(request, name, span, headers, 206)


def wanted(request, size, headers):
    """Give the places of the bytes that are asked for as a ``range``, which may be empty; ``None``: all of them."""
    found = RANGE.fullmatch(request.headers.get("Range", ""))
    is_same = request.headers.get("If-Range", headers["ETag"]) in (headers["ETag"], headers["Last-Modified"])
    if not found or not any(found.groups()) or not is_same:
        return None
    first, last = found.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)


def response_with(request, name, span, headers, status):
    headers |= {"Content-Length": str(len(span))}
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    return StreamingHttpResponse(pieces(name, span), status=status, headers=headers)


def pieces(name, span):
    """Give the bytes at the places ``span`` of a file, piece by piece."""
    with default_storage.open(name) as file:
        file.seek(span.start)
        left = len(span)
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
