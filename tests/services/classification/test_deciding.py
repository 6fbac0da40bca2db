"""A decision: by the superior, about somebody else's proposal, lower level before upper, taken back with a reason."""

from datetime import date, timedelta
from itertools import product

import pytest
from sqlmodel import col, select

from models import AuditEntry, Role, UnitKind
from models.base import new_id
from services import classification, clock
from services.classification import Choice, GradeRef, Level
from services.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from tests.factories import a_cell, a_member, a_suspension, a_unit, an_actor, some_members
from tests.factories_classification import (
    AUTHORITY,
    BEST,
    CAP,
    FAIR,
    GOOD,
    NUMBER,
    ON,
    POOR,
    YEAR,
    a_decision,
    a_scheme,
    choices,
    decided,
    of_cell,
    of_committee,
    of_member,
    proposed,
    schemes,
    stored,
)

WHY = "Nhập nhầm mức xếp loại."


@pytest.fixture
def in_force(session, district):
    """Schemes of every level, without a cap."""
    schemes(session, district, cap=None)


@pytest.fixture
def ref(session, in_force, cell, cam):
    """A proposal about the cell, which has no members yet."""
    return proposed(session, cam, of_cell(cell))


def test_a_decision_is_stored_whole(session, ref, xuan):
    assert classification.decide(session, xuan, choices(session, [(ref, FAIR)]), a_decision(number=f"  {NUMBER} ")) == 1
    row = stored(session, ref)
    assert (row.grade, row.label, row.rank) == (FAIR, "Hoàn thành nhiệm vụ", 2)
    assert (row.decision_number, row.decided_on, row.authority) == (NUMBER, ON, AUTHORITY)
    assert (row.decided_by, row.decided_at, row.exception_reason) == (xuan.account_id, clock.now(), "")
    assert row.proposed_grade == GOOD


def test_a_second_click_changes_nothing(session, ref, xuan):
    wanted = choices(session, [(ref, GOOD)])
    assert classification.decide(session, xuan, wanted, a_decision()) == 1
    assert classification.decide(session, xuan, wanted, a_decision()) == 0
    entries = session.exec(select(AuditEntry).where(AuditEntry.action == "annual_grade:decided")).all()
    assert [(entry.details["grade"], entry.details["number"]) for entry in entries] == [(GOOD, NUMBER)]


def test_one_decision_covers_many_and_a_second_click_takes_only_the_new_ones(session, in_force, commune, xuan, thu):
    cells = [a_cell(session, commune, f"Chi bộ {number}") for number in range(3)]
    refs = [proposed(session, thu, of_cell(cell)) for cell in cells]
    assert decided(session, xuan, (refs[0], GOOD)) == refs[:1]
    wanted = choices(session, [(ref, GOOD) for ref in refs])
    assert classification.decide(session, xuan, wanted, a_decision()) == 2
    assert {stored(session, ref).decision_number for ref in refs} == {NUMBER}


def test_of_many_none_is_decided_when_one_cannot_be(session, in_force, commune, cell, ref, xuan, thu):
    other = of_cell(a_cell(session, commune, "Chi bộ Nặm Nộc"))
    with pytest.raises(Conflict, match="Nặm Nộc chưa có đề xuất"):
        decided(session, xuan, (ref, GOOD), (other, GOOD))
    assert stored(session, ref).grade is None


@pytest.mark.parametrize("role", Role)
def test_who_may_decide_from_above(session, ref, commune, role):
    actor = an_actor(session, commune, role)
    if role in {Role.DISTRICT_STAFF, Role.COMMUNE_OFFICER}:
        decided(session, actor, (ref, GOOD))
    else:
        with pytest.raises(NotAllowed):
            decided(session, actor, (ref, GOOD))


@pytest.mark.parametrize("role", [Role.DISTRICT_STAFF, Role.COMMUNE_OFFICER])
def test_nobody_decides_about_the_own_unit(session, ref, cell, role):
    with pytest.raises(NotAllowed, match="cấp ủy cấp trên trực tiếp ra quyết định"):
        decided(session, an_actor(session, cell, role), (ref, GOOD))


def test_an_officer_does_not_decide_about_the_own_committee_but_the_district_does(
    session, in_force, commune, xuan, hoa
):
    wanted = proposed(session, xuan, of_committee(commune))
    with pytest.raises(NotAllowed):
        decided(session, an_actor(session, commune), (wanted, GOOD))
    decided(session, hoa, (wanted, GOOD))


