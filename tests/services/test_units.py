"""Units: the tree as it stood on a day, as far as the actor reaches."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import CellType, Role, UnitKind
from services import units
from services.errors import NotFound
from tests.factories import LONG_AGO, a_cell, a_stranger, a_unit, an_era
from tests.statements import counted

SPLIT_ON = date(2017, 12, 31)
BEFORE, AFTER = date(2017, 12, 30), date(2018, 1, 1)


@pytest.fixture
def district(session):
    return a_unit(session, "Đảng bộ huyện Ngân Sơn", kind=UnitKind.DISTRICT)


@pytest.fixture
def commune(session, district):
    return a_unit(session, "Đảng bộ xã Bằng Vân", parent=district)


@pytest.fixture
def edith(district):
    """Staff of the district."""
    return a_stranger(district, Role.DISTRICT_STAFF)


@pytest.fixture
def olga(commune):
    """Officer of the commune."""
    return a_stranger(commune)


def names(rows):
    return [row.name for row in rows]


class TestTree:
    def test_each_unit_stands_before_the_units_below_it(self, session, district, commune, edith):
        a_cell(session, commune, "Chi bộ Khuổi Ngọa")
        a_unit(session, "Đảng bộ xã Đức Vân", parent=district)
        a_cell(session, commune, "Chi bộ Đông Chót")
        assert names(units.tree(session, edith)) == [
            "Đảng bộ huyện Ngân Sơn",
            "Đảng bộ xã Bằng Vân",
            "Chi bộ Đông Chót",
            "Chi bộ Khuổi Ngọa",
            "Đảng bộ xã Đức Vân",
        ]

    def test_depths_say_how_far_below_the_top_a_unit_stands(self, session, commune, edith):
        a_cell(session, commune)
        assert list(units.depths(units.tree(session, edith)).values()) == [0, 1, 2]

    def test_a_unit_named_is_the_top_of_it(self, session, district, commune, edith):
        a_cell(session, commune)
        a_unit(session, "Đảng bộ xã Đức Vân", parent=district)
        assert names(units.tree(session, edith, below=commune.id)) == ["Đảng bộ xã Bằng Vân", "Chi bộ Khuổi Ngọa"]

    def test_out_of_reach_no_unit_can_be_its_top(self, session, district, olga):
        with pytest.raises(NotFound):
            units.tree(session, olga, below=district.id)

    def test_siblings_with_numbers_are_ordered_by_size(self, session, commune, olga):
        for number in (10, 2, 1):
            a_cell(session, commune, f"Chi bộ tổ dân phố {number}")
        assert names(units.tree(session, olga))[1:] == [f"Chi bộ tổ dân phố {number}" for number in (1, 2, 10)]

    def test_what_stands_above_the_reach_is_not_named(self, session, commune, olga):
        cell = a_cell(session, commune)
        assert [row.parent_id for row in units.tree(session, olga)] == [None, commune.id]
        assert units.tree(session, a_stranger(cell))[0].parent_id is None

    def test_a_neighbour_is_not_in_it(self, session, district, commune, olga):
        a_cell(session, a_unit(session, "Đảng bộ xã Đức Vân", parent=district))
        assert names(units.tree(session, olga)) == ["Đảng bộ xã Bằng Vân"]

    def test_a_parent_that_had_ended_leaves_its_units_at_the_top(self, session, district, edith):
        ended = a_unit(session, "Đảng bộ cũ", parent=district, until=SPLIT_ON)
        a_cell(session, ended, "Chi bộ còn lại")
        rows = units.tree(session, edith, AFTER)
        assert names(rows) == ["Chi bộ còn lại", "Đảng bộ huyện Ngân Sơn"]
        assert [row.parent_id for row in rows] == [None, None]

    @settings(max_examples=30)
    @given(st.lists(st.integers(0, 20), min_size=1, max_size=15))
    def test_every_unit_in_reach_is_there_once_and_behind_its_parent(self, rolled_back, choices):
        with rolled_back() as session:
            planted = [a_unit(session, "Gốc")]
            for choice in choices:
                planted.append(a_unit(session, f"Đơn vị {choice}", parent=planted[choice % len(planted)]))
            rows = units.tree(session, a_stranger(planted[0]))
            seen = [None, *[row.unit_id for row in rows]]
            assert sorted(seen[1:]) == sorted(unit.id for unit in planted)
            assert all(seen.index(row.parent_id) < seen.index(row.unit_id) for row in rows)

    def test_it_takes_one_statement(self, session, commune, edith):
        for number in range(30):
            a_cell(session, commune, f"Chi bộ {number}")
        with counted(session) as statements:
            units.tree(session, edith)
        assert len(statements) == 1


class TestHistory:
    """Khuổi Ngọa was split from Nặm Nộc–Khuổi Ngọa at the end of 2017."""

    @pytest.fixture
    def khuoi_ngoa(self, session, commune):
        return a_cell(session, commune, "Chi bộ Khuổi Ngọa", since=SPLIT_ON)

    @pytest.fixture
    def nam_noc(self, session, commune):
        cell = a_cell(session, commune, "Chi bộ Nặm Nộc–Khuổi Ngọa", until=SPLIT_ON)
        an_era(session, cell, "Chi bộ Nặm Nộc", parent=commune, since=SPLIT_ON)
        return cell

    def test_a_unit_has_the_name_of_the_day(self, session, olga, nam_noc):
        assert units.unit(session, olga, nam_noc.id, BEFORE).name == "Chi bộ Nặm Nộc–Khuổi Ngọa"
        assert units.unit(session, olga, nam_noc.id, SPLIT_ON).name == "Chi bộ Nặm Nộc"
        assert units.unit(session, olga, nam_noc.id, AFTER).name == "Chi bộ Nặm Nộc"

    def test_before_its_first_day_a_unit_does_not_exist(self, session, olga, khuoi_ngoa):
        with pytest.raises(NotFound):
            units.unit(session, olga, khuoi_ngoa.id, BEFORE)
        assert units.unit(session, olga, khuoi_ngoa.id, SPLIT_ON).name == "Chi bộ Khuổi Ngọa"

    def test_a_list_of_cells_is_that_of_the_day(self, session, olga, nam_noc, khuoi_ngoa):
        assert names(units.cells(session, olga, on=BEFORE)) == ["Chi bộ Nặm Nộc–Khuổi Ngọa"]
        assert names(units.cells(session, olga, on=AFTER)) == ["Chi bộ Khuổi Ngọa", "Chi bộ Nặm Nộc"]

    def test_a_search_knows_the_names_of_the_day(self, session, olga, nam_noc, khuoi_ngoa):
        assert names(units.search(session, olga, "nam noc - khuoi ngoa", BEFORE)) == ["Chi bộ Nặm Nộc–Khuổi Ngọa"]
        assert names(units.search(session, olga, "khuoi ngoa", AFTER)) == ["Chi bộ Khuổi Ngọa"]

    def test_kind_and_parent_are_those_of_the_day(self, session, district, commune, edith):
        cell = a_cell(session, commune, "Chi bộ Trường học", kind=UnitKind.CELL, since=SPLIT_ON)
        an_era(
            session,
            cell,
            "Chi bộ Trường học",
            kind=UnitKind.GRASSROOTS_CELL,
            parent=district,
            since=LONG_AGO,
            until=SPLIT_ON,
        )
        before, after = (units.unit(session, edith, cell.id, day) for day in (BEFORE, AFTER))
        assert (before.kind, before.parent_id) == (UnitKind.GRASSROOTS_CELL, district.id)
        assert (after.kind, after.parent_id) == (UnitKind.CELL, commune.id)


class TestCells:
    def test_only_cells_of_both_kinds_are_listed_in_vietnamese_order(self, session, district, commune, edith):
        a_cell(session, district, "Chi bộ Ủy ban kiểm tra", kind=UnitKind.GRASSROOTS_CELL, cell_type=CellType.OFFICE)
        a_cell(session, commune, "Chi bộ Ánh")
        a_cell(session, commune, "Chi bộ An")
        assert names(units.cells(session, edith)) == ["Chi bộ An", "Chi bộ Ánh", "Chi bộ Ủy ban kiểm tra"]

    def test_a_unit_named_narrows_the_list_to_what_is_below_it(self, session, district, commune, edith):
        cell = a_cell(session, commune, "Chi bộ trong xã")
        a_cell(session, district, "Chi bộ ngoài xã")
        assert names(units.cells(session, edith, commune.id)) == ["Chi bộ trong xã"]
        assert names(units.cells(session, edith, cell.id)) == ["Chi bộ trong xã"]

    def test_a_unit_out_of_reach_cannot_be_named(self, session, district, olga):
        neighbour = a_unit(session, parent=district)
        with pytest.raises(NotFound):
            units.cells(session, olga, neighbour.id)

    def test_a_cell_knows_its_type(self, session, commune, olga):
        a_cell(session, commune, cell_type=CellType.STUDENT)
        (row,) = units.cells(session, olga)
        assert row.is_cell
        assert row.cell_type is CellType.STUDENT


class TestCommunes:
    def test_they_are_the_units_that_directly_hold_cells(self, session, district, commune, edith):
        a_cell(session, commune)
        a_cell(session, a_unit(session, "Đảng bộ Công an", kind=UnitKind.COMMITTEE, parent=district))
        a_unit(session, "Đảng bộ xã chưa có chi bộ", parent=district)
        assert names(units.communes(session, edith)) == ["Đảng bộ Công an", "Đảng bộ xã Bằng Vân"]

    def test_a_committee_with_sub_committees_is_one_and_they_are_not(self, session, commune, edith):
        sub_committee = a_unit(session, "Đảng bộ bộ phận", kind=UnitKind.SUB_COMMITTEE, parent=commune)
        a_cell(session, sub_committee)
        assert names(units.communes(session, edith)) == ["Đảng bộ xã Bằng Vân"]

    def test_a_district_with_cells_of_its_own_is_none(self, session, district, edith):
        a_cell(session, district, kind=UnitKind.GRASSROOTS_CELL)
        assert units.communes(session, edith) == []

    def test_a_commune_that_holds_only_committees_leaves_it_to_them(self, session, commune, edith):
        a_cell(session, a_unit(session, "Đảng bộ Trường học", kind=UnitKind.COMMITTEE, parent=commune))
        assert names(units.communes(session, edith)) == ["Đảng bộ Trường học"]

    def test_a_cell_secretary_has_none(self, session, commune):
        assert units.communes(session, a_stranger(a_cell(session, commune), Role.CELL_SECRETARY)) == []

    def test_a_cell_that_had_ended_does_not_count(self, session, commune, edith):
        a_cell(session, commune, until=SPLIT_ON)
        assert names(units.communes(session, edith, BEFORE)) == ["Đảng bộ xã Bằng Vân"]
        assert units.communes(session, edith, SPLIT_ON) == []


class TestUnit:
    def test_out_of_reach_it_does_not_exist(self, session, district, olga):
        with pytest.raises(NotFound):
            units.unit(session, olga, district.id)

    def test_several_are_found_at_once_and_what_lies_out_of_reach_is_left_out(self, session, district, commune, olga):
        cell = a_cell(session, commune)
        found = units.by_id(session, olga, [cell.id, commune.id, district.id])
        assert set(found) == {cell.id, commune.id}
        assert found[cell.id].name == "Chi bộ Khuổi Ngọa"

    def test_what_stands_above_it_is_named_from_the_top_of_the_reach(self, session, commune, edith, olga):
        cell = a_cell(session, commune)
        assert names(units.above(session, edith, cell.id)) == ["Đảng bộ huyện Ngân Sơn", "Đảng bộ xã Bằng Vân"]
        assert names(units.above(session, olga, cell.id)) == ["Đảng bộ xã Bằng Vân"]
        assert units.above(session, olga, commune.id) == []


def test_every_kind_and_type_has_a_name():
    assert set(units.KIND_NAMES) == set(UnitKind)
    assert set(units.CELL_TYPE_NAMES) == set(CellType)


class TestSearch:
    @pytest.mark.parametrize("words", ["khuoi ngoa", "NGOẠ", "  ngọa khuổi ", "khuo"])
    def test_it_ignores_diacritics_case_and_order(self, session, commune, olga, words):
        a_cell(session, commune, "Chi bộ Khuổi Ngọa")
        a_cell(session, commune, "Chi bộ Khu Chợ")
        assert names(units.search(session, olga, words)) == ["Chi bộ Khuổi Ngọa"]

    @pytest.mark.parametrize("words", ["", "  ", "\u200b", "-", "\u0301"])
    def test_without_a_word_nothing_is_found(self, session, olga, words):
        assert units.search(session, olga, words) == []

    @pytest.mark.parametrize("words", ["%", "_", "/", "\\", "'", "khuoi%ngoa"])
    def test_signs_of_the_database_stand_for_themselves(self, session, commune, olga, words):
        a_cell(session, commune, "Chi bộ Khuổi Ngọa")
        assert units.search(session, olga, words) == []

    def test_a_sign_in_a_name_is_found(self, session, commune, olga):
        a_cell(session, commune, "Chi bộ 100%")
        a_cell(session, commune, "Chi bộ 1000")
        assert names(units.search(session, olga, "100%")) == ["Chi bộ 100%"]

    def test_out_of_reach_nothing_is_found(self, session, district, olga):
        a_cell(session, a_unit(session, "Đảng bộ xã Đức Vân", parent=district), "Chi bộ Khuổi Ngọa")
        assert units.search(session, olga, "khuoi ngoa") == []

    def test_at_most_fifty_units_are_shown(self, session, commune, olga):
        for number in range(60):
            a_cell(session, commune, f"Chi bộ {number}")
        found = units.search(session, olga, "chi bo")
        assert len(found) == 50
        assert found == sorted(found, key=lambda row: row.sort_key)

    def test_a_very_long_search_is_no_error(self, session, olga):
        assert units.search(session, olga, "xyz " * 5000) == []
