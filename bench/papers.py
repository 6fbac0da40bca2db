"""What papers cost: minutes of 300 cells as Word and as PDF, read from the sample and put into one archive.

``python -m bench.papers`` measures this alone.
"""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlmodel import col, select

from documents import archives
from documents.archives import Archive, Order
from models import Account, Meeting, MeetingKind, PaperKind, Unit
from models.database import configure, engine_for, read_tx
from services import papers
from services.access import Actor
from services.papers import Paper, PaperRef
from tests.server import sample_district

WORD, PDF = 300, 40
"""Papers of each kind of archive; PDF takes so long that fewer say enough."""
LIMIT = 60
"""Seconds that an archive of a district may take on two processors."""


def report(folder: Path) -> None:
    """Print the seconds of an archive of Word files, and of one of PDF."""
    configure(engine_for(f"sqlite:///{folder / 'sample.sqlite'}"))
    actor, refs = _district()
    print("Papers of many cells in one archive")
    for words, number, is_pdf in (("Word", WORD, False), ("PDF", PDF, True)):
        before = os.times()
        archive = _made(actor, refs[:number], is_pdf=is_pdf)
        seconds = time.monotonic() - archive.begun_at
        cost = sum(os.times()[:4]) - sum(before[:4])
        size = archive.path.stat().st_size // 1024
        said = (
            f"{archive.done} minutes as {words}: {seconds:.1f} s, {1000 * cost / archive.done:.0f} ms of processor each"
        )
        print(
            f"  {said}, {size} KB, {cost / archive.done * WORD / LIMIT / 2:.2f} of the {LIMIT} s that {WORD} may take on two"
        )


def _district() -> tuple[Actor, tuple[PaperRef, ...]]:
    with read_tx() as session:
        account = session.exec(select(Account).where(Account.username == "huyen")).one()
        unit = session.get_one(Unit, account.unit_id)
        actor = Actor(account.id, account.username, account.display_name, account.role, unit.id, unit.path)
        months = select(Meeting.month).where(Meeting.kind == MeetingKind.REGULAR).order_by(col(Meeting.month).desc())
        newest = dict.fromkeys(session.exec(months).all())
        refs = [
            ref
            for month in list(newest)[1:3]
            for ref in papers.archive(session, actor, unit.id, month, PaperKind.MINUTES)
        ]
    return actor, tuple(refs)


def _made(actor: Actor, refs: Sequence[PaperRef], *, is_pdf: bool) -> Archive:
    def read(asked: Sequence[PaperRef]) -> list[Paper]:
        with read_tx() as session:
            return [papers.paper(session, actor, ref) for ref in asked]

    archive = archives.begin(Order(uuid4(), actor.unit_id, "minutes", tuple(refs), is_pdf), read)
    while not archive.is_ready:
        if archive.refusal:
            raise SystemExit(archive.refusal)
        time.sleep(0.1)
    return archive


if __name__ == "__main__":
    with TemporaryDirectory() as home:
        sample_district(Path(home))
        report(Path(home))
