"""What an assessment is read as: immutable, detached, with its points worked out."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from models import AssessmentState
from services import scoring
from services.assessments.fields import shown
from services.assessments.references import AssessmentRef
from services.assessments.states import is_editable
from services.scoring import Form, Item, ItemScore, Score, Section, SectionScore


@dataclass(frozen=True)
class EvidenceRow:
    """A file beside an item; its content is handed out by ``services.evidence``."""

    evidence_id: UUID
    item_id: str
    file_name: str
    size: int
    """Bytes."""
    uploaded_at: datetime


@dataclass(frozen=True)
class ItemRow:
    """One item with what the cell said to it, and what the superior did (None: nothing yet)."""

    item: Item
    answer: scoring.Answer
    score: ItemScore
    review: scoring.Answer | None
    evidence: tuple[EvidenceRow, ...]

    @property
    def typed(self) -> str | None:
        """The answer as its field shows it; None where nothing was answered."""
        return shown(self.answer.value)

    @property
    def has_lost(self) -> bool:
        """Whether it wants a note: points lost, not passed, or a fact that happened."""
        return self.score.lost > 0 or self.score.is_passed is False


@dataclass(frozen=True)
class SectionRow:
    """One section with its points so far."""

    section: Section
    score: SectionScore
    items: tuple[ItemRow, ...]


@dataclass(frozen=True)
class GoodRow:
    """One of the four goods, whatever number of sections it has."""

    good: int
    points: Decimal
    max_points: Decimal


@dataclass(frozen=True)
class Course:
    """How far an assessment has come, who brought it there and when; nothing of it before it is begun."""

    state: AssessmentState | None = None
    changed_at: datetime | None = None
    submitted_at: datetime | None = None
    submitted_by: str = ""
    reviewed_at: datetime | None = None
    reviewed_by: str = ""
    review_note: str = ""

    @property
    def is_editable(self) -> bool:
        """Whether the cell may write."""
        return is_editable(self.state)


@dataclass(frozen=True)
class Sheet:
    """A form as one cell has filled it in one year."""

    ref: AssessmentRef
    unit_name: str
    name: str
    """Who or what is assessed: the unit, the member, the meeting."""
    form: Form
    why: str
    """Which criteria set this is, and why this one."""
    course: Course
    sections: tuple[SectionRow, ...]
    score: Score
    headline: str
    """The grade and why not the next one up, or why there is none yet."""
    explanation: tuple[str, ...]
    """The headline, then how it came about, sentence by sentence."""
    missing: tuple[str, ...]
    """What keeps it from being handed in, item by item."""

    @property
    def goods(self) -> tuple[GoodRow, ...]:
        """The points of each good, in order; nothing for a form that is not about the four goods."""
        numbers = sorted({row.section.good for row in self.sections if row.section.good})
        return tuple(self._good(good) for good in numbers)

    def _good(self, good: int) -> GoodRow:
        scores = [row.score for row in self.sections if row.section.good == good]
        points = sum((score.points_so_far for score in scores), Decimal(0))
        return GoodRow(good, points, sum((score.max_points for score in scores), Decimal(0)))
