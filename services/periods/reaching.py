"""Periods and expectations as commands find them: reached, permitted, locked."""

from uuid import UUID

from sqlmodel import Session, col, select

from models import Expectation, Period
from services.access import Actor, Permission, require_reach, within_reach
from services.errors import Invalid, NotFound
from services.vietnamese import clean

LONGEST_REASON = 500


def period(session: Session, actor: Actor, period_id: UUID) -> Period:
    """A period of a unit in reach, locked for change. NotFound, NotAllowed."""
    found = session.exec(select(Period).where(Period.id == period_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    require_reach(session, actor, found.unit_id)
    actor.require(Permission.PERIODS_WRITE)
    return found


def expectation(session: Session, actor: Actor, expectation_id: UUID) -> tuple[Expectation, Period]:
    """What is expected of a unit in reach, locked for change, with its period. NotFound, NotAllowed."""
    query = (
        select(Expectation, Period)
        .join(Period, col(Period.id) == col(Expectation.period_id))
        .where(Expectation.id == expectation_id, within_reach(actor, Expectation.unit_id))
        .with_for_update()
    )
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound
    actor.require(Permission.PERIODS_WRITE)
    return found


def reason(text: str) -> str:
    """The reason as it is kept; Invalid where there is none, or a whole letter."""
    kept = clean(text)
    if not kept:
        raise Invalid("Đồng chí ghi lý do để người sau biết vì sao.", field="reason")
    if len(kept) > LONGEST_REASON:
        raise Invalid(f"Lý do không quá {LONGEST_REASON} ký tự.", field="reason")
    return kept
