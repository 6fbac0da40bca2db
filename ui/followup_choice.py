"""Whose cells are on the screen, and the fields that the forms of follow-up share."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from services.clock import today
from services.followup import CoverageRow
from ui import filters
from ui.meeting_choice import unique

EVERY = "all"
DIRECT = "direct"
"""In the address: every commune; the cells that no commune holds."""
DAY_WIDTH = 180


def commune(rows: Sequence[CoverageRow]) -> list[CoverageRow] | None:
    """Choose whose cells to see, where the reach holds several communes; None: of all of them."""
    names = {_group(row): row.commune_name or "Chi bộ trực thuộc" for row in rows}
    if len(names) == 1:
        return list(rows)
    chosen = filters.one_of("Tổ chức đảng", unique({EVERY: "Tất cả", **names}), key="unit", width=460)
    return None if chosen == EVERY else [row for row in rows if _group(row) == chosen]


def by_commune(rows: Sequence[CoverageRow]) -> dict[str, list[CoverageRow]]:
    """The cells of each commune, under its name, in the order of the rows."""
    found: dict[str, list[CoverageRow]] = {}
    for row in rows:
        found.setdefault(row.commune_name or "Chi bộ trực thuộc", []).append(row)
    return found


def cell_words(rows: Sequence[CoverageRow]) -> dict[str, str]:
    """The cells to choose from, by id, each told apart from the others."""
    several = len({row.commune_name for row in rows}) > 1
    return unique({str(row.unit_id): _name(row, with_commune=several) for row in rows})


def cell(rows: Sequence[CoverageRow]) -> CoverageRow:
    """Choose the cell that is looked at more closely; it opens on the first without a supervisor."""
    by_id = {str(row.unit_id): row for row in rows}
    words = cell_words(rows)
    if len(rows) == 1:
        return rows[0]
    st.subheader("Từng chi bộ", anchor=False)
    first = next((unit_id for unit_id, row in by_id.items() if not row.supervisors), next(iter(by_id)))
    return by_id[filters.one_of("Chi bộ", words, key="cell", default=first, width=460)]


def past_day(label: str, key: str, value: date | None = None, *, first: date | None = None) -> None:
    """Draw the field of a day that has come, dd/mm/yyyy; it opens on today."""
    earliest = first or date(2000, 1, 1)
    opens = min(max(value or today(), earliest), max(today(), earliest))
    options: dict[str, Any] = {"format": "DD/MM/YYYY", "width": DAY_WIDTH}
    st.date_input(label, opens, earliest, max(today(), earliest), key=key, **options)


def _group(row: CoverageRow) -> str:
    return str(row.commune_id or DIRECT)


def _name(row: CoverageRow, *, with_commune: bool) -> str:
    return f"{row.unit_name} · {row.commune_name}" if with_commune and row.commune_name else row.unit_name
