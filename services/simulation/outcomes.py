"""What a form gives for answers and figures that need not be complete: one grade, or the range of those possible."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from services import scoring
from services.metrics import METRICS
from services.scoring import (
    Answer,
    AnswerProblem,
    AwardedGrade,
    BonusItem,
    DeductionItem,
    Facts,
    Form,
    Item,
    KnockOutItem,
    LevelsItem,
    NotApplicable,
    PointsItem,
    Score,
    Value,
    evaluated,
    validate_answer,
)
from services.scoring.gates import FactsHold, Gate
from services.scoring.items import MOST_OCCURRENCES
from services.scoring.metric_conditions import Flagged

_ASSUMED = "assumed"
"""The figure that stands for a condition of a grade that missing figures leave open."""


@dataclass(frozen=True)
class Outcome:
    """The best and the worst that can come of it; the same where nothing is open."""

    best: Score
    worst: Score
    open_items: tuple[str, ...]
    """Items that people must answer and nobody did."""
    open_metrics: tuple[str, ...]
    """Figures without data that a grade waits for."""

    @property
    def grade(self) -> AwardedGrade | None:
        """The grade, where it is certain."""
        return self.best.grade if self.best.grade == self.worst.grade else None

    @property
    def is_certain(self) -> bool:
        """Whether nothing that is open can change the grade, or that there is none."""
        return self.best.grade == self.worst.grade

    @property
    def label(self) -> str:
        """The grade, or the range of grades: ``Khá đến Tốt``; empty where no grade is given."""
        labels = [score.grade.label for score in (self.worst, self.best) if score.grade]
        if self.is_certain or len(labels) == 1:
            return labels[0] if self.is_certain and labels else ""
        return " đến ".join(labels)

    @property
    def total(self) -> str:
        """The points, or the range of points."""
        totals = [score.total for score in (self.worst, self.best) if score.total is not None]
        return "–".join(dict.fromkeys(scoring.format_points(total) for total in sorted(totals)))


def outcome(
    form: Form,
    answers: Mapping[str, Answer],
    facts: Facts,
    *,
    insisted: frozenset[str] = frozenset(),
    settled: frozenset[str] = frozenset(),
) -> Outcome:
    """What the form gives, whatever people would still answer.

    The answers of ``insisted`` items go before what the figures say; a figure of ``settled`` that has no data stays
    without.
    """
    proposed = scoring.proposals(form, facts)
    fitting = {name: answer for name, answer in answers.items() if fits(form, name, answer)}
    made = {name for name, proposal in proposed.items() if proposal.is_made} - (insisted & fitting.keys())
    given = {name: answer for name, answer in fitting.items() if name not in made}
    open_items = tuple(
        name for name, item in form.items.items() if name not in made | given.keys() and not isinstance(item, BonusItem)
    )
    bonuses = [
        item for name, item in form.items.items() if isinstance(item, BonusItem) and name not in made | given.keys()
    ]
    assumed, open_metrics = _with_assumptions(form, facts, settled)
    claimed = {item.id: Answer(_best(item)) for item in bonuses}
    best = [{**claimed, **answers} for answers in _extremes(form, open_items, _best, _RAISING)]
    worst = _extremes(form, open_items, _worst, _LOWERING)
    highest = _scores(assumed, given, best, {**facts, _ASSUMED: True})
    if not open_items and not bonuses and not open_metrics:
        return Outcome(highest[0], highest[0], (), ())
    lowest = _scores(assumed, given, worst, {**facts, _ASSUMED: False})
    return Outcome(min(highest, key=_badness), max(lowest, key=_badness), open_items, open_metrics)


def carried_over(form: Form, old: Form, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers that were given to an older form and say something to this one.

    The item must have the same id and be scored in the same way. Between forms that are not versions of each other
    an id alone says nothing, so there the words of the item must be the same, too.
    """
    return {name: answer for name, answer in answers.items() if is_same_item(form, old, name)}


def is_same_item(form: Form, old: Form, item_id: str) -> bool:
    """Whether both forms ask the same thing under this id."""
    if item_id not in form.items or item_id not in old.items:
        return False
    item, before = form.items[item_id], old.items[item_id]
    return item.method == before.method and (form.id == old.id or item.text == before.text)


def fits(form: Form, item_id: str, answer: Answer) -> bool:
    """Whether the item takes the answer, and the answer says something."""
    if item_id not in form.items or (answer.value is None and answer.is_applicable):
        return False
    try:
        validate_answer(form, item_id, answer)
    except AnswerProblem:
        return False
    return True


def words(form: Form, score: Score) -> str:
    """The grade and why not the next one, as a sentence."""
    return scoring.headline(form, score, METRICS)


def _with_assumptions(form: Form, facts: Facts, settled: frozenset[str]) -> tuple[Form, tuple[str, ...]]:
    """The form with every condition of a grade that figures leave open made to wait for one assumed figure."""
    open_metrics: dict[str, None] = {}

    def assumed(gate: Gate) -> Gate:
        found = evaluated(gate.when, facts) if isinstance(gate, FactsHold) else None
        if found is None or found.holds is not None or settled.issuperset(found.missing):
            return gate
        open_metrics.update(dict.fromkeys(found.missing))
        return FactsHold(gate="facts", when=Flagged.model_validate({"metric": _ASSUMED, "is": True}))

    grades = tuple(grade.model_copy(update={"requires": tuple(map(assumed, grade.requires))}) for grade in form.grades)
    changed = form.model_copy(update={"grades": grades}) if open_metrics else form
    return changed, tuple(open_metrics)


def _best(item: Item) -> Value:
    match item:
        case LevelsItem():
            return max(item.levels, key=lambda level: level.points).id
        case PointsItem() | BonusItem():
            return item.max_points - (item.max_points % item.step if item.step else Decimal(0))
        case DeductionItem():
            return 0
        case _:
            return not isinstance(item, KnockOutItem)


def _worst(item: Item) -> Value:
    match item:
        case LevelsItem():
            return min(item.levels, key=lambda level: level.points).id
        case PointsItem() | BonusItem():
            return Decimal(0)
        case DeductionItem():
            return MOST_OCCURRENCES
        case _:
            return isinstance(item, KnockOutItem)


_RAISING = frozenset({NotApplicable.FULL, NotApplicable.LEAVES_MAXIMUM})
_LOWERING = frozenset({NotApplicable.ZERO, NotApplicable.LEAVES_MAXIMUM})
"""Rules by which taking an item out may be better, or worse, than any answer to it."""


def _extremes(
    form: Form, open_items: tuple[str, ...], extreme: Callable[[Item], Value], rules: frozenset[NotApplicable]
) -> list[dict[str, Answer]]:
    """The highest or lowest answers, and the same with what may be taken out taken out: the rest decides which counts."""
    answered = {name: Answer(extreme(form.items[name])) for name in open_items}
    left_out = {name: Answer(is_applicable=False) for name in open_items if _rule(form.items[name]) in rules}
    return [answered, answered | left_out] if left_out else [answered]


def _rule(item: Item) -> NotApplicable | None:
    return None if isinstance(item, BonusItem | KnockOutItem) else item.not_applicable


def _scores(form: Form, given: Mapping[str, Answer], ways: Sequence[Mapping[str, Answer]], facts: Facts) -> list[Score]:
    return [scoring.score(form, {**given, **answers}, facts) for answers in ways]


def _badness(score: Score) -> tuple[bool, int, Decimal]:
    return score.grade is None, score.grade.rank if score.grade else 0, -score.total_so_far
