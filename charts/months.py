"""The axis of months that every chart over time shares."""

import json
from collections.abc import Iterable

import altair as alt

_STRIDES = ((34, 1), (17, 2), (11.5, 3), (0, 6))
"""From this many pixels a month, every so many months carry a label."""


def axis(keys: Iterable[str], margin: int) -> alt.Axis:
    """Labels ``T3`` with the year below where it changes; fewer of them where months stand close together.

    ``keys`` are all months as ``2026-03``; ``margin`` is the part of the plot's width, in pixels, that they leave free.
    """
    months = sorted(set(keys))
    expression = ""
    for pixels, stride in _STRIDES:
        labels = f"({json.dumps(_labels(months[::stride]))})[datum.value]"
        expression += f"(width - {margin}) / {len(months)} >= {pixels} ? {labels} : " if pixels else labels
    return alt.Axis(labelExpr=expression, title=None, grid=False, labelAngle=0, labelOverlap=False)


def _labels(months: list[str]) -> dict[str, list[str]]:
    years = [month[:4] for month in months]
    changed = [year if year != before else "" for year, before in zip(years, ["", *years], strict=False)]
    return {month: [f"T{int(month[5:])}", year] for month, year in zip(months, changed, strict=True)}
