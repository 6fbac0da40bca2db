"""The counts of a year at and below a unit: members, cells and committees, holder by holder and in all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlmodel import Session, col, select

from models import ReportedFigure, Unit
from services.access import Actor, below, require_reach
from services.classification import grades, subjects
from services.classification import year_end as year_ends
from services.classification.counts import Mark, Tally, tallied
from services.classification.references import Level, require_begun
from services.classification.subjects import Subject
from services.classification.year_end import Place, YearEnd

DIRECT = "Chi bộ trực thuộc"
"""What the cells directly below a unit are called beside the committees there."""


@dataclass(frozen=True)
class Line:
    """One holder's counts."""

    name: str
    tally: Tally


@dataclass(frozen=True)
class LevelCounts:
    """The counts of one level: by holder where there are several, and in all."""

    level: Level
    marks: tuple[Mark, ...]
    """Every grade of the schemes in force and of what was decided, best first."""
    lines: tuple[Line, ...]
    total: Tally
    left_out: int


@dataclass(frozen=True)
class Reported:
    """A figure about the year's classification as the unit itself reported it."""

    measure: str
    value: Decimal | None
    spoken: str
    source: str


@dataclass(frozen=True)
class Overview:
    """A year at and below a unit."""

    unit_id: UUID
    unit_name: str
    year: int
    levels: tuple[LevelCounts, ...]
    """Members, cells, committees: those of which there are any."""
    reported: tuple[Reported, ...]


def overview(session: Session, actor: Actor, unit_id: UUID, year: int) -> Overview:
    """The counts of decided grades of everybody at and below a unit. Ten statements, however many there are.

    Raises NotFound out of reach, Invalid for a year that has not begun.
    """
    unit = require_reach(session, actor, unit_id)
    require_begun(year)
    year_end = year_ends.load(session, year, below(unit.path))
    levels = (_of_level(session, year_end, unit, level) for level in Level)
    place = year_end.places.get(unit.id)
    return Overview(
        unit_id=unit.id,
        unit_name=place.name if place else "",
        year=year,
        levels=tuple(found for found in levels if found.total.total),
        reported=_reported(session, unit.id, year),
    )


def _of_level(session: Session, year_end: YearEnd, unit: Unit, level: Level) -> LevelCounts:
    places = list(year_end.places.values())
    found = subjects.load(session, year_end, level, places)
    decided = grades.decided(session, level, year_end.year, found.classified)
    marks = {subject_id: decided.get(subject_id) for subject_id in found.classified}
    lines = _lines(year_end, unit, level, found.classified.values(), marks)
    return LevelCounts(
        level=level,
        marks=_all_marks(year_end, level, found.classified.values(), marks.values()),
        lines=lines if len(lines) > 1 else (),
        total=tallied(marks.values()),
        left_out=sum(len(entries) for entries in found.left_out.values()),
    )


def _all_marks(
    year_end: YearEnd, level: Level, classified: Iterable[Subject], marks: Iterable[Mark | None]
) -> tuple[Mark, ...]:
    units = {subject.ref.unit_id for subject in classified}
    schemes = {scheme.set_id: scheme for unit_id in units if (scheme := year_end.scheme(level, unit_id))}
    of_schemes = {Mark(rank, label) for found in schemes.values() for rank, label in enumerate(found.grades.values())}
    return tuple(sorted(of_schemes | {mark for mark in marks if mark is not None}))


def _lines(
    year_end: YearEnd, unit: Unit, level: Level, classified: Iterable[Subject], marks: Mapping[UUID, Mark | None]
) -> tuple[Line, ...]:
    """Committees directly below come one by one, the cells beside them together; members of cells alone cell by cell."""
    holders = _holders(year_end, unit, level)
    found: dict[UUID | None, list[Mark | None]] = {place.unit_id: [] for place in holders}
    for subject in classified:
        path = year_end.places[subject.ref.unit_id].path
        holder = next((place.unit_id for place in holders if path.startswith(place.path)), None)
        found.setdefault(holder, []).append(marks[subject.ref.subject_id])
    names: dict[UUID | None, str] = {place.unit_id: place.name for place in holders}
    return tuple(
        Line(names.get(holder, DIRECT), tallied(of_holder)) for holder, of_holder in found.items() if of_holder
    )


def _holders(year_end: YearEnd, unit: Unit, level: Level) -> Sequence[Place]:
    directly = [place for place in year_end.places.values() if place.path.count("/") == unit.path.count("/") + 1]
    committees = [place for place in directly if place.level is Level.COMMITTEE]
    if level is Level.COMMITTEE:
        return ()
    return committees or (directly if level is Level.MEMBER else ())


def _reported(session: Session, unit_id: UUID, year: int) -> tuple[Reported, ...]:
    query = (
        select(ReportedFigure)
        .where(ReportedFigure.unit_id == unit_id, col(ReportedFigure.measure).endswith(f"_{year}", autoescape=True))
        .order_by(col(ReportedFigure.id))
    )
    return tuple(Reported(row.measure, row.value, row.spoken, row.source) for row in session.exec(query))
