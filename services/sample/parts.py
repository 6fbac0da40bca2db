"""Agenda, guests, gists, mentions and votes of the newest meetings of some cells, and the texts of their resolutions."""

from datetime import date
from functools import cache
from uuid import UUID

import yaml

from models import AgendaItem, Guest, MeetingKind, Mention, MentionKind, Presence, Vote
from services import vietnamese
from services.meetings.templates import shipped
from services.sample.chance import Chance
from services.sample.figures import FOLDER, Figures
from services.sample.minutes import Text
from services.sample.people import Cell, full_name
from services.sample.rolls import Line
from services.sample.rows import Chunk
from services.sample.scale import Frame
from services.sample.sittings import Sitting

SHARE = 0.35
"""Of the cells that write more than they must."""
MONTHS = 4
"""Whose meetings have parts: this month and those before it."""
KINDS, KIND_WEIGHTS = tuple(MentionKind), (75, 20, 5)


class PartWords(Figures):
    """``parts.yaml``."""

    gists: tuple[str, ...]
    praise: tuple[str, ...]
    reminder: tuple[str, ...]
    criticism: tuple[str, ...]
    of_all: str
    weaknesses: tuple[str, ...]
    premeeting: tuple[str, ...]
    offices: dict[str, tuple[str, ...]]


@cache
def words() -> PartWords:
    """What the parts of meetings say."""
    return PartWords.model_validate(yaml.safe_load((FOLDER / "parts.yaml").read_text("utf-8")))


class Parts:
    """What one cell writes beside the record itself."""

    def __init__(self, chunk: Chunk, frame: Frame, cell: Cell) -> None:
        self._chunk, self._frame, self._cell = chunk, frame, cell
        self._chance: Chance = frame.chance("parts", cell.unit_id)
        self._words = words()
        self._from = [*frame.months, frame.this_month][-MONTHS:][0]
        self._writes = self._chance.happens(SHARE)

    def texts(self, sitting: Sitting, text: Text, premeeting_on: date | None) -> dict[str, object]:
        """What the record says beside content and conclusion; the resolution repeats what the minutes have."""
        if not self._has(sitting):
            return {}
        results, directions = (_after_colon(line) for line in text.content.split("\n")[0:3:2])
        return {
            "results": results,
            "weaknesses": self._chance.choice(self._words.weaknesses),
            "directions": directions,
            "is_resolution": True,
            "premeeting_content": self._chance.choice(self._words.premeeting) if premeeting_on else "",
        }

    def gist(self, sitting: Sitting, line: Line) -> str:
        """The gist of what a member said, of about every second speaker."""
        is_written = self._has(sitting) and line.spoke and self._chance.happens(0.5)
        return self._chance.choice(self._words.gists) if is_written else ""

    def record(self, meeting_id: UUID, sitting: Sitting, lines: list[Line]) -> None:
        """Keep the lists of one meeting."""
        if not self._has(sitting):
            return
        for number, text in enumerate(shipped().of_cell(self._cell.cell_type), 1):
            self._chunk.add(AgendaItem, id=self._frame.key(), meeting_id=meeting_id, number=number, text=text)
        if self._chance.happens(0.3):
            self._invite(meeting_id)
        if self._chance.happens(0.6):
            self._mention(meeting_id, lines)
        self._vote(meeting_id, sitting, lines)

    def _has(self, sitting: Sitting) -> bool:
        is_regular = sitting.kind is MeetingKind.REGULAR and sitting.submitted_at is not None
        return self._writes and is_regular and sitting.month >= self._from

    def _invite(self, meeting_id: UUID) -> None:
        self._chunk.add(
            Guest,
            id=self._frame.key(),
            meeting_id=meeting_id,
            full_name=full_name(self._chance, is_female=self._chance.happens(0.4)),
            office=self._chance.choice(self._words.offices["village" if self._cell.is_village else "other"]),
        )

    def _mention(self, meeting_id: UUID, lines: list[Line]) -> None:
        kind = self._chance.weighted(KINDS, KIND_WEIGHTS)
        is_of_all = kind is MentionKind.PRAISE and self._chance.happens(0.3)
        texts = {
            MentionKind.PRAISE: self._words.praise,
            MentionKind.REMINDER: self._words.reminder,
            MentionKind.CRITICISM: self._words.criticism,
        }
        self._chunk.add(
            Mention,
            id=self._frame.key(),
            meeting_id=meeting_id,
            kind=kind,
            member_id=None if is_of_all else self._chance.choice(lines).person.member_id,
            text=self._words.of_all if is_of_all else self._chance.choice(texts[kind]),
        )

    def _vote(self, meeting_id: UUID, sitting: Sitting, lines: list[Line]) -> None:
        guests = {stay.person.member_id for stay in self._cell.present_on(sitting.held_on) if stay.is_guest}
        own = [line for line in lines if line.is_official and line.person.member_id not in guests]
        present = sum(line.presence is Presence.PRESENT for line in own)
        against = self._chance.weighted((0, 1), (9, 1)) if present > 1 else 0
        self._chunk.add(
            Vote,
            id=self._frame.key(),
            meeting_id=meeting_id,
            number=1,
            subject=f"Thông qua nghị quyết tháng {vietnamese.month(sitting.month)}",
            base=sum(_is_in_base(line) for line in own),
            present=present,
            votes_for=present - against,
            votes_against=0,
            votes_abstained=against,
        )


def _is_in_base(line: Line) -> bool:
    """Whoever is exempt or away counts only if they came (services.votes)."""
    is_optional = not line.is_due and (line.person.is_exempt or line.person.is_away)
    return line.presence is Presence.PRESENT or not is_optional


def _after_colon(line: str) -> str:
    said = line.partition(": ")[2].rstrip(".")
    return f"{said[:1].upper()}{said[1:]}."
