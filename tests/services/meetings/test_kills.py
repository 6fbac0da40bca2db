"""A server killed between keystrokes loses nothing that it acknowledged; ``make bench`` does this a thousand times."""

import pytest

from bench.kills import killed
from models.database import configure
from tests.databases import NOWHERE

pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def _nowhere_afterwards():
    yield
    configure(NOWHERE)


def test_nothing_acknowledged_is_lost(tmp_path):
    found = killed(tmp_path, 20)
    assert found.acknowledged >= 20
    assert found.lost == 0


def test_a_writer_that_acknowledges_too_early_would_be_found_out(tmp_path):
    assert killed(tmp_path, 20, is_early=True).lost > 0
