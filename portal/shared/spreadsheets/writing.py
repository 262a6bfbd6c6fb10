"""Writing files: rows as xlsx, with a second sheet that explains the columns, or as csv that spreadsheets open."""

from io import BytesIO

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from import_export.formats.base_formats import CSV, XLSX
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from .reading import GUIDE, MOST_ROWS

BOM = "\ufeff"  # by which spreadsheets know that the text is UTF-8
TYPES = {"xlsx": XLSX.CONTENT_TYPE, "csv": "text/csv; charset=utf-8"}
GUIDE_HEADS = ["列", "必填", "怎么填", "可以写的"]
MOST_LISTED = 255  # characters of a list of choices, as the format has it
BOLD = Font(bold=True)
WRAP = Alignment(wrap_text=True, vertical="top")


def content(dataset, suffix, title, guide=()):
    """Give the bytes of a file with the rows of ``dataset``; ``suffix`` is xlsx or csv, ``guide`` is for xlsx."""
    return workbook(dataset, title, guide) if suffix == "xlsx" else text(dataset)


def workbook(dataset, title, guide):
    """Give the bytes of an xlsx file with the rows of ``dataset`` and, where there is a ``guide``, a sheet of it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, (head, _, _, allowed) in enumerate(guide, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = max(12, 2 * len(head) + 4)
        add_choices(sheet, letter, allowed)
    sheet.append([bold(sheet, head) for head in dataset.headers])
    for row in dataset:
        sheet.append(row)
    if guide:
        add_guide(book, guide)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def add_choices(sheet, letter, allowed):
    """Let a spreadsheet offer the few words that a cell may hold; whoever types something else is told on import."""
    words = ",".join(allowed)
    if allowed and len(words) <= MOST_LISTED:
        choices = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
        choices.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
        sheet.data_validations.append(choices)


def add_guide(book, guide):
    sheet = book.create_sheet(GUIDE)
    for letter, width in zip("ABCD", (18, 8, 60, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([bold(sheet, head) for head in GUIDE_HEADS])
    for head, required, help_text, allowed in guide:
        sheet.append([wrapped(sheet, text) for text in (head, "是" if required else "", help_text, "、".join(allowed))])


def bold(sheet, text):
    cell = WriteOnlyCell(sheet, text)
    cell.font = BOLD
    return cell


def wrapped(sheet, text):
    cell = WriteOnlyCell(sheet, str(text))
    cell.alignment = WRAP
    return cell


def text(dataset):
    return (BOM + CSV().export_data(dataset)).encode()


def response(body, name, suffix):
    """Give the answer that sends the bytes ``body`` as a file."""
    answer = HttpResponse(body, content_type=TYPES[suffix])
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{suffix}")
    return answer
