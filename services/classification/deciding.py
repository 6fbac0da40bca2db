"""The superior's decision on proposals: one decision, one or many subjects of a level, all of them or none."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models import AnnualGrade
from services import audit
from services.access import Actor
from services.classification import caps, ground, lower
from services.classification.authority import authorised, year_end_of
from services.classification.decision import Decision, DecisionDraft, checked
from services.classification.ground import Ground
from services.classification.head_room import Standing
from services.classification.references import GradeRef, Level
from services.classification.year_end import Place, YearEnd
from services.clock import now
from services.errors import Conflict, Invalid, NotAllowed, NotFound


@dataclass(frozen=True)
class Choice:
    """One grade of a decision. ``seen`` is ``proposed_at`` as the decider read it."""

    ref: GradeRef
    grade: str
    seen: datetime | None


def decide(session: Session, actor: Actor, choices: Sequence[Choice], draft: DecisionDraft) -> int:
    """Give each of the subjects, all of one level and year, a grade by one decision; return how many got one now.

    A decision needs a proposal by somebody else, and everybody below decided first; it keeps within the cap of every
    group, at this moment and in any order. A second click changes nothing. Raises NotFound, NotAllowed for the unit's
    own people and for whoever proposed, Invalid with everything that is missing, Conflict for what was decided or
    proposed anew meanwhile.
    """
    level, year = _of_one_kind(choices)
    unit_ids = {choice.ref.unit_id for choice in choices}
    authorised(session, actor, unit_ids)
    decision = checked(draft, year)
    year_end = year_end_of(session, level, year, unit_ids)
    places = [place for unit_id, place in year_end.places.items() if unit_id in unit_ids]
    _require_below(session, level, year_end, places)
    at = ground.load(session, level, year_end, places, lock=True)
    open_choices = [choice for choice in choices if not _is_done(_row(at, choice), actor, choice, decision)]
    for choice in open_choices:
        _require_ready(at, actor, choice)
    changed = {choice.ref.subject_id: Standing(decided=choice.grade) for choice in open_choices}
    exceptional = caps.required(at, changed, decision.exception_reason)
    for choice in open_choices:
        _write(session, actor, at, choice, decision, is_exception=choice.ref.subject_id in exceptional)
    session.flush()
    return len(open_choices)


def _of_one_kind(choices: Sequence[Choice]) -> tuple[Level, int]:
    kinds = {(choice.ref.level, choice.ref.year) for choice in choices}
    if not kinds:
        raise Invalid("Đồng chí chọn ít nhất một trường hợp để ra quyết định.", field="subjects")
    if len(kinds) > 1 or len({choice.ref.subject_id for choice in choices}) < len(choices):
        raise Invalid("Một quyết định chỉ gồm các trường hợp cùng cấp, cùng năm, mỗi trường hợp một lần.")
    return kinds.pop()


def _require_below(session: Session, level: Level, year_end: YearEnd, places: Collection[Place]) -> None:
    """Everybody below is decided, and stays so until this transaction ends."""
    if level is Level.MEMBER:
        return
    found = lower.progress(session, year_end, places, lock=True)
    waiting = [found[place.unit_id].refusal(place.name) for place in places if found[place.unit_id].missing]
    if waiting:
        raise Invalid("Phải có quyết định xếp loại của cấp dưới trước.", reasons=tuple(waiting))


def _row(at: Ground, choice: Choice) -> AnnualGrade:
    """What is stored about somebody whom the unit classifies; Conflict while nobody has proposed anything."""
    subject = at.classified.get(choice.ref.subject_id)
    if subject is None:
        _refuse_left_out(at, choice)
        raise NotFound
    # Before any sentence with a name: those of the groups need not be in reach.
    if subject.ref.unit_id != choice.ref.unit_id:
        raise NotFound
    row = at.rows.get(choice.ref.subject_id)
    if row is None or (row.proposed_grade is None and row.grade is None):
        raise Conflict(f"{subject.name} chưa có đề xuất xếp loại nên chưa ra quyết định được.")
    return row


def _refuse_left_out(at: Ground, choice: Choice) -> None:
    for entry in at.left_out:
        if entry.subject_id == choice.ref.subject_id:
            raise Invalid(f"{entry.name} không thuộc diện xếp loại năm {choice.ref.year}: {entry.reason}.")


def _is_done(row: AnnualGrade, actor: Actor, choice: Choice, decision: Decision) -> bool:
    """Whether this is the second click of the one who decided it a moment ago."""
    same = (row.grade, row.decision_number, row.decided_by) == (choice.grade, decision.number, actor.account_id)
    return row.grade is not None and same


def _require_ready(at: Ground, actor: Actor, choice: Choice) -> None:
    subject, row = at.classified[choice.ref.subject_id], at.rows[choice.ref.subject_id]
    if row.grade is not None:
        known = f" số {row.decision_number}" if row.decision_number else ""
        raise Conflict(
            f"{subject.name} đã có quyết định xếp loại{known}; rút quyết định đó trước khi ra quyết định mới."
        )
    if row.proposed_at != choice.seen:
        raise Conflict(f"Đề xuất xếp loại của {subject.name} vừa được sửa. Đồng chí xem lại trước khi quyết định.")
    if row.proposed_by == actor.account_id:
        raise NotAllowed(
            f"Chính tài khoản này đã đề xuất xếp loại {subject.name} nên không tự quyết định được; "
            "cần một đồng chí khác ra quyết định."
        )
    if choice.grade not in at.scheme(subject).grades:
        raise Invalid("Quy định xếp loại đang áp dụng không có mức này. Đồng chí mở lại trang.", field="grade")


def _write(  # noqa: PLR0913 - who decides what about whom, and how
    session: Session, actor: Actor, at: Ground, choice: Choice, decision: Decision, *, is_exception: bool
) -> None:
    subject, row = at.classified[choice.ref.subject_id], at.rows[choice.ref.subject_id]
    scheme = at.scheme(subject)
    row.unit_id, row.criteria_set_id = subject.ref.unit_id, scheme.set_id
    row.grade, row.label, row.rank = choice.grade, scheme.grades[choice.grade], scheme.rank(choice.grade)
    row.decision_number, row.decided_on, row.authority = decision.number, decision.decided_on, decision.authority
    row.exception_reason = decision.exception_reason if is_exception else ""
    row.decided_at, row.decided_by = now(), actor.account_id
    facts = {"kind": row.kind, "year": row.year, "grade": row.grade, "number": row.decision_number}
    audit.record(session, actor, "annual_grade:decided", row, entity_id=row.id, unit_id=row.unit_id, **facts)
