"""``manage.py periods``: opening by the calendar, and the check."""

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from commands.periods import app, open_due
from models import Expectation, Period
from models.database import read_tx, write_tx
from services import clock
from tests.factories_meetings import NOW, OCTOBER, a_cast, a_submitted_meeting
from tests.factories_periods import opened


@pytest.fixture(autouse=True)
def _a_district(engine):
    with clock.set_to(NOW), write_tx() as session:
        cast = a_cast(session)
        opened(session, OCTOBER)
        a_submitted_meeting(session, cast.officer, cast.in_month(OCTOBER))


def run(*arguments):
    with clock.set_to(NOW):
        return CliRunner().invoke(app, arguments)


def test_opening_tells_how_many_and_again_none():
    assert run("open").output == "Đã mở 2 kỳ báo cáo.\n"
    assert run("open").output == "Đã mở 0 kỳ báo cáo.\n"
    with read_tx() as session:
        assert len(session.exec(select(Period)).all()) == 3


def test_serving_opens_what_is_due():
    with clock.set_to(NOW):
        assert open_due() == 2


def test_the_check_is_content_or_tells_and_fails_without_repairing():
    assert (run("check").output, run("check").exit_code) == ("Không có chỗ nào lệch.\n", 0)
    with write_tx() as session:
        session.exec(select(Expectation)).one().is_complete = False
    for _ in range(2):
        found = run("check")
        assert "Tháng 10/2026, Chi bộ Khuổi Ngọa: có biên bản đang nộp nhưng không ghi là đang đủ." in found.output
        assert found.exit_code == 1
