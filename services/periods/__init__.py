"""Reporting periods (kỳ báo cáo): what is expected from whom, until when, closed or open.

Read: ``periods``, ``period`` one in full, ``name`` of one.
Change: ``open_period`` by hand, ``open_due`` what the calendar says, ``close``, ``reopen``; for single units ``exempt``,
``end_exemption``, ``extend``, ``expect``.
Other services read ``dues`` (the last day in time), ask ``closing.require_open`` before they write, and keep the four
facts with ``facts``. ``differences`` compares these with the records.
"""

from models import ExpectedKind, PeriodAct, PeriodKind
from services.periods.calendar import EXPECTED_NAMES, KIND_NAMES, name
from services.periods.checking import differences
from services.periods.closing import close, reopen
from services.periods.giving import end_exemption, exempt, expect, extend
from services.periods.listing import EntryRow, ExpectationRow, ExtensionRow, PeriodRow, PeriodSheet, period, periods
from services.periods.opening import PeriodDraft, open_due, open_period

__all__ = [
    "EXPECTED_NAMES",
    "KIND_NAMES",
    "EntryRow",
    "ExpectationRow",
    "ExpectedKind",
    "ExtensionRow",
    "PeriodAct",
    "PeriodDraft",
    "PeriodKind",
    "PeriodRow",
    "PeriodSheet",
    "close",
    "differences",
    "end_exemption",
    "exempt",
    "expect",
    "extend",
    "name",
    "open_due",
    "open_period",
    "period",
    "periods",
    "reopen",
]
