"""A form that uses every feature at once becomes a working set: by file, and by a workbook typed by hand."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pydantic
import pytest

from documents.criteria_sheets import xlsx
from models import CriteriaSet, CriteriaState, UnitKind
from services import criteria, scoring
from services.criteria_files import form_in, text_in, trial_input
from services.metrics import METRICS
from services.scoring import Severity
from tests.factories import a_unit
from tests.factories_assessments import publish
from tests.services.scoring.forms import a_form, item, section

FILE = Path(__file__).with_name("moi_cach.yaml")


@pytest.fixture(scope="module")
def form():
    return form_in(FILE.name, FILE.read_bytes())


def said_by(shape: pydantic.BaseModel) -> set[tuple[str, str]]:
    """Every field that somewhere in the form says something else than its usual value."""
    found = set()
    for name, field in type(shape).model_fields.items():
        value = getattr(shape, name)
        if field.is_required() or value != field.default:
            found.add((type(shape).__name__, name))
        rows = value if isinstance(value, tuple) else (value,)
        for row in rows:
            if isinstance(row, pydantic.BaseModel):
                found |= said_by(row)
    return found


def shapes(known: type[pydantic.BaseModel]) -> set[type[pydantic.BaseModel]]:
    """Every shape that a form can be made of."""
    found, left = set(), [known]
    while left:
        shape = left.pop()
        if shape in found:
            continue
        found.add(shape)
        for field in shape.model_fields.values():
            left += list(_shapes_in(field.annotation))
            left += [inner for part in field.metadata for inner in _shapes_in(part)]
    return found


def _shapes_in(annotation):
    if isinstance(annotation, type) and issubclass(annotation, pydantic.BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()) or ():
        yield from _shapes_in(part)
    if hasattr(annotation, "__metadata__"):
        yield from _shapes_in(annotation.__origin__)


def test_it_leaves_nothing_of_the_format_out(form):
    everything = {(shape.__name__, name) for shape in shapes(scoring.Form) for name in shape.model_fields}
    assert len(everything) > 100
    assert everything - said_by(form) == set()


def test_the_check_finds_no_error(form):
    found = scoring.lint(form, METRICS)
    assert [finding.sentence for finding in found if finding.severity is Severity.ERROR] == []


def test_it_comes_back_from_a_workbook(form):
    assert form_in("a.xlsx", xlsx(form)) == form


def test_as_yaml_and_as_excel_it_is_the_same_published_set(session, form):
    unit = a_unit(session, "Đảng bộ huyện", kind=UnitKind.DISTRICT)
    for name, content in (("a.yaml", FILE.read_bytes()), ("a.xlsx", xlsx(form))):
        set_id = criteria.store(session, None, text_in(name, content), unit.id)
        assert scoring.load(session.get_one(CriteriaSet, set_id).body) == form
    publish(session, set_id)
    assert session.get_one(CriteriaSet, set_id).state is CriteriaState.PUBLISHED


INPUT = """
{"answers": {"hoc_tap": "9,5", "doan_ket": 20, "sang_kien": 2, "dang_phi": true},
 "facts": {"meetings_held": 11, "targets_completed_rate": "9/10", "tasks_overdue": 5, "members": 12,
           "attendance_rate": "85 %", "unexcused_absences": 0, "has_cell_committee": false,
           "thematic_held_rate": "3/4", "months_graded": {"tot": 8, "kha": 3}, "months_expected": 11,
           "meetings_expected": 11, "submitted_on_time_rate": "10/11", "members_disciplined": 0,
           "annual_grade_last_year": "httnv"}}
"""


def test_it_can_be_scored(form):
    score = scoring.score(form, *trial_input(form, INPUT))
    points = {item.id: str(item.points) for item in score.items if item.points}
    assert points == {
        "chi_tieu": "18",
        "nhiem_vu": "5.0",
        "hoc_tap": "9.5",
        "du_hop": "20",
        "doan_ket": "20",
        "thang_kem": "2",
        "sang_kien": "2",
    }
    # 72,5 of the 80 points that are left without “chi ủy”, rebased to 90,63 of 100; 2 on top, 2 inside a full section.
    assert scoring.headline(form, score, METRICS) == "Tốt: 92,63 điểm."


def typed() -> bytes:
    """A workbook filled in by hand: the sheets of an empty form, their cells typed over, nothing about ids."""
    book = openpyxl.load_workbook(BytesIO(xlsx(a_form(section("s1", item("i1"))))))
    head, content, rating = book["Văn bản"], book["Nội dung"], book["Xếp loại"]
    for line, value in {
        5: "Phiếu chấm buổi sinh hoạt",
        6: "phieu_cham",
        8: "Chất lượng sinh hoạt chi bộ",
        19: 20,
    }.items():
        head.cell(line, 2).value = value
    rows = [
        ("Mục", "I", "Dự họp", None, 10),
        ("Tiêu chí", "1", "Tỷ lệ dự họp", "Chọn một trong nhiều mức", 6),
        ("Mức", None, "Từ 90 %", None, 6, "[tỷ lệ dự họp] >= 90"),
        ("Mức", None, "Thấp hơn", None, 0, "Còn lại"),
        ("Tiêu chí", "2", "Vắng không lý do", "trừ điểm theo số lần", 4, "[số lượt vắng không lý do]", None, 1),
        ("Mục", "II", "Nội dung", None, 10),
        ("Tiêu chí", "3", "Chuẩn bị, thảo luận", "Cho điểm tự do", "10", None, "0,5"),
    ]
    for line, row in enumerate(rows, start=5):
        for column in range(1, 16):
            content.cell(line, column).value = row[column - 1] if column <= len(row) else None
    for line, row in enumerate(
        [("Mức xếp loại", "Đạt", 15), ("Điều kiện", None), ("Mức xếp loại", "Chưa đạt")], start=5
    ):
        for column in range(1, 12):
            rating.cell(line, column).value = row[column - 1] if column <= len(row) else None
    rating["G6"], rating["H6"], rating["E7"] = "Tiêu chí đạt điểm tối đa", "2", 15
    for line in (8, 9):
        for column in range(1, 12):
            rating.cell(line, column).value = None
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_that_an_officer_typed():
    form = form_in("phiếu chấm.xlsx", typed())
    assert [grade.id for grade in form.grades] == ["dat", "chua_dat"]
    assert form.grades[0].requires[0].items == ("i1_2",)
    answers, facts = trial_input(
        form, '{"answers": {"i2_1": 8.5}, "facts": {"attendance_rate": "18/20", "unexcused_absences": 0}}'
    )
    score = scoring.score(form, answers, facts)
    assert scoring.headline(form, score, METRICS) == "Đạt: 18,5 điểm."
    assert not scoring.lint(form, METRICS)
