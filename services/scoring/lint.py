"""Findings about a criteria set that can be read: what its authors will want to know before it is used.

Every finding has the example value that shows it. *Errors* give wrong or missing grades; *warnings* may be meant.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import localcontext
from enum import StrEnum

from services.scoring.domain import least, limits, most, totals_to_try
from services.scoring.form import Form, Section
from services.scoring.gates import ItemsPassed, NoKnockOut
from services.scoring.items import BonusItem, Item, KnockOutItem, NotApplicable, PassFailItem
from services.scoring.numbers import EXACT, ZERO, format_points
from services.vietnamese import day, listing


class Severity(StrEnum):
    """Whether a finding stops publication."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at, with its place in the file and the value that shows it."""

    rule: str
    severity: Severity
    path: str
    sentence: str
    example: str = ""


def lint(form: Form) -> tuple[Finding, ...]:
    """Everything found, in the order of the checks."""
    checks = (_sums, _items, _bands, _out_of_reach, _lowest_grade, _taken_out, _without_effect, _dates)
    with localcontext(EXACT):
        return tuple(finding for check in checks for finding in check(form))


def _error(rule: str, path: str, sentence: str, example: str = "") -> Finding:
    return Finding(rule, Severity.ERROR, path, sentence, example)


def _warning(rule: str, path: str, sentence: str, example: str = "") -> Finding:
    return Finding(rule, Severity.WARNING, path, sentence, example)


def _sums(form: Form) -> Iterator[Finding]:
    for place, section in enumerate(form.sections):
        yield from _section_sum(section, f"sections[{place}].max_points")
    added = sum((section.max_points for section in form.sections), ZERO)
    if added != form.max_points:
        sentence = f"Tổng điểm ghi {format_points(form.max_points)} nhưng các mục cộng lại được {format_points(added)}."
        yield _error("sum", "max_points", sentence, format_points(added))


def _section_sum(section: Section, path: str) -> Iterator[Finding]:
    counted = [item for item in section.items if not isinstance(item, BonusItem | PassFailItem | KnockOutItem)]
    added = sum((item.max_points for item in counted), ZERO)
    # A section of bonus items alone has a maximum that nothing must add up to.
    if added != section.max_points and (counted or not any(isinstance(item, BonusItem) for item in section.items)):
        stated, found = format_points(section.max_points), format_points(added)
        sentence = f"Mục “{section.title}” ghi {stated} điểm nhưng các tiêu chí cộng lại được {found}."
        yield _error("sum", path, sentence, found)


def _items(form: Form) -> Iterator[Finding]:
    for place, section in enumerate(form.sections):
        for row, item in enumerate(section.items):
            yield from _item(item, section, f"sections[{place}].items[{row}]")


def _item(item: Item, section: Section, path: str) -> Iterator[Finding]:
    if isinstance(item, PassFailItem | KnockOutItem):
        return
    if (best := most(item)) < item.max_points:
        stated, reached = format_points(item.max_points), format_points(best)
        sentence = f"Tiêu chí {item.name} tối đa {stated} điểm nhưng cao nhất chỉ chấm được {reached}."
        yield _error("maximum", path, sentence, reached)
    if (floor := least(item)) > ZERO:
        sentence = f"Tiêu chí {item.name} thấp nhất vẫn được {format_points(floor)} điểm."
        yield _warning("floor", path, sentence, format_points(floor))
    if isinstance(item, BonusItem) and item.counted == "inside" and section.max_points == ZERO:
        sentence = f"Điểm cộng của tiêu chí {item.name} không bao giờ được tính: mục có điểm tối đa là 0."
        yield _error("bonus", path, sentence, format_points(item.max_points))


def _bands(form: Form) -> Iterator[Finding]:
    if form.scoring_mode == "pass_fail":
        return
    before: list[str] | None = None
    for total in totals_to_try(form):
        holding = [grade.label for grade in form.grades if grade.holds(total)]
        if holding != before and len(holding) != 1:
            yield _misfit(format_points(total), holding)
        before = holding


