"""Files that people send as spreadsheets: what is read of them, and the sentence for what is none."""

import datetime
import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from portal.shared.spreadsheets import reading
from portal.shared.spreadsheets.cells import inert, typed, undated
from portal.shared.spreadsheets.reading import NotReadable, read
from tests.sheets import csv_text, saved, xlsx

HEADS = ["名称", "备注"]


def cells(data, name="表"):
    return [cells for _, cells in read(name, data).rows]


def refusal(data):
    with pytest.raises(NotReadable) as refused:
        read("表", data)
    return str(refused.value)


def package(**pieces):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in pieces.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_of_chinese_spreadsheets(encoding):
    assert cells(csv_text(HEADS, ["鲁抗", "a,b"]).encode(encoding)) == [["鲁抗", "a,b"]]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_cells_of_a_text_file_are_parted_by_comma_tab_or_semicolon(delimiter):
    assert cells(f"名称{delimiter}备注\n甲{delimiter}乙\n".encode()) == [["甲", "乙"]]


def test_rows_keep_their_numbers_and_empty_ones_are_passed_over():
    table = read("表", xlsx([], HEADS, [], ["甲", None], ["  ", ""], ["乙", 2]))
    assert (table.heading, table.heads) == (2, HEADS)
    assert table.rows == [(4, ["甲", ""]), (6, ["乙", "2"])]


def test_cells_say_what_a_person_reads_in_them():
    book = Workbook()
    sheet = book.active
    sheet.append(["数", "百分比", "整日", "年月", "中文年月", "是否", "文本数"])
    sheet.append([0.1 + 0.2, 0.7, *[datetime.date(2022, 6, 1)] * 3, True, "048"])
    for place, form in {"B2": "0%", "C2": "yyyy-mm-dd", "D2": "yyyy-mm", "E2": 'yyyy"年"m"月"'}.items():
        sheet[place].number_format = form
    assert cells(saved(book)) == [["0.3", "70%", "2022-06-01", "2022-06", "2022-06", "是", "048"]]


def test_dates_in_a_chinese_format_that_has_only_a_number_keep_their_precision():
    book = Workbook()
    book.active.append(["年月", "年月日"])
    book.active.append([44713, 44713])
    book.active["A2"].number_format, book.active["B2"].number_format = "mmm-yy", "mm-dd-yy"
    numbers = {'numFmtId="17"': 'numFmtId="57"', 'numFmtId="14"': 'numFmtId="31"'}  # openpyxl has no names for these
    assert cells(rewritten(saved(book), "xl/styles.xml", numbers)) == [["2022-06", "2022-06-01"]]


def test_of_a_formula_the_value_is_read():
    data = rewritten(xlsx(["数"], [48]), "xl/worksheets/sheet1.xml", {"<v>48</v>": "<f>24*2</f><v>48</v>"})
    assert cells(data) == [["48"]]


def rewritten(data, piece, words):
    """Give a workbook in which a piece says something else."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        pieces = {name: archive.read(name).decode() for name in archive.namelist()}
    for old, new in words.items():
        assert old in pieces[piece]
        pieces[piece] = pieces[piece].replace(old, new)
    return package(**pieces)


def test_a_day_may_be_written_as_spreadsheets_count_it():
    assert (undated("44713"), undated("2022"), undated("2022-06")) == ("2022-06-01", "2022", "2022-06")


def test_only_the_first_sheet_that_is_shown_is_read_and_the_preview_says_so():
    book = Workbook()
    book.active.sheet_state = "hidden"
    for name in ("要的", "草稿", reading.GUIDE):
        book.create_sheet(name)
    book["要的"].append(HEADS)
    book["要的"].append(["甲", "乙"])
    table = read("表", saved(book))
    assert table.rows == [(2, ["甲", "乙"])]
    assert table.note == "只读了第一张工作表“要的”，另有1张没有读。"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "旧格式（xls）"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "有打开密码"),
        (b"\x89PNG\r\n", "这是图片"),
        (b"%PDF-1.7", "PDF文件"),
        (b"<html><table>", "这是网页"),
        (package(word__document="x"), "这不是xlsx表格"),
        (package(xl__workbook="x").replace(b"xl/workbook", b"xl/workboot"), "这不是xlsx表格"),
        (b"PK\x03\x04 cut off", "打不开"),
        (package(**{"xl__workbook.xml": "<no"}), "打不开"),
        (bytes(range(256)), "不是表格"),
        ('名称,备注\n"甲,乙\n'.encode(), "引号没有成对"),
        (csv_text(HEADS).encode(), "表里没有内容"),
        (csv_text(["名称", ""], ["甲", "乙"]).encode(), "没有表头（第1行）"),
        (csv_text(["x"] * 60).encode(), "超过50列"),
        (bytes(5 * 1024 * 1024 + 1), "超过5MB"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(data, words):
    assert words in refusal(data)


def test_a_workbook_that_would_fill_the_memory_is_not_opened():
    bomb = package(**{"xl__workbook.xml": "x", "xl__worksheets__sheet1.xml": b"0" * (reading.MOST_UNPACKED + 1)})
    assert len(bomb) < 100_000
    assert "展开以后太大" in refusal(bomb)


def test_rows_that_no_workbook_has_are_not_counted_up_to(monkeypatch):
    monkeypatch.setattr(reading, "LAST_ROW", 1000, raising=False)
    far = {'<row r="2"': '<row r="3000000"', 'r="A2"': 'r="A3000000"', 'r="B2"': 'r="B3000000"'}
    assert "打不开" in refusal(rewritten(xlsx(HEADS, ["甲", "乙"]), "xl/worksheets/sheet1.xml", far))


def test_too_many_rows_are_refused_before_all_are_read(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    assert refusal(csv_text(HEADS, *[["甲", "乙"]] * 3).encode()) == "超过2行，请分成几个文件。"
    assert len(cells(csv_text(HEADS, *[["甲", "乙"]] * 2).encode())) == 2


def test_what_looks_like_a_formula_is_written_as_text_and_read_back():
    for said in ("=1+1", "@甲", "-甲", "＝甲", "+86 531"):
        assert inert(said) == f"'{said}"
        assert typed(inert(said)) == said
    for said in ("-3.5", "12%", "甲=乙", "'甲'", ""):
        assert typed(inert(said)) == inert(said) == said
