"""The book of meetings as lines under their months, each leading to its record."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

import streamlit as st

from services import meetings, units
from services.meetings import BookRow, MeetingKind, RecordState
from services.units import UnitRow
from services.vietnamese import day, month, number, percent
from ui import filters, navigation
from ui.meeting_choice import unique
from ui.transactions import plain

LINES = 40
"""Lines on one page: what a phone draws without a wait."""
EVERY = "all"
COLOURS = {
    RecordState.MISSING: "red",
    RecordState.RETURNED: "violet",
    RecordState.DRAFT: "orange",
    RecordState.SUBMITTED: "blue",
    RecordState.APPROVED: "green",
}


def unit(tree: Sequence[UnitRow]) -> UUID:
    """Choose a unit of the tree; it opens on the first that holds cells, so that a district starts with one commune."""
    depth = units.depths(tree)
    words = unique({str(row.unit_id): "\u2003" * depth[row.unit_id] + row.name for row in tree})
    first = next((row for row in tree if row.kind in units.HOLDERS), tree[0])
    return UUID(filters.one_of("Tổ chức đảng", words, key="unit", default=str(first.unit_id)))


def state() -> RecordState | None:
    """Choose which lines to see; None for all of them."""
    words = {EVERY: "Tất cả"} | {state.value: name for state, name in meetings.STATES.items()}
    chosen = filters.tab(words, key="state")
    return None if chosen == EVERY else RecordState(chosen)


def lines(rows: Sequence[BookRow], *, may_open: bool) -> None:
    """Draw the lines under their months, a page of them at a time."""
    several = len({row.commune_name for row in rows}) > 1
    pages = -(-len(rows) // LINES)
    place = st.container()
    page = st.pagination(pages, key=f"book:page:{pages}") if pages > 1 else 1
    for of_month, found in groupby(rows[(page - 1) * LINES : page * LINES], key=_month):
        with place:
            st.subheader(f"Tháng {month(of_month)}", anchor=False)
            for row in found:
                _line(row, may_open=may_open, with_commune=several)


def sums(rows: Sequence[BookRow]) -> str:
    """How many records of regular meetings there are in each state."""
    regular = [row.state for row in rows if row.ref.kind is MeetingKind.REGULAR]
    counts: Mapping[RecordState, int] = {state: regular.count(state) for state in RecordState}
    parts = [f"{number(counts[state])} {meetings.STATES[state].lower()}" for state in reversed(RecordState)]
    return f"{number(len(regular))} buổi thường kỳ phải họp: {', '.join(parts)}."


def _month(row: BookRow) -> date:
    return row.ref.month


def _line(row: BookRow, *, may_open: bool, with_commune: bool) -> None:
    commune = row.commune_name if with_commune else ""
    facts = plain(" · ".join(filter(None, [commune, *_facts(row)])))
    left, right = st.columns([2, 3], gap=None, vertical_alignment="center")
    with left:
        _name(row, may_open=may_open or row.is_handed_in)
    badge = "gray-badge[Đã hủy]" if row.is_cancelled else f"{COLOURS[row.state]}-badge[{meetings.STATES[row.state]}]"
    right.markdown(f":{badge} {facts}")


def _name(row: BookRow, *, may_open: bool) -> None:
    ref = row.ref
    if not may_open or not navigation.is_open("meetings.entry"):
        st.markdown(f"**{plain(row.unit_name)}**")
        return
    asked_month = f"{ref.month:%Y-%m}"
    label = plain(row.unit_name)
    navigation.link(
        "meetings.entry", label, cell=ref.unit_id, month=asked_month, kind=ref.kind.value, number=ref.number
    )


def _facts(row: BookRow) -> list[str]:
    kind = "" if row.ref.kind is MeetingKind.REGULAR else meetings.KINDS[row.ref.kind]
    kind = "Kết hợp chuyên đề" if row.is_combined else kind
    parts = [kind, row.theme, _when(row)]
    if row.roll:
        base = f" ({number(row.roll.present_due)}/{number(row.roll.due)})"
        parts += [f"dự {percent(row.attendance)}{base}", f"phát biểu {percent(row.speaking)}"]
    return parts


def _when(row: BookRow) -> str:
    """The day of the meeting: held, called off, or planned while nothing else of it is known."""
    planned = day(row.planned_on) if row.planned_on else ""
    if row.is_cancelled:
        return f"{f'dự kiến {planned}, ' if planned else ''}lý do hủy: {row.cancelled_reason}"
    if row.held_on:
        return f"họp {day(row.held_on)}"
    return f"dự kiến họp {planned}" if planned else ""
