"""What a four-good year is read as: immutable, detached, one row a unit, and what they add up to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from uuid import UUID

from models import AssessmentState
from services.assessments import AssessmentRef
from services.four_good import checks
from services.four_good.checks import HANDED_IN, Check
from services.four_good.programmes import ProgrammeRow
from services.four_good.stages import Stage, StageState, Window


@dataclass(frozen=True)
class RecognitionRow:
    """The superior's decision on an assessment, with the reward and the revocation that may have followed."""

    assessment_id: UUID
    grade_id: str
    decision_number: str
    decided_on: date
    authority: str
    created_at: datetime
    reward: str = ""
    reward_decision_number: str = ""
    rewarded_on: date | None = None
    revoked_on: date | None = None
    revocation_decision_number: str = ""
    revocation_reason: str = ""

    @property
    def is_revoked(self) -> bool:
        """Whether it no longer stands."""
        return self.revoked_on is not None


@dataclass(frozen=True)
class BoardRow:
    """One unit in a four-good year, as far as it has come."""

    ref: AssessmentRef
    name: str
    group_id: UUID | None
    group_name: str
    """The unit that holds it; none where it lies out of reach."""
    is_there: bool
    """Whether the unit is there today."""
    programme: ProgrammeRow
    has_form: bool
    """Whether a criteria set is in force for it."""
    checks: tuple[Check, ...] = ()
    registered_on: date | None = None
    registration_note: str = ""
    assessment_id: UUID | None = None
    state: AssessmentState | None = None
    """Of the year's assessment; None: not begun."""
    total: Decimal | None = None
    """The superior's once it is accepted, the own until then; None before it is handed in, and without points."""
    grade: str = ""
    """The label of the grade that belongs to the total."""
    is_worthy: bool = False
    """Whether that grade is one that is recognised."""
    submitted_at: datetime | None = None
    reviewed_at: datetime | None = None
    recognition: RecognitionRow | None = None

    @property
    def is_recognised(self) -> bool:
        """Whether a recognition stands."""
        return self.recognition is not None and not self.recognition.is_revoked

    @property
    def is_registered_late(self) -> bool:
        """Whether it was registered after the programme's last day for it."""
        return self.registered_on is not None and self.registered_on > self.window(Stage.REGISTER).last_on

    @property
    def is_handed_in(self) -> bool:
        """Whether the year's self-assessment lies with the superior, judged or not."""
        return self.state in HANDED_IN

    @property
    def may_be_recognised(self) -> bool:
        """Whether it was accepted with a grade that is recognised, and no decision has been taken on it."""
        return self._is_undecided and self.is_worthy

    @property
    def is_below_recognition(self) -> bool:
        """Whether it was accepted with a grade that is not recognised, and no decision has been taken on it."""
        return self._is_undecided and not self.is_worthy

    @property
    def _is_undecided(self) -> bool:
        return self.state is AssessmentState.ACCEPTED and self.recognition is None

    def window(self, stage: Stage) -> Window:
        """When a stage is on for this unit."""
        return self.programme.days.window(stage, self.ref.year)

    def is_done(self, stage: Stage) -> bool:
        """Whether the unit has the stage behind it; a revoked recognition was one."""
        if stage is Stage.REGISTER:
            return self.registered_on is not None
        if stage is Stage.ASSESS:
            return self.is_handed_in
        return self.state is AssessmentState.ACCEPTED if stage is Stage.REVIEW else self.recognition is not None

    def stands(self, stage: Stage, on: date) -> StageState:
        """How a stage stands for this unit on a day."""
        return self.window(stage).state(on, is_done=self.is_done(stage))

    def checked(self, on: date) -> tuple[int, int]:
        """Self-checks handed in, of those whose months are over."""
        return checks.done(self.checks, on)

    def owed_checks(self, on: date) -> list[Check]:
        """Self-checks whose months are over and that are not handed in; none once the year's assessment is."""
        return [] if self.is_handed_in else [check for check in self.checks if check.is_over(on) and not check.is_done]


@dataclass(frozen=True)
class FunnelRow:
    """How many units of a group (or of all, ``group_id`` None and first) have come how far; not one within the other."""

    group_id: UUID | None
    name: str
    units: int
    registered: int
    registered_late: int
    assessed: int
    """Handed in to the superior."""
    reviewed: int
    recognised: int
    """Without those that were revoked."""
    revoked: int
    rewarded: int

    def share(self, units: int) -> Fraction | None:
        """So many units as a share of the group; None for a group without units."""
        return Fraction(units, self.units) if self.units else None


@dataclass(frozen=True)
class Board:
    """A four-good year of the units at or below one, group by group in Vietnamese order."""

    kind: str
    year: int
    programme: ProgrammeRow
    """The one that holds for the unit itself; a row has its own."""
    rows: tuple[BoardRow, ...]

    @property
    def total(self) -> FunnelRow:
        """All units together."""
        return added_up(self.rows, None, "Cộng")

    @property
    def groups(self) -> list[tuple[FunnelRow, list[BoardRow]]]:
        """The rows under the unit that holds them, each group with what it adds up to."""
        found = groupby(self.rows, key=lambda row: (row.group_id, row.group_name))
        listed = [(key, list(rows)) for key, rows in found]
        return [(added_up(rows, group_id, name or "Trực thuộc"), rows) for (group_id, name), rows in listed]

    def done(self, stage: Stage) -> int:
        """How many units have a stage behind them."""
        return sum(row.is_done(stage) for row in self.rows)

    def waiting(self, stage: Stage) -> int:
        """How many units a stage still waits for; a review and a decision wait only for what was handed to them."""
        if stage is Stage.REVIEW:
            return self.done(Stage.ASSESS) - self.done(Stage.REVIEW)
        if stage is Stage.RECOGNISE:
            return sum(row.may_be_recognised for row in self.rows) - len(self.passed_over())
        return len(self.rows) - self.done(stage)

    def passed_over(self) -> set[UUID]:
        """Units whose accepted assessment was there when a decision on their group was recorded, and was left out."""
        latest: dict[UUID | None, datetime] = {}
        for row in self.rows:
            if row.recognition:
                latest[row.group_id] = max(
                    row.recognition.created_at, latest.get(row.group_id, row.recognition.created_at)
                )
        return {row.ref.unit_id for row in self.rows if row.may_be_recognised and _is_before(row, latest)}


def added_up(rows: Iterable[BoardRow], group_id: UUID | None, name: str) -> FunnelRow:
    """What some rows add up to."""
    found: Sequence[BoardRow] = list(rows)
    recognitions = [row.recognition for row in found if row.recognition]
    return FunnelRow(
        group_id=group_id,
        name=name,
        units=len(found),
        registered=sum(row.is_done(Stage.REGISTER) for row in found),
        registered_late=sum(row.is_registered_late for row in found),
        assessed=sum(row.is_done(Stage.ASSESS) for row in found),
        reviewed=sum(row.is_done(Stage.REVIEW) for row in found),
        recognised=sum(row.is_recognised for row in found),
        revoked=sum(recognition.is_revoked for recognition in recognitions),
        rewarded=sum(recognition.rewarded_on is not None for recognition in recognitions),
    )


def _is_before(row: BoardRow, latest: dict[UUID | None, datetime]) -> bool:
    return row.reviewed_at is not None and row.group_id in latest and row.reviewed_at < latest[row.group_id]
