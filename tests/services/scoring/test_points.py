"""How points are typed and written."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import Invalid
from services.scoring import UnreadablePoints, format_points, parse_points


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        ("4,75", "4.75"),
        ("4.75", "4.75"),
        ("  5 ", "5"),
        ("\u00a05\u00a0", "5"),
        ("0", "0"),
        ("05", "5"),
        ("100", "100"),
        ("9999,99", "9999.99"),
    ],
)
def test_points_are_typed_with_a_comma_or_a_point(typed, points):
    assert parse_points(typed) == Decimal(points)


PLACES = "Điểm chỉ có nhiều nhất hai chữ số sau dấu phẩy và không có dấu chấm ngăn hàng nghìn; đã nhập “{}”."
NO_NUMBER = "“{}” không phải là số điểm; hãy nhập một số như 4,75."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Chưa nhập điểm."),
        ("   ", "Chưa nhập điểm."),
        ("1.000", PLACES),
        ("4,125", PLACES),
        ("-1", "Điểm không được âm; đã nhập “-1”."),
        ("−0,5", "Điểm không được âm; đã nhập “−0,5”."),
        ("10000", "Điểm lớn nhất nhập được là 9999,99; đã nhập “10000”."),
        ("4,7,5", NO_NUMBER),
        ("1.000,5", NO_NUMBER),
        ("abc", NO_NUMBER),
        ("1e5", NO_NUMBER),
        ("٣", NO_NUMBER),
        ("５", NO_NUMBER),
        ("4,", NO_NUMBER),
        (",5", NO_NUMBER),
        ("4 75", NO_NUMBER),
        ("NaN", NO_NUMBER),
        ("+5", NO_NUMBER),
        ("1_0", NO_NUMBER),
    ],
)
def test_what_is_no_number_of_points_is_refused_in_words(typed, sentence):
    with pytest.raises(UnreadablePoints) as refused:
        parse_points(typed)
    assert refused.value.sentence == sentence.format(typed)
    assert isinstance(refused.value, ValueError)
    assert isinstance(refused.value, Invalid)


def test_a_long_text_is_not_repeated_whole():
    with pytest.raises(UnreadablePoints) as refused:
        parse_points("a" * 5000)
    assert refused.value.sentence == f"“{'a' * 20}…” không phải là số điểm; hãy nhập một số như 4,75."


@pytest.mark.parametrize(
    ("points", "written"),
    [
        ("88.5", "88,5"),
        ("90", "90"),
        ("90.00", "90"),
        ("9E+1", "90"),
        ("-0", "0"),
        ("0.25", "0,25"),
        ("-2.50", "-2,5"),
        ("1000", "1000"),
    ],
)
def test_points_are_written_with_a_comma_and_without_idle_zeros(points, written):
    assert format_points(Decimal(points)) == written


@given(st.integers(0, 999_999))
def test_what_is_written_can_be_typed_again(hundredths):
    points = Decimal(hundredths) / 100
    assert parse_points(format_points(points)) == points


@given(st.text(max_size=12))
def test_any_text_is_points_or_refused_with_a_sentence(text):
    with contextlib.suppress(UnreadablePoints):
        points = parse_points(text)
        assert Decimal(0) <= points <= Decimal("9999.99")
        assert points == points.quantize(Decimal("0.01"))
