"""Meetings to come: planned field by field, put off, called off and called on again."""

from datetime import UTC, date, datetime, time

import pytest
from sqlmodel import select

from models import AuditEntry, Meeting, PositionKind, Role
from services import clock, meetings, months
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.meetings import MeetingKind, MeetingRef, Postponement, RecordState
from tests.factories import a_cell, a_position, a_stranger, a_unit, an_actor, an_era
from tests.factories_meetings import HELD_ON, NOVEMBER, OCTOBER, a_submitted_meeting, a_task, put
from tests.statements import counted

DECEMBER, MARCH = date(2026, 12, 1), date(2027, 3, 1)
DAY, HOUR = date(2026, 12, 3), time(14, 0)


def planned(session, actor, ref, **changes):
    """A plan as a form would write it."""
    for field, value in ({"planned_on": ref.month.replace(day=3), "planned_at": HOUR} | changes).items():
        meetings.plan(session, actor, ref, field, value, seen(session, actor, ref, field))
    return ref


def seen(session, actor, ref, field):
    return getattr(line(session, actor, ref), field)


def line(session, actor, ref):
    lines = meetings.plans(session, actor, ref.unit_id, ref.month, ref.kind)
    return next(found for found in lines if found.ref == ref)


def stored(session, ref):
    return session.exec(
        select(Meeting).where(Meeting.unit_id == ref.unit_id, Meeting.month == ref.month, Meeting.kind == ref.kind)
    ).one()


def trail(session, ref, action):
    """What the audit trail says of a meeting, the newest last."""
    query = select(AuditEntry).where(AuditEntry.entity_id == str(stored(session, ref).id))
    return [entry.details for entry in session.exec(query.order_by(AuditEntry.sequence)) if entry.action == action]


@pytest.fixture
def ref(cast):
    """The regular meeting of December, which is to come."""
    return cast.in_month(DECEMBER)


