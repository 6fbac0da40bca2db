"""Points of every cell in each of the four goods."""

import math
from collections.abc import Iterable

import altair as alt
import pandas as pd

from charts import rows, theme
from charts.wording import points

_THICKNESS, _GAP = 17, 11
_LANE = 0.94
"""The share of a lane that its track fills; the rest parts it from the next lane."""
_FIGURE = 38
"""Pixels of a figure such as 27,5 with its margins: a shorter bar has it behind its end."""
_NARROW_PAGE = 520
_NARROW_LETTER, _WIDE_LETTERS = 6.2, 22
"""Pixels of a letter in a narrow heading, and letters of a wide one."""


def goods_bars(frame: pd.DataFrame, *, title: str, subtitle: str) -> theme.Drawing:
    """Columns ``cell``, ``good`` (label), ``points`` and ``max_points``, ``order`` (of the good).

    One lane per good, one row per cell in the order of the frame; a good without points stays an empty track.
    """
    if frame.empty:
        return theme.nothing(title, subtitle)
    heads = {good: _head(good, maxima) for good, maxima in _maxima(frame).items()}
    narrow = [theme.lines(head, int(rows.NARROW / len(heads) / _NARROW_LETTER)) for head in heads.values()]
    cells = list(dict.fromkeys(frame["cell"]))
    top = max(map(len, narrow)) * theme.LINE_HEIGHT + 8
    places = rows.stacked(cells, top=top, thickness=_THICKNESS, gap=_GAP)
    data = _rows(frame, list(heads), dict(zip(cells, places, strict=True)))
    layers = [_heads(list(heads.values()), narrow), rows.names(places), *_bars(len(heads))]
    return theme.framed(data, *layers, title=title, subtitle=subtitle, height=places[-1].end)


def _maxima(frame: pd.DataFrame) -> dict[str, list[float]]:
    """The maxima of every good, the goods in their order."""
    ordered = sorted(zip(frame["order"], frame["good"], frame["max_points"], strict=True), key=lambda row: row[0])
    maxima: dict[str, list[float]] = {}
    for _, good, most in ordered:
        maxima.setdefault(good, []).append(most)
    return maxima


def _head(good: str, maxima: Iterable[float]) -> str:
    """``Đoàn kết tốt (tối đa 20)``; both ends where criteria sets differ."""
    ends = dict.fromkeys(points(most) for most in (min(maxima), max(maxima)))
    return f"{good} (tối\u00a0đa\u00a0{'–'.join(ends)})"


def _heads(heads: list[str], narrow: list[tuple[str, ...]]) -> alt.Chart:
    """Headings of the lanes, broken for a phone or for a desk, standing on the same line at the bottom."""
    wide = [theme.lines(head, _WIDE_LETTERS) for head in heads]
    deepest = max(map(len, narrow))
    told = [
        {"x": lane, "narrow": "\n".join(short), "wide": "\n".join(long), **_lowered(deepest, short, long)}
        for lane, (short, long) in enumerate(zip(narrow, wide, strict=True))
    ]
    is_narrow = f"{theme.PAGE} < {_NARROW_PAGE}"
    base = alt.Chart(alt.InlineData(told)).transform_calculate(
        text=f"{is_narrow} ? datum.narrow : datum.wide", y=f"{is_narrow} ? datum.narrow_y : datum.wide_y"
    )
    size = alt.ExprRef(f"{is_narrow} ? 11.5 : {theme.TEXT_SIZE}")
    drawn: alt.Chart = rows.text(base, color=theme.FAINT_INK, fontWeight=600, fontSize=size)
    return drawn.encode(x=rows.across("x", len(heads)))


def _lowered(deepest: int, short: tuple[str, ...], long: tuple[str, ...]) -> dict[str, int]:
    return {
        "narrow_y": (deepest - len(short)) * theme.LINE_HEIGHT,
        "wide_y": (deepest - len(long)) * theme.LINE_HEIGHT,
    }


def _rows(frame: pd.DataFrame, goods: list[str], places: dict[str, rows.Place]) -> list[theme.Row]:
    columns = zip(frame["cell"], frame["good"], frame["points"], frame["max_points"], strict=True)
    return [
        {"cell": cell, "good": good, **_bar(scored, most, goods.index(good), len(goods)), **places[cell].down}
        for cell, good, scored, most in columns
    ]


def _bar(scored: float, most: float, lane: int, lanes: int) -> theme.Row:
    is_scored = not math.isnan(scored)
    length = scored / most * _LANE if is_scored and most else 0.0
    return {
        "label": points(scored) if is_scored else "chưa chấm",
        "told": f"{points(scored)}/{points(most)}" if is_scored else "chưa chấm",
        "start": lane,
        "end": lane + length,
        "full": lane + _LANE,
        "inside": length * rows.NARROW / lanes >= _FIGURE,
    }


def _bars(lanes: int) -> list[alt.Chart]:
    tooltip = [
        alt.Tooltip("cell:N", title="Chi bộ"),
        alt.Tooltip("good:N", title="Nội dung"),
        alt.Tooltip("told:N", title="Điểm"),
    ]
    inside = rows.figure("start", lanes, align="left", dx=6, color="#ffffff")
    outside = rows.figure("end", lanes, align="left", dx=6, color=theme.INK)
    return [
        rows.bar("start", "full", lanes, color=theme.TRACK, cornerRadius=2).encode(tooltip=tooltip),
        rows.bar("start", "end", lanes, color=theme.BAR, cornerRadius=2).encode(tooltip=tooltip),
        inside.transform_filter("datum.inside"),
        outside.transform_filter("!datum.inside"),
    ]
