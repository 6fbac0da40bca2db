"""What the first district of the sample plans for the coming month, and meetings of other kinds that were held.

Cells meet at hours that do not collide; in Bằng Vân some do, one meeting is put off and one is called off.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from models import Attendance, Guest, Meeting, MeetingKind, MeetingState, PositionKind, Presence
from services import months
from services.clock import VIETNAM
from services.sample import figures
from services.sample.district import Group
from services.sample.people import Cell, Person
from services.sample.rows import Chunk
from services.sample.scale import Frame

HOURS = (time(7, 30), time(10, 0), time(14, 0), time(19, 30))
"""Far enough from one another for a supervisor to be at each."""
FIRST_DAY, DAYS = 3, 5
UNPLANNED_EVERY = 9
"""One cell in so many has not planned yet."""
HALL = "Hội trường Đảng ủy xã"
OFFICES = tuple(PositionKind)
MONTHS_BACK = 3
COMMITTEE_DAY, BRIEFING_DAYS = 24, (10, 20)
WORDS = {
    MeetingKind.COMMITTEE: (
        "1. Đánh giá kết quả lãnh đạo thực hiện nhiệm vụ trong tháng.\n2. Thảo luận nhiệm vụ trọng tâm tháng tới.\n"
        "3. Cho ý kiến về công tác phát triển đảng viên.",
        "Ban Chấp hành thống nhất các nội dung đã thảo luận, giao đồng chí phụ trách chi bộ đôn đốc thực hiện.",
    ),
    MeetingKind.BRIEFING: (
        "1. Các chi bộ báo cáo việc thực hiện nhiệm vụ.\n2. Nêu khó khăn, đề xuất.\n3. Thông báo việc cần làm trong kỳ tới.",
        "Các chi bộ hoàn thành việc được giao và báo cáo Đảng ủy đúng hạn.",
    ),
    MeetingKind.CELL_COMMITTEE: (
        "1. Kiểm điểm nghị quyết tháng trước.\n2. Chuẩn bị nội dung sinh hoạt chi bộ.\n3. Phân công đảng viên chuẩn bị.",
        "Chi ủy thống nhất nội dung, thời gian sinh hoạt chi bộ.",
    ),
}
"""Content and conclusion of the minutes."""


@dataclass(frozen=True)
class _Slot:
    """When and where a cell meets."""

    on: date
    at: time
    place: str


def record(chunk: Chunk, frame: Frame, group: Group, officer: UUID | None) -> None:
    """Keep the plans of a group; in Bằng Vân also what goes wrong with them, and meetings above and beside the cells."""
    book = _Book(chunk, frame, officer)
    month = months.after(frame.this_month)
    for number, cell in enumerate(group.cells):
        if number % UNPLANNED_EVERY != UNPLANNED_EVERY - 1:
            _plan(book, cell, _slot(cell, month, number), _trouble(number) if group.is_bang_van else {})
    if group.is_bang_van:
        _themes(book, group.cells, month)
        _above(book, group)
        for cell in group.cells[:MONTHS_BACK]:
            _committee(book, cell)


def _slot(cell: Cell, month: date, number: int) -> _Slot:
    on = month.replace(day=FIRST_DAY + number % DAYS)
    kind = "village" if cell.is_village else "other"
    return _Slot(on, HOURS[number // DAYS % len(HOURS)], figures.words().places[kind].format(cell=cell.place))


def _trouble(number: int) -> dict[str, Any]:
    """What is different about the plan of this cell of Bằng Vân."""
    in_the_hall: dict[str, Any] = {"place": HALL, "planned_at": HOURS[2]}
    put_off: dict[str, Any] = {"postponed_reason": "Mưa lũ, đường vào thôn bị sạt lở"}
    return {0: in_the_hall, DAYS: in_the_hall, 3: put_off}.get(number, {})


def _plan(book: "_Book", cell: Cell, slot: _Slot, changes: dict[str, Any]) -> None:
    facts: dict[str, Any] = {"planned_on": slot.on, "planned_at": slot.at, "place": slot.place} | changes
    if "postponed_reason" in changes:
        facts |= {"postponed_from": slot.on, "planned_on": slot.on + timedelta(days=DAYS)}
    book.keep(cell.unit_id, slot.on, MeetingKind.REGULAR, chair_id=book.chair(cell), **facts)


def _themes(book: "_Book", cells: list[Cell], month: date) -> None:
    """A cell that wants its members twice on one day, and one that has called a meeting off."""
    themes = figures.words().themes["village"]
    twice, off = cells[1], cells[2]
    slot = _slot(twice, month, 1)
    facts: dict[str, Any] = {"planned_at": HOURS[-1], "place": slot.place, "theme": themes[0]}
    book.keep(twice.unit_id, slot.on, MeetingKind.THEMATIC, chair_id=book.chair(twice), planned_on=slot.on, **facts)
    slot = _slot(off, month, 2)
    on = month.replace(day=18)
    reason = "Đảng viên tập trung thu hoạch vụ đông, chi bộ lùi chuyên đề sang quý sau"
    called_off = {"is_cancelled": True, "cancelled_reason": reason, "theme": themes[1], "place": slot.place}
    book.keep(off.unit_id, on, MeetingKind.THEMATIC, planned_on=on, planned_at=HOURS[2], **called_off)


def _above(book: "_Book", group: Group) -> None:
    """Meetings of the committee of the commune and its briefings, with who sat there."""
    secretaries = [(cell, cell.holder_on(PositionKind.SECRETARY, book.until)) for cell in group.cells[:6]]
    guests = [(person.full_name, f"Bí thư Chi bộ {cell.place}") for cell, person in secretaries if person]
    for back in range(1, MONTHS_BACK + 1):
        month = months.after(book.this_month, -back)
        for kind, days in ((MeetingKind.COMMITTEE, (COMMITTEE_DAY,)), (MeetingKind.BRIEFING, BRIEFING_DAYS)):
            for number, day in enumerate(days, 1):
                on = month.replace(day=day)
                meeting_id = book.held(group.node.unit_id, on, kind, number=number, place=HALL)
                book.sat_in(meeting_id, guests)


def _committee(book: "_Book", cell: Cell) -> None:
    """The meeting of a cell's committee before the last regular one, with everybody in office there."""
    on = months.after(book.this_month, -1).replace(day=2)
    officers = [person for kind in OFFICES if (person := cell.holder_on(kind, on))]
    if len(officers) > 1:
        seats = {"chair_id": officers[0].member_id, "minutes_secretary_id": officers[1].member_id}
        meeting_id = book.held(cell.unit_id, on, MeetingKind.CELL_COMMITTEE, place=f"Nhà văn hóa {cell.place}", **seats)
        book.present(meeting_id, on, officers)


