"""Criteria sets and assessments for tests: a small form with every way of scoring that a cell meets."""

from datetime import date
from uuid import UUID

from sqlmodel import Session

from models import Role, Unit
from services import assessments, criteria
from services.access import Actor
from services.assessments import AssessmentRef
from tests.factories import an_actor

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

FULL_MARKS = {"i1": "10", "i2": "full", "i3": "yes", "i4": "0"}
"""Answers that lose nothing: 20 points, Tốt."""
YEAR = 2026


def a_form(**changes: object) -> str:
    """The text of a criteria file; ``more`` adds lines of the head."""
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
    return FORM.format(**(facts | changes))


def a_criteria_set(session: Session, unit: Unit, *, published: bool = True, **changes: object) -> UUID:
    """A set stored for a unit by the operator, published unless said otherwise."""
    set_id = criteria.store(session, None, a_form(**changes), unit.id)
    if published:
        criteria.publish(session, None, set_id)
    return set_id


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
    seen = assessments.sheet(session, reviewer, ref).course.submitted_at
    assessments.accept(session, reviewer, ref, seen)
    return ref


def a_secretary(session: Session, cell: Unit) -> Actor:
    """The secretary of a cell."""
    return an_actor(session, cell, Role.CELL_SECRETARY)
