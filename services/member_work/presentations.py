"""Who presents what at the meeting of a month: everybody in turn, whoever presented least recently first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Member, Presentation
from services import audit, members, months
from services.access import Actor, within_reach
from services.clock import now, today
from services.errors import Invalid
from services.member_work import places
from services.members import RosterEntry
from services.vietnamese import clean
from services.vietnamese import month as written

LONGEST = 300
MONTHS_AHEAD = 12


@dataclass(frozen=True)
class Turn:
    """One member in the order of turns. ``last`` is the month of their latest presentation before, None: never."""

    entry: RosterEntry
    last: date | None


@dataclass(frozen=True)
class PresentationRow:
    """Who presents what, and when."""

    presentation_id: UUID
    unit_id: UUID
    member_id: UUID
    full_name: str
    month: date
    topic: str


@dataclass(frozen=True)
class Rota:
    """The month of one cell: what is assigned, and who would be next."""

    assigned: tuple[PresentationRow, ...]
    turns: tuple[Turn, ...]
    """Those who are due at meetings and have nothing to present in this month, in turn."""


def in_turn(turns: Sequence[Turn]) -> list[Turn]:
    """Whoever never presented first, then whoever presented least recently; in the order given among equals."""
    return sorted(turns, key=lambda turn: turn.last or date.min)


def rota(session: Session, actor: Actor, unit_id: UUID, month: date) -> Rota:
    """What is assigned for the meeting of a month, and the turns. NotFound out of reach; four statements."""
    roster = members.roster(session, actor, unit_id, min(today(), months.last_day(month)))
    assigned = _rows(session, actor, [col(Presentation.unit_id) == unit_id, col(Presentation.month) == month])
    busy = {row.member_id for row in assigned}
    query = (
        select(Presentation.member_id, sa.func.max(Presentation.month))
        .where(Presentation.unit_id == unit_id, Presentation.month < month)
        .group_by(col(Presentation.member_id))
    )
    last = dict(session.exec(query).all())
    free = [entry for entry in roster if entry.is_due and entry.member_id not in busy]
    turns = in_turn([Turn(entry, last.get(entry.member_id)) for entry in free])
    return Rota(tuple(assigned), tuple(turns))


def presentations_of(session: Session, actor: Actor, member_id: UUID, year: int) -> list[PresentationRow]:
    """What a member presents in a year in cells in reach, month by month. One statement."""
    of_year = col(Presentation.month).between(date(year, 1, 1), date(year, 12, 31))
    return _rows(session, actor, [col(Presentation.member_id) == member_id, of_year])


def assign(  # noqa: PLR0913, PLR0917 - a change has this many facts
    session: Session, actor: Actor, unit_id: UUID, month: date, member_id: UUID | None, topic: str, token: UUID
) -> UUID:
    """Put a member down to present a topic at the meeting of a month; ``token`` becomes the id of what is stored.

    Conflict where the member has this very topic already. Raises NotFound, NotAllowed, Invalid.
    """
    places.cell_for_change(session, actor, unit_id)
    _require_near(month)
    roster = members.roster(session, actor, unit_id, min(today(), months.last_day(month)))
    entry = places.require_member(roster, member_id, months.last_day(month))
    words = places.text(clean(topic), "nội dung trình bày", "topic", LONGEST, may_be_empty=False)
    row = Presentation(id=token, unit_id=unit_id, month=month, member_id=entry.member_id, topic=words, created_at=now())
    again = f"Đồng chí {entry.full_name} đã được phân công trình bày nội dung này tháng {written(month)}."
    if places.is_new(session, row, again):
        facts = {"member_id": str(entry.member_id), "month": month.isoformat(), "topic": words}
        audit.record(session, actor, "presentation:assigned", "presentation", entity_id=token, unit_id=unit_id, **facts)
        session.flush()
    return token


def withdraw_presentation(session: Session, actor: Actor, unit_id: UUID, presentation_id: UUID) -> None:
    """Take an assignment back. A second click changes nothing. Raises NotFound, NotAllowed."""
    places.cell_for_change(session, actor, unit_id)
    wanted = (Presentation.id == presentation_id, Presentation.unit_id == unit_id)
    row = session.exec(select(Presentation).where(*wanted)).one_or_none()
    if row is None:
        places.require_withdrawn(session, unit_id, presentation_id, "presentation:withdrawn")
        return
    session.delete(row)
    facts = {"member_id": str(row.member_id), "month": row.month.isoformat(), "topic": row.topic}
    audit.record(
        session, actor, "presentation:withdrawn", "presentation", entity_id=presentation_id, unit_id=unit_id, **facts
    )
    session.flush()


def _rows(session: Session, actor: Actor, wanted: list[sa.ColumnElement[bool]]) -> list[PresentationRow]:
    facts = (Presentation.id, Presentation.unit_id, Presentation.member_id, Member.full_name, Presentation.month)
    query = (
        sa.select(*map(col, facts), col(Presentation.topic))
        .join(Member, col(Member.id) == col(Presentation.member_id))
        .where(within_reach(actor, Presentation.unit_id), *wanted)
        .order_by(col(Presentation.month), col(Presentation.created_at), col(Presentation.id))
    )
    return [PresentationRow(*row) for row in session.execute(query)]


def _require_near(month: date) -> None:
    furthest = months.after(months.month_of(today()), MONTHS_AHEAD)
    if month != months.month_of(month) or month > furthest:
        raise Invalid(f"Chỉ phân công trước được đến tháng {written(furthest)}.", field="month")
