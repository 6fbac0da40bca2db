"""Two people at once: each gets a right answer, and one thing is written once."""

from datetime import date

import pytest
from sqlmodel import func, select

from models import Coaching, Supervision, Visit
from models.base import new_id
from models.database import read_tx, write_tx
from services import clock, followup
from services.errors import Conflict
from services.followup import CoachingDraft, SupervisionDraft, VisitDraft
from tests.factories import a_cell, a_unit, an_actor
from tests.services.four_good.test_at_once import NOON, at_once

ON = date(2026, 9, 10)


@pytest.fixture
def cast(engine):
    """An officer and three cells of a commune."""
    with clock.set_to(NOON), write_tx() as session:
        commune = a_unit(session)
        cells = [a_cell(session, commune, f"Chi bộ {number}") for number in range(3)]
        return an_actor(session, commune), cells


def count(table) -> int:
    with read_tx() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_a_button_pressed_by_six_assigns_each_cell_once(cast):
    officer, cells = cast

    def press(number):
        some = [cell.id for cell in (cells[:2] if number % 2 else cells[1:])]
        return lambda session: followup.assign(session, officer, SupervisionDraft(some, "Nông Văn Tùng", starts_on=ON))

    outcomes = at_once([press(number) for number in range(6)])
    assert sum(outcomes) == count(Supervision) == 3


def test_of_six_who_open_help_for_a_cell_one_does(cast):
    officer, cells = cast
    draft = CoachingDraft(cells[0].id, "Tỷ lệ dự họp thấp", "", ON)

    def press():
        token = new_id()
        return lambda session: followup.open_coaching(session, officer, draft, token)

    outcomes = at_once([press() for _ in range(6)])
    assert count(Coaching) == 1
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 5


def test_one_click_that_arrives_six_times_notes_one_visit(cast):
    officer, cells = cast
    draft, token = VisitDraft(cells[0].id, ON, "Nông Văn Tùng"), new_id()
    outcomes = at_once([lambda session: followup.note_visit(session, officer, draft, token)] * 6)
    assert outcomes == [token] * 6
    assert count(Visit) == 1
