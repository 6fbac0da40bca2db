"""Which criteria set holds for a unit on a day is found by rule, and said."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Role, UnitKind
from services import criteria
from services.errors import NotFound
from tests.factories import a_cell, a_unit, an_actor, an_era
from tests.factories_assessments import a_criteria_set
from tests.statements import counted

KIND = "four_good_cell"
DAY = date(2026, 11, 22)


def code_in_force(session, actor, cell, on=DAY):
    return criteria.in_force(session, actor, KIND, cell.id, on).form.id


def test_a_set_holds_for_the_units_below_its_issuer(session, district, cell, cam):
    a_criteria_set(session, district)
    assert code_in_force(session, cam, cell) == "thu"


def test_a_set_of_a_neighbour_or_of_a_unit_below_does_not_hold(session, district, commune, cell, cam):
    a_criteria_set(session, a_unit(session, "Xã bên", parent=district), code="ben")
    a_criteria_set(session, cell, code="chi_bo")
    xuan = an_actor(session, commune)
    with pytest.raises(NotFound):
        criteria.in_force(session, xuan, KIND, commune.id, DAY)
    assert code_in_force(session, cam, cell) == "chi_bo"


def test_the_nearest_issuer_wins_even_over_a_newer_set(session, district, commune, cell, cam):
    a_criteria_set(session, district, code="huyen", valid_from=date(2026, 6, 1))
    a_criteria_set(session, commune, code="xa", valid_from=date(2025, 1, 1))
    found = criteria.in_force(session, cam, KIND, cell.id, DAY)
    assert (found.form.id, "do cấp gần đơn vị nhất ban hành" in found.why) == ("xa", True)


def test_of_one_issuer_the_latest_validity_wins(session, commune, cell, cam):
    a_criteria_set(session, commune, code="cu", valid_from=date(2025, 1, 1))
    a_criteria_set(session, commune, code="moi", valid_from=date(2026, 6, 1))
    found = criteria.in_force(session, cam, KIND, cell.id, DAY)
    assert (found.form.id, "có hiệu lực gần đây nhất" in found.why) == ("moi", True)
    assert code_in_force(session, cam, cell, date(2026, 5, 31)) == "cu"


def test_of_one_day_the_newest_version_wins(session, commune, cell, cam):
    a_criteria_set(session, commune, version=2, title="Bản hai")
    a_criteria_set(session, commune, version=1)
    assert criteria.in_force(session, cam, KIND, cell.id, DAY).form.version == 2


def test_only_published_sets_of_the_kind_hold(session, commune, cell, cam):
    a_criteria_set(session, commune, code="nhap", published=False)
    a_criteria_set(session, commune, code="khac", kind="meeting_quality")
    with pytest.raises(NotFound, match=r"Chưa có bộ tiêu chí “chi bộ bốn tốt” nào có hiệu lực ngày 22/11/2026"):
        code_in_force(session, cam, cell)


@pytest.mark.parametrize(
    ("applies_to", "holds"),
    [
        ("{unit_kinds: [cell]}", True),
        ("{unit_kinds: [grassroots_cell]}", False),
        ("{cell_types: [village, office]}", True),
        ("{cell_types: [student]}", False),
        ("{unit_kinds: [cell], cell_types: [student]}", False),
    ],
)
def test_a_set_holds_for_the_kinds_and_types_it_names(session, commune, cell, cam, applies_to, holds):
    a_criteria_set(session, commune, more=f"applies_to: {applies_to}")
    if holds:
        assert code_in_force(session, cam, cell) == "thu"
    else:
        with pytest.raises(NotFound):
            code_in_force(session, cam, cell)


def test_a_past_day_uses_the_tree_of_that_day(session, district, commune, cell, cam):
    old_commune = a_unit(session, "Xã cũ", parent=district)
    moved = a_cell(session, old_commune, "Chi bộ chuyển", until=date(2026, 7, 1))
    an_era(session, moved, "Chi bộ chuyển", parent=commune, since=date(2026, 7, 1))
    a_criteria_set(session, old_commune, code="cu")
    a_criteria_set(session, commune, code="moi")
    secretary = an_actor(session, moved, Role.CELL_SECRETARY)
    assert code_in_force(session, secretary, moved, date(2026, 6, 30)) == "cu"
    assert code_in_force(session, secretary, moved, date(2026, 7, 1)) == "moi"


def test_a_commune_that_changed_its_district_follows_the_one_of_the_day(session):
    old, new = (a_unit(session, name, kind=UnitKind.DISTRICT) for name in ("Huyện cũ", "Huyện mới"))
    moved = a_unit(session, "Xã chuyển", parent=old, until=date(2026, 7, 1))
    an_era(session, moved, "Xã chuyển", kind=UnitKind.COMMUNE, parent=new, since=date(2026, 7, 1))
    cell = a_cell(session, moved)
    a_criteria_set(session, old, code="cu", valid_from=date(2026, 2, 1))
    a_criteria_set(session, new, code="moi", valid_from=date(2026, 1, 1))
    secretary = an_actor(session, cell, Role.CELL_SECRETARY)
    assert code_in_force(session, secretary, cell, date(2026, 6, 30)) == "cu"
    assert code_in_force(session, secretary, cell, date(2026, 7, 1)) == "moi"


def test_out_of_reach_no_set_is_named(session, district, cell):
    a_criteria_set(session, district)
    stranger = an_actor(session, a_unit(session, "Xã bên", parent=district))
    with pytest.raises(NotFound, match="phạm vi"):
        code_in_force(session, stranger, cell)


def test_the_set_in_force_costs_two_statements(session, district, commune, cell, cam):
    a_criteria_set(session, district, code="huyen")
    a_criteria_set(session, commune, code="xa")
    session.flush()
    with counted(session) as sent:
        code_in_force(session, cam, cell)
    assert len(sent) == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"document_number": ""}, "Đang dùng “Bộ tiêu chí thử”, của Huyện ủy thử, phiên bản 1,"),
        ({"document_number": "", "issuer": ""}, "Đang dùng “Bộ tiêu chí thử”, phiên bản 1,"),
        (
            {"more": "document_date: 2024-12-30"},
            "Đang dùng “Bộ tiêu chí thử”, văn bản số 01-QĐ/HU ngày 30/12/2024 của Huyện ủy thử, phiên bản 1,",
        ),
    ],
)
def test_the_sentence_names_what_is_known_of_the_document(session, commune, cell, cam, changes, sentence):
    a_criteria_set(session, commune, **changes)
    why = criteria.in_force(session, cam, KIND, cell.id, DAY).why
    assert why.startswith(f"{sentence} có hiệu lực từ 01/01/2025.")


days = st.integers(0, 20).map(lambda number: date(2026, 1, 1) + timedelta(days=number))
some_sets = st.lists(st.tuples(st.integers(0, 2), days, st.none() | st.integers(1, 10)), max_size=6)


@given(drawn=some_sets, on=days)
def test_the_rule_agrees_with_a_naive_reading(rolled_back, drawn, on):
    """Of all sets on the way up that hold on the day: the fewest steps, then the latest start, then the version."""
    with rolled_back() as session:
        district = a_unit(session, "Huyện", kind=UnitKind.DISTRICT)
        commune = a_unit(session, parent=district)
        cell = a_cell(session, commune)
        line = [cell, commune, district]
        known = []
        for number, (steps, start, length) in enumerate(drawn, start=1):
            end = start + timedelta(days=length) if length else None
            more = f"valid_to: {end}" if end else ""
            set_id = a_criteria_set(session, line[steps], version=number, valid_from=start, more=more)
            known.append((steps, start, end, number, set_id))
        holding = [one for one in known if one[1] <= on and (one[2] is None or on < one[2])]
        expected = min(holding, key=lambda one: (one[0], -one[1].toordinal(), -one[3]))[4] if holding else None
        actor = an_actor(session, cell, Role.CELL_SECRETARY)
        try:
            found = criteria.in_force(session, actor, KIND, cell.id, on).set_id
        except NotFound:
            found = None
        assert found == expected
