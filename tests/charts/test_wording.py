"""Figures in charts, broken lines, and charts told in words."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import theme
from charts.wording import alt_text, percent, points, share_of, threshold
from services import vietnamese
from tests.charts import frames

NAN = float("nan")
words = st.lists(st.text("aăđêợỹ–", min_size=1, max_size=12), min_size=1, max_size=12)


@given(whole=st.integers(1, 400), part=st.integers(0, 400))
def test_a_share_is_rounded_like_the_exact_fraction(whole, part):
    if part <= whole:
        assert percent(part / whole) == vietnamese.percent(Fraction(part, whole))


@pytest.mark.parametrize(
    ("write", "values", "expected"),
    [
        (percent, (0.9365,), "93,7 %"),
        (percent, (NAN,), "chưa có số liệu"),
        (share_of, (40 / 42, 40, 42), "95,2 % (40/42)"),
        (share_of, (NAN, 0, 0), "chưa có số liệu"),
        (threshold, (0.85,), "85 %"),
        (threshold, (0.875,), "87,5 %"),
        (threshold, (1.0,), "100 %"),
        (points, (30.0,), "30"),
        (points, (28.5,), "28,5"),
        (points, (18.25,), "18,25"),
        (points, (0.0,), "0"),
        (points, (1000.0,), "1.000"),
    ],
)
def test_figures_are_written_the_vietnamese_way(write, values, expected):
    assert write(*values) == expected


@given(words, st.integers(12, 40))
def test_lines_keep_every_word_and_their_length(parts, letters):
    broken = theme.lines(" ".join(parts), letters)
    assert " ".join(broken).split() == parts
    assert all(len(line) <= letters for line in broken)


@given(words)
def test_no_line_is_lost_on_a_narrower_page(parts):
    text = " ".join(parts)
    assert len(theme.lines(text, 20)) >= len(theme.lines(text, 60))


def test_lines_of_one_text_are_of_like_length():
    assert theme.lines("Trường Tiểu học Bằng Vân", 20) == ("Trường Tiểu", "học Bằng Vân")


class TestAltText:
    def test_states_are_counted_and_the_missing_ones_named(self):
        told = alt_text(frames.held(), "Sinh hoạt", "Xã Bằng Vân")
        assert told.startswith("Sinh hoạt. Xã Bằng Vân. Số kỳ sinh hoạt: đã nộp 3, đang nhập 3, chưa nhập 3")
        assert "Chưa nhập: Khuổi Ngọa (tháng 3/2026); Nặm Nộc (tháng 2/2026)" in told

    def test_rates_are_told_month_by_month(self):
        told = alt_text(frames.rates(), "Tỷ lệ")
        assert "tháng 11/2025, dự họp 95,2 %, phát biểu 62,5 %, ngưỡng 85,0 %;" in told
        assert "tháng 1/2026, dự họp chưa có số liệu" in told

    def test_grades_points_and_ranking_are_told_row_by_row(self):
        assert "Năm 2025, Tốt, số chi bộ 16;" in alt_text(frames.grades(), "Xếp loại")
        assert "Đoàn kết, kỷ luật tốt, điểm 18,25, điểm tối đa 20;" in alt_text(frames.goods(), "Điểm")
        assert "Khuổi Ngọa, 85,7 % (36/42);" in alt_text(frames.ranking(), "Xếp hạng")

    def test_an_empty_frame_says_so(self):
        assert alt_text(frames.ranking(cells=[]), "Xếp hạng") == "Xếp hạng. Chưa có số liệu."

    def test_a_long_one_is_cut_and_says_how_much(self):
        told = alt_text(frames.held(cells=[f"Chi bộ {number}" for number in range(300)]), "Sinh hoạt")
        assert told.endswith("; và 260 dòng nữa trong bảng số liệu.")
