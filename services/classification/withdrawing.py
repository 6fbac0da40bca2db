"""Taking a decision back, with a reason, as long as nothing above rests on it."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session

from models import AnnualGrade
from services import audit
from services.access import Actor, is_of_higher_level
from services.classification import caps, grades, ground
from services.classification.authority import authorised, year_end_of
from services.classification.decision import reason as written_reason
from services.classification.ground import Ground
from services.classification.head_room import Standing
from services.classification.references import GradeRef, Level
from services.classification.year_end import Place
from services.errors import Conflict, Invalid, NotAllowed, NotFound


def withdraw(session: Session, actor: Actor, refs: Sequence[GradeRef], reason: str) -> int:
    """Take back the decisions about subjects of one level and year; return how many were taken back now.

    The proposals stay. Raises NotFound, NotAllowed as ``decide`` does and for what a higher level has recorded, Invalid
    without a reason or where too few good ones would be left beside the excellent ones, Conflict once the level above
    is decided.
    """
    level, year = _of_one_kind(refs)
    unit_ids = {ref.unit_id for ref in refs}
    authorised(session, actor, unit_ids)
    why = written_reason(reason, "reason")
    year_end = year_end_of(session, level, year, unit_ids)
    places = [place for unit_id, place in year_end.places.items() if unit_id in unit_ids]
    at = ground.load(session, level, year_end, places, lock=True)
    rows = _decided(at, refs)
    if is_of_higher_level(session, actor, (row.decided_by for row in rows)):
        raise NotAllowed("Quyết định này do cấp trên ghi nhận. Đồng chí báo cán bộ của cấp trên rút quyết định.")
    _require_nothing_above(session, at, {at.classified[row.subject_id].ref.unit_id for row in rows})
    caps.required(at, {row.subject_id: Standing(row.proposed_grade) for row in rows}, "")
    for row in rows:
        _undo(session, actor, row, why)
    session.flush()
    return len(rows)


def _of_one_kind(refs: Sequence[GradeRef]) -> tuple[Level, int]:
    kinds = {(ref.level, ref.year) for ref in refs}
    if len(kinds) != 1:
        raise Invalid("Đồng chí chọn ít nhất một quyết định, tất cả cùng cấp và cùng năm.", field="subjects")
    return kinds.pop()


def _decided(at: Ground, refs: Sequence[GradeRef]) -> list[AnnualGrade]:
    """Those of the subjects that have a decision: a second click finds none."""
    for ref in refs:
        subject = at.classified.get(ref.subject_id)
        if subject is None or subject.ref.unit_id != ref.unit_id:
            raise NotFound
    found = (at.rows.get(subject_id) for subject_id in {ref.subject_id for ref in refs})
    return [row for row in found if row is not None and row.grade is not None]


def _require_nothing_above(session: Session, at: Ground, unit_ids: Collection[UUID]) -> None:
    for level, above in _above(at, unit_ids).items():
        for row in grades.load(session, level, at.year_end.year, above, lock=True).values():
            if row.grade is not None:
                name = above[row.subject_id]
                known = f" số {row.decision_number}" if row.decision_number else ""
                raise Conflict(
                    f"{name} đã có quyết định xếp loại{known} dựa trên kết quả này; "
                    "phải rút quyết định đó trước thì mới rút được quyết định này."
                )


def _above(at: Ground, unit_ids: Collection[UUID]) -> dict[Level, dict[UUID, str]]:
    """The units whose grades rest on those of these units' subjects, with what they are called."""
    places = [place for place in at.places if place.unit_id in unit_ids]
    if at.level is Level.MEMBER:
        return {Level.CELL: {place.unit_id: place.name for place in places}}
    return {Level.COMMITTEE: {unit_id: "Đảng bộ cấp trên" for place in places for unit_id in _line_above(place)}}


def _line_above(place: Place) -> list[UUID]:
    return [UUID(part) for part in place.path.split("/")[1:-2]]


def _undo(session: Session, actor: Actor, row: AnnualGrade, why: str) -> None:
    facts = {"kind": row.kind, "year": row.year, "grade": row.grade, "number": row.decision_number, "reason": why}
    row.grade = row.rank = row.decided_on = row.decided_at = row.decided_by = None
    row.label = row.decision_number = row.authority = row.exception_reason = ""
    audit.record(session, actor, "annual_grade:withdrawn", row, entity_id=row.id, unit_id=row.unit_id, **facts)
