"""A form in a workbook is the same form; what people change in cells is understood, or every wrong cell is named."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.criteria_sheets import xlsx
from services import scoring
from services.criteria_files import form_in, form_in_xlsx, sheets, text_in
from services.criteria_files.opening import Cell
from services.criteria_files.reading import form_from
from services.errors import Invalid
from services.metrics import METRICS
from services.scoring import InvalidForm
from tests.services.criteria_files.books import book
from tests.services.scoring.forms import SHIPPED, a_form, forms, item, section, shipped
from tests.services.scoring.strategies import CATALOGUE, computed_forms, computed_slips

LOCAL = "meeting_local_sample_2026.yaml"
any_form = st.one_of(forms(), computed_forms(), computed_slips())


@given(any_form)
def test_a_form_comes_back_from_its_sheets(form):
    assert form_from(book(form, CATALOGUE), CATALOGUE) == form


@settings(max_examples=15)
@given(any_form.filter(lambda form: not {"\ufffe", "\uffff"} & set(scoring.dump(form))))
def test_a_form_comes_back_from_its_file(form):
    """The two code points that XML has no place for are left out of texts."""
    assert form_in_xlsx(xlsx(form, CATALOGUE), CATALOGUE) == form


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_comes_back_from_excel_and_from_the_yaml_made_of_it(name):
    form = shipped(name)
    content = xlsx(form)
    assert form_in("bộ.XLSX", content) == form
    assert scoring.load(text_in("bộ.xlsx", content)) == form


def test_nothing_of_a_text_is_changed_or_run():
    words = '=SUM(A1:A9)\n  2. +cmd|"/c calc"!A1 _x0041_ <b>&amp;</b> ’"'
    form = a_form(section("s1", item("i1", text=words, guidance="-1+1", number="01.10"), title="@a"), issuer="'x")
    assert form_in_xlsx(xlsx(form)) == form


def test_what_is_printed_twice_is_pointed_to_by_its_id():
    """Two sections with one number, and an item whose number is another one's id."""
    parts = [section(name, item(f"{name}_1", number=number), number="I") for name, number in (("a", "b_1"), ("b", "2"))]
    gates = [
        {"gate": "sections_at_least", "sections": ["b"], "percent": 50},
        {"gate": "items_at_maximum", "items": ["a_1"]},
    ]
    grades = [{"id": "tot", "label": "Tốt", "min": 9, "requires": gates}, {"id": "kem", "label": "Kém", "max": 9}]
    form = a_form(*parts, grades=grades)
    cells = book(form, METRICS)["Xếp loại"]
    assert [cells.cell(line, 7).value for line in (5, 6)] == ["b", "a_1"]
    assert form_from(book(form, METRICS)) == form


def test_a_yaml_file_is_kept_word_for_word():
    text = f"# ghi chú\n{scoring.dump(shipped(LOCAL))}"
    assert text_in("a.yaml", text.encode("utf-8-sig")) == text
    assert form_in("a.yml", text.encode()) == shipped(LOCAL)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"", "Chỉ nhận tệp .yaml hoặc .xlsx."),
        ("a.yaml", "Tốt".encode("utf-16"), "không phải là chữ theo mã UTF-8"),
        ("a.yaml", b"a" * 5_000_001, "lớn quá 5 MB"),
    ],
)
def test_other_files_are_refused(name, content, sentence):
    with pytest.raises(Invalid, match=sentence):
        form_in(name, content)


def test_cells_may_be_typed_in_many_ways():
    form = form_from(
        book(
            shipped(LOCAL),
            METRICS,
            ("Văn bản", "B7", "1"),
            ("Văn bản", "B10", 12),
            ("Văn bản", "B13", "2/9/2026"),
            ("Văn bản", "B20", True),
            ("Văn bản", "B26", "4,75"),
            ("Nội dung", "D6", "CO - KHONG"),
            ("Nội dung", "F6", "[Họp chi ủy (hội ý) trước buổi sinh hoạt]"),
        )
    )
    assert (form.version, form.document_number, form.valid_from) == (1, "12", date(2026, 9, 2))
    assert form.review is not None
    assert (form.is_total_capped, form.review.difference) == (True, Decimal("4.75"))
    assert form.items["s1_1"] == shipped(LOCAL).items["s1_1"]


