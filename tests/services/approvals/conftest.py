"""A stopped clock, and the cast of most tests here."""

import pytest

from services import clock
from tests.factories_approvals import levels_of
from tests.factories_meetings import NOW, a_cast


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.set_to(NOW):
        yield


@pytest.fixture
def cast(session):
    """The people of Khuổi Ngọa, on both databases."""
    return a_cast(session)


@pytest.fixture
def who(session, cast):
    """Accounts at every level."""
    return levels_of(session, cast)
