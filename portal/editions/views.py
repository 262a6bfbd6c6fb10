"""The one public page of editions: a preview by its signed link, without an account."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .models import PreviewLink
from .previews import preview
from .snapshots import Unreadable


@require_safe
@never_cache
def preview_by_link(request, token):
    """Show the edition that ``token`` names; 404 with a sentence when the link has expired or was revoked."""
    link = PreviewLink.objects.find(token)
    if link is None:
        return unavailable(request, "这个预览链接不存在、已过期或已收回。请向发给您链接的人要一个新的。")
    try:
        return preview(request, link.edition)
    except Unreadable as error:
        return unavailable(request, f"这一版现在不能预览：{error}")


def unavailable(request, sentence):
    response = render(request, "editions/preview_unavailable.html", {"sentence": sentence}, status=404)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
