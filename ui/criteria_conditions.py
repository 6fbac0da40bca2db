"""A condition on figures as fields: a figure, a comparison, a threshold; several joined, one turned round."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from services import criteria
from services.criteria import DraftRow, Number, conditions
from services.scoring import Metric, MetricKind, Metrics
from ui.criteria_fields import MIDDLE, NARROW, NOT_CHOSEN, capital
from ui.criteria_lines import line
from ui.criteria_wholes import Change, WholeFields, whole_of
from ui.transactions import plain

COMPARISONS = {"gte": "từ … trở lên", "gt": "trên …", "lte": "không quá …", "lt": "dưới …", "eq": "bằng …"}
JOINTS = {"all": "Tất cả các điều kiện", "any": "Ít nhất một điều kiện"}
FLAGS = {True: "Có", False: "Không"}
NUMBER = Number("Ngưỡng")
MOST_DEEP = 5
Keys = conditions.Keys


def condition(draft: DraftRow, address: str, metrics: Metrics, label: str) -> None:
    """Draw the condition at an address: as a sentence, and folded away as fields."""
    whole = whole_of(draft, address)
    said(whole.kept, metrics, label)
    box = st.expander("Sửa điều kiện", icon=":material/function:", key=f"{whole.name}:box", on_change="rerun")
    if box.open:
        with box:
            line(whole, (), metrics)
            editor(whole, (), metrics)
    whole.settle()


def said(kept: Any, metrics: Metrics, label: str) -> None:
    """Say a condition in words, as far as it has been typed."""
    if kept is None:
        st.caption(f"{label}: không đặt điều kiện theo số liệu.")
        return
    words = criteria.condition_in_words(kept, metrics)
    st.markdown(f"{label}: **{plain(words)}**" if words else f"{label}: :orange[điều kiện chưa nhập đủ]")


def editor(whole: WholeFields, keys: Keys, metrics: Metrics) -> None:
    """Draw the condition at the keys of a whole as fields."""
    kept = conditions.looked_up(whole.kept, keys)
    if kept is None:
        whole.button("Thêm điều kiện", _key(keys, "add"), _at(conditions.extended, keys), icon=":material/add:")
        return
    name = conditions.joint(kept)
    with st.container(border=True):
        if name in conditions.JOINTS:
            _several(whole, keys, metrics, name)
        elif name == conditions.NEGATION:
            st.markdown("**Không phải trường hợp:**")
            editor(whole, (*keys, name), metrics)
        else:
            _one(whole, keys, metrics, kept)
        _buttons(whole, keys, name)


def _several(whole: WholeFields, keys: Keys, metrics: Metrics, name: str) -> None:
    part = whole.part(
        lambda kept: conditions.joint(conditions.looked_up(kept, keys)),
        lambda kept, value: conditions.joined_by(kept, keys, value or name),
    )
    words = {"format_func": JOINTS.__getitem__, "label_visibility": "collapsed", "required": True}
    part.segments(_key(keys, "joint"), "Các điều kiện sau phải", name, list(JOINTS), **words)
    for place in range(len(conditions.parts(conditions.looked_up(whole.kept, keys)))):
        editor(whole, (*keys, name, place), metrics)


def _buttons(whole: WholeFields, keys: Keys, name: str) -> None:
    is_deep = sum(isinstance(key, str) for key in keys) >= MOST_DEEP
    with st.container(horizontal=True, gap="medium"):
        if not is_deep:
            more = "Thêm điều kiện vào nhóm" if name in conditions.JOINTS else "Thêm điều kiện đi cùng"
            whole.button(more, _key(keys, "extend"), _at(conditions.extended, keys), icon=":material/add:")
        turn = "Bỏ “không phải”" if name == conditions.NEGATION else "Đảo thành “không phải”"
        whole.button(turn, _key(keys, "turn"), _at(conditions.negated, keys), icon=":material/swap_horiz:")
        reduce = _at(conditions.reduced, keys)
        whole.button("Bỏ", _key(keys, "remove"), reduce, takes_out=True, icon=":material/delete:")


def _one(whole: WholeFields, keys: Keys, metrics: Metrics, kept: Mapping[str, Any]) -> None:
    metric_id = kept.get("metric")
    metric = metrics.get(str(metric_id))
    _metric(whole, keys, metrics, metric_id if isinstance(metric_id, str) else None)
    if metric is not None and metric.kind is MetricKind.FLAG:
        _flag(whole, keys)
    elif metric is not None and metric.kind in {MetricKind.GRADE, MetricKind.TALLY}:
        _grades(whole, (*keys, "one_of" if metric.kind is MetricKind.GRADE else "of"), metric)
    if metric_id and (metric is None or metric.kind in conditions.NUMBERS):
        for place, (comparison, _) in enumerate(conditions.bounds(kept)):
            _bound(whole, keys, place, comparison, _unit(metric), metrics)
        if len(conditions.bounds(kept)) == 1 and "eq" not in kept:
            missing = "lt" if {"gt", "gte"} & set(kept) else "gte"
            whole.button("Thêm ngưỡng thứ hai", _key(keys, "bound"), _without_number((*keys, missing)))


def _metric(whole: WholeFields, keys: Keys, metrics: Metrics, metric_id: str | None) -> None:
    names = {name: capital(metric.name) for name, metric in metrics.items()}
    known = names if metric_id is None or metric_id in names else {**names, metric_id: f"{metric_id} (không có)"}
    part = whole.part(
        lambda kept: conditions.looked_up(kept, (*keys, "metric")),
        lambda kept, value: conditions.changed(
            kept, keys, conditions.with_metric(conditions.looked_up(kept, keys), value, metrics)
        ),
    )
    part.pick(
        _key(keys, "metric"),
        "Số liệu",
        metric_id,
        list(known),
        format_func=known.__getitem__,
        index=None,
        placeholder="Chọn số liệu",
    )


def _flag(whole: WholeFields, keys: Keys) -> None:
    at = (*keys, "is")
    shown = conditions.looked_up(whole.kept, at)
    part = whole.part(lambda kept: conditions.looked_up(kept, at), lambda kept, value: _set(at, value)(kept))
    part.segments(_key(keys, "is"), "Là", shown, list(FLAGS), format_func=FLAGS.__getitem__, required=True)


def _grades(whole: WholeFields, at: Keys, metric: Metric) -> None:
    def read(kept: Any) -> list[str]:
        return list(conditions.looked_up(kept, at) or [])

    shown = read(whole.kept)
    names = {**dict(metric.domain.labels), **{grade: grade for grade in shown if grade not in metric.domain.labels}}
    part = whole.part(read, lambda kept, value: conditions.changed(kept, at, list(value)))
    part.people(_key(at, "grades"), "Các mức", shown, list(names), format_func=names.__getitem__)


def _bound(  # noqa: PLR0913, PLR0917 - a bound stands in a condition of a whole
    whole: WholeFields, keys: Keys, place: int, comparison: str, unit: str, metrics: Metrics
) -> None:
    threshold = conditions.looked_up(whole.kept, (*keys, comparison))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _comparison(whole, keys, place, comparison)
        if not isinstance(threshold, dict):
            number(whole, (*keys, comparison), f"Ngưỡng{unit}", _key(keys, f"value{place}"))
        if len(conditions.bounds(conditions.looked_up(whole.kept, keys))) > 1:
            drop = _set((*keys, comparison), None)
            whole.button("Bỏ ngưỡng", _key(keys, f"drop{place}"), drop, takes_out=True)
        _turn_sizes(whole, (*keys, comparison), threshold, place)
    if isinstance(threshold, dict):
        _sizes(whole, (*keys, comparison), metrics, unit)


def _comparison(whole: WholeFields, keys: Keys, place: int, comparison: str) -> None:
    def read(kept: Any) -> str | None:
        found = conditions.bounds(conditions.looked_up(kept, keys))
        return found[place][0] if place < len(found) else None

    def change(kept: Any, value: str | None) -> Any:
        leaf = conditions.looked_up(kept, keys)
        return conditions.changed(kept, keys, conditions.compared_by(leaf, comparison, value or comparison))

    part, words = whole.part(read, change), {"format_func": COMPARISONS.__getitem__, "width": NARROW}
    part.pick(_key(keys, f"comparison{place}"), "So sánh", comparison, list(COMPARISONS), **words)


def _turn_sizes(whole: WholeFields, at: Keys, threshold: Any, place: int) -> None:
    if isinstance(threshold, dict):
        same = _at(lambda kept, keys: conditions.changed(kept, keys, conditions.the_same_for_all(threshold)), at)
        whole.button("Một ngưỡng cho mọi quy mô", _key(at, f"same{place}"), same)
    else:
        sized = _at(lambda kept, keys: conditions.changed(kept, keys, conditions.by_size(threshold, "members")), at)
        whole.button("Ngưỡng tùy quy mô", _key(at, f"sized{place}"), sized)


def _sizes(whole: WholeFields, at: Keys, metrics: Metrics, unit: str) -> None:
    names = {name: capital(metric.name) for name, metric in metrics.items() if metric.kind is MetricKind.COUNT}
    size = conditions.looked_up(whole.kept, (*at, "by"))
    known = names if size in names else {**names, size: str(size)}
    part = whole.part(
        lambda kept: conditions.looked_up(kept, (*at, "by")), lambda kept, value: _set((*at, "by"), value)(kept)
    )
    words = {"format_func": known.__getitem__, "width": MIDDLE, "placeholder": NOT_CHOSEN}
    part.pick(_key(at, "by"), "Quy mô tính theo", size, list(known), **words)
    steps = conditions.looked_up(whole.kept, (*at, "steps")) or []
    for place in range(len(steps)):
        _size_step(whole, (*at, "steps", place), unit, is_last=place == len(steps) - 1)
    whole.button("Thêm bậc", _key(at, "step"), _with_step(at), icon=":material/add:")


def _size_step(whole: WholeFields, at: Keys, unit: str, *, is_last: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if is_last:
            st.markdown("Còn lại", width=NARROW)
        else:
            number(whole, (*at, "below"), "Quy mô dưới", _key(at, "below"))
        number(whole, (*at, "value"), f"thì ngưỡng là{unit}", _key(at, "value"))
        if not is_last:
            whole.button("Bỏ bậc", _key(at, "drop"), _set(at, None), takes_out=True)


def number(whole: WholeFields, at: Keys, label: str, key: str, *, placeholder: str = "ví dụ 90") -> None:
    """Draw a number of a whole, typed with a comma."""
    part = whole.part(
        lambda kept: NUMBER.shown(conditions.looked_up(kept, at)),
        lambda kept, value: _with_number(kept, at, NUMBER.parsed(value)),
    )
    shown = NUMBER.shown(conditions.looked_up(whole.kept, at))
    part.text(key, label, shown, width=NARROW, placeholder=placeholder)


def _without_number(at: Keys) -> Change:
    return lambda kept: _with_number(kept, at, None)


def _with_number(kept: Any, at: Keys, value: Any) -> Any:
    """An emptied threshold leaves its comparison standing, so that another number can be typed."""
    holder = dict(conditions.looked_up(kept, at[:-1]) or {})
    return conditions.changed(kept, at[:-1], {**holder, at[-1]: value})


def _with_step(at: Keys) -> Change:
    def change(kept: Any) -> Any:
        steps = list(conditions.looked_up(kept, (*at, "steps")) or [])
        return conditions.changed(kept, (*at, "steps"), [*steps[:-1], {"below": None, "value": None}, *steps[-1:]])

    return change


def _set(at: Keys, value: Any) -> Change:
    return lambda kept: conditions.changed(kept, at, value)


def _at(change: Callable[[Any, Keys], Any], keys: Keys) -> Change:
    return lambda kept: change(kept, keys)


def _unit(metric: Metric | None) -> str:
    if metric is None:
        return ""
    return " (%)" if metric.kind is MetricKind.SHARE else f" ({metric.unit_word})" if metric.unit_word else ""


def _key(keys: Keys, name: str) -> str:
    return ".".join([*map(str, keys), name])
