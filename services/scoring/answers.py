"""Answers to the items of a form, and how one is spelled where it is stored."""

from dataclasses import dataclass
from decimal import Decimal

from services.errors import Invalid
from services.scoring.numbers import format_plain

Value = Decimal | bool | int | str | None
"""Points (Decimal or whole number), yes/no or passed (bool), a level's id (str), occurrences (int); None: unanswered."""

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one stage said to one item.

    An answer that is not applicable keeps its value, so that a slip can be taken back; the value then counts nothing.
    """

    value: Value = None
    is_applicable: bool = True
    note: str = ""
    """Why points were lost."""
    reason: str = ""
    """Why it differs from what the figures propose."""


class AnswerProblem(Invalid, ValueError):
    """The answer does not fit its item; ``field`` and ``item_id`` name the item."""

    def __init__(self, item_id: str, sentence: str) -> None:
        super().__init__(sentence, field=item_id)
        self.item_id = item_id


def spelled(value: Value) -> str | None:
    """The stored spelling: ``4.75``, ``yes``, ``no``, a level's id, ``3``. ``value_from`` reads it back."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Decimal):
        return format_plain(value)
    return None if value is None else str(value)
