"""A stopped clock: 20/11/2026 in Vietnam."""

import pytest

from services import clock
from tests.factories_meetings import NOW


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.set_to(NOW):
        yield
