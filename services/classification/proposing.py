"""Proposing a grade: one field written through to the database as it is chosen or typed."""

from enum import StrEnum

from sqlmodel import Session

from models import AnnualGrade
from services import audit
from services.access import Actor, Permission, require_reach
from services.classification import assessed, grades, subjects, votes
from services.classification.references import GradeRef
from services.classification.votes import Votes
from services.classification.year_end import Scheme
from services.clock import now
from services.errors import Conflict, Invalid, Overtaken
from services.vietnamese import clean_lines, number

LONGEST_NOTE = 1000


class Field(StrEnum):
    """What a person writes about a proposal."""

    GRADE = "grade"
    VOTES = "votes"
    NOTE = "note"


Typed = str | None
"""A field as the screen holds it: a grade's id or None for no proposal; a vote as ``11/12``; the text of a note."""

_CALLED = {Field.GRADE: "Mức đề xuất", Field.VOTES: "Số phiếu", Field.NOTE: "Ghi chú"}


def propose(  # noqa: PLR0913, PLR0917 - one field of one proposal, what it is to be and what was seen there before
    session: Session, actor: Actor, ref: GradeRef, field: str, value: object, seen: object
) -> Typed:
    """Store one field (``grade``, ``votes``, ``note``) of a proposal; return it as the screen shows it.

    ``seen`` is what the screen showed before: when something else is stored meanwhile, nothing is overwritten and
    Conflict says what stands there. Raises Invalid for whoever is not classified and for what is no grade, Conflict
    once it is decided. Whoever gave the grade is the one who proposed; ``proposed_at`` grows with every field.
    """
    require_reach(session, actor, ref.unit_id)
    actor.require(Permission.ASSESSMENTS_WRITE)
    chosen = _field(field)
    subject, scheme = subjects.one(session, ref)
    wanted = _checked(session, scheme, ref, chosen, value)
    row = grades.load(session, ref.level, ref.year, [ref.subject_id], lock=True).get(ref.subject_id)
    if row is None and wanted != _standing(None, chosen):
        row = grades.begun(session, ref)
    standing = _standing(row, chosen)
    if row is None or wanted == standing:
        return standing
    _require_open(row, subject.name)
    if _typed(chosen, seen) != standing:
        raise _overtaken(subject.name, scheme, chosen, standing)
    _write(row, ref, scheme, chosen, wanted)
    row.proposed_at = now()
    if chosen is Field.GRADE:
        row.proposed_by = actor.account_id
    session.flush()
    _record(session, actor, row, chosen)
    return wanted


def _field(name: str) -> Field:
    try:
        return Field(name)
    except ValueError:
        raise Invalid("Phiếu xếp loại không có ô này. Đồng chí mở lại trang.", field="unit") from None


def _checked(session: Session, scheme: Scheme, ref: GradeRef, field: Field, value: object) -> Typed:
    """What the field will hold; Invalid for what it cannot."""
    wanted = _typed(field, value)
    if field is not Field.GRADE or wanted is None:
        return wanted
    if wanted not in scheme.grades:
        raise Invalid("Quy định xếp loại đang áp dụng không có mức này. Đồng chí mở lại trang.", field="grade")
    if scheme.is_scored:
        _require_assessed(session, scheme, ref, wanted)
    return wanted


def _require_assessed(session: Session, scheme: Scheme, ref: GradeRef, grade: str) -> None:
    found = assessed.load(session, ref.level, ref.year, [ref.subject_id]).get(ref.subject_id)
    if found is None or not found.is_handed_in:
        raise Invalid(
            "Mức đề xuất lấy từ bản chấm điểm theo quy định đang áp dụng. Đồng chí nộp bản chấm điểm trước.",
            field="grade",
        )
    if found.grade != grade:
        label = scheme.grades.get(found.grade or "", found.grade)
        raise Invalid(f"Bản chấm điểm xếp loại “{label}” nên chỉ đề xuất được mức này.", field="grade")


def _typed(field: Field, given: object) -> Typed:
    """What somebody typed, as the screen will show it again."""
    if field is Field.GRADE:
        return given if isinstance(given, str) and given else None
    return votes.typed(given).written if field is Field.VOTES else _note(given)


def _note(given: object) -> str:
    if given is None:
        return ""
    note = clean_lines(given) if isinstance(given, str) else ""
    if not isinstance(given, str) or any("\ud800" <= letter <= "\udfff" for letter in given):
        raise Invalid("Ghi chú phải là chữ.", field="note")
    if len(note) > LONGEST_NOTE:
        raise Invalid(f"Ghi chú dài {number(len(note))} ký tự, tối đa là {number(LONGEST_NOTE)}.", field="note")
    return note


def _standing(row: AnnualGrade | None, field: Field) -> Typed:
    if field is Field.GRADE:
        return row.proposed_grade if row else None
    if row is None:
        return ""
    return Votes(row.votes_for, row.votes_base).written if field is Field.VOTES else row.proposal_note


def _require_open(row: AnnualGrade, name: str) -> None:
    if row.grade is not None:
        number_ = f" số {row.decision_number}" if row.decision_number else ""
        raise Conflict(
            f"{name} đã có quyết định xếp loại{number_} nên không sửa đề xuất được. "
            "Muốn sửa, cấp có thẩm quyền rút quyết định trước."
        )


def _overtaken(name: str, scheme: Scheme, field: Field, standing: Typed) -> Overtaken:
    """Somebody else was here since."""
    said = scheme.grades.get(standing or "", standing or "để trống")
    return Overtaken(
        f"{_CALLED[field]} của {name} vừa được người khác sửa thành “{said}”.",
        field=field,
    )


def _write(row: AnnualGrade, ref: GradeRef, scheme: Scheme, field: Field, wanted: Typed) -> None:
    # A member who has changed cells since is proposed by the cell of 31 December.
    row.unit_id, row.criteria_set_id = ref.unit_id, scheme.set_id
    if field is Field.GRADE:
        row.proposed_grade, row.proposed_label = wanted, scheme.grades.get(wanted or "", "")
    elif field is Field.VOTES:
        row.votes_for, row.votes_base = votes.typed(wanted)
    else:
        row.proposal_note = wanted or ""


def _record(session: Session, actor: Actor, row: AnnualGrade, field: Field) -> None:
    # A note may name people: the trail says that it changed, not what it says.
    said = {} if field is Field.NOTE else {"value": _standing(row, field)}
    facts = {"kind": row.kind, "year": row.year, "field": field.value}
    audit.record(session, actor, "annual_grade:proposed", row, entity_id=row.id, unit_id=row.unit_id, **facts, **said)
