"""Admissions: the plan of each cell, written by one at a time, beside what came of it."""

import threading
from contextvars import copy_context
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from models import AdmissionPlan, AuditEntry, MembershipKind, Role, UnitKind
from models.database import read_tx, write_tx
from services import admissions
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.factories import a_cell, a_member, a_membership, a_stranger, a_unit, actor_of, an_account, an_actor, an_era
from tests.statements import counted

YEAR = 2026


@pytest.fixture
def district(session):
    return a_unit(session, "Đảng bộ huyện Ngân Sơn", kind=UnitKind.DISTRICT)


@pytest.fixture
def commune(session, district):
    return a_unit(session, parent=district)


@pytest.fixture
def cell(session, commune):
    return a_cell(session, commune)


@pytest.fixture
def olga(session, commune):
    """Officer of the commune."""
    return an_actor(session, commune)


@pytest.fixture
def plan(session, olga, cell):
    """Write the cell's plan of the year."""
    return lambda planned, seen=None, actor=olga: admissions.plan(session, actor, cell.id, YEAR, planned, seen)


@pytest.fixture
def row(session, olga, cell):
    """The cell's line of a year."""

    def found(year=YEAR):
        return next(row for row in admissions.plans(session, olga, year) if row.unit_id == cell.id)

    return found


class TestPlan:
    @pytest.mark.parametrize(
        ("typed", "kept"), [("3", 3), (" 12 ", 12), (0, 0), ("999", 999), ("", None), (None, None)]
    )
    def test_a_number_is_kept_as_it_was_typed(self, plan, row, typed, kept):
        assert plan(typed) == kept
        assert row().planned == kept

    @pytest.mark.parametrize("typed", ["-1", "1,5", "1000", "ba", True, 2.0, [], "٣", 10**9, -7])
    def test_anything_else_is_refused(self, plan, row, typed):
        with pytest.raises(Invalid, match="số nguyên từ 0 đến 999") as refusal:
            plan(typed)
        assert refusal.value.field == "planned"
        assert row().planned is None

    def test_it_can_be_changed_and_taken_away(self, session, plan, row):
        plan(3)
        assert (plan(4, 3), row().planned) == (4, 4)
        assert (plan("", "4"), row().planned) == (None, None)
        assert session.exec(select(AdmissionPlan)).first() is None

    def test_it_is_that_of_one_year(self, plan, row):
        plan(3)
        assert (row(YEAR - 1).planned, row(YEAR + 1).planned) == (None, None)

    def test_what_somebody_else_wrote_is_not_overwritten_unseen(self, session, district, plan, row):
        plan(3, actor=an_actor(session, district, Role.DISTRICT_STAFF))
        with pytest.raises(Conflict, match="đổi thành “3”"):
            plan(4)
        with pytest.raises(Conflict, match="đổi thành “3”"):
            plan(None, 2)
        assert plan(3) == 3
        plan(None, 3)
        with pytest.raises(Conflict, match="đổi thành để trống"):
            plan(4, 3)

    def test_a_change_is_in_the_audit_trail_and_the_same_again_is_none(self, session, cell, plan):
        plan(3)
        plan(3)
        plan(5, 3)
        entries = session.exec(select(AuditEntry).order_by(AuditEntry.sequence)).all()
        assert [(entry.action, entry.unit_id) for entry in entries] == [("admission_plan:written", cell.id)] * 2
        assert entries[1].details == {"year": YEAR, "before": 3, "after": 5}

    @pytest.mark.parametrize("role", [Role.CELL_SECRETARY, Role.LEADER, Role.ADMINISTRATOR])
    def test_who_may_not_write_plans_nothing(self, session, commune, plan, role):
        with pytest.raises(NotAllowed):
            plan(3, actor=an_actor(session, commune, role))

    def test_out_of_reach_there_is_no_cell(self, session, district, plan):
        elsewhere = a_unit(session, "Đảng bộ xã Đức Vân", parent=district)
        for role in Role:
            with pytest.raises(NotFound):
                plan(3, actor=a_stranger(elsewhere, role))

    def test_only_a_cell_that_is_there_in_the_year_has_one(self, session, commune, olga):
        gone = a_cell(session, commune, "Chi bộ cũ", until=date(2026, 1, 1))
        founded = a_cell(session, commune, "Chi bộ mới", since=date(2026, 12, 31))
        assert admissions.plan(session, olga, founded.id, YEAR, 1, None) == 1
        for unit, year in ((gone, YEAR), (founded, YEAR - 1), (commune, YEAR), (founded, 9999), (founded, 0)):
            with pytest.raises(Invalid, match="không có chi bộ này"):
                admissions.plan(session, olga, unit.id, year, 1, None)


