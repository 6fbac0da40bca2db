"""The roll of a meeting, from values alone: everybody is present by default, only exceptions are written down.

A draft keeps a row for whoever was marked; who is on the roll and who is due comes from the roster of the
meeting's day. Submission writes the whole roll down, and from then on it is read as it was written.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from models import Attendance, Member, Presence
from services.errors import Invalid
from services.meetings.rows import RollEntry
from services.meetings.words import FIELDS
from services.members import RosterEntry

ABSENCES = frozenset({Presence.EXCUSED, Presence.UNEXCUSED})
LISTS = {
    "excused": Presence.EXCUSED,
    "unexcused": Presence.UNEXCUSED,
    "attending": Presence.PRESENT,
}
"""The lists that say how a member stood, and what each says."""

Roster = Iterable[RosterEntry]
Entries = Mapping[UUID, RollEntry]


def called(roster: Roster, rows: Mapping[UUID, Attendance]) -> tuple[RollEntry, ...]:
    """The roll of a draft: the roster of the day with the marks laid over it."""
    return tuple(_called(entry, rows.get(entry.member_id)) for entry in roster)


def written(rows: Iterable[tuple[Attendance, Member]]) -> tuple[RollEntry, ...]:
    """The roll of a record that was handed in, as it was written then."""
    return tuple(
        RollEntry(
            member_id=member.id,
            full_name=member.full_name,
            is_official=row.is_official,
            is_due=row.is_due,
            presence=row.presence,
            reason=row.reason,
            spoke=row.spoke,
            gist=row.gist,
        )
        for row, member in rows
    )


def _called(entry: RosterEntry, row: Attendance | None) -> RollEntry:
    presence = _presence(entry, row)
    return RollEntry(
        member_id=entry.member_id,
        full_name=entry.full_name,
        is_official=entry.is_official,
        is_due=entry.is_due,
        presence=presence,
        reason=row.reason if row and presence is Presence.EXCUSED else "",
        spoke=bool(row and row.spoke) and presence is Presence.PRESENT,
        gist=row.gist if row and row.spoke and presence is Presence.PRESENT else "",
        is_temporary=entry.is_temporary,
        suspension=entry.suspension,
        joined_on=entry.joined_on,
    )


def _presence(entry: RosterEntry, row: Attendance | None) -> Presence:
    if entry.is_due:
        return row.presence if row and row.presence in ABSENCES else Presence.PRESENT
    # Only a tick for a member who was not due says that they came.
    came = row is not None and row.presence is Presence.PRESENT and not row.is_due
    return Presence.PRESENT if came else Presence.NOT_DUE


def check(entries: Entries, list_name: str, wanted: frozenset[UUID]) -> None:
    """Raise Invalid where a list, changed to ``wanted``, would contradict the roll or another list."""
    for member_id in wanted:
        entry = _on_roll(entries, list_name, member_id)
        if not entry.is_in(list_name):
            _check_added(list_name, entry)
    for member_id, entry in entries.items() if list_name == "attending" else ():
        if entry.is_in("attending") and entry.spoke and member_id not in wanted:
            raise _twice(list_name, entry, "đang được ghi là đã phát biểu", "speakers")


def _on_roll(entries: Entries, list_name: str, member_id: UUID) -> RollEntry:
    entry = entries.get(member_id)
    if entry is None:
        raise Invalid(
            f"“{FIELDS[list_name]}” có người không thuộc danh sách đảng viên của chi bộ vào ngày họp.", field=list_name
        )
    return entry


def _check_added(list_name: str, entry: RollEntry) -> None:
    if list_name == "speakers":
        _check_speaker(entry)
    elif list_name == "attending":
        if entry.is_due:
            raise Invalid(f"Đồng chí {entry.full_name} thuộc diện điểm danh, đã được tính là có mặt.", field=list_name)
    else:
        _check_absent(list_name, entry)


def _check_absent(list_name: str, entry: RollEntry) -> None:
    if not entry.is_due:
        raise Invalid(
            f"Đồng chí {entry.full_name} đang được miễn hoặc tạm vắng sinh hoạt nên không tính là vắng.",
            field=list_name,
        )
    other = "unexcused" if list_name == "excused" else "excused"
    if entry.is_in(other):
        raise _twice(list_name, entry, f"đang ở mục “{FIELDS[other]}”, mỗi người chỉ được tính một lần", other)
    if entry.spoke:
        raise _twice(list_name, entry, "đang được ghi là đã phát biểu", "speakers")


def _check_speaker(entry: RollEntry) -> None:
    if entry.came:
        return
    if entry.is_due:
        raise Invalid(f"Đồng chí {entry.full_name} đang được ghi vắng nên không thể phát biểu.", field="speakers")
    raise Invalid(
        f"Đồng chí {entry.full_name} chưa được ghi là có dự. Đồng chí chọn tên ở mục “{FIELDS['attending']}” trước.",
        field="speakers",
    )


def _twice(list_name: str, entry: RollEntry, fact: str, other: str) -> Invalid:
    return Invalid(
        f"Đồng chí {entry.full_name} {fact}. Đồng chí bỏ tên ở mục “{FIELDS[other]}” trước.", field=list_name
    )


def mark(row: Attendance, entry: RollEntry, list_name: str, *, is_in: bool) -> None:
    """Put a member into a list or take them out of it, on the row that keeps the member's marks."""
    row.is_due, row.is_official = entry.is_due, entry.is_official
    if list_name == "speakers":
        row.spoke = is_in
    elif is_in:
        row.presence = LISTS[list_name]
    else:
        row.presence = Presence.PRESENT if entry.is_due else Presence.NOT_DUE


def row_of(meeting_id: UUID, entry: RollEntry) -> Attendance:
    """A new row that says what the roll says."""
    row = Attendance(meeting_id=meeting_id, member_id=entry.member_id)
    overwrite(row, entry)
    return row


def overwrite(row: Attendance, entry: RollEntry) -> None:
    """Make a stored row say what the roll says."""
    row.presence, row.reason = entry.presence, entry.reason
    row.spoke, row.gist = entry.spoke, entry.gist
    row.is_due, row.is_official = entry.is_due, entry.is_official


def says_something(row: Attendance) -> bool:
    """Whether a draft's row holds a mark, rather than the default."""
    return row.presence in ABSENCES or row.spoke or (row.presence is Presence.PRESENT and not row.is_due)
