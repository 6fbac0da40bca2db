"""What scoring costs: one form of 30 items beside a bare sum of 30 numbers, and a year of months for hundreds of cells.

``python -m bench.scoring`` measures this alone, on one core.
"""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from sqlmodel import Session

from models import Assessment, AssessmentState, Meeting, MeetingKind, MeetingState, Role, Unit, UnitKind
from models.base import METADATA, new_id
from models.database import configure, engine_for, read_tx, write_tx
from models.migration import upgrade
from services import criteria, months, quality, scoring
from services.access import Actor
from services.metrics import METRICS
from services.sample import figures
from services.scoring import Answer, Facts, Form, Share
from tests.factories import a_cell, a_stranger, a_unit
from tests.statements import counted

SECONDS = 1.0
"""How long each is repeated."""
YEAR = 2025
SIZES = (100, 300)
ROUNDS = 3
ITEMS = 30
GRADES = ("tot", "tot", "tot", "kha", "trung_binh")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def report(folder: Path) -> None:
    """Print how often a form is scored in a second, and what the years of so many cells take."""
    _scores()
    print()
    _years(folder)


def _scores() -> None:
    form, answers, facts = _form(), *_input()
    numbers = [Decimal(number) / 4 for number in range(ITEMS)]
    bare = _a_second(lambda: _summed(numbers))
    found = scoring.score(form, answers, facts)
    lines = {
        "a bare loop over 30 numbers": bare,
        "score, derivation and grade": _a_second(lambda: scoring.score(form, answers, facts)),
        "the same by hand, no figures": _a_second(lambda: scoring.score(form, answers)),
        "proposals alone": _a_second(lambda: scoring.proposals(form, facts)),
        "explanation in words": _a_second(lambda: scoring.explanation(form, found, METRICS)),
        "check of the form": _a_second(lambda: scoring.lint(form, METRICS)),
    }
    print(f"A form of {len(form.items)} items, {len(form.computed)} of them by figures, on one core.")
    print(f"{'':30} {'a second':>10} {'ms':>8} {'ratio':>8}")
    for name, often in lines.items():
        print(f"{name:30} {often:10.0f} {1000 / often:8.3f} {bare / often:8.0f}")


def _summed(numbers: list[Decimal]) -> Decimal:
    total = Decimal(0)
    for number in numbers:
        total += number
    return total


def _a_second(work: Callable[[], object]) -> float:
    """How often the work is done in a second of processor."""
    done, begun = 0, time.process_time()
    while time.process_time() - begun < SECONDS:
        work()
        done += 1
    return done / (time.process_time() - begun)


def _form() -> Form:
    """Ten free items, eight with levels on figures, six of yes and no, six that deduct."""
    items = [{"method": "points", "max_points": 4, "step": Decimal("0.25")}] * 10
    items += [{"method": "levels", "max_points": 4, "levels": _levels()}] * 8
    items += [{"method": "yes_no", "max_points": 3, "when": {"metric": "duration_shortfall", "eq": 0}}] * 6
    items += [{"method": "deduction", "max_points": 2, "per_occurrence": 1, "counts": {"metric": "tasks_late"}}] * 6
    rows = [
        {**row, "id": f"i{place}", "number": str(place), "text": f"Việc {place}"} for place, row in enumerate(items)
    ]
    sections = [
        {
            "id": f"s{first}",
            "title": f"Mục {first}",
            "max_points": _sum(rows[first : first + 10]),
            "items": rows[first : first + 10],
        }
        for first in range(0, ITEMS, 10)
    ]
    grades = [
        {"id": "tot", "label": "Tốt", "min": 90, "requires": [{"gate": "sections_at_least", "percent": 70}]},
        {"id": "kha", "label": "Khá", "min": 70, "max": 90},
        {"id": "kem", "label": "Kém", "max": 70},
    ]
    head = {"id": "bench", "version": 1, "title": "Đo", "kind": "meeting_quality", "valid_from": date(2026, 1, 1)}
    more = {"scoring_mode": "points", "max_points": _sum(rows), "sections": sections, "grades": grades}
    return scoring.validated(head | more)


