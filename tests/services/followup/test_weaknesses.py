"""The rules that make a cell one that needs help: every threshold at its edge, exact shares, nothing without data."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import rates
from services.followup import LIMITS, WEAKNESS_NAMES, WeaknessKind, weaknesses
from services.quality import LowMonth
from services.scoring import Share

ON = date(2026, 10, 31)
UNDER_HD_12 = date(2025, 9, 30)
GOOD = {
    "meetings_expected": 6,
    "meetings_held": 6,
    "official_members": 12,
    "attendance_rate": Share(95, 100),
    "unexcused_absences": 0,
    "members_unexcused_3_months": 0,
    "annual_grade": None,
    "annual_grade_last_year": "httnv",
}


def kinds(low=(), on=ON, **changes):
    return [each.kind for each in weaknesses(GOOD | changes, low, on)]


def sentence(low=(), on=ON, **changes):
    [found] = weaknesses(GOOD | changes, low, on)
    return found.sentence


def test_a_good_cell_needs_no_help():
    assert kinds() == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"meetings_held": 5}, ["missing"]),
        ({"meetings_held": 7}, []),
        ({"official_members": 3}, []),
        ({"official_members": 2}, ["strength"]),
        ({"attendance_rate": Share(90, 100)}, []),
        ({"attendance_rate": Share(899, 1000)}, ["attendance"]),
        ({"unexcused_absences": 2}, []),
        ({"unexcused_absences": 3}, ["unexcused"]),
        ({"members_unexcused_3_months": 1}, ["unexcused"]),
        ({"annual_grade_last_year": "khtnv"}, ["annual"]),
        ({"annual_grade_last_year": "khtnv", "annual_grade": "htnv"}, []),
        ({"annual_grade_last_year": "httnv", "annual_grade": "khtnv"}, ["annual"]),
    ],
)
def test_each_threshold_at_its_edge(changes, found):
    assert kinds(**changes) == [WeaknessKind(each) for each in found]


def test_the_rule_on_attendance_is_that_of_the_day():
    assert kinds(attendance_rate=Share(86, 100), on=UNDER_HD_12) == []
    assert kinds(attendance_rate=Share(85, 100), on=UNDER_HD_12) == [WeaknessKind.ATTENDANCE]
    assert kinds(attendance_rate=Share(86, 100)) == [WeaknessKind.ATTENDANCE]
    assert kinds(attendance_rate=Share(1, 100), on=date(2018, 7, 5)) == []


def test_a_month_graded_low_is_a_reason():
    low = [LowMonth(date(2026, 9, 1), "Trung bình"), LowMonth(date(2026, 10, 1), "Kém")]
    assert kinds(low) == [WeaknessKind.QUALITY]
    assert sentence(low) == ("2 tháng xếp loại chất lượng sinh hoạt thấp: Trung bình (09/2026) và Kém (10/2026).")


def test_the_sentences_have_the_figures():
    assert sentence(meetings_held=4) == "Thiếu 2/6 buổi sinh hoạt thường kỳ."
    assert "chỉ có 2 đảng viên chính thức" in sentence(official_members=2)
    assert sentence(attendance_rate=Share(3, 4)) == (
        "Tỷ lệ dự họp 75,0 %; yêu cầu từ 90 % (Hướng dẫn 42-HD/BTCTW ngày 28/10/2025)."
    )
    assert "yêu cầu trên 85 %" in sentence(attendance_rate=Share(3, 4), on=UNDER_HD_12)
    assert sentence(unexcused_absences=4) == "4 lượt vắng không lý do."
    assert "2 đảng viên vắng không lý do từ 3 tháng" in sentence(unexcused_absences=9, members_unexcused_3_months=2)
    assert "không hoàn thành nhiệm vụ" in sentence(annual_grade="khtnv")


def test_the_gravest_comes_first_and_every_kind_has_a_name():
    everything = {
        "meetings_held": 0,
        "official_members": 1,
        "attendance_rate": Share(1, 2),
        "unexcused_absences": 5,
        "annual_grade": "khtnv",
    }
    assert kinds([LowMonth(ON, "Kém")], **everything) == list(WeaknessKind)
    assert WEAKNESS_NAMES.keys() == set(WeaknessKind)


@given(st.sets(st.sampled_from(sorted(GOOD))), st.sampled_from(["absent", "none"]))
def test_without_data_there_is_no_reason(unknown, how):
    facts = {name: value for name, value in GOOD.items() if name not in unknown}
    facts |= dict.fromkeys(unknown) if how == "none" else {}
    assert weaknesses(facts, (), ON) == ()
    assert weaknesses({}, (), ON) == ()


@given(part=st.integers(0, 400), whole=st.integers(1, 400), on=st.sampled_from([ON, UNDER_HD_12]))
def test_attendance_is_compared_exactly(part, whole, on):
    part = min(part, whole)
    rule, share = rates.rule_on(on), Fraction(part, whole)
    is_reached = share > rule.threshold if rule.is_strict else share >= rule.threshold
    assert (kinds(attendance_rate=Share(part, whole), on=on) == []) is is_reached


@given(
    held=st.integers(0, 6),
    fewer=st.integers(0, 6),
    unexcused=st.integers(0, 9),
    more=st.integers(0, 9),
    official=st.integers(0, 12),
)
def test_worse_figures_never_make_a_cell_better(held, fewer, unexcused, more, official):
    better = kinds(meetings_held=held, unexcused_absences=unexcused, official_members=official)
    worse = kinds(
        meetings_held=max(0, held - fewer),
        unexcused_absences=unexcused + more,
        official_members=max(0, official - fewer),
    )
    assert set(better) <= set(worse)


def test_the_limits_stand_in_one_place():
    assert (LIMITS.months, LIMITS.missing, LIMITS.official, LIMITS.unexcused, LIMITS.low_months) == (6, 1, 3, 3, 1)
