"""Which criteria set holds for every unit in reach on a day, and why: the same rule as for one unit, read at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from models import CriteriaSet, MeetingKind, SubjectKind, UnitEra, UnitKind
from services import scoring, units
from services.access import Actor
from services.criteria.in_force import MOST_LEVELS, Candidate, applies, holds_on, is_for, reason
from services.criteria.kinds import subject_of
from services.scoring import Form


@dataclass(frozen=True)
class HoldingRow:
    """What holds for a unit; ``set_id`` None: nothing does."""

    unit_id: UUID
    unit_name: str
    kind: UnitKind
    set_id: UUID | None
    title: str = ""
    version: int = 0
    why: str = ""


@dataclass(frozen=True)
class _Stored:
    set_id: UUID
    form: Form


def in_force_everywhere(
    session: Session, actor: Actor, kind: str, on: date, meeting_kind: MeetingKind | None = None
) -> list[HoldingRow]:
    """For each unit in reach that is assessed by this kind of set: which set holds on the day, and why this one.

    In the order of the tree. Without a kind of meeting, forms for some kinds of meetings only compete with all others.
    Three statements, whatever the number of units.
    """
    wants_committees = subject_of(session, kind) is SubjectKind.COMMITTEE
    rows = [row for row in units.tree(session, actor, on) if row.is_cell is not wants_committees]
    tree, known = _tree(session, on), _sets(session, kind, on, meeting_kind)
    return [_holding(row, tree, known) for row in rows]


def _holding(row: units.UnitRow, tree: Mapping[UUID, UUID | None], known: Mapping[UUID, list[_Stored]]) -> HoldingRow:
    found = sorted(_candidates(row, tree, known), key=lambda candidate: candidate.order)
    if not found:
        return HoldingRow(row.unit_id, row.name, row.kind, None)
    form = found[0].form
    return HoldingRow(row.unit_id, row.name, row.kind, found[0].set_id, form.title, form.version, reason(found))


def _candidates(
    row: units.UnitRow, tree: Mapping[UUID, UUID | None], known: Mapping[UUID, list[_Stored]]
) -> Iterator[Candidate]:
    unit_id: UUID | None = row.unit_id
    for steps in range(MOST_LEVELS):
        if unit_id is None or unit_id not in tree:
            return
        for stored in known.get(unit_id, []):
            if applies(stored.form, row.kind, row.cell_type):
                yield Candidate(stored.set_id, stored.form, steps)
        unit_id = tree[unit_id]


def _tree(session: Session, on: date) -> dict[UUID, UUID | None]:
    """What stood above every unit on the day, those above the reach too: their sets hold below."""
    query = select(UnitEra.unit_id, UnitEra.parent_id).where(units.in_force(UnitEra, on))
    return dict(session.exec(query).all())


def _sets(session: Session, kind: str, on: date, meeting_kind: MeetingKind | None) -> dict[UUID, list[_Stored]]:
    query = select(CriteriaSet.id, CriteriaSet.unit_id, CriteriaSet.body).where(
        col(CriteriaSet.kind) == kind, holds_on(on)
    )
    found: dict[UUID, list[_Stored]] = {}
    for set_id, unit_id, body in session.exec(query):
        form = scoring.load(body)
        if is_for(form, meeting_kind):
            found.setdefault(unit_id, []).append(_Stored(set_id, form))
    return found
