"""The commands of a first start, as a process."""

import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import select

from models import Account, UnitKind
from models.database import read_tx, write_tx
from settings import HOME
from tests.factories import a_unit
from tests.server import environment


def run(engine: sa.Engine, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "manage.py", *arguments]
    variables = environment(Path(engine.url.database or ""))
    done = subprocess.run(command, cwd=HOME, env=variables, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


ADMINISTRATOR = ("account", "create", "quan", "Đồng chí Quân", "quan_tri", "--password", "mật khẩu rất dài")


def test_the_first_account(sqlite_engine):
    with write_tx() as session:
        root = a_unit(session, "Đảng bộ huyện", kind=UnitKind.DISTRICT).id
    assert run(sqlite_engine, *ADMINISTRATOR) == (0, "Đã tạo tài khoản quan.\n")
    with read_tx() as session:
        assert session.exec(select(Account.unit_id)).one() == root


def test_an_account_needs_a_unit(sqlite_engine):
    code, said = run(sqlite_engine, *ADMINISTRATOR)
    assert code == 1
    assert "Chưa có đơn vị nào" in said


def test_sample_data_only_go_into_an_empty_database(sqlite_engine):
    with write_tx() as session:
        a_unit(session, "Đảng bộ huyện", kind=UnitKind.DISTRICT)
    code, said = run(sqlite_engine, "demo")
    assert code == 1
    assert "không nạp dữ liệu mẫu" in said
