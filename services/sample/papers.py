"""How the sample signs its papers: its root says when the committee term began, everybody below follows."""

from datetime import date
from uuid import UUID

from models import PaperSettings
from services.papers import CELL
from services.sample.rows import Chunk
from services.sample.scale import Frame

TERMS = (date(2020, 7, 1), date(2025, 7, 1))
"""Days on which committee terms of five years began."""


def settle(chunk: Chunk, frame: Frame, unit_id: UUID) -> None:
    """Write down how the root signs: the term that ran at the sample's end."""
    term = max((day for day in TERMS if day <= frame.until), default=None)
    chunk.add(PaperSettings, unit_id=unit_id, signs_for=CELL, term_starts_on=term, changed_at=frame.moment)
