"""Assessments against a criteria set, from the first answer to the superior's yes, of any kind, subject and span.

Read: ``sheet`` one, ``queue`` and ``overview`` many, ``offered`` the kinds to choose from, ``figure_rows`` what a
figure counts.
Change: ``answer`` one field of an item, ``write`` one of the whole, ``withdraw_answer`` leaves an item to the figures;
``review``, ``withdraw_review`` and the remarks are the superior's; ``submit``, ``take_back``, ``send_back``, ``accept``
and ``withdraw_acceptance`` move it on.
"""

from models import AssessmentState, SubjectKind
from services.assessments.answering import answer, review, withdraw_answer, withdraw_review
from services.assessments.attachments import EvidenceRow, LinkKind, LinkRow, RemarkRow
from services.assessments.facts import figure_rows
from services.assessments.fields import Field, Typed, shown
from services.assessments.kinds import OfferedKind, offered
from services.assessments.queues import AssessmentRow, overview, queue
from services.assessments.references import (
    FOUR_GOOD_CELL,
    MEETING_QUALITY,
    WHOLE_YEAR,
    AssessmentRef,
    span_in_words,
)
from services.assessments.remarks import remark, resolve_remark, withdraw_remark
from services.assessments.rows import Beside, Course, GoodRow, ItemRow, ReviewRow, SectionRow, Sheet, Standing
from services.assessments.sheets import sheet
from services.assessments.states import STEPS, Verb
from services.assessments.steps import Incomplete, accept, send_back, submit, take_back, withdraw_acceptance
from services.assessments.voting import VOTE_LABELS, VoteRow
from services.assessments.whole import DIFFERENCE_REASON, write

STATE_NAMES = {
    None: "Chưa chấm",
    AssessmentState.DRAFT: "Đang chấm",
    AssessmentState.SUBMITTED: "Chờ thẩm định",
    AssessmentState.RETURNED: "Trả lại để sửa",
    AssessmentState.ACCEPTED: "Đã thông qua",
}
"""What a state is called on the screen; None: nobody has begun."""

__all__ = [
    "DIFFERENCE_REASON",
    "FOUR_GOOD_CELL",
    "MEETING_QUALITY",
    "STATE_NAMES",
    "STEPS",
    "VOTE_LABELS",
    "WHOLE_YEAR",
    "AssessmentRef",
    "AssessmentRow",
    "AssessmentState",
    "Beside",
    "Course",
    "EvidenceRow",
    "Field",
    "GoodRow",
    "Incomplete",
    "ItemRow",
    "LinkKind",
    "LinkRow",
    "OfferedKind",
    "RemarkRow",
    "ReviewRow",
    "SectionRow",
    "Sheet",
    "Standing",
    "SubjectKind",
    "Typed",
    "Verb",
    "VoteRow",
    "accept",
    "answer",
    "figure_rows",
    "offered",
    "overview",
    "queue",
    "remark",
    "resolve_remark",
    "review",
    "send_back",
    "sheet",
    "shown",
    "span_in_words",
    "submit",
    "take_back",
    "withdraw_acceptance",
    "withdraw_answer",
    "withdraw_remark",
    "withdraw_review",
    "write",
]
