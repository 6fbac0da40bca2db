"""Kinds of meetings: who holds them, who is on the roll, what they need, and what they do not count for."""

from contextlib import nullcontext
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from models import Attendance, Meeting, PositionKind
from services import assessments, figures, meetings, quality
from services.assessments import AssessmentRef
from services.errors import Invalid, NotFound
from services.meetings import MeetingKind, MeetingRef, RecordState, kinds
from services.members import RosterEntry
from tests.factories import a_position
from tests.factories_assessments import a_criteria_set
from tests.factories_meetings import HELD_ON, NOVEMBER, OCTOBER, a_submitted_meeting, fill, put

OF_CELLS = meetings.held_by(is_cell=True)
ABOVE = meetings.held_by(is_cell=False)


def a_committee_record(session, actor, unit, kind=MeetingKind.BRIEFING, number=1):
    """What the minutes of a briefing hold: no roll, nobody chosen from one."""
    ref = MeetingRef(unit.id, NOVEMBER, kind, number)
    values = {
        "held_on": HELD_ON,
        "started_at": time(8, 0),
        "ended_at": time(9, 0),
        "place": "Trụ sở",
        "content": "Việc trong tháng",
        "conclusion": "Thống nhất",
    }
    for field, value in values.items():
        put(session, actor, ref, field, value)
    return ref


def of_ref(table, ref):
    """The rows of a table that belong to a meeting."""
    return select(table).where(Meeting.unit_id == ref.unit_id, Meeting.month == ref.month, Meeting.kind == ref.kind)


class TestWhoHoldsThem:
    def test_every_kind_has_one_rule_and_one_holder(self):
        assert set(kinds.RULES) == set(MeetingKind)
        assert sorted([*OF_CELLS, *ABOVE]) == sorted(MeetingKind)

    @pytest.mark.parametrize("kind", ABOVE)
    def test_a_commune_holds_meetings_of_its_committee_and_briefings(self, session, cast, kind):
        sheet = meetings.sheet(session, cast.officer, MeetingRef(cast.commune.id, NOVEMBER, kind))
        assert (sheet.unit_name, sheet.roll, sheet.chair_id) == ("Đảng bộ xã Bằng Vân", (), None)

    @pytest.mark.parametrize("kind", ABOVE)
    def test_a_cell_does_not(self, session, cast, kind):
        with pytest.raises(Invalid, match="Chi bộ Khuổi Ngọa là chi bộ nên không họp cấp ủy, giao ban") as refusal:
            meetings.sheet(session, cast.secretary, cast.in_month(NOVEMBER, kind))
        assert refusal.value.field == "kind"

    @pytest.mark.parametrize("kind", OF_CELLS)
    def test_a_commune_holds_no_meeting_of_a_cell(self, session, cast, kind):
        with pytest.raises(Invalid, match="không phải là chi bộ"):
            meetings.sheet(session, cast.officer, MeetingRef(cast.commune.id, NOVEMBER, kind))

    @pytest.mark.parametrize("kind", ABOVE)
    def test_out_of_reach_there_is_none(self, session, cast, kind):
        with pytest.raises(NotFound):
            meetings.sheet(session, cast.secretary, MeetingRef(cast.commune.id, NOVEMBER, kind))


class TestRolls:
    def committee(self, session, cast):
        """Chung and Dung lead beside the secretary; Dung since after the meeting."""
        a_position(session, cast.people[2], cast.cell, PositionKind.DEPUTY_SECRETARY)
        a_position(session, cast.people[3], cast.cell, PositionKind.CELL_COMMITTEE_MEMBER, since=date(2026, 11, 10))
        return cast.in_month(NOVEMBER, MeetingKind.CELL_COMMITTEE)

    def test_of_the_cell_committee_are_those_who_held_an_office_on_the_day(self, session, cast):
        ref = self.committee(session, cast)
        put(session, cast.officer, ref, "held_on", HELD_ON)
        sheet = meetings.sheet(session, cast.officer, ref)
        assert [entry.member_id for entry in sheet.roll] == cast.ids(0, 2)
        put(session, cast.officer, ref, "held_on", date(2026, 11, 10))
        sheet = meetings.sheet(session, cast.officer, ref)
        assert [entry.member_id for entry in sheet.roll] == cast.ids(0, 2, 3)
        assert not sheet.holds_premeeting

    def test_nobody_else_is_marked_or_leads(self, session, cast):
        ref = self.committee(session, cast)
        with pytest.raises(Invalid, match="không có trong danh sách"):
            put(session, cast.officer, ref, "chair_id", cast.people[1].id)
        with pytest.raises(Invalid, match="không thuộc danh sách"):
            put(session, cast.officer, ref, "unexcused", cast.ids(1))

    def test_handing_in_writes_the_committee_down_and_nobody_else(self, session, cast):
        ref = self.committee(session, cast)
        fill(session, cast.officer, ref)
        meetings.submit(session, cast.officer, ref)
        rows = session.exec(of_ref(Attendance, ref).join(Meeting, Meeting.id == Attendance.meeting_id))
        assert {row.member_id for row in rows} == set(cast.ids(0, 2))

    @pytest.mark.parametrize("kind", [kind for kind in OF_CELLS if kind is not MeetingKind.CELL_COMMITTEE])
    def test_to_every_other_meeting_of_a_cell_all_come(self, session, cast, kind):
        sheet = meetings.sheet(session, cast.officer, cast.in_month(NOVEMBER, kind))
        assert len(sheet.roll) == len(cast.people) + 1

    def test_a_meeting_opens_as_the_last_one_with_the_same_people(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER), place="Nhà văn hóa")
        ref = cast.in_month(OCTOBER, MeetingKind.CELL_COMMITTEE)
        put(session, cast.officer, ref, "place", "Nhà bí thư")
        assert meetings.sheet(session, cast.officer, cast.ref).place == "Nhà văn hóa"
        assert meetings.sheet(session, cast.officer, cast.in_month(NOVEMBER, ref.kind)).place == "Nhà bí thư"

    @given(st.lists(st.sampled_from([None, *PositionKind]), max_size=12), st.sampled_from(list(MeetingKind)))
    def test_the_roll_is_all_of_the_roster_or_its_officers_or_nobody(self, positions, kind):
        roster = [
            RosterEntry(number, f"Hoàng Văn {number}", "", True, False, None, position, None)
            for number, position in enumerate(positions)
        ]
        found = kinds.on_roll(kind, roster)
        expected = {
            kinds.RollOf.MEMBERS: roster,
            kinds.RollOf.CELL_COMMITTEE: [entry for entry in roster if entry.position in set(PositionKind)],
            kinds.RollOf.NOBODY: [],
        }[meetings.rule_of(kind).roll]
        assert found == expected


