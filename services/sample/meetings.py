"""The meetings of a cell over the time of the sample: records, rolls, tasks, targets and what became of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from models import (
    Attendance,
    Meeting,
    MeetingKind,
    MeetingState,
    PositionKind,
    Presence,
    Task,
    TaskOutcome,
    TaskReview,
)
from services.sample import figures
from services.sample.answers import Year
from services.sample.around import Around
from services.sample.chance import Chance
from services.sample.goals import Goals
from services.sample.minutes import Minutes, Text
from services.sample.parts import Parts
from services.sample.people import Cell, Person
from services.sample.rolls import Line, Roll
from services.sample.rows import Chunk
from services.sample.scale import Frame
from services.sample.sittings import Rhythm, Sitting

OUTCOMES = (TaskOutcome.DONE, TaskOutcome.PARTLY_DONE, TaskOutcome.NOT_DONE)
OUTCOME_WEIGHTS = (86, 10, 4)
EXCEPTIONS = frozenset({Presence.EXCUSED, Presence.UNEXCUSED})


def record(chunk: Chunk, frame: Frame, chance: Chance, cell: Cell, submitter: UUID | None) -> "Held":
    """Keep everything that a cell's meetings left behind. ``submitter`` handed the records in, None: unknown."""
    book = Book(chunk, frame, chance, cell, submitter)
    for sitting in Rhythm(frame, chance, cell).sittings():
        book.record(sitting)
    return book.held


