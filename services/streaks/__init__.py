"""Absences across the meetings of a year (chuỗi vắng): what they come to, and whom the cell should speak with.

``concerns`` is the pure computation over one member's year; ``alerts`` is everybody in reach whom it concerns,
``attendance`` one member's year to read.
"""

from services.streaks.alerts import Alert, alerts, summary
from services.streaks.attendance import InCell, Seat, attendance
from services.streaks.counting import (
    CONCERN_NAMES,
    MOST_EXCUSED,
    REMOVAL_FROM,
    Concern,
    ConcernKind,
    Sitting,
    concerns,
    longest_run,
)

__all__ = [
    "CONCERN_NAMES",
    "MOST_EXCUSED",
    "REMOVAL_FROM",
    "Alert",
    "Concern",
    "ConcernKind",
    "InCell",
    "Seat",
    "Sitting",
    "alerts",
    "attendance",
    "concerns",
    "longest_run",
    "summary",
]
