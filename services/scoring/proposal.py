"""What the figures propose for an item, beside what people say."""

from dataclasses import dataclass, field
from enum import StrEnum

from services.scoring.answers import Answer, Value
from services.scoring.facts import Facts


class Obstacle(StrEnum):
    """Why the figures propose no answer."""

    NO_DATA = "no_data"
    """A metric that matters has no data; ``missing`` names it."""
    UNMATCHED = "unmatched"
    """The figures match no level."""
    OUT_OF_RANGE = "out_of_range"
    """More occurrences than an item can have."""
    BY_HAND = "by_hand"
    """The figures only say that the item applies; its answer is for people."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed answer, or the reason for none, with the facts that were looked at."""

    value: Value = None
    applies: bool | None = None
    """What the figures say of ``applies_when``; None: nothing."""
    facts: Facts = field(default_factory=dict, hash=False)
    obstacle: Obstacle | None = None
    missing: tuple[str, ...] = ()

    @property
    def is_applicable(self) -> bool:
        """False where the figures say that the item does not apply."""
        return self.applies is not False

    @property
    def is_made(self) -> bool:
        """Whether there is something to take over."""
        return self.value is not None or not self.is_applicable

    def contradicts(self, answer: Answer) -> bool:
        """Whether people said something else than the figures: an override, which wants a reason."""
        if is_open(answer):
            return False
        if not self.is_applicable:
            return answer.is_applicable
        if not answer.is_applicable:
            return self.applies is True or self.value is not None
        return self.value is not None and answer.value != self.value


def is_open(answer: Answer) -> bool:
    """Whether people left the item to the figures."""
    return answer.value is None and answer.is_applicable
