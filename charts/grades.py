"""How many cells of a group have which grade."""

from typing import NamedTuple

import altair as alt
import pandas as pd

from charts import rows, theme
from charts.wording import percent

COLOURS = ("#2877a8", "#93c3dc", "#f2dc9b", "#9c2a17", "#8c3b6e", "#7b746d")
"""From best to worst; every one of the first four differs from the others in lightness too."""
_FIGURES = ("#ffffff", "#262320", "#262320", "#ffffff", "#ffffff", "#ffffff")
_THICKNESS, _GAP = 20, 14
_DIGIT, _MARGIN = 7, 6
"""Pixels that a count needs inside its segment."""


class _Count(NamedTuple):
    grade: str
    rank: int
    cells: int


def grade_bars(frame: pd.DataFrame, *, title: str, subtitle: str, counted: str = "chi bộ") -> theme.Drawing:
    """Columns ``group`` (year, commune), ``grade`` (its label), ``rank`` (0 is best), ``cells`` (how many).

    ``counted`` is what there are so many of.

    A count that its segment is too narrow for stands beside the name of the group.
    """
    if frame.empty:
        return theme.nothing(title, subtitle)
    groups = _groups(frame)
    most = max(1, *(sum(count.cells for count in counts) for counts in groups.values()))
    told = [_name(group, counts, most, counted) for group, counts in groups.items()]
    places = rows.stacked(told, top=8, thickness=_THICKNESS, gap=_GAP)
    data = [
        row
        for (group, counts), place in zip(groups.items(), places, strict=True)
        for row in _segments(group, counts, place, most)
    ]
    layers = [rows.names(places), *_bars(_grades(frame), most, counted)]
    return theme.framed(data, *layers, title=title, subtitle=subtitle, height=places[-1].end)


def _groups(frame: pd.DataFrame) -> dict[str, list[_Count]]:
    """The counts of every group, best grade first; the groups in the order of the frame."""
    groups: dict[str, list[_Count]] = {group: [] for group in frame["group"]}
    for group, *count in zip(frame["group"], frame["grade"], frame["rank"], frame["cells"], strict=True):
        groups[group].append(_Count(count[0], int(count[1]), int(count[2])))
    return {group: sorted(counts, key=lambda count: count.rank) for group, counts in groups.items()}


def _grades(frame: pd.DataFrame) -> dict[str, int]:
    """The rank of every grade, best first."""
    return dict(sorted(zip(frame["grade"], frame["rank"], strict=True), key=lambda grade: int(grade[1])))


def _too_narrow(cells: int, most: int) -> bool:
    return cells / most * rows.NARROW < _DIGIT * len(str(cells)) + _MARGIN


def _name(group: str, counts: list[_Count], most: int, counted: str) -> str:
    """``Năm 2025: 190 chi bộ (Kém 1)``: the counts that no segment has room for are told here."""
    total = sum(count.cells for count in counts)
    told = ", ".join(f"{grade} {cells}" for grade, _, cells in counts if cells and _too_narrow(cells, most))
    return f"{group}: {total} {counted}" + (f" ({told})" if told else "")


def _segments(group: str, counts: list[_Count], place: rows.Place, most: int) -> list[theme.Row]:
    total = sum(count.cells for count in counts)
    segments: list[theme.Row] = []
    end = 0
    for grade, rank, cells in counts:
        start, end = end, end + cells
        segments.append(
            {
                "group": group,
                "grade": grade,
                "start": start,
                "end": end,
                "centre": (start + end) / 2,
                "ink": _FIGURES[rank % len(_FIGURES)],
                "label": "" if _too_narrow(cells, most) else str(cells),
                "share": f"{cells}/{total} ({percent(cells / total)})" if total else "0",
                **place.down,
            }
        )
    return [segment for segment in segments if segment["start"] != segment["end"]]


def _bars(grades: dict[str, int], most: int, counted: str) -> list[alt.Chart]:
    colours = [COLOURS[rank % len(COLOURS)] for rank in grades.values()]
    scale = alt.Scale(domain=list(grades), range=colours)
    tooltip = [
        alt.Tooltip("group:N", title="Nhóm"),
        alt.Tooltip("grade:N", title="Xếp loại"),
        alt.Tooltip("share:N", title=f"Số {counted}"),
    ]
    colour = alt.Color("grade:N", scale=scale, legend=theme.legend(list(grades), shape="square"))
    bars = rows.bar("start", "end", most, stroke=alt.ExprRef("background"), strokeWidth=1)
    figures = rows.figure("centre", most, align="center")
    return [
        bars.encode(color=colour, tooltip=tooltip),
        figures.encode(color=alt.Color("ink:N", scale=None)),
    ]
