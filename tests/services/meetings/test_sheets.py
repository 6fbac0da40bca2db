"""A record as the screen shows it: before the first field, while it is typed, after it was handed in."""

from datetime import date
from fractions import Fraction

import pytest
from sqlmodel import select

from models import Membership, MembershipKind, Role, Suspension, SuspensionKind
from services import meetings
from services.errors import Invalid, NotFound
from services.meetings import MeetingKind, MeetingState, Presence
from tests.factories import a_cell, a_member, a_membership, a_stranger, a_suspension, a_unit
from tests.factories_meetings import (
    HELD_ON,
    NOVEMBER,
    OCTOBER,
    SEPTEMBER,
    a_submitted_meeting,
    a_target,
    a_task,
    fill,
    put,
)
from tests.statements import counted


def presences(sheet):
    return [entry.presence for entry in sheet.roll]


class TestOpening:
    def test_nothing_is_stored_by_looking(self, session, cast):
        assert meetings.sheet(session, cast.officer, cast.ref).exists is False
        assert meetings.sheet(session, cast.officer, cast.ref).exists is False

    def test_the_secretary_is_in_the_chair_and_the_date_is_empty(self, session, cast):
        sheet = meetings.sheet(session, cast.officer, cast.ref)
        assert sheet.chair_id == cast.people[0].id
        assert (sheet.held_on, sheet.started_at, sheet.ended_at, sheet.place) == (None, None, None, "")
        assert (sheet.unit_name, sheet.state) == ("Chi bộ Khuổi Ngọa", MeetingState.DRAFT)

    def test_place_and_minutes_secretary_are_those_of_the_last_meeting(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER), place="Nhà văn hóa cũ")
        sheet = meetings.sheet(session, cast.officer, cast.ref)
        assert (sheet.place, sheet.minutes_secretary_id) == ("Nhà văn hóa cũ", cast.people[1].id)

    def test_the_last_meeting_is_one_of_an_earlier_month(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER), place="Nhà văn hóa cũ")
        put(session, cast.officer, cast.in_month(NOVEMBER, MeetingKind.THEMATIC), "place", "Trường học")
        assert meetings.sheet(session, cast.officer, cast.ref).place == "Nhà văn hóa cũ"

    def test_a_minutes_secretary_who_has_left_is_not_proposed(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
        leave(session, cast.people[1], date(2026, 10, 20))
        assert meetings.sheet(session, cast.officer, cast.ref).minutes_secretary_id is None

    def test_everybody_due_is_present_and_the_exempt_are_not_counted(self, session, cast):
        sheet = meetings.sheet(session, cast.officer, cast.ref)
        assert presences(sheet) == [Presence.PRESENT] * 6 + [Presence.NOT_DUE]
        assert (sheet.attendance, sheet.speaking) == (Fraction(1), Fraction(0))
        assert sheet.roll[-1].suspension is SuspensionKind.EXEMPT

    def test_it_says_until_when_it_is_due(self, session, cast):
        assert meetings.sheet(session, cast.officer, cast.ref).due_on == date(2026, 12, 5)


class TestRefusal:
    def test_out_of_reach_it_does_not_exist(self, session, cast):
        elsewhere = a_stranger(a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district))
        with pytest.raises(NotFound):
            meetings.sheet(session, elsewhere, cast.ref)

    def test_a_commune_has_no_meeting_of_a_cell(self, session, cast):
        with pytest.raises(Invalid, match="không phải là chi bộ"):
            meetings.sheet(session, cast.officer, meetings.MeetingRef(cast.commune.id, NOVEMBER))

    @pytest.mark.parametrize("month", [date(2026, 12, 1), date(9999, 12, 1)])
    def test_a_month_to_come_has_no_record_yet(self, session, cast, month):
        with pytest.raises(Invalid, match="chưa đến") as refusal:
            meetings.sheet(session, cast.officer, cast.in_month(month))
        assert refusal.value.field == "month"

    @pytest.mark.parametrize(("since", "until"), [(date(2026, 12, 1), None), (date(2015, 1, 1), date(2026, 11, 1))])
    def test_a_cell_that_was_not_there_in_the_month_has_none(self, session, cast, since, until):
        cell = a_cell(session, cast.commune, "Chi bộ Nặm Nộc", since=since, until=until)
        with pytest.raises(Invalid, match="chưa thành lập hoặc đã kết thúc"):
            meetings.sheet(session, cast.officer, meetings.MeetingRef(cell.id, NOVEMBER))

    def test_a_regular_meeting_has_no_second_number(self, session, cast):
        with pytest.raises(Invalid):
            meetings.sheet(session, cast.officer, cast.in_month(NOVEMBER, number=2))

    def test_a_month_is_named_by_its_first_day(self, session, cast):
        with pytest.raises(Invalid):
            meetings.sheet(session, cast.officer, cast.in_month(date(2026, 11, 2)))


