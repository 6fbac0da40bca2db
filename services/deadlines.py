"""Until when something is due. One rule for everybody now; later it is data of the reporting period."""

from datetime import date

from services import months

REPORT_DAY = 5
"""The superior must know by the 5th of the following month (DOMAIN, sections 1 and 8)."""


def report_due_on(month: date) -> date:
    """The last day on which the report of a month's meeting is in time. The whole local day counts."""
    return months.after(months.month_of(month)).replace(day=REPORT_DAY)
