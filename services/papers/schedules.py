"""The monthly schedule as it is sent round (thông báo lịch sinh hoạt; DOMAIN, section 8)."""

from sqlmodel import Session

from services import clock, meetings, months
from services.access import Actor
from services.meetings import MeetingKind, ScheduleRow
from services.members import OfficerRow
from services.papers.grades import leader
from services.papers.issuers import Issuer
from services.papers.rows import IssuedNumber, Line, PaperRef, Value
from services.papers.writing import heading, recipients, signature
from services.vietnamese import month as month_in_words
from services.vietnamese import number

NO_DAY = "Chưa định"
CANCELLED = "Hủy"
NO_BREAK = "\u00a0"
KINDS = {
    MeetingKind.THEMATIC: "chuyên đề",
    MeetingKind.EXTRAORDINARY: "bất thường",
    MeetingKind.MODEL: "sinh hoạt mẫu",
    MeetingKind.CELL_COMMITTEE: "họp chi ủy",
    MeetingKind.COMMITTEE: "họp cấp ủy",
    MeetingKind.BRIEFING: "giao ban",
}
"""Short, so that twenty cells fit on one page: a line a meeting."""


def values(
    session: Session, actor: Actor, ref: PaperRef, issuer: Issuer, issued: IssuedNumber | None
) -> dict[str, Value]:
    """What the schedule prints: a line a meeting, totals."""
    found = meetings.schedule(session, actor, ref.unit_id, ref.month)
    on = min(clock.today(), months.last_day(ref.month))
    return {
        **heading(issuer, ref.kind, issued, None),
        **signature(issuer, leader(session, actor, ref, on)),
        "month": month_in_words(ref.month),
        "unit": found.unit_name,
        "rows": [_line(place, row) for place, row in enumerate(found.rows, 1)],
        "members": number(found.members),
        "held": f"{number(found.planned)}/{number(found.cells)} chi bộ",
        "recipients": recipients(issuer, ["Các chi bộ;", "Cấp ủy viên phụ trách;"]),
    }


def _line(place: int, row: ScheduleRow) -> Line:
    about = "" if row.is_monthly else f" ({KINDS.get(row.ref.kind, '')})"
    return {
        "no": str(place),
        "name": row.unit_name + about,
        "members": number(row.members) if row.members is not None else "",
        "time": _time(row),
        "place": row.place,
        "secretary": _secretary(row.secretary),
    }


def _time(row: ScheduleRow) -> str:
    if row.is_cancelled:
        return CANCELLED
    if row.on is None:
        return NO_DAY
    return f"{row.at:%H:%M}, {row.on:%d/%m}" if row.at else f"{row.on:%d/%m}"


def _secretary(found: OfficerRow | None) -> str:
    if found is None:
        return ""
    unbroken = found.phone.replace(" ", NO_BREAK) if found.phone else ""
    return f"{found.full_name}, {unbroken}" if unbroken else found.full_name
