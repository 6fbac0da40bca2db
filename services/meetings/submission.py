"""Handing a record in, taking it back to mend it, and opening it again once it has been approved."""

from sqlmodel import Session, select

from models import Account, Attendance, Meeting
from services import audit
from services.access import Actor, Permission
from services.clock import now
from services.errors import Conflict, Invalid
from services.meetings import blocked, cells, levels, receipts, records, roll, versions
from services.meetings.gaps import gaps
from services.meetings.parts import of_meeting
from services.meetings.rows import MeetingRef, MeetingSheet, RollEntry, Submission
from services.meetings.sheets import sheet
from services.meetings.states import STEPS, Verb, allows
from services.periods import closing, facts
from services.vietnamese import clean_lines, number

LONGEST_REASON = 1000


def submit(session: Session, actor: Actor, ref: MeetingRef) -> Submission:
    """Hand the record in and write down its whole roll, so that no later transfer or exemption changes it.

    It is kept word for word as one more version and waits for the unit above the actor's. Handing in twice is handing
    in once. Invalid, naming everything that is missing, while something is; Conflict in a closed period.
    """
    cells.reached(session, actor, ref)
    actor.require(Permission.MEETINGS_WRITE)
    meeting = records.found(session, ref, for_change=True)
    if meeting and meeting.state.is_handed_in:
        return _handed_in(session, meeting, is_new=False)
    complete = _complete(session, actor, ref)
    meeting = records.draft(session, actor, ref).meeting
    strays = _write_roll(session, meeting, complete.roll)
    _hand_in(actor, meeting)
    versions.keep(session, meeting, versions.content(complete, of_meeting(session, meeting)))
    facts.note_submitted(session, meeting, meeting.changed_at)
    _record(session, actor, meeting, "meeting:submitted", **_facts(complete), strays=strays, version=meeting.version)
    return _handed_in(session, meeting, is_new=True)


def take_back(session: Session, actor: Actor, ref: MeetingRef) -> None:
    """Make a submitted record a draft again; when and by whom it was handed in stays in the audit trail.

    A second click changes nothing. Conflict, with whom to ask, once a superior has approved it.
    """
    meeting = _to_change(session, actor, ref, "Chưa có biên bản nào được nộp để rút lại.")
    if not meeting.state.is_handed_in:
        return
    if not allows(meeting.state, Verb.TAKE_BACK) or blocked.newest_approval(session, meeting):
        raise Conflict(blocked.why(session, meeting))
    _reopen(session, actor, meeting, Verb.TAKE_BACK, "meeting:taken_back")


def amend(session: Session, actor: Actor, ref: MeetingRef, reason: str) -> None:
    """Open an approved record again, with a reason; it shows as changed after approval until it is approved anew.

    A second click changes nothing. Invalid without a reason.
    """
    meeting = _to_change(session, actor, ref, "Chưa có biên bản nào được duyệt để mở lại.")
    if meeting.approved_version is not None and not meeting.state.is_handed_in:
        return
    if not allows(meeting.state, Verb.AMEND):
        raise Conflict(blocked.why(session, meeting))
    words = clean_lines(reason)
    if not words:
        raise Invalid("Đồng chí ghi lý do mở lại biên bản đã duyệt.", field="reason")
    if len(words) > LONGEST_REASON:
        raise Invalid(f"Lý do dài {number(len(words))} ký tự, tối đa là {number(LONGEST_REASON)}.", field="reason")
    facts.note_changed_after_approval(session, meeting, now())
    _reopen(session, actor, meeting, Verb.AMEND, "meeting:amended", reason=words)


def _to_change(session: Session, actor: Actor, ref: MeetingRef, nothing: str) -> Meeting:
    cells.reached(session, actor, ref)
    actor.require(Permission.MEETINGS_WRITE)
    meeting = records.found(session, ref, for_change=True)
    if meeting is None:
        raise Conflict(nothing)
    if meeting.state.is_handed_in:
        closing.require_open(session, meeting.unit_id, meeting.month)
    return meeting


def _hand_in(actor: Actor, meeting: Meeting) -> None:
    meeting.state = STEPS[meeting.state, Verb.SUBMIT]
    meeting.submitted_at = meeting.changed_at = now()
    meeting.submitted_by = actor.account_id
    meeting.version += 1
    meeting.waiting_unit_id = levels.first_reader(actor)
    meeting.receipt = meeting.receipt or receipts.code(meeting.id)


def _reopen(session: Session, actor: Actor, meeting: Meeting, verb: Verb, action: str, **more: object) -> None:
    known = {"submitted_at": str(meeting.submitted_at), "submitted_by": str(meeting.submitted_by)}
    meeting.state = STEPS[meeting.state, verb]
    meeting.submitted_at = meeting.submitted_by = meeting.waiting_unit_id = None
    meeting.changed_at = now()
    facts.note_reopened(session, meeting)
    _record(session, actor, meeting, action, version=meeting.version, **known, **more)


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


def _record(session: Session, actor: Actor, meeting: Meeting, action: str, **details: object) -> None:
    audit.record(session, actor, action, meeting, entity_id=meeting.id, unit_id=meeting.unit_id, **details)
    session.flush()


def _handed_in(session: Session, meeting: Meeting, *, is_new: bool) -> Submission:
    account = session.get(Account, meeting.submitted_by) if meeting.submitted_by else None
    at = meeting.submitted_at or meeting.changed_at
    return Submission(at, account.display_name if account else "", is_new, meeting.receipt or "")
