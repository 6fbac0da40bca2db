"""What the board costs: a district of 300 cells over 60 months, beside a hand-written statement over the same file.

``python -m bench.board`` measures this alone. The aim is that the service takes at most twice as long.
"""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from uuid import UUID

from pysqlite3 import dbapi2 as sqlite
from sqlmodel import Session

from models import Expectation, ExpectedKind, Meeting, MeetingKind, MeetingState, Period, PeriodKind, Role, UnitKind
from models.base import METADATA, new_id
from models.database import configure, engine_for, read_tx, write_tx
from models.migration import upgrade
from services import boards, clock, months
from services.access import Actor
from services.clock import VIETNAM
from services.periods import calendar
from tests.factories import a_cell, a_stranger, a_unit

COMMUNES, CELLS, MONTHS, ROUNDS = 20, 300, 60, 15
BY_HAND = """
SELECT expectation.unit_id, period.starts_on, meeting.state, expectation.is_on_time,
       coalesce(expectation.extended_until, expectation.due_on) < ?, expectation.exempt_reason <> ''
FROM period JOIN expectation ON expectation.period_id = period.id
LEFT JOIN meeting ON meeting.unit_id = expectation.unit_id AND meeting.month = period.starts_on
     AND meeting.kind = 'regular' AND meeting.number = 1 AND NOT meeting.is_cancelled
WHERE period.kind = 'month' AND expectation.kind = 'regular_meeting' AND period.starts_on BETWEEN ? AND ?
"""
NAMES = """
SELECT cell.unit_id, cell.name, cell.sort_key, holder.name FROM unit_era AS cell
JOIN unit_era AS holder ON holder.unit_id = cell.parent_id AND holder.ends_on IS NULL
WHERE cell.kind IN ('cell', 'grassroots_cell') AND cell.ends_on IS NULL
"""


def report(folder: Path) -> None:
    """Print the medians of the service and of the statement by hand, in milliseconds of processor, and their ratio."""
    path = folder / "board.sqlite"
    upgrade(f"sqlite:///{path}")
    engine = engine_for(f"sqlite:///{path}")
    configure(engine)
    last = months.after(months.month_of(clock.today()), -1)
    first = months.after(last, 1 - MONTHS)
    with write_tx() as session:
        actor = _district(session, months.span(first, last))
    by_hand = sqlite.connect(path)
    hand = _median(lambda: _by_hand(by_hand, first, last))
    with read_tx() as session:
        service = _median(lambda: boards.board(session, actor, actor.unit_id, first, last))
        [found] = {len(row.states) for row in boards.board(session, actor, actor.unit_id, first, last).rows}
    by_hand.close()
    engine.dispose()
    print(f"The board, {CELLS} cells × {found} months, milliseconds of processor, medians of {ROUNDS}. Aim: ratio 2.")
    print(f"service {service:.1f}  by hand {hand:.1f}  ratio {service / hand:.2f}")


def _median(work: Callable[[], object]) -> float:
    took = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        took.append(time.process_time() - begun)
    return median(took) * 1000


def _by_hand(connection: sqlite.Connection, first: date, last: date) -> list[tuple[str, dict[str, object]]]:
    """Cells by commune with what is known of every month, as one would write it in an hour."""
    found: dict[str, dict[str, object]] = {}
    for unit_id, start, *facts in connection.execute(BY_HAND, (str(clock.today()), str(first), str(last))):
        found.setdefault(unit_id, {})[start] = facts
    names = sorted(connection.execute(NAMES), key=lambda row: (row[3], row[2]))
    return [(name, found[unit_id]) for unit_id, name, *_ in names]


def _district(session: Session, span: list[date]) -> Actor:
    district = a_unit(session, "Đảng bộ huyện", kind=UnitKind.DISTRICT)
    communes = [a_unit(session, f"Đảng bộ xã {number}", parent=district) for number in range(COMMUNES)]
    cells = [a_cell(session, communes[number % COMMUNES], f"Chi bộ {number}").id for number in range(CELLS)]
    draws = Random(1)
    for month in span:
        _month(session, district.id, cells, month, draws)
    return a_stranger(district, Role.LEADER)


def _month(session: Session, district_id: UUID, cells: list[UUID], month: date, draws: Random) -> None:
    end = months.last_day(month)
    due_on, at = calendar.usual_due(end), datetime.combine(end, datetime.min.time(), VIETNAM)
    facts = {"unit_id": district_id, "kind": PeriodKind.MONTH, "starts_on": month, "ends_on": end, "due_on": due_on}
    period = Period(**facts, opened_at=at)
    _insert(session, [period])
    records, expectations = [], []
    for cell_id in cells:
        is_in, days = draws.random() < 0.95, draws.randint(0, 8)
        common = {"created_at": at, "changed_at": at, "submitted_at": at + timedelta(days=days)}
        if is_in:
            state = draws.choice([MeetingState.SUBMITTED, MeetingState.APPROVED])
            key = {"id": new_id(), "unit_id": cell_id, "month": month, "kind": MeetingKind.REGULAR}
            records.append(Meeting(**key, state=state, held_on=month, **common))
        expected = {"period_id": period.id, "unit_id": cell_id, "kind": ExpectedKind.REGULAR_MEETING, "due_on": due_on}
        received = {"received_at": common["submitted_at"], "is_on_time": days <= 5, "is_complete": True}
        expectations.append(Expectation(id=new_id(), **expected, **(received if is_in else {})))
    _insert(session, records)
    _insert(session, expectations)


def _insert(session: Session, rows: list[Period] | list[Meeting] | list[Expectation]) -> None:
    table = METADATA.tables[type(rows[0]).__name__.lower()]
    session.execute(table.insert(), [row.model_dump() for row in rows])


if __name__ == "__main__":
    with TemporaryDirectory() as made:
        report(Path(made))
