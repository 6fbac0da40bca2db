"""A server that is killed between keystrokes: is anything lost that was acknowledged?

Each trial runs a writer in a process of its own, which stores one field after the other through the service and says
after each commit that it is stored. It is killed (SIGKILL) at a random moment; then the database is read. What was
acknowledged last, or the one that was under way, must stand there. ``python -m bench.kills 1000``.
"""

import multiprocessing
import os
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlmodel import Session

from models.database import configure, engine_for, read_tx, write_tx
from models.migration import upgrade
from services import meetings
from services.access import Actor
from services.meetings import MeetingRef
from tests.factories_meetings import a_cast

FORK = multiprocessing.get_context("fork")
"""A fork has everything imported: a thousand writers start in seconds."""
MOST_KEYSTROKES = 6
LONGEST_WAIT = 0.008
"""Seconds after the last acknowledgement that is waited for: the next write is then somewhere on its way."""
TRIALS = 1000


@dataclass(frozen=True)
class Kills:
    """What so many kills left behind."""

    trials: int
    acknowledged: int
    lost: int


def killed(folder: Path, trials: int, *, seed: int = 1, is_early: bool = False) -> Kills:
    """Kill so many writers. ``is_early``: a writer that acknowledges before it stores, to see that a loss would show."""
    url = f"sqlite:///{folder / 'killed.sqlite'}"
    upgrade(url)
    configure(engine_for(url))
    with write_tx() as session:
        cast = a_cast(session)
        ref, actor = cast.ref, cast.secretary
        meetings.write(session, actor, ref, "place", "0-0", "")
    chance, acknowledged, lost = Random(seed), 0, 0
    for number in range(1, trials + 1):
        before = _stored(actor, ref)
        told = _trial(url, (actor, ref, before, f"{number}-"), chance, is_early=is_early)
        acknowledged += told
        lost += told > _kept(_stored(actor, ref), f"{number}-")
    return Kills(trials, acknowledged, lost)


def _trial(url: str, work: tuple[Actor, MeetingRef, str, str], chance: Random, *, is_early: bool) -> int:
    """Run a writer and kill it; the number of the last keystroke that it acknowledged."""
    reader, writer = os.pipe()
    child = FORK.Process(target=_write, args=(url, work, reader, writer, is_early))
    child.start()
    os.close(writer)
    told = _acknowledged(reader, chance.randint(1, MOST_KEYSTROKES))
    until = time.perf_counter() + chance.uniform(0, LONGEST_WAIT)
    while time.perf_counter() < until:
        pass
    if child.pid is not None:
        os.kill(child.pid, signal.SIGKILL)
    child.join()
    told += os.read(reader, 1_000_000).count(b"\n")
    os.close(reader)
    return told


def _acknowledged(reader: int, wanted: int) -> int:
    told = 0
    while told < wanted:
        told += os.read(reader, 1).count(b"\n")
    return told


def _write(url: str, work: tuple[Actor, MeetingRef, str, str], reader: int, writer: int, is_early: bool) -> None:
    os.close(reader)
    configure(engine_for(url))
    actor, ref, before, start = work
    number = 0
    while True:
        number += 1
        text = f"{start}{number}"
        if is_early:
            os.write(writer, b"\n")
        with write_tx() as session:
            before = _put(session, actor, ref, text, before)
        if not is_early:
            os.write(writer, b"\n")


def _put(session: Session, actor: Actor, ref: MeetingRef, text: str, seen: str) -> str:
    stored: str = meetings.write(session, actor, ref, "place", text, seen)
    return stored


def _stored(actor: Actor, ref: MeetingRef) -> str:
    with read_tx() as session:
        return meetings.sheet(session, actor, ref).place


def _kept(text: str, start: str) -> int:
    """The number of the keystroke that stands there; 0 where it is not one of this writer."""
    return int(text.removeprefix(start)) if text.startswith(start) else 0


def report(folder: Path, trials: int = TRIALS) -> None:
    """Print what so many kills left behind."""
    found = killed(folder, trials)
    print(
        f"Killed between keystrokes: {found.trials} trials, {found.acknowledged} fields acknowledged, {found.lost} lost"
    )


if __name__ == "__main__":
    with TemporaryDirectory() as home, suppress(KeyboardInterrupt):
        report(Path(home), int(sys.argv[1]) if len(sys.argv) > 1 else TRIALS)
