"""Cells ranked by one measure."""

import math
from typing import NamedTuple

import altair as alt
import pandas as pd

from charts import rows, theme

_THICKNESS, _GAP = 8, 12
_LETTERS = 34
"""A line of a name leaves room for the figure at the right end, also on a phone."""


class _Ranked(NamedTuple):
    cell: str
    value: float
    label: str


def ranking_bars(frame: pd.DataFrame, *, title: str, subtitle: str) -> theme.Drawing:
    """Columns ``cell``, ``value`` (share of 1 or NaN), ``label`` (the figure as written), ``measure`` (its name).

    Best first; equal values share a place; cells without a value come last and have none.
    """
    if frame.empty:
        return theme.nothing(title, subtitle)
    ranked = _best_first(frame)
    places = rows.stacked(_numbered(ranked), top=2, thickness=_THICKNESS, gap=_GAP, letters=_LETTERS)
    tooltip = [alt.Tooltip("cell:N", title="Chi bộ"), alt.Tooltip("text:N", title=str(frame["measure"].iloc[0]))]
    layers = [
        rows.bar("start", "full", 1, color=theme.TRACK, cornerRadius=4).encode(tooltip=tooltip),
        rows.bar("start", "value", 1, color=theme.BAR, cornerRadius=4).encode(tooltip=tooltip),
        rows.names(places),
        rows.text(alt.Chart(), align="right", fontWeight=600, color=theme.INK).encode(x=alt.XValue("width")),
    ]
    return theme.framed(_rows(ranked, places), *layers, title=title, subtitle=subtitle, height=places[-1].end)


def _best_first(frame: pd.DataFrame) -> list[_Ranked]:
    cells = [_Ranked(*row) for row in zip(frame["cell"], frame["value"], frame["label"], strict=True)]
    return sorted(cells, key=lambda cell: math.inf if math.isnan(cell.value) else -cell.value)


def _numbered(ranked: list[_Ranked]) -> list[str]:
    values = [cell.value for cell in ranked]
    return [cell if math.isnan(value) else f"{values.index(value) + 1}. {cell}" for cell, value, _ in ranked]


def _rows(ranked: list[_Ranked], places: list[rows.Place]) -> list[theme.Row]:
    return [
        {
            "cell": cell.cell,
            "text": cell.label,
            "value": None if math.isnan(cell.value) else cell.value,
            "start": 0,
            "full": 1,
            "y": place.top,
            **place.down,
        }
        for cell, place in zip(ranked, places, strict=True)
    ]
