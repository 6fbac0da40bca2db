"""Annual grades of the sample: cells, communes and committees since 2020, members of the last two years.

This year's classification is under way in Bằng Vân: some cells are through with their members, some have begun.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from models import AnnualGrade, SuspensionKind, UnitEra
from services.classification.exclusions import of_member
from services.clock import VIETNAM
from services.sample import annual, figures
from services.sample.annual import Rules
from services.sample.chance import Chance
from services.sample.district import Group
from services.sample.people import Cell, Person
from services.sample.rows import Chunk
from services.sample.scale import Frame

FIRST_YEAR = 2020
MEMBER, CELL, COMMITTEE = "annual_member", "annual_cell", "annual_committee"
EXCELLENT, GOOD, FAIR, POOR = "htxsnv", "httnv", "htnv", "khtnv"
"""The grades of the sample's rules, best first."""
CAP = 5
"""One excellent for so many good ones at most: 20 % (DOMAIN, section 7)."""
YEARS_OF_MEMBERS = 2
OF_MEMBERS = (3.8, 90, 5.7, 0.5)
"""Of a hundred members, about as Bằng Vân reported of 2020."""
FIRST_DAY = (1, 15)
"""Before the middle of January nobody has begun to classify this year."""
LARGE = 10
"""Cells with more members aim at excellent this year."""
DECIDED, PROPOSED, BEGUN = "decided", "proposed", "begun"
STAGES = (DECIDED, PROPOSED, BEGUN, None)
"""How far the members of each cell of Bằng Vân are this year, cell after cell; None: not begun."""


@dataclass(frozen=True)
class Signed:
    """Who decides, and how the numbers of their decisions end."""

    authority: str
    suffix: str
    account_id: UUID | None = None


@dataclass(frozen=True)
class Subject:
    """Whose grade it is: a unit, or a member of a cell; ``voters`` is how many vote on the proposal."""

    kind: str
    unit_id: UUID
    voters: int
    member_id: UUID | None = None


def record(  # noqa: PLR0913, PLR0917 - whose grades, where, by which rules and decided by whom
    chunk: Chunk, frame: Frame, chance: Chance, group: Group, place: int, rules: Rules, decider: UUID | None
) -> None:
    """Keep the grades of a group's cells, of their members, and of the commune or committee itself.

    ``place`` is the group's among those of its district; ``decider`` the account that decides here, if there is one.
    """
    register = _Register(chunk, frame, chance, rules, _signed(group, decider))
    above = _Register(chunk, frame, chance, rules, _of_district())
    this_year, parents = frame.until.year, _parents(chunk)
    for year in range(FIRST_YEAR, this_year):
        register.decide(year, _of_cells(chance, group, year, parents))
        if year >= this_year - YEARS_OF_MEMBERS:
            for cell in group.cells:
                register.decide(year, _of_members(chance, cell, year))
        if not group.is_direct:
            above.decide(year, {Subject(COMMITTEE, group.node.unit_id, 15): _of_committee(place, year)})
    if group.is_bang_van and (frame.until.month, frame.until.day) > FIRST_DAY:
        for number, cell in enumerate(cell for cell in group.cells if not cell.is_left_to_do):
            _under_way(register, chance, cell, this_year, STAGES[number % len(STAGES)])


def _signed(group: Group, decider: UUID | None) -> Signed:
    if group.is_direct:
        return _of_district()
    return Signed(group.node.name.replace("Đảng bộ", "Đảng ủy", 1), "QĐ/ĐU", decider)


def _of_district() -> Signed:
    return Signed(annual.rules().district_authority, "QĐ/HU")


def _parents(chunk: Chunk) -> dict[UUID, UUID | None]:
    """What stands directly above each unit of the chunk today."""
    return {row["unit_id"]: row["parent_id"] for row in chunk.rows[UnitEra] if row["ends_on"] is None}


def _of_cells(chance: Chance, group: Group, year: int, parents: Mapping[UUID, UUID | None]) -> dict[Subject, str]:
    public = figures.bang_van().grades
    is_public = group.is_bang_van and year == public.year
    found = {_of_cell(cell, year): GOOD if is_public else _ordinary(chance, cell) for cell in group.cells}
    siblings: defaultdict[UUID | None, list[Subject]] = defaultdict(list)
    for subject, grade in found.items():
        if grade == GOOD:
            siblings[parents[subject.unit_id]].append(subject)
    for good in siblings.values():
        excellent = public.excellent if is_public else min(chance.randint(1, 4), most_excellent(len(good)))
        found |= dict.fromkeys(chance.sample(good, excellent), EXCELLENT)
    return found


def most_excellent(good_or_better: int) -> int:
    """Of g good or better, e excellent ones leave g - e good ones: e may be at most g / (cap + 1)."""
    return good_or_better // (CAP + 1)


def _of_cell(cell: Cell, year: int) -> Subject:
    return Subject(CELL, cell.unit_id, sum(person.is_official_on(_end(year)) for person in _classified(cell, year)))


