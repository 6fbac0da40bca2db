"""Votes (biểu quyết): who counts in the base of a vote. Pure: a roster in, whole numbers out.

The base is every official member summoned, less those temporarily elsewhere and the exempt as far as they are absent;
whoever of them comes and votes counts. Absent members of the others stay in it: of 20 official members 17 came, the base
is 20 (DOMAIN, section 4). Probationary members do not vote, and a guest (sinh hoạt tạm thời đến) votes at home.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol
from uuid import UUID

from models import SuspensionKind
from services.vietnamese import listing, number, percent

COUNTED_IF_PRESENT = frozenset({SuspensionKind.EXEMPT, SuspensionKind.TEMPORARY_OUT})
"""Members on special duty are summoned like everybody else."""


class Entitled(Protocol):
    """One line of a roster."""

    @property
    def member_id(self) -> UUID: ...
    @property
    def is_official(self) -> bool: ...
    @property
    def is_temporary(self) -> bool: ...
    @property
    def suspension(self) -> SuspensionKind | None: ...


@dataclass(frozen=True)
class Electorate:
    """Who may vote in a cell on a day."""

    due: frozenset[UUID] = frozenset()
    """Official members who count whether they come or not."""
    exempt: frozenset[UUID] = frozenset()
    elsewhere: frozenset[UUID] = frozenset()
    """Official members who count only if they come."""
    probationary: int = 0
    """Members of the cell who do not vote."""

    @property
    def optional(self) -> frozenset[UUID]:
        """Everybody who counts only if they come."""
        return self.exempt | self.elsewhere

    @property
    def most(self) -> int:
        """The largest base there can be: all of them came."""
        return len(self.due) + len(self.optional)

    def base(self, came: Collection[UUID]) -> int:
        """The base of the vote, by who came."""
        return len(self.due) + len(self.optional & frozenset(came))

    def base_for(self, present: int) -> int:
        """The base where only the number of official members present is known: the smallest that holds them all."""
        return min(max(len(self.due), present), self.most)


def electorate(entries: Iterable[Entitled]) -> Electorate:
    """Who may vote, by the roster of the day."""
    own = [entry for entry in entries if not entry.is_temporary]
    official = [entry for entry in own if entry.is_official]
    return Electorate(
        due=frozenset(entry.member_id for entry in official if entry.suspension not in COUNTED_IF_PRESENT),
        exempt=_with(official, SuspensionKind.EXEMPT),
        elsewhere=_with(official, SuspensionKind.TEMPORARY_OUT),
        probationary=len(own) - len(official),
    )


def percent_of(in_favour: int, base: int) -> str:
    """Votes for in percent of the base; an em dash when nobody may vote."""
    return percent(Fraction(in_favour, base) if base else None)


def is_carried(in_favour: int, base: int) -> bool:
    """Whether more than half of the base voted for it (Điều lệ Đảng, Điều 9)."""
    return 2 * in_favour > base


def in_words(found: Electorate, base: int) -> str:
    """The base as a sentence, with everybody who is not in it."""
    came = base - len(found.due)
    sentence = f"Căn cứ tính: {number(base)} đảng viên chính thức được triệu tập"
    sentence += f", kể cả {number(came)} đồng chí miễn sinh hoạt hoặc sinh hoạt nơi khác có dự" if came else ""
    left_out = {"miễn sinh hoạt": len(found.exempt), "sinh hoạt tạm thời nơi khác": len(found.elsewhere)}
    words = listing(f"{number(heads)} {kind}" for kind, heads in left_out.items() if heads)
    sentence += f"; không tính người vắng trong số {words}" if words and base < found.most else ""
    sentence += f". Đảng viên dự bị ({number(found.probationary)}) không biểu quyết" if found.probationary else ""
    return f"{sentence}."


def _with(entries: Iterable[Entitled], kind: SuspensionKind) -> frozenset[UUID]:
    return frozenset(entry.member_id for entry in entries if entry.suspension is kind)
