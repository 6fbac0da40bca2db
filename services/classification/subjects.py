"""Who is classified: members of cells, cells or committees, and who is left out."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col

from models import UnitEra
from services.classification import people
from services.classification import year_end as year_ends
from services.classification.references import GradeRef, Level, require_begun
from services.classification.year_end import Place, Scheme, YearEnd
from services.errors import Invalid, NotFound
from services.units import CELL_TYPE_NAMES


@dataclass(frozen=True)
class Subject:
    """One who is classified, as far as nobody has proposed or decided anything yet."""

    ref: GradeRef
    name: str
    remark: str
    """What is to be known beside the name; may be empty."""


@dataclass(frozen=True)
class LeftOut:
    """One who is not classified, and why."""

    subject_id: UUID
    name: str
    reason: str


@dataclass(frozen=True)
class Subjects:
    """Those of some units at one level."""

    classified: dict[UUID, Subject]
    left_out: dict[UUID, list[LeftOut]]
    """By unit: those who are left out of it; a member's unit is the cell."""


def one(session: Session, ref: GradeRef) -> tuple[Subject, Scheme]:
    """The subject and the rules for it; the caller has checked reach.

    Raises Invalid with the reason for whoever is not classified in the year, NotFound for whoever is not there.
    """
    require_begun(ref.year)
    year_end = year_ends.load(session, ref.year, col(UnitEra.unit_id) == ref.unit_id)
    place = year_end.places.get(ref.unit_id)
    if place is None:
        raise Invalid(f"Ngày 31/12/{ref.year} đơn vị này chưa thành lập hoặc đã thôi hoạt động.", field="unit")
    scheme = year_end.scheme(ref.level, ref.unit_id)
    if scheme is None:
        raise Invalid(year_ends.no_scheme(session, ref.level, ref.year), field="unit")
    found = load(session, year_end, ref.level, [place])
    for entry in found.left_out.get(ref.unit_id, ()):
        if entry.subject_id == ref.subject_id:
            raise Invalid(f"{entry.name} không thuộc diện xếp loại năm {ref.year}: {entry.reason}.", field="unit")
    if ref.subject_id not in found.classified:
        raise NotFound
    return found.classified[ref.subject_id], scheme


def load(session: Session, year_end: YearEnd, level: Level, places: Collection[Place]) -> Subjects:
    """Members of the units (cells), or the units themselves. Two statements for members, none for units."""
    if level is Level.MEMBER:
        return _members(session, year_end, [place for place in places if place.level is Level.CELL])
    return _units(year_end, [place for place in places if place.level is level])


def _members(session: Session, year_end: YearEnd, cells: Collection[Place]) -> Subjects:
    found = Subjects({}, {})
    with_scheme = {cell.unit_id for cell in cells if year_end.scheme(Level.MEMBER, cell.unit_id)}
    for person in people.load(session, year_end.year, with_scheme) if with_scheme else ():
        if person.left_out:
            left_out = LeftOut(person.member_id, person.full_name, person.left_out)
            found.left_out.setdefault(person.cell_id, []).append(left_out)
            continue
        ref = GradeRef(Level.MEMBER, year_end.year, person.cell_id, person.member_id)
        remark = "" if person.is_official else "dự bị"
        found.classified[person.member_id] = Subject(ref, person.full_name, remark)
    return found


def _units(year_end: YearEnd, places: Collection[Place]) -> Subjects:
    found = Subjects({}, {})
    for place in places:
        if reason := year_end.left_out(place):
            found.left_out[place.unit_id] = [LeftOut(place.unit_id, place.name, reason)]
            continue
        ref = GradeRef(place.level, year_end.year, place.unit_id)
        remark = CELL_TYPE_NAMES[place.cell_type].lower() if place.cell_type else ""
        found.classified[place.unit_id] = Subject(ref, place.name, remark)
    return found
