"""Facts: what a metric can say, how it is stored and read back, how it is said."""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import Invalid
from services.scoring import InvalidFacts, Metric, MetricKind, Share, fact_in_words, facts_from, spelled_facts
from services.scoring.fact_words import fact_value_in_words, percent_words
from services.scoring.facts import quantity, share_of_one, spelled_fact
from tests.services.scoring.strategies import CATALOGUE, as_number, facts


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("9/12", Share(9, 12)),
        ("75 %", Fraction(3, 4)),
        ("75%", Fraction(3, 4)),
        ("49,5 %", Fraction(99, 200)),
        ("49.5 %", Fraction(99, 200)),
        ("100/3 %", Fraction(1, 3)),
        ("4.75", Decimal("4.75")),
        ("4,75", Decimal("4.75")),
        ("-1", Decimal(-1)),
        (Decimal("4.75"), Decimal("4.75")),
        (3, 3),
        (0, 0),
        (True, True),
        (False, False),
        ("htxsnv", "htxsnv"),
        ({"tot": 8, "kha": 4}, {"tot": 8, "kha": 4}),
        ({}, {}),
        (None, None),
    ],
    ids=repr,
)
def test_a_fact_is_read_as_what_it_is(written, value):
    read = facts_from({"x": written})["x"]
    assert read == value
    assert type(read) is type(value)


UNREADABLE = "phải là tỷ lệ “9/12” hoặc “75 %”, một số, true/false, mã xếp loại, hoặc null khi chưa có số liệu."


@pytest.mark.parametrize(
    ("name", "written", "sentence"),
    [
        ("x", 0.75, "số thập phân phải đặt trong dấu nháy, ví dụ “4.75”."),
        ("x", "chín trên mười hai", UNREADABLE),
        ("x", "", UNREADABLE),
        ("x", "9/12/3", UNREADABLE),
        ("x", "-9/12", UNREADABLE),
        ("x", [1], UNREADABLE),
        ("x", Decimal("NaN"), UNREADABLE),
        ("x", Decimal("Infinity"), UNREADABLE),
        ("x", 10**13, UNREADABLE),
        ("x", "9/0", "mẫu số phải lớn hơn 0; chưa có số liệu thì ghi null."),
        ("x", "9/0 %", "mẫu số phải lớn hơn 0; chưa có số liệu thì ghi null."),
        ("x", {"tot": -1}, "“tot” phải là một số nguyên từ 0 trở lên."),
        ("x", {"tot": True}, "“tot” phải là một số nguyên từ 0 trở lên."),
        ("x", {"tot": "8"}, "“tot” phải là một số nguyên từ 0 trở lên."),
        ("x", {"Tốt": 8}, "mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới, bắt đầu bằng chữ."),
        ("Tỷ lệ", 1, "mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới, bắt đầu bằng chữ."),
        (5, 1, "mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới, bắt đầu bằng chữ."),
    ],
)
def test_what_is_no_fact_is_refused_with_its_name(name, written, sentence):
    with pytest.raises(InvalidFacts) as refused:
        facts_from({name: written, "good": 1})
    assert [(fault.path, fault.sentence) for fault in refused.value.faults] == [(str(name), sentence)]
    assert isinstance(refused.value, Invalid)
    assert refused.value.reasons == (f"{name}: {sentence}",)


@pytest.mark.parametrize("data", [None, [], "9/12", 5])
def test_facts_are_a_group(data):
    with pytest.raises(InvalidFacts) as refused:
        facts_from(data)
    assert refused.value.sentence == "Có 1 số liệu không đọc được:\n- phải là một nhóm “mã số liệu: giá trị”."


@given(facts())
def test_what_was_stored_as_json_reads_back_as_it_was(known):
    read = facts_from(json.loads(json.dumps(spelled_facts(known))))
    assert read == known
    assert {name: type(value) for name, value in read.items()} == {name: type(value) for name, value in known.items()}


