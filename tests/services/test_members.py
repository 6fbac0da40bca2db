"""Members: who belonged to a cell on a day, in what standing and office."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import MembershipKind, PositionKind, Role, SuspensionKind
from services import members
from services.errors import NotFound
from services.members import Census, OfficerRow
from tests.factories import (
    LONG_AGO,
    a_cell,
    a_member,
    a_membership,
    a_position,
    a_stranger,
    a_suspension,
    a_unit,
    some_members,
)
from tests.statements import counted

DAY = date(2026, 11, 5)
DAY_BEFORE, DAY_AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.fixture
def commune(session):
    return a_unit(session)


@pytest.fixture
def cell(session, commune):
    return a_cell(session, commune)


@pytest.fixture
def olga(commune):
    """Officer of the commune."""
    return a_stranger(commune)


@pytest.fixture
def roster(session, olga, cell):
    """The cell's roster on a day."""
    return lambda on=DAY: members.roster(session, olga, cell.id, on)


def names(rows):
    return [row.full_name for row in rows]


class TestRoster:
    def test_it_is_ordered_by_given_name(self, session, cell, roster):
        for name in ("Nông Văn Đào", "Bế Thị Ân", "Lý Văn Dung", "Hoàng Thị An", "Bế Thị An"):
            a_member(session, cell, name)
        assert names(roster()) == ["Bế Thị An", "Hoàng Thị An", "Bế Thị Ân", "Lý Văn Dung", "Nông Văn Đào"]

    def test_one_belongs_from_the_day_of_joining_until_the_day_before_leaving(self, session, cell, roster):
        a_member(session, cell, joined_on=DAY, left_on=DAY_AFTER)
        assert [len(roster(day)) for day in (DAY_BEFORE, DAY, DAY_AFTER)] == [0, 1, 0]

    def test_a_transfer_leaves_the_roster_of_the_past_alone(self, session, commune, cell, olga, roster):
        before = roster(DAY_BEFORE)
        member = a_member(session, cell, "Lý Văn Chuyển", left_on=DAY)
        new_cell = a_cell(session, commune, "Chi bộ Đông Chót")
        a_membership(session, member, new_cell, joined_on=DAY)
        assert names(roster(DAY_BEFORE)) == [*names(before), "Lý Văn Chuyển"]
        assert roster() == []
        assert names(members.roster(session, olga, new_cell.id, DAY)) == ["Lý Văn Chuyển"]

    def test_a_member_is_official_from_the_day_of_confirmation(self, session, cell, roster):
        a_member(session, cell, admitted_on=date(2025, 11, 5), confirmed_on=DAY)
        assert [roster(day)[0].is_official for day in (DAY_BEFORE, DAY)] == [False, True]

    def test_a_member_never_confirmed_is_probationary(self, session, cell, roster):
        a_member(session, cell, official=False)
        assert not roster()[0].is_official

    @pytest.mark.parametrize("kind", SuspensionKind)
    def test_one_who_is_suspended_is_not_due(self, session, cell, roster, kind):
        a_suspension(session, a_member(session, cell), kind, since=DAY, until=DAY_AFTER, reason="Lý do riêng")
        assert [roster(day)[0].is_due for day in (DAY_BEFORE, DAY, DAY_AFTER)] == [True, False, True]
        entry = roster()[0]
        assert (entry.suspension, entry.suspension_reason, entry.suspended_since) == (kind, "Lý do riêng", DAY)

    def test_one_away_from_home_is_due_where_they_are_a_guest(self, session, commune, cell, olga, roster):
        member = a_member(session, cell)
        a_suspension(session, member, SuspensionKind.TEMPORARY_OUT)
        host = a_cell(session, commune, "Chi bộ nơi đến")
        a_membership(session, member, host, kind=MembershipKind.TEMPORARY_IN)
        assert not roster()[0].is_due
        (guest,) = members.roster(session, olga, host.id, DAY)
        assert guest.is_temporary
        assert guest.is_due

    def test_an_exempt_guest_is_not_due(self, session, commune, cell, roster):
        member = a_member(session, a_cell(session, commune, "Chi bộ nhà"))
        a_membership(session, member, cell, kind=MembershipKind.TEMPORARY_IN)
        a_suspension(session, member, SuspensionKind.EXEMPT)
        assert not roster()[0].is_due

    def test_offices_are_those_of_the_day_and_of_this_cell(self, session, commune, cell, roster):
        member = a_member(session, cell)
        a_position(session, member, cell, PositionKind.SECRETARY, since=DAY, until=DAY_AFTER)
        assert [roster(day)[0].position for day in (DAY_BEFORE, DAY, DAY_AFTER)] == [
            None,
            PositionKind.SECRETARY,
            None,
        ]

    def test_an_office_in_the_commune_is_none_in_the_cell(self, session, commune, cell, roster):
        a_position(session, a_member(session, cell), commune)
        assert roster()[0].position is None

    def test_of_several_things_the_weightiest_is_shown_once(self, session, cell, roster):
        member = a_member(session, cell)
        a_position(session, member, cell, PositionKind.CELL_COMMITTEE_MEMBER)
        a_position(session, member, cell, PositionKind.DEPUTY_SECRETARY)
        a_suspension(session, member, SuspensionKind.TEMPORARY_OUT)
        a_suspension(session, member, SuspensionKind.EXEMPT)
        (entry,) = roster()
        assert (entry.position, entry.suspension) == (PositionKind.DEPUTY_SECRETARY, SuspensionKind.EXEMPT)

    def test_out_of_reach_there_is_no_cell(self, session, olga):
        with pytest.raises(NotFound):
            members.roster(session, olga, a_cell(session).id, DAY)

    def test_it_takes_one_statement_however_long_it_is(self, session, cell, roster):
        for member in some_members(session, cell, 30):
            a_suspension(session, member)
        with counted(session) as statements:
            assert len(roster()) == 30
        assert len(statements) == 1


