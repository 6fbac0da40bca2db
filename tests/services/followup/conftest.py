"""The cast of follow-up: a district with a commune of two cells, another commune, and who works there."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from models import Role, Unit, UnitKind
from services import clock
from services.access import Actor
from tests.factories import a_cell, a_unit, an_actor


@dataclass(frozen=True)
class People:
    """Who works on which units."""

    district: Unit
    commune: Unit
    cell: Unit
    neighbour: Unit
    """Another cell of the commune."""
    far: Unit
    """A cell of another commune."""
    staff: Actor
    """Of the district."""
    officer: Actor
    """Of the commune."""
    secretary: Actor
    leader: Actor
    administrator: Actor
    stranger: Actor
    """Officer of the other commune."""

    @property
    def readers(self) -> list[Actor]:
        """Those who reach the cell and may not write follow-up."""
        return [self.secretary, self.leader, self.administrator]


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.set_to(datetime(2026, 11, 20, 2, tzinfo=UTC)):
        yield


@pytest.fixture
def cast(session):
    district = a_unit(session, "Đảng bộ huyện Ngân Sơn", kind=UnitKind.DISTRICT)
    commune, elsewhere = a_unit(session, parent=district), a_unit(session, "Đảng bộ xã Đức Vân", parent=district)
    cell = a_cell(session, commune)
    return People(
        district=district,
        commune=commune,
        cell=cell,
        neighbour=a_cell(session, commune, "Chi bộ Nặm Nộc"),
        far=a_cell(session, elsewhere, "Chi bộ Bản Đăm"),
        staff=an_actor(session, district, Role.DISTRICT_STAFF),
        officer=an_actor(session, commune),
        secretary=an_actor(session, cell, Role.CELL_SECRETARY),
        leader=an_actor(session, district, Role.LEADER),
        administrator=an_actor(session, district, Role.ADMINISTRATOR),
        stranger=an_actor(session, elsewhere),
    )
