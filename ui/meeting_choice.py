"""Which meeting is on the screen: month, cell and kind, all of them in the address."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

import streamlit as st

from services import meetings, months
from services.clock import today
from services.meetings import DueRow, MeetingKind, MeetingRef, RecordState
from services.units import UnitRow
from services.vietnamese import month as written
from ui import filters, navigation
from ui.transactions import plain

MONTHS_BACK = 24
ORDER = list(RecordState)
"""What is to be done first: not begun, begun, done."""


def month_asked() -> bool:
    """Whether the address says which month."""
    return st.query_params.get("month") in _months()


def month(default: date) -> date:
    """Choose the month."""
    options = _months()
    words = {value: written(day) for value, day in options.items()}
    return options[filters.one_of("Tháng", words, key="month", default=f"{default:%Y-%m}", width=150)]


def cell(due: Sequence[DueRow]) -> DueRow:
    """Choose the cell; it opens on the first without a record, or else the first whose record is not handed in."""
    rows = {str(row.ref.unit_id): row for row in due}
    return rows[_chosen("Chi bộ", due, {})]


def holder(due: Sequence[DueRow], own: UnitRow | None) -> tuple[UUID, bool]:
    """Choose who met: a cell, the commune above it or the own unit; whether it is a cell. It opens as ``cell`` does."""
    above = {str(row.commune_id): row.commune_name for row in due if row.commune_id}
    above |= {str(own.unit_id): own.name} if own and not own.is_cell else {}
    chosen = UUID(_chosen("Chi bộ, đảng bộ" if above else "Chi bộ", due, above))
    return chosen, any(row.ref.unit_id == chosen for row in due)


def _chosen(label: str, due: Sequence[DueRow], above: Mapping[str, str]) -> str:
    rows = {str(row.ref.unit_id): row for row in due}
    first = min(rows, key=lambda unit_id: ORDER.index(rows[unit_id].state))
    several = len({row.commune_id for row in due}) > 1
    words = {unit_id: _name(row, with_commune=several) for unit_id, row in rows.items()} | dict(above)
    return filters.one_of(label, unique(words), key="cell", default=first, width=460)


def kind(offered: Iterable[MeetingKind]) -> MeetingKind:
    """Choose the kind of meeting."""
    words = {value.value: meetings.KINDS[value] for value in offered}
    return MeetingKind(filters.one_of("Loại sinh hoạt", words, key="kind", width=240))


def numbered(newest: MeetingRef, *, is_new: bool = True) -> MeetingRef:
    """Choose among the meetings of one kind in the month; the newest may be one that is not there yet."""
    numbers = {str(number): f"Buổi thứ {number}" for number in range(1, newest.number + 1)}
    numbers |= {str(newest.number): f"Buổi thứ {newest.number} (mới)"} if is_new else {}
    number = int(filters.one_of("Buổi", numbers, key="number", width=190))
    return MeetingRef(newest.unit_id, newest.month, newest.kind, number)


def next_cell(due: Sequence[DueRow]) -> None:
    """Draw a link to the next record of the month that is to be written, if there is one."""
    row = min(due, key=lambda line: ORDER.index(line.state))
    if row.is_done:
        return
    ref, asked_month = row.ref, f"{row.ref.month:%Y-%m}"
    st.markdown("Biên bản tiếp theo cần nộp:")
    name = plain(row.unit_name)
    navigation.link(
        "meetings.entry", name, icon="arrow_forward", cell=ref.unit_id, month=asked_month, kind=ref.kind.value
    )


def unique(words: Mapping[str, str]) -> dict[str, str]:
    """The browser knows an option by its words, so no two may read the same."""
    seen: dict[str, int] = {}
    told_apart = {}
    for value, label in words.items():
        seen[label] = seen.get(label, 0) + 1
        told_apart[value] = label if seen[label] == 1 else f"{label} ({seen[label]})"
    return told_apart


def _months() -> dict[str, date]:
    this = months.month_of(today())
    return {f"{day:%Y-%m}": day for day in reversed(months.span(months.after(this, -MONTHS_BACK), this))}


def _name(row: DueRow, *, with_commune: bool) -> str:
    return f"{row.unit_name} · {row.commune_name}" if with_commune and row.commune_name else row.unit_name
