"""A stopped clock and the cast."""

import pytest

from models import Role
from services import clock
from tests.factories import an_actor
from tests.factories_meetings import NOW, a_cast


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.set_to(NOW):
        yield


@pytest.fixture
def cast(session):
    """The people of Khuổi Ngọa."""
    return a_cast(session)


@pytest.fixture
def edith(session, cast):
    """Staff of the district."""
    return an_actor(session, cast.district, Role.DISTRICT_STAFF)
