"""Amounts as people type them: a comma before the decimals, points between thousands."""

import re
from decimal import Decimal

from services.errors import Invalid
from services.vietnamese import number

PLACES = 4
BOUND = Decimal(10) ** 11
"""Amounts stay below it: fifteen digits in all is what every database keeps exactly."""
SHOWN_LETTERS = 20

_PLAIN = re.compile(r"[0-9]+(?:,[0-9]*)?")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?")
_POINT = re.compile(r"[0-9]+\.[0-9]{0,2}")
"""Not a thousand, so it can only be a decimal point, or a thousand that is still being typed."""


def amount(text: str, *, field: str | None = None) -> Decimal | None:
    """The amount in ``12,5``, ``1.250`` or ``12.5``; None for nothing. Raises Invalid.

    It may be unfinished: ``12,`` is a 12 on its way to 12,5.
    """
    typed = "".join(text.split())
    if not typed:
        return None
    if _PLAIN.fullmatch(typed) or _THOUSANDS.fullmatch(typed):
        plain = typed.replace(".", "").replace(",", ".")
    elif _POINT.fullmatch(typed):
        plain = typed
    else:
        shown = f"{typed[:SHOWN_LETTERS]}…" if len(typed) > SHOWN_LETTERS else typed
        raise Invalid(f"“{shown}” không phải là một số; đồng chí nhập số như 12,5 hoặc 1.250.", field=field)
    return checked(Decimal(plain.rstrip(".")), field=field)


def checked(value: Decimal, *, field: str | None = None) -> Decimal:
    """The amount itself; Invalid where it cannot be stored exactly or is below zero."""
    if not value.is_finite() or value < 0:
        raise Invalid("Số liệu không được nhỏ hơn 0.", field=field)
    if value >= BOUND:
        raise Invalid(f"Số liệu phải nhỏ hơn {number(BOUND)}.", field=field)
    if value != round(value, PLACES):
        raise Invalid(f"Số liệu có nhiều nhất {PLACES} chữ số sau dấu phẩy.", field=field)
    return value


def written(value: Decimal) -> str:
    """An amount with all its decimals and no more: ``12,5``, ``1.250``."""
    exponent = value.normalize().as_tuple().exponent
    return number(value, max(0, -int(exponent)))
