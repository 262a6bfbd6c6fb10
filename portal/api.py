"""The API about itself: what it holds, its description, its guide, and what it says of addresses that it has not."""

from functools import cache

from django.urls import reverse
from django.views import defaults
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2, OpenApiYamlRenderer2
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from .identity.naming import named
from .reference import reference
from .shared.api.answers import AnswerMixin, opened
from .shared.api.problems import Problem, failure
from .shared.api.viewsets import StrictMixin

RESOURCES = [
    "features",
    "columns",
    "committees",
    "organizations",
    "initiatives",
    "indicators",
    "observations",
    "targets",
    "sources",
    "milestones",
    "search",
    "schema/",
    "docs/",
]


@extend_schema(exclude=True)
class Root(StrictMixin, APIView):
    """The addresses of all resources."""

    def get(self, request):
        root = request.build_absolute_uri(reverse("api:root"))
        return Response({name.strip("/"): root + name for name in RESOURCES})


@extend_schema(exclude=True)
class SchemaView(StrictMixin, APIView):
    """The OpenAPI description: JSON, or YAML where the request asks for it."""

    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer2]

    def get(self, request):
        info = schema()["info"] | {"title": str(named("{} API"))}
        return Response(schema() | {"info": info})


@extend_schema(exclude=True)
class Docs(StrictMixin, APIView):
    """The description as a page that needs no script."""

    renderer_classes = [TemplateHTMLRenderer]

    def get(self, request):
        return Response(
            described() | {"host": f"{request.scheme}://{request.get_host()}"}, template_name="api/docs.html"
        )


@cache
def schema():
    """Give the description, worked out once: it changes with the code alone."""
    return SchemaGenerator().get_schema(public=True)


@cache
def described():
    """Give what the page says, worked out once as well."""
    return reference(schema(), RESOURCES)


@extend_schema(exclude=True)
class NoSuchAddress(AnswerMixin, APIView):
    """Whatever else is asked of the API, in whatever format."""

    def perform_content_negotiation(self, request, force=False):
        raise Problem(404, "unknown_address", f"API没有这个地址：{request.path}")


def bad_request(request, exception):
    """Answer what Django refuses before any view sees it, such as the name of another host."""
    if not is_ours(request):
        return defaults.bad_request(request, exception)
    return opened(Problem(400, "bad_request", "请求看不懂，例如请求头Host不是本站的域名。").response)


def server_error(request):
    """Answer what breaks outside of any view, such as the connection to the database."""
    return opened(failure().response) if is_ours(request) else defaults.server_error(request)


def is_ours(request):
    return request.path_info.startswith("/api/")