class TestPlans:
    def test_whoever_was_admitted_counts_for_the_cell_and_the_year(self, session, commune, cell, row):
        for day in (date(2026, 1, 1), date(2026, 12, 31)):
            a_member(session, cell, official=False, admitted_on=day)
        for day in (date(2025, 12, 31), date(2027, 1, 1)):
            a_member(session, cell, official=False, admitted_on=day)
        a_member(session, a_cell(session, commune, "Chi bộ Nặm Nộc"), official=False, admitted_on=date(2026, 5, 1))
        assert (row().admitted, row(2025).admitted, row(2024).admitted) == (2, 1, 0)

    def test_who_came_from_elsewhere_or_is_here_for_a_time_was_not_admitted_here(self, session, commune, cell, row):
        old = a_cell(session, commune, "Chi bộ Nặm Nộc")
        moved = a_member(session, official=False, admitted_on=date(2026, 2, 1))
        a_membership(session, moved, old, joined_on=date(2026, 2, 1), left_on=date(2026, 6, 1))
        a_membership(session, moved, cell, joined_on=date(2026, 6, 1))
        guest = a_member(session, old, official=False, admitted_on=date(2026, 3, 1))
        a_membership(session, guest, cell, kind=MembershipKind.TEMPORARY_IN, joined_on=date(2026, 3, 1))
        assert row().admitted == 0

    def test_the_share_is_exact_and_known_only_with_a_plan(self, session, cell, plan, row):
        a_member(session, cell, official=False, admitted_on=date(2026, 5, 1))
        assert row().share is None
        plan(3)
        assert row().share == Fraction(1, 3)
        plan(0, 3)
        assert row().share is None

    def test_cells_come_by_commune_in_vietnamese_order_under_their_newest_name(self, session, district, commune, cell):
        other = a_unit(session, "Đảng bộ xã An Bình", parent=district)
        a_cell(session, other, "Chi bộ Đèo Gió")
        a_cell(session, other, "Chi bộ Ân")
        renamed = a_cell(session, commune, "Chi bộ Yên", until=date(2026, 6, 1))
        an_era(session, renamed, "Chi bộ Ánh", parent=commune, since=date(2026, 6, 1))
        rows = admissions.plans(session, a_stranger(district), YEAR)
        assert [(row.commune_name, row.unit_name) for row in rows] == [
            ("Đảng bộ xã An Bình", "Chi bộ Ân"),
            ("Đảng bộ xã An Bình", "Chi bộ Đèo Gió"),
            ("Đảng bộ xã Bằng Vân", "Chi bộ Ánh"),
            ("Đảng bộ xã Bằng Vân", "Chi bộ Khuổi Ngọa"),
        ]

    def test_nothing_from_out_of_reach_is_listed(self, session, district, cell, plan):
        plan(3)
        a_member(session, cell, official=False, admitted_on=date(2026, 5, 1))
        elsewhere = a_unit(session, "Đảng bộ xã Đức Vân", parent=district)
        assert admissions.plans(session, a_stranger(elsewhere, Role.LEADER), YEAR) == []

    def test_three_statements_however_many_cells(self, session, commune, olga):
        for number in range(15):
            cell = a_cell(session, commune, f"Chi bộ {number}")
            admissions.plan(session, olga, cell.id, YEAR, number, None)
            a_member(session, cell, official=False, admitted_on=date(2026, 5, 1))
        with counted(session) as statements:
            assert len(admissions.plans(session, olga, YEAR)) == 15
        assert len(statements) == 3

    @given(st.lists(st.tuples(st.dates(date(2025, 1, 1), date(2027, 6, 30)), st.integers(0, 2)), max_size=12))
    @settings(max_examples=20)
    def test_the_years_of_all_cells_add_up_to_everybody_who_was_admitted(self, rolled_back, people):
        with rolled_back() as session:
            commune = a_unit(session)
            cells = [a_cell(session, commune, f"Chi bộ {number}") for number in range(3)]
            for admitted_on, place in people:
                a_member(session, cells[place], official=False, admitted_on=admitted_on)
            actor = a_stranger(commune)
            found = {
                year: {row.unit_id: row.admitted for row in admissions.plans(session, actor, year)} for year in YEARS
            }
            for year in YEARS:
                for place, cell in enumerate(cells):
                    assert found[year][cell.id] == sum(day.year == year and where == place for day, where in people)


YEARS = (2025, 2026, 2027)
CROWD = 10


def test_of_many_first_writers_at_once_one_wins_and_the_rest_are_told(engine):
    with write_tx() as session:
        commune = a_unit(session)
        cell = a_cell(session, commune)
        olga = actor_of(an_account(session, commune), commune)
    gate, outcomes = threading.Barrier(CROWD), []

    def run(number):
        gate.wait()
        try:
            with write_tx() as session:
                outcomes.append(admissions.plan(session, olga, cell.id, YEAR, number, None))
        except Conflict as refusal:
            outcomes.append(refusal)

    threads = [threading.Thread(target=copy_context().run, args=(run, number)) for number in range(CROWD)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with read_tx() as session:
        [stored] = session.exec(select(AdmissionPlan)).all()
    assert [outcome for outcome in outcomes if isinstance(outcome, int)] == [stored.planned]
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == CROWD - 1
