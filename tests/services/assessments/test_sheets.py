"""What one assessment reads as: live points, the reason in words, and the set it was begun with."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from models import Answer, Assessment, Role, Stage
from models.base import new_id
from services import assessments, clock, evidence
from services.assessments import AssessmentRef
from services.evidence import EvidenceDraft
from tests.factories import a_cell, a_unit, an_actor
from tests.factories_assessments import YEAR, a_criteria_set, a_secretary, filled, submitted
from tests.statements import counted


def test_each_year_has_a_sheet_of_its_own(session, cam, cell):
    ref = filled(session, cam, cell, {"i1": "8,5"})
    last_year = filled(session, cam, cell, {"i1": "3"}, year=YEAR - 1)
    typed = [assessments.sheet(session, cam, one).sections[0].items[0].typed for one in (ref, last_year)]
    assert typed == ["8,5", "3"]


def test_the_superiors_answers_stand_beside_the_cells(session, cam, cell):
    ref = filled(session, cam, cell, {"i1": "8,5"})
    assessment_id = session.exec(select(Assessment.id)).one()
    session.add(
        Answer(assessment_id=assessment_id, item_id="i1", stage=Stage.REVIEW, value="7", changed_at=clock.now())
    )
    row = assessments.sheet(session, cam, ref).sections[0].items[0]
    assert (row.typed, row.review.value, row.score.points) == ("8,5", Decimal(7), Decimal("8.5"))
    assert (row.reviewed.typed, row.reviewed.score.points) == ("7", 7)


def test_points_per_good_are_live(session, cam, cell):
    ref = filled(session, cam, cell, {"i1": "8,5", "i3": "yes"})
    goods = assessments.sheet(session, cam, ref).goods
    assert [(good.good, good.points, good.max_points) for good in goods] == [
        (1, Decimal("8.5"), Decimal(15)),
        (2, Decimal(3), Decimal(5)),
    ]


def test_the_grade_comes_with_its_reason(session, cam, cell):
    ref = filled(session, cam, cell, {"i1": "7,5", "i2": "full", "i3": "yes", "i4": "0"})
    assert assessments.sheet(session, cam, ref).headline == "Khá: 17,5 điểm, thiếu 0,5 điểm để đạt Tốt."


def test_an_incomplete_form_has_no_grade(session, cam, cell):
    sheet = assessments.sheet(session, cam, filled(session, cam, cell, {"i1": "10"}))
    assert (sheet.score.grade, sheet.headline) == (None, "Chưa xếp loại: còn 3 tiêu chí chưa chấm.")


def test_files_stand_beside_their_item(session, cam, cell, ref):
    evidence.attach(session, cam, ref, "i2", EvidenceDraft("Nghị quyết.pdf", b"%PDF-1.7 x"))
    rows = {
        row.item.id: row.evidence for section in assessments.sheet(session, cam, ref).sections for row in section.items
    }
    assert [file.file_name for file in rows.pop("i2")] == ["Nghị quyết.pdf"]
    assert set(rows.values()) == {()}


def test_it_says_which_set_it_uses_and_why(session, cam, ref):
    assert assessments.sheet(session, cam, ref).why == (
        "Đang dùng “Bộ tiêu chí thử”, văn bản số 01-QĐ/HU của Huyện ủy thử, phiên bản 1, có hiệu lực từ 01/01/2025. "
        "Đây là bộ tiêu chí duy nhất có hiệu lực cho đơn vị này."
    )


def test_a_newer_set_never_touches_what_was_begun(session, cam, cell, commune):
    ref = filled(session, cam, cell)
    before = session.exec(select(Assessment.criteria_set_id)).one()
    a_criteria_set(session, cell, code="moi", title="Bộ mới", valid_from=date(2026, 6, 1))
    sheet = assessments.sheet(session, cam, ref)
    assert sheet.form.title == "Bộ tiêu chí thử"
    assert "giữ bộ tiêu chí mà nó đã bắt đầu" in sheet.why
    assessments.submit(session, cam, ref)
    assert session.exec(select(Assessment.criteria_set_id)).one() == before
    begun_now = a_cell(session, commune, "Chi bộ khác")
    assert assessments.sheet(
        session, a_secretary(session, begun_now), AssessmentRef(begun_now.id, YEAR)
    ).form.title == ("Bộ tiêu chí thử")


def test_a_past_year_uses_the_set_of_its_last_day(session, cam, commune, cell):
    a_criteria_set(session, commune, code="sau", title="Bộ năm 2026", valid_from=date(2026, 1, 1))
    assert assessments.sheet(session, cam, AssessmentRef(cell.id, 2025)).form.title == "Bộ tiêu chí thử"
    assert assessments.sheet(session, cam, AssessmentRef(cell.id, 2026)).form.title == "Bộ năm 2026"


def test_a_sheet_costs_ten_statements_at_most(session, cam, xuan, cell, ref):
    with counted(session) as begun:
        assessments.sheet(session, cam, ref)
    submitted(session, cam, cell)
    assessments.review(session, xuan, ref, "i1", "value", "9", None)
    for item_id in ("i1", "i2", "i3"):
        assessments.remark(session, xuan, ref, item_id, "Xem lại.", new_id())
    session.flush()
    with counted(session) as full:
        assessments.sheet(session, xuan, ref)
    assert len(begun) <= 4
    assert len(full) <= 8


quarter_points = st.integers(0, 40).map(lambda quarter: f"{quarter / 4:g}".replace(".", ","))


@given(i1=quarter_points, i2=st.sampled_from(["full", "part"]), i3=st.sampled_from(["yes", "no"]), i4=st.integers(0, 9))
def test_what_is_frozen_is_what_was_shown(rolled_back, i1, i2, i3, i4):
    with rolled_back() as session:
        commune = a_unit(session)
        cell = a_cell(session, commune)
        a_criteria_set(session, commune)
        cam = a_secretary(session, cell)
        ref = filled(session, cam, cell, {"i1": i1, "i2": i2, "i3": i3, "i4": str(i4)})
        for item_id in ("i1", "i2", "i3", "i4"):
            assessments.answer(session, cam, ref, item_id, "note", "Đã giải trình.", "")
        shown = assessments.sheet(session, cam, ref)
        assessments.submit(session, cam, ref)
        session.expire_all()
        row = session.exec(select(Assessment)).one()
        assert (row.total, row.grade) == (shown.score.total, shown.score.grade.id)
        assert sum(good.points for good in shown.goods) == row.total


def test_it_says_how_many_items_have_an_answer(session, cam, cell):
    sheet = assessments.sheet(session, cam, filled(session, cam, cell, {"i1": "5", "i4": "0"}))
    assert (sheet.answered, len(sheet.items), [section.answered for section in sheet.sections]) == (2, 4, [1, 1])


@pytest.mark.parametrize("role", list(Role))
def test_whoever_reaches_the_cell_reads_its_sheet(session, cam, cell, commune, role):

    ref = submitted(session, cam, cell)
    assert assessments.sheet(session, an_actor(session, commune, role), ref).unit_name == "Chi bộ Khuổi Ngọa"
