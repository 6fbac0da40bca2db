"""The one look of every chart: font, sizes, Vietnamese numbers, colours, titles that wrap with the width.

Colours of text follow the background by an expression: Streamlit draws it light or dark as the reader's theme is, and
``charts.render`` draws it white.

Cost of a chart of 19 cells by 12 months, built and turned into a dictionary, on one core of 2026: about 10 ms; before
the checks of Altair were turned off, 50 ms. The tests check every chart against the schema instead.
"""

import textwrap
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
from altair.utils import schemapi

schemapi.disable_debug_mode()

FONT = "Be Vietnam Pro"
TEXT_SIZE = 13
"""Pixels, of labels in and around a chart."""
LINE_HEIGHT = 17

PALETTE = ["#0b5c8a", "#d55e00", "#6fb7e0", "#00866a", "#e6a400", "#8c3b6e", "#7b746d", "#332e2a"]
"""Told apart by colour-blind readers; neighbours also differ in lightness, for grey print."""
BAR = "#2877a8"
"""3 : 1 against the background of either theme, 4.5 : 1 under white figures."""


def on_either(light: str, dark: str) -> alt.ExprRef:
    """A colour that follows the background on which the chart happens to stand, in a browser or in a picture."""
    return alt.ExprRef(f"luminance(background) < 0.35 ? '{dark}' : '{light}'")


INK = on_either("#262320", "#efebe6")
FAINT_INK = on_either("#6b645d", "#b5ada4")
BLUE = on_either("#1f6a9c", "#6fb7e0")
VERMILION = on_either("#bf4a06", "#f08a3c")
TRACK = on_either("#ece8e2", "#38332d")
"""What is not filled."""

NUMBERS = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"], "percent": " %"}
"""Vega's number locale. It must stand in the chart's own ``config``: Streamlit drops it from ``usermeta``."""

CONFIG: dict[str, Any] = {
    "font": FONT,
    "locale": {"number": NUMBERS},
    "aria": True,
    "mark": {"aria": False, "tooltip": None},
    "axis": {
        "aria": False,
        "labelColor": FAINT_INK.to_dict(),
        "labelFontSize": TEXT_SIZE,
        "labelLimit": 0,
        "labelPadding": 6,
        "labelFlush": False,
        "gridColor": TRACK.to_dict(),
        "domain": False,
        "ticks": False,
    },
    "legend": {
        "aria": False,
        "labelColor": FAINT_INK.to_dict(),
        "labelFontSize": TEXT_SIZE,
        "labelLimit": 0,
        "labelPadding": 4,
        "padding": 0,
        "symbolStrokeWidth": 0,
    },
    "title": {
        "aria": False,
        "anchor": "start",
        "frame": "bounds",
        "color": INK.to_dict(),
        "subtitleColor": FAINT_INK.to_dict(),
        "fontSize": 16,
        "fontWeight": 600,
        "lineHeight": 21,
        "subtitleFontSize": TEXT_SIZE,
        "subtitleFontWeight": 400,
        "subtitleLineHeight": 18,
        "subtitlePadding": 5,
        "offset": 14,
    },
    "view": {"strokeWidth": 0},
}
"""One screen reader text per chart (``alt``) instead of one per mark; no tooltip but the ones asked for."""

PAGE = "page"
"""Name of the width of the whole chart in expressions. Unlike ``width``, the plot's, it does not depend on the layout."""
_PAGE_WIDTH = "isFinite(containerSize()[0]) ? containerSize()[0] : width"
_TITLE_ADVANCE, _TEXT_ADVANCE, _CAPITAL_ADVANCE = 8.8, 6.7, 9.6
"""Average width of a letter, in pixels: of a title, of a subtitle or label, of a capital in either."""
_TIERS = (330, 480, 620, 760, 900)
"""Widths of the page, in pixels, at which the lines of a title become longer."""
_LEGEND_SYMBOL = 38
"""Pixels of a symbol in a legend with the gaps around it."""

Row = dict[str, object]
"""One datum of a chart: text and numbers only, so that it means the same in every browser and time zone."""