def test_new_rows_need_no_ids():
    rows = book(shipped("four_good_cell_sample_2025.yaml"), METRICS)
    changes = [
        (sheet, f"{column}{line}", None)
        for sheet, column, last in (("Nội dung", "O", 60), ("Xếp loại", "K", 12))
        for line in range(5, last)
        if len(rows[sheet].rows) >= line
    ]
    form = form_from(book(shipped("four_good_cell_sample_2025.yaml"), METRICS, *changes))
    assert [section.id for section in form.sections] == ["m1", "m2", "m3", "m4"]
    assert list(form.items)[:2] == ["i1_1", "i1_2"]
    assert [level.id for level in form.items["i1_2"].levels] == ["l1", "l2", "l3", "l4"]
    assert [grade.id for grade in form.grades] == ["tot", "kha", "trung_binh", "kem"]
    assert form.grades[0].requires[0].items == ("i3_1", "i4_1")


def faults_of(form, *changes):
    with pytest.raises(InvalidForm) as refusal:
        form_from(book(form, METRICS, *changes))
    return [str(fault) for fault in refusal.value.faults]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("Văn bản", "A5", "Tên"), "Văn bản, ô A5: không có thông tin nào tên như vậy"),
        (("Văn bản", "B5", None), "Văn bản, ô B5 (Tên bộ tiêu chí): thiếu trường này."),
        (("Văn bản", "B7", "hai"), "Văn bản, ô B7 (Phiên bản): phải là số nguyên."),
        (("Văn bản", "B13", "31/02/2026"), "Văn bản, ô B13 (Hiệu lực từ ngày): phải là ngày, ví dụ 28/10/2025."),
        (("Văn bản", "B18", "Chấm"), "Văn bản, ô B18 (Cách chấm chung): chỉ ghi một trong: “Chấm điểm”"),
        (("Văn bản", "A19", "Tên bộ tiêu chí"), "Văn bản, ô B19 (Tên bộ tiêu chí): đã ghi ở dòng khác"),
        (("Nội dung", "A6", "Muc"), "Nội dung, ô A6 (Dòng): chỉ ghi một trong: “Mục”, “Tiêu chí”, “Mức”."),
        (("Nội dung", "A6", None), "Nội dung, ô A6 (Dòng): thiếu loại dòng; ghi một trong"),
        (("Nội dung", "B6", Decimal("1.1")), "Nội dung, ô B6 (Số): ô này là số 1,1; đồng chí định dạng ô là Văn bản"),
        (("Nội dung", "B6", date(2026, 1, 1)), "Nội dung, ô B6 (Số): ô này là ngày 01/01/2026; đồng chí định dạng"),
        (("Nội dung", "B7", "1.1"), "Nội dung, ô B7 (Số): “1.1” đã dùng ở Nội dung, ô B6 (Số)."),
        (("Nội dung", "D6", None), "Nội dung, ô D6 (Cách chấm): thiếu cách chấm của tiêu chí."),
        (("Nội dung", "D5", "Cho điểm tự do"), "Nội dung, ô D5 (Cách chấm): ô này không dùng cho loại dòng này"),
        (("Nội dung", "E6", "nhiều"), "Nội dung, ô E6 (Điểm): phải là một số"),
        (("Nội dung", "E6", Decimal("4.755")), "Nội dung, ô E6 (Điểm): chỉ có nhiều nhất hai chữ số"),
        (("Nội dung", "E6", Cell("formula", "")), "Nội dung, ô E6 (Điểm): ô này là công thức; đồng chí sao chép"),
        (("Nội dung", "E6", Cell("error", "")), "Nội dung, ô E6 (Điểm): ô này là một lỗi của Excel"),
        (("Nội dung", "E6", Cell("number", Decimal("NaN"))), "Nội dung, ô E6 (Điểm): ô này là số không xác định"),
        (("Nội dung", "F6", "[họp] = 1"), "Nội dung, ô F6 (Theo số liệu): không có số liệu nào tên “họp”"),
        (("Nội dung", "L6", None), "Nội dung, ô L6 (Khi không áp dụng): tiêu chí có “Áp dụng khi” phải nói"),
        (("Nội dung", "F10", None), "Nội dung, ô F10 (Theo số liệu): các dòng khác có điều kiện"),
        (("Nội dung", "O6", "Mã lạ"), "Nội dung, ô O6 (Mã): chỉ gồm chữ thường không dấu"),
        (("Nội dung", "A4", "Loại"), "Nội dung: không tìm thấy dòng tiêu đề bắt đầu bằng “Dòng”."),
        (("Nội dung", "E4", "Số điểm"), "Nội dung, ô E4: không có cột nào tên như vậy"),
        (("Nội dung", "A5", "Mức"), "Nội dung, ô A5 (Dòng): trước dòng này phải có một dòng “Mục”."),
        (("Xếp loại", "A5", "Điều kiện"), "Xếp loại, ô A5 (Dòng): trước dòng này phải có một dòng “Mức xếp loại”."),
        (("Xếp loại", "H7", "2.9"), "Xếp loại, ô H7 (Tiêu chí, mục): không có tiêu chí “2.9”."),
        (
            ("Xếp loại", "H7", "1.3; 6.2"),
            "Xếp loại, ô H7 (Tiêu chí, mục): tiêu chí “s6_2” không phải là tiêu chí có điểm.",
        ),
        (("Xếp loại", "C9", 95), "Xếp loại, ô C9 (Từ điểm): các mức phải xếp từ cao xuống thấp."),
        (("Tổng hợp năm", "B6", None), "Tổng hợp năm, ô B6 (Tháng không sinh hoạt tính như mức): ghi “Tháng không"),
        (
            ("Tổng hợp năm", "B6", "Giỏi"),
            "Tổng hợp năm, ô B6 (Tháng không sinh hoạt tính như mức): không có mức xếp loại",
        ),
        (("Tổng hợp năm", "B12", "[a] > "), "Tổng hợp năm, ô B12 (Khi): viết chưa hết"),
        (("Khống chế", "B6", 20), "Khống chế, ô B9 (Mẫu số): thiếu trường này."),
    ],
)
def test_every_wrong_cell_is_named(change, fault):
    assert any(found.startswith(fault) for found in faults_of(shipped(LOCAL), change)), faults_of(
        shipped(LOCAL), change
    )


