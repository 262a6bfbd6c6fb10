"""How the API's lists are ordered."""

from django.db.models import F
from rest_framework.filters import BaseFilterBackend

from .shaping import ORDERING, known, listed, listing


class StrictOrderingFilter(BaseFilterBackend):
    """Orders a list by ``ordering=name,-other``.

    The view's ``ordering_fields`` is ``{name in the API: column or expression}``; an unknown name is a 400 that lists
    them. Empty values come last in both directions, and rows that are equal keep one order on every page.
    """

    parameter = ORDERING

    def filter_queryset(self, request, queryset, view):
        names = listed(request.query_params, self.parameter, sign="-")
        if not names:
            return queryset
        known(names, self.allowed(view), self.parameter, "unknown_ordering", "不能按“{}”排序")
        return queryset.order_by(*(self.expression(name, view.ordering_fields) for name in names), "pk")

    def parameters(self, view):
        """Give the names that the query may have."""
        return [self.parameter]

    @staticmethod
    def allowed(view):
        return [sign + name for name in view.ordering_fields for sign in ("", "-")]

    @staticmethod
    def expression(name, fields):
        column = fields[name.removeprefix("-")]
        column = F(column) if isinstance(column, str) else column
        return column.desc(nulls_last=True) if name.startswith("-") else column.asc(nulls_last=True)

    def get_schema_operation_parameters(self, view):
        """Describe the parameter for OpenAPI."""
        return [listing(self.parameter, self.allowed(view), "排序，前面加“-”为倒序；几项用逗号隔开。")]
