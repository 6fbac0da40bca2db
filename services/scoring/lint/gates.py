"""Conditions of grades: items that no condition looks at, conditions that can never be met."""

from collections.abc import Iterator

from services.scoring.condition_words import in_words
from services.scoring.form import Form, Grade
from services.scoring.gates import FactsHold, ItemsPassed, NoKnockOut
from services.scoring.items import KnockOutItem, PassFailItem
from services.scoring.lint.conditions import can_hold
from services.scoring.lint.findings import Finding, error, warning
from services.scoring.metric import Metrics


def impossible_gates(form: Form, metrics: Metrics) -> Iterator[Finding]:
    """Conditions on facts that can never be met, alone or together."""
    for place, grade in enumerate(form.grades):
        yield from _impossible(grade, f"grades[{place}].requires", metrics)


def _impossible(grade: Grade, path: str, metrics: Metrics) -> Iterator[Finding]:
    gates = {row: gate.when for row, gate in enumerate(grade.requires) if isinstance(gate, FactsHold)}
    alone = [row for row, when in gates.items() if not can_hold([when], metrics)]
    for row in alone:
        said = in_words(gates[row], metrics)
        sentence = f"Điều kiện của mức {grade.label} không bao giờ đáp ứng được: {said}."
        yield error("gate", f"{path}[{row}].when", sentence, said)
    if not alone and len(gates) > 1 and not can_hold(list(gates.values()), metrics):
        said = "; ".join(in_words(when, metrics) for when in gates.values())
        sentence = f"Các điều kiện của mức {grade.label} mâu thuẫn, không bao giờ cùng đáp ứng được: {said}."
        yield error("gate", path, sentence, said)


def without_effect(form: Form) -> Iterator[Finding]:
    """Items without points that no grade looks at."""
    looked_at = _looked_at(form)
    for place, section in enumerate(form.sections):
        for row, item in enumerate(section.items):
            if isinstance(item, PassFailItem | KnockOutItem) and item.id not in looked_at:
                sentence = f"Tiêu chí {item.name} không có điểm và không mức nào xét đến, chấm thế nào cũng như nhau."
                yield warning("effect", f"sections[{place}].items[{row}]", sentence)


def _looked_at(form: Form) -> set[str]:
    looked_at: set[str] = set()
    for gate in (gate for grade in form.grades for gate in grade.requires):
        if isinstance(gate, ItemsPassed | NoKnockOut):
            method = "pass_fail" if isinstance(gate, ItemsPassed) else "knock_out"
            looked_at |= set(gate.items) or {item.id for item in form.items.values() if item.method == method}
    return looked_at
