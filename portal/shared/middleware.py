"""Middleware that every site needs."""

from django.middleware.gzip import GZipMiddleware


class PageGZipMiddleware(GZipMiddleware):
    """Django's own, with its random length that gives no secret of a page away.

    It leaves answers alone whose view has seen to their coding (``coding_is_chosen``).
    """

    def process_response(self, request, response):
        if getattr(response, "coding_is_chosen", False):
            return response
        return super().process_response(request, response)