def test_everything_wrong_is_told_at_once_and_each_cell_once():
    found = faults_of(
        shipped(LOCAL),
        ("Văn bản", "B5", None),
        ("Nội dung", "E6", Cell("formula", "")),
        ("Nội dung", "D11", None),
        ("Xếp loại", "C5", "cao"),
    )
    assert [fault.split(" (")[0] for fault in found] == [
        "Nội dung, ô E6",
        "Nội dung, ô D11",
        "Văn bản, ô B5",
        "Xếp loại, ô C5",
    ]


def test_a_missing_sheet_is_named():
    cells = book(shipped(LOCAL), METRICS)
    del cells["Xếp loại"]
    with pytest.raises(InvalidForm, match="Xếp loại: không có trang này trong tệp"):
        form_from(cells)


def test_sheets_that_only_explain_and_empty_ones_may_be_missing():
    cells = book(shipped("four_good_cell_sample_2025.yaml"), METRICS)
    kept = {name: cells[name] for name in ("Văn bản", "Nội dung", "Xếp loại", "Ghi chú")}
    assert form_from(kept) == shipped("four_good_cell_sample_2025.yaml")


def test_columns_may_be_moved_and_rows_left_empty():
    form = shipped("four_good_cell_sample_2025.yaml")
    cells = book(form, METRICS)
    content = cells["Nội dung"]
    turned = [tuple(reversed([*row, *[None] * (15 - len(row))])) for row in content.rows[3:]]
    # The heading is found by its first two columns: those stay in front.
    order = [(row[14], row[13], *row[:13]) for row in turned]
    spaced = [line for row in order for line in (row, ())]
    cells["Nội dung"] = type(content)(content.name, (*content.rows[:3], *spaced))
    assert form_from(cells) == form


def test_a_condition_too_long_for_a_cell_is_said():
    long = {"all": [{"any": [{"metric": f"m{'x' * 38}", "gte": 1}] * 20}] * 20}
    long = {"all": [long] * 5}
    form = a_form(section("s1", item("i1", "yes_no", when=long)))
    with pytest.raises(Invalid, match="quá dài cho một ô Excel"):
        sheets(form)
