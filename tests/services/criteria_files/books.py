"""Workbooks to read: as the portal lays them out, and with single cells changed as people change them."""

from datetime import date
from decimal import Decimal
from typing import Any

from services.criteria_files import SheetPlan, sheets
from services.criteria_files.opening import Cell, Sheet
from services.scoring import Form, Metrics

Change = tuple[str, str, Any]
"""A sheet, a cell (``F12``) and what somebody typed there; None: emptied."""


def book(form: Form, metrics: Metrics, *changes: Change) -> dict[str, Sheet]:
    """The cells of a form's workbook as a reader finds them, with some of them changed."""
    grids = {plan.name: _grid(plan) for plan in sheets(form, metrics)}
    for name, cell, value in changes:
        line, column = _place(cell)
        grids[name].setdefault(line, {})[column] = value if isinstance(value, Cell) else _cell(value)
    return {name: Sheet(name, _rows(grid)) for name, grid in grids.items()}


def _grid(plan: SheetPlan) -> dict[int, dict[int, Cell | None]]:
    grid: dict[int, dict[int, Cell | None]] = {0: {0: _cell(plan.title)}, 1: {0: _cell(plan.note)}}
    line = 3
    for block in plan.blocks:
        grid[line] = dict(enumerate(map(_cell, block.headings)))
        for row in block.rows:
            line += 1
            grid[line] = {column: _cell(cell.value) for column, cell in enumerate(row.cells)}
        line += block.spare_rows + 2
    return grid


def _cell(value: Any) -> Cell | None:
    if value is None or value == "":
        return None
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Cell("number", Decimal(repr(float(value))))
    if isinstance(value, date):
        return Cell("day", value)
    return Cell("flag" if isinstance(value, bool) else "text", value)


def _rows(grid: dict[int, dict[int, Cell | None]]) -> tuple[tuple[Cell | None, ...], ...]:
    return tuple(
        tuple(grid.get(line, {}).get(column) for column in range(max(grid.get(line, {0: None})) + 1))
        for line in range(max(grid) + 1)
    )


def _place(cell: str) -> tuple[int, int]:
    """``C5`` is line 4, column 2."""
    letter, number = cell[0], cell[1:]
    return int(number) - 1, ord(letter) - ord("A")
