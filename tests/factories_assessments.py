"""Criteria sets and assessments for tests: a small form with every way of scoring that a cell meets."""

from datetime import date
from uuid import UUID

from sqlmodel import Session

from models import Role, Unit
from services import assessments, criteria, meetings
from services.access import Actor
from services.assessments import AssessmentRef, ItemRow
from services.meetings import MeetingRef
from tests.factories import an_actor
from tests.factories_meetings import fill, put

FORM = """
id: {code}
version: {version}
title: "{title}"
kind: {kind}
issuer: "{issuer}"
document_number: "{document_number}"
valid_from: {valid_from}
{more}
scoring_mode: points
max_points: 20
sections:
- id: good_1
  number: Tốt 1
  title: Nhiệm vụ chính trị tốt
  good: 1
  max_points: 15
  items:
  - {{id: i1, number: "1.1", text: Hoàn thành chỉ tiêu, method: points, max_points: 10, step: 0.25}}
  - id: i2
    number: "1.2"
    text: Kết quả thực hiện nghị quyết
    method: levels
    max_points: 5
    levels:
    - {{id: full, label: Hoàn thành đủ, points: 5}}
    - {{id: part, label: Hoàn thành một phần, points: 2}}
- id: good_2
  number: Tốt 2
  title: Sinh hoạt tốt
  good: 2
  max_points: 5
  items:
  - {{id: i3, number: "2.1", text: Sinh hoạt đủ 12 tháng, method: yes_no, max_points: 3}}
  - {{id: i4, number: "2.2", text: Số lần nộp biên bản chậm, method: deduction, max_points: 2, per_occurrence: 0.5,
     not_applicable: full}}
grades:
- {{id: tot, label: Tốt, min: 18}}
- {{id: kha, label: Khá, min: 10, max: 18}}
- {{id: kem, label: Kém, max: 10}}
"""

COMPUTED = """
id: {code}
version: {version}
title: "{title}"
kind: {kind}
issuer: "{issuer}"
document_number: "{document_number}"
valid_from: {valid_from}
{more}
scoring_mode: points
max_points: 25
review: {{difference: 2}}
sections:
- id: meetings
  title: Sinh hoạt
  max_points: 15
  items:
  - id: c1
    number: "1"
    text: Tỷ lệ đảng viên dự sinh hoạt
    method: levels
    max_points: 5
    levels:
    - {{id: high, label: Từ 90% trở lên, points: 5, when: {{metric: attendance_rate, gte: 90}}}}
    - {{id: middle, label: Từ 80% đến dưới 90%, points: 3, when: {{metric: attendance_rate, gte: 80, lt: 90}}}}
    - {{id: low, label: Dưới 80%, points: 0, when: {{metric: attendance_rate, lt: 80}}}}
  - id: c2
    number: "2"
    text: Vắng không lý do
    method: deduction
    max_points: 5
    per_occurrence: 1
    counts: {{metric: unexcused_absences}}
  - {{id: c3, number: "3", text: Không có đảng viên bị kỷ luật, method: yes_no, max_points: 5,
     when: {{metric: members_disciplined, eq: 0}}}}
- id: work
  title: Nhiệm vụ
  max_points: 10
  items:
  - {{id: c4, number: "4", text: Hoàn thành nhiệm vụ chính trị, method: points, max_points: 6}}
  - id: c5
    number: "5"
    text: Họp chi ủy trước khi sinh hoạt
    method: yes_no
    max_points: 4
    not_applicable: full
    applies_when: {{metric: has_deputy_or_committee, is: true}}
grades:
- {{id: tot, label: Tốt, min: 20, requires: [{{gate: facts, when: {{metric: meetings_held, gte: 1}}}}]}}
- {{id: kha, label: Khá, min: 10, max: 20}}
- {{id: kem, label: Kém, max: 10}}
"""
"""A form that figures answer in part; c4 is for people alone."""

