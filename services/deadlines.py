"""Until when the report of a month's meeting is due as a rule: where no period was opened, or it is about no one cell.

What holds for a cell is ``services.periods.dues``: the day that was frozen, or the one that was granted since.
"""

from datetime import date

from services import months
from services.periods import calendar


def report_due_on(month: date) -> date:
    """The usual last day for the report of a month's meeting. The whole local day counts."""
    return calendar.usual_due(months.last_day(month))
