"""The fields that are kept on the review of a task: how it went, and a note."""

from sqlmodel import col, select

from models import Meeting, Task, TaskOutcome, TaskReview
from services.errors import Invalid, NotFound
from services.meetings.fields import FieldName
from services.meetings.records import OpenRecord
from services.meetings.rows import Value


class OnReview:
    """What one meeting found of one task of an earlier meeting of the same cell."""

    def __init__(self, draft: OpenRecord, name: FieldName) -> None:
        self._session = draft.session
        task = self._session.exec(
            select(Task)
            .join(Meeting, col(Meeting.id) == Task.meeting_id)
            .where(Task.id == name.subject, Task.unit_id == draft.ref.unit_id, Meeting.month < draft.ref.month)
        ).one_or_none()
        if task is None:
            raise NotFound
        self._task_id, self._meeting_id = task.id, draft.meeting.id
        self._review = self._session.get(TaskReview, (task.id, draft.meeting.id))

    def stored(self, name: FieldName) -> Value:
        """What the review says; nothing while there is none."""
        if name.kind == "outcome":
            return self._review.outcome if self._review else None
        return self._review.note if self._review else ""

    def shown(self, value: Value) -> object:
        """As it is."""
        return value

    def check(self, name: FieldName, value: Value) -> None:
        """Raise Invalid for a note on a task whose outcome is not known."""
        if name.kind == "note" and value and self._review is None:
            raise Invalid("Đồng chí chọn kết quả thực hiện trước khi ghi chú.", field=name.whole)

    def store(self, name: FieldName, value: Value) -> None:
        """Keep a checked value. Without an outcome there is no review."""
        if name.kind == "note":
            if self._review is not None:
                self._review.note = str(value)
        elif isinstance(value, TaskOutcome):
            self._keep(value)
        elif self._review is not None:
            self._session.delete(self._review)

    def _keep(self, outcome: TaskOutcome) -> None:
        if self._review is None:
            self._review = TaskReview(task_id=self._task_id, meeting_id=self._meeting_id, outcome=outcome)
            self._session.add(self._review)
        self._review.outcome = outcome
