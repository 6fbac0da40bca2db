"""A simulation on the screen: what is tried on what, from which grade to which, and everything that moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

import pandas as pd
import streamlit as st

from charts import grades
from charts.wording import alt_text
from services import simulation
from services.clock import today
from services.criteria import SetRow
from services.simulation import DIRECTIONS, Move, Simulation, YearMove
from services.tables import written
from services.units import UnitRow
from services.vietnamese import number
from ui import filters, tables
from ui.criteria_check import STATE_NAMES
from ui.meeting_choice import unique
from ui.transactions import plain

YEARS_BACK = 5
ROWS_A_PAGE = 20
EVERYTHING = "all"


@dataclass(frozen=True)
class Chosen:
    """Which set, on which unit and everything below it, in which year."""

    set_id: UUID
    unit_id: UUID
    year: int


def chosen(sets: Sequence[SetRow], units: Sequence[UnitRow]) -> Chosen:
    """Choose a set, a unit and a year; last year by default."""
    words = unique({str(row.set_id): _words(row) for row in sets})
    names = unique({str(unit.unit_id): unit.name for unit in units})
    years = {str(year): str(year) for year in range(today().year, today().year - YEARS_BACK - 1, -1)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        set_id = filters.one_of("Bộ tiêu chí", words, key="set", width="stretch")
        unit_id = filters.one_of("Chấm thử cho", names, key="unit", width=280)
        year = filters.one_of("Số liệu năm", years, key="year", default=str(today().year - 1), width=120)
    return Chosen(UUID(set_id), UUID(unit_id), int(year))


def summary(found: Simulation) -> None:
    """Draw the counts, the grades before and after, and how many went from which to which."""
    if not found.moves:
        st.info(
            f"Năm {found.year} không có đối tượng nào trong phạm vi này dùng được bộ tiêu chí này.",
            icon=":material/info:",
        )
        return
    with st.container(horizontal=True):
        st.metric("Lượt chấm thử", number(len(found.moves)), border=True)
        for direction, words in DIRECTIONS.items():
            if found.counts[direction]:
                st.metric(words, number(found.counts[direction]), border=True)
    _chart(found)
    matrix = simulation.matrix_table(found)
    st.subheader("Từ mức đã xếp (dòng) sang mức chấm thử (cột)", anchor=False)
    headings = [column.title for column in matrix.columns]
    rows = [
        [written(value, column.kind) for value, column in zip(row, matrix.columns, strict=True)] for row in matrix.rows
    ]
    tables.texts(headings, rows)
    st.caption(
        "“Chưa rõ”: còn tiêu chí phải có người chấm mà chưa ai chấm, hoặc chưa có số liệu; khoảng mức có thể đạt ghi ở từng dòng."
    )


def files(chosen: Chosen) -> None:
    """Draw the ways to the whole list as a file."""
    query = urlencode({"set": chosen.set_id, "unit": chosen.unit_id, "year": chosen.year})
    links = (
        f"[{label}](/downloads/tables/cham-thu.{ext}?{query})" for ext, label in {"xlsx": "Excel", "csv": "CSV"}.items()
    )
    st.markdown(f":material/download: Tải danh sách: {' · '.join(links)}")


def moves(found: Simulation) -> None:
    """Draw the cases of one direction, each with its reasons folded away."""
    if not found.moves:
        return
    st.subheader("Từng đơn vị", anchor=False)
    offered = {name.value: words for name, words in DIRECTIONS.items() if found.counts[name]} | {EVERYTHING: "Tất cả"}
    shown = filters.tab(dict(sorted(offered.items(), key=lambda one: one[0] in {"same", EVERYTHING})), key="move")
    rows = [move for move in found.moves if shown in {EVERYTHING, move.direction.value}]
    pages = -(-len(rows) // ROWS_A_PAGE)
    page = st.pagination(pages, key="page") if pages > 1 else 1
    for move in rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]:
        _move(move)


def years(found: Simulation) -> None:
    """Draw the years that were rolled up from the grades that the set gives to the months."""
    if not found.years:
        return
    st.subheader(f"Xếp loại cả năm {found.year} từ các tháng chấm thử", anchor=False)
    moved = [year for year in found.years if year.is_moved]
    still_open = [year for year in found.years if year.is_open]
    unclear = f"; {number(len(still_open))} chi bộ chưa rõ vì còn tháng chấm thử chưa rõ mức" if still_open else ""
    st.caption(f"{number(len(moved))}/{number(len(found.years))} chi bộ thay đổi mức cả năm theo bộ này{unclear}.")
    rows = [
        [
            year.unit_name,
            year.old_label or "chưa xếp",
            _year_label(year),
            " ".join(year.reasons[: 1 + bool(year.open_months)]),
        ]
        for year in ([*moved, *still_open] or found.years)[:ROWS_A_PAGE]
    ]
    tables.texts(["Chi bộ", "Đang xếp", "Chấm thử", "Vì sao"], rows)


def _year_label(year: YearMove) -> str:
    return "chưa rõ" if year.is_open else year.new_label or "chưa xếp"


def _move(move: Move) -> None:
    name = " · ".join(filter(None, [move.unit_name, move.holder_name, move.name]))
    old, new = _graded(move.old_label, move.old_total), _graded(move.new_label, move.outcome.total)
    line = f"**{plain(name)}**: {plain(old)} → {plain(new)}"
    if not move.reasons:
        st.markdown(line)
        return
    with st.expander(line):
        st.markdown("\n".join(f"- {plain(reason)}" for reason in move.reasons))


def _graded(label: str, total: str) -> str:
    points = f" ({total} điểm)" if total else ""
    return f"{label or 'chưa xếp loại'}{points}"


def _chart(found: Simulation) -> None:
    frame = _frame(found)
    title, subtitle = "Số lượt theo mức, đã xếp và chấm thử", f"{found.unit_name}, số liệu năm {found.year}"
    drawn = grades.grade_bars(frame, title=title, subtitle=subtitle, counted="lượt")
    st.altair_chart(drawn, theme=None, key="chart:simulation", alt=alt_text(frame, title, subtitle))


def _frame(found: Simulation) -> pd.DataFrame:
    """The grades of the form first, then those that it does not know."""
    labels = list(dict.fromkeys((*(grade.label for grade in found.form.grades), *found.old_labels, *found.new_labels)))
    sides = {"Đã xếp": 0, "Chấm thử": 1}
    rows = [
        (side, label, rank, sum(count for pair, count in found.matrix.items() if pair[place] == label))
        for side, place in sides.items()
        for rank, label in enumerate(labels)
    ]
    return pd.DataFrame(rows, columns=["group", "grade", "rank", "cells"])


def _words(row: SetRow) -> str:
    return f"{row.title or row.code}, phiên bản {row.version}, {row.unit_name} ({STATE_NAMES[row.state].lower()})"
