"""What must agree inside a criteria set before it can be used at all.

Mistakes that real documents contain (sums, gaps between bands) are not refused here: the lint shows them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from services.scoring.faults import Fault
from services.scoring.gates import ItemsAtMaximum, ItemsPassed, NoKnockOut, SectionsAtLeast

if TYPE_CHECKING:
    from services.scoring.form import Form, Grade
    from services.scoring.gates import Gate

_COUNTED = {"points", "yes_no", "levels", "deduction"}
_WITHOUT_POINTS = {"pass_fail", "knock_out"}


def form_faults(form: Form) -> tuple[Fault, ...]:
    """Every contradiction, in the order of the file."""
    checks = (_validity, _repeated_ids, _mode, _grades, _gates, _grades_named)
    return tuple(fault for check in checks for fault in check(form))


def _validity(form: Form) -> Iterator[Fault]:
    if form.valid_to and form.valid_to <= form.valid_from:
        yield Fault("valid_to", "là ngày đầu tiên hết hiệu lực, phải sau ngày valid_from.")


def _repeated_ids(form: Form) -> Iterator[Fault]:
    yield from _repeated([(f"sections[{place}].id", section.id) for place, section in enumerate(form.sections)])
    items = [
        (f"sections[{place}].items[{row}]", item)
        for place, section in enumerate(form.sections)
        for row, item in enumerate(section.items)
    ]
    yield from _repeated([(f"{path}.id", item.id) for path, item in items])
    yield from _repeated([(f"{path}.number", item.number) for path, item in items if item.number])
    yield from _repeated([(f"grades[{place}].id", grade.id) for place, grade in enumerate(form.grades)])
    yield from _repeated([(f"grades[{place}].label", grade.label) for place, grade in enumerate(form.grades)])


def _repeated(named: list[tuple[str, str]]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for path, name in named:
        if name in seen:
            yield Fault(path, f"“{name}” đã dùng ở {seen[name]}.")
        seen.setdefault(name, path)


def _mode(form: Form) -> Iterator[Fault]:
    if form.scoring_mode == "points":
        if not any(item.method in _COUNTED for section in form.sections for item in section.items):
            yield Fault("scoring_mode", "chấm điểm thì phải có ít nhất một tiêu chí có điểm.")
        return
    yield from _points_without_meaning(form)
    for place, section in enumerate(form.sections):
        for row, item in enumerate(section.items):
            if item.method not in _WITHOUT_POINTS:
                path = f"sections[{place}].items[{row}].method"
                yield Fault(path, "bộ tiêu chí đạt/không đạt chỉ dùng pass_fail và knock_out.")


def _points_without_meaning(form: Form) -> Iterator[Fault]:
    set_fields: dict[str, object] = {"max_points": form.max_points, "rebase": form.rebase, "review": form.review}
    set_fields["is_total_capped"] = form.is_total_capped
    set_fields |= {f"sections[{place}].max_points": section.max_points for place, section in enumerate(form.sections)}
    for place, grade in enumerate(form.grades):
        set_fields |= {f"grades[{place}].min": grade.min is not None, f"grades[{place}].max": grade.max is not None}
    for path, is_set in set_fields.items():
        if is_set:
            yield Fault(path, "bộ tiêu chí đạt/không đạt không tính điểm; hãy bỏ trường này.")


def _grades(form: Form) -> Iterator[Fault]:
    for place, grade in enumerate(form.grades):
        if _is_empty_band(grade):
            yield Fault(f"grades[{place}].max", "mức này không có điểm nào: max phải lớn hơn min.")
        if place and not _is_below(grade, form.grades[place - 1]):
            yield Fault(f"grades[{place}].min", "các mức phải xếp từ cao xuống thấp.")


def _is_empty_band(grade: Grade) -> bool:
    if grade.min is None or grade.max is None:
        return False
    return grade.min > grade.max or (grade.min == grade.max and not (grade.min_inclusive and grade.max_inclusive))


def _is_below(grade: Grade, better: Grade) -> bool:
    """Without bounds (pass/fail) the order of the file is all there is."""
    if better.min is None:
        return grade.min is None
    if grade.min is None or grade.min < better.min:
        return True
    return grade.min == better.min and grade.min_inclusive and not better.min_inclusive


def _gates(form: Form) -> Iterator[Fault]:
    methods: dict[str, str] = {item.id: item.method for section in form.sections for item in section.items}
    sections = {section.id for section in form.sections}
    for place, grade in enumerate(form.grades):
        for row, gate in enumerate(grade.requires):
            for fault in _gate_faults(gate, methods, sections):
                yield fault.under(f"grades[{place}].requires[{row}]")


def _gate_faults(gate: Gate, methods: dict[str, str], sections: set[str]) -> Iterator[Fault]:
    match gate:
        case ItemsAtMaximum():
            yield from _named(gate.items, methods, _COUNTED, "có điểm")
        case ItemsPassed():
            yield from _named(gate.items, methods, {"pass_fail"}, "đạt/không đạt")
            yield from _too_many(gate, methods)
        case NoKnockOut():
            yield from _named(gate.items, methods, {"knock_out"}, "loại trừ")
        case SectionsAtLeast():
            yield from _repeated([(f"sections[{place}]", section) for place, section in enumerate(gate.sections)])
            for place, section in enumerate(gate.sections):
                if section not in sections:
                    yield Fault(f"sections[{place}]", f"không có mục “{section}” trong bộ tiêu chí.")


def _named(items: tuple[str, ...], methods: dict[str, str], wanted: set[str], kind: str) -> Iterator[Fault]:
    if not items and not wanted & set(methods.values()):
        yield Fault("items", f"bộ tiêu chí không có tiêu chí {kind} nào.")
    yield from _repeated([(f"items[{place}]", item) for place, item in enumerate(items)])
    for place, item in enumerate(items):
        if item not in methods:
            yield Fault(f"items[{place}]", f"không có tiêu chí “{item}” trong bộ tiêu chí.")
        elif methods[item] not in wanted:
            yield Fault(f"items[{place}]", f"tiêu chí “{item}” không phải là tiêu chí {kind}.")


def _too_many(gate: ItemsPassed, methods: dict[str, str]) -> Iterator[Fault]:
    there_are = len(set(gate.items)) or sum(method == "pass_fail" for method in methods.values())
    if gate.at_least and gate.at_least > there_are:
        yield Fault("at_least", f"chỉ có {there_are} tiêu chí để đạt.")


def _grades_named(form: Form) -> Iterator[Fault]:
    """Grades of this form that its recognition, its roll-up and its cap speak of."""
    yield from _repeated([(f"recognises[{place}]", grade) for place, grade in enumerate(form.recognises)])
    ranks = {grade.id: rank for rank, grade in enumerate(form.grades)}
    named: dict[str, str | None] = {f"recognises[{place}]": grade for place, grade in enumerate(form.recognises)}
    named["roll_up.as"] = form.roll_up.counts_as if form.roll_up else None
    named |= {"cap.grade": form.cap.grade, "cap.good": form.cap.good} if form.cap else {}
    for path, grade in named.items():
        if grade is not None and grade not in ranks:
            yield Fault(path, f"không có mức “{grade}” trong bộ tiêu chí.")
    if form.cap and ranks.get(form.cap.good, len(ranks)) <= ranks.get(form.cap.grade, -1):
        yield Fault("cap.good", "phải là mức thấp hơn mức bị khống chế (grade).")
