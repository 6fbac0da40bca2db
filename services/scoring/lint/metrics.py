"""Metrics that a form names: unknown ones, ones without data or about something else, and uses that do not fit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from services.scoring.form import Form
from services.scoring.gates import FactsHold
from services.scoring.inputs import applies_when, counts_of
from services.scoring.items import Item, KnockOutItem, LevelsItem, PassFailItem, PointsItem, YesNoItem
from services.scoring.lint.findings import Finding, error, warning
from services.scoring.metric import CELL, COMMITTEE, MEETING, MEMBER, UNIT, Metric, MetricKind, Metrics
from services.scoring.metric_conditions import Compared, Condition, Flagged, OneOf, leaves
from services.scoring.thresholds import BySize

_ABOUT = {
    MEETING: "buổi sinh hoạt",
    UNIT: "tổ chức đảng",
    CELL: "chi bộ",
    COMMITTEE: "đảng bộ",
    MEMBER: "đảng viên",
}
_NUMBERS = frozenset({MetricKind.COUNT, MetricKind.AMOUNT})
_WHOLE = Decimal(100)
_WANTED = {
    frozenset({MetricKind.FLAG}): "chỉ dùng được với số liệu có/không",
    frozenset({MetricKind.GRADE}): "chỉ dùng được với số liệu là mức xếp loại",
    frozenset({MetricKind.TALLY}): "của (of) chỉ dùng được với số liệu đếm theo mức xếp loại",
    frozenset({MetricKind.SHARE}): "chỉ dùng được với tỷ lệ",
    _NUMBERS: "chỉ dùng được với số đếm hoặc số đo",
    _NUMBERS | {MetricKind.SHARE}: "chỉ so sánh được tỷ lệ, số đếm, số đo, hoặc số đếm theo mức có ghi of",
}


@dataclass(frozen=True)
class Use:
    """One metric as it is used in one place."""

    path: str
    metric: str
    kinds: frozenset[MetricKind]
    """Kinds of metrics that can be used like this."""
    bounds: tuple[Decimal, ...] = ()
    grades: tuple[str, ...] = ()


def metric_uses(form: Form, metrics: Metrics, subject: str) -> Iterator[Finding]:
    """What is wrong with the metrics that a form about this subject names."""
    for use in form_uses(form):
        metric = metrics.get(use.metric)
        if metric is None:
            yield error("metric", use.path, f"Không có số liệu nào mã “{use.metric}”.", use.metric)
            continue
        if not metric.fits(subject):
            sentence = f"Số liệu “{metric.name}” không phải là số liệu của {_ABOUT[subject]}."
            yield error("metric_about", use.path, sentence, use.metric)
        elif not metric.has_data:
            sentence = f"Phần mềm chưa có số liệu “{metric.name}”, nên luôn phải chấm trực tiếp."
            yield warning("metric_data", use.path, sentence, use.metric)
        yield from misfits(use, metric)


def subject_of(kind: str) -> str:
    """Whom a form of this kind is about."""
    if kind.startswith(MEETING):
        return MEETING
    return next((subject for subject in (MEMBER, CELL, COMMITTEE) if kind.endswith(subject)), UNIT)


def are_usable(conditions: Iterable[Condition], metrics: Metrics) -> bool:
    """Whether the conditions can be tried out: every metric is known and used as what it is."""
    uses = (use for condition in conditions for use in condition_uses(condition, ""))
    return all(use.metric in metrics and not list(misfits(use, metrics[use.metric])) for use in uses)


def misfits(use: Use, metric: Metric) -> Iterator[Finding]:
    """Where a metric is used as something that it is not."""
    if metric.kind not in use.kinds:
        yield error("metric_kind", use.path, f"Số liệu “{metric.name}” {_WANTED[use.kinds]}.", use.metric)
        return
    if metric.kind is MetricKind.SHARE:
        for bound in (bound for bound in use.bounds if not 0 <= bound <= _WHOLE):
            sentence = f"Tỷ lệ “{metric.name}” tính theo phần trăm, ngưỡng phải từ 0 đến 100."
            yield error("metric_bound", use.path, sentence, f"{bound:f}")
    for grade in (grade for grade in use.grades if metric.domain.labels and grade not in metric.domain.labels):
        sentence = f"Số liệu “{metric.name}” không có mức “{grade}”; các mức là {', '.join(metric.domain.labels)}."
        yield error("metric_grade", use.path, sentence, grade)


def form_uses(form: Form) -> Iterator[Use]:
    """Every use of a metric in items and gates, with its path; a roll-up has figures of its own."""
    for place, section in enumerate(form.sections):
        for row, item in enumerate(section.items):
            yield from _item_uses(item, f"sections[{place}].items[{row}]")
    for place, grade in enumerate(form.grades):
        for row, gate in enumerate(grade.requires):
            if isinstance(gate, FactsHold):
                yield from condition_uses(gate.when, f"grades[{place}].requires[{row}].when")


def condition_uses(condition: Condition, path: str) -> Iterator[Use]:
    """The uses in one condition."""
    for leaf in leaves(condition):
        match leaf:
            case Flagged():
                yield Use(path, leaf.metric, frozenset({MetricKind.FLAG}))
            case OneOf():
                yield Use(path, leaf.metric, frozenset({MetricKind.GRADE}), grades=leaf.one_of)
            case Compared():
                yield from _compared_uses(leaf, path)


def _compared_uses(leaf: Compared, path: str) -> Iterator[Use]:
    kinds = frozenset({MetricKind.TALLY}) if leaf.of else _NUMBERS | {MetricKind.SHARE}
    sized = [threshold for _, threshold in leaf.bounds if isinstance(threshold, BySize)]
    bounds = [threshold for _, threshold in leaf.bounds if isinstance(threshold, Decimal)]
    bounds += [step.value for threshold in sized for step in threshold.steps]
    yield Use(path, leaf.metric, kinds, tuple(bounds), leaf.of)
    for threshold in sized:
        yield Use(path, threshold.by, _NUMBERS)


def _item_uses(item: Item, path: str) -> Iterator[Use]:
    if (condition := applies_when(item)) is not None:
        yield from condition_uses(condition, f"{path}.applies_when")
    if (counts := counts_of(item)) is not None:
        kinds = frozenset({MetricKind.TALLY}) if counts.of else _NUMBERS
        yield Use(f"{path}.counts", counts.metric, kinds, grades=counts.of)
    match item:
        case LevelsItem():
            for place, level in enumerate(item.levels):
                if level.when is not None:
                    yield from condition_uses(level.when, f"{path}.levels[{place}].when")
        case PointsItem() if item.share_of is not None:
            yield Use(f"{path}.share_of", item.share_of.metric, frozenset({MetricKind.SHARE}))
        case YesNoItem() | PassFailItem() | KnockOutItem() if item.when is not None:
            yield from condition_uses(item.when, f"{path}.when")
        case _:
            return
