"""The stored annual grades of subjects: read, read and locked, or begun."""

from collections.abc import Iterable, Iterator
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models import AnnualGrade
from services.classification.counts import Mark
from services.classification.head_room import Standing
from services.classification.references import GradeRef, Level

AT_ONCE = 5000
"""Subjects that one statement asks for: a database takes only so many values."""


def load(
    session: Session, level: Level, year: int, subject_ids: Iterable[UUID], *, lock: bool = False
) -> dict[UUID, AnnualGrade]:
    """The grades of these subjects, by subject. One statement for every five thousand.

    Locked, they are as the database holds them now and stay so until the transaction ends. Rows are locked in the order
    of their subjects, and whoever locks several levels begins with the lowest: two who did it otherwise would wait for
    each other.
    """
    found: dict[UUID, AnnualGrade] = {}
    for batch in _batches(subject_ids):
        query = select(AnnualGrade).where(_are(level, year, batch))
        if lock:
            query = query.order_by(col(AnnualGrade.subject_id)).with_for_update()
            query = query.execution_options(populate_existing=True)
        found |= {grade.subject_id: grade for grade in session.exec(query)}
    return found


def decided(
    session: Session, level: Level, year: int, subject_ids: Iterable[UUID], *, lock: bool = False
) -> dict[UUID, Mark]:
    """The decided grades of these subjects, by subject; locked and counted in statements as ``load`` does it."""
    found: dict[UUID, Mark] = {}
    for batch in _batches(subject_ids):
        facts = map(col, (AnnualGrade.subject_id, AnnualGrade.rank, AnnualGrade.label))
        query = sa.select(*facts).where(_are(level, year, batch))
        if lock:
            query = query.order_by(col(AnnualGrade.subject_id)).with_for_update()
        found |= {
            subject_id: Mark(rank, label) for subject_id, rank, label in session.execute(query) if rank is not None
        }
    return found


def _batches(subject_ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    ids = sorted(subject_ids)
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))


def _are(level: Level, year: int, subject_ids: list[UUID]) -> sa.ColumnElement[bool]:
    return sa.and_(
        col(AnnualGrade.kind) == level, col(AnnualGrade.year) == year, col(AnnualGrade.subject_id).in_(subject_ids)
    )


def begun(session: Session, ref: GradeRef) -> AnnualGrade:
    """The row of a subject about whom nothing was stored a moment ago, locked."""
    made = AnnualGrade(
        subject_id=ref.subject_id, unit_id=ref.unit_id, member_id=ref.member_id, kind=ref.level.value, year=ref.year
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        # Somebody else began it: the two meet on that row.
        return load(session, ref.level, ref.year, [ref.subject_id], lock=True)[ref.subject_id]
    return made


def standing(row: AnnualGrade | None) -> Standing:
    """What a row says of its subject, for counting."""
    if row is None:
        return Standing()
    return Standing(row.proposed_grade, row.grade, bool(row.exception_reason))
