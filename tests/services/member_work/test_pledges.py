"""Commitments and deeds: signed one by one or many at once, taken back, reviewed at meetings, counted."""

from datetime import date
from fractions import Fraction

import pytest
from sqlmodel import select

from models import AuditEntry, MembershipKind, Pledge, Role, SuspensionKind, TaskOutcome
from models.base import new_id
from services import meetings, member_work
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.factories import a_cell, a_member, a_membership, a_suspension, a_unit, an_actor
from tests.factories_meetings import NOVEMBER, a_submitted_meeting
from tests.statements import counted

SIGNED = date(2026, 1, 12)
DONE, PARTLY = TaskOutcome.DONE, TaskOutcome.PARTLY_DONE


def sign(session, cast, kind, value, seen, *, actor=None, of=0, year=2026):
    field = f"{kind}:{cast.people[of].id}"
    return member_work.sign(session, actor or cast.secretary, cast.cell.id, year, field, value, seen)


def sign_all(session, cast, places=range(6), on=SIGNED, actor=None):
    ids = cast.ids(*places)
    return member_work.sign_many(session, actor or cast.secretary, cast.cell.id, 2026, ids, on)


def a_deed(session, cast, text="Giúp một hộ nghèo", *, of=0, token=None, actor=None):
    who = cast.people[of].id
    return member_work.register_deed(session, actor or cast.secretary, cast.cell.id, 2026, who, text, token or new_id())


def row_of(session, cast, place=0):
    rows = member_work.pledges(session, cast.officer, cast.cell.id, 2026)
    return next(row for row in rows if row.entry.member_id == cast.people[place].id)


def review(session, cast, kind, pledge_id, value, seen, *, actor=None, ref=None):
    return member_work.review_pledge(
        session, actor or cast.secretary, ref or cast.ref, f"{kind}:{pledge_id}", value, seen
    )


class TestSigning:
    def test_day_and_text_are_stored_field_by_field_as_one_commitment(self, session, cast):
        assert sign(session, cast, "signed_on", SIGNED, None) == SIGNED
        assert sign(session, cast, "text", " Gương mẫu ", "") == "Gương mẫu"
        row = row_of(session, cast)
        assert (row.signed_on, row.commitment.text) == (SIGNED, "Gương mẫu")
        assert len(session.exec(select(Pledge)).all()) == 1

    def test_without_day_and_text_there_is_none(self, session, cast):
        sign(session, cast, "signed_on", SIGNED, None)
        assert sign(session, cast, "signed_on", None, SIGNED) is None
        assert session.exec(select(Pledge)).all() == []

    def test_what_somebody_else_wrote_is_not_replaced_unseen(self, session, cast):
        sign(session, cast, "signed_on", SIGNED, None)
        with pytest.raises(Conflict, match="“12/01/2026”"):
            sign(session, cast, "signed_on", date(2026, 1, 20), None, actor=cast.officer)
        assert sign(session, cast, "signed_on", SIGNED, None, actor=cast.officer) == SIGNED

    @pytest.mark.parametrize("on", [date(2026, 11, 21), date(2025, 11, 30)])
    def test_the_day_lies_in_the_year_or_the_month_before_and_not_ahead(self, session, cast, on):
        with pytest.raises(Invalid, match="Ngày ký"):
            sign(session, cast, "signed_on", on, None)

    def test_december_before_the_year_is_early_enough(self, session, cast):
        assert sign(session, cast, "signed_on", date(2025, 12, 1), None) == date(2025, 12, 1)

    @pytest.mark.parametrize("year", [1999, 2027])
    def test_a_year_to_come_is_refused(self, session, cast, year):
        with pytest.raises(Invalid, match=f"Năm {year}"):
            sign(session, cast, "text", "x", "", year=year)

    def test_a_text_has_its_length(self, session, cast):
        with pytest.raises(Invalid, match=r"tối đa là 2\.000"):
            sign(session, cast, "text", "x" * 2001, "")

    def test_out_of_reach_before_not_allowed(self, session, cast):
        elsewhere = an_actor(session, a_unit(session, "Đảng bộ xã Thượng Quan"), Role.LEADER)
        leader = an_actor(session, cast.district, Role.LEADER)
        for change in (
            lambda actor: sign(session, cast, "signed_on", SIGNED, None, actor=actor),
            lambda actor: sign_all(session, cast, actor=actor),
            lambda actor: a_deed(session, cast, actor=actor),
            lambda actor: member_work.withdraw_deed(session, actor, cast.cell.id, new_id()),
            lambda actor: review(session, cast, "outcome", new_id(), "done", None, actor=actor),
        ):
            with pytest.raises(NotFound):
                change(elsewhere)
            with pytest.raises(NotAllowed):
                change(leader)

    def test_somebody_elses_member_is_refused(self, session, cast):
        stranger = a_member(session, a_cell(session, cast.commune, "Chi bộ Nặm Nộc"))
        with pytest.raises(Invalid, match="không có trong danh sách"):
            member_work.sign(session, cast.officer, cast.cell.id, 2026, f"text:{stranger.id}", "x", "")