class TestPlanning:
    def test_what_is_planned_is_there_when_the_month_has_come(self, session, cast, ref):
        planned(
            session, cast.secretary, ref, place="Nhà văn hóa", chair_id=cast.people[1].id, is_combined=True, theme="Đất"
        )
        with clock.set_to(datetime(2026, 12, 4, tzinfo=UTC)):
            sheet = meetings.sheet(session, cast.secretary, ref)
        assert (sheet.planned_on, sheet.planned_at, sheet.place) == (DAY, HOUR, "Nhà văn hóa")
        assert (sheet.chair_id, sheet.theme, sheet.is_combined) == (cast.people[1].id, "Đất", True)
        assert sheet.held_on is None

    def test_three_months_ahead_and_no_further(self, session, cast):
        planned(session, cast.officer, cast.in_month(date(2027, 2, 1)))
        with pytest.raises(Invalid, match="Chỉ lập lịch cho tháng này và 3 tháng tới"):
            meetings.plan(session, cast.officer, cast.in_month(MARCH), "planned_on", MARCH, None)

    def test_a_month_that_is_over_is_not_planned(self, session, cast):
        with pytest.raises(Invalid, match="tháng này và 3 tháng tới"):
            meetings.plan(session, cast.officer, cast.in_month(OCTOBER), "planned_on", date(2026, 10, 3), None)

    def test_the_record_is_not_written_before_its_month(self, session, cast, ref):
        planned(session, cast.officer, ref)
        for field, value in {"held_on": DAY, "content": "Họp", "planned_on": DAY}.items():
            with pytest.raises(Invalid, match="chưa đến"):
                meetings.write(session, cast.officer, ref, field, value, None)
        with pytest.raises(Invalid, match="chưa đến"):
            meetings.submit(session, cast.officer, ref)

    @pytest.mark.parametrize("field", ["held_on", "content", "unexcused", "minutes_on", "nonsense"])
    def test_only_the_plan_is_planned(self, session, cast, ref, field):
        with pytest.raises(Invalid, match="không thuộc lịch sinh hoạt"):
            meetings.plan(session, cast.officer, ref, field, None, None)

    @pytest.mark.parametrize("on", [date(2026, 11, 30), date(2027, 1, 1)])
    def test_the_day_lies_in_the_month(self, session, cast, ref, on):
        with pytest.raises(Invalid, match="không nằm trong tháng 12/2026"):
            meetings.plan(session, cast.officer, ref, "planned_on", on, None)

    def test_the_cell_is_there_on_the_day(self, session, cast):
        cell = a_cell(session, cast.commune, "Chi bộ Mới", since=date(2026, 12, 10))
        with pytest.raises(Invalid, match="Chi bộ Mới chưa thành lập"):
            meetings.plan(session, cast.officer, MeetingRef(cell.id, DECEMBER), "planned_on", DAY, None)

    def test_whoever_leads_is_of_the_cell(self, session, cast, ref):
        stranger = cast.people[0].id.__class__(int=5)
        with pytest.raises(Invalid, match="không có trong danh sách"):
            meetings.plan(session, cast.officer, ref, "chair_id", stranger, cast.people[0].id)
        assert [entry.member_id for entry in meetings.chairs(session, cast.officer, ref)][:2] == cast.ids(0, 1)

    def test_two_people_do_not_overwrite_each_other(self, session, cast, ref):
        meetings.plan(session, cast.secretary, ref, "planned_on", DAY, None)
        with pytest.raises(Conflict, match=cast.secretary.display_name):
            meetings.plan(session, cast.officer, ref, "planned_on", date(2026, 12, 5), None)
        assert meetings.plan(session, cast.officer, ref, "planned_on", date(2026, 12, 5), DAY) == date(2026, 12, 5)
        assert [entry["after"] for entry in trail(session, ref, "meeting:planned")] == ["2026-12-03", "2026-12-05"]

    def test_a_meeting_that_was_held_or_handed_in_keeps_its_plan(self, session, cast):
        put(session, cast.officer, cast.ref, "held_on", HELD_ON)
        with pytest.raises(Conflict, match="họp ngày 05/11/2026 nên không đổi lịch"):
            meetings.plan(session, cast.officer, cast.ref, "planned_on", date(2026, 11, 25), None)
        other = a_submitted_meeting(session, cast.officer, cast.in_month(NOVEMBER, MeetingKind.THEMATIC), theme="Đất")
        with pytest.raises(Conflict, match="đã nộp"):
            meetings.plan(session, cast.officer, other, "planned_on", date(2026, 11, 25), None)

    @pytest.mark.parametrize("role", [Role.LEADER, Role.ADMINISTRATOR])
    def test_who_reads_does_not_plan(self, session, cast, ref, role):
        reader = an_actor(session, cast.commune, role)
        for work in acts(ref):
            with pytest.raises(NotAllowed):
                work(session, reader)

    def test_out_of_reach_there_is_nothing_to_plan(self, session, cast, ref):
        stranger = a_stranger(a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district))
        for work in acts(ref):
            with pytest.raises(NotFound):
                work(session, stranger)
        with pytest.raises(NotFound):
            meetings.plans(session, stranger, ref.unit_id, DECEMBER, ref.kind)
        with pytest.raises(NotFound):
            meetings.chairs(session, stranger, ref)


def acts(ref):
    """Everything that changes a plan."""
    return (
        lambda session, actor: meetings.plan(session, actor, ref, "planned_on", DAY, None),
        lambda session, actor: meetings.postpone(session, actor, ref, Postponement(DAY, None, "Mưa lũ")),
        lambda session, actor: meetings.cancel(session, actor, ref, "Mưa lũ"),
        lambda session, actor: meetings.revive(session, actor, ref),
    )


