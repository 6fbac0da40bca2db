"""The day and the hour that a meeting is planned for."""

from datetime import date

from services import months
from services.errors import Invalid
from services.meetings.fields import FieldName
from services.meetings.records import OpenRecord
from services.meetings.rows import Value
from services.vietnamese import day
from services.vietnamese import month as month_in_words


class OnPlan:
    """What is planned, kept on the meeting itself; it may lie ahead."""

    def __init__(self, record: OpenRecord) -> None:
        self._record = record
        self._meeting = record.meeting

    def stored(self, name: FieldName) -> Value:
        """What the meeting holds."""
        value: Value = getattr(self._meeting, name.kind)
        return value

    def shown(self, value: Value) -> object:
        """As it is."""
        return value

    def check(self, name: FieldName, value: Value) -> None:
        """Raise Invalid for a day outside of the meeting's month, or on which the unit is not there."""
        if isinstance(value, date):
            check_day(self._record, value, name.whole)

    def store(self, name: FieldName, value: Value) -> None:
        """Keep a checked value."""
        setattr(self._meeting, name.kind, value)


def check_day(record: OpenRecord, on: date, field: str) -> None:
    """Raise Invalid for a day on which the meeting cannot be: it counts for its month, so it is held in it."""
    month = month_in_words(record.ref.month)
    if months.month_of(on) != record.ref.month:
        raise Invalid(
            f"Ngày {day(on)} không nằm trong tháng {month}. Nếu không họp được trong tháng, đồng chí hủy buổi này và ghi "
            "lý do.",
            field=field,
        )
    if not record.cell.exists_on(on):
        raise Invalid(f"Ngày {day(on)} {record.cell.name} chưa thành lập hoặc đã kết thúc hoạt động.", field=field)
