"""Reading files: xlsx or csv as rows of text, with sentences for whatever is neither."""

import csv
from dataclasses import dataclass
from io import BytesIO, StringIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from .cells import text_of, typed

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 30 * 1024 * 1024  # a table of five thousand rows takes about five million bytes
MOST_PIECES = 1000
MOST_ROWS = 5000
MOST_COLUMNS = 50
LAST_ROW = 1_048_576  # that the format has; a file may name any, and all before it would be counted
GUIDE = "填写说明"  # the sheet that explains the columns in files of ours

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OTHERS = {
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"BM": "图片",
    b"%PDF": "PDF文件",
    b"Rar!": "压缩文件",
    b"7z\xbc\xaf": "压缩文件",
    b"\x1f\x8b": "压缩文件",
    b"<": "网页",
}
ENCODINGS = ["utf-8-sig", "gb18030"]
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SAVE_AS = "请在表格软件里另存为xlsx或csv，再上传。"
BROKEN = "文件打不开，可能没有传完整，或已经损坏。请重新另存一次。"


class NotReadable(ValueError):
    """A file is no spreadsheet that can be read; the text is a sentence for whoever sent it."""


@dataclass
class Table:
    """``rows``: ``(number, cells)`` of each that is not empty, numbered as the spreadsheet does; all cells are text."""

    name: str
    heading: int
    heads: list[str]
    rows: list[tuple[int, list[str]]]
    note: str = ""


def read(name, data):
    """Give the :class:`Table` in a file of that name and these bytes, or raise :class:`NotReadable`."""
    if len(data) > MOST_BYTES:
        raise NotReadable(f"文件超过{MOST_BYTES // 1024 // 1024}MB，请分成几个。")
    if data.startswith((ZIP, OLE)):
        lines, note = workbook_lines(data)
    else:
        lines, note = csv_lines(data), ""
    filled = [(number, cells) for number, cells in lines if any(cells)]
    if len(filled) < 2:
        raise NotReadable("表里没有内容：第一行应是表头，下面每行一条。")
    return table(name, filled, note)


def table(name, filled, note):
    heading, heads = filled[0]
    last = max(number for number in range(len(heads)) if heads[number]) + 1
    stray = next((row for row, cells in filled if any(cells[last:])), None)
    if stray or "" in heads[:last]:
        raise NotReadable(f"有的列没有表头（第{heading}行）。请补上表头，或删去这些列。")
    rows = [(number, [*cells[:last], *[""] * (last - len(cells))]) for number, cells in filled[1:]]
    return Table(name, heading, heads[:last], rows, note)


def counted(lines):
    """Give the numbered lines; too many of them, or too wide ones, are refused before all are read."""
    filled = 0
    for number, cells in enumerate(lines, 1):
        if number > LAST_ROW:
            raise NotReadable(BROKEN)
        filled += any(cells)
        if filled > MOST_ROWS + 1:
            raise NotReadable(f"超过{MOST_ROWS}行，请分成几个文件。")
        if any(cells[MOST_COLUMNS:]):
            raise NotReadable(f"超过{MOST_COLUMNS}列，不是这里要的表。")
        if any(cells):
            yield number, cells


# Workbooks


def workbook_lines(data):
    """Give the numbered lines of the first sheet that is shown, and a sentence where there are more sheets."""
    check_package(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheets[0].reset_dimensions()  # what a file says of its own size may be wrong
        lines = list(counted(sheet_lines(sheets[0])))
    except NotReadable:
        raise
    except (
        BadZipFile,
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        OverflowError,
    ) as error:
        raise NotReadable(BROKEN) from error
    others = [sheet for sheet in sheets[1:] if sheet.title != GUIDE]
    return lines, f"只读了第一张工作表“{sheets[0].title}”，另有{len(others)}张没有读。" if others else ""


def sheet_lines(sheet):
    for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1):
        yield [text_of(cell) for cell in row] if any(cell.value is not None for cell in row) else []


def check_package(data):
    """Refuse what only looks like a workbook, and what would fill the memory once unpacked."""
    if data.startswith(OLE):
        is_locked = ENCRYPTED in data
        raise NotReadable(f"文件有打开密码，请先去掉密码。{SAVE_AS}" if is_locked else f"这是旧格式（xls）。{SAVE_AS}")
    try:
        with ZipFile(BytesIO(data)) as package:
            pieces = package.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise NotReadable(BROKEN) from error
    if "xl/workbook.xml" not in {piece.filename for piece in pieces}:
        raise NotReadable(f"这不是xlsx表格。{SAVE_AS}")
    # What is declared is what is unpacked at most: zipfile reads no further.
    if len(pieces) > MOST_PIECES or sum(piece.file_size for piece in pieces) > MOST_UNPACKED:
        raise NotReadable("表格展开以后太大，请删去图片和多余的工作表，或分成几个文件。")


# Text


def csv_lines(data):
    text = decoded(data)
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(counted([typed(cell) for cell in cells] for cells in reader))
    except csv.Error as error:
        raise NotReadable(f"第{reader.line_num}行起读不下去，多半是引号没有成对。{SAVE_AS}") from error


def decoded(data):
    """Give the text of a csv file: UTF-8, with or without its mark, UTF-16, or the GB18030 of Chinese spreadsheets."""
    for beginning, kind in OTHERS.items():
        if data.lstrip().startswith(beginning):
            raise NotReadable(f"这是{kind}，不是表格。{SAVE_AS}")
    encodings = ["utf-16"] if data.startswith(UTF_16) else ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotReadable(f"这不是表格，或者文字编码读不出来。{SAVE_AS}")
