"""The log of failures: a reference, the kinds and the places, never a person."""

import pytest
import sqlalchemy as sa

from models import Unit
from services import faults


def test_the_log_of_a_refused_row_does_not_quote_the_row(session, caplog):
    session.add(Unit(path="/canary-SECRET/"))
    with pytest.raises(sa.exc.IntegrityError) as error:
        session.flush()
    reference = faults.logged(error.value, "saving")
    assert reference in caplog.text
    assert "SECRET" not in caplog.text
    assert "sqlalchemy.exc.IntegrityError" in caplog.text
    assert "test_faults.py" in caplog.text
