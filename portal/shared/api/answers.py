"""What every answer of the API has, whatever was asked: its headers, for browsers, caches and those who count."""

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

# Scripts of any site may read the API. They send no cookies and get none, so there is nothing to ask about the origin,
# and caches need not tell origins apart (the Fetch standard, section "CORS protocol").
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Allow, ETag, RateLimit, RateLimit-Policy, Retry-After, Content-Disposition",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Cache-Control, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class AnswerMixin:
    """A view that is read only. ``validators``: those of the answer, once it is clear what is asked."""

    http_method_names = ["get", "head", "options"]
    validators = None

    def options(self, request, *args, **kwargs):
        """Say what may be done here; browsers ask before a script sends more than a plain request."""
        return HttpResponse(status=204, headers=PREFLIGHT)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.validators and response.status_code in (200, 304):
            response = self.validators.finish(response)
        response.headers.setdefault("Cache-Control", "no-store")
        for name, value in (OPEN | self.rate(request)).items():
            response.headers[name] = value
        patch_vary_headers(response, ["Accept", "Accept-Encoding"])
        return response

    @staticmethod
    def rate(request):
        """Give the headers about the rate limit; none where the request was refused before it was counted."""
        throttle = getattr(request, "throttle", None)
        return throttle.headers if throttle else {}
