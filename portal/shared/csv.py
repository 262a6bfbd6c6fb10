"""Comma-separated values (RFC 4180), streamed: whatever the number of rows, few are in memory."""

import csv
from itertools import islice

from django.http import StreamingHttpResponse

from .moments import one_moment
from .spreadsheets.cells import inert

BOM = "\ufeff"  # by which spreadsheets know that the text is UTF-8
CONTENT_TYPE = "text/csv; charset=utf-8; header=present"
ROWS = 1000  # that are in memory at a time


class Echo:
    """What ``csv.writer`` writes to: gives each line back."""

    def write(self, line):
        return line


def batches(rows, size):
    """Give the rows of an iterable in lists of ``size``; the last may have fewer."""
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def text(value):
    """Give a cell as text: nothing as empty, yes and no as ``true`` and ``false``."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def lines(head, rows, *, bom=False):
    """Give the lines of a table: ``head``, the names of its columns, then ``rows``, each a list of values."""
    writer = csv.writer(Echo())
    yield (BOM if bom else "") + writer.writerow(head)
    for row in rows:
        cells = [text(value) for value in row]
        yield writer.writerow([inert(cell) for cell in cells] if bom else cells)


def in_one_moment(lines):
    """Give ``lines`` in blocks. All are read as of one moment, which ends with the last, or when nobody wants more."""
    with one_moment():
        for block in batches(lines, 100):
            yield "".join(block)


def csv_response(head, rows, filename, request, *, bom=False):
    """Give the answer that streams ``rows``, an iterable of lists of values, as the file ``filename``.

    ``bom``: with the mark that spreadsheets need, and text that they would take for a formula made inert. Nothing is
    read where only the headers are wanted.
    """
    content = () if request.method == "HEAD" else in_one_moment(lines(head, rows, bom=bom))
    response = StreamingHttpResponse(content, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
