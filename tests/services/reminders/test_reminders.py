"""Reminders that know the state: the right days, only those who owe, nobody twice, and what happened is written down."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from models import AuditEntry, Channel, EmailAddress, Reminder, Role
from services import clock, meetings, reminders
from services.errors import Invalid, NotAllowed, NotFound
from services.meetings import RecordState
from services.reminders import digests
from services.vietnamese import day
from tests.factories import a_cell, a_member, a_position, a_unit, actor_of, an_account, an_actor, some_members
from tests.factories_meetings import NOVEMBER, OCTOBER, a_submitted_meeting, put

DUE = date(2026, 12, 5)
"""The last day in time for November, where no period says otherwise."""


def at(on, hour=9):
    """A moment of a day in Vietnam."""
    return clock.set_to(datetime(on.year, on.month, on.day, tzinfo=clock.VIETNAM) + timedelta(hours=hour))


class TestStages:
    @pytest.mark.parametrize(
        ("left", "name", "words"),
        [
            (5, "T-5", "Còn 5 ngày đến hạn nộp (hết ngày 05/12/2026)."),
            (2, "T-2", "Còn 2 ngày đến hạn nộp (hết ngày 05/12/2026)."),
            (0, "T", "Hôm nay, 05/12/2026, là ngày cuối để nộp."),
            (-1, "T+1", "Đã quá hạn nộp ngày 05/12/2026 (1 ngày)."),
        ],
    )
    def test_each_day_has_its_name_and_sentence(self, left, name, words):
        stage = reminders.stage(DUE, DUE - timedelta(days=left))
        assert (stage.name, stage.sentence(DUE)) == (name, words)

    @given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(-40, 40))
    def test_a_digest_goes_out_on_the_four_days_and_no_other(self, due_on, left):
        on = due_on - timedelta(days=left)
        assert reminders.is_reminder_day(due_on, on) is (on in reminders.reminder_days(due_on))
        assert reminders.is_reminder_day(due_on, on) is (left in {5, 2, 0, -1})

    def test_the_day_turns_at_midnight_in_vietnam(self):
        with clock.set_to(datetime(2026, 12, 5, 16, 59, 59, tzinfo=UTC)):
            assert reminders.stage(DUE, clock.today()).days_left == 0
        with clock.set_to(datetime(2026, 12, 5, 17, 0, tzinfo=UTC)):
            assert reminders.stage(DUE, clock.today()).days_left == -1


def owed(session, actor):
    return {group.name: [cell.name for cell in group.cells] for group in reminders.owing(session, actor, NOVEMBER)}


class TestOwing:
    def test_only_those_who_have_not_handed_in_with_whom_to_call(self, session, cast):
        cast.people[0].phone = "0912 345 678"
        other = a_cell(session, cast.commune, "Chi bộ Pù Mò")
        a_position(session, some_members(session, other, 4)[0], other)
        a_submitted_meeting(session, cast.officer, meetings.MeetingRef(other.id, NOVEMBER))
        [group] = reminders.owing(session, cast.officer, NOVEMBER)
        assert (group.of, [cell.name for cell in group.cells]) == (2, ["Chi bộ Khuổi Ngọa"])
        [cell] = group.cells
        assert (cell.state, cell.due_on) == (RecordState.MISSING, DUE)
        assert (cell.secretary, cell.phone) == ("Hoàng Văn An", "0912 345 678")

    def test_nobody_owes_once_everybody_has_handed_in(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref)
        assert reminders.owing(session, cast.officer, NOVEMBER) == ()

    def test_communes_stand_apart_and_strangers_see_nothing(self, session, cast):
        second = a_unit(session, "Đảng bộ xã Cốc Đán", parent=cast.district)
        a_cell(session, second, "Chi bộ Nặm Nộc")
        district = actor_of(an_account(session, cast.district, Role.DISTRICT_STAFF), cast.district)
        assert owed(session, district) == {
            "Đảng bộ xã Bằng Vân": ["Chi bộ Khuổi Ngọa"],
            "Đảng bộ xã Cốc Đán": ["Chi bộ Nặm Nộc"],
        }
        assert owed(session, an_actor(session, second)) == {"Đảng bộ xã Cốc Đán": ["Chi bộ Nặm Nộc"]}

    def test_the_text_names_day_and_cells_and_says_what_is_begun(self, session, cast):
        put(session, cast.officer, cast.ref, "content", "Đang ghi")
        with at(DUE - timedelta(days=2)):
            [group] = reminders.owing(session, cast.officer, NOVEMBER)
            text = reminders.for_chat(group)
        assert "thuộc Đảng bộ xã Bằng Vân" in text
        assert "tháng 11/2026: Còn 2 ngày đến hạn nộp (hết ngày 05/12/2026)." in text
        assert "Còn 1/1 chi bộ chưa nộp:\n1. Chi bộ Khuổi Ngọa (đang nhập)" in text


class TestLog:
    def test_one_line_a_day_and_unit_and_the_newest_text_counts(self, session, cast):
        for text in ("Nhắc lần một", "Nhắc lần hai", "Nhắc lần hai"):
            reminders.note_chat(session, cast.officer, cast.commune.id, text)
        [row] = reminders.log(session, cast.officer)
        assert (row.text, row.channel, row.unit_name, row.error) == (
            "Nhắc lần hai",
            Channel.CHAT,
            "Đảng bộ xã Bằng Vân",
            "",
        )
        noted = select(AuditEntry).where(AuditEntry.action == "reminder:noted")
        assert len(session.exec(noted).all()) == 2

    def test_it_is_read_within_reach_and_written_by_those_who_write(self, session, cast):
        reminders.note_chat(session, cast.officer, cast.commune.id, "Nhắc")
        stranger = an_actor(session, a_unit(session, "Đảng bộ xã Cốc Đán", parent=cast.district))
        assert reminders.log(session, stranger) == []
        with pytest.raises(NotFound):
            reminders.note_chat(session, stranger, cast.commune.id, "Nhắc")
        leader = actor_of(an_account(session, cast.commune, Role.LEADER), cast.commune)
        with pytest.raises(NotAllowed):
            reminders.note_chat(session, leader, cast.commune.id, "Nhắc")
        with pytest.raises(Invalid):
            reminders.note_chat(session, cast.officer, cast.commune.id, " ")


class TestAddress:
    def test_it_is_ones_own_and_can_be_given_up(self, session, cast):
        reminders.write_address(session, cast.officer, " an@bangvan.gov.vn ")
        assert reminders.address_of(session, cast.officer) == "an@bangvan.gov.vn"
        assert reminders.address_of(session, cast.secretary) == ""
        reminders.write_address(session, cast.officer, "")
        assert session.exec(select(EmailAddress)).all() == []

    @pytest.mark.parametrize(
        "address", ["an", "an@", "@bangvan.vn", "an@bang van.vn", "an@x.vn\nBcc: b@x.vn", "a" * 260]
    )
    def test_what_can_be_none_is_refused(self, session, cast, address):
        with pytest.raises(Invalid):
            reminders.write_address(session, cast.officer, address)


@pytest.fixture
def reader(session, cast):
    """An officer who wants the digest."""
    reminders.write_address(session, cast.officer, "an@bangvan.gov.vn")
    a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
    return cast.officer


class TestDigests:
    @pytest.mark.parametrize("left", [6, 5, 4, 3, 2, 1, 0, -1, -2])
    def test_on_the_four_days_only(self, session, reader, left):
        assert reader
        with at(DUE - timedelta(days=left)):
            assert bool(digests.reserve(session)) is (left in {5, 2, 0, -1})

    def test_it_says_whom_to_call_and_goes_to_nobody_else(self, session, cast, reader):
        assert reader
        cast.people[0].phone = "0912 345 678"
        with at(DUE):
            [digest] = digests.reserve(session)
        assert (digest.address, digest.subject) == (
            "an@bangvan.gov.vn",
            "Nhắc nộp biên bản sinh hoạt tháng 11/2026",
        )
        assert "- Chi bộ Khuổi Ngọa: bí thư Hoàng Văn An, điện thoại 0912 345 678" in digest.text

    def test_nobody_gets_two_and_what_failed_is_offered_again(self, session, reader):
        assert reader
        with at(DUE):
            [digest] = digests.reserve(session)
            digests.note_sent(session, digest.reminder_id, "ConnectionRefusedError")
            [again] = digests.reserve(session)
            assert again.reminder_id == digest.reminder_id
            digests.note_sent(session, again.reminder_id)
            assert digests.reserve(session) == []
        [row] = session.exec(select(Reminder)).all()
        assert (row.error, row.sent_on) == ("", DUE)

    def test_whoever_owes_nothing_gets_no_letter(self, session, cast, reader):
        a_submitted_meeting(session, reader, cast.ref)
        with at(DUE):
            assert digests.reserve(session) == []

    @pytest.mark.parametrize("change", ["disabled", "expired", "leader"])
    def test_nothing_goes_to_whoever_no_longer_works_here(self, session, cast, change):
        account = an_account(session, cast.commune, Role.LEADER if change == "leader" else Role.COMMUNE_OFFICER)
        session.add(EmailAddress(account_id=account.id, address="b@x.vn", changed_at=clock.now()))
        account.is_disabled = change == "disabled"
        account.expires_on = DUE if change == "expired" else None
        session.flush()
        with at(DUE):
            assert digests.reserve(session) == []

    def test_a_cell_without_a_secretary_is_named_all_the_same(self, session, cast):
        orphan = a_cell(session, cast.commune, "Chi bộ Không Bí Thư")
        a_member(session, orphan, "Lý Văn Sáu")
        with at(DUE):
            text = reminders.digest(reminders.owing(session, cast.officer, NOVEMBER))
        assert "- Chi bộ Không Bí Thư\n" in text
        assert day(DUE) in text
