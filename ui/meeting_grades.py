"""The grades of meetings on the screen: a line a cell for a month, a strip of months a cell for a year."""

from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

import streamlit as st

from services.meetings import MeetingRef
from services.quality import MeetingGrade, MonthGrades, MonthRow, YearRow
from services.scoring import MonthState, format_points
from services.vietnamese import day, number
from ui import filters, navigation
from ui.transactions import plain

LINES = 40
"""Lines on one page: what a phone draws without a wait."""
Row = TypeVar("Row")
COLOURS = ("green", "blue", "orange", "red")
"""Of grades, best first; those after the last are red too."""


def counts(grades: MonthGrades) -> None:
    """Draw how many cells have which grade."""
    found = grades.counts
    with st.container(horizontal=True):
        st.metric("Đã xếp loại", f"{number(sum(found.values()))}/{number(len(grades.rows))}", border=True)
        for label in grades.grades:
            st.metric(label, number(found[label]), border=True)


def which(grades: MonthGrades) -> Sequence[MonthRow]:
    """Choose which cells to see: all, those that wait for the superior, those that are still to be scored."""
    waiting = [row for row in grades.rows if row.grade and not row.is_reviewed]
    open_rows = [row for row in grades.rows if not row.grade]
    words = {
        "all": f"Tất cả ({len(grades.rows)})",
        "waiting": f"Chờ cấp trên đánh giá ({len(waiting)})",
        "open": f"Chưa chấm ({len(open_rows)})",
    }
    return {"all": grades.rows, "waiting": waiting, "open": open_rows}[filters.tab(words, key="show")]


def month(grades: MonthGrades, rows: Sequence[MonthRow]) -> None:
    """Draw cells, each leading to the form of its meeting, then who came and went."""
    several = len({row.commune_name for row in grades.rows}) > 1
    for row in _one_page(rows, "month"):
        _line(row, grades, with_commune=several)
    if not rows:
        st.info("Không có chi bộ nào ở tình trạng này.", icon=":material/info:")
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
            for remark in row.remarks:
                st.caption(plain(remark))


def in_record(grade: MeetingGrade | None, ref: MeetingRef) -> None:
    """Draw how the meeting was scored, as the minutes say it, and the way to its form."""
    if grade is None:
        return
    with st.container(border=True):
        st.subheader("Chất lượng buổi sinh hoạt", anchor=False)
        st.markdown(plain(grade.sentence))
        meeting: dict[str, Any] = {"kind": ref.kind.value, "number": ref.number}
        month = f"{ref.month:%Y-%m}"
        navigation.link("meetings.quality", "Chấm chất lượng", cell=ref.unit_id, month=month, **meeting)


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
            box = st.expander(
                f"Mất điểm ở {len(row.deductions)} tiêu chí", key=f"lost:{row.unit_id}", on_change="rerun"
            )
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
