"""Why a record cannot be changed now: the rule, the day, and whom to ask."""

from datetime import datetime

from sqlmodel import Session, col, select

from models import Meeting, MeetingReview, MeetingState, Verdict
from services.clock import local
from services.errors import Conflict
from services.meetings import contacts, states
from services.meetings.rows import moment
from services.vietnamese import day


def require_editable(session: Session, meeting: Meeting) -> None:
    """Raise Conflict unless the cell may write."""
    if not states.is_editable(meeting.state):
        raise Conflict(why(session, meeting))


def why(session: Session, meeting: Meeting) -> str:
    """Where the record is, since when, and what whoever wants to change it does next."""
    if states.is_editable(meeting.state):
        return "Biên bản đang ở bước nhập, sửa; đồng chí sửa trực tiếp rồi nộp."
    if meeting.state is MeetingState.APPROVED:
        at = f" ngày {_day(meeting.approved_at)}" if meeting.approved_at else ""
        return (
            f"Biên bản đã được duyệt{at} nên không sửa trực tiếp được; muốn sửa, đồng chí bấm “Mở lại để sửa” và ghi "
            "lý do, sau đó biên bản phải được duyệt lại."
        )
    read = newest_approval(session, meeting)
    if read is None:
        at = f" lúc {moment(meeting.submitted_at)}" if meeting.submitted_at else ""
        return f"Biên bản đã nộp{at}; muốn sửa hãy bấm “Rút lại để sửa”."
    return (
        f"{contacts.unit_name(session, read.unit_id)} đã duyệt biên bản ngày {_day(read.reviewed_at)}, đang chờ "
        f"{contacts.unit_name(session, meeting.waiting_unit_id)} duyệt nên không rút lại được. Muốn sửa, đồng chí đề nghị "
        f"{contacts.of_unit(session, read.unit_id)} rút duyệt và trả lại."
    )


def newest_approval(session: Session, meeting: Meeting) -> MeetingReview | None:
    """The newest approval of the record's newest version that nobody took back."""
    newest = session.exec(
        select(MeetingReview)
        .where(MeetingReview.meeting_id == meeting.id, MeetingReview.version == meeting.version)
        .order_by(col(MeetingReview.reviewed_at).desc(), col(MeetingReview.id).desc())
        .limit(1)
    ).first()
    return newest if newest and newest.verdict is Verdict.APPROVED else None


def _day(at: datetime | None) -> str:
    return day(local(at).date()) if at else ""