class TestLines:
    def test_every_cell_has_a_line_that_opens_as_the_record_will(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref, place="Nhà văn hóa")
        other = a_cell(session, cast.commune, "Chi bộ Nặm Nộc")
        lines = meetings.plans(session, cast.officer, cast.commune.id, DECEMBER, MeetingKind.REGULAR)
        assert [row.ref.unit_id for row in lines] == [cast.cell.id, other.id]
        assert (lines[0].place, lines[0].chair_id, lines[0].is_stored) == ("Nhà văn hóa", cast.people[0].id, False)
        ref = planned(session, cast.officer, lines[0].ref)
        after = line(session, cast.officer, ref)
        assert (after.place, after.chair_id, after.is_stored) == ("Nhà văn hóa", cast.people[0].id, True)

    def test_of_other_kinds_one_cell_alone_may_plan_one_more(self, session, cast):
        a_cell(session, cast.commune, "Chi bộ Nặm Nộc")
        first = planned(session, cast.officer, cast.in_month(DECEMBER, MeetingKind.THEMATIC))
        many = meetings.plans(session, cast.officer, cast.commune.id, DECEMBER, MeetingKind.THEMATIC)
        assert [(row.ref.number, row.is_stored) for row in many] == [(1, True), (1, False)]
        alone = meetings.plans(session, cast.officer, cast.cell.id, DECEMBER, MeetingKind.THEMATIC)
        assert [(row.ref.number, row.is_stored) for row in alone] == [(1, True), (2, False)]
        assert alone[0].ref == first

    def test_briefings_are_planned_for_the_unit_itself(self, session, cast):
        [opening] = meetings.plans(session, cast.officer, cast.commune.id, DECEMBER, MeetingKind.BRIEFING)
        planned(session, cast.officer, opening.ref)
        lines = meetings.plans(session, cast.officer, cast.commune.id, DECEMBER, MeetingKind.BRIEFING)
        assert [(row.unit_name, row.ref.number, row.planned_on) for row in lines] == [
            ("Đảng bộ xã Bằng Vân", 1, DAY),
            ("Đảng bộ xã Bằng Vân", 2, None),
        ]
        assert meetings.plans(session, cast.officer, cast.cell.id, DECEMBER, MeetingKind.BRIEFING) == []

    def test_the_cell_has_the_name_of_the_end_of_the_month(self, session, cast):
        cell = a_cell(session, cast.commune, "Chi bộ Tên Cũ", until=date(2026, 12, 10))
        an_era(session, cell, "Chi bộ Tên Mới", parent=cast.commune, since=date(2026, 12, 10))
        [row] = meetings.plans(session, cast.officer, cell.id, DECEMBER, MeetingKind.REGULAR)
        assert row.unit_name == "Chi bộ Tên Mới"

    def test_seven_statements_for_any_number_of_cells(self, session, cast):
        for number in range(10):
            a_cell(session, cast.commune, f"Chi bộ {number}")
        planned(session, cast.officer, cast.in_month(DECEMBER))
        with counted(session) as statements:
            assert len(meetings.plans(session, cast.officer, cast.commune.id, DECEMBER, MeetingKind.REGULAR)) == 11
        assert len(statements) <= 7


class TestPostponing:
    def test_the_newest_old_day_stays_with_it_and_every_one_in_the_trail(self, session, cast, ref):
        planned(session, cast.officer, ref)
        meetings.postpone(session, cast.officer, ref, Postponement(date(2026, 12, 5), HOUR, "Mưa lũ"))
        meetings.postpone(session, cast.officer, ref, Postponement(date(2026, 12, 8), time(19, 30), "Bí thư đi họp"))
        row = line(session, cast.officer, ref)
        assert (row.planned_on, row.planned_at) == (date(2026, 12, 8), time(19, 30))
        assert (row.postponed_from, row.postponed_reason) == (date(2026, 12, 5), "Bí thư đi họp")
        assert trail(session, ref, "meeting:postponed") == [
            {"before": "2026-12-03 14:00", "after": "2026-12-05 14:00", "reason": "Mưa lũ"},
            {"before": "2026-12-05 14:00", "after": "2026-12-08 19:30", "reason": "Bí thư đi họp"},
        ]

    def test_a_second_click_changes_nothing(self, session, cast, ref):
        planned(session, cast.officer, ref)
        for _ in range(2):
            meetings.postpone(session, cast.officer, ref, Postponement(date(2026, 12, 5), HOUR, "Mưa lũ"))
        assert line(session, cast.officer, ref).postponed_from == DAY
        assert len(trail(session, ref, "meeting:postponed")) == 1

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (Postponement(date(2026, 12, 5), HOUR, " "), "ghi lý do"),
            (Postponement(date(2026, 12, 5), HOUR, "x" * 501), "tối đa là 500"),
            (Postponement(None, HOUR, "Mưa lũ"), "chọn ngày họp mới"),
            (Postponement(DAY, HOUR, "Mưa lũ"), "trùng với lịch cũ"),
            (Postponement(date(2027, 1, 2), HOUR, "Mưa lũ"), "hủy buổi này"),
        ],
    )
    def test_a_new_day_in_the_month_and_a_reason_are_needed(self, session, cast, ref, change, words):
        planned(session, cast.officer, ref)
        with pytest.raises(Invalid, match=words):
            meetings.postpone(session, cast.officer, ref, change)
        assert line(session, cast.officer, ref).planned_on == DAY

    def test_only_a_planned_meeting_is_put_off(self, session, cast, ref):
        with pytest.raises(Conflict, match="chưa có trong lịch"):
            meetings.postpone(session, cast.officer, ref, Postponement(DAY, None, "Mưa lũ"))
        planned(session, cast.officer, ref, planned_on=None)
        with pytest.raises(Conflict, match="chưa có ngày dự kiến"):
            meetings.postpone(session, cast.officer, ref, Postponement(DAY, None, "Mưa lũ"))


