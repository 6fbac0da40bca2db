"""Supervisors (cấp ủy viên, tổ công tác phụ trách): who looks after which cell, by date."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import AuditEntry, Supervision
from services import audit, units
from services.access import Actor, Permission, within_reach
from services.clock import now
from services.errors import Invalid, NotFound, Overtaken
from services.followup import fields
from services.vietnamese import day, person_sort_key, search_key

LONGEST_NAME, LONGEST_OFFICE = 120, 120
ASSIGNED, RELIEVED, REMOVED = "supervision:assigned", "supervision:relieved", "supervision:removed"


@dataclass(frozen=True)
class SupervisorRow:
    """Somebody, or a working group, who looks after a cell; ``ends_on`` is the first day on which they no longer do."""

    supervision_id: UUID
    unit_id: UUID
    name: str
    office: str
    phone: str | None
    starts_on: date
    ends_on: date | None

    @property
    def key(self) -> str:
        """By what the same person is known again in another cell: the name, however it was typed."""
        return search_key(self.name)

    def looks_after_on(self, on: date) -> bool:
        """Whether it holds on a day."""
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)


@dataclass(frozen=True)
class SupervisionDraft:
    """A supervisor as typed, for one cell or several."""

    unit_ids: Sequence[UUID]
    name: str
    office: str = ""
    phone: str = ""
    starts_on: date | None = None


def supervisors(
    session: Session, actor: Actor, unit_ids: Collection[UUID] | None, on: date
) -> dict[UUID, tuple[SupervisorRow, ...]]:
    """Who looks after each of these cells on a day (None: every cell in reach), those who began first in front.

    Cells that are out of reach or have nobody are left out. One statement.
    """
    held = fields.in_days(col(Supervision.starts_on), col(Supervision.ends_on), on)
    found: defaultdict[UUID, list[SupervisorRow]] = defaultdict(list)
    for row in _rows(session, actor, unit_ids, held):
        found[row.unit_id].append(row)
    return {unit_id: tuple(rows) for unit_id, rows in found.items()}


def supervisions(session: Session, actor: Actor, unit_id: UUID) -> tuple[SupervisorRow, ...]:
    """Everybody who ever looked after a cell, the newest first; empty out of reach. One statement."""
    return tuple(reversed(_rows(session, actor, [unit_id], sa.true())))


def assign(session: Session, actor: Actor, draft: SupervisionDraft) -> int:
    """Let somebody look after cells from a day on; return for how many that is new.

    A cell that the same person looks after on that day, or is to look after later, is left as it is: a second click
    changes nothing. Raises NotFound, NotAllowed, Invalid.
    """
    wanted = sorted(set(draft.unit_ids))
    known = units.by_id(session, actor, wanted, draft.starts_on)
    if len(known) < len(wanted):
        raise NotFound("Có chi bộ ngoài phạm vi của đồng chí, hoặc chưa có vào ngày bắt đầu phụ trách.")
    actor.require(Permission.FOLLOWUP_WRITE)
    rows = [_new_row(draft, unit_id) for unit_id in wanted]
    if not rows or not all(row.is_cell for row in known.values()):
        raise Invalid("Đồng chí chọn chi bộ được phụ trách.", field="unit_ids")
    fields.lock_units(session, wanted)
    there = _known_names(session, actor, wanted, rows[0].starts_on)
    fresh = [row for row in rows if search_key(row.supervisor_name) not in there[row.unit_id]]
    session.add_all(fresh)
    for row in fresh:
        _record(session, actor, ASSIGNED, row)
    session.flush()
    return len(fresh)


def relieve(session: Session, actor: Actor, supervision_id: UUID, ends_on: date | None, seen: date | None) -> None:
    """Say from which day on somebody no longer looks after a cell (None: they still do).

    Raises Overtaken where another day than ``seen`` is stored, Invalid for a day that is not after the first.
    """
    row = _reached(session, actor, supervision_id)
    if row is None:
        raise NotFound
    actor.require(Permission.FOLLOWUP_WRITE)
    fields.require_level(session, actor, _recorder(session, supervision_id))
    if row.ends_on == ends_on:
        return
    if row.ends_on != seen:
        stands = day(row.ends_on) if row.ends_on else "để trống"
        raise Overtaken(f"Ngày thôi phụ trách vừa được người khác sửa thành “{stands}”.", field="ends_on")
    if ends_on is not None and ends_on <= row.starts_on:
        raise Invalid(f"Ngày thôi phụ trách phải sau ngày bắt đầu {day(row.starts_on)}.", field="ends_on")
    row.ends_on = ends_on
    session.flush()
    _record(session, actor, RELIEVED, row)


def remove_supervision(session: Session, actor: Actor, supervision_id: UUID) -> None:
    """Take back an assignment that was written by mistake. A second click changes nothing."""
    row = _reached(session, actor, supervision_id)
    if row is None and not fields.was_recorded(session, actor, REMOVED, supervision_id):
        raise NotFound
    actor.require(Permission.FOLLOWUP_WRITE)
    if row is None:
        return
    fields.require_level(session, actor, _recorder(session, supervision_id))
    session.delete(row)
    session.flush()
    _record(session, actor, REMOVED, row)


def _rows(
    session: Session, actor: Actor, unit_ids: Collection[UUID] | None, condition: sa.ColumnElement[bool]
) -> list[SupervisorRow]:
    query = select(Supervision).where(within_reach(actor, Supervision.unit_id), condition)
    if unit_ids is not None:
        query = query.where(col(Supervision.unit_id).in_(unit_ids))
    rows = sorted(session.exec(query), key=lambda row: (row.starts_on, person_sort_key(row.supervisor_name), row.id))
    return [_listed(row) for row in rows]


def _listed(row: Supervision) -> SupervisorRow:
    return SupervisorRow(row.id, row.unit_id, row.supervisor_name, row.office, row.phone, row.starts_on, row.ends_on)


def _new_row(draft: SupervisionDraft, unit_id: UUID) -> Supervision:
    return Supervision(
        unit_id=unit_id,
        supervisor_name=fields.line(draft.name, "name", "Họ tên người phụ trách", LONGEST_NAME, is_required=True),
        office=fields.line(draft.office, "office", "Chức vụ", LONGEST_OFFICE),
        phone=fields.phone(draft.phone),
        starts_on=fields.any_day(draft.starts_on, "starts_on", "Ngày bắt đầu phụ trách"),
        created_at=now(),
    )


def _known_names(session: Session, actor: Actor, unit_ids: Sequence[UUID], on: date) -> defaultdict[UUID, set[str]]:
    """The names of those who look after each cell on a day or are to do so later."""
    lasts = sa.or_(col(Supervision.ends_on).is_(None), col(Supervision.ends_on) > on)
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    for row in _rows(session, actor, unit_ids, lasts):
        found[row.unit_id].add(row.key)
    return found


def _reached(session: Session, actor: Actor, supervision_id: UUID) -> Supervision | None:
    query = select(Supervision).where(Supervision.id == supervision_id, within_reach(actor, Supervision.unit_id))
    return session.exec(query.with_for_update()).one_or_none()


def _recorder(session: Session, supervision_id: UUID) -> UUID | None:
    """Whose account assigned it; None for what came with the first data."""
    query = select(AuditEntry.account_id).where(
        AuditEntry.entity_id == str(supervision_id), AuditEntry.action == ASSIGNED
    )
    return session.exec(query.limit(1)).first()


def _record(session: Session, actor: Actor, action: str, row: Supervision) -> None:
    facts = {"name": row.supervisor_name, "starts_on": row.starts_on.isoformat()}
    facts |= {"ends_on": row.ends_on.isoformat()} if row.ends_on else {}
    audit.record(session, actor, action, row, entity_id=row.id, unit_id=row.unit_id, **facts)
