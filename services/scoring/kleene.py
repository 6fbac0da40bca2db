"""Logic of three values (Kleene): True, False and None, not known."""

from collections.abc import Iterable


def every(outcomes: Iterable[bool | None]) -> bool | None:
    """Kleene's and: one False decides, then one unknown leaves it open."""
    is_known = True
    for outcome in outcomes:
        if outcome is False:
            return False
        is_known = is_known and outcome is not None
    return True if is_known else None


def some(outcomes: Iterable[bool | None]) -> bool | None:
    """Kleene's or: one True decides, then one unknown leaves it open."""
    return opposite(every(opposite(outcome) for outcome in outcomes))


def opposite(outcome: bool | None) -> bool | None:
    """Kleene's not."""
    return None if outcome is None else not outcome
