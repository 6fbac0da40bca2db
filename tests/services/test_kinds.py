"""Kinds of assessment: those of the product, and what an administrator adds for a unit and everything below it."""

import pytest
from sqlmodel import select

from models import AuditEntry, Role, SubjectKind, UnitKind
from services import criteria
from services.criteria import Kind
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.factories import a_cell, a_unit, an_actor

SLIP = Kind("kiem_tra_quy", "kiểm tra quý", SubjectKind.CELL)


@pytest.fixture
def district(session):
    return a_unit(session, "Đảng bộ huyện", kind=UnitKind.DISTRICT)


@pytest.fixture
def quan(session, district):
    return an_actor(session, district, Role.ADMINISTRATOR)


def test_the_product_has_a_kind_for_every_subject():
    assert {kind.subject for kind in criteria.OWN} == set(SubjectKind)


def test_an_added_kind_holds_in_the_unit_and_below_and_nowhere_else(session, district, quan):
    commune, other = (a_unit(session, name, parent=district) for name in ("Xã A", "Xã B"))
    criteria.add_kind(session, quan, SLIP, commune.id)
    for unit, is_known in ((commune, True), (a_cell(session, commune), True), (other, False), (district, False)):
        assert (SLIP in criteria.kinds(session, an_actor(session, unit))) is is_known
    assert criteria.name_of(session, "kiem_tra_quy") == "kiểm tra quý"
    assert criteria.subject_of(session, "kiem_tra_quy") is SubjectKind.CELL


def test_the_same_kind_again_changes_nothing(session, district, quan):
    criteria.add_kind(session, quan, SLIP, district.id)
    criteria.add_kind(session, quan, SLIP, district.id)
    assert session.exec(select(AuditEntry.action)).all() == ["criteria_kind:added"]


@pytest.mark.parametrize("code", ["four_good_cell", "kiem_tra_quy"])
def test_a_code_has_one_meaning(session, district, quan, code):
    criteria.add_kind(session, quan, SLIP, district.id)
    with pytest.raises(Conflict, match=f"Mã “{code}” đã dùng"):
        criteria.add_kind(session, quan, Kind(code, "tên khác", SubjectKind.MEMBER), district.id)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (Kind("Kiểm tra", "tên", SubjectKind.CELL), "code"),
        (Kind("a" * 41, "tên", SubjectKind.CELL), "code"),
        (Kind("ten", "  ", SubjectKind.CELL), "name"),
        (Kind("ten", "x" * 121, SubjectKind.CELL), "name"),
    ],
)
def test_a_kind_wants_a_code_and_a_name(session, district, quan, kind, field):
    with pytest.raises(Invalid) as refused:
        criteria.add_kind(session, quan, kind, district.id)
    assert refused.value.field == field


def test_reach_first_then_permission(session, district):
    cell = a_cell(session, a_unit(session, parent=district))
    secretary = an_actor(session, cell, Role.CELL_SECRETARY)
    with pytest.raises(NotFound):
        criteria.add_kind(session, secretary, SLIP, district.id)
    with pytest.raises(NotAllowed):
        criteria.add_kind(session, secretary, SLIP, cell.id)
