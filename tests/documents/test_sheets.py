"""Tables as Excel workbooks and as CSV."""

import csv
import unicodedata
import zipfile
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from documents import sheets
from services import vietnamese
from services.tables import Column, Kind, Table

NOTES = ("Đảng bộ xã Bằng Vân, 19 chi bộ", "xa_bangvan lấy ra lúc 14:05 ngày 22/11/2026")
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.vn")',
    "＝1+1",
    "\t=1+1",
    "\u202e=1+1",
    " =1+1",
]
VALUES = {
    Kind.TEXT: st.text(max_size=60) | st.sampled_from(FORMULAS) | st.sampled_from(["Khuổi Ngọa", "Nguyễn Thị Ẵm"]),
    Kind.INTEGER: st.integers(-(10**9), 10**9),
    Kind.PERCENT: st.fractions(0, 1, max_denominator=400),
    Kind.POINTS: st.decimals(-100, 1000, places=2),
    Kind.DATE: st.dates(date(1901, 1, 1), date(2200, 12, 31)),
    Kind.MONTH: st.dates(date(1901, 1, 1), date(2200, 12, 31)).map(lambda day: day.replace(day=1)),
}
COLUMNS = tuple(Column(f"Cột {kind}", kind) for kind in VALUES)
rows = st.tuples(*(st.none() | values for values in VALUES.values()))
tables = st.builds(
    Table,
    title=st.text(max_size=60) | st.sampled_from(FORMULAS),
    notes=st.lists(st.text(max_size=60) | st.sampled_from(FORMULAS), max_size=3).map(tuple),
    columns=st.just(COLUMNS),
    rows=st.lists(rows, max_size=8).map(tuple),
)


def a_table(*values, kind=Kind.TEXT, title="Tỷ lệ dự họp", notes=NOTES, heading="Chi bộ", width=36):
    return Table(title, notes, (Column(heading, kind, width),), tuple((value,) for value in values))


def opened(table):
    return openpyxl.load_workbook(BytesIO(sheets.xlsx(table))).active


def body(table, sheet=None):
    """The values below the heading."""
    first = len(table.notes) + 4
    last = first + len(table.rows) - 1
    found = (sheet or opened(table)).iter_rows(min_row=first, max_row=last, max_col=len(table.columns))
    return [tuple(cell.value for cell in row) for row in found] if table.rows else []


def lines(table):
    return list(csv.reader(StringIO(sheets.csv(table).decode("utf-8-sig"), newline=""), delimiter=";"))


def safe(text):
    return vietnamese.clean_lines(text).replace("\ufffe", "").replace("\uffff", "")


def as_read(value):
    """What Excel is expected to hold for a value of ours."""
    if isinstance(value, str):
        return safe(value) or None
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - Excel knows no time zones
    # A workbook carries sixteen digits; Excel itself counts with fifteen.
    return None if value is None else float(f"{float(value):.16G}")


def plain(value):
    """What openpyxl read: unlike Excel it leaves the escapes of ``_x0041_`` in a text, and tells empty from blank."""
    return unescape(value) or None if isinstance(value, str) else value


