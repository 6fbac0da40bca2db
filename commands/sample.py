"""``manage.py demo``: the sample district, and what a first start needs of it."""

import secrets
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer
from sqlmodel import col, select

from commands.answers import refusals_told, say
from commands.units import is_empty, root
from models import Account
from models.database import read_tx, write_tx
from services import audit, clock, credentials, sample
from services.errors import Refusal
from settings import settings


class SampleSize(StrEnum):
    """How large a sample district, province or nation is: see services.sample.scale."""

    DISTRICT = "district"
    PROVINCE = "province"
    NATION = "nation"


def demo(
    scale: SampleSize = SampleSize.DISTRICT,
    seed: int = 1,
    until: Annotated[str | None, typer.Option(help="YYYY-MM-DD, hôm nay nếu bỏ trống")] = None,
) -> None:
    """Load the sample district into an empty database and print its accounts once."""
    with refusals_told():
        with read_tx() as session:
            if not is_empty(session):
                raise Refusal("Cơ sở dữ liệu đã có dữ liệu; không nạp dữ liệu mẫu.")
        load(sample.SCALES[scale], seed, date.fromisoformat(until) if until else clock.today())


def load_if_empty() -> None:
    """Fill an empty database with the sample district; leave any other as it is."""
    with read_tx() as session:
        is_new = is_empty(session)
    if is_new:
        load(sample.DISTRICT, 1, clock.today())


def load(scale: sample.Scale, seed: int, until: date) -> None:
    """Write the sample chunk by chunk, and tell its accounts and their password."""
    password = settings().demo_password or secrets.token_urlsafe(9)
    say("Đang nạp dữ liệu mẫu…")
    for chunk in sample.stream(scale=scale, seed=seed, until=until, password_hash=credentials.hashed(password)):
        with write_tx() as session:
            chunk.write(session)
    with write_tx() as session:
        root_id = root(session)
        audit.record(
            session, None, "sample:built", "unit", entity_id=root_id, unit_id=root_id, scale=scale.name, seed=seed
        )
        names = session.exec(select(Account.username).order_by(col(Account.created_at))).all()
    say(f"Tài khoản mẫu: {', '.join(names)}")
    say(f"Mật khẩu chung: {password}")
