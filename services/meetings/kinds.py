"""What each kind of meeting asks for: which units hold it, who is on its roll, what its record needs, what it counts for.

One table, because every other place that wants to know reads it here: reach, roll, gaps, lists, the choice on a page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from models import MeetingKind
from services.members import RosterEntry


class RollOf(StrEnum):
    """Whose presence is written down."""

    MEMBERS = "members"
    CELL_COMMITTEE = "cell_committee"
    """Secretary, deputy and committee members of the cell on the day."""
    NOBODY = "nobody"
    """There is no roll of members: whoever sat there is written down as a guest."""


MINUTES = ("held_on", "started_at", "ended_at", "place", "content", "conclusion")
"""What minutes of any meeting say."""
LED = (*MINUTES[:4], "chair_id", "minutes_secretary_id", *MINUTES[4:])
"""The same, with those who led the meeting: only where they are chosen from a roll."""


@dataclass(frozen=True)
class KindRule:
    """What holds for a kind. ``required``: fields without which the record is not handed in, in the order of the screen."""

    is_of_cells: bool
    """Held by cells; otherwise by units that are none."""
    roll: RollOf
    required: tuple[str, ...]
    is_monthly: bool = False
    """The meeting that a cell owes every month: its absences count, and a month without it is a month without one."""
    is_scored: bool = False
    """Its quality is scored."""

    @property
    def has_roll(self) -> bool:
        """Whether anybody's presence is written down."""
        return self.roll is not RollOf.NOBODY


RULES: dict[MeetingKind, KindRule] = {
    MeetingKind.REGULAR: KindRule(is_of_cells=True, roll=RollOf.MEMBERS, required=LED, is_monthly=True, is_scored=True),
    MeetingKind.THEMATIC: KindRule(is_of_cells=True, roll=RollOf.MEMBERS, required=("theme", *LED), is_scored=True),
    MeetingKind.EXTRAORDINARY: KindRule(is_of_cells=True, roll=RollOf.MEMBERS, required=LED, is_scored=True),
    MeetingKind.MODEL: KindRule(is_of_cells=True, roll=RollOf.MEMBERS, required=("theme", *LED), is_scored=True),
    MeetingKind.CELL_COMMITTEE: KindRule(is_of_cells=True, roll=RollOf.CELL_COMMITTEE, required=LED),
    MeetingKind.COMMITTEE: KindRule(is_of_cells=False, roll=RollOf.NOBODY, required=MINUTES),
    MeetingKind.BRIEFING: KindRule(is_of_cells=False, roll=RollOf.NOBODY, required=MINUTES),
}

OF_MEMBERS = tuple(kind for kind, rule in RULES.items() if rule.roll is RollOf.MEMBERS)
"""Kinds to which all members of a cell come."""
SCORED = tuple(kind for kind, rule in RULES.items() if rule.is_scored)
"""Kinds whose quality is scored."""


def rule_of(kind: MeetingKind) -> KindRule:
    """What holds for a kind of meeting."""
    return RULES[kind]


def held_by(*, is_cell: bool) -> tuple[MeetingKind, ...]:
    """The kinds that a cell, or a unit that is none, holds."""
    return tuple(kind for kind, rule in RULES.items() if rule.is_of_cells is is_cell)


def like(kind: MeetingKind) -> tuple[MeetingKind, ...]:
    """The kinds with the same people on their roll: what one of them is held like says how the next one opens."""
    return tuple(other for other, rule in RULES.items() if rule.roll is RULES[kind].roll)


def on_roll(kind: MeetingKind, roster: Iterable[RosterEntry]) -> list[RosterEntry]:
    """Those of a cell's roster who are on the roll of a meeting of this kind."""
    match RULES[kind].roll:
        case RollOf.MEMBERS:
            return list(roster)
        case RollOf.CELL_COMMITTEE:
            return [entry for entry in roster if entry.position is not None]
        case RollOf.NOBODY:
            return []
