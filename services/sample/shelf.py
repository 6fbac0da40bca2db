"""The shipped criteria sets that are in force in the sample, and which of them holds where and when."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from models import CriteriaSet, CriteriaState
from services import scoring
from services.sample import figures
from services.sample.rows import Chunk
from services.sample.scale import Frame
from services.scoring import Form


@dataclass(frozen=True)
class StoredForm:
    """A criteria set of the sample with the key of its row."""

    set_id: UUID
    unit_id: UUID
    form: Form

    def holds_on(self, day: date) -> bool:
        """Whether the set is in force on the day."""
        return self.form.valid_from <= day and (self.form.valid_to is None or day < self.form.valid_to)


@dataclass
class Shelf:
    """Everything that was put in force."""

    stored: list[StoredForm] = field(default_factory=list)

    root_id: UUID | None = None
    """The unit at the top, whose sets hold everywhere."""

    def of(self, kind: str, day: date, unit_id: UUID | None = None) -> StoredForm | None:
        """The set of a kind that holds on a day, below ``unit_id`` rather that unit's own; None: no set does."""
        holding = [one for one in self.stored if one.form.kind == kind and one.holds_on(day)]
        near = [one for one in holding if one.unit_id == unit_id]
        found = near or [one for one in holding if one.unit_id == self.root_id]
        return max(found, key=lambda one: (one.form.valid_from, one.form.version), default=None)

    def publish(self, chunk: Chunk, frame: Frame, unit_id: UUID, text: str) -> None:
        """Put a set in force for a unit and everything below it."""
        form, set_id = scoring.load(text), frame.key()
        chunk.add(
            CriteriaSet,
            id=set_id,
            code=form.id,
            version=form.version,
            kind=form.kind,
            title=form.title,
            issuer=form.issuer,
            document_number=form.document_number,
            document_date=form.document_date,
            valid_from=form.valid_from,
            valid_to=form.valid_to,
            unit_id=unit_id,
            state=CriteriaState.PUBLISHED,
            body=text,
            created_at=frame.moment,
            published_at=frame.moment,
        )
        self.stored.append(StoredForm(set_id, unit_id, form))


@dataclass(frozen=True)
class Desk:
    """Where assessments are written: the part of the sample, what all parts share, and the forms."""

    chunk: Chunk
    frame: Frame
    shelf: Shelf


def publish(chunk: Chunk, frame: Frame, unit_id: UUID) -> Shelf:
    """Put the shipped sets in force for the whole sample."""
    shelf = Shelf(root_id=unit_id)
    for text in figures.criteria():
        shelf.publish(chunk, frame, unit_id, text)
    return shelf
