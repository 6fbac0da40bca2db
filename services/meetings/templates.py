"""The usual agenda: the template of the nearest unit that wrote one, or the one that ships, by type of cell.

The shipped ones follow the contents by type of cell in HD 42-HD/BTCTW (data/agenda.yaml). A unit's own template holds
for the regular meetings of the cells at and below it; other kinds of meeting have a short agenda that ships.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
import yaml
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session, col, select

from models import AgendaTemplate, CellType, MeetingKind, Unit, UnitEra
from services import audit, months
from services.access import Actor, Permission, require_reach
from services.clock import now, today
from services.errors import Invalid, Overtaken
from services.meetings import cells
from services.meetings.rows import MeetingRef
from services.units import in_force
from services.vietnamese import clean, clean_lines, number

FILE = Path(__file__).resolve().parents[2] / "data" / "agenda.yaml"
OWN = "{own}"
"""Where the points of the type of cell stand."""
SHIPPED = "mẫu có sẵn theo HD 42-HD/BTCTW"
MOST_LINES, LONGEST_LINE = 40, 500
THEMATIC = frozenset({MeetingKind.THEMATIC, MeetingKind.MODEL})


class Shipped(BaseModel):
    """``data/agenda.yaml``; a misspelt word is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    regular: tuple[str, ...]
    own: dict[CellType, tuple[str, ...]]
    thematic: tuple[str, ...]
    other: tuple[str, ...]

    def of_cell(self, cell_type: CellType | None) -> tuple[str, ...]:
        """The points of a regular meeting; a cell of no known type has the common ones."""
        own = self.own[cell_type] if cell_type else ()
        return tuple(line for point in self.regular for line in (own if point == OWN else (point,)))


@dataclass(frozen=True)
class UsualAgenda:
    """The points that a meeting begins with, and where they come from, in words."""

    lines: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class TemplateRow:
    """What a unit has written for one type of cell (None: for all), and what holds while it has written nothing."""

    cell_type: CellType | None
    lines: str
    """A point a line; empty where the unit has written nothing."""
    inherited: UsualAgenda


@cache
def shipped() -> Shipped:
    """The agendas that ship."""
    return Shipped.model_validate(yaml.safe_load(FILE.read_text("utf-8")))


def usual_agenda(session: Session, actor: Actor, ref: MeetingRef) -> UsualAgenda:
    """The agenda that a meeting begins with; NotFound out of reach, Invalid where no meeting can be."""
    cells.reached(session, actor, ref)
    if ref.kind is not MeetingKind.REGULAR:
        lines = shipped().thematic if ref.kind in THEMATIC else shipped().other
        return UsualAgenda(lines, SHIPPED)
    cell_type, path = _cell(session, ref)
    return _nearest(_written(session, path), path, cell_type)


def templates(session: Session, actor: Actor, unit_id: UUID) -> list[TemplateRow]:
    """What a unit has written, for all cells and for each type; NotFound out of reach. Two statements."""
    unit = require_reach(session, actor, unit_id)
    written = _written(session, unit.path)
    above = {key: found for key, found in written.items() if key[0] != unit_id}
    return [
        TemplateRow(cell_type, _lines_of(written, unit_id, cell_type), _nearest(above, unit.path, cell_type))
        for cell_type in (None, *CellType)
    ]


