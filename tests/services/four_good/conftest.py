"""The cast of a four-good year: a district with a commune and its cell, who works there, and sets in force, in 2026."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from models import Role, Unit, UnitKind
from services import clock
from services.access import Actor
from tests.factories import a_cell, a_unit, an_actor
from tests.factories_assessments import a_criteria_set, a_secretary


@pytest.fixture(autouse=True)
def december() -> Iterator[None]:
    """The 10th of December 2026: assessing is over, reviews and decisions are on."""
    with clock.set_to(datetime(2026, 12, 10, 3, tzinfo=UTC)):
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
def in_force(session, district):
    return a_criteria_set(session, district)


@pytest.fixture
def huong(session, district) -> Actor:
    """Staff of the district."""
    return an_actor(session, district, Role.DISTRICT_STAFF)


@pytest.fixture
def xuan(session, commune) -> Actor:
    """The officer of the commune."""
    return an_actor(session, commune)


@pytest.fixture
def cam(session, cell) -> Actor:
    """The secretary of the cell."""
    return a_secretary(session, cell)
