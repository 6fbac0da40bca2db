"""Which four-good year is on the screen: year, kind and unit, all of them in the address; and several units to act on."""

import zlib
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import streamlit as st

from services import four_good, units
from services.clock import today
from services.four_good import KIND_NAMES
from services.units import UnitRow
from ui import filters
from ui.meeting_choice import unique

YEARS_BACK = 5
DECEMBER = 12
"""The month from which the next year can be chosen: units register ahead."""


def year() -> int:
    """Choose the year; this one by default."""
    this = today()
    latest = this.year + (this.month == DECEMBER)
    years = {str(year): str(year) for year in range(latest, this.year - YEARS_BACK - 1, -1)}
    return int(filters.one_of("Năm", years, key="year", default=str(this.year), width=120))


def kind(tree: Sequence[UnitRow]) -> str:
    """Choose cells or committees, where both are in reach."""
    shown = {
        code: name for code, name in KIND_NAMES.items() if any(four_good.takes_part(row.kind, code) for row in tree)
    }
    if len(shown) > 1:
        return filters.one_of("Loại", shown, key="kind", width=220)
    return next(iter(shown), four_good.CELL)


def unit(tree: Sequence[UnitRow]) -> UUID:
    """Choose a unit that holds others; it opens on the highest, and there is nothing to choose where it is the only one."""
    depth = units.depths(tree)
    holders = [row for row in tree if not row.is_cell]
    if len(holders) < 2:  # noqa: PLR2004 - one is no choice
        return tree[0].unit_id
    words = unique({str(row.unit_id): "\u2003" * depth[row.unit_id] + row.name for row in holders})
    return UUID(filters.one_of("Đơn vị", words, key="unit", width=340))


def several(name: str, words: Mapping[str, str], who: str, asked: UUID | None = None) -> None:
    """Choose some of ``words`` (id → words), or all with one tick; ``picked`` knows which.

    What the address asks for is chosen to begin with.
    """
    if len(words) == 1:
        return
    key = _of_these(name, words)
    if f"{key}:some" not in st.session_state:
        st.session_state[f"{key}:some"] = [str(asked)] if str(asked) in words else []
    is_all = st.checkbox(f"Chọn tất cả {len(words)} {who}", key=f"{key}:all")
    st.multiselect(
        f"Chọn {who}",
        list(words),
        format_func=words.__getitem__,
        key=f"{key}:some",
        disabled=is_all,
        placeholder="Chọn từng đơn vị",
        select_all=False,
    )


def picked(name: str, ids: Collection[str]) -> list[UUID]:
    """Which of the ids are chosen at this moment, in their order."""
    key = _of_these(name, ids)
    is_all = len(ids) == 1 or st.session_state.get(f"{key}:all", False)
    some = set(st.session_state.get(f"{key}:some", ()))
    return [UUID(each) for each in ids if is_all or each in some]


def _of_these(name: str, ids: Collection[str]) -> str:
    """A choice among other units is another choice: nothing stays ticked that is no longer there."""
    return f"{name}:{zlib.crc32(','.join(ids).encode()):08x}"
