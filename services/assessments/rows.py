"""What an assessment is read as: immutable, detached, with its points worked out."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from models import AssessmentState, SubjectKind
from services import scoring
from services.assessments.attachments import EvidenceRow, LinkRow, RemarkRow
from services.assessments.fields import shown
from services.assessments.references import AssessmentRef
from services.assessments.states import is_editable, is_reviewable
from services.assessments.voting import VoteRow
from services.scoring import Facts, Form, Item, ItemScore, ItemState, Origin, Proposal, Score, Section, SectionScore


@dataclass(frozen=True)
class Beside:
    """What stands beside an item."""

    files: tuple[EvidenceRow, ...] = ()
    links: tuple[LinkRow, ...] = ()
    remarks: tuple[RemarkRow, ...] = ()


@dataclass(frozen=True)
class Standing:
    """What an item stands at in one stage, as its fields show it."""

    typed: str | None
    """The value that counts, as its field shows it; None where there is none."""
    is_applicable: bool
    answer: scoring.Answer
    """What this stage itself said; it may have left the item to what stood before."""
    score: ItemScore

    @property
    def is_said(self) -> bool:
        """Whether this stage said something of its own."""
        return self.answer.value is not None or not self.answer.is_applicable

    @property
    def has_lost(self) -> bool:
        """Whether it wants a note: points lost, not passed, or a fact that happened."""
        return self.score.lost > 0 or self.score.is_passed is False

    @property
    def is_overridden(self) -> bool:
        """Whether it differs from what the figures propose, which wants a reason."""
        return self.score.origin is Origin.OVERRIDDEN


@dataclass(frozen=True)
class ItemRow:
    """One item: what the figures propose, what the unit said, what the superior said beside it."""

    item: Item
    own: Standing
    reviewed: Standing
    """What stands after the review: as the unit answered it, where the superior said nothing."""
    beside: Beside = Beside()
    has_changed_since_review: bool = False

    @property
    def proposal(self) -> Proposal | None:
        """What the figures say; None: the item is for people alone."""
        return self.own.score.proposal

    @property
    def answer(self) -> scoring.Answer:
        """What the unit said."""
        return self.own.answer

    @property
    def score(self) -> ItemScore:
        """Its points by the unit's answer."""
        return self.own.score

    @property
    def review(self) -> scoring.Answer | None:
        """What the superior said; None: nothing."""
        said = self.reviewed.answer
        return said if said != scoring.Answer() else None

    @property
    def evidence(self) -> tuple[EvidenceRow, ...]:
        """The files beside it."""
        return self.beside.files

    @property
    def typed(self) -> str | None:
        """The unit's answer, or the proposal that counts as it, as its field shows it."""
        return self.own.typed

    @property
    def has_lost(self) -> bool:
        """Whether the unit owes a note."""
        return self.own.has_lost


@dataclass(frozen=True)
class SectionRow:
    """One section with its points so far, and those that stand after the review."""

    section: Section
    score: SectionScore
    reviewed: SectionScore
    items: tuple[ItemRow, ...]

    @property
    def answered(self) -> int:
        """How many of its items have an answer."""
        return sum(not row.score.is_open for row in self.items)

    @property
    def open_remarks(self) -> int:
        """How many remarks at its items nobody has dealt with."""
        return sum(remark.is_open for row in self.items for remark in row.beside.remarks)


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
    """Who reviewed last; while it waits for a judgement, who has begun to."""
    review_note: str = ""
    difference_reason: str = ""
    recognised_by: str = ""
    """The decision by which its result has been recognised; empty while there is none."""

    @property
    def is_editable(self) -> bool:
        """Whether the unit may write."""
        return is_editable(self.state)

    @property
    def is_reviewable(self) -> bool:
        """Whether the superior may write."""
        return is_reviewable(self.state)


@dataclass(frozen=True)
class ReviewRow:
    """The superior's result beside the unit's own."""

    score: Score
    headline: str
    difference: Decimal | None
    """Points between the two; None where one of them has no total."""
    wants_reason: bool
    """Whether they lie further apart than the form lets pass without a word."""
    missing: tuple[str, ...]
    """What the superior's answers lack before it can be accepted."""


@dataclass(frozen=True)
class Sheet:
    """A form as one subject's assessment of one span has filled it."""

    ref: AssessmentRef
    unit_name: str
    name: str
    """Who or what is assessed: the unit, the member, the meeting."""
    subject_kind: SubjectKind
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
    facts: Facts = field(hash=False)
    """The figures that it is scored with."""
    vote: VoteRow = field(default_factory=VoteRow)
    review: ReviewRow | None = None
    """The superior's result; None while the superior has answered nothing."""
    review_refusal: str = ""
    """Why the reader may not review it, and whom to ask; empty for whoever may, and for whom it is no question."""

    @property
    def goods(self) -> tuple[GoodRow, ...]:
        """The points of each good, in order; nothing for a form that is not about the four goods."""
        numbers = sorted({row.section.good for row in self.sections if row.section.good})
        return tuple(self._good(good) for good in numbers)

    @property
    def items(self) -> tuple[ItemRow, ...]:
        """Every item, in the order of the form."""
        return tuple(row for section in self.sections for row in section.items)

    @property
    def answered(self) -> int:
        """How many items have an answer, by people or by the figures."""
        return sum(section.answered for section in self.sections)

    @property
    def remarks(self) -> tuple[tuple[ItemRow, RemarkRow], ...]:
        """Every remark with its item, in the order of the form."""
        return tuple((row, remark) for row in self.items for remark in row.beside.remarks)

    @property
    def open_remarks(self) -> int:
        """How many remarks nobody has dealt with."""
        return sum(section.open_remarks for section in self.sections)

    @property
    def overridden(self) -> tuple[ItemRow, ...]:
        """The items at which the unit's answer differs from the figures."""
        return tuple(row for row in self.items if row.own.is_overridden)

    def _good(self, good: int) -> GoodRow:
        scores = [row.score for row in self.sections if row.section.good == good]
        points = sum((score.points_so_far for score in scores), Decimal(0))
        return GoodRow(good, points, sum((score.max_points for score in scores), Decimal(0)))


def standing(answer: scoring.Answer, scored: ItemScore, counting: scoring.Answer) -> Standing:
    """What an item stands at: ``counting`` is the answer that counts in the stage, whoever gave it."""
    is_applicable = scored.state is not ItemState.NOT_APPLICABLE
    return Standing(shown(counting.value), is_applicable, answer, scored)
