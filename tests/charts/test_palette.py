"""Colours of the portal's two themes and of its charts, and the fonts that are shipped."""

import tomllib
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from PIL import ImageFont

from charts import grades, theme
from charts.render import FONTS

HOME = Path(__file__).resolve().parents[2]
CONFIG = tomllib.loads((HOME / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
LIGHT, DARK = CONFIG["theme"]["light"], CONFIG["theme"]["dark"]
READABLE, VISIBLE = 4.5, 3.0
"""The contrast that WCAG 2.2 asks for: text, and parts of a chart or of a control."""


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def of_either(expression):
    """The colours of a chart's expression: on dark and on light ground."""
    _, dark, light = expression.to_dict()["expr"].replace("'", "").replace(" : ", " ? ").split(" ? ")
    return light, dark


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
class TestThemes:
    def test_text_and_links_can_be_read(self, colours):
        for text in ("textColor", "linkColor"):
            for ground in ("backgroundColor", "secondaryBackgroundColor"):
                assert contrast(colours[text], colours[ground]) >= READABLE, (text, ground)

    def test_the_white_letters_of_a_button_can_be_read(self, colours):
        assert contrast("#ffffff", colours["primaryColor"]) >= READABLE

    def test_controls_stand_out_from_the_page(self, colours):
        assert contrast(colours["primaryColor"], colours["backgroundColor"]) >= VISIBLE

    def test_scales_have_ten_colours_that_grow_steadily_lighter_or_darker(self, colours):
        shades = [luminance(colour) for colour in colours["chartSequentialColors"]]
        assert len(shades) == len(colours["chartDivergingColors"]) == 10
        assert shades in (sorted(shades), sorted(shades, reverse=True))

    def test_neighbouring_colours_differ_in_grey_print(self, colours):
        for one, other in pairwise(colours["chartCategoricalColors"]):
            assert contrast(one, other) >= 1.2, (one, other)


def test_the_palette_of_the_charts_is_the_one_of_the_portal():
    assert LIGHT["chartCategoricalColors"] == theme.PALETTE


@pytest.mark.parametrize("ink", [theme.INK, theme.FAINT_INK, theme.BLUE, theme.VERMILION])
def test_texts_and_lines_of_a_chart_can_be_read_in_both_themes(ink):
    light, dark = of_either(ink)
    assert contrast(light, LIGHT["backgroundColor"]) >= READABLE
    assert contrast(dark, DARK["backgroundColor"]) >= READABLE


def test_bars_stand_out_in_both_themes_and_carry_white_figures():
    assert contrast(theme.BAR, LIGHT["backgroundColor"]) >= VISIBLE
    assert contrast(theme.BAR, DARK["backgroundColor"]) >= VISIBLE
    assert contrast(theme.BAR, "#ffffff") >= READABLE


def test_the_four_usual_grades_differ_in_grey_print():
    for one, other in combinations(grades.COLOURS[:4], 2):
        assert contrast(one, other) >= 1.25, (one, other)


def test_every_font_of_the_theme_is_shipped_and_named():
    faces = CONFIG["theme"]["fontFaces"]
    assert {(face["family"], face["weight"]) for face in faces} == {
        ("Be Vietnam Pro", weight) for weight in ("400", "600", "700")
    }
    for face in faces:
        address, name = face["url"].rsplit("/", 1)
        assert address == "/assets/fonts"
        assert (FONTS / name).is_file()


LETTERS = [chr(code) for code in range(0x1EA0, 0x1EFA)] + list("ăĂâÂđĐêÊôÔơƠưƯĩĨũŨ₫≥≤−×–—“”…")


@pytest.mark.parametrize("file", sorted(path.name for path in FONTS.glob("*.[tw]*f*")))
def test_every_vietnamese_letter_is_in_the_font(file):
    font = ImageFont.truetype(FONTS / file, 24)
    nothing = bytes(font.getmask("\ue000"))
    assert [letter for letter in LETTERS if bytes(font.getmask(letter)) == nothing] == []
    assert bytes(font.getmask("\u4e00")) == nothing


def test_the_licence_of_the_font_is_shipped():
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8").upper()
