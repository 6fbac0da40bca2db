"""Handing a record in, and taking it back to mend it."""

from sqlmodel import Session, select

from models import Account, Attendance, Meeting, MeetingState
from services import audit
from services.access import Actor, Permission
from services.clock import now
from services.errors import Conflict, Invalid
from services.meetings import cells, records, roll
from services.meetings.gaps import gaps
from services.meetings.rows import MeetingRef, MeetingSheet, RollEntry, Submission
from services.meetings.sheets import sheet


def submit(session: Session, actor: Actor, ref: MeetingRef) -> Submission:
    """Hand the record in and write down its whole roll, so that no later transfer or exemption changes it.

    Handing in twice is handing in once. Invalid, naming everything that is missing, while something is.
    """
    cells.reached(session, actor, ref)
    actor.require(Permission.MEETINGS_WRITE)
    meeting = records.found(session, ref, for_change=True)
    if meeting and meeting.state is MeetingState.SUBMITTED:
        return _handed_in(session, meeting, is_new=False)
    complete = _complete(session, actor, ref)
    meeting = records.draft(session, actor, ref).meeting
    strays = _write_roll(session, meeting, complete.roll)
    meeting.state = MeetingState.SUBMITTED
    meeting.submitted_at = meeting.changed_at = now()
    meeting.submitted_by = actor.account_id
    _record(session, actor, meeting, "meeting:submitted", **_facts(complete), strays=strays)
    return _handed_in(session, meeting, is_new=True)


def take_back(session: Session, actor: Actor, ref: MeetingRef) -> None:
    """Make a submitted record a draft again; when and by whom it was handed in stays in the audit trail.

    A second click changes nothing.
    """
    cells.reached(session, actor, ref)
    actor.require(Permission.MEETINGS_WRITE)
    meeting = records.found(session, ref, for_change=True)
    if meeting is None:
        raise Conflict("Chưa có biên bản nào được nộp để rút lại.")
    if meeting.state is MeetingState.DRAFT:
        return
    facts = {"submitted_at": str(meeting.submitted_at), "submitted_by": str(meeting.submitted_by)}
    meeting.state, meeting.submitted_at, meeting.submitted_by = MeetingState.DRAFT, None, None
    meeting.changed_at = now()
    _record(session, actor, meeting, "meeting:taken_back", **facts)


def _complete(session: Session, actor: Actor, ref: MeetingRef) -> MeetingSheet:
    found = sheet(session, actor, ref)
    missing = gaps(found)
    if missing:
        raise Invalid(f"Chưa nộp được biên bản: {'; '.join(gap.sentence for gap in missing)}.", field=missing[0].field)
    return found


def _write_roll(session: Session, meeting: Meeting, entries: tuple[RollEntry, ...]) -> list[str]:
    """One row for everybody on the roll, none for anybody else; the ids of those whose mark went."""
    rows = {row.member_id: row for row in session.exec(select(Attendance).where(Attendance.meeting_id == meeting.id))}
    for entry in entries:
        row = rows.pop(entry.member_id, None)
        if row is None:
            session.add(roll.row_of(meeting.id, entry))
        else:
            roll.overwrite(row, entry)
    for stray in rows.values():
        session.delete(stray)
    return [str(member_id) for member_id in rows]


def _facts(complete: MeetingSheet) -> dict[str, object]:
    counts = complete.counts
    return {
        "held_on": str(complete.held_on),
        "due": counts.due,
        "present_due": counts.present_due,
        "attendees": counts.attendees,
        "spoke": counts.spoke,
        "excused": [str(member_id) for member_id in complete.marked("excused")],
        "unexcused": [str(member_id) for member_id in complete.marked("unexcused")],
    }


def _record(session: Session, actor: Actor, meeting: Meeting, action: str, **facts: object) -> None:
    audit.record(session, actor, action, meeting, entity_id=meeting.id, unit_id=meeting.unit_id, **facts)
    session.flush()


def _handed_in(session: Session, meeting: Meeting, *, is_new: bool) -> Submission:
    account = session.get(Account, meeting.submitted_by) if meeting.submitted_by else None
    return Submission(meeting.submitted_at or meeting.changed_at, account.display_name if account else "", is_new)
