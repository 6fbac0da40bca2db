"""Many people at once: they meet on one row, and each gets a right answer."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from sqlmodel import Session, func, select

from models import Answer, Assessment, AssessmentState, AuditEntry, Evidence, EvidenceLink, Remark, Unit
from models.base import new_id
from models.database import read_tx, write_tx
from services import assessments, evidence
from services.assessments import AssessmentRef
from services.errors import Conflict, Invalid, NotAllowed
from services.evidence import EvidenceDraft
from tests.factories import a_cell, a_unit, an_actor
from tests.factories_assessments import YEAR, a_criteria_set, a_secretary, accepted, filled, submitted


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
        except (Conflict, Invalid, NotAllowed) as refusal:
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


def test_of_ten_reviewers_who_saw_an_empty_field_one_writes_it(cast):
    cam, xuan, cell = cast
    with write_tx() as session:
        ref = submitted(session, cam, cell)

    def typed(number):
        return lambda session: assessments.review(session, xuan, ref, "i1", "value", f"{number}", None)

    outcomes = at_once([typed(number) for number in range(10)])
    written = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert len(written) == 1
    with read_tx() as session:
        assert assessments.sheet(session, xuan, ref).items[0].reviewed.typed == written[0]


def test_two_reviewers_at_once_never_accept_what_one_of_them_has_not_seen(cast):
    """One types while the other accepts: either the acceptance came first, or it is refused."""
    cam, xuan, cell = cast
    with write_tx() as session:
        ref = submitted(session, cam, cell)
        quang = an_actor(session, session.get_one(Unit, xuan.unit_id))
        course = assessments.sheet(session, xuan, ref).course

    def types(session: Session):
        return assessments.review(session, xuan, ref, "i1", "note", "Thiếu chỉ tiêu.", "")

    def accepts(session: Session):
        return assessments.accept(session, quang, ref, course.submitted_at, course.reviewed_at)

    typed, judged = at_once([types, accepts])
    assert isinstance(typed, Conflict) is not isinstance(judged, Conflict)


def test_an_acceptance_taken_back_twice_at_once_is_taken_back_once(cast):
    cam, xuan, cell = cast
    with write_tx() as session:
        ref = accepted(session, cam, cell, xuan)

    def withdraw(session: Session):
        return assessments.withdraw_acceptance(session, xuan, ref, "Cộng nhầm.")

    assert at_once([withdraw] * 6) == [None] * 6
    with read_tx() as session:
        assert session.exec(select(AuditEntry.action)).all().count("assessment:acceptance_withdrawn") == 1


def test_a_remark_of_one_token_ten_times_at_once_is_one(cast):
    cam, xuan, cell = cast
    with write_tx() as session:
        ref = submitted(session, cam, cell)
    token = new_id()
    assert (
        at_once([lambda session: assessments.remark(session, xuan, ref, "i1", "Xem lại.", token)] * 10) == [token] * 10
    )
    assert count(Remark) == 1


def test_votes_typed_at_once_never_exceed_the_people(cast):
    cam, _, cell = cast
    ref = AssessmentRef(cell.id, YEAR)
    with write_tx() as session:
        assessments.write(session, cam, ref, "votes_present", 6, None)

    def votes(field):
        return lambda session: assessments.write(session, cam, ref, field, 4, None)

    outcomes = at_once([votes(field) for field in ("votes_for", "votes_against", "votes_abstained")])
    assert outcomes.count(4) == 1


def test_the_same_link_ten_times_at_once_is_one(cast):
    cam, _, cell = cast
    with write_tx() as session:
        other = filled(session, cam, cell, {"i1": "5"}, year=YEAR - 1)
        target = session.exec(select(Assessment.id)).one()
    ref = AssessmentRef(cell.id, YEAR)
    ids = at_once([lambda session: evidence.link(session, cam, ref, "i1", "assessment", target)] * 10)
    assert (other.year, len(set(ids)), count(EvidenceLink)) == (YEAR - 1, 1, 1)
