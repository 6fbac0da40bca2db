"""Changing a condition, or a list of conditions, part by part. Pure: the whole comes in, the changed whole goes out.

A part is named by its ``keys``, the way to it inside the whole: ``("any", 1)`` is the second alternative of an ``any``,
``(0, "when", "gte")`` a bound of the condition of the first gate. Nothing here must be a valid condition yet.
"""

from copy import deepcopy
from typing import Any

from services.criteria.fields import Plain
from services.errors import Invalid
from services.scoring import MetricKind, Metrics

Keys = tuple[str | int, ...]

JOINTS = ("all", "any")
NEGATION = "not"
BOUNDS = ("gte", "gt", "lte", "lt", "eq")
NUMBERS = frozenset({MetricKind.SHARE, MetricKind.COUNT, MetricKind.AMOUNT, MetricKind.TALLY})


def looked_up(whole: Plain, keys: Keys) -> Plain:
    """The part at the keys; None where there is none."""
    for key in keys:
        if isinstance(key, int):
            whole = whole[key] if isinstance(whole, list) and key < len(whole) else None
        else:
            whole = whole.get(key) if isinstance(whole, dict) else None
    return whole


def changed(whole: Plain, keys: Keys, value: Plain) -> Plain:
    """The whole with another part at the keys; None takes a field, or a row of a list, away."""
    if not keys:
        return deepcopy(value)
    again = deepcopy(whole)
    holder, last = looked_up(again, keys[:-1]), keys[-1]
    if isinstance(last, int) and isinstance(holder, list):
        holder[last : last + 1] = [] if value is None else [deepcopy(value)]
    elif isinstance(last, str) and isinstance(holder, dict):
        holder.pop(last, None) if value is None else holder.update({last: deepcopy(value)})
    else:
        raise Invalid("Phần đang sửa không còn như trên màn hình. Đồng chí xem lại rồi làm tiếp.")
    return again


def added(whole: Plain, keys: Keys, row: Plain) -> Plain:
    """The whole with a further row in the list at the keys, which is made where it is missing."""
    rows = looked_up(whole, keys)
    return changed(whole, keys, [*(rows if isinstance(rows, list) else []), row])


def moved(whole: Plain, keys: Keys, steps: int) -> Plain:
    """The whole with the row at the keys moved up (negative) or down in its list."""
    rows, number = list(looked_up(whole, keys[:-1]) or []), keys[-1]
    if not isinstance(number, int) or not 0 <= number < len(rows):
        raise Invalid("Phần đang sửa không còn như trên màn hình. Đồng chí xem lại rồi làm tiếp.")
    rows.insert(min(max(number + steps, 0), len(rows) - 1), rows.pop(number))
    return changed(whole, keys[:-1], rows)


def joint(condition: Plain) -> str:
    """``all`` or ``any`` of several, ``not``, or empty for a condition on one figure."""
    found = (name for name in (*JOINTS, NEGATION) if isinstance(condition, dict) and name in condition)
    return next(found, "")


def parts(condition: Plain) -> list[Plain]:
    """The conditions that are joined; of a negation the one."""
    name = joint(condition)
    inner = condition[name] if name else []
    return [inner] if name == NEGATION else inner if isinstance(inner, list) else []


def joined_by(whole: Plain, keys: Keys, name: str) -> Plain:
    """The whole in which the joined conditions at the keys hold all, or any of them."""
    condition = looked_up(whole, keys)
    return changed(whole, keys, {name: parts(condition)}) if joint(condition) in JOINTS else whole


def extended(whole: Plain, keys: Keys) -> Plain:
    """The whole with a further condition beside that at the keys; what is alone there is joined with it."""
    condition = looked_up(whole, keys)
    if condition is None:
        return changed(whole, keys, {})
    name = joint(condition)
    if name in JOINTS:
        return added(whole, (*keys, name), {})
    return changed(whole, keys, {"all": [condition, {}]})


def reduced(whole: Plain, keys: Keys) -> Plain:
    """The whole without the condition at the keys; of two joined ones the other is left alone."""
    if not keys or keys[-1] == "when":
        return changed(whole, keys, None)
    above = keys[:-1] if keys[-1] == NEGATION else keys[:-2]
    if keys[-1] == NEGATION:
        return reduced(whole, above)
    left = changed(whole, keys, None)
    rest = parts(looked_up(left, above))
    if not rest:
        return reduced(left, above)
    return changed(left, above, rest[0]) if len(rest) == 1 else left


def negated(whole: Plain, keys: Keys) -> Plain:
    """The whole with the opposite of the condition at the keys."""
    condition = looked_up(whole, keys)
    return changed(whole, keys, condition[NEGATION] if joint(condition) == NEGATION else {NEGATION: condition})


def with_metric(condition: Plain, metric_id: str | None, metrics: Metrics) -> Plain:
    """A condition on one figure, now about another; what fits the other kind of figure is kept."""
    before = condition if isinstance(condition, dict) else {}
    if metric_id is None:
        return {name: value for name, value in before.items() if name != "metric"}
    kind = metrics[metric_id].kind if metric_id in metrics else MetricKind.AMOUNT
    grades = before.get("one_of") or before.get("of") or []
    if kind is MetricKind.FLAG:
        return {"metric": metric_id, "is": before.get("is", True)}
    if kind is MetricKind.GRADE:
        return {"metric": metric_id, "one_of": grades}
    bounds = {name: before[name] for name in before if name in BOUNDS}
    return {"metric": metric_id, **({"of": grades} if kind is MetricKind.TALLY else {}), **(bounds or {"gte": None})}


def bounds(condition: Plain) -> list[tuple[str, Plain]]:
    """The comparisons of a condition on one figure with their thresholds, in the order in which they were written."""
    return [(name, value) for name, value in condition.items() if name in BOUNDS] if isinstance(condition, dict) else []


def compared_by(condition: dict[str, Any], old: str, new: str) -> Plain:
    """The condition with another comparison for a threshold."""
    if new != old and new in condition:
        raise Invalid("Điều kiện này đã có một ngưỡng với cách so sánh đó.")
    return {new if name == old else name: value for name, value in condition.items()}


def by_size(threshold: Plain, size: str) -> Plain:
    """A threshold that depends on a size: up to a number to be typed, and beyond."""
    return {"by": size, "steps": [{"below": None, "value": threshold}, {"value": threshold}]}


def the_same_for_all(threshold: Plain) -> Plain:
    """The last threshold of one that depends on a size."""
    steps = looked_up(threshold, ("steps",))
    return looked_up(steps, (len(steps) - 1, "value")) if isinstance(steps, list) and steps else None
