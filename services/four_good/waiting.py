"""What waits to be done in a four-good year, unit by unit, and for whom it waits on the first screen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session

from models import AssessmentState
from services.access import Actor, Permission
from services.clock import today
from services.four_good.boards import boards
from services.four_good.kinds import CELL, KIND_NAMES
from services.four_good.rows import Board, BoardRow
from services.four_good.stages import Stage, StageState

NOW = frozenset({StageState.OPEN, StageState.LATE})


class Owed(StrEnum):
    """What may be done for a unit now."""

    REGISTER = "register"
    CHECK = "check"
    ASSESS = "assess"
    REVIEW = "review"
    RECOGNISE = "recognise"


OF_SUPERIORS = frozenset({Owed.REVIEW, Owed.RECOGNISE})
"""What an account of the unit itself cannot do."""


@dataclass(frozen=True)
class Outstanding:
    """One thing that waits, for some of the units that take part."""

    owed: Owed
    kind: str
    year: int
    rows: tuple[BoardRow, ...]
    of: int
    """How many units take part."""
    due_on: date
    """The earliest last day among them."""
    is_own: bool
    """Whether it is about the actor's own unit, which is then the only one."""


def owed(row: BoardRow, on: date) -> list[Owed]:
    """What may be done for a unit on a day, in the order of the year. What was begun early goes on."""
    may_assess = row.state is not None or row.stands(Stage.ASSESS, on) in NOW
    found = (
        (Owed.REGISTER, row.stands(Stage.REGISTER, on) in NOW),
        (Owed.CHECK, bool(row.owed_checks(on))),
        (Owed.ASSESS, may_assess and not row.is_handed_in),
        (Owed.REVIEW, row.state is AssessmentState.SUBMITTED),
        (Owed.RECOGNISE, row.may_be_recognised and on >= row.window(Stage.RECOGNISE).first_on),
    )
    return [what for what, is_owed in found if is_owed]


def outstanding(session: Session, actor: Actor) -> list[Outstanding]:
    """What waits for the actor, of this year and left over from the last. Seven statements at most, usually six.

    Of the last year only what was begun is left over. Units that were left out of a decision are not waited for.
    """
    this_year = today().year
    found = boards(session, actor, actor.unit_id, list(KIND_NAMES), (this_year - 1, this_year))
    return [
        waiting
        for board in sorted(found.values(), key=lambda board: (board.year, board.kind))
        for is_own in (True, False)
        for waiting in _waiting(actor, board, is_own=is_own)
    ]


def _waiting(actor: Actor, board: Board, *, is_own: bool) -> Iterable[Outstanding]:
    on, left_out = today(), board.passed_over()
    there = [row for row in board.rows if _is_counted(row, board.kind)]
    rows = [row for row in there if (row.ref.unit_id == actor.unit_id) is is_own]
    may_judge = actor.may(Permission.ASSESSMENTS_REVIEW) and not is_own
    owing: defaultdict[Owed, list[BoardRow]] = defaultdict(list)
    for row in rows:
        for what in owed(row, on) if row.ref.unit_id not in left_out else ():
            if (may_judge or what not in OF_SUPERIORS) and _is_asked_for(row, what, on, is_own=is_own):
                owing[what].append(row)
    for what, found in sorted(owing.items()):
        due_on = min(_due_on(row, what, on) for row in found)
        yield Outstanding(what, board.kind, board.year, tuple(found), len(rows), due_on, is_own)


def _is_counted(row: BoardRow, kind: str) -> bool:
    """A unit that is gone owes nothing; committees take part where somebody has a programme or a form for them."""
    is_in_use = kind == CELL or row.programme.programme_id is not None or row.has_form
    return row.is_there and is_in_use


def _is_asked_for(row: BoardRow, what: Owed, on: date, *, is_own: bool) -> bool:
    """Whether the first screen asks for something that may be done.

    Nobody is pressed to register without a programme, nor once the year is being assessed. A self-assessment is asked
    for in its time; what was sent back, or what one has begun oneself, also before and after.
    """
    is_assessing = row.ref.year == on.year and on >= row.window(Stage.ASSESS).first_on
    if what is Owed.REGISTER:
        return row.ref.year == on.year and not is_assessing and row.programme.programme_id is not None
    if what is Owed.CHECK:
        return row.ref.year == on.year
    if what is Owed.ASSESS:
        return is_assessing or row.state is AssessmentState.RETURNED or (is_own and row.state is not None)
    return True


_STAGES = {
    Owed.REGISTER: Stage.REGISTER,
    Owed.ASSESS: Stage.ASSESS,
    Owed.REVIEW: Stage.REVIEW,
    Owed.RECOGNISE: Stage.RECOGNISE,
}


def _due_on(row: BoardRow, what: Owed, on: date) -> date:
    if what is Owed.CHECK:
        return min(check.window.last_on for check in row.owed_checks(on))
    return row.window(_STAGES[what]).last_on
