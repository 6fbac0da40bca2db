"""A district, a commune with a cell, and who works there."""

import pytest

from models import Role, UnitKind
from tests.factories import a_cell, a_unit, an_actor


@pytest.fixture
def district(session):
    return a_unit(session, "Đảng bộ huyện Ngân Sơn", kind=UnitKind.DISTRICT)


@pytest.fixture
def commune(session, district):
    return a_unit(session, parent=district)


@pytest.fixture
def cell(session, commune):
    return a_cell(session, commune)


@pytest.fixture
def cam(session, cell):
    """The secretary of the cell."""
    return an_actor(session, cell, Role.CELL_SECRETARY)


@pytest.fixture
def xuan(session, commune):
    """The officer of the commune, who keeps its sets."""
    return an_actor(session, commune)


@pytest.fixture
def huyen(session, district):
    """Somebody of the district's staff."""
    return an_actor(session, district, Role.DISTRICT_STAFF)
