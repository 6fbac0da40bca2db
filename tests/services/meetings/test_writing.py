"""Writing field by field: what is stored, what is refused and how, and that nothing is overwritten unseen."""

import contextlib
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import func, select

from models import Attendance, AuditEntry, Meeting, Role
from models.base import new_id
from services import clock, meetings
from services.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from services.meetings import MeetingKind
from tests.factories import a_cell, a_member, a_stranger, a_unit, an_actor
from tests.factories_meetings import (
    HELD_ON,
    NOVEMBER,
    OCTOBER,
    a_cast,
    a_submitted_meeting,
    a_target,
    a_task,
    put,
    seen,
)
from tests.statements import counted


def write(session, cast, field, value, shown, *, actor=None):
    return meetings.write(session, actor or cast.officer, cast.ref, field, value, shown)


def stored(session, cast, field):
    return seen(session, cast.officer, cast.ref, field)


class TestFirstWrite:
    def test_it_stores_the_draft_with_its_opening_values(self, session, cast):
        write(session, cast, "held_on", HELD_ON, None)
        sheet = meetings.sheet(session, cast.officer, cast.ref)
        assert (sheet.exists, sheet.held_on, sheet.chair_id) == (True, HELD_ON, cast.people[0].id)

    def test_the_second_write_goes_to_the_same_record(self, session, cast):
        write(session, cast, "held_on", HELD_ON, None)
        write(session, cast, "place", "Nhà văn hóa", "")
        assert session.exec(select(func.count()).select_from(Meeting)).one() == 1

    def test_writing_what_is_stored_already_changes_nothing(self, session, cast):
        write(session, cast, "place", "Nhà văn hóa", "")
        before = len(session.exec(select(AuditEntry)).all())
        write(session, cast, "place", "Nhà văn hóa ", "cũ")
        assert len(session.exec(select(AuditEntry)).all()) == before


