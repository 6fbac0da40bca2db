"""Opening a period: from then on it is fixed who is expected to report what, and until when.

Who is expected are the cells in force on the period's last day, as the tree is known on the day of opening. A cell that
is founded later is added by name (``expect``); nothing is added or taken away by itself, so that today's tree never
changes the denominators of last month.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import Expectation, Period, PeriodAct, PeriodDue, PeriodEntry, PeriodKind, Unit, UnitEra, UnitKind
from models.base import new_id
from models.units import CELL_KINDS
from services import audit
from services.access import Actor, Permission, below, require_reach
from services.clock import now, today
from services.errors import Invalid, NotFound
from services.periods import calendar, known
from services.periods.known import Wanted
from services.units import in_force
from services.vietnamese import day as in_words

CALENDAR_KINDS = (PeriodKind.MONTH, PeriodKind.QUARTER)
"""What the calendar opens by itself; half-years and years are opened by hand, to be closed."""


class PeriodDraft(BaseModel):
    """A period as it is to be opened. ``day`` is any day in it; no day given: as last time, else the usual one."""

    kind: PeriodKind
    day: date
    due_on: date | None = None
    dues: dict[UnitKind, date] = {}
    """Where the last day of a kind of unit differs."""


def open_period(session: Session, actor: Actor | None, draft: PeriodDraft) -> UUID:
    """Open a period of the whole portal; one that is open already stays as it is. ``actor`` None: the calendar.

    Raises NotFound (the top unit is out of reach), NotAllowed, Invalid (not begun yet, a day before its beginning).
    """
    top = _top(session)
    if actor is not None:
        require_reach(session, actor, top.id)
        actor.require(Permission.PERIODS_WRITE)
    start = calendar.starts_on(draft.kind, draft.day)
    found = _found(session, top, draft.kind, start)
    if found is not None:
        return found
    period = _period(session, top, draft, start)
    try:
        with session.begin_nested():
            session.add(period)
    except IntegrityError:
        others = _found(session, top, draft.kind, start)
        if others is None:
            raise
        return others
    _freeze(session, actor, top, period, draft.dues or _dues_as_last(session, period))
    return period.id


def open_due(session: Session) -> list[UUID]:
    """Open what the calendar says: months and quarters from the newest that is open to the one of today.

    The first time, those of today only. Opening again opens nothing. Empty where there is no unit yet.
    """
    top = session.exec(_tops()).first()
    if top is None:
        return []
    known_before = set(session.exec(select(Period.id)))
    opened = [
        open_period(session, None, PeriodDraft(kind=kind, day=start))
        for kind in CALENDAR_KINDS
        for start in calendar.span(kind, _newest(session, top, kind) or today(), today())
    ]
    return [period_id for period_id in opened if period_id not in known_before]


def _tops() -> SelectOfScalar[Unit]:
    return select(Unit).order_by(sa.func.length(col(Unit.path)), col(Unit.path)).limit(1)


def _top(session: Session) -> Unit:
    found = session.exec(_tops()).first()
    if found is None:
        raise NotFound
    return found


def _found(session: Session, top: Unit, kind: PeriodKind, start: date) -> UUID | None:
    query = select(Period.id).where(Period.unit_id == top.id, Period.kind == kind, Period.starts_on == start)
    return session.exec(query).one_or_none()


def _newest(session: Session, top: Unit, kind: PeriodKind) -> date | None:
    query = sa.select(sa.func.max(col(Period.starts_on))).where(col(Period.unit_id) == top.id, col(Period.kind) == kind)
    newest: date | None = session.execute(query).scalar()
    return newest


def _period(session: Session, top: Unit, draft: PeriodDraft, start: date) -> Period:
    end = calendar.ends_on(draft.kind, start)
    if start > today():
        raise Invalid(f"Kỳ báo cáo {calendar.name(draft.kind, start)} chưa đến nên chưa mở được.", field="day")
    if any(due_on < start for due_on in (draft.due_on or end, *draft.dues.values())):
        raise Invalid(f"Hạn nộp không thể trước ngày đầu kỳ ({in_words(start)}).", field="due_on")
    last = _last(session, top.id, draft.kind, start)
    usual = end + (last.due_on - last.ends_on) if last else calendar.usual_due(end)
    return Period(
        unit_id=top.id,
        kind=draft.kind,
        starts_on=start,
        ends_on=end,
        due_on=draft.due_on or usual,
        opened_at=now(),
    )


def _last(session: Session, top_id: UUID, kind: PeriodKind, start: date) -> Period | None:
    query = select(Period).where(Period.unit_id == top_id, Period.kind == kind, Period.starts_on < start)
    return session.exec(query.order_by(col(Period.starts_on).desc()).limit(1)).first()


def _dues_as_last(session: Session, period: Period) -> dict[UnitKind, date]:
    """The days of kinds of units, as many days after the end as in the period before."""
    last = _last(session, period.unit_id, period.kind, period.starts_on)
    if last is None:
        return {}
    rows = session.exec(select(PeriodDue).where(PeriodDue.period_id == last.id)).all()
    return {row.unit_kind: period.ends_on + (row.due_on - last.ends_on) for row in rows}


def _freeze(session: Session, actor: Actor | None, top: Unit, period: Period, dues: Mapping[UnitKind, date]) -> None:
    session.add_all(PeriodDue(period_id=period.id, unit_kind=kind, due_on=due_on) for kind, due_on in dues.items())
    rows = _expectations(session, top, period, dues)
    if rows:
        session.execute(sa.insert(Expectation), rows)
    entry(session, actor, period, PeriodAct.OPENED)
    audit.record(
        session,
        actor,
        "period:opened",
        period,
        entity_id=period.id,
        unit_id=period.unit_id,
        kind=period.kind,
        starts_on=str(period.starts_on),
        due_on=str(period.due_on),
        expected=len(rows),
    )
    session.flush()


def _expectations(session: Session, top: Unit, period: Period, dues: Mapping[UnitKind, date]) -> list[dict[str, Any]]:
    what = calendar.EXPECTED.get(period.kind)
    if what is None:
        return []
    cells = dict(session.execute(_cells_on(top, period.ends_on)).all())
    due = {unit_id: dues.get(kind, period.due_on) for unit_id, kind in cells.items()}
    wanted = Wanted(what, cells.keys(), period.starts_on, period.ends_on)
    handed_in = known.facts(session, wanted, due)
    nothing = {"received_at": None, "is_on_time": None, "is_complete": False, "approved_at": None}
    return [
        {"id": new_id(), "period_id": period.id, "unit_id": unit_id, "kind": what, "due_on": due_on}
        | {"exempt_reason": ""}
        | (handed_in.get(unit_id) or nothing)
        for unit_id, due_on in due.items()
    ]


def _cells_on(top: Unit, on: date) -> sa.Select[UUID, UnitKind]:
    return (
        sa.select(col(UnitEra.unit_id), col(UnitEra.kind))
        .join(Unit, col(Unit.id) == col(UnitEra.unit_id))
        .where(below(top.path), in_force(UnitEra, on), col(UnitEra.kind).in_(CELL_KINDS))
    )


def entry(session: Session, actor: Actor | None, period: Period, act: PeriodAct, reason: str = "") -> None:
    """Keep a dated act on a period."""
    done_by = actor.account_id if actor else None
    session.add(PeriodEntry(period_id=period.id, act=act, reason=reason, done_at=now(), done_by=done_by))
