"""What a classification is read as: immutable, detached."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from services.classification.assessed import Assessed
from services.classification.groups import GroupKey
from services.classification.head_room import HeadRoom
from services.classification.lower import Progress
from services.classification.references import GradeRef, Level
from services.classification.subjects import LeftOut


@dataclass(frozen=True)
class Proposal:
    """What is proposed about somebody, by whom and when; ``grade`` None: nothing yet."""

    grade: str | None = None
    label: str = ""
    votes: str = ""
    """``11/12``; empty where no vote is known."""
    note: str = ""
    at: datetime | None = None
    by: str = ""
    is_own: bool = False
    """Whether the reader proposed it, and so may not decide it."""


@dataclass(frozen=True)
class Decided:
    """What was decided about somebody."""

    grade: str
    label: str
    rank: int
    number: str
    on: date | None
    authority: str
    exception_reason: str


@dataclass(frozen=True)
class Row:
    """One who is classified."""

    ref: GradeRef
    name: str
    remark: str
    grades: tuple[tuple[str, str], ...]
    """Id and label of every grade of the scheme, best first."""
    proposal: Proposal
    decided: Decided | None
    group: GroupKey | None
    is_scored: bool
    """Whether the proposal must be the grade of an assessment."""
    assessed: Assessed | None
    below: Progress | None
    """How far those are who must be decided first; None for members."""
    superior: str = ""
    """The unit directly above; empty for members."""
    may_decide: bool = False
    """Whether the reader stands above and may decide; who proposed it is another matter."""
    may_withdraw: bool = False
    """Whether the reader may take the decision back: one who may decide, unless a higher level has recorded it."""


@dataclass(frozen=True)
class GroupRow:
    """A group of similar subjects with its head-room."""

    key: GroupKey
    what: str
    """Who they are, after their number."""
    document: str
    labels: dict[str, str] = field(hash=False)
    """The label of each grade."""
    room: HeadRoom


@dataclass(frozen=True)
class Sheet:
    """The subjects of one unit at one level in one year, as one reader may treat them."""

    level: Level
    year: int
    unit_id: UUID
    unit_name: str
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    groups: tuple[GroupRow, ...]
    schemes: tuple[str, ...]
    """Sentences that say which criteria sets hold."""
    no_scheme: str
    """What to say where none holds; empty otherwise."""
    may_propose: bool
    voters: int = 0
    """The base of the cell's votes by today's roster (of a past year: by that of its end); 0 where no cell votes."""
    vote_rule: str = ""
    """Who is in that base, as a sentence."""

    @property
    def proposed(self) -> int:
        """How many have a proposal or a decision."""
        return sum(row.decided is not None or row.proposal.grade is not None for row in self.rows)

    @property
    def decided(self) -> int:
        """How many have a decision."""
        return sum(row.decided is not None for row in self.rows)

    @property
    def may_decide(self) -> bool:
        """Whether the reader may decide about anybody here."""
        return any(row.may_decide for row in self.rows)

    @property
    def decidable(self) -> tuple[Row, ...]:
        """Those who wait for a decision that the reader may take: proposed, by somebody else, not decided yet."""
        open_rows = (row for row in self.rows if row.decided is None and row.proposal.grade is not None)
        return tuple(row for row in open_rows if row.may_decide and not row.proposal.is_own)

    @property
    def withdrawable(self) -> tuple[Row, ...]:
        """Those whose decision the reader may take back."""
        return tuple(row for row in self.rows if row.decided is not None and row.may_withdraw)
