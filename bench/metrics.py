"""What the figures of a year cost: every metric of units for 100 and for 300 cells, of all meetings of a month.

``python -m bench.metrics`` measures this alone. The aim is that 300 cells take two seconds at most, flat per cell.
"""

import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session, col, select

from models import Account, Meeting, Unit, UnitEra
from models.database import configure, engine_for, read_tx, write_tx
from models.migration import upgrade
from models.units import CELL_KINDS
from services import clock, metrics, months, sample
from services.access import Actor
from services.metrics import METRICS, Subject
from services.sample import Scale
from tests.factories import actor_of
from tests.statements import counted

TWO_DISTRICTS = Scale("two districts", provinces=1, districts=2, months=13)
"""430 cells, so that there are 300 to ask for, and a whole year of meetings."""
SIZES = (100, 300)
ROUNDS = 3


def report(folder: Path) -> None:
    """Print one line a size: seconds, milliseconds a subject, statements."""
    url = f"sqlite:///{folder}/metrics.sqlite"
    upgrade(url)
    engine = engine_for(url)
    configure(engine)
    with write_tx() as session:
        sample.build(session, until=clock.today(), password_hash="no password opens this", scale=TWO_DISTRICTS)  # noqa: S106 - opens nothing
    with read_tx() as session:
        _print(session)
    engine.dispose()


def _print(session: Session) -> None:
    account = session.exec(select(Account).where(Account.role == "quan_tri")).first()
    if account is None:
        raise LookupError
    actor = actor_of(account, session.get_one(Unit, account.unit_id))
    is_cell = col(UnitEra.kind).in_(CELL_KINDS)
    cells = session.exec(select(UnitEra.unit_id).where(is_cell, col(UnitEra.ends_on).is_(None))).all()
    last = months.after(months.month_of(clock.today()), -1)
    year = (months.after(last, -11), months.last_day(last))
    print(f"Figures, every metric at once, seconds of processor, the best of {ROUNDS} runs. Aim: 300 cells in 2 s.")
    print(f"{'subjects':28} {'s':>6} {'ms each':>8} {'SQL':>4}")
    for size in SIZES:
        subjects = [Subject(cell, *year) for cell in cells[:size]]
        _line(session, actor, f"{size} cells, a year", subjects, "unit")
    held = session.exec(select(Meeting).where(Meeting.month == last)).all()
    of_month = [Subject(row.unit_id, last, months.last_day(last), meeting_id=row.id) for row in held]
    _line(session, actor, f"{len(of_month)} meetings", of_month, "meeting")


def _line(session: Session, actor: Actor, name: str, subjects: Sequence[Subject], about: str) -> None:
    names = [metric.id for metric in METRICS.values() if about in metric.about]
    took = []
    with counted(session) as sent:
        for _ in range(ROUNDS):
            begun = time.process_time()
            metrics.facts(session, actor, subjects, names)
            took.append(time.process_time() - begun)
    least = min(took)
    print(f"{name:28} {least:6.2f} {least * 1000 / len(subjects):8.2f} {len(sent) // ROUNDS:4d}")


if __name__ == "__main__":
    with TemporaryDirectory() as made:
        report(Path(made))