def test_out_of_reach_there_is_nothing_to_decide_or_withdraw(session, ref, district, xuan):
    decided(session, xuan, (ref, GOOD))
    elsewhere = a_unit(session, "Đảng bộ xã khác", parent=district)
    for role in Role:
        actor = an_actor(session, elsewhere, role)
        with pytest.raises(NotFound):
            classification.decide(session, actor, choices(session, [(ref, GOOD)]), a_decision())
        with pytest.raises(NotFound):
            classification.withdraw(session, actor, [ref], WHY)


def test_whoever_proposed_does_not_decide(session, in_force, cell, xuan, thu):
    wanted = proposed(session, xuan, of_cell(cell))
    with pytest.raises(NotAllowed, match="Chính tài khoản này đã đề xuất"):
        decided(session, xuan, (wanted, GOOD))
    decided(session, thu, (wanted, GOOD))


def test_a_decider_who_mended_the_votes_has_not_proposed_but_who_chose_the_grade_has(session, ref, xuan):
    classification.propose(session, xuan, ref, "votes", "5/5", "")
    decided(session, xuan, (ref, GOOD))
    classification.withdraw(session, xuan, [ref], WHY)
    classification.propose(session, xuan, ref, "grade", FAIR, GOOD)
    with pytest.raises(NotAllowed):
        decided(session, xuan, (ref, FAIR))


def test_without_a_proposal_there_is_nothing_to_decide(session, in_force, cell, xuan, cam):
    with pytest.raises(Conflict, match="chưa có đề xuất"):
        decided(session, xuan, (of_cell(cell), GOOD))
    classification.propose(session, cam, of_cell(cell), "votes", "5/5", "")
    with pytest.raises(Conflict, match="chưa có đề xuất"):
        decided(session, xuan, (of_cell(cell), GOOD))


def test_a_proposal_that_changed_meanwhile_is_looked_at_again(session, ref, cam, xuan):
    wanted = choices(session, [(ref, GOOD)])
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        classification.propose(session, cam, ref, "note", "Có đơn thư", "")
    with pytest.raises(Conflict, match="vừa được sửa"):
        classification.decide(session, xuan, wanted, a_decision())


def test_what_is_decided_is_not_decided_otherwise(session, ref, xuan, thu):
    decided(session, xuan, (ref, GOOD))
    for actor, grade, draft in (
        (thu, GOOD, a_decision()),
        (xuan, FAIR, a_decision()),
        (xuan, GOOD, a_decision(number="16-QĐ/ĐU")),
    ):
        with pytest.raises(Conflict, match="đã có quyết định xếp loại số 15-QĐ/ĐU"):
            decided(session, actor, (ref, grade), draft=draft)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": " \u200b "}, "số quyết định"),
        ({"number": "x" * 81}, "số quyết định, tối đa 80"),
        ({"authority": ""}, "cơ quan ra quyết định"),
        ({"decided_on": None}, "chọn ngày"),
        ({"decided_on": date(2026, 11, 23)}, "từ 01/01/2026 đến hôm nay"),
        ({"decided_on": date(2025, 12, 31)}, "từ 01/01/2026"),
        ({"exception_reason": "vì"}, "ghi rõ lý do"),
        ({"exception_reason": "x" * 1001}, "tối đa là 1.000"),
    ],
    ids=str,
)
def test_a_decision_wants_number_day_and_authority(session, ref, xuan, changes, said):
    with pytest.raises(Invalid, match=said):
        decided(session, xuan, (ref, GOOD), draft=a_decision(**changes))
    assert stored(session, ref).grade is None


def test_a_decision_of_january_is_about_the_year_before(session, in_force, cell, cam, xuan):
    wanted = proposed(session, cam, of_cell(cell, 2025))
    decided(session, xuan, (wanted, GOOD), draft=a_decision(decided_on=date(2026, 1, 15)))


def test_grades_are_those_of_the_scheme(session, ref, xuan):
    with pytest.raises(Invalid, match="không có mức này"):
        decided(session, xuan, (ref, "gioi"))


def test_a_list_that_mixes_levels_or_is_empty_is_refused(session, ref, commune, cell, xuan):
    with pytest.raises(Invalid, match="chọn ít nhất một"):
        classification.decide(session, xuan, [], a_decision())
    with pytest.raises(Invalid, match="cùng cấp"):
        decided(session, xuan, (ref, GOOD), (of_cell(cell, 2025), GOOD))
    with pytest.raises(Invalid, match="mỗi trường hợp một lần"):
        decided(session, xuan, (ref, GOOD), (ref, FAIR))
    with pytest.raises(Invalid, match="ít nhất một"):
        classification.withdraw(session, xuan, [], WHY)


