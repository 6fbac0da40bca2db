"""The criteria sets in force for many units at once, by the same rule as ``in_force`` for one."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from models import CellType, CriteriaSet, CriteriaState, UnitKind
from services import scoring
from services.criteria.in_force import applies, precedence
from services.scoring import Form

_HELD_ONCE = sa.or_(
    col(CriteriaSet.state) == CriteriaState.PUBLISHED,
    sa.and_(col(CriteriaSet.state) == CriteriaState.RETIRED, col(CriteriaSet.valid_to).is_not(None)),
)
"""The sets that hold on some day; one that was retired without an end never did."""


@dataclass(frozen=True)
class Shelf:
    """Sets that hold or held; which of them holds where is found without asking the database again."""

    forms: Mapping[UUID, Form]
    """By the id of the set, each valid as long as the set is, which may have been retired before its own end."""
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
    """The sets of these kinds that these units have issued, retired ones among them. One statement.

    A set holds for everything below its issuer, so the sets of units above the reach may be read too: the caller names
    the units, each of which stands in the line of one that was reached.
    """
    asked = (CriteriaSet.id, CriteriaSet.unit_id, CriteriaSet.body, CriteriaSet.valid_to)
    query = sa.select(*map(col, asked)).where(
        _HELD_ONCE, col(CriteriaSet.kind).in_(kinds), col(CriteriaSet.unit_id).in_(unit_ids)
    )
    forms: dict[UUID, Form] = {}
    issued: defaultdict[tuple[UUID, str], list[Form]] = defaultdict(list)
    for set_id, unit_id, body, valid_to in session.execute(query):
        form = scoring.load(body)
        forms[set_id] = form if form.valid_to == valid_to else form.model_copy(update={"valid_to": valid_to})
        issued[unit_id, forms[set_id].kind].append(forms[set_id])
    return Shelf(forms, {key: sorted(found, key=precedence) for key, found in issued.items()})


def _is_valid(form: Form, on: date) -> bool:
    return form.valid_from <= on and (form.valid_to is None or on < form.valid_to)
