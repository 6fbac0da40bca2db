"""Follow-up in the sample: supervisors of most cells, visits to meetings that were held, help for weak cells."""

from collections import Counter
from datetime import date

import pytest
from sqlmodel import Session, select

from models import (
    Coaching,
    CoachingStep,
    Commendation,
    CommendationKind,
    GuidingDocument,
    Meeting,
    Supervision,
    Visit,
)
from services import followup, library
from tests.services.sample.looking import UNTIL, cell_eras, reader, unit_named

pytestmark = pytest.mark.xdist_group("sample")


def test_most_cells_have_a_supervisor_in_bang_van_every_one(district: Session) -> None:
    actor = reader(district)
    covered = followup.supervisors(district, actor, None, UNTIL)
    assert 0.8 < len(covered) / len(cell_eras(district)) < 0.95
    in_bang_van = {era.unit_id for era in cell_eras(district, unit_named(district, "Đảng bộ xã Bằng Vân"))}
    assert in_bang_van <= covered.keys()
    loads = Counter(row.key for rows in covered.values() for row in rows)
    assert max(loads.values()) <= 6


def test_some_supervisors_followed_another(district: Session) -> None:
    ended = [row for row in district.exec(select(Supervision)) if row.ends_on]
    assert 5 <= len(ended) <= 60
    assert all(row.starts_on < row.ends_on <= UNTIL for row in ended if row.ends_on)


def test_visits_were_to_meetings_that_were_held(district: Session) -> None:
    visits = district.exec(select(Visit)).all()
    assert 150 < len(visits) < 600
    held = dict(district.exec(select(Meeting.id, Meeting.held_on)).all())
    assert all(row.meeting_id and held[row.meeting_id] == row.visited_on < UNTIL for row in visits)
    assert {bool(row.weaknesses) for row in visits} == {True, False}
    actor = reader(district)
    rows = followup.coverage(district, actor, actor.unit_id)
    assert {row.is_quiet_on(UNTIL) for row in rows} == {True, False}


def test_weak_cells_were_helped_and_most_are_again(district: Session) -> None:
    rows = district.exec(select(Coaching)).all()
    still = {row.unit_id for row in rows if row.closed_on is None}
    before = {row.unit_id for row in rows if row.closed_on and row.outcome}
    assert still < before
    assert len(rows) == len(still) + len(before)
    spans = {row.id: (row.opened_on, row.closed_on or UNTIL) for row in rows}
    steps = district.exec(select(CoachingStep)).all()
    assert len(steps) >= len(rows)
    assert all(spans[step.coaching_id][0] <= step.done_on <= spans[step.coaching_id][1] for step in steps)


def test_there_is_something_to_praise_and_to_learn_from(district: Session) -> None:
    found = Counter(row.kind for row in district.exec(select(Commendation)))
    assert min(found[kind] for kind in CommendationKind) >= 1
    assert all(row.noted_on < UNTIL for row in district.exec(select(Commendation)))


def test_the_library_has_the_documents_that_forms_refer_to(district: Session) -> None:
    actor = reader(district)
    assert len(district.exec(select(GuidingDocument)).all()) == 7
    [row] = library.by_number(district, actor, "42-HD/BTCTW")
    assert row.holds_on(UNTIL)
    assert library.mentions(district, actor, row).sets
    [plan] = library.by_number(district, actor, "267-KH/HU")
    assert library.mentions(district, actor, plan).programmes
    assert [each.number for each in library.documents(district, actor, in_force_on=date(2019, 1, 1))] == ["12-HD/BTCTW"]
