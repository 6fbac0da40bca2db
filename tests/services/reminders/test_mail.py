"""Letters through a real SMTP server on this machine: what arrives, what fails, and that nothing is sent twice."""

from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import select

from commands.reminders import remind
from models import Reminder
from models.database import read_tx, write_tx
from services import clock, reminders
from services.errors import Refusal
from services.reminders import mail
from settings import Settings, settings
from tests.factories_meetings import a_cast
from tests.server import free_port

ON_THE_DAY = datetime(2026, 12, 5, 2, tzinfo=UTC)


class Postbox:
    """Keeps what arrives; refuses everything while ``is_full``."""

    def __init__(self):
        self.letters = []
        self.is_full = False

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the server's word
        assert server
        assert session
        if self.is_full:
            return "452 Hộp thư đầy"
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@contextmanager
def smtp(box):
    """The server, on a free port."""
    port = free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield Settings(
            smtp_host="127.0.0.1",
            smtp_port=port,
            smtp_sender="cong@huyen.vn",
            smtp_starttls=False,
            database_url="sqlite://",
        )
    finally:
        server.stop()


@pytest.fixture
def box():
    return Postbox()


@pytest.fixture(autouse=True)
def _wanted(engine):
    """An officer whose cell owes November's record wants the digest."""
    assert engine
    with clock.set_to(ON_THE_DAY):
        with write_tx() as session:
            cast = a_cast(session)
            reminders.write_address(session, cast.officer, "an@bangvan.gov.vn")
        yield


def logged():
    with read_tx() as session:
        return session.exec(select(Reminder)).one()


def test_one_letter_arrives_and_a_second_run_sends_none(box):
    with smtp(box) as found:
        assert mail.send_digests(found) == (1, [])
        assert mail.send_digests(found) == (0, [])
    [letter] = box.letters
    assert (letter["To"], letter["From"]) == ("an@bangvan.gov.vn", "cong@huyen.vn")
    assert letter["Subject"] == "Nhắc nộp biên bản sinh hoạt tháng 11/2026"
    assert letter.get_content().strip() == logged().text
    assert "Chi bộ Khuổi Ngọa" in letter.get_content()


def test_a_server_that_refuses_is_said_and_written_down_and_tried_again(box):
    box.is_full = True
    with smtp(box) as found:
        sent, [failure] = mail.send_digests(found)
        assert (sent, "452" in failure, "452" in logged().error) == (0, True, True)
        box.is_full = False
        assert mail.send_digests(found) == (1, [])
    assert logged().error == ""


def test_a_server_that_is_not_there_is_said(box):
    with smtp(box) as found:
        gone = found
    sent, [failure] = mail.send_digests(gone)
    assert sent == 0
    assert "ConnectionRefusedError" in failure


def test_without_a_server_nothing_is_sent_and_the_operator_is_told():
    with pytest.raises(Refusal, match="PORTAL_SMTP_HOST"):
        mail.send_digests(Settings(database_url="sqlite://"))


def test_the_command_says_how_many_went_out(box, monkeypatch, capsys):
    with smtp(box) as found:
        for name in ("smtp_host", "smtp_port", "smtp_sender", "smtp_starttls"):
            monkeypatch.setenv(f"PORTAL_{name.upper()}", str(getattr(found, name)))
        settings.cache_clear()
        try:
            remind()
        finally:
            settings.cache_clear()
    assert "Đã gửi 1 thư nhắc việc." in capsys.readouterr().out
