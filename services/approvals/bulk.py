"""Approving many records at once: each on its own, so that one refusal keeps none of the others back."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from services.access import Actor, Permission
from services.approvals import reviewing
from services.errors import Invalid, Refusal
from services.meetings import MeetingRef
from services.vietnamese import number


@dataclass(frozen=True)
class Read:
    """A record and the version of it that was on the screen."""

    ref: MeetingRef
    version: int
    unit_name: str


@dataclass(frozen=True)
class Outcome:
    """How many went through, and why the others did not."""

    approved: int
    refused: tuple[tuple[str, str], ...]
    """Unit name and sentence."""

    @property
    def sentence(self) -> str:
        """What to tell the person who pressed the button."""
        said = f"Đã duyệt {number(self.approved)} biên bản."
        if not self.refused:
            return said
        reasons = " ".join(f"{name}: {sentence}" for name, sentence in self.refused)
        return f"{said} {number(len(self.refused))} biên bản chưa duyệt được. {reasons}"


def approve_all(session: Session, actor: Actor, chosen: Iterable[Read]) -> Outcome:
    """Approve every record of the list in the version that was read. Invalid when the list is empty."""
    actor.require(Permission.MEETINGS_REVIEW)
    reads = list(chosen)
    if not reads:
        raise Invalid("Đồng chí chọn ít nhất một biên bản để duyệt.")
    approved, refused = 0, []
    for read in reads:
        try:
            with session.begin_nested():
                reviewing.approve(session, actor, read.ref, read.version)
        except Refusal as refusal:
            refused.append((read.unit_name, refusal.sentence))
        else:
            approved += 1
    return Outcome(approved, tuple(refused))
