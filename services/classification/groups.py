"""Groups of similar subjects, among which a scheme counts the excellent ones.

What makes them similar is the scheme's to say (``cap.group``): the same superior, the same type of cell. The superior
of a member is the cell. A scheme that asks for no superior counts everybody it holds for.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from models import CellType, Unit, UnitEra
from services import access
from services.classification import year_end as year_ends
from services.classification.references import LEVEL_NAMES, Level
from services.classification.year_end import Place, Scheme, YearEnd
from services.units import CELL_TYPE_NAMES

SUPERIOR, TYPE = "parent", "cell_type"


@dataclass(frozen=True)
class GroupKey:
    """What those of a group have in common; None where it does not matter."""

    level: Level
    set_id: UUID
    superior_id: UUID | None
    cell_type: CellType | None


@dataclass(frozen=True)
class Group:
    """Units (for members: cells) whose subjects are counted together under one scheme."""

    scheme: Scheme
    what: str
    """Who they are, after their number: ``chi bộ thuộc Đảng bộ xã Bằng Vân``."""
    places: tuple[Place, ...]


def load(
    session: Session, year_end: YearEnd, level: Level, places: Iterable[Place]
) -> tuple[YearEnd, dict[GroupKey, Group]]:
    """The groups of the units' subjects, complete also where they reach further, and the year's end that holds them.

    ``year_end`` must hold the siblings of the units. Nothing more is asked of the database, except for a scheme that
    asks for no superior: four statements.
    """
    keys = {key for place in places if (key := key_of(year_end, level, place))}
    known = _widened(session, year_end, level, {key.set_id for key in keys if key.superior_id is None})
    members: defaultdict[GroupKey, list[Place]] = defaultdict(list)
    for place in known.places.values():
        key = key_of(known, level, place)
        if key in keys:
            members[key].append(place)
    return known, {key: _group(known, key, tuple(found)) for key, found in members.items()}


def key_of(year_end: YearEnd, level: Level, place: Place) -> GroupKey | None:
    """The group that the unit's subjects are counted in; None where nothing is counted."""
    scheme = _scheme(year_end, level, place)
    if scheme is None or scheme.cap is None:
        return None
    superior_id = place.unit_id if level is Level.MEMBER else place.parent_id
    return GroupKey(
        level,
        scheme.set_id,
        superior_id if SUPERIOR in scheme.cap.group else None,
        place.cell_type if TYPE in scheme.cap.group else None,
    )


def _scheme(year_end: YearEnd, level: Level, place: Place) -> Scheme | None:
    is_of_level = place.level is (Level.CELL if level is Level.MEMBER else level)
    return year_end.scheme(level, place.unit_id) if is_of_level else None


def _widened(session: Session, year_end: YearEnd, level: Level, set_ids: set[UUID]) -> YearEnd:
    """The year's end, if need be with every unit below the issuers of these sets."""
    schemes = (_scheme(year_end, level, place) for place in year_end.places.values()) if set_ids else ()
    issuers = {scheme.issuer_id for scheme in schemes if scheme and scheme.set_id in set_ids}
    if not issuers:
        return year_end
    paths = session.exec(select(Unit.path).where(col(Unit.id).in_(issuers))).all()
    known = col(UnitEra.unit_id).in_(list(year_end.places))
    return year_ends.load(session, year_end.year, known, *map(access.below, paths))


def _group(year_end: YearEnd, key: GroupKey, places: tuple[Place, ...]) -> Group:
    scheme = next(scheme for place in places if (scheme := _scheme(year_end, key.level, place)))
    return Group(scheme, _what(year_end, key, scheme, places[0]), places)


def _what(year_end: YearEnd, key: GroupKey, scheme: Scheme, place: Place) -> str:
    who = LEVEL_NAMES[key.level]
    if key.level is Level.MEMBER and key.superior_id:
        return f"{who} của {place.name}"
    of_type = f" loại hình {CELL_TYPE_NAMES[key.cell_type].lower()}" if key.cell_type else ""
    issuer = year_end.places.get(scheme.issuer_id)
    above = place.parent_name if key.superior_id else issuer.name if issuer else ""
    return f"{who}{of_type} thuộc {above}" if above else f"{who}{of_type}"
