"""From twelve months to the grade of a year: every rule, then against a plain count of the months."""

from itertools import combinations_with_replacement
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import Invalid
from services.scoring import (
    Form,
    InvalidForm,
    MonthResult,
    MonthState,
    NoRollUp,
    RollUp,
    Rule,
    YearOfMonths,
    rolled_up,
    validated,
)
from tests.services.scoring.forms import form_data, hundred_points, item, section
from tests.services.scoring.strategies import MONTH_GRADES, roll_ups

BOTH: dict[str, Any] = {
    "missing_month": "counts_as",
    "as": "kem",
    "founded_mid_year": "scaled",
    "grades": [
        {
            "id": "year_good",
            "label": "Năm tốt",
            "when": {
                "all": [
                    {"metric": "months_graded", "of": ["tot"], "gte": 8},
                    {"metric": "months_graded", "of": ["trung_binh", "kem"], "lte": 0},
                ]
            },
        },
        {"id": "year_fair", "label": "Năm khá", "when": {"metric": "months_graded", "of": ["tot", "kha"], "gte": 8}},
        {"id": "year_weak", "label": "Năm yếu", "otherwise": True},
    ],
}


def with_roll_up(**fields: Any) -> Form:
    return hundred_points(roll_up={**BOTH, **fields})


LETTERS = {"T": "tot", "K": "kha", "B": "trung_binh", "E": "kem"}
STATES = {
    "-": MonthState.NOT_EXPECTED,
    "0": MonthState.NO_MEETING,
    "?": MonthState.NOT_GRADED,
    ".": MonthState.NOT_OVER,
}


def year(months: str) -> YearOfMonths:
    """T, K, B, E are grades; - not expected, 0 no meeting, ? not graded yet, . not over."""
    return YearOfMonths(
        tuple(
            MonthResult(STATES[letter]) if letter in STATES else MonthResult(MonthState.GRADED, LETTERS[letter])
            for letter in months
        )
    )


def of(months: str, form: Form | None = None) -> RollUp:
    return rolled_up(form or with_roll_up(), year(months))


@pytest.mark.parametrize(
    ("months", "grade"),
    [
        ("TTTTTTTTTTTT", "year_good"),
        ("TTTTTTTTKKKK", "year_good"),
        ("KTTTTTTTTKKK", "year_good"),
        ("TTTTTTTKKKKK", "year_fair"),
        ("TTTTTTTTTTTE", "year_fair"),
        ("TTTTKKKKBBBB", "year_fair"),
        ("TTTTKKKBBBBB", "year_weak"),
        ("EEEEEEEEEEEE", "year_weak"),
    ],
)
def test_the_first_grade_whose_condition_holds_is_given(months, grade):
    found = of(months)
    assert found.grade is not None
    assert (found.grade.id, found.no_grade) == (grade, None)


def test_the_result_says_how_it_came_about():
    found = of("TTTTTTTKKKKK")
    assert found.facts == {
        "months_graded": {"kha": 5, "tot": 7},
        "months_expected": 12,
        "months_held": 12,
        "months_missing": 0,
    }
    assert found.headline == "Cả năm xếp loại Năm khá: 7 tháng Tốt, 5 tháng Khá."
    assert found.remarks == (
        "Muốn được xếp loại Năm tốt thì số tháng Tốt từ 8 trở lên và số tháng Trung bình hoặc Kém không quá 0.",
    )
    spelled = "months_graded=kha:5+tot:7;months_expected=12;months_held=12;months_missing=0"
    assert [(step.rule, step.target, step.said, step.is_met, step.facts) for step in found.derivation[-5:]] == [
        (Rule.MONTH, "11", "kha", None, "graded"),
        (Rule.MONTH, "12", "kha", None, "graded"),
        (Rule.YEAR_GRADE, "year_good", "", False, spelled),
        (Rule.YEAR_GRADE, "year_fair", "", True, spelled),
        (Rule.AWARD, "year_fair", "", True, ""),
    ]