FULL_MARKS = {"i1": "10", "i2": "full", "i3": "yes", "i4": "0"}
"""Answers that lose nothing: 20 points, Tốt."""
YEAR = 2026


def a_form(**changes: object) -> str:
    """The text of a criteria file; ``more`` adds lines of the head, ``text`` is another form."""
    facts = {
        "code": "thu",
        "version": 1,
        "title": "Bộ tiêu chí thử",
        "kind": "four_good_cell",
        "issuer": "Huyện ủy thử",
        "document_number": "01-QĐ/HU",
        "valid_from": date(2025, 1, 1),
        "more": "",
    }
    return str(changes.pop("text", FORM)).format(**(facts | changes))


def a_criteria_set(session: Session, unit: Unit, *, published: bool = True, **changes: object) -> UUID:
    """A set stored for a unit by the operator, published unless said otherwise."""
    set_id = criteria.store(session, None, a_form(**changes), unit.id)
    if published:
        publish(session, set_id)
    return set_id


def publish(session: Session, set_id: UUID) -> None:
    """Publish a stored set as the operator, who answers for its warnings."""
    criteria.answer_for_warnings(session, None, set_id, "Bộ thử")
    criteria.publish(session, None, set_id)


def a_computed_set(session: Session, unit: Unit, **changes: object) -> UUID:
    """A published set that figures answer in part; newer than the other one."""
    facts = {"text": COMPUTED, "code": "so_lieu", "title": "Bộ có số liệu", "valid_from": date(2026, 1, 1)}
    return a_criteria_set(session, unit, **(facts | changes))


def a_meeting(
    session: Session, actor: Actor, cell: Unit, month: date, *, excused: int = 0, unexcused: int = 0
) -> MeetingRef:
    """A regular meeting of the cell that was handed in, with so many of those due absent."""
    ref = MeetingRef(cell.id, month)
    due = [entry.member_id for entry in meetings.sheet(session, actor, ref).roll if entry.is_due]
    absent = due[2:]
    marks = {"excused": absent[:excused], "unexcused": absent[excused : excused + unexcused]}
    fill(session, actor, ref, **{field: ids for field, ids in marks.items() if ids})
    for member_id in marks["excused"]:
        put(session, actor, ref, f"reason:{member_id}", "Đi viện")
    meetings.submit(session, actor, ref)
    return ref


def item_of(session: Session, actor: Actor, ref: AssessmentRef, item_id: str) -> ItemRow:
    """One item as the sheet shows it."""
    return next(row for row in assessments.sheet(session, actor, ref).items if row.item.id == item_id)


def filled(
    session: Session, actor: Actor, cell: Unit, answers: dict[str, str] | None = None, year: int = YEAR
) -> AssessmentRef:
    """A self-assessment with these answers (full marks unless said otherwise), not handed in."""
    ref = AssessmentRef(cell.id, year)
    for item_id, value in (FULL_MARKS if answers is None else answers).items():
        assessments.answer(session, actor, ref, item_id, "value", value, None)
    return ref


def submitted(session: Session, actor: Actor, cell: Unit, year: int = YEAR) -> AssessmentRef:
    """A self-assessment with full marks, handed in."""
    ref = filled(session, actor, cell, year=year)
    assessments.submit(session, actor, ref)
    return ref


def accepted(session: Session, actor: Actor, cell: Unit, reviewer: Actor, year: int = YEAR) -> AssessmentRef:
    """A self-assessment with full marks, handed in and accepted."""
    ref = submitted(session, actor, cell, year)
    accept(session, reviewer, ref)
    return ref


def accept(session: Session, reviewer: Actor, ref: AssessmentRef) -> None:
    """Accept what was handed in and reviewed, as it stands."""
    course = assessments.sheet(session, reviewer, ref).course
    assessments.accept(session, reviewer, ref, course.submitted_at, course.reviewed_at)


def a_secretary(session: Session, cell: Unit) -> Actor:
    """The secretary of a cell."""
    return an_actor(session, cell, Role.CELL_SECRETARY)
