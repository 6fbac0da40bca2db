"""Grades, registrations and recognitions of units, by hand-made rows."""

from datetime import date

import pytest

from models import AssessmentState, MeetingKind, MeetingState, UnitKind
from services import metrics
from services.scoring import Share
from tests.factories import a_cell, a_unit, an_actor, some_members
from tests.factories_assessments import a_form
from tests.services.metrics.rows import (
    a_meeting,
    a_recognition,
    a_registration,
    a_set,
    an_annual_grade,
    an_assessment,
    month,
    of_unit,
)

ACCEPTED = AssessmentState.ACCEPTED


@pytest.fixture
def commune(session):
    return a_unit(session)


@pytest.fixture
def cell(session, commune):
    return a_cell(session, commune)


@pytest.fixture
def officer(session, commune):
    return an_actor(session, commune)


@pytest.fixture
def form(session, commune):
    return a_set(session, commune)


def said(session, officer, subject, *names):
    found = metrics.facts(session, officer, [subject], names)[subject]
    return tuple(found[name] for name in names)


MONTHS = ("months_graded", "months_expected", "months_without_grade")


def test_the_superiors_grade_counts_once_accepted_before_that_the_own(session, cell, officer, form):
    assert said(session, officer, of_unit(cell), *MONTHS) == (None, 10, 10)
    states = {
        1: {"grade": "tot"},
        2: {"grade": "tot", "review_grade": "kha"},
        3: {"grade": "tot", "review_grade": "kem", "state": ACCEPTED},
        4: {"grade": "tot", "state": ACCEPTED},
        5: {"grade": "tot", "state": AssessmentState.RETURNED},
        6: {"grade": "tot", "state": AssessmentState.DRAFT},
        7: {"grade": None},
    }
    for number, facts in states.items():
        an_assessment(session, a_meeting(session, cell, month(number)), "meeting_quality", form, **facts)
    assert said(session, officer, of_unit(cell), *MONTHS) == ({"kem": 1, "tot": 3}, 10, 6)


def test_only_regular_meetings_of_the_span_that_were_not_cancelled_are_graded(session, cell, officer, form):
    for number, facts in ((1, {"kind": MeetingKind.THEMATIC}), (2, {"is_cancelled": True})):
        an_assessment(session, a_meeting(session, cell, month(number), **facts), "meeting_quality", form, grade="tot")
    an_assessment(session, a_meeting(session, cell, month(3)), "four_good_cell", form, grade="tot")
    an_assessment(session, a_meeting(session, cell, month(12, 2025)), "meeting_quality", form, grade="tot")
    assert said(session, officer, of_unit(cell), *MONTHS) == (None, 10, 10)


def test_a_month_that_is_graded_already_is_expected_too(session, cell, officer, form):
    draft = a_meeting(session, cell, month(11), state=MeetingState.DRAFT)
    an_assessment(session, draft, "meeting_quality", form, grade="kha")
    assert said(session, officer, of_unit(cell), *MONTHS, "meetings_expected") == ({"kha": 1}, 11, 10, 10)


def test_a_committee_adds_up_the_months_of_its_cells(session, commune, cell, officer, form):
    assert said(session, officer, of_unit(commune), "cell_months_graded") == (None,)
    for place, grade in ((cell, "tot"), (a_cell(session, commune), "tot"), (a_cell(session, commune), "kha")):
        an_assessment(session, a_meeting(session, place, month(1)), "meeting_quality", form, grade=grade)
    assert said(session, officer, of_unit(commune), "cell_months_graded", "months_graded") == (
        {"kha": 1, "tot": 2},
        None,
    )
    assert said(session, officer, of_unit(cell), "cell_months_graded") == (None,)


def test_the_annual_grade_is_the_one_that_was_decided(session, cell, officer):
    names = ("annual_grade", "annual_grade_last_year")
    an_annual_grade(session, cell, cell, None, proposed_grade="htxsnv")
    assert said(session, officer, of_unit(cell), *names) == (None, None)
    an_annual_grade(session, cell, cell, "htnv", year=2025)
    an_annual_grade(session, cell, cell, "khtnv", year=2024)
    assert said(session, officer, of_unit(cell), *names) == (None, "htnv")
    last_year = of_unit(cell, date(2025, 7, 1), date(2025, 12, 31))
    assert said(session, officer, last_year, *names) == ("htnv", "khtnv")


