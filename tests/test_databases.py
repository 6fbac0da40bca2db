"""The databases of the tests keep their promises: empty, real, and nobody else's."""

import subprocess
import sys

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from models import SignInAttempt
from models.database import read_tx, write_tx
from services.clock import now
from tests.databases import in_use
from tests.processes import bound_to_us
from tests.server import HOME


def attempts(session: Session) -> int:
    return len(session.exec(select(SignInAttempt)).all())


def try_to_sign_in(session: Session) -> None:
    session.add(SignInAttempt(username="olga", address="127.0.0.1", tried_at=now()))
    session.flush()


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_commits_is_gone_for_the_next(engine, time):
    with write_tx() as session:
        assert attempts(session) == 0
        try_to_sign_in(session)
    with read_tx() as session:
        assert attempts(session) == 1


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_service_flushes_is_gone_for_the_next(session, time):
    assert attempts(session) == 0
    try_to_sign_in(session)
    assert attempts(session) == 1


@given(times=st.integers(1, 3))
def test_every_example_begins_empty(rolled_back, times):
    with rolled_back() as session:
        for _ in range(times):
            try_to_sign_in(session)
        assert attempts(session) == times


def test_the_engines_are_what_they_say(engine, request):
    assert engine.dialect.name == {"sqlite": "sqlite", "postgres": "postgresql"}[request.node.callspec.params["engine"]]


def test_without_a_database_nothing_is_read():
    with read_tx() as session, pytest.raises(sa.exc.OperationalError):
        attempts(session)


def test_a_connection_left_open_is_found(sqlite_engine):
    with pytest.raises(AssertionError, match="left open"), in_use(sqlite_engine):
        forgotten = sqlite_engine.connect()
    forgotten.close()


def test_a_process_of_ours_ends_when_we_are_killed():
    """So no database server and no portal is left behind by a test run that was broken off."""
    child = bound_to_us("sh", "-c", "echo begun; exec sleep 20 > /dev/null")
    begin = f"child = subprocess.Popen({child!r}, stdout=subprocess.PIPE); child.stdout.readline()"
    script = f"import os, subprocess\n{begin}\nprint(child.pid, flush=True)\nos.kill(os.getpid(), 9)"
    killed = subprocess.run([sys.executable, "-c", script], cwd=HOME, stdout=subprocess.PIPE, text=True, check=False)
    # raises TimeoutExpired when the child lives on
    subprocess.run(["tail", "-s", "0.05", f"--pid={killed.stdout.strip()}", "-f", "/dev/null"], timeout=10, check=True)
