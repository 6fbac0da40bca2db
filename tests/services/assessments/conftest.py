"""The cast of the four goods: a cell, its secretary, the commune's officer, and a set in force, in November 2026."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from models import Unit
from services import clock
from services.access import Actor
from services.assessments import AssessmentRef
from tests.factories import a_cell, a_unit, an_actor
from tests.factories_assessments import YEAR, a_criteria_set, a_secretary


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with clock.set_to(datetime(2026, 11, 22, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def commune(session) -> Unit:
    return a_unit(session)


@pytest.fixture
def cell(session, commune) -> Unit:
    return a_cell(session, commune)


@pytest.fixture
def in_force(session, commune):
    return a_criteria_set(session, commune)


@pytest.fixture
def cam(session, cell, in_force) -> Actor:
    """The secretary of the cell."""
    return a_secretary(session, cell)


@pytest.fixture
def xuan(session, commune) -> Actor:
    """The officer of the commune."""
    return an_actor(session, commune)


@pytest.fixture
def ref(cell) -> AssessmentRef:
    return AssessmentRef(cell.id, YEAR)