@pytest.mark.parametrize(
    ("rule", "grade", "remark"),
    [
        (
            {"missing_month": "counts_as", "as": "kem"},
            "year_fair",
            "Tháng 2 và tháng 7 không sinh hoạt, tính là Kém.",
        ),
        (
            {"missing_month": "counts_as", "as": "kha"},
            "year_good",
            "Tháng 2 và tháng 7 không sinh hoạt, tính là Khá.",
        ),
        (
            {"missing_month": "left_out", "as": None},
            "year_good",
            "Tháng 2 và tháng 7 không sinh hoạt, không tính vào kết quả năm.",
        ),
        (
            {"missing_month": "no_grade", "as": None},
            None,
            "Tháng 2 và tháng 7 không sinh hoạt, nên không xếp loại năm.",
        ),
        ({"missing_month": None, "as": None}, None, "Tháng 2 và tháng 7 không sinh hoạt, nên không xếp loại năm."),
    ],
)
def test_a_month_without_a_meeting_follows_its_rule(rule, grade, remark):
    found = of("T0TTTT0TTTTT", with_roll_up(**rule))
    assert (found.grade and found.grade.id) == grade
    assert found.remarks[0] == remark
    assert found.facts["months_missing"] == 2
    if grade is None:
        assert (found.no_grade, found.concerned) == (NoRollUp.MISSING_MONTH, (2, 7))
        assert found.headline == "Không xếp loại năm: tháng 2 và tháng 7 không sinh hoạt."


@pytest.mark.parametrize(
    ("months", "founded", "grade"),
    [
        ("------TTTTTT", "scaled", "year_good"),  # 8 × 6/12 = 4
        ("------TTTTKK", "scaled", "year_good"),
        ("------TTTKKK", "scaled", "year_fair"),
        ("-----TTTTKKK", "scaled", "year_fair"),  # 8 × 7/12 = 4,67: five of seven
        ("-----TTTTTKK", "scaled", "year_good"),
        ("-----------T", "scaled", "year_good"),
        ("-----------E", "scaled", "year_weak"),
        ("------TTTTTT", "as_written", "year_weak"),
        ("----TTTTTTTT", "as_written", "year_good"),
        ("TTTTTT------", "scaled", "year_good"),
    ],
)
def test_a_unit_of_fewer_months_follows_its_rule(months, founded, grade):
    found = of(months, with_roll_up(founded_mid_year=founded))
    assert found.grade is not None
    assert found.grade.id == grade
    scaled = [step.said for step in found.derivation if step.rule is Rule.SCALED]
    assert scaled == ([f"{12 - months.count('-')}/12"] if founded == "scaled" else [])


def test_what_is_scaled_by_size_is_scaled_at_every_size():
    bound = {"by": "months_missing", "steps": [{"below": 1, "value": 12}, {"value": 6}]}
    grades = [
        {"id": "a", "label": "A", "when": {"any": [{"not": {"metric": "months_graded", "of": ["tot"], "lt": bound}}]}}
    ]
    form = with_roll_up(grades=grades, missing_month="left_out", **{"as": None})
    assert of("------TTTTTT", form).grade is not None
    assert of("------TTTTTK", form).grade is None
    assert of("------TTT00K", form).grade is not None
    assert of("------TT000K", form).grade is None


def test_only_bounds_on_graded_months_are_scaled():
    grades = [{"id": "a", "label": "A", "when": {"metric": "months_missing", "lte": 2}}]
    form = with_roll_up(grades=grades, missing_month="left_out", **{"as": None})
    assert of("------TTTT00", form).grade is not None
    assert of("------TTT000", form).grade is None


