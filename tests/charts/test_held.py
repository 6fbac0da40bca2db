"""Meetings held against meetings expected."""

from itertools import pairwise

import pandas as pd
import pytest

from charts.held import MARKS, held_heatmap
from charts.wording import STATES
from tests.charts import frames
from tests.charts.drawn import PHONE, WIDE, rows, texts


def draw(frame):
    return held_heatmap(frame, title="Sinh hoạt", subtitle="Xã Bằng Vân")


def test_every_cell_and_month_is_one_mark_with_its_state():
    frame = frames.held()
    drawn = {(row["cell"], row["month"]): row["state"] for row in rows(draw(frame))}
    assert drawn == {(row.cell, f"{row.month:%Y-%m}"): STATES[row.state] for row in frame.itertuples()}


def test_a_day_is_told_the_vietnamese_way_and_no_day_in_words():
    told = {row["held"] for row in rows(draw(frames.held()))}
    assert {"03/01/2026", "chưa họp"} <= told


@pytest.mark.parametrize("nothing", [None, float("nan"), pd.NaT])
def test_a_missing_day_may_be_written_in_any_way(nothing):
    frame = frames.held(months=1).assign(held_on=nothing)
    assert {row["held"] for row in rows(draw(frame))} == {"chưa họp"}


def test_cells_keep_the_order_of_the_frame():
    frame = frames.held(cells=["Pù Mò", "An", "Cốc Lải"])
    by_place = sorted(rows(draw(frame)), key=lambda row: row["top"])
    assert list(dict.fromkeys(row["cell"] for row in by_place)) == ["Pù Mò", "An", "Cốc Lải"]


def test_rows_do_not_overlap_when_a_name_takes_several_lines():
    places = sorted({(row["top"], row["bottom"]) for row in rows(draw(frames.held()))})
    assert all(above[1] <= below[0] for above, below in pairwise(places))
    assert places[2][1] - places[2][0] > places[0][1] - places[0][0]


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_legend_names_all_states(width):
    assert set(STATES.values()) <= set(texts(draw(frames.held()), width))


def test_states_differ_in_shape_and_in_colour():
    assert set(MARKS) == set(STATES)
    assert len({shape for shape, _ in MARKS.values()}) == len({colour for _, colour in MARKS.values()}) == 5


def test_months_carry_the_year_where_it_changes():
    frame = pd.concat([frames.held(months=2), frames.held(months=1).assign(month=pd.Timestamp(2025, 12, 1))])
    shown = texts(draw(frame), WIDE)
    assert [text for text in shown if text.startswith("T") and text[1].isdigit()] == ["T12 2025", "T1 2026", "T2"]


def test_fewer_months_are_labelled_on_a_phone():
    months = pd.date_range("2025-01-01", periods=24, freq="MS")
    frame = pd.DataFrame({"cell": "Pù Mò", "month": months, "state": "submitted", "held_on": None})
    wide, phone = ([text for text in texts(draw(frame), width) if text[1:2].isdigit()] for width in (WIDE, PHONE))
    assert len(wide) == 12
    assert phone == ["T1 2025", "T4", "T7", "T10", "T1 2026", "T4", "T7", "T10"]
