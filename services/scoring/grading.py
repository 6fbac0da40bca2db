"""From a total to a grade: the band says which grade the points allow, the conditions which one is given."""

from dataclasses import dataclass
from decimal import Decimal

from services.scoring.form import Form, Grade
from services.scoring.numbers import ZERO
from services.scoring.score import AwardedGrade, ItemScore, NextGrade, NoGrade, Rule, Step, Tally, UnmetGate


@dataclass(frozen=True, slots=True)
class Verdict:
    """A grade or the reason for none, and the steps that led there."""

    grade: AwardedGrade | None = None
    no_grade: NoGrade | None = None
    candidates: tuple[str, ...] = ()
    next_grade: NextGrade | None = None
    steps: tuple[Step, ...] = ()


def verdict(form: Form, tally: Tally, total: Decimal) -> Verdict:
    """The grade of a complete form: nothing else has one.

    Exactly one band must hold the total. From its grade downwards the first one whose conditions are met is given.
    """
    if not tally.is_complete:
        return Verdict(no_grade=NoGrade.INCOMPLETE)
    if _nothing_applies(form, tally):
        return Verdict(no_grade=NoGrade.NOTHING_APPLIES)
    ranks = [rank for rank, grade in enumerate(form.grades) if grade.holds(total)]
    bands = tuple(Step(Rule.BAND, grade.id, is_met=rank in ranks) for rank, grade in enumerate(form.grades))
    candidates = tuple(form.grades[rank].id for rank in ranks)
    if form.scoring_mode == "pass_fail":
        return _descended(form, tally, total, 0)
    if len(ranks) == 1:
        return _descended(form, tally, total, ranks[0], bands)
    return Verdict(no_grade=NoGrade.SEVERAL_BANDS if ranks else NoGrade.NO_BAND, candidates=candidates, steps=bands)


def _nothing_applies(form: Form, tally: Tally) -> bool:
    """Whether every item that could count was taken out."""
    counting = [item for item in tally.items.values() if _can_count(form, item)]
    return bool(counting) and all(item.is_at_maximum is None and item.is_passed is None for item in counting)


def _can_count(form: Form, item: ItemScore) -> bool:
    if form.scoring_mode == "pass_fail":
        return item.method == "pass_fail"
    return item.method not in {"pass_fail", "knock_out", "bonus"}


def _descended(form: Form, tally: Tally, total: Decimal, start: int, bands: tuple[Step, ...] = ()) -> Verdict:
    steps = list(bands)
    candidates = (form.grades[start].id,)
    for rank in range(start, len(form.grades)):
        grade = form.grades[rank]
        unmet, unknown = unmet_gates(grade, tally), unknown_gates(grade, tally)
        steps += _gate_steps(grade, unmet, unknown)
        if unknown and not unmet:
            # Whether this grade or a lower one is due cannot be said yet.
            return Verdict(None, NoGrade.NO_DATA, candidates, _missing(grade, tally, total), tuple(steps))
        if not unmet:
            steps.append(Step(Rule.AWARD, grade.id, is_met=True))
            better = _missing(form.grades[rank - 1], tally, total) if rank else None
            awarded = AwardedGrade(grade.id, grade.label, rank)
            return Verdict(awarded, None, candidates, better, tuple(steps))
    lowest = _missing(form.grades[-1], tally, total)
    return Verdict(None, NoGrade.NO_CONDITIONS_MET, candidates, lowest, tuple(steps))


def unmet_gates(grade: Grade, tally: Tally) -> tuple[UnmetGate, ...]:
    """The conditions of a grade that are not met."""
    checked = [(place, gate, gate.at_fault(tally)) for place, gate in enumerate(grade.requires)]
    return tuple(UnmetGate(place, gate.gate, at_fault) for place, gate, at_fault in checked if at_fault)


def unknown_gates(grade: Grade, tally: Tally) -> tuple[UnmetGate, ...]:
    """The conditions of a grade that missing data leave open; ``at_fault`` names the metrics."""
    checked = [(place, gate, gate.missing(tally)) for place, gate in enumerate(grade.requires)]
    return tuple(UnmetGate(place, gate.gate, missing) for place, gate, missing in checked if missing)


def _gate_steps(grade: Grade, unmet: tuple[UnmetGate, ...], unknown: tuple[UnmetGate, ...]) -> list[Step]:
    at_fault = {gate.place: gate.at_fault for gate in (*unmet, *unknown)}
    outcomes = dict.fromkeys((gate.place for gate in unmet), False) | dict.fromkeys(gate.place for gate in unknown)
    return [
        Step(
            Rule.GATE,
            grade.id,
            said=f"{place}:{gate.gate}:{','.join(at_fault.get(place, ()))}",
            is_met=outcomes.get(place, True),
        )
        for place, gate in enumerate(grade.requires)
    ]


def _missing(grade: Grade, tally: Tally, total: Decimal) -> NextGrade:
    return NextGrade(
        id=grade.id,
        label=grade.label,
        bound=grade.min,
        is_bound_inclusive=grade.min_inclusive,
        has_enough_points=grade.is_reached(total),
        missing_points=ZERO if grade.min is None else max(ZERO, grade.min - total),
        unmet=unmet_gates(grade, tally),
        unknown=unknown_gates(grade, tally),
    )
