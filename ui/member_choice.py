"""Whose work is on the screen: unit, cell, year and month, all of them in the address."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import streamlit as st

from services import months
from services.clock import today
from services.units import UnitRow
from services.vietnamese import month as written
from ui import filters, meeting_book
from ui.meeting_choice import unique

YEARS_BACK = 3
VIEWS = {
    "tasks": "Nhiệm vụ",
    "ratings": "Đánh giá tháng",
    "pledges": "Cam kết",
    "rota": "Trình bày",
    "alerts": "Vắng nhiều",
}


def view() -> str:
    """Choose what to see."""
    return filters.tab(VIEWS, key="view")


def unit(tree: Sequence[UnitRow]) -> UnitRow:
    """Choose a unit, unless there is only one."""
    if len(tree) == 1:
        return tree[0]
    chosen = meeting_book.unit(tree)
    return next(row for row in tree if row.unit_id == chosen)


def cell(cells: Sequence[UnitRow]) -> UUID:
    """Choose one of the cells of the unit, unless there is only one."""
    if len(cells) == 1:
        return cells[0].unit_id
    words = unique({str(row.unit_id): row.name for row in cells})
    return UUID(filters.one_of("Chi bộ", words, key="cell", width=360))


def year() -> int:
    """Choose the year: this one by default."""
    this = today().year
    years = {str(each): str(each) for each in range(this, this - YEARS_BACK - 1, -1)}
    return int(filters.one_of("Năm", years, key="year", width=120))


def month(default: date, *, back: int = 0, ahead: int = 0, label: str = "Tháng") -> date:
    """Choose a month from ``back`` months before this one to ``ahead`` after it, the latest first."""
    this = months.month_of(today())
    days = reversed(months.span(months.after(this, -back), months.after(this, ahead)))
    words = {f"{day:%Y-%m}": written(day) for day in days}
    chosen = filters.one_of(label, words, key="month", default=f"{default:%Y-%m}", width=200)
    return date.fromisoformat(f"{chosen}-01")


def nothing(sentence: str) -> None:
    """Say that there is nothing to show."""
    st.info(sentence, icon=":material/info:")
