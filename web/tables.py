"""Tables that can be taken away as .xlsx or .csv: ``/downloads/tables/<name>.<ext>?unit=…``, one entry a table.

A source reads the table for the actor, from the address's parameters; it refuses what is out of reach. That the file
was taken is written into the audit trail before it leaves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from services import classification, four_good, meetings, quality, simulation, units
from services.access import Actor
from services.classification import Level
from services.errors import NotFound
from services.tables import Table

Query = Mapping[str, str]
YEARS = range(1930, 2100)
"""Years that a table can be about: since there is a Party."""


@dataclass(frozen=True)
class Taken:
    """A table, the unit that it is about, and what its file is called besides the table's name."""

    table: Table
    unit_id: UUID
    stem: str


Source = Callable[[Session, Actor, Query], Taken]


def asked_id(query: Query, name: str) -> UUID:
    """The id in a parameter; NotFound when it is none."""
    try:
        return UUID(query.get(name, ""))
    except ValueError as error:
        raise NotFound from error


def asked_month(query: Query, name: str) -> date:
    """The month ``2026-11`` in a parameter; NotFound when it is none."""
    try:
        return date.fromisoformat(f"{query.get(name, '')}-01")
    except ValueError as error:
        raise NotFound from error


def asked_year(query: Query, name: str = "year") -> int:
    """The year in a parameter; NotFound when it is none."""
    text = query.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) == len("2026") and int(text) in YEARS):
        raise NotFound
    return int(text)


def _month_grades(session: Session, actor: Actor, query: Query) -> Taken:
    unit_id, month = asked_id(query, "unit"), asked_month(query, "month")
    grades = quality.month_grades(session, actor, unit_id, month)
    return Taken(quality.month_table(grades), unit_id, f"{month:%Y-%m}")


def _year_grades(session: Session, actor: Actor, query: Query) -> Taken:
    unit_id, year = asked_id(query, "unit"), asked_year(query)
    name = units.unit(session, actor, unit_id).name
    return Taken(quality.year_table(name, year, quality.year_grades(session, actor, unit_id, year)), unit_id, str(year))


def _annual_counts(session: Session, actor: Actor, query: Query) -> Taken:
    unit_id, year, level = asked_id(query, "unit"), asked_year(query), _asked_level(query)
    found = classification.overview(session, actor, unit_id, year)
    for counts in found.levels:
        if counts.level is level:
            return Taken(classification.counts_table(found, counts), unit_id, f"{level}-{year}")
    raise NotFound


def _annual_list(session: Session, actor: Actor, query: Query) -> Taken:
    unit_id, year, level = asked_id(query, "unit"), asked_year(query), _asked_level(query)
    sheet = classification.sheet(session, actor, level, unit_id, year)
    return Taken(classification.sheet_table(sheet), unit_id, f"{level}-{year}")


def _asked_level(query: Query) -> Level:
    try:
        return Level(query.get("level", ""))
    except ValueError as error:
        raise NotFound from error


def _four_good_board(session: Session, actor: Actor, query: Query) -> Taken:
    unit_id, kind, year = asked_id(query, "unit"), query.get("kind", ""), asked_year(query)
    return Taken(four_good.board_table(session, actor, unit_id, kind, year), unit_id, f"{kind}-{year}")


def _recognition_decisions(session: Session, actor: Actor, query: Query) -> Taken:
    unit_id, kind, year = asked_id(query, "unit"), query.get("kind", ""), asked_year(query)
    return Taken(four_good.decisions_table(session, actor, unit_id, kind, year), unit_id, f"{kind}-{year}")


def _schedule(session: Session, actor: Actor, query: Query) -> Taken:
    unit_id, month = asked_id(query, "unit"), asked_month(query, "month")
    return Taken(meetings.schedule_table(meetings.schedule(session, actor, unit_id, month)), unit_id, f"{month:%Y-%m}")


def _simulation(session: Session, actor: Actor, query: Query) -> Taken:
    unit_id = asked_id(query, "unit")
    found = simulation.run(session, actor, asked_id(query, "set"), unit_id, asked_year(query))
    return Taken(simulation.moves_table(found), unit_id, f"{found.form.id}-{found.form.version}-{found.year}")


TABLES: dict[str, Source] = {
    "cham-thu": _simulation,
    "lich-sinh-hoat": _schedule,
    "xep-loai-hang-nam": _annual_counts,
    "danh-sach-xep-loai": _annual_list,
    "quyet-dinh-cong-nhan": _recognition_decisions,
    "theo-doi-bon-tot": _four_good_board,
    "xep-loai-sinh-hoat-thang": _month_grades,
    "xep-loai-sinh-hoat-nam": _year_grades,
}
