"""Items that do not apply, and what that does to the highest total."""

from collections.abc import Iterator, Sequence

from services.scoring.domain import limits, most
from services.scoring.form import Form
from services.scoring.items import BonusItem, Item, KnockOutItem, NotApplicable, PassFailItem
from services.scoring.lint.findings import Finding, error, warning
from services.scoring.lint.mandatory import counts_as_nothing, needed_items
from services.scoring.numbers import ZERO, format_points
from services.vietnamese import listing


def rebased_for_nothing(form: Form) -> Iterator[Finding]:
    """Rebasing where nothing ever leaves the maximum."""
    if form.rebase is not None and not _following(form, NotApplicable.LEAVES_MAXIMUM):
        sentence = "Có quy đổi điểm nhưng không tiêu chí có điểm nào được bớt khỏi điểm tối đa."
        yield warning("rebase", "rebase", sentence)


def taken_out(form: Form) -> Iterator[Finding]:
    """A maximum that sinks where items are taken out, without rebasing."""
    leaving = _following(form, NotApplicable.LEAVES_MAXIMUM)
    if form.rebase is None and leaving:
        yield _lowered(form, "taken_out", "rebase", leaving)


def sometimes_lowered(form: Form) -> Iterator[Finding]:
    """A maximum that cannot be reached when an item, by its figures, does not apply and counts as nothing."""
    lost = [item for item in _following(form, NotApplicable.ZERO) if getattr(item, "applies_when", None) is not None]
    if lost:
        yield _lowered(form, "sometimes", "max_points", lost)


def marked(form: Form) -> Iterator[Finding]:
    """Items that people may mark as not applicable, and that then take the best grade away by their points alone.

    Mandatory ones take it away whatever they are worth: that is found by itself.
    """
    needed, best = needed_items(form), form.grades[0]
    for place, section in enumerate(form.sections):
        for row, item in enumerate(section.items):
            highest = limits(form)[1] - most(item)
            is_marked = counts_as_nothing(item) and getattr(item, "applies_when", None) is None
            if is_marked and item.id not in needed and not best.is_reached(highest):
                shown = format_points(highest)
                sentence = f"{_sunk(item.name, shown)}, không thể đạt mức {best.label}."
                yield warning("marked", f"sections[{place}].items[{row}].not_applicable", sentence, shown)


def _sunk(named: str, shown: str) -> str:
    return f"Khi tiêu chí {named} không áp dụng, tổng điểm cao nhất chỉ còn {shown}"


def _following(form: Form, rule: NotApplicable) -> list[Item]:
    return [
        item
        for item in form.items.values()
        if not isinstance(item, BonusItem | PassFailItem | KnockOutItem) and item.not_applicable is rule
    ]


def _lowered(form: Form, rule: str, path: str, leaving: Sequence[Item]) -> Finding:
    highest = limits(form)[1] - sum((most(item) for item in leaving), ZERO)
    shown, best = format_points(highest), form.grades[0]
    sentence = _sunk(listing(item.name for item in leaving), shown)
    if best.is_reached(highest):
        return warning(rule, path, f"{sentence}.", shown)
    return error(rule, path, f"{sentence}, không thể đạt mức {best.label}.", shown)
