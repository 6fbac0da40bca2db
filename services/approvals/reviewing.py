"""What a superior does to a record: approve the version that was read, return it, take an approval back."""

from datetime import timedelta

from sqlmodel import Session, col, select

from models import FieldRemark, Meeting, MeetingReview, MeetingState, MeetingVersion, Verdict
from services import audit
from services.access import Actor, Permission
from services.approvals import authority
from services.clock import now
from services.errors import Conflict, Invalid, NotAllowed
from services.meetings import MeetingRef, blocked, cells, contacts, levels, parts, records, sheet, versions
from services.meetings.states import STEPS, Verb
from services.periods import closing, facts
from services.vietnamese import clean_lines, number

LONGEST_NOTE = 2000
_APART = timedelta(microseconds=1)


def approve(session: Session, actor: Actor, ref: MeetingRef, seen: int) -> None:
    """Approve the version that was read: it goes to the unit above, or is through where there is none.

    A second click changes nothing. Conflict where another version was handed in meanwhile; NotAllowed, with whom to
    ask, for whoever handed it in and for a level that it does not wait for.
    """
    meeting = _to_judge(session, actor, ref)
    if _said_already(session, actor, meeting, seen):
        return
    _require_submitted(session, meeting)
    authority.require_reader(session, actor, meeting)
    _require_version(meeting, seen)
    _keep_version(session, actor, ref, meeting)
    above = levels.next_reader(actor)
    verb = Verb.FORWARD if above else Verb.APPROVE
    meeting.state, meeting.waiting_unit_id = STEPS[meeting.state, verb], above
    review = _said(session, actor, meeting, Verdict.APPROVED)
    if above is None:
        meeting.approved_version, meeting.approved_at = meeting.version, review.reviewed_at
        facts.note_approved(session, meeting, review.reviewed_at)
    action = "meeting:forwarded" if above else "meeting:approved"
    _record(session, actor, meeting, action, version=meeting.version)


def return_(session: Session, actor: Actor, ref: MeetingRef, seen: int, note: str) -> None:
    """Give the record back to be mended, with a note or remarks pinned to its fields: one of them is required.

    A second click changes nothing. Refusals as in ``approve``; Conflict in a closed period, where nobody could mend it.
    """
    meeting = _to_judge(session, actor, ref)
    if meeting.state is MeetingState.RETURNED:
        return
    _require_submitted(session, meeting)
    authority.require_reader(session, actor, meeting)
    _require_version(meeting, seen)
    closing.require_open(session, meeting.unit_id, meeting.month)
    words = _note(note)
    if not words and not _has_remarks(session, meeting):
        raise Invalid(
            "Đồng chí ghi rõ điều cần sửa, hoặc ghi chú tại từng mục của biên bản, trước khi trả lại.", field="note"
        )
    _keep_version(session, actor, ref, meeting)
    meeting.state, meeting.waiting_unit_id = STEPS[meeting.state, Verb.RETURN], None
    meeting.submitted_at = meeting.submitted_by = None
    _said(session, actor, meeting, Verdict.RETURNED, words)
    facts.note_reopened(session, meeting)
    _record(session, actor, meeting, "meeting:returned", version=meeting.version, note=words)


def withdraw(session: Session, actor: Actor, ref: MeetingRef, note: str) -> None:
    """Take the newest approval of a record back, with a reason: it waits again for the unit that gave it.

    A second click changes nothing. NotAllowed where a higher level gave it; Invalid without a reason. What it affects:
    ``withdrawing.effects``.
    """
    meeting = _to_judge(session, actor, ref)
    given = blocked.newest_approval(session, meeting) if meeting.state.is_handed_in else None
    if given is None:
        if meeting.state is MeetingState.SUBMITTED:
            return
        raise Conflict("Biên bản này không có lần duyệt nào đang có hiệu lực để rút.")
    if not authority.stands_over(session, actor, given.unit_id):
        raise NotAllowed(
            f"Lần duyệt này do {contacts.of_unit(session, given.unit_id)} thực hiện; đồng chí đề nghị nơi đó."
        )
    closing.require_open(session, meeting.unit_id, meeting.month)
    words = _note(note)
    if not words:
        raise Invalid("Đồng chí ghi lý do rút duyệt.", field="note")
    was_through = meeting.state is MeetingState.APPROVED
    meeting.state, meeting.waiting_unit_id = STEPS[meeting.state, Verb.WITHDRAW], given.unit_id
    if was_through:
        meeting.approved_version = meeting.approved_at = None
        facts.note_approval_withdrawn(session, meeting)
    _said(session, actor, meeting, Verdict.WITHDRAWN, words)
    _record(session, actor, meeting, "meeting:approval_withdrawn", version=meeting.version, note=words)


