"""A stopped clock, and the cast of most tests here."""

import pytest

from services import clock
from tests.factories_meetings import NOW, a_cast


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.set_to(NOW):
        yield


@pytest.fixture
def cast(session):
    """The people of Khuổi Ngọa, on both databases."""
    return a_cast(session)
