"""Many assessments at once: only those in reach, with names of the year, in one statement."""

from datetime import date
from decimal import Decimal

import pytest

from models import AssessmentState, Role
from services import assessments
from services.assessments import AssessmentRef
from services.errors import Invalid, NotFound
from tests.factories import a_cell, a_unit, an_actor, an_era
from tests.factories_assessments import YEAR, a_criteria_set, a_secretary, filled, submitted
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
