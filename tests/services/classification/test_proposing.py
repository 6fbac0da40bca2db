"""A proposal is written through field by field, never over what somebody else wrote, by whoever may."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from models import Assessment, AssessmentState, AuditEntry, MembershipKind, Role, UnitKind
from services import classification, clock, criteria
from services.classification import Level
from services.classification.votes import Votes, typed
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.factories import a_cell, a_member, a_membership, a_suspension, a_unit, an_actor
from tests.factories_classification import (
    BEST,
    FAIR,
    GOOD,
    YEAR,
    a_scheme,
    decided,
    of_cell,
    of_committee,
    of_member,
    proposed,
    schemes,
    stored,
)


@pytest.fixture
def in_force(session, district):
    schemes(session, district)


@pytest.fixture
def binh(session, cell):
    return a_member(session, cell)


def refused(session, actor, ref, kind=Invalid, match="."):
    with pytest.raises(kind, match=match):
        classification.propose(session, actor, ref, "grade", GOOD, None)
    assert stored(session, ref) is None


def test_a_proposal_is_stored_with_its_label_and_who_made_it(session, in_force, cell, binh, cam):
    set_id = a_scheme(session, cell, Level.MEMBER, code="rieng")
    ref = of_member(cell, binh.id)
    assert classification.propose(session, cam, ref, "grade", BEST, None) == BEST
    row = stored(session, ref)
    assert (row.proposed_grade, row.proposed_label) == (BEST, "Hoàn thành xuất sắc nhiệm vụ")
    assert (row.unit_id, row.member_id, row.proposed_by, row.criteria_set_id) == (
        cell.id,
        binh.id,
        cam.account_id,
        set_id,
    )
    assert (row.grade, row.rank) == (None, None)


def test_votes_and_note_are_shown_as_they_are_kept(session, in_force, cell, cam):
    ref = of_cell(cell)
    assert classification.propose(session, cam, ref, "votes", " 11 / 12 ", "") == "11/12"
    assert (
        classification.propose(session, cam, ref, "note", "  Thiếu một\u200b chỉ tiêu. ", "") == "Thiếu một chỉ tiêu."
    )
    row = stored(session, ref)
    assert (row.votes_for, row.votes_base, row.proposal_note) == (11, 12, "Thiếu một chỉ tiêu.")
    assert classification.propose(session, cam, ref, "votes", "", "11/12") == ""
    assert (row.votes_for, row.votes_base) == (None, None)


def test_a_proposal_can_be_taken_away_again(session, in_force, cell, cam):
    ref = proposed(session, cam, of_cell(cell))
    assert classification.propose(session, cam, ref, "grade", None, GOOD) is None
    assert (stored(session, ref).proposed_grade, stored(session, ref).proposed_label) == (None, "")


def test_nothing_where_there_is_nothing_leaves_no_row(session, in_force, cell, cam):
    assert classification.propose(session, cam, of_cell(cell), "grade", None, None) is None
    assert classification.propose(session, cam, of_cell(cell), "note", "", "") == ""
    assert stored(session, of_cell(cell)) is None


@pytest.mark.parametrize(
    ("field", "theirs", "mine", "stale", "said"),
    [
        ("grade", FAIR, BEST, None, "“Hoàn thành nhiệm vụ”"),
        ("votes", "9/12", "10/12", "", "“9/12”"),
        ("note", "Của Xuân", "Của Cam", "", "“Của Xuân”"),
    ],
)
def test_what_somebody_else_wrote_meanwhile_stays(session, in_force, cell, cam, xuan, field, theirs, mine, stale, said):
    classification.propose(session, xuan, of_cell(cell), field, theirs, stale)
    with pytest.raises(Conflict, match=said):
        classification.propose(session, cam, of_cell(cell), field, mine, stale)
    assert classification.propose(session, cam, of_cell(cell), field, theirs, stale) == theirs
    assert stored(session, of_cell(cell)).proposed_by == (xuan.account_id if field == "grade" else None)
    assert classification.propose(session, cam, of_cell(cell), field, mine, theirs) == mine


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("grade", "gioi", "không có mức này"),
        ("votes", "11", "ví dụ 11/12"),
        ("votes", "11/12/13", "ví dụ 11/12"),
        ("votes", "１１/１２", "ví dụ 11/12"),
        ("votes", 1112, "ví dụ 11/12"),
        ("votes", "0/0", "lớn hơn 0"),
        ("votes", "13/12", "không được lớn hơn"),
        ("note", 5, "phải là chữ"),
        ("note", "\ud800", "phải là chữ"),
        ("note", "a" * 1001, "tối đa là 1.000"),
        ("rank", "1", "không có ô này"),
    ],
)
def test_what_cannot_be_is_refused_in_words(session, in_force, cell, cam, field, value, said):
    with pytest.raises(Invalid, match=said):
        classification.propose(session, cam, of_cell(cell), field, value, None)
    assert stored(session, of_cell(cell)) is None


@given(st.integers(0, 9999), st.integers(1, 9999))
def test_a_vote_reads_as_it_was_written(votes_for, base):
    if votes_for > base:
        with pytest.raises(Invalid):
            typed(f"{votes_for}/{base}")
    else:
        assert typed(Votes(votes_for, base).written) == Votes(votes_for, base)


@pytest.mark.parametrize("role", Role)
def test_who_may_propose(session, in_force, cell, commune, role):
    actor = an_actor(session, commune, role)
    if role in {Role.DISTRICT_STAFF, Role.COMMUNE_OFFICER, Role.CELL_SECRETARY}:
        proposed(session, actor, of_cell(cell))
    else:
        refused(session, actor, of_cell(cell), NotAllowed)


def test_out_of_reach_nothing_exists_whatever_the_role(session, in_force, cell, binh):
    elsewhere = a_unit(session, "Đảng bộ xã khác")
    for role in Role:
        actor = an_actor(session, elsewhere, role)
        refused(session, actor, of_cell(cell), NotFound)
        refused(session, actor, of_member(cell, binh.id), NotFound)
        with pytest.raises(NotFound):
            classification.sheet(session, actor, Level.CELL, cell.id, YEAR)
        with pytest.raises(NotFound):
            classification.overview(session, actor, cell.id, YEAR)


def test_without_a_scheme_it_says_whom_to_ask(session, cell, cam):
    refused(session, cam, of_cell(cell), match="Đồng chí đề nghị cán bộ ban tổ chức cấp trên hoặc quản trị")


def test_the_scheme_is_that_of_the_last_day_of_the_year(session, district, cell, cam):
    a_scheme(session, district, Level.CELL, code="moi", valid_from=date(2026, 12, 31))
    proposed(session, cam, of_cell(cell))
    refused(session, cam, of_cell(cell, 2025), match="31/12/2025")


def test_the_year_before_a_scheme_was_retired_is_still_classified(session, district, cell, cam, hoa):
    set_id = a_scheme(session, district, Level.CELL)
    criteria.retire(session, hoa, set_id, date(2026, 1, 1), "Có văn bản mới")
    proposed(session, cam, of_cell(cell, 2025))
    assert stored(session, of_cell(cell, 2025)).criteria_set_id == set_id
    refused(session, cam, of_cell(cell), match="31/12/2026")


def test_only_the_grade_is_a_proposal_of_ones_own_but_every_field_is_a_new_state(session, in_force, cell, cam, xuan):
    ref = proposed(session, cam, of_cell(cell))
    before = stored(session, ref).proposed_at
    for minutes, field, value in ((1, "votes", "5/5"), (2, "note", "Có đơn thư")):
        with clock.set_to(before + timedelta(minutes=minutes)):
            classification.propose(session, xuan, ref, field, value, "")
        row = stored(session, ref)
        assert (row.proposed_by, row.proposed_at) == (cam.account_id, before + timedelta(minutes=minutes))
    classification.propose(session, xuan, ref, "grade", FAIR, GOOD)
    assert stored(session, ref).proposed_by == xuan.account_id


@pytest.mark.parametrize(("year", "said"), [(2027, "từ năm 2026 trở về trước"), (0, "từ năm 2026"), (99999, "2026")])
def test_a_year_that_has_not_begun_is_refused(session, in_force, cell, cam, year, said):
    refused(session, cam, of_cell(cell, year), match=said)


def test_a_cell_is_no_committee_and_a_member_no_cell(session, in_force, cell, commune, binh, xuan):
    refused(session, xuan, of_committee(cell), NotFound)
    refused(session, xuan, of_cell(commune), NotFound)
    refused(session, xuan, of_member(commune, binh.id), NotFound)


def test_a_member_of_another_cell_is_not_found(session, in_force, cell, commune, binh, xuan):
    other = a_cell(session, commune, "Chi bộ Nặm Nộc")
    refused(session, xuan, of_member(other, binh.id), NotFound)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (date(2020, 3, 1), None, "miễn sinh hoạt từ ngày 01/03/2020"),
        (date(2026, 12, 31), None, "miễn sinh hoạt từ ngày 31/12/2026"),
        (date(2026, 1, 1), date(2026, 7, 3), "quá nửa số ngày"),
    ],
)
def test_the_exempt_are_not_classified(session, in_force, cell, binh, cam, since, until, said):
    a_suspension(session, binh, since=since, until=until)
    refused(session, cam, of_member(cell, binh.id), match=said)


def test_half_a_year_of_exemption_is_not_more_than_half(session, in_force, cell, binh, cam):
    a_suspension(session, binh, since=date(2026, 1, 1), until=date(2026, 7, 2))
    proposed(session, cam, of_member(cell, binh.id))


def test_whoever_was_admitted_less_than_six_months_ago_is_not_classified(session, in_force, cell, cam):
    late = a_member(session, cell, "Hoàng Thị Lan", official=False, admitted_on=date(2026, 7, 2))
    refused(session, cam, of_member(cell, late.id), match="kết nạp ngày 02/07/2026, chưa đủ 6 tháng")
    in_time = a_member(session, cell, "Hoàng Thị Mai", official=False, admitted_on=date(2026, 7, 1))
    proposed(session, cam, of_member(cell, in_time.id))


def test_guests_are_classified_in_their_own_cell(session, in_force, cell, commune, xuan):
    home = a_cell(session, commune, "Chi bộ Nặm Nộc")
    guest = a_member(session, home, "Hoàng Thị Nga")
    a_membership(session, guest, cell, kind=MembershipKind.TEMPORARY_IN)
    refused(session, xuan, of_member(cell, guest.id), match="xếp loại tại chi bộ chính thức")
    proposed(session, xuan, of_member(home, guest.id))


def test_whoever_left_before_the_end_of_the_year_is_not_found(session, in_force, cell, cam):
    gone = a_member(session, cell, "Hoàng Văn Dũng", left_on=date(2026, 12, 31))
    refused(session, cam, of_member(cell, gone.id), NotFound)


def test_a_unit_founded_less_than_six_months_ago_is_not_classified(session, in_force, commune, xuan):
    new = a_cell(session, commune, "Chi bộ Mới", since=date(2026, 7, 2))
    refused(session, xuan, of_cell(new), match="thành lập ngày 02/07/2026, chưa đủ 6 tháng")


def test_a_unit_that_was_not_there_is_refused(session, in_force, commune, xuan):
    gone = a_cell(session, commune, "Chi bộ Cũ", until=date(2025, 12, 31))
    refused(session, xuan, of_cell(gone, 2025), match="chưa thành lập hoặc đã thôi hoạt động")


def test_a_member_who_changed_cells_is_proposed_where_the_year_ends(session, in_force, cell, commune, binh, xuan):
    ref = proposed(session, xuan, of_member(cell, binh.id))
    new = a_cell(session, commune, "Chi bộ Nặm Nộc")
    session.connection().exec_driver_sql("UPDATE membership SET left_on = '2026-12-01'")
    a_membership(session, binh, new, joined_on=date(2026, 12, 1))
    classification.propose(session, xuan, of_member(new, binh.id), "grade", FAIR, GOOD)
    assert stored(session, ref).unit_id == new.id


def test_what_is_decided_is_not_proposed_anew(session, in_force, cell, cam, xuan):
    ref = proposed(session, cam, of_cell(cell))
    decided(session, xuan, (ref, GOOD))
    for field, value in (("grade", FAIR), ("votes", "1/2"), ("note", "x")):
        with pytest.raises(Conflict, match="đã có quyết định xếp loại số 15-QĐ/ĐU nên không sửa đề xuất được"):
            classification.propose(session, cam, ref, field, value, GOOD if field == "grade" else "")


def an_assessment(session, cell, set_id, state, **grades):
    session.add(
        Assessment(
            unit_id=cell.id,
            subject_id=cell.id,
            criteria_set_id=set_id,
            kind=Level.CELL,
            period_starts_on=date(YEAR, 1, 1),
            period_ends_on=date(YEAR, 12, 31),
            state=state,
            created_at=datetime(2026, 11, 1, tzinfo=UTC),
            changed_at=datetime(2026, 11, 1, tzinfo=UTC),
            **grades,
        )
    )
    session.flush()


def test_with_points_nothing_is_proposed_before_the_assessment_is_handed_in(session, district, cell, cam):
    set_id = a_scheme(session, district, Level.CELL, mode="points")
    refused(session, cam, of_cell(cell), match="nộp bản chấm điểm trước")
    an_assessment(session, cell, set_id, AssessmentState.DRAFT)
    refused(session, cam, of_cell(cell), match="nộp bản chấm điểm trước")


@pytest.mark.parametrize(
    ("state", "grades", "counting"),
    [
        (AssessmentState.SUBMITTED, {"grade": GOOD, "total": 80}, GOOD),
        (AssessmentState.ACCEPTED, {"grade": GOOD, "total": 80, "review_grade": FAIR, "review_total": 60}, FAIR),
        (AssessmentState.ACCEPTED, {"grade": GOOD, "total": 80}, GOOD),
    ],
)
def test_with_points_the_assessment_gives_the_grade(session, district, cell, cam, state, grades, counting):
    set_id = a_scheme(session, district, Level.CELL, mode="points")
    an_assessment(session, cell, set_id, state, **grades)
    other = GOOD if counting == FAIR else FAIR
    with pytest.raises(Invalid, match="chỉ đề xuất được mức này"):
        classification.propose(session, cam, of_cell(cell), "grade", other, None)
    proposed(session, cam, of_cell(cell), counting)
    [row] = classification.sheet(session, cam, Level.CELL, cell.id, YEAR).rows
    assert (row.is_scored, row.assessed.grade, row.assessed.is_handed_in) == (True, counting, True)


def test_the_trail_says_what_was_proposed_but_not_what_a_note_says(session, in_force, cell, cam):
    ref = proposed(session, cam, of_cell(cell))
    classification.propose(session, cam, ref, "note", "Về đồng chí A", "")
    entries = session.exec(
        select(AuditEntry).where(AuditEntry.action == "annual_grade:proposed").order_by(col(AuditEntry.sequence))
    ).all()
    assert [entry.details.get("value") for entry in entries] == [GOOD, None]
    assert {(entry.account_id, entry.unit_id, entry.entity_id) for entry in entries} == {
        (cam.account_id, cell.id, str(stored(session, ref).id))
    }


def test_a_committee_of_a_district_is_proposed_by_its_own_officer(session, in_force, commune, xuan):
    proposed(session, xuan, of_committee(commune))
    assert stored(session, of_committee(commune)).unit_id == commune.id


def test_a_set_for_some_kinds_of_units_leaves_the_others_out(session, district, commune, xuan):
    a_scheme(session, district, Level.COMMITTEE, more="applies_to: {unit_kinds: [commune]}")
    section = a_unit(session, "Đảng bộ bộ phận", kind=UnitKind.SUB_COMMITTEE, parent=commune)
    refused(session, xuan, of_committee(section), match="Chưa có bộ tiêu chí")
    proposed(session, xuan, of_committee(commune))
