"""The metrics of the sample district are the figures behind its charts."""

from fractions import Fraction

import pytest
from sqlmodel import col, select

from models import Account, Unit, UnitEra
from models.database import read_tx
from services import clock, figures, metrics, months
from services.metrics import METRICS, Subject
from tests.factories import actor_of

NAMES = ("attendance_rate", "speaking_rate", "meetings_held", "submitted_on_time_rate", "cells_graded")


@pytest.fixture
def huyen(sample_engine):
    with read_tx() as session:
        account = session.exec(select(Account).where(Account.username == "huyen")).one()
        return actor_of(account, session.get_one(Unit, account.unit_id))


@pytest.fixture(autouse=True)
def _stopped_clock():
    """The sample goes up to the day on which it was made."""


def units_of(session, *kinds):
    query = select(UnitEra.unit_id).where(col(UnitEra.kind).in_(kinds), col(UnitEra.ends_on).is_(None))
    return session.exec(query).all()


def test_communes_have_the_rates_and_grades_of_their_charts(huyen):
    last = months.after(months.month_of(clock.today()), -1)
    first = months.after(last, -11)
    with read_tx() as session:
        subjects = [Subject(unit, first, months.last_day(last)) for unit in units_of(session, "commune", "district")]
        found = metrics.facts(session, huyen, subjects, NAMES)
        for subject in subjects:
            shown = figures.meeting_figures(session, huyen, subject.unit_id, first, last)
            grades = figures.grade_figures(session, huyen, subject.unit_id, first, last).annual
            sums = figures.totals(shown.ranking)
            said = found[subject]
            assert said["attendance_rate"].fraction == sums.attendance
            assert said["speaking_rate"].fraction == sums.speaking
            assert said["meetings_held"] == sums.submitted
            assert said["submitted_on_time_rate"].whole == sum(cell.due for cell in shown.ranking)
            graded = sum(row.cells for row in grades if row.year == last.year)
            assert sum((said["cells_graded"] or {}).values()) == graded
    assert len(found) > 10


def test_a_cell_has_the_completeness_of_its_chart(huyen):
    last = months.after(months.month_of(clock.today()), -1)
    first = months.after(last, -11)
    with read_tx() as session:
        cells = units_of(session, "cell", "grassroots_cell")[::20]
        subjects = [Subject(cell, first, months.last_day(last)) for cell in cells]
        found = metrics.facts(session, huyen, subjects, ["attendance_rate", "meetings_held", "submitted_on_time_rate"])
        for subject in subjects:
            (shown,) = figures.meeting_figures(session, huyen, subject.unit_id, first, last).ranking
            said = found[subject]
            assert said["attendance_rate"].fraction == shown.attendance
            assert Fraction(said["meetings_held"], said["submitted_on_time_rate"].whole) == shown.completeness


def test_every_figure_of_a_commune_has_rows(huyen):
    with read_tx() as session:
        commune = units_of(session, "commune")[0]
        subject = Subject(commune, clock.today().replace(month=1, day=1), clock.today())
        values = metrics.facts(session, huyen, [subject], METRICS)[subject]
        for name, value in values.items():
            assert value is None or metrics.rows(session, huyen, subject, name).columns
