"""Self-assessments against a criteria set, from the first answer to the reviewer's yes.

``sheet`` reads one, ``queue`` and ``overview`` read many; ``answer`` writes one field through; ``submit``,
``take_back``, ``send_back`` and ``accept`` move it on.
"""

from models import AssessmentState
from services.assessments.answering import answer
from services.assessments.fields import Field, Typed
from services.assessments.queues import AssessmentRow, overview, queue
from services.assessments.references import FOUR_GOOD_CELL, AssessmentRef
from services.assessments.rows import Course, EvidenceRow, GoodRow, ItemRow, SectionRow, Sheet
from services.assessments.sheets import sheet
from services.assessments.states import STEPS, Verb
from services.assessments.steps import Incomplete, accept, send_back, submit, take_back

STATE_NAMES = {
    None: "Chưa chấm",
    AssessmentState.DRAFT: "Đang chấm",
    AssessmentState.SUBMITTED: "Chờ thẩm định",
    AssessmentState.RETURNED: "Trả lại để sửa",
    AssessmentState.ACCEPTED: "Đã thông qua",
}
"""What a state is called on the screen; None: nobody has begun."""

__all__ = [
    "FOUR_GOOD_CELL",
    "STATE_NAMES",
    "STEPS",
    "AssessmentRef",
    "AssessmentRow",
    "AssessmentState",
    "Course",
    "EvidenceRow",
    "Field",
    "GoodRow",
    "Incomplete",
    "ItemRow",
    "SectionRow",
    "Sheet",
    "Typed",
    "Verb",
    "accept",
    "answer",
    "overview",
    "queue",
    "send_back",
    "sheet",
    "submit",
    "take_back",
]
