"""What taking an approval back affects, said before it is done."""

from sqlmodel import Session, col, select

from models import Assessment, AssessmentState, Expectation, Meeting, MeetingState, PaperNumber, Period
from services.access import Actor, Permission
from services.meetings import MeetingRef, cells, contacts, levels, records
from services.periods import calendar, facts
from services.vietnamese import number


def effects(session: Session, actor: Actor, ref: MeetingRef) -> tuple[str, ...]:
    """What changes and what stays when the newest approval is taken back, as sentences. Nothing is written.

    NotFound out of reach, NotAllowed for whoever approves nothing.
    """
    cells.reached(session, actor, ref)
    actor.require(Permission.MEETINGS_REVIEW)
    meeting = records.found(session, ref)
    if meeting is None or not meeting.state.is_handed_in:
        return ()
    said = [_way(session, actor, meeting)]
    if meeting.state is MeetingState.APPROVED:
        said += [
            f"Kỳ báo cáo {calendar.name(period.kind, period.starts_on)}: đơn vị này không còn được tính là đã duyệt."
            for period in _periods(session, meeting)
        ]
    return (*said, *_kept(session, meeting))


def _way(session: Session, actor: Actor, meeting: Meeting) -> str:
    below = f"Biên bản trở lại chờ {contacts.unit_name(session, actor.unit_id)} duyệt"
    if meeting.state is MeetingState.APPROVED or levels.superior(actor.unit_path) is None:
        return f"{below}; nội dung và số liệu không thay đổi."
    return f"{below}; {contacts.unit_name(session, meeting.waiting_unit_id)} chưa duyệt nên không còn thấy trong danh sách chờ."


def _periods(session: Session, meeting: Meeting) -> list[Period]:
    query = (
        select(Period)
        .join(Expectation, col(Expectation.period_id) == col(Period.id))
        .where(Expectation.unit_id == meeting.unit_id, col(Expectation.kind).in_(facts.kinds_settled_by(meeting)))
        .where(col(Period.starts_on) <= meeting.month, col(Period.ends_on) >= meeting.month)
        .where(col(Expectation.approved_at).is_not(None))
        .order_by(col(Period.starts_on))
    )
    return list(session.exec(query))


def _kept(session: Session, meeting: Meeting) -> list[str]:
    said = []
    scored = select(Assessment.state).where(Assessment.meeting_id == meeting.id)
    if session.exec(scored).first() is AssessmentState.ACCEPTED:
        said.append("Kết quả chất lượng sinh hoạt đã thông qua được giữ nguyên.")
    papers = session.exec(select(PaperNumber.number).where(PaperNumber.subject == f"meeting:{meeting.id}")).all()
    if papers:
        said.append(f"{number(len(papers))} văn bản đã cấp số được giữ nguyên số.")
    return said