def test_whoever_has_become_exempt_since_is_not_decided(session, in_force, cell, cam, xuan):
    member = a_member(session, cell)
    wanted = proposed(session, cam, of_member(cell, member.id))
    a_suspension(session, member)
    with pytest.raises(Invalid, match="không thuộc diện xếp loại năm 2026: được miễn sinh hoạt"):
        decided(session, xuan, (wanted, GOOD))


@pytest.mark.parametrize("is_proposed", [True, False])
@pytest.mark.parametrize("stranger", ["nobody", "other cell"])
def test_somebody_who_is_not_of_the_cell_is_not_found(
    session, district, cell, commune, xuan, thu, stranger, is_proposed
):
    # Members of a type of cell are one group: their names are known here, not to everybody.
    schemes(session, district, Level.MEMBER, cap=CAP | {"group": "[cell_type]"})
    other = a_cell(session, commune, "Chi bộ Nặm Nộc")
    member = a_member(session, other)
    if is_proposed:
        proposed(session, thu, of_member(other, member.id))
    wanted = GradeRef(Level.MEMBER, YEAR, cell.id, member.id if stranger == "other cell" else new_id())
    with pytest.raises(NotFound):
        classification.decide(session, xuan, [Choice(wanted, GOOD, None)], a_decision())
    with pytest.raises(NotFound):
        classification.withdraw(session, xuan, [wanted], WHY)


# Lower level before upper


def test_a_cell_waits_for_its_members_and_the_refusal_names_them(session, ref, cell, cam, xuan):
    members = some_members(session, cell, 3)
    exempt = a_member(session, cell, "Hoàng Thị Miễn")
    a_suspension(session, exempt)
    refs = [proposed(session, cam, of_member(cell, member.id)) for member in members]
    decided(session, xuan, (refs[0], GOOD))
    with pytest.raises(Invalid, match="cấp dưới trước") as refusal:
        decided(session, xuan, (ref, GOOD))
    assert refusal.value.reasons == (
        "Chi bộ Khuổi Ngọa: còn 2/3 đảng viên chưa có quyết định xếp loại (Hoàng Văn Bình và Hoàng Văn Chung).",
    )
    decided(session, xuan, (refs[1], GOOD), (refs[2], FAIR))
    decided(session, xuan, (ref, GOOD))


def test_a_refusal_names_ten_and_counts_the_others(session, ref, cell, xuan):
    some_members(session, cell, 13)
    with pytest.raises(Invalid) as refusal:
        decided(session, xuan, (ref, GOOD))
    assert "còn 13/13 đảng viên" in refusal.value.reasons[0]
    assert refusal.value.reasons[0].endswith("và 3 đảng viên khác).")


def test_a_committee_waits_for_its_cells_at_any_depth_and_its_sub_committees(
    session, district, commune, xuan, thu, hoa
):
    schemes(session, district, Level.CELL, Level.COMMITTEE, cap=None)
    section = a_unit(session, "Đảng bộ bộ phận", kind=UnitKind.SUB_COMMITTEE, parent=commune)
    school = proposed(session, thu, of_cell(a_cell(session, section, "Chi bộ Trường")))
    village = proposed(session, thu, of_cell(a_cell(session, commune)))
    part = proposed(session, thu, of_committee(section))
    whole = proposed(session, thu, of_committee(commune))
    with pytest.raises(Invalid) as refusal:
        decided(session, hoa, (whole, GOOD))
    assert "còn 3/3 chi bộ" in refusal.value.reasons[0]
    decided(session, xuan, (village, GOOD), (school, GOOD))
    with pytest.raises(Invalid, match="cấp dưới trước"):
        decided(session, hoa, (whole, GOOD))
    decided(session, xuan, (part, GOOD))
    decided(session, hoa, (whole, GOOD))


def test_without_a_scheme_for_members_a_cell_waits_for_nobody(session, district, cell, cam, xuan):
    a_scheme(session, district, Level.CELL, cap=None)
    some_members(session, cell, 3)
    decided(session, xuan, (proposed(session, cam, of_cell(cell)), GOOD))


# Taking a decision back


