"""The figures of the sample district, computed a second time over the raw rows by plain SQL and pandas."""

from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from sqlmodel import col, select

from models import Account, Unit, UnitEra
from models.database import read_tx
from services import clock, figures, months
from services.scoring import load
from tests.factories import actor_of

MEETINGS = """
SELECT era.name AS cell, m.month, m.state, m.held_on,
       SUM(a.is_due) AS due,
       SUM(a.is_due AND a.presence = 'present') AS present,
       SUM(a.presence = 'present') AS attendees,
       SUM(a.presence = 'present' AND a.spoke) AS spoke
FROM meeting m
JOIN unit u ON u.id = m.unit_id
JOIN unit_era era ON era.unit_id = u.id AND era.ends_on IS NULL
LEFT JOIN attendance a ON a.meeting_id = m.id AND m.state IN ('submitted', 'approved')
WHERE u.path LIKE :below AND m.kind = 'regular' AND NOT m.is_cancelled AND m.month BETWEEN :first AND :last
GROUP BY m.id
"""


@pytest.fixture
def huyen(sample_engine):
    with read_tx() as session:
        account = session.exec(select(Account).where(Account.username == "huyen")).one()
        return actor_of(account, session.get_one(Unit, account.unit_id))


@pytest.fixture
def span():
    last = months.month_of(clock.today())
    return months.after(last, -11), last


def communes(session):
    query = select(Unit, UnitEra.name).join(UnitEra, col(UnitEra.unit_id) == col(Unit.id))
    return session.exec(query.where(UnitEra.kind == "commune", col(UnitEra.ends_on).is_(None))).all()


def raw(engine, path, first, last):
    with engine.connect() as connection:
        values = {"below": f"{path}%", "first": first.isoformat(), "last": last.isoformat()}
        return pd.read_sql(
            MEETINGS.replace(":below", f"'{values['below']}'")
            .replace(":first", f"'{values['first']}'")
            .replace(":last", f"'{values['last']}'"),
            connection,
        )


def test_every_commune_has_the_rates_of_its_raw_rows(sample_engine, huyen, span):
    with read_tx() as session:
        for unit, _ in communes(session):
            found = figures.meeting_figures(session, huyen, unit.id, *span)
            rows = raw(sample_engine, unit.path, *span)
            submitted = rows[rows["state"].isin(["submitted", "approved"])]
            by_month = submitted.groupby("month")[["due", "present", "attendees", "spoke"]].sum()
            assert len(found.rates) == 12
            for row in found.rates:
                due, present, attendees, spoke = by_month.loc[row.month.isoformat()].astype(int)
                assert row.attendance == Fraction(int(present), int(due))
                assert row.speaking == Fraction(int(spoke), int(attendees))


def test_every_commune_has_the_meetings_of_its_raw_rows(sample_engine, huyen, span):
    with read_tx() as session:
        for unit, _ in communes(session):
            held = figures.meeting_figures(session, huyen, unit.id, *span).held
            entered = {
                (row.cell, row.month.isoformat()): row.state.value
                for row in held
                if row.state.value in {"submitted", "draft", "returned"}
            }
            rows = raw(sample_engine, unit.path, *span)
            states = {"approved": "submitted"}
            assert entered == {(row.cell, row.month): states.get(row.state, row.state) for row in rows.itertuples()}


def test_the_ranking_adds_up_to_the_rates(sample_engine, huyen, span):
    with read_tx() as session:
        for unit, _ in communes(session):
            found = figures.meeting_figures(session, huyen, unit.id, *span)
            sums = figures.totals(found.ranking)
            assert sums.roll.due == sum(row.roll.due for row in found.rates)
            assert sums.roll.present_due == sum(row.roll.present_due for row in found.rates)
            assert sums.submitted == sum(row.meetings for row in found.rates)


def test_points_per_good_add_up_to_the_frozen_totals(sample_engine, huyen):
    year = clock.today().year - 1
    with read_tx() as session, sample_engine.connect() as connection:
        for unit, _ in communes(session):
            rows = figures.grade_figures(session, huyen, unit.id, date(year, 1, 1), date(year, 12, 1)).goods
            summed = pd.DataFrame([(row.cell, row.points) for row in rows], columns=["cell", "points"])
            totals = pd.read_sql(
                "SELECT era.name AS cell, a.total FROM assessment a JOIN unit u ON u.id = a.unit_id "
                "JOIN unit_era era ON era.unit_id = u.id AND era.ends_on IS NULL "
                f"WHERE u.path LIKE '{unit.path}%' AND a.period_starts_on = '{year}-01-01' AND a.state <> 'draft'",
                connection,
            )
            assert not totals.empty
            assert (
                summed.groupby("cell")["points"].sum().astype(float).to_dict()
                == totals.set_index("cell")["total"].astype(float).to_dict()
            )


def test_bang_van_2020_is_three_excellent_and_sixteen_good(sample_engine, huyen):
    with read_tx() as session:
        unit = next(unit for unit, name in communes(session) if "Bằng Vân" in name)
        rows = figures.grade_figures(session, huyen, unit.id, date(2020, 1, 1), date(2020, 12, 1)).annual
    assert [row.cells for row in rows if row.year == 2020] == [3, 16]


def test_grades_count_every_handed_in_assessment_once(sample_engine, huyen):
    year = clock.today().year - 1
    with read_tx() as session, sample_engine.connect() as connection:
        root = session.get_one(Unit, huyen.unit_id)
        rows = figures.grade_figures(session, huyen, root.id, date(year, 1, 1), date(year, 12, 1)).four_good
        counted = pd.read_sql(
            f"SELECT grade, COUNT(*) AS n FROM assessment WHERE period_starts_on = '{year}-01-01' AND grade IS NOT NULL GROUP BY grade",
            connection,
        )
        body = connection.exec_driver_sql(
            "SELECT body FROM criteria_set WHERE kind = 'four_good_cell' LIMIT 1"
        ).scalar()
    labels = {grade.id: grade.label for grade in load(body).grades}
    assert {row.grade: row.cells for row in rows if row.year == year} == {
        labels[row.grade]: row.n for row in counted.itertuples()
    }