class TestStored:
    @pytest.mark.parametrize(
        ("field", "value", "kept"),
        [
            ("held_on", HELD_ON, HELD_ON),
            ("started_at", time(14, 5, 30), time(14, 5)),
            ("place", "  Nhà   văn hóa ", "Nhà văn hóa"),
            ("theme", "Học tập\u200b và làm theo Bác", "Học tập và làm theo Bác"),
            ("content", "Một\r\nHai", "Một\nHai"),
            ("conclusion", None, ""),
        ],
    )
    def test_a_value_is_kept_tidy_and_given_back_as_it_is_kept(self, session, cast, field, value, kept):
        assert write(session, cast, field, value, stored(session, cast, field)) == kept
        assert stored(session, cast, field) == kept

    def test_lists_come_back_in_roll_order(self, session, cast):
        assert write(session, cast, "speakers", cast.ids(3, 1), []) == cast.ids(1, 3)

    def test_an_unticked_member_is_present_again_and_the_reason_waits(self, session, cast):
        put(session, cast.officer, cast.ref, "excused", cast.ids(1))
        put(session, cast.officer, cast.ref, f"reason:{cast.people[1].id}", "Đi viện")
        put(session, cast.officer, cast.ref, "excused", [])
        assert stored(session, cast, f"reason:{cast.people[1].id}") == ""
        put(session, cast.officer, cast.ref, "excused", cast.ids(1))
        assert stored(session, cast, f"reason:{cast.people[1].id}") == "Đi viện"

    def test_only_exceptions_are_stored_in_a_draft(self, session, cast):
        put(session, cast.officer, cast.ref, "excused", cast.ids(1))
        assert session.exec(select(func.count()).select_from(Attendance)).one() == 1

    def test_a_change_is_in_the_audit_trail_with_what_was_there_before(self, session, cast):
        write(session, cast, "place", "Nhà văn hóa", "")
        write(session, cast, "place", "Trường học", "Nhà văn hóa")
        entry = session.exec(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
        assert (entry.action, entry.account_id) == ("meeting:written", cast.officer.account_id)
        assert entry.details == {"field": "place", "before": "Nhà văn hóa", "after": "Trường học"}

    @pytest.mark.parametrize("field", ["held_on", "started_at", "excused", "chair_id"])
    def test_every_kind_of_value_fits_the_audit_trail(self, session, cast, field):
        values = {"held_on": HELD_ON, "started_at": time(14), "excused": cast.ids(2), "chair_id": cast.people[2].id}
        put(session, cast.officer, cast.ref, field, values[field])
        session.expire_all()
        assert session.exec(select(AuditEntry).where(AuditEntry.action == "meeting:written")).one()

    def test_it_says_when_it_was_saved(self, session, cast):
        later = datetime(2026, 11, 20, 7, 5, 9, tzinfo=UTC)
        write(session, cast, "place", "Nhà văn hóa", "")
        with clock.set_to(later):
            write(session, cast, "excused", cast.ids(1), [])
        assert meetings.sheet(session, cast.officer, cast.ref).changed_at == later

    def test_one_field_costs_nine_statements_at_most(self, session, cast):
        target_id = a_target(session, cast.officer, cast.in_month(OCTOBER))
        put(session, cast.officer, cast.ref, "excused", cast.ids(1))
        for field, value in [
            ("place", "A"),
            ("excused", cast.ids(1, 2)),
            ("chair_id", cast.people[3].id),
            ("premeeting_on", HELD_ON),
            ("is_combined", True),
            (f"target_outcome:{target_id}", "met"),
            (f"achieved:{target_id}", "12,5"),
        ]:
            shown = stored(session, cast, field)
            session.expire_all()
            with counted(session) as statements:
                write(session, cast, field, value, shown)
            assert len(statements) <= 8, statements


class TestRefused:
    def refuses(self, session, cast, field, value, sentence):
        before = stored(session, cast, field)
        with pytest.raises(Invalid, match=sentence) as refusal:
            meetings.write(session, cast.officer, cast.ref, field, value, before)
        assert refusal.value.field == field
        assert stored(session, cast, field) == before

    def test_an_end_that_is_not_after_the_start(self, session, cast):
        put(session, cast.officer, cast.ref, "started_at", time(14, 0))
        sentence = r"Giờ kết thúc \(14:00\) phải sau giờ bắt đầu \(14:00\)"
        self.refuses(session, cast, "ended_at", time(14, 0), sentence)
        put(session, cast.officer, cast.ref, "ended_at", time(15, 0))
        self.refuses(session, cast, "started_at", time(15, 0), "phải sau giờ bắt đầu")

    def test_a_day_to_come(self, session, cast):
        self.refuses(session, cast, "held_on", date(2026, 11, 21), "Ngày họp 21/11/2026 ở sau hôm nay")

    def test_a_day_outside_the_month(self, session, cast):
        self.refuses(session, cast, "held_on", date(2026, 10, 31), "không nằm trong tháng 11/2026")

    def test_a_day_before_the_cell_was_founded(self, session, cast):
        cell = a_cell(session, cast.commune, "Chi bộ Nặm Nộc", since=date(2026, 11, 10))
        ref = meetings.MeetingRef(cell.id, NOVEMBER)
        with pytest.raises(Invalid, match="chưa thành lập"):
            meetings.write(session, cast.officer, ref, "held_on", date(2026, 11, 9), None)
        assert meetings.write(session, cast.officer, ref, "held_on", date(2026, 11, 10), None) == date(2026, 11, 10)

    @pytest.mark.parametrize(("first", "second"), [("excused", "unexcused"), ("unexcused", "excused")])
    def test_a_member_counted_twice(self, session, cast, first, second):
        put(session, cast.officer, cast.ref, first, cast.ids(1, 2))
        self.refuses(session, cast, second, cast.ids(2), "Hoàng Văn Chung.*mỗi người chỉ được tính một lần")

    @pytest.mark.parametrize("absence", ["excused", "unexcused"])
    def test_an_absent_member_as_speaker(self, session, cast, absence):
        put(session, cast.officer, cast.ref, absence, cast.ids(1))
        self.refuses(session, cast, "speakers", cast.ids(0, 1), "Hoàng Văn Bình.*không thể phát biểu")

    def test_a_speaker_as_absent(self, session, cast):
        put(session, cast.officer, cast.ref, "speakers", cast.ids(1))
        self.refuses(session, cast, "excused", cast.ids(1), "đã phát biểu")

    def test_an_exempt_member_as_absent(self, session, cast):
        self.refuses(session, cast, "excused", [cast.elder.id], "Nông Thị Yên.*không tính là vắng")

    def test_an_exempt_member_as_speaker_before_being_ticked_as_having_come(self, session, cast):
        self.refuses(session, cast, "speakers", [cast.elder.id], "Nông Thị Yên chưa được ghi là có dự")
        put(session, cast.officer, cast.ref, "attending", [cast.elder.id])
        put(session, cast.officer, cast.ref, "speakers", [cast.elder.id])
        self.refuses(session, cast, "attending", [], "đã phát biểu")

    def test_a_member_who_is_due_as_a_guest(self, session, cast):
        self.refuses(session, cast, "attending", cast.ids(1), "thuộc diện điểm danh")

    def test_a_reason_for_somebody_who_is_not_excused(self, session, cast):
        self.refuses(session, cast, f"reason:{cast.people[1].id}", "Đi viện", "Chỉ ghi lý do")

    @pytest.mark.parametrize("field", ["chair_id", "minutes_secretary_id"])
    def test_a_leader_who_is_not_of_the_cell(self, session, cast, field):
        stranger = a_member(session, a_cell(session, cast.commune, "Chi bộ Nặm Nộc"), "Triệu Văn Lạ")
        self.refuses(session, cast, field, stranger.id, "không có trong danh sách đảng viên")

    @pytest.mark.parametrize("field", ["excused", "unexcused", "attending", "speakers"])
    def test_a_mark_for_somebody_who_is_not_of_the_cell(self, session, cast, field):
        stranger = a_member(session, a_cell(session, cast.commune, "Chi bộ Nặm Nộc"), "Triệu Văn Lạ")
        self.refuses(session, cast, field, [stranger.id], "không thuộc danh sách")

    def test_a_text_that_is_too_long(self, session, cast):
        self.refuses(session, cast, "place", "ă" * 301, "“Địa điểm” dài 301 ký tự, tối đa là 300")
        self.refuses(session, cast, "content", "ă" * 20_001, "tối đa là 20.000")

    def test_a_note_on_a_task_without_an_outcome(self, session, cast):
        task_id = a_task(session, cast.officer, cast.in_month(OCTOBER), cast.people[0].id)
        self.refuses(session, cast, f"note:{task_id}", "Chậm", "chọn kết quả thực hiện trước")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("held_on", "05/11/2026"),
            ("held_on", datetime(2026, 11, 5, tzinfo=UTC)),
            ("started_at", "14:00"),
            ("place", 5),
            ("place", "\ud800"),
            ("excused", "ai đó"),
            ("excused", 7),
            ("speakers", None),
        ],
    )
    def test_a_value_of_the_wrong_kind(self, session, cast, field, value):
        with pytest.raises(Invalid, match="phải là") as refusal:
            write(session, cast, field, value, None if field != "excused" else [])
        assert refusal.value.field == field

    @pytest.mark.parametrize(
        "field", ["id", "state", "unit_id", "submitted_by", "", "reason", "reason:", "place:1", "reason:ai", ":", "x:y"]
    )
    def test_a_field_that_there_is_not(self, session, cast, field):
        with pytest.raises(Invalid, match="không có trong biên bản"):
            write(session, cast, field, "x", None)

    def test_an_outcome_that_there_is_not(self, session, cast):
        task_id = a_task(session, cast.officer, cast.in_month(OCTOBER), cast.people[0].id)
        self.refuses(session, cast, f"outcome:{task_id}", "rất tốt", "phải là một trong các kết quả")

    @pytest.mark.parametrize("kind", ["outcome", "note"])
    def test_a_task_of_another_cell_does_not_exist_here(self, session, cast, kind):
        other = a_cell(session, cast.commune, "Chi bộ Nặm Nộc")
        owner = a_member(session, other)
        task_id = a_task(session, cast.officer, meetings.MeetingRef(other.id, OCTOBER), owner.id)
        with pytest.raises(NotFound):
            write(session, cast, f"{kind}:{task_id}", "done", None)

    def test_a_submitted_record(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref)
        with pytest.raises(Conflict, match="Biên bản đã nộp lúc 09:00 ngày 20/11/2026; muốn sửa hãy bấm “Rút lại"):
            write(session, cast, "place", "Nơi khác", "Nhà văn hóa thôn Khuổi Ngọa")

    @pytest.mark.parametrize("role", [Role.LEADER, Role.ADMINISTRATOR])
    def test_roles_that_do_not_write(self, session, cast, role):
        with pytest.raises(NotAllowed):
            write(session, cast, "place", "x", "", actor=an_actor(session, cast.district, role))

    def test_out_of_reach_it_does_not_exist_even_for_those_who_do_not_write(self, session, cast):
        elsewhere = a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district)
        for role in Role:
            with pytest.raises(NotFound):
                write(session, cast, "place", "x", "", actor=a_stranger(elsewhere, role))


