"""Coaching (giúp đỡ chi bộ yếu): a cell is helped for a while; why, how, step by step, and what came of it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Coaching, CoachingStep, UnitEra
from services import audit, units
from services.access import Actor, Permission, require_reach, within_reach
from services.clock import now
from services.errors import Conflict, Invalid, NotFound
from services.followup import fields
from services.vietnamese import clean_lines, day

LONGEST = {"reason": 1000, "plan": 2000}
TEXTS = {"reason": "Lý do", "plan": "Kế hoạch giúp đỡ"}
"""The texts of a coaching that may be written, and what they are called."""
LONGEST_OUTCOME, LONGEST_STEP = 2000, 1000
OPENED, WRITTEN, STEPPED, STEP_REMOVED = (
    "coaching:opened",
    "coaching:written",
    "coaching:step_noted",
    "coaching:step_removed",
)
CLOSED, REOPENED = "coaching:closed", "coaching:reopened"


@dataclass(frozen=True)
class CoachingDraft:
    """A coaching as typed."""

    unit_id: UUID
    reason: str
    plan: str = ""
    opened_on: date | None = None


@dataclass(frozen=True)
class StepRow:
    """One thing that was done."""

    step_id: UUID
    done_on: date
    text: str


@dataclass(frozen=True)
class CoachingRow:
    """A coaching as it is read, with its steps in the order of their days; ``closed_on`` None: it goes on.

    The cell has its name of the day on which the coaching began.
    """

    coaching_id: UUID
    unit_id: UUID
    unit_name: str
    reason: str
    plan: str
    opened_on: date
    closed_on: date | None
    outcome: str
    steps: tuple[StepRow, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the cell is still being helped."""
        return self.closed_on is None


def coachings(session: Session, actor: Actor, unit_ids: Collection[UUID] | None = None) -> list[CoachingRow]:
    """Every coaching of these cells (None: of every cell in reach), those that go on first, then the newest.

    Nothing is listed of a cell that is out of reach. Two statements.
    """
    return _rows(session, actor, sa.true() if unit_ids is None else col(Coaching.unit_id).in_(unit_ids))


def open_coachings(session: Session, actor: Actor) -> dict[UUID, CoachingRow]:
    """The coaching that goes on of each cell in reach that is being helped."""
    return {row.unit_id: row for row in _rows(session, actor, col(Coaching.closed_on).is_(None))}


def open_coaching(session: Session, actor: Actor, draft: CoachingDraft, token: UUID) -> UUID:
    """Begin to help a cell. ``token`` is made by the screen and becomes its id: a double click begins it once.

    Raises NotFound, NotAllowed, Invalid; Conflict where the cell is being helped already.
    """
    require_reach(session, actor, draft.unit_id)
    actor.require(Permission.FOLLOWUP_WRITE)
    opened_on = fields.past_day(draft.opened_on, "opened_on", "Ngày bắt đầu giúp đỡ")
    if not units.unit(session, actor, draft.unit_id, opened_on).is_cell:
        raise Invalid("Đồng chí chọn chi bộ cần giúp đỡ.", field="unit_id")
    row = Coaching(
        id=token,
        unit_id=draft.unit_id,
        reason=_text(draft.reason, "reason"),
        plan=_text(draft.plan, "plan"),
        opened_on=opened_on,
        created_at=now(),
        created_by=actor.account_id,
    )
    fields.lock_units(session, [row.unit_id])
    going_on = session.get(Coaching, token) or _going_on(session, row.unit_id)
    if going_on is None:
        session.add(row)
        session.flush()
        _record(session, actor, OPENED, row, opened_on=opened_on.isoformat())
    elif (going_on.id, going_on.unit_id) != (token, row.unit_id):
        raise Conflict(f"Chi bộ này đang được giúp đỡ từ ngày {day(going_on.opened_on)}.", field="unit_id")
    return token


def write_coaching(  # noqa: PLR0913, PLR0917 - a change has this many facts
    session: Session, actor: Actor, coaching_id: UUID, field: str, value: object, seen: object
) -> str:
    """Store the reason or the plan and return it; Overtaken where another text than ``seen`` is stored."""
    row = _going_on_to_change(session, actor, coaching_id)
    if field not in TEXTS:
        raise NotFound
    wanted, stored = _text(value, field), str(getattr(row, field))
    fields.require_seen(stored, clean_lines(str(seen or "")), wanted, field, TEXTS[field])
    if wanted != stored:
        setattr(row, field, wanted)
        session.flush()
        _record(session, actor, WRITTEN, row, field=field)
    return wanted


def note_step(  # noqa: PLR0913, PLR0917 - a step has this many facts
    session: Session, actor: Actor, coaching_id: UUID, done_on: date | None, text: str, token: UUID
) -> UUID:
    """Keep one thing that was done; ``token`` becomes its id. Invalid for a day before the coaching or to come."""
    row = _going_on_to_change(session, actor, coaching_id)
    on = fields.past_day(done_on, "done_on", "Ngày thực hiện")
    if on < row.opened_on:
        raise Invalid(f"Ngày thực hiện phải từ ngày bắt đầu {day(row.opened_on)}.", field="done_on")
    step = CoachingStep(
        id=token,
        coaching_id=row.id,
        done_on=on,
        text=fields.lines(text, "text", "Việc đã làm", LONGEST_STEP, is_required=True),
        created_at=now(),
        created_by=actor.account_id,
    )
    if fields.is_new(session, step, "coaching_id"):
        _record(session, actor, STEPPED, row, step=str(token), done_on=on.isoformat())
        session.flush()
    return token


