"""Meeting quality: the month's table beside the meetings, and the year that twelve months make."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from models import Answer, Assessment, AssessmentState, Meeting, MeetingKind, MeetingState, Role, Stage, Unit, UnitKind
from services import assessments, clock, criteria, quality
from services.errors import NotFound
from services.meetings import MeetingRef
from services.scoring import MonthState, NoRollUp
from tests.factories import a_cell, a_member, a_stranger, a_unit, an_account, an_actor, some_members
from tests.statements import counted

YEAR = 2025
AT = datetime(2025, 6, 1, tzinfo=UTC)
FORM = """
id: chat_luong
version: 1
title: Chất lượng sinh hoạt (thử)
kind: meeting_quality
valid_from: 2020-01-01
applies_to: {meeting_types: [regular]}
scoring_mode: points
max_points: 100
sections:
- id: s1
  title: Sinh hoạt
  max_points: 100
  items:
  - {id: i1, number: "1", text: Nội dung, method: points, max_points: 60}
  - {id: i2, number: "2", text: Tổ chức, method: points, max_points: 40}
grades:
- {id: tot, label: Tốt, min: 90}
- {id: kha, label: Khá, min: 70, max: 90}
- {id: kem, label: Kém, max: 70}
roll_up:
  missing_month: counts_as
  as: kem
  founded_mid_year: scaled
  grades:
  - {id: tot, label: Tốt, when: {all: [{metric: months_graded, of: [kem], eq: 0}, {metric: months_graded, of: [tot], gte: 8}]}}
  - {id: kha, label: Khá, when: {metric: months_graded, of: [kem], eq: 0}}
  - {id: kem, label: Kém, otherwise: true}