@pytest.mark.parametrize(
    ("months", "remark"),
    [
        (
            "----TTTTTTTT",
            "Đơn vị thành lập trong năm, chỉ xét từ tháng 5. Số tháng yêu cầu được giảm theo tỷ lệ 8/12.",
        ),
        (
            "TTTTTTTTT---",
            "Đơn vị thôi hoạt động trong năm, chỉ xét đến tháng 9. Số tháng yêu cầu được giảm theo tỷ lệ 9/12.",
        ),
        (
            "TTTT--TTTTTT",
            "Không xét tháng 5 và tháng 6, khi đơn vị không hoạt động. Số tháng yêu cầu được giảm theo tỷ lệ 10/12.",
        ),
    ],
)
def test_a_year_that_is_not_whole_is_remarked(months, remark):
    assert " ".join(of(months).remarks[:2]) == remark


def test_a_year_that_is_not_whole_may_have_no_grade():
    found = of("----TTTTTTTT", with_roll_up(founded_mid_year="no_grade"))
    assert (found.grade, found.no_grade, found.concerned) == (None, NoRollUp.FOUNDED_MID_YEAR, (1, 2, 3, 4))
    assert found.headline == "Không xếp loại năm: đơn vị không hoạt động đủ 12 tháng (các tháng 1–4 không xét)."
    assert found.remarks == ("Đơn vị thành lập trong năm, chỉ xét từ tháng 5.",)


@pytest.mark.parametrize(
    ("months", "why", "concerned", "said"),
    [
        ("TTTTTTTTTTT?", NoRollUp.PENDING, (12,), "Chưa xếp loại năm: tháng 12 chưa có kết quả xếp loại."),
        (
            "TTTTTTTTTT?.",
            NoRollUp.PENDING,
            (11, 12),
            "Chưa xếp loại năm: tháng 11 và tháng 12 chưa có kết quả xếp loại.",
        ),
        (
            "------------",
            NoRollUp.NOTHING_EXPECTED,
            tuple(range(1, 13)),
            "Không xếp loại năm: không tháng nào phải sinh hoạt.",
        ),
    ],
)
def test_a_year_that_cannot_be_judged_yet(months, why, concerned, said):
    found = of(months)
    assert (found.grade, found.no_grade, found.concerned, found.headline) == (None, why, concerned, said)


def test_too_few_months_have_no_grade():
    form = with_roll_up(fewest_months=6, missing_month="left_out", **{"as": None})
    assert of("------TTTTTT", form).grade is not None
    found = of("-------TTTTT", form)
    assert (found.no_grade, found.concerned) == (NoRollUp.TOO_FEW_MONTHS, (8, 9, 10, 11, 12))
    assert found.headline == "Không xếp loại năm: mới có 5 tháng được xếp loại, ít nhất phải có 6."
    assert of("0000000TTTTT", form).no_grade is NoRollUp.TOO_FEW_MONTHS
    assert of("0000000TTTTT", with_roll_up(fewest_months=6)).grade is not None


def test_months_that_match_nothing_are_said():
    form = with_roll_up(grades=BOTH["grades"][:2])
    found = of("EEEEEEEEEEEE", form)
    assert (found.grade, found.no_grade) == (None, NoRollUp.NO_MATCH)
    assert found.headline == "Không xếp loại năm được: không mức nào khớp với kết quả của các tháng (12 tháng Kém)."


def test_a_condition_on_something_else_is_left_open():
    grades = [
        {"id": "a", "label": "A", "when": {"metric": "unexcused", "eq": 0}},
        {"id": "b", "label": "B", "otherwise": True},
    ]
    found = of("TTTTTTTTTTTT", with_roll_up(grades=grades))
    assert (found.grade, found.no_grade) == (None, NoRollUp.NO_DATA)
    assert found.headline == "Chưa xếp loại năm: chưa có số liệu về “unexcused”."


def test_a_grade_of_another_set_counts_only_where_the_rule_names_it():
    months = YearOfMonths((MonthResult(MonthState.GRADED, "dat"),) * 10 + (MonthResult(MonthState.GRADED, "tot"),) * 2)
    found = rolled_up(with_roll_up(), months)
    assert (found.no_grade, found.concerned) == (NoRollUp.UNKNOWN_GRADE, tuple(range(1, 11)))
    assert found.headline.startswith("Không xếp loại năm được: các tháng 1–10 xếp loại theo mức")
    grades = [{"id": "a", "label": "A", "when": {"metric": "months_graded", "of": ["tot", "dat"], "gte": 12}}]
    known = rolled_up(with_roll_up(grades=grades), months)
    assert known.grade is not None
    assert known.grade.id == "a"


