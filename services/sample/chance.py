"""Repeatable randomness: the same seed and place give the same draws and the same keys."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")


class Chance(Random):
    """The draws of one place in the sample, independent of every other place."""

    def happens(self, share: float) -> bool:
        """True in about ``share`` of the cases."""
        return self.random() < share

    def day(self, first: date, last: date) -> date:
        """A day from ``first`` to ``last``, both included; ``first`` when they are the wrong way round."""
        return first + timedelta(days=self.randint(0, max(0, (last - first).days)))

    def weighted(self, options: Sequence[T], weights: Sequence[float]) -> T:
        """One of the options, the likelier the heavier."""
        return self.choices(options, weights)[0]


def chance_of(seed: int, *place: object) -> Chance:
    """The draws of a place, named by anything that can be written down."""
    return Chance("/".join(str(part) for part in (seed, *place)))


class Keys:
    """Primary keys in the layout of ``models.base.new_id``, drawn instead of read from the clock.

    They grow by one millisecond each and lie years before ``until``: keys made later by people come after them.
    """

    def __init__(self, seed: int, until: date) -> None:
        self._bits = chance_of(seed, "keys")
        self._milliseconds = int(datetime(until.year - 3, 1, 1, tzinfo=UTC).timestamp() * 1000)

    def fresh(self) -> UUID:
        """A key that was not given before."""
        self._milliseconds += 1
        number = (self._milliseconds << 80) | self._bits.getrandbits(80)
        number = (number & ~(0xF << 76)) | (0x7 << 76)
        number = (number & ~(0x3 << 62)) | (0x2 << 62)
        return UUID(int=number)
