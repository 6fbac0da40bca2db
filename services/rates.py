"""Attendance and speaking rates, and the rule that was in force on a day. Pure: values in, fractions out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from models import Presence
from services.vietnamese import percent


class AttendanceFormula(StrEnum):
    """Who is due. Two readings are in circulation; the rule in force names one."""

    MEMBERS = "members"
    """All members but the exempt, the temporarily away and those on special duty (HD 12, HD 42)."""
    MEMBERS_LESS_EXCUSED = "members_less_excused"
    """The same, less those who were absent with a reason (a circulated form)."""


class Marked(Protocol):
    """One member at one meeting: a line of the roll."""

    @property
    def presence(self) -> Presence: ...
    @property
    def is_due(self) -> bool: ...
    @property
    def spoke(self) -> bool: ...


@dataclass(frozen=True)
class Roll:
    """Heads at one meeting, or at several together.

    ``due`` = ``present_due`` + ``excused`` + ``unexcused``. ``attendees`` also counts those who came
    without being due: they are the base of speaking and on neither side of attendance.
    """

    due: int = 0
    present_due: int = 0
    attendees: int = 0
    excused: int = 0
    unexcused: int = 0
    spoke: int = 0

    def __add__(self, other: "Roll") -> "Roll":
        """Two meetings taken together: heads are added, so rates weigh by size."""
        return Roll(
            self.due + other.due,
            self.present_due + other.present_due,
            self.attendees + other.attendees,
            self.excused + other.excused,
            self.unexcused + other.unexcused,
            self.spoke + other.spoke,
        )


def counted(lines: Iterable[Marked]) -> Roll:
    """The heads of a roll. Only those who came can have spoken, only those who were due can be absent."""
    marks = list(lines)
    came = [mark for mark in marks if mark.presence is Presence.PRESENT]
    due = [mark for mark in marks if mark.is_due]
    return Roll(
        due=len(due),
        present_due=sum(mark.is_due for mark in came),
        attendees=len(came),
        excused=sum(mark.presence is Presence.EXCUSED for mark in due),
        unexcused=sum(mark.presence is Presence.UNEXCUSED for mark in due),
        spoke=sum(mark.spoke for mark in came),
    )


def base(roll: Roll, formula: AttendanceFormula) -> int:
    """The denominator of attendance."""
    return roll.due - roll.excused if formula is AttendanceFormula.MEMBERS_LESS_EXCUSED else roll.due


def attendance(roll: Roll, formula: AttendanceFormula = AttendanceFormula.MEMBERS) -> Fraction | None:
    """Present members over those who were due, as a fraction of 1; None when nobody was due.

    Who is due follows the formula in force on the meeting's date (HD 42-HD/BTCTW, section 2; local variants).
    """
    due = base(roll, formula)
    return Fraction(roll.present_due, due) if due else None


def speaking(roll: Roll) -> Fraction | None:
    """Those who spoke over all who came, due or not, as a fraction of 1; None when nobody came."""
    return Fraction(roll.spoke, roll.attendees) if roll.attendees else None


@dataclass(frozen=True)
class AttendanceRule:
    """What a meeting's attendance must reach, and the document that says so."""

    valid_from: date
    formula: AttendanceFormula
    threshold: Fraction
    is_strict: bool
    """True: above the threshold; False: at least the threshold."""
    allows_unexcused: bool
    source: str

    @property
    def sentence(self) -> str:
        """The requirement in words, to stand after "Yêu cầu:"."""
        bound = percent(self.threshold, 0)
        asked = f"trên {bound}" if self.is_strict else f"từ {bound} trở lên"
        return asked if self.allows_unexcused else f"{asked} và không có đảng viên vắng không lý do"


RULES = (
    AttendanceRule(
        valid_from=date(2018, 7, 6),
        formula=AttendanceFormula.MEMBERS,
        threshold=Fraction(85, 100),
        is_strict=True,
        allows_unexcused=True,
        source="Hướng dẫn 12-HD/BTCTW ngày 06/7/2018",
    ),
    AttendanceRule(
        valid_from=date(2025, 10, 28),
        formula=AttendanceFormula.MEMBERS,
        threshold=Fraction(90, 100),
        is_strict=False,
        allows_unexcused=False,
        source="Hướng dẫn 42-HD/BTCTW ngày 28/10/2025",
    ),
)
"""The national rules, oldest first. A rule holds from its date until the next one begins."""


def rule_on(day: date) -> AttendanceRule | None:
    """The rule in force on a day; None before the first of them."""
    return next((rule for rule in reversed(RULES) if rule.valid_from <= day), None)


def meets(rule: AttendanceRule, roll: Roll) -> bool | None:
    """Whether the roll reaches the rule; None when nobody was due."""
    rate = attendance(roll, rule.formula)
    if rate is None:
        return None
    reached = rate > rule.threshold if rule.is_strict else rate >= rule.threshold
    return reached and (rule.allows_unexcused or roll.unexcused == 0)
