"""The workbook of a criteria set: what a person sees in it and may choose."""

from io import BytesIO

import openpyxl
import pytest

from documents.criteria_sheets import xlsx
from services.criteria_files import layout
from tests.services.scoring.forms import SHIPPED, shipped


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(BytesIO(xlsx(shipped("meeting_local_sample_2026.yaml"))))


def test_one_sheet_a_part_and_two_that_explain(book):
    assert book.sheetnames == [*layout.SHEETS, layout.GUIDE, layout.METRIC_LIST]
    assert book[layout.DOCUMENT]["A1"].value == shipped("meeting_local_sample_2026.yaml").title


@pytest.mark.parametrize("name", SHIPPED)
def test_no_cell_is_a_formula(name):
    book = openpyxl.load_workbook(BytesIO(xlsx(shipped(name))))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def lists(sheet):
    """Range → what its cells offer."""
    rules = sheet.data_validations.dataValidation
    return {str(rule.sqref): rule.formula1.strip('"').split(",") for rule in rules if rule.type == "list"}


def test_what_may_be_chosen(book):
    found = lists(book[layout.CONTENT])
    assert found["A5:A105"] == ["Mục", "Tiêu chí", "Mức"]
    assert found["D5:D105"][:3] == ["Cho điểm tự do", "Có – Không", "Chọn một trong nhiều mức"]
    assert ["Chấm điểm", "Đạt hoặc không đạt"] in lists(book[layout.DOCUMENT]).values()
    assert ["Giảm số tháng theo tỷ lệ", "Giữ nguyên số tháng", "Không xếp loại năm"] in lists(
        book[layout.YEAR]
    ).values()


def test_every_choice_fits_into_an_excel_list(book):
    for sheet in book:
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.formula1 or "") <= 257
            assert len(rule.prompt or "") <= 255


def test_help_stands_beside_every_column(book):
    rules = book[layout.CONTENT].data_validations.dataValidation
    assert len({str(rule.sqref)[0] for rule in rules if rule.prompt}) == len(layout.CONTENT_TABLE.columns)


def test_numbers_and_dates_are_numbers_and_dates(book):
    assert book[layout.CONTENT]["E5"].value == 20
    assert book[layout.DOCUMENT]["B13"].is_date
    assert book[layout.CONTENT]["B6"].value == "1.1"
    assert book[layout.CONTENT]["B60"].number_format == "@"


def test_the_heading_stays_and_the_page_is_a_landscape_a4(book):
    for sheet in book:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
            1,
            0,
        ) or sheet.sheet_properties.pageSetUpPr
        assert sheet.freeze_panes == (None if sheet.title == layout.YEAR else "A5")
    assert book[layout.CONTENT].print_title_rows == "$4:$4"
    assert "105" not in book[layout.CONTENT].print_area


def test_the_guide_names_every_way_to_write_and_the_list_every_metric(book):
    guide = [row[1].value for row in book[layout.GUIDE].iter_rows(min_row=5)]
    assert any("[tỷ lệ dự họp] >= 80 %, < 90 %" in line for line in guide)
    names = [row[0].value for row in book[layout.METRIC_LIST].iter_rows(min_row=5)]
    assert "[tỷ lệ dự họp]" in names
    assert len(names) > 40
