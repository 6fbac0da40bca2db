"""Until when something is due. One rule for everybody now; later it is data of the reporting period."""

from datetime import date, datetime

from services import months
from services.clock import local

REPORT_DAY = 5
"""The superior must know by the 5th of the following month (DOMAIN, sections 1 and 8)."""


def report_due_on(month: date) -> date:
    """The last day on which the report of a month's meeting is in time. The whole local day counts."""
    return months.after(months.month_of(month)).replace(day=REPORT_DAY)


def in_time(month: date, moment: datetime) -> bool:
    """Whether a moment lies on or before the due day, by the clock in Vietnam: 23:59:59 is in time."""
    return local(moment).date() <= report_due_on(month)
