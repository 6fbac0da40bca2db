"""Who is left out of a year's classification, and why. Pure: dates in, a reason out.

HD 21-HD/BTCTW (2019), QĐ 124-QĐ/TW (2023, Điều 5): members exempt from activity, members admitted and organisations
founded less than six months ago are not classified. The documents do not say how long an exemption must have lasted;
the portal's one rule: it holds on 31 December, or held for more than half of the days of the year.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from services.classification.references import last_day
from services.vietnamese import day

ONE_DAY = timedelta(days=1)
HALF_YEAR_BEGINS = (7, 1)
"""Whoever was there on this day has six months behind them when the year ends."""

Exemption = tuple[date, date | None]
"""The first day, and the first day after it; None: still exempt."""


def of_member(year: int, admitted_on: date, exemptions: Iterable[Exemption]) -> str:
    """Why a member is not classified in the year; empty when they are."""
    held = sorted(exemptions, key=lambda span: (span[0], span[1] or date.max))
    at_the_end = [start for start, end in held if start <= last_day(year) and (end is None or end > last_day(year))]
    if at_the_end:
        return f"được miễn sinh hoạt từ ngày {day(at_the_end[0])}"
    if 2 * _days_exempt(year, held) > _days_of(year):
        return "được miễn sinh hoạt quá nửa số ngày trong năm"
    if _is_too_late(year, admitted_on):
        return f"kết nạp ngày {day(admitted_on)}, chưa đủ 6 tháng"
    return ""


def of_unit(year: int, founded_on: date) -> str:
    """Why a unit is not classified in the year; empty when it is."""
    return f"thành lập ngày {day(founded_on)}, chưa đủ 6 tháng" if _is_too_late(year, founded_on) else ""


def _is_too_late(year: int, began_on: date) -> bool:
    return began_on > date(year, *HALF_YEAR_BEGINS)


def _days_of(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _days_exempt(year: int, held: Iterable[Exemption]) -> int:
    """Days of the year in any of the times; a day in two of them counts once. Times in the order of their beginning."""
    counted, covered_until = 0, date(year, 1, 1)
    for start, end in held:
        first, after = max(start, covered_until), min(end or date.max, last_day(year) + ONE_DAY)
        if after > first:
            counted += (after - first).days
            covered_until = after
    return counted
