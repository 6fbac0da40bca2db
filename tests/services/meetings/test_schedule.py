"""The schedule of a month: everybody who meets, in order, with totals, notices and what clashes."""

from datetime import date, time

import pytest

from models import Role, Supervision
from services import meetings, tables
from services.clock import now
from services.errors import NotFound
from services.meetings import ClashKind, MeetingKind, MeetingRef, Postponement
from tests.factories import a_cell, a_member, a_position, a_stranger, a_unit, an_actor, some_members
from tests.factories_meetings import HELD_ON, NOVEMBER, fill
from tests.services.meetings.test_planning import DECEMBER, planned
from tests.statements import counted


@pytest.fixture
def neighbour(session, cast):
    """Chi bộ Nặm Nộc with three members and its secretary."""
    cell = a_cell(session, cast.commune, "Chi bộ Nặm Nộc")
    some_members(session, cell, 2)
    a_position(session, a_member(session, cell, "Triệu Thị Lan", phone="0912 345 678"), cell)
    return cell


def of_commune(session, cast, month=DECEMBER):
    return meetings.schedule(session, cast.officer, cast.commune.id, month)


def a_supervision(session, cell, name="Nông Văn Sơn", *, since=date(2026, 1, 1), until=None):
    facts = {"starts_on": since, "ends_on": until, "created_at": now()}
    session.add(Supervision(unit_id=cell.id, supervisor_name=name, **facts))
    session.flush()


class TestRows:
    def test_every_cell_stands_there_planned_or_not(self, session, cast, neighbour):
        planned(session, cast.officer, MeetingRef(neighbour.id, DECEMBER), place="Trường học")
        found = of_commune(session, cast)
        assert [(row.unit_name, row.on, row.at, row.place, row.members) for row in found.rows] == [
            ("Chi bộ Khuổi Ngọa", None, None, "", 7),
            ("Chi bộ Nặm Nộc", date(2026, 12, 3), time(14, 0), "Trường học", 3),
        ]
        assert (found.unit_name, found.cells, found.planned, found.members) == ("Đảng bộ xã Bằng Vân", 2, 1, 10)
        assert (found.rows[1].secretary.full_name, found.rows[1].secretary.phone) == ("Triệu Thị Lan", "0912 345 678")
        assert found.rows[1].chair_name == "Triệu Thị Lan"

    def test_a_meeting_that_was_held_stands_with_the_day_of_its_record(self, session, cast):
        planned(session, cast.officer, cast.ref, planned_on=date(2026, 11, 24))
        fill(session, cast.officer, cast.ref, started_at=time(19, 30), ended_at=time(21, 0))
        [row] = of_commune(session, cast, NOVEMBER).rows
        assert (row.on, row.at, row.until, row.is_held) == (HELD_ON, time(19, 30), time(21, 0), True)

    def test_other_kinds_follow_and_the_commune_comes_first(self, session, cast, neighbour):
        for ref in (
            MeetingRef(cast.cell.id, DECEMBER, MeetingKind.THEMATIC),
            MeetingRef(cast.commune.id, DECEMBER, MeetingKind.BRIEFING),
        ):
            planned(session, cast.officer, ref)
        found = of_commune(session, cast)
        assert [(row.unit_name, row.ref.kind) for row in found.rows] == [
            ("Đảng bộ xã Bằng Vân", MeetingKind.BRIEFING),
            ("Chi bộ Khuổi Ngọa", MeetingKind.REGULAR),
            ("Chi bộ Khuổi Ngọa", MeetingKind.THEMATIC),
            ("Chi bộ Nặm Nộc", MeetingKind.REGULAR),
        ]
        assert found.members == 10

    def test_a_secretary_sees_the_own_cell_only(self, session, cast, neighbour):
        planned(session, cast.officer, MeetingRef(neighbour.id, DECEMBER))
        with pytest.raises(NotFound):
            meetings.schedule(session, cast.secretary, cast.commune.id, DECEMBER)
        found = meetings.schedule(session, cast.secretary, cast.cell.id, DECEMBER)
        assert [row.unit_name for row in found.rows] == ["Chi bộ Khuổi Ngọa"]

    def test_a_leader_reads_it_and_a_stranger_does_not(self, session, cast):
        leader = an_actor(session, cast.commune, Role.LEADER)
        assert len(meetings.schedule(session, leader, cast.commune.id, DECEMBER).rows) == 1
        stranger = a_stranger(a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district))
        with pytest.raises(NotFound):
            meetings.schedule(session, stranger, cast.commune.id, DECEMBER)

    def test_eleven_statements_for_any_number_of_cells(self, session, cast):
        for number in range(10):
            cell = a_cell(session, cast.commune, f"Chi bộ {number}")
            planned(session, cast.officer, MeetingRef(cell.id, DECEMBER))
        planned(session, cast.officer, MeetingRef(cast.commune.id, DECEMBER, MeetingKind.COMMITTEE))
        with counted(session) as statements:
            assert len(of_commune(session, cast).rows) == 12
        assert len(statements) <= 11


