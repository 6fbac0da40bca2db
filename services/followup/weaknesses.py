"""What makes a cell one that needs help: rules over figures, with every threshold in one place. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services import members, rates
from services.quality import LowMonth
from services.rates import AttendanceRule
from services.scoring import Facts, FactValue, Share
from services.vietnamese import listing, month, percent


class WeaknessKind(StrEnum):
    """Why a cell needs help, the gravest first."""

    MISSING = "missing"
    STRENGTH = "strength"
    ATTENDANCE = "attendance"
    UNEXCUSED = "unexcused"
    QUALITY = "quality"
    ANNUAL = "annual"


KIND_NAMES = {
    WeaknessKind.MISSING: "Thiếu buổi sinh hoạt",
    WeaknessKind.STRENGTH: "Thiếu đảng viên chính thức",
    WeaknessKind.ATTENDANCE: "Tỷ lệ dự họp thấp",
    WeaknessKind.UNEXCUSED: "Vắng không lý do",
    WeaknessKind.QUALITY: "Chất lượng sinh hoạt thấp",
    WeaknessKind.ANNUAL: "Xếp loại năm thấp",
}


@dataclass(frozen=True)
class Limits:
    """From where on a figure is a weakness.

    ``missing``: HD 42-HD/BTCTW wants a regular meeting every month. ``official``: Điều lệ Đảng, Điều 24. Attendance
    follows the rule in force (``services.rates``). The others are choices of the portal, which no document sets.
    """

    months: int = 6
    """Months that are looked at."""
    missing: int = 1
    official: int = members.FEWEST_OFFICIAL
    unexcused: int = 3
    low_months: int = 1
    lowest_annual: str = "khtnv"
    """The last of the four grades of the annual classification (QĐ 366-QĐ/TW)."""


LIMITS = Limits()
FIGURES = (
    "meetings_expected",
    "meetings_held",
    "official_members",
    "attendance_rate",
    "unexcused_absences",
    "members_unexcused_3_months",
    "annual_grade",
    "annual_grade_last_year",
)
"""The figures (``services.metrics``) that the rules look at."""


@dataclass(frozen=True)
class Weakness:
    """One reason, as a sentence with its figures."""

    kind: WeaknessKind
    sentence: str


def weaknesses(facts: Facts, low: Sequence[LowMonth], on: date, limits: Limits = LIMITS) -> tuple[Weakness, ...]:
    """The reasons for which a cell needs help, the gravest first; empty for one that does not.

    ``facts`` are its figures of some months, ``low`` the months graded low, ``on`` the last day of the months: the rule
    on attendance is that of the day. A figure without data is no reason.
    """
    found = {
        WeaknessKind.MISSING: _missing(facts, limits),
        WeaknessKind.STRENGTH: _strength(facts, limits),
        WeaknessKind.ATTENDANCE: _attendance(facts.get("attendance_rate"), rates.rule_on(on)),
        WeaknessKind.UNEXCUSED: _unexcused(facts, limits),
        WeaknessKind.QUALITY: _quality(low, limits),
        WeaknessKind.ANNUAL: _annual(facts, limits),
    }
    return tuple(Weakness(kind, found[kind]) for kind in WeaknessKind if found[kind])


def _missing(facts: Facts, limits: Limits) -> str:
    expected, held = _count(facts, "meetings_expected"), _count(facts, "meetings_held")
    if expected is None or held is None or expected - held < limits.missing:
        return ""
    return f"Thiếu {expected - held}/{expected} buổi sinh hoạt thường kỳ."


def _strength(facts: Facts, limits: Limits) -> str:
    official = _count(facts, "official_members")
    if official is None or official >= limits.official:
        return ""
    return members.strength_warning(official) or ""


def _attendance(rate: FactValue, rule: AttendanceRule | None) -> str:
    if not isinstance(rate, Share) or rule is None:
        return ""
    share = rate.fraction
    is_reached = share > rule.threshold if rule.is_strict else share >= rule.threshold
    bound = f"{'trên' if rule.is_strict else 'từ'} {percent(rule.threshold, 0)}"
    return "" if is_reached else f"Tỷ lệ dự họp {percent(share)}; yêu cầu {bound} ({rule.source})."


def _unexcused(facts: Facts, limits: Limits) -> str:
    times, people = _count(facts, "unexcused_absences") or 0, _count(facts, "members_unexcused_3_months") or 0
    if people:
        return f"{people} đảng viên vắng không lý do từ 3 tháng trở lên trong năm (Quy định 24-QĐ/TW, Điều 8)."
    return f"{times} lượt vắng không lý do." if times >= limits.unexcused else ""


def _quality(low: Sequence[LowMonth], limits: Limits) -> str:
    if len(low) < limits.low_months:
        return ""
    said = listing(f"{each.label} ({month(each.month)})" for each in low)
    return f"{len(low)} tháng xếp loại chất lượng sinh hoạt thấp: {said}."


def _annual(facts: Facts, limits: Limits) -> str:
    newest = facts.get("annual_grade") or facts.get("annual_grade_last_year")
    return "Xếp loại năm gần nhất: không hoàn thành nhiệm vụ." if newest == limits.lowest_annual else ""


def _count(facts: Facts, name: str) -> int | None:
    value = facts.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
