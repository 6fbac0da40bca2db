"""Schemes of the annual classification, and communes in which it is under way."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from sqlmodel import Session, select

from models import AnnualGrade, CriteriaSet, CriteriaState, Unit
from services import classification, scoring
from services.access import Actor
from services.classification import Choice, DecisionDraft, GradeRef, Level

YEAR = 2026
BEST, GOOD, FAIR, POOR = "htxsnv", "httnv", "htnv", "khtnv"
NUMBER, ON, AUTHORITY = "15-QĐ/ĐU", date(2026, 11, 20), "Đảng ủy xã Bằng Vân"

FORM = """
id: {code}
version: 1
title: "{title}"
kind: {kind}
document_number: "{document}"
valid_from: {valid_from}
{more}
scoring_mode: {mode}
{points}
sections:
- id: s1
  number: "1"
  title: Kết quả thực hiện nhiệm vụ
{section_points}
  items:
  - {item}
grades:
{grades}
{cap}
"""
LABELS = {
    BEST: "Hoàn thành xuất sắc nhiệm vụ",
    GOOD: "Hoàn thành tốt nhiệm vụ",
    FAIR: "Hoàn thành nhiệm vụ",
    POOR: "Không hoàn thành nhiệm vụ",
}
CAP = {
    "grade": BEST,
    "ratio": 20,
    "denominator": "good_only",
    "good": GOOD,
    "rounding": "down",
    "group": "[parent]",
}


def a_scheme_text(level: Level, *, cap: dict[str, object] | None = CAP, mode: str = "pass_fail", **head: object) -> str:
    """The text of a scheme with the four grades; without points unless ``mode`` says so."""
    is_scored = mode == "points"
    bands = {BEST: "min: 90", GOOD: "min: 70, max: 90", FAIR: "min: 50, max: 70", POOR: "max: 50"}
    grades = [
        f'- {{id: {grade}, label: "{label}"{f", {bands[grade]}" if is_scored else ""}}}'
        for grade, label in LABELS.items()
    ]
    facts = {
        "code": f"thu_{level}",
        "title": "Quy định xếp loại thử",
        "document": "21-HD/BTCTW",
        "valid_from": date(2018, 1, 1),
        "more": "",
    }
    return FORM.format(
        **(facts | head),
        kind=level.value,
        mode=mode,
        points="max_points: 100" if is_scored else "",
        section_points="  max_points: 100" if is_scored else "",
        item='{id: i1, number: "1", text: Kết quả, method: points, max_points: 100}'
        if is_scored
        else '{id: i1, number: "1", text: Hoàn thành nhiệm vụ, method: pass_fail}',
        grades="\n".join(grades),
        cap="cap: {" + ", ".join(f"{name}: {value}" for name, value in cap.items()) + "}" if cap else "",
    )


def a_scheme(session: Session, unit: Unit, level: Level, **more: object) -> UUID:
    """A published scheme for a unit and everything below it."""
    text = a_scheme_text(level, **more)  # type: ignore[arg-type]
    form = scoring.load(text)
    row = CriteriaSet(
        code=form.id,
        version=form.version,
        kind=form.kind,
        title=form.title,
        valid_from=form.valid_from,
        valid_to=form.valid_to,
        unit_id=unit.id,
        state=CriteriaState.PUBLISHED,
        body=text,
        created_at=datetime(2018, 1, 1, tzinfo=UTC),
    )
    session.add(row)
    session.flush()
    return row.id


def schemes(session: Session, unit: Unit, *levels: Level, **more: object) -> None:
    """Published schemes of several levels (all, unless said otherwise)."""
    for level in levels or Level:
        a_scheme(session, unit, level, **more)


def of_cell(cell: Unit, year: int = YEAR) -> GradeRef:
    """The annual grade of a cell."""
    return GradeRef(Level.CELL, year, cell.id)


def of_committee(unit: Unit, year: int = YEAR) -> GradeRef:
    """The annual grade of a committee."""
    return GradeRef(Level.COMMITTEE, year, unit.id)


def of_member(cell: Unit, member_id: UUID, year: int = YEAR) -> GradeRef:
    """The annual grade of a member of a cell."""
    return GradeRef(Level.MEMBER, year, cell.id, member_id)


def proposed(session: Session, actor: Actor, ref: GradeRef, grade: str = GOOD) -> GradeRef:
    """A proposal where there was none."""
    classification.propose(session, actor, ref, "grade", grade, None)
    return ref


def stored(session: Session, ref: GradeRef) -> AnnualGrade | None:
    """What the database holds about a subject."""
    query = select(AnnualGrade).where(
        AnnualGrade.kind == ref.level, AnnualGrade.year == ref.year, AnnualGrade.subject_id == ref.subject_id
    )
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def choices(session: Session, wanted: Iterable[tuple[GradeRef, str]]) -> list[Choice]:
    """Choices of somebody who has just read the proposals."""
    return [Choice(ref, grade, row.proposed_at if (row := stored(session, ref)) else None) for ref, grade in wanted]


def a_decision(**changes: object) -> DecisionDraft:
    """A decision in which nothing is missing."""
    facts: dict[str, object] = {"number": NUMBER, "decided_on": ON, "authority": AUTHORITY}
    return DecisionDraft(**(facts | changes))  # type: ignore[arg-type]


def decided(
    session: Session, actor: Actor, *wanted: tuple[GradeRef, str], draft: DecisionDraft | None = None
) -> Sequence[GradeRef]:
    """A decision on proposals just read."""
    classification.decide(session, actor, choices(session, wanted), draft or a_decision())
    return [ref for ref, _ in wanted]
