"""The criteria sets in force for many units at once, by the same rule as ``in_force`` for one."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from models import CellType, CriteriaSet, CriteriaState, UnitKind
from services import scoring
from services.criteria.in_force import applies, precedence
from services.scoring import Form


@dataclass(frozen=True)
class Shelf:
    """Published sets; which of them holds where is found without asking the database again."""

    forms: Mapping[UUID, Form]
    """By the id of the set."""
    issued: Mapping[tuple[UUID, str], Sequence[Form]]
    """By issuer and kind, in their order of precedence."""

    def in_force(
        self, kind: str, line: Sequence[UUID], unit_kind: UnitKind, cell_type: CellType | None, on: date
    ) -> Form | None:
        """The set for a unit on a day; ``line`` is the unit and what stood above it, the nearest first."""
        for unit_id in line:
            for form in self.issued.get((unit_id, kind), ()):
                if _is_valid(form, on) and applies(form, unit_kind, cell_type):
                    return form
        return None


def shelf(session: Session, kinds: Collection[str], unit_ids: Collection[UUID]) -> Shelf:
    """The published sets of these kinds that these units have issued. One statement.

    A set holds for everything below its issuer, so the sets of units above the reach may be read too: the caller names
    the units, each of which stands in the line of one that was reached.
    """
    query = select(CriteriaSet.id, CriteriaSet.unit_id, CriteriaSet.body).where(
        CriteriaSet.state == CriteriaState.PUBLISHED,
        col(CriteriaSet.kind).in_(kinds),
        col(CriteriaSet.unit_id).in_(unit_ids),
    )
    forms: dict[UUID, Form] = {}
    issued: defaultdict[tuple[UUID, str], list[Form]] = defaultdict(list)
    for set_id, unit_id, body in session.exec(query):
        forms[set_id] = scoring.load(body)
        issued[unit_id, forms[set_id].kind].append(forms[set_id])
    return Shelf(forms, {key: sorted(found, key=precedence) for key, found in issued.items()})


def _is_valid(form: Form, on: date) -> bool:
    return form.valid_from <= on and (form.valid_to is None or on < form.valid_to)
