"""Who came to a meeting, who was excused, and who spoke: rates that look like life."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from models import CellType, Presence
from services.sample import figures
from services.sample.chance import Chance
from services.sample.people import Cell, Person, Stay

NEW_YEAR_DIP = {1: 0.01, 2: 0.05}
HARVEST_DIP = {6: 0.025, 10: 0.03}
"""Absence added in the months of Tết (everywhere) and of the harvests (villages)."""
EXEMPT_WHO_COME = 0.25


@dataclass(slots=True)
class Line:
    """One member at one meeting."""

    person: Person
    presence: Presence
    reason: str
    is_due: bool
    is_official: bool
    spoke: bool = False


@dataclass(frozen=True)
class Custom:
    """How diligent and how talkative a cell is."""

    absence: float
    unexcused: float
    """Share of absences without a reason."""
    speaking: float


def custom_of(chance: Chance, cell: Cell) -> Custom:
    """Village cells 93–98 %, offices higher, weak ones 70–85 %."""
    speaking = chance.uniform(0.30, 0.55)
    if cell.is_weak:
        return Custom(chance.uniform(0.18, 0.27), 0.22, chance.uniform(0.25, 0.32))
    if cell.is_village:
        return Custom(chance.uniform(0.02, 0.06), 0.05, speaking)
    if cell.cell_type is CellType.ARMED_FORCES:
        return Custom(chance.uniform(0.015, 0.05), 0.01, speaking)
    return Custom(chance.uniform(0.01, 0.04), 0.02, speaking)


class Roll:
    """Calls the roll of one cell, meeting after meeting."""

    def __init__(self, chance: Chance, cell: Cell) -> None:
        self._chance = chance
        self._cell = cell
        self._custom = custom_of(chance, cell)
        self._reasons = figures.words().reasons["village" if cell.is_village else "other"]

    def called(self, day: date, needed: set[UUID]) -> list[Line]:
        """The roster of the day with its marks; ``needed`` are the chair and the secretary, who are there."""
        lines = [self._line(stay, day, needed) for stay in self._cell.present_on(day)]
        came = [line for line in lines if line.presence is Presence.PRESENT]
        share = min(0.6, max(0.25, self._custom.speaking + self._chance.uniform(-0.08, 0.08)))
        for line in self._chance.sample(came, round(len(came) * share)):
            line.spoke = True
        return lines

    def _line(self, stay: Stay, day: date, needed: set[UUID]) -> Line:
        person = stay.person
        is_due = stay.is_due_on(day)
        if person.member_id in needed:
            presence = Presence.PRESENT
        else:
            presence = self._due(stay, day.month) if is_due else self._not_due(person)
        reason = self._chance.choice(self._reasons) if presence is Presence.EXCUSED else ""
        return Line(person, presence, reason, is_due, person.is_official_on(day))

    def _due(self, stay: Stay, month: int) -> Presence:
        if self._chance.random() >= self._absence(month) * stay.habit:
            return Presence.PRESENT
        return Presence.UNEXCUSED if self._chance.random() < self._custom.unexcused else Presence.EXCUSED

    def _not_due(self, person: Person) -> Presence:
        comes = person.is_exempt and self._chance.random() < EXEMPT_WHO_COME
        return Presence.PRESENT if comes else Presence.NOT_DUE

    def _absence(self, month: int) -> float:
        harvest = HARVEST_DIP.get(month, 0.0) if self._cell.is_village else 0.0
        return self._custom.absence + NEW_YEAR_DIP.get(month, 0.0) + harvest