@given(st.fractions())
def test_any_share_reads_back_as_it_was(share: Fraction):
    assert facts_from(spelled_facts({"x": share})) == {"x": share}


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (-1, 5), (0, -3)])
def test_a_share_has_a_whole(part, whole):
    with pytest.raises(ValueError, match="no share"):
        Share(part, whole)


def test_a_share_remembers_its_parts():
    assert Share(9, 12).fraction == Fraction(3, 4)
    assert Share(9, 12) != Share(3, 4)
    assert spelled_facts({"x": Share(9, 12)}) == {"x": "9/12"}


@given(facts(), st.sampled_from(sorted(CATALOGUE)), st.sampled_from([(), ("tot",), ("tot", "kha")]))
def test_the_number_of_a_fact_is_exact(known, name, of):
    found = quantity(known.get(name), of)
    value = known.get(name)
    expected = as_number(value, of)
    if of and not isinstance(value, dict):
        expected = None
    assert (None if found is None else Fraction(*found)) == expected
    share = share_of_one(value)
    assert share is None or share * 100 == as_number(value)


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (None, "?"),
        (True, "yes"),
        (False, "no"),
        (Share(9, 12), "9/12"),
        (Fraction(3, 4), "75 %"),
        (Decimal("4.50"), "4.5"),
        (3, "3"),
        ("tot", "tot"),
        ({"tot": 8, "kha": 4}, "kha:4+tot:8"),
    ],
    ids=repr,
)
def test_a_fact_has_one_spelling_in_a_derivation(value, spelled):
    assert spelled_fact(value) == spelled


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("attendance_rate", Share(9, 12), "tỷ lệ dự họp 75 % (9/12)"),
        ("attendance_rate", Fraction(99, 200), "tỷ lệ dự họp 49,5 %"),
        ("attendance_rate", None, "tỷ lệ dự họp: chưa có số liệu"),
        ("members", 3275, "số đảng viên 3.275"),
        ("duration", 95, "thời lượng 95 phút"),
        ("duration", Decimal("92.5"), "thời lượng 92,5 phút"),
        ("has_committee", True, "có chi ủy"),
        ("has_committee", False, "không có chi ủy"),
        ("annual_grade", "httnv", "xếp loại năm trước: Hoàn thành tốt"),
        ("annual_grade", "la", "xếp loại năm trước: la"),
        ("months_graded", {"tot": 8, "kha": 4, "kem": 0}, "số tháng xếp loại: 8 Tốt và 4 Khá"),
        ("months_graded", {}, "số tháng xếp loại: 0"),
        ("unknown", 3, "“unknown” 3"),
    ],
)
def test_a_fact_is_said_with_its_name(name, value, said):
    assert fact_in_words(name, value, CATALOGUE) == said


def test_a_flag_alone_is_yes_or_no():
    assert (fact_value_in_words(value=True), fact_value_in_words(value=False)) == ("có", "không")


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (Fraction(3, 4), "75 %"),
        (Fraction(3, 16), "18,75 %"),
        (Fraction(3, 19), "15,8 %"),
        (Fraction(2, 3), "66,7 %"),
        (Fraction(0), "0 %"),
        (Fraction(1), "100 %"),
        (Fraction(8999, 10000), "89,99 %"),
        (Fraction(26999, 30000), "89,997 %"),
        (Fraction(1, 300), "0,3 %"),
        (Fraction(10**9 - 1, 10**9), "100,0 %"),
    ],
)
def test_a_share_never_reads_as_a_whole_number_that_it_just_misses(share, said):
    assert percent_words(share) == said


def test_metrics_have_what_is_usual_unless_they_say_otherwise():
    metric = Metric("x", "số x", MetricKind.COUNT)
    assert (metric.domain.least, metric.domain.most, metric.has_data, metric.about) == (0, None, True, {"unit"})
    assert hash(metric) == hash(Metric("x", "số x", MetricKind.COUNT))


def test_the_caller_s_arithmetic_changes_no_spelling():
    from decimal import localcontext

    long: dict[str, Any] = {"x": Fraction(123456789, 10**9), "y": Decimal("123456.789")}
    with localcontext(prec=2):
        assert facts_from(spelled_facts(long)) == long
