"""Many assessments at once: only those in reach, of one kind and span, with names of the time, in few statements."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlmodel import select

from models import Assessment, AssessmentState, Role
from services import assessments, clock
from services.assessments import AssessmentRef
from services.errors import Invalid, NotFound
from tests.factories import a_cell, a_member, a_membership, a_unit, an_actor, an_era, some_members
from tests.factories_assessments import (
    YEAR,
    a_criteria_set,
    a_meeting,
    a_secretary,
    accept,
    accepted,
    filled,
    submitted,
)
from tests.statements import counted


@pytest.fixture
def district(session):
    return a_unit(session, "Đảng bộ huyện", kind="district")


@pytest.fixture
def commune(session, district):
    return a_unit(session, "Đảng bộ xã Bằng Vân", parent=district)


@pytest.fixture
def huong(session, district):
    return an_actor(session, district, Role.DISTRICT_STAFF)


def names(rows):
    return [(row.commune_name, row.cell_name, row.state) for row in rows]


def test_the_queue_has_what_was_begun_in_reach(session, huong, district, commune, cell, cam, xuan):
    submitted(session, cam, cell)
    other_commune = a_unit(session, "Đảng bộ xã An Khang", parent=district)
    a_criteria_set(session, other_commune, code="khac")
    other = a_cell(session, other_commune, "Chi bộ Nà Đi")
    filled(session, a_secretary(session, other), other, {"i1": "5"})
    a_cell(session, commune, "Chi bộ chưa chấm")
    mine = ("Đảng bộ xã Bằng Vân", "Chi bộ Khuổi Ngọa", AssessmentState.SUBMITTED)
    assert names(assessments.queue(session, xuan, YEAR)) == [mine]
    assert names(assessments.queue(session, huong, YEAR)) == [
        ("Đảng bộ xã An Khang", "Chi bộ Nà Đi", AssessmentState.DRAFT),
        mine,
    ]


def test_a_row_has_total_grade_and_when(session, cell, cam, xuan):
    submitted(session, cam, cell)
    row = assessments.queue(session, xuan, YEAR)[0]
    assert (row.ref, row.total, row.grade) == (AssessmentRef(cell.id, YEAR), Decimal(20), "Tốt")
    assert row.submitted_at is not None


def test_the_overview_also_has_cells_that_have_not_begun(session, commune, cell, cam, xuan):
    submitted(session, cam, cell)
    a_cell(session, commune, "Chi bộ Đông Chót")
    a_cell(session, commune, "Chi bộ giải thể", until=date(2026, 1, 1))
    a_cell(session, commune, "Chi bộ năm sau", since=date(2026, 12, 1))
    assert [(row.cell_name, row.state) for row in assessments.overview(session, xuan, commune.id, YEAR)] == [
        ("Chi bộ Đông Chót", None),
        ("Chi bộ Khuổi Ngọa", AssessmentState.SUBMITTED),
    ]


def test_a_cell_dissolved_in_the_year_is_still_listed_under_its_last_name(session, commune, xuan):
    cell = a_cell(session, commune, "Chi bộ cũ", until=date(2026, 3, 1))
    an_era(session, cell, "Chi bộ đổi tên", parent=commune, since=date(2026, 3, 1), until=date(2026, 9, 1))
    assert [row.cell_name for row in assessments.overview(session, xuan, commune.id, YEAR)] == ["Chi bộ đổi tên"]


def test_a_cell_at_the_top_of_the_tree_has_no_commune(session):
    cell = a_cell(session, None, "Chi bộ cơ sở", kind="grassroots_cell")
    assert assessments.overview(session, a_secretary(session, cell), cell.id, YEAR)[0].commune_name == ""


def test_the_overview_of_a_unit_out_of_reach_does_not_exist(session, cell, cam, commune):
    with pytest.raises(NotFound):
        assessments.overview(session, cam, commune.id, YEAR)
    assert len(assessments.overview(session, cam, cell.id, YEAR)) == 1


def test_another_year_is_another_queue(session, cell, cam, xuan):
    submitted(session, cam, cell)
    assert assessments.queue(session, xuan, YEAR - 1) == []
    with pytest.raises(Invalid, match="chưa tới"):
        assessments.queue(session, xuan, YEAR + 1)


def test_however_many_cells_it_is_two_statements(session, commune, xuan, in_force):
    for number in range(12):
        cell = a_cell(session, commune, f"Chi bộ số {number}")
        submitted(session, a_secretary(session, cell), cell)
    session.flush()
    with counted(session) as sent:
        assert len(assessments.queue(session, xuan, YEAR)) == 12
    assert len(sent) == 2


# What counts once it has been reviewed


def test_once_accepted_the_superiors_result_counts_and_both_are_kept(session, commune, cell, cam, xuan):
    ref = submitted(session, cam, cell)
    assessments.review(session, xuan, ref, "i1", "value", "7", None)
    assessments.review(session, xuan, ref, "i1", "note", "Thiếu chỉ tiêu.", "")
    row = assessments.queue(session, xuan, YEAR)[0]
    assert (row.total, row.grade, row.review_total, row.review_grade) == (20, "Tốt", None, "")
    accept(session, xuan, ref)
    row = assessments.queue(session, xuan, YEAR)[0]
    assert (row.own_total, row.own_grade, row.review_total, row.review_grade) == (20, "Tốt", 17, "Khá")
    assert (row.total, row.grade) == (17, "Khá")


def test_what_was_accepted_before_both_results_were_kept_counts_as_handed_in(session, cell, cam, xuan):
    accepted(session, cam, cell, xuan)
    stored = session.exec(select(Assessment)).one()
    stored.review_total = stored.review_grade = None
    session.flush()
    row = assessments.queue(session, xuan, YEAR)[0]
    assert (row.total, row.grade) == (20, "Tốt")


# Other kinds and spans


def test_each_kind_and_span_has_a_queue_of_its_own(session, district, commune, cell, cam, xuan):
    a_criteria_set(session, district, code="nam", kind="annual_cell")
    third_quarter = AssessmentRef(cell.id, YEAR, months=(7, 9))
    annual = AssessmentRef(cell.id, YEAR, "annual_cell")
    for ref in (third_quarter, annual):
        assessments.answer(session, cam, ref, "i1", "value", "5", None)
    assert assessments.queue(session, xuan, YEAR) == []
    assert [row.ref for row in assessments.queue(session, xuan, YEAR, months=(7, 9))] == [third_quarter]
    assert [row.ref for row in assessments.queue(session, xuan, YEAR, "annual_cell")] == [annual]


def test_a_span_that_has_not_begun_is_refused(session, cell, cam, xuan):
    with pytest.raises(Invalid, match="Tháng 12/2026 chưa tới"):
        assessments.queue(session, xuan, YEAR, months=(12, 12))


def test_a_kind_that_nobody_knows_is_not_found(session, xuan):
    with pytest.raises(NotFound):
        assessments.queue(session, xuan, YEAR, "khong_co")


def test_committees_are_listed_as_far_as_the_forms_are_made_for_them(session, district, commune, cell, huong, xuan):
    more = "applies_to: {unit_kinds: [commune]}"
    a_criteria_set(session, district, code="dang_bo", kind="four_good_committee", more=more)
    assert names(assessments.overview(session, huong, district.id, YEAR, "four_good_committee")) == [
        ("Đảng bộ huyện", "Đảng bộ xã Bằng Vân", None)
    ]
    assert names(assessments.overview(session, xuan, commune.id, YEAR, "four_good_committee")) == [
        ("Đảng bộ huyện", "Đảng bộ xã Bằng Vân", None)
    ]


def test_meetings_are_listed_in_the_order_of_their_months(session, district, commune, cell, cam, xuan):
    some_members(session, cell, 6)
    a_criteria_set(session, district, code="buoi", kind="meeting_quality")
    for month in (10, 9):
        a_meeting(session, cam, cell, date(2026, month, 1))
    september, october = assessments.overview(session, xuan, commune.id, YEAR, "meeting_quality")
    assert [row.name for row in (september, october)] == [
        "Sinh hoạt thường kỳ ngày 05/09/2026",
        "Sinh hoạt thường kỳ ngày 05/10/2026",
    ]
    assert (october.ref.months, october.cell_name, october.state) == ((10, 10), "Chi bộ Khuổi Ngọa", None)
    assessments.answer(session, cam, october.ref, "i1", "value", "5", None)
    assert [row.ref for row in assessments.queue(session, xuan, YEAR, "meeting_quality")] == [october.ref]
    assert assessments.queue(session, xuan, YEAR, "meeting_quality", (9, 9)) == []


def test_members_are_listed_in_vietnamese_order_each_once(session, district, commune, cell, cam, xuan):
    some_members(session, cell, 3)
    back = a_member(session, cell, "Hoàng Văn Ân", joined_on=date(2026, 1, 1), left_on=date(2026, 2, 1))
    a_membership(session, back, cell, joined_on=date(2026, 6, 1))
    a_member(session, cell, "Hoàng Văn Cũ", left_on=date(2025, 12, 31))
    a_criteria_set(session, district, code="dang_vien", kind="annual_member")
    rows = assessments.overview(session, xuan, commune.id, YEAR, "annual_member")
    assert [row.name for row in rows] == ["Hoàng Văn An", "Hoàng Văn Ân", "Hoàng Văn Bình", "Hoàng Văn Chung"]
    assessments.answer(session, cam, rows[1].ref, "i1", "value", "5", None)
    assert [row.name for row in assessments.queue(session, xuan, YEAR, "annual_member")] == ["Hoàng Văn Ân"]


def test_the_kinds_to_choose_from_are_those_with_a_form_in_force(session, district, commune, cell, cam, huong, xuan):
    a_criteria_set(session, district, code="dang_bo", kind="four_good_committee")
    a_criteria_set(session, district, code="phieu", kind="four_good_slip")
    a_criteria_set(session, district, code="buoi", kind="meeting_quality")
    a_criteria_set(session, district, code="nhap", kind="annual_cell", published=False)
    a_criteria_set(session, district, code="sau", kind="annual_committee", valid_from=date(2027, 1, 1))
    offered = {found.kind.code: found for found in assessments.offered(session, xuan, YEAR)}
    assert list(offered) == ["meeting_quality", "four_good_cell", "four_good_committee", "four_good_slip"]
    assert [code for code, found in offered.items() if found.is_yearly] == ["four_good_cell", "four_good_committee"]
    assert "four_good_committee" not in {found.kind.code for found in assessments.offered(session, cam, YEAR)}
    assert {found.kind.code for found in assessments.offered(session, huong, YEAR)} == offered.keys()


def test_a_neighbours_forms_are_not_offered(session, district, cell, cam, xuan):
    other = a_unit(session, "Đảng bộ xã An Khang", parent=district)
    a_criteria_set(session, other, code="khac", kind="annual_cell")
    assert [found.kind.code for found in assessments.offered(session, xuan, YEAR)] == ["four_good_cell"]


def test_a_form_that_asks_for_self_checks_offers_their_spans(session, commune, cell, cam, xuan):
    more = "self_check: quarterly"
    a_criteria_set(session, commune, code="quy", more=more, valid_from=date(2026, 1, 1))
    [found] = assessments.offered(session, xuan, YEAR)
    assert found.spans_of(YEAR) == ((1, 12), (1, 3), (4, 6), (7, 9), (10, 12))
    with clock.set_to(datetime(2026, 5, 2, tzinfo=UTC)):
        assert found.spans_of(YEAR) == ((1, 12), (1, 3), (4, 6))


def test_a_slip_is_of_months(session, commune, cell, cam, xuan):
    a_criteria_set(session, commune, code="phieu", kind="four_good_slip")
    slip = assessments.offered(session, xuan, YEAR)[-1]
    assert slip.spans_of(YEAR) == tuple((month, month) for month in range(1, 12))


def test_however_many_kinds_offering_them_is_two_statements(session, commune, cell, cam, xuan):
    for kind in ("annual_cell", "four_good_slip", "meeting_quality"):
        a_criteria_set(session, commune, code=kind, kind=kind)
    session.flush()
    with counted(session) as sent:
        assert len(assessments.offered(session, xuan, YEAR)) == 4
    assert len(sent) == 2
