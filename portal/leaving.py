"""The notice that one is about to leave the site. It is no open redirect: it knows only addresses that we signed."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.shared import outbound

UNSIGNED = "这个跳转链接不完整，或者不是本网给出的。"


@require_safe
def leaving(request):
    """Name the host of ``url`` and offer to go on or to stay; 400 with a sentence when ``key`` is not our signature."""
    address = request.GET.get("url", "")
    try:
        destination = outbound.read(address) if outbound.is_signed(address, request.GET.get("key", "")) else None
    except outbound.Refused as error:
        return refused(request, error)
    if destination is None:
        return refused(request, UNSIGNED)
    return render(request, "leaving.html", {"destination": destination})


def refused(request, sentence):
    return render(request, "leaving_refused.html", {"sentence": sentence}, status=400)
