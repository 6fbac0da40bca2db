"""What papers are asked for by, and what they are as plain values. Nothing here is a stored row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from models import MeetingKind, PaperKind
from services.meetings import MeetingRef

Line = Mapping[str, "str | Sequence[str]"]
Value = str | Sequence[str] | Sequence[Line]
"""What a template can print: a text, a list of texts, or the lines of a table. Everything is written out already."""


@dataclass(frozen=True)
class PaperRef:
    """Which paper: of a meeting, or of a month of a unit (then the meeting's kind and number say nothing)."""

    kind: PaperKind
    unit_id: UUID
    month: date
    """The first day of the month."""
    meeting_kind: MeetingKind = MeetingKind.REGULAR
    meeting_number: int = 1

    @property
    def meeting(self) -> MeetingRef:
        """The meeting that it is about."""
        return MeetingRef(self.unit_id, self.month, self.meeting_kind, self.meeting_number)


@dataclass(frozen=True)
class IssuedNumber:
    """The number that a paper has got."""

    number: int
    term_starts_on: date
    issued_at: datetime
    is_new: bool = False


@dataclass(frozen=True)
class Paper:
    """A paper ready to be printed."""

    ref: PaperRef
    stem: str
    """What its file is called, without an ending."""
    values: Mapping[str, Value] = field(hash=False)
    is_draft: bool
    receipt: str = ""
    """The code that stands on it as a QR square too; empty where there is none."""
    template: bytes | None = None
    """The .docx in the place of the one that ships; None: the one that ships."""
