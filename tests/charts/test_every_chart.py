"""What holds for every chart of a commune."""

import json

import pytest

from charts import commune
from tests.charts import frames
from tests.charts.drawn import PHONE, WIDE, fields, picture, rows, texts

TITLE = 'Xếp hạng chi bộ theo tỷ lệ dự họp "6 tháng" và cả năm \\ 2026'
SUBTITLE = "Đảng bộ xã Bằng Vân, 19 chi bộ, 01/2026 – 11/2026"
CHARTS = {
    "held_heatmap": frames.held,
    "rate_lines": frames.rates,
    "grade_bars": frames.grades,
    "goods_bars": frames.goods,
    "ranking_bars": frames.ranking,
}


@pytest.fixture(params=CHARTS)
def name(request):
    return request.param


@pytest.fixture
def frame(name):
    return CHARTS[name]()


@pytest.fixture
def draw(name):
    return lambda frame: getattr(commune, name)(frame, title=TITLE, subtitle=SUBTITLE)


def test_it_is_correct_vega_lite(draw, frame):
    draw(frame).to_dict(validate=True)


def test_the_frame_is_left_as_it_was(draw, frame):
    before = frame.copy(deep=True)
    draw(frame).to_dict()
    assert frame.equals(before)


def test_its_data_are_texts_and_numbers_that_every_browser_reads(draw, frame):
    json.dumps(draw(frame).to_dict(), allow_nan=False)


def test_every_column_that_it_names_is_in_its_data(draw, frame):
    chart = draw(frame)
    known = {column for layer in chart.to_dict()["layer"] for row in layer["data"].get("values", []) for column in row}
    calculated = {"text", "y"}
    assert fields(chart) <= known | calculated


def test_each_dataset_travels_once(draw, frame):
    layers = draw(frame).to_dict()["layer"]
    carried = [layer["data"]["name"] for layer in layers if "values" in layer["data"]]
    assert len(carried) == len(set(carried))
    assert {layer["data"]["name"] for layer in layers} == set(carried)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_title_and_subtitle_are_whole_at_every_width(draw, frame, width):
    shown = texts(draw(frame), width)
    assert TITLE in shown
    assert SUBTITLE in shown


def test_the_title_takes_more_lines_on_a_phone(draw, frame):
    heights = [float(picture(draw(frame), width).split('height="')[1].split('"')[0]) for width in (WIDE, PHONE)]
    assert heights[0] < heights[1]


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_it_is_as_wide_as_it_was_asked_to_be(draw, frame, width):
    assert f'width="{width}"' in picture(draw(frame), width)


def test_it_takes_the_width_of_its_container(draw, frame):
    spec = draw(frame).to_dict()
    assert spec["width"] == "container"
    assert spec["autosize"] == {"type": "fit-x", "contains": "padding"}


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_an_empty_frame_says_so(draw, frame, width):
    shown = texts(draw(frame.iloc[:0]), width)
    assert "Chưa có số liệu để vẽ biểu đồ." in shown
    assert TITLE in shown


def test_a_single_row_is_drawn(draw, frame):
    chart = draw(frame.iloc[:1])
    chart.to_dict(validate=True)
    assert len(rows(chart)) == 1
    assert len(texts(chart, PHONE)) > len(texts(draw(frame.iloc[:0]), PHONE))


def test_a_reader_of_the_screen_hears_one_text_instead_of_one_per_mark(draw, frame):
    config = draw(frame).to_dict()["config"]
    assert config["aria"] is True
    assert [config[part]["aria"] for part in ("mark", "axis", "legend", "title")] == [False] * 4


def test_every_tooltip_has_a_vietnamese_heading(draw, frame):
    told = [tip for layer in draw(frame).to_dict()["layer"] for tip in layer["encoding"].get("tooltip", [])]
    assert told
    assert all(tip["title"][0].isupper() and tip["title"] != tip["field"] for tip in told)


@pytest.mark.parametrize("name", ["held_heatmap", "goods_bars", "ranking_bars"], indirect=True)
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_longest_name_is_whole(draw, frame, width):
    assert any(text.endswith(frames.LONG_NAME) for text in texts(draw(frame), width))


@pytest.mark.parametrize("name", ["held_heatmap", "goods_bars", "ranking_bars"], indirect=True)
def test_a_name_may_hold_quotes_and_markup(draw, name):
    strange = "Chi bộ \"A\" & <b>'B'</b> \\n {{x}}"
    shown = texts(draw(CHARTS[name](cells=[strange])), WIDE)
    assert any(text.endswith(strange) for text in shown)
