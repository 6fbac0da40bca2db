"""The set in force for every unit in reach is the one that each of them would be told by itself."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import CellType, Role, SubjectKind, UnitKind
from services import criteria
from services.criteria import Kind
from services.errors import NotFound
from tests.factories import a_cell, a_unit, an_actor, an_era
from tests.factories_assessments import a_criteria_set
from tests.statements import counted

KIND = "four_good_cell"
DAY = date(2026, 11, 22)


def test_each_cell_is_told_its_set_and_why(session, district, commune, cell, huyen):
    bare = a_cell(session, a_unit(session, "Xã bên", parent=district), "Chi bộ Pù Mò")
    a_criteria_set(session, commune, code="xa")
    own, none = criteria.in_force_everywhere(session, huyen, KIND, DAY)
    assert (own.unit_id, own.title, own.version) == (cell.id, "Bộ tiêu chí thử", 1)
    assert own.why == "Đây là bộ tiêu chí duy nhất có hiệu lực cho đơn vị này."
    assert (none.unit_id, none.set_id, none.why) == (bare.id, None, "")


def test_a_set_for_committees_is_told_for_committees(session, district, commune, cell, huyen):
    a_criteria_set(session, district, kind="four_good_committee")
    rows = criteria.in_force_everywhere(session, huyen, "four_good_committee", DAY)
    assert [row.unit_id for row in rows] == [district.id, commune.id]
    kind = Kind("bo_phan", "của đảng bộ", SubjectKind.COMMITTEE)
    criteria.add_kind(session, an_actor(session, district, Role.ADMINISTRATOR), kind, district.id)
    assert [row.set_id for row in criteria.in_force_everywhere(session, huyen, "bo_phan", DAY)] == [None, None]


def test_it_costs_the_same_however_many_units_there_are(session, district, commune, huyen):
    a_criteria_set(session, district)
    for number in range(5):
        a_cell(session, commune, f"Chi bộ {number}")
    session.flush()
    with counted(session) as few:
        criteria.in_force_everywhere(session, huyen, KIND, DAY)
    for number in range(20):
        a_cell(session, commune, f"Chi bộ thêm {number}")
    session.flush()
    with counted(session) as many:
        assert len(criteria.in_force_everywhere(session, huyen, KIND, DAY)) == 25
    assert len(many) == len(few) == 3


days = st.integers(0, 20).map(lambda number: date(2026, 1, 1) + timedelta(days=number))
some_sets = st.lists(
    st.tuples(st.integers(0, 9), days, st.sampled_from(["", "{cell_types: [office]}", "{unit_kinds: [cell]}"])),
    max_size=6,
)
cells_below = st.lists(st.tuples(st.integers(0, 3), st.sampled_from([CellType.VILLAGE, CellType.OFFICE])), max_size=5)


@settings(max_examples=30)
@given(below=cells_below, drawn=some_sets, on=days, moved_on=days)
def test_it_agrees_with_the_rule_for_one_unit(rolled_back, below, drawn, on, moved_on):
    with rolled_back() as session:
        top = a_unit(session, "Tỉnh", kind=UnitKind.PROVINCE)
        district = a_unit(session, "Huyện", kind=UnitKind.DISTRICT, parent=top)
        communes = [a_unit(session, f"Xã {number}", parent=district) for number in range(2)]
        old = a_unit(session, "Xã chuyển", parent=top, until=moved_on)
        an_era(session, old, "Xã chuyển", kind=UnitKind.COMMUNE, parent=district, since=moved_on)
        holders = [*communes, old, district]
        cells = [a_cell(session, holders[place], cell_type=cell_type) for place, cell_type in below]
        units = [top, district, *communes, old, *cells]
        for number, (place, start, applies_to) in enumerate(drawn, start=1):
            more = f"applies_to: {applies_to}" if applies_to else ""
            a_criteria_set(session, units[place % len(units)], version=number, valid_from=start, more=more)
        actor = an_actor(session, top, Role.DISTRICT_STAFF)
        rows = criteria.in_force_everywhere(session, actor, KIND, on)
        assert {row.unit_id for row in rows} == {cell.id for cell in cells}
        for row in rows:
            try:
                one = criteria.in_force(session, actor, KIND, row.unit_id, on)
            except NotFound:
                assert row.set_id is None
            else:
                assert (row.set_id, one.why.endswith(row.why)) == (one.set_id, True)


def test_out_of_reach_nothing_is_told(session, district, commune, cell):
    a_criteria_set(session, district)
    stranger = an_actor(session, a_unit(session, "Xã bên", parent=district))
    assert criteria.in_force_everywhere(session, stranger, KIND, DAY) == []
    with pytest.raises(NotFound):
        criteria.in_force(session, stranger, KIND, cell.id, DAY)