class TestClashes:
    def both(self, session, cast, neighbour, **changes):
        for cell in (cast.cell, neighbour):
            planned(session, cast.officer, MeetingRef(cell.id, DECEMBER), **changes)
        return of_commune(session, cast)

    def test_one_place_at_one_hour_is_said_in_words(self, session, cast, neighbour):
        found = self.both(session, cast, neighbour, place="Hội trường xã")
        assert [clash.kind for clash in found.clashes] == [ClashKind.PLACE]
        assert meetings.warnings(found) == [
            "Chi bộ Khuổi Ngọa (14:00) và Chi bộ Nặm Nộc (14:00) ngày 03/12/2026 trùng địa điểm “Hội trường xã”."
        ]

    def test_what_was_called_off_is_in_nobodys_way(self, session, cast, neighbour):
        self.both(session, cast, neighbour, place="Hội trường xã")
        meetings.cancel(session, cast.officer, MeetingRef(neighbour.id, DECEMBER), "Mưa lũ")
        assert of_commune(session, cast).clashes == ()

    def test_who_looks_after_both_on_the_day(self, session, cast, neighbour):
        a_supervision(session, cast.cell)
        a_supervision(session, neighbour)
        found = self.both(session, cast, neighbour)
        assert [(clash.kind, clash.about) for clash in found.clashes] == [(ClashKind.SUPERVISOR, "Nông Văn Sơn")]
        assert "cùng do đồng chí Nông Văn Sơn phụ trách" in meetings.warnings(found)[0]

    @pytest.mark.parametrize(("until", "clash"), [(date(2026, 12, 3), 0), (date(2026, 12, 4), 1)])
    def test_a_supervision_holds_to_the_day_before_its_end(self, session, cast, neighbour, until, clash):
        a_supervision(session, cast.cell, until=until)
        a_supervision(session, neighbour)
        assert len(self.both(session, cast, neighbour).clashes) == clash

    def test_two_meetings_of_a_cell_on_one_day_and_one_chair_for_two_cells(self, session, cast):
        planned(session, cast.officer, cast.in_month(DECEMBER))
        planned(
            session, cast.officer, cast.in_month(DECEMBER, MeetingKind.THEMATIC), planned_at=time(19, 0), theme="Đất"
        )
        found = of_commune(session, cast)
        assert meetings.warnings(found) == [
            "Chi bộ Khuổi Ngọa có hai buổi trong ngày 03/12/2026: sinh hoạt thường kỳ lúc 14:00 và sinh hoạt chuyên đề "
            "lúc 19:00."
        ]


class TestWords:
    def test_the_notice_of_one_meeting(self, session, cast):
        planned(session, cast.officer, cast.in_month(DECEMBER), place="Nhà văn hóa", is_combined=True, theme="Đất đai")
        [row] = of_commune(session, cast).rows
        assert meetings.notice(row) == (
            "THÔNG BÁO SINH HOẠT THƯỜNG KỲ KẾT HỢP CHUYÊN ĐỀ\n"
            "Chi bộ Khuổi Ngọa – tháng 12/2026\n"
            "Thời gian: 14:00, thứ Năm ngày 03/12/2026\n"
            "Địa điểm: Nhà văn hóa\n"
            f"Chủ trì: đồng chí {cast.people[0].full_name}\n"
            "Chuyên đề: Đất đai\n"
            "Đề nghị các đồng chí đảng viên dự họp đầy đủ, đúng giờ."
        )

    def test_the_notice_says_what_was_put_off_or_called_off(self, session, cast):
        ref = planned(session, cast.officer, cast.in_month(DECEMBER))
        meetings.postpone(session, cast.officer, ref, Postponement(date(2026, 12, 5), time(19, 30), "Mưa lũ"))
        [row] = of_commune(session, cast).rows
        assert "(hoãn từ ngày 03/12/2026; lý do: Mưa lũ)" in meetings.notice(row)
        meetings.cancel(session, cast.officer, ref, "Sạt lở đường")
        [row] = of_commune(session, cast).rows
        assert meetings.notice(row).endswith(
            "Buổi họp (19:30, thứ Bảy ngày 05/12/2026) không tổ chức. Lý do: Sạt lở đường"
        )

    def test_the_message_of_the_month_goes_by_day_and_names_nobodys_telephone(self, session, cast, neighbour):
        third = a_cell(session, cast.commune, "Chi bộ Ổn Định")
        planned(session, cast.officer, cast.in_month(DECEMBER), planned_on=date(2026, 12, 4), place="Nhà văn hóa")
        planned(session, cast.officer, MeetingRef(neighbour.id, DECEMBER))
        text = meetings.announcement(of_commune(session, cast))
        assert text.splitlines() == [
            "LỊCH SINH HOẠT THÁNG 12/2026",
            "Đảng bộ xã Bằng Vân",
            "1. Chi bộ Nặm Nộc: 14:00, thứ Năm ngày 03/12/2026",
            "2. Chi bộ Khuổi Ngọa: 14:00, thứ Sáu ngày 04/12/2026; Nhà văn hóa",
            "Chưa định ngày: Chi bộ Ổn Định.",
        ]
        assert third.id

    def test_the_table_counts_every_cell_once_and_ends_with_the_sum(self, session, cast, neighbour):
        planned(session, cast.officer, MeetingRef(neighbour.id, DECEMBER), place="Trường học")
        planned(session, cast.officer, MeetingRef(neighbour.id, DECEMBER, MeetingKind.THEMATIC), theme="Đất đai")
        table = meetings.schedule_table(of_commune(session, cast))
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert [row[:3] for row in table.rows] == [
            (1, "Chi bộ Khuổi Ngọa", 7),
            (2, "Chi bộ Nặm Nộc", 3),
            (3, "Chi bộ Nặm Nộc", None),
            (None, "Tổng cộng: 2 chi bộ", 10),
        ]
        assert table.rows[0][3] == "chưa định ngày"
        assert table.rows[1][4:7] == ("Trường học", "Triệu Thị Lan", "0912 345 678")
        assert table.rows[2][7] == "Sinh hoạt chuyên đề “Đất đai”"
        assert tables.written(table.rows[0][2], table.columns[2].kind) == "7"
