"""The vote: written field by field, never more votes than people, never more people than may vote that day."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from models import Assessment, AuditEntry, MembershipKind, SuspensionKind, UnitKind
from services import assessments, clock
from services.assessments import VOTE_LABELS, AssessmentRef, Incomplete
from services.errors import Conflict, Invalid, NotAllowed
from services.meetings import MeetingRef
from tests.factories import a_cell, a_member, a_membership, a_suspension, a_unit, an_actor, some_members
from tests.factories_assessments import YEAR, a_criteria_set, a_secretary, filled, submitted
from tests.factories_meetings import fill
from tests.statements import counted

ON = date(2026, 11, 5)
WHOLE_VOTE = {
    "voted_on": ON,
    "votes_present": 17,
    "votes_for": 16,
    "votes_against": 1,
    "votes_abstained": 0,
}


@pytest.fixture
def people(session, cell):
    """Twenty official members, two of them exempt and one elsewhere; a probationary one, and a guest."""
    official = some_members(session, cell, 20)
    a_suspension(session, official[0], SuspensionKind.EXEMPT)
    a_suspension(session, official[1], SuspensionKind.EXEMPT)
    a_suspension(session, official[2], SuspensionKind.TEMPORARY_OUT)
    a_member(session, cell, "Hoàng Văn Dự", official=False)
    guest = a_member(session, None, "Hoàng Văn Khách")
    a_membership(session, guest, cell, kind=MembershipKind.TEMPORARY_IN)
    return official


def write(session, actor, ref, field, value, seen=None):
    return assessments.write(session, actor, ref, field, value, seen)


def vote(session, actor, ref, **changes):
    for field, value in (WHOLE_VOTE | changes).items():
        write(session, actor, ref, field, value)


def shown(session, actor, ref):
    return assessments.sheet(session, actor, ref).vote


def stored(session) -> Assessment:
    return session.exec(select(Assessment)).one()


def test_a_vote_is_kept_field_by_field(session, cam, ref, people):
    vote(session, cam, ref)
    row = stored(session)
    assert {field: getattr(row, field) for field in VOTE_LABELS} == WHOLE_VOTE


@pytest.mark.parametrize("typed", ["17", " 17 ", 17], ids=repr)
def test_numbers_are_taken_as_typed(session, cam, ref, people, typed):
    assert write(session, cam, ref, "votes_present", typed) == 17
    assert write(session, cam, ref, "votes_present", "", 17) is None


@pytest.mark.parametrize("forged", ["mười", "-1", "1,5", "99999", True, 4.5, ["1"], "²"])
def test_what_is_no_number_of_people_is_refused(session, cam, ref, people, forged):
    with pytest.raises(Invalid, match="“Số tán thành” phải là số người") as refusal:
        write(session, cam, ref, "votes_for", forged)
    assert refusal.value.field == "votes_for"


@pytest.mark.parametrize("forged", ["5/11/2026", 5, datetime(2026, 11, 5), True])  # noqa: DTZ001 - a naive moment is forged
def test_what_is_no_day_is_refused(session, cam, ref, people, forged):
    with pytest.raises(Invalid, match="“Ngày biểu quyết” phải là một ngày"):
        write(session, cam, ref, "voted_on", forged)


@pytest.mark.parametrize("field", ["total", "state", "votes", ""])
def test_no_other_field_is_written_this_way(session, cam, ref, field):
    with pytest.raises(Invalid, match="mở lại trang"):
        write(session, cam, ref, field, "1")


def test_a_vote_is_neither_in_the_future_nor_before_the_span(session, cam, ref, people):
    with pytest.raises(Invalid, match="Ngày biểu quyết 23/11/2026 chưa tới"):
        write(session, cam, ref, "voted_on", date(2026, 11, 23))
    with pytest.raises(Invalid, match="Ngày biểu quyết 31/12/2025 ở trước năm 2026"):
        write(session, cam, ref, "voted_on", date(2025, 12, 31))


def test_there_are_no_more_votes_than_people_present(session, cam, ref, people):
    write(session, cam, ref, "votes_present", 10)
    write(session, cam, ref, "votes_for", 8)
    write(session, cam, ref, "votes_against", 2)
    with pytest.raises(
        Invalid, match="8 tán thành, 2 không tán thành và 1 không có ý kiến, cộng lại là 11, nhiều hơn 10"
    ):
        write(session, cam, ref, "votes_abstained", 1)
    with pytest.raises(Invalid, match="nhiều hơn 9 đảng viên chính thức có mặt") as refusal:
        write(session, cam, ref, "votes_present", 9, 10)
    assert refusal.value.field == "votes_present"
    assert write(session, cam, ref, "votes_against", "", 2) is None


def test_there_are_no_more_people_than_may_vote_that_day(session, cam, ref, people):
    write(session, cam, ref, "voted_on", ON)
    with pytest.raises(Invalid, match=r"chi bộ có 20 đảng viên chính thức, không thể có 21 người biểu quyết.*dự bị"):
        write(session, cam, ref, "votes_present", 21)
    with pytest.raises(Invalid, match="không thể có 21 người biểu quyết"):
        write(session, cam, ref, "votes_for", 21)
    assert write(session, cam, ref, "votes_present", 20) == 20


def test_the_roster_of_the_day_decides(session, cam, ref, cell, people):
    a_member(session, cell, "Hoàng Văn Mới", admitted_on=date(2025, 10, 1), confirmed_on=date(2026, 11, 10))
    write(session, cam, ref, "voted_on", date(2026, 11, 10))
    write(session, cam, ref, "votes_present", 21)
    with pytest.raises(Invalid, match="Ngày 05/11/2026 chi bộ có 20 đảng viên chính thức") as refusal:
        write(session, cam, ref, "voted_on", ON, date(2026, 11, 10))
    assert refusal.value.field == "voted_on"


def test_the_base_leaves_out_who_is_exempt_or_elsewhere(session, cam, ref, people):
    vote(session, cam, ref)
    row = shown(session, cam, ref)
    assert row.base == 17
    assert row.result == "16/17 tán thành (94,1 %)."
    assert "2 miễn sinh hoạt và 1 sinh hoạt tạm thời nơi khác" in row.base_in_words


def test_the_record_of_that_day_says_who_of_them_came(session, cam, ref, cell, people):
    meeting = MeetingRef(cell.id, ON.replace(day=1))
    fill(session, cam, meeting, held_on=ON, attending=[people[0].id])
    vote(session, cam, ref)
    assert shown(session, cam, ref).base == 18


def test_more_present_than_summoned_means_that_some_of_them_came(session, cam, ref, people):
    vote(session, cam, ref, votes_present=19)
    assert shown(session, cam, ref).base == 19


def test_half_is_not_a_majority(session, cam, ref, people):
    vote(session, cam, ref, votes_for=8, votes_against=9)
    assert shown(session, cam, ref).result == "8/17 tán thành (47,1 %), chưa quá nửa."


def test_without_a_day_there_is_no_base(session, cam, ref, people):
    write(session, cam, ref, "votes_for", 5)
    row = shown(session, cam, ref)
    assert (row.base, row.base_in_words, row.result, row.is_written) == (None, "", "", True)


def test_where_no_roster_is_kept_only_the_votes_are_compared(session):
    district = a_unit(session, "Đảng bộ huyện", kind=UnitKind.DISTRICT)
    commune = a_unit(session, parent=district)
    a_criteria_set(session, district, kind="four_good_committee")
    officer, ref = an_actor(session, commune), AssessmentRef(commune.id, YEAR, "four_good_committee")
    vote(session, officer, ref, votes_present=33, votes_for=33, votes_against=0)
    assert shown(session, officer, ref).base is None


@pytest.mark.parametrize(
    ("field", "first", "second", "said"),
    [
        ("voted_on", ON, date(2026, 11, 6), "05/11/2026"),
        ("votes_present", 17, 16, "17"),
        ("votes_for", 5, 6, "5"),
        ("votes_against", 1, 2, "1"),
        ("votes_abstained", 0, 1, "0"),
    ],
)
def test_another_persons_number_is_not_overwritten_unseen(session, cam, xuan, ref, people, field, first, second, said):
    write(session, cam, ref, field, first)
    with pytest.raises(Conflict, match=f"“{VOTE_LABELS[field]}” vừa được người khác sửa thành “{said}”"):
        write(session, xuan, ref, field, second)
    assert getattr(stored(session), field) == first
    assert write(session, xuan, ref, field, second, first) == second


def test_the_same_number_twice_is_one_and_no_conflict(session, cam, xuan, ref, people):
    write(session, cam, ref, "votes_for", 5)
    assert write(session, xuan, ref, "votes_for", "5") == 5
    assert session.exec(select(AuditEntry.action)).all().count("assessment:vote_written") == 1


def test_the_vote_is_closed_with_the_form(session, cam, cell, people, in_force):
    ref = submitted(session, cam, cell)
    with pytest.raises(Conflict, match="đã nộp"):
        write(session, cam, ref, "votes_for", 5)


def test_only_a_superior_explains_a_difference(session, cam, cell, people, in_force):
    ref = submitted(session, cam, cell)
    with pytest.raises(NotAllowed):
        write(session, cam, ref, "difference_reason", "x", "")


@pytest.fixture
def voting(session, commune, cell, people):
    """A set in force that asks for the vote."""
    return a_criteria_set(session, commune, more="vote: required")


def test_a_required_vote_is_missed_at_submission(session, cell, voting):
    cam = a_secretary(session, cell)
    ref = filled(session, cam, cell)
    write(session, cam, ref, "votes_present", 17)
    with pytest.raises(Incomplete) as refusal:
        assessments.submit(session, cam, ref)
    assert refusal.value.reasons == (
        "Bộ tiêu chí yêu cầu biểu quyết kết quả; chưa ghi ngày biểu quyết, số tán thành, số không tán thành và "
        "số không có ý kiến.",
    )
    assert assessments.sheet(session, cam, ref).missing == refusal.value.reasons


def test_with_its_vote_it_is_handed_in(session, cell, voting):
    cam = a_secretary(session, cell)
    ref = filled(session, cam, cell)
    vote(session, cam, ref)
    assessments.submit(session, cam, ref)
    assert shown(session, cam, ref).result.startswith("16/17 tán thành")


def test_a_vote_that_nobody_asks_for_may_be_left_out(session, cam, cell, people, in_force):
    submitted(session, cam, cell)
    assert not shown(session, cam, AssessmentRef(cell.id, YEAR)).is_written


def test_a_sheet_with_a_vote_stays_cheap(session, cam, ref, people):
    vote(session, cam, ref)
    session.flush()
    with counted(session) as sent:
        assessments.sheet(session, cam, ref)
    assert len(sent) <= 10


numbers = st.integers(0, 8)
steps = st.lists(
    st.tuples(st.sampled_from(["votes_present", "votes_for", "votes_against", "votes_abstained"]), numbers), max_size=15
)


@settings(max_examples=40)
@given(steps=steps, has_day=st.booleans())
def test_whatever_is_typed_the_votes_never_exceed_the_people(rolled_back, steps, has_day):
    with rolled_back() as session:
        commune = a_unit(session)
        cell = a_cell(session, commune)
        a_criteria_set(session, commune)
        some_members(session, cell, 5)
        cam, ref = a_secretary(session, cell), AssessmentRef(cell.id, YEAR)
        write(session, cam, ref, "voted_on", ON if has_day else None)
        stands: dict[str, int | None] = {}
        for field, number in steps:
            try:
                write(session, cam, ref, field, number, stands.get(field))
            except Invalid:
                continue
            stands[field] = number
            cast = sum(stands.get(name) or 0 for name in ("votes_for", "votes_against", "votes_abstained"))
            present = stands.get("votes_present")
            assert present is None or cast <= present
            assert not has_day or max(cast, present or 0) <= 5


def test_the_vote_of_last_year_may_have_been_this_january(session, cam, cell, people, in_force):
    last_year = AssessmentRef(cell.id, YEAR - 1)
    assert write(session, cam, last_year, "voted_on", date(2026, 1, 5)) == date(2026, 1, 5)


def test_a_change_of_the_vote_is_a_change_of_the_form(session, cam, ref, people):
    write(session, cam, ref, "votes_for", 5)
    with clock.set_to(clock.now() + timedelta(hours=1)):
        write(session, cam, ref, "votes_for", 6, 5)
        assert assessments.sheet(session, cam, ref).course.changed_at == clock.now()
