"""Facts: the values of metrics for one meeting, unit or member, and how they are stored.

A fact that is None, or missing, has no data: conditions on it are neither met nor unmet.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from services.errors import Invalid
from services.scoring.faults import Fault
from services.scoring.numbers import format_plain

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Share:
    """A share that remembers its parts: 9 of 12 present is said as ``75 % (9/12)``."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if self.part < 0 or self.whole < 1:
            message = f"{self.part}/{self.whole} is no share"
            raise ValueError(message)

    @property
    def fraction(self) -> Fraction:
        """The share of 1."""
        return Fraction(self.part, self.whole)


FactValue = Share | Fraction | Decimal | int | bool | str | Mapping[str, int] | None
"""A share, amount, count, flag, grade id or tally of grades; None: no data."""
Facts = Mapping[str, FactValue]
"""Metric id → value."""
NO_FACTS: Facts = MappingProxyType({})

Ratio = tuple[int, int]
"""An exact number as numerator and denominator, the denominator positive: comparing them never rounds."""


class InvalidFacts(Invalid, ValueError):
    """What was given are no facts; ``faults`` names every metric that is wrong."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(
            f"Có {len(faults)} số liệu không đọc được:\n" + "\n".join(f"- {fault}" for fault in faults),
            reasons=tuple(str(fault) for fault in faults),
        )
        self.faults = faults


def quantity(value: FactValue, of: tuple[str, ...] = ()) -> Ratio | None:
    """The number that bounds are compared with: a share in percent, a tally as the sum of the grades ``of``.

    None without data, and for what is no number: nothing is guessed.
    """
    if isinstance(value, Share):
        found = HUNDRED * value.part, value.whole
    elif value is None or isinstance(value, bool | str):
        return None
    elif isinstance(value, Mapping):
        return (sum(value.get(grade, 0) for grade in of), 1) if of else None
    elif isinstance(value, Fraction):
        found = HUNDRED * value.numerator, value.denominator
    else:
        found = value.as_integer_ratio()
    return None if of else found


def share_of_one(value: FactValue) -> Fraction | None:
    """The share; None without data and for what is no share."""
    if isinstance(value, Share):
        return value.fraction
    return value if isinstance(value, Fraction) else None


# How facts are stored

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PARTS = re.compile(r"([0-9]{1,12})/([0-9]{1,12})")
_PERCENT = re.compile(r"(-?[0-9]{1,12}(?:[.,][0-9]{1,9})?) ?%")
_FRACTION_OF_PERCENT = re.compile(r"(-?[0-9]{1,400})/([0-9]{1,400}) ?%")
_AMOUNT = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,12})?")
_LARGEST_COUNT = 10**12
_PLACES = 9
_UNIT = 10**_PLACES

_FLOAT = "số thập phân phải đặt trong dấu nháy, ví dụ “4.75”."
_UNREADABLE = "phải là tỷ lệ “9/12” hoặc “75 %”, một số, true/false, mã xếp loại, hoặc null khi chưa có số liệu."


def facts_from(data: object) -> dict[str, FactValue]:
    """The facts in plain data (JSON or YAML); what ``spelled_facts`` wrote reads back as it was.

    A percentage may be written as ``75 %``. Raises InvalidFacts with every metric that is wrong.
    """
    if not isinstance(data, Mapping):
        raise InvalidFacts((Fault("", "phải là một nhóm “mã số liệu: giá trị”."),))
    facts: dict[str, FactValue] = {}
    faults: list[Fault] = []
    for name, value in data.items():
        try:
            facts[_checked_name(name)] = _fact(value)
        except ValueError as error:
            faults.append(Fault(str(name), str(error)))
    if faults:
        raise InvalidFacts(tuple(faults))
    return facts


def spelled_facts(facts: Facts) -> dict[str, object]:
    """The facts as plain data that JSON can hold exactly."""
    return {name: _plain(value) for name, value in facts.items()}


def spelled_fact(value: FactValue) -> str:
    """One fact as a word of a derivation: ``9/12``, ``75 %``, ``yes``, ``tot:8+kha:4``; ``?`` without data."""
    if value is None:
        return "?"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "+".join(f"{grade}:{count}" for grade, count in sorted(value.items()))
    return str(_plain(value))


def _checked_name(name: object) -> str:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ValueError("mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới, bắt đầu bằng chữ.")
    return name


def _fact(value: object) -> FactValue:
    match value:
        case str():
            return _written(value)
        case Mapping():
            return _tally(value)
        case None | bool():
            return value
        case int() if abs(value) <= _LARGEST_COUNT:
            return value
        case Decimal() if value.is_finite() and abs(value) <= _LARGEST_COUNT:
            return value
        case _:
            raise ValueError(_FLOAT if isinstance(value, float) else _UNREADABLE)


def _tally(value: Mapping[object, object]) -> dict[str, int]:
    tally: dict[str, int] = {}
    for grade, count in value.items():
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= _LARGEST_COUNT:
            raise ValueError(f"“{grade}” phải là một số nguyên từ 0 trở lên.")
        tally[_checked_name(grade)] = count
    return tally


def _written(text: str) -> FactValue:
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], FactValue]], ...] = (
        (_PARTS, _share),
        (_PERCENT, lambda found: Fraction(_decimal(found[1])) / HUNDRED),
        (_FRACTION_OF_PERCENT, _fraction),
        (_AMOUNT, lambda found: _decimal(found[0])),
        (_NAME, lambda found: found[0]),
    )
    for pattern, reader in readers:
        if found := pattern.fullmatch(text.strip()):
            return reader(found)
    raise ValueError(_UNREADABLE)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _share(found: re.Match[str]) -> Share:
    if int(found[2]) == 0:
        raise ValueError("mẫu số phải lớn hơn 0; chưa có số liệu thì ghi null.")
    return Share(int(found[1]), int(found[2]))


def _fraction(found: re.Match[str]) -> Fraction:
    if int(found[2]) == 0:
        raise ValueError("mẫu số phải lớn hơn 0; chưa có số liệu thì ghi null.")
    return Fraction(int(found[1]), int(found[2])) / HUNDRED


def _plain(value: FactValue) -> object:
    if isinstance(value, Share):
        return f"{value.part}/{value.whole}"
    if isinstance(value, Fraction):
        return _plain_percent(value * HUNDRED)
    if isinstance(value, Decimal):
        return format_plain(value)
    return dict(value) if isinstance(value, Mapping) else value


def _plain_percent(percent: Fraction) -> str:
    if _UNIT % percent.denominator or abs(percent) >= _LARGEST_COUNT:
        return f"{percent.numerator}/{percent.denominator} %"
    whole, rest = divmod(abs(percent.numerator) * (_UNIT // percent.denominator), _UNIT)
    digits = f"{whole}.{rest:0{_PLACES}d}".rstrip("0").rstrip(".")
    return f"{'-' if percent < 0 else ''}{digits} %"
