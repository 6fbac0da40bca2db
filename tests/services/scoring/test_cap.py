"""The cap on the best grade: the greatest number that the inequality allows, under either denominator."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring import Cap, InvalidForm, allowed, head_room, refusal, share, validated
from tests.services.scoring.forms import form_data, item, section

USUAL = {"grade": "tot", "good": "kha", "ratio": 20, "denominator": "good_only", "rounding": "down"}


def cap(**fields: Any) -> Cap:
    return Cap.model_validate({**USUAL, **fields})


@pytest.mark.parametrize(
    ("denominator", "reached", "most"),
    [("good_only", Fraction(3, 16), 3), ("good_or_better", Fraction(3, 19), 3)],
)
def test_bang_van_2020(denominator, reached, most):
    """19 cells good or better, 3 of them excellent: 18,75 % or 15,8 %, both within 20 %."""
    rule = cap(denominator=denominator)
    assert share(rule, 3, 16) == reached
    assert allowed(rule, 19) == most
    assert head_room(rule, 3, 16) == 0
    assert refusal(rule, "Hoàn thành xuất sắc", 3, 16) == ""


@pytest.mark.parametrize(
    ("denominator", "said"),
    [
        (
            "good_only",
            "Xếp 4 đơn vị mức “Hoàn thành xuất sắc”, bằng 26,7 % (4/15), vượt tỷ lệ 20 %; nhóm này được nhiều nhất 3 đơn vị.",
        ),
        (
            "good_or_better",
            "Xếp 4 đơn vị mức “Hoàn thành xuất sắc”, bằng 21,1 % (4/19), vượt tỷ lệ 20 %; nhóm này được nhiều nhất 3 đơn vị.",
        ),
    ],
)
def test_one_too_many_is_refused_in_a_sentence(denominator, said):
    assert refusal(cap(denominator=denominator), "Hoàn thành xuất sắc", 4, 15) == said
    assert head_room(cap(denominator=denominator), 4, 15) == -1


def test_a_group_without_a_denominator():
    assert share(cap(), 2, 0) is None
    assert refusal(cap(), "A", 2, 0) == "Xếp 2 đơn vị mức “A”, vượt tỷ lệ 20 %; nhóm này được nhiều nhất 0 đơn vị."
    assert allowed(cap(), 0) == 0


def test_exceptionally_the_higher_ratio_holds():
    rule = cap(exceptional_ratio=25, denominator="good_or_better")
    assert (allowed(rule, 20), allowed(rule, 20, is_exceptional=True)) == (4, 5)
    assert refusal(rule, "A", 5, 15, is_exceptional=True) == ""
    assert "vượt tỷ lệ 25 %" in refusal(rule, "A", 6, 14, is_exceptional=True)
    assert allowed(cap(denominator="good_or_better"), 20, is_exceptional=True) == 4


@pytest.mark.parametrize(
    ("rounding", "denominator", "size", "most"),
    [
        ("down", "good_or_better", 14, 2),
        ("half_up", "good_or_better", 12, 2),
        ("half_up", "good_or_better", 13, 3),
        ("up", "good_or_better", 11, 3),
        ("up", "good_or_better", 1, 1),
        ("down", "good_only", 5, 0),
        ("down", "good_only", 6, 1),
        ("half_up", "good_only", 4, 1),
        ("up", "good_only", 2, 1),
        ("up", "good_only", 1, 0),
    ],
)
def test_rounding(rounding, denominator, size, most):
    assert allowed(cap(rounding=rounding, denominator=denominator), size) == most


def limit(rule: Cap, base: int) -> int:
    """The rounded share of a denominator, plainly."""
    exact = Fraction(rule.ratio) / 100 * base
    whole = exact.numerator // exact.denominator
    rest = exact - whole
    is_up = rest > 0 if rule.rounding == "up" else rest >= Fraction(1, 2) and rule.rounding == "half_up"
    return whole + is_up


caps = st.builds(
    cap,
    ratio=st.one_of(
        st.integers(1, 100),
        st.integers(1, 1000).map(lambda tenths: f"{tenths // 10},{tenths % 10}").filter(lambda text: text != "0,0"),
    ),
    denominator=st.sampled_from(["good_only", "good_or_better"]),
    rounding=st.sampled_from(["down", "half_up", "up"]),
)


@given(caps, st.integers(0, 400))
def test_what_is_allowed_is_the_greatest_number_that_the_inequality_holds_for(rule, size):
    most = allowed(rule, size)

    def fits(excellent: int) -> bool:
        base = size - excellent if rule.denominator == "good_only" else size
        return excellent <= limit(rule, base)

    assert [excellent for excellent in range(size + 1) if fits(excellent)] == list(range(most + 1))


@given(caps.filter(lambda rule: rule.rounding == "down"), st.integers(0, 400))
def test_rounded_down_the_share_itself_never_passes_the_ratio(rule, size):
    most = allowed(rule, size)
    reached = share(rule, most, size - most)
    assert reached is None or reached <= Fraction(rule.ratio) / 100
    assert most == 0 or reached is not None


@given(caps, st.integers(0, 200))
def test_a_larger_group_never_has_fewer(rule, size):
    assert 0 <= allowed(rule, size) <= allowed(rule, size + 1) <= size + 1


@given(caps, st.integers(0, 60), st.integers(0, 60))
def test_head_room_and_refusal_agree(rule, excellent, good):
    room = head_room(rule, excellent, good)
    assert (room < 0) is bool(refusal(rule, "A", excellent, good))
    if 0 < room <= good:
        assert head_room(rule, excellent + 1, good - 1) == room - 1


@given(st.integers(1, 100), st.integers(0, 400))
def test_good_only_never_allows_more_than_good_or_better(ratio, size):
    assert allowed(cap(ratio=ratio), size) <= allowed(cap(ratio=ratio, denominator="good_or_better"), size)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"ratio": 0}, {"cap.ratio": "phải lớn hơn 0."}),
        ({"ratio": 101}, {"cap.ratio": "phải từ 0 đến 100."}),
        ({"exceptional_ratio": 20}, {"cap.exceptional_ratio": "phải lớn hơn ratio."}),
        (
            {"denominator": "all"},
            {"cap.denominator": "không có giá trị này; hãy chọn một trong: good_only, good_or_better."},
        ),
        ({"rounding": "up_half"}, {"cap.rounding": "không có giá trị này; hãy chọn một trong: down, half_up, up."}),
        ({"group": ["parent", "parent"]}, {"cap.group": "không ghi hai lần một đặc điểm."}),
        ({"group": ["size"]}, {"cap.group[0]": "không có giá trị này; hãy chọn một trong: parent, cell_type."}),
        ({"grade": "la"}, {"cap.grade": "không có mức “la” trong bộ tiêu chí."}),
        ({"good": "la"}, {"cap.good": "không có mức “la” trong bộ tiêu chí."}),
        ({"good": "tot"}, {"cap.good": "phải là mức thấp hơn mức bị khống chế (grade)."}),
        ({"grade": "kem"}, {"cap.good": "phải là mức thấp hơn mức bị khống chế (grade)."}),
    ],
)
def test_a_wrong_cap_is_refused_with_its_place(fields, found):
    data = form_data(section("s1", item("i1", max_points=100)), cap={**USUAL, **fields})
    with pytest.raises(InvalidForm) as refused:
        validated(data)
    assert {fault.path: fault.sentence for fault in refused.value.faults} == found
