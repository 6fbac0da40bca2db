"""Forms to try, answers to them, and strategies that invent both."""

from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from services.scoring import (
    Answer,
    BonusItem,
    DeductionItem,
    Form,
    Item,
    KnockOutItem,
    LevelsItem,
    PassFailItem,
    PointsItem,
    load,
    validated,
)
from settings import HOME

CRITERIA = HOME / "data" / "criteria"
SHIPPED = sorted(path.name for path in CRITERIA.glob("*.yaml"))

BANDS: tuple[dict[str, Any], ...] = (
    {"id": "tot", "label": "Tốt", "min": 90},
    {"id": "kha", "label": "Khá", "min": 70, "max": 90},
    {"id": "trung_binh", "label": "Trung bình", "min": 50, "max": 70},
    {"id": "kem", "label": "Kém", "max": 50},
)


def shipped(name: str) -> Form:
    return load(Path(CRITERIA / name).read_text(encoding="utf-8"))


def item(item_id: str, method: str = "points", **fields: Any) -> dict[str, Any]:
    """Plain data of an item with everything that its method needs."""
    usual: dict[str, dict[str, Any]] = {
        "points": {"max_points": 10},
        "yes_no": {"max_points": 10},
        "levels": {
            "max_points": 10,
            "levels": [{"id": "high", "label": "Cao", "points": 10}, {"id": "low", "label": "Thấp", "points": 0}],
        },
        "deduction": {"max_points": 10, "per_occurrence": 2},
        "bonus": {"max_points": 5, "counted": "outside"},
        "pass_fail": {},
        "knock_out": {},
    }
    number = item_id.removeprefix("i").replace("_", ".")
    return {"id": item_id, "number": number, "text": f"Việc {number}", "method": method, **usual[method], **fields}


def section(section_id: str, *items: dict[str, Any], **fields: Any) -> dict[str, Any]:
    counted = {"points", "yes_no", "levels", "deduction"}
    maximum = sum((Decimal(str(row["max_points"])) for row in items if row["method"] in counted), Decimal(0))
    return {"id": section_id, "title": f"Mục {section_id}", "max_points": maximum, "items": list(items), **fields}


def form_data(*sections: dict[str, Any], **fields: Any) -> dict[str, Any]:
    maximum = sum((Decimal(row["max_points"]) for row in sections), Decimal(0))
    return {
        "id": "thu",
        "version": 1,
        "title": "Biểu thử",
        "kind": "thu",
        "valid_from": _day("2025-01-01"),
        "scoring_mode": "points",
        "max_points": maximum,
        "sections": list(sections),
        "grades": deepcopy(list(BANDS)),
        **fields,
    }


def a_form(*sections: dict[str, Any], **fields: Any) -> Form:
    return validated(form_data(*sections, **fields))


def hundred_points(**fields: Any) -> Form:
    """One free item of 100 points, so that the answer is the total."""
    return a_form(section("s1", item("i1", max_points=100)), **fields)


def slip(*items: dict[str, Any], requires: list[dict[str, Any]] | None = None) -> Form:
    """A pass/fail form."""
    grades = [
        {"id": "dat", "label": "Đạt", "requires": requires or [{"gate": "items_passed"}]},
        {"id": "khong_dat", "label": "Không đạt"},
    ]
    return a_form(section("s1", *items), scoring_mode="pass_fail", grades=grades)


def best_answers(form: Form) -> dict[str, Answer]:
    """Everything at its best, bonus unclaimed."""
    return {item.id: Answer(_best(item)) for item in form.items.values() if not isinstance(item, BonusItem)}


def _best(item: Item) -> Decimal | bool | int | str:
    if isinstance(item, LevelsItem):
        return max(item.levels, key=lambda level: level.points).id
    if isinstance(item, PointsItem):
        return item.max_points
    return 0 if isinstance(item, DeductionItem) else not isinstance(item, KnockOutItem)


def _day(text: str) -> Any:
    from datetime import date

    return date.fromisoformat(text)


# Strategies

hundredths = st.integers(1, 3000).map(lambda number: Decimal(number) / 100)
words = st.text(max_size=40).map(lambda text: f"Việc {text}")
rules = st.sampled_from([None, "full", "zero", "leaves_maximum"])