def _ordinary(chance: Chance, cell: Cell) -> str:
    if cell.is_weak:
        return chance.weighted((GOOD, FAIR, POOR), (25, 70, 5))
    return FAIR if chance.happens(0.06) else GOOD


def _of_committee(place: int, year: int) -> str:
    """Of sixteen two are excellent at most, which is a sixth of the others, and one is less than good."""
    if (place + year) % 16 == 0:
        return FAIR
    return EXCELLENT if (place + 3 * year) % 8 == 0 else GOOD


def _of_members(chance: Chance, cell: Cell, year: int) -> dict[Subject, str]:
    people = _classified(cell, year)
    voters = sum(person.is_official_on(_end(year)) for person in people)
    drawn = {
        Subject(MEMBER, cell.unit_id, voters, person.member_id): chance.weighted(
            (EXCELLENT, GOOD, FAIR, POOR), OF_MEMBERS
        )
        for person in people
    }
    most = most_excellent(sum(grade in {EXCELLENT, GOOD} for grade in drawn.values()))
    too_many = [subject for subject, grade in drawn.items() if grade == EXCELLENT][most:]
    return drawn | dict.fromkeys(too_many, GOOD)


def _classified(cell: Cell, year: int) -> list[Person]:
    """The members of a cell who are classified in a year, by the portal's own rule."""
    people = (stay.person for stay in cell.present_on(_end(year)) if not stay.is_guest)
    return [person for person in people if not of_member(year, person.admitted_on, _exemptions(person))]


def _exemptions(person: Person) -> Iterable[tuple[date, date | None]]:
    if person.suspension is None or person.suspension[0] is not SuspensionKind.EXEMPT:
        return ()
    return (person.suspension[1:3],)


def _end(year: int) -> date:
    return date(year, 12, 31)


def _under_way(register: "_Register", chance: Chance, cell: Cell, year: int, stage: str | None) -> None:
    members = _of_members(chance, cell, year)
    if stage == DECIDED:
        register.decide(year, members, days_ago=3)
    elif stage:
        half = len(members) if stage == PROPOSED else len(members) // 2
        register.propose(year, dict(list(members.items())[:half]))
    if stage in {DECIDED, PROPOSED}:
        register.propose(year, {_of_cell(cell, year): EXCELLENT if stage == DECIDED and cell.size > LARGE else GOOD})


class _Register:
    """Keeps what one authority decided, and what was proposed to it."""

    def __init__(self, chunk: Chunk, frame: Frame, chance: Chance, rules: Rules, signed: Signed) -> None:
        self._chunk, self._frame, self._chance, self._rules, self._signed = chunk, frame, chance, rules, signed
        self._labels = annual.rules().labels

    def decide(self, year: int, found: Mapping[Subject, str], *, days_ago: int | None = None) -> None:
        """Keep what was decided about a list of subjects: in December, or so many days before the sample ends.

        Of years before the portal only the decision is known.
        """
        on = self._frame.until - timedelta(days=days_ago) if days_ago else date(year, 12, self._chance.randint(18, 28))
        is_known = year >= self._frame.until.year - YEARS_OF_MEMBERS
        number = f"{self._chance.randint(20, 99)}-{self._signed.suffix}"
        for subject, grade in found.items():
            proposal = self._proposal(subject, grade, on - timedelta(days=8)) if is_known else {}
            self._keep(subject, year, **proposal, **self._decision(grade, on, number))

    def propose(self, year: int, found: Mapping[Subject, str]) -> None:
        """Keep what was proposed lately and waits for a decision."""
        for subject, grade in found.items():
            self._keep(subject, year, **self._proposal(subject, grade, self._frame.until - timedelta(days=5)))

    def _decision(self, grade: str, on: date, number: str) -> dict[str, Any]:
        return {
            "grade": grade,
            "label": self._labels[grade],
            "rank": list(self._labels).index(grade),
            "decision_number": number,
            "decided_on": on,
            "authority": self._signed.authority,
            "decided_at": _afternoon(on),
            "decided_by": self._signed.account_id,
        }

    def _proposal(self, subject: Subject, grade: str, on: date) -> dict[str, Any]:
        against = self._chance.randint(0, subject.voters // 8)
        notes = annual.rules().notes_of_proposals if subject.member_id and grade in {FAIR, POOR} else ("",)
        return {
            "proposed_grade": grade,
            "proposed_label": self._labels[grade],
            "votes_for": subject.voters - against,
            "votes_base": subject.voters,
            "proposal_note": self._chance.choice(notes),
            "proposed_at": _afternoon(on),
        }

    def _keep(self, subject: Subject, year: int, **facts: Any) -> None:
        self._chunk.add(
            AnnualGrade,
            id=self._frame.key(),
            subject_id=subject.member_id or subject.unit_id,
            unit_id=subject.unit_id,
            member_id=subject.member_id,
            kind=subject.kind,
            year=year,
            criteria_set_id=self._rules.of(subject.kind, year),
            **facts,
        )


def _afternoon(on: date) -> datetime:
    return datetime.combine(on, time(15), VIETNAM)
