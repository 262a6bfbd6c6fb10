"""What the API's views have in common.

A view set of a resource says which rows are public (``get_queryset``, at request time), how they are written, which
FilterSet narrows them (the one of the list page), by what they may be ordered and to what they lead. The rest is here.
"""

from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from ..moments import one_moment
from ..views import find
from .answers import AnswerMixin
from .conditional import Validators
from .csv import CsvRenderer, SpreadsheetRenderer, csv_answer
from .dates import DatesBackend
from .filtering import StrictFilterBackend
from .negotiation import ByFormat, format_parameter
from .ordering import StrictOrderingFilter
from .problems import Problem, invalid_parameters
from .shaping import LISTS, Shape, names_of, shape_parameters
from .writing import Writer


class StrictMixin(AnswerMixin):
    """A view that refuses parameters that it does not know, or that are given twice, and knows what has not changed."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            self.check_parameters(request.query_params, self.allowed_parameters())
            self.validators = Validators(request)
            self.validators.check()
            if moment := getattr(request._request, "one_moment", None):  # of OneMomentMiddleware
                moment.enter_context(one_moment())

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
        repeated = {name: ["只能写一次。"] for name in query if len(query.getlist(name)) > 1 and name not in LISTS}
        if repeated:
            raise Problem(400, "repeated_parameter", f"参数“{'、'.join(repeated)}”只能写一次。", errors=repeated)
        if empty := {name: ["值不能为空。"] for name, value in query.items() if not value.strip()}:
            raise invalid_parameters(empty, query)


PAGING = ("page", "page_size")


class ListViewSet(StrictMixin, GenericViewSet):
    """A list of public rows. ``about`` says in Chinese what they are; ``ordering_fields`` is ``{name: column}``.

    ``detail_parameters`` are those of the filters that may be asked of a single record as well.
    """

    about = ""
    filterset_class = None
    ordering_fields = {}
    detail_parameters = []
    renderer_classes = [JSONRenderer, CsvRenderer, SpreadsheetRenderer]
    content_negotiation_class = ByFormat

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if self.action in ("list", "retrieve"):
            self.shape = Shape.read(request.query_params, self.field_names, self.relations)

    def list(self, request, *args, **kwargs):
        rows = self.filter_queryset(self.get_queryset())
        is_json = request.accepted_renderer.format == "json"
        if is_json or any(name in request.query_params for name in PAGING):
            rows = self.paginate_queryset(rows)
        writer = Writer(self)
        return self.get_paginated_response(writer.write(rows)) if is_json else csv_answer(self, writer, rows)

    def get_renderers(self):
        return [JSONRenderer()] if self.detail else super().get_renderers()

    def get_related_queryset(self):
        """Give the rows as other resources write them out in the place of links."""
        return self.get_queryset()

    def get_relations(self):
        """Give ``{field: view set}`` of the fields of list or single record that are links to other resources."""
        return {}

    @property
    def field_names(self):
        """The names of the fields that rows here have."""
        return names_of(self.get_serializer_class())

    @property
    def relations(self):
        """Those of :meth:`get_relations` that rows here have."""
        names = self.field_names
        return {name: related for name, related in self.get_relations().items() if name in names}

    def allowed_parameters(self):
        filters = [name for backend in self.filter_backends for name in backend().parameters(self)]
        asked = self.detail_parameters if self.detail else [*filters, *PAGING]
        return [*asked, *(parameter["name"] for parameter in self.get_schema_parameters())]

    def get_schema_parameters(self):
        """Describe for OpenAPI the parameters about the shape of the answer."""
        renderers = self.get_renderers()
        formats = [format_parameter(renderers)] if len(renderers) > 1 else []
        return [*shape_parameters(self.field_names, self.relations), *formats]


class RecordViewSet(ListViewSet):
    """A list of public records, each found by its slug.

    ``detail_serializer_class`` and ``get_detail_queryset()`` add what only the answer about one record holds.
    """

    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"
    detail_serializer_class = None

    def retrieve(self, request, *args, **kwargs):
        [row] = Writer(self).write([self.get_object()])
        return Response(row)

    def get_serializer_class(self):
        return (self.detail and self.detail_serializer_class) or self.serializer_class

    def get_detail_queryset(self):
        return self.get_queryset()

    def get_object(self):
        key = self.kwargs[self.lookup_field]
        queryset = self.get_detail_queryset()
        sentence = f"公开的{queryset.model._meta.verbose_name}中没有“{key}”。"
        return find(queryset, sentence, **{self.lookup_field: key})


class PublishedViewSet(RecordViewSet):
    """Records that are published, and so may be looked for by when that was."""

    filter_backends = [StrictFilterBackend, DatesBackend, StrictOrderingFilter]