def test_a_decision_is_taken_back_with_a_reason_and_the_proposal_stays(session, ref, xuan):
    decided(session, xuan, (ref, GOOD))
    assert classification.withdraw(session, xuan, [ref], WHY) == 1
    row = stored(session, ref)
    assert (row.grade, row.rank, row.label, row.decision_number, row.decided_on) == (None, None, "", "", None)
    assert (row.authority, row.decided_at, row.decided_by, row.proposed_grade) == ("", None, None, GOOD)
    [entry] = session.exec(select(AuditEntry).where(AuditEntry.action == "annual_grade:withdrawn")).all()
    assert (entry.details["reason"], entry.details["grade"], entry.details["number"]) == (WHY, GOOD, NUMBER)
    assert classification.withdraw(session, xuan, [ref], WHY) == 0
    decided(session, xuan, (ref, FAIR))


@pytest.mark.parametrize("reason", ["", "sai", " \n " * 9, "x" * 1001])
def test_a_withdrawal_wants_a_written_reason(session, ref, xuan, reason):
    decided(session, xuan, (ref, GOOD))
    with pytest.raises(Invalid, match="ý do"):
        classification.withdraw(session, xuan, [ref], reason)
    assert stored(session, ref).grade == GOOD


def test_only_somebody_above_takes_a_decision_back(session, ref, cell, commune, xuan):
    decided(session, xuan, (ref, GOOD))
    for place, role in product((cell, commune), Role):
        may = place is commune and role in {Role.DISTRICT_STAFF, Role.COMMUNE_OFFICER}
        attempt = session.begin_nested()
        try:
            classification.withdraw(session, an_actor(session, place, role), [ref], WHY)
            assert may
        except Refusal as refusal:
            assert isinstance(refusal, NotAllowed)
            assert not may
        attempt.rollback()


def test_what_a_higher_level_has_recorded_is_not_taken_back_below(session, ref, cell, commune, xuan, thu, hoa):
    member = proposed(session, thu, of_member(cell, a_member(session, cell).id))
    decided(session, xuan, (member, GOOD))
    decided(session, hoa, (ref, GOOD))
    with pytest.raises(NotAllowed, match="do cấp trên ghi nhận"):
        classification.withdraw(session, xuan, [ref], WHY)
    assert stored(session, ref).grade == GOOD
    for actor, offered in ((xuan, ()), (hoa, (ref,))):
        found = classification.sheet(session, actor, Level.CELL, cell.id, YEAR)
        assert tuple(row.ref for row in found.withdrawable) == offered
    assert classification.withdraw(session, hoa, [ref], WHY) == 1
    assert classification.withdraw(session, hoa, [member], WHY) == 1


def test_a_member_stays_decided_while_the_cell_is(session, ref, cell, cam, xuan):
    member = proposed(session, cam, of_member(cell, a_member(session, cell).id))
    decided(session, xuan, (member, GOOD))
    decided(session, xuan, (ref, GOOD))
    with pytest.raises(Conflict, match="Chi bộ Khuổi Ngọa đã có quyết định xếp loại số 15-QĐ/ĐU dựa trên"):
        classification.withdraw(session, xuan, [member], WHY)
    classification.withdraw(session, xuan, [ref], WHY)
    classification.withdraw(session, xuan, [member], WHY)


def test_a_cell_stays_decided_while_the_committee_is(session, ref, commune, xuan, hoa):
    decided(session, xuan, (ref, GOOD))
    above = proposed(session, xuan, of_committee(commune))
    decided(session, hoa, (above, GOOD))
    with pytest.raises(Conflict, match="Đảng bộ cấp trên đã có quyết định"):
        classification.withdraw(session, xuan, [ref], WHY)
    classification.withdraw(session, hoa, [above], WHY)
    classification.withdraw(session, xuan, [ref], WHY)


def test_the_year_before_does_not_matter(session, ref, commune, xuan, hoa):
    decided(session, xuan, (ref, GOOD))
    above = proposed(session, xuan, of_committee(commune, 2025))
    decided(session, xuan, (proposed(session, hoa, GradeRef(Level.CELL, 2025, ref.unit_id)), POOR))
    decided(session, hoa, (above, GOOD))
    classification.withdraw(session, xuan, [ref], WHY)


def test_decisions_are_in_the_trail_with_their_unit(session, ref, xuan):
    decided(session, xuan, (ref, BEST))
    entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.sequence).desc())).first()
    assert (entry.action, entry.account_id, entry.unit_id) == ("annual_grade:decided", xuan.account_id, ref.unit_id)
