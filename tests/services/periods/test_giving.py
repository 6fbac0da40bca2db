"""Exemptions, extensions, and what is expected after all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from models import AuditEntry, Extension, PeriodKind, Role
from services import clock, meetings, periods
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.periods import dues
from tests.factories import a_cell, a_stranger, a_unit, an_actor
from tests.factories_meetings import NOVEMBER, OCTOBER, a_cast, a_submitted_meeting
from tests.factories_periods import at, expected, opened, the_period

UNTIL = date(2026, 11, 25)


@pytest.fixture
def october(session, cast):
    """What is expected of Khuổi Ngọa for October, which was due on 5/11."""
    return expected(session, opened(session, OCTOBER), cast.cell)


class TestExempting:
    def test_nothing_is_expected_and_it_can_be_taken_back(self, session, cast, edith, october):
        periods.exempt(session, edith, october.id, " Bị cô lập do mưa lũ ")
        [row] = meetings.due(session, cast.officer, OCTOBER)
        assert (october.exempt_reason, row.is_expected, row.is_done) == ("Bị cô lập do mưa lũ", False, True)
        assert [line.ref.month for line in meetings.book(session, edith, cast.cell.id, OCTOBER, NOVEMBER)] == [NOVEMBER]
        periods.end_exemption(session, edith, october.id)
        [row] = meetings.due(session, cast.officer, OCTOBER)
        assert (row.is_expected, row.is_done) == (True, False)

    def test_it_wants_a_reason(self, session, edith, october):
        for reason in (" ", "x" * 501):
            with pytest.raises(Invalid, match=r"[Ll]ý do"):
                periods.exempt(session, edith, october.id, reason)

    def test_a_second_click_changes_nothing(self, session, edith, october):
        periods.exempt(session, edith, october.id, "Mưa lũ")
        for _ in range(2):
            periods.end_exemption(session, edith, october.id)
        actions = session.exec(select(AuditEntry.action).where(AuditEntry.entity == "expectation")).all()
        assert actions == ["expectation:exempted", "expectation:exemption_ended"]

    def test_who_is_exempt_may_write_all_the_same(self, session, cast, edith, october):
        periods.exempt(session, edith, october.id, "Mưa lũ")
        a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
        assert october.is_complete


class TestExtending:
    def test_the_day_that_was_frozen_stays_beside_the_new_one(self, session, cast, edith, october):
        periods.extend(session, edith, october.id, UNTIL, "Bí thư ốm")
        assert (october.due_on, october.extended_until) == (date(2026, 11, 5), UNTIL)
        assert dues.due_date(session, cast.cell.id, OCTOBER) == UNTIL
        assert meetings.sheet(session, cast.officer, cast.in_month(OCTOBER)).due_on == UNTIL

    def test_the_newest_one_holds_and_all_are_kept(self, session, edith, october):
        for day, reason in ((UNTIL, "Bí thư ốm"), (date(2026, 11, 22), "Đã khỏi")):
            with clock.set_to(at(date(2026, 11, 20), day.day % 7, 0)):
                periods.extend(session, edith, october.id, day, reason)
        assert october.extended_until == date(2026, 11, 22)
        [row] = periods.period(session, edith, october.period_id).expectations
        assert [extension.until_on for extension in row.extensions] == [UNTIL, date(2026, 11, 22)]
        assert row.extensions[0].by == edith.display_name
        assert len(session.exec(select(Extension)).all()) == 2

    @pytest.mark.parametrize(
        ("until_on", "words"), [(date(2026, 11, 5), "sau hạn nộp"), (date(2026, 11, 19), "đã qua")]
    )
    def test_a_day_that_gives_no_time_is_refused(self, session, edith, october, until_on, words):
        with pytest.raises(Invalid, match=words):
            periods.extend(session, edith, october.id, until_on, "Bí thư ốm")

    @pytest.mark.parametrize(
        ("moment", "is_on_time"), [(at(UNTIL, 23, 59, 59), True), (at(date(2026, 11, 26), 0, 0, 0), False)]
    )
    def test_it_counts_to_the_end_of_its_day(self, session, cast, edith, october, moment, is_on_time):
        periods.extend(session, edith, october.id, UNTIL, "Bí thư ốm")
        with clock.set_to(moment):
            a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
        assert october.is_on_time is is_on_time

    def test_what_was_received_late_stays_late(self, session, cast, edith, october):
        a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
        periods.extend(session, edith, october.id, UNTIL, "Bí thư ốm")
        assert october.is_on_time is False


class TestExpecting:
    def test_a_cell_that_was_founded_later_is_added_by_name(self, session, cast, edith):
        period_id = opened(session, NOVEMBER)
        new = a_cell(session, cast.commune, "Chi bộ Mới", since=date(2026, 11, 10))
        [_, row] = meetings.due(session, cast.officer, NOVEMBER)
        assert (row.ref.unit_id, row.is_expected) == (new.id, False)
        first = periods.expect(session, edith, period_id, new.id)
        assert periods.expect(session, edith, period_id, new.id) == first
        assert expected(session, period_id, new).due_on == date(2026, 12, 5)
        assert meetings.due(session, cast.officer, NOVEMBER)[1].is_expected

    def test_what_it_has_handed_in_already_counts(self, session, cast, edith, october):
        session.delete(october)
        with clock.set_to(at(date(2026, 11, 3))):
            a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
        periods.expect(session, edith, october.period_id, cast.cell.id)
        found = expected(session, october.period_id, cast.cell)
        assert (found.received_at, found.is_on_time, found.is_complete) == (at(date(2026, 11, 3)), True, True)

    def test_who_was_no_cell_in_the_period_is_refused(self, session, cast, edith, october):
        later = a_cell(session, cast.commune, "Chi bộ Mới", since=date(2026, 11, 1))
        for unit in (later, cast.commune):
            with pytest.raises(Invalid, match="không phải là chi bộ"):
                periods.expect(session, edith, october.period_id, unit.id)

    def test_a_period_that_expects_nothing_is_refused(self, session, cast, edith):
        year = opened(session, NOVEMBER, PeriodKind.YEAR)
        with pytest.raises(Invalid, match="không có việc phải nộp"):
            periods.expect(session, edith, year, cast.cell.id)

    def test_a_closed_period_is_refused(self, session, cast, edith, october):
        new = a_cell(session, cast.commune, "Chi bộ Mới")
        periods.close(session, edith, october.period_id, "Đã tổng hợp")
        with pytest.raises(Conflict, match="đã chốt"):
            periods.expect(session, edith, october.period_id, new.id)


class TestWho:
    @pytest.fixture(params=["exempt", "end_exemption", "extend", "expect"])
    def act(self, request, session, october):
        """One of the acts on Khuổi Ngọa."""
        return {
            "exempt": lambda actor: periods.exempt(session, actor, october.id, "Mưa lũ"),
            "end_exemption": lambda actor: periods.end_exemption(session, actor, october.id),
            "extend": lambda actor: periods.extend(session, actor, october.id, UNTIL, "Bí thư ốm"),
            "expect": lambda actor: periods.expect(session, actor, october.period_id, october.unit_id),
        }[request.param]

    def test_out_of_reach_it_does_not_exist(self, session, cast, act):
        with pytest.raises(NotFound):
            act(a_stranger(a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district), Role.DISTRICT_STAFF))

    @pytest.mark.parametrize("role", [Role.COMMUNE_OFFICER, Role.CELL_SECRETARY, Role.LEADER])
    def test_who_does_not_keep_periods_may_not(self, session, cast, act, role):
        with pytest.raises(NotAllowed):
            act(an_actor(session, cast.district, role))

    def test_an_administrator_may(self, session, cast, act):
        act(an_actor(session, cast.district, Role.ADMINISTRATOR))


STEPS = st.lists(st.tuples(st.sampled_from(["exempt", "back", "extend"]), st.integers(1, 40)), max_size=8)


@given(STEPS)
def test_whatever_is_granted_the_frozen_day_and_the_facts_stay(rolled_back, steps):
    """Property: grants touch their own columns only, and the last one of each kind holds."""
    with clock.set_to(at(date(2026, 11, 20))), rolled_back() as session:
        cast = a_cast(session)
        edith = an_actor(session, cast.district, Role.DISTRICT_STAFF)
        found = expected(session, opened(session, NOVEMBER), cast.cell)
        exempt, until = "", None
        for what, number in steps:
            day = date.fromordinal(date(2026, 12, 5).toordinal() + number)
            if what == "exempt":
                exempt = f"Lý do {number}"
                periods.exempt(session, edith, found.id, exempt)
            elif what == "back":
                exempt = ""
                periods.end_exemption(session, edith, found.id)
            else:
                until = day
                periods.extend(session, edith, found.id, day, "Bí thư ốm")
        session.expire_all()
        assert (found.exempt_reason, found.extended_until) == (exempt, until)
        assert (found.due_on, found.received_at, found.is_on_time, found.is_complete) == (
            date(2026, 12, 5),
            None,
            None,
            False,
        )
        assert not the_period(session, found.period_id).is_closed
