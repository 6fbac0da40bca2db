"""How many have which grade: exclusively, and nested as people say it. Pure.

``19/19 hoàn thành tốt nhiệm vụ trở lên, trong đó 3 hoàn thành xuất sắc nhiệm vụ`` (DOMAIN, section 7).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from services.vietnamese import number


class Mark(NamedTuple):
    """A grade as it is counted: schemes of several years may call the same rank differently."""

    rank: int
    """0 is the best."""
    label: str


@dataclass(frozen=True)
class Tally:
    """Counts of one group: every mark that occurs, and those who have none yet."""

    marks: tuple[tuple[Mark, int], ...] = ()
    """Best first."""
    unclassified: int = 0

    @property
    def total(self) -> int:
        """Everybody who is to be classified."""
        return self.unclassified + sum(count for _, count in self.marks)

    def of(self, mark: Mark) -> int:
        """Exactly this grade."""
        return dict(self.marks).get(mark, 0)

    def at_least(self, rank: int) -> int:
        """This grade or a better one."""
        return sum(count for mark, count in self.marks if mark.rank <= rank)


def tallied(marks: Iterable[Mark | None]) -> Tally:
    """The counts of a group; None stands for one who has no grade yet. Any order gives the same."""
    found = list(marks)
    counts = Counter(mark for mark in found if mark is not None)
    return Tally(tuple(sorted(counts.items())), found.count(None))


def spoken(tally: Tally, marks: Sequence[Mark]) -> str:
    """The nested counts as people say them: good or better of all, and of these the excellent ones.

    ``marks`` are all grades there are, best first. Empty where nobody is to be classified.
    """
    if not tally.total:
        return ""
    if tally.unclassified == tally.total:
        return f"Chưa có kết quả xếp loại nào trong số {number(tally.total)} thuộc diện xếp loại"
    *better, good = marks[:2] or [Mark(0, "được xếp loại")]
    said = f"{number(tally.at_least(good.rank))}/{number(tally.total)} {_small(good.label)}"
    said += " trở lên" if better else ""
    of_these = "".join(f", trong đó {number(tally.of(mark))} {_small(mark.label)}" for mark in better)
    missing = f"; còn {number(tally.unclassified)} chưa xếp loại" if tally.unclassified else ""
    return f"{said}{of_these}{missing}"


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]
