"""The stored answers of both stages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from models import Answer, Stage
from services import scoring
from services.scoring import Form


@dataclass(frozen=True)
class Given:
    """What each stage said, by item."""

    own: dict[str, scoring.Answer] = field(default_factory=dict)
    review: dict[str, scoring.Answer] = field(default_factory=dict)
    changed_since_review: frozenset[str] = frozenset()
    """Items that the unit changed after the superior had answered them."""


def answers(session: Session, assessment_id: UUID, form: Form) -> Given:
    """Everything that was said to the items of an assessment."""
    rows = session.exec(select(Answer).where(Answer.assessment_id == assessment_id)).all()
    at = {(row.stage, row.item_id): row.changed_at for row in rows}
    return Given(_of(rows, Stage.SELF, form), _of(rows, Stage.REVIEW, form), frozenset(_changed(at)))


def _of(rows: Iterable[Answer], stage: Stage, form: Form) -> dict[str, scoring.Answer]:
    return {
        row.item_id: scoring.Answer(
            scoring.value_from(form.items[row.item_id], row.value), row.is_applicable, row.note, row.reason
        )
        for row in rows
        if row.stage is stage
    }


def _changed(at: dict[tuple[Stage, str], datetime]) -> Iterable[str]:
    for (stage, item_id), moment in at.items():
        if stage is Stage.REVIEW and at.get((Stage.SELF, item_id), moment) > moment:
            yield item_id