def remove_step(session: Session, actor: Actor, coaching_id: UUID, step_id: UUID) -> None:
    """Take back a step that was noted by mistake, while the coaching goes on. A second click changes nothing."""
    row = _going_on_to_change(session, actor, coaching_id)
    step = session.exec(
        select(CoachingStep).where(CoachingStep.id == step_id, CoachingStep.coaching_id == row.id)
    ).one_or_none()
    if step is None:
        return
    fields.require_level(session, actor, step.created_by)
    session.delete(step)
    session.flush()
    _record(session, actor, STEP_REMOVED, row, step=str(step_id), done_on=step.done_on.isoformat())


def close_coaching(session: Session, actor: Actor, coaching_id: UUID, closed_on: date | None, outcome: str) -> None:
    """End a coaching with what came of it. The same again changes nothing; Conflict where it ended otherwise.

    Invalid without an outcome, for a day to come, and for one before its beginning or its last step.
    """
    row = _changeable(session, actor, coaching_id)
    on = fields.past_day(closed_on, "closed_on", "Ngày kết thúc")
    words = fields.lines(outcome, "outcome", "Kết quả giúp đỡ", LONGEST_OUTCOME, is_required=True)
    if (row.closed_on, row.outcome) == (on, words):
        return
    _require_going_on(row)
    fields.require_level(session, actor, row.created_by)
    earliest = max([row.opened_on, *(step.done_on for step in _steps(session, [row.id])[row.id])])
    if on < earliest:
        raise Invalid(f"Ngày kết thúc phải từ ngày {day(earliest)} trở đi.", field="closed_on")
    row.closed_on, row.outcome = on, words
    session.flush()
    _record(session, actor, CLOSED, row, closed_on=on.isoformat())


def reopen_coaching(session: Session, actor: Actor, coaching_id: UUID) -> None:
    """Let a coaching that was ended too early go on; its outcome is written anew. A second click changes nothing."""
    row = _changeable(session, actor, coaching_id)
    if row.closed_on is None:
        return
    fields.require_level(session, actor, row.created_by)
    fields.lock_units(session, [row.unit_id])
    other = _going_on(session, row.unit_id)
    if other is not None:
        raise Conflict(f"Chi bộ này đang được giúp đỡ từ ngày {day(other.opened_on)}.", field="unit_id")
    facts = {"closed_on": row.closed_on.isoformat(), "outcome": row.outcome}
    row.closed_on, row.outcome = None, ""
    session.flush()
    _record(session, actor, REOPENED, row, **facts)


def _rows(session: Session, actor: Actor, condition: sa.ColumnElement[bool]) -> list[CoachingRow]:
    era = sa.and_(
        col(UnitEra.unit_id) == Coaching.unit_id,
        fields.in_days(col(UnitEra.starts_on), col(UnitEra.ends_on), col(Coaching.opened_on)),
    )
    query = (
        sa.select(Coaching, sa.func.coalesce(col(UnitEra.name), ""))
        .outerjoin(UnitEra, era)
        .where(within_reach(actor, Coaching.unit_id), condition)
        .order_by(col(Coaching.closed_on).is_not(None), col(Coaching.opened_on).desc(), col(Coaching.id))
    )
    rows = [(row, name) for row, name in session.execute(query)]
    steps = _steps(session, [row.id for row, _ in rows])
    return [_listed(row, name, steps[row.id]) for row, name in rows]


def _steps(session: Session, coaching_ids: Sequence[UUID]) -> defaultdict[UUID, list[CoachingStep]]:
    found: defaultdict[UUID, list[CoachingStep]] = defaultdict(list)
    if coaching_ids:
        query = select(CoachingStep).where(col(CoachingStep.coaching_id).in_(coaching_ids))
        for step in session.exec(query.order_by(col(CoachingStep.done_on), col(CoachingStep.id))):
            found[step.coaching_id].append(step)
    return found


def _listed(row: Coaching, unit_name: str, steps: Sequence[CoachingStep]) -> CoachingRow:
    return CoachingRow(
        coaching_id=row.id,
        unit_id=row.unit_id,
        unit_name=unit_name,
        reason=row.reason,
        plan=row.plan,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        outcome=row.outcome,
        steps=tuple(StepRow(step.id, step.done_on, step.text) for step in steps),
    )


def _text(value: object, field: str) -> str:
    return fields.lines(value, field, TEXTS[field], LONGEST[field], is_required=field == "reason")


def _going_on(session: Session, unit_id: UUID) -> Coaching | None:
    query = select(Coaching).where(Coaching.unit_id == unit_id, col(Coaching.closed_on).is_(None))
    return session.exec(query).first()


def _changeable(session: Session, actor: Actor, coaching_id: UUID) -> Coaching:
    """The row, for change: NotFound out of reach, NotAllowed without the permission."""
    query = select(Coaching).where(Coaching.id == coaching_id, within_reach(actor, Coaching.unit_id))
    row = session.exec(query.with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    actor.require(Permission.FOLLOWUP_WRITE)
    return row


def _going_on_to_change(session: Session, actor: Actor, coaching_id: UUID) -> Coaching:
    row = _changeable(session, actor, coaching_id)
    _require_going_on(row)
    return row


def _require_going_on(row: Coaching) -> None:
    if row.closed_on is not None:
        raise Conflict(f"Việc giúp đỡ chi bộ này đã kết thúc ngày {day(row.closed_on)}; đồng chí mở lại để ghi tiếp.")


def _record(session: Session, actor: Actor, action: str, row: Coaching, **facts: Any) -> None:
    audit.record(session, actor, action, row, entity_id=row.id, unit_id=row.unit_id, **facts)
