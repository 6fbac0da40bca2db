"""Handing in: what is missing, what is written down, once however often; and taking back."""

from datetime import UTC, datetime

import pytest
from sqlmodel import func, select

from models import Attendance, AuditEntry, Presence, Role, SuspensionKind
from services import clock, meetings
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.meetings import MeetingKind, MeetingState
from tests.factories import a_member, a_stranger, a_suspension, a_unit, an_actor
from tests.factories_meetings import NOVEMBER, OCTOBER, SEPTEMBER, a_submitted_meeting, a_task, fill, put


def missing(session, cast, ref=None):
    return [gap.field for gap in meetings.gaps(meetings.sheet(session, cast.officer, ref or cast.ref))]


def actions(session):
    return list(session.exec(select(AuditEntry.action).where(AuditEntry.action.not_in(["meeting:written"]))))


class TestGaps:
    def test_an_empty_record_lacks_everything_that_is_not_known_beforehand(self, session, cast):
        assert missing(session, cast) == [
            "held_on",
            "started_at",
            "ended_at",
            "place",
            "minutes_secretary_id",
            "content",
            "conclusion",
        ]

    def test_a_full_record_lacks_nothing(self, session, cast):
        fill(session, cast.officer, cast.ref)
        assert missing(session, cast) == []

    def test_every_excused_absence_needs_a_reason(self, session, cast):
        fill(session, cast.officer, cast.ref, excused=cast.ids(2, 3))
        put(session, cast.officer, cast.ref, f"reason:{cast.people[2].id}", "Đi viện")
        assert missing(session, cast) == [f"reason:{cast.people[3].id}"]

    def test_an_unexcused_absence_needs_none(self, session, cast):
        fill(session, cast.officer, cast.ref, unexcused=cast.ids(2))
        assert missing(session, cast) == []

    def test_every_task_of_the_last_meeting_needs_a_review(self, session, cast):
        task_id = a_task(session, cast.officer, cast.in_month(OCTOBER), cast.people[0].id)
        fill(session, cast.officer, cast.ref)
        assert missing(session, cast) == []
        put(session, cast.officer, cast.ref, f"outcome:{task_id}", None)
        assert missing(session, cast) == [f"outcome:{task_id}"]

    def test_an_older_task_that_is_still_open_may_wait(self, session, cast):
        task_id = a_task(session, cast.officer, cast.in_month(SEPTEMBER), cast.people[0].id)
        put(session, cast.officer, cast.in_month(OCTOBER), f"outcome:{task_id}", "partly_done")
        fill(session, cast.officer, cast.ref)
        put(session, cast.officer, cast.ref, f"outcome:{task_id}", None)
        assert missing(session, cast) == []

    @pytest.mark.parametrize("field", ["chair_id", "minutes_secretary_id"])
    def test_whoever_led_the_meeting_was_there(self, session, cast, field):
        fill(session, cast.officer, cast.ref, **{field: cast.people[4].id, "unexcused": cast.ids(4)})
        assert missing(session, cast) == [field]

    def test_whoever_led_the_meeting_was_a_member_that_day(self, session, cast):
        newcomer = a_member(session, cast.cell, "Lý Văn Sáu", joined_on=NOVEMBER.replace(day=10))
        fill(session, cast.officer, cast.ref, held_on=NOVEMBER.replace(day=12), chair_id=newcomer.id)
        assert missing(session, cast) == []
        put(session, cast.officer, cast.ref, "held_on", NOVEMBER.replace(day=5))
        [gap] = meetings.gaps(meetings.sheet(session, cast.officer, cast.ref))
        assert gap.sentence == "chủ trì Lý Văn Sáu không có trong danh sách đảng viên vào ngày họp"

    def test_somebody_has_to_have_come(self, session, cast):
        fill(session, cast.officer, cast.ref, unexcused=[person.id for person in cast.people])
        assert "excused" in missing(session, cast)

    def test_a_thematic_meeting_needs_its_theme_and_reviews_nothing(self, session, cast):
        a_task(session, cast.officer, cast.in_month(OCTOBER), cast.people[0].id)
        ref = fill(session, cast.officer, cast.in_month(NOVEMBER, MeetingKind.THEMATIC))
        assert missing(session, cast, ref) == ["theme"]


