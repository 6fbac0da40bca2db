"""Sending letters through the SMTP server of the settings. Nothing is sent where none is set."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from models.database import write_tx
from services.errors import Refusal
from services.reminders import digests
from services.reminders.digests import Digest
from settings import Settings

SECONDS = 20
"""A server that does not answer in this time has failed."""


def is_set(settings: Settings) -> bool:
    """Whether letters can be sent at all."""
    return bool(settings.smtp_host and settings.smtp_sender)


def send_digests(settings: Settings) -> tuple[int, list[str]]:
    """Send today's letters, each noted in a transaction of its own; how many went out, and why others did not.

    Raises Refusal where no server is set. Running it again the same day sends nothing twice.
    """
    if not is_set(settings):
        raise Refusal("Chưa cài đặt máy chủ thư: cần PORTAL_SMTP_HOST và PORTAL_SMTP_SENDER.")
    with write_tx() as session:
        letters = digests.reserve(session)
    sent, failures = 0, []
    for letter in letters:
        error = _sent(settings, letter)
        with write_tx() as session:
            digests.note_sent(session, letter.reminder_id, error)
        if error:
            failures.append(f"{letter.address}: {error}")
        else:
            sent += 1
    return sent, failures


def _sent(settings: Settings, letter: Digest) -> str:
    """Send one letter; why it could not be sent, or nothing."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.smtp_sender, letter.address, letter.subject
    message["Date"], message["Message-ID"] = formatdate(localtime=True), make_msgid(domain="portal.local")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    try:
        with _server(settings) as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        return f"{type(error).__name__}: {error}"
    return ""


@contextmanager
def _server(settings: Settings) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=SECONDS) as server:
        if settings.smtp_starttls:
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        yield server
