"""One item of a score in Vietnamese: its points, the figures behind them, and who said otherwise and why."""

from collections.abc import Mapping

from services.scoring.items import BonusItem, DeductionItem, Item, KnockOutItem, LevelsItem, PassFailItem
from services.scoring.metric import Metrics
from services.scoring.numbers import ZERO, format_points
from services.scoring.proposal import Obstacle, Proposal
from services.scoring.proposal_words import better_level, figures, obstacle, quoted, rule_in_words, value_in_words
from services.scoring.score import ItemScore, ItemState, Origin, Rule, Step

_NOT_APPLICABLE = {
    "full": "không áp dụng, tính như đạt đủ",
    "zero": "không áp dụng, tính như không đạt",
    "leaves_maximum": "không áp dụng, không tính vào điểm tối đa",
}


def item_in_words(item: Item, scored: ItemScore, steps: Mapping[Rule, Step], metrics: Metrics) -> str:
    """What there is to say of the item, without the final stop; empty where there is nothing."""
    if scored.state is ItemState.REFUSED:
        return ""
    if scored.proposal is not None:
        return _beside_figures(item, scored, scored.proposal, steps, metrics)
    if scored.state is ItemState.UNANSWERED:
        return "chưa chấm" if scored.is_open else ""
    step = steps.get(Rule.ITEM) or steps[Rule.NOT_APPLICABLE]
    is_said = scored.state is ItemState.NOT_APPLICABLE or scored.is_passed is False
    is_said = is_said or scored.lost > ZERO or (isinstance(item, BonusItem) and scored.points > ZERO)
    return _result(item, scored, step) if is_said else ""


def _beside_figures(
    item: Item, scored: ItemScore, proposal: Proposal, steps: Mapping[Rule, Step], metrics: Metrics
) -> str:
    step = steps.get(Rule.ITEM) or steps.get(Rule.NOT_APPLICABLE)
    if step is None:
        return f"chưa chấm; {obstacle(proposal, metrics)}"
    result = _result(item, scored, step)
    if scored.origin is Origin.OVERRIDDEN:
        return f"{result}, {_against(item, proposal, steps[Rule.OVERRIDE].said, metrics)}"
    if not proposal.is_made:
        why = "theo" if proposal.obstacle is Obstacle.BY_HAND else "chấm trực tiếp vì"
        return f"{result}, {why} {obstacle(proposal, metrics)}"
    need = better_level(item, proposal, metrics)
    return f"{result} theo số liệu: {figures(proposal, metrics)}; quy tắc: {rule_in_words(item, proposal, metrics)}{need and f'; {need}'}"


def _against(item: Item, proposal: Proposal, reason: str, metrics: Metrics) -> str:
    said = value_in_words(item, proposal) if proposal.is_made else "áp dụng"
    why = f"lý do: {' '.join(reason.split()).rstrip('.')}" if reason else "chưa ghi lý do"
    return f"khác với đề xuất ({said}) theo số liệu: {figures(proposal, metrics)}; {why}"


def _result(item: Item, scored: ItemScore, step: Step) -> str:
    if step.rule is Rule.NOT_APPLICABLE:
        return "không áp dụng, không cộng điểm" if isinstance(item, BonusItem) else _NOT_APPLICABLE[step.said]
    if isinstance(item, PassFailItem):
        return "đạt" if scored.is_passed else "chưa đạt"
    if isinstance(item, KnockOutItem):
        return "không xảy ra" if scored.is_passed else "có xảy ra (điều kiện loại trừ)"
    if isinstance(item, BonusItem):
        return f"cộng {format_points(scored.points)} điểm"
    return f"{format_points(scored.points)}/{format_points(item.max_points)} điểm{_how(item, step)}"


def _how(item: Item, step: Step) -> str:
    if isinstance(item, DeductionItem):
        return f" ({step.said} lần, mỗi lần trừ {format_points(item.per_occurrence)} điểm)"
    level = item.level(step.said) if isinstance(item, LevelsItem) else None
    return f" (mức {quoted(level.label)})" if level else ""
