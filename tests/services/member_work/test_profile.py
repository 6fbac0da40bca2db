"""One member: everything that happened in cells in reach, and nothing that happened elsewhere."""

from datetime import date

import pytest

from models import Role, SuspensionKind
from models.base import new_id
from services import member_work
from services.errors import NotFound
from tests.factories import a_cell, a_member, a_membership, a_position, a_suspension, a_unit, an_actor
from tests.services.metrics.rows import (
    EXCUSED,
    UNEXCUSED,
    a_discipline,
    a_meeting,
    a_task,
    an_annual_grade,
    month,
)
from tests.statements import counted

MOVED = date(2026, 6, 1)


@pytest.fixture
def other(session, cast):
    """A cell of another commune of the district."""
    return a_cell(session, a_unit(session, "Đảng bộ xã Thượng Quan", parent=cast.district), "Chi bộ Nà Pài")


@pytest.fixture
def mover(session, cast, other):
    """Somebody who moved from the other commune to the cast's cell in June."""
    member = a_member(session, other, "Lý Văn Sáu", left_on=MOVED, phone="0900 000 001")
    a_membership(session, member, cast.cell, joined_on=MOVED)
    for cell, number, presence in ((other, 5, UNEXCUSED), (cast.cell, 7, EXCUSED)):
        meeting = a_meeting(session, cell, month(number), {member.id: presence})
        a_task(session, meeting, member, date(2026, number, 28))
    an_annual_grade(session, member, other, "httnv", year=2025)
    an_annual_grade(session, member, cast.cell, None, proposed_label="Hoàn thành nhiệm vụ")
    a_discipline(session, member, other, date(2026, 3, 1))
    a_discipline(session, member, cast.cell, date(2026, 8, 1))
    a_position(session, member, other, since=date(2020, 1, 1), until=MOVED)
    a_suspension(session, member, SuspensionKind.TEMPORARY_OUT, since=date(2025, 1, 1), until=date(2025, 3, 1))
    a_suspension(session, member, SuspensionKind.EXEMPT, since=date(2026, 9, 1), reason="Tuổi cao")
    return member


def shown(session, actor, member, year=2026):
    return member_work.profile(session, actor, member.id, year)


def test_the_present_superior_sees_what_happened_in_its_own_cells_only(session, cast, mover):
    found = shown(session, cast.officer, mover)
    assert (found.full_name, found.phone, found.is_official) == ("Lý Văn Sáu", "0900 000 001", True)
    assert [(stay.unit_name, stay.joined_on) for stay in found.stays] == [("Chi bộ Khuổi Ngọa", MOVED)]
    assert [seat.presence for year in found.attendance for seat in year.seats] == [EXCUSED]
    assert [task.due_on for task in found.tasks] == [date(2026, 7, 28)]
    assert [(row.year, row.proposed, row.decided) for row in found.grades] == [(2026, "Hoàn thành nhiệm vụ", "")]
    assert [row.decided_on for row in found.decisions] == [date(2026, 8, 1)]
    assert found.offices == ()
    assert [(span.name, span.reason) for span in found.suspensions] == [("Miễn sinh hoạt", "Tuổi cao")]


def test_the_former_superior_sees_the_time_before(session, cast, other, mover):
    former = an_actor(session, other, Role.CELL_SECRETARY)
    found = shown(session, former, mover)
    assert [stay.unit_name for stay in found.stays] == ["Chi bộ Nà Pài"]
    assert not found.here.lasts
    assert [seat.presence for year in found.attendance for seat in year.seats] == [UNEXCUSED]
    assert [span.name for span in found.offices] == ["Bí thư"]
    assert [span.name for span in found.suspensions] == ["Sinh hoạt tạm thời nơi khác"]


def test_the_district_sees_both_the_newest_first(session, cast, mover):
    found = shown(session, an_actor(session, cast.district, Role.DISTRICT_STAFF), mover)
    assert [stay.unit_name for stay in found.stays] == ["Chi bộ Khuổi Ngọa", "Chi bộ Nà Pài"]
    assert found.here.unit_id == cast.cell.id
    assert len(found.tasks) == len(found.decisions) == len(found.grades) == 2


@pytest.mark.parametrize("role", [Role.CELL_SECRETARY, Role.LEADER, Role.ADMINISTRATOR])
def test_discipline_is_for_those_who_keep_members(session, cast, mover, role):
    assert shown(session, an_actor(session, cast.cell, role), mover).decisions is None


def test_somebody_out_of_reach_and_nobody_look_the_same(session, cast, mover):
    elsewhere = an_actor(session, a_unit(session, "Đảng bộ xã Đức Vân"))
    for member_id in (mover.id, new_id()):
        with pytest.raises(NotFound):
            member_work.profile(session, elsewhere, member_id, 2026)


def test_the_year_decides(session, cast, mover):
    found = shown(session, cast.officer, mover, 2025)
    assert (found.attendance, found.tasks) == ((), ())


def test_what_was_pledged_rated_and_presented_is_there(session, cast):
    member = cast.people[0]
    member_work.sign(session, cast.secretary, cast.cell.id, 2026, f"text:{member.id}", "Gương mẫu", "")
    member_work.register_deed(session, cast.secretary, cast.cell.id, 2026, member.id, "Trồng rừng", new_id())
    member_work.rate(session, cast.secretary, cast.cell.id, month(10), f"grade:{member.id}", "done", None)
    member_work.assign(session, cast.secretary, cast.cell.id, month(11), member.id, "Chuyên đề", new_id())
    found = shown(session, cast.secretary, member)
    assert [row.text for row in found.pledges] == ["Gương mẫu", "Trồng rừng"]
    assert [row.grade.value for row in found.ratings] == ["done"]
    assert [row.topic for row in found.presentations] == ["Chuyên đề"]


def test_a_bounded_number_of_statements(session, cast, mover):
    with counted(session) as sent:
        shown(session, cast.officer, mover)
    assert len(sent) <= 15
