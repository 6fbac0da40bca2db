"""Who issues a paper: names for the heading, the place, how it is signed and in which term it is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from models import PaperSettings, Unit, UnitEra, UnitKind
from services.access import Actor, require_reach

CELL, COMMITTEE = "cell", "committee"
SIGNS_FOR = {CELL: "T/M CHI BỘ", COMMITTEE: "T/M CHI ỦY"}
"""How a cell signs: for all its members, or for its committee."""

_ORGANS = (
    ("Đảng bộ tỉnh ", "Tỉnh ủy "),
    ("Đảng bộ huyện ", "Huyện ủy "),
    ("Đảng bộ thành phố ", "Thành ủy "),
    ("Đảng bộ thị xã ", "Thị ủy "),
    ("Đảng bộ quận ", "Quận ủy "),
    ("Đảng bộ ", "Đảng ủy "),
)
"""How an organisation is called, and the organ that signs for it."""
_PLACES = ("Đảng bộ xã ", "Đảng bộ phường ", "Đảng bộ thị trấn ", "Đảng bộ đặc khu ", "Đảng bộ huyện ", "Đảng bộ tỉnh ")


@dataclass(frozen=True)
class Issuer:
    """A unit as it issues papers on a day."""

    unit_id: UUID
    name: str
    kind: UnitKind
    superior: str
    """The name of the unit above; empty at the top."""
    place: str
    signs_for: str
    """``cell`` or ``committee``; says nothing for a unit that is no cell."""
    term_starts_on: date | None

    @property
    def organ(self) -> str:
        """Who issues: the cell itself, or the committee of a unit that is no cell."""
        return self.name if self.kind.is_cell else organ(self.name)

    @property
    def signature(self) -> str:
        """``T/M CHI BỘ``, ``T/M CHI ỦY`` or ``T/M ĐẢNG ỦY``."""
        if self.kind.is_cell:
            return SIGNS_FOR.get(self.signs_for, SIGNS_FOR[CELL])
        return f"T/M {' '.join(self.organ.split()[:2]).upper()}"


def issuer(session: Session, actor: Actor, unit_id: UUID, on: date) -> Issuer:
    """The unit as it was on the day. NotFound out of reach. Four statements.

    The unit above is named even where it lies out of reach: every paper of a cell says whose it is.
    """
    unit = require_reach(session, actor, unit_id)
    era = _era(session, unit_id, on)
    above = _era(session, era.parent_id, on) if era and era.parent_id else None
    name, superior = (era.name if era else ""), (above.name if above else "")
    settings = _settings(session, unit)
    return Issuer(
        unit_id=unit_id,
        name=name,
        kind=era.kind if era else UnitKind.CELL,
        superior=superior,
        place=next((row.place_name for row in settings if row.place_name), "") or _place(name) or _place(superior),
        signs_for=settings[0].signs_for if settings else CELL,
        term_starts_on=next((row.term_starts_on for row in settings if row.term_starts_on), None),
    )


def organ(name: str) -> str:
    """``Đảng bộ xã Bằng Vân`` → ``Đảng ủy xã Bằng Vân``, ``Đảng bộ huyện …`` → ``Huyện ủy …``."""
    return next((new + name.removeprefix(old) for old, new in _ORGANS if name.startswith(old)), name)


def _place(name: str) -> str:
    return next((name.removeprefix(start) for start in _PLACES if name.startswith(start)), "")


def _era(session: Session, unit_id: UUID, on: date) -> UnitEra | None:
    """The era in force on the day, or the nearest earlier one, or the first."""
    eras = session.exec(select(UnitEra).where(UnitEra.unit_id == unit_id).order_by(col(UnitEra.starts_on))).all()
    return next((era for era in reversed(eras) if era.starts_on <= on), eras[0] if eras else None)


def _settings(session: Session, unit: Unit) -> Sequence[PaperSettings]:
    """What the unit says, then what those above it say, the nearest first."""
    ids = way_up(unit)
    rows = session.exec(select(PaperSettings).where(col(PaperSettings.unit_id).in_(ids))).all()
    return sorted(rows, key=lambda row: ids.index(row.unit_id))


def way_up(unit: Unit) -> list[UUID]:
    """The unit and everything above it, the nearest first."""
    return [UUID(part) for part in reversed(unit.path.strip("/").split("/"))]
