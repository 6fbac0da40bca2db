"""What a reader sees of a chart: the texts of its picture."""

import re
from collections import Counter
from html import unescape

import vl_convert

from charts import render

WIDE, PHONE = 760, 358


def picture(chart, width):
    """The picture as SVG, with our font."""
    render.register_fonts()
    return vl_convert.vegalite_to_svg(render.on_paper(chart, width))


def texts(chart, width):
    """Every text of the picture, the lines of one text joined."""
    found = re.findall(r"<text[^>]*>(.*?)</text>", picture(chart, width), flags=re.DOTALL)
    return [unescape(" ".join(re.sub("<[^>]+>", " ", text).split())) for text in found]


def rows(chart):
    """The data that the marks of the chart share: the dataset that most layers name."""
    layers = chart.to_dict()["layer"]
    used = Counter(layer["data"]["name"] for layer in layers).most_common(1)[0][0]
    return next(layer["data"]["values"] for layer in layers if layer["data"]["name"] == used)


def fields(chart):
    """Every column that an encoding of the chart names."""
    return set(re.findall(r"'field': '(\w+)'", str(chart.to_dict())))
