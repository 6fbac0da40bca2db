"""Taking data out: reach, then a permission of its own, then a trace."""

import pytest
from sqlmodel import select

from models import AuditEntry, Role
from services import access, exports
from services.errors import NotAllowed, NotFound
from services.tables import Column, Kind, Table
from tests.factories import a_unit, an_actor

TABLE = Table("Bảng", ("Ghi chú",), (Column("Chi bộ", Kind.TEXT),), (("Khuổi Ngọa",),))


@pytest.fixture
def commune(session):
    return a_unit(session)


def test_it_leaves_a_trace_with_file_and_size(session, commune):
    lan = an_actor(session, commune, Role.LEADER)
    exports.allowed(session, lan, commune.id, "held.csv", 19)
    entry = session.exec(select(AuditEntry)).one()
    assert (entry.action, entry.unit_id, entry.details) == ("export:made", commune.id, {"file": "held.csv", "rows": 19})


def test_a_role_without_the_permission_may_not(session, commune, monkeypatch):
    monkeypatch.setitem(access.PERMISSIONS, Role.LEADER, frozenset())
    with pytest.raises(NotAllowed):
        exports.allowed(session, an_actor(session, commune, Role.LEADER), commune.id, "held.csv", 19)
    assert session.exec(select(AuditEntry)).all() == []


def test_out_of_reach_comes_before_the_permission(session, commune):
    stranger = an_actor(session, a_unit(session, "Đảng bộ xã khác"), Role.LEADER)
    with pytest.raises(NotFound):
        exports.allowed(session, stranger, commune.id, "held.csv", 19)


def test_the_table_says_who_took_it(session, commune):
    lan = an_actor(session, commune, Role.LEADER)
    notes = exports.signed(TABLE, lan).notes
    assert notes[0] == "Ghi chú"
    assert lan.username in notes[-1]
