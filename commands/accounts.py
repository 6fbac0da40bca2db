"""``manage.py account``: the first accounts of a database that is not sample data."""

from typing import Annotated
from uuid import UUID

import typer

from commands.answers import refusals_told, say
from commands.units import root
from models import Role
from models.database import write_tx
from services import accounts
from services.accounts import AccountDraft

app = typer.Typer(no_args_is_help=True, help="Tài khoản.")


@app.command("create")
def create(
    username: str,
    display_name: str,
    role: Role,
    unit: Annotated[UUID | None, typer.Option(help="Mã đơn vị; bỏ trống: đơn vị gốc")] = None,
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)] = "",
) -> None:
    """Make an account; the first one of a database that is not sample data is made here."""
    with refusals_told(), write_tx() as session:
        unit_id = unit or root(session)
        draft = AccountDraft(
            username=username, display_name=display_name, role=role, unit_id=unit_id, password=password
        )
        accounts.create(session, None, draft)
    say(f"Đã tạo tài khoản {username}.")
