"""The fields that are kept on the meeting itself: when, where, who led it, what was said, how it was prepared."""

from datetime import date, time
from uuid import UUID

from models import MeetingKind
from services import months
from services.errors import Invalid
from services.meetings import days
from services.meetings.fields import FieldName
from services.meetings.records import OpenRecord
from services.meetings.rows import Value
from services.vietnamese import day
from services.vietnamese import month as month_in_words


class OnMeeting:
    """The meeting's own fields."""

    def __init__(self, draft: OpenRecord) -> None:
        self._draft = draft
        self._meeting = draft.meeting

    def stored(self, name: FieldName) -> Value:
        """What the meeting holds."""
        value: Value = getattr(self._meeting, name.kind)
        return value

    def shown(self, value: Value) -> object:
        """As it is."""
        return value

    def check(self, name: FieldName, value: Value) -> None:
        """Raise Invalid for a day or a time that cannot be, a person who is not a member, a kind that has no theme."""
        match value:
            case bool() if name.kind == "is_combined":
                self._check_combined(name, is_combined=value)
            case date():
                self._check_day(name, value)
            case time() if name.kind == "ended_at":
                self._check_times(name, self._meeting.started_at, value)
            case time():
                self._check_times(name, value, self._meeting.ended_at)
            case UUID():
                self._check_member(name, value)

    def store(self, name: FieldName, value: Value) -> None:
        """Keep a checked value."""
        setattr(self._meeting, name.kind, value)

    def _check_combined(self, name: FieldName, *, is_combined: bool) -> None:
        if is_combined and self._draft.ref.kind is not MeetingKind.REGULAR:
            raise Invalid("Chỉ buổi sinh hoạt thường kỳ mới kết hợp sinh hoạt chuyên đề.", field=name.whole)

    def _check_day(self, name: FieldName, on: date) -> None:
        days.check(self._meeting, name, on)
        if name.kind == "held_on":
            self._check_held_on(on)

    def _check_held_on(self, held_on: date) -> None:
        if months.month_of(held_on) != self._draft.ref.month:
            raise Invalid(
                f"Ngày họp {day(held_on)} không nằm trong tháng {month_in_words(self._draft.ref.month)}.",
                field="held_on",
            )
        if not self._draft.cell.exists_on(held_on):
            raise Invalid(f"Ngày {day(held_on)} chi bộ chưa thành lập hoặc đã kết thúc hoạt động.", field="held_on")

    def _check_times(self, name: FieldName, started_at: time | None, ended_at: time | None) -> None:
        if started_at and ended_at and ended_at <= started_at:
            raise Invalid(
                f"Giờ kết thúc ({ended_at:%H:%M}) phải sau giờ bắt đầu ({started_at:%H:%M}).", field=name.whole
            )

    def _check_member(self, name: FieldName, member_id: UUID) -> None:
        if all(entry.member_id != member_id for entry in self._draft.roster()):
            on = day(self._draft.roster_on)
            raise Invalid(f"Người được chọn không có trong danh sách đảng viên của chi bộ ngày {on}.", field=name.whole)
