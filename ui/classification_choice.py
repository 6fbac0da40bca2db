"""What part of a year's classification is on the screen: year, level and unit, all of them in the address."""

from collections.abc import Sequence
from uuid import UUID

from services.classification import Level
from services.clock import today
from services.units import HOLDERS, UnitRow, depths
from ui import filters
from ui.meeting_choice import unique

YEARS_BACK = 9
MEMBERS, CELLS, COMMITTEES, COUNTS = "members", "cells", "committees", "counts"
LEVELS = {MEMBERS: Level.MEMBER, CELLS: Level.CELL, COMMITTEES: Level.COMMITTEE}
VIEW_OF = {level: view for view, level in LEVELS.items()}
NAMES = {MEMBERS: "1. Đảng viên", CELLS: "2. Chi bộ", COMMITTEES: "3. Đảng bộ", COUNTS: "Kết quả"}
WIDTH = 460
"""Pixels of the list of units; on a phone it takes the whole width."""


def year() -> int:
    """Choose the year; this one by default."""
    years = {str(year): str(year) for year in range(today().year, today().year - YEARS_BACK - 1, -1)}
    return int(filters.one_of("Năm", years, key="year", width=120))


def view(tree: Sequence[UnitRow]) -> str:
    """Choose the level or the counts: step by step from the members up."""
    has_committees = any(not row.is_cell for row in tree)
    return filters.tab({view: name for view, name in NAMES.items() if view != COMMITTEES or has_committees}, key="view")


def unit(tree: Sequence[UnitRow], chosen_view: str) -> UUID | None:
    """Choose the unit, where there is a choice; None when there is nothing of the level to choose."""
    if chosen_view == MEMBERS:
        return _chosen("Chi bộ", _cells(tree), "cell")
    if chosen_view == COMMITTEES:
        return tree[0].unit_id
    holders = [row for row in tree if not row.is_cell]
    if not holders:
        return tree[0].unit_id
    if chosen_view == COUNTS:
        return _chosen("Tổ chức đảng", _indented(holders), "scope")
    # A district begins with one commune: all its cells at once are a long page.
    first = next((row for row in holders if row.kind in HOLDERS), holders[0])
    return _chosen("Tổ chức đảng", _indented(holders), "unit", str(first.unit_id))


def _chosen(label: str, words: dict[str, str], key: str, default: str | None = None) -> UUID | None:
    if len(words) > 1:
        return UUID(filters.one_of(label, unique(words), key=key, default=default, width=WIDTH))
    return UUID(next(iter(words))) if words else None


def _cells(tree: Sequence[UnitRow]) -> dict[str, str]:
    names = {row.unit_id: row.name for row in tree}
    cells = [row for row in tree if row.is_cell]
    several = len({row.parent_id for row in cells}) > 1
    return {
        str(row.unit_id): f"{row.name} · {names[row.parent_id]}" if several and row.parent_id in names else row.name
        for row in cells
    }


def _indented(holders: Sequence[UnitRow]) -> dict[str, str]:
    depth = depths(holders)
    return {str(row.unit_id): "\u2003" * depth[row.unit_id] + row.name for row in holders}