class TestSubmitting:
    def test_it_is_refused_naming_everything_that_is_missing(self, session, cast):
        fill(session, cast.officer, cast.ref, place="", content="")
        with pytest.raises(Invalid, match="chưa ghi địa điểm; chưa ghi nội dung") as refusal:
            meetings.submit(session, cast.officer, cast.ref)
        assert refusal.value.field == "place"
        assert meetings.sheet(session, cast.officer, cast.ref).state is MeetingState.DRAFT

    def test_a_record_that_nobody_began_is_refused_and_stays_unbegun(self, session, cast):
        with pytest.raises(Invalid, match="chưa ghi ngày họp"):
            meetings.submit(session, cast.officer, cast.ref)
        assert meetings.sheet(session, cast.officer, cast.ref).exists is False

    def test_the_whole_roll_is_written_down(self, session, cast):
        candidate = a_member(session, cast.cell, "Lý Thị Út", official=False)
        fill(session, cast.officer, cast.ref, excused=cast.ids(3), unexcused=cast.ids(4), speakers=cast.ids(0, 1))
        put(session, cast.officer, cast.ref, f"reason:{cast.people[3].id}", "Đi viện")
        meetings.submit(session, cast.officer, cast.ref)
        rows = {row.member_id: row for row in session.exec(select(Attendance))}
        assert len(rows) == 8
        assert [rows[person.id].presence for person in cast.people] == [
            *[Presence.PRESENT] * 3,
            Presence.EXCUSED,
            Presence.UNEXCUSED,
            Presence.PRESENT,
        ]
        assert (rows[cast.elder.id].presence, rows[cast.elder.id].is_due) == (Presence.NOT_DUE, False)
        assert (rows[candidate.id].is_official, rows[cast.people[0].id].is_official) == (False, True)
        assert [person.full_name for person in cast.people if rows[person.id].spoke] == [
            "Hoàng Văn An",
            "Hoàng Văn Bình",
        ]
        assert rows[cast.people[3].id].reason == "Đi viện"

    def test_a_guest_who_is_exempt_is_written_down_as_come_and_not_due(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref, attending=[cast.elder.id], speakers=[cast.elder.id])
        row = session.exec(select(Attendance).where(Attendance.member_id == cast.elder.id)).one()
        assert (row.presence, row.is_due, row.spoke) == (Presence.PRESENT, False, True)

    def test_a_reason_that_no_longer_belongs_to_an_absence_is_not_written_down(self, session, cast):
        fill(session, cast.officer, cast.ref, excused=cast.ids(3))
        put(session, cast.officer, cast.ref, f"reason:{cast.people[3].id}", "Đi viện")
        put(session, cast.officer, cast.ref, "excused", [])
        meetings.submit(session, cast.officer, cast.ref)
        assert {row.reason for row in session.exec(select(Attendance))} == {""}

    def test_marks_of_people_who_were_not_there_that_day_are_dropped_and_noted(self, session, cast):
        newcomer = a_member(session, cast.cell, "Lý Văn Sáu", joined_on=NOVEMBER.replace(day=10))
        fill(session, cast.officer, cast.ref, excused=[newcomer.id], held_on=None)
        put(session, cast.officer, cast.ref, "held_on", NOVEMBER.replace(day=5))
        meetings.submit(session, cast.officer, cast.ref)
        assert session.exec(select(Attendance).where(Attendance.member_id == newcomer.id)).first() is None
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "meeting:submitted")).one()
        assert entry.details["strays"] == [str(newcomer.id)]

    def test_the_audit_trail_keeps_what_was_handed_in(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref, unexcused=cast.ids(4))
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "meeting:submitted")).one()
        assert (entry.details["due"], entry.details["present_due"]) == (6, 5)
        assert entry.details["unexcused"] == [str(cast.people[4].id)]

    def test_twice_is_once_and_says_so(self, session, cast):
        fill(session, cast.officer, cast.ref)
        first = meetings.submit(session, cast.secretary, cast.ref)
        with clock.set_to(datetime(2026, 11, 21, tzinfo=UTC)):
            second = meetings.submit(session, cast.officer, cast.ref)
        receipt = f"Mã biên nhận: {first.receipt}."
        assert first.sentence == f"Đã nộp biên bản lúc 09:00 ngày 20/11/2026. {receipt}"
        name = cast.secretary.display_name
        said = f"Biên bản này đã được {name} nộp lúc 09:00 ngày 20/11/2026, không cần nộp lại."
        assert second.sentence == f"{said} {receipt}"
        assert actions(session).count("meeting:submitted") == 1

    @pytest.mark.parametrize("role", [Role.LEADER, Role.ADMINISTRATOR])
    def test_who_may_not_write_may_not_hand_in_or_take_back(self, session, cast, role):
        fill(session, cast.officer, cast.ref)
        onlooker = an_actor(session, cast.district, role)
        for command in (meetings.submit, meetings.take_back):
            with pytest.raises(NotAllowed):
                command(session, onlooker, cast.ref)

    def test_out_of_reach_it_does_not_exist(self, session, cast):
        elsewhere = a_stranger(a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district))
        for command in (meetings.submit, meetings.take_back):
            with pytest.raises(NotFound):
                command(session, elsewhere, cast.ref)


class TestTakingBack:
    def test_the_record_is_a_draft_again_with_everything_in_it(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref, unexcused=cast.ids(4), attending=[cast.elder.id])
        before = meetings.sheet(session, cast.officer, cast.ref)
        meetings.take_back(session, cast.officer, cast.ref)
        after = meetings.sheet(session, cast.officer, cast.ref)
        assert (after.state, after.submitted_at) == (MeetingState.DRAFT, None)
        assert after.counts == before.counts
        put(session, cast.officer, cast.ref, "place", "Nơi khác")
        assert meetings.submit(session, cast.officer, cast.ref).is_new

    def test_when_and_by_whom_it_was_handed_in_stays_in_the_audit_trail(self, session, cast):
        a_submitted_meeting(session, cast.secretary, cast.ref)
        meetings.take_back(session, cast.officer, cast.ref)
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "meeting:taken_back")).one()
        assert entry.account_id == cast.officer.account_id
        assert entry.details["submitted_by"] == str(cast.secretary.account_id)
        assert entry.details["submitted_at"].startswith("2026-11-20")

    def test_a_second_click_changes_nothing(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref)
        meetings.take_back(session, cast.officer, cast.ref)
        meetings.take_back(session, cast.officer, cast.ref)
        assert actions(session).count("meeting:taken_back") == 1

    def test_there_has_to_be_something_to_take_back(self, session, cast):
        with pytest.raises(Conflict):
            meetings.take_back(session, cast.officer, cast.ref)

    def test_handed_in_again_the_roll_is_that_of_the_members_then_known(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref)
        meetings.take_back(session, cast.officer, cast.ref)
        a_suspension(session, cast.people[5], SuspensionKind.EXEMPT, since=NOVEMBER)
        meetings.submit(session, cast.officer, cast.ref)
        assert meetings.sheet(session, cast.officer, cast.ref).counts.due == 5
        assert session.exec(select(func.count()).select_from(Attendance)).one() == 7
