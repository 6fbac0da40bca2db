"""Targets: set once and numbered, taken back while nobody has looked at them, compared with their results."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import func, select

from models import AuditEntry, Meeting, Role, Target, TargetReview
from models.base import new_id
from services import clock, meetings
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.meetings import MeetingKind, TargetDraft, TargetOutcome
from tests.factories import a_cell, a_stranger, a_unit, an_actor
from tests.factories_meetings import (
    NOVEMBER,
    NOW,
    OCTOBER,
    SEPTEMBER,
    a_cast,
    a_submitted_meeting,
    a_target,
    fill,
    put,
    seen,
)


def sheet(session, cast, ref=None):
    return meetings.sheet(session, cast.officer, ref or cast.ref)


def written(session, action):
    return session.exec(select(AuditEntry).where(AuditEntry.action == action)).all()


def cancel(session, month, kind=MeetingKind.REGULAR):
    session.exec(select(Meeting).where(Meeting.month == month, Meeting.kind == kind)).one().is_cancelled = True
    session.flush()


class TestGiving:
    def test_a_target_stands_in_the_record_of_its_meeting(self, session, cast):
        token = new_id()
        draft = TargetDraft(" Trồng  rừng mới ", Decimal("12.5"), "ha")
        assert meetings.give_target(session, cast.officer, cast.ref, draft, token) == token
        [target] = sheet(session, cast).targets
        assert (target.target_id, target.number, target.text) == (token, 1, "Trồng rừng mới")
        assert (target.planned, target.unit_word) == (Decimal("12.5"), "ha")

    def test_they_are_numbered_in_the_order_in_which_they_were_set(self, session, cast):
        for text in ("Một", "Hai", "Ba"):
            a_target(session, cast.officer, cast.ref, text)
        a_target(session, cast.officer, cast.in_month(OCTOBER), "Của tháng khác")
        assert [(row.number, row.text) for row in sheet(session, cast).targets] == [(1, "Một"), (2, "Hai"), (3, "Ba")]

    def test_it_need_not_be_counted(self, session, cast):
        a_target(session, cast.officer, cast.ref, "Không để xảy ra cháy rừng", None)
        assert sheet(session, cast).targets[0].planned is None

    def test_the_first_one_stores_the_draft(self, session, cast):
        a_target(session, cast.officer, cast.ref)
        assert sheet(session, cast).exists
        assert sheet(session, cast).changed_at == NOW

    def test_a_double_click_sets_it_once(self, session, cast):
        token = new_id()
        for _ in range(2):
            meetings.give_target(session, cast.officer, cast.ref, TargetDraft("Trồng rừng"), token)
        assert session.exec(select(func.count()).select_from(Target)).one() == 1
        assert len(written(session, "target:given")) == 1

    def test_the_id_of_another_meetings_target_is_refused(self, session, cast):
        token = a_target(session, cast.officer, cast.in_month(OCTOBER))
        with pytest.raises(Conflict, match="Chỉ tiêu chưa lưu được"):
            meetings.give_target(session, cast.officer, cast.ref, TargetDraft("Trồng rừng"), token)

    @pytest.mark.parametrize(
        ("draft", "field"),
        [
            (TargetDraft(" \u200b "), "target.text"),
            (TargetDraft("ă" * 501), "target.text"),
            (TargetDraft("Trồng rừng", Decimal(-1)), "target.planned"),
            (TargetDraft("Trồng rừng", Decimal("0.00001")), "target.planned"),
            (TargetDraft("Trồng rừng", Decimal(10) ** 11), "target.planned"),
            (TargetDraft("Trồng rừng", Decimal("NaN")), "target.planned"),
            (TargetDraft("Trồng rừng", Decimal(1), "ă" * 41), "target.unit_word"),
        ],
    )
    def test_text_figure_and_unit_are_checked(self, session, cast, draft, field):
        with pytest.raises(Invalid) as refusal:
            meetings.give_target(session, cast.officer, cast.ref, draft, new_id())
        assert refusal.value.field == field

    def test_the_audit_trail_keeps_it(self, session, cast):
        a_target(session, cast.officer, cast.ref, planned="12.5")
        session.expire_all()
        [entry] = written(session, "target:given")
        assert (entry.details["text"], entry.details["planned"]) == ("Trồng rừng mới", "12.5")

    def test_a_submitted_record_takes_no_more(self, session, cast):
        a_submitted_meeting(session, cast.officer, cast.ref)
        with pytest.raises(Conflict, match="Rút lại để sửa"):
            a_target(session, cast.officer, cast.ref)

    def test_who_may_not_write_sets_none(self, session, cast):
        with pytest.raises(NotAllowed):
            a_target(session, an_actor(session, cast.district, Role.LEADER), cast.ref)
        with pytest.raises(NotFound):
            a_target(session, a_stranger(a_unit(session, "Đảng bộ xã Đức Vân", parent=cast.district)), cast.ref)


class TestWithdrawing:
    def test_it_is_gone_the_others_move_up_and_the_audit_trail_keeps_it(self, session, cast):
        one, two, three, four = (a_target(session, cast.officer, cast.ref, text) for text in ("1", "2", "3", "4"))
        meetings.withdraw_target(session, cast.officer, cast.ref, two)
        assert [(row.target_id, row.number) for row in sheet(session, cast).targets] == [
            (one, 1),
            (three, 2),
            (four, 3),
        ]
        [entry] = written(session, "target:withdrawn")
        assert (entry.details["number"], entry.details["text"]) == (2, "2")

    def test_a_second_click_changes_nothing(self, session, cast):
        target_id = a_target(session, cast.officer, cast.ref)
        for _ in range(2):
            meetings.withdraw_target(session, cast.officer, cast.ref, target_id)
        assert len(written(session, "target:withdrawn")) == 1

    def test_a_target_of_another_meeting_is_not_found(self, session, cast):
        target_id = a_target(session, cast.officer, cast.in_month(OCTOBER))
        with pytest.raises(NotFound):
            meetings.withdraw_target(session, cast.officer, cast.ref, target_id)

    def test_a_target_that_a_later_meeting_has_reviewed_stays(self, session, cast):
        target_id = a_target(session, cast.officer, cast.in_month(OCTOBER))
        put(session, cast.officer, cast.ref, f"target_outcome:{target_id}", "met")
        with pytest.raises(Conflict, match="đã được kiểm điểm"):
            meetings.withdraw_target(session, cast.officer, cast.in_month(OCTOBER), target_id)

    @given(st.lists(st.booleans(), max_size=10), st.randoms(use_true_random=False))
    @settings(max_examples=15)
    def test_whatever_is_set_and_taken_back_the_numbers_run_from_one(self, rolled_back, steps, chance):
        with clock.set_to(NOW), rolled_back() as session:
            cast = a_cast(session)
            standing = []
            for is_set in steps:
                if is_set or not standing:
                    standing.append(a_target(session, cast.officer, cast.ref))
                else:
                    taken = chance.choice(standing)
                    standing.remove(taken)
                    meetings.withdraw_target(session, cast.officer, cast.ref, taken)
            rows = sheet(session, cast).targets
            assert [row.target_id for row in rows] == standing
            assert [row.number for row in rows] == list(range(1, len(standing) + 1))


class TestOnTheTable:
    def test_the_targets_of_the_last_meeting_and_no_older_ones(self, session, cast):
        a_target(session, cast.officer, cast.in_month(SEPTEMBER), "Cũ")
        two, three = (a_target(session, cast.officer, cast.in_month(OCTOBER), text) for text in ("Hai", "Ba"))
        a_target(session, cast.officer, cast.ref, "Mới")
        rows = sheet(session, cast).target_reviews
        assert [(row.target_id, row.number, row.set_in) for row in rows] == [(two, 1, OCTOBER), (three, 2, OCTOBER)]

    def test_meetings_that_set_none_are_stepped_over(self, session, cast):
        target_id = a_target(session, cast.officer, cast.in_month(SEPTEMBER))
        a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))
        [row] = sheet(session, cast).target_reviews
        assert (row.target_id, row.set_in, row.outcome) == (target_id, SEPTEMBER, None)

    def test_a_cancelled_meeting_set_none(self, session, cast):
        kept = a_target(session, cast.officer, cast.in_month(SEPTEMBER))
        a_target(session, cast.officer, cast.in_month(OCTOBER))
        cancel(session, OCTOBER)
        assert [row.target_id for row in sheet(session, cast).target_reviews] == [kept]

    def test_of_the_last_month_those_of_a_cancelled_meeting_do_not_count(self, session, cast):
        kept = a_target(session, cast.officer, cast.in_month(OCTOBER))
        a_target(session, cast.officer, cast.in_month(OCTOBER, MeetingKind.THEMATIC))
        cancel(session, OCTOBER, MeetingKind.THEMATIC)
        assert [row.target_id for row in sheet(session, cast).target_reviews] == [kept]

    def test_those_of_all_meetings_of_the_last_month_count(self, session, cast):
        regular = a_target(session, cast.officer, cast.in_month(OCTOBER))
        thematic = a_target(session, cast.officer, cast.in_month(OCTOBER, MeetingKind.THEMATIC))
        assert [row.target_id for row in sheet(session, cast).target_reviews] == [regular, thematic]

    @pytest.mark.parametrize("kind", [MeetingKind.THEMATIC, MeetingKind.EXTRAORDINARY])
    def test_only_a_regular_meeting_looks_at_them(self, session, cast, kind):
        target_id = a_target(session, cast.officer, cast.in_month(OCTOBER))
        ref = cast.in_month(NOVEMBER, kind)
        assert sheet(session, cast, ref).target_reviews == ()
        with pytest.raises(NotFound):
            meetings.write(session, cast.officer, ref, f"target_outcome:{target_id}", "met", None)

    def test_those_of_another_cell_are_not_seen(self, session, cast):
        other = a_cell(session, cast.commune, "Chi bộ Nặm Nộc")
        a_target(session, cast.officer, meetings.MeetingRef(other.id, OCTOBER))
        target_id = a_target(session, cast.officer, meetings.MeetingRef(other.id, SEPTEMBER))
        own = a_target(session, cast.officer, cast.in_month(SEPTEMBER))
        assert [row.target_id for row in sheet(session, cast).target_reviews] == [own]
        for kind, value in (("target_outcome", "met"), ("achieved", "3"), ("target_note", "Chậm")):
            with pytest.raises(NotFound):
                meetings.write(session, cast.officer, cast.ref, f"{kind}:{target_id}", value, None)

    @pytest.mark.parametrize("month", [SEPTEMBER, NOVEMBER])
    def test_an_older_one_or_one_of_the_same_meeting_is_not_reviewed(self, session, cast, month):
        target_id = a_target(session, cast.officer, cast.in_month(month))
        a_target(session, cast.officer, cast.in_month(OCTOBER))
        with pytest.raises(NotFound):
            meetings.write(session, cast.officer, cast.ref, f"target_outcome:{target_id}", "met", None)


@pytest.fixture
def target_id(session, cast):
    """A target of October: 20 ha."""
    return a_target(session, cast.officer, cast.in_month(OCTOBER))


class TestReviewing:
    def test_outcome_figure_and_note_are_kept_as_they_are_typed(self, session, cast, target_id):
        put(session, cast.officer, cast.ref, f"target_outcome:{target_id}", "partly_met")
        assert put(session, cast.officer, cast.ref, f"achieved:{target_id}", " 12,50 ") == "12,5"
        put(session, cast.officer, cast.ref, f"target_note:{target_id}", "Thiếu cây giống")
        session.expire_all()
        [row] = sheet(session, cast).target_reviews
        assert (row.outcome, row.note) == (TargetOutcome.PARTLY_MET, "Thiếu cây giống")
        assert (row.achieved, row.share) == (Decimal("12.5"), Fraction(5, 8))

    @pytest.mark.parametrize("kind", ["achieved", "target_note"])
    def test_a_figure_or_a_note_waits_for_the_outcome(self, session, cast, target_id, kind):
        with pytest.raises(Invalid, match="sẽ được lưu khi đồng chí chọn kết quả") as refusal:
            meetings.write(session, cast.officer, cast.ref, f"{kind}:{target_id}", "12", "")
        assert refusal.value.field == f"{kind}:{target_id}"

    @pytest.mark.parametrize("typed", ["mười hai", "-3", "1,2,3", "12.5000", "1.25.000", "1e5", "٣", "9" * 12])
    def test_what_is_no_number_is_refused(self, session, cast, target_id, typed):
        put(session, cast.officer, cast.ref, f"target_outcome:{target_id}", "met")
        with pytest.raises(Invalid) as refusal:
            meetings.write(session, cast.officer, cast.ref, f"achieved:{target_id}", typed, "")
        assert refusal.value.field == f"achieved:{target_id}"
        assert seen(session, cast.officer, cast.ref, f"achieved:{target_id}") == ""

    def test_a_figure_can_be_emptied(self, session, cast, target_id):
        put(session, cast.officer, cast.ref, f"target_outcome:{target_id}", "met")
        put(session, cast.officer, cast.ref, f"achieved:{target_id}", "20")
        assert put(session, cast.officer, cast.ref, f"achieved:{target_id}", "") == ""
        assert sheet(session, cast).target_reviews[0].achieved is None

    def test_an_outcome_can_be_taken_back_and_takes_the_rest_with_it(self, session, cast, target_id):
        put(session, cast.officer, cast.ref, f"target_outcome:{target_id}", TargetOutcome.MET)
        put(session, cast.officer, cast.ref, f"achieved:{target_id}", "20")
        put(session, cast.officer, cast.ref, f"target_outcome:{target_id}", None)
        assert session.exec(select(TargetReview)).first() is None
        assert seen(session, cast.officer, cast.ref, f"achieved:{target_id}") == ""

    def test_two_reviewers_do_not_overwrite_each_other(self, session, cast, target_id):
        meetings.write(session, cast.secretary, cast.ref, f"target_outcome:{target_id}", "exceeded", None)
        with pytest.raises(Conflict, match=r"“Kết quả chỉ tiêu” vừa được .* đổi thành “Vượt”"):
            meetings.write(session, cast.officer, cast.ref, f"target_outcome:{target_id}", "not_met", None)
        meetings.write(session, cast.secretary, cast.ref, f"achieved:{target_id}", "1.250,5", "")
        with pytest.raises(Conflict, match=r"“Số đạt được” vừa được .* đổi thành “1.250,5”"):
            meetings.write(session, cast.officer, cast.ref, f"achieved:{target_id}", "20", "")

    def test_every_meeting_keeps_what_it_found_itself(self, session, cast):
        target_id = a_target(session, cast.officer, cast.in_month(SEPTEMBER))
        october = cast.in_month(OCTOBER)
        put(session, cast.officer, october, f"target_outcome:{target_id}", "not_met")
        put(session, cast.officer, cast.ref, f"target_outcome:{target_id}", "met")
        [then], [now] = sheet(session, cast, october).target_reviews, sheet(session, cast).target_reviews
        assert (then.outcome, now.outcome) == (TargetOutcome.NOT_MET, TargetOutcome.MET)

    def test_every_change_fits_the_audit_trail(self, session, cast, target_id):
        put(session, cast.officer, cast.ref, f"target_outcome:{target_id}", "met")
        put(session, cast.officer, cast.ref, f"achieved:{target_id}", "12,5")
        session.expire_all()
        changes = {entry.details["field"]: entry.details["after"] for entry in written(session, "meeting:written")}
        assert changes == {f"target_outcome:{target_id}": "met", f"achieved:{target_id}": "12.5"}

    @pytest.mark.parametrize(
        ("planned", "achieved", "share"),
        [
            ("20", "25", Fraction(5, 4)),
            ("0", "0", None),
            (None, "3", None),
            ("3", None, None),
            ("3", "1", Fraction(1, 3)),
        ],
    )
    def test_the_share_is_exact_and_known_only_where_both_figures_are(self, session, cast, planned, achieved, share):
        target_id = a_target(session, cast.officer, cast.in_month(OCTOBER), planned=planned)
        put(session, cast.officer, cast.ref, f"target_outcome:{target_id}", "met")
        put(session, cast.officer, cast.ref, f"achieved:{target_id}", achieved or "")
        assert sheet(session, cast).target_reviews[0].share == share


class TestHandingIn:
    def test_every_target_of_the_last_meeting_needs_an_outcome(self, session, cast, target_id):
        fill(session, cast.officer, cast.ref)
        assert meetings.gaps(sheet(session, cast)) == []
        put(session, cast.officer, cast.ref, f"target_outcome:{target_id}", None)
        [gap] = meetings.gaps(sheet(session, cast))
        assert gap == meetings.Gap(f"target_outcome:{target_id}", "chưa kiểm điểm chỉ tiêu “Trồng rừng mới”")
        with pytest.raises(Invalid, match="chưa kiểm điểm chỉ tiêu"):
            meetings.submit(session, cast.officer, cast.ref)

    def test_an_older_target_keeps_no_record_back(self, session, cast, target_id):
        a_target(session, cast.officer, cast.in_month(SEPTEMBER), "Cũ")
        fill(session, cast.officer, cast.ref)
        assert meetings.submit(session, cast.officer, cast.ref).is_new

    def test_what_was_found_is_in_the_record_that_was_handed_in(self, session, cast, target_id):
        a_target(session, cast.officer, cast.ref, "Mới")
        a_submitted_meeting(session, cast.officer, cast.ref)
        found = sheet(session, cast)
        assert [row.outcome for row in found.target_reviews] == [TargetOutcome.MET]
        assert [row.text for row in found.targets] == ["Mới"]


amounts = st.decimals(0, Decimal(10) ** 11 - 1, allow_nan=False, allow_infinity=False, places=4)


class TestAmounts:
    @given(amounts)
    def test_an_amount_is_read_as_it_was_written(self, value):
        assert meetings.amount(meetings.written(value)) == value

    @given(amounts)
    @settings(max_examples=30)
    def test_the_database_keeps_an_amount_exactly(self, rolled_back, value):
        with clock.set_to(NOW), rolled_back() as session:
            cast = a_cast(session)
            meetings.give_target(session, cast.officer, cast.ref, TargetDraft("Thu ngân sách", value), new_id())
            session.expire_all()
            assert sheet(session, cast).targets[0].planned == value

    @pytest.mark.parametrize(
        ("typed", "value"),
        [
            ("", None),
            ("  ", None),
            ("0", 0),
            ("12,5", Decimal("12.5")),
            ("12.5", Decimal("12.5")),
            ("12,", 12),
            ("12.", 12),
            ("1.250", 1250),
            ("1.250,5", Decimal("1250.5")),
            ("1 250", 1250),
            ("12,5000", Decimal("12.5")),
        ],
    )
    def test_commas_points_and_unfinished_numbers(self, typed, value):
        assert meetings.amount(typed) == value

    @pytest.mark.parametrize(
        ("value", "words"), [("12.5000", "12,5"), ("1250", "1.250"), ("0", "0"), ("100.00", "100")]
    )
    def test_it_is_written_with_all_its_decimals_and_no_more(self, value, words):
        assert meetings.written(Decimal(value)) == words

    @given(st.text(max_size=30))
    def test_whatever_is_typed_is_a_number_or_refused_with_a_sentence(self, text):
        try:
            value = meetings.amount(text)
        except Invalid as refusal:
            assert refusal.sentence.endswith(".")
        else:
            assert value is None or 0 <= value < Decimal(10) ** 11
