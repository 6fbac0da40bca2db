"""The kinds of assessment that a four-good year goes round, and the units that each is about."""

from models import UnitKind
from models.units import CELL_KINDS
from services.assessments import FOUR_GOOD_CELL
from services.units import HOLDERS

CELL = FOUR_GOOD_CELL
COMMITTEE = "four_good_committee"
SLIP = "four_good_slip"
"""A slip that cells tick on the way; a programme is never about it."""

KIND_NAMES = {CELL: "Chi bộ bốn tốt", COMMITTEE: "Đảng bộ bốn tốt"}
UNIT_WORDS = {CELL: "chi bộ", COMMITTEE: "đảng bộ"}
"""What a kind is called on the screen, and who takes part in it."""

_TAKING_PART = {CELL: CELL_KINDS, COMMITTEE: HOLDERS}
"""Đảng bộ cơ sở bốn tốt is about grassroots committees: neither sub-committees nor the levels above."""


def takes_part(unit_kind: UnitKind, kind: str) -> bool:
    """Whether a unit of this kind is one that the programme of that kind is about."""
    return unit_kind in _TAKING_PART[kind]