def _to_judge(session: Session, actor: Actor, ref: MeetingRef) -> Meeting:
    """The record, reached, permitted and locked."""
    cells.reached(session, actor, ref)
    actor.require(Permission.MEETINGS_REVIEW)
    meeting = records.found(session, ref, for_change=True)
    if meeting is None:
        raise Conflict("Buổi sinh hoạt này chưa có biên bản.")
    return meeting


def _said_already(session: Session, actor: Actor, meeting: Meeting, seen: int) -> bool:
    given = blocked.newest_approval(session, meeting) if meeting.state.is_handed_in else None
    return given is not None and meeting.version == seen and given.unit_id == actor.unit_id


def _require_submitted(session: Session, meeting: Meeting) -> None:
    match meeting.state:
        case MeetingState.DRAFT:
            raise Conflict("Biên bản đang được nhập hoặc sửa, chưa nộp nên chưa duyệt được.")
        case MeetingState.RETURNED:
            raise Conflict("Biên bản đã được trả lại và chưa nộp lại nên chưa duyệt được.")
        case MeetingState.APPROVED:
            raise Conflict(blocked.why(session, meeting))


def _require_version(meeting: Meeting, seen: int) -> None:
    if meeting.version != seen:
        raise Conflict(
            f"Đồng chí đang xem lần nộp thứ {number(seen)}, nhưng biên bản đã được nộp lại (lần {number(meeting.version)}). "
            "Đồng chí đọc lại bản mới rồi duyệt."
        )


def _keep_version(session: Session, actor: Actor, ref: MeetingRef, meeting: Meeting) -> None:
    """Records handed in before versions were kept get theirs when they are judged: nobody could change them since."""
    if session.get(MeetingVersion, (meeting.id, meeting.version)) is None:
        versions.keep(session, meeting, versions.content(sheet(session, actor, ref), parts(session, actor, ref)))


def _has_remarks(session: Session, meeting: Meeting) -> bool:
    query = select(FieldRemark.id).where(
        FieldRemark.meeting_id == meeting.id,
        FieldRemark.version == meeting.version,
        col(FieldRemark.resolved_at).is_(None),
    )
    return session.exec(query.limit(1)).first() is not None


def _note(note: str) -> str:
    words = clean_lines(note)
    if len(words) > LONGEST_NOTE:
        raise Invalid(f"Ghi chú dài {number(len(words))} ký tự, tối đa là {number(LONGEST_NOTE)}.", field="note")
    return words


def _said(session: Session, actor: Actor, meeting: Meeting, verdict: Verdict, note: str = "") -> MeetingReview:
    """One more line of the record's history; never at the same instant as the one before, so that the newest is known."""
    newest = session.exec(
        select(MeetingReview.reviewed_at)
        .where(MeetingReview.meeting_id == meeting.id)
        .order_by(col(MeetingReview.reviewed_at).desc())
        .limit(1)
    ).first()
    review = MeetingReview(
        meeting_id=meeting.id,
        unit_id=actor.unit_id,
        version=meeting.version,
        verdict=verdict,
        note=note,
        reviewed_at=max(now(), newest + _APART) if newest else now(),
        reviewed_by=actor.account_id,
    )
    session.add(review)
    return review


def _record(session: Session, actor: Actor, meeting: Meeting, action: str, **details: object) -> None:
    audit.record(session, actor, action, meeting, entity_id=meeting.id, unit_id=meeting.unit_id, **details)
    session.flush()
