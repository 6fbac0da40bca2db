"""The notice that calls a meeting (thông báo họp): time, place and content for every member and the supervisor.

It is sent before the meeting, often before the month begins, so it is written from the plan and not from the record.
"""

from sqlmodel import Session

from services import clock, followup, meetings, members
from services.access import Actor
from services.errors import Invalid
from services.meetings import ScheduleRow
from services.meetings.parts import of_meeting
from services.members import RosterEntry
from services.papers.gathering import about, office
from services.papers.issuers import Issuer
from services.papers.numbers import stored_meeting
from services.papers.rows import IssuedNumber, PaperRef, Value
from services.papers.writing import comrade, heading, hour, long_day, recipients, signature


def values(
    session: Session, actor: Actor, ref: PaperRef, issuer: Issuer, issued: IssuedNumber | None
) -> dict[str, Value]:
    """What the notice prints. Invalid for a meeting that is not in the month's schedule, and for one called off."""
    row = _row(session, actor, ref)
    on = min(clock.today(), row.on or ref.month)
    roster = members.roster(session, actor, ref.unit_id, on)
    meeting = stored_meeting(session, ref)
    agenda = of_meeting(session, meeting).agenda if meeting else ()
    supervisors = _supervisors(session, actor, ref, row)
    return {
        **heading(issuer, ref.kind, issued, None),
        **signature(issuer, row.secretary.full_name if row.secretary else ""),
        "about": about(ref, is_combined=row.is_combined),
        "theme": row.theme,
        "when": f"{hour(row.at)}, {long_day(row.on)}",
        "place": row.place or "…",
        "who": [_everybody(issuer), *(f"{words}." for words in supervisors)],
        "agenda": [item.text for item in agenda],
        "chair": _chair(row, roster),
        "recipients": recipients(issuer, [*(f"{words};" for words in supervisors), "Thành phần dự họp;"]),
    }


def _row(session: Session, actor: Actor, ref: PaperRef) -> ScheduleRow:
    found = meetings.schedule(session, actor, ref.unit_id, ref.month)
    row = next((row for row in found.rows if row.ref == ref.meeting), None)
    if row is None:
        raise Invalid("Buổi họp này chưa có trong lịch sinh hoạt của tháng nên chưa in được thông báo.")
    if row.is_cancelled:
        raise Invalid("Buổi họp này đã hủy nên không in thông báo triệu tập.")
    return row


def _everybody(issuer: Issuer) -> str:
    return "Toàn thể đảng viên chi bộ." if issuer.kind.is_cell else "Các đồng chí cấp ủy viên."


def _chair(row: ScheduleRow, roster: list[RosterEntry]) -> str:
    if row.chair_id is None:
        return comrade(row.secretary.full_name, "bí thư") if row.secretary else ""
    held = next((entry.position for entry in roster if entry.member_id == row.chair_id), None)
    return comrade(row.chair_name, office(held))


def _supervisors(session: Session, actor: Actor, ref: PaperRef, row: ScheduleRow) -> list[str]:
    found = followup.supervisors(session, actor, [ref.unit_id], row.on or ref.month)
    return [comrade(one.name, one.office) for one in found.get(ref.unit_id, ())]