class TestCancelling:
    def test_the_record_stays_with_its_reason_and_is_not_written(self, session, cast):
        ref = planned(session, cast.officer, cast.ref)
        meetings.cancel(session, cast.officer, ref, "Mưa lũ")
        row = line(session, cast.officer, ref)
        assert (row.is_cancelled, row.cancelled_reason, row.is_open) == (True, "Mưa lũ", False)
        assert meetings.sheet(session, cast.officer, ref).is_cancelled
        for work in (
            lambda: put(session, cast.officer, ref, "place", "Trường học"),
            lambda: meetings.plan(session, cast.officer, ref, "place", "Trường học", ""),
            lambda: a_task(session, cast.officer, ref, cast.people[0].id),
        ):
            with pytest.raises(Conflict, match=r"đã hủy \(lý do: Mưa lũ\).*Khôi phục"):
                work()

    def test_no_other_regular_meeting_is_begun_beside_it(self, session, cast):
        meetings.cancel(session, cast.officer, cast.ref, "Mưa lũ")
        with pytest.raises(Conflict, match=r"đã hủy.*Khôi phục"):
            meetings.open_another(session, cast.officer, cast.cell.id, NOVEMBER, MeetingKind.REGULAR)

    def test_it_comes_back_as_it_was_and_the_trail_keeps_both(self, session, cast, ref):
        planned(session, cast.officer, ref)
        for _ in range(2):
            meetings.cancel(session, cast.officer, ref, "Mưa lũ")
        for _ in range(2):
            meetings.revive(session, cast.officer, ref)
        row = line(session, cast.officer, ref)
        assert (row.is_cancelled, row.cancelled_reason, row.planned_on, row.is_open) == (False, "", DAY, True)
        assert [entry["reason"] for entry in trail(session, ref, "meeting:cancelled")] == ["Mưa lũ"]
        assert [entry["cancelled_reason"] for entry in trail(session, ref, "meeting:revived")] == ["Mưa lũ"]

    def test_a_meeting_that_was_held_is_not_called_off(self, session, cast):
        put(session, cast.officer, cast.ref, "held_on", HELD_ON)
        with pytest.raises(Conflict, match="họp ngày 05/11/2026"):
            meetings.cancel(session, cast.officer, cast.ref, "Nhầm")
        a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
        with pytest.raises(Conflict, match="đã nộp"):
            meetings.cancel(session, cast.officer, cast.in_month(OCTOBER), "Nhầm")

    def test_only_the_monthly_meeting_is_called_off_without_a_plan(self, session, cast):
        meetings.cancel(session, cast.officer, cast.ref, "Mưa lũ")
        with pytest.raises(Conflict, match="chưa có trong lịch"):
            meetings.cancel(session, cast.officer, cast.in_month(NOVEMBER, MeetingKind.THEMATIC), "Mưa lũ")
        with pytest.raises(Conflict, match="chưa có trong lịch"):
            meetings.revive(session, cast.officer, cast.in_month(DECEMBER))

    def test_a_reason_is_needed(self, session, cast, ref):
        planned(session, cast.officer, ref)
        with pytest.raises(Invalid, match="ghi lý do"):
            meetings.cancel(session, cast.officer, ref, "  ")


