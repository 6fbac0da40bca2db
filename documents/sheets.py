"""Tables as an Excel workbook or as CSV. No text in either is ever a formula, whatever a person typed."""

import re
from csv import writer
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from services import vietnamese
from services.tables import Kind, Table

_FONT = "Be Vietnam Pro"
"""Excel takes its own font where this one is not installed."""
_FORMATS: dict[Kind, dict[str, object]] = {
    Kind.TEXT: {"num_format": "@", "text_wrap": True},
    Kind.INTEGER: {"num_format": "#,##0"},
    Kind.PERCENT: {"num_format": '0.0" "%'},
    Kind.POINTS: {"num_format": "General"},
    Kind.DATE: {"num_format": "dd/mm/yyyy", "align": "center"},
    Kind.MONTH: {"num_format": "mm/yyyy", "align": "center"},
}
_HEADING: dict[str, object] = {"bold": True, "text_wrap": True, "align": "center", "bg_color": "#f1eeea"}
_CELL: dict[str, object] = {
    "font_name": _FONT,
    "font_size": 11,
    "valign": "top",
    "border": 1,
    "border_color": "#bdb6ad",
}
_TITLE = {"font_name": _FONT, "font_size": 14, "bold": True}
_NOTE = {"font_name": _FONT, "font_size": 10, "italic": True, "font_color": "#57514b"}

_A4 = 9
_PORTRAIT_WIDTH = 90
"""Characters that fit across an upright page."""
_INCH = 25.4
_LONGEST_TEXT, _LONGEST_SHEET_NAME, _LONGEST_FOOTER = 32_767, 31, 200
_FIRST_YEAR = 1901
"""Excel counts days from 1900, with a 29 February in it that never was: older dates are written as text."""
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_NOT_IN_XML = re.compile("[\ufffe\uffff]")
_FORMULA_STARTS = tuple("=+-@＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula, also in full width."""
_SEPARATOR = ";"
"""Excel separates with a semicolon wherever the decimal sign is a comma, as in the Vietnamese region of Windows; with a
comma every row would arrive in one column there. A first line ``sep=;`` would also serve other regions, but then Excel
ignores the mark that says UTF-8, and the diacritics are lost."""


def xlsx(table: Table) -> bytes:
    """One sheet for A4: title and notes, then the heading, frozen and printed on every page, then the rows.

    The last note (who took it out, and when) is also the footer. Shares of 1 stay shares, dates stay dates.
    """
    file = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": _text(table.title)})
        sheet = book.add_worksheet(_sheet_name(table.title))
        heading = _headed(book, sheet, table)
        _filled(book, sheet, table, heading + 1)
        _laid_out(sheet, table, heading)
    return file.getvalue()


def csv(table: Table) -> bytes:
    """Headings and rows in UTF-8 with its mark; decimal comma, dd/mm/yyyy, no thousands points; ``'`` before a formula.

    Without title and notes, so that another program can read it.
    """
    file = StringIO()
    lines = writer(file, delimiter=_SEPARATOR, lineterminator="\r\n")
    lines.writerow([_defused(column.title) for column in table.columns])
    kinds = [column.kind for column in table.columns]
    lines.writerows([_written(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in table.rows)
    return file.getvalue().encode("utf-8-sig")


def _text(value: object) -> str:
    """What is safe in a file: NFC, without control and direction-changing characters, no longer than a cell holds."""
    cleaned = _NOT_IN_XML.sub("", vietnamese.clean_lines(str(value)))
    return cleaned if len(cleaned) <= _LONGEST_TEXT else cleaned[: _LONGEST_TEXT - 1] + "…"


# Excel


def _sheet_name(title: str) -> str:
    words = _NOT_IN_A_SHEET_NAME.sub(" ", " ".join(_text(title).split()))
    # Excel counts letters as UTF-16 does: one beyond the first plane is two.
    name = words.encode("utf-16-le")[: 2 * _LONGEST_SHEET_NAME].decode("utf-16-le", "ignore").strip("' ")
    return name if name and name.lower() != "history" else "Bảng số liệu"


def _headed(book: Any, sheet: Any, table: Table) -> int:
    """Writes what stands above the rows and returns the number of the heading's row, from 0."""
    sheet.write_string(0, 0, _text(table.title), book.add_format(_TITLE))
    note_format = book.add_format(_NOTE)
    for number, note in enumerate(table.notes, start=1):
        sheet.write_string(number, 0, _text(note), note_format)
    heading = len(table.notes) + 2
    heading_format = book.add_format({**_CELL, **_HEADING})
    for position, column in enumerate(table.columns):
        sheet.write_string(heading, position, _text(column.title), heading_format)
    return heading


def _filled(book: Any, sheet: Any, table: Table, first: int) -> None:
    formats = {column.kind: book.add_format({**_CELL, **_FORMATS[column.kind]}) for column in table.columns}
    for number, row in enumerate(table.rows, start=first):
        for position, (value, column) in enumerate(zip(row, table.columns, strict=True)):
            _put(sheet, number, position, value, formats[column.kind])


def _put(sheet: Any, number: int, position: int, value: object, layout: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(number, position, None, layout)
    elif isinstance(value, date) and value.year >= _FIRST_YEAR:
        sheet.write_datetime(number, position, value, layout)
    elif isinstance(value, date):
        sheet.write_string(number, position, vietnamese.day(value), layout)
    elif isinstance(value, int | Decimal | Fraction):
        sheet.write_number(number, position, float(value), layout)
    else:
        sheet.write_string(number, position, _text(value), layout)


def _laid_out(sheet: Any, table: Table, heading: int) -> None:
    for position, column in enumerate(table.columns):
        sheet.set_column(position, position, column.width)
    sheet.freeze_panes(heading + 1, 0)
    sheet.repeat_rows(heading)
    sheet.set_paper(_A4)
    if sum(column.width for column in table.columns) > _PORTRAIT_WIDTH:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    # Office layout of Party documents (HD 05-HD/VPTW, 2026): 20 mm above and below, 30 mm left, 15 mm right.
    sheet.set_margins(left=30 / _INCH, right=15 / _INCH, top=20 / _INCH, bottom=20 / _INCH)
    sheet.set_footer(_footer(table.notes))
    if table.rows:
        sheet.autofilter(heading, 0, heading + len(table.rows), len(table.columns) - 1)


def _footer(notes: tuple[str, ...]) -> str:
    """The last note at the left, the page at the right.

    ``&`` begins a command there and is written twice; the space keeps a digit of the note out of the size of the font.
    """
    told = _text(notes[-1])[:_LONGEST_FOOTER].replace("\n", " ").replace("&", "&&") if notes else ""
    return f"&L&8 {told}&R&8 Trang &P/&N"


# CSV


def _written(value: object, kind: Kind) -> str:
    if isinstance(value, date):
        return vietnamese.month(value) if kind is Kind.MONTH else vietnamese.day(value)
    if isinstance(value, int | Decimal | Fraction):
        return _plain_number(Fraction(value), kind)
    return "" if value is None else _defused(str(value))


def _plain_number(value: Fraction, kind: Kind) -> str:
    """At most two decimals after a comma, none that are zero; a share as a percentage."""
    percent = kind is Kind.PERCENT
    digits = vietnamese.number(value * 100 if percent else value, 2).replace(".", "")
    return digits.rstrip("0").removesuffix(",") + (" %" if percent else "")


def _defused(text: str) -> str:
    cleaned = _text(text)
    return f"'{cleaned}" if cleaned.startswith(_FORMULA_STARTS) else cleaned
