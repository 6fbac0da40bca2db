"""The heads of rolls that were handed in, counted by the database: one meaning of present, due and absent for all lists."""

import sqlalchemy as sa
from sqlmodel import col

from models import Attendance, Presence


def heads() -> list[sa.ColumnElement[int]]:
    """Six counts over Attendance, in the order of ``rates.Roll``; the caller groups them by meeting."""
    came, is_due = col(Attendance.presence) == Presence.PRESENT, col(Attendance.is_due)
    conditions = [
        is_due,
        sa.and_(is_due, came),
        came,
        sa.and_(is_due, col(Attendance.presence) == Presence.EXCUSED),
        sa.and_(is_due, col(Attendance.presence) == Presence.UNEXCUSED),
        sa.and_(came, col(Attendance.spoke)),
    ]
    return [sa.func.count().filter(condition) for condition in conditions]
