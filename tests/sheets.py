"""Spreadsheets as people send and receive them."""

import csv
from io import BytesIO, StringIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

PAGES = {
    "organizations": "/admin/chains/organization/organizations-sheet/",
    "members": "/admin/chains/committee/members-sheet/",
    "values": "/admin/chains/indicator/values-sheet/",
    "targets": "/admin/chains/indicator/targets-sheet/",
    "terms": "/admin/wording/term/terms-sheet/",
}


def xlsx(*rows, sheets=()):
    """Give the bytes of a workbook whose first sheet has ``rows``; ``sheets`` are the rows of further ones."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for number, more in enumerate(sheets, 1):
        sheet = book.create_sheet(f"另一张{number}")
        for row in more:
            sheet.append(row)
    return saved(book)


def saved(book):
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def csv_text(*rows):
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def rows_of(response):
    """Give the rows of a file that was exported, heads first, as a workbook has them."""
    book = load_workbook(BytesIO(response.content), data_only=True)
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def send(client, key, content, name="表.xlsx"):
    """Send a file to be previewed; give the page."""
    content = content if isinstance(content, bytes) else content.encode()
    return client.post(PAGES[key], {"step": "preview", "file": SimpleUploadedFile(name, content)})


def confirm(client, key, page):
    """Confirm what ``page`` previews; give the answer."""
    return client.post(PAGES[key], {"step": "confirm", "table": page.context["sealed"]})


def export(client, key, suffix="xlsx", query=""):
    return client.post(f"{PAGES[key]}{query}", {"step": suffix})


def labels(page):
    """Give what the preview says of each row: ``[(2, "新增"), …]``."""
    return [(row.number, row.label) for row in page.context["outcome"].rows]


def changes(page):
    """Give ``{row: {head: (old, new)}}`` of what the preview would change."""
    rows = page.context["outcome"].rows
    return {row.number: {head: (old, new) for head, old, new in row.changes} for row in rows if row.changes}


def mistakes(page):
    """Give ``[(row, head, sentence)]``."""
    return [(mistake.number, mistake.column, mistake.sentence) for mistake in page.context["outcome"].mistakes]
