"""The fields that are kept on the roll: who was absent, why, who came all the same, who spoke and what they said."""

from sqlmodel import select

from models import Attendance, Presence
from services.errors import Invalid
from services.meetings import roll
from services.meetings.fields import FieldName
from services.meetings.records import OpenRecord
from services.meetings.rows import RollEntry, Value
from services.meetings.words import FIELDS


class OnRoll:
    """The roll of a draft, for reading and for marking."""

    def __init__(self, draft: OpenRecord) -> None:
        self._draft = draft
        marked = draft.session.exec(select(Attendance).where(Attendance.meeting_id == draft.meeting.id))
        self._rows = {row.member_id: row for row in marked}
        self._entries = {entry.member_id: entry for entry in roll.called(draft.roster(), self._rows)}

    def stored(self, name: FieldName) -> Value:
        """What the roll holds."""
        if name.subject is not None:
            entry = self._entries.get(name.subject)
            text: str = getattr(entry, name.kind) if entry else ""
            return text
        return frozenset(key for key, entry in self._entries.items() if entry.is_in(name.kind))

    def shown(self, value: Value) -> object:
        """Lists in the order of the roll."""
        return [key for key in self._entries if key in value] if isinstance(value, frozenset) else value

    def check(self, name: FieldName, value: Value) -> None:
        """Raise Invalid where the value contradicts the roll."""
        if isinstance(value, frozenset):
            roll.check(self._entries, name.kind, value)
        elif value:
            self._check_text(name)

    def store(self, name: FieldName, value: Value) -> None:
        """Keep a checked value."""
        if isinstance(value, frozenset):
            for member_id, entry in self._entries.items():
                if entry.is_in(name.kind) is not (member_id in value):
                    roll.mark(self._row(entry), entry, name.kind, is_in=member_id in value)
        elif name.subject is not None:
            setattr(self._row(self._entries[name.subject]), name.kind, str(value))

    def _check_text(self, name: FieldName) -> None:
        entry = self._entries.get(name.subject) if name.subject else None
        if name.kind == "reason" and (entry is None or entry.presence is not Presence.EXCUSED):
            raise Invalid("Chỉ ghi lý do cho đảng viên vắng có lý do.", field=name.whole)
        if name.kind == "gist" and (entry is None or not entry.spoke):
            raise Invalid(f"Chỉ ghi ý kiến của người có tên ở mục “{FIELDS['speakers']}”.", field=name.whole)

    def _row(self, entry: RollEntry) -> Attendance:
        row = self._rows.get(entry.member_id)
        if row is None:
            row = self._rows[entry.member_id] = roll.row_of(self._draft.meeting.id, entry)
            self._draft.session.add(row)
        return row
