"""Points: exact decimal numbers, how people type them and how the portal writes them."""

import re
from decimal import Context, Decimal, DivisionByZero, FloatOperation, Inexact, InvalidOperation

from services.errors import Invalid

ZERO = Decimal(0)
LARGEST = Decimal("9999.99")

EXACT = Context(prec=40, traps=[Inexact, InvalidOperation, DivisionByZero, FloatOperation])
"""Arithmetic of points: a rounding or a float would raise instead of passing unnoticed."""

_NUMBER = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,2})?")
_MANY_PLACES = re.compile(r"[0-9]+[.,][0-9]{3,}")
_NEGATIVE = re.compile(r"[-−–][0-9.,]+")
_LARGE = re.compile(r"[0-9]{5,}(?:[.,][0-9]{1,2})?")
_HUNDREDTH = Decimal("0.01")
_ROUNDING = Context(prec=40)
_SHOWN = 20
_SHOWN_DIGITS = 12


class UnreadablePoints(Invalid, ValueError):
    """What was typed is not a number of points; the sentence says why."""


def parse_points(text: str) -> Decimal:
    """Points as a person types them: ``4,75``, ``4.75`` or ``5``, from 0 to 9999,99.

    At most two places, so that ``1.000`` (one, or a thousand?) is never guessed. Raises UnreadablePoints.
    """
    typed = text.strip()
    if not _NUMBER.fullmatch(typed):
        raise UnreadablePoints(_refusal(typed))
    return Decimal(typed.replace(",", "."))


def _refusal(typed: str) -> str:
    shown = f"“{typed if len(typed) <= _SHOWN else typed[:_SHOWN] + '…'}”"
    if not typed:
        return "Chưa nhập điểm."
    if _NEGATIVE.fullmatch(typed):
        return f"Điểm không được âm; đã nhập {shown}."
    if _MANY_PLACES.fullmatch(typed):
        return f"Điểm chỉ có nhiều nhất hai chữ số sau dấu phẩy và không có dấu chấm ngăn hàng nghìn; đã nhập {shown}."
    if _LARGE.fullmatch(typed):
        return f"Điểm lớn nhất nhập được là {format_points(LARGEST)}; đã nhập {shown}."
    return f"{shown} không phải là số điểm; hãy nhập một số như 4,75."


def format_points(points: Decimal) -> str:
    """The number with a decimal comma, all its places and no more: ``88,5``, ``90``, ``-2,25``."""
    return format_plain(points).replace(".", ",")


def format_plain(points: Decimal) -> str:
    """The one spelling in which points are stored and written to files: ``88.5``, ``90``."""
    if not points:
        return "0"
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_number(points: Decimal) -> str:
    """Like ``format_points`` for any number a caller may send, however long."""
    if not points.is_finite() or abs(points.adjusted()) > _SHOWN_DIGITS or len(points.as_tuple().digits) > _SHOWN:
        return "một số không hợp lệ"
    return format_points(points)


def has_too_many_places(points: Decimal) -> bool:
    """Whether a number within the limits needs more than two places."""
    return points != points.quantize(_HUNDREDTH, context=_ROUNDING)
