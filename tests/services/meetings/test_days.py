"""Preparation and filing: the days around a meeting, a theme in a regular one, minutes sent after handing in."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from models import AuditEntry, PositionKind, Role
from services import clock, meetings
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.meetings import MeetingKind
from tests.factories import a_position, a_stranger, a_unit, an_actor
from tests.factories_meetings import HELD_ON, NOVEMBER, NOW, a_cast, a_submitted_meeting, fill, put, seen

DAYS = ["premeeting_on", "documents_on", "minutes_on"]


def sheet(session, cast, ref=None):
    return meetings.sheet(session, cast.officer, ref or cast.ref)


def refused(session, cast, field, value, sentence):
    before = seen(session, cast.officer, cast.ref, field)
    with pytest.raises(Invalid, match=sentence) as refusal:
        put(session, cast.officer, cast.ref, field, value)
    assert refusal.value.field == field
    assert seen(session, cast.officer, cast.ref, field) == before


class TestDays:
    @pytest.mark.parametrize("field", DAYS)
    def test_a_day_is_kept_and_emptied_again(self, session, cast, field):
        put(session, cast.officer, cast.ref, field, HELD_ON)
        session.expire_all()
        assert getattr(sheet(session, cast), field) == HELD_ON
        put(session, cast.officer, cast.ref, field, None)
        assert getattr(sheet(session, cast), field) is None

    @pytest.mark.parametrize("field", DAYS)
    def test_none_of_them_lies_ahead(self, session, cast, field):
        put(session, cast.officer, cast.ref, field, date(2026, 11, 20))
        refused(session, cast, field, date(2026, 11, 21), "21/11/2026 ở sau hôm nay")

    def test_the_cell_committee_does_not_meet_after_the_cell(self, session, cast):
        put(session, cast.officer, cast.ref, "held_on", HELD_ON)
        put(session, cast.officer, cast.ref, "premeeting_on", HELD_ON)
        refused(
            session, cast, "premeeting_on", date(2026, 11, 6), r"\(06/11/2026\) không được sau ngày họp \(05/11/2026\)"
        )
        put(session, cast.officer, cast.ref, "premeeting_on", date(2026, 10, 31))
        put(session, cast.officer, cast.ref, "premeeting_on", date(2026, 11, 4))
        refused(session, cast, "held_on", date(2026, 11, 3), r"\(04/11/2026\) không được sau ngày họp \(03/11/2026\)")

    def test_minutes_are_not_sent_before_the_meeting(self, session, cast):
        put(session, cast.officer, cast.ref, "held_on", HELD_ON)
        put(session, cast.officer, cast.ref, "minutes_on", HELD_ON)
        refused(
            session, cast, "minutes_on", date(2026, 11, 4), r"\(04/11/2026\) không được trước ngày họp \(05/11/2026\)"
        )
        refused(session, cast, "held_on", date(2026, 11, 6), r"\(05/11/2026\) không được trước ngày họp \(06/11/2026\)")

    def test_documents_may_be_put_up_late(self, session, cast):
        put(session, cast.officer, cast.ref, "held_on", HELD_ON)
        assert put(session, cast.officer, cast.ref, "documents_on", date(2026, 11, 9)) == date(2026, 11, 9)

    @given(st.lists(st.tuples(st.sampled_from(["held_on", *DAYS]), st.dates(date(2026, 11, 1), date(2026, 11, 22)))))
    @settings(max_examples=25)
    def test_in_whatever_order_they_are_typed_they_fit_one_another(self, rolled_back, changes):
        with clock.set_to(NOW), rolled_back() as session:
            cast = a_cast(session)
            for field, on in changes:
                try:
                    put(session, cast.officer, cast.ref, field, on)
                except Invalid:
                    continue
                assert seen(session, cast.officer, cast.ref, field) == on
            found = sheet(session, cast)
            known = [found.premeeting_on, found.held_on, found.minutes_on]
            if found.held_on:
                assert sorted(filter(None, known)) == list(filter(None, known))
            assert all(on <= clock.today() for on in [*known, found.documents_on] if on)

    def test_none_of_them_keeps_a_record_from_being_handed_in(self, session, cast):
        fill(session, cast.officer, cast.ref)
        assert meetings.gaps(sheet(session, cast)) == []
        assert meetings.submit(session, cast.officer, cast.ref).is_new


class TestPremeeting:
    def test_a_secretary_alone_has_nobody_to_meet_with(self, session, cast):
        assert not sheet(session, cast).holds_premeeting

    @pytest.mark.parametrize("kind", [PositionKind.DEPUTY_SECRETARY, PositionKind.CELL_COMMITTEE_MEMBER])
    def test_a_deputy_or_a_member_of_the_cell_committee_is_somebody(self, session, cast, kind):
        a_position(session, cast.people[1], cast.cell, kind)
        assert sheet(session, cast).holds_premeeting
        a_submitted_meeting(session, cast.officer, cast.ref)
        assert sheet(session, cast).holds_premeeting

    def test_it_depends_on_the_day_of_the_meeting(self, session, cast):
        a_position(session, cast.people[1], cast.cell, PositionKind.DEPUTY_SECRETARY, since=date(2026, 11, 6))
        put(session, cast.officer, cast.ref, "held_on", HELD_ON)
        assert not sheet(session, cast).holds_premeeting
        put(session, cast.officer, cast.ref, "held_on", date(2026, 11, 6))
        assert sheet(session, cast).holds_premeeting

    def test_one_that_is_recorded_is_shown_although_nobody_holds_the_office_any_more(self, session, cast):
        put(session, cast.officer, cast.ref, "premeeting_on", date(2026, 11, 4))
        assert sheet(session, cast).holds_premeeting


class TestCombined:
    def test_a_regular_meeting_may_treat_a_theme_which_then_is_needed(self, session, cast):
        fill(session, cast.officer, cast.ref)
        assert not sheet(session, cast).has_theme
        put(session, cast.officer, cast.ref, "is_combined", True)
        assert [gap.field for gap in meetings.gaps(sheet(session, cast))] == ["theme"]
        put(session, cast.officer, cast.ref, "theme", "Phát triển kinh tế rừng")
        assert meetings.submit(session, cast.officer, cast.ref).is_new
        assert (sheet(session, cast).is_combined, sheet(session, cast).has_theme) == (True, True)

    @pytest.mark.parametrize("kind", [MeetingKind.THEMATIC, MeetingKind.EXTRAORDINARY])
    def test_other_meetings_are_not_combined(self, session, cast, kind):
        with pytest.raises(Invalid, match="Chỉ buổi sinh hoạt thường kỳ"):
            put(session, cast.officer, cast.in_month(NOVEMBER, kind), "is_combined", True)

    @pytest.mark.parametrize("value", [None, 1, "true", []])
    def test_it_is_a_switch(self, session, cast, value):
        with pytest.raises(Invalid, match="phải là có hoặc không"):
            meetings.write(session, cast.officer, cast.ref, "is_combined", value, False)

    def test_two_editors_are_told(self, session, cast):
        meetings.write(session, cast.secretary, cast.ref, "is_combined", True, False)
        assert meetings.write(session, cast.officer, cast.ref, "is_combined", True, False) is True
        meetings.write(session, cast.secretary, cast.ref, "is_combined", False, True)
        with pytest.raises(Conflict, match="đổi thành “không”"):
            meetings.write(session, cast.officer, cast.ref, "is_combined", True, True)

    def test_the_book_shows_the_theme_of_a_combined_meeting_and_none_of_a_plain_one(self, session, cast):
        put(session, cast.officer, cast.ref, "theme", "Phát triển kinh tế rừng")

        def line():
            [row] = meetings.book(session, cast.officer, cast.cell.id, NOVEMBER, NOVEMBER)
            return row.is_combined, row.theme

        assert line() == (False, "")
        put(session, cast.officer, cast.ref, "is_combined", True)
        assert line() == (True, "Phát triển kinh tế rừng")


def file(session, cast, on, shown=None, *, actor=None, ref=None):
    return meetings.file_minutes(session, actor or cast.officer, ref or cast.ref, on, shown)


class TestFiling:
    def test_the_day_is_written_after_handing_in_and_the_record_stays_handed_in(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref)
        before = sheet(session, cast)
        with clock.set_to(datetime(2026, 11, 21, tzinfo=UTC)):
            assert file(session, cast, date(2026, 11, 21)) == date(2026, 11, 21)
        after = sheet(session, cast)
        assert after.minutes_on == date(2026, 11, 21)
        assert (after.is_submitted, after.submitted_at, after.roll) == (True, before.submitted_at, before.roll)

    def test_it_is_in_the_audit_trail_with_what_was_there_before(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref)
        file(session, cast, date(2026, 11, 6))
        file(session, cast, date(2026, 11, 7), date(2026, 11, 6))
        file(session, cast, date(2026, 11, 7), date(2026, 11, 7))
        entries = session.exec(
            select(AuditEntry).where(AuditEntry.action == "meeting:filed").order_by(AuditEntry.sequence)
        )
        changes = [(entry.details["before"], entry.details["after"]) for entry in entries]
        assert changes == [(None, "2026-11-06"), ("2026-11-06", "2026-11-07")]

    def test_a_draft_may_be_filed_too(self, session, cast):
        put(session, cast.officer, cast.ref, "place", "Nhà văn hóa")
        assert file(session, cast, HELD_ON) == HELD_ON

    def test_a_day_that_cannot_be_is_refused(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref)
        for on in (date(2026, 11, 4), date(2026, 11, 21), "05/11/2026"):
            with pytest.raises(Invalid) as refusal:
                file(session, cast, on)
            assert refusal.value.field == "minutes_on"

    def test_what_somebody_else_wrote_is_not_overwritten_unseen(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref)
        file(session, cast, date(2026, 11, 6), actor=cast.secretary)
        with pytest.raises(Conflict, match=rf"vừa được {cast.secretary.display_name} .*“06/11/2026”"):
            file(session, cast, date(2026, 11, 7))

    def test_there_has_to_be_a_record(self, session, cast):
        with pytest.raises(Conflict, match="chưa có biên bản"):
            file(session, cast, HELD_ON)

    @pytest.mark.parametrize("role", [Role.LEADER, Role.ADMINISTRATOR])
    def test_who_may_not_write_files_nothing(self, session, cast, role):
        a_submitted_meeting(session, cast.officer, cast.ref)
        with pytest.raises(NotAllowed):
            file(session, cast, HELD_ON, actor=an_actor(session, cast.district, role))

    def test_out_of_reach_there_is_no_record(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref)
        elsewhere = a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district)
        for role in Role:
            with pytest.raises(NotFound):
                file(session, cast, HELD_ON, actor=a_stranger(elsewhere, role))