@st.composite
def _items(draw: st.DrawFn, item_id: str) -> dict[str, Any]:
    method = draw(st.sampled_from(["points", "yes_no", "levels", "deduction", "bonus", "pass_fail", "knock_out"]))
    maximum = draw(hundredths)
    fields: dict[str, Any] = {"text": draw(words)}
    if method not in {"pass_fail", "knock_out"}:
        fields["max_points"] = maximum
    if method not in {"bonus", "knock_out"}:
        fields["not_applicable"] = draw(rules)
    if method == "levels":
        points = draw(st.lists(st.integers(0, int(maximum * 100)), min_size=2, max_size=4))
        rows = [Decimal(number) / 100 for number in points]
        fields["levels"] = [{"id": f"l{row}", "label": f"Mức {row}", "points": rows[row]} for row in range(len(rows))]
    if method == "deduction":
        fields["per_occurrence"] = draw(hundredths)
        fields["floor"] = maximum - draw(hundredths)
    if method == "bonus":
        fields["counted"] = draw(st.sampled_from(["inside", "outside"]))
    if method in {"points", "bonus"} and draw(st.booleans()):
        fields["step"] = maximum / draw(st.sampled_from([1, 2, 4])) if maximum * 25 % 1 == 0 else maximum
    return item(item_id, method, **fields)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Any form with points that can be read: several sections, every method, gates, rebase, cap."""
    sections = [section("s0", item("i0_0", max_points=draw(hundredths), not_applicable=draw(rules)))]
    for place in range(1, draw(st.integers(1, 4))):
        rows = [draw(_items(f"i{place}_{row}")) for row in range(draw(st.integers(1, 4)))]
        sections.append(section(f"s{place}", *rows))
    data = form_data(*sections, is_total_capped=draw(st.booleans()), notes=[draw(words)])
    data["rebase"] = draw(
        st.sampled_from([None, {"places": 2, "rounding": "half_up"}, {"places": 0, "rounding": "down"}])
    )
    data["grades"] = [dict(band) for band in _scaled(data["max_points"])]
    data["grades"][0]["requires"] = draw(_gates(data))
    data["grades"][1]["requires"] = draw(_gates(data))
    return validated(data)


def _scaled(maximum: Decimal) -> list[dict[str, Any]]:
    """The four usual bands on another maximum, without a gap."""
    cuts = [(maximum * share / 100).quantize(Decimal("0.01")) for share in (90, 70, 50)]
    bounds = [{"min": cuts[0]}, {"min": cuts[1], "max": cuts[0]}, {"min": cuts[2], "max": cuts[1]}, {"max": cuts[2]}]
    named = [{"id": band["id"], "label": band["label"]} for band in BANDS]
    bands = [name | bound for name, bound in zip(named, bounds, strict=True)]
    return bands if len(set(cuts)) == len(cuts) else [named[0] | {"min": cuts[0]}, named[3] | {"max": cuts[0]}]


@st.composite
def _gates(draw: st.DrawFn, data: dict[str, Any]) -> list[dict[str, Any]]:
    methods = {row["id"]: row["method"] for part in data["sections"] for row in part["items"]}
    counted = [name for name, method in methods.items() if method in {"points", "yes_no", "levels", "deduction"}]
    gates: list[dict[str, Any]] = [
        {"gate": "items_at_maximum", "items": [draw(st.sampled_from(counted))]},
        {"gate": "sections_at_least", "percent": draw(st.integers(0, 100))},
    ]
    if "pass_fail" in methods.values():
        gates.append({"gate": "items_passed", "at_least": draw(st.sampled_from([None, 1]))})
    if "knock_out" in methods.values():
        gates.append({"gate": "no_knock_out"})
    return draw(st.lists(st.sampled_from(gates), max_size=3, unique_by=lambda gate: gate["gate"]))


def values(asked: Item) -> st.SearchStrategy[Any]:
    """Values that fit the item."""
    match asked:
        case PointsItem() | BonusItem():
            step = asked.step or Decimal("0.01")
            return st.integers(0, int(asked.max_points // step)).map(lambda steps: steps * step)
        case LevelsItem():
            return st.sampled_from([level.id for level in asked.levels])
        case DeductionItem():
            return st.integers(0, 5)
        case _:
            return st.booleans()


@st.composite
def answers_to(draw: st.DrawFn, form: Form, *, complete: bool = True) -> dict[str, Answer]:
    """Answers that fit the form; some not applicable; some missing unless ``complete``."""
    answers = {}
    for asked in form.items.values():
        if not complete and draw(st.integers(0, 4)) == 0:
            continue
        rule = None if isinstance(asked, BonusItem | KnockOutItem) else asked.not_applicable
        is_applicable = rule is None or draw(st.booleans())
        answers[asked.id] = Answer(draw(values(asked)), is_applicable, draw(st.sampled_from(["", "Lý do"])))
    return answers


@st.composite
def answered_forms(draw: st.DrawFn, *, complete: bool = True) -> tuple[Form, Mapping[str, Answer]]:
    form = draw(forms())
    return form, draw(answers_to(form, complete=complete))


def is_scored_in_points(asked: Item) -> bool:
    return not isinstance(asked, PassFailItem | KnockOutItem)