class TestMany:
    def test_one_day_for_all_at_once_and_whoever_has_one_keeps_it(self, session, cast):
        sign(session, cast, "signed_on", date(2026, 1, 5), None)
        sign(session, cast, "text", "Gương mẫu", "", of=1)
        assert sign_all(session, cast) == 5
        assert [row_of(session, cast, place).signed_on for place in (0, 1)] == [date(2026, 1, 5), SIGNED]
        assert row_of(session, cast, 1).commitment.text == "Gương mẫu"

    def test_a_second_click_signs_nobody(self, session, cast):
        sign_all(session, cast)
        assert sign_all(session, cast) == 0
        assert len(session.exec(select(Pledge)).all()) == 6
        assert len(session.exec(select(AuditEntry).where(AuditEntry.action == "pledge:written")).all()) == 6

    def test_nobody_chosen_and_no_day_are_refused(self, session, cast):
        with pytest.raises(Invalid, match="chọn đảng viên"):
            sign_all(session, cast, ())
        with pytest.raises(Invalid, match="chọn ngày ký"):
            sign_all(session, cast, on=None)


class TestDeeds:
    def test_a_deed_is_registered_once_however_often_it_is_clicked(self, session, cast):
        token = new_id()
        assert a_deed(session, cast, token=token) == a_deed(session, cast, token=token) == token
        assert [deed.text for deed in row_of(session, cast).deeds] == ["Giúp một hộ nghèo"]

    def test_the_token_of_another_is_a_conflict(self, session, cast):
        token = a_deed(session, cast)
        with pytest.raises(Conflict):
            a_deed(session, cast, of=1, token=token)

    def test_it_wants_words(self, session, cast):
        with pytest.raises(Invalid, match="ghi nội dung việc đăng ký"):
            a_deed(session, cast, "  ")

    def test_it_is_taken_back_once(self, session, cast):
        token = a_deed(session, cast)
        for _ in range(2):
            member_work.withdraw_deed(session, cast.secretary, cast.cell.id, token)
        assert row_of(session, cast).deeds == ()
        with pytest.raises(NotFound):
            member_work.withdraw_deed(session, cast.secretary, cast.cell.id, new_id())

    def test_what_a_meeting_has_reviewed_stays(self, session, cast):
        token = a_deed(session, cast)
        review(session, cast, "outcome", token, "done", None)
        with pytest.raises(Conflict, match="đã được kiểm điểm"):
            member_work.withdraw_deed(session, cast.secretary, cast.cell.id, token)


