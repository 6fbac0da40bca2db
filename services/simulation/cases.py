"""Who or what a set would have been used for in a year: units, their meetings, their members."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, or_, select

from models import (
    HANDED_IN,
    Meeting,
    MeetingKind,
    Member,
    Membership,
    MembershipKind,
    SubjectKind,
    Unit,
    UnitEra,
)
from services import clock, months
from services.access import Actor, below
from services.assessments import WHOLE_YEAR, span_in_words
from services.four_good.checks import MONTHS_IN
from services.four_good.kinds import SLIP
from services.metrics import Subject
from services.scoring import Form
from services.vietnamese import day, month


@dataclass(frozen=True)
class Case:
    """One thing to score: its figures' subject, and what it is called."""

    subject: Subject
    subject_id: UUID
    unit_id: UUID
    unit_name: str
    holder_name: str
    """The unit directly above; empty where it lies out of reach."""
    name: str
    """What tells it apart inside its unit: which meeting, which months, which member; empty for the unit itself."""
    meeting_kind: MeetingKind | None = None
    """None: not a meeting."""

    @property
    def key(self) -> tuple[UUID, date, date]:
        """The natural key of its assessment, beside the kind."""
        return self.subject_id, self.subject.first, self.subject.last


@dataclass(frozen=True)
class Ground:
    """Where a set is tried: a part of the tree within the actor's reach, in a year."""

    session: Session
    actor: Actor
    path: str
    year: int

    @property
    def first(self) -> date:
        """The first day of the year."""
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """The last day of the year that has come."""
        return min(date(self.year, 12, 31), clock.today())

    @property
    def within(self) -> sa.ColumnElement[bool]:
        """The units that are looked at; a query joins ``Unit``."""
        return sa.and_(below(self.actor.unit_path), below(self.path))


Eras = dict[UUID, list[UnitEra]]
"""The eras of each unit that touch the year, in order of time."""


def cases(ground: Ground, form: Form, about: SubjectKind) -> list[Case]:
    """Everything that the form fits, in Vietnamese order of the units."""
    eras = _eras(ground)
    if about is SubjectKind.MEETING:
        return _meetings(ground, form, eras)
    fitting = [
        era for era in _latest(eras) if _fits(form, era) and era.kind.is_cell is not (about is SubjectKind.COMMITTEE)
    ]
    if about is SubjectKind.MEMBER:
        return _members(ground, fitting, eras)
    return [case for era in fitting for case in _spans(ground, form, era, _holder(era, eras))]


def _eras(ground: Ground) -> Eras:
    query = (
        select(UnitEra)
        .join(Unit, col(Unit.id) == UnitEra.unit_id)
        .where(ground.within, col(UnitEra.starts_on) <= ground.last)
        .where(or_(col(UnitEra.ends_on).is_(None), col(UnitEra.ends_on) > ground.first))
        .order_by(col(UnitEra.starts_on))
    )
    found: defaultdict[UUID, list[UnitEra]] = defaultdict(list)
    for era in ground.session.exec(query):
        found[era.unit_id].append(era)
    return found


def _latest(eras: Eras) -> list[UnitEra]:
    return sorted((of_unit[-1] for of_unit in eras.values()), key=lambda era: (era.sort_key, era.unit_id))


def _fits(form: Form, era: UnitEra) -> bool:
    applies_to = form.applies_to
    fits_kind = not applies_to.unit_kinds or era.kind in applies_to.unit_kinds
    return fits_kind and (not applies_to.cell_types or era.cell_type in applies_to.cell_types)


def _holder(era: UnitEra, eras: Eras) -> str:
    above = eras.get(era.parent_id, []) if era.parent_id else []
    return above[-1].name if above else ""


def _spans(ground: Ground, form: Form, era: UnitEra, holder: str) -> list[Case]:
    return [
        Case(Subject(era.unit_id, first, last), era.unit_id, era.unit_id, era.name, holder, name)
        for first, last, name in _periods(ground, form)
    ]


def _periods(ground: Ground, form: Form) -> list[tuple[date, date, str]]:
    """The whole year; of a slip the months or quarters that are over, with their names."""
    if form.kind != SLIP:
        return [(ground.first, date(ground.year, 12, 31), "")]
    step = MONTHS_IN[form.self_check or "monthly"]
    numbers = ((first, first + step - 1) for first in range(1, WHOLE_YEAR[1] + 1, step))
    spans = (
        (date(ground.year, first, 1), months.last_day(date(ground.year, last, 1)), (first, last))
        for first, last in numbers
    )
    return [(first, last, span_in_words(ground.year, span)) for first, last, span in spans if last <= ground.last]


def _meetings(ground: Ground, form: Form, eras: Eras) -> list[Case]:
    kinds = form.applies_to.meeting_types or (MeetingKind.REGULAR,)
    facts = (Meeting.id, Meeting.unit_id, Meeting.month, Meeting.kind, Meeting.held_on)
    query = (
        sa.select(*map(col, facts))
        .join(Unit, col(Unit.id) == col(Meeting.unit_id))
        .where(ground.within, col(Meeting.month).between(ground.first, ground.last), col(Meeting.kind).in_(kinds))
        .where(col(Meeting.state).in_(HANDED_IN), col(Meeting.is_cancelled).is_(False))
    )
    found = [
        (_era_on(eras.get(row.unit_id, []), row.held_on or row.month), row) for row in ground.session.execute(query)
    ]
    cases = [
        (era.sort_key, row.month, _meeting(era, _holder(era, eras), row))
        for era, row in found
        if era and _fits(form, era)
    ]
    return [case for *_, case in sorted(cases, key=lambda one: (one[0], one[1], one[2].subject_id))]


def _meeting(era: UnitEra, holder: str, row: Any) -> Case:
    subject = Subject(row.unit_id, row.month, months.last_day(row.month), meeting_id=row.id)
    name = f"họp ngày {day(row.held_on)}" if row.held_on else f"tháng {month(row.month)}"
    return Case(subject, row.id, row.unit_id, era.name, holder, name, row.kind)


def _era_on(eras: list[UnitEra], on: date) -> UnitEra | None:
    return next((era for era in eras if era.starts_on <= on and (era.ends_on is None or on < era.ends_on)), None)


def _members(ground: Ground, cells: list[UnitEra], eras: Eras) -> list[Case]:
    facts = (Membership.unit_id, Membership.member_id, Member.full_name, Member.sort_key)
    query = (
        sa.select(*map(col, facts))
        .join(Member, col(Member.id) == col(Membership.member_id))
        .join(Unit, col(Unit.id) == col(Membership.unit_id))
        .where(ground.within, col(Membership.kind) == MembershipKind.FULL, col(Membership.joined_on) <= ground.last)
        .where(or_(col(Membership.left_on).is_(None), col(Membership.left_on) > ground.last))
    )
    of_cell: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in ground.session.execute(query):
        of_cell[row.unit_id].append(row)
    span = (ground.first, date(ground.year, 12, 31))
    return [
        Case(_of_member(row, span), row.member_id, row.unit_id, era.name, _holder(era, eras), row.full_name)
        for era in cells
        for row in sorted(of_cell[era.unit_id], key=lambda row: (row.sort_key, row.member_id))
    ]


def _of_member(row: Any, span: tuple[date, date]) -> Subject:
    return Subject(row.unit_id, *span, member_id=row.member_id)
