"""The superior's answers stand beside the unit's: both are kept, what differs is explained, nobody judges their own."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from models import Answer, Assessment, AssessmentState, AuditEntry, Recognition, Role, Stage, UnitKind
from services import assessments, clock, scoring
from services.assessments import AssessmentRef, Incomplete
from services.assessments.working import merged, worked
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.scoring import Answer as Said
from tests.factories import a_cell, a_unit, an_actor, some_members
from tests.factories_assessments import (
    COMPUTED,
    FULL_MARKS,
    YEAR,
    a_computed_set,
    a_criteria_set,
    a_form,
    a_meeting,
    a_secretary,
    accept,
    accepted,
    item_of,
    submitted,
)

REVIEW_OF_TWO = "review: {difference: 2}"


def stored(session) -> Assessment:
    return session.exec(select(Assessment)).one()


def review(session, actor, ref, item_id, value, field="value", seen=None):
    return assessments.review(session, actor, ref, item_id, field, value, seen)


def judge(session, actor, ref, seen=None):
    assessments.accept(session, actor, ref, clock.now(), seen)


@pytest.fixture
def handed_in(session, cam, cell) -> AssessmentRef:
    """Full marks, 20 points."""
    return submitted(session, cam, cell)


def test_both_answers_are_kept_and_both_results_shown(session, xuan, handed_in):
    review(session, xuan, handed_in, "i1", "7")
    sheet = assessments.sheet(session, xuan, handed_in)
    row = sheet.items[0]
    assert (row.typed, row.score.points) == ("10", 10)
    assert (row.reviewed.typed, row.reviewed.score.points) == ("7", 7)
    assert (sheet.score.total, sheet.review.score.total, sheet.review.difference) == (20, 17, 3)
    assert (sheet.headline, sheet.review.headline[:4]) == ("Tốt: 20 điểm.", "Khá:")


def test_an_item_without_a_review_answer_stands_as_the_unit_answered_it(session, xuan, handed_in):
    review(session, xuan, handed_in, "i2", "Xem lại.", "note", "")
    row = assessments.sheet(session, xuan, handed_in).items[1]
    assert (row.reviewed.typed, row.reviewed.is_said, row.review.note) == ("full", False, "Xem lại.")
    assert assessments.sheet(session, xuan, handed_in).review is None


def test_a_review_answer_is_taken_back(session, xuan, handed_in):
    review(session, xuan, handed_in, "i1", "7")
    review(session, xuan, handed_in, "i1", "Thiếu chỉ tiêu.", "note", "")
    assessments.withdraw_review(session, xuan, handed_in, "i1", item_of(session, xuan, handed_in, "i1").review)
    assert item_of(session, xuan, handed_in, "i1").review is None
    assert assessments.sheet(session, xuan, handed_in).review is None


def test_an_item_may_be_left_out_by_the_superior(session, xuan, handed_in):
    review(session, xuan, handed_in, "i4", False, "applicable", True)
    row = item_of(session, xuan, handed_in, "i4")
    assert (row.own.is_applicable, row.reviewed.is_applicable, row.reviewed.score.points) == (True, False, 2)


@pytest.mark.parametrize(
    ("item", "field", "first", "second", "empty"),
    [
        ("i1", "value", "7", "8", None),
        ("i1", "note", "Một.", "Hai.", ""),
        ("i1", "reason", "Một.", "Hai.", ""),
    ],
)
def test_another_reviewers_word_is_not_overwritten_unseen(
    session, commune, xuan, handed_in, item, field, first, second, empty
):
    quang = an_actor(session, commune)
    review(session, xuan, handed_in, item, first, field, empty)
    with pytest.raises(Conflict, match="vừa được người khác sửa thành"):
        review(session, quang, handed_in, item, second, field, empty)
    assert review(session, quang, handed_in, item, second, field, first) == second


def test_a_review_answer_must_fit_like_any_other(session, xuan, handed_in):
    with pytest.raises(Invalid, match="phải từ 0 đến 10; đã nhập 11"):
        review(session, xuan, handed_in, "i1", "11")
    with pytest.raises(Invalid, match="mở lại trang"):
        review(session, xuan, handed_in, "i9", "1")


def test_the_trail_tells_a_review_from_an_answer(session, xuan, handed_in):
    review(session, xuan, handed_in, "i1", "7")
    review(session, xuan, handed_in, "i1", "Đồng chí A chậm.", "note", "")
    query = select(AuditEntry.details).where(AuditEntry.action == "assessment:reviewed")
    assert session.exec(query.order_by(AuditEntry.sequence)).all() == [
        {"item": "i1", "field": "value", "value": "7"},
        {"item": "i1", "field": "note"},
    ]


# Who reviews


def test_nobody_reviews_what_they_handed_in(session, xuan, cell, in_force):
    ref = submitted(session, xuan, cell)
    for act in (
        lambda: review(session, xuan, ref, "i1", "7"),
        lambda: assessments.write(session, xuan, ref, "difference_reason", "x", ""),
        lambda: assessments.send_back(session, xuan, ref, "Xem lại.", clock.now()),
        lambda: judge(session, xuan, ref),
    ):
        with pytest.raises(NotAllowed, match="cần một đồng chí khác thẩm định"):
            act()
    assert stored(session).state is AssessmentState.SUBMITTED


@pytest.fixture
def committee(session):
    """A commune under a district assesses itself as a committee, handed in by its officer."""
    district = a_unit(session, "Đảng bộ huyện Ngân Sơn", kind=UnitKind.DISTRICT)
    commune = a_unit(session, parent=district)
    a_criteria_set(session, district, kind="four_good_committee", code="dang_bo")
    officer = an_actor(session, commune)
    ref = AssessmentRef(commune.id, YEAR, "four_good_committee")
    for item_id, value in FULL_MARKS.items():
        assessments.answer(session, officer, ref, item_id, "value", value, None)
    assessments.submit(session, officer, ref)
    return district, commune, ref


def test_a_committees_own_officers_do_not_review_it_and_are_told_who_does(session, committee):
    _, commune, ref = committee
    colleague = an_actor(session, commune)
    for act in (
        lambda: review(session, colleague, ref, "i1", "7"),
        lambda: assessments.remark(session, colleague, ref, "i1", "x", commune.id),
        lambda: assessments.send_back(session, colleague, ref, "Xem lại.", clock.now()),
        lambda: judge(session, colleague, ref),
        lambda: assessments.withdraw_acceptance(session, colleague, ref, "x"),
    ):
        with pytest.raises(
            NotAllowed, match=r"không tự thẩm định được\. Đồng chí báo Đảng bộ huyện Ngân Sơn thẩm định"
        ):
            act()
    assert "Đảng bộ huyện Ngân Sơn" in assessments.sheet(session, colleague, ref).review_refusal


def test_the_superior_of_a_committee_reviews_it(session, committee):
    district, _, ref = committee
    huong = an_actor(session, district, Role.DISTRICT_STAFF)
    assert assessments.sheet(session, huong, ref).review_refusal == ""
    review(session, huong, ref, "i1", "9,5")
    review(session, huong, ref, "i1", "Thiếu một chỉ tiêu.", "note", "")
    accept(session, huong, ref)
    assert stored(session).review_total == Decimal("19.5")


def test_where_nobody_stands_above_the_administrator_is_asked(session):
    top = a_unit(session)
    a_criteria_set(session, top, kind="four_good_committee")
    officer, ref = an_actor(session, top), AssessmentRef(top.id, YEAR, "four_good_committee")
    for item_id, value in FULL_MARKS.items():
        assessments.answer(session, officer, ref, item_id, "value", value, None)
    assessments.submit(session, officer, ref)
    with pytest.raises(NotAllowed, match="báo quản trị mở tài khoản của cấp trên"):
        review(session, an_actor(session, top), ref, "i1", "7")


def test_a_neighbours_officer_finds_nothing_to_review(session, handed_in):
    stranger = an_actor(session, a_unit(session, "Đảng bộ xã khác"))
    for act in (
        lambda: review(session, stranger, handed_in, "i1", "7"),
        lambda: assessments.write(session, stranger, handed_in, "difference_reason", "x", ""),
        lambda: assessments.withdraw_acceptance(session, stranger, handed_in, "x"),
    ):
        with pytest.raises(NotFound):
            act()


# Acceptance


def test_acceptance_freezes_what_stands_after_the_review(session, xuan, handed_in):
    review(session, xuan, handed_in, "i1", "7")
    review(session, xuan, handed_in, "i1", "Thiếu chỉ tiêu trồng rừng.", "note", "")
    accept(session, xuan, handed_in)
    row = stored(session)
    assert (row.total, row.grade, row.review_total, row.review_grade) == (20, "tot", 17, "kha")


def test_without_a_word_of_the_superior_the_own_result_is_accepted(session, cam, cell, xuan, in_force):
    accepted(session, cam, cell, xuan)
    row = stored(session)
    assert (row.review_total, row.review_grade) == (row.total, row.grade) == (20, "tot")


def test_points_that_the_superior_takes_want_the_superiors_note(session, xuan, handed_in):
    review(session, xuan, handed_in, "i1", "9")
    with pytest.raises(Incomplete) as refusal:
        accept(session, xuan, handed_in)
    assert refusal.value.sentence == "Chưa thông qua được, còn 1 việc phải làm."
    assert refusal.value.reasons == ("Tiêu chí 1.1 bị trừ 1 điểm nhưng chưa có thuyết minh.",)
    assert assessments.sheet(session, xuan, handed_in).review.missing == refusal.value.reasons


def test_the_units_note_does_not_explain_what_the_superior_took(session, cam, cell, xuan, in_force):
    ref = AssessmentRef(cell.id, YEAR)
    for item_id, value in (FULL_MARKS | {"i1": "9"}).items():
        assessments.answer(session, cam, ref, item_id, "value", value, None)
    assessments.answer(session, cam, ref, "i1", "note", "Thiếu một chỉ tiêu.", "")
    assessments.submit(session, cam, ref)
    review(session, xuan, ref, "i1", "7")
    with pytest.raises(Incomplete) as refusal:
        accept(session, xuan, ref)
    assert refusal.value.reasons == ("Tiêu chí 1.1 bị trừ 3 điểm nhưng chưa có thuyết minh.",)
    review(session, xuan, ref, "i1", "9", seen="7")
    accept(session, xuan, ref)


@pytest.fixture
def watched(session, commune):
    """A set in force that lets two points pass without a word."""
    return a_criteria_set(session, commune, code="co_nguong", more=REVIEW_OF_TWO, valid_from=date(2026, 1, 1))


@pytest.mark.parametrize(("points", "is_asked"), [("8", False), ("7,75", True)])
def test_a_difference_beyond_what_the_form_lets_pass_wants_a_reason(session, commune, cell, watched, points, is_asked):
    xuan = an_actor(session, commune)
    ref = submitted(session, a_secretary(session, cell), cell)
    review(session, xuan, ref, "i1", points)
    review(session, xuan, ref, "i1", "Thiếu chỉ tiêu.", "note", "")
    assert assessments.sheet(session, xuan, ref).review.wants_reason is is_asked
    if is_asked:
        with pytest.raises(Incomplete) as refusal:
            accept(session, xuan, ref)
        assert refusal.value.reasons == (
            "Điểm thẩm định chênh 2,25 điểm so với điểm tự chấm nhưng chưa ghi lý do chênh lệch.",
        )
        assessments.write(session, xuan, ref, "difference_reason", "Ba chỉ tiêu không đạt.", "")
    accept(session, xuan, ref)
    assert stored(session).review_total == Decimal(10) + Decimal(points.replace(",", "."))


def test_another_reviewers_reason_for_the_difference_is_not_overwritten_unseen(session, commune, xuan, handed_in):
    quang = an_actor(session, commune)
    assessments.write(session, xuan, handed_in, "difference_reason", "Lý do một.", "")
    with pytest.raises(Conflict, match="“Lý do chênh lệch điểm” vừa được người khác sửa thành “Lý do một"):
        assessments.write(session, quang, handed_in, "difference_reason", "Lý do hai.", "")


def test_an_answer_of_the_superior_against_the_figures_wants_a_reason(session, commune, xuan, cell):
    a_computed_set(session, commune)
    some_members(session, cell, 10)
    cam = a_secretary(session, cell)
    a_meeting(session, cam, cell, date(2026, 10, 1))
    ref = AssessmentRef(cell.id, YEAR)
    assessments.answer(session, cam, ref, "c4", "value", "6", None)
    assessments.submit(session, cam, ref)
    review(session, xuan, ref, "c1", "middle")
    review(session, xuan, ref, "c1", "Biên bản ghi thiếu.", "note", "")
    with pytest.raises(Incomplete) as refusal:
        accept(session, xuan, ref)
    assert refusal.value.reasons == ("Tiêu chí 1 chấm khác số liệu nhưng chưa ghi lý do.",)
    review(session, xuan, ref, "c1", "Đối chiếu sổ điểm danh.", "reason", "")
    accept(session, xuan, ref)
    assert stored(session).review_total == 23


def test_what_another_reviewer_said_since_wants_a_look(session, commune, xuan, handed_in):
    quang = an_actor(session, commune)
    read = assessments.sheet(session, quang, handed_in).course.reviewed_at
    review(session, xuan, handed_in, "i1", "10")
    with pytest.raises(Conflict, match=f"{xuan.display_name} vừa thẩm định bản này"):
        judge(session, quang, handed_in, read)
    accept(session, quang, handed_in)


def test_what_one_reviewed_oneself_needs_no_new_look(session, xuan, handed_in):
    read = assessments.sheet(session, xuan, handed_in).course.reviewed_at
    review(session, xuan, handed_in, "i1", "10")
    judge(session, xuan, handed_in, read)


def test_nothing_is_reviewed_after_acceptance(session, cam, cell, xuan, in_force):
    ref = accepted(session, cam, cell, xuan)
    with pytest.raises(Conflict, match="đã được thông qua"):
        review(session, xuan, ref, "i1", "7")


def test_a_review_stays_beside_what_is_mended_and_says_so(session, cam, xuan, handed_in):
    review(session, xuan, handed_in, "i1", "7")
    assessments.send_back(session, xuan, handed_in, "Xem lại 1.1.", clock.now())
    with clock.set_to(clock.now() + timedelta(hours=1)):
        assessments.answer(session, cam, handed_in, "i1", "value", "8", "10")
        rows = assessments.sheet(session, xuan, handed_in).items
    assert (rows[0].typed, rows[0].reviewed.typed) == ("8", "7")
    assert [row.item.id for row in rows if row.has_changed_since_review] == ["i1"]


# Taking an acceptance back


def test_an_acceptance_is_taken_back_with_its_reason(session, cam, cell, xuan, in_force):
    ref = accepted(session, cam, cell, xuan)
    assessments.withdraw_acceptance(session, xuan, ref, " Cộng nhầm điểm. ")
    row = stored(session)
    assert (row.state, row.total, row.review_total, row.review_grade) == (AssessmentState.SUBMITTED, 20, None, None)
    assert row.review_note == "Rút kết quả thẩm định: Cộng nhầm điểm."
    accept(session, xuan, ref)


@pytest.mark.parametrize(("reason", "sentence"), [(" ", "ghi lý do"), ("a" * 1001, "dài 1.001 ký tự, tối đa là 1.000")])
def test_an_acceptance_is_not_taken_back_without_a_proper_reason(session, cam, cell, xuan, in_force, reason, sentence):
    ref = accepted(session, cam, cell, xuan)
    with pytest.raises(Invalid, match=sentence) as refusal:
        assessments.withdraw_acceptance(session, xuan, ref, reason)
    assert refusal.value.field == "reason"
    assert stored(session).state is AssessmentState.ACCEPTED


def test_what_a_higher_level_accepted_is_not_taken_back_below(session, cam, cell, commune, in_force, xuan):
    district = a_unit(session, "Đảng bộ huyện Ngân Sơn", kind=UnitKind.DISTRICT)
    hoa = an_actor(session, district, Role.DISTRICT_STAFF)
    ref = accepted(session, cam, cell, xuan)
    stored(session).reviewed_by = hoa.account_id
    session.flush()
    with pytest.raises(NotAllowed, match="do cấp trên thông qua"):
        assessments.withdraw_acceptance(session, xuan, ref, "Cộng nhầm.")
    assert stored(session).state is AssessmentState.ACCEPTED


def recognised(session, actor, revoked_on=None):
    row = stored(session)
    session.add(
        Recognition(
            assessment_id=row.id,
            unit_id=row.unit_id,
            grade="tot",
            decision_number="125-QĐ/HU",
            decided_on=date(2026, 11, 20),
            authority="Ban Thường vụ Huyện ủy",
            created_at=clock.now(),
            created_by=actor.account_id,
            revoked_on=revoked_on,
        )
    )
    session.flush()


def test_what_has_been_recognised_is_not_taken_back(session, cam, cell, xuan, in_force):
    ref = accepted(session, cam, cell, xuan)
    recognised(session, xuan)
    with pytest.raises(Conflict, match="công nhận theo Quyết định số 125-QĐ/HU ngày 20/11/2026; phải thu hồi"):
        assessments.withdraw_acceptance(session, xuan, ref, "Cộng nhầm.")
    assert assessments.sheet(session, xuan, ref).course.recognised_by == "số 125-QĐ/HU ngày 20/11/2026"


def test_what_is_recognised_no_more_can_be_taken_back(session, cam, cell, xuan, in_force):
    ref = accepted(session, cam, cell, xuan)
    recognised(session, xuan, revoked_on=date(2026, 11, 21))
    assert assessments.sheet(session, xuan, ref).course.recognised_by == ""
    assessments.withdraw_acceptance(session, xuan, ref, "Cộng nhầm.")


# What stands after the review, worked out in another way

FORM = scoring.load(a_form())
FIGURED = scoring.load(a_form(text=COMPUTED))
values = {
    "i1": st.integers(0, 40).map(lambda quarter: Decimal(quarter) / 4),
    "i2": st.sampled_from(["full", "part"]),
    "i3": st.booleans(),
    "i4": st.integers(0, 9),
}
given_or_not = {
    item_id: st.one_of(st.none(), st.builds(Said, value, st.just(True), st.text(max_size=3)))
    for item_id, value in values.items()
}
answers = st.fixed_dictionaries(given_or_not).map(
    lambda drawn: {item_id: said for item_id, said in drawn.items() if said is not None}
)


@given(own=answers, review=answers)
def test_the_total_after_review_is_that_of_the_merged_answers(own, review):
    """Computed anew: item by item the superior's value where there is one, else the unit's."""
    found = worked(FORM, own, review, {})
    standing = {}
    for item_id in FORM.items:
        said = review.get(item_id) or own.get(item_id)
        if said is not None:
            standing[item_id] = said
    expected = scoring.score(FORM, standing)
    assert found.own == scoring.score(FORM, own, {})
    assert (found.standing.total, found.standing.grade) == (expected.total, expected.grade)
    assert found.standing.items == expected.items if review else found.review is None


facts = st.fixed_dictionaries(
    {
        "attendance_rate": st.builds(lambda part: scoring.Share(part, 20), st.integers(0, 20)),
        "unexcused_absences": st.integers(0, 9),
        "members_disciplined": st.integers(0, 2),
        "has_deputy_or_committee": st.booleans(),
        "meetings_held": st.integers(0, 3),
    }
)
figured = {
    "c1": st.sampled_from(["high", "middle", "low"]),
    "c2": st.integers(0, 9),
    "c3": st.booleans(),
    "c4": st.integers(0, 6).map(Decimal),
    "c5": st.booleans(),
}
figured_answers = st.fixed_dictionaries(
    {item_id: st.one_of(st.just(Said()), st.builds(Said, value, st.just(True))) for item_id, value in figured.items()}
)


@given(own=figured_answers, review=figured_answers, facts=facts)
def test_where_the_superior_says_nothing_the_item_stands_as_before_the_review(own, review, facts):
    found = worked(FIGURED, own, review, facts)
    before = {item.id: item for item in found.own.items}
    for item in found.standing.items:
        if review[item.id] == Said():
            assert item == before[item.id]
        else:
            assert (
                item.points
                == scoring.score(FIGURED, own | {item.id: review[item.id]}, facts)
                .items[list(FIGURED.items).index(item.id)]
                .points
            )


@given(own=figured_answers, facts=facts)
def test_a_superior_who_says_the_same_changes_nothing(own, facts):
    noted = {item_id: scoring.Answer(said.value, note="vì sao", reason="lý do") for item_id, said in own.items()}
    same = {item_id: Said(said.value) for item_id, said in own.items() if said.value is not None}
    assert merged(FIGURED, noted, same, facts) == noted
    assert worked(FIGURED, noted, same, facts).difference in {None, Decimal(0)}


def test_review_answers_are_kept_apart_from_the_units(session, xuan, handed_in):
    review(session, xuan, handed_in, "i1", "7")
    rows = session.exec(select(Answer).where(Answer.item_id == "i1")).all()
    assert {row.stage: row.value for row in rows} == {Stage.SELF: "10", Stage.REVIEW: "7"}


def test_a_cell_of_another_kind_of_subject_is_reviewed_alike(session, commune, xuan, cell):
    a_criteria_set(session, commune, kind="annual_cell", code="nam")
    cam, ref = a_secretary(session, cell), AssessmentRef(cell.id, YEAR, "annual_cell")
    for item_id, value in FULL_MARKS.items():
        assessments.answer(session, cam, ref, item_id, "value", value, None)
    assessments.submit(session, cam, ref)
    review(session, xuan, ref, "i3", "no")
    review(session, xuan, ref, "i3", "Thiếu tháng 2.", "note", "")
    accept(session, xuan, ref)
    assert stored(session).review_total == 17


def test_a_cell_that_is_neighbour_of_the_reviewer_is_not_found(session, commune, handed_in):
    other = a_secretary(session, a_cell(session, commune, "Chi bộ bên"))
    with pytest.raises(NotFound):
        review(session, other, handed_in, "i1", "7")