class TestRoll:
    def test_marks_are_laid_over_the_roster(self, session, cast):
        put(session, cast.officer, cast.ref, "excused", cast.ids(1, 2))
        put(session, cast.officer, cast.ref, "unexcused", cast.ids(4))
        put(session, cast.officer, cast.ref, "attending", [cast.elder.id])
        put(session, cast.officer, cast.ref, "speakers", [*cast.ids(0), cast.elder.id])
        sheet = meetings.sheet(session, cast.officer, cast.ref)
        assert (sheet.attendance, sheet.speaking) == (Fraction(3, 6), Fraction(2, 4))
        assert sheet.marked("excused") == cast.ids(1, 2)
        assert sheet.marked("attending") == [cast.elder.id]

    def test_the_roster_is_that_of_the_meetings_day(self, session, cast):
        a_member(session, cast.cell, "Lý Văn Sáu", joined_on=date(2026, 11, 10))
        leave(session, cast.people[5], date(2026, 11, 8))
        put(session, cast.officer, cast.ref, "held_on", date(2026, 11, 5))
        assert names(meetings.sheet(session, cast.officer, cast.ref))[-2:] == ["Hoàng Văn Giang", "Nông Thị Yên"]
        put(session, cast.officer, cast.ref, "held_on", date(2026, 11, 12))
        assert names(meetings.sheet(session, cast.officer, cast.ref))[-2:] == ["Lý Văn Sáu", "Nông Thị Yên"]

    def test_while_no_day_is_known_it_is_the_months_last_day_or_today(self, session, cast):
        october, november = cast.in_month(OCTOBER), cast.ref
        assert meetings.sheet(session, cast.officer, october).roster_on == date(2026, 10, 31)
        assert meetings.sheet(session, cast.officer, november).roster_on == date(2026, 11, 20)

    def test_a_mark_for_somebody_who_was_not_there_that_day_is_shown_as_not_counting(self, session, cast):
        newcomer = a_member(session, cast.cell, "Lý Văn Sáu", joined_on=date(2026, 11, 10))
        put(session, cast.officer, cast.ref, "excused", [newcomer.id])
        put(session, cast.officer, cast.ref, "held_on", HELD_ON)
        sheet = meetings.sheet(session, cast.officer, cast.ref)
        assert sheet.strays == ("Lý Văn Sáu",)
        assert sheet.counts.excused == 0
        put(session, cast.officer, cast.ref, "held_on", date(2026, 11, 12))
        assert meetings.sheet(session, cast.officer, cast.ref).marked("excused") == [newcomer.id]

    def test_a_member_who_was_simply_present_and_is_not_on_the_roll_any_more_is_not_mentioned(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref)
        meetings.take_back(session, cast.officer, cast.ref)
        leave(session, cast.people[5], date(2026, 11, 2))
        assert meetings.sheet(session, cast.officer, cast.ref).strays == ()

    def test_a_member_who_became_exempt_is_no_longer_absent(self, session, cast):
        put(session, cast.officer, cast.ref, "excused", cast.ids(1))
        a_suspension(session, cast.people[1], SuspensionKind.EXEMPT, since=date(2026, 11, 1))
        assert meetings.sheet(session, cast.officer, cast.ref).counts.excused == 0

    def test_a_speaker_who_turns_out_not_to_be_due_has_to_be_ticked_as_having_come(self, session, cast):
        put(session, cast.officer, cast.ref, "speakers", cast.ids(1))
        a_suspension(session, cast.people[1], SuspensionKind.TEMPORARY_OUT, since=date(2026, 11, 1))
        sheet = meetings.sheet(session, cast.officer, cast.ref)
        assert (sheet.marked("speakers"), sheet.counts.attendees) == ([], 5)
        put(session, cast.officer, cast.ref, "attending", cast.ids(1))
        sheet = meetings.sheet(session, cast.officer, cast.ref)
        assert (sheet.marked("speakers"), sheet.counts.attendees) == (cast.ids(1), 6)

    def test_whoever_did_not_have_to_come_and_then_did_is_present_by_default(self, session, cast):
        put(session, cast.officer, cast.ref, "attending", [cast.elder.id])
        put(session, cast.officer, cast.ref, "attending", [])
        assert meetings.sheet(session, cast.officer, cast.ref).roll[-1].presence is Presence.NOT_DUE
        session.exec(select(Suspension)).one().ends_on = date(2026, 11, 1)
        session.flush()
        assert meetings.sheet(session, cast.officer, cast.ref).roll[-1].presence is Presence.PRESENT

    @pytest.mark.parametrize("kind", list(SuspensionKind))
    def test_exempt_away_and_special_duty_are_not_due(self, session, cast, kind):
        a_suspension(session, cast.people[1], kind, since=date(2026, 11, 1))
        assert meetings.sheet(session, cast.officer, cast.ref).counts.due == 5


