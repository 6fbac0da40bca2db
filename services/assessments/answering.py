"""Writing one field of one item through to the database as it is typed: the unit's own, or the superior's beside it."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from models import Answer, Assessment, Stage
from services import audit, scoring
from services.access import Actor
from services.assessments import fields
from services.assessments.drafts import OpenDraft, opened, reviewed
from services.assessments.fields import CALLED, TEXTS, Field, Typed
from services.assessments.references import AssessmentRef
from services.assessments.states import Verb
from services.clock import now
from services.errors import Overtaken
from services.scoring import Form, Item, LevelsItem
from services.scoring.answers import NO, YES

_SAID = {YES: "có", NO: "không", True: "áp dụng", False: "không áp dụng", None: "chưa chấm", "": "để trống"}


def answer(  # noqa: PLR0913, PLR0917 - one field of one item, what it is to be and what was seen there before
    session: Session, actor: Actor, ref: AssessmentRef, item_id: str, field: str, value: object, seen: object
) -> Typed:
    """Store one field (``value``, ``note``, ``reason`` or ``applicable``) of one item; return it as the screen shows it.

    ``seen`` is what the screen showed before. When another value has been stored meanwhile, nothing is
    overwritten and Conflict says what stands there. Raises Invalid with the item and the rule it breaks.
    """
    return _written(session, actor, opened(session, actor, ref), Stage.SELF, item_id, field, value, seen)


def review(  # noqa: PLR0913, PLR0917 - the same as for an answer
    session: Session, actor: Actor, ref: AssessmentRef, item_id: str, field: str, value: object, seen: object
) -> Typed:
    """Store one field of the superior's answer to one item that was handed in; otherwise like ``answer``.

    An item without a value here stands as the unit answered it. NotAllowed for whoever does not stand above the unit,
    and for the account that handed it in.
    """
    draft = reviewed(session, actor, ref, Verb.REVIEW)
    return _written(session, actor, draft, Stage.REVIEW, item_id, field, value, seen)


def withdraw_answer(session: Session, actor: Actor, ref: AssessmentRef, item_id: str, seen: scoring.Answer) -> None:
    """Leave an item to the figures again ("theo số liệu"): its value and reason are taken away, its note stays.

    ``seen`` is the answer as the screen showed it; Conflict when another one stands there.
    """
    for field, empty, shown in _emptied(seen):
        answer(session, actor, ref, item_id, field, empty, shown)


def withdraw_review(session: Session, actor: Actor, ref: AssessmentRef, item_id: str, seen: scoring.Answer) -> None:
    """Let an item stand as the unit answered it: the superior's value, reason and note are taken away."""
    for field, empty, shown in (*_emptied(seen), (Field.NOTE, "", seen.note)):
        review(session, actor, ref, item_id, field, empty, shown)


def _emptied(seen: scoring.Answer) -> tuple[tuple[Field, Typed, Typed], ...]:
    """The fields that say something, what each is without it, and what was seen there."""
    fields_seen: tuple[tuple[Field, Typed, Typed], ...] = (
        (Field.VALUE, None, fields.shown(seen.value)),
        (Field.REASON, "", seen.reason),
    )
    return fields_seen if seen.is_applicable else (*fields_seen, (Field.APPLICABLE, True, False))


@dataclass(frozen=True)
class _Place:
    """One field of one item, with the stored answer if there is any."""

    stage: Stage
    form: Form
    item: Item
    field: Field
    row: Answer | None

    @property
    def standing(self) -> Typed:
        """What is stored, as the screen shows it."""
        if self.field in TEXTS:
            return str(getattr(self.row, self.field)) if self.row else ""
        if self.field is Field.APPLICABLE:
            return self.row.is_applicable if self.row else True
        return fields.shown(scoring.value_from(self.item, self.row.value)) if self.row else None

    def checked(self, given: object) -> Typed:
        """What somebody typed, as the screen will show it again."""
        return fields.checked(self.form, self.item, self.field, given)

    def overtaken(self) -> Overtaken:
        """Somebody else was here since."""
        stands = self.standing
        level = self.item.level(stands) if isinstance(self.item, LevelsItem) else None
        said = level.label if level else _SAID.get(stands, stands)
        return Overtaken(
            f"{CALLED[self.field]} của tiêu chí {self.item.name} vừa được người khác sửa thành “{said}”.",
            field=self.item.id,
        )


def _written(  # noqa: PLR0913, PLR0917 - the same as for an answer, in one of two stages
    session: Session,
    actor: Actor,
    draft: OpenDraft,
    stage: Stage,
    item_id: str,
    field: str,
    value: object,
    seen: object,
) -> Typed:
    item = draft.item(item_id)
    row = session.get(Answer, (draft.assessment.id, item_id, stage))
    place = _Place(stage, draft.form, item, fields.field_named(field, item), row)
    wanted = place.checked(value)
    if wanted == place.standing:
        return wanted
    if place.checked(seen) != place.standing:
        raise place.overtaken()
    if stage is Stage.REVIEW:
        # Whoever accepts must have seen what others have reviewed.
        draft.assessment.reviewed_at, draft.assessment.reviewed_by = now(), actor.account_id
    _write(session, draft.assessment, place, wanted)
    _record(session, actor, draft.assessment, place, wanted)
    return wanted


def _write(session: Session, assessment: Assessment, place: _Place, wanted: Typed) -> None:
    row = place.row or _new(session, assessment.id, place)
    if place.field is Field.VALUE:
        row.value = scoring.spelled(fields.value_typed(place.item, wanted))
    elif place.field is Field.APPLICABLE:
        row.is_applicable = bool(wanted)
    else:
        setattr(row, place.field, str(wanted))
    row.changed_at = assessment.changed_at = now()
    session.flush()


def _new(session: Session, assessment_id: UUID, place: _Place) -> Answer:
    row = Answer(assessment_id=assessment_id, item_id=place.item.id, stage=place.stage, changed_at=now())
    session.add(row)
    return row


def _record(session: Session, actor: Actor, assessment: Assessment, place: _Place, wanted: Typed) -> None:
    # A note may name people: the trail says that it changed, not what it says.
    said = {} if place.field in TEXTS else {"value": wanted}
    audit.record(
        session,
        actor,
        "assessment:answered" if place.stage is Stage.SELF else "assessment:reviewed",
        assessment,
        entity_id=assessment.id,
        unit_id=assessment.unit_id,
        item=place.item.id,
        field=place.field,
        **said,
    )
