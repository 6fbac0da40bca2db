"""Monthly slips of this year: most cells hand theirs in on the first days of the next month."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from models import Assessment, AssessmentState, Meeting, MeetingKind
from services import months, scoring
from services.clock import VIETNAM
from services.sample import figures
from services.sample.assessments import keep_answers
from services.sample.chance import Chance
from services.sample.district import Group
from services.sample.people import Cell
from services.sample.shelf import Desk, StoredForm
from services.scoring import Answer, Item, KnockOutItem

KIND = "four_good_slip"
HANDED_IN, BY_WEAK = 0.985, 0.8
PASSED, PASSED_BY_WEAK = 0.97, 0.85
"""Shares of the months with a slip, and of the items that are met."""
MEETING_HELD = "p2_1"
"""The item of the shipped slip that the sample answers from the meetings it knows of."""

Held = frozenset[tuple[UUID, date]]


def record(desk: Desk, chance: Chance, group: Group) -> None:
    """Keep the slips of a group's cells for the months of this year that are over."""
    frame = desk.frame
    held = _held(desk)
    over = [month for month in months.span(date(frame.until.year, 1, 1), frame.this_month) if month < frame.this_month]
    for cell in group.cells:
        for month in over:
            stored = desk.shelf.of(KIND, months.last_day(month), group.node.unit_id)
            is_left = cell.is_left_to_do and month == over[-1]
            share = BY_WEAK if cell.is_weak else HANDED_IN
            is_in = not is_left and (cell.is_left_to_do or chance.happens(share))
            if stored and is_in and cell.since <= months.last_day(month):
                _keep(desk, chance, cell, month, stored, held)


def _held(desk: Desk) -> Held:
    """The months in which cells of this part of the sample held their regular meeting."""
    rows = desk.chunk.rows[Meeting]
    held = [row for row in rows if row["kind"] is MeetingKind.REGULAR and row["state"].is_handed_in]
    return frozenset((row["unit_id"], row["month"]) for row in held)


def _keep(  # noqa: PLR0913, PLR0917 - a slip, and where it is kept
    desk: Desk, chance: Chance, cell: Cell, month: date, stored: StoredForm, held: Held
) -> None:
    next_month = months.after(month)
    day = next_month + timedelta(days=chance.randint(0, 3))
    moment = datetime.combine(day, time(chance.randint(8, 16), chance.randint(0, 59)), VIETNAM)
    if moment >= desk.frame.moment:
        return
    answers = {item.id: _answer(chance, cell, item, month, held) for item in stored.form.items.values()}
    score = scoring.score(stored.form, answers)
    assessment_id = desk.frame.key()
    desk.chunk.add(
        Assessment,
        id=assessment_id,
        unit_id=cell.unit_id,
        subject_id=cell.unit_id,
        criteria_set_id=stored.set_id,
        kind=KIND,
        period_starts_on=month,
        period_ends_on=months.last_day(month),
        state=AssessmentState.SUBMITTED,
        created_at=moment - timedelta(minutes=chance.randint(5, 40)),
        changed_at=moment,
        submitted_at=moment,
        grade=score.grade.id if score.grade else None,
    )
    keep_answers(desk.chunk, assessment_id, answers, moment)


def _answer(chance: Chance, cell: Cell, item: Item, month: date, held: Held) -> Answer:
    if isinstance(item, KnockOutItem):
        return Answer(value=False)
    is_met = chance.happens(PASSED_BY_WEAK if cell.is_weak else PASSED)
    if item.id == MEETING_HELD:
        is_met = (cell.unit_id, month) in held
    if is_met:
        return Answer(value=True)
    words = figures.four_good().slip_notes
    return Answer(value=False, note=chance.choice(words.get(item.id, words["other"])))
