"""Guests, mentions, votes and documents of a record, and the fields that came with them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import func, select

from models import AuditEntry, Guest, MembershipKind, MentionKind, PositionKind, Role, Supervision, SuspensionKind, Vote
from models.base import new_id
from services import clock, meetings
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.meetings import GuestDraft, MentionDraft, VoteDraft
from tests.factories import a_member, a_membership, a_position, a_stranger, a_suspension, a_unit, an_actor
from tests.factories_meetings import HELD_ON, NOW, OCTOBER, a_cast, a_submitted_meeting, a_target, a_task, fill, put
from tests.statements import counted

A_PDF = b"%PDF-1.7\n..."
A_GUEST = GuestDraft("Nông Văn Thắng", "Phó bí thư Đảng ủy xã")


def parts(session, cast, ref=None):
    return meetings.parts(session, cast.officer, ref or cast.ref)


def sheet(session, cast):
    return meetings.sheet(session, cast.officer, cast.ref)


def entries(session, action):
    return session.exec(select(AuditEntry).where(AuditEntry.action == action)).all()


def praise(cast, text="Dẫn đầu hiến đất làm đường", place=1):
    member_id = None if place is None else cast.people[place].id
    return MentionDraft(MentionKind.PRAISE, member_id, text)


def vote(session, cast, for_=6, against=0, abstained=0, *, subject="Thông qua nghị quyết", token=None):
    draft = VoteDraft(subject, for_, against, abstained)
    return meetings.add_vote(session, cast.officer, cast.ref, draft, token or new_id())


ADDING = {
    "guest": lambda session, actor, ref, token: meetings.add_guest(session, actor, ref, A_GUEST, token),
    "mention": lambda session, actor, ref, token: meetings.add_mention(
        session, actor, ref, MentionDraft(MentionKind.PRAISE, None, "Cả chi bộ tham gia đầy đủ"), token
    ),
    "vote": lambda session, actor, ref, token: meetings.add_vote(
        session, actor, ref, VoteDraft("Thông qua nghị quyết", 2), token
    ),
}
REMOVING = {"guest": meetings.remove_guest, "mention": meetings.remove_mention, "vote": meetings.remove_vote}


@pytest.mark.parametrize("part", ADDING)
class TestEveryList:
    def test_a_token_sent_twice_is_one(self, session, cast, part):
        token = new_id()
        for _ in range(2):
            assert ADDING[part](session, cast.officer, cast.ref, token) == token
        assert getattr(sheet(session, cast).parts, f"{part}s") == 1
        assert len(entries(session, f"{part}:added")) == 1

    def test_the_id_of_another_meetings_is_refused(self, session, cast, part):
        token = ADDING[part](session, cast.officer, cast.in_month(OCTOBER), new_id())
        with pytest.raises(Conflict):
            ADDING[part](session, cast.officer, cast.ref, token)

    def test_removed_once_however_often_and_kept_in_the_trail(self, session, cast, part):
        token = ADDING[part](session, cast.officer, cast.ref, new_id())
        for _ in range(2):
            REMOVING[part](session, cast.officer, cast.ref, token)
        assert getattr(sheet(session, cast).parts, f"{part}s") == 0
        [entry] = entries(session, f"{part}:removed")
        assert entry.unit_id == cast.cell.id

    def test_one_of_another_meeting_is_not_found(self, session, cast, part):
        token = ADDING[part](session, cast.officer, cast.in_month(OCTOBER), new_id())
        with pytest.raises(NotFound):
            REMOVING[part](session, cast.officer, cast.ref, token)

    def test_reach_then_permission_then_whether_it_is_open(self, session, cast, part):
        token = ADDING[part](session, cast.officer, cast.ref, new_id())
        a_submitted_meeting(session, cast.officer, cast.ref)
        stranger = a_stranger(a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district))
        leader = an_actor(session, cast.district, Role.LEADER)
        for actor, refusal in [(stranger, NotFound), (leader, NotAllowed), (cast.officer, Conflict)]:
            with pytest.raises(refusal):
                ADDING[part](session, actor, cast.ref, new_id())
            with pytest.raises(refusal):
                REMOVING[part](session, actor, cast.ref, token)
        assert getattr(sheet(session, cast).parts, f"{part}s") == 1


class TestReading:
    def test_only_the_lists_that_are_named_are_read(self, session, cast):
        for add in ADDING.values():
            add(session, cast.officer, cast.ref, new_id())
        session.expire_all()
        ref = cast.ref
        with counted(session) as statements:
            found = meetings.parts(session, cast.officer, ref, ("guests",))
        assert (len(found.guests), found.mentions, found.votes) == (1, (), ())
        assert len(statements) == 3

    def test_nobody_reads_beyond_reach(self, session, cast):
        with pytest.raises(NotFound):
            meetings.parts(session, a_stranger(a_unit(session, "Xã khác")), cast.ref)

    def test_the_sheet_says_how_many_there_are(self, session, cast):
        vote(session, cast, 4, 1)
        vote(session, cast, 3)
        meetings.put_up(session, cast.officer, cast.ref, "a.pdf", A_PDF)
        found = sheet(session, cast).parts
        assert (found.votes, found.most_cast, found.documents, found.guests, found.agenda) == (2, 5, 1, 0, 0)


class TestGuests:
    def test_supervisors_stand_first(self, session, cast):
        for draft in (GuestDraft("Chu Thị An"), GuestDraft("Vi Văn Yên", "Đảng ủy viên", is_supervisor=True)):
            meetings.add_guest(session, cast.officer, cast.ref, draft, new_id())
        assert [(row.full_name, row.is_supervisor) for row in parts(session, cast).guests] == [
            ("Vi Văn Yên", True),
            ("Chu Thị An", False),
        ]

    def test_the_same_person_again_is_the_same_guest(self, session, cast):
        first = meetings.add_guest(session, cast.officer, cast.ref, A_GUEST, new_id())
        assert meetings.add_guest(session, cast.secretary, cast.ref, A_GUEST, new_id()) == first
        assert session.exec(select(func.count()).select_from(Guest)).one() == 1

    @pytest.mark.parametrize(
        ("draft", "field"),
        [
            (GuestDraft(" "), "guest.full_name"),
            (GuestDraft("x" * 121), "guest.full_name"),
            (GuestDraft("Vi Văn Yên", "x" * 201), "guest.office"),
        ],
    )
    def test_name_and_office_are_checked(self, session, cast, draft, field):
        with pytest.raises(Invalid) as refusal:
            meetings.add_guest(session, cast.officer, cast.ref, draft, new_id())
        assert refusal.value.field == field

    def a_supervision(self, session, cast, name, since, until=None):
        row = Supervision(
            unit_id=cast.cell.id,
            supervisor_name=name,
            office="Đảng ủy viên",
            starts_on=since,
            ends_on=until,
            created_at=clock.now(),
        )
        session.add(row)
        session.flush()

    def test_who_is_in_charge_on_the_day_is_proposed_until_written_down(self, session, cast):
        self.a_supervision(session, cast, "Vi Văn Cũ", date(2026, 1, 1), HELD_ON)
        self.a_supervision(session, cast, "Vi Văn Nay", HELD_ON)
        self.a_supervision(session, cast, "Vi Văn Sau", date(2026, 11, 6))
        put(session, cast.officer, cast.ref, "held_on", HELD_ON)
        [proposed] = meetings.proposed_supervisors(session, cast.officer, cast.ref)
        assert proposed == GuestDraft("Vi Văn Nay", "Đảng ủy viên", is_supervisor=True)
        meetings.add_guest(session, cast.officer, cast.ref, proposed, new_id())
        assert meetings.proposed_supervisors(session, cast.officer, cast.ref) == []

    def test_before_anything_is_stored_today_counts(self, session, cast):
        self.a_supervision(session, cast, "Vi Văn Nay", date(2026, 1, 1))
        assert [row.full_name for row in meetings.proposed_supervisors(session, cast.officer, cast.ref)] == [
            "Vi Văn Nay"
        ]
        with pytest.raises(NotFound):
            meetings.proposed_supervisors(session, a_stranger(a_unit(session, "Xã khác")), cast.ref)


class TestMentions:
    def test_of_a_member_or_of_all(self, session, cast):
        for draft in (praise(cast), praise(cast, "Cả chi bộ đóng đảng phí đủ", None)):
            meetings.add_mention(session, cast.officer, cast.ref, draft, new_id())
        found = {(row.full_name, row.text) for row in parts(session, cast).mentions}
        assert found == {("Hoàng Văn Bình", "Dẫn đầu hiến đất làm đường"), ("", "Cả chi bộ đóng đảng phí đủ")}

    def test_kind_text_and_member_are_checked(self, session, cast):
        outsider = a_member(session, None, "Chu Văn Xa").id
        for draft, field in [
            (MentionDraft(None, None, "Tốt"), "mention.kind"),
            (MentionDraft(MentionKind.REMINDER, None, " "), "mention.text"),
            (MentionDraft(MentionKind.REMINDER, None, "x" * 1001), "mention.text"),
            (MentionDraft(MentionKind.CRITICISM, outsider, "Vắng họp"), "mention.member_id"),
        ]:
            with pytest.raises(Invalid) as refusal:
                meetings.add_mention(session, cast.officer, cast.ref, draft, new_id())
            assert refusal.value.field == field


class TestVotes:
    def test_the_base_is_that_of_the_roll_when_it_is_written_down(self, session, cast):
        put(session, cast.officer, cast.ref, "excused", cast.ids(1))
        vote(session, cast, 4, 1)
        [row] = parts(session, cast).votes
        assert (row.base, row.present, row.votes_for, row.votes_against, row.votes_abstained) == (6, 5, 4, 1, 0)
        put(session, cast.officer, cast.ref, "excused", [])
        assert parts(session, cast).votes == (row,)

    def test_an_exempt_member_who_comes_counts(self, session, cast):
        put(session, cast.officer, cast.ref, "attending", [cast.elder.id])
        vote(session, cast, 7)
        [row] = parts(session, cast).votes
        assert (row.base, row.present) == (7, 7)

    def test_probationary_members_and_guests_of_the_cell_do_not_vote(self, session, cast):
        a_member(session, cast.cell, "Nông Văn Dự", official=False, admitted_on=date(2026, 5, 1))
        visitor = a_member(session, None, "Nông Văn Khách")
        a_membership(session, visitor, cast.cell, kind=MembershipKind.TEMPORARY_IN)
        standing = meetings.ballot(sheet(session, cast).roll)
        assert (standing.present, standing.base) == (6, 6)
        assert "dự bị" in standing.words
        with pytest.raises(Invalid, match="nhiều hơn số đảng viên chính thức có mặt"):
            vote(session, cast, 7)

    def test_absent_and_special_duty_members_stay_in_the_base(self, session, cast):
        soldier = a_member(session, cast.cell, "Nông Văn Lính")
        a_suspension(session, soldier, SuspensionKind.SPECIAL_DUTY)
        put(session, cast.officer, cast.ref, "unexcused", cast.ids(2))
        assert (
            meetings.ballot(sheet(session, cast).roll).present,
            meetings.ballot(sheet(session, cast).roll).base,
        ) == (
            5,
            7,
        )

    @pytest.mark.parametrize(
        ("counts", "field"),
        [((0, 0, 0), "vote.votes_for"), ((4, 2, 1), "vote.votes_for"), ((5, -1, 0), "vote.votes_against")],
    )
    def test_the_counts_are_checked(self, session, cast, counts, field):
        with pytest.raises(Invalid) as refusal:
            vote(session, cast, *counts)
        assert refusal.value.field == field
        assert sheet(session, cast).parts.votes == 0

    def test_they_are_numbered_and_close_ranks(self, session, cast):
        first, _, third = (vote(session, cast, 6, subject=text) for text in ("Một", "Hai", "Ba"))
        meetings.remove_vote(session, cast.officer, cast.ref, first)
        assert [(row.number, row.subject) for row in parts(session, cast).votes] == [(1, "Hai"), (2, "Ba")]
        assert vote(session, cast, 6, subject="Ba", token=third) == third

    def test_a_roll_that_no_longer_bears_the_votes_is_said_before_handing_in(self, session, cast):
        fill(session, cast.officer, cast.ref)
        vote(session, cast, 6)
        assert meetings.gaps(sheet(session, cast)) == []
        put(session, cast.officer, cast.ref, "unexcused", cast.ids(3))
        [gap] = meetings.gaps(sheet(session, cast))
        assert gap.field == "votes"
        assert "6 phiếu, nhiều hơn 5" in gap.sentence

    def test_a_meeting_without_a_roll_takes_none(self, session, cast):
        ref = meetings.MeetingRef(cast.commune.id, cast.ref.month, meetings.MeetingKind.COMMITTEE)
        with pytest.raises(Invalid, match="Chưa có đảng viên chính thức"):
            meetings.add_vote(session, cast.officer, ref, VoteDraft("Thông qua", 1), new_id())


heads = st.integers(0, 8)


@settings(max_examples=25)
@given(
    marks=st.lists(st.sampled_from(["", "excused", "unexcused"]), min_size=6, max_size=6),
    came=st.booleans(),
    counts=st.tuples(heads, heads, heads),
)
def test_votes_never_exceed_those_present_nor_they_the_base(rolled_back, marks, came, counts):
    with rolled_back() as session, clock.set_to(NOW):
        cast = a_cast(session)
        for field in ("excused", "unexcused"):
            away = [member.id for member, mark in zip(cast.people, marks, strict=True) if mark == field]
            put(session, cast.officer, cast.ref, field, away)
        put(session, cast.officer, cast.ref, "attending", [cast.elder.id] if came else [])
        present = marks.count("") + came
        is_kept = 0 < sum(counts) <= present
        try:
            vote(session, cast, *counts)
        except Invalid:
            assert not is_kept
            assert session.exec(select(Vote)).all() == []
            return
        [row] = session.exec(select(Vote)).all()
        assert is_kept
        assert row.votes_for + row.votes_against + row.votes_abstained <= row.present <= row.base
        assert (row.present, row.base) == (present, 6 + came)


class TestDocuments:
    def test_put_up_listed_taken_and_noted(self, session, cast):
        file_id = meetings.put_up(session, cast.officer, cast.ref, "../Tài liệu?.pdf", A_PDF)
        [row] = parts(session, cast).files
        assert (row.file_id, row.file_name, row.size) == (file_id, "Tài liệu.pdf", len(A_PDF))
        taken = meetings.take_file(session, an_actor(session, cast.district, Role.LEADER), file_id)
        assert (taken.content, taken.media_type) == (A_PDF, "application/pdf")
        session.flush()
        assert len(entries(session, "meeting_file:taken")) == len(entries(session, "meeting_file:added")) == 1

    def test_the_same_file_again_is_the_same(self, session, cast):
        first = meetings.put_up(session, cast.officer, cast.ref, "a.pdf", A_PDF)
        assert meetings.put_up(session, cast.officer, cast.ref, "b.pdf", A_PDF) == first
        assert sheet(session, cast).parts.documents == 1

    @pytest.mark.parametrize("content", [b"", b"MZ...", b"<script>", b"%PDF-" + bytes(10 * 1024 * 1024)])
    def test_what_is_no_document_is_refused(self, session, cast, content):
        with pytest.raises(Invalid):
            meetings.put_up(session, cast.officer, cast.ref, "a.pdf", content)

    def test_there_are_ten_at_most(self, session, cast):
        for place in range(10):
            meetings.put_up(session, cast.officer, cast.ref, "a.pdf", A_PDF + bytes([place]))
        with pytest.raises(Invalid, match="10 tài liệu"):
            meetings.put_up(session, cast.officer, cast.ref, "a.pdf", A_PDF + b"more")

    def test_taken_down_while_the_record_is_open(self, session, cast):
        file_id = meetings.put_up(session, cast.officer, cast.ref, "a.pdf", A_PDF)
        for _ in range(2):
            meetings.take_down(session, cast.officer, cast.ref, file_id)
        assert parts(session, cast).files == ()
        [entry] = entries(session, "meeting_file:removed")
        assert len(entry.details["sha256"]) == 64

    def test_handed_in_it_stays_and_beyond_reach_it_is_not_there(self, session, cast):
        file_id = meetings.put_up(session, cast.officer, cast.ref, "a.pdf", A_PDF)
        a_submitted_meeting(session, cast.officer, cast.ref)
        with pytest.raises(Conflict):
            meetings.take_down(session, cast.officer, cast.ref, file_id)
        with pytest.raises(Conflict):
            meetings.put_up(session, cast.officer, cast.ref, "b.pdf", A_PDF + b"more")
        with pytest.raises(NotFound):
            meetings.take_file(session, a_stranger(a_unit(session, "Xã khác")), file_id)

    def test_a_document_of_another_meeting_is_not_found(self, session, cast):
        file_id = meetings.put_up(session, cast.officer, cast.in_month(OCTOBER), "a.pdf", A_PDF)
        with pytest.raises(NotFound):
            meetings.take_down(session, cast.officer, cast.ref, file_id)


class TestFields:
    @pytest.mark.parametrize("field", ["premeeting_content", "results", "weaknesses", "directions"])
    def test_texts_are_kept_tidy_and_never_overwritten_unseen(self, session, cast, field):
        assert meetings.write(session, cast.officer, cast.ref, field, " Một\r\nHai ", "") == "Một\nHai"
        assert getattr(sheet(session, cast), field) == "Một\nHai"
        with pytest.raises(Conflict):
            meetings.write(session, cast.secretary, cast.ref, field, "Ba", "")

    def test_the_conclusion_may_be_a_resolution_whatever_the_kind(self, session, cast):
        ref = cast.in_month(OCTOBER, meetings.MeetingKind.THEMATIC)
        for of in (cast.ref, ref):
            assert meetings.write(session, cast.officer, of, "is_resolution", True, False) is True
            assert meetings.sheet(session, cast.officer, of).is_resolution is True

    def test_the_gist_belongs_to_whoever_spoke(self, session, cast):
        who = cast.people[2].id
        with pytest.raises(Invalid, match="Đã phát biểu"):
            meetings.write(session, cast.officer, cast.ref, f"gist:{who}", "Nhất trí", "")
        put(session, cast.officer, cast.ref, "speakers", [who])
        assert meetings.write(session, cast.officer, cast.ref, f"gist:{who}", " Nhất trí\nlàm đường ", "") == (
            "Nhất trí\nlàm đường"
        )
        with pytest.raises(Conflict):
            meetings.write(session, cast.secretary, cast.ref, f"gist:{who}", "Không", "")
        a_submitted_meeting(session, cast.officer, cast.ref)
        assert [row.gist for row in sheet(session, cast).roll if row.spoke] == ["Nhất trí\nlàm đường"]

    def test_each_costs_eight_statements_at_most(self, session, cast):
        who = cast.people[2].id
        put(session, cast.officer, cast.ref, "speakers", [who])
        item = meetings.add_agenda_item(session, cast.officer, cast.ref, "Một", new_id())
        for field, value, shown in [
            (f"gist:{who}", "Nhất trí", ""),
            (f"agenda:{item}", "Hai", "Một"),
            ("premeeting_content", "Bàn trước", ""),
            ("is_resolution", True, False),
        ]:
            session.expire_all()
            ref = cast.ref
            with counted(session) as statements:
                meetings.write(session, cast.officer, ref, field, value, shown)
            assert len(statements) <= 8, statements

    def test_a_cell_led_by_its_secretary_alone_holds_no_premeeting(self, session, cast):
        assert sheet(session, cast).holds_premeeting is False
        a_position(session, cast.people[1], cast.cell, PositionKind.DEPUTY_SECRETARY)
        assert sheet(session, cast).holds_premeeting is True


class TestAllAtOnce:
    def test_every_task_that_nobody_looked_at_is_done(self, session, cast):
        october = cast.in_month(OCTOBER)
        one, two = (a_task(session, cast.officer, october, cast.people[0].id, text) for text in ("Một", "Hai"))
        put(session, cast.officer, cast.ref, f"outcome:{one}", "not_done")
        assert meetings.find_tasks_done(session, cast.officer, cast.ref) == 1
        assert meetings.find_tasks_done(session, cast.officer, cast.ref) == 0
        assert {row.task_id: row.outcome.value for row in sheet(session, cast).reviews} == {
            one: "not_done",
            two: "done",
        }
        with pytest.raises(Conflict, match="Hoàn thành"):
            meetings.write(session, cast.secretary, cast.ref, f"outcome:{two}", "not_done", None)

    def test_older_open_tasks_are_left_to_be_looked_at(self, session, cast):
        older = a_task(session, cast.officer, cast.in_month(date(2026, 9, 1)), cast.people[0].id)
        a_task(session, cast.officer, cast.in_month(OCTOBER), cast.people[0].id)
        assert meetings.find_tasks_done(session, cast.officer, cast.ref) == 1
        assert next(row for row in sheet(session, cast).reviews if row.task_id == older).outcome is None

    def test_every_target_that_nobody_looked_at_is_met(self, session, cast):
        a_target(session, cast.officer, cast.in_month(OCTOBER))
        for found in (1, 0):
            assert meetings.find_targets_met(session, cast.officer, cast.ref) == found
        assert [row.outcome.value for row in sheet(session, cast).target_reviews] == ["met"]

    def test_closed_or_not_permitted_nothing_is_found(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref)
        leader = an_actor(session, cast.district, Role.LEADER)
        for work in (meetings.find_tasks_done, meetings.find_targets_met):
            with pytest.raises(Conflict):
                work(session, cast.officer, cast.ref)
            with pytest.raises(NotAllowed):
                work(session, leader, cast.ref)
