"""The directory: the tree of a day with heads counted and secretaries named."""

from datetime import date

import pytest

from models import Role, UnitKind
from services import directory
from services.members import Census
from tests.factories import a_cell, a_member, a_position, a_stranger, a_unit, some_members
from tests.statements import counted

DAY = date(2026, 11, 5)


@pytest.fixture
def district(session):
    return a_unit(session, "Đảng bộ huyện Ngân Sơn", kind=UnitKind.DISTRICT)


@pytest.fixture
def commune(session, district):
    return a_unit(session, "Đảng bộ xã Bằng Vân", parent=district)


@pytest.fixture
def entries(session, district):
    """The directory as the district sees it."""
    return lambda on=DAY: directory.entries(session, a_stranger(district, Role.DISTRICT_STAFF), on)


def test_each_unit_holds_what_is_directly_below_it(session, commune, entries):
    sub_committee = a_unit(session, "Đảng bộ bộ phận", kind=UnitKind.SUB_COMMITTEE, parent=commune)
    for parent, name in ((commune, "Ngoài"), (commune, "Án"), (sub_committee, "Trong")):
        a_cell(session, parent, name)
    (top,) = entries()
    (only,) = top.below
    assert [entry.unit.name for entry in only.below] == ["Án", "Đảng bộ bộ phận", "Ngoài"]
    assert [entry.unit.name for entry in only.below[1].below] == ["Trong"]


def test_heads_and_cells_are_summed_upwards(session, district, commune, entries):
    sub_committee = a_unit(session, "Đảng bộ bộ phận", kind=UnitKind.SUB_COMMITTEE, parent=commune)
    for parent, heads in ((commune, 3), (sub_committee, 4), (district, 5)):
        some_members(session, a_cell(session, parent), heads)
    (top,) = entries()
    held = next(entry for entry in top.below if entry.unit.unit_id == commune.id)
    assert (top.members, top.cells) == (Census(official=12), 3)
    assert (held.members, held.cells) == (Census(official=7), 2)


def test_a_secretary_stands_beside_their_own_unit_only(session, commune, entries):
    cell = a_cell(session, commune)
    a_position(session, a_member(session, cell, "Nông Văn Thư", phone="0912 345 678"), cell)
    (top,) = entries()
    assert top.below[0].secretary is None
    secretary = top.below[0].below[0].secretary
    assert (secretary.full_name, secretary.phone) == ("Nông Văn Thư", "0912 345 678")


@pytest.mark.parametrize(("heads", "is_short"), [(0, True), (2, True), (3, False)])
def test_a_cell_with_too_few_official_members_is_marked(session, commune, entries, heads, is_short):
    some_members(session, a_cell(session, commune), heads)
    (top,) = entries()
    assert top.below[0].below[0].is_short is is_short
    assert not top.is_short


def test_a_unit_knows_what_it_holds(session, commune, entries):
    cell = a_cell(session, commune)
    (top,) = entries()
    assert top.holds(cell.id)
    assert top.holds(top.unit.unit_id)
    assert not top.below[0].below[0].holds(commune.id)


def test_it_is_that_of_the_day(session, commune, entries):
    a_cell(session, commune, since=DAY)
    assert [entries(day)[0].cells for day in (date(2026, 11, 4), DAY)] == [0, 1]


def test_what_has_nothing_above_it_that_day_stands_at_the_top(session, district, entries):
    ended = a_unit(session, "Đảng bộ cũ", parent=district, until=DAY)
    a_cell(session, ended, "Chi bộ còn lại")
    assert [entry.unit.name for entry in entries()] == ["Chi bộ còn lại", "Đảng bộ huyện Ngân Sơn"]


def test_it_takes_three_statements_however_many_units(session, commune, entries):
    for number in range(20):
        some_members(session, a_cell(session, commune, f"Chi bộ {number}"), 3)
    with counted(session) as statements:
        assert entries()[0].cells == 20
    assert len(statements) == 3
