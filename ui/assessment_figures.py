"""The figures beside an item: what they propose, by which rule, and the rows that they count."""

import streamlit as st

from services import assessments, metrics, tables
from services.assessments import AssessmentRef, ItemRow, Sheet
from services.scoring import fact_in_words, proposal_in_words
from services.tables import Table
from ui import navigation
from ui import tables as drawn
from ui.identity import current_actor
from ui.transactions import plain, reading

MOST_ROWS = 60
BY_MONTH = frozenset({"months_graded", "months_without_grade", "cell_months_graded"})
"""Figures that count the grades of months."""


def beside(sheet: Sheet, row: ItemRow) -> None:
    """Draw what the figures say to the item, and the way to their rows; nothing where they say nothing."""
    if row.proposal is None:
        return
    st.markdown(f":material/query_stats: {plain(proposal_in_words(row.item, row.proposal, metrics.METRICS))}")
    box = st.expander("Xem số liệu", type="compact", key=f"figures:{sheet.ref.name}:{row.item.id}", on_change="rerun")
    if box.open:
        with box:
            if not sheet.course.is_editable:
                st.caption("Điểm tính theo số liệu đã chốt lúc nộp; bảng dưới đây là dữ liệu hiện nay.")
            for name in row.proposal.facts:
                _rows(sheet.ref, name)


def all_of(sheet: Sheet) -> None:
    """Draw, folded away, every figure that the form looks at, also those of its grades, each with its rows."""
    if not sheet.facts:
        return
    with st.expander("Số liệu dùng để chấm", icon=":material/query_stats:"):
        for name, value in sheet.facts.items():
            said = fact_in_words(name, value, metrics.METRICS)
            key = f"figure:{sheet.ref.name}:{name}"
            box = st.expander(plain(said[:1].upper() + said[1:]), type="compact", key=key, on_change="rerun")
            if box.open:
                with box:
                    _rows(sheet.ref, name)


def _rows(ref: AssessmentRef, name: str) -> None:
    with reading() as session:
        table = assessments.figure_rows(session, current_actor(), ref, name)
    _table(table)
    _way(ref, name)


def _way(ref: AssessmentRef, name: str) -> None:
    """Draw the way to where the rows of a figure are kept: the grades of the months, or the meetings."""
    if name in BY_MONTH:
        year = str(ref.year)
        navigation.link("meetings.grades", "Xem xếp loại từng tháng", unit=ref.unit_id, view="year", year=year)
    elif ref.subject is None:
        span = {"first": f"{ref.starts_on:%Y-%m}", "last": f"{ref.ends_on:%Y-%m}"}
        navigation.link("meetings.book", "Xem sổ sinh hoạt", unit=ref.unit_id, state="all", **span)


def _table(table: Table) -> None:
    st.markdown(f"**{plain(table.title)}**")
    headings = [column.title for column in table.columns]
    kinds = [column.kind for column in table.columns]
    rows = [[tables.written(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in table.rows]
    # What every row says is said once, above: a phone has no room for it.
    same = {place for place, column in enumerate(zip(*rows, strict=True)) if len(rows) > 1 and len(set(column)) == 1}
    always = [f"{headings[place]}: {rows[0][place]}." for place in sorted(same) if rows[0][place]]
    st.caption("  \n".join(plain(note) for note in (*table.notes, *always)))
    shown = [place for place in range(len(headings)) if place not in same]
    if not rows:
        st.caption("Không có dòng nào.")
    elif shown:
        drawn.texts([headings[place] for place in shown], [[row[place] for place in shown] for row in rows[:MOST_ROWS]])
    if len(rows) > MOST_ROWS:
        st.caption(f"Chỉ hiện {MOST_ROWS} dòng đầu trong {len(rows)} dòng.")
