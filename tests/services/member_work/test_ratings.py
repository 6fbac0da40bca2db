"""The month's rating: written through, seen before it is replaced, about members of the cell only."""

from datetime import date

import pytest
from sqlmodel import select

from models import AuditEntry, MemberRating, Role
from services import member_work
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.member_work import RatingGrade
from tests.factories import a_member, a_unit, an_actor
from tests.services.metrics.rows import a_meeting, a_task, looked_at, month
from tests.statements import counted

GOOD, DONE, NOT_DONE = RatingGrade.GOOD, RatingGrade.DONE, RatingGrade.NOT_DONE
OCTOBER = month(10)


def rate(session, cast, kind, value, seen, *, actor=None, of=0, in_month=OCTOBER):
    field = f"{kind}:{cast.people[of].id}"
    return member_work.rate(session, actor or cast.secretary, cast.cell.id, in_month, field, value, seen)


def row_of(session, cast, place=0, in_month=OCTOBER):
    rows = member_work.ratings(session, cast.officer, cast.cell.id, in_month)
    return next(row for row in rows if row.entry.member_id == cast.people[place].id)


def test_nothing_is_rated_beforehand(session, cast):
    rows = member_work.ratings(session, cast.officer, cast.cell.id, OCTOBER)
    assert len(rows) == 7
    assert {row.grade for row in rows} == {None}


def test_a_grade_and_a_note_are_stored_as_they_are_typed(session, cast):
    assert rate(session, cast, "grade", "good", None) is GOOD
    assert rate(session, cast, "note", "  Làm tốt ", "") == "Làm tốt"
    row = row_of(session, cast)
    assert (row.grade, row.note) == (GOOD, "Làm tốt")
    kept = session.exec(select(MemberRating)).one()
    assert kept.rated_by == cast.secretary.account_id
    assert len(session.exec(select(AuditEntry).where(AuditEntry.action == "rating:written")).all()) == 2


def test_the_same_again_is_no_change(session, cast):
    for _ in range(2):
        rate(session, cast, "grade", "done", None)
    assert len(session.exec(select(AuditEntry).where(AuditEntry.action == "rating:written")).all()) == 1


def test_what_somebody_else_wrote_is_not_replaced_unseen(session, cast):
    rate(session, cast, "grade", "good", None)
    with pytest.raises(Conflict, match="Hoàng Văn An vừa được người khác đổi thành “Hoàn thành tốt”"):
        rate(session, cast, "grade", "not_done", None, actor=cast.officer)
    assert rate(session, cast, "grade", "not_done", "good", actor=cast.officer) is NOT_DONE


def test_without_a_grade_there_is_no_rating_and_no_note(session, cast):
    with pytest.raises(Invalid, match="chọn mức"):
        rate(session, cast, "note", "Ghi chú", "")
    rate(session, cast, "grade", "good", None)
    rate(session, cast, "note", "Ghi chú", "")
    assert rate(session, cast, "grade", None, "good") is None
    assert session.exec(select(MemberRating)).all() == []


@pytest.mark.parametrize(("kind", "value"), [("grade", "excellent"), ("note", "x" * 501)])
def test_what_cannot_be_is_refused(session, cast, kind, value):
    rate(session, cast, "grade", "good", None)
    with pytest.raises(Invalid):
        rate(session, cast, kind, value, "good" if kind == "grade" else "")


@pytest.mark.parametrize("field", ["rank:x", "grade:x", "grade"])
def test_a_field_that_does_not_exist_is_not_found(session, cast, field):
    with pytest.raises(NotFound):
        member_work.rate(session, cast.secretary, cast.cell.id, OCTOBER, field, "good", None)


def test_a_month_to_come_cannot_be_rated(session, cast):
    with pytest.raises(Invalid, match="Chưa đến tháng 12/2026"):
        rate(session, cast, "grade", "good", None, in_month=month(12))


def test_only_members_of_the_cell_in_that_month_are_rated(session, cast):
    late = a_member(session, cast.cell, "Lý Văn Sáu", joined_on=date(2026, 11, 1))
    field = f"grade:{late.id}"
    with pytest.raises(Invalid, match="31/10/2026"):
        member_work.rate(session, cast.secretary, cast.cell.id, OCTOBER, field, "good", None)
    assert member_work.rate(session, cast.secretary, cast.cell.id, month(11), field, "good", None) is GOOD


def test_out_of_reach_before_not_allowed(session, cast):
    elsewhere = an_actor(session, a_unit(session, "Đảng bộ xã Thượng Quan"), Role.LEADER)
    with pytest.raises(NotFound):
        rate(session, cast, "grade", "good", None, actor=elsewhere)
    with pytest.raises(NotAllowed):
        rate(session, cast, "grade", "good", None, actor=an_actor(session, cast.district, Role.LEADER))
    with pytest.raises(NotFound):
        member_work.ratings(session, elsewhere, cast.cell.id, OCTOBER)


def test_beside_the_rating_stand_the_tasks_that_it_is_about(session, cast):
    september = a_meeting(session, cast.cell, month(9))
    october = a_meeting(session, cast.cell, OCTOBER)
    days = {"due": date(2026, 10, 31), "left": date(2026, 9, 30), "done": date(2026, 9, 29), "later": date(2026, 11, 1)}
    tasks = {name: a_task(session, september, cast.people[0], day).id for name, day in days.items()}
    finished = a_task(session, a_meeting(session, cast.cell, month(8)), cast.people[0], date(2026, 8, 30))
    looked_at(session, finished, september)
    done = next(task for task in row_of(session, cast).tasks if task.task_id == tasks["done"])
    assert done.done_in is None
    assert {task.task_id for task in row_of(session, cast).tasks} == {tasks["due"], tasks["left"], tasks["done"]}
    assert {task.task_id for task in row_of(session, cast, in_month=month(11)).tasks} == set(tasks.values())
    assert october.month == OCTOBER


def test_few_statements_for_a_cell(session, cast):
    with counted(session) as sent:
        member_work.ratings(session, cast.officer, cast.cell.id, OCTOBER)
    assert len(sent) <= 6
