"""The targets of the sample's resolutions: set now and then, compared with their results until new ones are set."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from models import MeetingKind, Target, TargetOutcome, TargetReview, TaskOutcome
from services.sample import figures
from services.sample.chance import Chance
from services.sample.figures import Goal
from services.sample.minutes import field_of
from services.sample.people import Cell
from services.sample.rows import Chunk
from services.sample.scale import Frame
from services.sample.sittings import Sitting

SET = 1 / 3
"""Share of the regular meetings that set targets."""
HOW_MANY, MANY_WEIGHTS = (1, 2, 3), (35, 40, 25)
EXCEEDED, MET, PARTLY_MET, NOT_MET = TargetOutcome
WEIGHTS, WEIGHTS_OF_WEAK = (18, 60, 17, 5), (5, 35, 40, 20)
HUNDREDTHS = {EXCEEDED: (105, 130), MET: (100, 100), PARTLY_MET: (50, 95), NOT_MET: (0, 45)}
"""What was achieved of a plan, in hundredths."""
NOTES = {PARTLY_MET: TaskOutcome.PARTLY_DONE, NOT_MET: TaskOutcome.NOT_DONE}
"""Which notes on tasks fit targets."""


@dataclass(slots=True)
class _Standing:
    """A target that is looked at, and how far it has come: what was reached is not lost again."""

    target_id: UUID
    goal: Goal
    planned: Decimal | None
    achieved: Decimal = Decimal(0)


class Goals:
    """The targets of one cell, meeting after meeting."""

    def __init__(self, chunk: Chunk, frame: Frame, cell: Cell) -> None:
        self._chunk, self._frame, self._cell = chunk, frame, cell
        self._chance: Chance = frame.chance("targets", cell.unit_id)
        self._goals = figures.words().targets[field_of(cell)]
        self._standing: list[_Standing] = []

    def record(self, meeting_id: UUID, sitting: Sitting) -> None:
        """Keep what a regular meeting found of the targets that stand, and the new ones that it set."""
        if sitting.kind is not MeetingKind.REGULAR:
            return
        for target in self._standing:
            self._review(meeting_id, target)
        if self._chance.happens(SET):
            goals = self._chance.sample(self._goals, self._chance.weighted(HOW_MANY, MANY_WEIGHTS))
            self._standing = [self._set(meeting_id, sitting, number, goal) for number, goal in enumerate(goals, 1)]

    def _set(self, meeting_id: UUID, sitting: Sitting, number: int, goal: Goal) -> _Standing:
        target = _Standing(self._frame.key(), goal, self._planned(goal))
        self._chunk.add(
            Target,
            id=target.target_id,
            unit_id=self._cell.unit_id,
            meeting_id=meeting_id,
            number=number,
            text=goal.text,
            planned=target.planned,
            unit_word=goal.unit,
            created_at=sitting.created_at,
        )
        return target

    def _planned(self, goal: Goal) -> Decimal | None:
        if not goal.unit:
            return None
        return goal.least + self._chance.randint(0, int((goal.most - goal.least) / goal.step)) * goal.step

    def _review(self, meeting_id: UUID, target: _Standing) -> None:
        outcome = self._chance.weighted(list(TargetOutcome), WEIGHTS_OF_WEAK if self._cell.is_weak else WEIGHTS)
        if target.planned is None:
            outcome = MET if outcome is EXCEEDED else outcome
        else:
            outcome = self._come_so_far(target, target.planned, outcome)
        self._chunk.add(
            TargetReview,
            target_id=target.target_id,
            meeting_id=meeting_id,
            outcome=outcome,
            achieved=None if target.planned is None else target.achieved,
            note=self._note(outcome),
        )

    def _come_so_far(self, target: _Standing, planned: Decimal, outcome: TargetOutcome) -> TargetOutcome:
        share = self._chance.randint(*HUNDREDTHS[outcome])
        target.achieved = max(target.achieved, self._reached(target.goal, planned * share / 100))
        if target.achieved == planned:
            return MET
        return EXCEEDED if target.achieved > planned else PARTLY_MET if 2 * target.achieved >= planned else NOT_MET

    def _reached(self, goal: Goal, amount: Decimal) -> Decimal:
        whole = amount // goal.step * goal.step
        return min(whole, Decimal(100)) if goal.unit == "%" else whole

    def _note(self, outcome: TargetOutcome) -> str:
        notes = figures.words().review_notes.get(NOTES[outcome]) if outcome in NOTES else None
        return self._chance.choice(notes) if notes else ""
