"""Whom figures are about: the subjects in reach, and what each of them was at the end of its span."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from models import Meeting, MeetingKind, MeetingState, Membership, SubjectKind
from services import months
from services.access import Actor, within_reach
from services.clock import today
from services.metrics import tree
from services.metrics.tree import Tree


@dataclass(frozen=True)
class Subject:
    """A unit over a span of days, a member of a cell over one, or one meeting of a cell.

    ``last`` is the last day of the span; meetings count by their month. The span of a meeting is its own month,
    whatever is said.
    """

    unit_id: UUID
    first: date
    last: date
    meeting_id: UUID | None = None
    member_id: UUID | None = None


@dataclass(frozen=True)
class Sitting:
    """The record of the meeting that figures are about, as far as it has been written."""

    meeting_id: UUID
    unit_id: UUID
    month: date
    kind: MeetingKind
    state: MeetingState
    held_on: date | None
    started_at: time | None
    ended_at: time | None
    is_combined: bool
    premeeting_on: date | None
    documents_on: date | None
    minutes_on: date | None
    submitted_at: datetime | None

    @property
    def is_handed_in(self) -> bool:
        """Whether its roll is complete and frozen."""
        return self.state.is_handed_in

    @property
    def is_regular(self) -> bool:
        """Whether it is the one that every month must have."""
        return self.kind is MeetingKind.REGULAR

    @property
    def has_theme(self) -> bool:
        """Whether it treats a theme, alone or beside the regular business."""
        return self.kind is MeetingKind.THEMATIC or self.is_combined

    @property
    def roster_on(self) -> date:
        """The day whose members make the roll: its own, or the newest of its month while none is known."""
        return self.held_on or min(today(), months.last_day(self.month))


@dataclass(frozen=True)
class Placed:
    """A subject in reach.

    ``on`` is the last day of the span that has come and that the unit has seen, for a meeting the day of its roster;
    ``kind`` is what the subject was then. Both are None for a unit that was not there in the span.
    """

    subject: Subject
    kind: SubjectKind | None = None
    on: date | None = None
    sitting: Sitting | None = None

    @property
    def unit_id(self) -> UUID:
        """The unit, or the cell of the meeting or the member."""
        return self.subject.unit_id

    @property
    def months(self) -> list[date]:
        """The months that the span touches."""
        return months.span(self.subject.first, self.subject.last)

    @property
    def year(self) -> int:
        """The year of annual figures: that of the span's last day."""
        return self.sitting.month.year if self.sitting else self.subject.last.year

    def spans(self, day: date) -> bool:
        """Whether a day lies in the span."""
        return self.subject.first <= day <= self.subject.last


@dataclass(frozen=True)
class Ground:
    """What every reading of facts needs: who reads, the subjects in reach, the units below them, the days."""

    session: Session
    actor: Actor
    tree: Tree
    first: date
    """The first day that any figure looks at: at the latest 1 January of the year of a span."""
    last: date
    subjects: tuple[Placed, ...] = ()
    sittings: dict[UUID, Sitting] = field(default_factory=dict)

    @property
    def units(self) -> Collection[UUID]:
        """The units in reach that are subjects or were below one."""
        return self.tree.units

    @property
    def years(self) -> list[int]:
        """The years of annual figures, and for each the year before."""
        return sorted({year for placed in self.subjects for year in (placed.year - 1, placed.year)})


def ground(session: Session, actor: Actor, subjects: Sequence[Subject]) -> Ground:
    """The subjects that are in reach, in their order; at most three statements.

    Left out are: what is out of reach, a meeting that is another cell's or was cancelled, and whoever was not a
    member of the cell in the span.
    """
    sittings = _sittings(session, actor, {subject.meeting_id for subject in subjects if subject.meeting_id})
    ends = [_ends(subject, sittings) for subject in subjects]
    first = min(min(day, date(last.year, 1, 1)) for day, last in ends)
    last = max(last for _, last in ends)
    known = tree.load(session, actor, {subject.unit_id for subject in subjects}, first, last)
    stays = _stays(session, actor, {subject.unit_id for subject in subjects if subject.member_id})
    reached = (
        _placed(subject, known, sittings)
        for subject in subjects
        if subject.unit_id in known.units and _belonged(subject, stays)
    )
    return Ground(session, actor, known, first, last, tuple(filter(None, reached)), sittings)


def _ends(subject: Subject, sittings: dict[UUID, Sitting]) -> tuple[date, date]:
    sitting = sittings.get(subject.meeting_id) if subject.meeting_id else None
    return (sitting.month, months.last_day(sitting.month)) if sitting else (subject.first, subject.last)


def _placed(subject: Subject, known: Tree, sittings: dict[UUID, Sitting]) -> Placed | None:
    if subject.meeting_id is not None:
        sitting = sittings.get(subject.meeting_id)
        if sitting is None or sitting.unit_id != subject.unit_id:
            return None
        return Placed(subject, SubjectKind.MEETING, sitting.roster_on, sitting)
    on = known.last_day(subject.unit_id, subject.first, min(subject.last, today()))
    era = known.era_on(subject.unit_id, on) if on else None
    if era is None:
        return Placed(subject)
    if subject.member_id is not None:
        return Placed(subject, SubjectKind.MEMBER, on)
    return Placed(subject, SubjectKind.CELL if era.kind.is_cell else SubjectKind.COMMITTEE, on)


def _sittings(session: Session, actor: Actor, meeting_ids: Collection[UUID]) -> dict[UUID, Sitting]:
    if not meeting_ids:
        return {}
    facts = [
        *(Meeting.id, Meeting.unit_id, Meeting.month, Meeting.kind, Meeting.state, Meeting.held_on),
        *(Meeting.started_at, Meeting.ended_at, Meeting.is_combined, Meeting.premeeting_on),
        *(Meeting.documents_on, Meeting.minutes_on, Meeting.submitted_at),
    ]
    query = sa.select(*map(col, facts)).where(
        col(Meeting.id).in_(meeting_ids), within_reach(actor, Meeting.unit_id), col(Meeting.is_cancelled).is_(False)
    )
    return {row[0]: Sitting(*row) for row in session.execute(query)}


Stays = dict[tuple[UUID, UUID], list[tuple[date, date | None]]]
"""Unit and member → their times there: first day inside, first day outside."""


def _stays(session: Session, actor: Actor, unit_ids: Collection[UUID]) -> Stays:
    if not unit_ids:
        return {}
    facts = (Membership.unit_id, Membership.member_id, Membership.joined_on, Membership.left_on)
    query = sa.select(*map(col, facts)).where(
        col(Membership.unit_id).in_(unit_ids), within_reach(actor, Membership.unit_id)
    )
    found: Stays = {}
    for unit_id, member_id, joined_on, left_on in session.execute(query):
        found.setdefault((unit_id, member_id), []).append((joined_on, left_on))
    return found


def _belonged(subject: Subject, stays: Stays) -> bool:
    """Whether the member, if it is about one, was in the cell on some day of the span."""
    if subject.member_id is None:
        return True
    return any(
        joined_on <= subject.last and (left_on is None or left_on > subject.first)
        for joined_on, left_on in stays.get((subject.unit_id, subject.member_id), ())
    )
