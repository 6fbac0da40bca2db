"""Reading one meeting's record: what is stored, or what it opens with while nothing is."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from models import Account, Attendance, Meeting, Member, PositionKind
from services.access import Actor
from services.meetings import cells, kinds, records, reviews, roll, target_reviews
from services.meetings.parts import counted
from services.meetings.rows import MeetingRef, MeetingSheet, PartCounts, RollEntry
from services.meetings.usual import proposed_times
from services.members import RosterEntry
from services.periods import dues

OWN = (
    *("state", "held_on", "started_at", "ended_at", "place", "theme", "chair_id", "minutes_secretary_id"),
    *("is_combined", "premeeting_on", "documents_on", "minutes_on", "content", "conclusion", "submitted_at"),
    *("premeeting_content", "results", "weaknesses", "directions", "is_resolution", "planned_on", "planned_at"),
    *("is_cancelled", "version", "approved_version", "approved_at", "waiting_unit_id", "receipt"),
)
"""What a sheet takes from the meeting as it is."""

Marks = Sequence[tuple[Attendance, Member]]


def sheet(session: Session, actor: Actor, ref: MeetingRef) -> MeetingSheet:
    """One meeting's record, in at most 13 statements; NotFound out of reach, Invalid where no meeting can be.

    While it is a draft the roll is the roster of the meeting's day under the stored marks; once handed in it
    is the roll that was handed in, whatever has happened to the members since.
    """
    cell = cells.reached(session, actor, ref)
    stored = records.found(session, ref)
    marks = _marks(session, stored) if stored else []
    roster_on = records.roster_day(ref, stored.held_on if stored else None)
    roster = records.roster_of(session, actor, ref, roster_on) if _needs_roster(stored) else []
    last = records.last_before(session, ref) if _is_incomplete(stored) else None
    meeting = stored or records.opening(ref, roster, last)
    entries = _roll(meeting, marks, roster)
    return MeetingSheet(
        ref=ref,
        unit_name=cell.name,
        exists=stored is not None,
        holds_premeeting=meeting.premeeting_on is not None or _may_meet_before(ref, roster),
        times=proposed_times(meeting, last),
        roster_on=roster_on,
        roll=entries,
        strays=_strays(marks, entries),
        parts=counted(session, meeting.id) if stored else PartCounts(),
        due_on=dues.due_date(session, ref.unit_id, ref.month),
        changed_at=meeting.changed_at if stored else None,
        submitted_by=_submitter(session, meeting),
        names=_names(session, meeting, entries, marks),
        **{field: getattr(meeting, field) for field in OWN},
        **_work(session, ref, meeting.id),
    )


def newest(session: Session, actor: Actor, ref: MeetingRef) -> MeetingRef:
    """The last meeting of its kind in the month that is stored, or the first one while there is none.

    Two statements. NotFound out of reach, Invalid where no meeting can be.
    """
    cells.reached(session, actor, ref)
    query = select(func.max(Meeting.number)).where(
        Meeting.unit_id == ref.unit_id, Meeting.month == ref.month, Meeting.kind == ref.kind
    )
    return replace(ref, number=session.exec(query).one() or 1)


def _is_incomplete(stored: Meeting | None) -> bool:
    """Whether something of the last meeting may be proposed: never for a record that was handed in."""
    return stored is None or not (stored.state.is_handed_in or stored.started_at or stored.ended_at)


def _needs_roster(stored: Meeting | None) -> bool:
    """A roll that was handed in needs none, but who led the cell says whether it had anybody to meet with before."""
    return stored is None or not stored.state.is_handed_in or stored.premeeting_on is None


def _roll(meeting: Meeting, marks: Marks, roster: Sequence[RosterEntry]) -> tuple[RollEntry, ...]:
    if meeting.state.is_handed_in:
        return roll.written(marks)
    return roll.called(roster, {row.member_id: row for row, _ in marks})


def _work(session: Session, ref: MeetingRef, meeting_id: UUID) -> dict[str, Any]:
    tasks, tasks_to_review = reviews.of_meeting(session, ref, meeting_id)
    targets, targets_to_review = target_reviews.of_meeting(session, ref, meeting_id)
    return {
        "tasks": tasks,
        "reviews": tasks_to_review,
        "targets": targets,
        "target_reviews": targets_to_review,
    }


def _may_meet_before(ref: MeetingRef, roster: Iterable[RosterEntry]) -> bool:
    """Whether all members come, and anybody leads the cell beside its secretary."""
    return ref.kind in kinds.OF_MEMBERS and any(
        entry.position not in {None, PositionKind.SECRETARY} for entry in roster
    )


def _marks(session: Session, meeting: Meeting) -> Marks:
    query = (
        select(Attendance, Member)
        .join(Member, col(Member.id) == Attendance.member_id)
        .where(Attendance.meeting_id == meeting.id)
    )
    return sorted(session.exec(query), key=lambda row: (row[1].sort_key, row[1].id))


def _strays(marks: Marks, entries: Iterable[RollEntry]) -> tuple[str, ...]:
    on_roll = {entry.member_id for entry in entries}
    return tuple(member.full_name for row, member in marks if member.id not in on_roll and roll.says_something(row))


def _names(session: Session, meeting: Meeting, entries: Iterable[RollEntry], marks: Marks) -> dict[UUID, str]:
    names = {member.id: member.full_name for _, member in marks}
    names |= {entry.member_id: entry.full_name for entry in entries}
    missing = {meeting.chair_id, meeting.minutes_secretary_id} - names.keys() - {None}
    if missing:
        query = select(Member.id, Member.full_name).where(col(Member.id).in_(missing))
        names |= dict(session.exec(query).all())
    return names


def _submitter(session: Session, meeting: Meeting) -> str:
    account = session.get(Account, meeting.submitted_by) if meeting.submitted_by else None
    return account.display_name if account else ""
