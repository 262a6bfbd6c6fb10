"""How the API's lists are paged, filtered and ordered. They are strict: a request that is not understood is refused."""

import re

from django.core.paginator import InvalidPage
from django.db.models import F
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.filters import BaseFilterBackend
from rest_framework.pagination import PageNumberPagination

from .problems import Problem, invalid_parameters, with_choices


class Pagination(PageNumberPagination):
    """``page`` and ``page_size``. A number out of bounds is a 400, a page past the end a 404."""

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 200
    page_query_description = "第几页，从1数起。"
    page_size_query_description = f"每页几条，1到{max_page_size}，默认{page_size}。"

    def paginate_queryset(self, queryset, request, view=None):
        self.request = request
        number = self.read_number(request, "page", default=1)
        size = self.read_number(request, "page_size", default=self.page_size, most=self.max_page_size)
        paginator = self.django_paginator_class(queryset, size)
        try:
            self.page = paginator.page(number)
        except InvalidPage:
            detail = f"没有第{number}页：共{paginator.count}条，每页{size}条，到第{paginator.num_pages}页为止。"
            raise Problem(404, "page_not_found", detail) from None
        return list(self.page)

    def get_paginated_response_schema(self, schema):
        """Describe the answer for OpenAPI 3.1 (DRF's own is of 3.0, where ``null`` is said otherwise)."""
        address = {"type": ["string", "null"], "format": "uri"}
        properties = {
            "count": {"type": "integer", "description": "共几条。"},
            "next": address | {"description": "下一页的地址；没有时为null。"},
            "previous": address | {"description": "上一页的地址；没有时为null。"},
            "results": schema,
        }
        return {"type": "object", "required": list(properties), "properties": properties}

    @staticmethod
    def read_number(request, name, *, default, most=None):
        """Give the parameter as a whole number from 1 (to ``most``); refuse anything else by name and value."""
        text = request.query_params.get(name, str(default))
        number = int(text) if re.fullmatch("[0-9]{1,9}", text) else 0
        if not 1 <= number <= (most or number):
            bounds = f"应为1到{most}的整数。" if most else "应为从1数起的整数。"
            raise invalid_parameters({name: [bounds]}, request.query_params)
        return number


class StrictFilterBackend(DjangoFilterBackend):
    """Filters a list by its FilterSet; a value that the FilterSet refuses is a 400 that names parameter and value."""

    def filter_queryset(self, request, queryset, view):
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            choices = {name: field.extra.get("choices") for name, field in filterset.filters.items()}
            raise invalid_parameters(with_choices(filterset.errors, choices), request.query_params)
        return filterset.qs


class StrictOrderingFilter(BaseFilterBackend):
    """Orders a list by ``ordering=name,-other``.

    The view's ``ordering_fields`` is ``{name in the API: column}``; an unknown name is a 400 that lists them.
    Empty values come last in both directions, and rows that are equal keep one order on every page.
    """

    parameter = "ordering"

    def filter_queryset(self, request, queryset, view):
        names = [name for name in request.query_params.get(self.parameter, "").split(",") if name]
        if not names:
            return queryset
        self.check(names, view)
        return queryset.order_by(*(self.expression(name, view.ordering_fields) for name in names), "pk")

    def check(self, names, view):
        allowed = self.allowed(view)
        unknown = [name for name in names if name not in allowed]
        if unknown:
            sentence = f"不能按“{'、'.join(unknown)}”排序，可以是：{'、'.join(allowed)}。"
            raise Problem(400, "unknown_ordering", sentence, errors={self.parameter: [sentence]}, allowed=allowed)

    @staticmethod
    def allowed(view):
        return [sign + name for name in view.ordering_fields for sign in ("", "-")]

    @staticmethod
    def expression(name, fields):
        column = F(fields[name.removeprefix("-")])
        return column.desc(nulls_last=True) if name.startswith("-") else column.asc(nulls_last=True)

    def get_schema_operation_parameters(self, view):
        """Describe the parameter for OpenAPI."""
        return [
            {
                "name": self.parameter,
                "in": "query",
                "description": "排序，前面加“-”为倒序；几项用逗号隔开。",
                "schema": {"type": "array", "items": {"type": "string", "enum": self.allowed(view)}},
                "style": "form",
                "explode": False,
            }
        ]
