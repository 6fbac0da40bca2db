"""The meetings of cells that were held: their records have been handed in and were not cancelled."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from models import HANDED_IN, ExpectedKind, Meeting, MeetingKind
from services.access import within_reach
from services.clock import local
from services.metrics.subjects import Ground
from services.months import month_of
from services.periods import dues
from services.periods.dues import Frozen

CellInMonth = tuple[UUID, date]


@dataclass(frozen=True, slots=True)
class Record:
    """A record that was handed in."""

    meeting_id: UUID
    unit_id: UUID
    month: date
    kind: MeetingKind
    is_combined: bool
    held_on: date | None
    submitted_at: datetime | None

    @property
    def submitted_on(self) -> date | None:
        """The local day on which it was handed in."""
        return local(self.submitted_at).date() if self.submitted_at else None


@dataclass(frozen=True, slots=True)
class Records:
    """Records by cell and month."""

    regular: dict[CellInMonth, Record] = field(default_factory=dict)
    thematic: defaultdict[CellInMonth, list[Record]] = field(default_factory=lambda: defaultdict(list))
    """Thematic meetings, and regular ones that treated a theme as well."""
    months: defaultdict[UUID, list[date]] = field(default_factory=lambda: defaultdict(list))
    """The months of a cell's regular meetings, in order."""


def is_held() -> sa.ColumnElement[bool]:
    """Handed in and not cancelled."""
    return sa.and_(col(Meeting.state).in_(HANDED_IN), col(Meeting.is_cancelled).is_(False))


def in_window(ground: Ground) -> sa.ColumnElement[bool]:
    """Meetings of the units, in the months that figures look at."""
    return sa.and_(
        col(Meeting.unit_id).in_(ground.units),
        within_reach(ground.actor, Meeting.unit_id),
        col(Meeting.month).between(month_of(ground.first), ground.last),
    )


def load(ground: Ground) -> Records:
    """The records of the units. One statement."""
    facts = [Meeting.id, Meeting.unit_id, Meeting.month, Meeting.kind, Meeting.is_combined]
    query = (
        sa.select(*map(col, [*facts, Meeting.held_on, Meeting.submitted_at]))
        .where(in_window(ground), is_held(), col(Meeting.kind).in_((MeetingKind.REGULAR, MeetingKind.THEMATIC)))
        .order_by(col(Meeting.month), col(Meeting.number))
    )
    found = Records()
    for row in ground.session.execute(query):
        _keep(found, Record(*row))
    return found


def frozen(ground: Ground, what: ExpectedKind) -> Frozen:
    """What periods expect of the units. One statement."""
    return dues.frozen_of(ground.session, ground.units, what, month_of(ground.first), ground.last)


def _keep(found: Records, record: Record) -> None:
    key = (record.unit_id, record.month)
    if record.kind is MeetingKind.REGULAR:
        found.regular[key] = record
        found.months[record.unit_id].append(record.month)
    if record.kind is MeetingKind.THEMATIC or record.is_combined:
        found.thematic[key].append(record)