class TestOnLists:
    """A draft that is only planned is no record that somebody is writing."""

    def standing(self, session, cast):
        [due] = meetings.due(session, cast.officer, NOVEMBER)
        [book] = meetings.book(session, cast.officer, cast.cell.id, NOVEMBER, NOVEMBER)
        assert due.state is book.state
        assert due.planned_on == book.planned_on
        return due

    def test_a_plan_is_missing_with_its_day_shown(self, session, cast):
        on = date(2026, 11, 25)
        planned(session, cast.officer, cast.ref, planned_on=on, place="Nhà văn hóa", is_combined=True, theme="Đất")
        put(session, cast.officer, cast.ref, "documents_on", date(2026, 11, 18))
        put(session, cast.officer, cast.ref, "minutes_secretary_id", cast.people[2].id)
        row = self.standing(session, cast)
        assert (row.state, row.planned_on, row.changed_at) == (RecordState.MISSING, on, None)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("held_on", HELD_ON),
            ("started_at", HOUR),
            ("ended_at", HOUR),
            ("premeeting_on", HELD_ON),
            ("minutes_on", HELD_ON),
            ("premeeting_content", "Hội ý"),
            ("content", "Nội dung"),
            ("results", "Kết quả"),
            ("weaknesses", "Hạn chế"),
            ("directions", "Nhiệm vụ"),
            ("conclusion", "Kết luận"),
        ],
    )
    def test_it_is_begun_with_the_first_thing_that_a_meeting_leaves_behind(self, session, cast, field, value):
        planned(session, cast.officer, cast.ref)
        put(session, cast.officer, cast.ref, field, value)
        assert self.standing(session, cast).state is RecordState.DRAFT

    def test_a_mark_or_a_task_begins_it_too(self, session, cast):
        put(session, cast.officer, cast.ref, "unexcused", cast.ids(3))
        assert self.standing(session, cast).state is RecordState.DRAFT

    def test_so_does_a_task(self, session, cast):
        a_task(session, cast.officer, cast.ref, cast.people[0].id)
        assert self.standing(session, cast).state is RecordState.DRAFT

    def test_what_was_handed_in_and_taken_back_is_more_than_a_plan(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref)
        meetings.take_back(session, cast.officer, cast.ref)
        assert self.standing(session, cast).state is RecordState.DRAFT

    def test_the_month_of_a_cancelled_one_is_without_a_meeting_and_the_book_says_why(self, session, cast):
        planned(session, cast.officer, cast.ref)
        meetings.cancel(session, cast.officer, cast.ref, "Mưa lũ")
        [due] = meetings.due(session, cast.officer, NOVEMBER)
        [book] = meetings.book(session, cast.officer, cast.cell.id, NOVEMBER, NOVEMBER)
        assert due.state is RecordState.MISSING
        assert (book.ref, book.state, book.is_cancelled) == (cast.ref, RecordState.MISSING, True)
        assert (book.cancelled_reason, book.planned_on, book.roll) == ("Mưa lũ", date(2026, 11, 3), None)

    def test_a_cancelled_one_of_another_kind_has_a_line_of_its_own(self, session, cast):
        ref = planned(session, cast.officer, cast.in_month(NOVEMBER, MeetingKind.THEMATIC), theme="Đất")
        meetings.cancel(session, cast.officer, ref, "Mưa lũ")
        rows = meetings.book(session, cast.officer, cast.cell.id, NOVEMBER, NOVEMBER)
        assert [(row.ref.kind, row.is_cancelled) for row in rows] == [
            (MeetingKind.REGULAR, False),
            (MeetingKind.THEMATIC, True),
        ]

    def test_a_cell_that_was_gone_by_the_end_of_the_month_owes_no_line_for_what_was_called_off(self, session, cast):
        cell = a_cell(session, cast.commune, "Chi bộ Cũ", until=date(2026, 11, 25))
        meetings.cancel(session, cast.officer, MeetingRef(cell.id, NOVEMBER), "Giải thể")
        assert meetings.book(session, cast.officer, cell.id, NOVEMBER, NOVEMBER) == []

    def test_months_to_come_have_no_line_whatever_is_planned(self, session, cast):
        planned(session, cast.officer, cast.in_month(DECEMBER))
        rows = meetings.book(session, cast.officer, cast.cell.id, NOVEMBER, DECEMBER)
        assert [row.ref.month for row in rows] == [NOVEMBER]

    def test_a_briefing_costs_the_book_one_statement_more(self, session, cast):
        planned(session, cast.officer, MeetingRef(cast.commune.id, NOVEMBER, MeetingKind.BRIEFING))
        with counted(session) as statements:
            assert len(meetings.book(session, cast.officer, cast.commune.id, NOVEMBER, NOVEMBER)) == 2
        assert len(statements) <= 5


def test_the_next_month_is_planned_on_the_last_day_of_this_one(session, cast):
    with clock.set_to(datetime(2026, 11, 30, 16, 59, tzinfo=UTC)):
        planned(session, cast.officer, cast.in_month(months.after(NOVEMBER, 3)))
    with clock.set_to(datetime(2026, 11, 30, 17, 0, tzinfo=UTC)):
        planned(session, cast.officer, cast.in_month(months.after(NOVEMBER, 4)))


def test_the_cell_committee_is_chosen_from_when_its_meeting_is_planned(session, cast):
    a_position(session, cast.people[2], cast.cell, PositionKind.DEPUTY_SECRETARY)
    found = meetings.chairs(session, cast.officer, cast.in_month(DECEMBER, MeetingKind.CELL_COMMITTEE))
    assert [entry.member_id for entry in found] == cast.ids(0, 2)
