"""Where a record stands, as its cell sees it: with whom, what was said, what can still be done."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models import Account, Meeting, MeetingReview, MeetingState, Verdict
from services.access import Actor
from services.approvals import remarks
from services.approvals.remarks import RemarkRow
from services.meetings import MeetingRef, blocked, cells, contacts, records
from services.meetings.states import Verb, allows


@dataclass(frozen=True)
class Standing:
    """What the cell needs to know of a record that was handed in at least once."""

    waits_for: str
    """The unit whose review it waits for; empty while it waits for none."""
    may_take_back: bool
    may_amend: bool
    why: str
    """The rule, the day and whom to ask; empty while the record can be written."""
    note: str
    """What the last one who returned it wrote."""
    returned_by: str
    returned_at: datetime | None
    remarks: tuple[RemarkRow, ...]

    @property
    def open_remarks(self) -> tuple[RemarkRow, ...]:
        """Those that nobody has dealt with."""
        return tuple(row for row in self.remarks if not row.is_resolved)


def standing(session: Session, actor: Actor, ref: MeetingRef) -> Standing | None:
    """Where a record stands; None while it was never handed in. NotFound out of reach."""
    cells.reached(session, actor, ref)
    meeting = records.found(session, ref)
    if meeting is None or meeting.version == 0:
        return None
    is_handed_in = meeting.state.is_handed_in
    note, by, at = ("", "", None) if is_handed_in else _returned(session, meeting)
    return Standing(
        waits_for=contacts.unit_name(session, meeting.waiting_unit_id) if meeting.waiting_unit_id else "",
        may_take_back=allows(meeting.state, Verb.TAKE_BACK) and blocked.newest_approval(session, meeting) is None,
        may_amend=allows(meeting.state, Verb.AMEND),
        why=blocked.why(session, meeting) if is_handed_in else "",
        note=note,
        returned_by=by,
        returned_at=at,
        remarks=() if is_handed_in else remarks.of_record(session, actor, ref),
    )


def _returned(session: Session, meeting: Meeting) -> tuple[str, str, datetime | None]:
    """What was said when the newest version was returned."""
    if meeting.state is not MeetingState.RETURNED:
        return ("", "", None)
    query = (
        select(MeetingReview.note, Account.display_name, MeetingReview.reviewed_at)
        .join(Account, col(Account.id) == col(MeetingReview.reviewed_by))
        .where(MeetingReview.meeting_id == meeting.id, MeetingReview.verdict == Verdict.RETURNED)
        .order_by(col(MeetingReview.reviewed_at).desc())
        .limit(1)
    )
    found = session.exec(query).first()
    return found or ("", "", None)
