"""Every list as CSV, by one rule: the columns are the fields of the rows, the cells what JSON says.

A nested object has a column for each of its fields, named with a dot (``source.slug``, as ``pandas.json_normalize``
names them); links in a list are their slugs, divided by spaces; any other list is compact JSON. What columns there are
is known before the first row is read.
"""

import json
from dataclasses import dataclass

from rest_framework.renderers import BaseRenderer
from rest_framework.serializers import ListSerializer, Serializer
from rest_framework.utils.encoders import JSONEncoder

from .. import csv
from .serializers import LinkSerializer


class CsvRenderer(BaseRenderer):
    """Names the format; the rows are streamed by :func:`csv_answer`."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"
    bom = False


class SpreadsheetRenderer(CsvRenderer):
    """CSV for people who open it in a spreadsheet."""

    format = "csv-bom"
    bom = True


@dataclass(frozen=True)
class Column:
    """A column: where in a row its value stands, and whether that is a list of links."""

    path: tuple[str, ...]
    holds_links: bool = False

    @property
    def name(self):
        return ".".join(self.path)

    def cell(self, row):
        value = row
        for name in self.path:
            value = None if value is None else value[name]
        if self.holds_links:
            return " ".join(link["slug"] for link in value)
        if isinstance(value, list | dict):
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"), cls=JSONEncoder)
        return value


def columns_of(serializer, relations, path=()):
    """Give the columns of the rows that ``serializer`` writes; ``relations`` are written out."""
    found = []
    for name, field in serializer.fields.items():
        is_list = isinstance(field, ListSerializer)
        if name in relations and not is_list:
            field = relations[name].serializer_class()
        if isinstance(field, Serializer):
            found += columns_of(field, {}, (*path, name))
        else:
            is_links = is_list and isinstance(field.child, LinkSerializer) and name not in relations
            found.append(Column((*path, name), is_links))
    return found


def csv_answer(view, writer, rows):
    """Give the answer that streams ``rows``, a queryset or something else to slice, as ``writer`` writes them."""
    columns = columns_of(writer.serializer.child, view.shape.expanded)
    cells = ([column.cell(row) for column in columns] for batch in read(rows) for row in writer.write(batch))
    resource = view.request.path.strip("/").rpartition("/")[2]
    filename = "-".join([*view.kwargs.values(), f"{resource}.csv"])
    bom = view.request.accepted_renderer.bom
    return csv.csv_response([column.name for column in columns], cells, filename, view.request, bom=bom)


def read(rows):
    """Give ``rows`` in batches, so that few are in memory."""
    if hasattr(rows, "iterator"):
        yield from csv.batches(rows.iterator(chunk_size=csv.ROWS), csv.ROWS)
        return
    start = 0
    while batch := list(rows[start : start + csv.ROWS]):
        yield batch
        start += csv.ROWS
