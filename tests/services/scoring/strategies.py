"""Strategies that invent criteria sets with every feature, facts for them and answers to them."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st

from models import CellType, MeetingKind, UnitKind
from services.scoring import Answer, Domain, Facts, Form, Metric, MetricKind, Share, validated
from tests.services.scoring.forms import _scaled, answers_to, form_data, hundredths, item, rules, section, words

GRADES = {"htxsnv": "Hoàn thành xuất sắc", "httnv": "Hoàn thành tốt", "htnv": "Hoàn thành", "khtnv": "Không hoàn thành"}
MONTH_GRADES = {"tot": "Tốt", "kha": "Khá", "trung_binh": "Trung bình", "kem": "Kém"}
EVERYBODY = frozenset({"meeting", "unit", "member"})

CATALOGUE = {
    metric.id: metric
    for metric in (
        Metric("attendance_rate", "tỷ lệ dự họp", MetricKind.SHARE, about=EVERYBODY),
        Metric("speaking_rate", "tỷ lệ phát biểu", MetricKind.SHARE, about=EVERYBODY),
        Metric("unexcused", "số đảng viên vắng không lý do", MetricKind.COUNT, about=EVERYBODY),
        Metric("members", "số đảng viên", MetricKind.COUNT, about=EVERYBODY),
        Metric("duration", "thời lượng", MetricKind.AMOUNT, "phút", about=EVERYBODY),
        Metric("shortfall", "thời lượng thiếu", MetricKind.AMOUNT, "phút", Domain(places=1), about=EVERYBODY),
        Metric("has_committee", "có chi ủy", MetricKind.FLAG, about=EVERYBODY),
        Metric("thematic", "có sinh hoạt chuyên đề", MetricKind.FLAG, about=EVERYBODY),
        Metric("annual_grade", "xếp loại năm trước", MetricKind.GRADE, domain=Domain(labels=GRADES), about=EVERYBODY),
        Metric(
            "months_graded",
            "số tháng xếp loại",
            MetricKind.TALLY,
            "tháng",
            Domain(most=12, labels=MONTH_GRADES),
            about=EVERYBODY,
        ),
    )
}
"""Metrics to try, two of every kind that numbers come from."""

NUMBERS = ("unexcused", "members", "duration", "shortfall")
SHARES = ("attendance_rate", "speaking_rate")
FLAGS = ("has_committee", "thematic")

percents = st.one_of(st.integers(0, 100).map(Decimal), st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 10))
counts = st.integers(0, 150).map(Decimal)
_RANGES = st.sampled_from([("gte",), ("gt",), ("lte",), ("lt",), ("eq",), ("gte", "lt"), ("gt", "lte"), ("gte", "lte")])


_FIFTHS = st.integers(0, 4)
_SIZES = st.lists(st.integers(1, 60), min_size=1, max_size=3, unique=True)


@st.composite
def thresholds(draw: st.DrawFn, plain: st.SearchStrategy[Decimal]) -> Any:
    """A bound, or one that depends on the number of members."""
    if draw(_FIFTHS):
        return draw(plain)
    ends = sorted(draw(_SIZES))
    return {"by": "members", "steps": [*({"below": end, "value": draw(plain)} for end in ends), {"value": draw(plain)}]}


_PERCENTS, _COUNTS = thresholds(percents), thresholds(counts)
_METRICS_COMPARED = st.sampled_from([*SHARES, *NUMBERS, "months_graded"])
_GRADES_OF_MONTHS = st.lists(st.sampled_from(sorted(MONTH_GRADES)), min_size=1, unique=True)


@st.composite
def compared(draw: st.DrawFn) -> dict[str, Any]:
    """A condition on a share, a number or a tally."""
    metric = draw(_METRICS_COMPARED)
    bounds = {name: draw(_PERCENTS if metric in SHARES else _COUNTS) for name in draw(_RANGES)}
    if metric != "months_graded":
        return {"metric": metric, **bounds}
    return {"metric": metric, "of": draw(_GRADES_OF_MONTHS), **bounds}


def _leaves() -> st.SearchStrategy[dict[str, Any]]:
    grades = st.lists(st.sampled_from(sorted(GRADES)), min_size=1, max_size=3, unique=True)
    return st.one_of(
        compared(),
        st.fixed_dictionaries({"metric": st.sampled_from(FLAGS), "is": st.booleans()}),
        st.fixed_dictionaries({"metric": st.just("annual_grade"), "one_of": grades}),
    )


@cache  # a strategy that is made anew for every draw costs more than the draw
def conditions(depth: int = 4) -> st.SearchStrategy[dict[str, Any]]:
    """Plain data of conditions, nested at most so much deeper than a leaf."""
    if depth == 0:
        return _leaves()
    inner = st.deferred(lambda: conditions(depth - 1))
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        _leaves(),
        _leaves(),
        st.fixed_dictionaries({"any": several}),
        st.fixed_dictionaries({"all": several}),
        st.fixed_dictionaries({"not": inner}),
    )


_shares = st.integers(1, 60).flatmap(lambda whole: st.builds(Share, st.integers(0, whole), st.just(whole)))
_fractions = st.fractions(0, 1, max_denominator=60)
_amounts = st.one_of(st.integers(0, 200), st.integers(0, 2000).map(lambda tenths: Decimal(tenths) / 10))
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(SHARES, st.one_of(_shares, _fractions)),
    **dict.fromkeys(("unexcused", "members"), st.integers(0, 150)),
    **dict.fromkeys(("duration", "shortfall"), _amounts),
    **dict.fromkeys(FLAGS, st.booleans()),
    "annual_grade": st.sampled_from(sorted(GRADES)),
    "months_graded": st.dictionaries(st.sampled_from(sorted(MONTH_GRADES)), st.integers(0, 12)),
}


@cache
def facts(*, complete: bool = False) -> st.SearchStrategy[Facts]:
    """Facts for the catalogue; unless ``complete`` some have no data and some are not there at all."""
    if complete:
        return st.fixed_dictionaries(dict(VALUES))
    maybe = {name: st.one_of(values, st.none()) for name, values in VALUES.items()}
    return st.fixed_dictionaries({}, optional=maybe)


# Forms


@st.composite
def levels(draw: st.DrawFn, maximum: Decimal) -> list[dict[str, Any]]:
    """Levels with conditions, best first, the last maybe for everything else."""
    points = sorted(draw(st.lists(st.integers(0, int(maximum * 100)), min_size=2, max_size=4)), reverse=True)
    rows: list[dict[str, Any]] = [
        {"id": f"l{place}", "label": f"Mức {place}", "points": Decimal(number) / 100}
        for place, number in enumerate(points)
    ]
    for row in rows:
        row["when"] = draw(conditions(2))
    if draw(st.booleans()):
        del rows[-1]["when"]
        rows[-1]["otherwise"] = True
    return rows


@st.composite
def _counted(draw: st.DrawFn) -> dict[str, Any]:
    counts_by: dict[str, Any] = {"metric": draw(st.sampled_from(NUMBERS))}
    if draw(st.booleans()):
        counts_by = {"metric": "months_graded", "of": draw(st.sampled_from([["kem"], ["kem", "trung_binh"]]))}
    if draw(st.booleans()):
        counts_by |= {"every": draw(hundredths), "rounding": draw(st.sampled_from(["up", "down"]))}
    return counts_by


@st.composite
def computed_items(draw: st.DrawFn, item_id: str, methods: tuple[str, ...]) -> dict[str, Any]:
    """An item of any of the methods with everything that can be computed about it."""
    method = draw(st.sampled_from(methods))
    maximum = draw(hundredths)
    fields: dict[str, Any] = {"text": draw(words), **draw(_computed(method, maximum))}
    if method not in {"pass_fail", "knock_out"}:
        fields["max_points"] = maximum
    if method not in {"bonus", "knock_out"}:
        fields["not_applicable"] = draw(rules)
    if method != "knock_out" and fields.get("not_applicable", "bonus") and draw(st.booleans()):
        fields["applies_when"] = draw(conditions(2))
    if method in {"points", "bonus"} and draw(st.booleans()):
        fields["step"] = maximum / draw(st.sampled_from([1, 2, 4])) if maximum * 25 % 1 == 0 else maximum
    return item(item_id, method, **fields)


@st.composite
def _computed(draw: st.DrawFn, method: str, maximum: Decimal) -> dict[str, Any]:
    """What proposes the answer of such an item."""
    match method:
        case "levels":
            return {"levels": draw(levels(maximum))}
        case "points":
            return draw(st.sampled_from([{}, {"share_of": {"metric": draw(st.sampled_from(SHARES))}}]))
        case "deduction":
            return {"counts": draw(_counted()), "per_occurrence": draw(hundredths), "floor": maximum - draw(hundredths)}
        case "bonus":
            side = draw(st.sampled_from(["inside", "outside"]))
            return {"counts": draw(_counted()), "per_occurrence": draw(hundredths), "counted": side}
        case _:
            return {"when": draw(conditions(2))}


ALL_METHODS = ("points", "yes_no", "levels", "deduction", "bonus", "pass_fail", "knock_out")


@st.composite
def computed_forms(draw: st.DrawFn) -> Form:
    """Any form with points that uses what can be computed: items, gates, roll-up, cap, and all of the head."""
    sections = [section("s0", item("i0_0", max_points=draw(hundredths), not_applicable=draw(rules)))]
    for place in range(1, draw(st.integers(2, 4))):
        rows = [draw(computed_items(f"i{place}_{row}", ALL_METHODS)) for row in range(draw(st.integers(1, 3)))]
        sections.append(section(f"s{place}", *rows, good=draw(st.sampled_from([None, 1, 4])), number=f"S{place}"))
    data = form_data(*sections, is_total_capped=draw(st.booleans()), **draw(_heads()))
    data["rebase"] = draw(
        st.sampled_from([None, {"places": 2, "rounding": "half_up"}, {"places": 0, "rounding": "down"}])
    )
    data["grades"] = [dict(band) for band in _scaled(data["max_points"])]
    for grade in data["grades"][:-1]:
        grade["requires"] = draw(st.lists(_fact_gates(), max_size=2))
    ids = [grade["id"] for grade in data["grades"]]
    data["roll_up"] = draw(st.one_of(st.none(), roll_ups(ids)))
    data["cap"] = draw(st.one_of(st.none(), caps(ids)))
    data["recognises"] = draw(st.lists(st.sampled_from(ids), max_size=2, unique=True))
    data["review"] = draw(st.sampled_from([None, {"difference": 5}, {"difference": "0,5"}]))
    return validated(data)


@st.composite
def computed_slips(draw: st.DrawFn) -> Form:
    """Any pass/fail form that uses what can be computed."""
    rows = [draw(computed_items(f"i0_{row}", ("pass_fail", "knock_out"))) for row in range(draw(st.integers(1, 3)))]
    gates = st.lists(_fact_gates(), max_size=2)
    requires = [{"gate": "items_passed"}] if any(row["method"] == "pass_fail" for row in rows) else []
    grades = [
        {"id": "dat", "label": "Đạt", "requires": [*requires, *draw(gates)]},
        {"id": "khong_dat", "label": "Không đạt"},
    ]
    data = form_data(section("s0", *rows), scoring_mode="pass_fail", grades=grades, **draw(_heads()))
    data["roll_up"] = draw(st.one_of(st.none(), roll_ups(["dat", "khong_dat"])))
    return validated(data)


@cache
def _fact_gates() -> st.SearchStrategy[dict[str, Any]]:
    texts = st.sampled_from([{}, {"text": "Không có đảng viên bị kỷ luật"}])
    return st.builds(lambda when, text: {"gate": "facts", "when": when, **text}, conditions(), texts)


@st.composite
def _heads(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "notes": [draw(words)],
        "legal_basis": draw(st.lists(words, max_size=2)),
        "issuer": draw(st.sampled_from(["", "Ban Thường vụ Huyện ủy"])),
        "applies_to": {
            "unit_kinds": draw(st.lists(st.sampled_from(list(UnitKind)), max_size=3, unique=True)),
            "cell_types": draw(st.lists(st.sampled_from(list(CellType)), max_size=3, unique=True)),
            "meeting_types": draw(st.lists(st.sampled_from(list(MeetingKind)), max_size=3, unique=True)),
        },
        "self_check": draw(st.sampled_from([None, "monthly", "quarterly"])),
        "vote": draw(st.sampled_from(["required", "optional"])),
    }


@st.composite
def month_conditions(draw: st.DrawFn, grades: list[str]) -> dict[str, Any]:
    """A condition on the months of a year, or two of them."""

    def leaf() -> dict[str, Any]:
        of = draw(st.lists(st.sampled_from(grades), min_size=1, max_size=2, unique=True))
        name = draw(st.sampled_from(["gte", "gt", "lte", "lt"]))
        return {"metric": "months_graded", "of": of, name: draw(st.integers(0, 12))}

    other = {"metric": draw(st.sampled_from(["months_missing", "months_held", "months_expected"])), "gte": 1}
    return draw(st.sampled_from([leaf(), {"all": [leaf(), leaf()]}, {"any": [leaf(), other]}, {"not": leaf()}]))


@st.composite
def roll_ups(draw: st.DrawFn, grades: list[str]) -> dict[str, Any]:
    """A roll-up of the months' grades, with any of its rules."""
    missing = draw(st.sampled_from([None, "counts_as", "left_out", "no_grade"]))
    years: list[dict[str, Any]] = [
        {"id": f"y{place}", "label": f"Năm {place}", "when": draw(month_conditions(grades))}
        for place in range(draw(st.integers(1, 3)))
    ]
    if draw(st.booleans()):
        years.append({"id": "rest", "label": "Còn lại", "otherwise": True})
    return {
        "missing_month": missing,
        "founded_mid_year": draw(st.sampled_from(["scaled", "as_written", "no_grade"])),
        "other_sets": draw(st.sampled_from(["left_out", "no_grade"])),
        "fewest_months": draw(st.sampled_from([None, 1, 6])),
        "grades": years,
        **({"as": draw(st.sampled_from(grades))} if missing == "counts_as" else {}),
    }


