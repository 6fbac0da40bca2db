"""The way of a record from the cell to the top: every step that exists, in one table (DOMAIN, section 4)."""

from enum import StrEnum

from models import MeetingState

DRAFT, SUBMITTED, RETURNED, APPROVED = MeetingState


class Verb(StrEnum):
    """What somebody may do to a record."""

    WRITE = "write"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    FORWARD = "forward"
    """Approve for one's own level, with a level above still to read it."""
    APPROVE = "approve"
    """Approve with nobody above."""
    RETURN = "return"
    WITHDRAW = "withdraw"
    """Take an approval back."""
    AMEND = "amend"
    """Open an approved record again; it asks for approval anew."""


STEPS: dict[tuple[MeetingState, Verb], MeetingState] = {
    (DRAFT, Verb.WRITE): DRAFT,
    (RETURNED, Verb.WRITE): RETURNED,
    (DRAFT, Verb.SUBMIT): SUBMITTED,
    (RETURNED, Verb.SUBMIT): SUBMITTED,
    (SUBMITTED, Verb.TAKE_BACK): DRAFT,
    (SUBMITTED, Verb.FORWARD): SUBMITTED,
    (SUBMITTED, Verb.APPROVE): APPROVED,
    (SUBMITTED, Verb.RETURN): RETURNED,
    (SUBMITTED, Verb.WITHDRAW): SUBMITTED,
    (APPROVED, Verb.WITHDRAW): SUBMITTED,
    (APPROVED, Verb.AMEND): DRAFT,
}
"""(state, verb) → state. What is not in the table cannot be done. Who may do it: services/approvals."""


def allows(state: MeetingState, verb: Verb) -> bool:
    """Whether there is such a step."""
    return (state, verb) in STEPS


def is_editable(state: MeetingState) -> bool:
    """Whether the cell may write."""
    return allows(state, Verb.WRITE)
