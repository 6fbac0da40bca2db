"""Meetings held against meetings expected: cells by months."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import altair as alt
import pandas as pd

from charts import months, theme
from charts.wording import STATES, month_keys, month_words
from services import vietnamese

_FRAME = "M-1,-1H1V1H-1ZM-0.72,-0.72V0.72H0.72V-0.72Z"
MARKS = {
    "submitted": ("M-1,-1H1V1H-1Z", "#2877a8"),
    "draft": (f"{_FRAME}M-0.72,0.72V-0.72L0.72,0.72Z", "#5aa2cc"),
    "missing": ("M-1,-0.6L-0.6,-1L0,-0.4L0.6,-1L1,-0.6L0.4,0L1,0.6L0.6,1L0,0.4L-0.6,1L-1,0.6L-0.4,0Z", "#c8321e"),
    "returned": ("M0,-1L1,0.8H-1Z", "#d98a00"),
    "not_due": ("M-0.3,0A0.3,0.3,0,1,1,0.3,0A0.3,0.3,0,1,1,-0.3,0Z", "#9a928a"),
}
"""Shape (a path in a square from -1 to 1) and colour of a state: the shape alone tells it in grey print."""
_MARK_SIZE = "pow(min(bandwidth('x') * 0.86, 17), 2)"
"""Square pixels; smaller where months stand close together."""
_NAME_LETTERS, _NAME_GAP = 20, 10
_ROW_PADDING = 8


class _Place(NamedTuple):
    """A cell's row in pixels from the top; a name of several lines has a higher row."""

    lines: tuple[str, ...]
    top: int

    @property
    def bottom(self) -> int:
        return self.top + len(self.lines) * theme.LINE_HEIGHT + _ROW_PADDING

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def first_line(self) -> float:
        return self.top + (_ROW_PADDING + theme.LINE_HEIGHT) / 2


def held_heatmap(frame: pd.DataFrame, *, title: str, subtitle: str) -> theme.Drawing:
    """Columns ``cell``, ``month`` (first of the month), ``state`` (a key of ``STATES``), ``held_on`` (date or None).

    Cells keep the order of the frame.
    """
    if frame.empty:
        return theme.nothing(title, subtitle)
    places = _places(dict.fromkeys(frame["cell"]))
    layers = [_names(places.values()), *_marks(month_keys(frame), _margin(places.values()))]
    height = max(place.bottom for place in places.values())
    return theme.framed(_rows(frame, places), *layers, title=title, subtitle=subtitle, height=height)


def _places(cells: Iterable[str]) -> dict[str, _Place]:
    places: dict[str, _Place] = {}
    top = 0
    for cell in cells:
        places[cell] = _Place(theme.lines(cell, _NAME_LETTERS), top)
        top = places[cell].bottom
    return places


def _margin(places: Iterable[_Place]) -> int:
    return theme.breadth([line for place in places for line in place.lines]) + _NAME_GAP


def _rows(frame: pd.DataFrame, places: dict[str, _Place]) -> list[theme.Row]:
    columns = zip(frame["cell"], month_keys(frame), frame["state"], frame["held_on"], strict=True)
    return [
        {
            "cell": cell,
            "top": places[cell].top + 1,
            "bottom": places[cell].bottom - 1,
            "middle": places[cell].middle,
            "month": month,
            "month_words": month_words(month),
            "state": STATES[state],
            "held": vietnamese.day(held_on) if _is_day(held_on) else "chưa họp",
        }
        for cell, month, state, held_on in columns
    ]


def _is_day(held_on: object) -> bool:
    """A frame writes a missing date as None, NaN or NaT; the last is an instance of ``date``."""
    return isinstance(held_on, date) and not pd.isna(held_on)


def _names(places: Iterable[_Place]) -> alt.Chart:
    """The names stand inside the plot, so that legend and title may use the whole width of a phone."""
    names = [{"name": "\n".join(place.lines), "at": place.first_line} for place in places]
    text = alt.Chart(alt.InlineData(names)).mark_text(
        align="left", lineBreak="\n", lineHeight=theme.LINE_HEIGHT, fontSize=theme.TEXT_SIZE, color=theme.INK
    )
    drawn: alt.Chart = text.encode(x=alt.XValue(0), y=_down("at"), text=alt.Text("name:N"))
    return drawn


def _marks(keys: Sequence[str], margin: int) -> list[alt.Chart]:
    scale = alt.Scale(paddingInner=0.1, paddingOuter=0, range=[margin, alt.ExprRef("width")])
    base = alt.Chart().encode(x=alt.X("month:O", axis=months.axis(keys, margin), scale=scale), tooltip=_tooltip())
    tile = base.mark_rect(color=theme.TRACK, opacity=0.5).encode(y=_down("top"), y2=alt.Y2("bottom:Q"))
    mark = base.mark_point(filled=True, opacity=1, strokeWidth=0, size=alt.ExprRef(_MARK_SIZE))
    return [tile, mark.encode(y=_down("middle"), color=_colour(), shape=_shape())]


def _down(field: str) -> alt.Y:
    """Pixels from the top."""
    return alt.Y(f"{field}:Q", axis=None, scale=None)


def _colour() -> alt.Color:
    labels = list(STATES.values())
    scale = alt.Scale(domain=labels, range=[MARKS[state][1] for state in STATES])
    return alt.Color("state:N", scale=scale, legend=theme.legend(labels))


def _shape() -> alt.Shape:
    labels = list(STATES.values())
    scale = alt.Scale(domain=labels, range=[MARKS[state][0] for state in STATES])
    return alt.Shape("state:N", scale=scale, legend=theme.legend(labels))


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("cell:N", title="Chi bộ"),
        alt.Tooltip("month_words:N", title="Kỳ"),
        alt.Tooltip("state:N", title="Tình trạng"),
        alt.Tooltip("held:N", title="Ngày họp"),
    ]