def _levels() -> list[dict[str, Any]]:
    bounds = ({"gte": 95}, {"gte": 90, "lt": 95}, {"gte": 80, "lt": 90}, {"lt": 80})
    return [
        {
            "id": f"l{place}",
            "label": f"Mức {place}",
            "points": 4 - place,
            "when": {"metric": "attendance_rate", **bound},
        }
        for place, bound in enumerate(bounds)
    ]


def _sum(rows: list[dict[str, Any]]) -> int:
    return sum(row["max_points"] for row in rows)


def _input() -> tuple[dict[str, Answer], Facts]:
    answers = {f"i{place}": Answer(Decimal("3.75"), note="Còn thiếu") for place in range(10)}
    return answers, {"attendance_rate": Share(23, 25), "duration_shortfall": 0, "tasks_late": 1}


# Years of months


def _years(folder: Path) -> None:
    url = f"sqlite:///{folder}/scoring.sqlite"
    upgrade(url)
    engine = engine_for(url)
    configure(engine)
    with write_tx() as session:
        places = _district(session)
    print(f"A year of twelve months with its derivation, seconds of processor, the best of {ROUNDS} runs.")
    print(f"{'cells':>6} {'s':>7} {'ms each':>8} {'SQL':>4} {'graded':>7}")
    with read_tx() as session:
        for size, (actor, unit_id) in places.items():
            _line(session, actor, unit_id, size)
    engine.dispose()


def _line(session: Session, actor: Actor, unit_id: UUID, size: int) -> None:
    took, graded = [], 0
    with counted(session) as sent:
        for _ in range(ROUNDS):
            begun = time.process_time()
            rows = quality.year_grades(session, actor, unit_id, YEAR)
            took.append(time.process_time() - begun)
            graded = sum(bool(row.grade) for row in rows)
    least = min(took)
    print(f"{size:6d} {least:7.3f} {least * 1000 / size:8.3f} {len(sent) // ROUNDS:4d} {graded:7d}")


def _district(session: Session) -> dict[int, tuple[Actor, UUID]]:
    """Communes of so many cells, each with twelve scored meetings; the actor of each."""
    district = a_unit(session, "Đảng bộ huyện", kind=UnitKind.DISTRICT)
    text = (figures.CRITERIA / "meeting_hd42_2025_v2.yaml").read_text(encoding="utf-8")
    set_id = criteria.store(
        session, None, text.replace("valid_from: 2025-10-28", "valid_from: 2020-01-01"), district.id
    )
    criteria.answer_for_warnings(session, None, set_id, "Bộ thử")
    criteria.publish(session, None, set_id)
    draws, places = Random(1), {}
    for size in SIZES:
        commune = a_unit(session, f"Đảng bộ xã {size} chi bộ", parent=district)
        for number in range(size):
            _fill(session, a_cell(session, commune, f"Chi bộ {number}"), set_id, draws)
        places[size] = (a_stranger(commune, Role.LEADER), commune.id)
    return places


def _fill(session: Session, cell: Unit, set_id: UUID, draws: Random) -> None:
    for month in months.span(date(YEAR, 1, 1), date(YEAR, 12, 1)):
        meeting_id, grade = new_id(), draws.choice(GRADES)
        _insert(
            session,
            Meeting(
                id=meeting_id,
                unit_id=cell.id,
                month=month,
                kind=MeetingKind.REGULAR,
                state=MeetingState.SUBMITTED,
                held_on=month,
                created_at=LONG_AGO,
                changed_at=LONG_AGO,
            ),
        )
        _insert(
            session,
            Assessment(
                unit_id=cell.id,
                subject_id=meeting_id,
                meeting_id=meeting_id,
                criteria_set_id=set_id,
                kind="meeting_quality",
                period_starts_on=month,
                period_ends_on=months.last_day(month),
                state=AssessmentState.ACCEPTED,
                created_at=LONG_AGO,
                changed_at=LONG_AGO,
                grade=grade,
                review_grade=grade,
            ),
        )


def _insert(session: Session, row: Meeting | Assessment) -> None:
    table = METADATA.tables[type(row).__name__.lower()]
    session.execute(table.insert(), [row.model_dump()])


if __name__ == "__main__":
    with TemporaryDirectory() as made:
        report(Path(made))
