"""The figures behind every chart and its table: computed from the rows, at the moment they are asked for.

``meeting_figures`` are read off the meeting book, ``grade_figures`` off assessments and classifications.
"""

from services.figures.commune import GradeFigures, MeetingFigures, Scope, grade_figures, meeting_figures
from services.figures.grades import GoodRow, GradeRow, annual_grades, four_good_grades, goods
from services.figures.meetings import (
    HeldRow,
    HeldState,
    MonthRates,
    RankedCell,
    Totals,
    held,
    ranking,
    rates_by_month,
    totals,
)

__all__ = [
    "GoodRow",
    "GradeFigures",
    "GradeRow",
    "HeldRow",
    "HeldState",
    "MeetingFigures",
    "MonthRates",
    "RankedCell",
    "Scope",
    "Totals",
    "annual_grades",
    "four_good_grades",
    "goods",
    "grade_figures",
    "held",
    "meeting_figures",
    "ranking",
    "rates_by_month",
    "totals",
]
