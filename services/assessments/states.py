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
    REVIEW = "review"
    """Write the superior's own answers and reasons."""
    REMARK = "remark"
    """Pin words to an item, or take them away again."""
    RESOLVE = "resolve"
    """Say that what a remark is about has been mended, or that it has not."""
    SEND_BACK = "send_back"
    ACCEPT = "accept"
    WITHDRAW_ACCEPTANCE = "withdraw_acceptance"


STEPS: dict[tuple[AssessmentState, Verb], AssessmentState] = {
    (DRAFT, Verb.ANSWER): DRAFT,
    (RETURNED, Verb.ANSWER): RETURNED,
    (DRAFT, Verb.SUBMIT): SUBMITTED,
    (RETURNED, Verb.SUBMIT): SUBMITTED,
    (SUBMITTED, Verb.TAKE_BACK): DRAFT,
    (SUBMITTED, Verb.REVIEW): SUBMITTED,
    (SUBMITTED, Verb.REMARK): SUBMITTED,
    (DRAFT, Verb.RESOLVE): DRAFT,
    (RETURNED, Verb.RESOLVE): RETURNED,
    (SUBMITTED, Verb.SEND_BACK): RETURNED,
    (SUBMITTED, Verb.ACCEPT): ACCEPTED,
    (ACCEPTED, Verb.WITHDRAW_ACCEPTANCE): SUBMITTED,
}
"""(state, verb) → state. What is not in the table cannot be done."""

REPEATED: dict[Verb, AssessmentState] = {
    Verb.SUBMIT: SUBMITTED,
    Verb.TAKE_BACK: DRAFT,
    Verb.ACCEPT: ACCEPTED,
    Verb.WITHDRAW_ACCEPTANCE: SUBMITTED,
}
"""A verb that finds its work already done (a second click) says yes and changes nothing."""

_WHY_NOT = {
    DRAFT: "Bản tự chấm chưa được nộp.",
    SUBMITTED: "Bản tự chấm đã nộp, đang chờ thẩm định nên không sửa được. Đồng chí rút lại trước khi sửa.",
    RETURNED: "Bản tự chấm đã được trả lại để đơn vị sửa.",
    ACCEPTED: "Bản tự chấm đã được thông qua nên không thay đổi được nữa.",
}


def following(state: AssessmentState, verb: Verb) -> AssessmentState:
    """The state that the verb leads to; Conflict, with the reason, when there is no such step."""
    if (state, verb) not in STEPS:
        raise Conflict(_WHY_NOT[state])
    return STEPS[state, verb]


def is_editable(state: AssessmentState | None) -> bool:
    """Whether the unit may write; None is an assessment that nobody has begun."""
    return state is None or (state, Verb.ANSWER) in STEPS


def is_reviewable(state: AssessmentState | None) -> bool:
    """Whether the superior may write."""
    return state is not None and (state, Verb.REVIEW) in STEPS


def is_repeated(state: AssessmentState, verb: Verb) -> bool:
    """Whether the verb was done already, so that doing it again is right and changes nothing."""
    return REPEATED.get(verb) == state
