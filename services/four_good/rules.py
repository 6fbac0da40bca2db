"""What holds for each unit of a year: its programme, its form, and the self-checks it is asked for."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from models import CellType, UnitKind
from services.criteria.shelf import Shelf
from services.four_good.checks import Plan, plan_of
from services.four_good.kinds import CELL, SLIP
from services.four_good.places import Place
from services.four_good.programmes import ProgrammeRow, Programmes


@dataclass(frozen=True)
class Rule:
    """What holds for a unit in a year."""

    programme: ProgrammeRow
    has_form: bool
    """Whether a criteria set is in force."""
    plan: Plan | None
    """The self-checks; None where none are asked for."""


class _Case(NamedTuple):
    """Everything that decides which rule holds."""

    kind: str
    year: int
    issuers: tuple[UUID, ...]
    unit_kind: UnitKind
    cell_type: CellType | None
    on: date


class Rules:
    """The rules of many units. Most stand under the same issuers, so each rule is worked out once and kept."""

    def __init__(self, programmes: Programmes, shelf: Shelf) -> None:
        self._programmes, self._shelf = programmes, shelf
        self._issuers = {unit_id for unit_id, _ in (*programmes.issued, *shelf.issued)}
        self._known: dict[_Case, Rule] = {}

    def of(self, kind: str, place: Place) -> Rule:
        """The rule for a unit that takes part in a kind."""
        issuers = tuple(unit_id for unit_id in place.line if unit_id in self._issuers)
        case = _Case(kind, place.year, issuers, place.era.kind, place.era.cell_type, place.on)
        if case not in self._known:
            self._known[case] = self._worked_out(case)
        return self._known[case]

    def _worked_out(self, case: _Case) -> Rule:
        asked = (case.issuers, case.unit_kind, case.cell_type, case.on)
        form = self._shelf.in_force(case.kind, *asked)
        slip = self._shelf.in_force(SLIP, *asked) if case.kind == CELL else None
        programme = self._programmes.in_force(case.kind, case.issuers, case.year)
        return Rule(programme, form is not None, plan_of(form, slip))