class TestSearch:
    @pytest.fixture
    def search(self, session, olga):
        return lambda words, on=DAY: members.search(session, olga, words, on)

    @pytest.mark.parametrize("words", ["nguyen van an", "An Nguyễn", "VĂN"])
    def test_it_ignores_diacritics_case_and_order(self, session, cell, search, words):
        member = a_member(session, cell, "Nguyễn Văn Ân")
        a_member(session, cell, "Bế Thị Hòa")
        (found,) = search(words)
        assert (found.member_id, found.unit_id, found.unit_name) == (member.id, cell.id, "Chi bộ Khuổi Ngọa")

    def test_it_finds_a_member_in_the_cell_of_the_day(self, session, commune, cell, search):
        member = a_member(session, cell, "Nguyễn Văn Ân", left_on=DAY)
        a_membership(session, member, a_cell(session, commune, "Chi bộ Đông Chót"), joined_on=DAY)
        assert [search("an", day)[0].unit_name for day in (DAY_BEFORE, DAY)] == [
            "Chi bộ Khuổi Ngọa",
            "Chi bộ Đông Chót",
        ]

    def test_out_of_reach_nobody_is_found(self, session, search):
        a_member(session, a_cell(session), "Nguyễn Văn Ân")
        assert search("an") == []

    @pytest.mark.parametrize("words", ["", " ", "%", "_", "'"])
    def test_without_a_word_nobody_is_found(self, session, cell, search, words):
        a_member(session, cell)
        assert search(words) == []

    def test_at_most_fifty_are_shown_in_vietnamese_order(self, session, cell, search):
        some_members(session, cell, 60)
        found = search("hoang van")
        assert len(found) == 50
        assert found == sorted(found, key=lambda row: row.sort_key)


