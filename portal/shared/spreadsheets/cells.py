"""Cells of spreadsheets: what a person reads in one, as text, and text that no spreadsheet takes for a formula."""

import datetime
import re
from decimal import Decimal

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.datetime import from_excel

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
NUMBER = re.compile(r"[-+]?\d+(\.\d+)?%?")
FAILED = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"}

# Formats of East Asian dates that a file names by number only (ECMA-376 part 1, 18.8.30): 2022年6月, 6月1日.
EAST_ASIAN_MONTHS = {27, 36, 50, 52, 57}
EAST_ASIAN_DAYS = {28, 29, 30, 31, 51, 53, 54, 58}
LITERALS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')

# Days since 1899-12-30, as spreadsheets count them, from 1982 to 2119; smaller numbers are misspelt months: 20226.
SERIAL = re.compile(r"[3-7]\d{4}")


def inert(said):
    """Give text that a spreadsheet would take for a formula with an apostrophe before it; numbers stay as they are."""
    is_formula = said.startswith(FORMULA) and not NUMBER.fullmatch(said)
    return f"'{said}" if is_formula else said


def typed(said):
    """Give text as it was before :func:`inert`, with one kind of line break and without white space around it."""
    said = re.sub(r"\r\n?|_x000D_\n", "\n", said).strip()
    return said[1:].strip() if said.startswith("'") and said[1:].startswith(FORMULA) else said


def shown(value):
    """Give ``value`` as a cell may hold it: text made inert, numbers and nothing as they are."""
    if value is None or isinstance(value, int | float | Decimal):
        return value
    return inert(ILLEGAL_CHARACTERS_RE.sub("", str(value)).replace("\r\n", "\n"))


def text_of(cell):
    """Give what a person reads in a cell of a workbook: 70%, 48.1, 2022-06 for a date that shows only its month."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.date):
        return date_text(value, precision(cell))
    if isinstance(value, int | float):
        return number_text(value, cell)
    return typed(str(value))


def number_text(value, cell):
    number_format = cell.style_array.numFmtId
    if number_format in EAST_ASIAN_MONTHS | EAST_ASIAN_DAYS:
        return date_text(from_excel(value), "month" if number_format in EAST_ASIAN_MONTHS else "day")
    number = Decimal(f"{value:.15g}")  # as many digits as a spreadsheet shows
    return f"{digits(number * 100)}%" if "%" in cell.number_format else digits(number)


def digits(number):
    """Give a ``Decimal`` in plain digits: neither an exponent nor zeros at the end that say nothing."""
    number = number.normalize()
    return f"{number:f}" if number else "0"


def precision(cell):
    """Give how much of its date a cell shows: ``"day"``, ``"month"`` or ``"year"``."""
    letters = LITERALS.sub("", cell.number_format).lower()
    return next((name for letter, name in (("d", "day"), ("m", "month"), ("y", "year")) if letter in letters), "day")


def date_text(moment, precision):
    """Give a date as far as it is shown; a time of day stays where there is one, for whoever reads it to refuse."""
    if isinstance(moment, datetime.datetime) and moment.time() != datetime.time():
        return f"{moment:%Y-%m-%d %H:%M}"
    return moment.strftime({"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}[precision])


def undated(text):
    """Give the day that ``text`` counts as spreadsheets do (44713 is 2022-06-01); other text as it is."""
    return from_excel(int(text)).strftime("%Y-%m-%d") if SERIAL.fullmatch(text) else text