FOREIGN = {"D": "dat", "N": "khong_dat"}


def changed(months: str) -> YearOfMonths:
    """As ``year``, with D and N for grades of another set."""
    own = year(months.replace("D", "T").replace("N", "T")).months
    return YearOfMonths(
        tuple(
            MonthResult(MonthState.GRADED, FOREIGN[letter]) if letter in FOREIGN else month
            for letter, month in zip(months, own, strict=True)
        )
    )


@pytest.mark.parametrize(
    ("months", "remarks"),
    [
        ("DDDDDDDDDTTT", ("Các tháng 1–9 đã xếp loại theo bộ tiêu chí khác, không tính.",)),
        ("DDDDNTTTTTTT", ("Các tháng 1–5 đã xếp loại theo bộ tiêu chí khác, không tính.",)),
        ("DTDTTTTTTTTT", ("Tháng 1 và tháng 3 đã xếp loại theo bộ tiêu chí khác, không tính.",)),
        (
            "--DDDDTTTTTT",
            (
                "Đơn vị thành lập trong năm, chỉ xét từ tháng 3.",
                "Các tháng 3–6 đã xếp loại theo bộ tiêu chí khác, không tính.",
            ),
        ),
    ],
)
def test_months_of_another_set_may_be_left_out(months, remarks):
    counted = months.count("T")
    form = with_roll_up(other_sets="left_out")
    found = rolled_up(form, changed(months))
    assert found.grade is not None
    assert found.grade.id == "year_good"
    assert found.facts["months_graded"] == {"tot": counted}
    assert (found.facts["months_expected"], found.facts["months_held"]) == (counted, counted)
    assert found.remarks == (*remarks, f"Số tháng yêu cầu được giảm theo tỷ lệ {counted}/12.")
    first = months.index("D")
    assert [(step.said, step.facts) for step in found.derivation][first] == ("", "graded")
    # The same rule unless it says so: no grade, as before.
    assert rolled_up(with_roll_up(), changed(months)).no_grade is NoRollUp.UNKNOWN_GRADE


def test_what_is_left_of_a_changed_year_follows_the_other_rules():
    few = rolled_up(with_roll_up(other_sets="left_out", fewest_months=3), changed("DDDDDDDDDDTT"))
    assert (few.no_grade, few.concerned) == (NoRollUp.TOO_FEW_MONTHS, (11, 12))
    assert few.remarks[0] == "Các tháng 1–10 đã xếp loại theo bộ tiêu chí khác, không tính."
    as_written = with_roll_up(other_sets="left_out", founded_mid_year="as_written")
    weak = rolled_up(as_written, changed("DDDDDDDDDTTT"))
    assert weak.grade is not None
    assert weak.grade.id == "year_weak"
    # Nobody was founded: the rule on units that were does not take the grade away.
    assert rolled_up(with_roll_up(other_sets="left_out", founded_mid_year="no_grade"), changed("DDDDTTTTTTTT")).grade


def test_a_year_of_another_set_only_has_no_grade():
    found = rolled_up(with_roll_up(other_sets="left_out"), changed("--DDDDDDDDDD"))
    assert (found.no_grade, found.concerned) == (NoRollUp.UNKNOWN_GRADE, tuple(range(3, 13)))
    assert found.headline == "Không xếp loại năm được: các tháng 3–12 xếp loại theo mức mà bộ tiêu chí này không có."


def test_what_a_better_grade_would_want_is_said_for_the_months_that_count():
    found = rolled_up(with_roll_up(other_sets="left_out"), changed("DDDDDDTTTKKK"))
    assert found.headline == "Cả năm xếp loại Năm khá: 3 tháng Tốt, 3 tháng Khá."
    assert found.remarks[-1].startswith("Muốn được xếp loại Năm tốt thì số tháng Tốt từ 4 trở lên")


