"""The statement behind a list of assessments: units of a kind, meetings or members, each with its assessment if any."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, or_

from models import Assessment, Meeting, MeetingKind, Member, Membership, SubjectKind, Unit, UnitEra
from models.units import CELL_KINDS
from services import access
from services.assessments.references import AssessmentRef
from services.assessments.subjects import meeting_name
from services.clock import today

# Made once: putting an alias together costs more than its query.
_CELL, _COMMUNE, _OTHER = aliased(UnitEra), aliased(UnitEra), aliased(UnitEra)
_KIND_ORDER = list(MeetingKind)


def query(subject: SubjectKind, path: str, span: AssessmentRef, *, begun_only: bool) -> sa.Select[*tuple[Any, ...]]:
    """Every subject at or below a path that was there in the span, with its assessment."""
    is_cell = col(_CELL.kind).in_(CELL_KINDS)
    units = (
        sa.select(*_columns(subject))
        .select_from(Unit)
        .join(_CELL, _latest(_CELL, col(Unit.id), span))
        .join(_COMMUNE, _latest(_COMMUNE, col(_CELL.parent_id), span), isouter=True)
        .where(access.below(path), ~is_cell if subject is SubjectKind.COMMITTEE else is_cell)
    )
    if subject is SubjectKind.MEETING:
        return _meetings(units, span, begun_only=begun_only)
    if subject is SubjectKind.MEMBER:
        return _members(units, span, begun_only=begun_only)
    return units.join(Assessment, sa.and_(_is_of(span, col(Unit.id)), _spans(span)), isouter=not begun_only)


def order(facts: Any) -> tuple[str, str, UUID, Any]:
    """By commune, then by unit, in Vietnamese order; meetings by their time, members by their names.

    Not the database's business: it may compare texts by the rules of its own language.
    """
    meeting = getattr(facts, "month", None)
    inner: Any = getattr(facts, "member_key", "")
    if meeting:
        inner = (meeting, _KIND_ORDER.index(facts.meeting_kind), facts.number)
    return facts.commune_key or "", facts.sort_key, facts.unit_id, inner


def ref_of(subject: SubjectKind, span: AssessmentRef, facts: Any) -> AssessmentRef:
    """The reference of a line."""
    if subject is SubjectKind.MEETING:
        months = (facts.month.month, facts.month.month)
        return AssessmentRef(facts.unit_id, facts.month.year, span.kind, months, facts.subject_id)
    member = facts.subject_id if subject is SubjectKind.MEMBER else None
    return AssessmentRef(facts.unit_id, span.year, span.kind, span.months, member)


def name_of(facts: Any) -> str:
    """Which meeting or member a line is about; empty for the unit itself."""
    if hasattr(facts, "month"):
        return meeting_name(facts.meeting_kind, facts.held_on, facts.month)
    return getattr(facts, "full_name", "")


def _columns(subject: SubjectKind) -> list[Any]:
    own = [*map(col, (_CELL.unit_id, _CELL.name, _CELL.sort_key, _CELL.kind))]
    above: list[Any] = [col(_COMMUNE.name).label("commune_name"), col(_COMMUNE.sort_key).label("commune_key")]
    results = (Assessment.total, Assessment.grade, Assessment.review_total, Assessment.review_grade)
    course = (Assessment.state, Assessment.changed_at, Assessment.submitted_at, Assessment.criteria_set_id)
    about: list[Any] = []
    if subject is SubjectKind.MEETING:
        about = [col(Meeting.id).label("subject_id"), col(Meeting.kind).label("meeting_kind")]
        about += [*map(col, (Meeting.number, Meeting.month, Meeting.held_on))]
    elif subject is SubjectKind.MEMBER:
        about = [col(Member.id).label("subject_id"), col(Member.full_name), col(Member.sort_key).label("member_key")]
    return [*own, *above, *map(col, (*results, *course)), *about]


def _meetings(units: sa.Select[Any], span: AssessmentRef, *, begun_only: bool) -> sa.Select[*tuple[Any, ...]]:
    months = date(span.year, span.months[0], 1), date(span.year, span.months[1], 1)
    held = sa.and_(col(Meeting.unit_id) == col(Unit.id), col(Meeting.month).between(*months))
    return units.join(Meeting, sa.and_(held, col(Meeting.is_cancelled).is_(False))).join(
        Assessment, _is_of(span, col(Meeting.id)), isouter=not begun_only
    )


def _members(units: sa.Select[Any], span: AssessmentRef, *, begun_only: bool) -> sa.Select[*tuple[Any, ...]]:
    stays = or_(col(Membership.left_on).is_(None), col(Membership.left_on) > span.starts_on)
    there = sa.and_(col(Membership.unit_id) == col(Unit.id), col(Membership.joined_on) <= span.ends_on, stays)
    return (
        units.join(Membership, there)
        .join(Member, col(Member.id) == col(Membership.member_id))
        .join(Assessment, sa.and_(_is_of(span, col(Member.id)), _spans(span)), isouter=not begun_only)
    )


def _is_of(span: AssessmentRef, subject_id: Any) -> sa.ColumnElement[bool]:
    return sa.and_(
        col(Assessment.unit_id) == col(Unit.id),
        col(Assessment.kind) == span.kind,
        col(Assessment.subject_id) == subject_id,
    )


def _spans(span: AssessmentRef) -> sa.ColumnElement[bool]:
    return sa.and_(col(Assessment.period_starts_on) == span.starts_on, col(Assessment.period_ends_on) == span.ends_on)


def _latest(era: type[UnitEra], unit_id: Any, span: AssessmentRef) -> sa.ColumnElement[bool]:
    """The unit's last era that touches the span, as far as the span has come."""
    newest = (
        sa.select(sa.func.max(col(_OTHER.starts_on)))
        .where(
            col(_OTHER.unit_id) == unit_id,
            col(_OTHER.starts_on) <= min(span.ends_on, today()),
            sa.or_(col(_OTHER.ends_on).is_(None), col(_OTHER.ends_on) > span.starts_on),
        )
        .correlate_except(_OTHER)
        .scalar_subquery()
    )
    return sa.and_(col(era.unit_id) == unit_id, col(era.starts_on) == newest)
