"""Months graded low: the lower half of a form's own grades, the superior's grade before the own one."""

from datetime import date

import pytest

from services import criteria, quality
from services.errors import NotFound
from services.quality import LowMonth
from tests.factories import a_cell, a_stranger, a_unit
from tests.services.test_quality import FORM, YEAR, a_scored_meeting, commune, district, next_spring, set_id
from tests.statements import counted

__all__ = ["commune", "district", "next_spring", "set_id"]

JANUARY, DECEMBER = date(YEAR, 1, 1), date(YEAR, 12, 1)
FOUR = FORM.replace("id: chat_luong", "id: bon_muc").replace(
    "- {id: kem, label: Kém, max: 70}\nroll",
    "- {id: tb, label: Trung bình, min: 50, max: 70}\n- {id: kem, label: Kém, max: 50}\nroll",
)


def low(session, unit, first=JANUARY, last=DECEMBER):
    return quality.low_months(session, a_stranger(unit), unit.id, first, last)


def test_of_three_grades_the_last_is_low(session, commune, set_id):
    cell = a_cell(session, commune)
    for month, grade in ((3, "kem"), (2, "kha"), (1, "kem"), (4, "tot")):
        a_scored_meeting(session, cell, month, set_id, grade)
    assert low(session, commune) == {cell.id: (LowMonth(date(YEAR, 1, 1), "Kém"), LowMonth(date(YEAR, 3, 1), "Kém"))}
    assert low(session, commune, date(YEAR, 2, 1), date(YEAR, 2, 1)) == {}


def test_of_four_grades_the_last_two_are(session, district, commune):
    form = criteria.store(session, None, FOUR, district.id)
    criteria.publish(session, None, form)
    cell = a_cell(session, commune)
    for month, grade in ((1, "tot"), (2, "kha"), (3, "tb"), (4, "kem")):
        a_scored_meeting(session, cell, month, form, grade)
    assert [each.label for each in low(session, commune)[cell.id]] == ["Trung bình", "Kém"]


def test_the_superior_decides(session, commune, set_id):
    near, far = a_cell(session, commune, "Chi bộ A"), a_cell(session, commune, "Chi bộ B")
    a_scored_meeting(session, near, 1, set_id, "kem", review="kha")
    a_scored_meeting(session, far, 1, set_id, "tot", review="kem")
    assert low(session, commune).keys() == {far.id}


def test_nothing_from_out_of_reach_is_read(session, district, commune, set_id):
    a_scored_meeting(session, a_cell(session, commune), 1, set_id, "kem")
    elsewhere = a_unit(session, "Đảng bộ xã Đức Vân", parent=district)
    assert low(session, elsewhere) == {}
    with pytest.raises(NotFound):
        quality.low_months(session, a_stranger(elsewhere), commune.id, JANUARY, DECEMBER)


def test_it_takes_three_statements(session, commune, set_id):
    for number in range(5):
        a_scored_meeting(session, a_cell(session, commune, f"Chi bộ {number}"), 1, set_id, "kem")
    with counted(session) as statements:
        assert len(low(session, commune)) == 5
    assert len(statements) == 3
