"""What a reading or a decision about some units' subjects stands on: who they are, their groups, what is stored."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from models import AnnualGrade
from services.classification import grades, groups, subjects
from services.classification.groups import Group, GroupKey
from services.classification.head_room import HeadRoom, Standing, counted
from services.classification.references import Level
from services.classification.subjects import LeftOut, Subject
from services.classification.year_end import Place, Scheme, YearEnd


@dataclass(frozen=True)
class Ground:
    """The subjects of some units at one level, and everybody who is counted together with them."""

    level: Level
    year_end: YearEnd
    places: tuple[Place, ...]
    """The units that were asked for."""
    groups: Mapping[GroupKey, Group]
    classified: Mapping[UUID, Subject]
    """By subject: of the units, and of the groups they belong to."""
    left_out: tuple[LeftOut, ...]
    rows: Mapping[UUID, AnnualGrade]
    """What is stored, by subject."""

    @property
    def subjects(self) -> list[Subject]:
        """Those of the units that were asked for."""
        units = {place.unit_id for place in self.places}
        return [subject for subject in self.classified.values() if subject.ref.unit_id in units]

    def scheme(self, subject: Subject) -> Scheme:
        """The rules for one who is classified: without any they would not be."""
        scheme = self.year_end.scheme(self.level, subject.ref.unit_id)
        if scheme is None:
            raise LookupError(subject)
        return scheme

    def head_rooms(self, changed: Mapping[UUID, Standing] | None = None) -> dict[GroupKey, HeadRoom]:
        """The counts of every group, with some standings as they would be after a change."""
        return {key: self._head_room(group, changed or {}) for key, group in self.groups.items()}

    def _head_room(self, group: Group, changed: Mapping[UUID, Standing]) -> HeadRoom:
        cap = group.scheme.cap
        if cap is None:
            raise LookupError(group)
        units = {place.unit_id for place in group.places}
        ids = [subject_id for subject_id, subject in self.classified.items() if subject.ref.unit_id in units]
        standings = (changed.get(subject_id) or grades.standing(self.rows.get(subject_id)) for subject_id in ids)
        return counted(cap, standings)


def load(session: Session, level: Level, year_end: YearEnd, places: Collection[Place], *, lock: bool = False) -> Ground:
    """The ground under some units, which ``year_end`` holds with their siblings.

    Locked, nobody can decide anything in the groups until the transaction ends. One statement for units, three for
    members; more for a scheme that counts everybody it holds for.
    """
    wide, found = groups.load(session, year_end, level, places)
    similar = (place for group in found.values() for place in group.places)
    everywhere = {place.unit_id: place for place in (*places, *similar)}
    known = subjects.load(session, wide, level, everywhere.values())
    rows = grades.load(session, level, wide.year, known.classified, lock=lock)
    left_out = tuple(entry for place in places for entry in known.left_out.get(place.unit_id, ()))
    return Ground(level, wide, tuple(places), found, known.classified, left_out, rows)