@given(roll_ups(sorted(MONTH_GRADES)), st.text("TKBE0-DN", min_size=12, max_size=12))
def test_a_year_without_the_months_of_another_set_is_judged_like_one_in_which_they_are_not_expected(rule, months):
    form = hundred_points(roll_up={**rule, "other_sets": "left_out"})
    found = rolled_up(form, changed(months))
    same = rolled_up(form, year(months.replace("D", "-").replace("N", "-")))
    assert found.facts == same.facts
    if rule["founded_mid_year"] != "no_grade" and set(months) - set("-DN"):
        assert (found.grade, found.no_grade, found.concerned) == (same.grade, same.no_grade, same.concerned)


def test_months_are_said_as_stretches():
    found = of("?T???T??TTTT")
    assert found.headline == ("Chưa xếp loại năm: tháng 1, các tháng 3–5, tháng 7 và tháng 8 chưa có kết quả xếp loại.")


def test_a_year_in_which_nothing_counts_is_said():
    rest = [{"id": "a", "label": "A", "when": {"metric": "months_graded", "of": ["tot"], "gte": 1}}, BOTH["grades"][2]]
    found = of("000000000000", with_roll_up(grades=rest, missing_month="left_out", **{"as": None}))
    assert found.headline == "Cả năm xếp loại Năm yếu: không tháng nào được tính."
    assert found.remarks[0] == "Các tháng 1–12 không sinh hoạt, không tính vào kết quả năm."


def test_a_set_without_a_roll_up_cannot_judge_a_year():
    with pytest.raises(Invalid) as refused:
        rolled_up(hundred_points(), year("T" * 12))
    assert refused.value.sentence == "Bộ tiêu chí “Biểu thử” không có cách xếp loại cả năm từ các tháng."


def test_a_year_has_twelve_months_and_a_graded_one_has_a_grade():
    with pytest.raises(ValueError, match="12 months"):
        YearOfMonths((MonthResult(MonthState.NOT_OVER),) * 11)
    with pytest.raises(ValueError, match="graded exactly"):
        MonthResult(MonthState.GRADED)
    with pytest.raises(ValueError, match="graded exactly"):
        MonthResult(MonthState.NO_MEETING, "tot")


# Faults


def faults_of(**fields: Any) -> dict[str, str]:
    data = form_data(section("s1", item("i1", max_points=100)), roll_up={**BOTH, **fields})
    with pytest.raises(InvalidForm) as refused:
        validated(data)
    return {fault.path: fault.sentence for fault in refused.value.faults}


AS = "ghi as khi và chỉ khi missing_month là counts_as."


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"as": None}, {"roll_up.as": AS}),
        ({"missing_month": "left_out"}, {"roll_up.as": AS}),
        ({"as": "la"}, {"roll_up.as": "không có mức “la” trong bộ tiêu chí."}),
        (
            {"founded_mid_year": None},
            {"roll_up.founded_mid_year": "không có giá trị này; hãy chọn một trong: scaled, as_written, no_grade."},
        ),
        ({"fewest_months": 13}, {"roll_up.fewest_months": "không được lớn hơn 12."}),
        ({"grades": []}, {"roll_up.grades": "phải có ít nhất 1 dòng."}),
        ({"grades": [{"id": "a", "label": "A"}]}, {"roll_up.grades[0].when": "mức của năm phải có điều kiện when."}),
        (
            {"grades": [BOTH["grades"][0], BOTH["grades"][0]]},
            {
                "roll_up.grades[1].id": "“year_good” đã dùng ở mức khác của năm.",
                "roll_up.grades[1].label": "“Năm tốt” đã dùng ở mức khác của năm.",
            },
        ),
        (
            {"grades": list(reversed(BOTH["grades"]))},
            {"roll_up.grades[0].otherwise": "chỉ dùng ở dòng cuối, sau các dòng có điều kiện when."},
        ),
    ],
)
def test_a_wrong_roll_up_is_refused_with_its_place(fields, found):
    assert faults_of(**fields) == found


