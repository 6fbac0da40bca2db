"""Official papers: the templates that make them, the numbers that they get, and how a unit signs."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Table, choice, instant, key, reference


class PaperKind(StrEnum):
    """What is printed (DOMAIN, sections 4 and 8)."""

    MINUTES = "minutes"
    RESOLUTION = "resolution"
    CONCLUSION = "conclusion"
    NOTICE = "notice"
    TASK_LIST = "task_list"
    MONTHLY_SCHEDULE = "monthly_schedule"
    MONTHLY_GRADES = "monthly_grades"


class PaperTemplate(Table, table=True):
    """A .docx that an administrator put in the place of the one that ships, for a unit and everything below it."""

    id: UUID = key()
    unit_id: UUID = reference("unit.id")
    kind: PaperKind = choice(PaperKind)
    file_name: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    content: bytes = Field(sa_type=sa.LargeBinary)
    is_in_use: bool = True
    uploaded_at: datetime = instant()
    uploaded_by: UUID = reference("account.id", index=False)


class PaperNumber(Table, table=True):
    """The running number of a paper: per unit, kind and committee term."""

    __table_args__ = (
        sa.UniqueConstraint("unit_id", "kind", "term_starts_on", "number"),
        sa.UniqueConstraint("unit_id", "kind", "subject"),
    )

    id: UUID = key()
    unit_id: UUID = reference("unit.id", index=False)
    kind: PaperKind = choice(PaperKind)
    term_starts_on: date
    number: int
    subject: str = Field(max_length=60)
    """What the paper is about: ``meeting:<id>`` or ``month:2026-11``."""
    issued_at: datetime = instant()


class PaperSettings(Table, table=True):
    """How the papers of a unit (and of those below it that say nothing themselves) are signed and counted."""

    unit_id: UUID = reference("unit.id", primary_key=True, index=False)
    signs_for: str = Field(default="cell", max_length=40)
    """``cell`` (T/M CHI BỘ) or ``committee`` (T/M CHI ỦY)."""
    term_starts_on: date | None = None
    """First day of the committee term: numbers begin at 1 again."""
    place_name: str = Field(default="", max_length=120)
    """The place in front of the date."""
    changed_at: datetime = instant()


class MeetingFileKind(StrEnum):
    """What a file beside a meeting is."""

    DOCUMENT = "document"
    SIGNED_SCAN = "signed_scan"


class MeetingFile(Table, table=True):
    """A file beside a meeting: a document for the members, or the signed minutes."""

    id: UUID = key()
    meeting_id: UUID = reference("meeting.id")
    kind: MeetingFileKind = choice(MeetingFileKind)
    file_name: str = Field(max_length=200)
    media_type: str = Field(max_length=100)
    size: int
    sha256: str = Field(max_length=64)
    content: bytes = Field(sa_type=sa.LargeBinary)
    uploaded_at: datetime = instant()
    uploaded_by: UUID = reference("account.id", index=False)
