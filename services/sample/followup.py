"""What superiors do beside the sample's cells: supervisors, visits, coaching of weak cells, praise; and the library."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import yaml

from models import (
    Coaching,
    CoachingStep,
    Commendation,
    CommendationKind,
    GuidingDocument,
    Meeting,
    MeetingKind,
    Supervision,
    Visit,
)
from services import months
from services.clock import VIETNAM
from services.sample import figures
from services.sample.chance import Chance
from services.sample.district import Group
from services.sample.figures import Figures
from services.sample.people import Cell, full_name
from services.sample.rows import Chunk
from services.sample.scale import Frame

CELLS_EACH = 4
"""Cells that one supervisor looks after."""
WITHOUT, REPLACED, VISITED, COMMENDED = 0.12, 0.1, 0.3, 0.6
"""Shares: cells that nobody looks after, supervisors who followed another this year, meetings of the last half-year that
one attended, groups with a praise or a model."""
MONTHS_BACK = 6
A_DAY = timedelta(days=1)


class CoachingWords(Figures):
    """What is written of a cell that is helped."""

    reasons: tuple[str, ...]
    plan: str
    steps: tuple[str, ...]
    outcome: str


class Model(Figures):
    """A way of working."""

    title: str
    text: str


class Document(Figures):
    """A public document."""

    number: str
    issued_on: date
    issuer: str
    title: str
    valid_to: date | None = None


class FollowupFigures(Figures):
    """``followup.yaml``."""

    offices: tuple[str, ...]
    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]
    coaching: CoachingWords
    praise: tuple[str, ...]
    models: tuple[Model, ...]
    decision_suffix: str
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class Supervisor:
    """A member of a superior committee who does not exist."""

    name: str
    office: str
    phone: str


@cache
def words() -> FollowupFigures:
    """The words as the file has them."""
    text = (figures.FOLDER / "followup.yaml").read_text("utf-8")
    return FollowupFigures.model_validate(yaml.safe_load(text))


def publish(chunk: Chunk, frame: Frame, unit_id: UUID, keeper: UUID) -> None:
    """Fill the library of a unit with the documents that were out by then."""
    for document in words().documents:
        if document.issued_on < frame.until:
            facts = document.model_dump() | {"valid_from": document.issued_on, "unit_id": unit_id}
            chunk.add(GuidingDocument, id=frame.key(), created_at=frame.moment, created_by=keeper, **facts)


def record(chunk: Chunk, frame: Frame, chance: Chance, group: Group, recorder: UUID) -> None:
    """Keep who looks after the cells of a group, what they noted there, who is helped, and what is worth knowing."""
    held = _meetings(chunk, frame)
    for cell, supervisor in _shared_out(chance, group):
        _supervise(chunk, frame, chance, cell, supervisor)
        for meeting in held.get(cell.unit_id, ()):
            if chance.happens(VISITED):
                _visit(chunk, frame, chance, (supervisor, meeting), recorder)
    for cell in group.cells:
        if cell.is_weak:
            _coach(chunk, frame, chance, cell, recorder)
    if chance.happens(COMMENDED):
        _commend(chunk, frame, chance, group, recorder)


def _shared_out(chance: Chance, group: Group) -> Iterator[tuple[Cell, Supervisor]]:
    """The cells that somebody looks after, with that person; in Bằng Vân every cell (public figures of the commune)."""
    supervisors: list[Supervisor] = []
    for place, cell in enumerate(group.cells):
        if place % CELLS_EACH == 0:
            supervisors.append(_supervisor(chance))
        if group.is_bang_van or not chance.happens(WITHOUT):
            yield cell, supervisors[-1]


def _supervisor(chance: Chance) -> Supervisor:
    name = full_name(chance, is_female=chance.happens(0.3))
    phone = f"0900 {chance.randint(0, 999):03d} {chance.randint(0, 999):03d}"
    return Supervisor(name, chance.choice(words().offices), phone)


def _supervise(chunk: Chunk, frame: Frame, chance: Chance, cell: Cell, supervisor: Supervisor) -> None:
    began_on = max(cell.since, date(frame.until.year - 1, 1, 15))
    if chance.happens(REPLACED):
        changed_on = max(began_on + A_DAY, date(frame.until.year, 3, 1))
        _keep(chunk, frame, cell, _supervisor(chance), began_on, changed_on)
        began_on = changed_on
    _keep(chunk, frame, cell, supervisor, began_on, None)


def _keep(  # noqa: PLR0913, PLR0917 - a supervision, and where it is kept
    chunk: Chunk, frame: Frame, cell: Cell, supervisor: Supervisor, starts_on: date, ends_on: date | None
) -> None:
    chunk.add(
        Supervision,
        id=frame.key(),
        unit_id=cell.unit_id,
        supervisor_name=supervisor.name,
        office=supervisor.office,
        phone=supervisor.phone,
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=min(_at(starts_on), frame.moment),
    )


def _meetings(chunk: Chunk, frame: Frame) -> dict[UUID, list[dict[str, Any]]]:
    """The regular meetings of the last half-year by cell."""
    since = months.after(frame.this_month, -MONTHS_BACK)
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in chunk.rows[Meeting]:
        is_held = row["held_on"] is not None and row["held_on"] < frame.until and not row["is_cancelled"]
        if is_held and row["month"] >= since and row["kind"] is MeetingKind.REGULAR:
            found.setdefault(row["unit_id"], []).append(row)
    return found


def _visit(chunk: Chunk, frame: Frame, chance: Chance, seen: tuple[Supervisor, dict[str, Any]], recorder: UUID) -> None:
    supervisor, meeting = seen
    chunk.add(
        Visit,
        id=frame.key(),
        unit_id=meeting["unit_id"],
        meeting_id=meeting["id"],
        visited_on=meeting["held_on"],
        visitor_name=supervisor.name,
        strengths=chance.choice(words().strengths),
        weaknesses=chance.choice(words().weaknesses) if chance.happens(0.7) else "",
        created_at=min(_at(meeting["held_on"] + A_DAY), frame.moment),
        created_by=recorder,
    )


def _coach(chunk: Chunk, frame: Frame, chance: Chance, cell: Cell, recorder: UUID) -> None:
    """A weak cell was helped last year, with success for a while, and most are helped again."""
    last_year = date(frame.until.year - 1, 4, 10)
    _keep_coaching(chunk, frame, chance, cell, (last_year, last_year + 110 * A_DAY), recorder)
    if chance.happens(0.7):
        _keep_coaching(chunk, frame, chance, cell, (months.after(frame.this_month, -2) + 9 * A_DAY, None), recorder)


def _keep_coaching(  # noqa: PLR0913, PLR0917 - a coaching, and where it is kept
    chunk: Chunk, frame: Frame, chance: Chance, cell: Cell, span: tuple[date, date | None], recorder: UUID
) -> None:
    (opened_on, closed_on), said, coaching_id = span, words().coaching, frame.key()
    chunk.add(
        Coaching,
        id=coaching_id,
        unit_id=cell.unit_id,
        reason=chance.choice(said.reasons),
        plan=said.plan,
        opened_on=opened_on,
        closed_on=closed_on,
        outcome=said.outcome if closed_on else "",
        created_at=_at(opened_on),
        created_by=recorder,
    )
    for place, text in enumerate(_some(chance, said.steps)):
        done_on = opened_on + (5 + 25 * place) * A_DAY
        if done_on < frame.until:
            facts = {"coaching_id": coaching_id, "done_on": done_on, "text": text, "created_at": _at(done_on)}
            chunk.add(CoachingStep, id=frame.key(), created_by=recorder, **facts)


def _commend(chunk: Chunk, frame: Frame, chance: Chance, group: Group, recorder: UUID) -> None:
    cell, noted_on = chance.choice(group.cells), chance.day(date(frame.until.year, 1, 10), frame.until - 5 * A_DAY)
    if chance.happens(0.5):
        model = chance.choice(words().models)
        facts: dict[str, Any] = {"kind": CommendationKind.MODEL, "title": model.title, "text": model.text}
    else:
        number = f"{chance.randint(10, 99)}-{words().decision_suffix}"
        facts = {"kind": CommendationKind.PRAISE, "title": chance.choice(words().praise), "decision_number": number}
    facts |= {"unit_id": cell.unit_id, "noted_on": max(noted_on, cell.since), "created_by": recorder}
    chunk.add(Commendation, id=frame.key(), created_at=frame.moment, **facts)


def _some(chance: Chance, texts: Sequence[str]) -> list[str]:
    """Two or three of them, each once."""
    return chance.sample(list(texts), chance.randint(2, 3))


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9, 0), VIETNAM)