class TestCensus:
    def test_it_counts_the_standing_of_the_day(self, session, commune, cell, olga):
        some_members(session, cell, 4)
        a_member(session, cell, admitted_on=date(2025, 11, 5), confirmed_on=DAY)
        a_member(session, cell, admitted_on=date(2025, 11, 6), confirmed_on=DAY_AFTER)
        a_suspension(session, a_member(session, cell), SuspensionKind.EXEMPT)
        a_suspension(session, a_member(session, cell, official=False), SuspensionKind.TEMPORARY_OUT)
        a_suspension(session, a_member(session, cell), SuspensionKind.SPECIAL_DUTY)
        a_member(session, cell, left_on=DAY)
        guest = a_member(session, a_cell(session))
        a_membership(session, guest, cell, kind=MembershipKind.TEMPORARY_IN)
        counts = members.census(session, olga, None, DAY)
        assert counts == {
            cell.id: Census(official=7, probationary=2, exempt=1, away=1, special_duty=1, temporary=1),
        }
        assert counts[cell.id].members == 9

    def test_a_member_suspended_twice_is_counted_once(self, session, cell, olga):
        member = a_member(session, cell)
        a_suspension(session, member)
        a_suspension(session, member)
        assert members.census(session, olga, None, DAY)[cell.id] == Census(official=1, exempt=1)

    def test_a_unit_named_narrows_it(self, session, commune, cell, olga):
        a_member(session, cell)
        other = a_cell(session, commune, "Chi bộ Đông Chót")
        a_member(session, other)
        assert set(members.census(session, olga, other.id, DAY)) == {other.id}
        assert set(members.census(session, olga, commune.id, DAY)) == {cell.id, other.id}

    def test_out_of_reach_nothing_is_counted(self, session, olga):
        elsewhere = a_cell(session)
        a_member(session, elsewhere)
        assert members.census(session, olga, None, DAY) == {}
        with pytest.raises(NotFound):
            members.census(session, olga, elsewhere.id, DAY)

    def test_it_takes_one_statement_for_all_cells(self, session, commune, olga):
        for number in range(20):
            some_members(session, a_cell(session, commune, f"Chi bộ {number}"), 3)
        with counted(session) as statements:
            assert len(members.census(session, olga, None, DAY)) == 20
        assert len(statements) == 1

    @settings(max_examples=25)
    @given(
        st.lists(
            st.tuples(
                st.booleans(), st.sampled_from([None, *SuspensionKind]), st.sampled_from(MembershipKind), st.booleans()
            ),
            max_size=8,
        )
    )
    def test_it_equals_the_counts_of_the_roster(self, rolled_back, people):
        with rolled_back() as session:
            cell = a_cell(session)
            for official, suspension, kind, has_left in people:
                member = a_member(session, official=official)
                a_membership(session, member, cell, kind=kind, left_on=DAY if has_left else None)
                if suspension:
                    a_suspension(session, member, suspension)
            actor = a_stranger(cell)
            counted_by_hand = members.counted(members.roster(session, actor, cell.id, DAY))
            assert members.census(session, actor, None, DAY).get(cell.id, Census()) == counted_by_hand

    def test_counts_add_up_to_those_of_the_commune(self):
        assert Census(1, 2, 3, 4, 5, 6) + Census(10, 20, 30, 40, 50, 60) == Census(11, 22, 33, 44, 55, 66)


class TestSecretaries:
    def test_each_unit_has_the_secretary_of_the_day(self, session, commune, cell, olga):
        old, new = (a_member(session, cell, name, phone=phone) for name, phone in (("Cũ", None), ("Mới", "0912")))
        a_position(session, old, cell, until=DAY)
        a_position(session, new, cell, since=DAY)
        a_position(session, old, cell, PositionKind.DEPUTY_SECRETARY, since=DAY)
        assert members.secretaries(session, olga, None, DAY_BEFORE) == {cell.id: OfficerRow(old.id, "Cũ", None)}
        assert members.secretaries(session, olga, commune.id, DAY) == {cell.id: OfficerRow(new.id, "Mới", "0912")}

    def test_a_neighbours_secretary_is_not_named(self, session, cell):
        a_position(session, a_member(session, cell), cell)
        assert members.secretaries(session, a_stranger(a_cell(session), Role.CELL_SECRETARY), None, DAY) == {}


@pytest.mark.parametrize(
    ("official", "begins"),
    [(0, "Chi bộ chưa có"), (1, "Chi bộ chỉ có 1 "), (2, "Chi bộ chỉ có 2 "), (3, None), (40, None)],
)
def test_a_cell_with_fewer_than_three_official_members_gets_a_warning(official, begins):
    warning = members.strength_warning(official)
    assert warning is None if begins is None else warning.startswith(begins)
    assert warning is None or "Điều 24" in warning


def test_a_member_of_a_cell_is_there_since_long_ago(session, cell, roster):
    a_member(session, cell)
    assert roster()[0].joined_on == LONG_AGO
