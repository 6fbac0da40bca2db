"""Several people who are the first to write about one member: one of them wins, the others are told."""

import threading
from contextvars import copy_context
from datetime import date

import pytest
from sqlmodel import select

from models import MemberRating, Pledge
from models.database import read_tx, write_tx
from services import member_work
from services.errors import Conflict
from tests.factories_meetings import a_cast

CROWD = 12
DAY = date(2026, 1, 12)


@pytest.fixture
def cast(engine):
    with write_tx() as session:
        return a_cast(session)


def all_at_once(work):
    gate, outcomes = threading.Barrier(CROWD), []

    def run(number):
        gate.wait()
        try:
            with write_tx() as session:
                outcomes.append(work(session, number))
        except Conflict as refusal:
            outcomes.append(refusal)

    threads = [threading.Thread(target=copy_context().run, args=(run, number)) for number in range(CROWD)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def stored(table):
    with read_tx() as session:
        return session.exec(select(table)).all()


def told(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, Conflict)]


def test_of_different_days_one_is_signed(cast):
    field = f"signed_on:{cast.people[0].id}"
    outcomes = all_at_once(
        lambda session, number: member_work.sign(
            session, cast.secretary, cast.cell.id, 2026, field, DAY.replace(day=number + 1), None
        )
    )
    [pledge] = stored(Pledge)
    assert [outcome for outcome in outcomes if isinstance(outcome, date)] == [pledge.signed_on]
    assert len(told(outcomes)) == CROWD - 1


def test_signing_for_all_at_once_makes_one_commitment_each(cast):
    ids = cast.ids(*range(6))
    outcomes = all_at_once(
        lambda session, _: member_work.sign_many(session, cast.secretary, cast.cell.id, 2026, ids, DAY)
    )
    assert sorted(outcomes) == [0] * (CROWD - 1) + [6]
    assert len(stored(Pledge)) == 6


def test_of_different_grades_one_is_kept(cast):
    grades = ["good", "done", "not_done"]
    field = f"grade:{cast.people[0].id}"
    outcomes = all_at_once(
        lambda session, number: member_work.rate(
            session, cast.secretary, cast.cell.id, date(2026, 10, 1), field, grades[number % 3], None
        )
    )
    [rating] = stored(MemberRating)
    assert {outcome for outcome in outcomes if isinstance(outcome, str)} == {rating.grade}
    assert len(told(outcomes)) == CROWD * 2 // 3
