"""Why a grade moves: the sentence of the new one, and the items whose points changed, the largest change first."""

from decimal import Decimal

from services.metrics import METRICS
from services.scoring import (
    Form,
    Item,
    ItemScore,
    ItemState,
    KnockOutItem,
    Origin,
    PassFailItem,
    Score,
    fact_in_words,
    format_points,
)
from services.scoring.fact_words import missing_in_words
from services.simulation.outcomes import Outcome, is_same_item, words
from services.vietnamese import listing

MOST_ITEMS = 12
_PASSED = {True: "đạt", False: "không đạt", None: "không xét"}

Changed = tuple[Decimal, str]
"""How much the points of an item changed, and a sentence."""


def reasons(form: Form, found: Outcome, old: Score | None, old_form: Form | None) -> tuple[str, ...]:
    """The sentences, from the new grade to the single items."""
    said = [words(form, found.best)] if found.is_certain else list(_range(form, found))
    if old is not None and old_form is not None:
        said += _changes(form, found, old, old_form)
    return tuple(said)


def _range(form: Form, found: Outcome) -> list[str]:
    names = listing(form.items[item_id].name for item_id in found.open_items)
    said = [f"Chưa có câu trả lời cho tiêu chí {names}."] if names else []
    if found.open_metrics:
        said.append(f"Chưa có số liệu về {missing_in_words(found.open_metrics, METRICS)}.")
    return [*said, f"Cao nhất: {words(form, found.best)}", f"Thấp nhất: {words(form, found.worst)}"]


def _changes(form: Form, found: Outcome, old: Score, old_form: Form) -> list[str]:
    before = {item.id: item for item in old.items}
    asked_before = {item_id for item_id in before if _is_comparable(form, old_form, item_id)}
    changes = [
        _change(form.items[item.id], item, before[item.id] if item.id in asked_before else None)
        for item in found.best.items
        if item.id not in found.open_items
    ]
    changes += [
        (before[item_id].points, f"Tiêu chí {item.name} của bộ cũ không còn ({_points(before[item_id])}).")
        for item_id, item in old_form.items.items()
        if item_id not in asked_before and before[item_id].points
    ]
    changes.sort(key=lambda change: -abs(change[0]))
    return [sentence for _, sentence in changes if sentence][:MOST_ITEMS]


def _is_comparable(form: Form, old: Form, item_id: str) -> bool:
    """Whether both forms ask the same, however each scores it."""
    is_version = form.id == old.id and item_id in form.items
    return is_version or is_same_item(form, old, item_id)


def _change(item: Item, now: ItemScore, before: ItemScore | None) -> Changed:
    """How much an item's points changed, and the sentence; an empty one where nothing did."""
    figures = _figures(now)
    if before is None:
        return now.points, f"Tiêu chí {item.name} mới: {format_points(now.points)} điểm{figures}." if now.points else ""
    if isinstance(item, PassFailItem | KnockOutItem) or before.is_passed is not None:
        return _passing(item, now, before, figures)
    if now.points == before.points and now.max_points == before.max_points:
        return now.points, ""
    was, is_now = (_points(score) for score in (before, now))
    return now.points - before.points, f"Tiêu chí {item.name}: {was} → {is_now}{figures}."


def _passing(item: Item, now: ItemScore, before: ItemScore, figures: str) -> Changed:
    if now.is_passed is before.is_passed and now.points == before.points:
        return now.points, ""
    if now.is_passed is None and before.is_passed is None:
        return now.points - before.points, f"Tiêu chí {item.name}: {_points(before)} → {_points(now)}{figures}."
    return now.points, f"Tiêu chí {item.name}: {_PASSED[before.is_passed]} → {_PASSED[now.is_passed]}{figures}."


def _points(score: ItemScore) -> str:
    if score.state is ItemState.NOT_APPLICABLE:
        return "không áp dụng"
    return f"{format_points(score.points)}/{format_points(score.max_points)} điểm"


def _figures(score: ItemScore) -> str:
    if score.origin is not Origin.COMPUTED or score.proposal is None:
        return ""
    return (
        f" (số liệu: {'; '.join(fact_in_words(name, value, METRICS) for name, value in score.proposal.facts.items())})"
    )
