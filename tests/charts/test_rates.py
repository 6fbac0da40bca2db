"""Attendance and speaking rates over time."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.rates import apart, rate_lines
from tests.charts import frames
from tests.charts.drawn import PHONE, WIDE, rows, texts


def draw(frame):
    return rate_lines(frame, title="Tỷ lệ dự họp", subtitle="Xã Bằng Vân")


def test_figures_equal_the_rows():
    frame = frames.rates()
    drawn = rows(draw(frame))
    assert [row["attendance"] for row in drawn] == [40 / 42, 36 / 42, None, 1.0]
    assert [row["threshold"] for row in drawn] == [0.85, 0.85, 0.9, 0.9]
    assert [row["attendance_words"] for row in drawn] == [
        "95,2 % (40/42)",
        "85,7 % (36/42)",
        "chưa có số liệu",
        "100,0 % (42/42)",
    ]
    assert drawn[0]["speaking_words"] == "62,5 % (25/40)"


def test_months_are_drawn_in_their_order_whatever_the_order_of_the_rows():
    drawn = rows(draw(frames.rates().iloc[::-1]))
    assert [row["month_words"] for row in drawn] == ["Tháng 11/2025", "Tháng 12/2025", "Tháng 1/2026", "Tháng 2/2026"]


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_lines_are_named_at_their_end_with_the_last_figure(width):
    shown = texts(draw(frames.rates()), width)
    assert {"Dự họp 100,0 %", "Phát biểu 71,4 %", "Ngưỡng 90 %", "Ngưỡng 85 %"} <= set(shown)


def test_a_figure_that_is_not_of_the_last_month_says_its_month():
    frame = frames.rates()
    frame.loc[3, "speaking"] = float("nan")
    assert "Phát biểu T12: 50,0 %" in texts(draw(frame), WIDE)


def test_one_threshold_is_named_once():
    frame = frames.rates().assign(threshold=0.875)
    assert [text for text in texts(draw(frame), WIDE) if text.startswith("Ngưỡng")] == ["Ngưỡng 87,5 %"]


def test_a_threshold_may_be_missing():
    frame = frames.rates().assign(threshold=float("nan"))
    assert not [text for text in texts(draw(frame), WIDE) if text.startswith("Ngưỡng")]


def test_without_any_figure_the_axis_is_drawn():
    nothing = frames.rates().assign(attendance=float("nan"), speaking=float("nan"), threshold=float("nan"))
    assert "100 %" in texts(draw(nothing), PHONE)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_axis_writes_percent_the_vietnamese_way(width):
    shown = texts(draw(frames.rates()), width)
    assert {"50 %", "90 %", "100 %"} <= set(shown)


@given(
    places=st.lists(st.floats(0, 1), max_size=5).map(sorted),
    gap=st.floats(0.001, 0.2),
)
def test_labels_stand_apart_in_their_order_and_within_the_chart(places, gap):
    moved = apart(places, 0.0, 1.0, gap)
    assert all(above - below >= gap - 1e-9 for below, above in pairwise(moved))
    assert all(-1e-9 <= place <= 1 for place in moved)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=2, unique=True).map(sorted))
def test_labels_that_stand_apart_stay(places):
    assert apart(places, 0.0, 1.0, (places[1] - places[0]) / 2) == places


@pytest.mark.parametrize(("months", "is_marked"), [(1, True), (2, False)])
def test_the_threshold_of_a_single_month_is_a_dash_of_its_own(months, is_marked):
    mark = draw(frames.rates(months)).to_dict()["layer"][0]["mark"]
    assert (mark["point"] is not False) == is_marked