@st.composite
def caps(draw: st.DrawFn, grades: list[str]) -> dict[str, Any]:
    """A cap on the best grade."""
    return {
        "grade": grades[0],
        "good": draw(st.sampled_from(grades[1:])),
        "ratio": draw(st.integers(1, 50)),
        "exceptional_ratio": draw(st.sampled_from([None, 60, "62,5"])),
        "denominator": draw(st.sampled_from(["good_only", "good_or_better"])),
        "rounding": draw(st.sampled_from(["down", "half_up", "up"])),
        "group": draw(st.sampled_from([[], ["parent"], ["parent", "cell_type"]])),
    }


@st.composite
def computed_cases(draw: st.DrawFn, *, complete: bool = False) -> tuple[Form, dict[str, Answer], Facts]:
    """A form, answers to some of its items (with or without a reason), and facts."""
    form = draw(st.one_of(computed_forms(), computed_slips()))
    known = draw(facts(complete=complete))
    answers = {
        name: Answer(answer.value, answer.is_applicable, answer.note, draw(st.sampled_from(["", "Biên bản ghi khác"])))
        for name, answer in draw(answers_to(form, complete=False)).items()
        if draw(st.booleans()) or name not in form.computed
    }
    return form, answers, known


def as_number(value: Any, of: tuple[str, ...] = ()) -> Fraction | None:
    """The number of a fact by the words of the file format, worked out plainly: shares in percent."""
    if isinstance(value, Share):
        return Fraction(value.part, value.whole) * 100
    if isinstance(value, Fraction):
        return value * 100
    if isinstance(value, dict):
        return Fraction(sum(count for grade, count in value.items() if grade in of)) if of else None
    return None if value is None or isinstance(value, bool | str) else Fraction(value)
