"""Grades: of meetings month by month, of the annual classification, registrations and recognitions of the four goods."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from models import (
    AnnualGrade,
    Assessment,
    AssessmentState,
    CriteriaSet,
    Meeting,
    MeetingKind,
    Recognition,
    Registration,
    SubjectKind,
)
from services import scoring
from services.access import within_reach
from services.metrics.records import CellInMonth, in_window
from services.metrics.subjects import Ground

MEETING_QUALITY = "meeting_quality"
FOUR_GOOD = {SubjectKind.CELL: "four_good_cell", SubjectKind.COMMITTEE: "four_good_committee"}
ANNUAL = {
    SubjectKind.CELL: "annual_cell",
    SubjectKind.COMMITTEE: "annual_committee",
    SubjectKind.MEMBER: "annual_member",
}
"""Kinds of assessment (services.criteria)."""

ANNUAL_LABELS = {
    "htxsnv": "Hoàn thành xuất sắc nhiệm vụ",
    "httnv": "Hoàn thành tốt nhiệm vụ",
    "htnv": "Hoàn thành nhiệm vụ",
    "khtnv": "Không hoàn thành nhiệm vụ",
}
"""The four grades of the annual classification, best first (HD 21-HD/BTCTW, QĐ 124-QĐ/TW, QĐ 366-QĐ/TW)."""
MONTH_LABELS = {"tot": "Tốt", "kha": "Khá", "trung_binh": "Trung bình", "kem": "Kém"}
"""The grades of a meeting in the national frame (HD 42-HD/BTCTW); a local set may have others."""
LOWEST_RANK = len(ANNUAL_LABELS) - 1


class Classified(NamedTuple):
    """An annual grade as it was decided; ``rank`` 0 is the best of its scheme."""

    unit_id: UUID
    subject_id: UUID
    kind: str
    year: int
    grade: str
    label: str
    rank: int
    criteria_set_id: UUID | None
    decision_number: str
    decided_on: date | None


class Recognised(NamedTuple):
    """A recognition that has not been revoked."""

    decision_number: str
    decided_on: date


Annual = Mapping[tuple[UUID, int, str], Classified]
"""Subject, year and kind → grade."""
InYear = tuple[UUID, int]


def of_months(ground: Ground) -> dict[CellInMonth, str]:
    """The grade of each regular meeting that was graded: the superior's once accepted, else the own one handed in.

    One statement.
    """
    facts = (Meeting.unit_id, Meeting.month, Assessment.state, Assessment.grade, Assessment.review_grade)
    query = (
        sa.select(*map(col, facts))
        .join(Meeting, col(Meeting.id) == col(Assessment.meeting_id))
        .where(in_window(ground), col(Meeting.kind) == MeetingKind.REGULAR, col(Meeting.is_cancelled).is_(False))
        .where(col(Assessment.kind) == MEETING_QUALITY, col(Assessment.unit_id) == col(Meeting.unit_id))
        .where(col(Assessment.state).in_((AssessmentState.SUBMITTED, AssessmentState.ACCEPTED)))
    )
    found: dict[CellInMonth, str] = {}
    for unit_id, month, state, grade, review_grade in ground.session.execute(query):
        # One that was accepted before both grades were kept has its own only.
        counting = (review_grade or grade) if state is AssessmentState.ACCEPTED else grade
        if counting is not None:
            found[unit_id, month] = counting
    return found


def of_units(ground: Ground) -> Annual:
    """The annual grades of the units. One statement."""
    return _annual(ground, col(AnnualGrade.subject_id) == col(AnnualGrade.unit_id))


def of_members(ground: Ground) -> Mapping[InYear, Sequence[Classified]]:
    """The annual grades of the members of the cells, by cell and year. One statement."""
    found: defaultdict[InYear, list[Classified]] = defaultdict(list)
    for grade in _annual(ground, col(AnnualGrade.kind) == ANNUAL[SubjectKind.MEMBER]).values():
        found[grade.unit_id, grade.year].append(grade)
    return found


def _annual(ground: Ground, *conditions: sa.ColumnElement[bool]) -> Annual:
    facts = [
        *(AnnualGrade.unit_id, AnnualGrade.subject_id, AnnualGrade.kind, AnnualGrade.year, AnnualGrade.grade),
        *(AnnualGrade.label, AnnualGrade.rank, AnnualGrade.criteria_set_id),
        *(AnnualGrade.decision_number, AnnualGrade.decided_on),
    ]
    query = (
        sa.select(*map(col, facts))
        .where(col(AnnualGrade.unit_id).in_(ground.units), within_reach(ground.actor, AnnualGrade.unit_id))
        .where(col(AnnualGrade.year).in_(ground.years), col(AnnualGrade.grade).is_not(None), *conditions)
    )
    grades = (Classified(*row) for row in ground.session.execute(query))
    return {(grade.subject_id, grade.year, grade.kind): grade for grade in grades}


def lowest_ranks(ground: Ground, annual: Annual) -> dict[UUID | None, int]:
    """The rank of the worst grade of each criteria set that a grade was decided with. At most one statement.

    Of years before the portal only the decision is known: their scheme has the four grades.
    """
    found: dict[UUID | None, int] = {None: LOWEST_RANK}
    set_ids = {grade.criteria_set_id for grade in annual.values()} - {None}
    if set_ids:
        query = sa.select(col(CriteriaSet.id), col(CriteriaSet.body)).where(col(CriteriaSet.id).in_(set_ids))
        for set_id, body in ground.session.execute(query):
            found[set_id] = len(scoring.load(body).grades) - 1
    return found


def recognised(ground: Ground) -> dict[InYear, Recognised]:
    """The cells that are recognised as a four-good cell, by cell and year of the assessment. One statement."""
    facts = (Recognition.unit_id, Assessment.period_ends_on, Recognition.decision_number, Recognition.decided_on)
    query = (
        sa.select(*map(col, facts))
        .join(Assessment, col(Assessment.id) == col(Recognition.assessment_id))
        .where(col(Recognition.unit_id).in_(ground.units), within_reach(ground.actor, Recognition.unit_id))
        .where(col(Assessment.kind) == FOUR_GOOD[SubjectKind.CELL], col(Recognition.revoked_on).is_(None))
        .where(col(Assessment.period_ends_on).between(*_days(ground.years)))
    )
    rows = ground.session.execute(query)
    return {(unit_id, ends_on.year): Recognised(*decision) for unit_id, ends_on, *decision in rows}


def registered(ground: Ground) -> dict[tuple[UUID, int, str], date]:
    """The day on which each unit put itself down, by unit, year and kind. One statement."""
    query = (
        sa.select(*map(col, (Registration.unit_id, Registration.year, Registration.kind, Registration.registered_on)))
        .where(col(Registration.unit_id).in_(ground.units), within_reach(ground.actor, Registration.unit_id))
        .where(col(Registration.year).in_(ground.years))
    )
    return {(unit_id, year, kind): on for unit_id, year, kind, on in ground.session.execute(query)}


def _days(years: Sequence[int]) -> tuple[date, date]:
    return date(years[0], 1, 1), date(years[-1], 12, 31)
