"""How the cell committee rated each member's tasks of a month: beside the tasks themselves, never proposed by them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import MemberRating, RatingGrade
from services import audit, months
from services.access import Actor, within_reach
from services.clock import now, today
from services.errors import Invalid
from services.member_work import places
from services.member_work.judging import Judgement, Value, named
from services.member_work.tasks import MemberTask, by_member
from services.member_work.tasks import tasks as tasks_of
from services.members import RosterEntry
from services.vietnamese import month as written

GRADES = {RatingGrade.GOOD: "Hoàn thành tốt", RatingGrade.DONE: "Hoàn thành", RatingGrade.NOT_DONE: "Chưa hoàn thành"}
"""What ratings are called on the screen."""
_JUDGEMENT = Judgement("grade", RatingGrade, "Đồng chí chọn mức đánh giá trước khi ghi chú.")


@dataclass(frozen=True)
class RatingRow:
    """One member in one month: the tasks that the rating is about, and the rating."""

    entry: RosterEntry
    tasks: tuple[MemberTask, ...]
    """Due in the month, or due earlier and not done when it began."""
    grade: RatingGrade | None
    note: str
    rated_at: datetime | None


@dataclass(frozen=True)
class MonthGrade:
    """The rating of one month of one member."""

    unit_id: UUID
    month: date
    grade: RatingGrade
    note: str


def ratings(session: Session, actor: Actor, unit_id: UUID, month: date) -> list[RatingRow]:
    """Everybody on the roster of a cell at the end of a month. NotFound out of reach; at most six statements."""
    roster = places.roster_of_month(session, actor, unit_id, month)
    query = select(MemberRating).where(MemberRating.unit_id == unit_id, MemberRating.month == month)
    kept = {row.member_id: row for row in session.exec(query)}
    tasks = by_member(tasks_of(session, actor, unit_id, month.year))
    return [_row(entry, kept.get(entry.member_id), tasks.get(entry.member_id, []), month) for entry in roster]


def of_member(session: Session, actor: Actor, member_id: UUID, year: int) -> list[MonthGrade]:
    """The ratings of a member in a year by cells in reach, month by month. One statement."""
    facts = (MemberRating.unit_id, MemberRating.month, MemberRating.grade, MemberRating.note)
    query = (
        sa.select(*map(col, facts))
        .where(col(MemberRating.member_id) == member_id, within_reach(actor, MemberRating.unit_id))
        .where(col(MemberRating.month).between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(col(MemberRating.month), col(MemberRating.unit_id))
    )
    return [MonthGrade(*row) for row in session.execute(query)]


def rate(  # noqa: PLR0913, PLR0917 - a change has this many facts
    session: Session, actor: Actor, unit_id: UUID, month: date, field: str, value: object, seen: object
) -> Any:
    """Store ``grade:<member id>`` (a RatingGrade, None for none) or ``note:<member id>`` and return it as stored.

    ``seen`` is what the screen showed as stored; where the database holds neither that nor the new value, somebody
    else was there first: Conflict. Invalid for months to come, for somebody who is not on the roster, and for a note
    without a grade. Raises NotFound, NotAllowed.
    """
    places.cell_for_change(session, actor, unit_id)
    kind, member_id = named(field)
    _require_begun(month)
    entry = places.require_member(
        places.roster_of_month(session, actor, unit_id, month), member_id, months.last_day(month)
    )
    row = session.get(MemberRating, (entry.member_id, unit_id, month), populate_existing=True)
    new, shown = _JUDGEMENT.parsed(kind, value, field), _JUDGEMENT.parsed(kind, seen, field)
    before = _JUDGEMENT.stored(row, kind)
    if before == new:
        return new
    if before != shown:
        raise places.overtaken(f"Đánh giá tháng {written(month)} của đồng chí {entry.full_name}", _words(before), field)
    _JUDGEMENT.keep(session, row, _fresh(actor, unit_id, month, entry), kind, new)
    facts = {"month": month.isoformat(), "field": kind, "before": before, "after": new}
    audit.record(session, actor, "rating:written", "member_rating", entity_id=entry.member_id, unit_id=unit_id, **facts)
    session.flush()
    return new


def _fresh(actor: Actor, unit_id: UUID, month: date, entry: RosterEntry) -> MemberRating:
    return MemberRating(
        member_id=entry.member_id, unit_id=unit_id, month=month, rated_at=now(), rated_by=actor.account_id
    )


def _row(entry: RosterEntry, row: MemberRating | None, tasks: list[MemberTask], month: date) -> RatingRow:
    about = tuple(task for task in tasks if _is_about(task, month))
    if row is None:
        return RatingRow(entry, about, None, "", None)
    return RatingRow(entry, about, row.grade, row.note, row.rated_at)


def _is_about(task: MemberTask, month: date) -> bool:
    if task.due_on < month:
        return task.done_in is None or task.done_in.month >= month
    return task.due_on <= months.last_day(month)


def _require_begun(month: date) -> None:
    if month != months.month_of(month) or month > today():
        raise Invalid(f"Chưa đến tháng {written(month)} nên chưa đánh giá được.", field="month")


def _words(value: Value) -> str:
    return GRADES[value] if isinstance(value, RatingGrade) else value or ""
