"""Whose annual grade is meant: a level, a year, and a unit or a member of a cell."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.clock import today
from services.errors import Invalid

EARLIEST = 1930


class Level(StrEnum):
    """Who is classified, the lowest first: each level waits for the one below. The value is the kind of criteria set."""

    MEMBER = "annual_member"
    CELL = "annual_cell"
    COMMITTEE = "annual_committee"


LEVEL_NAMES = {Level.MEMBER: "đảng viên", Level.CELL: "chi bộ", Level.COMMITTEE: "đảng bộ"}
"""What those of a level are called in a sentence."""


@dataclass(frozen=True)
class GradeRef:
    """The natural key of an annual grade. ``unit_id`` is the unit itself, or the member's cell at the year's end."""

    level: Level
    year: int
    unit_id: UUID
    member_id: UUID | None = None

    @property
    def subject_id(self) -> UUID:
        """Who is classified."""
        return self.member_id or self.unit_id

    @property
    def name(self) -> str:
        """What tells it apart from every other one, for the keys of a screen."""
        return f"{self.level}:{self.year}:{self.subject_id}"


def last_day(year: int) -> date:
    """The day whose tree and rosters a year's classification is about."""
    return date(year, 12, 31)


def require_begun(year: int) -> None:
    """Raise Invalid for a year that has not begun, or that nobody can mean."""
    if not EARLIEST <= year <= today().year:
        raise Invalid(f"Chỉ xếp loại được từ năm {today().year} trở về trước.", field="year")
