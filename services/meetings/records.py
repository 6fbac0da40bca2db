"""The stored record of a meeting: found, opened with what is known beforehand, locked for change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models import Meeting, MeetingKind, PositionKind
from services import audit, members, months
from services.access import Actor, Permission
from services.clock import now, today
from services.errors import Conflict
from services.meetings import blocked, cells, kinds
from services.meetings.cells import Cell
from services.meetings.rows import MeetingRef
from services.members import RosterEntry
from services.periods import closing
from services.vietnamese import day
from services.vietnamese import month as month_in_words


def found(session: Session, ref: MeetingRef, *, for_change: bool = False) -> Meeting | None:
    """The stored record; locked and read anew when it is to be changed."""
    query = select(Meeting).where(
        Meeting.unit_id == ref.unit_id,
        Meeting.month == ref.month,
        Meeting.kind == ref.kind,
        Meeting.number == ref.number,
    )
    if for_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).one_or_none()


def roster_day(ref: MeetingRef, held_on: date | None) -> date:
    """The day whose members make the roll: the meeting's own, or the newest of its month while none is known."""
    return held_on or min(today(), months.last_day(ref.month))


def opening(ref: MeetingRef, roster: Sequence[RosterEntry], last: Meeting | None) -> Meeting:
    """A record that is not stored yet: place and minutes secretary as at the last meeting, the secretary in the chair."""
    return Meeting(
        unit_id=ref.unit_id,
        month=ref.month,
        kind=ref.kind,
        number=ref.number,
        place=last.place if last else "",
        chair_id=_first(roster, lambda entry: entry.position is PositionKind.SECRETARY),
        minutes_secretary_id=_first(
            roster, lambda entry: last is not None and entry.member_id == last.minutes_secretary_id
        ),
        created_at=now(),
        changed_at=now(),
    )


@dataclass(frozen=True)
class OpenRecord:
    """A record locked for change, and what changing it needs."""

    session: Session
    actor: Actor
    cell: Cell
    ref: MeetingRef
    meeting: Meeting

    @property
    def roster_on(self) -> date:
        """The day whose members make the roll."""
        return roster_day(self.ref, self.meeting.held_on)

    def roster(self) -> list[RosterEntry]:
        """The members on that day."""
        return roster_of(self.session, self.actor, self.ref, self.roster_on)


def roster_of(session: Session, actor: Actor, ref: MeetingRef, on: date) -> list[RosterEntry]:
    """Who is on the roll of a meeting of this kind when it is held on that day."""
    if not kinds.rule_of(ref.kind).has_roll:
        return []
    return kinds.on_roll(ref.kind, members.roster(session, actor, ref.unit_id, on))


def draft(session: Session, actor: Actor, ref: MeetingRef) -> OpenRecord:
    """The record, reached, permitted, locked, and stored first if need be; Conflict once handed in or cancelled.

    Two first writers at once get the same row: the natural key lets only one insert through.
    """
    return _open(session, actor, cells.reached(session, actor, ref), ref)


def to_plan(session: Session, actor: Actor, ref: MeetingRef) -> OpenRecord:
    """The same for a meeting that is to come: its month may lie ahead."""
    return _open(session, actor, cells.to_plan(session, actor, ref), ref)


def _open(session: Session, actor: Actor, cell: Cell, ref: MeetingRef) -> OpenRecord:
    actor.require(Permission.MEETINGS_WRITE)
    closing.require_open(session, ref.unit_id, ref.month)
    meeting = found(session, ref, for_change=True) or begun(session, actor, ref)
    blocked.require_editable(session, meeting)
    if meeting.is_cancelled:
        reason = f" (lý do: {meeting.cancelled_reason})" if meeting.cancelled_reason else ""
        raise Conflict(f"Buổi này đã hủy{reason}. Muốn nhập, đồng chí bấm “Khôi phục” ở trang Lịch sinh hoạt.")
    return OpenRecord(session, actor, cell, ref, meeting)


def stored(session: Session, actor: Actor, ref: MeetingRef) -> OpenRecord:
    """The record, reached, permitted and locked, handed in or not; Conflict while nobody has begun it."""
    cell = cells.reached(session, actor, ref)
    actor.require(Permission.MEETINGS_WRITE)
    closing.require_open(session, ref.unit_id, ref.month)
    meeting = found(session, ref, for_change=True)
    if meeting is None:
        raise Conflict("Buổi sinh hoạt này chưa có biên bản.")
    return OpenRecord(session, actor, cell, ref, meeting)


def open_another(session: Session, actor: Actor, unit_id: UUID, month: date, kind: MeetingKind) -> MeetingRef:
    """The key of one more meeting of that month and kind; nothing is stored before its first field.

    A month has one regular meeting: Conflict when it is there already.
    """
    ref = MeetingRef(unit_id, month, kind)
    cells.reached(session, actor, ref)
    actor.require(Permission.MEETINGS_WRITE)
    if kind is MeetingKind.REGULAR:
        _refuse_second_regular(session, ref)
        return ref
    newest = select(sa.func.max(Meeting.number)).where(
        Meeting.unit_id == unit_id, Meeting.month == month, Meeting.kind == kind
    )
    return replace(ref, number=(session.exec(newest).one() or 0) + 1)


def _refuse_second_regular(session: Session, ref: MeetingRef) -> None:
    meeting = found(session, ref)
    if meeting is None:
        return
    if meeting.is_cancelled:
        raise Conflict(
            f"Buổi sinh hoạt thường kỳ tháng {month_in_words(ref.month)} của chi bộ đã hủy. Mỗi tháng chỉ có một buổi "
            "thường kỳ nên không mở buổi khác được; đồng chí bấm “Khôi phục” ở trang Lịch sinh hoạt để họp lại.",
            field="kind",
        )
    when = f"họp ngày {day(meeting.held_on)}" if meeting.held_on else "đang nhập, chưa ghi ngày họp"
    raise Conflict(
        f"Tháng {month_in_words(ref.month)} chi bộ đã có biên bản sinh hoạt thường kỳ ({when}). Mỗi tháng chỉ có một "
        "buổi thường kỳ; đồng chí mở biên bản đó, hoặc chọn sinh hoạt chuyên đề, bất thường.",
        field="kind",
    )


def begun(session: Session, actor: Actor, ref: MeetingRef) -> Meeting:
    """The record, stored with its opening values; what another has stored in this moment, if so."""
    roster = roster_of(session, actor, ref, roster_day(ref, None))
    meeting = opening(ref, roster, last_before(session, ref))
    try:
        with session.begin_nested():
            session.add(meeting)
    except IntegrityError:
        others = found(session, ref, for_change=True)
        if others is None:
            raise
        return others
    audit.record(session, actor, "meeting:begun", meeting, entity_id=meeting.id, unit_id=meeting.unit_id)
    return meeting


def last_before(session: Session, ref: MeetingRef) -> Meeting | None:
    """The last meeting before the month that had the same people on its roll, a regular one before others."""
    return session.exec(
        select(Meeting)
        .where(Meeting.unit_id == ref.unit_id, Meeting.month < ref.month, col(Meeting.is_cancelled).is_(False))
        .where(col(Meeting.kind).in_(kinds.like(ref.kind)))
        .order_by(col(Meeting.month).desc(), sa.case((col(Meeting.kind) == MeetingKind.REGULAR, 0), else_=1))
        .limit(1)
    ).first()


def _first(roster: Sequence[RosterEntry], fits: Callable[[RosterEntry], bool]) -> UUID | None:
    return next((entry.member_id for entry in roster if fits(entry)), None)
