"""The synthetic people of the sample, their time in a cell, and what keeps them from its meetings for a while."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from models import CellType, Member, Membership, MembershipKind, PositionKind, Suspension, SuspensionKind
from services import vietnamese
from services.sample import figures
from services.sample.chance import Chance
from services.sample.rows import Chunk
from services.sample.scale import HISTORY_FROM, Frame

YEAR = timedelta(days=365)
PROBATION = timedelta(days=365)
"""Twelve months from admission to confirmation (Điều lệ Đảng, Điều 5)."""


@dataclass(slots=True)
class Person:
    """Somebody who does not exist."""

    member_id: UUID
    full_name: str
    is_female: bool
    born_on: date
    admitted_on: date
    confirmed_on: date | None
    phone: str | None = None
    suspension: tuple[SuspensionKind, date, date | None, str] | None = None

    def is_official_on(self, day: date) -> bool:
        """Official from the day of confirmation on."""
        return self.confirmed_on is not None and self.confirmed_on <= day

    @property
    def is_exempt(self) -> bool:
        """Whether the person's suspension is an exemption: such a person may come all the same."""
        return self.suspension is not None and self.suspension[0] is SuspensionKind.EXEMPT

    @property
    def is_away(self) -> bool:
        """Whether the person's suspension is a time away from the cell."""
        return self.suspension is not None and self.suspension[0] is SuspensionKind.TEMPORARY_OUT

    def is_due_on(self, day: date) -> bool:
        """Whether no suspension covers the day."""
        if self.suspension is None:
            return True
        _, first, end, _ = self.suspension
        return day < first or (end is not None and day >= end)


@dataclass(slots=True)
class Stay:
    """A person's time in one cell. ``habit`` multiplies the chance of being absent; 1 is ordinary."""

    person: Person
    joined_on: date
    joined_by: str
    left_on: date | None = None
    left_by: str | None = None
    habit: float = 1.0
    is_guest: bool = False
    """Temporary activity in a cell that is not the person's own."""

    def covers(self, day: date) -> bool:
        """``joined_on`` is inside, ``left_on`` the first day outside."""
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)

    def is_due_on(self, day: date) -> bool:
        """A guest is due where he is a guest, although he is away from his own cell."""
        return self.is_guest or self.person.is_due_on(day)


@dataclass(slots=True)
class Term:
    """An office held in a cell."""

    person: Person
    kind: PositionKind
    starts_on: date
    ends_on: date | None = None


@dataclass(slots=True)
class Cell:
    """A cell of the sample with its people."""

    unit_id: UUID
    place: str
    """The name without "Chi bộ": ``Khuổi Ngọa``."""
    cell_type: CellType
    since: date
    size: int
    """Members on the day ``until``."""
    is_weak: bool = False
    is_left_to_do: bool = False
    """True for the cell whose current month and year nobody has begun."""
    stays: list[Stay] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)

    @property
    def is_village(self) -> bool:
        """Whether people live where they meet."""
        return self.cell_type is CellType.VILLAGE

    def present_on(self, day: date) -> list[Stay]:
        """The roster of a day."""
        return [stay for stay in self.stays if stay.covers(day)]

    def holder_on(self, kind: PositionKind, day: date) -> Person | None:
        """Who held an office on a day."""
        held = (term for term in self.terms if term.kind is kind and term.starts_on <= day)
        return next((term.person for term in held if term.ends_on is None or day < term.ends_on), None)


class People:
    """Makes people one after the other with the draws of one place."""

    def __init__(self, frame: Frame, chance: Chance) -> None:
        self._frame = frame
        self._chance = chance

    def established(self, cell_type: CellType, *, is_leader: bool = False, by: date = HISTORY_FROM) -> Person:
        """Somebody admitted and confirmed by a day: that on which the history of the sample begins."""
        age = self._age(cell_type, is_leader=is_leader)
        born_on = self._birthday(age)
        latest = min(born_on + 38 * YEAR, by - 2 * YEAR)
        return self._person(born_on, self._chance.day(born_on + 19 * YEAR, latest))

    def admitted(self, day: date) -> Person:
        """Somebody admitted on a day; still probationary when that was less than a year ago."""
        return self._person(day - self._chance.randint(20 * 365, 38 * 365) * timedelta(days=1), day)

    def transferred(self, day: date) -> Person:
        """An official member who came from elsewhere on a day."""
        admitted_on = day - timedelta(days=self._chance.randint(500, 20 * 365))
        return self._person(admitted_on - timedelta(days=self._chance.randint(20 * 365, 30 * 365)), admitted_on)

    def _age(self, cell_type: CellType, *, is_leader: bool) -> int:
        if is_leader:
            return self._chance.randint(32, 57)
        if cell_type is CellType.VILLAGE:
            return round(self._chance.triangular(29, 82, 50))
        return self._chance.randint(29, 52 if cell_type is CellType.ARMED_FORCES else 59)

    def _birthday(self, age: int) -> date:
        year = min(self._frame.until.year - age, HISTORY_FROM.year - 23)
        return self._chance.day(date(year, 1, 1), date(year, 12, 31))

    def _person(self, born_on: date, admitted_on: date) -> Person:
        confirmed_on = admitted_on + PROBATION + timedelta(days=self._chance.randint(0, 30))
        is_female = self._chance.happens(0.38)
        return Person(
            member_id=self._frame.key(),
            full_name=full_name(self._chance, is_female=is_female),
            is_female=is_female,
            born_on=born_on,
            admitted_on=admitted_on,
            confirmed_on=confirmed_on if confirmed_on < self._frame.until else None,
        )


def full_name(chance: Chance, *, is_female: bool) -> str:
    """A family, middle and given name; never that of a known person, never a word twice."""
    parts = figures.names()
    given = parts.female if is_female else parts.male
    families, weights = _families()
    while True:
        words = (chance.weighted(families, weights), chance.choice(given.middle), chance.choice(given.given))
        name = " ".join(words)
        if name not in parts.never and len(set(name.split())) == len(name.split()):
            return name


@cache
def _families() -> tuple[tuple[str, ...], tuple[int, ...]]:
    families = figures.names().family
    return tuple(family.name for family in families), tuple(family.weight for family in families)


def record(chunk: Chunk, frame: Frame, person: Person) -> None:
    """Keep a person and, if there is one, the suspension."""
    chunk.add(
        Member,
        id=person.member_id,
        full_name=person.full_name,
        search_key=vietnamese.search_key(person.full_name),
        sort_key=vietnamese.person_sort_key(person.full_name),
        born_on=person.born_on,
        is_female=person.is_female,
        phone=person.phone,
        admitted_on=person.admitted_on,
        confirmed_on=person.confirmed_on,
    )
    if person.suspension is not None:
        kind, starts_on, ends_on, reason = person.suspension
        chunk.add(
            Suspension,
            id=frame.key(),
            member_id=person.member_id,
            kind=kind,
            starts_on=starts_on,
            ends_on=ends_on,
            reason=reason,
        )


def record_stay(chunk: Chunk, frame: Frame, cell: Cell, stay: Stay) -> None:
    """Keep a membership."""
    chunk.add(
        Membership,
        id=frame.key(),
        member_id=stay.person.member_id,
        unit_id=cell.unit_id,
        kind=MembershipKind.TEMPORARY_IN if stay.is_guest else MembershipKind.FULL,
        joined_on=stay.joined_on,
        left_on=stay.left_on,
        joined_by=stay.joined_by,
        left_by=stay.left_by,
    )