def _misfit(total: str, holding: list[str]) -> Finding:
    if holding:
        return _error("overlap", "grades", f"{total} điểm thuộc cùng lúc các mức {listing(holding)}.", total)
    return _error("gap", "grades", f"{total} điểm không thuộc mức nào.", total)


def _out_of_reach(form: Form) -> Iterator[Finding]:
    if form.scoring_mode == "pass_fail":
        return
    highest, totals = limits(form)[1], totals_to_try(form)
    for place, grade in enumerate(form.grades):
        if not any(grade.holds(total) for total in totals):
            shown = format_points(highest)
            sentence = f"Không tổng điểm nào thuộc mức {grade.label}; tổng cao nhất là {shown} điểm."
            # A band below all totals is odd; one above them can never be given.
            finding = _warning if grade.is_reached(highest) else _error
            yield finding("grade", f"grades[{place}]", sentence, shown)


def _lowest_grade(form: Form) -> Iterator[Finding]:
    lowest = form.grades[-1]
    if lowest.requires:
        sentence = f"Mức thấp nhất ({lowest.label}) cũng có điều kiện, nên có trường hợp không xếp loại được."
        yield _warning("lowest", f"grades[{len(form.grades) - 1}].requires", sentence)


def _taken_out(form: Form) -> Iterator[Finding]:
    leaving = [item for item in form.items.values() if _leaves(item)]
    if form.rebase is not None and not leaving:
        sentence = "Có quy đổi điểm nhưng không tiêu chí có điểm nào được bớt khỏi điểm tối đa."
        yield _warning("rebase", "rebase", sentence)
    if form.rebase is None and leaving:
        yield _lowered(form, leaving)


def _leaves(item: Item) -> bool:
    if isinstance(item, BonusItem | PassFailItem | KnockOutItem):
        return False
    return item.not_applicable is NotApplicable.LEAVES_MAXIMUM


def _lowered(form: Form, leaving: list[Item]) -> Finding:
    highest = limits(form)[1] - sum((most(item) for item in leaving), ZERO)
    shown, best = format_points(highest), form.grades[0]
    named = listing(item.name for item in leaving)
    sentence = f"Nơi không áp dụng tiêu chí {named}, tổng cao nhất chỉ còn {shown} điểm"
    if best.is_reached(highest):
        return _warning("taken_out", "rebase", f"{sentence}.", shown)
    return _error("taken_out", "rebase", f"{sentence}, không thể đạt mức {best.label}.", shown)


def _without_effect(form: Form) -> Iterator[Finding]:
    looked_at = _looked_at(form)
    for place, section in enumerate(form.sections):
        for row, item in enumerate(section.items):
            if isinstance(item, PassFailItem | KnockOutItem) and item.id not in looked_at:
                sentence = f"Tiêu chí {item.name} không có điểm và không mức nào xét đến, chấm thế nào cũng như nhau."
                yield _warning("effect", f"sections[{place}].items[{row}]", sentence)


def _looked_at(form: Form) -> set[str]:
    looked_at: set[str] = set()
    for gate in (gate for grade in form.grades for gate in grade.requires):
        if isinstance(gate, ItemsPassed | NoKnockOut):
            method = "pass_fail" if isinstance(gate, ItemsPassed) else "knock_out"
            looked_at |= set(gate.items) or {item.id for item in form.items.values() if item.method == method}
    return looked_at


def _dates(form: Form) -> Iterator[Finding]:
    if form.document_date and form.valid_from < form.document_date:
        issued, starts = day(form.document_date), day(form.valid_from)
        sentence = f"Bộ tiêu chí có hiệu lực từ {starts}, trước ngày ban hành văn bản {issued}."
        yield _warning("dates", "valid_from", sentence, starts)