class TestWhatTheyNeed:
    def lacking(self, session, actor, ref):
        return {gap.field for gap in meetings.gaps(meetings.sheet(session, actor, ref))}

    @pytest.mark.parametrize("kind", [MeetingKind.THEMATIC, MeetingKind.MODEL])
    def test_a_thematic_and_a_model_meeting_need_a_theme(self, session, cast, kind):
        assert "theme" in self.lacking(session, cast.officer, cast.in_month(NOVEMBER, kind))
        assert "theme" not in self.lacking(session, cast.officer, cast.ref)

    @pytest.mark.parametrize("kind", ABOVE)
    def test_a_meeting_above_the_cells_needs_no_chair_from_a_roll_and_nobody_present(self, session, cast, kind):
        ref = MeetingRef(cast.commune.id, NOVEMBER, kind)
        assert self.lacking(session, cast.officer, ref) == set(kinds.MINUTES)
        a_committee_record(session, cast.officer, cast.commune, kind)
        assert meetings.submit(session, cast.officer, ref).is_new


class TestWhatTheyCountFor:
    def test_only_the_regular_meeting_settles_the_month(self, session, cast):
        for kind in OF_CELLS[1:]:
            put(session, cast.officer, cast.in_month(NOVEMBER, kind), "held_on", HELD_ON)
        a_committee_record(session, cast.officer, cast.commune)
        assert [row.state for row in meetings.due(session, cast.officer, NOVEMBER)] == [RecordState.MISSING]

    def test_figures_of_meetings_are_the_same_with_and_without_them(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref, unexcused=cast.ids(4))
        before = figures.meeting_figures(session, cast.officer, cast.commune.id, NOVEMBER, NOVEMBER)
        a_position(session, cast.people[2], cast.cell, PositionKind.DEPUTY_SECRETARY)
        a_submitted_meeting(session, cast.officer, cast.in_month(NOVEMBER, MeetingKind.CELL_COMMITTEE))
        meetings.submit(session, cast.officer, a_committee_record(session, cast.officer, cast.commune))
        assert figures.meeting_figures(session, cast.officer, cast.commune.id, NOVEMBER, NOVEMBER) == before

    @pytest.mark.parametrize(("kind", "is_scored"), [(MeetingKind.THEMATIC, True), (MeetingKind.CELL_COMMITTEE, False)])
    def test_meetings_of_the_cell_committee_are_not_scored(self, session, cast, kind, is_scored):
        a_position(session, cast.people[2], cast.cell, PositionKind.DEPUTY_SECRETARY)
        ref = cast.in_month(NOVEMBER, kind)
        fill(session, cast.officer, ref, theme="Đất đai")
        meetings.submit(session, cast.officer, ref)
        assert (quality.grade_of(session, cast.officer, ref) is not None) is is_scored
        meeting = session.exec(of_ref(Meeting, ref)).one()
        a_criteria_set(session, cast.district, kind="meeting_quality")
        about = AssessmentRef(ref.unit_id, 2026, "meeting_quality", (11, 11), meeting.id)
        with nullcontext() if is_scored else pytest.raises(NotFound):
            assert assessments.sheet(session, cast.officer, about).ref == about

    def test_the_book_shows_those_of_the_commune_before_its_cells(self, session, cast):
        ref = a_committee_record(session, cast.officer, cast.commune)
        rows = meetings.book(session, cast.officer, cast.commune.id, NOVEMBER, NOVEMBER)
        assert [(row.ref, row.unit_name, row.state) for row in rows] == [
            (ref, "Đảng bộ xã Bằng Vân", RecordState.DRAFT),
            (cast.ref, "Chi bộ Khuổi Ngọa", RecordState.MISSING),
        ]

    def test_a_unit_that_only_its_holder_reaches_is_not_in_the_book_of_a_cell(self, session, cast):
        a_committee_record(session, cast.officer, cast.commune)
        rows = meetings.book(session, cast.secretary, cast.cell.id, NOVEMBER, NOVEMBER)
        assert [row.ref for row in rows] == [cast.ref]
