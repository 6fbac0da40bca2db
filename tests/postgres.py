"""A throw-away PostgreSQL server: made by initdb, on a Unix socket, gone with the test run."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.processes import bound_to_us

OWNER = "postgres"
"""PostgreSQL refuses to run as root; Debian's package brings this user."""

SETTINGS = (
    "listen_addresses=",  # the socket only
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=64MB",
    "max_connections=60",
    "lock_timeout=20s",  # a test that waits for itself fails with a sentence instead of hanging
)

START_SECONDS = 30


class PostgresIsMissing(RuntimeError):
    """There is no PostgreSQL server on this machine; tests do not skip half of what they promise."""

    def __init__(self) -> None:
        super().__init__("PostgreSQL is missing: apt-get install postgresql (or leave it out with -m 'not postgres')")


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of an empty database on a server of our own; both end with the block, or with this process."""
    home = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    if os.getuid() == 0:
        shutil.chown(home, OWNER, OWNER)
    data = home / "data"
    try:
        _made(data)
        server = _started(data, home)
        try:
            _wait_until_ready(server, home)
            yield f"postgresql+psycopg://{OWNER}@/postgres?host={home}"
        finally:
            server.send_signal(signal.SIGINT)  # the quick way down: clients are cut off
            server.wait(timeout=START_SECONDS)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _binary(name: str) -> str:
    """Debian keeps the server's programs off the path, one folder per version."""
    found = shutil.which(name) or next((str(path) for path in _debian_binaries(name)), None)
    if found is None:
        raise PostgresIsMissing
    return found


def _debian_binaries(name: str) -> list[Path]:
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    return sorted(versions, key=lambda path: int(path.parts[-3]), reverse=True)


def _made(data: Path) -> None:
    options = ["--no-sync", "--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "--locale=C.UTF-8"]
    command = bound_to_us(_binary("initdb"), f"--pgdata={data}", *options, as_user=OWNER)
    made = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    if made.returncode:
        raise RuntimeError(made.stderr)


def _started(data: Path, home: Path) -> subprocess.Popen[bytes]:
    options = [argument for setting in SETTINGS for argument in ("-c", setting)]
    command = bound_to_us(_binary("postgres"), "-D", str(data), "-k", str(home), *options, as_user=OWNER, signal="INT")
    with (home / "log").open("wb") as log:
        return subprocess.Popen(command, cwd="/", stdout=log, stderr=log)


def _wait_until_ready(server: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(host=str(home), user=OWNER, dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError((home / "log").read_text())
