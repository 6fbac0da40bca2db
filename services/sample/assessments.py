"""Four-good self-assessments: accepted ones of last year, and this year's in every state."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from models import Answer as AnswerTable
from models import Assessment, AssessmentState, CriteriaSet, Stage
from models.criteria import CriteriaState
from services import scoring
from services.clock import VIETNAM
from services.sample import figures
from services.sample.answers import SelfScore
from services.sample.chance import Chance
from services.sample.meetings import Held
from services.sample.people import Cell
from services.sample.rows import Chunk
from services.sample.scale import Frame
from services.scoring import Form

ACCEPTED, SUBMITTED, DRAFT, RETURNED = (
    AssessmentState.ACCEPTED,
    AssessmentState.SUBMITTED,
    AssessmentState.DRAFT,
    AssessmentState.RETURNED,
)
THIS_YEAR = (SUBMITTED, DRAFT, None, SUBMITTED, RETURNED, SUBMITTED, DRAFT, ACCEPTED, None)
"""The states of this year's self-assessments, cell after cell; None: not begun."""
DONE_LAST_YEAR = 0.95
FIRST_DAY = (1, 15)
"""Before the middle of January nobody has begun this year's."""


@dataclass(frozen=True)
class StoredForm:
    """A criteria set of the sample with the key of its row."""

    set_id: UUID
    form: Form


@dataclass(frozen=True)
class Signers:
    """The accounts that hand in and judge; None where the sample has no account."""

    cell: UUID | None
    commune: UUID | None


def publish(chunk: Chunk, frame: Frame, unit_id: UUID) -> dict[str, StoredForm]:
    """Put the shipped criteria sets in force for the whole sample; they are returned by kind."""
    return {
        stored.form.kind: stored for stored in (_publish(chunk, frame, unit_id, text) for text in figures.criteria())
    }


def _publish(chunk: Chunk, frame: Frame, unit_id: UUID, text: str) -> StoredForm:
    form, set_id = scoring.load(text), frame.key()
    chunk.add(
        CriteriaSet,
        id=set_id,
        code=form.id,
        version=form.version,
        kind=form.kind,
        title=form.title,
        issuer=form.issuer,
        document_number=form.document_number,
        document_date=form.document_date,
        valid_from=form.valid_from,
        valid_to=form.valid_to,
        unit_id=unit_id,
        state=CriteriaState.PUBLISHED,
        body=text,
        created_at=frame.moment,
    )
    return StoredForm(set_id, form)


class Register:
    """Keeps the self-assessments of the cells of one group."""

    def __init__(self, chunk: Chunk, frame: Frame, chance: Chance, stored: StoredForm) -> None:
        self._chunk, self._frame, self._chance, self._stored = chunk, frame, chance, stored

    def record(self, cell: Cell, held: Held, place: int, signers: Signers) -> None:
        """Keep what the ``place``-th cell of the group did last year and this year."""
        year, until = self._frame.until.year, self._frame.until
        if cell.is_left_to_do or self._chance.happens(DONE_LAST_YEAR):
            self._keep(cell, held, ACCEPTED, self._last_year(year - 1), signers)
        state = THIS_YEAR[place % len(THIS_YEAR)]
        if state and not cell.is_left_to_do and (until.month, until.day) > FIRST_DAY:
            self._keep(cell, held, state, self._this_year(until), signers)

    def _last_year(self, year: int) -> "_Days":
        begun_on = self._chance.day(date(year, 10, 15), date(year, 11, 10))
        submitted_on = self._chance.day(begun_on + timedelta(days=5), date(year, 11, 25))
        return _Days(year, begun_on, submitted_on, self._chance.day(date(year, 11, 27), date(year, 12, 20)))

    def _this_year(self, until: date) -> "_Days":
        begun_on = until - timedelta(days=self._chance.randint(9, 13))
        return _Days(until.year, begun_on, begun_on + timedelta(days=4), begun_on + timedelta(days=7))

    def _keep(self, cell: Cell, held: Held, state: AssessmentState, days: "_Days", signers: Signers) -> None:
        if self._stored.form.valid_from > date(days.year, 12, 31):
            return
        assessment_id = self._frame.key()
        own = SelfScore(self._chance, cell, self._stored.form, held.year(days.year))
        answers = own.answers if state is not DRAFT else own.begun()
        total, grade = own.result if state is not DRAFT else (None, None)
        is_judged = state in {ACCEPTED, RETURNED}
        moments = days.moments(self._chance, is_submitted=state is not DRAFT, is_judged=is_judged)
        self._chunk.add(
            Assessment,
            id=assessment_id,
            unit_id=cell.unit_id,
            subject_id=cell.unit_id,
            criteria_set_id=self._stored.set_id,
            kind=self._stored.form.kind,
            period_starts_on=date(days.year, 1, 1),
            period_ends_on=date(days.year, 12, 31),
            state=state,
            created_at=moments[0],
            changed_at=moments[-1],
            submitted_at=moments[1] if state is not DRAFT else None,
            submitted_by=signers.cell if state is not DRAFT else None,
            reviewed_at=moments[2] if is_judged else None,
            reviewed_by=signers.commune if is_judged else None,
            review_note=self._chance.choice(figures.remarks().returned) if state is RETURNED else "",
            total=total,
            grade=grade,
        )
        for item_id, answer in answers.items():
            self._chunk.add(
                AnswerTable,
                assessment_id=assessment_id,
                item_id=item_id,
                stage=Stage.SELF,
                value=scoring.spelled(answer.value),
                is_applicable=answer.is_applicable,
                note=answer.note,
                changed_at=moments[0],
            )


@dataclass(frozen=True)
class _Days:
    """When a self-assessment was begun, handed in and judged."""

    year: int
    begun_on: date
    submitted_on: date
    judged_on: date

    def moments(self, chance: Chance, *, is_submitted: bool, is_judged: bool) -> list[datetime]:
        """The moments of what happened, in order."""
        days = [self.begun_on] + [self.submitted_on] * is_submitted + [self.judged_on] * is_judged
        return [datetime.combine(day, time(chance.randint(8, 17), chance.randint(0, 59)), VIETNAM) for day in days]
