"""In which format an answer is written."""

from django.http.request import MediaType
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation

from .problems import invalid_parameters

FORMAT = "format"
ANYTHING = MediaType("*/*")


class ByFormat(BaseContentNegotiation):
    """The ``format`` that is asked for, or else what Accept prefers, or else the first.

    Where there is one format only, ``format`` is no parameter, and whoever checks these refuses it.
    """

    def select_renderer(self, request, renderers, format_suffix=None):
        wanted = request.query_params.get(FORMAT)
        if wanted is None or len(renderers) == 1:
            return self.by_header(request, renderers)
        for renderer in renderers:
            if renderer.format == wanted:
                return renderer, renderer.media_type
        sentences = [f"没有“{wanted}”这种格式。", f"可以是：{'、'.join(offered(renderers))}。"]
        raise invalid_parameters({FORMAT: sentences}, request.query_params)

    @staticmethod
    def by_header(request, renderers):
        """Choose by the qualities in Accept (RFC 9110, section 12.5.1); parameters such as a charset change nothing."""
        http_request = request._request
        for wanted in http_request.accepted_types if http_request.headers.get("accept") else [ANYTHING]:
            for renderer in renderers:
                kind, _, subtype = renderer.media_type.partition("/")
                if wanted.main_type in ("*", kind) and wanted.sub_type in ("*", subtype):
                    return renderer, renderer.media_type
        raise NotAcceptable(available_renderers=renderers)


def offered(renderers):
    """Give the names of the formats."""
    return [renderer.format for renderer in renderers]


def format_parameter(renderers):
    """Describe the parameter for OpenAPI."""
    said = "json（默认）分页；csv给出全部行，写了page或page_size则只给那一页；csv-bom供电子表格打开。"
    return {
        "name": FORMAT,
        "in": "query",
        "description": said,
        "schema": {"type": "string", "enum": offered(renderers)},
    }
