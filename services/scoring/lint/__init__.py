"""Findings about a criteria set that can be read: what its authors will want to know before it is used.

Every finding has the example value that shows it. *Errors* give wrong or missing grades; *warnings* may be meant.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import localcontext

from services.scoring.form import Form
from services.scoring.lint.applying import marked, rebased_for_nothing, sometimes_lowered, taken_out
from services.scoring.lint.bands import bands, lowest_grade, out_of_reach
from services.scoring.lint.cap import cap
from services.scoring.lint.conditions import impossible_conditions
from services.scoring.lint.findings import Finding, Severity
from services.scoring.lint.gates import impossible_gates, without_effect
from services.scoring.lint.levels import levels
from services.scoring.lint.mandatory import mandatory
from services.scoring.lint.metrics import metric_uses, subject_of
from services.scoring.lint.places import place_of
from services.scoring.lint.roll_up import roll_up
from services.scoring.lint.sums import dates, items, sums
from services.scoring.metric import Metrics
from services.scoring.numbers import EXACT

__all__ = ["Finding", "Severity", "lint"]

_OF_THE_FORM: tuple[Callable[[Form], Iterator[Finding]], ...] = (
    sums,
    items,
    bands,
    out_of_reach,
    lowest_grade,
    rebased_for_nothing,
    taken_out,
    sometimes_lowered,
    marked,
    mandatory,
    without_effect,
    roll_up,
    cap,
    dates,
)


def lint(form: Form, metrics: Metrics | None = None, about: str = "") -> tuple[Finding, ...]:
    """Everything found, in the order of the checks.

    Without the catalogue of metrics, what is computed from them is not checked. ``about`` is whom the form is about
    (``meeting``, ``cell``, ``committee``, ``unit`` for either of these, or ``member``); empty: as its kind says.
    """
    with localcontext(EXACT):
        found = [finding for check in _OF_THE_FORM for finding in check(form)]
        if metrics is not None:
            found += metric_uses(form, metrics, about or subject_of(form.kind))
            found += [*levels(form, metrics), *impossible_conditions(form, metrics), *impossible_gates(form, metrics)]
        return tuple(replace(finding, place=place_of(form, finding.path)) for finding in found)
