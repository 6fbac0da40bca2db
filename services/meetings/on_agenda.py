"""The text of one point of the agenda, which is written over like any other field of the record."""

from models import AgendaItem
from services.errors import Invalid, NotFound
from services.meetings.fields import FieldName
from services.meetings.records import OpenRecord
from services.meetings.rows import Value


class OnAgenda:
    """One point of the agenda; NotFound for a point of another meeting, and for one that was taken away."""

    def __init__(self, record: OpenRecord, name: FieldName) -> None:
        item = record.session.get(AgendaItem, name.subject)
        if item is None or item.meeting_id != record.meeting.id:
            raise NotFound
        self._item = item

    def stored(self, name: FieldName) -> Value:
        """What the point says."""
        return self._item.text

    def shown(self, value: Value) -> object:
        """As it is."""
        return value

    def check(self, name: FieldName, value: Value) -> None:
        """Raise Invalid for a point that says nothing."""
        if not value:
            raise Invalid("Điểm chương trình không được để trống; đồng chí bấm “Bỏ” nếu không cần.", field=name.whole)

    def store(self, name: FieldName, value: Value) -> None:
        """Keep a checked value."""
        self._item.text = str(value)
