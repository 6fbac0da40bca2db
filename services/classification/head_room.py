"""How many of a group may be excellent, how many are, and what a decision would make of it. Pure.

Two counts are kept apart. What binds is what has been *decided*: at no moment may a group hold more excellent ones
than its decided good ones allow, so that the order of decisions cannot matter. What is shown while people classify
counts proposals as well, and takes everybody without one for good: the most that can still come out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from services import scoring
from services.scoring import Cap


@dataclass(frozen=True)
class Standing:
    """What has been proposed and decided about one of the group; None: nothing yet."""

    proposed: str | None = None
    decided: str | None = None
    is_exception: bool = False
    """Whether it was decided with a reason for the exceptional ratio."""

    @property
    def grade(self) -> str | None:
        """The decided grade, else the proposed one."""
        return self.decided or self.proposed


@dataclass(frozen=True)
class HeadRoom:
    """The counts of one group of similar subjects under its cap."""

    cap: Cap
    size: int
    excellent: int
    """Of those decided or proposed; so are ``good`` and ``worse``."""
    good: int
    worse: int
    decided_excellent: int
    decided_good: int
    has_exception: bool = False

    @property
    def allowed(self) -> int:
        """The most excellent ones that can come out, if everybody without a grade turns out good."""
        return scoring.allowed(self.cap, self.size - self.worse)

    @property
    def allowed_exceptionally(self) -> int | None:
        """The same with the exceptional ratio; None where the scheme has none."""
        if self.cap.exceptional_ratio is None:
            return None
        return scoring.allowed(self.cap, self.size - self.worse, is_exceptional=True)

    @property
    def room(self) -> int:
        """How many more can be excellent; negative: how many are too many."""
        return self.allowed - self.excellent

    @property
    def is_complete(self) -> bool:
        """Whether everybody has a grade, proposed or decided: before that a share says little."""
        return self.excellent + self.good + self.worse == self.size

    def after(self, excellent: int, good: int) -> "HeadRoom":
        """The same with so many more decided ones."""
        decided_excellent, decided_good = self.decided_excellent + excellent, self.decided_good + good
        return replace(self, decided_excellent=decided_excellent, decided_good=decided_good)

    def limit(self, *, is_exceptional: bool) -> int:
        """The most excellent ones beside the good ones that are decided."""
        return scoring.allowed(self.cap, self.decided_excellent + self.decided_good, is_exceptional=is_exceptional)

    def excess(self, *, is_exceptional: bool) -> int:
        """By how many the decided excellent ones are too many; 0 or less: they are not."""
        return self.decided_excellent - self.limit(is_exceptional=is_exceptional)

    def is_worse_than(self, before: "HeadRoom", *, is_exceptional: bool) -> bool:
        """Whether there are too many excellent ones now, and more of them too many than before."""
        return self.excess(is_exceptional=is_exceptional) > max(0, before.excess(is_exceptional=is_exceptional))


def counted(cap: Cap, standings: Iterable[Standing]) -> HeadRoom:
    """The counts of a group: one standing for each of its classified subjects, in any order."""
    found = list(standings)
    grades = [standing.grade for standing in found]
    decided = [standing.decided for standing in found]
    excellent, good = grades.count(cap.grade), grades.count(cap.good)
    return HeadRoom(
        cap=cap,
        size=len(found),
        excellent=excellent,
        good=good,
        worse=len(grades) - grades.count(None) - excellent - good,
        decided_excellent=decided.count(cap.grade),
        decided_good=decided.count(cap.good),
        has_exception=any(standing.is_exception and standing.decided == cap.grade for standing in found),
    )