# Against a plain count


def plainly(rule: dict[str, Any], months: str) -> str | None:
    """The grade of the year, counted by hand; only for the conditions that ``roll_ups`` invents."""
    letters = [letter for letter in months if letter != "-"]
    missing, expected = letters.count("0"), len(letters)
    if not expected or "?" in letters or "." in letters:
        return None
    if (expected < 12 and rule["founded_mid_year"] == "no_grade") or (
        missing and rule["missing_month"] in {None, "no_grade"}
    ):
        return None
    counted = {grade: months.count(letter) for letter, grade in LETTERS.items()}
    if rule["missing_month"] == "counts_as":
        counted[rule["as"]] += missing
    if sum(counted.values()) < (rule["fewest_months"] or 0):
        return None
    facts = {"months_missing": missing, "months_held": expected - missing, "months_expected": expected}
    is_scaled = rule["founded_mid_year"] == "scaled"
    for grade in rule["grades"]:
        if grade.get("otherwise") or _holds(grade["when"], counted, facts, expected if is_scaled else 12):
            return grade["id"]
    return None


def _holds(written: dict[str, Any], counted: dict[str, int], facts: dict[str, int], expected: int) -> bool:
    if "all" in written:
        return all(_holds(part, counted, facts, expected) for part in written["all"])
    if "any" in written:
        return any(_holds(part, counted, facts, expected) for part in written["any"])
    if "not" in written:
        return not _holds(written["not"], counted, facts, expected)
    if written["metric"] != "months_graded":
        return facts[written["metric"]] >= written["gte"]
    number = sum(counted[grade] for grade in written["of"])
    (name, bound) = next((name, written[name]) for name in ("gte", "gt", "lte", "lt") if name in written)
    needed = -(-bound * expected // 12)
    return {"gte": number >= needed, "gt": number > needed, "lte": number <= needed, "lt": number < needed}[name]


@given(roll_ups(sorted(MONTH_GRADES)), st.text("TKBE0-", min_size=12, max_size=12))
def test_a_year_is_what_a_plain_count_says(rule, months):
    found = of(months, hundred_points(roll_up=rule))
    assert (found.grade.id if found.grade else None) == plainly(rule, months)


@given(roll_ups(sorted(MONTH_GRADES)), st.text("TKBE0-?.", min_size=12, max_size=12), st.randoms())
def test_the_order_of_the_months_changes_no_grade(rule, months, chance):
    form = hundred_points(roll_up=rule)
    shuffled = "".join(chance.sample(months, 12))
    before, after = of(months, form), of(shuffled, form)
    assert (before.grade, before.no_grade, before.facts) == (after.grade, after.no_grade, after.facts)


@given(roll_ups(sorted(MONTH_GRADES)), st.text("TKBE0-?.", min_size=12, max_size=12))
def test_every_year_has_a_grade_or_a_reason_and_both_can_be_said(rule, months):
    found = of(months, hundred_points(roll_up=rule))
    assert (found.grade is None) is (found.no_grade is not None)
    for sentence in (found.headline, *found.remarks):
        assert sentence.endswith(".")
        assert "None" not in sentence
        assert "{" not in sentence
    awarded = [step.target for step in found.derivation if step.rule is Rule.AWARD]
    assert awarded == ([found.grade.id] if found.grade else [])


def test_every_way_to_spread_twelve_months_over_four_grades():
    """All 455 years, in the two orders that a year can be counted in."""
    form = with_roll_up()
    ways = list(combinations_with_replacement("TKBE", 12))
    assert len(ways) == 455
    for way in ways:
        found = of("".join(way), form)
        assert found.grade is not None
        assert found.grade.id == plainly({**BOTH, "fewest_months": None}, "".join(way))
