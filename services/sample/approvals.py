"""The way of the sample's records upward: old ones approved, the newest waiting, two returned with remarks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from models import FieldRemark, Meeting, MeetingReview, MeetingState, Verdict
from services.meetings import receipts
from services.sample.chance import Chance
from services.sample.district import Group
from services.sample.rows import Chunk
from services.sample.scale import Frame

RETURNED_IN = (2, 5)
"""Groups of a district in which the first cell's newest whole month was returned."""
NOTE = "Đề nghị chi bộ ghi rõ hơn ý kiến phát biểu và kết luận rồi nộp lại."
REMARKS = (
    ("conclusion", "Kết luận chưa nêu ai làm, khi nào xong."),
    ("speakers", "Chưa ghi tóm tắt ý kiến của các đồng chí đã phát biểu."),
)
LEFT_WITH_COMMUNE = 3
"""One in so many of the records that wait does so at the commune; the others have passed it."""


@dataclass(frozen=True)
class Readers:
    """Who approves: the units of both levels, and their accounts where the sample has any."""

    commune_id: UUID
    district_id: UUID
    commune: UUID | None
    district: UUID | None


class Way:
    """Sets the records of one group on their way. The group's rows are not written yet."""

    def __init__(self, chunk: Chunk, frame: Frame, chance: Chance, readers: Readers) -> None:
        self._chunk, self._frame, self._chance, self._readers = chunk, frame, chance, readers
        self._newest = frame.months[-1] if frame.months else frame.this_month

    def record(self, group: Group, place: int) -> None:
        """Every record that was handed in; ``place`` is the group's in its district."""
        returned = group.cells[0].unit_id if place in RETURNED_IN and group.cells else None
        for row in self._chunk.rows[Meeting]:
            if row["submitted_at"] is None:
                continue
            row |= {"version": 1, "receipt": receipts.code(row["id"])}
            if row["month"] < self._newest:
                self._approve(row)
            elif row["month"] == self._newest and row["unit_id"] == returned and self._readers.district:
                self._return(row, self._readers.district)
            else:
                self._leave(row, is_direct=group.is_direct)

    def _leave(self, row: dict[str, Any], *, is_direct: bool) -> None:
        is_left = self._chance.randrange(LEFT_WITH_COMMUNE) == 0 and not is_direct
        row["waiting_unit_id"] = self._readers.commune_id if is_left else self._readers.district_id
        row["submitted_by"] = None if is_left else row["submitted_by"]

    def _approve(self, row: dict[str, Any]) -> None:
        at = self._before_now(row["submitted_at"] + timedelta(hours=self._chance.randint(5, 120)))
        row |= {"state": MeetingState.APPROVED, "approved_version": 1, "approved_at": at}
        if self._readers.district:
            self._review(row, Verdict.APPROVED, at, self._readers.district)

    def _return(self, row: dict[str, Any], reviewer: UUID) -> None:
        at = self._before_now(row["submitted_at"] + timedelta(hours=30))
        row |= {"state": MeetingState.RETURNED, "submitted_at": None, "submitted_by": None, "changed_at": at}
        row["minutes_on"] = None
        self._review(row, Verdict.RETURNED, at, reviewer, NOTE)
        for field, text in REMARKS:
            facts = {"meeting_id": row["id"], "version": 1, "field": field, "text": text}
            self._chunk.add(FieldRemark, id=self._frame.key(), written_at=at, written_by=reviewer, **facts)

    def _review(self, row: dict[str, Any], verdict: Verdict, at: datetime, reviewer: UUID, note: str = "") -> None:
        facts = {"meeting_id": row["id"], "unit_id": self._readers.district_id, "version": 1}
        said = {"verdict": verdict, "note": note, "reviewed_at": at, "reviewed_by": reviewer}
        self._chunk.add(MeetingReview, id=self._frame.key(), **facts, **said)

    def _before_now(self, at: datetime) -> datetime:
        return min(at, self._frame.moment - timedelta(minutes=1))
