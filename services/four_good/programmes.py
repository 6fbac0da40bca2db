"""Programmes (chương trình) as they are read, and the one in force for a unit in a year.

What two documents say differently stands in the note, word for word; the portal reads one of them and repairs neither.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Programme, Unit, UnitEra
from services import units
from services.access import Actor, below
from services.clock import today
from services.four_good.places import line_of
from services.four_good.stages import USUAL, Days
from services.vietnamese import day


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme as it is read; the usual one, where nobody has written any, has no id."""

    kind: str
    title: str
    first_year: int
    last_year: int
    days: Days
    programme_id: UUID | None = None
    unit_id: UUID | None = None
    unit_name: str = ""
    is_reached: bool = False
    """Whether the unit that issued it lies in the actor's reach."""
    document_number: str = ""
    document_date: date | None = None
    note: str = ""
    changed_at: datetime | None = None

    @property
    def document(self) -> str:
        """The document in words, ``số 267-KH/HU ngày 04/05/2023``; empty without a number."""
        dated = f" ngày {day(self.document_date)}" if self.document_date else ""
        return f"số {self.document_number}{dated}" if self.document_number else ""


@dataclass(frozen=True)
class Programmes:
    """Programmes of some units; which of them holds where is found without asking the database again."""

    issued: Mapping[tuple[UUID | None, str], Sequence[ProgrammeRow]]
    """By issuer and kind, the one that began last first."""

    def in_force(self, kind: str, line: Sequence[UUID], year: int) -> ProgrammeRow:
        """The nearest one at or above a unit; ``line`` is the unit and what stood above it, the nearest first."""
        for unit_id in line:
            for row in self.issued.get((unit_id, kind), ()):
                if row.first_year <= year <= row.last_year:
                    return row
        return ProgrammeRow(kind, "Chưa có chương trình riêng; đang dùng các mốc thông thường", year, year, USUAL)


def programme(session: Session, actor: Actor, unit_id: UUID, kind: str, year: int) -> ProgrammeRow:
    """The programme of a kind for a unit in a year: the nearest one issued at or above it, or else the usual one.

    NotFound when the unit is out of reach; the unit that issued it need not be in reach.
    """
    line = line_of(session, actor, unit_id, year)
    return issued_by(session, actor, [kind], line).in_force(kind, line, year)


def programmes(session: Session, actor: Actor) -> list[ProgrammeRow]:
    """Every programme that was issued in reach, and those of the units above the actor's: the newest first."""
    above = line_of(session, actor, actor.unit_id, today().year)
    rows = _rows(session, actor, sa.or_(below(actor.unit_path), col(Programme.unit_id).in_(above)))
    return sorted(rows, key=lambda row: (-row.first_year, row.kind, row.unit_name))


def issued_by(session: Session, actor: Actor, kinds: Collection[str], unit_ids: Collection[UUID]) -> Programmes:
    """The programmes of these kinds that these units have issued. One statement.

    The caller names the units, each of which stands in the line of one that was reached.
    """
    issued: defaultdict[tuple[UUID | None, str], list[ProgrammeRow]] = defaultdict(list)
    for row in _rows(session, actor, col(Programme.kind).in_(kinds) & col(Programme.unit_id).in_(unit_ids)):
        issued[row.unit_id, row.kind].append(row)
    return Programmes({key: sorted(found, key=_newest_first) for key, found in issued.items()})


def _newest_first(row: ProgrammeRow) -> tuple[int, int]:
    return -row.first_year, -row.last_year


def _rows(session: Session, actor: Actor, condition: sa.ColumnElement[bool]) -> list[ProgrammeRow]:
    query = (
        select(Programme, UnitEra.name, Unit.path)
        .join(Unit, col(Unit.id) == Programme.unit_id)
        .join(UnitEra, (col(UnitEra.unit_id) == Unit.id) & units.in_force(UnitEra, today()), isouter=True)
        .where(condition)
    )
    return [_row(row, name or "", path.startswith(actor.unit_path)) for row, name, path in session.exec(query)]


def _row(row: Programme, unit_name: str, is_reached: bool) -> ProgrammeRow:
    return ProgrammeRow(
        kind=row.kind,
        title=row.title,
        first_year=row.first_year,
        last_year=row.last_year,
        days=Days(row.registered_until, row.assessed_until, row.reviewed_until, row.recognised_until),
        programme_id=row.id,
        unit_id=row.unit_id,
        unit_name=unit_name,
        is_reached=is_reached,
        document_number=row.document_number,
        document_date=row.document_date,
        note=row.note,
        changed_at=row.changed_at,
    )
