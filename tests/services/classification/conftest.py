"""The cast: a district with one commune of three cells, who proposes, who decides, in November 2026."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from models import Role, Unit, UnitKind
from services import clock
from services.access import Actor
from tests.factories import a_cell, a_unit, an_actor


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with clock.set_to(datetime(2026, 11, 22, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def district(session) -> Unit:
    return a_unit(session, "Đảng bộ huyện Ngân Sơn", kind=UnitKind.DISTRICT)


@pytest.fixture
def commune(session, district) -> Unit:
    return a_unit(session, parent=district)


@pytest.fixture
def cell(session, commune) -> Unit:
    return a_cell(session, commune)


@pytest.fixture
def cam(session, cell) -> Actor:
    """The secretary of the cell."""
    return an_actor(session, cell, Role.CELL_SECRETARY)


@pytest.fixture
def xuan(session, commune) -> Actor:
    """An officer of the commune."""
    return an_actor(session, commune)


@pytest.fixture
def thu(session, commune) -> Actor:
    """Another officer of the commune."""
    return an_actor(session, commune)


@pytest.fixture
def hoa(session, district) -> Actor:
    """District staff."""
    return an_actor(session, district, Role.DISTRICT_STAFF)


@pytest.fixture
def leader(session, district) -> Actor:
    return an_actor(session, district, Role.LEADER)
