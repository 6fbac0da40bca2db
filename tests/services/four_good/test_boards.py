"""The board and its sums: every unit of the year once, sums that add up over any tree, nothing from out of reach."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Assessment, AssessmentState, Recognition, Registration, Role, Unit, UnitKind
from services import clock, four_good
from services.assessments import AssessmentRef
from services.errors import NotFound
from services.four_good import CELL, COMMITTEE, Stage, StageState
from tests.factories import a_cell, a_stranger, a_unit, an_account, an_actor, an_era
from tests.factories_assessments import a_criteria_set, a_secretary, filled, submitted
from tests.factories_four_good import DECISION, REVOCATION, REWARD, a_programme, an_accepted
from tests.statements import counted

MOMENT = datetime(2026, 12, 1, tzinfo=UTC)


def names(found):
    return [(row.group_name, row.name) for row in found.rows]


class TestUnits:
    def test_cells_stand_under_their_commune_in_vietnamese_order(self, session, huong, district, commune, cell):
        other = a_unit(session, "Đảng bộ xã An Khang", parent=district)
        a_cell(session, other, "Chi bộ Nà Đi")
        a_cell(session, commune, "Chi bộ Đông Chót")
        a_cell(session, district, "Chi bộ Kho bạc", kind=UnitKind.GRASSROOTS_CELL)
        assert names(four_good.board(session, huong, district.id, CELL, 2026)) == [
            ("Đảng bộ huyện Ngân Sơn", "Chi bộ Kho bạc"),
            ("Đảng bộ xã An Khang", "Chi bộ Nà Đi"),
            ("Đảng bộ xã Bằng Vân", "Chi bộ Đông Chót"),
            ("Đảng bộ xã Bằng Vân", "Chi bộ Khuổi Ngọa"),
        ]

    def test_a_cell_of_a_sub_committee_stands_under_the_commune(self, session, huong, commune, district):
        section = a_unit(session, "Đảng bộ bộ phận Trường học", kind=UnitKind.SUB_COMMITTEE, parent=commune)
        a_cell(session, section, "Chi bộ Trường")
        assert names(four_good.board(session, huong, district.id, CELL, 2026)) == [
            ("Đảng bộ xã Bằng Vân", "Chi bộ Trường")
        ]
        assert names(four_good.board(session, huong, section.id, CELL, 2026)) == [
            ("Đảng bộ bộ phận Trường học", "Chi bộ Trường")
        ]

    def test_a_secretary_sees_the_own_cell_only(self, session, cam, cell, commune):
        a_cell(session, commune, "Chi bộ Đông Chót")
        assert names(four_good.board(session, cam, cell.id, CELL, 2026)) == [("", "Chi bộ Khuổi Ngọa")]
        with pytest.raises(NotFound):
            four_good.board(session, cam, commune.id, CELL, 2026)

    def test_committees_are_those_of_the_grassroots(self, session, huong, commune, district, cell):
        a_unit(session, "Đảng bộ bộ phận", kind=UnitKind.SUB_COMMITTEE, parent=commune)
        a_unit(session, "Đảng bộ Công an huyện", kind=UnitKind.COMMITTEE, parent=district)
        assert [row.name for row in four_good.board(session, huong, district.id, COMMITTEE, 2026).rows] == [
            "Đảng bộ Công an huyện",
            "Đảng bộ xã Bằng Vân",
        ]

    def test_who_was_gone_before_the_year_or_comes_after_it_is_not_there(self, session, xuan, commune):
        a_cell(session, commune, "Cũ", until=date(2026, 1, 1))
        a_cell(session, commune, "Sau", since=date(2027, 1, 1))
        gone = a_cell(session, commune, "Giải thể", until=date(2026, 6, 1))
        [row] = four_good.board(session, xuan, commune.id, CELL, 2026).rows
        assert (row.ref.unit_id, row.is_there) == (gone.id, False)

    def test_a_unit_has_the_name_kind_and_parent_that_it_last_had_in_the_year(self, session, huong, district, commune):
        cell = a_cell(session, commune, "Chi bộ cũ", until=date(2026, 3, 1))
        other = a_unit(session, "Đảng bộ xã Đức Vân", parent=district)
        an_era(session, cell, "Chi bộ mới", parent=other, since=date(2026, 3, 1))
        assert names(four_good.board(session, huong, district.id, CELL, 2026)) == [("Đảng bộ xã Đức Vân", "Chi bộ mới")]
        assert names(four_good.board(session, huong, district.id, CELL, 2025)) == [("Đảng bộ xã Bằng Vân", "Chi bộ cũ")]

    def test_a_year_to_come_has_the_units_of_today(self, session, xuan, commune, cell):
        assert names(four_good.board(session, xuan, commune.id, CELL, 2027)) == [
            ("Đảng bộ xã Bằng Vân", "Chi bộ Khuổi Ngọa")
        ]


class TestFacts:
    def test_a_row_has_everything_of_its_unit(self, session, huong, commune, cell, in_force):
        four_good.register(session, huong, [cell.id], CELL, 2026, date(2026, 2, 5), "Đúng hạn")
        assessment_id = an_accepted(session, cell, commune)
        four_good.recognise(session, huong, [AssessmentRef(cell.id, 2026)], DECISION)
        four_good.reward(session, huong, [assessment_id], REWARD)
        [row] = four_good.board(session, huong, commune.id, CELL, 2026).rows
        assert (row.registered_on, row.registration_note) == (date(2026, 2, 5), "Đúng hạn")
        assert (row.state, row.total, row.grade) == (AssessmentState.ACCEPTED, 20, "Tốt")
        assert (row.recognition.decision_number, row.recognition.reward) == ("45-QĐ/HU", "Giấy khen")
        assert (row.has_form, row.is_recognised, row.is_handed_in) == (True, True, True)

    def test_what_a_cell_is_writing_has_no_points_yet(self, session, xuan, cam, cell, in_force):
        filled(session, cam, cell)
        [row] = four_good.board(session, xuan, cell.id, CELL, 2026).rows
        assert (row.state, row.total, row.grade, row.is_handed_in) == (AssessmentState.DRAFT, None, "", False)

    def test_the_superiors_result_stands_before_the_own(self, session, xuan, commune, cell, in_force):
        found = session.get_one(Assessment, an_accepted(session, cell, commune))
        found.review_total, found.review_grade = 12, "kha"
        session.flush()
        [row] = four_good.board(session, xuan, cell.id, CELL, 2026).rows
        assert (row.total, row.grade) == (12, "Khá")

    def test_a_set_that_is_out_of_force_still_names_its_grades(self, session, xuan, cam, cell, commune):
        a_criteria_set(session, commune, more="valid_to: 2026-12-20")
        submitted(session, cam, cell)
        with clock.set_to(datetime(2026, 12, 21, tzinfo=UTC)):
            [row] = four_good.board(session, xuan, cell.id, CELL, 2026).rows
        assert (row.grade, row.has_form) == ("Tốt", False)

    def test_a_year_knows_nothing_of_another(self, session, xuan, cam, cell, in_force):
        submitted(session, cam, cell)
        four_good.register(session, cam, [cell.id], CELL, 2026, date(2026, 2, 5))
        [row] = four_good.board(session, xuan, cell.id, CELL, 2025).rows
        assert (row.state, row.registered_on) == (None, None)

    def test_the_stages_follow_the_units_own_programme(self, session, huong, xuan, district, commune, cell):
        other = a_cell(session, a_unit(session, "Đảng bộ xã Đức Vân", parent=district), "Chi bộ khác")
        a_programme(session, xuan, commune, assessed_until="15/12", reviewed_until="20/12")
        rows = {row.ref.unit_id: row for row in four_good.board(session, huong, district.id, CELL, 2026).rows}
        today = clock.today()
        assert rows[cell.id].stands(Stage.ASSESS, today) is StageState.OPEN
        assert rows[other.id].stands(Stage.ASSESS, today) is StageState.LATE
        assert four_good.board(session, huong, district.id, CELL, 2026).programme.programme_id is None

    def test_left_out_of_a_decision_is_whoever_was_accepted_before_it(self, session, huong, commune, in_force):
        cells = [a_cell(session, commune, f"Chi bộ {name}") for name in ("An", "Bình", "Chung")]
        for unit in cells[:2]:
            an_accepted(session, unit, commune)
        with clock.set_to(datetime(2026, 12, 11, tzinfo=UTC)):
            four_good.recognise(session, huong, [AssessmentRef(cells[0].id, 2026)], DECISION)
        with clock.set_to(datetime(2026, 12, 12, tzinfo=UTC)):
            an_accepted(session, cells[2], commune)
            found = four_good.board(session, huong, commune.id, CELL, 2026)
        assert found.passed_over() == {cells[1].id}


class TestSums:
    def test_the_funnel_has_all_first_and_then_each_group(self, session, huong, district, commune, cell, in_force):
        other = a_unit(session, "Đảng bộ xã Đức Vân", parent=district)
        cells = [cell, a_cell(session, commune, "Chi bộ Hai"), a_cell(session, other, "Chi bộ Ba")]
        four_good.register(session, huong, [cells[0].id], CELL, 2026, date(2026, 2, 1))
        four_good.register(session, huong, [cells[2].id], CELL, 2026, date(2026, 5, 1))
        first = an_accepted(session, cells[0], commune)
        an_accepted(session, cells[1], commune)
        submitted(session, a_secretary(session, cells[2]), cells[2])
        four_good.recognise(session, huong, [AssessmentRef(unit.id, 2026) for unit in cells[:2]], DECISION)
        four_good.reward(session, huong, [first], REWARD)
        four_good.revoke(session, huong, first, REVOCATION)
        rows = four_good.funnel(session, huong, district.id, 2026, CELL)
        assert [
            (row.name, row.units, row.registered, row.registered_late, row.assessed, row.reviewed, row.recognised)
            for row in rows
        ] == [
            ("Cộng", 3, 2, 1, 3, 2, 1),
            ("Đảng bộ xã Bằng Vân", 2, 1, 0, 2, 2, 1),
            ("Đảng bộ xã Đức Vân", 1, 1, 1, 1, 0, 0),
        ]
        assert [(row.revoked, row.rewarded) for row in rows] == [(1, 1), (1, 1), (0, 0)]
        assert rows[0].share(rows[0].registered) == Fraction(2, 3)

    def test_without_units_there_is_no_share(self, session, huong, district):
        [total] = four_good.funnel(session, huong, district.id, 2026, CELL)
        assert (total.units, total.share(0)) == (0, None)


KINDS_BELOW = {
    UnitKind.DISTRICT: [UnitKind.COMMUNE, UnitKind.COMMITTEE, UnitKind.GRASSROOTS_CELL],
    UnitKind.COMMUNE: [UnitKind.SUB_COMMITTEE, UnitKind.CELL],
    UnitKind.COMMITTEE: [UnitKind.CELL],
    UnitKind.SUB_COMMITTEE: [UnitKind.CELL],
}
plants = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5), st.integers(0, 31)), min_size=1, max_size=22)
"""Of each unit: where it stands, what it is, and how far it has come (bits)."""


@dataclass(frozen=True)
class Planted:
    """A unit as it was planted, with what was stored of it."""

    unit: Unit
    kind: UnitKind
    line: tuple[Unit, ...]
    registered: bool = False
    late: bool = False
    state: AssessmentState | None = None
    recognised: bool = False
    revoked: bool = False


def planted(session, plan):
    """A district of any shape, with registrations, assessments and recognitions stored row by row."""
    root = a_unit(session, "Huyện", kind=UnitKind.DISTRICT)
    set_id = a_criteria_set(session, root)
    account = an_account(session, root, Role.DISTRICT_STAFF)
    found = [Planted(root, UnitKind.DISTRICT, (root,))]
    for number, (where, what, bits) in enumerate(plan):
        holders = [one for one in found if one.kind in KINDS_BELOW]
        above = holders[where % len(holders)]
        kind = KINDS_BELOW[above.kind][what % len(KINDS_BELOW[above.kind])]
        unit = a_unit(session, f"Đơn vị {number:02}", kind=kind, parent=above.unit)
        found.append(come_so_far(session, Planted(unit, kind, (unit, *above.line)), bits, set_id, account.id))
    session.flush()
    return found


def come_so_far(session, one, bits, set_id, account_id):
    if not one.kind.is_cell:
        return one
    unit_id = one.unit.id
    registered, late = bool(bits & 1), bool(bits & 2)
    state = [None, *AssessmentState, AssessmentState.ACCEPTED, AssessmentState.ACCEPTED, None][bits >> 2]
    recognised = state is AssessmentState.ACCEPTED and bits & 2
    if registered:
        day = date(2026, 4 if late else 3, 1)
        row = Registration(unit_id=unit_id, kind=CELL, year=2026, registered_on=day, created_at=MOMENT)
        row.created_by = account_id
        session.add(row)
    if state:
        period = {"period_starts_on": date(2026, 1, 1), "period_ends_on": date(2026, 12, 31)}
        moments = {"created_at": MOMENT, "changed_at": MOMENT}
        assessment = Assessment(
            unit_id=unit_id, subject_id=unit_id, criteria_set_id=set_id, kind=CELL, state=state, **period, **moments
        )
        session.add(assessment)
        session.flush()
        if recognised:
            session.add(
                Recognition(
                    assessment_id=assessment.id,
                    unit_id=unit_id,
                    grade="tot",
                    decision_number="1-QĐ",
                    decided_on=date(2026, 12, 1),
                    authority="Huyện ủy",
                    created_at=MOMENT,
                    created_by=account_id,
                    revoked_on=date(2026, 12, 2) if registered else None,
                )
            )
    return replace(
        one,
        registered=registered,
        late=registered and late,
        state=state,
        recognised=bool(recognised) and not registered,
        revoked=bool(recognised) and registered,
    )


def sums(row):
    return (row.units, row.registered, row.registered_late, row.assessed, row.reviewed, row.recognised, row.revoked)


def naive(cells):
    handed_in = {AssessmentState.SUBMITTED, AssessmentState.ACCEPTED}
    return (
        len(cells),
        sum(one.registered for one in cells),
        sum(one.late for one in cells),
        sum(one.state in handed_in for one in cells),
        sum(one.state is AssessmentState.ACCEPTED for one in cells),
        sum(one.recognised for one in cells),
        sum(one.revoked for one in cells),
    )


@settings(max_examples=60)
@given(plants, st.integers(0, 50))
def test_over_any_tree_the_sums_are_those_of_the_cells_below_and_nothing_else(rolled_back, plan, choice):
    with rolled_back() as session, clock.set_to(datetime(2026, 12, 10, tzinfo=UTC)):
        found = planted(session, plan)
        top = found[choice % len(found)]
        actor = a_stranger(top.unit, Role.LEADER)
        below = [one for one in found if one.kind.is_cell and top.unit in one.line]
        total, *groups = four_good.funnel(session, actor, top.unit.id, 2026, CELL)
        assert sums(total) == naive(below)
        assert tuple(map(sum, zip(*map(sums, groups), strict=True))) == (sums(total) if groups else ())
        if top.kind.is_cell:
            return
        holders = Counter(_holder(one, top) for one in below)
        assert {row.group_id: row.units for row in groups} == holders
        for row in groups:
            assert sums(row) == naive([one for one in below if _holder(one, top) == row.group_id])


def _holder(one, top):
    """The unit above a cell, or above its sub-committee where that can be seen from the top."""
    parent, *above = one.line[1:]
    is_section = parent.id != top.unit.id and top.kind is not UnitKind.SUB_COMMITTEE and _is_section(one)
    return above[0].id if is_section else parent.id


def _is_section(one):
    # District, commune, sub-committee, cell: only a cell of a sub-committee stands so deep.
    return len(one.line) == 4


@settings(max_examples=25)
@given(plants, st.integers(0, 50), st.integers(0, 50))
def test_out_of_reach_there_is_no_board(rolled_back, plan, choice, asked):
    with rolled_back() as session, clock.set_to(datetime(2026, 12, 10, tzinfo=UTC)):
        found = planted(session, plan)
        top, wanted = found[choice % len(found)], found[asked % len(found)]
        actor = a_stranger(top.unit)
        if top.unit in wanted.line:
            seen = four_good.board(session, actor, wanted.unit.id, CELL, 2026)
            assert {row.ref.unit_id for row in seen.rows} == {
                one.unit.id for one in found if one.kind.is_cell and wanted.unit in one.line
            }
        else:
            with pytest.raises(NotFound):
                four_good.board(session, actor, wanted.unit.id, CELL, 2026)


def test_however_many_cells_it_is_eight_statements(session, huong, district, commune, in_force):
    costs = []
    for size in (3, 12):
        for number in range(size):
            unit = a_cell(session, commune, f"Chi bộ {size}-{number}")
            submitted(session, a_secretary(session, unit), unit)
        session.flush()
        actor = an_actor(session, commune)
        with counted(session) as sent:
            four_good.board(session, actor, commune.id, CELL, 2026)
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 8
