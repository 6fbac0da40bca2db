"""Which totals a form can give: the ground on which its bands are checked."""

from decimal import Decimal
from math import gcd

from services.scoring.form import Form, Section
from services.scoring.items import (
    MOST_OCCURRENCES,
    BonusItem,
    DeductionItem,
    Item,
    KnockOutItem,
    LevelsItem,
    NotApplicable,
    PassFailItem,
    PointsItem,
)
from services.scoring.numbers import ZERO

HUNDRED = 100


def least(item: Item) -> Decimal:
    """The fewest points that an answer to the item can give."""
    if isinstance(item, LevelsItem):
        return min(level.points for level in item.levels)
    if isinstance(item, DeductionItem):
        return max(item.floor, item.max_points - item.per_occurrence * MOST_OCCURRENCES)
    return ZERO


def most(item: Item) -> Decimal:
    """The most points that an answer to the item can give."""
    match item:
        case PassFailItem() | KnockOutItem():
            return ZERO
        case LevelsItem():
            return max(level.points for level in item.levels)
        case PointsItem(step=Decimal() as step) | BonusItem(step=Decimal() as step):
            return item.max_points - item.max_points % step
        case _:
            return item.max_points


def section_most(section: Section) -> Decimal:
    """The most points that a section can give, bonus included."""
    extra = sum((most(item) for item in section.items if _is_bonus(item, "outside")), ZERO)
    within = sum((max(most(item), _granted(item)) for item in section.items), ZERO) - extra
    return extra + (min(within, section.max_points) if _has_inner_bonus(section) else within)


def limits(form: Form) -> tuple[Decimal, Decimal]:
    """The lowest and the highest total. Rebased totals may differ by what rounding does."""
    lowest = sum((min(least(item), _forgone(item)) for item in form.items.values()), ZERO)
    highest = sum((section_most(section) for section in form.sections), ZERO)
    return lowest, min(highest, form.max_points) if form.is_total_capped else highest


def grain(form: Form) -> Decimal:
    """Every total is a multiple of it: 1 where all points are whole, 0,01 where points are free."""
    values = [value for item in form.items.values() for value in _values(item)]
    values += [section.max_points for section in form.sections if _has_inner_bonus(section)]
    if form.is_total_capped:
        values.append(form.max_points)
    if form.rebase is not None:
        values.append(Decimal(1).scaleb(-form.rebase.places))
    return Decimal(gcd(*(int(abs(value) * HUNDRED) for value in values)) or 1) / HUNDRED


def totals_to_try(form: Form) -> tuple[Decimal, ...]:
    """The possible totals around every bound of every band, ascending.

    Between two bounds nothing changes, so what holds for these totals holds for all.
    """
    lowest, highest = limits(form)
    step = grain(form)
    bounds = [bound for grade in form.grades for bound in (grade.min, grade.max) if bound is not None]
    around = {(bound // step + steps) * step for bound in bounds for steps in (-1, 0, 1)}
    return tuple(sorted({total for total in around if lowest <= total <= highest} | {lowest, highest}))


def _granted(item: Item) -> Decimal:
    """The points of the item where it does not apply and counts as full."""
    if isinstance(item, BonusItem | PassFailItem | KnockOutItem) or item.not_applicable is not NotApplicable.FULL:
        return ZERO
    return item.max_points


def _forgone(item: Item) -> Decimal:
    """The points of the item where it does not apply and gives nothing; else its fewest."""
    is_forgone = isinstance(item, LevelsItem | DeductionItem) and item.not_applicable in {
        NotApplicable.ZERO,
        NotApplicable.LEAVES_MAXIMUM,
    }
    return ZERO if is_forgone else least(item)


def _has_inner_bonus(section: Section) -> bool:
    return any(_is_bonus(item, "inside") for item in section.items)


def _is_bonus(item: Item, counted: str) -> bool:
    return isinstance(item, BonusItem) and item.counted == counted


def _values(item: Item) -> tuple[Decimal, ...]:
    """Numbers whose sums and multiples are all that the item can give."""
    match item:
        case PassFailItem() | KnockOutItem():
            return ()
        case PointsItem() | BonusItem():
            # Free points move in hundredths; with a step a not applicable item can still give the whole maximum.
            return (item.step, item.max_points) if item.step else (Decimal(1) / HUNDRED,)
        case LevelsItem():
            return (item.max_points, *(level.points for level in item.levels))
        case DeductionItem():
            return (item.max_points, item.per_occurrence, item.floor)
        case _:
            return (item.max_points,)
