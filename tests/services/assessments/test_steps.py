"""Handing in and judging: nothing missing, two pairs of eyes, and what was seen is what is judged."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import select

from models import Assessment, AssessmentState, AuditEntry
from services import assessments, clock
from services.assessments import Incomplete
from services.errors import Conflict, Invalid, NotAllowed
from tests.factories_assessments import filled, submitted


def stored(session) -> Assessment:
    return session.exec(select(Assessment)).one()


def seen(session, actor, ref):
    return assessments.sheet(session, actor, ref).course.submitted_at


def test_an_incomplete_form_says_item_by_item_what_is_missing(session, cam, cell):
    ref = filled(session, cam, cell, {"i1": "9,5", "i3": "no", "i4": "1"})
    with pytest.raises(Incomplete) as refusal:
        assessments.submit(session, cam, ref)
    assert refusal.value.reasons == (
        "Tiêu chí 1.1 bị trừ 0,5 điểm nhưng chưa có thuyết minh.",
        "Tiêu chí 1.2 chưa chấm.",
        "Tiêu chí 2.1 bị trừ 3 điểm nhưng chưa có thuyết minh.",
        "Tiêu chí 2.2 bị trừ 0,5 điểm nhưng chưa có thuyết minh.",
    )
    assert refusal.value.sentence == "Chưa nộp được, còn 4 việc phải làm."
    assert assessments.sheet(session, cam, ref).missing == refusal.value.reasons
    assert stored(session).state is AssessmentState.DRAFT


def test_a_note_for_every_lost_point_makes_it_complete(session, cam, cell):
    ref = filled(session, cam, cell, {"i1": "9,5", "i2": "full", "i3": "yes", "i4": "0"})
    assessments.answer(session, cam, ref, "i1", "note", "Thiếu một chỉ tiêu.", "")
    assert assessments.sheet(session, cam, ref).missing == ()
    assessments.submit(session, cam, ref)
    assert stored(session).state is AssessmentState.SUBMITTED


def test_submission_freezes_total_grade_who_and_when(session, cam, cell):
    submitted(session, cam, cell)
    row = stored(session)
    assert (row.total, row.grade, row.submitted_by, row.submitted_at) == (
        Decimal(20),
        "tot",
        cam.account_id,
        clock.now(),
    )


def test_a_second_submission_changes_nothing(session, cam, xuan, cell):
    ref = submitted(session, cam, cell)
    before = stored(session).submitted_at
    with clock.set_to(datetime(2026, 11, 23, tzinfo=UTC)):
        assessments.submit(session, xuan, ref)
    assert (stored(session).submitted_at, stored(session).submitted_by) == (before, cam.account_id)
    assert session.exec(select(AuditEntry.action)).all().count("assessment:submitted") == 1


def test_taking_back_opens_the_form_and_unfreezes_it(session, cam, cell):
    ref = submitted(session, cam, cell)
    assessments.take_back(session, cam, ref)
    assert (stored(session).total, stored(session).grade, stored(session).submitted_at) == (None, None, None)
    assert assessments.answer(session, cam, ref, "i1", "value", "9", "10") == "9"


@pytest.mark.parametrize("note", ["", "  \n ", "\u200b"])
def test_sending_back_wants_a_note(session, cam, xuan, cell, note):
    ref = submitted(session, cam, cell)
    with pytest.raises(Invalid, match="phải ghi rõ nội dung đơn vị cần sửa") as refusal:
        assessments.send_back(session, xuan, ref, note, seen(session, xuan, ref))
    assert refusal.value.field == "note"
    assert stored(session).state is AssessmentState.SUBMITTED


def test_a_note_for_sending_back_has_an_end(session, cam, xuan, cell):
    ref = submitted(session, cam, cell)
    with pytest.raises(Invalid, match=r"dài 2.001 ký tự, tối đa là 2.000"):
        assessments.send_back(session, xuan, ref, "a" * 2001, seen(session, xuan, ref))


def test_the_cell_reads_the_note_and_hands_in_again(session, cam, xuan, cell):
    ref = submitted(session, cam, cell)
    assessments.send_back(session, xuan, ref, "Bổ sung minh chứng.", seen(session, xuan, ref))
    course = assessments.sheet(session, cam, ref).course
    assert (course.review_note, course.is_editable, course.reviewed_by) == (
        "Bổ sung minh chứng.",
        True,
        xuan.display_name,
    )
    assessments.submit(session, cam, ref)
    course = assessments.sheet(session, cam, ref).course
    assert (course.state, course.reviewed_at) == (AssessmentState.SUBMITTED, None)


def test_what_was_handed_in_stays_frozen_while_it_is_mended(session, cam, xuan, cell):
    ref = submitted(session, cam, cell)
    assessments.send_back(session, xuan, ref, "Xem lại 1.1.", seen(session, xuan, ref))
    assessments.answer(session, cam, ref, "i1", "value", "5", "10")
    assert stored(session).total == 20
    assert assessments.sheet(session, cam, ref).score.total == 15


def test_a_second_click_on_sending_back_is_no_second_return(session, cam, xuan, cell):
    ref = submitted(session, cam, cell)
    moment = seen(session, xuan, ref)
    assessments.send_back(session, xuan, ref, "Xem lại 1.1.", moment)
    assessments.send_back(session, xuan, ref, "Xem lại 1.1. ", moment)
    assert session.exec(select(AuditEntry.action)).all().count("assessment:sent_back") == 1
    with pytest.raises(Conflict, match="đã được trả lại"):
        assessments.send_back(session, xuan, ref, "Ý khác.", moment)


def test_who_handed_it_in_does_not_accept_it(session, xuan, cell, in_force):
    ref = submitted(session, xuan, cell)
    with pytest.raises(NotAllowed, match="cần một đồng chí khác thẩm định"):
        assessments.accept(session, xuan, ref, seen(session, xuan, ref))
    assert stored(session).state is AssessmentState.SUBMITTED


def test_acceptance_keeps_who_and_when(session, cam, xuan, cell):
    ref = submitted(session, cam, cell)
    assessments.accept(session, xuan, ref, seen(session, xuan, ref))
    row = stored(session)
    assert (row.state, row.reviewed_by, row.reviewed_at, row.total) == (
        AssessmentState.ACCEPTED,
        xuan.account_id,
        clock.now(),
        20,
    )


def accept(session, actor, ref, read):
    assessments.accept(session, actor, ref, read)


def send_back(session, actor, ref, read):
    assessments.send_back(session, actor, ref, "Xem lại 1.1.", read)


@pytest.mark.parametrize("judge", [accept, send_back])
def test_what_was_handed_in_anew_wants_a_new_look(session, cam, xuan, cell, judge):
    ref = submitted(session, cam, cell)
    read = seen(session, xuan, ref)
    assessments.take_back(session, cam, ref)
    with clock.set_to(clock.now() + timedelta(minutes=5)):
        assessments.submit(session, cam, ref)
        with pytest.raises(Conflict, match="Đơn vị vừa nộp lại lúc 10:05 ngày 22/11/2026"):
            judge(session, xuan, ref, read)
    assert stored(session).state is AssessmentState.SUBMITTED
