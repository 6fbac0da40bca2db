"""Approving records on their way upward, level by level (cell → commune → district, as the tree has them).

Read: ``standing`` as the cell sees it, ``waiting`` the queue, ``count`` how many wait for one's own unit, ``reading`` one record beside the month before,
``remarks_of`` what was pinned to its fields, ``effects`` what taking an approval back would change.
Change: ``approve``, ``approve_all``, ``return_``, ``withdraw``, ``remark``, ``withdraw_remark``, ``resolve``.
Handing in, taking back and amending are the cell's part: ``services.meetings``.
"""

from services.approvals.bulk import Outcome, Read, approve_all
from services.approvals.concerns import Waiting
from services.approvals.queue import count, waiting
from services.approvals.reading import Reading, Step, reading
from services.approvals.remarks import RemarkRow, resolve
from services.approvals.remarks import of_record as remarks_of
from services.approvals.remarks import withdraw as withdraw_remark
from services.approvals.remarks import write as remark
from services.approvals.reviewing import approve, return_, withdraw
from services.approvals.standing import Standing, standing
from services.approvals.withdrawing import effects
from services.meetings.versions import LABELS, Change

__all__ = [
    "LABELS",
    "Change",
    "Outcome",
    "Read",
    "Reading",
    "RemarkRow",
    "Standing",
    "Step",
    "Waiting",
    "approve",
    "approve_all",
    "count",
    "effects",
    "reading",
    "remark",
    "remarks_of",
    "resolve",
    "return_",
    "standing",
    "waiting",
    "withdraw",
    "withdraw_remark",
]
