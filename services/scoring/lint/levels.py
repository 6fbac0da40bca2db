"""Levels with conditions: values that match none, values that match several, levels that are never chosen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from services.scoring.fact_words import facts_in_words
from services.scoring.facts import Facts
from services.scoring.form import Form
from services.scoring.items import Level, LevelsItem
from services.scoring.lint.findings import Finding, error, warning
from services.scoring.lint.ground import samples
from services.scoring.lint.metrics import are_usable
from services.scoring.metric import Metrics
from services.scoring.metric_conditions import Condition
from services.scoring.proposal_words import quoted
from services.vietnamese import listing


@dataclass
class _Tried:
    """What trying out the levels of an item has shown."""

    gap: Facts | None = None
    overlap: tuple[Facts, tuple[int, ...]] | None = None
    matching: set[int] = field(default_factory=set)
    chosen: set[int] = field(default_factory=set)
    shadows: dict[int, int] = field(default_factory=dict)
    """For a level the one before it that was chosen in its stead, the one with the fewest points if several were."""


def levels(form: Form, metrics: Metrics) -> Iterator[Finding]:
    """What is wrong with the computed levels, each tried out on all that its figures can be."""
    for place, section in enumerate(form.sections):
        for row, item in enumerate(section.items):
            if isinstance(item, LevelsItem) and item.is_computed:
                yield from _levels(item, f"sections[{place}].items[{row}].levels", metrics)


def _levels(item: LevelsItem, path: str, metrics: Metrics) -> Iterator[Finding]:
    conditions = [level.when for level in item.levels if level.when is not None]
    applying = _telling(item, conditions)
    if not are_usable([*conditions, *applying], metrics):
        return
    facts = samples([*conditions, *applying], metrics)
    if facts is None:
        sentence = f"Các mức của tiêu chí {item.name} có quá nhiều trường hợp nên chưa kiểm tra được hết."
        yield warning("level_unchecked", path, sentence)
        return
    fitting = [tried for tried in facts if all(condition.holds(tried) for condition in applying)]
    tried = _try_out(item.levels, fitting)
    yield from _misfits(item, tried, path, metrics)
    yield from _never_chosen(item, tried, path)


def _telling(item: LevelsItem, conditions: list[Condition]) -> list[Condition]:
    """The condition under which the item exists, where it looks at what the levels look at."""
    named = {metric for condition in conditions for metric in condition.metrics}
    applying = item.applies_when
    return [] if applying is None or named.isdisjoint(applying.metrics) else [applying]


def _try_out(rows: Sequence[Level], facts: Sequence[Facts]) -> _Tried:
    tried = _Tried()
    for values in facts:
        matching = tuple(
            place for place, level in enumerate(rows) if level.when is not None and level.when.holds(values)
        )
        if not matching:
            if rows[-1].otherwise:
                matching = (len(rows) - 1,)
            else:
                tried.gap = tried.gap or values
                continue
        tried.matching.update(matching)
        tried.chosen.add(matching[0])
        for place in matching[1:]:
            before = tried.shadows.get(place, matching[0])
            tried.shadows[place] = min(before, matching[0], key=lambda row: rows[row].points)
        tried.overlap = _worse(rows, tried.overlap, (values, matching))
    return tried


def _worse(
    rows: Sequence[Level], known: tuple[Facts, tuple[int, ...]] | None, found: tuple[Facts, tuple[int, ...]]
) -> tuple[Facts, tuple[int, ...]] | None:
    """The overlap to show: rather one where a better level is passed over."""
    if len(found[1]) < 2:  # noqa: PLR2004 - two levels make an overlap
        return known
    if known is None or (_passes_over(rows, found[1]) and not _passes_over(rows, known[1])):
        return found
    return known


def _passes_over(rows: Sequence[Level], matching: tuple[int, ...]) -> bool:
    return any(rows[place].points > rows[matching[0]].points for place in matching[1:])


def _misfits(item: LevelsItem, tried: _Tried, path: str, metrics: Metrics) -> Iterator[Finding]:
    if tried.gap is not None:
        example = facts_in_words(tried.gap, metrics)
        yield error("level_gap", path, f"Tiêu chí {item.name}: không mức nào khớp với {example}.", example)
    if tried.overlap is not None:
        facts, matching = tried.overlap
        example, named = facts_in_words(facts, metrics), listing(quoted(item.levels[place].label) for place in matching)
        order = (
            "mức đứng trước được chọn dù ít điểm hơn"
            if _passes_over(item.levels, matching)
            else "mức đứng trước được chọn"
        )
        sentence = f"Tiêu chí {item.name}: {example} khớp cùng lúc các mức {named}; {order}."
        yield warning("level_overlap", path, sentence, example)


def _never_chosen(item: LevelsItem, tried: _Tried, path: str) -> Iterator[Finding]:
    for place, level in enumerate(item.levels):
        if place in tried.chosen:
            continue
        named = f"Mức {quoted(level.label)} của tiêu chí {item.name}"
        if level.otherwise:
            yield warning("level_unreachable", f"{path}[{place}]", f"{named} không bao giờ được chọn.", level.id)
        elif place not in tried.matching:
            yield error("level_unreachable", f"{path}[{place}]", f"{named} không bao giờ khớp.", level.id)
        else:
            before = item.levels[tried.shadows[place]]
            finding = error if level.points > before.points else warning
            sentence = f"{named} không bao giờ được chọn: mức {quoted(before.label)} đứng trước luôn khớp trước."
            yield finding("level_unreachable", f"{path}[{place}]", sentence, level.id)