def test_a_committee_has_a_grade_of_its_own(session, commune, cell, officer):
    an_annual_grade(session, cell, cell, "htnv")
    assert said(session, officer, of_unit(commune), "annual_grade") == (None,)
    an_annual_grade(session, commune, commune, "htxsnv", kind="annual_committee")
    assert said(session, officer, of_unit(commune), "annual_grade") == ("htxsnv",)


def test_the_grades_of_cells_and_members_are_counted_by_grade(session, commune, cell, officer):
    names = ("cells_graded", "members_graded", "weak_cells")
    assert said(session, officer, of_unit(commune), *names) == (None, None, None)
    cells = [cell, *(a_cell(session, commune) for _ in range(3))]
    for place, grade in zip(cells, ("httnv", "httnv", "khtnv", None), strict=True):
        an_annual_grade(session, place, place, grade)
        an_annual_grade(session, place, place, "htxsnv", year=2025)
    for member, grade in zip(some_members(session, cell, 3), ("htnv", "htnv", None), strict=True):
        an_annual_grade(session, member, cell, grade)
    assert said(session, officer, of_unit(commune), *names) == ({"httnv": 2, "khtnv": 1}, {"htnv": 2}, 1)
    assert said(session, officer, of_unit(cell), *names) == (None, {"htnv": 2}, None)


def test_weak_is_the_lowest_grade_of_the_scheme_that_it_was_decided_with(session, commune, cell, officer):
    form = a_set(session, commune, a_form(code="ba_muc"))
    an_annual_grade(session, cell, cell, "kha", rank=1, criteria_set_id=form.id)
    assert said(session, officer, of_unit(commune), "weak_cells") == (0,)
    other = a_cell(session, commune)
    an_annual_grade(session, other, other, "kem", rank=2, criteria_set_id=form.id)
    assert said(session, officer, of_unit(commune), "weak_cells") == (1,)


def test_who_registered_and_who_was_recognised(session, commune, cell, officer, form):
    names = ("cells_registered_rate", "cells_recognised_rate")
    cells = [cell, *(a_cell(session, commune) for _ in range(3))]
    assert said(session, officer, of_unit(commune), *names) == (Share(0, 4), Share(0, 4))
    for place in cells[:3]:
        a_registration(session, place)
    a_registration(session, cells[3], year=2025)
    a_recognition(session, cells[0], an_assessment(session, cells[0], "four_good_cell", form, state=ACCEPTED))
    revoked = an_assessment(session, cells[1], "four_good_cell", form, state=ACCEPTED)
    a_recognition(session, cells[1], revoked, revoked_on=date(2026, 12, 28))
    span = {"period_starts_on": date(2025, 1, 1), "period_ends_on": date(2025, 12, 31)}
    a_recognition(session, cells[2], an_assessment(session, cells[2], "four_good_cell", form, state=ACCEPTED, **span))
    assert said(session, officer, of_unit(commune), *names) == (Share(3, 4), Share(1, 4))


def test_a_unit_registers_as_what_it_is(session, commune, cell, officer):
    assert said(session, officer, of_unit(cell), "four_good_registered") == (False,)
    a_registration(session, cell)
    a_registration(session, commune)
    assert said(session, officer, of_unit(cell), "four_good_registered") == (True,)
    assert said(session, officer, of_unit(commune), "four_good_registered") == (False,)
    a_registration(session, commune, "four_good_committee")
    assert said(session, officer, of_unit(commune), "four_good_registered") == (True,)


def test_cells_below_a_sub_committee_are_cells_of_the_committee(session, commune, officer):
    section = a_unit(session, "Đảng bộ bộ phận", kind=UnitKind.SUB_COMMITTEE, parent=commune)
    cell = a_cell(session, section)
    an_annual_grade(session, cell, cell, "khtnv")
    assert said(session, officer, of_unit(commune), "cells", "weak_cells") == (1, 1)
