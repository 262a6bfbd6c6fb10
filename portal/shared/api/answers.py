"""What every answer of the API has, whatever was asked: its headers, for browsers, caches and those who count."""

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from .problems import TooMany
from .throttling import Rate

# Scripts of any site may read the API. They send no cookies and get none, so there is nothing to ask about the origin,
# and caches need not tell origins apart (the Fetch standard, section "CORS protocol").
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Allow, Content-Disposition, Deprecation, ETag, Link, RateLimit, "
    "RateLimit-Policy, Retry-After, Sunset",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Cache-Control, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def opened(response):
    """Give ``response`` with what every answer has: scripts may read it, and only what says so itself is stored."""
    response.headers.setdefault("Cache-Control", "no-store")
    for name, value in OPEN.items():
        response.headers[name] = value
    return response


class AnswerMixin:
    """A view that is read only. ``rate``: how often was asked; ``validators``, once it is clear what was asked."""

    http_method_names = ["get", "head", "options"]
    validators = rate = None

    @classmethod
    def as_view(cls, *args, **kwargs):
        view = super().as_view(*args, **kwargs)
        view.enters_moment = True  # once it is clear that the database is needed
        return view

    def initial(self, request, *args, **kwargs):
        """Count the request before anything else is looked at, so that nonsense is counted as well."""
        self.rate = Rate(request)
        if self.rate.is_exceeded:
            raise TooMany(self.rate.seconds)
        super().initial(request, *args, **kwargs)

    def options(self, request, *args, **kwargs):
        """Say what may be done here; browsers ask before a script sends more than a plain request."""
        return HttpResponse(status=204, headers=PREFLIGHT)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.validators and response.status_code in (200, 304):
            response = self.validators.finish(response)
        for name, value in (self.rate.headers if self.rate else {}).items():
            response.headers[name] = value
        patch_vary_headers(response, ["Accept", "Accept-Encoding"])
        return opened(response)
