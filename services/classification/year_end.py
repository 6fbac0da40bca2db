"""The tree as it stands on 31 December of a year, and the scheme that holds for each unit then.

A scheme is the criteria set of the level's kind in force for the unit on that day: which grades there are, and how
many may be excellent. Reach is for the caller to check: a rule about similar units counts all of them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col
from sqlmodel.sql.expression import SelectOfScalar

from models import CellType, Unit, UnitEra, UnitKind
from services import criteria
from services.classification.exclusions import of_unit
from services.classification.references import Level, last_day
from services.criteria.shelf import Shelf, shelf
from services.scoring import Cap, Form
from services.units import in_force

MOST_LEVELS = 50
"""Levels above a unit that are looked at: an end even for a tree that runs in a circle by mistake."""

# Made once: putting an alias together costs more than its query.
_PARENT, _ANY, _ABOVE = aliased(UnitEra), aliased(UnitEra), aliased(UnitEra)


@dataclass(frozen=True)
class Place:
    """A unit as it is on 31 December; ``path`` is today's."""

    unit_id: UUID
    name: str
    sort_key: str
    kind: UnitKind
    cell_type: CellType | None
    parent_id: UUID | None
    parent_name: str
    path: str
    founded_on: date

    @property
    def level(self) -> Level:
        """At which level the unit itself is classified."""
        return Level.CELL if self.kind.is_cell else Level.COMMITTEE

    def is_above(self, other: "Place") -> bool:
        """Whether the other unit lies below this one."""
        return other.path.startswith(self.path) and other.path != self.path


@dataclass(frozen=True)
class Scheme:
    """The rules of one level for a unit in a year."""

    set_id: UUID
    issuer_id: UUID
    """The unit whose criteria set it is: it holds for that unit and everything below."""
    form: Form

    @property
    def cap(self) -> Cap | None:
        """How many may be excellent; None where the scheme sets no limit."""
        return self.form.cap

    @property
    def is_scored(self) -> bool:
        """Whether the grade comes from an assessment with points instead of being chosen."""
        return self.form.scoring_mode == "points"

    @property
    def document(self) -> str:
        """The document that it comes from, or its title with what it is based on."""
        basis = f" (theo {self.form.legal_basis[0]})" if self.form.legal_basis else ""
        return self.form.document_number or f"“{self.form.title}”{basis}"

    @property
    def grades(self) -> dict[str, str]:
        """Every grade's id and label, best first."""
        return {grade.id: grade.label for grade in self.form.grades}

    def rank(self, grade_id: str) -> int:
        """The place of a grade of the scheme, 0 is the best."""
        return list(self.grades).index(grade_id)


@dataclass
class YearEnd:
    """Units on 31 December; schemes are found without asking the database again."""

    year: int
    places: dict[UUID, Place]
    parents: Mapping[UUID, UUID | None]
    shelf: Shelf
    _found: dict[tuple[Level, UUID], Scheme | None] = field(default_factory=dict)

    def scheme(self, level: Level, unit_id: UUID) -> Scheme | None:
        """The scheme of a level for a unit (for members: for their cell); None where nobody has issued one."""
        key = level, unit_id
        if key not in self._found:
            self._found[key] = self._scheme(level, self.places[unit_id])
        return self._found[key]

    def left_out(self, place: Place) -> str:
        """Why a unit itself is not classified; empty when it is."""
        if self.scheme(place.level, place.unit_id) is None:
            return "chưa có quy định xếp loại áp dụng"
        return of_unit(self.year, place.founded_on)

    def below(self, place: Place) -> list[Place]:
        """The units below one, as far as they are known here."""
        return [other for other in self.places.values() if place.is_above(other)]

    def _scheme(self, level: Level, place: Place) -> Scheme | None:
        line = self._line(place.unit_id)
        form = self.shelf.in_force(level, line, place.kind, place.cell_type, last_day(self.year))
        if form is None:
            return None
        set_id = next(set_id for set_id, known in self.shelf.forms.items() if known is form)
        issuer_id = next(unit_id for unit_id in line if _holds(self.shelf.issued.get((unit_id, level), ()), form))
        return Scheme(set_id, issuer_id, form)

    def _line(self, unit_id: UUID) -> list[UUID]:
        line: list[UUID] = []
        at: UUID | None = unit_id
        while at is not None and len(line) < MOST_LEVELS:
            line.append(at)
            at = self.parents.get(at)
        return line


