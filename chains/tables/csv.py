"""Tables as CSV (RFC 4180), streamed: whatever the number of rows, few are in memory."""

import csv

from django.http import StreamingHttpResponse

from portal.shared.spreadsheets.cells import inert

BOM = "\ufeff"  # by which spreadsheets know that the text is UTF-8
ROWS = 1000


class Echo:
    """What ``csv.writer`` writes to: gives each line back."""

    def write(self, line):
        return line


def text(value):
    """Give a cell as text: nothing as empty, yes and no as ``true`` and ``false``."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def lines(columns, rows, base, *, bom=False):
    """Give the lines of the table, head first. ``base`` is what stands before the addresses of our pages."""
    writer = csv.writer(Echo())
    yield (BOM if bom else "") + writer.writerow([column.name for column in columns])
    for row in rows:
        cells = [(base if column.name == "url" else "") + text(column.get(row)) for column in columns]
        yield writer.writerow([inert(cell) for cell in cells] if bom else cells)


def csv_response(columns, rows, filename, request, *, bom=False):
    """Give the answer that streams ``rows`` (a queryset or list) as a file.

    ``bom``: with the mark that spreadsheets need, for files that people open.
    """
    if hasattr(rows, "iterator"):
        rows = rows.iterator(chunk_size=ROWS)
    base = request.build_absolute_uri("/").rstrip("/")
    response = StreamingHttpResponse(
        lines(columns, rows, base, bom=bom), content_type="text/csv; charset=utf-8; header=present"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
