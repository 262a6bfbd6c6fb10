"""What the API's views have in common.

A view set of a resource says which rows are public (``get_queryset``, at request time), how they are written, which
FilterSet narrows them (the one of the list page) and by what they may be ordered. The rest is here.
"""

from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.viewsets import GenericViewSet

from ..views import find
from .ordering import StrictOrderingFilter
from .problems import Problem, invalid_parameters


class StrictMixin:
    """A view that is read only and refuses parameters that it does not know, or that are given twice."""

    http_method_names = ["get", "head"]

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.method.lower() in self.http_method_names:
            self.check_parameters(request.query_params, self.allowed_parameters())

    def allowed_parameters(self):
        """Give the names that the query may have."""
        return []

    @staticmethod
    def check_parameters(query, allowed):
        unknown = {name: ["没有这个参数。"] for name in query if name not in allowed}
        if unknown:
            listed = f"可用的参数：{'、'.join(allowed)}。" if allowed else "这里没有可用的参数。"
            detail = f"没有参数“{'、'.join(unknown)}”。{listed}"
            raise Problem(400, "unknown_parameter", detail, errors=unknown, allowed=allowed)
        repeated = {name: ["只能写一次。"] for name in query if len(query.getlist(name)) > 1}
        if repeated:
            raise Problem(400, "repeated_parameter", f"参数“{'、'.join(repeated)}”只能写一次。", errors=repeated)
        if empty := {name: ["值不能为空。"] for name, value in query.items() if not value.strip()}:
            raise invalid_parameters(empty, query)


class ListViewSet(StrictMixin, ListModelMixin, GenericViewSet):
    """A list of public rows. ``about`` says in Chinese what they are; ``ordering_fields`` is ``{name: column}``.

    ``detail_parameters`` are those of the filters that may be asked of a single record as well.
    """

    about = ""
    filterset_class = None
    ordering_fields = {}
    detail_parameters = []

    def allowed_parameters(self):
        if self.detail:
            return self.detail_parameters
        filters = self.filterset_class.base_filters if self.filterset_class else []
        return [*filters, StrictOrderingFilter.parameter, "page", "page_size"]


class RecordViewSet(RetrieveModelMixin, ListViewSet):
    """A list of public records, each found by its slug.

    ``detail_serializer_class`` and ``get_detail_queryset()`` add what only the answer about one record holds.
    """

    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"
    detail_serializer_class = None

    def get_serializer_class(self):
        return (self.detail and self.detail_serializer_class) or self.serializer_class

    def get_detail_queryset(self):
        return self.get_queryset()

    def get_object(self):
        key = self.kwargs[self.lookup_field]
        queryset = self.get_detail_queryset()
        sentence = f"公开的{queryset.model._meta.verbose_name}中没有“{key}”。"
        return find(queryset, sentence, **{self.lookup_field: key})
