"""The building blocks of a criteria set: strict, frozen shapes and the values that they hold."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from services.scoring.numbers import LARGEST, ZERO, format_plain, format_points
from services.vietnamese import clean, clean_lines

LARGEST_BOUND = Decimal("999999999.99")
"""Of metrics, which may be sums of money."""
_PLACES = 2


class Shape(BaseModel):
    """Everything in a criteria set: never changed after it was checked, nothing unknown accepted."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", serialize_by_alias=True)


def _line(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


def _lines(value: object) -> object:
    return clean_lines(value) if isinstance(value, str) else value


def _rows(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _number(value: object) -> Decimal:
    """Exactly the number that was written: ``4.75`` and ``"4,75"`` are both 4,75."""
    written = str(value).replace(",", ".", 1) if isinstance(value, str | float) else value
    if isinstance(written, bool) or not isinstance(written, str | int | Decimal) or not _is_number(str(written)):
        raise ValueError("phải là một số, ví dụ 5 hoặc 4.75.")
    # The spelling counts, not the value: in "1.000" the point may have been meant for thousands.
    if len(str(written).partition(".")[2]) > _PLACES:
        raise ValueError("chỉ có nhiều nhất hai chữ số sau dấu phẩy và không có dấu ngăn hàng nghìn.")
    return Decimal(format_plain(Decimal(written)))


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-").replace(".", "", 1)
    return digits.isascii() and digits.isdigit() and text[-1] != "." and text.removeprefix("-")[0] != "."


def _points(value: object) -> Decimal:
    return _between(_number(value), ZERO, LARGEST)


def _positive_points(value: object) -> Decimal:
    if (points := _points(value)) == ZERO:
        raise ValueError("phải lớn hơn 0.")
    return points


def _signed_points(value: object) -> Decimal:
    return _between(_number(value), -LARGEST, LARGEST)


def _bound(value: object) -> Decimal:
    return _between(_number(value), -LARGEST_BOUND, LARGEST_BOUND)


def _positive_bound(value: object) -> Decimal:
    if (bound := _bound(value)) <= ZERO:
        raise ValueError("phải lớn hơn 0.")
    return bound


def _percent(value: object) -> Decimal:
    return _between(_number(value), ZERO, Decimal(100))


def _between(points: Decimal, least: Decimal, most: Decimal) -> Decimal:
    if not least <= points <= most:
        raise ValueError(f"phải từ {format_points(least)} đến {format_points(most)}.")
    return points


def _number_schema(least: str, most: str = str(LARGEST)) -> WithJsonSchema:
    # No "multipleOf" for the two places: checkers divide floats, and 0.29 / 0.01 is not whole to them.
    number = {"type": "number", "minimum": float(least), "maximum": float(most)}
    sign = "-?" if least.startswith("-") else ""
    digits = len(most.partition(".")[0])
    text = {"type": "string", "pattern": f"^{sign}[0-9]{{1,{digits}}}([.,][0-9]{{1,2}})?$"}
    return WithJsonSchema({"anyOf": [number, text]})


Points = Annotated[Decimal, BeforeValidator(_points), _number_schema("0")]
"""0 to 9999,99 with at most two places."""
PositivePoints = Annotated[Decimal, BeforeValidator(_positive_points), _number_schema("0.01")]
SignedPoints = Annotated[Decimal, BeforeValidator(_signed_points), _number_schema("-9999.99")]
Bound = Annotated[Decimal, BeforeValidator(_bound), _number_schema(str(-LARGEST_BOUND), str(LARGEST_BOUND))]
"""A threshold of a metric; in percent where the metric is a share."""
PositiveBound = Annotated[Decimal, BeforeValidator(_positive_bound), _number_schema("0.01", str(LARGEST_BOUND))]
Percent = Annotated[Decimal, BeforeValidator(_percent), _number_schema("0", "100")]

_SLUG = r"^[a-z][a-z0-9_]*$"
Slug = Annotated[str, Field(pattern=_SLUG, max_length=40)]
Code = Annotated[str, Field(pattern=_SLUG, max_length=80)]

# The limits stand before the cleaning so that they hold for the text as it is kept.
Label = Annotated[str, Field(min_length=1, max_length=80), BeforeValidator(_line)]
Line = Annotated[str, Field(min_length=1, max_length=300), BeforeValidator(_line)]
OptionalLabel = Annotated[str, Field(max_length=80), BeforeValidator(_line)]
OptionalLine = Annotated[str, Field(max_length=200), BeforeValidator(_line)]
OptionalNumber = Annotated[str, Field(max_length=20), BeforeValidator(_line)]
"""A number as it is printed, ``1.1`` or ``IV``: text, because 1.10 is not 1.1."""
Paragraphs = Annotated[str, Field(min_length=1, max_length=2000), BeforeValidator(_lines)]
OptionalParagraphs = Annotated[str, Field(max_length=2000), BeforeValidator(_lines)]
AsRows = BeforeValidator(_rows)
"""A list of the file becomes a tuple; nothing else does."""
