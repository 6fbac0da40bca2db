"""Small random districts: cells that move, end and begin, people who come and go, meetings with everything on them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlmodel import Session

from models import (
    AssessmentState,
    CriteriaSet,
    Meeting,
    MeetingKind,
    MeetingState,
    Member,
    MembershipKind,
    PositionKind,
    Presence,
    SuspensionKind,
    Table,
    TargetOutcome,
    TaskOutcome,
    Unit,
    UnitKind,
)
from models.base import METADATA, snake_case
from services import months
from services.meetings.kinds import SCORED
from tests.factories import a_cell, a_member, a_membership, a_position, a_suspension, a_unit, an_era
from tests.services.metrics.rows import (
    a_discipline,
    a_meeting,
    a_plan,
    a_recognition,
    a_registration,
    a_set,
    a_target,
    a_task,
    an_annual_grade,
    an_assessment,
    looked_at,
    measured,
)

FIRST, LAST = date(2025, 9, 1), date(2026, 11, 1)
DAYS = (months.last_day(LAST) - FIRST).days
GRADES = ("htxsnv", "httnv", "htnv", "khtnv")


class Gathered:
    """Takes what the factories make and stores it all at once: a district is several hundred rows."""

    def __init__(self) -> None:
        self._rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)

    def add(self, row: Table) -> None:
        """Keep a row."""
        table = METADATA.tables[snake_case(type(row).__name__)]
        self._rows[table.name].append({column.name: getattr(row, column.name) for column in table.columns})

    def flush(self) -> None:
        """Nothing is stored before everything is."""

    def store(self, session: Session) -> None:
        """Insert everything, tables that are referred to first."""
        for table in METADATA.sorted_tables:
            if self._rows[table.name]:
                session.connection().execute(table.insert(), self._rows[table.name])
        self._rows.clear()


@dataclass
class District:
    """A district and all that was put into it."""

    root: Unit
    communes: list[Unit]
    form: CriteriaSet
    holders: list[Unit]
    """Everything that can stand above a cell; the root is the last."""
    cells: list[Unit] = field(default_factory=list)
    members: list[tuple[Member, Unit]] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)

    @property
    def units(self) -> list[Unit]:
        """All of them."""
        return [self.root, *self.holders[:-1], *self.cells]


def a_district(session: Session, chance: Random) -> District:
    """Two communes, one with a sub-committee, and a few cells below them or directly below the district."""
    gathered: Any = Gathered()
    root = a_unit(gathered, "Đảng bộ huyện", kind=UnitKind.DISTRICT)
    communes = [a_unit(gathered, f"Đảng bộ xã {name}", parent=root) for name in ("Bằng Vân", "Cốc Đán")]
    section = a_unit(gathered, "Đảng bộ bộ phận", kind=UnitKind.SUB_COMMITTEE, parent=communes[0])
    district = District(root, communes, a_set(gathered, root), [*communes, section, root])
    for holder in [*communes, *[chance.choice(district.holders) for _ in range(chance.randint(0, 2))]]:
        _fill(gathered, chance, district, holder)
    for unit in [root, *communes]:
        _put_down(gathered, chance, district, unit, "annual_committee", "four_good_committee")
    gathered.store(session)
    return district


def fill(session: Session, chance: Random, district: District, holder: Unit) -> None:
    """Add a cell that stands below a unit today."""
    gathered: Any = Gathered()
    _fill(gathered, chance, district, holder)
    gathered.store(session)


def _fill(session: Session, chance: Random, district: District, holder: Unit) -> None:
    since, until = _life(chance)
    cell = a_cell(session, holder, f"Chi bộ {len(district.cells)}", since=since, until=until)
    if chance.random() < 0.4:
        former = chance.choice(district.holders)
        an_era(session, cell, "Tên cũ", parent=former, since=FIRST - timedelta(days=99), until=since)
    district.cells.append(cell)
    people = [_person(session, chance, district, cell) for _ in range(chance.randint(1, 4))]
    wanted = [(month, kind) for month in months.span(FIRST, LAST) for kind in SCORED if _is_held(chance, kind)]
    held = [_meeting(session, chance, cell, month, kind, people) for month, kind in wanted]
    _work(session, chance, held, people)
    _judge(session, chance, district, held)
    for member in people:
        if chance.random() < 0.3:
            a_discipline(session, member, cell, _day(chance))
        if chance.random() < 0.6:
            an_annual_grade(session, member, cell, chance.choice([*GRADES, None]), year=chance.choice([2025, 2026]))
    _put_down(session, chance, district, cell, "annual_cell", "four_good_cell")
    district.meetings += held


def _is_held(chance: Random, kind: MeetingKind) -> bool:
    return chance.random() < (0.75 if kind is MeetingKind.REGULAR else 0.15)


def _judge(session: Session, chance: Random, district: District, held: list[Meeting]) -> None:
    for meeting in held:
        if chance.random() < 0.6:
            state = chance.choice(list(AssessmentState))
            grades = {"grade": chance.choice(["tot", "kha", None]), "review_grade": chance.choice(["kem", None])}
            an_assessment(session, meeting, "meeting_quality", district.form, state=state, **grades)


def _life(chance: Random) -> tuple[date, date | None]:
    since = FIRST - timedelta(days=10) if chance.random() < 0.5 else _day(chance)
    return since, since + timedelta(days=chance.randint(20, 300)) if chance.random() < 0.25 else None


def _day(chance: Random) -> date:
    return FIRST + timedelta(days=chance.randint(0, DAYS))


def _person(session: Session, chance: Random, district: District, cell: Unit) -> Member:
    admitted_on = _day(chance) if chance.random() < 0.4 else date(2020, 1, 1)
    confirmed_on = admitted_on + timedelta(days=365)
    joined_on = admitted_on if chance.random() < 0.6 else max(admitted_on, _day(chance))
    left_on = joined_on + timedelta(days=chance.randint(1, 400)) if chance.random() < 0.3 else None
    name = f"Hoàng Văn {len(district.members)}"
    member = a_member(session, None, name, admitted_on=admitted_on, confirmed_on=confirmed_on)
    kind = MembershipKind.TEMPORARY_IN if chance.random() < 0.2 else MembershipKind.FULL
    a_membership(session, member, cell, kind=kind, joined_on=joined_on, left_on=left_on)
    if left_on and chance.random() < 0.5:
        a_membership(session, member, chance.choice(district.cells), joined_on=left_on)
    if chance.random() < 0.4:
        day = _day(chance)
        kind_of_pause = chance.choice(list(SuspensionKind))
        a_suspension(session, member, kind_of_pause, since=day, until=day + timedelta(days=chance.randint(1, 200)))
    if chance.random() < 0.4:
        a_position(session, member, cell, chance.choice(list(PositionKind)), since=_day(chance))
    district.members.append((member, cell))
    return member


def _meeting(
    session: Session, chance: Random, cell: Unit, month: date, kind: MeetingKind, people: list[Member]
) -> Meeting:
    is_draft = chance.random() < 0.2
    held_on = month.replace(day=chance.randint(1, 28))
    marks = {member.id: chance.choice(list(Presence)) for member in people if chance.random() < 0.8}
    days = {name: held_on + timedelta(days=chance.randint(-3, 3)) for name in _some(chance, *DATES)}
    return a_meeting(
        session,
        cell,
        month,
        marks,
        kind=kind,
        state=MeetingState.DRAFT if is_draft else MeetingState.SUBMITTED,
        held_on=None if is_draft and chance.random() < 0.5 else held_on,
        started_at=time(14, 0) if chance.random() < 0.8 else None,
        ended_at=time(15, chance.randint(0, 59)),
        submitted_at=None if is_draft else datetime(month.year, month.month, 28, 20, tzinfo=UTC) + _some_days(chance),
        is_cancelled=chance.random() < 0.1,
        is_combined=kind is MeetingKind.REGULAR and chance.random() < 0.2,
        spoke=[member_id for member_id in marks if chance.random() < 0.5],
        guests=[member_id for member_id in marks if chance.random() < 0.1],
        **days,
    )


DATES = ("premeeting_on", "documents_on", "minutes_on")


def _some(chance: Random, *names: str) -> list[str]:
    return [name for name in names if chance.random() < 0.6]


def _some_days(chance: Random) -> timedelta:
    return timedelta(days=chance.randint(0, 14))


def _work(session: Session, chance: Random, held: list[Meeting], people: list[Member]) -> None:
    for place, meeting in enumerate(held):
        later = [other for other in held[place + 1 :] if other.month > meeting.month][:4]
        for _ in range(chance.randint(0, 2)):
            due_on = meeting.month + timedelta(days=chance.randint(0, 70))
            task = a_task(session, meeting, chance.choice(people), due_on)
            for looked in later:
                if chance.random() < 0.6:
                    looked_at(session, task, looked, chance.choice(list(TaskOutcome)))
        for number in range(1, chance.randint(0, 2) + 1):
            target = a_target(session, meeting, number)
            for looked in later:
                if chance.random() < 0.6:
                    measured(session, target, looked, chance.choice(list(TargetOutcome)))


def _put_down(session: Session, chance: Random, district: District, unit: Unit, annual: str, four_good: str) -> None:
    for year in (2025, 2026):
        if chance.random() < 0.6:
            an_annual_grade(session, unit, unit, chance.choice([*GRADES, None]), kind=annual, year=year)
        if chance.random() < 0.6:
            a_registration(session, unit, four_good, year)
        if chance.random() < 0.4:
            a_plan(session, unit, chance.randint(0, 4), year)
        if chance.random() < 0.6:
            span = {"period_starts_on": date(year, 1, 1), "period_ends_on": date(year, 12, 31)}
            found = an_assessment(session, unit, four_good, district.form, state=AssessmentState.ACCEPTED, **span)
            if chance.random() < 0.7:
                a_recognition(session, unit, found, revoked_on=date(2026, 11, 1) if chance.random() < 0.3 else None)
