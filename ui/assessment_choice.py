"""Which assessment is on the screen: year and cell, both in the address."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from services.assessments import STATE_NAMES, AssessmentRow, AssessmentState
from services.clock import local, today
from services.scoring import format_points
from services.vietnamese import day, listing
from ui import filters, navigation
from ui.meeting_choice import unique
from ui.transactions import plain

YEARS_BACK = 5
ROWS_A_PAGE = 30
LINK_WIDTH = 300
"""Pixels; on a phone what stands beside goes below."""
TO_DO_FIRST = (
    AssessmentState.RETURNED,
    AssessmentState.DRAFT,
    None,
    AssessmentState.SUBMITTED,
    AssessmentState.ACCEPTED,
)
"""What the cell's form opens on, where several cells are in reach."""
QUEUE_STATES = (AssessmentState.SUBMITTED, AssessmentState.RETURNED, AssessmentState.ACCEPTED, AssessmentState.DRAFT)


def year() -> int:
    """Choose the year; this one by default."""
    years = {str(year): str(year) for year in range(today().year, today().year - YEARS_BACK - 1, -1)}
    return int(filters.one_of("Năm", years, key="year", width=120))


def cell(rows: Sequence[AssessmentRow]) -> AssessmentRow:
    """Choose a cell; it opens on the first that has something to do."""
    by_id = {str(row.ref.unit_id): row for row in rows}
    first = min(by_id, key=lambda unit_id: TO_DO_FIRST.index(by_id[unit_id].state))
    several = len({row.commune_name for row in rows}) > 1
    words = unique({unit_id: _name(row, with_commune=several) for unit_id, row in by_id.items()})
    return by_id[filters.one_of("Chi bộ", words, key="cell", default=first)]


def way_back() -> None:
    """Draw the way from an opened form to the queue."""
    navigation.step("Về danh sách thẩm định", "arrow_back", cell=None)


def queue(rows: Sequence[AssessmentRow], year: int) -> None:
    """Draw what the cells have handed in, one state at a time, each row leading to its form."""
    counts = Counter(row.state for row in rows)
    said = [f"{counts[state]} {STATE_NAMES[state].lower()}" for state in QUEUE_STATES]
    st.caption(f"Năm {year}: {listing(said)}.")
    state = AssessmentState(filters.tab({state.value: STATE_NAMES[state] for state in QUEUE_STATES}, key="state"))
    chosen = [row for row in rows if row.state is state]
    if not chosen:
        st.info(f"Không có bản tự chấm nào ở trạng thái “{STATE_NAMES[state].lower()}”.")
    several = len({row.commune_name for row in rows}) > 1
    for row in _one_page(chosen):
        with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
            with st.container(width=LINK_WIDTH):
                navigation.step(plain(row.cell_name), "fact_check", cell=row.ref.unit_id)
            st.caption(plain(_facts(row, with_commune=several)))


def _one_page(rows: Sequence[AssessmentRow]) -> Sequence[AssessmentRow]:
    pages = -(-len(rows) // ROWS_A_PAGE)
    page = st.pagination(pages, key="page") if pages > 1 else 1
    return rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]


def _facts(row: AssessmentRow, *, with_commune: bool) -> str:
    total = f"{format_points(row.total)} điểm" if row.total is not None else ""
    submitted = f"nộp ngày {day(local(row.submitted_at).date())}" if row.submitted_at else ""
    return " · ".join(filter(None, [row.commune_name if with_commune else "", row.grade, total, submitted]))


def _name(row: AssessmentRow, *, with_commune: bool) -> str:
    return f"{row.cell_name} · {row.commune_name}" if with_commune and row.commune_name else row.cell_name
