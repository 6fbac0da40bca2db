"""The way of an assessment: every step that exists, in one table."""

from enum import StrEnum

from models import AssessmentState
from services.errors import Conflict

DRAFT, SUBMITTED, RETURNED, ACCEPTED = AssessmentState


class Verb(StrEnum):
    """What somebody may do to an assessment."""

    ANSWER = "answer"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    SEND_BACK = "send_back"
    ACCEPT = "accept"


STEPS: dict[tuple[AssessmentState, Verb], AssessmentState] = {
    (DRAFT, Verb.ANSWER): DRAFT,
    (RETURNED, Verb.ANSWER): RETURNED,
    (DRAFT, Verb.SUBMIT): SUBMITTED,
    (RETURNED, Verb.SUBMIT): SUBMITTED,
    (SUBMITTED, Verb.TAKE_BACK): DRAFT,
    (SUBMITTED, Verb.SEND_BACK): RETURNED,
    (SUBMITTED, Verb.ACCEPT): ACCEPTED,
}
"""(state, verb) → state. What is not in the table cannot be done."""

REPEATED: dict[Verb, AssessmentState] = {
    Verb.SUBMIT: SUBMITTED,
    Verb.TAKE_BACK: DRAFT,
    Verb.ACCEPT: ACCEPTED,
}
"""A verb that finds its work already done (a second click) says yes and changes nothing."""

_WHY_NOT = {
    DRAFT: "Bản tự chấm chưa được nộp.",
    SUBMITTED: "Bản tự chấm đã nộp, đang chờ thẩm định nên không sửa được. Đồng chí rút lại trước khi sửa.",
    RETURNED: "Bản tự chấm đã được trả lại để chi bộ sửa.",
    ACCEPTED: "Bản tự chấm đã được thông qua nên không thay đổi được nữa.",
}


def following(state: AssessmentState, verb: Verb) -> AssessmentState:
    """The state that the verb leads to; Conflict, with the reason, when there is no such step."""
    if (state, verb) not in STEPS:
        raise Conflict(_WHY_NOT[state])
    return STEPS[state, verb]


def is_editable(state: AssessmentState | None) -> bool:
    """Whether the cell may write; None is an assessment that nobody has begun."""
    return state is None or (state, Verb.ANSWER) in STEPS


def is_repeated(state: AssessmentState, verb: Verb) -> bool:
    """Whether the verb was done already, so that doing it again is right and changes nothing."""
    return REPEATED.get(verb) == state
