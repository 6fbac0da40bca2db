"""What must be decided before a unit is: the members of a cell, the units below a committee."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from services.classification import grades, subjects
from services.classification.references import LEVEL_NAMES, Level
from services.classification.subjects import Subject
from services.classification.year_end import Place, YearEnd
from services.vietnamese import listing, number

MOST_NAMED = 10
"""Names that a refusal lists at most."""


@dataclass(frozen=True)
class Progress:
    """How far the level below a unit has come: those that must be decided, and those that are not."""

    level: Level
    """What those below are called by: members of a cell, cells of a committee."""
    total: int = 0
    missing: tuple[str, ...] = ()
    """The names of those without a decision, in Vietnamese order."""

    @property
    def decided(self) -> int:
        """How many have a decision."""
        return self.total - len(self.missing)

    def refusal(self, name: str) -> str:
        """Why the unit cannot be decided yet."""
        who = LEVEL_NAMES[self.level]
        more = len(self.missing) - MOST_NAMED
        named = [*self.missing[:MOST_NAMED], *([f"{number(more)} {who} khác"] if more > 0 else [])]
        share = f"{number(len(self.missing))}/{number(self.total)}"
        return f"{name}: còn {share} {who} chưa có quyết định xếp loại ({listing(named)})."


def progress(
    session: Session, year_end: YearEnd, places: Collection[Place], *, lock: bool = False
) -> dict[UUID, Progress]:
    """The progress below each of these units, which are of one level; ``year_end`` must hold what is below them.

    Locked, nobody can decide or withdraw anything below until the transaction ends. Three statements for cells, two
    for committees.
    """
    below: defaultdict[UUID, list[Subject]] = defaultdict(list)
    decided: set[UUID] = set()
    for level, found in _below(session, year_end, places):
        for unit_id, of_unit in found.items():
            below[unit_id] += of_unit
        ids = {subject.ref.subject_id for of_unit in found.values() for subject in of_unit}
        decided |= grades.decided(session, level, year_end.year, ids, lock=lock).keys()
    return {place.unit_id: _progress(place, below[place.unit_id], decided) for place in places}


def _below(
    session: Session, year_end: YearEnd, places: Collection[Place]
) -> Iterator[tuple[Level, dict[UUID, list[Subject]]]]:
    """Who is below each unit, level by level, the lowest first."""
    cells = [place for place in places if place.level is Level.CELL]
    if cells:
        found: defaultdict[UUID, list[Subject]] = defaultdict(list)
        for subject in subjects.load(session, year_end, Level.MEMBER, cells).classified.values():
            found[subject.ref.unit_id].append(subject)
        yield Level.MEMBER, found
    committees = [place for place in places if place.level is Level.COMMITTEE]
    under = {place.unit_id: year_end.below(place) for place in committees}
    for level in (Level.CELL, Level.COMMITTEE) if committees else ():
        yield level, {unit_id: _classified(session, year_end, level, units) for unit_id, units in under.items()}


def _classified(session: Session, year_end: YearEnd, level: Level, places: Collection[Place]) -> list[Subject]:
    return list(subjects.load(session, year_end, level, places).classified.values())


def _progress(place: Place, below: list[Subject], decided: Collection[UUID]) -> Progress:
    missing = tuple(subject.name for subject in below if subject.ref.subject_id not in decided)
    return Progress(Level.MEMBER if place.level is Level.CELL else Level.CELL, len(below), missing)