class TestTwoEditors:
    def test_the_second_is_told_what_the_first_wrote_and_when(self, session, cast):
        write(session, cast, "place", "Nhà văn hóa", "", actor=cast.secretary)
        with pytest.raises(Conflict) as refusal:
            write(session, cast, "place", "Trường học", "")
        writer = cast.secretary.display_name
        assert refusal.value.field == "place"
        assert refusal.value.sentence.startswith(f"“Địa điểm” vừa được {writer} (lúc 09:00) đổi thành “Nhà văn hóa”.")
        assert stored(session, cast, "place") == "Nhà văn hóa"

    @pytest.mark.parametrize(
        ("field", "first", "second", "shown", "words"),
        [
            ("held_on", HELD_ON, date(2026, 11, 6), None, "“05/11/2026”"),
            ("started_at", time(14), time(15), None, "“14:00”"),
            ("excused", [1, 2], [3], [], "“Hoàng Văn Bình và Hoàng Văn Chung”"),
            ("chair_id", 1, 2, 0, "“Hoàng Văn Bình”"),
            ("place", "", "B", "A", "để trống"),
            ("content", "c" * 100, "B", "", f"“{'c' * 80}…”"),
        ],
    )
    def test_what_is_stored_is_said_in_words(self, session, cast, *, field, first, second, shown, words):
        def people(value):
            if field == "chair_id":
                return cast.people[value].id
            return cast.ids(*value) if isinstance(value, list) else value

        if field == "place":
            put(session, cast.officer, cast.ref, "place", "A")
        write(session, cast, field, people(first), people(shown))
        with pytest.raises(Conflict) as refusal:
            write(session, cast, field, people(second), people(shown))
        assert words in refusal.value.sentence

    def test_the_same_value_from_both_is_no_conflict(self, session, cast):
        write(session, cast, "place", "Nhà văn hóa", "", actor=cast.secretary)
        assert write(session, cast, "place", "Nhà văn hóa", "") == "Nhà văn hóa"

    def test_whoever_has_seen_the_others_value_may_replace_it(self, session, cast):
        write(session, cast, "place", "Nhà văn hóa", "", actor=cast.secretary)
        assert write(session, cast, "place", "Trường học", "Nhà văn hóa") == "Trường học"

    def test_different_fields_do_not_disturb_each_other(self, session, cast):
        write(session, cast, "place", "Nhà văn hóa", "", actor=cast.secretary)
        write(session, cast, "theme", "Đất đai", "")
        assert stored(session, cast, "place") == "Nhà văn hóa"

    @given(data=st.data())
    @settings(max_examples=25)
    def test_in_any_order_nothing_is_overwritten_unseen(self, rolled_back, data):
        """Two screens look and write in any order: a write either follows a look at what it replaces, or is refused."""
        with clock.set_to(datetime(2026, 11, 20, 2, tzinfo=UTC)), rolled_back() as session:
            cast = a_cast(session)
            values = {
                "place": st.sampled_from(["", "A", "B", "C"]),
                "excused": st.sets(st.integers(0, 2)).map(lambda places: cast.ids(*sorted(places))),
            }
            field = data.draw(st.sampled_from(sorted(values)))
            held = stored(session, cast, field)
            screens = [held, held]
            steps = st.tuples(st.integers(0, 1), st.one_of(st.none(), values[field]))
            for who, value in data.draw(st.lists(steps, max_size=12)):
                if value is None:
                    screens[who] = stored(session, cast, field)
                    continue
                fresh = screens[who] == held or value == held
                try:
                    screens[who] = write(session, cast, field, value, screens[who])
                except Conflict:
                    assert not fresh
                else:
                    assert fresh
                    held = value
                assert stored(session, cast, field) == held


