"""Four-good self-assessments: accepted ones of last year, and this year's in every state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from models import Answer as AnswerTable
from models import Assessment, AssessmentState, Stage
from services import scoring
from services.clock import VIETNAM
from services.sample import figures
from services.sample.answers import SelfScore, Year
from services.sample.chance import Chance
from services.sample.meetings import Held
from services.sample.people import Cell
from services.sample.rows import Chunk
from services.sample.shelf import Desk, StoredForm
from services.scoring import Answer, Facts

ACCEPTED, SUBMITTED, DRAFT, RETURNED = (
    AssessmentState.ACCEPTED,
    AssessmentState.SUBMITTED,
    AssessmentState.DRAFT,
    AssessmentState.RETURNED,
)
KIND = "four_good_cell"
THIS_YEAR = (SUBMITTED, DRAFT, None, SUBMITTED, RETURNED, SUBMITTED, DRAFT, ACCEPTED, None)
"""The states of this year's self-assessments, cell after cell; None: not begun."""
DONE_LAST_YEAR = 0.95
FIRST_DAY = (1, 15)
"""Before the middle of January nobody has begun this year's."""
AT_THE_VOTE = 0.9


@dataclass(frozen=True)
class Signers:
    """The accounts that hand in and judge; None where the sample has no account."""

    cell: UUID | None
    commune: UUID | None


@dataclass(frozen=True)
class Pending:
    """A self-assessment of this year that waits until the figures of the whole district are stored."""

    cell: Cell
    state: AssessmentState
    year: Year
    days: "Days"
    signers: Signers


class Register:
    """Keeps the self-assessments of the cells of one group."""

    def __init__(self, desk: Desk, chance: Chance) -> None:
        self._chunk, self._frame, self._shelf, self._chance = desk.chunk, desk.frame, desk.shelf, chance

    def record(self, cell: Cell, held: Held, place: int, signers: Signers) -> Pending | None:
        """Keep what the ``place``-th cell of the group did last year; return what it does this year."""
        year, until = self._frame.until.year, self._frame.until
        if cell.is_left_to_do or self._chance.happens(DONE_LAST_YEAR):
            days = self._last_year(year - 1)
            self.keep(Pending(cell, ACCEPTED, held.year(year - 1), days, signers), held.year(year - 1).facts)
        state = THIS_YEAR[place % len(THIS_YEAR)]
        if not state or cell.is_left_to_do or (until.month, until.day) <= FIRST_DAY:
            return None
        return Pending(cell, state, held.year(year), self._this_year(until), signers)

    def keep(self, pending: Pending, facts: Facts) -> None:
        """Keep a self-assessment that was made with these figures."""
        stored = self._shelf.of(KIND, date(pending.days.year, 12, 31))
        if stored is None:
            return
        used = {name: facts.get(name) for name in sorted(scoring.metrics_used(stored.form))}
        own = SelfScore(self._chance, pending.cell, stored.form, pending.year, used)
        assessment_id, state = self._frame.key(), pending.state
        moments = pending.days.moments(self._chance, state)
        fields = self._fields(pending, stored, own, moments)
        if state is not DRAFT:
            fields |= {"facts": scoring.spelled_facts(used)} if used else {}
            fields |= self._vote(pending) if stored.form.vote == "required" else {}
        self._chunk.add(Assessment, id=assessment_id, **fields)
        keep_answers(self._chunk, assessment_id, own.answers if state is not DRAFT else own.begun(), moments[0])

    def _fields(self, pending: Pending, stored: StoredForm, own: SelfScore, moments: list[datetime]) -> dict[str, Any]:
        state, signers, score = pending.state, pending.signers, own.score
        is_in, is_judged = state is not DRAFT, state in {ACCEPTED, RETURNED}
        total, grade = (score.total, score.grade.id if score.grade else None) if is_in else (None, None)
        return {
            "unit_id": pending.cell.unit_id,
            "subject_id": pending.cell.unit_id,
            "criteria_set_id": stored.set_id,
            "kind": stored.form.kind,
            "period_starts_on": date(pending.days.year, 1, 1),
            "period_ends_on": date(pending.days.year, 12, 31),
            "state": state,
            "created_at": moments[0],
            "changed_at": moments[-1],
            "submitted_at": moments[1] if is_in else None,
            "submitted_by": signers.cell if is_in else None,
            "reviewed_at": moments[2] if is_judged else None,
            "reviewed_by": signers.commune if is_judged else None,
            "review_note": self._chance.choice(figures.remarks().returned) if state is RETURNED else "",
            "total": total,
            "grade": grade,
            "review_total": total if state is ACCEPTED else None,
            "review_grade": grade if state is ACCEPTED else None,
        }

    def _vote(self, pending: Pending) -> dict[str, Any]:
        day = pending.days.submitted_on
        stays = [stay for stay in pending.cell.present_on(day) if not stay.is_guest and stay.is_due_on(day)]
        electorate = sum(stay.person.is_official_on(day) for stay in stays)
        present = max(1, round(electorate * AT_THE_VOTE))
        return {"voted_on": day, **votes(self._chance, present)}

    def _last_year(self, year: int) -> "Days":
        begun_on = self._chance.day(date(year, 10, 15), date(year, 11, 10))
        submitted_on = self._chance.day(begun_on + timedelta(days=5), date(year, 11, 25))
        return Days(year, begun_on, submitted_on, self._chance.day(date(year, 11, 27), date(year, 12, 20)))

    def _this_year(self, until: date) -> "Days":
        begun_on = until - timedelta(days=self._chance.randint(9, 13))
        return Days(until.year, begun_on, begun_on + timedelta(days=4), begun_on + timedelta(days=7))


def votes(chance: Chance, present: int) -> dict[str, int]:
    """A vote of so many: nearly all for it, now and then somebody who abstains."""
    abstained = 1 if present > 2 and chance.happens(0.15) else 0  # noqa: PLR2004 - of two nobody abstains
    return {
        "votes_present": present,
        "votes_for": present - abstained,
        "votes_against": 0,
        "votes_abstained": abstained,
    }


def keep_answers(
    chunk: Chunk, assessment_id: UUID, answers: Mapping[str, Answer], moment: datetime, stage: Stage = Stage.SELF
) -> None:
    """Keep the answers of one stage."""
    for item_id, answer in answers.items():
        chunk.add(
            AnswerTable,
            assessment_id=assessment_id,
            item_id=item_id,
            stage=stage,
            value=scoring.spelled(answer.value),
            is_applicable=answer.is_applicable,
            note=answer.note,
            reason=answer.reason,
            changed_at=moment,
        )


@dataclass(frozen=True)
class Days:
    """When a self-assessment was begun, handed in and judged."""

    year: int
    begun_on: date
    submitted_on: date
    judged_on: date

    def moments(self, chance: Chance, state: AssessmentState) -> list[datetime]:
        """The moments of what happened until the state, in order."""
        days = (
            [self.begun_on]
            + [self.submitted_on] * (state is not DRAFT)
            + [self.judged_on] * (state in {ACCEPTED, RETURNED})
        )
        return [datetime.combine(day, time(chance.randint(8, 17), chance.randint(0, 59)), VIETNAM) for day in days]
