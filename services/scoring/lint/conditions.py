"""Conditions of items that can never be met. Levels are looked at by themselves."""

from collections.abc import Iterator

from services.scoring.condition_words import in_words
from services.scoring.form import Form
from services.scoring.inputs import applies_when
from services.scoring.items import Item, KnockOutItem, PassFailItem, YesNoItem
from services.scoring.lint.findings import Finding, error
from services.scoring.lint.ground import samples
from services.scoring.lint.metrics import are_usable
from services.scoring.metric import Metrics
from services.scoring.metric_conditions import Condition


def impossible_conditions(form: Form, metrics: Metrics) -> Iterator[Finding]:
    """Items that never apply, and items of which the condition is never met where they do."""
    for place, section in enumerate(form.sections):
        for row, item in enumerate(section.items):
            yield from _impossible(item, f"sections[{place}].items[{row}]", metrics)


def _impossible(item: Item, path: str, metrics: Metrics) -> Iterator[Finding]:
    applying = applies_when(item)
    if applying is not None and not can_hold([applying], metrics):
        said = in_words(applying, metrics)
        sentence = f"Tiêu chí {item.name} không bao giờ áp dụng, vì không thể có trường hợp {said}."
        yield error("never_applies", f"{path}.applies_when", sentence, said)
        return
    when = item.when if isinstance(item, YesNoItem | PassFailItem | KnockOutItem) else None
    if when is not None and not can_hold([when, *([applying] if applying is not None else [])], metrics):
        said = in_words(when, metrics)
        sentence = f"Điều kiện của tiêu chí {item.name} không bao giờ đáp ứng được: {said}."
        yield error("never_met", f"{path}.when", sentence, said)


def can_hold(conditions: list[Condition], metrics: Metrics) -> bool:
    """Whether some facts meet them all; what cannot be tried out is taken to be possible."""
    if not are_usable(conditions, metrics):
        return True
    tried = samples(conditions, metrics)
    return tried is None or any(all(when.holds(facts) for when in conditions) for facts in tried)