class TestAnything:
    junk = st.one_of(
        st.none(),
        st.text(max_size=400),
        st.integers(),
        st.dates(),
        st.datetimes(),
        st.times(),
        st.lists(st.one_of(st.text(max_size=5), st.uuids(), st.none(), st.integers()), max_size=4),
        st.binary(max_size=5),
        st.uuids(),
    )

    @given(data=st.data())
    @settings(max_examples=60)
    def test_whatever_a_browser_sends_is_stored_or_refused_with_a_sentence(self, rolled_back, data):
        with clock.set_to(datetime(2026, 11, 20, 2, tzinfo=UTC)), rolled_back() as session:
            cast = a_cast(session)
            fields = [*meetings.FIELDS, f"reason:{cast.people[1].id}", f"outcome:{new_id()}", f"note:{new_id()}"]
            target_id = a_target(session, cast.officer, cast.in_month(OCTOBER))
            fields += [f"{kind}:{target_id}" for kind in ("target_outcome", "achieved", "target_note")]
            field = data.draw(st.one_of(st.sampled_from(fields), st.text(max_size=12)))
            with contextlib.suppress(Refusal):
                write(session, cast, field, data.draw(self.junk), data.draw(self.junk))
            session.flush()


class TestAnother:
    def test_a_second_regular_meeting_of_the_month_is_refused_with_the_day_of_the_first(self, session, cast):
        put(session, cast.officer, cast.ref, "held_on", HELD_ON)
        with pytest.raises(Conflict, match=r"Tháng 11/2026 chi bộ đã có .*họp ngày 05/11/2026") as refusal:
            meetings.open_another(session, cast.officer, cast.cell.id, NOVEMBER, MeetingKind.REGULAR)
        assert refusal.value.field == "kind"

    def test_the_first_regular_meeting_is_welcome(self, session, cast):
        assert meetings.open_another(session, cast.officer, cast.cell.id, NOVEMBER, MeetingKind.REGULAR) == cast.ref

    @pytest.mark.parametrize("kind", [MeetingKind.THEMATIC, MeetingKind.EXTRAORDINARY])
    def test_others_are_numbered(self, session, cast, kind):
        for number in (1, 2):
            ref = meetings.open_another(session, cast.officer, cast.cell.id, NOVEMBER, kind)
            assert ref == cast.in_month(NOVEMBER, kind, number)
            put(session, cast.officer, ref, "theme", "Đất đai")

    def test_a_double_click_opens_the_same(self, session, cast):
        first, second = (
            meetings.open_another(session, cast.officer, cast.cell.id, NOVEMBER, MeetingKind.THEMATIC) for _ in range(2)
        )
        assert first == second

    def test_who_may_not_write_opens_none(self, session, cast):
        leader = an_actor(session, cast.district, Role.LEADER)
        with pytest.raises(NotAllowed):
            meetings.open_another(session, leader, cast.cell.id, NOVEMBER, MeetingKind.THEMATIC)