class TestReviews:
    def test_a_meeting_finds_and_notes_and_its_draft_begins(self, session, cast):
        token = a_deed(session, cast)
        assert review(session, cast, "outcome", token, "partly_done", None) is PARTLY
        assert review(session, cast, "note", token, "Tiếp tục", "") == "Tiếp tục"
        [found] = row_of(session, cast).deeds[0].reviews
        assert (found.month, found.outcome, found.note, found.is_final) == (NOVEMBER, PARTLY, "Tiếp tục", False)
        assert meetings.sheet(session, cast.officer, cast.ref).exists

    def test_compare_and_set(self, session, cast):
        token = a_deed(session, cast)
        review(session, cast, "outcome", token, "done", None)
        with pytest.raises(Conflict, match="“Hoàn thành”"):
            review(session, cast, "outcome", token, "not_done", None, actor=cast.officer)
        assert review(session, cast, "outcome", token, None, "done") is None
        assert row_of(session, cast).deeds[0].reviews == ()

    def test_a_note_wants_an_outcome(self, session, cast):
        with pytest.raises(Invalid, match="chọn kết quả"):
            review(session, cast, "note", a_deed(session, cast), "x", "")

    def test_once_the_record_is_handed_in_nothing_changes(self, session, cast):
        token = a_deed(session, cast)
        a_submitted_meeting(session, cast.secretary, cast.ref)
        with pytest.raises(Conflict):
            review(session, cast, "outcome", token, "done", None)

    def test_another_cells_pledge_and_one_of_long_ago_are_not_found(self, session, cast):
        other = a_cell(session, cast.commune, "Chi bộ Nặm Nộc")
        who = a_member(session, other)
        theirs = member_work.register_deed(session, cast.officer, other.id, 2026, who.id, "Việc tốt", new_id())
        old = member_work.register_deed(
            session, cast.officer, cast.cell.id, 2024, cast.people[0].id, "Việc cũ", new_id()
        )
        for pledge_id in (theirs, old, new_id()):
            with pytest.raises(NotFound):
                review(session, cast, "outcome", pledge_id, "done", None)


class TestCoverage:
    def covered(self, session, actor, unit_id=None, year=2026):
        return {row.unit_name: row for row in member_work.coverage(session, actor, unit_id, year)}

    def test_signed_over_those_who_are_to_sign_without_exempt_ones_and_guests(self, session, cast):
        guest = a_member(session, None, "Lý Văn Khách")
        a_membership(session, guest, cast.cell, kind=MembershipKind.TEMPORARY_IN)
        a_suspension(session, cast.people[5], SuspensionKind.TEMPORARY_OUT)
        sign_all(session, cast, (0, 1, 2))
        sign(session, cast, "text", "Chưa ký", "", of=3)
        a_deed(session, cast)
        row = self.covered(session, cast.officer)["Chi bộ Khuổi Ngọa"]
        assert (row.expected, row.signed, row.deeds, row.share) == (6, 3, 1, Fraction(1, 2))
        expected = [row for row in member_work.pledges(session, cast.officer, cast.cell.id, 2026) if row.is_expected]
        assert len(expected) == 6

    def test_a_cell_without_members_has_no_share(self, session, cast):
        a_cell(session, cast.commune, "Chi bộ mới")
        assert self.covered(session, cast.officer)["Chi bộ mới"].share is None

    def test_only_of_that_year_and_in_reach(self, session, cast):
        sign_all(session, cast)
        assert self.covered(session, cast.officer, year=2025)["Chi bộ Khuổi Ngọa"].signed == 0
        elsewhere = an_actor(session, a_unit(session, "Đảng bộ xã Thượng Quan"))
        assert self.covered(session, elsewhere) == {}
        with pytest.raises(NotFound):
            self.covered(session, elsewhere, cast.cell.id)

    def test_four_statements_for_a_district(self, session, cast):
        for number in range(3):
            a_member(session, a_cell(session, cast.commune, f"Chi bộ {number}"))
        district = an_actor(session, cast.district, Role.DISTRICT_STAFF)
        with counted(session) as sent:
            assert len(member_work.coverage(session, district, cast.commune.id, 2026)) == 4
        assert len(sent) <= 4
