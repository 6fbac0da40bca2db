"""What the absences of a year come to, from values alone. The figures of criteria sets count with the same functions."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from models import Presence
from services.vietnamese import listing, month, number

MOST_EXCUSED = 3
"""How often in a row a member may be excused in a year (HD 12-HD/BTCTW)."""
REMOVAL_FROM = 3
"""Months of a year without a reason from which the cell considers name removal (QĐ 24-QĐ/TW, Điều 8)."""


class ConcernKind(StrEnum):
    """What is to be spoken about, the gravest first."""

    UNEXCUSED_MONTHS = "unexcused_months"
    EXCUSED_RUN = "excused_run"
    UNEXCUSED = "unexcused"


CONCERN_NAMES = {
    ConcernKind.UNEXCUSED_MONTHS: f"Vắng không lý do từ {REMOVAL_FROM} tháng trong năm",
    ConcernKind.EXCUSED_RUN: f"Vắng có lý do quá {MOST_EXCUSED} buổi liên tiếp",
    ConcernKind.UNEXCUSED: f"Vắng không lý do dưới {REMOVAL_FROM} tháng",
}
"""What concerns are called on the screen."""


@dataclass(frozen=True)
class Sitting:
    """One regular meeting of a cell as one member stood at it. ``presence`` None: not on its roll."""

    month: date
    presence: Presence | None
    is_due: bool = True
    reason: str = ""
    held_on: date | None = None

    def is_absence(self, presence: Presence) -> bool:
        """Whether the member was due, and absent in this way."""
        return self.is_due and self.presence is presence


@dataclass(frozen=True)
class Concern:
    """What a member's year gives reason to speak about, with the meetings behind it, in order."""

    kind: ConcernKind
    sittings: tuple[Sitting, ...]

    @property
    def last(self) -> date:
        """The month of the latest absence."""
        return self.sittings[-1].month

    @property
    def sentence(self) -> str:
        """What happened, and what follows from it."""
        when = f"tháng {listing(month(sitting.month) for sitting in self.sittings)}"
        times = number(len(self.sittings))
        return {
            ConcernKind.UNEXCUSED_MONTHS: (
                f"Vắng không lý do {times} tháng trong năm ({when}). Theo Quy định 24-QĐ/TW (Điều 8), "
                "chi bộ xem xét, đề nghị xóa tên trong danh sách đảng viên."
            ),
            ConcernKind.EXCUSED_RUN: f"Vắng có lý do {times} buổi thường kỳ liên tiếp ({when}).",
            ConcernKind.UNEXCUSED: f"Vắng không lý do {times} tháng ({when}).",
        }[self.kind]


def longest_run(meetings: Sequence[Hashable], excused: Collection[Hashable]) -> int:
    """The longest run of consecutive meetings of which each is among those that a member was excused from."""
    longest = run = 0
    for meeting in meetings:
        run = run + 1 if meeting in excused else 0
        longest = max(longest, run)
    return longest


def concerns(year: Sequence[Sitting]) -> list[Concern]:
    """What the regular meetings of one cell in one year, in order, say about one member; the gravest first.

    A run is broken by every meeting at which the member came, was absent without reason, was not due or not on the
    roll; of several that are too long each counts. Months without a reason need not follow one another.
    """
    found = [Concern(ConcernKind.EXCUSED_RUN, run) for run in _excused_runs(year) if len(run) > MOST_EXCUSED]
    unexcused = tuple(sitting for sitting in year if sitting.is_absence(Presence.UNEXCUSED))
    if len(unexcused) >= REMOVAL_FROM:
        return [Concern(ConcernKind.UNEXCUSED_MONTHS, unexcused), *found]
    return [*found, Concern(ConcernKind.UNEXCUSED, unexcused)] if unexcused else found


def _excused_runs(year: Sequence[Sitting]) -> list[tuple[Sitting, ...]]:
    grouped = groupby(year, key=lambda sitting: sitting.is_absence(Presence.EXCUSED))
    return [tuple(run) for is_excused, run in grouped if is_excused]
