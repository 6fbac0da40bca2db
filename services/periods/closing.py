"""Closing a period and opening it again; what a closed one refuses, and whom to ask."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models import Account, Expectation, Period, PeriodAct, PeriodEntry, Unit, UnitEra
from services import audit
from services.access import Actor
from services.clock import local, today
from services.errors import Conflict, Invalid
from services.periods import calendar, reaching
from services.periods.opening import entry
from services.vietnamese import day

_OWNER, _ASKED = aliased(Unit), aliased(Unit)
"""Made once: making an alias costs more than running the statement (docs/performance.md)."""


def close(session: Session, actor: Actor, period_id: UUID, reason: str) -> None:
    """Close a period that is over: its records stay as they are. A second click changes nothing.

    Raises NotFound, NotAllowed, Invalid (not over yet, no reason).
    """
    period = reaching.period(session, actor, period_id)
    if period.is_closed:
        return
    if period.ends_on >= today():
        name = calendar.name(period.kind, period.starts_on)
        raise Invalid(f"Kỳ báo cáo {name} đến hết ngày {day(period.ends_on)} mới kết thúc nên chưa chốt được.")
    _turn(session, actor, period, PeriodAct.CLOSED, reaching.reason(reason))


def reopen(session: Session, actor: Actor, period_id: UUID, reason: str) -> None:
    """Let records of a closed period be written again. A second click changes nothing.

    Raises NotFound, NotAllowed, Invalid (no reason).
    """
    period = reaching.period(session, actor, period_id)
    if period.is_closed:
        _turn(session, actor, period, PeriodAct.REOPENED, reaching.reason(reason))


def _turn(session: Session, actor: Actor, period: Period, act: PeriodAct, reason: str) -> None:
    period.is_closed = act is PeriodAct.CLOSED
    entry(session, actor, period, act, reason)
    facts = {"kind": period.kind, "starts_on": str(period.starts_on), "reason": reason}
    action = {PeriodAct.CLOSED: "period:closed", PeriodAct.REOPENED: "period:reopened"}[act]
    audit.record(session, actor, action, period, entity_id=period.id, unit_id=period.unit_id, **facts)
    session.flush()


def require_open(session: Session, unit_id: UUID, month: date) -> None:
    """Raise Conflict where a closed period covers a unit's month and no extension of the unit is running.

    The sentence says the rule, since when, and whom to ask. One statement while everything is open.
    """
    for closed in session.execute(_closed(unit_id, month)):
        if closed.extended_until is None or closed.extended_until < today():
            raise Conflict(_sentence(session, closed))


def _closed(unit_id: UUID, month: date) -> sa.Select[*tuple[Any, ...]]:
    extended_until = (
        sa.select(sa.func.max(col(Expectation.extended_until)))
        .where(col(Expectation.period_id) == col(Period.id), col(Expectation.unit_id) == unit_id)
        .scalar_subquery()
    )
    covers = sa.func.substr(_ASKED.path, 1, sa.func.length(_OWNER.path)) == _OWNER.path
    return (
        sa.select(
            col(Period.id),
            col(Period.kind),
            col(Period.starts_on),
            col(Period.unit_id),
            extended_until.label("extended_until"),
        )
        .join(_OWNER, col(_OWNER.id) == col(Period.unit_id))
        .join(_ASKED, sa.and_(col(_ASKED.id) == unit_id, covers))
        .where(col(Period.is_closed), col(Period.starts_on) <= month, col(Period.ends_on) >= month)
        .order_by(col(Period.starts_on))
    )


def _sentence(session: Session, closed: Any) -> str:
    query = (
        select(PeriodEntry.done_at, Account.display_name)
        .join(Account, col(Account.id) == col(PeriodEntry.done_by), isouter=True)
        .where(PeriodEntry.period_id == closed.id, PeriodEntry.act == PeriodAct.CLOSED)
        .order_by(col(PeriodEntry.done_at).desc())
        .limit(1)
    )
    done_at, keeper = session.exec(query).one()
    unit = session.exec(select(UnitEra.name).where(UnitEra.unit_id == closed.unit_id, col(UnitEra.ends_on).is_(None)))
    whom = ", ".join(filter(None, [keeper, unit.first()]))
    name = calendar.name(closed.kind, closed.starts_on)
    return (
        f"Kỳ báo cáo {name} đã chốt ngày {day(local(done_at).date())}: biên bản trong kỳ không sửa được nữa. "
        f"Nếu cần sửa, đồng chí liên hệ {whom} để được gia hạn hoặc mở lại kỳ."
    )
