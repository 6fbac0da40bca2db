"""The quality of meetings (chất lượng sinh hoạt): the grades of a month, and what twelve months make of a year.

A single meeting is scored as an assessment of kind ``meeting_quality``; here is what many of them come to.
"""

from services.quality.low import LowMonth, low_months
from services.quality.month import MonthGrades, MonthRow, month_grades, month_table
from services.quality.of_meeting import MeetingGrade, grade_of
from services.quality.waiting import waiting
from services.quality.year import YearRow, year_grades, year_table

__all__ = [
    "LowMonth",
    "MeetingGrade",
    "MonthGrades",
    "MonthRow",
    "YearRow",
    "grade_of",
    "low_months",
    "month_grades",
    "month_table",
    "waiting",
    "year_grades",
    "year_table",
]
