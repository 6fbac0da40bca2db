"""The four facts of an expectation, written when they happen and never worked out again.

Received (in time or not), complete now, approved, changed after approval. Whoever changes the way of a record
calls these in the same transaction; a meeting that nothing was expected of changes nothing here.
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import HANDED_IN, Expectation, ExpectedKind, Meeting, MeetingKind, Period
from services.periods import known


def note_submitted(session: Session, meeting: Meeting, at: datetime) -> None:
    """It was handed in with everything that is required. Only the first time says whether it was in time."""
    for expectation in _settled_by(session, meeting):
        if expectation.received_at is None:
            expectation.received_at = at
            expectation.is_on_time = known.is_in_time(at, expectation.extended_until or expectation.due_on)
        expectation.is_complete = True


def note_reopened(session: Session, meeting: Meeting) -> None:
    """It is with the cell again (taken back, returned, amended): complete only by another meeting that settles it."""
    for expectation, period in _found(session, meeting):
        others = (
            sa.select(col(Meeting.id))
            .where(known.answers(expectation.kind), col(Meeting.unit_id) == meeting.unit_id)
            .where(col(Meeting.month).between(period.starts_on, period.ends_on), col(Meeting.id) != meeting.id)
            .where(col(Meeting.state).in_(HANDED_IN))
            .limit(1)
        )
        expectation.is_complete = session.execute(others).first() is not None


def note_approved(session: Session, meeting: Meeting, at: datetime) -> None:
    """It was approved to the top."""
    for expectation in _settled_by(session, meeting):
        expectation.approved_at = at
        expectation.changed_after_approval_at = None


def note_approval_withdrawn(session: Session, meeting: Meeting) -> None:
    """The approval was taken back."""
    for expectation in _settled_by(session, meeting):
        expectation.approved_at = None


def note_changed_after_approval(session: Session, meeting: Meeting, at: datetime) -> None:
    """It was opened again after it had been approved; the first time since the approval counts."""
    for expectation in _settled_by(session, meeting):
        if expectation.approved_at is not None and expectation.changed_after_approval_at is None:
            expectation.changed_after_approval_at = at


def _settled_by(session: Session, meeting: Meeting) -> list[Expectation]:
    return [expectation for expectation, _ in _found(session, meeting)]


def _found(session: Session, meeting: Meeting) -> Sequence[tuple[Expectation, Period]]:
    """What this meeting settles, locked for change."""
    kinds = kinds_settled_by(meeting)
    if not kinds:
        return []
    query = (
        select(Expectation, Period)
        .join(Period, col(Period.id) == col(Expectation.period_id))
        .where(Expectation.unit_id == meeting.unit_id, col(Expectation.kind).in_(kinds))
        .where(col(Period.starts_on) <= meeting.month, col(Period.ends_on) >= meeting.month)
        .with_for_update(of=Expectation)
        .execution_options(populate_existing=True)
    )
    return session.exec(query).all()


def kinds_settled_by(meeting: Meeting) -> list[ExpectedKind]:
    """A combined meeting settles both kinds (DOMAIN, section 4); see ``known.answers``."""
    kinds = []
    if meeting.kind is MeetingKind.REGULAR:
        kinds.append(ExpectedKind.REGULAR_MEETING)
    if meeting.kind is MeetingKind.THEMATIC or (meeting.kind is MeetingKind.REGULAR and meeting.is_combined):
        kinds.append(ExpectedKind.THEMATIC_MEETING)
    return kinds
