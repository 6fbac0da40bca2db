"""Scoring a form: values in, values out, exact to the last place.

Nothing is assumed: an unanswered item leaves the form without a total and a grade, an answer that does not
fit counts as unanswered and is reported, a total outside every band gets no grade. What the figures propose
counts where people said nothing.
"""

from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction

from services.scoring.answering import effective, proposal_steps, spelled_once, with_origins
from services.scoring.answers import Answer, AnswerProblem, spelled
from services.scoring.facts import NO_FACTS, Facts
from services.scoring.form import Form, Rebase
from services.scoring.grading import verdict
from services.scoring.items import Item
from services.scoring.numbers import EXACT, ZERO, format_plain
from services.scoring.proposing import proposals
from services.scoring.score import ItemScore, ItemState, NoGrade, Origin, ProblemFound, Rule, Score, Step, Tally
from services.scoring.tallying import UNANSWERED, item_score, not_applicable_rule, tallied


def validate_answer(form: Form, item_id: str, answer: Answer) -> None:
    """Refuse what scoring could not count: raises AnswerProblem. Leaving an item unanswered is no problem."""
    item = form.items.get(item_id)
    if item is None:
        raise AnswerProblem(item_id, f"Bộ tiêu chí không có tiêu chí “{item_id}”.")
    with localcontext(EXACT):
        item_score(item, answer)


def score(form: Form, answers: Mapping[str, Answer], facts: Facts | None = None) -> Score:
    """The form's points and grade, what is missing, and how it all came about.

    An item that nobody answered takes what the ``facts`` propose for it; None: no figures are looked at.
    """
    proposed = {} if facts is None else proposals(form, facts)
    with localcontext(EXACT):
        counting = effective(answers, proposed)
        tally, problems = tallied(form, counting, NO_FACTS if facts is None else facts)
        return _scored(form, counting, with_origins(tally, answers, proposed), problems)


def _scored(form: Form, answers: Mapping[str, Answer], tally: Tally, problems: tuple[ProblemFound, ...]) -> Score:
    steps = _steps(form, tally, answers)
    total = _total(steps)
    judged = verdict(form, tally, total)
    items = tuple(tally.items.values())
    has_total = form.scoring_mode == "points" and judged.no_grade not in {NoGrade.INCOMPLETE, NoGrade.NOTHING_APPLIES}
    overridden = tuple(item.id for item in items if item.origin is Origin.OVERRIDDEN)
    return Score(
        total=total if has_total else None,
        total_so_far=total,
        max_points=sum((section.max_points for section in tally.sections.values()), ZERO),
        sections=tuple(tally.sections.values()),
        items=items,
        unanswered=tuple(item.id for item in items if item.is_open and item.state is ItemState.UNANSWERED),
        problems=problems,
        lost=tuple(item.id for item in items if _lacks_note(item, answers.get(item.id, UNANSWERED))),
        grade=judged.grade,
        no_grade=judged.no_grade,
        candidates=judged.candidates,
        next_grade=judged.next_grade,
        derivation=(*steps, *judged.steps),
        overridden=overridden,
        unexplained=tuple(item_id for item_id in overridden if not answers[item_id].reason.strip()),
    )


def _steps(form: Form, tally: Tally, answers: Mapping[str, Answer]) -> list[Step]:
    """What gave or took points. What concerns the whole waits until every item has its answer."""
    steps = [*_item_steps(form, tally, answers), *_section_steps(form, tally)]
    return steps + _whole_steps(form, tally) if tally.is_complete else steps


def _total(steps: list[Step]) -> Decimal:
    return sum((step.points for step in steps), ZERO)


def _lacks_note(item: ItemScore, answer: Answer) -> bool:
    return (item.lost > ZERO or item.is_passed is False) and not answer.note.strip()


def _item_steps(form: Form, tally: Tally, answers: Mapping[str, Answer]) -> list[Step]:
    steps = []
    spelling = spelled_once(scored.proposal for scored in tally.items.values() if scored.proposal is not None)
    for item in form.items.values():
        scored, answer = tally.items[item.id], answers.get(item.id, UNANSWERED)
        steps += proposal_steps(scored, answer, spelling)
        if scored.state in {ItemState.ANSWERED, ItemState.NOT_APPLICABLE}:
            steps.append(_item_step(item, scored, answer))
    return steps


def _item_step(item: Item, scored: ItemScore, answer: Answer) -> Step:
    if scored.state is ItemState.NOT_APPLICABLE:
        return Step(Rule.NOT_APPLICABLE, item.id, scored.points, not_applicable_rule(item).value, scored.is_passed)
    return Step(Rule.ITEM, item.id, scored.points, spelled(answer.value) or "", scored.is_passed)


def _section_steps(form: Form, tally: Tally) -> list[Step]:
    steps = []
    for section in form.sections:
        added = sum((tally.items[item.id].points for item in section.items), ZERO)
        if beyond := tally.sections[section.id].points_so_far - added:
            steps.append(Step(Rule.SECTION_MAXIMUM, section.id, beyond))
    return steps


def _whole_steps(form: Form, tally: Tally) -> list[Step]:
    steps = _rebase_steps(form, tally)
    total = sum((section.points_so_far for section in tally.sections.values()), _total(steps))
    if form.is_total_capped and total > form.max_points:
        steps.append(Step(Rule.TOTAL_MAXIMUM, form.id, form.max_points - total))
    return steps


def _rebase_steps(form: Form, tally: Tally) -> list[Step]:
    whole = sum((section.max_points for section in form.sections), ZERO)
    left = sum((section.max_points for section in tally.sections.values()), ZERO)
    within = sum((section.points_within for section in tally.sections.values()), ZERO)
    if form.rebase is None or not ZERO < left < whole or within <= ZERO:
        return []
    # Rounding must not take back what scaling gave: an item that does not apply never costs points.
    rebased = max(within, _rounded(Fraction(within) * Fraction(whole) / Fraction(left), form.rebase))
    return [Step(Rule.REBASE, form.id, rebased - within, f"{format_plain(left)}/{format_plain(whole)}")]


def _rounded(points: Fraction, rebase: Rebase) -> Decimal:
    units = points * 10**rebase.places + (Fraction(1, 2) if rebase.rounding == "half_up" else 0)
    return Decimal(units.numerator // units.denominator).scaleb(-rebase.places)
