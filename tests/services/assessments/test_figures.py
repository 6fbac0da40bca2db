"""Figures propose, people may say otherwise with a reason, and what was handed in keeps the figures of that day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from models import Answer, Assessment, Attendance, Presence, Role
from services import assessments, clock, meetings, scoring
from services.assessments import AssessmentRef, Incomplete
from services.errors import Conflict, Invalid, NotFound
from services.scoring import Origin
from tests.factories import a_cell, a_unit, an_actor, some_members
from tests.factories_assessments import (
    COMPUTED,
    YEAR,
    a_computed_set,
    a_meeting,
    a_secretary,
    item_of,
)
from tests.statements import counted

NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)


@pytest.fixture
def computed(session, commune, cell):
    """A form with figures, and ten members who have met once: eight came, one was excused, one was not."""
    a_computed_set(session, commune)
    some_members(session, cell, 10)


@pytest.fixture
def met(session, computed, cam, cell):
    return a_meeting(session, cam, cell, OCTOBER, excused=1, unexcused=1)


def answer(session, actor, ref, item_id, value, field="value", seen=None):
    return assessments.answer(session, actor, ref, item_id, field, value, seen)


def missing(session, actor, ref):
    return assessments.sheet(session, actor, ref).missing


def complete(session, actor, ref):
    """What the figures leave to people, and a note for every loss."""
    answer(session, actor, ref, "c4", "6")
    for item_id in ("c1", "c2"):
        answer(session, actor, ref, item_id, "Có đồng chí vắng.", "note", "")


def test_figures_count_without_a_click_and_nothing_is_stored(session, cam, ref, met):
    sheet = assessments.sheet(session, cam, ref)
    assert {row.item.id: (row.typed, row.score.origin) for row in sheet.items} == {
        "c1": ("middle", Origin.COMPUTED),
        "c2": ("1", Origin.COMPUTED),
        "c3": ("yes", Origin.COMPUTED),
        "c4": (None, Origin.HAND),
        "c5": (None, Origin.COMPUTED),
    }
    assert sheet.score.total_so_far == Decimal(3 + 4 + 5 + 4)
    assert session.exec(select(Answer)).all() == []


def test_no_maximum_is_pre_filled_where_there_are_no_figures(session, cam, ref, computed):
    sheet = assessments.sheet(session, cam, ref)
    assert item_of(session, cam, ref, "c1").typed is None
    assert item_of(session, cam, ref, "c4").typed is None
    assert "Tiêu chí 1 chưa chấm." in sheet.missing


def test_what_the_figures_lose_wants_a_note_like_any_loss(session, cam, ref, met):
    answer(session, cam, ref, "c4", "6")
    assert missing(session, cam, ref) == (
        "Tiêu chí 1 bị trừ 2 điểm nhưng chưa có thuyết minh.",
        "Tiêu chí 2 bị trừ 1 điểm nhưng chưa có thuyết minh.",
    )


def test_another_answer_than_the_figures_wants_a_reason(session, cam, ref, met):
    complete(session, cam, ref)
    answer(session, cam, ref, "c1", "high")
    row = item_of(session, cam, ref, "c1")
    assert (row.typed, row.own.is_overridden, row.score.points) == ("high", True, 5)
    with pytest.raises(Incomplete) as refusal:
        assessments.submit(session, cam, ref)
    assert refusal.value.reasons == ("Tiêu chí 1 chấm khác số liệu nhưng chưa ghi lý do.",)
    answer(session, cam, ref, "c1", "Một đồng chí đi công tác đột xuất, đã báo.", "reason", "")
    assessments.submit(session, cam, ref)


def test_the_same_answer_as_the_figures_wants_none(session, cam, ref, met):
    complete(session, cam, ref)
    answer(session, cam, ref, "c1", "middle")
    assert missing(session, cam, ref) == ()


def test_an_answer_is_left_to_the_figures_again(session, cam, ref, met):
    answer(session, cam, ref, "c1", "high")
    answer(session, cam, ref, "c1", "Có lý do.", "reason", "")
    answer(session, cam, ref, "c1", "Một đồng chí vắng.", "note", "")
    assessments.withdraw_answer(session, cam, ref, "c1", item_of(session, cam, ref, "c1").answer)
    row = item_of(session, cam, ref, "c1")
    assert (row.typed, row.answer) == ("middle", scoring.Answer(note="Một đồng chí vắng."))


def test_what_was_said_not_to_apply_is_left_to_the_figures_too(session, cam, ref, cell, met):
    answer(session, cam, ref, "c5", False, "applicable", True)
    assessments.withdraw_answer(session, cam, ref, "c5", item_of(session, cam, ref, "c5").answer)
    assert item_of(session, cam, ref, "c5").answer == scoring.Answer()


def test_nobody_takes_back_an_answer_that_they_have_not_seen(session, cam, xuan, ref, met):
    answer(session, cam, ref, "c1", "high")
    seen = item_of(session, xuan, ref, "c1").answer
    answer(session, cam, ref, "c1", "low", seen="high")
    with pytest.raises(Conflict, match="sửa thành “Dưới 80%”"):
        assessments.withdraw_answer(session, xuan, ref, "c1", seen)
    assert item_of(session, cam, ref, "c1").typed == "low"


def test_live_figures_follow_the_records(session, cam, ref, cell, met):
    assert item_of(session, cam, ref, "c1").typed == "middle"
    a_meeting(session, cam, cell, NOVEMBER)
    assert item_of(session, cam, ref, "c1").typed == "high"


def test_submission_freezes_the_figures_with_their_parts(session, cam, ref, met):
    complete(session, cam, ref)
    assessments.submit(session, cam, ref)
    stored = session.exec(select(Assessment)).one().facts
    assert (stored["attendance_rate"], stored["unexcused_absences"]) == ("8/10", 1)
    assert stored.keys() == {
        "attendance_rate",
        "unexcused_absences",
        "members_disciplined",
        "has_deputy_or_committee",
        "meetings_held",
    }


def shown(session, actor, ref):
    sheet = assessments.sheet(session, actor, ref)
    return sheet.score, sheet.headline, sheet.explanation, sheet.facts


marks = st.lists(st.sampled_from(Presence), min_size=10, max_size=10)


@settings(max_examples=20)
@given(later=marks)
def test_later_changes_of_attendance_never_change_what_was_handed_in(rolled_back, later):
    with rolled_back() as session:
        commune = a_unit(session)
        cell = a_cell(session, commune)
        a_computed_set(session, commune)
        some_members(session, cell, 10)
        cam, ref = a_secretary(session, cell), AssessmentRef(cell.id, YEAR)
        a_meeting(session, cam, cell, OCTOBER, excused=1, unexcused=1)
        complete(session, cam, ref)
        assessments.submit(session, cam, ref)
        before = shown(session, cam, ref)
        for row, presence in zip(session.exec(select(Attendance)).all(), later, strict=True):
            row.presence = presence
        session.flush()
        session.expire_all()
        assert shown(session, cam, ref) == before
        assessments.accept(session, an_actor(session, commune), ref, clock.now())
        assert session.exec(select(Assessment)).one().review_total == before[0].total
        assert shown(session, cam, ref) == before


def test_what_is_mended_is_scored_by_the_figures_of_the_day(session, cam, xuan, ref, cell, met):
    complete(session, cam, ref)
    assessments.submit(session, cam, ref)
    a_meeting(session, cam, cell, NOVEMBER)
    assert item_of(session, cam, ref, "c1").typed == "middle"
    assessments.send_back(session, xuan, ref, "Bổ sung biên bản tháng 11.", clock.now())
    assert item_of(session, cam, ref, "c1").typed == "high"
    with clock.set_to(clock.now() + timedelta(hours=1)):
        assessments.submit(session, cam, ref)
    assert session.exec(select(Assessment)).one().facts["attendance_rate"] == "18/20"


def test_what_was_taken_back_has_no_frozen_figures(session, cam, ref, met):
    complete(session, cam, ref)
    assessments.submit(session, cam, ref)
    assessments.take_back(session, cam, ref)
    assert session.exec(select(Assessment)).one().facts is None


def test_a_figure_leads_to_its_rows(session, cam, ref, met):
    table = assessments.figure_rows(session, cam, ref, "attendance_rate")
    assert "80 % (8/10)" in table.title
    assert table.rows


def test_out_of_reach_no_figure_has_rows(session, ref, met):
    stranger = an_actor(session, a_unit(session, "Đảng bộ xã khác"))
    with pytest.raises(NotFound):
        assessments.figure_rows(session, stranger, ref, "attendance_rate")


@pytest.mark.parametrize("forged", [5, True, "\ud800", ["x"]])
def test_a_forged_reason_is_refused(session, cam, ref, met, forged):
    with pytest.raises(Invalid, match="Lý do chấm khác số liệu của tiêu chí 1 phải là chữ"):
        answer(session, cam, ref, "c1", forged, "reason", "")


def test_another_persons_reason_is_not_overwritten_unseen(session, cam, xuan, ref, met):
    answer(session, cam, ref, "c1", "Lý do một.", "reason", "")
    with pytest.raises(
        Conflict, match="Lý do chấm khác số liệu của tiêu chí 1 vừa được người khác sửa thành “Lý do một"
    ):
        answer(session, xuan, ref, "c1", "Lý do hai.", "reason", "")


def test_a_meeting_is_scored_by_its_own_figures(session, cam, commune, cell, met):
    form = COMPUTED.replace("members_disciplined", "excused_absences").replace("meetings_held", "members")
    a_computed_set(session, commune, text=form, kind="meeting_quality", code="buoi")
    a_meeting(session, cam, cell, NOVEMBER)
    meeting_id = session.exec(select(Attendance.meeting_id).where(Attendance.presence == Presence.UNEXCUSED)).one()
    ref = AssessmentRef(cell.id, YEAR, "meeting_quality", (10, 10), meeting_id)
    sheet = assessments.sheet(session, cam, ref)
    assert (sheet.facts["attendance_rate"].part, sheet.facts["attendance_rate"].whole) == (8, 10)
    assert sheet.name == f"{meetings.KINDS[met.kind]} ngày 05/10/2026"


def test_the_figures_cost_the_same_however_many_meetings(session, cam, ref, cell, met):
    session.flush()
    with counted(session) as one:
        assessments.sheet(session, cam, ref)
    for month in (8, 9):
        a_meeting(session, cam, cell, date(2026, month, 1))
    with counted(session) as several:
        assessments.sheet(session, cam, ref)
    assert len(several) == len(one) <= 14


def test_what_was_handed_in_asks_for_no_figures(session, cam, ref, met):
    complete(session, cam, ref)
    assessments.submit(session, cam, ref)
    with counted(session) as sent:
        assessments.sheet(session, cam, ref)
    assert len(sent) <= 10
    assert not any("attendance" in statement for statement in sent)


@pytest.mark.parametrize("role", list(Role))
def test_whoever_reads_the_sheet_sees_the_same_figures(session, cam, commune, ref, met, role):
    assert (
        assessments.sheet(session, an_actor(session, commune, role), ref).facts
        == assessments.sheet(session, cam, ref).facts
    )