class _Book:
    """Keeps the rows of plans and records."""

    def __init__(self, chunk: Chunk, frame: Frame, officer: UUID | None) -> None:
        self._chunk, self._frame, self._officer = chunk, frame, officer
        self.until, self.this_month = frame.until, frame.this_month
        self._planned_at = frame.moment - timedelta(days=1, hours=8)

    def chair(self, cell: Cell) -> UUID | None:
        """The secretary of today."""
        person = cell.holder_on(PositionKind.SECRETARY, self.until)
        return person.member_id if person else None

    def keep(self, unit_id: UUID, on: date, kind: MeetingKind, **facts: Any) -> UUID:
        """A meeting of the month of a day."""
        meeting_id = self._frame.key()
        usual: dict[str, Any] = {"created_at": self._planned_at, "changed_at": self._planned_at, "number": 1}
        self._chunk.add(
            Meeting, id=meeting_id, unit_id=unit_id, month=months.month_of(on), kind=kind, **(usual | facts)
        )
        return meeting_id

    def held(self, unit_id: UUID, on: date, kind: MeetingKind, **facts: Any) -> UUID:
        """One that was held in the morning of a day and handed in in the evening."""
        content, conclusion = WORDS[kind]
        at = datetime.combine(on, time(17, 0), VIETNAM)
        record: dict[str, Any] = {
            "planned_on": on,
            "planned_at": HOURS[0],
            "held_on": on,
            "started_at": HOURS[0],
            "ended_at": time(9, 0),
            "content": content,
            "conclusion": conclusion,
            "state": MeetingState.SUBMITTED,
            "created_at": at,
            "changed_at": at,
            "submitted_at": at,
            "submitted_by": self._officer,
        }
        return self.keep(unit_id, on, kind, **(record | facts))

    def sat_in(self, meeting_id: UUID, guests: list[tuple[str, str]]) -> None:
        """Who was there, where there is no roll."""
        for full_name, office in guests:
            self._chunk.add(
                Guest,
                id=self._frame.key(),
                meeting_id=meeting_id,
                full_name=full_name,
                office=office,
                is_supervisor=False,
            )

    def present(self, meeting_id: UUID, on: date, people: list[Person]) -> None:
        """The whole roll of a meeting to which everybody came."""
        for person in people:
            facts = {"presence": Presence.PRESENT, "is_due": True, "is_official": person.is_official_on(on)}
            self._chunk.add(Attendance, meeting_id=meeting_id, member_id=person.member_id, spoke=True, **facts)
