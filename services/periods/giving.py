"""What is granted to single units: to be left out of a period, more time, or to be expected after all."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models import Expectation, Extension, Period, PeriodDue, UnitEra
from models.units import CELL_KINDS
from services import audit
from services.access import Actor, Permission, require_reach
from services.clock import now, today
from services.errors import Conflict, Invalid, NotFound
from services.periods import calendar, known, reaching
from services.periods.known import Wanted
from services.vietnamese import day


def exempt(session: Session, actor: Actor, expectation_id: UUID, reason: str) -> None:
    """Expect nothing of a unit after all; it leaves the denominators of the period.

    Raises NotFound, NotAllowed, Invalid (no reason).
    """
    found, _ = reaching.expectation(session, actor, expectation_id)
    found.exempt_reason = reaching.reason(reason)
    _record(session, actor, found, "expectation:exempted", reason=found.exempt_reason)


def end_exemption(session: Session, actor: Actor, expectation_id: UUID) -> None:
    """Expect it again, by the day that was frozen. A second click changes nothing. Raises NotFound, NotAllowed."""
    found, _ = reaching.expectation(session, actor, expectation_id)
    if found.exempt_reason:
        former, found.exempt_reason = found.exempt_reason, ""
        _record(session, actor, found, "expectation:exemption_ended", reason=former)


def extend(session: Session, actor: Actor, expectation_id: UUID, until_on: date, reason: str) -> None:
    """Give a unit time to the end of a day; in a closed period it may write until then. The newest extension holds.

    Facts that are written already stay: what was received late stays late. Raises NotFound, NotAllowed, Invalid.
    """
    found, _ = reaching.expectation(session, actor, expectation_id)
    kept = reaching.reason(reason)
    if until_on <= found.due_on:
        raise Invalid(f"Ngày gia hạn phải sau hạn nộp ({day(found.due_on)}).", field="until_on")
    if until_on < today():
        raise Invalid("Ngày gia hạn không thể là ngày đã qua.", field="until_on")
    found.extended_until = until_on
    session.add(
        Extension(
            expectation_id=found.id, until_on=until_on, reason=kept, granted_at=now(), granted_by=actor.account_id
        )
    )
    _record(session, actor, found, "expectation:extended", until_on=str(until_on), reason=kept)


def expect(session: Session, actor: Actor, period_id: UUID, unit_id: UUID) -> UUID:
    """Expect of a cell what a period expects of all, though it was not there when the period was opened.

    What it has handed in already counts. Expected already: nothing changes. Raises NotFound, NotAllowed, Invalid (the
    period expects nothing, or the unit was no cell on any of its days), Conflict (the period is closed).
    """
    require_reach(session, actor, unit_id)
    actor.require(Permission.PERIODS_WRITE)
    period = session.get(Period, period_id)
    if period is None:
        raise NotFound
    there = _expected_already(session, period, unit_id)
    if there is not None:
        return there
    added = _expectation(session, period, unit_id)
    try:
        with session.begin_nested():
            session.add(added)
    except IntegrityError:
        others = _expected_already(session, period, unit_id)
        if others is None:
            raise
        return others
    _record(session, actor, added, "expectation:added", period=calendar.name(period.kind, period.starts_on))
    return added.id


def _expected_already(session: Session, period: Period, unit_id: UUID) -> UUID | None:
    query = select(Expectation.id).where(Expectation.period_id == period.id, Expectation.unit_id == unit_id)
    return session.exec(query).one_or_none()


def _expectation(session: Session, period: Period, unit_id: UUID) -> Expectation:
    what, name = calendar.EXPECTED.get(period.kind), calendar.name(period.kind, period.starts_on)
    if what is None:
        raise Invalid(f"Kỳ báo cáo {name} không có việc phải nộp theo từng chi bộ.")
    if period.is_closed:
        raise Conflict(f"Kỳ báo cáo {name} đã chốt; muốn bổ sung chi bộ, đồng chí mở lại kỳ trước.")
    era = _cell_in(session, period, unit_id)
    if era is None:
        raise Invalid(f"Trong {name} đơn vị này không phải là chi bộ đang hoạt động.", field="unit_id")
    own = session.get(PeriodDue, (period.id, era.kind))
    due_on = own.due_on if own else period.due_on
    wanted = Wanted(what, [unit_id], period.starts_on, period.ends_on)
    handed_in = known.facts(session, wanted, {unit_id: due_on}).get(unit_id, {})
    return Expectation(period_id=period.id, unit_id=unit_id, kind=what, due_on=due_on, **handed_in)


def _cell_in(session: Session, period: Period, unit_id: UUID) -> UnitEra | None:
    """The unit as the cell that it was in the period, the latest."""
    lasts = sa.or_(col(UnitEra.ends_on).is_(None), col(UnitEra.ends_on) > period.starts_on)
    query = (
        select(UnitEra)
        .where(UnitEra.unit_id == unit_id, col(UnitEra.kind).in_(CELL_KINDS))
        .where(UnitEra.starts_on <= period.ends_on, lasts)
        .order_by(col(UnitEra.starts_on).desc())
    )
    return session.exec(query.limit(1)).first()


def _record(session: Session, actor: Actor, found: Expectation, action: str, **facts: object) -> None:
    session.flush()
    audit.record(session, actor, action, found, entity_id=found.id, unit_id=found.unit_id, **facts)
