"""Tables as CSV."""

from portal.shared import csv


def csv_response(columns, rows, filename, request):
    """Give the answer that streams ``rows`` (a queryset or list) as a file that people open in a spreadsheet."""
    if hasattr(rows, "iterator"):
        rows = rows.iterator(chunk_size=csv.ROWS)
    base = request.build_absolute_uri("/").rstrip("/")

    def cell(column, row):
        value = column.get(row)
        return f"{base}{value}" if column.name == "url" else value

    cells = ([cell(column, row) for column in columns] for row in rows)
    return csv.csv_response([column.name for column in columns], cells, filename, request, bom=True)
