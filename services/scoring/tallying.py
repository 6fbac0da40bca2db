"""From answers to the points of items and sections."""

from collections.abc import Mapping
from decimal import Decimal

from services.scoring.answers import Answer, AnswerProblem
from services.scoring.facts import Facts
from services.scoring.form import Form, Section
from services.scoring.items import BonusItem, Item, KnockOutItem, NotApplicable, PassFailItem
from services.scoring.numbers import ZERO
from services.scoring.score import ItemScore, ItemState, ProblemFound, SectionScore, Tally

UNANSWERED = Answer()


def tallied(form: Form, answers: Mapping[str, Answer], facts: Facts) -> tuple[Tally, tuple[ProblemFound, ...]]:
    """Every item and section with its points, and the answers that could not be counted."""
    problems = [
        ProblemFound(item_id, f"Bộ tiêu chí không có tiêu chí “{item_id}”.")
        for item_id in answers
        if item_id not in form.items
    ]
    items: dict[str, ItemScore] = {}
    for item in form.items.values():
        try:
            items[item.id] = item_score(item, answers.get(item.id, UNANSWERED))
        except AnswerProblem as problem:
            problems.append(ProblemFound(item.id, problem.sentence))
            items[item.id] = ItemScore(item.id, item.method, ItemState.REFUSED, max_points=_maximum(item))
    sections = {section.id: _section_score(section, items) for section in form.sections}
    return Tally(items, sections, facts), tuple(problems)


def item_score(item: Item, answer: Answer) -> ItemScore:
    """What one answer gives. Raises AnswerProblem."""
    if not answer.is_applicable:
        return _not_applicable(item)
    if answer.value is None:
        return ItemScore(item.id, item.method, ItemState.UNANSWERED, max_points=_maximum(item))
    points = item.earned(answer.value)
    if isinstance(item, BonusItem):
        return ItemScore(item.id, item.method, ItemState.ANSWERED, points)
    if isinstance(item, PassFailItem | KnockOutItem):
        is_passed = answer.value is isinstance(item, PassFailItem)
        return ItemScore(item.id, item.method, ItemState.ANSWERED, is_passed=is_passed)
    return _with_points(item, ItemState.ANSWERED, points)


def not_applicable_rule(item: Item) -> NotApplicable:
    """What the form says of the item where it does not apply. Raises AnswerProblem when it always does."""
    if isinstance(item, BonusItem) and item.applies_when is not None:
        return NotApplicable.ZERO
    rule = None if isinstance(item, BonusItem | KnockOutItem) else item.not_applicable
    if rule is None:
        sentence = f"Tiêu chí {item.name} áp dụng cho mọi trường hợp, không được đánh dấu “Không áp dụng”."
        raise AnswerProblem(item.id, sentence)
    return rule


def _not_applicable(item: Item) -> ItemScore:
    rule = not_applicable_rule(item)
    if rule is NotApplicable.LEAVES_MAXIMUM or isinstance(item, BonusItem):
        return ItemScore(item.id, item.method, ItemState.NOT_APPLICABLE)
    is_full = rule is NotApplicable.FULL
    if isinstance(item, PassFailItem):
        return ItemScore(item.id, item.method, ItemState.NOT_APPLICABLE, is_passed=is_full)
    return _with_points(item, ItemState.NOT_APPLICABLE, _maximum(item) if is_full else ZERO)


def _with_points(item: Item, state: ItemState, points: Decimal) -> ItemScore:
    maximum = _maximum(item)
    return ItemScore(item.id, item.method, state, points, maximum, maximum - points, points >= maximum)


def _maximum(item: Item) -> Decimal:
    return ZERO if isinstance(item, BonusItem | PassFailItem | KnockOutItem) else item.max_points


def _section_score(section: Section, items: Mapping[str, ItemScore]) -> SectionScore:
    extra = _bonus(section, items, "outside")
    within = sum((items[item.id].points for item in section.items), ZERO) - extra
    taken_out = sum((_maximum(item) - items[item.id].max_points for item in section.items), ZERO)
    maximum = max(ZERO, section.max_points - taken_out)
    if _bonus(section, items, "inside"):
        within = min(within, maximum)
    is_complete = not any(items[item.id].is_open for item in section.items)
    return SectionScore(section.id, section.good, within + extra, extra, maximum, is_complete)


def _bonus(section: Section, items: Mapping[str, ItemScore], counted: str) -> Decimal:
    bonuses = (item for item in section.items if isinstance(item, BonusItem) and item.counted == counted)
    return sum((items[item.id].points for item in bonuses), ZERO)