class Held:
    """What the records that were handed in say about whole years."""

    def __init__(self, expected: list[date]) -> None:
        self._expected = expected
        """The months in which the sample has meetings."""
        self._meetings: list[tuple[Sitting, list[Line]]] = []

    def add(self, sitting: Sitting, lines: list[Line]) -> None:
        """Note a meeting with its roll."""
        self._meetings.append((sitting, lines))

    def year(self, year: int) -> Year:
        """Whether all expected meetings were held, and attendance at the regular ones."""
        found = [(sitting, lines) for sitting, lines in self._meetings if sitting.month.year == year]
        due = [line for sitting, lines in found if sitting.kind is MeetingKind.REGULAR for line in lines if line.is_due]
        return Year(
            is_full=self._is_full(year, [sitting for sitting, _ in found]),
            present=sum(line.presence is Presence.PRESENT for line in due),
            due=len(due),
            unexcused=sum(line.presence is Presence.UNEXCUSED for line in due),
            months_held=len({sitting.month for sitting, _ in found if sitting.kind is MeetingKind.REGULAR}),
            months=len({month for month in self._expected if month.year == year}),
        )

    def _is_full(self, year: int, found: list[Sitting]) -> bool:
        months = {sitting.month for sitting in found if sitting.kind is MeetingKind.REGULAR}
        themes = [sitting for sitting in found if sitting.kind is MeetingKind.THEMATIC or sitting.is_combined]
        quarters = {(sitting.month.month - 1) // 3 for sitting in themes}
        expected = {month for month in self._expected if month.year == year}
        return expected <= months and len(quarters) >= len(expected) // 3


@dataclass(frozen=True, slots=True)
class _Seats:
    """Who led a meeting and who wrote."""

    chair: Person
    secretary: Person


class Book:
    """The meeting book of one cell, written in order of time."""

    def __init__(self, chunk: Chunk, frame: Frame, chance: Chance, cell: Cell, submitter: UUID | None) -> None:
        self._chunk, self._frame, self._chance = chunk, frame, chance
        self._cell, self._submitter = cell, submitter
        self._roll, self._minutes = Roll(chance, cell), Minutes(chance, cell)
        place = "village" if cell.is_village else "other"
        self._place = figures.words().places[place].format(cell=cell.place)
        self._open_tasks: list[UUID] = []
        self._around, self._goals = Around(frame, cell), Goals(chunk, frame, cell)
        self._parts = Parts(chunk, frame, cell)
        self.held = Held(frame.months)

    def record(self, sitting: Sitting) -> None:
        """Keep one meeting."""
        meeting_id, seats = self._frame.key(), self._seats(sitting.held_on)
        text = self._text(sitting)
        lines = self._roll.called(sitting.held_on, {seats.chair.member_id, seats.secretary.member_id})
        self._keep_meeting(meeting_id, sitting, text, seats)
        self._keep_roll(meeting_id, lines, sitting)
        self._parts.record(meeting_id, sitting, lines)
        if sitting.submitted_at is not None:
            self.held.add(sitting, lines)
        if not sitting.is_now or sitting.submitted_at is not None:
            self._review_tasks(meeting_id, sitting)
            self._give_tasks(meeting_id, sitting, text, lines)
            self._goals.record(meeting_id, sitting)

    def _seats(self, day: date) -> _Seats:
        chair = self._cell.holder_on(PositionKind.SECRETARY, day)
        secretary = self._cell.stays[2].person
        if chair is None:
            message = f"{self._cell.place} has no secretary on {day}"
            raise LookupError(message)
        return _Seats(chair, secretary)

    def _text(self, sitting: Sitting) -> Text:
        if sitting.kind is MeetingKind.THEMATIC:
            return self._minutes.thematic()
        if sitting.is_combined:
            return self._minutes.combined(sitting.month)
        is_begun = sitting.is_now and sitting.submitted_at is None
        return self._minutes.begun(sitting.month) if is_begun else self._minutes.regular(sitting.month)

    def _keep_meeting(self, meeting_id: UUID, sitting: Sitting, text: Text, seats: _Seats) -> None:
        is_submitted, days = sitting.submitted_at is not None, self._around.days(sitting)
        self._chunk.add(
            Meeting,
            id=meeting_id,
            unit_id=self._cell.unit_id,
            month=sitting.month,
            kind=sitting.kind,
            number=1,
            state=MeetingState.SUBMITTED if is_submitted else MeetingState.DRAFT,
            is_cancelled=False,
            held_on=sitting.held_on,
            started_at=sitting.started_at,
            ended_at=sitting.ended_at,
            place=self._place,
            theme=text.theme,
            chair_id=seats.chair.member_id,
            minutes_secretary_id=seats.secretary.member_id,
            content=text.content,
            conclusion=text.conclusion,
            is_combined=sitting.is_combined,
            **days,
            **self._parts.texts(sitting, text, days["premeeting_on"]),
            created_at=sitting.created_at,
            changed_at=sitting.submitted_at or sitting.created_at,
            submitted_at=sitting.submitted_at,
            submitted_by=self._submitter if is_submitted else None,
        )

    def _keep_roll(self, meeting_id: UUID, lines: list[Line], sitting: Sitting) -> None:
        """A draft holds only the exceptions; what was handed in holds everybody."""
        is_draft = sitting.submitted_at is None
        self._chunk.rows[Attendance] += [
            {
                "meeting_id": meeting_id,
                "member_id": line.person.member_id,
                "presence": line.presence,
                "reason": line.reason,
                "spoke": line.spoke,
                "gist": self._parts.gist(sitting, line),
                "is_due": line.is_due,
                "is_official": line.is_official,
            }
            for line in lines
            if not is_draft or line.presence in EXCEPTIONS
        ]

    def _review_tasks(self, meeting_id: UUID, sitting: Sitting) -> None:
        if sitting.kind is not MeetingKind.REGULAR:
            return
        looked_at, self._open_tasks = self._open_tasks, []
        for task_id in looked_at:
            outcome = self._chance.weighted(OUTCOMES, OUTCOME_WEIGHTS)
            if outcome is not TaskOutcome.DONE:
                self._open_tasks.append(task_id)
            notes = figures.words().review_notes.get(outcome)
            note = self._chance.choice(notes) if notes else ""
            self._chunk.add(TaskReview, task_id=task_id, meeting_id=meeting_id, outcome=outcome, note=note)

    def _give_tasks(self, meeting_id: UUID, sitting: Sitting, text: Text, lines: list[Line]) -> None:
        owners = [line.person for line in lines if line.presence is Presence.PRESENT and line.is_due]
        for words in text.tasks:
            task_id = self._frame.key()
            self._chunk.add(
                Task,
                id=task_id,
                unit_id=self._cell.unit_id,
                meeting_id=meeting_id,
                owner_id=self._chance.choice(owners).member_id,
                text=words,
                due_on=sitting.held_on + timedelta(days=self._chance.randint(18, 27)),
                created_at=sitting.created_at,
            )
            self._open_tasks.append(task_id)
