"""Mandatory items that may not apply and then count as nothing: the best grade is out of reach there."""

from collections.abc import Iterator

from services.scoring.form import Form
from services.scoring.gates import Gate, ItemsAtMaximum, ItemsPassed
from services.scoring.items import BonusItem, Item, KnockOutItem, NotApplicable
from services.scoring.lint.findings import Finding, warning


def mandatory(form: Form) -> Iterator[Finding]:
    """Items without which there is no best grade, and that count as nothing where they do not apply."""
    needed, best = needed_items(form), form.grades[0]
    for place, section in enumerate(form.sections):
        for row, item in enumerate(section.items):
            if item.id in needed and counts_as_nothing(item):
                sentence = (
                    f"Khi tiêu chí {item.name} không áp dụng thì tính như không đạt, mà mức {best.label} bắt buộc "
                    "phải đạt tiêu chí này, nên không thể đạt mức đó."
                )
                yield warning("mandatory", f"sections[{place}].items[{row}].not_applicable", sentence)


def counts_as_nothing(item: Item) -> bool:
    """Whether the item may not apply, and then counts as nothing or as not passed."""
    return not isinstance(item, BonusItem | KnockOutItem) and item.not_applicable is NotApplicable.ZERO


def needed_items(form: Form) -> set[str]:
    """The items that the best grade cannot do without, each by itself."""
    return {item for gate in form.grades[0].requires for item in _needed(form, gate)}


def _needed(form: Form, gate: Gate) -> tuple[str, ...]:
    match gate:
        case ItemsAtMaximum():
            return gate.items
        case ItemsPassed():
            looked_at = gate.items or tuple(item.id for item in form.items.values() if item.method == "pass_fail")
            return looked_at if gate.at_least in {None, len(looked_at)} else ()
        case _:
            return ()
