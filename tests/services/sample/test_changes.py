"""Discipline and admission plans of the sample: few and fictional, in keeping with who came and went."""

from collections import Counter
from datetime import date

import pytest
from sqlmodel import Session, col, select

from models import AdmissionPlan, Discipline, DisciplineForm, Membership, MembershipKind, UnitEra, UnitKind
from services import admissions, members
from tests.services.sample.looking import UNTIL, cell_eras, reader, unit_named

pytestmark = pytest.mark.xdist_group("sample")

YEARS = (2024, 2025, 2026)


def test_a_few_members_were_disciplined_in_three_years(district: Session) -> None:
    found = district.exec(select(Discipline)).all()
    assert 5 <= len(found) <= 45
    assert {row.decided_on.year for row in found} == set(YEARS)
    assert all(row.decided_on < UNTIL and row.created_at.date() <= UNTIL for row in found)
    assert all("mẫu" in row.decision_number for row in found)
    forms = Counter(row.form for row in found)
    assert forms[DisciplineForm.REPRIMAND] > forms[DisciplineForm.WARNING] > 0


def test_a_decision_is_about_a_member_of_the_cell(district: Session) -> None:
    for row in district.exec(select(Discipline)):
        stay = district.exec(
            select(Membership).where(
                Membership.member_id == row.member_id,
                Membership.unit_id == row.unit_id,
                Membership.kind == MembershipKind.FULL,
                Membership.joined_on <= row.decided_on,
            )
        ).one()
        assert stay.left_on is None or stay.left_on >= row.decided_on


def test_whoever_was_expelled_has_a_decision_of_that_day_and_nobody_else(district: Session) -> None:
    left = select(Membership.member_id, Membership.left_on).where(
        Membership.left_by == "expulsion", col(Membership.left_on) >= date(2024, 1, 1), col(Membership.left_on) < UNTIL
    )
    decided = select(Discipline.member_id, Discipline.decided_on).where(Discipline.form == DisciplineForm.EXPULSION)
    expelled = set(district.exec(left).all())
    assert expelled
    assert expelled == set(district.exec(decided).all())


def test_nobody_of_khuoi_ngoa_was_disciplined(district: Session) -> None:
    cell = unit_named(district, "Chi bộ Khuổi Ngọa")
    assert members.disciplines(district, reader(district), cell.id, date(2020, 1, 1), UNTIL) == []


def test_every_cell_of_a_commune_or_committee_has_a_plan_for_three_years(district: Session) -> None:
    root = district.exec(select(UnitEra.unit_id).where(UnitEra.kind == UnitKind.DISTRICT)).one()
    cells = {era.unit_id for era in cell_eras(district) if era.parent_id != root}
    plans = {(plan.unit_id, plan.year): plan.planned for plan in district.exec(select(AdmissionPlan))}
    assert plans.keys() == {(unit_id, year) for unit_id in cells for year in YEARS}
    assert set(plans.values()) >= {0, 1, 2}


@pytest.mark.parametrize("year", YEARS)
def test_plans_are_near_what_came_of_them(district: Session, year: int) -> None:
    rows = [row for row in admissions.plans(district, reader(district), year) if row.planned is not None]
    admitted, planned = sum(row.admitted for row in rows), sum(row.planned or 0 for row in rows)
    assert 20 < admitted <= planned * 1.2
    assert all(abs(row.admitted - (row.planned or 0)) <= 2 for row in rows)
    assert {row.share for row in rows} >= {None, 1}
