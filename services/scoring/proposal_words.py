"""A proposal in Vietnamese: the figures, what they propose by which rule, or why they propose nothing."""

from decimal import Decimal

from services.scoring.computed import Counts
from services.scoring.condition_words import in_words
from services.scoring.fact_words import choice, exact_number, facts_in_words, grade_label, missing_in_words, unit_of
from services.scoring.inputs import applies_when, conditions_of, counts_of
from services.scoring.items import BonusItem, DeductionItem, Item, LevelsItem, PointsItem
from services.scoring.metric import NO_METRICS, Metrics
from services.scoring.numbers import format_points
from services.scoring.proposal import Obstacle, Proposal

_YES_NO = {"pass_fail": ("đạt", "không đạt"), "knock_out": ("có xảy ra", "không xảy ra")}

_MET_WHEN = {"yes_no": "được điểm khi", "pass_fail": "đạt khi", "knock_out": "xảy ra khi"}


def proposal_in_words(item: Item, proposal: Proposal, metrics: Metrics = NO_METRICS) -> str:
    """A sentence for beside the item: ``Số liệu: tỷ lệ dự họp 75 % (9/12) → đề xuất mức “Từ 70 %”.``"""
    if not proposal.is_made:
        return _sentence(obstacle(proposal, metrics))
    return f"Số liệu: {figures(proposal, metrics)} → đề xuất {value_in_words(item, proposal)}."


def figures(proposal: Proposal, metrics: Metrics) -> str:
    """The facts that were looked at."""
    return facts_in_words(proposal.facts, metrics)


def obstacle(proposal: Proposal, metrics: Metrics) -> str:
    """Why nothing is proposed, as a part of a sentence."""
    match proposal.obstacle:
        case Obstacle.UNMATCHED:
            return f"không mức nào khớp với {figures(proposal, metrics)}"
        case Obstacle.OUT_OF_RANGE:
            return f"{figures(proposal, metrics)} vượt quá số lần chấm được"
        case Obstacle.NO_DATA:
            return f"chưa có số liệu về {missing_in_words(proposal.missing, metrics)}"
        case _:
            return f"số liệu {figures(proposal, metrics)} thì tiêu chí này áp dụng"


def value_in_words(item: Item, proposal: Proposal) -> str:
    """What is proposed: ``mức “Từ 70 %”``, ``4,5 điểm``, ``2 lần``, ``không áp dụng``."""
    value = proposal.value
    if not proposal.is_applicable:
        return "không áp dụng"
    if isinstance(value, bool):
        yes, no = _YES_NO.get(item.method, ("có", "không"))
        return yes if value else no
    if isinstance(value, int) and isinstance(item, DeductionItem):
        return f"{value} lần"
    if isinstance(value, Decimal | int):
        return f"{'cộng ' if isinstance(item, BonusItem) else ''}{format_points(Decimal(value))} điểm"
    level = item.level(value) if isinstance(item, LevelsItem) else None
    return f"mức {quoted(level.label)}" if level else ""


def rule_in_words(item: Item, proposal: Proposal, metrics: Metrics) -> str:
    """The rule by which the figures gave the answer."""
    condition = applies_when(item)
    if condition is not None and not proposal.is_applicable:
        return f"chỉ áp dụng khi {in_words(condition, metrics, proposal.facts)}"
    if isinstance(item, LevelsItem):
        level = item.level(proposal.value)
        return in_words(level.when, metrics, proposal.facts) if level and level.when else "không thuộc các mức khác"
    if isinstance(item, PointsItem):
        return f"tính theo tỷ lệ của {format_points(item.max_points)} điểm, làm tròn xuống"
    counts = counts_of(item)
    if counts is not None:
        return _counting(counts, metrics)
    return f"{_MET_WHEN[item.method]} {in_words(conditions_of(item)[0], metrics, proposal.facts)}"


def _counting(counts: Counts, metrics: Metrics) -> str:
    metric = metrics.get(counts.metric)
    of = f" {choice(grade_label(grade, metric) for grade in counts.of)}" if counts.of else ""
    if counts.every == 1:
        return f"mỗi{unit_of(metric) or ' trường hợp'}{of} tính một lần"
    part = ", phần lẻ tính là một lần" if counts.rounding == "up" else ", không tính phần lẻ"
    return f"cứ {exact_number(counts.every)}{unit_of(metric)}{of} tính một lần{part}"


def better_level(item: Item, proposal: Proposal, metrics: Metrics) -> str:
    """What the next better level would want; empty where there is none."""
    if not isinstance(item, LevelsItem) or not proposal.is_applicable:
        return ""
    reached = item.level(proposal.value)
    better = [level for level in item.levels if reached and level.points > reached.points and level.when is not None]
    nearest = min(better, key=lambda level: level.points, default=None)
    if nearest is None or nearest.when is None:
        return ""
    return f"để được {format_points(nearest.points)} điểm cần {in_words(nearest.when, metrics, proposal.facts)}"


def quoted(text: str) -> str:
    """A label inside a sentence, on one line."""
    return f"“{' '.join(text.split())}”"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}; đồng chí tự chấm tiêu chí này."
