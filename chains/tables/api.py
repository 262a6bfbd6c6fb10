"""Lists of figures in the API that answer as CSV, too."""

from drf_spectacular.utils import OpenApiParameter, extend_schema

from portal.shared.api.problems import Problem

from .csv import csv_response

FORMAT = OpenApiParameter(
    "format",
    str,
    enum=["json", "csv"],
    description="答复的格式，不写时为json。CSV给出全部行，不分页；各列的意思见/indicators/dictionary.csv。",
)


class TableMixin:
    """A list whose rows are also a table: ``format=csv`` streams all of them. ``table`` lists the columns."""

    table = ()

    @extend_schema(parameters=[FORMAT])
    def list(self, request, *args, **kwargs):
        if self.written_as == "json":
            return super().list(request, *args, **kwargs)
        rows = self.filter_queryset(self.get_queryset())
        return csv_response(self.table, rows, f"{self.basename}s.csv", request)

    def allowed_parameters(self):
        allowed = super().allowed_parameters()
        if self.detail:
            return allowed
        paging = ("page", "page_size")
        return [*(name for name in allowed if self.written_as == "json" or name not in paging), "format"]

    @property
    def written_as(self):
        """``"json"`` or ``"csv"``; anything else is a problem."""
        written = self.request.query_params.get("format", "json")
        if written not in ("json", "csv"):
            sentence = f"没有“{written}”这种格式。可以是：json、csv。"
            raise Problem(400, "invalid_parameter", f"参数format的值有误：{sentence}", errors={"format": [sentence]})
        return written
