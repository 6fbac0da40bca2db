"""What people type about registrations, decisions and programmes, made clean and plausible or refused in words."""

from datetime import date

from services.clock import today
from services.errors import Invalid
from services.vietnamese import clean, clean_lines, day, number

LONGEST_NOTE = 1000


def line_of_text(text: str, called: str, field: str, longest: int) -> str:
    """One line, clean; Invalid when it is longer than ``longest`` letters."""
    return _not_too_long(clean(text), called, field, longest)


def lines_of_text(text: str, called: str, field: str, longest: int) -> str:
    """Text of several lines, clean; Invalid when it is longer than ``longest`` letters."""
    return _not_too_long(clean_lines(text), called, field, longest)


def decision_number(text: str, called: str, field: str = "decision_number") -> str:
    """The number of a decision such as ``45-QĐ/HU``; Invalid without one, or for what has no figure in it."""
    found = line_of_text(text, called, field, 80)
    if not any(letter.isdigit() for letter in found):
        raise Invalid(f"{called} phải có chữ số, ví dụ 45-QĐ/HU.", field=field)
    return found


def past_day(given: date | None, earliest: date, called: str, field: str) -> date:
    """A day from ``earliest`` to today, both inside; Invalid for any other and for none."""
    if given is None:
        raise Invalid(f"Đồng chí ghi {called[0].lower()}{called[1:]}.", field=field)
    if not earliest <= given <= today():
        limits = f"phải từ ngày {day(earliest)} đến hôm nay, ngày {day(today())}"
        raise Invalid(f"{called} {limits}; đã nhập {day(given)}.", field=field)
    return given


def _not_too_long(text: str, called: str, field: str, longest: int) -> str:
    if len(text) > longest:
        raise Invalid(f"{called} dài {number(len(text))} ký tự, tối đa là {number(longest)}.", field=field)
    return text
