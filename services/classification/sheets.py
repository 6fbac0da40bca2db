"""Reading a classification: the members of a cell, or the cells or committees at and below a unit."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from models import Account, AnnualGrade, Unit
from services import criteria, members, votes
from services.access import Actor, Permission, below, require_reach
from services.classification import assessed, ground, lower
from services.classification import year_end as year_ends
from services.classification.authority import is_above
from services.classification.ground import Ground
from services.classification.groups import key_of
from services.classification.lower import Progress
from services.classification.references import Level, last_day, require_begun
from services.classification.rows import Decided, GroupRow, Proposal, Row, Sheet
from services.classification.subjects import Subject
from services.classification.votes import Votes
from services.classification.year_end import Place, YearEnd
from services.clock import today
from services.errors import Invalid
from services.votes import Electorate


def sheet(session: Session, actor: Actor, level: Level, unit_id: UUID, year: int) -> Sheet:
    """Everybody of a level: the members of the cell, or the units at or below the unit. Thirteen statements at most.

    Raises NotFound out of reach, Invalid for a year that has not begun and for members of something that is no cell
    on 31 December.
    """
    unit = require_reach(session, actor, unit_id)
    require_begun(year)
    # Also who stood beside them on that day, wherever they have moved since.
    everybody = select(Unit.id).where(below(unit.path))
    year_end = year_ends.load(session, year, below(unit.path), year_ends.siblings(everybody, year))
    places = _asked_for(year_end, level, unit)
    at = ground.load(session, level, year_end, places)
    below_them = {} if level is Level.MEMBER else lower.progress(session, at.year_end, places)
    return _Reading(session, actor, at, below_them).sheet(unit)


def _asked_for(year_end: YearEnd, level: Level, unit: Unit) -> list[Place]:
    if level is Level.MEMBER:
        place = year_end.places.get(unit.id)
        if place is None or place.level is not Level.CELL:
            raise Invalid("Đồng chí chọn một chi bộ có hoạt động ngày 31/12 của năm xếp loại.", field="unit")
        return [place]
    at_or_below = (place for place in year_end.places.values() if place.path.startswith(unit.path))
    found = [place for place in at_or_below if place.level is level]
    return sorted(found, key=lambda place: (place.parent_name, place.sort_key, place.unit_id))


class _Reading:
    """One sheet in the making: what a row of it needs beside the subject."""

    def __init__(self, session: Session, actor: Actor, at: Ground, below_them: dict[UUID, Progress]) -> None:
        self._session, self._actor, self._at, self._below = session, actor, at, below_them
        subjects = at.subjects
        scored = [subject.ref.subject_id for subject in subjects if at.scheme(subject).is_scored]
        self._assessed = assessed.load(session, at.level, at.year_end.year, scored) if scored else {}
        self._people = _people(session, [at.rows.get(subject.ref.subject_id) for subject in subjects])

    def sheet(self, unit: Unit) -> Sheet:
        at, actor = self._at, self._actor
        place = at.year_end.places.get(unit.id)
        schemes = {found.set_id: found for found in (at.scheme(subject) for subject in at.subjects)}
        voters = self._electorate(unit) if at.level is Level.MEMBER else Electorate()
        no_scheme = year_ends.no_scheme(self._session, at.level, at.year_end.year) if self._lacks_scheme() else ""
        return Sheet(
            level=at.level,
            year=at.year_end.year,
            unit_id=unit.id,
            unit_name=place.name if place else "",
            rows=tuple(self._row(subject) for subject in at.subjects),
            left_out=at.left_out,
            groups=self._groups(),
            schemes=tuple(criteria.introduced(found.form) for found in schemes.values()),
            no_scheme=no_scheme,
            may_propose=actor.may(Permission.ASSESSMENTS_WRITE),
            voters=len(voters.due),
            vote_rule=votes.in_words(voters, len(voters.due)) if voters.most else "",
        )

    def _electorate(self, unit: Unit) -> Electorate:
        on = min(last_day(self._at.year_end.year), today())
        return votes.electorate(members.roster(self._session, self._actor, unit.id, on))

    def _lacks_scheme(self) -> bool:
        found = [self._at.year_end.scheme(self._at.level, place.unit_id) for place in self._at.places]
        return bool(found) and not any(found)

    def _groups(self) -> tuple[GroupRow, ...]:
        rooms = self._at.head_rooms()
        return tuple(
            GroupRow(key, group.what, group.scheme.document, group.scheme.grades, rooms[key])
            for key, group in self._at.groups.items()
        )

    def _row(self, subject: Subject) -> Row:
        ref, at = subject.ref, self._at
        scheme, stored = at.scheme(subject), at.rows.get(ref.subject_id)
        place = at.year_end.places[ref.unit_id]
        may_decide = self._actor.may(Permission.ASSESSMENTS_REVIEW) and is_above(self._actor, place.path)
        return Row(
            ref=ref,
            name=subject.name,
            remark=subject.remark,
            grades=tuple(scheme.grades.items()),
            proposal=self._proposal(stored),
            decided=_decided(stored),
            group=key_of(at.year_end, at.level, place),
            is_scored=scheme.is_scored,
            assessed=self._assessed.get(ref.subject_id),
            below=self._below.get(ref.unit_id),
            superior="" if at.level is Level.MEMBER else place.parent_name,
            may_decide=may_decide,
            may_withdraw=may_decide and self._is_recorded_below(stored),
        )

    def _is_recorded_below(self, stored: AnnualGrade | None) -> bool:
        """Whether the decision, if there is one, was recorded at the reader's level or below."""
        decider = self._people.get(stored.decided_by) if stored and stored.decided_by else None
        return decider is None or decider.path.startswith(self._actor.unit_path)

    def _proposal(self, stored: AnnualGrade | None) -> Proposal:
        if stored is None:
            return Proposal()
        return Proposal(
            grade=stored.proposed_grade,
            label=stored.proposed_label,
            votes=Votes(stored.votes_for, stored.votes_base).written,
            note=stored.proposal_note,
            at=stored.proposed_at,
            by=self._people[stored.proposed_by].name if stored.proposed_by else "",
            is_own=stored.proposed_by == self._actor.account_id,
        )


def _decided(stored: AnnualGrade | None) -> Decided | None:
    if stored is None or stored.grade is None or stored.rank is None:
        return None
    return Decided(
        grade=stored.grade,
        label=stored.label,
        rank=stored.rank,
        number=stored.decision_number,
        on=stored.decided_on,
        authority=stored.authority,
        exception_reason=stored.exception_reason,
    )


class _Person(NamedTuple):
    """Who proposed or decided: what they are called, and where their unit stands."""

    name: str
    path: str


def _people(session: Session, rows: Iterable[AnnualGrade | None]) -> dict[UUID, _Person]:
    ids = {account_id for row in rows if row for account_id in (row.proposed_by, row.decided_by) if account_id}
    if not ids:
        return {}
    query = select(Account.id, Account.display_name, Unit.path).join(Unit, col(Unit.id) == Account.unit_id)
    return {found[0]: _Person(*found[1:]) for found in session.exec(query.where(col(Account.id).in_(ids)))}
