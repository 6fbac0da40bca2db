"""The four-good year of the sample: a programme, registrations of two years, and last year's decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from models import Assessment, AssessmentState, Programme, Recognition, Registration
from services.clock import VIETNAM
from services.sample import figures
from services.sample.chance import Chance
from services.sample.district import Group
from services.sample.people import Cell
from services.sample.rows import Chunk
from services.sample.scale import Frame

CELL, COMMITTEE = "four_good_cell", "four_good_committee"
REGISTERED = 0.94
LATE = 0.05
"""Shares of the cells that register in a year, and of those that do it after the last day."""
RECOGNISED = frozenset({"tot", "kha"})
"""Grades of the shipped form that the superior recognises."""
REWARDED = 0.08
REVOKED_IN = (0, 2)
"""District and group, an ordinary commune, of which one recognition was revoked."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Recorders:
    """The accounts that register cells and record decisions."""

    registrar: UUID
    district: UUID


def plan(chunk: Chunk, frame: Frame, unit_id: UUID) -> None:
    """Keep the programmes of a district, of one document, with what its documents contradict each other in."""
    programme = figures.four_good().programme
    moment = min(_at(programme.document_date), frame.moment - A_DAY)
    facts = {"unit_id": unit_id, "created_at": moment, "changed_at": moment, **programme.model_dump()}
    for kind in (CELL, COMMITTEE):
        chunk.add(Programme, id=frame.key(), kind=kind, **facts)


def record(chunk: Chunk, frame: Frame, place: tuple[int, int], group: Group, recorders: Recorders) -> None:
    """Keep what the cells of a group registered last year and this year, and what was decided on last year."""
    chance = frame.chance("four_good", *place)
    for year in (frame.until.year - 1, frame.until.year):
        for cell in group.cells:
            _register(chunk, frame, chance, cell, year, recorders.registrar)
        if not group.is_direct:
            day = chance.day(date(year, 1, 20), date(year, 3, 20))
            _keep(chunk, frame, chance, (group.node.unit_id, COMMITTEE, year, day), recorders.district)
    _decide(chunk, frame, chance, place, recorders.district)


def _register(  # noqa: PLR0913, PLR0917 - a registration, and where it is kept
    chunk: Chunk, frame: Frame, chance: Chance, cell: Cell, year: int, registrar: UUID
) -> None:
    day = chance.day(date(year, 1, 6), date(year, 3, 25))
    if chance.happens(LATE) and not cell.is_left_to_do:
        day = chance.day(date(year, 4, 2), date(year, 4, 28))
    is_down = chance.happens(REGISTERED) or cell.is_left_to_do
    if is_down and day >= cell.since:
        _keep(chunk, frame, chance, (cell.unit_id, CELL, year, day), registrar)


def _keep(chunk: Chunk, frame: Frame, chance: Chance, about: tuple[UUID, str, int, date], registrar: UUID) -> None:
    """A registration of a unit for a kind and a year by the meeting of a day, if it was entered already."""
    unit_id, kind, year, day = about
    note = chance.choice(figures.four_good().registration_notes) if chance.happens(0.3) else ""
    entered_at = _at(day + 2 * A_DAY)
    if entered_at >= frame.moment:
        return
    chunk.add(
        Registration,
        id=frame.key(),
        unit_id=unit_id,
        kind=kind,
        year=year,
        registered_on=day,
        note=note,
        created_at=entered_at,
        created_by=registrar,
    )


def _decide(chunk: Chunk, frame: Frame, chance: Chance, place: tuple[int, int], recorder: UUID) -> None:
    """One decision on the cells of a group that were graded well enough."""
    words, year = figures.four_good(), frame.until.year - 1
    number = 40 + 30 * place[0] + place[1]
    decided_on = date(year, 12, 22) + place[1] % 5 * A_DAY
    accepted = [row for row in _accepted(chunk.rows[Assessment], year) if _grade(row) in RECOGNISED]
    for order, row in enumerate(accepted):
        facts = {
            "decision_number": f"{number}-{words.decision_suffix}",
            "decided_on": decided_on,
            "authority": words.authority,
            "created_at": _at(decided_on + 2 * A_DAY),
            "created_by": recorder,
        }
        if _grade(row) == "tot" and chance.happens(REWARDED):
            facts |= _reward(number, decided_on)
        if place == REVOKED_IN and order == 0:
            facts |= _revocation(frame, number, year)
        facts |= {"assessment_id": row["id"], "unit_id": row["unit_id"], "grade": _grade(row)}
        chunk.add(Recognition, id=frame.key(), **facts)


def _accepted(rows: Iterable[dict[str, Any]], year: int) -> list[dict[str, Any]]:
    whole = (CELL, date(year, 1, 1), date(year, 12, 31), AssessmentState.ACCEPTED)
    facts = ("kind", "period_starts_on", "period_ends_on", "state")
    return [row for row in rows if tuple(row[fact] for fact in facts) == whole]


def _grade(row: dict[str, Any]) -> str | None:
    grade: str | None = row["review_grade"] or row["grade"]
    return grade


def _reward(number: int, decided_on: date) -> dict[str, Any]:
    words = figures.four_good()
    return {
        "reward": words.reward,
        "reward_decision_number": f"{number + 500}-{words.decision_suffix}",
        "rewarded_on": decided_on + 2 * A_DAY,
    }


def _revocation(frame: Frame, number: int, year: int) -> dict[str, Any]:
    words = figures.four_good()
    return {
        "revoked_on": min(date(year + 1, 5, 20), frame.until - A_DAY),
        "revocation_decision_number": f"{number + 800}-{words.decision_suffix}",
        "revocation_reason": words.revocation_reason,
    }


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9, 0), VIETNAM)
