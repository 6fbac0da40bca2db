"""The real portal as a process of its own, on a copy of the sample district."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.processes import bound_to_us

HOME = Path(__file__).resolve().parents[1]
PASSWORD = "mật khẩu của thử nghiệm"
"""The password of every sample account."""

START_SECONDS = 60
STOP_SECONDS = 15


@dataclass(frozen=True)
class Server:
    """A running portal. ``address`` is ``http://127.0.0.1:…``, ``database`` its SQLite file."""

    address: str
    database: Path
    log: Path
    pid: int = 0


class DidNotStart(RuntimeError):
    """The portal ended or kept silent instead of serving; the message is its log."""


def environment(database: Path, **more: str) -> dict[str, str]:
    """The environment of a portal on this SQLite file and nothing else of the developer's machine."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "STREAMLIT_"))}
    return {**ours, "PORTAL_DATABASE_URL": f"sqlite:///{database}", "PORTAL_DEMO_PASSWORD": PASSWORD, **more}


def sample_district(folder: Path) -> Path:
    """A SQLite file with the sample district, made once in a folder that several test processes share."""
    made = folder / "sample.sqlite"
    with (folder / "sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            unfinished = folder / "unfinished.sqlite"
            for command in ("init", "demo"):
                _run_to_end(command, environment(unfinished))
            unfinished.rename(made)
    return made


def _run_to_end(command: str, variables: dict[str, str]) -> None:
    arguments = [sys.executable, "manage.py", command]
    done = subprocess.run(arguments, cwd=HOME, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DidNotStart(f"manage.py {command}\n{done.stdout}\n{done.stderr}")


@contextmanager
def running_portal(
    folder: Path, sample: Path, *, command: tuple[str, ...] = ("manage.py", "start"), **variables: str
) -> Iterator[Server]:
    """Serve a copy of the sample from ``folder`` on a free port until the block ends."""
    database = Path(shutil.copy(sample, folder / "portal.sqlite"))
    with serving(database, free_port(), command=command, **variables) as server:
        yield server


@contextmanager
def serving(
    database: Path, port: int, *, command: tuple[str, ...] = ("manage.py", "start"), **variables: str
) -> Iterator[Server]:
    """Serve this very file on this port until the block ends, or somebody kills the process."""
    log_file = database.with_suffix(".log")
    with log_file.open("ab") as log:
        process = subprocess.Popen(
            bound_to_us(sys.executable, *command),
            cwd=HOME,
            env=environment(database, PORTAL_PORT=str(port), PYTHONUNBUFFERED="1", **variables),
            stdout=log,
            stderr=log,
        )
    server = Server(f"http://127.0.0.1:{port}", database, log_file, process.pid)
    try:
        _wait_until_it_answers(process, server, port)
        yield server
    finally:
        _stop(process)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_until_it_answers(process: subprocess.Popen[bytes], server: Server, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if _is_healthy(port):
            return
        time.sleep(0.05)
    raise DidNotStart(server.log.read_text(errors="replace"))


def _is_healthy(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
