"""Recognition (công nhận): the superior's decision on accepted assessments, then a reward, and perhaps a revocation.

One decision covers many units; each keeps the decision's number, day and authority for itself.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from models import Assessment, AssessmentState, Recognition, Unit
from services import audit
from services.access import Actor, Permission, below, is_of_higher_level
from services.assessments import AssessmentRef
from services.assessments.references import WHOLE_YEAR
from services.clock import now
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.four_good.checking import LONGEST_NOTE, decision_number, line_of_text, lines_of_text, past_day
from services.four_good.reaching import locked_units, named, require_above
from services.four_good.worth import require_worthy, standing_grade
from services.vietnamese import day

LONGEST_AUTHORITY = LONGEST_REWARD = 200


@dataclass(frozen=True)
class DecisionDraft:
    """A decision as it was typed: ``45-QĐ/HU``, its day, and who took it."""

    number: str
    decided_on: date | None
    authority: str


@dataclass(frozen=True)
class RewardDraft:
    """A reward as it was typed: what it is, by which decision, on which day."""

    reward: str
    decision_number: str
    rewarded_on: date | None


@dataclass(frozen=True)
class RevocationDraft:
    """A revocation as it was typed; the reason is required."""

    decision_number: str
    revoked_on: date | None
    reason: str


def recognise(session: Session, actor: Actor, refs: Sequence[AssessmentRef], decision: DecisionDraft) -> int:
    """Keep one decision for all these assessments of one kind and year, or for none of them. Returns how many are new.

    The grade is the one that the review came to. Units that have this very decision stay as they are. Raises NotFound
    out of reach, NotAllowed from inside the unit, Invalid for a decision that cannot be, and Conflict, naming the units,
    for what is not accepted, has a grade that is not recognised, or has another decision.
    """
    unit_ids = {ref.unit_id for ref in refs}
    _require_above(session, actor, unit_ids)
    kind, year = _one_year(refs)
    number, decided_on, authority = _checked(decision, year)
    found = _accepted(session, actor, unit_ids, kind, year)
    standing = _standing(session, [assessment.id for assessment in found])
    _require_same(session, actor, standing.values(), (number, decided_on, authority))
    new = [assessment for assessment in found if assessment.id not in standing]
    require_worthy(session, actor, new)
    for assessment in new:
        row = Recognition(
            assessment_id=assessment.id,
            unit_id=assessment.unit_id,
            grade=standing_grade(assessment),
            decision_number=number,
            decided_on=decided_on,
            authority=authority,
            created_at=now(),
            created_by=actor.account_id,
        )
        session.add(row)
        _record(session, actor, "recognition:granted", row, grade=row.grade, **_decision(row))
    session.flush()
    return len(new)


def correct_decision(
    session: Session, actor: Actor, assessment_ids: Collection[UUID], decision: DecisionDraft, seen: DecisionDraft
) -> None:
    """Write number, day and authority of a recorded decision anew, for all these recognitions of one year.

    For what was typed wrongly; every change is audited with what stood there. ``seen`` is the decision as it was read;
    the same again changes nothing. Raises Conflict for a revoked one and where somebody else has changed it since,
    NotAllowed where somebody of a higher level has recorded it.
    """
    rows = _reached(session, actor, assessment_ids)
    _require_recorded_below(session, actor, rows)
    number, decided_on, authority = _checked(decision, _year(session, rows))
    for row in rows:
        _require_standing(session, actor, row)
        if _draft(row) == DecisionDraft(number, decided_on, authority):
            continue
        if _draft(row) != seen:
            raise Conflict("Quyết định này vừa được người khác sửa. Đồng chí xem bản mới rồi sửa lại nếu cần.")
        before = _decision(row)
        row.decision_number, row.decided_on, row.authority = number, decided_on, authority
        _record(session, actor, "recognition:corrected", row, was=" · ".join(before.values()), **_decision(row))
    session.flush()


def reward(session: Session, actor: Actor, assessment_ids: Collection[UUID], draft: RewardDraft) -> int:
    """Note what recognised units were rewarded with; the same again changes nothing. Returns how many changed.

    What was noted before gives way, and the audit trail keeps it. Raises Conflict for a revoked recognition.
    """
    rows = _reached(session, actor, assessment_ids)
    words = line_of_text(draft.reward, "Hình thức khen thưởng", "reward", LONGEST_REWARD)
    if not words:
        raise Invalid("Đồng chí ghi hình thức khen thưởng, ví dụ Giấy khen.", field="reward")
    number = decision_number(draft.decision_number, "Số quyết định khen thưởng")
    earliest = max(row.decided_on for row in rows)
    rewarded_on = past_day(draft.rewarded_on, earliest, "Ngày khen thưởng", "rewarded_on")
    changed = 0
    for row in rows:
        _require_standing(session, actor, row)
        before = (row.reward, row.reward_decision_number, row.rewarded_on)
        if before == (words, number, rewarded_on):
            continue
        row.reward, row.reward_decision_number, row.rewarded_on = words, number, rewarded_on
        facts = {"reward": words, "number": number, "on": str(rewarded_on), "was": before[0]}
        _record(session, actor, "recognition:rewarded", row, **facts)
        changed += 1
    session.flush()
    return changed


def revoke(session: Session, actor: Actor, assessment_id: UUID, draft: RevocationDraft) -> None:
    """Keep that a recognition was revoked, with decision, day and reason. The same again changes nothing.

    Raises Conflict when it was revoked otherwise, NotAllowed where somebody of a higher level has recorded it.
    """
    [row] = _reached(session, actor, [assessment_id])
    _require_recorded_below(session, actor, [row])
    reason = lines_of_text(draft.reason, "Lý do thu hồi", "reason", LONGEST_NOTE)
    if not reason:
        raise Invalid("Đồng chí ghi lý do thu hồi.", field="reason")
    number = decision_number(draft.decision_number, "Số quyết định thu hồi")
    revoked_on = past_day(draft.revoked_on, row.decided_on, "Ngày thu hồi", "revoked_on")
    if (row.revoked_on, row.revocation_decision_number, row.revocation_reason) == (revoked_on, number, reason):
        return
    _require_standing(session, actor, row)
    row.revoked_on, row.revocation_decision_number, row.revocation_reason = revoked_on, number, reason
    session.flush()
    _record(session, actor, "recognition:revoked", row, number=number, on=str(revoked_on), reason=reason)


def _require_above(session: Session, actor: Actor, unit_ids: Collection[UUID]) -> None:
    """Reach, then permission, then the level: raise what the first of them that fails says."""
    locked_units(session, actor, unit_ids)
    actor.require(Permission.ASSESSMENTS_REVIEW)
    require_above(actor, unit_ids)


def _reached(session: Session, actor: Actor, assessment_ids: Collection[UUID]) -> list[Recognition]:
    """The recognitions of these assessments, locked, for somebody who may decide about them."""
    if not assessment_ids:
        raise Invalid("Đồng chí chọn ít nhất một đơn vị.", field="units")
    query = (
        select(Recognition)
        .join(Unit, col(Unit.id) == Recognition.unit_id)
        .where(col(Recognition.assessment_id).in_(set(assessment_ids)), below(actor.unit_path))
        .order_by(col(Recognition.id))
    )
    rows = list(session.exec(query.with_for_update(of=Recognition)))
    if len(rows) < len(set(assessment_ids)):
        raise NotFound
    _require_above(session, actor, {row.unit_id for row in rows})
    return rows


def _one_year(refs: Sequence[AssessmentRef]) -> tuple[str, int]:
    found = {(ref.kind, ref.year, ref.months, ref.subject) for ref in refs}
    kind, year, *rest = next(iter(found))
    if len(found) > 1 or rest != [WHOLE_YEAR, None]:
        raise Invalid("Mỗi quyết định công nhận chỉ ghi cho một loại và một năm.", field="units")
    return kind, year


def _checked(decision: DecisionDraft, year: int) -> tuple[str, date, str]:
    number = decision_number(decision.number, "Số quyết định công nhận", "number")
    decided_on = past_day(decision.decided_on, date(year, 1, 1), "Ngày quyết định", "decided_on")
    authority = line_of_text(decision.authority, "Cơ quan ban hành", "authority", LONGEST_AUTHORITY)
    if not authority:
        raise Invalid("Đồng chí ghi cơ quan ban hành, ví dụ Ban Thường vụ Huyện ủy.", field="authority")
    return number, decided_on, authority


def _accepted(session: Session, actor: Actor, unit_ids: set[UUID], kind: str, year: int) -> list[Assessment]:
    """The assessments, locked; Conflict with the names of those that are not accepted or have no grade."""
    query = (
        select(Assessment)
        .where(col(Assessment.unit_id).in_(unit_ids), col(Assessment.subject_id).in_(unit_ids), Assessment.kind == kind)
        .where(Assessment.period_starts_on == date(year, 1, 1), Assessment.period_ends_on == date(year, 12, 31))
        .order_by(col(Assessment.id))
    )
    found = list(session.exec(query.with_for_update()))
    ready = {assessment.unit_id for assessment in found if assessment.state is AssessmentState.ACCEPTED}
    if unit_ids - ready:
        names = named(session, actor, unit_ids - ready)
        raise Conflict(f"Chưa công nhận được: bản tự chấm năm {year} của {names} chưa được thông qua.")
    graded = {assessment.unit_id for assessment in found if standing_grade(assessment)}
    if unit_ids - graded:
        names = named(session, actor, unit_ids - graded)
        raise Conflict(f"Chưa công nhận được: kết quả thẩm định năm {year} của {names} không có mức xếp loại.")
    return found


def _standing(session: Session, assessment_ids: Iterable[UUID]) -> dict[UUID, Recognition]:
    query = select(Recognition).where(col(Recognition.assessment_id).in_(list(assessment_ids)))
    return {row.assessment_id: row for row in session.exec(query)}


def _require_same(
    session: Session, actor: Actor, standing: Collection[Recognition], decision: tuple[str, date, str]
) -> None:
    """Refuse units that were decided on otherwise, or whose recognition was revoked."""
    for row in standing:
        _require_standing(session, actor, row)
    others = [row for row in standing if (row.decision_number, row.decided_on, row.authority) != decision]
    if others:
        first = others[0]
        raise Conflict(
            f"{named(session, actor, {row.unit_id for row in others})} đã được công nhận theo Quyết định số "
            f"{first.decision_number} ngày {day(first.decided_on)}; không ghi thêm quyết định khác."
        )


def _require_standing(session: Session, actor: Actor, row: Recognition) -> None:
    if row.revoked_on is not None:
        raise Conflict(
            f"Công nhận của {named(session, actor, [row.unit_id])} đã bị thu hồi ngày {day(row.revoked_on)} theo Quyết "
            f"định số {row.revocation_decision_number} nên không thay đổi được nữa."
        )


def _require_recorded_below(session: Session, actor: Actor, rows: Iterable[Recognition]) -> None:
    """What a higher level has recorded, a lower one neither corrects nor revokes."""
    if is_of_higher_level(session, actor, (row.created_by for row in rows)):
        raise NotAllowed("Quyết định này do cấp trên ghi nhận. Đồng chí báo cán bộ của cấp trên sửa hoặc thu hồi.")


def _year(session: Session, rows: Sequence[Recognition]) -> int:
    ids = [row.assessment_id for row in rows]
    query = select(col(Assessment.period_starts_on)).where(col(Assessment.id).in_(ids))
    years = {starts_on.year for starts_on in session.exec(query)}
    if len(years) != 1:
        raise Invalid("Mỗi quyết định công nhận chỉ ghi cho một loại và một năm.", field="units")
    return years.pop()


def _draft(row: Recognition) -> DecisionDraft:
    return DecisionDraft(row.decision_number, row.decided_on, row.authority)


def _decision(row: Recognition) -> dict[str, str]:
    return {"number": row.decision_number, "on": str(row.decided_on), "authority": row.authority}


def _record(session: Session, actor: Actor, action: str, row: Recognition, **facts: str) -> None:
    audit.record(session, actor, action, row, entity_id=row.id, unit_id=row.unit_id, **facts)
