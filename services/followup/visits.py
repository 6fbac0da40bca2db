"""Visits of superiors to cells: who was there when, at which meeting, what was good and what was weak."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Meeting, MeetingKind, UnitEra, Visit
from services import audit, months
from services.access import Actor, Permission, require_reach, within_reach
from services.clock import now, today
from services.errors import Invalid, NotFound
from services.followup import fields
from services.meetings.words import KINDS
from services.vietnamese import clean_lines, day

LONGEST_NAME, LONGEST_TEXT = 120, 2000
MONTHS_BACK = 12
"""How far back a meeting may lie to which a visit is tied on the screen."""
TEXTS = {"strengths": "Ưu điểm", "weaknesses": "Hạn chế"}
"""The texts of a visit, and what they are called."""
NOTED, WRITTEN, REMOVED = "visit:noted", "visit:written", "visit:removed"


@dataclass(frozen=True)
class VisitDraft:
    """A visit as typed; ``meeting_id`` where it was to a meeting."""

    unit_id: UUID
    visited_on: date | None
    visitor_name: str
    strengths: str = ""
    weaknesses: str = ""
    meeting_id: UUID | None = None


@dataclass(frozen=True)
class VisitRow:
    """A visit as it is listed, with the cell under its name of that day."""

    visit_id: UUID
    unit_id: UUID
    unit_name: str
    visited_on: date
    visitor_name: str
    strengths: str
    weaknesses: str
    meeting_id: UUID | None = None
    meeting_month: date | None = None
    meeting_kind: MeetingKind | None = None
    meeting_number: int = 0

    @property
    def occasion(self) -> str:
        """What the meeting was, in words; empty for a visit without one."""
        return KINDS[self.meeting_kind] if self.meeting_kind else ""


@dataclass(frozen=True)
class Occasion:
    """A meeting of a cell that somebody may have visited."""

    meeting_id: UUID
    kind: MeetingKind
    held_on: date

    @property
    def label(self) -> str:
        """``Sinh hoạt thường kỳ, ngày 05/11/2026``."""
        return f"{KINDS[self.kind]}, ngày {day(self.held_on)}"


def visits(session: Session, actor: Actor, unit_id: UUID | None, first: date, last: date) -> list[VisitRow]:
    """The visits of these days to a cell (None: to every cell in reach), the newest first. One statement.

    Nothing is listed of a cell that is out of reach.
    """
    narrowed = sa.true() if unit_id is None else col(Visit.unit_id) == unit_id
    return _rows(session, actor, col(Visit.visited_on).between(first, last), narrowed)


def last_visits(session: Session, actor: Actor, unit_ids: Collection[UUID] | None = None) -> dict[UUID, VisitRow]:
    """The newest visit to each of these cells (None: every cell in reach); cells without one are left out."""
    place = sa.func.row_number().over(
        partition_by=col(Visit.unit_id), order_by=(col(Visit.visited_on).desc(), col(Visit.id).desc())
    )
    ranked = sa.select(col(Visit.id).label("id"), place.label("place")).where(within_reach(actor, Visit.unit_id))
    if unit_ids is not None:
        ranked = ranked.where(col(Visit.unit_id).in_(unit_ids))
    newest = ranked.subquery()
    is_newest = col(Visit.id).in_(sa.select(newest.c.id).where(newest.c.place == 1))
    return {row.unit_id: row for row in _rows(session, actor, is_newest)}


def occasions(session: Session, actor: Actor, unit_id: UUID) -> list[Occasion]:
    """The meetings that a cell has held in the last twelve months, the newest first; NotFound out of reach."""
    require_reach(session, actor, unit_id)
    since = months.after(months.month_of(today()), -MONTHS_BACK)
    query = (
        sa.select(col(Meeting.id), col(Meeting.kind), col(Meeting.held_on))
        .where(col(Meeting.unit_id) == unit_id, col(Meeting.is_cancelled).is_(False))
        .where(col(Meeting.held_on).between(since, today()))
        .order_by(col(Meeting.held_on).desc(), col(Meeting.id))
    )
    return [Occasion(meeting_id, kind, on) for meeting_id, kind, on in session.execute(query)]


def note_visit(session: Session, actor: Actor, draft: VisitDraft, token: UUID) -> UUID:
    """Keep a visit. ``token`` is made by the screen and becomes its id, so that a double click keeps it once.

    Raises NotFound, NotAllowed; Invalid for a day to come, and where the meeting was on another day.
    """
    require_reach(session, actor, draft.unit_id)
    actor.require(Permission.FOLLOWUP_WRITE)
    row = Visit(
        id=token,
        unit_id=draft.unit_id,
        meeting_id=draft.meeting_id,
        visited_on=fields.past_day(draft.visited_on, "visited_on", "Ngày dự"),
        visitor_name=fields.line(draft.visitor_name, "visitor_name", "Người dự", LONGEST_NAME, is_required=True),
        strengths=_text(draft.strengths, "strengths"),
        weaknesses=_text(draft.weaknesses, "weaknesses"),
        created_at=now(),
        created_by=actor.account_id,
    )
    _require_that_day(session, row)
    if fields.is_new(session, row, "unit_id"):
        _record(session, actor, NOTED, row, visitor=row.visitor_name)
        session.flush()
    return token


def write_visit(  # noqa: PLR0913, PLR0917 - a change has this many facts
    session: Session, actor: Actor, visit_id: UUID, field: str, value: object, seen: object
) -> str:
    """Store one of the texts of a visit and return it; Overtaken where another one than ``seen`` is stored."""
    row = _reached(session, actor, visit_id)
    if row is None or field not in TEXTS:
        raise NotFound
    actor.require(Permission.FOLLOWUP_WRITE)
    fields.require_level(session, actor, row.created_by)
    wanted, stored = _text(value, field), str(getattr(row, field))
    fields.require_seen(stored, clean_lines(str(seen or "")), wanted, field, TEXTS[field])
    if wanted != stored:
        setattr(row, field, wanted)
        session.flush()
        _record(session, actor, WRITTEN, row, field=field)
    return wanted


def remove_visit(session: Session, actor: Actor, visit_id: UUID) -> None:
    """Take back a visit that was noted by mistake. A second click changes nothing."""
    row = _reached(session, actor, visit_id)
    if row is None and not fields.was_recorded(session, actor, REMOVED, visit_id):
        raise NotFound
    actor.require(Permission.FOLLOWUP_WRITE)
    if row is None:
        return
    fields.require_level(session, actor, row.created_by)
    session.delete(row)
    session.flush()
    _record(session, actor, REMOVED, row, visitor=row.visitor_name)


def _rows(session: Session, actor: Actor, *conditions: sa.ColumnElement[bool]) -> list[VisitRow]:
    era = sa.and_(
        col(UnitEra.unit_id) == Visit.unit_id,
        fields.in_days(col(UnitEra.starts_on), col(UnitEra.ends_on), col(Visit.visited_on)),
    )
    meeting = (Meeting.month, Meeting.kind, Meeting.number)
    query = (
        sa.select(Visit, sa.func.coalesce(col(UnitEra.name), ""), *(col(fact) for fact in meeting))
        .outerjoin(UnitEra, era)
        .outerjoin(Meeting, col(Meeting.id) == Visit.meeting_id)
        .where(within_reach(actor, Visit.unit_id), *conditions)
        .order_by(col(Visit.visited_on).desc(), col(Visit.id).desc())
    )
    return [_listed(*found) for found in session.execute(query)]


def _listed(row: Visit, unit_name: str, month: date | None, kind: MeetingKind | None, number: int | None) -> VisitRow:
    return VisitRow(
        visit_id=row.id,
        unit_id=row.unit_id,
        unit_name=unit_name,
        visited_on=row.visited_on,
        visitor_name=row.visitor_name,
        strengths=row.strengths,
        weaknesses=row.weaknesses,
        meeting_id=row.meeting_id,
        meeting_month=month,
        meeting_kind=kind,
        meeting_number=number or 0,
    )


def _text(value: object, field: str) -> str:
    return fields.lines(value, field, TEXTS[field], LONGEST_TEXT)


def _require_that_day(session: Session, row: Visit) -> None:
    if row.meeting_id is None:
        return
    meeting = session.exec(
        select(Meeting).where(Meeting.id == row.meeting_id, Meeting.unit_id == row.unit_id)
    ).one_or_none()
    if meeting is None:
        raise NotFound("Không tìm thấy buổi sinh hoạt này của chi bộ.")
    if meeting.held_on is not None and meeting.held_on != row.visited_on:
        raise Invalid(
            f"Buổi sinh hoạt này họp ngày {day(meeting.held_on)}; đồng chí chọn lại ngày dự.", field="visited_on"
        )


def _reached(session: Session, actor: Actor, visit_id: UUID) -> Visit | None:
    query = select(Visit).where(Visit.id == visit_id, within_reach(actor, Visit.unit_id))
    return session.exec(query.with_for_update()).one_or_none()


def _record(session: Session, actor: Actor, action: str, row: Visit, **facts: Any) -> None:
    facts["visited_on"] = row.visited_on.isoformat()
    audit.record(session, actor, action, row, entity_id=row.id, unit_id=row.unit_id, **facts)
