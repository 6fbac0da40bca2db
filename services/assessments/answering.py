"""Writing one field of a self-assessment through to the database as it is typed."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from models import Answer, Assessment, Stage
from services import audit, scoring
from services.access import Actor
from services.assessments import fields
from services.assessments.drafts import opened
from services.assessments.fields import Field, Typed
from services.assessments.references import AssessmentRef
from services.clock import now
from services.errors import Conflict
from services.scoring import Form, Item, LevelsItem
from services.scoring.answers import NO, YES

_CALLED = {Field.VALUE: "Kết quả", Field.NOTE: "Thuyết minh", Field.APPLICABLE: "Lựa chọn"}
_SAID = {YES: "có", NO: "không", True: "áp dụng", False: "không áp dụng", None: "chưa chấm", "": "để trống"}


def answer(  # noqa: PLR0913, PLR0917 - one field of one item, what it is to be and what was seen there before
    session: Session, actor: Actor, ref: AssessmentRef, item_id: str, field: str, value: object, seen: object
) -> Typed:
    """Store one field (``value``, ``note`` or ``applicable``) of one item; return it as the screen shows it.

    ``seen`` is what the screen showed before. When another value has been stored meanwhile, nothing is
    overwritten and Conflict says what stands there. Raises Invalid with the item and the rule it breaks.
    """
    draft = opened(session, actor, ref)
    item = draft.item(item_id)
    row = session.get(Answer, (draft.assessment.id, item_id, Stage.SELF))
    place = _Place(draft.form, item, fields.field_named(field, item), row)
    wanted = place.checked(value)
    if wanted == place.standing:
        return wanted
    if place.checked(seen) != place.standing:
        raise place.overtaken()
    _write(session, draft.assessment, place, wanted)
    _record(session, actor, draft.assessment, place, wanted)
    return wanted


@dataclass(frozen=True)
class _Place:
    """One field of one item, with the stored answer if there is any."""

    form: Form
    item: Item
    field: Field
    row: Answer | None

    @property
    def standing(self) -> Typed:
        """What is stored, as the screen shows it."""
        if self.field is Field.NOTE:
            return self.row.note if self.row else ""
        if self.field is Field.APPLICABLE:
            return self.row.is_applicable if self.row else True
        return fields.shown(scoring.value_from(self.item, self.row.value)) if self.row else None

    def checked(self, given: object) -> Typed:
        """What somebody typed, as the screen will show it again."""
        return fields.checked(self.form, self.item, self.field, given)

    def overtaken(self) -> Conflict:
        """Somebody else was here since."""
        stands = self.standing
        level = self.item.level(stands) if isinstance(self.item, LevelsItem) else None
        said = level.label if level else _SAID.get(stands, stands)
        return Conflict(
            f"{_CALLED[self.field]} của tiêu chí {self.item.name} vừa được người khác sửa thành “{said}”. "
            "Đồng chí nhập lại nếu vẫn muốn thay.",
            field=self.item.id,
        )


def _write(session: Session, assessment: Assessment, place: _Place, wanted: Typed) -> None:
    row = place.row or _new(session, assessment.id, place.item)
    if place.field is Field.VALUE:
        row.value = scoring.spelled(fields.value_typed(place.item, wanted))
    elif place.field is Field.NOTE:
        row.note = str(wanted)
    else:
        row.is_applicable = bool(wanted)
    row.changed_at = assessment.changed_at = now()
    session.flush()


def _new(session: Session, assessment_id: UUID, item: Item) -> Answer:
    row = Answer(assessment_id=assessment_id, item_id=item.id, stage=Stage.SELF, changed_at=now())
    session.add(row)
    return row


def _record(session: Session, actor: Actor, assessment: Assessment, place: _Place, wanted: Typed) -> None:
    # A note may name people: the trail says that it changed, not what it says.
    said = {} if place.field is Field.NOTE else {"value": wanted}
    audit.record(
        session,
        actor,
        "assessment:answered",
        assessment,
        entity_id=assessment.id,
        unit_id=assessment.unit_id,
        item=place.item.id,
        field=place.field,
        **said,
    )
