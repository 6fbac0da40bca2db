"""The cap on the best grade: roundings that let more through than the ratio, grades that nobody counts."""

from collections.abc import Iterator

from services.scoring.cap import Cap, allowed, share
from services.scoring.fact_words import percent_words
from services.scoring.form import Form
from services.scoring.lint.findings import Finding, warning
from services.vietnamese import listing

LARGEST_GROUP = 60


def cap(form: Form) -> Iterator[Finding]:
    """What is wrong with the cap."""
    if form.cap is None:
        return
    yield from _uncounted(form, form.cap)
    yield from _beyond_ratio(form.cap)


def _uncounted(form: Form, rule: Cap) -> Iterator[Finding]:
    ranks = {grade.id: rank for rank, grade in enumerate(form.grades)}
    between = form.grades[ranks[rule.grade] + 1 : ranks[rule.good]]
    if between:
        named = listing(grade.label for grade in between)
        sentence = f"Mẫu số của tỷ lệ khống chế không tính các đơn vị xếp {named}."
        yield warning("cap_denominator", "cap.good", sentence, named)
    if ranks[rule.grade]:
        named = listing(grade.label for grade in form.grades[: ranks[rule.grade]])
        yield warning("cap_denominator", "cap.grade", f"Mức {named} cao hơn mà không bị khống chế.", named)


def _beyond_ratio(rule: Cap) -> Iterator[Finding]:
    """The smallest group in which rounding lets more through than the ratio."""
    for size in range(1, LARGEST_GROUP + 1):
        excellent = allowed(rule, size)
        reached = share(rule, excellent, size - excellent)
        if excellent and (reached is None or reached > rule.ratio_of_one()):
            ratio = percent_words(rule.ratio_of_one())
            shown = f" ({percent_words(reached)})" if reached is not None else ""
            example = f"{excellent}/{size}"
            sentence = f"Làm tròn lên nên nhóm {size} đơn vị được {excellent} đơn vị{shown}, vượt tỷ lệ {ratio}."
            yield warning("cap_rounding", "cap.rounding", sentence, example)
            return
