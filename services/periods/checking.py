"""Whether the facts of what is expected agree with the records and the audit trail. Reports, repairs nothing."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import (
    AuditEntry,
    Expectation,
    ExpectedKind,
    Extension,
    Meeting,
    MeetingState,
    MeetingVersion,
    Period,
    UnitEra,
)
from services.periods import calendar, known

ABOUT = timedelta(minutes=1)
"""The fact and its audit entry are written in one transaction, not in one instant."""


@dataclass(frozen=True)
class Evidence:
    """What records and the audit trail say of one expectation."""

    found: Expectation
    meetings: Sequence[Meeting]
    submitted: Sequence[datetime]
    """When one of the meetings was handed in, as the audit trail and the records say, in order."""
    due_then: date
    """The last day in time when it was received: extensions that were granted later do not count."""

    @property
    def is_complete(self) -> bool:
        """Whether a record is handed in now."""
        return any(meeting.state.is_handed_in for meeting in self.meetings)

    @property
    def is_received_at_a_known_moment(self) -> bool:
        """Whether something was handed in about when it was received, or nobody knows when it was."""
        at = self.found.received_at
        if not self.submitted:
            return any(meeting.version > 0 for meeting in self.meetings)
        return at is not None and any(abs(at - moment) <= ABOUT for moment in self.submitted)


CHECKS: dict[str, Callable[[Evidence], bool]] = {
    "đã có biên bản nộp nhưng chưa ghi là đã nhận": lambda seen: seen.is_complete and seen.found.received_at is None,
    "ghi là đã nhận nhưng không có lần nộp nào vào lúc đó": (
        lambda seen: seen.found.received_at is not None and not seen.is_received_at_a_known_moment
    ),
    "ghi đúng hạn, muộn không khớp với hạn nộp lúc nhận": (
        lambda seen: (
            seen.found.received_at is not None
            and seen.found.is_on_time is not known.is_in_time(seen.found.received_at, seen.due_then)
        )
    ),
    "ghi là đang đủ nhưng không có biên bản nào đang nộp": lambda seen: seen.found.is_complete and not seen.is_complete,
    "có biên bản đang nộp nhưng không ghi là đang đủ": lambda seen: seen.is_complete and not seen.found.is_complete,
    "ghi là đã duyệt nhưng chưa biên bản nào được duyệt": (
        lambda seen: (
            seen.found.approved_at is not None and all(meeting.approved_at is None for meeting in seen.meetings)
        )
    ),
    "có biên bản đã duyệt nhưng chưa ghi là đã duyệt": (
        lambda seen: (
            seen.found.approved_at is None and any(meeting.state is MeetingState.APPROVED for meeting in seen.meetings)
        )
    ),
    "ghi là sửa sau khi duyệt nhưng chưa từng duyệt": (
        lambda seen: seen.found.changed_after_approval_at is not None and seen.found.approved_at is None
    ),
}
"""What is wrong, in words → whether it is."""


def differences(session: Session) -> list[str]:
    """Everything in which facts and evidence differ, as sentences, period by period."""
    found: list[str] = []
    for period in session.exec(select(Period).order_by(col(Period.starts_on), col(Period.ends_on))):
        found += _of_period(session, period)
    return found


def _of_period(session: Session, period: Period) -> list[str]:
    rows = session.exec(select(Expectation).where(Expectation.period_id == period.id)).all()
    if not rows:
        return []
    meetings = _meetings(session, period, rows[0].kind)
    submitted = _submitted(session, [meeting for group in meetings.values() for meeting in group])
    due = _dues_then(session, period)
    names = _names(session, [row.unit_id for row in rows])
    seen = [
        Evidence(
            row,
            meetings.get(row.unit_id, ()),
            sorted(moment for meeting in meetings.get(row.unit_id, ()) for moment in submitted[str(meeting.id)]),
            due(row),
        )
        for row in rows
    ]
    where = calendar.name(period.kind, period.starts_on).capitalize()
    return sorted(
        f"{where}, {names.get(each.found.unit_id, str(each.found.unit_id))}: {words}."
        for each in seen
        for words, is_wrong in CHECKS.items()
        if is_wrong(each)
    )


def _meetings(session: Session, period: Period, what: ExpectedKind) -> dict[UUID, list[Meeting]]:
    query = select(Meeting).where(known.answers(what), col(Meeting.month).between(period.starts_on, period.ends_on))
    found: defaultdict[UUID, list[Meeting]] = defaultdict(list)
    for meeting in session.exec(query):
        found[meeting.unit_id].append(meeting)
    return dict(found)


def _submitted(session: Session, meetings: Sequence[Meeting]) -> dict[str, list[datetime]]:
    """Every moment at which each meeting was handed in, by its id as the audit trail writes it."""
    ids = [meeting.id for meeting in meetings]
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    for meeting in meetings:
        if meeting.submitted_at:
            found[str(meeting.id)].append(meeting.submitted_at)
    query = sa.select(col(AuditEntry.entity_id), col(AuditEntry.at)).where(
        col(AuditEntry.action) == "meeting:submitted",
        col(AuditEntry.entity_id).in_([str(meeting_id) for meeting_id in ids]),
    )
    versions = sa.select(col(MeetingVersion.meeting_id), col(MeetingVersion.submitted_at)).where(
        col(MeetingVersion.meeting_id).in_(ids)
    )
    for meeting_id, at in [*session.execute(query), *session.execute(versions)]:
        found[str(meeting_id)].append(at)
    return found


def _dues_then(session: Session, period: Period) -> Callable[[Expectation], date]:
    query = (
        select(Extension)
        .join(Expectation, col(Expectation.id) == col(Extension.expectation_id))
        .where(Expectation.period_id == period.id)
        .order_by(col(Extension.granted_at))
    )
    granted: defaultdict[UUID, list[Extension]] = defaultdict(list)
    for extension in session.exec(query):
        granted[extension.expectation_id].append(extension)

    def due(found: Expectation) -> date:
        before = [one for one in granted[found.id] if found.received_at and one.granted_at <= found.received_at]
        return before[-1].until_on if before else found.due_on

    return due


def _names(session: Session, unit_ids: Sequence[UUID]) -> dict[UUID, str]:
    query = select(UnitEra.unit_id, UnitEra.name).where(col(UnitEra.unit_id).in_(unit_ids))
    return dict(session.exec(query.order_by(col(UnitEra.starts_on))).all())