class TestSubmitted:
    def test_a_later_transfer_exemption_or_confirmation_does_not_rewrite_it(self, session, cast):
        candidate = a_member(session, cast.cell, "Lý Thị Út", official=False, admitted_on=date(2025, 12, 1))
        a_submitted_meeting(session, cast.officer, cast.ref, excused=cast.ids(3), **reason(cast.people[3]))
        before = meetings.sheet(session, cast.officer, cast.ref)
        leave(session, cast.people[1], date(2026, 11, 2))
        a_suspension(session, cast.people[2], SuspensionKind.EXEMPT, since=date(2026, 11, 1))
        candidate.confirmed_on = date(2026, 11, 3)
        session.flush()
        after = meetings.sheet(session, cast.officer, cast.ref)
        assert after.roll == before.roll
        assert after.counts == before.counts
        assert [entry.full_name for entry in after.roll if not entry.is_official] == ["Lý Thị Út"]

    def test_it_says_who_handed_it_in_and_when(self, session, cast):
        a_submitted_meeting(session, cast.secretary, cast.ref)
        sheet = meetings.sheet(session, cast.officer, cast.ref)
        assert (sheet.submitted_by, sheet.is_submitted) == (cast.secretary.display_name, True)
        assert sheet.submitted_at is not None


class TestCost:
    def test_a_record_with_everything_costs_eleven_statements_at_most(self, session, cast):
        a_target(session, cast.officer, cast.in_month(SEPTEMBER))
        a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
        a_task(session, cast.officer, fill(session, cast.officer, cast.ref), cast.people[0].id)
        for ref in (cast.ref, cast.in_month(OCTOBER), cast.in_month(NOVEMBER, MeetingKind.THEMATIC)):
            session.expire_all()
            with counted(session) as statements:
                meetings.sheet(session, cast.officer, ref)
            assert len(statements) <= 11, statements


def test_a_leader_may_read_a_record(session, cast):
    leader = a_stranger(cast.district, Role.LEADER)
    assert meetings.sheet(session, leader, cast.ref).unit_name == "Chi bộ Khuổi Ngọa"


def test_a_member_here_for_a_time_is_on_the_roll(session, cast):
    visitor = a_member(session, None, "Vi Văn Tạm")
    a_membership(session, visitor, cast.cell, kind=MembershipKind.TEMPORARY_IN)
    assert "Vi Văn Tạm" in names(meetings.sheet(session, cast.officer, cast.ref))


def names(sheet):
    return [entry.full_name for entry in sheet.roll]


def reason(member):
    return {f"reason:{member.id}": "Đi viện"}


def leave(session, member, day):
    session.exec(select(Membership).where(Membership.member_id == member.id)).one().left_on = day
    session.flush()
