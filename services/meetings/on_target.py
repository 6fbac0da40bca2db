"""The fields that are kept on the review of a target: how it went, how much was achieved, and a note."""

from decimal import Decimal

from sqlmodel import col, select

from models import Target, TargetOutcome, TargetReview
from services.errors import Invalid, NotFound
from services.meetings import amounts
from services.meetings.fields import FieldName
from services.meetings.records import OpenRecord
from services.meetings.rows import Value
from services.meetings.target_reviews import SET_BY, are_to_review

COLUMNS = {"target_outcome": "outcome", "achieved": "achieved", "target_note": "note"}
MISSING: dict[str, Value] = {"target_outcome": None, "achieved": None, "target_note": ""}
"""What each field holds while there is no review."""


class OnTarget:
    """What one meeting found of one target that it has to look at; NotFound for any other."""

    def __init__(self, record: OpenRecord, name: FieldName) -> None:
        self._session = record.session
        target = self._session.exec(
            select(Target)
            .join(SET_BY, col(SET_BY.id) == Target.meeting_id)
            .where(Target.id == name.subject, Target.unit_id == record.ref.unit_id, are_to_review(record.ref))
        ).one_or_none()
        if target is None:
            raise NotFound
        self._key = (target.id, record.meeting.id)
        self._review = self._session.get(TargetReview, self._key)
        self._is_amount = name.kind == "achieved"

    def stored(self, name: FieldName) -> Value:
        """What the review says; nothing while there is none."""
        value: Value = getattr(self._review, COLUMNS[name.kind]) if self._review else MISSING[name.kind]
        return value

    def shown(self, value: Value) -> object:
        """An amount as it is typed, anything else as it is."""
        if self._is_amount:
            return amounts.written(value) if isinstance(value, Decimal) else ""
        return value

    def check(self, name: FieldName, value: Value) -> None:
        """Raise Invalid for a figure or a note on a target whose outcome is not known."""
        if self._review is None and name.kind != "target_outcome":
            raise Invalid(f"“{name.label}” sẽ được lưu khi đồng chí chọn kết quả thực hiện chỉ tiêu.", field=name.whole)

    def store(self, name: FieldName, value: Value) -> None:
        """Keep a checked value. Without an outcome there is no review."""
        if isinstance(value, TargetOutcome):
            self._keep(value)
        elif self._review is not None and name.kind == "target_outcome":
            self._session.delete(self._review)
        elif self._review is not None:
            setattr(self._review, COLUMNS[name.kind], value)

    def _keep(self, outcome: TargetOutcome) -> None:
        if self._review is None:
            target_id, meeting_id = self._key
            self._review = TargetReview(target_id=target_id, meeting_id=meeting_id, outcome=outcome)
            self._session.add(self._review)
        self._review.outcome = outcome
