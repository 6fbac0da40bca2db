"""Members as they are read: immutable, detached; and what their offices and suspensions are called."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from models import PositionKind, SuspensionKind

POSITION_NAMES = {
    PositionKind.SECRETARY: "Bí thư",
    PositionKind.DEPUTY_SECRETARY: "Phó bí thư",
    PositionKind.CELL_COMMITTEE_MEMBER: "Chi ủy viên",
}
SUSPENSION_NAMES = {
    SuspensionKind.EXEMPT: "Miễn sinh hoạt",
    SuspensionKind.TEMPORARY_OUT: "Sinh hoạt tạm thời nơi khác",
    SuspensionKind.SPECIAL_DUTY: "Làm nhiệm vụ đặc biệt",
}
"""What offices and suspensions are called on the screen."""


@dataclass(frozen=True)
class RosterEntry:
    """One member of a cell's roster on a day.

    ``joined_on`` is the day the membership of this cell began; ``phone`` is None when it is not known.
    """

    member_id: UUID
    full_name: str
    sort_key: str
    is_official: bool
    is_temporary: bool
    suspension: SuspensionKind | None
    position: PositionKind | None
    phone: str | None
    joined_on: date | None = None
    suspension_reason: str = ""
    suspended_since: date | None = None

    @property
    def is_due(self) -> bool:
        """Whether the member counts as due at the cell's meetings."""
        return self.suspension is None


@dataclass(frozen=True)
class MemberRow:
    """A member as a search finds them: the person and the cell."""

    member_id: UUID
    full_name: str
    sort_key: str
    is_official: bool
    is_temporary: bool
    unit_id: UUID
    unit_name: str


@dataclass(frozen=True)
class OfficerRow:
    """Who holds an office in a unit, and how to call them."""

    member_id: UUID
    full_name: str
    phone: str | None


@dataclass(frozen=True)
class Census:
    """Counts of members. ``exempt``, ``away`` and ``special_duty`` are part of official and probationary;

    ``temporary`` (sinh hoạt tạm thời đến) are not: they are counted in the cell they came from.
    """

    official: int = 0
    probationary: int = 0
    exempt: int = 0
    away: int = 0
    special_duty: int = 0
    temporary: int = 0

    @property
    def members(self) -> int:
        """Members of the cell: official and probationary."""
        return self.official + self.probationary

    def __add__(self, other: "Census") -> "Census":
        return Census(
            self.official + other.official,
            self.probationary + other.probationary,
            self.exempt + other.exempt,
            self.away + other.away,
            self.special_duty + other.special_duty,
            self.temporary + other.temporary,
        )
