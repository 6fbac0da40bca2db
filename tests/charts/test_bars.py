"""Grades of groups, points per good, ranking of cells."""

import pytest

from charts.goods import goods_bars
from charts.grades import grade_bars
from charts.ranking import ranking_bars
from tests.charts import frames
from tests.charts.drawn import PHONE, WIDE, rows, texts

TOLD = {"title": "Biểu đồ", "subtitle": "Xã Bằng Vân"}
BOTH_WIDTHS = pytest.mark.parametrize("width", [WIDE, PHONE])


class TestGrades:
    def test_segments_follow_one_another_and_add_up_to_the_cells(self):
        segments = [row for row in rows(grade_bars(frames.grades(), **TOLD)) if row["group"] == "Năm 2026"]
        assert [(row["grade"], row["start"], row["end"]) for row in segments] == [
            ("Tốt", 0, 180),
            ("Khá", 180, 225),
            ("Trung bình", 225, 229),
            ("Kém", 229, 230),
        ]

    def test_grades_stand_from_best_to_worst_whatever_the_order_of_the_rows(self):
        shuffled = frames.grades().sample(frac=1, random_state=1)
        segments = [row for row in rows(grade_bars(shuffled, **TOLD)) if row["group"] == "Năm 2026"]
        assert [row["grade"] for row in segments] == ["Tốt", "Khá", "Trung bình", "Kém"]

    @BOTH_WIDTHS
    def test_every_count_is_written_in_its_segment_or_beside_the_group(self, width):
        shown = texts(grade_bars(frames.grades(), **TOLD), width)
        assert {"180", "45"} <= set(shown)
        assert "Năm 2026: 230 chi bộ (Trung bình 4, Kém 1)" in shown

    def test_shares_are_of_the_group(self):
        shares = {(row["group"], row["grade"]): row["share"] for row in rows(grade_bars(frames.grades(), **TOLD))}
        assert shares["Năm 2025", "Khá"] == "3/19 (15,8 %)"
        assert ("Năm 2025", "Kém") not in shares

    def test_the_legend_names_grades_that_nobody_has(self):
        assert {"Trung bình", "Kém"} <= set(texts(grade_bars(frames.grades(groups=1), **TOLD), WIDE))

    def test_a_group_without_cells_is_named(self):
        nobody = frames.grades(groups=1).assign(cells=0)
        assert "Năm 2025: 0 chi bộ" in texts(grade_bars(nobody, **TOLD), WIDE)


class TestGoods:
    def test_bars_are_as_long_as_the_share_of_the_maximum(self):
        drawn = {(row["cell"], row["good"]): row for row in rows(goods_bars(frames.goods(), **TOLD))}
        track = drawn["Khuổi Ngọa", frames.GOODS[0]]
        assert (track["end"] - track["start"]) / (track["full"] - track["start"]) == pytest.approx(28.5 / 30)
        full = drawn[frames.LONG_NAME, frames.GOODS[3]]
        assert full["end"] == pytest.approx(full["full"])
        assert {row["told"] for row in drawn.values()} >= {"28,5/30", "18,25/20", "0/25", "chưa chấm"}

    @BOTH_WIDTHS
    def test_every_figure_is_written(self, width):
        shown = texts(goods_bars(frames.goods(), **TOLD), width)
        assert {"28,5", "18,25", "0", "3", "chưa chấm"} <= set(shown)
        assert shown.count("25") == 3

    @BOTH_WIDTHS
    def test_lanes_are_named_with_their_maximum(self, width):
        shown = [text.replace("\u00a0", " ") for text in texts(goods_bars(frames.goods(), **TOLD), width)]
        assert "Lãnh đạo thực hiện nhiệm vụ chính trị tốt (tối đa 30)" in shown

    def test_differing_maxima_are_told_as_a_span(self):
        frame = frames.goods()
        frame.loc[0, "max_points"] = 35.0
        shown = [text.replace("\u00a0", " ") for text in texts(goods_bars(frame, **TOLD), WIDE)]
        assert "Lãnh đạo thực hiện nhiệm vụ chính trị tốt (tối đa 30–35)" in shown

    def test_goods_stand_in_their_order_whatever_the_order_of_the_rows(self):
        lanes = {row["good"]: row["start"] for row in rows(goods_bars(frames.goods().iloc[::-1], **TOLD))}
        assert [lanes[good] for good in frames.GOODS] == [0, 1, 2, 3]

    def test_a_good_without_a_maximum_is_an_empty_track(self):
        drawn = rows(goods_bars(frames.goods().assign(points=0.0, max_points=0.0), **TOLD))
        assert all(row["end"] == row["start"] for row in drawn)


class TestRanking:
    @BOTH_WIDTHS
    def test_best_first_and_those_without_a_figure_last_and_unnumbered(self, width):
        shown = texts(ranking_bars(frames.ranking(), **TOLD), width)
        names = [text for text in shown if text.endswith(tuple(frames.CELLS))]
        assert names == [f"1. {frames.LONG_NAME}", "2. Khuổi Ngọa", "Nặm Nộc"]

    @BOTH_WIDTHS
    def test_figures_stand_as_they_were_given(self, width):
        assert {"95,2 % (40/42)", "85,7 % (36/42)", "chưa có số liệu"} <= set(
            texts(ranking_bars(frames.ranking(), **TOLD), width)
        )

    def test_bars_are_as_long_as_the_value(self):
        values = {row["cell"]: row["value"] for row in rows(ranking_bars(frames.ranking(), **TOLD))}
        assert values == {frames.LONG_NAME: 40 / 42, "Khuổi Ngọa": 36 / 42, "Nặm Nộc": None}

    def test_equal_values_share_a_place(self):
        frame = frames.ranking().assign(value=[0.9, 0.9, 0.8])
        shown = texts(ranking_bars(frame, **TOLD), WIDE)
        assert {"1. Khuổi Ngọa", "1. Nặm Nộc", f"3. {frames.LONG_NAME}"} <= set(shown)

    def test_two_cells_of_one_name_are_two_rows(self):
        frame = frames.ranking(cells=["Pù Mò", "Nà Sáng", "Pù Mò"])
        assert len({row["top"] for row in rows(ranking_bars(frame, **TOLD))}) == 3

    def test_the_tooltip_is_headed_by_the_measure(self):
        tips = ranking_bars(frames.ranking(), **TOLD).to_dict()["layer"][0]["encoding"]["tooltip"]
        assert [tip["title"] for tip in tips] == ["Chi bộ", "Tỷ lệ dự họp"]