"""


@pytest.fixture(autouse=True)
def next_spring():
    with clock.set_to(datetime(2026, 3, 1, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def district(session) -> Unit:
    return a_unit(session, "Đảng bộ huyện", kind=UnitKind.DISTRICT)


@pytest.fixture
def commune(session, district) -> Unit:
    return a_unit(session, "Đảng bộ xã Bằng Vân", parent=district)


@pytest.fixture
def set_id(session, district) -> UUID:
    found = criteria.store(session, None, FORM, district.id)
    criteria.publish(session, None, found)
    return found


def a_scored_meeting(
    session: Session,
    cell: Unit,
    month: int,
    set_id: UUID,
    own: str = "tot",
    *,
    review: str | None = None,
    note: str = "",
) -> Assessment:
    """A regular meeting of the year, handed in and scored; reviewed where a grade is given."""
    meeting = a_meeting(session, cell, month)
    state = AssessmentState.ACCEPTED if review else AssessmentState.SUBMITTED
    assessment = Assessment(
        unit_id=cell.id,
        subject_id=meeting.id,
        meeting_id=meeting.id,
        criteria_set_id=set_id,
        kind="meeting_quality",
        period_starts_on=meeting.month,
        period_ends_on=meeting.month.replace(day=28),
        state=state,
        created_at=AT,
        changed_at=AT,
        submitted_at=AT,
        total=Decimal("95.5"),
        grade=own,
        review_total=Decimal(80) if review else None,
        review_grade=review,
    )
    session.add(assessment)
    session.flush()
    if note:
        session.add(Answer(assessment_id=assessment.id, item_id="i2", stage=Stage.SELF, note=note, changed_at=AT))
        session.flush()
    return assessment


def a_meeting(session: Session, cell: Unit, month: int, *, submitted: bool = True) -> Meeting:
    day = date(YEAR, month, 3)
    meeting = Meeting(
        unit_id=cell.id,
        month=day.replace(day=1),
        kind=MeetingKind.REGULAR,
        state=MeetingState.SUBMITTED if submitted else MeetingState.DRAFT,
        held_on=day,
        created_at=AT,
        changed_at=AT,
    )
    session.add(meeting)
    session.flush()
    return meeting


def test_the_month_has_a_line_for_every_cell_with_the_grade_that_counts(session, commune, set_id):
    reviewed, own, bare, _missing = (a_cell(session, commune, f"Chi bộ {letter}") for letter in "ABCD")
    some_members(session, reviewed, 12)
    a_scored_meeting(session, reviewed, 5, set_id, "tot", review="kha", note="Chưa đủ\nnội dung")
    a_scored_meeting(session, own, 5, set_id, "tot")
    a_meeting(session, bare, 5)
    found = quality.month_grades(session, a_stranger(commune), commune.id, date(YEAR, 5, 1))
    assert [(row.unit_name, row.grade, row.total, row.note) for row in found.rows] == [
        ("Chi bộ A", "Khá", Decimal(80), "2: Chưa đủ nội dung"),
        ("Chi bộ B", "Tốt", Decimal("95.5"), "cấp trên chưa đánh giá"),
        ("Chi bộ C", "", None, "Chưa chấm"),
        ("Chi bộ D", "", None, "Chưa có biên bản"),
    ]
    assert (found.rows[0].own_grade, found.rows[0].own_total) == ("Tốt", Decimal("95.5"))
    assert found.rows[0].members == 12
    assert found.counts == {"Khá": 1, "Tốt": 1}


def test_a_record_that_is_not_handed_in_is_no_meeting_yet(session, commune, set_id):
    cell = a_cell(session, commune)
    a_meeting(session, cell, 5, submitted=False)
    [row] = quality.month_grades(session, a_stranger(commune), commune.id, date(YEAR, 5, 1)).rows
    assert (row.held_on, row.note) == (None, "Biên bản chưa nộp")
    [year] = quality.year_grades(session, a_stranger(commune), commune.id, YEAR)
    assert year.months.months[4].state is MonthState.NO_MEETING


def test_a_score_that_was_handed_back_counts_nowhere(session, commune, set_id):
    cell = a_cell(session, commune)
    a_scored_meeting(session, cell, 5, set_id, "tot").state = AssessmentState.RETURNED
    session.flush()
    [row] = quality.month_grades(session, a_stranger(commune), commune.id, date(YEAR, 5, 1)).rows
    assert (row.grade, row.total, row.own_total, row.note) == ("", None, None, "Chưa chấm")


def test_the_notes_are_those_behind_the_points_that_count(session, commune, set_id):
    cell = a_cell(session, commune)
    assessment = a_scored_meeting(session, cell, 5, set_id, "tot", note="của chi bộ")
    review = Answer(assessment_id=assessment.id, item_id="i2", stage=Stage.REVIEW, note="của cấp trên", changed_at=AT)
    session.add(review)
    session.flush()
    for state, note in ((AssessmentState.SUBMITTED, "của chi bộ"), (AssessmentState.ACCEPTED, "của cấp trên")):
        assessment.state = state
        session.flush()
        [row] = quality.month_grades(session, a_stranger(commune), commune.id, date(YEAR, 5, 1)).rows
        assert row.deductions == (f"2: {note}",)


def test_a_thematic_meeting_has_a_score_of_its_own(session, commune, set_id):
    cell = a_cell(session, commune)
    thematic = a_meeting(session, cell, 5)
    thematic.kind = MeetingKind.THEMATIC
    session.flush()
    found = quality.grade_of(session, a_stranger(commune), MeetingRef(cell.id, date(YEAR, 5, 1), MeetingKind.THEMATIC))
    assert found.ref.subject == thematic.id
    assert quality.grade_of(session, a_stranger(commune), MeetingRef(cell.id, date(YEAR, 5, 1))) is None


def test_the_minutes_are_handed_in_before_the_score(session, commune, set_id):
    cell = a_cell(session, commune)
    meeting = a_meeting(session, cell, 5, submitted=False)
    secretary = an_actor(session, cell, Role.CELL_SECRETARY)
    ref = quality.grade_of(session, secretary, MeetingRef(cell.id, date(YEAR, 5, 1))).ref
    for item_id, points in (("i1", "60"), ("i2", "40")):
        assessments.answer(session, secretary, ref, item_id, "value", points, None)
    with pytest.raises(assessments.Incomplete) as refused:
        assessments.submit(session, secretary, ref)
    assert refused.value.reasons == assessments.sheet(session, secretary, ref).missing
    assert "Biên bản của buổi sinh hoạt chưa nộp" in refused.value.reasons[0]
    meeting.state = MeetingState.SUBMITTED
    session.flush()
    assessments.submit(session, secretary, ref)
    assert quality.grade_of(session, secretary, MeetingRef(cell.id, date(YEAR, 5, 1))).own_label == "Tốt"


def test_what_waits_for_the_superior(session, district, commune, set_id):
    officer = an_actor(session, commune)
    for month, review in ((4, None), (5, None), (6, "kha")):
        a_scored_meeting(session, a_cell(session, commune, f"Chi bộ {month}"), month, set_id, review=review)
    own = a_scored_meeting(session, a_cell(session, commune, "Chi bộ 9"), 5, set_id)
    own.submitted_by = officer.account_id
    for assessment in session.exec(select(Assessment).where(col(Assessment.submitted_by).is_(None))):
        assessment.submitted_by = an_account(session, commune).id
    session.flush()
    assert quality.waiting(session, officer) == {date(YEAR, 4, 1): 1, date(YEAR, 5, 1): 1}
    assert quality.waiting(session, an_actor(session, a_unit(session, "Xã khác", parent=district))) == {}
    assert quality.waiting(session, an_actor(session, commune, Role.LEADER)) == {}


def test_the_report_marks_the_grade_and_adds_up(session, commune, set_id):
    cells = [a_cell(session, commune, f"Chi bộ {letter}") for letter in "ABC"]
    a_member(session, cells[0])
    for cell in cells[:2]:
        a_scored_meeting(session, cell, 5, set_id, "kha", review="kha")
    table = quality.month_table(quality.month_grades(session, a_stranger(commune), commune.id, date(YEAR, 5, 1)))
    titles = [column.title for column in table.columns]
    assert titles == [
        "STT",
        "Tên đơn vị",
        "Số đảng viên",
        "Ngày họp",
        "Điểm tự chấm",
        "Điểm",
        "Tốt",
        "Khá",
        "Kém",
        "Ghi chú",
    ]
    assert table.rows[0] == (1, "Chi bộ A", 1, date(YEAR, 5, 3), Decimal("95.5"), Decimal(80), "", "X", "", "")
    assert table.rows[-1] == (None, "Tổng cộng", 1, None, None, None, "0", "2", "0", "2/3 chi bộ đã họp")
    assert "2/3 chi bộ đã xếp loại: 2 Khá." in table.notes


def test_the_report_explains_every_change_of_members(session, commune, set_id):
    cell = a_cell(session, commune)
    a_member(session, cell, official=False, admitted_on=date(YEAR, 5, 19))
    a_member(session, cell, left_on=date(YEAR, 5, 2))
    a_member(session, cell, left_on=date(YEAR, 6, 1))
    found = quality.month_grades(session, a_stranger(commune), commune.id, date(YEAR, 5, 1))
    assert found.changes == ("Chi bộ Khuổi Ngọa: kết nạp 1 đảng viên và chuyển đi 1 đảng viên.",)


def test_out_of_reach_there_is_no_table(session, commune, set_id):
    stranger = a_stranger(a_unit(session, "Xã khác"))
    for read in (quality.month_grades, lambda *found: quality.grade_of(*found[:2], MeetingRef(*found[2:]))):
        with pytest.raises(NotFound):
            read(session, stranger, commune.id, date(YEAR, 5, 1))
    with pytest.raises(NotFound):
        quality.year_grades(session, stranger, commune.id, YEAR)


def test_the_minutes_say_both_scores(session, commune, set_id):
    cell = a_cell(session, commune)
    a_scored_meeting(session, cell, 5, set_id, "tot", review="kha")
    officer = a_stranger(commune)
    found = quality.grade_of(session, officer, MeetingRef(cell.id, date(YEAR, 5, 1)))
    assert found.sentence == "Chi bộ tự chấm: 95,5 điểm, xếp loại Tốt; cấp trên đánh giá: 80 điểm, xếp loại Khá."
    assert quality.grade_of(session, officer, MeetingRef(cell.id, date(YEAR, 6, 1))) is None
    a_meeting(session, cell, 6)
    assert quality.grade_of(session, officer, MeetingRef(cell.id, date(YEAR, 6, 1))).sentence.startswith("Chưa chấm")


def test_a_year_is_rolled_up_by_the_set_in_force(session, commune, set_id):
    cell = a_cell(session, commune)
    for month in range(1, 13):
        a_scored_meeting(session, cell, month, set_id, "tot", review="tot" if month > 4 else "kha")
    [row] = quality.year_grades(session, a_stranger(commune), commune.id, YEAR)
    assert row.grade == "Tốt"
    assert row.labels == ("Khá",) * 4 + ("Tốt",) * 8


def test_a_month_without_a_meeting_is_said(session, commune, set_id):
    cell = a_cell(session, commune)
    for month in range(1, 12):
        a_scored_meeting(session, cell, month, set_id)
    [row] = quality.year_grades(session, a_stranger(commune), commune.id, YEAR)
    assert row.grade == "Kém"
    assert row.labels[-1] == "Không họp"
    assert "11 tháng tính theo mức chi bộ tự chấm vì cấp trên chưa đánh giá." in row.remarks
    assert any("12" in remark for remark in row.roll_up.remarks)


def test_a_cell_founded_in_the_year_is_measured_by_its_months(session, commune, set_id):
    cell = a_cell(session, commune, since=date(YEAR, 7, 15))
    for month in range(7, 13):
        a_scored_meeting(session, cell, month, set_id, "tot" if month > 8 else "kha")
    [row] = quality.year_grades(session, a_stranger(commune), commune.id, YEAR)
    assert row.months.months[5].state is MonthState.NOT_EXPECTED
    assert row.grade == "Tốt"  # 8 of 12 is 4 of 6
    assert any("6" in remark for remark in row.roll_up.remarks)


def test_while_months_are_open_there_is_no_grade_of_the_year(session, commune, set_id):
    cell = a_cell(session, commune)
    with clock.set_to(datetime(YEAR, 6, 15, tzinfo=UTC)):
        a_meeting(session, cell, 5)
        [row] = quality.year_grades(session, a_stranger(commune), commune.id, YEAR)
    assert row.roll_up.no_grade is NoRollUp.PENDING
    assert row.labels[4:7] == ("Chưa xếp", "…", "…")


def test_without_a_rule_the_year_says_so(session, commune):
    a_cell(session, commune)
    [row] = quality.year_grades(session, a_stranger(commune), commune.id, YEAR)
    assert (row.roll_up, row.grade) == (None, "")
    assert "Không có bộ tiêu chí" in row.headline


@given(grades=st.lists(st.sampled_from(["tot", "kha", "kem", None]), min_size=12, max_size=12))
def test_the_year_is_what_its_months_make_of_it_whoever_asks(rolled_back: Callable, grades: list[str | None]):
    """Against a rule written out by hand."""
    with rolled_back() as session:
        district = a_unit(session, "Đảng bộ huyện", kind=UnitKind.DISTRICT)
        set_id = criteria.store(session, None, FORM, district.id)
        criteria.publish(session, None, set_id)
        cell = a_cell(session, a_unit(session, parent=district))
        for month, grade in enumerate(grades, 1):
            if grade:
                a_scored_meeting(session, cell, month, set_id, grade)
        bad = grades.count("kem") + grades.count(None)
        wanted = "Kém" if bad else "Tốt" if grades.count("tot") >= 8 else "Khá"
        for place in (district, cell):
            [row] = quality.year_grades(session, a_stranger(place), place.id, YEAR)
            assert row.grade == wanted


def test_the_number_of_statements_does_not_grow_with_the_cells(session, commune, set_id):
    def statements() -> tuple[int, int]:
        officer = a_stranger(commune)
        with counted(session) as of_month:
            quality.month_grades(session, officer, commune.id, date(YEAR, 5, 1))
        with counted(session) as of_year:
            quality.year_grades(session, officer, commune.id, YEAR)
        return len(of_month), len(of_year)

    a_scored_meeting(session, a_cell(session, commune), 5, set_id, note="x")
    few = statements()
    for place in range(5):
        a_scored_meeting(session, a_cell(session, commune, f"Chi bộ {place}"), 5, set_id, note="x")
    assert statements() == few
    assert few <= (10, 10)
