"""A chart as a picture, drawn on the server without a network."""

from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from charts import theme

FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts"
SCALE = 2
"""Pixels of the picture per pixel of the chart: sharp on paper."""
PAPER = {"background": "#ffffff", "padding": 16}


def png(chart: alt.LayerChart, width: int = 760) -> bytes:
    """The chart on white, ``width`` pixels wide before scaling, with our font."""
    register_fonts()
    return bytes(vl_convert.vegalite_to_png(on_paper(chart, width), scale=SCALE))


def on_paper(chart: alt.LayerChart, width: int) -> dict[str, Any]:
    """The specification of the chart for a page of a known width."""
    spec = chart.to_dict()
    page = {"name": theme.PAGE, "value": width}
    return {**spec, "width": width, "params": [page], "config": {**spec["config"], **PAPER}}


@cache
def register_fonts() -> None:
    """Make our font known to the drawing library, once in a process."""
    vl_convert.register_font_directory(str(FONTS))
