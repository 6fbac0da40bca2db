"""Grades by their points: gaps, overlaps, bands that no total reaches."""

from collections.abc import Iterator

from services.scoring.domain import limits, totals_to_try
from services.scoring.form import Form
from services.scoring.lint.findings import Finding, error, warning
from services.scoring.numbers import format_points
from services.vietnamese import listing


def bands(form: Form) -> Iterator[Finding]:
    """Totals that lie in no band, or in several."""
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
        return error("overlap", "grades", f"{total} điểm thuộc cùng lúc các mức {listing(holding)}.", total)
    return error("gap", "grades", f"{total} điểm không thuộc mức nào.", total)


def out_of_reach(form: Form) -> Iterator[Finding]:
    """Bands in which no total lies."""
    if form.scoring_mode == "pass_fail":
        return
    highest, totals = limits(form)[1], totals_to_try(form)
    for place, grade in enumerate(form.grades):
        if not any(grade.holds(total) for total in totals):
            shown = format_points(highest)
            sentence = f"Không tổng điểm nào thuộc mức {grade.label}; tổng cao nhất là {shown} điểm."
            # A band below all totals is odd; one above them can never be given.
            finding = warning if grade.is_reached(highest) else error
            yield finding("grade", f"grades[{place}]", sentence, shown)


def lowest_grade(form: Form) -> Iterator[Finding]:
    """A lowest grade with conditions, below which there is nothing."""
    lowest = form.grades[-1]
    if lowest.requires:
        sentence = f"Mức thấp nhất ({lowest.label}) cũng có điều kiện, nên có trường hợp không xếp loại được."
        yield warning("lowest", f"grades[{len(form.grades) - 1}].requires", sentence)