def _holds(forms: Sequence[Form], form: Form) -> bool:
    return any(known is form for known in forms)


def load(session: Session, year: int, *conditions: sa.ColumnElement[bool]) -> YearEnd:
    """The units (columns of Unit and UnitEra in the conditions) with their schemes. Three statements."""
    places = _places(session, last_day(year), sa.or_(*conditions))
    parents = _parents(session, places, last_day(year))
    return YearEnd(year, places, parents, shelf(session, list(Level), set(parents)))


def siblings(unit_ids: Collection[UUID] | SelectOfScalar[UUID], year: int) -> sa.ColumnElement[bool]:
    """The units that have the same superior as one of these on 31 December, these among them."""
    parents = sa.select(col(_ANY.parent_id)).where(col(_ANY.unit_id).in_(unit_ids), in_force(_ANY, last_day(year)))
    return sa.or_(col(UnitEra.parent_id).in_(parents), col(UnitEra.unit_id).in_(unit_ids))


def no_scheme(session: Session, level: Level, year: int) -> str:
    """What to say where nobody has issued a scheme, and whom to ask."""
    return (
        f"Chưa có bộ tiêu chí “{criteria.name_of(session, level)}” nào có hiệu lực ngày 31/12/{year} cho đơn vị này nên "
        "chưa xếp loại được. Đồng chí đề nghị cán bộ ban tổ chức cấp trên hoặc quản trị ban hành bộ tiêu chí."
    )


def _places(session: Session, on: date, condition: sa.ColumnElement[bool]) -> dict[UUID, Place]:
    founded_on = (
        sa.select(sa.func.min(col(_ANY.starts_on)))
        .where(col(_ANY.unit_id) == col(UnitEra.unit_id))
        .correlate(UnitEra)
        .scalar_subquery()
    )
    era = [UnitEra.unit_id, UnitEra.name, UnitEra.sort_key, UnitEra.kind, UnitEra.cell_type, UnitEra.parent_id]
    query = (
        sa.select(*map(col, era), sa.func.coalesce(col(_PARENT.name), ""), col(Unit.path), founded_on)
        .join(Unit, col(Unit.id) == col(UnitEra.unit_id))
        .outerjoin(_PARENT, sa.and_(col(_PARENT.unit_id) == col(UnitEra.parent_id), in_force(_PARENT, on)))
        .where(in_force(UnitEra, on), condition)
    )
    found = sorted((Place(*row) for row in session.execute(query)), key=lambda place: (place.sort_key, place.path))
    return {place.unit_id: place for place in found}


def _parents(session: Session, unit_ids: Collection[UUID], on: date) -> dict[UUID, UUID | None]:
    """What stood directly above each of the units, and above each of those, up to the top."""
    line = (
        sa.select(col(UnitEra.unit_id), col(UnitEra.parent_id))
        .where(col(UnitEra.unit_id).in_(unit_ids), in_force(UnitEra, on))
        .cte("line", recursive=True)
    )
    upwards = (
        sa.select(col(_ABOVE.unit_id), col(_ABOVE.parent_id))
        .join(line, line.c.parent_id == _ABOVE.unit_id)
        .where(in_force(_ABOVE, on))
    )
    # A union without repetitions comes to an end even for a tree that runs in a circle.
    found = session.execute(sa.select(line.union(upwards))).all()
    return {row[0]: row[1] for row in found}
