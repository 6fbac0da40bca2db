"""The grades of meetings on the screen: a line a cell for a month, a strip of months a cell for a year."""

from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urlencode

import streamlit as st

from services.quality import MeetingGrade, MonthGrades, MonthRow, YearRow
from services.scoring import MonthState, format_points
from services.vietnamese import day, number
from ui import navigation
from ui.transactions import plain

LINES = 40
"""Lines on one page: what a phone draws without a wait."""
Row = TypeVar("Row")
COLOURS = ("green", "blue", "orange", "red")
"""Of grades, best first; those after the last are red too."""


def month(grades: MonthGrades) -> None:
    """Draw the counts, then the cells, each leading to the form of its meeting."""
    counts = grades.counts
    with st.container(horizontal=True):
        st.metric("Đã xếp loại", f"{number(sum(counts.values()))}/{number(len(grades.rows))}", border=True)
        for label in grades.grades:
            st.metric(label, number(counts[label]), border=True)
    several = len({row.commune_name for row in grades.rows}) > 1
    for row in _one_page(grades.rows, "month"):
        _line(row, grades, with_commune=several)
    if grades.changes:
        with st.expander("Biến động đảng viên trong tháng", icon=":material/group:"):
            st.markdown("\n".join(f"- {plain(sentence)}" for sentence in grades.changes))


def year(rows: Sequence[YearRow]) -> None:
    """Draw every cell's months side by side, its grade of the year and why."""
    several = len({row.commune_name for row in rows}) > 1
    for row in _one_page(rows, "year"):
        commune = f" · {row.commune_name}" if several else ""
        grade = f" :green-badge[{plain(row.grade)}]" if row.grade else ""
        with st.expander(f"**{plain(row.unit_name)}**{plain(commune)}{grade}", key=f"year:{row.unit_id}"):
            st.markdown(" ".join(_cell_of_month(row, place) for place in range(len(row.labels))))
            st.markdown(plain(row.headline))
            for remark in row.roll_up.remarks if row.roll_up else ():
                st.caption(plain(remark))


def in_record(grade: MeetingGrade | None) -> None:
    """Draw how the meeting was scored, as the minutes say it, and the way to its form."""
    if grade is None:
        return
    with st.container(border=True):
        st.subheader("Chất lượng buổi sinh hoạt", anchor=False)
        st.markdown(plain(grade.sentence))
        about = {"cell": grade.ref.unit_id, "month": f"{grade.ref.starts_on:%Y-%m}"}
        navigation.link("meetings.quality", "Chấm chất lượng", icon=None, **about)


def files(name: str, **query: object) -> None:
    """Draw the ways to take the table away."""
    address = f"/downloads/tables/{name}"
    st.markdown(f"Tải về: [Excel]({address}.xlsx?{urlencode(query)}) · [CSV]({address}.csv?{urlencode(query)})")


def _one_page(rows: Sequence[Row], name: str) -> Sequence[Row]:
    pages = -(-len(rows) // LINES)
    page = st.pagination(pages, key=f"grades:{name}:{pages}") if pages > 1 else 1
    return rows[(page - 1) * LINES : page * LINES]


def _line(row: MonthRow, grades: MonthGrades, *, with_commune: bool) -> None:
    left, right = st.columns([2, 3], gap=None, vertical_alignment="center")
    with left:
        _name(row, grades)
    commune = row.commune_name if with_commune else ""
    points = f"{format_points(row.total)} điểm" if row.total is not None else ""
    own = f"tự chấm {row.own_grade}" if row.is_reviewed and row.own_grade != row.grade else ""
    held = f"họp {day(row.held_on)}" if row.held_on else ""
    heads = f"{number(row.members)} đảng viên"
    facts = " · ".join(filter(None, [commune, points, own, held, heads, row.lacking]))
    with right:
        st.markdown(f"{_badge(row, grades)} {plain(facts)}")
        if row.deductions:
            box = st.expander(f"{len(row.deductions)} điểm trừ", key=f"lost:{row.unit_id}", on_change="rerun")
            if box.open:
                box.markdown("\n".join(f"- {plain(reason)}" for reason in row.deductions))


def _name(row: MonthRow, grades: MonthGrades) -> None:
    if row.held_on is None:
        st.markdown(f"**{plain(row.unit_name)}**")
    else:
        navigation.link("meetings.quality", plain(row.unit_name), cell=row.unit_id, month=f"{grades.month:%Y-%m}")


def _badge(row: MonthRow, grades: MonthGrades) -> str:
    if not row.grade:
        return ":gray-badge[Chưa xếp loại]"
    colour = COLOURS[min(grades.grades.index(row.grade), len(COLOURS) - 1)]
    return f":{colour}-badge[{plain(row.grade)}]"


def _cell_of_month(row: YearRow, place: int) -> str:
    state, label = row.months.months[place].state, row.labels[place]
    colour = {MonthState.GRADED: "blue", MonthState.NO_MEETING: "red"}.get(state, "gray")
    return f":{colour}-badge[T{place + 1}{f' {plain(label)}' if label else ' –'}]"
