"""The columns of the tables behind figures, and how their rows are put in order and named."""

from collections.abc import Collection
from uuid import UUID

from models import Presence
from services.metrics.sources import Sources
from services.tables import Column, Kind

CELL = Column("Chi bộ", Kind.TEXT, 34)
MEMBER = Column("Đảng viên", Kind.TEXT, 28)
MONTH = Column("Tháng", Kind.MONTH, 10)
HELD_ON = Column("Ngày họp", Kind.DATE, 12)
TEXT_OF_TASK = Column("Nhiệm vụ", Kind.TEXT, 60)
DUE_ON = Column("Hạn hoàn thành", Kind.DATE, 15)
OUTCOME = Column("Kết quả", Kind.TEXT, 22)
REASON = Column("Lý do vắng", Kind.TEXT, 40)
GRADE = Column("Mức xếp loại", Kind.TEXT, 30)
TARGET = (Column("Số", Kind.INTEGER, 6), Column("Chỉ tiêu", Kind.TEXT, 60), OUTCOME)

PRESENCES = {
    Presence.PRESENT: "Có mặt",
    Presence.EXCUSED: "Vắng có lý do",
    Presence.UNEXCUSED: "Vắng không lý do",
    Presence.NOT_DUE: "Không phải điểm danh",
}


class Names:
    """The members that a table speaks of: how they are called, and their place in Vietnamese order."""

    def __init__(self, sources: Sources, member_ids: Collection[UUID]) -> None:
        self._known = sources.names(set(member_ids))

    def name(self, member_id: UUID) -> str:
        """The full name."""
        return self._known[member_id][0]

    def key(self, member_id: UUID) -> tuple[str, UUID]:
        """Where the member stands in a list."""
        return self._known[member_id][1], member_id
