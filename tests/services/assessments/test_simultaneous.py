"""Many people at once: they meet on one row, and each gets a right answer."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from sqlmodel import Session, func, select

from models import Answer, Assessment, AssessmentState, Evidence
from models.database import read_tx, write_tx
from services import assessments, evidence
from services.assessments import AssessmentRef
from services.errors import Conflict, NotAllowed
from services.evidence import EvidenceDraft
from tests.factories import a_cell, a_unit, an_actor
from tests.factories_assessments import YEAR, a_criteria_set, a_secretary, submitted


@pytest.fixture
def cast(engine):
    with write_tx() as session:
        commune = a_unit(session)
        cell = a_cell(session, commune)
        a_criteria_set(session, commune)
        return a_secretary(session, cell), an_actor(session, commune), cell


def at_once(works):
    """Run every work in a thread of its own, all starting together; what each returned or was refused with."""
    start = Barrier(len(works))

    def run(work):
        start.wait()
        try:
            with write_tx() as session:
                return work(session)
        except (Conflict, NotAllowed) as refusal:
            return refusal

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def count(table) -> int:
    with read_tx() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_twenty_first_answers_make_one_assessment(cast):
    cam, _, cell = cast
    ref = AssessmentRef(cell.id, YEAR)

    def first_answer(number):
        item_id, value = (("i1", f"{number % 10}"), ("i3", "yes"), ("i4", "1"))[number % 3]
        return lambda session: assessments.answer(session, cam, ref, item_id, "value", value, None)

    outcomes = at_once([first_answer(number) for number in range(20)])
    assert count(Assessment) == 1
    assert count(Answer) == 3
    assert all(isinstance(outcome, str | Conflict) for outcome in outcomes)
    assert sum(outcome in {"yes", "1"} for outcome in outcomes) >= 13


def test_of_ten_who_saw_an_empty_field_one_writes_it(cast):
    cam, _, cell = cast
    ref = AssessmentRef(cell.id, YEAR)

    def typed(number):
        return lambda session: assessments.answer(session, cam, ref, "i1", "value", f"{number}", None)

    outcomes = at_once([typed(number) for number in range(10)])
    written = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert len(written) == 1
    with read_tx() as session:
        assert assessments.sheet(session, cam, ref).sections[0].items[0].typed == written[0]


def test_accepted_and_sent_back_at_once_it_is_one_of_them(cast):
    cam, xuan, cell = cast
    with write_tx() as session:
        ref = submitted(session, cam, cell)
        seen = assessments.sheet(session, xuan, ref).course.submitted_at

    def accept(session: Session):
        return assessments.accept(session, xuan, ref, seen)

    def send_back(session: Session):
        return assessments.send_back(session, xuan, ref, "Xem lại.", seen)

    outcomes = at_once([accept, send_back] * 4)
    with read_tx() as session:
        state = assessments.sheet(session, xuan, ref).course.state
    assert state in {AssessmentState.ACCEPTED, AssessmentState.RETURNED}
    assert [outcome is None for outcome in outcomes].count(True) == 4


def test_the_same_file_ten_times_at_once_is_one(cast):
    cam, _, cell = cast
    ref, draft = AssessmentRef(cell.id, YEAR), EvidenceDraft("a.pdf", b"%PDF-1.7 same")
    ids = at_once([lambda session: evidence.attach(session, cam, ref, "i1", draft)] * 10)
    assert count(Evidence) == 1
    assert len(set(ids)) == 1


def test_a_deadlock_free_mix_leaves_a_consistent_row(cast):
    cam, xuan, cell = cast
    with write_tx() as session:
        ref = submitted(session, cam, cell)

    def take_back(session):
        assessments.take_back(session, cam, ref)

    def submit(session):
        assessments.submit(session, xuan, ref)

    with suppress(Conflict):
        at_once([take_back, submit] * 6)
    with read_tx() as session:
        row = session.exec(select(Assessment)).one()
    assert (row.total is None) == (row.state is AssessmentState.DRAFT)
