"""The API about itself: what it holds, its description, its guide, and what it says of addresses that it has not."""

from functools import cache

from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2, OpenApiYamlRenderer2
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from .identity.naming import named
from .reference import reference
from .shared.api.answers import AnswerMixin
from .shared.api.problems import Problem
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


class SchemaView(StrictMixin, SpectacularAPIView):
    """The OpenAPI description: JSON, or YAML where the request asks for it."""

    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer2]
    custom_settings = {"TITLE": named("{} API")}


@extend_schema(exclude=True)
class Docs(StrictMixin, APIView):
    """The description as a page that needs no script."""

    renderer_classes = [TemplateHTMLRenderer]

    def get(self, request):
        return Response(
            described() | {"host": f"{request.scheme}://{request.get_host()}"}, template_name="api/docs.html"
        )


@cache
def described():
    """Give what the page says, worked out once: the description changes with the code alone."""
    return reference(SchemaGenerator().get_schema(public=True), RESOURCES)


@extend_schema(exclude=True)
class NoSuchAddress(AnswerMixin, APIView):
    """Whatever else is asked of the API."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise Problem(404, "unknown_address", f"API没有这个地址：{request.path}")
