"""How the API's lists are ordered."""

from django.db.models import F
from rest_framework.filters import BaseFilterBackend

from .problems import Problem


class StrictOrderingFilter(BaseFilterBackend):
    """Orders a list by ``ordering=name,-other``.

    The view's ``ordering_fields`` is ``{name in the API: column}``; an unknown name is a 400 that lists them.
    Empty values come last in both directions, and rows that are equal keep one order on every page.
    """

    parameter = "ordering"

    def filter_queryset(self, request, queryset, view):
        if self.parameter not in request.query_params:
            return queryset
        names = request.query_params[self.parameter].split(",")
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
