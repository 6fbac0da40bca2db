"""A draft tried on a year: which grades would move and why; within reach, and without writing anything."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import select

from models import AnnualGrade, Answer, AuditEntry, Meeting, Role, Stage, UnitKind
from models.base import METADATA
from services import assessments, criteria, simulation
from services.criteria import Kind, SubjectKind
from services.errors import Invalid, NotFound
from services.meetings import MeetingRef
from services.simulation.simulated import Direction
from tests.factories import a_cell, a_member, a_unit, an_actor, an_era
from tests.factories_assessments import (
    COMPUTED,
    FULL_MARKS,
    YEAR,
    a_computed_set,
    a_form,
    a_meeting,
    accept,
    accepted,
    filled,
    publish,
    submitted,
)
from tests.factories_meetings import a_submitted_meeting
from tests.statements import counted

LAST_YEAR = YEAR - 1


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr("services.clock.now", lambda: datetime(2026, 11, 20, 2, 0, tzinfo=UTC))


@pytest.fixture
def district(session):
    return a_unit(session, "Đảng bộ huyện Ngân Sơn", kind=UnitKind.DISTRICT)


@pytest.fixture
def commune(session, district):
    return a_unit(session, parent=district)


@pytest.fixture
def cell(session, commune):
    return a_cell(session, commune)


@pytest.fixture
def xuan(session, commune):
    return an_actor(session, commune)


@pytest.fixture
def huy(session, district):
    return an_actor(session, district, Role.DISTRICT_STAFF)


@pytest.fixture
def cam(session, cell):
    return an_actor(session, cell, Role.CELL_SECRETARY)


@pytest.fixture
def in_force(session, district):
    set_id = criteria.store(session, None, a_form(), district.id)
    publish(session, set_id)
    return set_id


def a_draft(session, unit, text):
    return criteria.store(session, None, text, unit.id)


STRICTER = a_form(version=2).replace("min: 18}", "min: 19}").replace("max: 18}", "max: 19}")
"""The same form with a higher bound for Tốt."""


def test_a_higher_bound_moves_who_lies_below_it(session, commune, cell, xuan, cam, in_force):
    filled(session, cam, cell, FULL_MARKS | {"i1": "8"})
    ref = assessments.AssessmentRef(cell.id, YEAR)
    assessments.answer(session, cam, ref, "i1", "note", "Chưa đạt chỉ tiêu", "")
    assessments.submit(session, cam, ref)
    draft = a_draft(session, commune, STRICTER)
    [move] = simulation.run(session, xuan, draft, commune.id, YEAR).moves
    assert (move.old_label, move.old_total, move.is_stored) == ("Tốt", "18", True)
    assert (move.new_label, move.outcome.total, move.direction) == ("Khá", "18", Direction.WORSE)
    assert move.reasons[0] == "Khá: 18 điểm, thiếu 1 điểm để đạt Tốt."
    assert (move.unit_name, move.holder_name, move.name) == ("Chi bộ Khuổi Ngọa", "Đảng bộ xã Bằng Vân", "")


def test_who_does_not_move_needs_no_reason(session, commune, cell, xuan, cam, in_force):
    submitted(session, cam, cell)
    found = simulation.run(session, xuan, a_draft(session, commune, STRICTER), commune.id, YEAR)
    assert [(move.direction, move.reasons) for move in found.moves] == [(Direction.SAME, ())]
    assert found.moved == ()
    assert dict(found.matrix) == {("Tốt", "Tốt"): 1}


def test_an_item_that_changed_its_points_is_named(session, commune, cell, xuan, cam, in_force):
    submitted(session, cam, cell)
    text = a_form(version=2).replace(
        "{id: full, label: Hoàn thành đủ, points: 5}", "{id: full, label: Hoàn thành đủ, points: 1}"
    )
    [move] = simulation.run(session, xuan, a_draft(session, commune, text), commune.id, YEAR).moves
    assert move.direction is Direction.WORSE
    assert "Tiêu chí 1.2: 5/5 điểm → 1/5 điểm." in move.reasons


def test_what_the_new_form_asks_and_nobody_answered_leaves_a_range(session, commune, cell, xuan, cam, in_force):
    submitted(session, cam, cell)
    text = a_form(version=2).replace("id: i1,", "id: i9,")
    [move] = simulation.run(session, xuan, a_draft(session, commune, text), commune.id, YEAR).moves
    assert (move.direction, move.new_label, move.outcome.total) == (Direction.OPEN, "Khá đến Tốt", "10–20")
    assert move.outcome.open_items == ("i9",)
    assert move.reasons[0] == "Chưa có câu trả lời cho tiêu chí 1.1."
    assert "Tiêu chí 1.1 của bộ cũ không còn (10/10 điểm)." in move.reasons


def test_an_answer_to_another_way_of_scoring_is_not_taken(session, commune, cell, xuan, cam, in_force):
    submitted(session, cam, cell)
    text = a_form(version=2).replace(
        "text: Sinh hoạt đủ 12 tháng, method: yes_no, max_points: 3}",
        "text: Sinh hoạt đủ 12 tháng, method: points, max_points: 3}",
    )
    [move] = simulation.run(session, xuan, a_draft(session, commune, text), commune.id, YEAR).moves
    assert move.outcome.open_items == ("i3",)


def test_figures_of_the_year_answer_what_they_can(session, commune, cell, xuan, cam, in_force):
    for number in range(3):
        a_member(session, cell, f"Hoàng Văn {['Ba', 'Tư', 'Năm'][number]}")
    submitted(session, cam, cell)
    text = a_form(version=2).replace(
        "method: yes_no, max_points: 3}", "method: yes_no, max_points: 3, when: {metric: members, gte: 10}}"
    )
    [move] = simulation.run(session, xuan, a_draft(session, commune, text), commune.id, YEAR).moves
    assert (move.new_label, move.outcome.total) == ("Khá", "17")
    assert "Tiêu chí 2.1: 3/3 điểm → 0/3 điểm (số liệu: số đảng viên 3)." in move.reasons


def test_the_superiors_answers_count_once_they_are_accepted(session, commune, cell, xuan, cam, in_force):
    ref = accepted(session, cam, cell, xuan)
    assessment_id = session.exec(select(Answer.assessment_id)).first()
    review = Answer(
        assessment_id=assessment_id,
        item_id="i1",
        stage=Stage.REVIEW,
        value="5",
        changed_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    session.add(review)
    session.flush()
    [move] = simulation.run(session, xuan, a_draft(session, commune, STRICTER), commune.id, ref.year).moves
    assert move.outcome.total == "15"


def test_an_override_with_its_reason_and_the_figures_of_its_day(session, district, commune, cell, xuan, cam):
    for name in ("An", "Bình", "Chung"):
        a_member(session, cell, f"Hoàng Văn {name}")
    a_computed_set(session, district)
    ref = assessments.AssessmentRef(cell.id, YEAR)
    a_submitted_meeting(session, cam, MeetingRef(cell.id, date(YEAR, 3, 1)))
    for field, value in {
        "value": "no",
        "reason": "Đã có kết luận, chưa ghi vào sổ",
        "note": "Kỷ luật một người",
    }.items():
        assessments.answer(session, cam, ref, "c3", field, value, "")
    assessments.answer(session, cam, ref, "c4", "value", "6", "")
    assessments.submit(session, cam, ref)
    text = a_form(text=COMPUTED, code="so_lieu", version=2, valid_from=date(2026, 1, 1))
    [move] = simulation.run(session, xuan, a_draft(session, commune, text), commune.id, YEAR).moves
    before = (move.old_total, move.outcome.total, move.direction)
    assert (before[0], before[2]) == (before[1], Direction.SAME)
    a_meeting(session, cam, cell, date(YEAR, 4, 1), unexcused=1)
    again = simulation.run(session, xuan, a_draft(session, commune, text), commune.id, YEAR).moves[0]
    assert (again.old_total, again.outcome.total, again.direction) == before


def test_the_own_reason_goes_with_a_superior_who_says_the_same(session, district, commune, cell, xuan, cam):
    a_computed_set(session, district)
    ref = assessments.AssessmentRef(cell.id, YEAR)
    for item_id, value in {"c1": "high", "c2": "0", "c4": "6", "c5": "yes"}.items():
        assessments.answer(session, cam, ref, item_id, "value", value, "")
    for field, value in {"value": "no", "reason": "Chưa ghi vào sổ", "note": "Kỷ luật một người"}.items():
        assessments.answer(session, cam, ref, "c3", field, value, "")
    assessments.submit(session, cam, ref)
    assessments.review(session, xuan, ref, "c3", "value", "no", "")
    accept(session, xuan, ref)
    text = a_form(text=COMPUTED, code="so_lieu", version=2, valid_from=date(2026, 1, 1))
    [move] = simulation.run(session, xuan, a_draft(session, commune, text), commune.id, YEAR).moves
    assert (move.old_total, move.outcome.total, move.direction) == ("20", "20", Direction.SAME)


def test_who_was_handed_in_without_a_grade_and_gets_none_stays(session, district, commune, cell, xuan, cam):
    computed = COMPUTED.replace("metric: meetings_held, gte: 1", "metric: attendance_rate, gte: 50")
    a_computed_set(session, district, text=computed)
    ref = assessments.AssessmentRef(cell.id, YEAR)
    for item_id, value in {"c1": "high", "c2": "0", "c4": "6", "c5": "yes"}.items():
        assessments.answer(session, cam, ref, item_id, "value", value, "")
    assessments.submit(session, cam, ref)
    text = a_form(text=computed, code="so_lieu", valid_from=date(2026, 1, 1))
    draft = a_draft(session, commune, text.replace("version: 1", "version: 2"))
    [move] = simulation.run(session, xuan, draft, commune.id, YEAR).moves
    assert (move.old_label, move.new_label, move.direction) == ("", "", Direction.SAME)


def test_a_unit_that_did_not_assess_itself_is_compared_with_what_is_in_force(session, commune, cell, xuan, in_force):
    text = a_form(code="moi", more="")
    [move] = simulation.run(session, xuan, a_draft(session, commune, text), commune.id, YEAR).moves
    assert (move.old_label, move.is_stored, move.direction) == ("", False, Direction.OPEN)
    assert move.outcome.open_items == ("i1", "i2", "i3", "i4")


def test_a_decided_annual_grade_is_the_old_one(session, commune, cell, xuan):
    decided = {"grade": "httnv", "label": "Hoàn thành tốt nhiệm vụ", "rank": 1}
    session.add(AnnualGrade(subject_id=cell.id, unit_id=cell.id, kind="annual_cell", year=LAST_YEAR, **decided))
    session.flush()
    draft = a_draft(session, commune, a_form(code="nam", kind="annual_cell"))
    [move] = simulation.run(session, xuan, draft, commune.id, LAST_YEAR).moves
    assert (move.old_label, move.is_stored) == ("Hoàn thành tốt nhiệm vụ", True)


def test_members_are_tried_one_by_one(session, commune, cell, xuan):
    for name in ("Nông Văn An", "Hoàng Thị Bình"):
        a_member(session, cell, name)
    a_member(session, cell, "Lý Văn Đi", left_on=date(2025, 5, 1))
    draft = a_draft(session, commune, a_form(code="nguoi", kind="annual_member"))
    found = simulation.run(session, xuan, draft, commune.id, LAST_YEAR)
    assert [move.name for move in found.moves] == ["Nông Văn An", "Hoàng Thị Bình"]


def test_a_slip_is_tried_month_by_month_as_far_as_they_are_over(session, commune, cell, xuan):
    draft = a_draft(session, commune, a_form(code="phieu", kind="four_good_slip"))
    found = simulation.run(session, xuan, draft, commune.id, YEAR)
    assert [move.name for move in found.moves][:2] == ["tháng 1/2026", "tháng 2/2026"]
    assert len(found.moves) == 10


def test_a_slip_of_quarters_is_tried_quarter_by_quarter(session, commune, cell, xuan):
    draft = a_draft(session, commune, a_form(code="phieu", kind="four_good_slip", more="self_check: quarterly"))
    found = simulation.run(session, xuan, draft, commune.id, YEAR)
    assert [move.name for move in found.moves] == ["quý I/2026", "quý II/2026", "quý III/2026"]


def test_meetings_are_tried_one_by_one_and_their_year_is_rolled_up(session, commune, cell, xuan):
    people = [a_member(session, cell, f"Hoàng Văn {name}") for name in ("An", "Bình", "Chung")]
    for number in (3, 4):
        a_submitted_meeting(session, xuan, MeetingRef(cell.id, date(LAST_YEAR, number, 1)), chair_id=people[0].id)
    text = a_form(code="hop", kind="meeting_quality", valid_from=date(2024, 1, 1)).replace(
        "grades:\n",
        "roll_up:\n  missing_month: left_out\n  founded_mid_year: as_written\n  grades:\n"
        "  - {id: tot, label: Tốt, when: {metric: months_graded, of: [kem], eq: 0}}\n"
        "  - {id: kem, label: Kém, otherwise: true}\ngrades:\n",
    )
    found = simulation.run(session, xuan, a_draft(session, commune, text), commune.id, LAST_YEAR)
    assert [move.name for move in found.moves] == ["họp ngày 05/03/2025", "họp ngày 05/04/2025"]
    [year] = found.years
    assert (year.old_label, year.new_label, year.is_moved) == ("", "", False)
    assert "chưa có kết quả xếp loại" in year.new.headline


ROLLED = a_form(code="hop", kind="meeting_quality", valid_from=date(2024, 1, 1)).replace(
    "grades:\n",
    "roll_up:\n  missing_month: left_out\n  founded_mid_year: as_written\n  grades:\n"
    "  - {id: nam_tot, label: Năm tốt, when: {metric: months_graded, of: [tot], gte: 2}}\n"
    "  - {id: nam_kha, label: Năm khá, otherwise: true}\ngrades:\n",
)


@pytest.fixture
def scored_year(session, district, cell, cam):
    """Two meetings of last year, both 18 points and Tốt, by the set in force."""
    publish(session, criteria.store(session, None, ROLLED, district.id))
    for name in ("An", "Bình", "Chung"):
        a_member(session, cell, f"Hoàng Văn {name}")
    for number in (3, 4):
        month = date(LAST_YEAR, number, 1)
        a_submitted_meeting(session, cam, MeetingRef(cell.id, month))
        meeting_id = session.exec(select(Meeting.id).where(Meeting.month == month)).one()
        ref = assessments.AssessmentRef(cell.id, LAST_YEAR, "meeting_quality", (number, number), meeting_id)
        for item_id, value in (FULL_MARKS | {"i1": "8"}).items():
            assessments.answer(session, cam, ref, item_id, "value", value, "")
        assessments.answer(session, cam, ref, "i1", "note", "Chưa đạt chỉ tiêu", "")
        assessments.submit(session, cam, ref)


def year_of(session, commune, xuan, text):
    draft = a_draft(session, commune, text.replace("version: 1", "version: 2"))
    found = simulation.run(session, xuan, draft, commune.id, LAST_YEAR)
    [year] = found.years
    return found, year


def test_the_year_is_rolled_up_from_the_grades_that_the_draft_gives(session, commune, cell, xuan, scored_year):
    _, year = year_of(session, commune, xuan, ROLLED)
    assert (year.old_label, year.new_label, year.is_moved, year.open_months) == ("Năm tốt", "Năm tốt", False, ())
    stricter = ROLLED.replace("min: 18}", "min: 19}").replace("max: 18}", "max: 19}")
    _, year = year_of(session, commune, xuan, stricter)
    assert (year.old_label, year.new_label, year.is_moved) == ("Năm tốt", "Năm khá", True)


def test_months_that_the_trial_leaves_open_are_said(session, commune, cell, xuan, scored_year):
    found, year = year_of(session, commune, xuan, ROLLED.replace("id: i1,", "id: i9,"))
    assert (year.new_label, year.is_open, year.is_moved, year.open_months) == ("", True, False, (3, 4))
    assert year.reasons[1] == "Chấm thử chưa rõ mức của tháng 3 và 4."
    row = simulation.moves_table(found).rows[-1]
    assert (row[2], row[3], row[7]) == ("cả năm", "Năm tốt", "Chưa rõ")
    assert "tháng 3 và 4" in str(row[8])


def test_a_kind_that_was_added_is_tried_on_its_subject(session, district, commune, huy, xuan):
    quan = an_actor(session, district, Role.ADMINISTRATOR)
    criteria.add_kind(session, quan, Kind("kiem_tra", "kiểm tra", SubjectKind.COMMITTEE), district.id)
    draft = a_draft(session, district, a_form(code="kiem_tra_1", kind="kiem_tra"))
    found = simulation.run(session, huy, draft, district.id, LAST_YEAR)
    assert [move.unit_name for move in found.moves] == ["Đảng bộ huyện Ngân Sơn", "Đảng bộ xã Bằng Vân"]


@pytest.mark.parametrize(("applies_to", "fits"), [("{cell_types: [village]}", 1), ("{cell_types: [office]}", 0)])
def test_only_units_that_the_form_is_made_for(session, commune, cell, xuan, applies_to, fits):
    draft = a_draft(session, commune, a_form(code="loai", more=f"applies_to: {applies_to}"))
    assert len(simulation.run(session, xuan, draft, commune.id, LAST_YEAR).moves) == fits


def test_units_of_the_year_under_the_name_they_had_then(session, commune, xuan):
    a_cell(session, commune, "Chi bộ giải thể", until=date(2024, 6, 1))
    a_cell(session, commune, "Chi bộ mới", since=date(2026, 2, 1))
    renamed = a_cell(session, commune, "Chi bộ tên cũ", until=date(2026, 1, 1))
    an_era(session, renamed, "Chi bộ tên mới", parent=commune, since=date(2026, 1, 1))
    draft = a_draft(session, commune, a_form(code="ten"))
    found = simulation.run(session, xuan, draft, commune.id, LAST_YEAR)
    assert [move.unit_name for move in found.moves] == ["Chi bộ tên cũ"]


def test_what_lies_out_of_reach_is_neither_tried_nor_found(session, district, commune, cell, xuan, in_force):
    other = a_unit(session, "Xã bên", parent=district)
    a_cell(session, other, "Chi bộ bên")
    draft = a_draft(session, commune, STRICTER)
    assert {move.unit_id for move in simulation.run(session, xuan, draft, commune.id, YEAR).moves} == {cell.id}
    for unit in (other, district):
        with pytest.raises(NotFound):
            simulation.run(session, xuan, draft, unit.id, YEAR)
    foreign = a_draft(session, other, a_form(code="ben"))
    with pytest.raises(NotFound):
        simulation.run(session, xuan, foreign, commune.id, YEAR)


def test_only_what_lies_below_the_chosen_unit(session, district, commune, cell, huy, in_force):
    a_cell(session, a_unit(session, "Xã bên", parent=district), "Chi bộ bên")
    assert {move.unit_id for move in simulation.run(session, huy, in_force, commune.id, YEAR).moves} == {cell.id}
    assert len(simulation.run(session, huy, in_force, district.id, YEAR).moves) == 2


def test_those_who_keep_no_sets_try_published_ones_only(session, commune, cell, cam, in_force):
    assert simulation.run(session, cam, in_force, cell.id, YEAR).moves
    with pytest.raises(NotFound):
        simulation.run(session, cam, a_draft(session, cell, a_form(code="nhap")), cell.id, YEAR)


def test_a_draft_that_is_no_form_yet_and_a_year_to_come(session, commune, cell, xuan, in_force):
    begun = criteria.begin(session, xuan, commune.id, "four_good_cell")
    with pytest.raises(Invalid, match="chưa chấm thử được"):
        simulation.run(session, xuan, begun, commune.id, YEAR)
    with pytest.raises(Invalid, match="năm nay và các năm trước"):
        simulation.run(session, xuan, in_force, commune.id, YEAR + 1)


def rows_of(session):
    return {
        table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) for table in METADATA.sorted_tables
    }


def test_nothing_is_stored(session, commune, cell, xuan, cam, in_force):
    submitted(session, cam, cell)
    draft = a_draft(session, commune, STRICTER)
    before, trail = rows_of(session), session.scalar(sa.select(sa.func.count()).select_from(AuditEntry))
    simulation.run(session, xuan, draft, commune.id, YEAR)
    assert not session.new
    assert not session.dirty
    assert (rows_of(session), session.scalar(sa.select(sa.func.count()).select_from(AuditEntry))) == (before, trail)


def test_statements_do_not_grow_with_the_units(session, commune, cell, xuan, cam, in_force):
    submitted(session, cam, cell)
    draft = a_draft(session, commune, STRICTER)
    session.flush()
    with counted(session) as few:
        simulation.run(session, xuan, draft, commune.id, YEAR)
    for number in range(6):
        more = a_cell(session, commune, f"Chi bộ {number}")
        submitted(session, an_actor(session, more, Role.CELL_SECRETARY), more)
    session.flush()
    with counted(session) as many:
        found = simulation.run(session, xuan, draft, commune.id, YEAR)
    assert len(found.moves) == 7
    assert len(many) == len(few)


def test_the_tables_say_what_moved(session, commune, cell, xuan, cam, in_force):
    submitted(session, cam, cell)
    text = a_form(version=2).replace("id: i1,", "id: i9,")
    found = simulation.run(session, xuan, a_draft(session, commune, text), commune.id, YEAR)
    matrix, moves = simulation.matrix_table(found), simulation.moves_table(found)
    assert matrix.title == "Chấm thử “Bộ tiêu chí thử”, phiên bản 2, số liệu năm 2026"
    assert [column.title for column in matrix.columns] == ["Đã xếp", "Chưa rõ", "Cộng"]
    assert matrix.rows == (("Tốt", 1, 1),)
    [row] = moves.rows
    assert row[:8] == ("Chi bộ Khuổi Ngọa", "Đảng bộ xã Bằng Vân", "", "Tốt", "20", "Khá đến Tốt", "10–20", "Chưa rõ")
    assert "1 lượt chấm thử: chưa rõ 1." in moves.notes[0]
