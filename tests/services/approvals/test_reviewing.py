"""Approving, returning, taking an approval back: pinned to what was read, and said with rule, day and whom to ask."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from models import AuditEntry, MeetingReview, MeetingState, MeetingVersion, Role
from models.base import new_id
from services import approvals, clock, meetings
from services.errors import Conflict, Invalid, NotAllowed
from tests import factories_approvals as at
from tests.factories import a_cell, a_position, actor_of, an_account, some_members
from tests.factories_approvals import approved_by
from tests.factories_meetings import NOVEMBER, a_submitted_meeting, put


def state(session, cast):
    return meetings.sheet(session, cast.officer, cast.ref).state


def actions(session):
    return [row.action for row in session.exec(select(AuditEntry).order_by(AuditEntry.sequence))]


def reviews(session):
    return session.exec(select(MeetingReview).order_by(MeetingReview.reviewed_at)).all()


class TestApproving:
    def test_each_level_hands_it_to_the_one_above_until_nobody_is_above(self, session, cast, who):
        at.waits_for_commune(session, who, cast.ref)
        sheet = meetings.sheet(session, cast.officer, cast.ref)
        assert (sheet.waiting_unit_id, sheet.version) == (cast.commune.id, 1)
        approved_by(session, cast.ref, who.officer)
        sheet = meetings.sheet(session, cast.officer, cast.ref)
        assert (sheet.state, sheet.waiting_unit_id) == (MeetingState.SUBMITTED, cast.district.id)
        approved_by(session, cast.ref, who.district)
        sheet = meetings.sheet(session, cast.officer, cast.ref)
        assert (sheet.state, sheet.waiting_unit_id, sheet.approved_version) == (MeetingState.APPROVED, None, 1)
        assert actions(session)[-2:] == ["meeting:forwarded", "meeting:approved"]

    def test_a_record_that_the_commune_handed_in_goes_past_the_commune(self, session, cast, who):
        at.by_officer(session, who, cast.ref)
        with pytest.raises(NotAllowed, match="đang chờ Đảng bộ huyện Ngân Sơn"):
            approved_by(session, cast.ref, who.colleague)

    def test_nobody_approves_what_they_handed_in_and_is_told_whom_to_ask(self, session, cast, who):
        at.by_district(session, who, cast.ref)
        with pytest.raises(NotAllowed, match="không tự duyệt được") as refusal:
            approved_by(session, cast.ref, who.district)
        assert who.other_district.display_name in refusal.value.sentence

    def test_another_version_than_the_one_that_was_read_is_not_approved(self, session, cast, who):
        at.waits_for_commune(session, who, cast.ref)
        meetings.take_back(session, who.secretary, cast.ref)
        put(session, who.secretary, cast.ref, "conclusion", "Kết luận khác.")
        meetings.submit(session, who.secretary, cast.ref)
        with pytest.raises(Conflict, match="đã được nộp lại"):
            approvals.approve(session, who.officer, cast.ref, 1)
        approvals.approve(session, who.officer, cast.ref, 2)

    def test_a_record_of_before_versions_gets_its_version_when_it_is_judged(self, session, cast, who):
        at.waits_for_commune(session, who, cast.ref)
        session.delete(session.exec(select(MeetingVersion)).one())
        session.flush()
        approved_by(session, cast.ref, who.officer)
        kept = session.exec(select(MeetingVersion)).one()
        assert kept.content["fields"]["conclusion"] == "Thống nhất các nội dung đã bàn."

    def test_a_second_click_says_nothing_new(self, session, cast, who):
        at.waits_for_district(session, who, cast.ref)
        before = len(reviews(session))
        approvals.approve(session, who.colleague, cast.ref, 1)
        assert len(reviews(session)) == before

    def test_after_its_approval_was_taken_back_it_can_be_approved_again(self, session, cast, who):
        at.approved(session, who, cast.ref)
        approvals.withdraw(session, who.district, cast.ref, "Duyệt nhầm.")
        approved_by(session, cast.ref, who.district)
        assert state(session, cast) is MeetingState.APPROVED


class TestReturning:
    def test_it_wants_a_note_or_a_remark(self, session, cast, who):
        at.waits_for_commune(session, who, cast.ref)
        with pytest.raises(Invalid, match="ghi rõ điều cần sửa"):
            approvals.return_(session, who.officer, cast.ref, 1, "  ")
        approvals.remark(session, who.officer, cast.ref, "conclusion", "Kết luận chung chung.", new_id())
        approvals.return_(session, who.officer, cast.ref, 1, "")
        assert state(session, cast) is MeetingState.RETURNED

    def test_the_cell_reads_the_note_mends_and_hands_in_the_next_version(self, session, cast, who):
        at.returned(session, who, cast.ref)
        found = approvals.reading(session, who.secretary, cast.ref)
        assert [(step.what, step.note) for step in found.way] == [("Nộp", ""), ("Trả lại", "Ghi rõ ý kiến phát biểu.")]
        put(session, who.secretary, cast.ref, "content", "Đồng chí An phát biểu về làm đường.")
        meetings.submit(session, who.secretary, cast.ref)
        found = approvals.reading(session, who.officer, cast.ref)
        assert found.version == 2
        assert [(change.label, change.after) for change in found.changes] == [
            ("Nội dung", "Đồng chí An phát biểu về làm đường.")
        ]


class TestWithdrawing:
    def test_what_it_affects_is_said_beforehand_and_nothing_is_written(self, session, cast, who):
        at.approved(session, who, cast.ref)
        before = actions(session)
        [said] = approvals.effects(session, who.district, cast.ref)
        assert said.startswith("Biên bản trở lại chờ Đảng bộ huyện Ngân Sơn duyệt")
        assert actions(session) == before

    def test_it_wants_a_reason(self, session, cast, who):
        at.approved(session, who, cast.ref)
        with pytest.raises(Invalid, match="lý do"):
            approvals.withdraw(session, who.district, cast.ref, " ")

    def test_a_lower_level_does_not_take_back_what_a_higher_one_gave(self, session, cast, who):
        at.approved(session, who, cast.ref)
        with pytest.raises(NotAllowed, match="Đảng bộ huyện Ngân Sơn"):
            approvals.withdraw(session, who.officer, cast.ref, "Duyệt nhầm.")

    def test_the_commune_takes_its_own_back_while_the_district_has_not_read_it(self, session, cast, who):
        at.waits_for_district(session, who, cast.ref)
        approvals.withdraw(session, who.colleague, cast.ref, "Cần xem lại.")
        sheet = meetings.sheet(session, who.secretary, cast.ref)
        assert (sheet.state, sheet.waiting_unit_id) == (MeetingState.SUBMITTED, cast.commune.id)


class TestAmending:
    def test_it_wants_a_reason_and_shows_as_changed_until_it_is_approved_anew(self, session, cast, who):
        at.approved(session, who, cast.ref)
        with pytest.raises(Invalid, match="lý do"):
            meetings.amend(session, who.secretary, cast.ref, "")
        meetings.amend(session, who.secretary, cast.ref, "Ghi thiếu.")
        sheet = meetings.sheet(session, who.secretary, cast.ref)
        assert (sheet.state, sheet.is_changed_after_approval) == (MeetingState.DRAFT, True)
        meetings.submit(session, who.secretary, cast.ref)
        assert meetings.sheet(session, who.secretary, cast.ref).is_changed_after_approval
        approved_by(session, cast.ref, who.officer, who.district)
        sheet = meetings.sheet(session, who.secretary, cast.ref)
        assert (sheet.is_changed_after_approval, sheet.approved_version) == (False, 2)

    def test_a_record_that_is_with_the_superior_says_what_to_do(self, session, cast, who):
        at.approved(session, who, cast.ref)
        with pytest.raises(Conflict, match=r"đã được duyệt ngày 20/11/2026.*“Mở lại để sửa”"):
            put(session, who.secretary, cast.ref, "place", "Nơi khác")

    def test_a_record_that_the_commune_has_approved_says_whom_to_ask(self, session, cast, who):
        at.waits_for_district(session, who, cast.ref)
        with pytest.raises(Conflict, match=r"Đảng bộ xã Bằng Vân đã duyệt .* 20/11/2026") as refusal:
            meetings.take_back(session, who.secretary, cast.ref)
        assert who.officer.display_name in refusal.value.sentence


class TestBulk:
    def test_one_refusal_keeps_none_of_the_others_back(self, session, cast, who):
        at.waits_for_commune(session, who, cast.ref)
        october = cast.in_month(cast.ref.month.replace(month=10))
        at.by_officer(session, who, october)
        chosen = [approvals.Read(ref, 1, "Chi bộ Khuổi Ngọa") for ref in (cast.ref, october)]
        outcome = approvals.approve_all(session, who.officer, chosen)
        assert (outcome.approved, len(outcome.refused)) == (1, 1)
        assert "Đã duyệt 1 biên bản. 1 biên bản chưa duyệt được. Chi bộ Khuổi Ngọa:" in outcome.sentence
        assert [row.meeting_id for row in reviews(session)] == [meetings.records.found(session, cast.ref).id]

    def test_choosing_none_is_said(self, session, who):
        with pytest.raises(Invalid, match="ít nhất một"):
            approvals.approve_all(session, who.officer, [])


def test_two_verdicts_at_one_instant_keep_their_order(session, cast, who):
    at.waits_for_commune(session, who, cast.ref)
    for _ in range(3):
        approved_by(session, cast.ref, who.officer)
        approvals.withdraw(session, who.officer, cast.ref, "Xem lại.")
    assert [row.verdict.value for row in reviews(session)] == ["approved", "withdrawn"] * 3


def test_a_cell_that_is_the_root_is_approved_by_another_account_of_its_own(session):

    cell = a_cell(session)
    a_position(session, some_members(session, cell, 4)[0], cell)
    one, other = (actor_of(an_account(session, cell, Role.COMMUNE_OFFICER), cell) for _ in range(2))
    ref = meetings.MeetingRef(cell.id, NOVEMBER)
    a_submitted_meeting(session, one, ref)
    with pytest.raises(NotAllowed):
        approvals.approve(session, one, ref, 1)
    approvals.approve(session, other, ref, 1)
    assert meetings.sheet(session, one, ref).state is MeetingState.APPROVED


def test_the_way_says_who_did_what_in_the_order_of_time(session, cast, who):
    at.waits_for_commune(session, who, cast.ref)
    with clock.set_to(datetime(2026, 11, 21, tzinfo=UTC)):
        approved_by(session, cast.ref, who.officer)
    way = approvals.reading(session, who.leader, cast.ref).way
    assert [(step.what, step.unit_name) for step in way] == [
        ("Nộp", "Chi bộ Khuổi Ngọa"),
        ("Duyệt", "Đảng bộ xã Bằng Vân"),
    ]
