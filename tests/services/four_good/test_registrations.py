"""Registrations: many units in one go, late ones marked, twice is once, and nobody for a unit out of reach."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from models import AuditEntry, Registration, Role, UnitKind
from models.base import new_id
from services import clock, four_good
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.four_good import CELL, COMMITTEE
from tests.factories import a_cell, a_unit, an_actor
from tests.factories_four_good import DECISION, a_programme, an_accepted
from tests.statements import counted

MEETING = date(2026, 2, 5)


def registered(session):
    return {row.unit_id: row.registered_on for row in session.exec(select(Registration))}


def actions(session):
    query = select(AuditEntry.action).where(AuditEntry.entity == "registration").order_by(AuditEntry.sequence)
    return list(session.exec(query))


@pytest.fixture
def cells(session, commune, cell):
    return [cell, *(a_cell(session, commune, f"Chi bộ {name}") for name in ("Đông Chót", "Nà Cốc"))]


def ids(units):
    return [unit.id for unit in units]


def row_of(session, actor, unit, year=2026):
    return four_good.board(session, actor, unit.id, CELL, year).rows[0]


def test_an_officer_registers_all_cells_at_once(session, xuan, cells):
    assert four_good.register(session, xuan, ids(cells), CELL, 2026, MEETING, " Họp chi bộ ") == 3
    assert registered(session) == dict.fromkeys(ids(cells), MEETING)
    assert session.exec(select(Registration.note)).first() == "Họp chi bộ"
    assert actions(session) == ["registration:made"] * 3


def test_a_second_click_changes_nothing(session, xuan, cells):
    four_good.register(session, xuan, ids(cells)[:2], CELL, 2026, MEETING)
    assert four_good.register(session, xuan, ids(cells), CELL, 2026, date(2026, 3, 1)) == 1
    assert four_good.register(session, xuan, ids(cells), CELL, 2026, date(2026, 3, 1)) == 0
    assert list(registered(session).values()).count(MEETING) == 2
    assert actions(session) == ["registration:made"] * 3


def test_the_same_unit_named_twice_is_one(session, cam, cell):
    assert four_good.register(session, cam, [cell.id, cell.id], CELL, 2026, MEETING) == 1


@pytest.mark.parametrize(("day", "is_late"), [(date(2026, 3, 31), False), (date(2026, 4, 1), True)])
def test_after_the_last_day_it_is_taken_and_marked_late(session, cam, cell, day, is_late):
    four_good.register(session, cam, [cell.id], CELL, 2026, day)
    assert row_of(session, cam, cell).is_registered_late is is_late


def test_what_is_late_is_for_the_programme_to_say(session, huong, district, cam, cell):
    four_good.register(session, cam, [cell.id], CELL, 2026, date(2026, 3, 10))
    assert not row_of(session, cam, cell).is_registered_late
    a_programme(session, huong, district, registered_until="28/2")
    assert row_of(session, cam, cell).is_registered_late


@pytest.mark.parametrize(
    ("day", "is_possible"),
    [
        (date(2025, 11, 30), False),
        (date(2025, 12, 1), True),
        (date(2026, 12, 10), True),
        (date(2026, 12, 11), False),
        (None, False),
    ],
)
def test_the_meeting_was_between_the_december_before_and_today(session, cam, cell, day, is_possible):
    if is_possible:
        assert four_good.register(session, cam, [cell.id], CELL, 2026, day) == 1
    else:
        with pytest.raises(Invalid, match=r"[Nn]gày họp đăng ký") as refused:
            four_good.register(session, cam, [cell.id], CELL, 2026, day)
        assert refused.value.field == "registered_on"


def test_a_past_year_is_not_registered_for_by_a_later_meeting(session, cam, cell):
    with clock.set_to(datetime(2027, 1, 5, tzinfo=UTC)), pytest.raises(Invalid, match="phải trong năm 2026"):
        four_good.register(session, cam, [cell.id], CELL, 2026, date(2027, 1, 2))


def test_the_next_year_can_be_registered_for_in_december(session, cam, cell):
    assert four_good.register(session, cam, [cell.id], CELL, 2027, date(2026, 12, 5)) == 1
    assert row_of(session, cam, cell, 2027).registered_on == date(2026, 12, 5)
    with pytest.raises(Invalid, match="từ 2000 đến 2027"):
        four_good.register(session, cam, [cell.id], CELL, 2028, date(2026, 12, 5))


def test_another_year_and_another_kind_are_other_registrations(session, xuan, cell, commune):
    four_good.register(session, xuan, [cell.id], CELL, 2025, date(2025, 2, 5))
    four_good.register(session, xuan, [cell.id], CELL, 2026, MEETING)
    four_good.register(session, xuan, [commune.id], COMMITTEE, 2026, MEETING)
    assert len(session.exec(select(Registration)).all()) == 3


def test_only_units_of_the_kind_take_part(session, xuan, cell, commune):
    with pytest.raises(Invalid, match="Chỉ chi bộ"):
        four_good.register(session, xuan, [commune.id], CELL, 2026, MEETING)
    with pytest.raises(Invalid, match="Chỉ đảng bộ"):
        four_good.register(session, xuan, [cell.id], COMMITTEE, 2026, MEETING)
    section = a_unit(session, "Đảng bộ bộ phận", kind=UnitKind.SUB_COMMITTEE, parent=commune)
    with pytest.raises(Invalid, match="Đảng bộ bộ phận"):
        four_good.register(session, xuan, [section.id], COMMITTEE, 2026, MEETING)
    with pytest.raises(Invalid, match="chọn loại"):
        four_good.register(session, xuan, [cell.id], "four_good_slip", 2026, MEETING)


def test_a_unit_that_was_not_there_is_named(session, xuan, commune):
    gone = a_cell(session, commune, "Chi bộ giải thể", until=date(2026, 5, 1))
    with pytest.raises(Invalid, match="chưa thành lập hoặc đã thôi hoạt động"):
        four_good.register(session, xuan, [gone.id], CELL, 2026, MEETING)


def test_all_or_none(session, huong, cells, district):
    other = a_cell(session, a_unit(session, "Đảng bộ xã khác"), "Chi bộ lạ")
    with pytest.raises(NotFound):
        four_good.register(session, huong, [*ids(cells), other.id], CELL, 2026, MEETING)
    with pytest.raises(NotFound):
        four_good.register(session, huong, [*ids(cells), new_id()], CELL, 2026, MEETING)
    assert registered(session) == {}


def test_nobody_chosen_is_said(session, xuan):
    with pytest.raises(Invalid, match="ít nhất một đơn vị"):
        four_good.register(session, xuan, [], CELL, 2026, MEETING)


def test_a_note_has_its_limit(session, cam, cell):
    with pytest.raises(Invalid, match=r"tối đa là 1\.000"):
        four_good.register(session, cam, [cell.id], CELL, 2026, MEETING, "a" * 1001)


@pytest.mark.parametrize("role", Role)
def test_those_who_assess_register(session, district, cell, role):
    actor = an_actor(session, district, role)
    if role in {Role.LEADER, Role.ADMINISTRATOR}:
        for verb in (four_good.register, four_good.withdraw_registration):
            more = (MEETING,) if verb is four_good.register else ()
            with pytest.raises(NotAllowed):
                verb(session, actor, [cell.id], CELL, 2026, *more)
    else:
        assert four_good.register(session, actor, [cell.id], CELL, 2026, MEETING) == 1


def test_withdrawn_it_is_gone_and_audited_and_twice_is_once(session, xuan, cells):
    four_good.register(session, xuan, ids(cells), CELL, 2026, MEETING)
    assert four_good.withdraw_registration(session, xuan, ids(cells)[:2], CELL, 2026) == 2
    assert four_good.withdraw_registration(session, xuan, ids(cells)[:2], CELL, 2026) == 0
    assert list(registered(session)) == [cells[2].id]
    assert actions(session) == [*["registration:made"] * 3, *["registration:withdrawn"] * 2]


def test_what_was_recognised_is_not_withdrawn(session, huong, commune, cell, in_force):
    four_good.register(session, huong, [cell.id], CELL, 2026, MEETING)
    an_accepted(session, cell, commune)
    four_good.recognise(session, huong, [row_of(session, huong, cell).ref], DECISION)
    with pytest.raises(Conflict, match="Chi bộ Khuổi Ngọa đã có quyết định công nhận"):
        four_good.withdraw_registration(session, huong, [cell.id], CELL, 2026)
    assert len(registered(session)) == 1


def test_out_of_reach_nothing_is_withdrawn(session, cam, xuan, cells):
    four_good.register(session, xuan, ids(cells), CELL, 2026, MEETING)
    with pytest.raises(NotFound):
        four_good.withdraw_registration(session, cam, [cells[1].id], CELL, 2026)
    assert len(registered(session)) == 3


def test_reading_and_checking_cost_the_same_for_any_number(session, xuan, commune):
    costs = []
    for number in (2, 20):
        units = [a_cell(session, commune, f"Chi bộ {number}-{place}") for place in range(number)]
        session.flush()
        with counted(session) as sent:
            four_good.register(session, xuan, ids(units), CELL, 2026, MEETING)
        costs.append(sum(statement.startswith("SELECT") for statement in sent))
    assert costs[0] == costs[1]
