"""Charts as pictures."""

from io import BytesIO

import pytest
from PIL import Image

from charts import commune, render
from tests.charts import frames

TOLD = {"title": "Ẵ ỗ ợ ỵ ₫: tỷ lệ", "subtitle": "Xã Bằng Vân"}


def opened(content):
    return Image.open(BytesIO(content)).convert("RGB")


@pytest.fixture(params=["held_heatmap", "rate_lines", "grade_bars", "goods_bars", "ranking_bars"])
def chart(request):
    frame = getattr(frames, {"held_heatmap": "held", "rate_lines": "rates", "grade_bars": "grades",
                             "goods_bars": "goods", "ranking_bars": "ranking"}[request.param])()  # fmt: skip
    return getattr(commune, request.param)(frame, **TOLD)


@pytest.mark.parametrize("width", [760, 358])
def test_a_picture_is_a_png_of_twice_the_width_on_white_and_not_blank(chart, width):
    content = render.png(chart, width)
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    image = opened(content)
    assert image.width == width * render.SCALE
    assert {image.getpixel(corner) for corner in [(0, 0), (image.width - 1, image.height - 1)]} == {(255, 255, 255)}
    assert len(image.getcolors(1_000_000)) > 50


def test_letters_are_drawn_with_our_font():
    ours = commune.ranking_bars(frames.ranking(), **TOLD)
    other = commune.ranking_bars(frames.ranking(), **TOLD)
    other.config = {**other.config, "font": "no such font"}
    assert render.png(ours) != render.png(other)


def test_letters_that_differ_by_a_tone_are_drawn_differently():
    pictures = {render.png(commune.ranking_bars(frames.ranking(cells=[cell]), **TOLD)) for cell in "oòỏõóọôồổỗốộơờởỡớợ"}
    assert len(pictures) == 18


def test_the_same_chart_gives_the_same_picture():
    assert len({render.png(commune.rate_lines(frames.rates(), **TOLD)) for _ in range(2)}) == 1
