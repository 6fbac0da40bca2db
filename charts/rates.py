"""Attendance and speaking rates over time, against the threshold in force."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import altair as alt
import pandas as pd

from charts import months, theme
from charts.wording import month_keys, month_words, percent, share_of, threshold

HEIGHT = 260
ROOM = 92
"""Pixels to the right of the last month, for the names of the lines."""
_LABEL_HEIGHT, _LABEL_LINE = 36, 16
_LOWEST_AXIS = 0.8
"""The axis shows at least the upper fifth."""


class _Line(NamedTuple):
    column: str
    name: str
    part: str
    whole: str
    colour: alt.ExprRef
    shape: str


LINES = (
    _Line("attendance", "Dự họp", "present", "due", theme.BLUE, "circle"),
    _Line("speaking", "Phát biểu", "spoke", "attendees", theme.VERMILION, "square"),
)


class _Month(NamedTuple):
    key: str
    shares: dict[str, float]
    """``attendance``, ``speaking`` and ``threshold``; NaN where there is none."""
    words: dict[str, str]


class _Label(NamedTuple):
    words: list[str]
    value: float
    colour: alt.ExprRef


class _Axes(NamedTuple):
    """The two scales that all layers share."""

    x: alt.X
    floor: float

    def y(self, field: str) -> alt.Y:
        axis = alt.Axis(format=".0%", title=None, tickCount=5)
        return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(domain=[self.floor, 1], nice=False))


def rate_lines(frame: pd.DataFrame, *, title: str, subtitle: str) -> theme.Drawing:
    """Two lines and a step, by month.

    Columns ``month``, ``attendance`` and ``speaking`` (shares of 1), the counts that they come from (``present`` of
    ``due``, ``spoke`` of ``attendees``), and ``threshold`` (share of 1), which may change from month to month. NaN in a
    share interrupts its line.
    """
    if frame.empty:
        return theme.nothing(title, subtitle)
    told = sorted(_months(frame))
    axes = _Axes(_x([month.key for month in told]), _floor(told))
    lines = [_threshold(axes, len(told)), *(_line(axes, line) for line in LINES)]
    labels = [*_changes(axes, told), *_ends(axes, told), _hover(axes, len(told))]
    return theme.framed(_rows(told), *lines, *labels, title=title, subtitle=subtitle, height=HEIGHT)


def _months(frame: pd.DataFrame) -> Iterator[_Month]:
    for key, row in zip(month_keys(frame), frame.to_dict("records"), strict=True):
        shares = {column: float(row[column]) for column in ("attendance", "speaking", "threshold")}
        words = {line.column: share_of(shares[line.column], row[line.part], row[line.whole]) for line in LINES}
        yield _Month(key, shares, {**words, "threshold": threshold(shares["threshold"])})


def _rows(told: Sequence[_Month]) -> list[theme.Row]:
    return [
        {
            "month": month.key,
            "month_words": month_words(month.key),
            **{column: None if math.isnan(share) else share for column, share in month.shares.items()},
            **{f"{column}_words": words for column, words in month.words.items()},
        }
        for month in told
    ]


def _floor(told: Sequence[_Month]) -> float:
    """Where the axis begins: the full ten per cent below the lowest figure, at most 80 %."""
    known = [share for month in told for share in month.shares.values() if not math.isnan(share)]
    return min(_LOWEST_AXIS, max(0.0, math.floor(min(known) * 10 - 0.3) / 10)) if known else 0.0


def _x(keys: list[str]) -> alt.X:
    scale = alt.Scale(type="point", padding=0.3, range=[0, alt.ExprRef(f"width - {ROOM}")])
    return alt.X("month:O", scale=scale, axis=months.axis(keys, ROOM))


def _line(axes: _Axes, line: _Line) -> alt.Chart:
    point = alt.OverlayMarkDef(size=44, filled=True, shape=line.shape, color=line.colour, opacity=1)
    mark = alt.Chart().mark_line(color=line.colour, strokeWidth=2.5, strokeJoin="round", point=point)
    drawn: alt.Chart = mark.encode(x=axes.x, y=axes.y(line.column))
    return drawn


def _threshold(axes: _Axes, count: int) -> alt.Chart:
    # A line through one month has no length.
    dash = alt.OverlayMarkDef(shape="stroke", size=900, filled=False, color=theme.FAINT_INK) if count == 1 else False
    mark = alt.Chart().mark_line(
        interpolate="step", strokeDash=[6, 4], strokeWidth=1.6, color=theme.FAINT_INK, point=dash
    )
    drawn: alt.Chart = mark.encode(x=axes.x, y=axes.y("threshold"))
    return drawn


def _hover(axes: _Axes, count: int) -> alt.Chart:
    """An unseen band over each month, so that a finger need not hit a point."""
    band = alt.Chart().mark_rule(opacity=0, strokeWidth=alt.ExprRef(f"(width - {ROOM}) / {count}"))
    tooltip = [
        alt.Tooltip("month_words:N", title="Kỳ"),
        alt.Tooltip("attendance_words:N", title="Dự họp"),
        alt.Tooltip("speaking_words:N", title="Phát biểu"),
        alt.Tooltip("threshold_words:N", title="Ngưỡng"),
    ]
    drawn: alt.Chart = band.encode(x=axes.x, tooltip=tooltip)
    return drawn


def _changes(axes: _Axes, told: Sequence[_Month]) -> list[alt.Chart]:
    """Each earlier threshold, named where it begins."""
    known = [month for month in told if not math.isnan(month.shares["threshold"])]
    before = [math.nan, *(month.shares["threshold"] for month in known)]
    begins = [month for month, last in zip(known, before, strict=False) if month.shares["threshold"] != last]
    rows = [
        {"month": month.key, "at": month.shares["threshold"], "words": f"Ngưỡng {month.words['threshold']}"}
        for month in begins[:-1]
    ]
    mark = alt.Chart(alt.InlineData(rows)).mark_text(
        align="left", dy=11, dx=-4, fontSize=theme.TEXT_SIZE, color=theme.FAINT_INK
    )
    return [mark.encode(x=axes.x, y=axes.y("at"), text=alt.Text("words:N"))] if rows else []


def _ends(axes: _Axes, told: Sequence[_Month]) -> list[alt.Chart]:
    """The names at the right end with their last figure, moved apart where they would cover each other."""
    labels = sorted(_labels(told), key=lambda label: label.value)
    gap = _LABEL_HEIGHT / HEIGHT * (1 - axes.floor)
    places = apart([label.value for label in labels], axes.floor, 1.0, gap)
    return [_named(axes, label, place) for label, place in zip(labels, places, strict=True)]


def _labels(told: Sequence[_Month]) -> Iterator[_Label]:
    named = [(line.column, line.name, line.colour) for line in LINES]
    for column, name, colour in (*named, ("threshold", "Ngưỡng", theme.FAINT_INK)):
        known = [month for month in told if not math.isnan(month.shares[column])]
        if known:
            share = known[-1].shares[column]
            figure = threshold(share) if column == "threshold" else percent(share)
            # The last figure of a line need not be from the last month.
            when = "" if known[-1] is told[-1] else f"T{int(known[-1].key[5:])}: "
            yield _Label([name, f"{when}{figure}"], share, colour)


def _named(axes: _Axes, label: _Label, place: float) -> alt.Chart:
    text = alt.Chart(alt.InlineData([{"place": place}])).mark_text(
        align="left",
        lineHeight=_LABEL_LINE,
        dy=-_LABEL_LINE / 2,
        fontSize=theme.TEXT_SIZE,
        fontWeight=600,
        color=label.colour,
        text=label.words,
    )
    drawn: alt.Chart = text.encode(x=alt.XValue(alt.ExprRef(f"width - {ROOM - 6}")), y=axes.y("place"))
    return drawn


def apart(places: Sequence[float], lowest: float, highest: float, gap: float) -> list[float]:
    """Ascending ``places`` moved as little as keeps them ``gap`` apart, within the bounds where they fit."""
    lifted: list[float] = []
    for place in places:
        lifted.append(max(place, lifted[-1] + gap if lifted else lowest))
    for index in range(len(lifted) - 1, -1, -1):
        ceiling = lifted[index + 1] - gap if index + 1 < len(lifted) else highest
        lifted[index] = min(lifted[index], ceiling)
    return lifted
