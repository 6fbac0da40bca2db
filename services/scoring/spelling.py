"""Reading back an answer's stored spelling, by the item's way of scoring."""

import re
from decimal import Decimal

from services.scoring.answers import NO, YES, AnswerProblem, Value
from services.scoring.items import BonusItem, DeductionItem, Item, LevelsItem, PointsItem

_POINTS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_OCCURRENCES = re.compile(r"[0-9]{1,9}")


def value_from(item: Item, spelling: str | None) -> Value:
    """The value that ``spelled`` wrote; None stays None. Whether it fits the item is for scoring to say.

    Raises AnswerProblem when it is no value of this item's kind at all.
    """
    if spelling is None:
        return None
    match item:
        case PointsItem() | BonusItem() if _POINTS.fullmatch(spelling):
            return Decimal(spelling)
        case DeductionItem() if _OCCURRENCES.fullmatch(spelling):
            return int(spelling)
        case LevelsItem():
            return spelling
        case PointsItem() | BonusItem() | DeductionItem():
            raise _unreadable(item)
        case _:
            return _yes_or_no(item, spelling)


def _yes_or_no(item: Item, spelling: str) -> bool:
    if spelling not in {YES, NO}:
        raise _unreadable(item)
    return spelling == YES


def _unreadable(item: Item) -> AnswerProblem:
    return AnswerProblem(item.id, f"Nội dung đã lưu ở tiêu chí {item.name} không đọc được; hãy chấm lại tiêu chí này.")
