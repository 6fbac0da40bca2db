"""``manage.py remind``: the digests of the day, for a timer of the operator."""

import typer

from commands.answers import FAILED, refusals_told, say
from services.reminders import mail
from settings import settings


def remind() -> None:
    """Gửi thư nhắc việc của hôm nay cho các tài khoản có địa chỉ thư; chạy lại trong ngày không gửi hai lần."""
    with refusals_told():
        sent, failures = mail.send_digests(settings())
    say(f"Đã gửi {sent} thư nhắc việc.")
    for failure in failures:
        say(f"Chưa gửi được: {failure}")
    if failures:
        raise typer.Exit(FAILED)