def write_template(  # noqa: PLR0913, PLR0917 - a change has this many facts
    session: Session, actor: Actor, unit_id: UUID, cell_type: CellType | None, lines: object, seen: object
) -> str:
    """Keep a unit's agenda for a type of cell (None: for all), a point a line; nothing written means inherited again.

    Returns it as it is kept. Conflict where the database holds neither what was ``seen`` nor the new one.
    """
    require_reach(session, actor, unit_id)
    actor.require(Permission.CRITERIA_WRITE)  # whoever issues forms for a unit says how its cells meet
    wanted = _tidied(lines)
    # The unit is locked: where no type is named, no unique key keeps a second first writer out.
    session.exec(select(Unit.id).where(Unit.id == unit_id).with_for_update()).one()
    query = select(AgendaTemplate).where(AgendaTemplate.unit_id == unit_id, _is_for(cell_type))
    row = session.exec(query.execution_options(populate_existing=True)).one_or_none()
    stored = row.lines if row else ""
    if stored == wanted:
        return wanted
    if stored != _tidied(seen):
        raise Overtaken(
            "Mẫu này vừa được người khác sửa. Nội dung đồng chí nhập chưa được lưu: đồng chí chọn giữ nội dung nào.",
            field="lines",
        )
    row = row or AgendaTemplate(unit_id=unit_id, cell_type=cell_type, lines="", changed_at=now())
    row.lines, row.changed_at = wanted, now()
    if wanted:
        session.add(row)
    else:
        session.delete(row)
    session.flush()
    facts = {"cell_type": cell_type.value if cell_type else None, "before": stored, "after": wanted}
    audit.record(session, actor, "agenda_template:written", row, entity_id=row.id, unit_id=unit_id, **facts)
    return wanted


Written = dict[tuple[UUID, CellType | None], tuple[str, str]]
"""Unit and type of cell → lines, and the unit's name today."""


def _cell(session: Session, ref: MeetingRef) -> tuple[CellType | None, str]:
    """The type that the cell had in the month, and its place in the tree."""
    found = session.execute(
        sa.select(col(UnitEra.cell_type), col(Unit.path))
        .join(Unit, col(Unit.id) == col(UnitEra.unit_id))
        .where(col(UnitEra.unit_id) == ref.unit_id, col(UnitEra.starts_on) <= months.last_day(ref.month))
        .order_by(col(UnitEra.starts_on).desc())
        .limit(1)
    ).one()
    return found[0], found[1]


def _written(session: Session, path: str) -> Written:
    """The templates of a unit and of everything above it, in reach or not: what is above holds below."""
    rows = session.execute(
        sa.select(
            col(AgendaTemplate.unit_id), col(AgendaTemplate.cell_type), col(AgendaTemplate.lines), col(UnitEra.name)
        )
        .join(UnitEra, sa.and_(col(UnitEra.unit_id) == col(AgendaTemplate.unit_id), in_force(UnitEra, today())))
        .where(col(AgendaTemplate.unit_id).in_(_upwards(path)))
    )
    return {(unit_id, cell_type): (lines, name) for unit_id, cell_type, lines, name in rows}


def _upwards(path: str) -> list[UUID]:
    """The unit of a path and those above it, the nearest first."""
    return [UUID(hex=part) for part in reversed(path.strip("/").split("/"))]


def _nearest(written: Written, path: str, cell_type: CellType | None) -> UsualAgenda:
    for unit_id in _upwards(path):
        for of_type in dict.fromkeys((cell_type, None)):
            if (unit_id, of_type) in written:
                lines, name = written[unit_id, of_type]
                return UsualAgenda(tuple(lines.split("\n")), f"mẫu của {name}")
    return UsualAgenda(shipped().of_cell(cell_type), SHIPPED)


def _lines_of(written: Written, unit_id: UUID, cell_type: CellType | None) -> str:
    return written[unit_id, cell_type][0] if (unit_id, cell_type) in written else ""


def _is_for(cell_type: CellType | None) -> sa.ColumnElement[bool]:
    column = col(AgendaTemplate.cell_type)
    return column.is_(None) if cell_type is None else column == cell_type


def _tidied(lines: object) -> str:
    if lines is not None and not isinstance(lines, str):
        raise Invalid("Mẫu chương trình phải là chữ, mỗi dòng một điểm.", field="lines")
    points = [clean(line) for line in clean_lines(lines or "").split("\n")]
    points = [point for point in points if point]
    if len(points) > MOST_LINES:
        raise Invalid(f"Mẫu chương trình có nhiều nhất {MOST_LINES} điểm.", field="lines")
    if any(len(point) > LONGEST_LINE for point in points):
        raise Invalid(f"Mỗi điểm chương trình dài nhất {number(LONGEST_LINE)} ký tự.", field="lines")
    return "\n".join(points)
