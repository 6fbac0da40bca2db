"""One member as their cell and its superior know them: standing, meetings, tasks, pledges, ratings, grades.

Everything is cut to what happened in cells in reach. Disciplinary decisions are for whoever keeps members.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import (
    AnnualGrade,
    Discipline,
    DisciplineForm,
    Member,
    Membership,
    MembershipKind,
    Position,
    Suspension,
    UnitEra,
)
from services import streaks
from services.access import Actor, Permission, within_reach
from services.clock import today
from services.errors import NotFound
from services.member_work.pledges import PledgeRow
from services.member_work.pledges import of_member as pledges_of
from services.member_work.presentations import PresentationRow, presentations_of
from services.member_work.ratings import MonthGrade
from services.member_work.ratings import of_member as ratings_of
from services.member_work.tasks import MemberTask
from services.member_work.tasks import tasks as tasks_of
from services.members import POSITION_NAMES, SUSPENSION_NAMES
from services.streaks import InCell


@dataclass(frozen=True)
class Stay:
    """A time in a cell in reach; ``left_on`` is the first day outside. The cell under its latest name in that time."""

    unit_id: UUID
    unit_name: str
    kind: MembershipKind
    joined_on: date
    left_on: date | None

    @property
    def lasts(self) -> bool:
        """Whether the member is there today."""
        return self.joined_on <= today() and (self.left_on is None or self.left_on > today())


@dataclass(frozen=True)
class Span:
    """An office or a suspension, from its first day to the first day outside (None: still)."""

    name: str
    starts_on: date
    ends_on: date | None
    reason: str = ""


@dataclass(frozen=True)
class GradeOfYear:
    """An annual grade: as proposed, and as decided; an empty text for what is not there."""

    year: int
    proposed: str
    decided: str
    decision_number: str


@dataclass(frozen=True)
class Decision:
    """A disciplinary decision."""

    form: DisciplineForm
    decision_number: str
    decided_on: date


@dataclass(frozen=True)
class Profile:
    """A member, and their year."""

    member_id: UUID
    full_name: str
    phone: str | None
    admitted_on: date
    confirmed_on: date | None
    year: int
    stays: tuple[Stay, ...]
    """The newest first."""
    offices: tuple[Span, ...]
    suspensions: tuple[Span, ...]
    attendance: tuple[InCell, ...]
    tasks: tuple[MemberTask, ...]
    pledges: tuple[PledgeRow, ...]
    ratings: tuple[MonthGrade, ...]
    presentations: tuple[PresentationRow, ...]
    grades: tuple[GradeOfYear, ...]
    decisions: tuple[Decision, ...] | None
    """None for a reader who is not to see them."""

    @property
    def is_official(self) -> bool:
        """Official since the confirmation."""
        return self.confirmed_on is not None and self.confirmed_on <= today()

    @property
    def here(self) -> Stay:
        """Where the member is, or was last, as far as the reader reaches."""
        return next((stay for stay in self.stays if stay.lasts), self.stays[0])

    def cell_name(self, unit_id: UUID) -> str:
        """What a cell of the member is called."""
        return next((stay.unit_name for stay in self.stays if stay.unit_id == unit_id), "")


def profile(session: Session, actor: Actor, member_id: UUID, year: int) -> Profile:
    """The member and their year; NotFound for somebody who never belonged to a cell in reach. Fifteen statements."""
    stays = _stays(session, actor, member_id)
    member = session.get(Member, member_id) if stays else None
    if member is None:
        raise NotFound
    return Profile(
        member_id=member_id,
        full_name=member.full_name,
        phone=member.phone,
        admitted_on=member.admitted_on,
        confirmed_on=member.confirmed_on,
        year=year,
        stays=tuple(stays),
        offices=tuple(_offices(session, actor, member_id)),
        suspensions=tuple(_suspensions(session, member_id, stays)),
        attendance=tuple(streaks.attendance(session, actor, member_id, year)),
        tasks=tuple(tasks_of(session, actor, None, year, member_id=member_id)),
        pledges=tuple(pledges_of(session, actor, member_id, year)),
        ratings=tuple(ratings_of(session, actor, member_id, year)),
        presentations=tuple(presentations_of(session, actor, member_id, year)),
        grades=tuple(_grades(session, actor, member_id)),
        decisions=tuple(_decisions(session, actor, member_id)) if actor.may(Permission.MEMBERS_WRITE) else None,
    )


def _stays(session: Session, actor: Actor, member_id: UUID) -> list[Stay]:
    is_named_in_it = sa.and_(
        col(UnitEra.unit_id) == col(Membership.unit_id),
        sa.or_(col(Membership.left_on).is_(None), col(UnitEra.starts_on) < col(Membership.left_on)),
    )
    facts = (Membership.kind, Membership.joined_on, Membership.left_on)
    query = (
        sa.select(col(Membership.unit_id), col(UnitEra.name), *map(col, facts), col(Membership.id))
        .join(UnitEra, is_named_in_it)
        .where(col(Membership.member_id) == member_id, within_reach(actor, Membership.unit_id))
        .order_by(col(Membership.joined_on).desc(), col(Membership.id), col(UnitEra.starts_on).desc())
    )
    newest: dict[UUID, Stay] = {}
    for *facts_of_stay, membership_id in session.execute(query):
        newest.setdefault(membership_id, Stay(*facts_of_stay))
    return list(newest.values())


def _offices(session: Session, actor: Actor, member_id: UUID) -> list[Span]:
    query = (
        select(Position)
        .where(Position.member_id == member_id, within_reach(actor, Position.unit_id))
        .order_by(col(Position.starts_on).desc(), col(Position.id))
    )
    return [Span(POSITION_NAMES[row.kind], row.starts_on, row.ends_on) for row in session.exec(query)]


def _suspensions(session: Session, member_id: UUID, stays: Sequence[Stay]) -> list[Span]:
    """Those of the times in which the member was in reach: later ones are nobody's affair here."""
    query = (
        select(Suspension)
        .where(Suspension.member_id == member_id)
        .order_by(col(Suspension.starts_on).desc(), col(Suspension.id))
    )
    spans = [Span(SUSPENSION_NAMES[row.kind], row.starts_on, row.ends_on, row.reason) for row in session.exec(query)]
    return [span for span in spans if any(_touches(span, stay) for stay in stays)]


def _touches(span: Span, stay: Stay) -> bool:
    begins_in_time = stay.left_on is None or span.starts_on < stay.left_on
    return begins_in_time and (span.ends_on is None or span.ends_on > stay.joined_on)


def _grades(session: Session, actor: Actor, member_id: UUID) -> list[GradeOfYear]:
    query = (
        select(AnnualGrade)
        .where(AnnualGrade.member_id == member_id, within_reach(actor, AnnualGrade.unit_id))
        .order_by(col(AnnualGrade.year).desc(), col(AnnualGrade.id))
    )
    found = session.exec(query).all()
    return [GradeOfYear(row.year, row.proposed_label, row.label, row.decision_number) for row in found]


def _decisions(session: Session, actor: Actor, member_id: UUID) -> list[Decision]:
    query = (
        select(Discipline)
        .where(Discipline.member_id == member_id, within_reach(actor, Discipline.unit_id))
        .order_by(col(Discipline.decided_on).desc(), col(Discipline.id))
    )
    return [Decision(row.form, row.decision_number, row.decided_on) for row in session.exec(query)]
