"""Two people at once: each gets a right answer, and one thing is written once."""

import threading
from contextvars import copy_context
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import func, select

from models import AuditEntry, Programme, Recognition, Registration, Role
from models.base import new_id
from models.database import read_tx, write_tx
from services import clock, four_good
from services.assessments import AssessmentRef
from services.errors import Conflict
from services.four_good import CELL
from tests.factories import a_cell, a_unit, an_actor
from tests.factories_assessments import a_criteria_set
from tests.factories_four_good import DECISION, a_programme_draft, an_accepted

NOON = datetime(2026, 12, 10, 5, tzinfo=UTC)
DAY = date(2026, 2, 5)


@pytest.fixture
def cast(engine):
    with clock.set_to(NOON), write_tx() as session:
        district = a_unit(session, "Đảng bộ huyện", kind="district")
        commune = a_unit(session, parent=district)
        a_criteria_set(session, district)
        cells = [a_cell(session, commune, f"Chi bộ {number}") for number in range(6)]
        for cell in cells:
            an_accepted(session, cell, commune)
        return an_actor(session, district, Role.DISTRICT_STAFF), an_actor(session, commune), district, cells


def at_once(works):
    """Run every work in a thread and a transaction of its own, all starting together; what each gave back or raised."""
    gate, outcomes = threading.Barrier(len(works)), []

    def run(work):
        gate.wait()
        try:
            with write_tx() as session:
                outcomes.append(work(session))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test has to see it
            outcomes.append(error)

    with clock.set_to(NOON):
        threads = [threading.Thread(target=copy_context().run, args=(run, work)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def count(table) -> int:
    with read_tx() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_a_button_pressed_by_ten_registers_each_cell_once(cast):
    huong, xuan, _, cells = cast

    def press(number):
        actor, some = (huong, cells[:4]) if number % 2 else (xuan, cells[2:])
        return lambda session: four_good.register(session, actor, [cell.id for cell in some], CELL, 2026, DAY)

    outcomes = at_once([press(number) for number in range(10)])
    assert sum(outcomes) == 6
    assert count(Registration) == 6
    with read_tx() as session:
        made = session.exec(select(AuditEntry).where(AuditEntry.action == "registration:made")).all()
    assert len(made) == 6


def test_the_same_decision_by_two_is_one_and_two_decisions_are_never_mixed(cast):
    huong, xuan, _, cells = cast
    refs = [AssessmentRef(cell.id, 2026) for cell in cells]

    def decide(number):
        decision = replace(DECISION, number=f"{45 + number % 2}-QĐ")
        actor = huong if number % 2 else xuan
        return lambda session: four_good.recognise(session, actor, refs, decision)

    outcomes = at_once([decide(number) for number in range(8)])
    assert sorted(outcome for outcome in outcomes if isinstance(outcome, int)) == [0, 0, 0, 6]
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 4
    with read_tx() as session:
        assert len(set(session.exec(select(Recognition.decision_number)))) == 1
    assert count(Recognition) == 6


def test_two_programmes_of_overlapping_years_do_not_slip_in_together(cast):
    huong, _, district, _ = cast

    def create(number):
        draft = a_programme_draft(first_year=2023 + number, last_year=2030)
        return lambda session: four_good.create_programme(session, huong, district.id, draft, new_id())

    outcomes = at_once([create(number) for number in range(5)])
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 4
    assert count(Programme) == 1
