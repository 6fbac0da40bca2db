"""Rows of which the first whose condition holds is chosen: levels of an item, grades of a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from services.scoring.facts import Facts
from services.scoring.faults import Fault
from services.scoring.metric_conditions import Condition, evaluated


class Row(Protocol):
    """A row with a condition, or the catch-all behind the others, or neither."""

    @property
    def when(self) -> Condition | None: ...
    @property
    def otherwise(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """The place of the chosen row; None: no row matches, or ``missing`` data leave it open."""

    place: int | None
    missing: tuple[str, ...] = ()


def chosen(rows: Sequence[Row], facts: Facts) -> Chosen:
    """The first row that holds. A row that is left open stops the search: a later one would be a guess."""
    for place, row in enumerate(rows):
        if row.when is None:
            return Chosen(place if row.otherwise else None)
        holds = row.when.holds(facts)
        if holds is None:
            return Chosen(None, evaluated(row.when, facts).missing)
        if holds:
            return Chosen(place)
    return Chosen(None)


def choice_faults(rows: Sequence[Row], path: str) -> list[Fault]:
    """Rows all have a condition, or all but a last one that says ``otherwise``, or none has."""
    is_computed = any(row.when is not None for row in rows)
    faults = []
    for place, row in enumerate(rows):
        if row.otherwise and (not is_computed or place < len(rows) - 1):
            faults.append(Fault(f"{path}[{place}].otherwise", "chỉ dùng ở dòng cuối, sau các dòng có điều kiện when."))
        elif row.otherwise and row.when is not None:
            faults.append(Fault(f"{path}[{place}].otherwise", "dòng “còn lại” thì không có điều kiện when."))
        elif is_computed and row.when is None and not row.otherwise:
            sentence = (
                "các dòng khác có điều kiện thì dòng này cũng phải có when; dòng cuối có thể ghi otherwise: true."
            )
            faults.append(Fault(f"{path}[{place}].when", sentence))
    return faults