class Drawing(alt.LayerChart):
    """A layered chart that travels as one small dictionary and is not checked again each time a page draws it."""

    def to_dict(self, validate: bool = False, **options: Any) -> dict[str, Any]:
        """As Altair's, with the data inside.

        Apart from the specification, Streamlit would send each dataset as an Arrow table, which costs three times as
        much, and offer it to the reader under English headings.
        """
        spec = super().to_dict(validate=validate, **options)
        datasets = spec.pop("datasets", {})
        shared = spec.pop("data", None)
        for layer in spec["layer"]:
            source = layer.setdefault("data", shared)
            if source["name"] in datasets:
                # Vega-Lite takes a dataset where it first stands, and finds it again by its name.
                layer["data"] = {**source, "values": datasets.pop(source["name"])}
        return spec


def framed(rows: Sequence[Row], *layers: alt.Chart, title: str, subtitle: str, height: int) -> Drawing:
    """The layers over ``rows`` in the house's look, as wide as their container; ``height`` of the plot in pixels.

    One view and no facets, because only that shrinks to the width of a phone.
    """
    chart = Drawing(
        data=alt.InlineData(list(rows)),
        layer=list(layers),
        width="container",
        height=height,
        title=_heading(title, subtitle),
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    )
    chart.params = [alt.VariableParameter(name=PAGE, expr=_PAGE_WIDTH)]
    chart.config = CONFIG
    return chart


def nothing(title: str, subtitle: str) -> Drawing:
    """A chart that says that there is nothing to draw."""
    sentence = alt.Chart().mark_text(
        align="left", baseline="top", fontSize=14, color=FAINT_INK, text="Chưa có số liệu để vẽ biểu đồ."
    )
    placed = sentence.encode(x=alt.XValue(0), y=alt.YValue(4))
    return framed([{}], placed, title=title, subtitle=subtitle, height=30)


def legend(labels: Sequence[str], shape: str | None = None) -> alt.Legend:
    """A legend above the chart: in one line where the page is wide enough, else in columns."""
    breadths = [breadth([label]) + _LEGEND_SYMBOL for label in labels]
    columns = f"{PAGE} > {sum(breadths)} ? {len(labels)} : max(1, floor(({PAGE} - 32) / {max(breadths)}))"
    return alt.Legend(
        orient="top",
        title=None,
        columns=alt.ExprRef(columns),
        symbolSize=150,
        symbolType=shape or alt.Undefined,
        offset=4,
        columnPadding=14,
        rowPadding=5,
    )


@lru_cache(maxsize=4096)
def lines(text: str, letters: int) -> tuple[str, ...]:
    """``text`` broken between words into as few lines of at most ``letters`` letters as words allow, of like length."""
    fewest = textwrap.wrap(text, letters, break_long_words=False) or [text]
    for tighter in range(letters - 1, 0, -1):
        broken = textwrap.wrap(text, tighter, break_long_words=False)
        if len(broken) > len(fewest) or any(len(line) > tighter for line in broken):
            break
        fewest = broken or fewest
    return tuple(fewest)


def breadth(texts: Sequence[str]) -> int:
    """Pixels that are surely enough for lines of label text."""
    return max(round(sum(_CAPITAL_ADVANCE if letter.isupper() else _TEXT_ADVANCE for letter in text)) for text in texts)


def _heading(title: str, subtitle: str) -> alt.TitleParams:
    """A subtitle cannot follow the width (Vega-Lite takes no expression there), so its lines fit everywhere."""
    small = lines(subtitle, int(_TIERS[0] / _TEXT_ADVANCE))
    return alt.TitleParams(text=_by_width(title), subtitle=list(small), limit=10_000)


def _by_width(text: str) -> list[str] | alt.ExprRef:
    """The title in lines; an expression of the page's width where their number depends on it."""
    tiers = [(start, lines(text, int(start / _TITLE_ADVANCE))) for start in _TIERS]
    expression = _literal(tiers[-1][1])
    for (_, broken), (above, _) in zip(tiers[-2::-1], tiers[:0:-1], strict=True):
        expression = f"{PAGE} < {above} ? {_literal(broken)} : {expression}"
    return list(tiers[-1][1]) if len(tiers[0][1]) == 1 else alt.ExprRef(expression)


def _literal(parts: Sequence[str]) -> str:
    """A list of strings as a literal of Vega's expression language."""
    quoted = (part.replace("\\", "\\\\").replace('"', '\\"') for part in parts)
    return "[" + ", ".join(f'"{part}"' for part in quoted) + "]"
