"""Rows of a chart placed in pixels from the top, so that a name of several lines simply has a higher row.

The name stands above its bar instead of beside it: a long one needs no cutting, and the bar has the whole width.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import altair as alt

from charts import theme

NARROW = 320
"""Pixels of the plot on the narrowest phone: what must fit, must fit here."""
_BELOW_NAME = 3
_FIGURE_SIZE = 12


class Place(NamedTuple):
    """One row: the lines of its name, then its bar."""

    lines: tuple[str, ...]
    top: int
    thickness: int

    @property
    def bar(self) -> int:
        return self.top + len(self.lines) * theme.LINE_HEIGHT + _BELOW_NAME

    @property
    def end(self) -> int:
        return self.bar + self.thickness

    @property
    def down(self) -> theme.Row:
        """Where the bar lies, for the row of a chart."""
        return {"top": self.bar, "middle": self.bar + self.thickness / 2 + 1, "bottom": self.end}


def stacked(names: Sequence[str], *, top: int, thickness: int, gap: int, letters: int = 46) -> list[Place]:
    """One row below the other; a name has at most ``letters`` letters a line."""
    places: list[Place] = []
    for name in names:
        places.append(Place(theme.lines(name, letters), top, thickness))
        top = places[-1].end + gap
    return places


def names(places: Sequence[Place]) -> alt.Chart:
    rows = [{"text": "\n".join(place.lines), "y": place.top} for place in places]
    drawn: alt.Chart = text(alt.Chart(alt.InlineData(rows)), color=theme.INK).encode(x=alt.XValue(0))
    return drawn


def text(base: alt.Chart, **mark: Any) -> alt.Chart:
    """Text of one or more lines whose top is ``y``; the columns of ``base`` are ``text`` and ``y``."""
    usual = {"align": "left", "baseline": "top", "lineBreak": "\n", "lineHeight": theme.LINE_HEIGHT}
    mark_text = base.mark_text(**{**usual, "fontSize": theme.TEXT_SIZE, **mark})
    drawn: alt.Chart = mark_text.encode(y=_down("y"), text=alt.Text("text:N"))
    return drawn


def bar(start: str, end: str, domain: float, **mark: Any) -> alt.Chart:
    """From column ``start`` to column ``end`` on an axis from 0 to ``domain``."""
    mark_rect = alt.Chart().mark_rect(**mark)
    drawn: alt.Chart = mark_rect.encode(
        x=across(start, domain), x2=alt.X2(f"{end}:Q"), y=_down("top"), y2=alt.Y2("bottom:Q")
    )
    return drawn


def figure(at: str, domain: float, **mark: Any) -> alt.Chart:
    """Column ``label`` on the bar, at column ``at``."""
    mark_text = alt.Chart().mark_text(baseline="middle", fontSize=_FIGURE_SIZE, fontWeight=600, **mark)
    drawn: alt.Chart = mark_text.encode(x=across(at, domain), y=_down("middle"), text=alt.Text("label:N"))
    return drawn


def across(field: str, domain: float) -> alt.X:
    return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(domain=[0, domain], nice=False))


def _down(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", axis=None, scale=None)
