"""The operator's command line: ``python manage.py --help``."""

import logging
import secrets
from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
import typer
from sqlmodel import Session, col, select

from models import Account, Role, Unit
from models.database import read_tx, write_tx
from models.migration import upgrade, written
from services import accounts, audit, clock, credentials, sample
from services.accounts import AccountDraft
from services.errors import Refusal
from settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Vận hành cổng sinh hoạt chi bộ.")
account = typer.Typer(no_args_is_help=True, help="Tài khoản.")
app.add_typer(account, name="account")


class SampleSize(StrEnum):
    """How large a sample district, province or nation is: see services.sample.scale."""

    DISTRICT = "district"
    PROVINCE = "province"
    NATION = "nation"


@app.command()
def init() -> None:
    """Bring the database to the schema of this version."""
    upgrade(settings().database_url)


@app.command()
def demo(
    scale: SampleSize = SampleSize.DISTRICT,
    seed: int = 1,
    until: Annotated[str | None, typer.Option(help="YYYY-MM-DD, hôm nay nếu bỏ trống")] = None,
) -> None:
    """Load the sample district into an empty database and print its accounts once."""
    with read_tx() as session:
        if not _is_empty(session):
            raise typer.Exit(_said("Cơ sở dữ liệu đã có dữ liệu; không nạp dữ liệu mẫu.", 1))
    _load_sample(sample.SCALES[scale], seed, date.fromisoformat(until) if until else clock.today())


@app.command()
def start() -> None:
    """Migrate, load the sample district if the database is empty, and serve."""
    upgrade(settings().database_url)
    with read_tx() as session:
        is_new = _is_empty(session)
    if is_new:
        _load_sample(sample.DISTRICT, 1, clock.today())
    serve()


@app.command()
def serve() -> None:
    """Serve the portal at PORTAL_ADDRESS and PORTAL_PORT."""
    from asgi import app as portal  # loads Streamlit, which the other commands do not need

    # It asks for a restart because address and port come after its own file; they are in force all the same.
    logging.getLogger("streamlit.config").disabled = True
    _said(f"Cổng sinh hoạt chi bộ: http://{settings().address}:{settings().port}", 0)
    portal.run(config={"server.address": settings().address, "server.port": settings().port})


@app.command()
def migration(message: str) -> None:
    """Write a migration for what changed in models/ (developers)."""
    _said(f"Đã ghi {written(message)}. Hãy đọc lại trước khi dùng.", 0)


@account.command("create")
def create_account(
    username: str,
    display_name: str,
    role: Role,
    unit: Annotated[UUID | None, typer.Option(help="Mã đơn vị; bỏ trống: đơn vị gốc")] = None,
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)] = "",
) -> None:
    """Make an account; the first one of a database that is not sample data is made here."""
    try:
        with write_tx() as session:
            unit_id = unit or _root(session)
            draft = AccountDraft(
                username=username, display_name=display_name, role=role, unit_id=unit_id, password=password
            )
            accounts.create(session, None, draft)
    except Refusal as refusal:
        raise typer.Exit(_said(refusal.sentence, 1)) from refusal
    _said(f"Đã tạo tài khoản {username}.", 0)


def _load_sample(scale: sample.Scale, seed: int, until: date) -> None:
    password = settings().demo_password or secrets.token_urlsafe(9)
    _said("Đang nạp dữ liệu mẫu…", 0)
    for chunk in sample.stream(scale=scale, seed=seed, until=until, password_hash=credentials.hashed(password)):
        with write_tx() as session:
            chunk.write(session)
    with write_tx() as session:
        root_id = _root(session)
        audit.record(
            session, None, "sample:built", "unit", entity_id=root_id, unit_id=root_id, scale=scale.name, seed=seed
        )
        names = session.exec(select(Account.username).order_by(col(Account.created_at))).all()
    _said(f"Tài khoản mẫu: {', '.join(names)}", 0)
    _said(f"Mật khẩu chung: {password}", 0)


def _is_empty(session: Session) -> bool:
    return session.exec(select(Unit.id).limit(1)).first() is None


def _root(session: Session) -> UUID:
    root = session.exec(select(Unit.id).order_by(sa.func.length(Unit.path)).limit(1)).first()
    if root is None:
        raise Refusal("Chưa có đơn vị nào. Hãy nhập cây tổ chức hoặc chạy “manage.py demo”.")
    return root


def _said(sentence: str, code: int) -> int:
    typer.echo(sentence, err=code != 0)
    return code


if __name__ == "__main__":
    app()
