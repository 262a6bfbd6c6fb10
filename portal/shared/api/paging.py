"""How the API's lists are paged."""

import re

from django.core.paginator import InvalidPage
from rest_framework.pagination import PageNumberPagination

from .problems import Problem, invalid_parameters


class Pagination(PageNumberPagination):
    """``page`` and ``page_size``. A number out of bounds is a 400, a page past the end a 404."""

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 200
    max_page = 999_999_999
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

    def get_schema_operation_parameters(self, view):
        """Describe the parameters for OpenAPI, with their bounds."""
        page, size = super().get_schema_operation_parameters(view)
        page["schema"] |= {"minimum": 1, "maximum": self.max_page, "default": 1}
        size["schema"] |= {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return [page, size]

    def get_paginated_response_schema(self, schema):
        """Describe the answer for OpenAPI 3.1 (DRF's own is of 3.0, where ``null`` is said otherwise)."""
        address = {"type": ["string", "null"], "format": "uri"}
        properties = {
            "count": {"type": "integer", "minimum": 0, "description": "共几条，各页合计。单位：条。"},
            "next": address | {"description": "下一页的地址；没有时为null。"},
            "previous": address | {"description": "上一页的地址；没有时为null。"},
            "results": schema | {"description": "这一页的各条。"},
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