class TestExcel:
    @given(tables)
    def test_everything_comes_back_as_it_went_in_and_no_cell_is_a_formula(self, table):
        sheet = opened(table)
        above = [plain(sheet.cell(number, 1).value) or "" for number in range(1, len(table.notes) + 2)]
        assert above == [safe(text) for text in (table.title, *table.notes)]
        assert [cell.value for cell in sheet[len(table.notes) + 3]] == [column.title for column in COLUMNS]
        assert [tuple(map(plain, row)) for row in body(table, sheet)] == [
            tuple(map(as_read, row)) for row in table.rows
        ]
        assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}

    @pytest.mark.parametrize("formula", FORMULAS)
    def test_a_formula_in_any_place_is_text(self, formula):
        content = sheets.xlsx(a_table(formula, title=formula, notes=(formula,), heading=formula))
        with zipfile.ZipFile(BytesIO(content)) as parts:
            sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "<hyperlink" not in sheet

    def test_an_address_is_not_made_a_link(self):
        assert opened(a_table("https://example.vn/x")).cell(6, 1).hyperlink is None

    @pytest.mark.parametrize("text", ["a\u202eb", "a\u200bb", "a\x00b", "a\x1bb", "a\ufffeb", "a\uffffb", "a\ud800b"])
    def test_invisible_and_impossible_characters_are_left_out(self, text):
        assert body(a_table(text)) == [("ab",)]

    def test_letters_are_composed(self):
        assert body(a_table(unicodedata.normalize("NFD", "Khuổi Ngọa"))) == [("Khuổi Ngọa",)]

    def test_leading_zeros_and_long_digits_stay(self):
        assert body(a_table("0012", "001234567890123456789")) == [("0012",), ("001234567890123456789",)]

    def test_a_text_longer_than_a_cell_is_cut_visibly(self):
        (found,) = body(a_table("ơ" * 40_000))[0]
        assert len(found) == 32_767
        assert found.endswith("ơ…")

    def test_a_date_that_excel_cannot_count_is_text(self):
        assert body(a_table(date(1890, 2, 3), kind=Kind.DATE)) == [("03/02/1890",)]

    @pytest.mark.parametrize(
        ("kind", "value", "number_format"),
        [
            (Kind.TEXT, "0012", "@"),
            (Kind.INTEGER, 4923, "#,##0"),
            (Kind.PERCENT, Fraction(20, 21), '0.0" "%'),
            (Kind.DATE, date(2026, 11, 5), "dd/mm/yyyy"),
            (Kind.MONTH, date(2026, 11, 1), "mm/yyyy"),
        ],
    )
    def test_a_cell_is_shown_the_vietnamese_way(self, kind, value, number_format):
        assert opened(a_table(value, kind=kind)).cell(6, 1).number_format == number_format

    def test_it_is_ready_for_paper(self):
        sheet = opened(a_table("Khuổi Ngọa"))
        assert sheet.freeze_panes == "A6"
        assert sheet.print_title_rows == "$5:$5"
        assert sheet.auto_filter.ref == "A5:A6"
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_margins.left == pytest.approx(30 / 25.4)

    @pytest.mark.parametrize(("width", "orientation"), [(90, "portrait"), (91, "landscape")])
    def test_a_wide_table_lies_across_the_page(self, width, orientation):
        assert opened(a_table("x", width=width)).page_setup.orientation == orientation

    def test_the_footer_says_who_and_when_and_the_page(self):
        content = sheets.xlsx(a_table("x", notes=("a", "05/11 & 06/11")))
        with zipfile.ZipFile(BytesIO(content)) as parts:
            sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        footer = sheet.split("<oddFooter>")[1].split("</oddFooter>")[0].replace("&amp;", "&")
        assert footer == "&L&8 05/11 && 06/11&R&8 Trang &P/&N"

    @pytest.mark.parametrize(
        ("title", "name"),
        [
            ("Tỷ lệ: dự họp/tháng [2026]?*", "Tỷ lệ  dự họp tháng  2026"),
            ("'Xếp loại'", "Xếp loại"),
            ("History", "Bảng số liệu"),
            ("", "Bảng số liệu"),
            ("ơ" * 40, "ơ" * 31),
        ],
    )
    def test_a_sheet_has_a_name_that_excel_takes(self, title, name):
        assert opened(a_table("x", title=title)).title == name

    def test_a_table_without_rows_has_its_heading(self):
        table = a_table()
        assert body(table) == []
        assert opened(table).cell(5, 1).value == "Chi bộ"

    def test_a_row_that_does_not_fit_the_columns_is_a_mistake(self):
        with pytest.raises(ValueError, match="zip"):
            sheets.xlsx(Table("x", (), (Column("A", Kind.TEXT),), (("a", "b"),)))


class TestCsv:
    @given(tables)
    def test_texts_come_back_and_none_begins_a_formula(self, table):
        heading, *found = lines(table)
        assert heading == [column.title for column in COLUMNS]
        texts = [row[0] for row in found]
        assert [text.removeprefix("'") for text in texts] == [
            safe(row[0] or "").replace("\r", "\n").removeprefix("'") for row in table.rows
        ]
        assert not any(text.startswith(tuple("=+-@\t\r＝＋－＠")) for text in texts)

    @pytest.mark.parametrize("formula", FORMULAS)
    def test_a_formula_is_disarmed_in_headings_too(self, formula):
        assert lines(a_table(formula, heading=formula)) == [[f"'{safe(formula)}"]] * 2

    @given(rows)
    def test_numbers_keep_two_decimals_with_a_comma_and_nothing_else(self, row):
        _, written = lines(Table("x", (), COLUMNS, (row,)))
        for text, value, kind in zip(written, row, VALUES, strict=True):
            if value is not None and kind in {Kind.INTEGER, Kind.POINTS}:
                assert Decimal(text.replace(",", ".")) == Decimal(value)
            if value is not None and kind is Kind.PERCENT:
                assert abs(Decimal(text.removesuffix(" %").replace(",", ".")) - Decimal(float(value * 100))) <= Decimal(
                    "0.0051"
                )

    def test_one_line_to_look_at(self):
        row = ("Khuổi Ngọa; thôn", 4923, Fraction(20, 21), Decimal("88.50"), date(2026, 11, 5), date(2026, 11, 1))
        content = sheets.csv(Table("x", NOTES, COLUMNS, (row, (None,) * 6))).decode("utf-8-sig")
        assert content.splitlines()[1:] == ['"Khuổi Ngọa; thôn";4923;95,24 %;88,5;05/11/2026;11/2026', ";;;;;"]

    def test_excel_sees_that_it_is_utf_8(self):
        assert sheets.csv(a_table("Khuổi Ngọa")).startswith(b"\xef\xbb\xbf")

    def test_a_negative_number_is_a_number(self):
        assert lines(a_table(Decimal("-1.5"), kind=Kind.POINTS))[1] == ["-1,5"]
