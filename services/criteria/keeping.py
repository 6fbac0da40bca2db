"""The life of a criteria set: stored from a file, published, no longer used. A published body never changes."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models import AcceptedWarning, CriteriaSet, CriteriaState, Role, Unit
from services import audit, scoring
from services.access import Actor, Permission, require_reach
from services.clock import now
from services.criteria.checking import accepted, still_open
from services.criteria.drafts import OPEN, locked, opened
from services.criteria.examining import examined
from services.criteria.kinds import require_usable, subject_of
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.scoring import Form
from services.vietnamese import clean, day

LONGEST_REASON = 500
ANNUAL = "annual_"
"""How the kinds begin that grade a whole year."""


def store(session: Session, actor: Actor | None, text: str, unit_id: UUID) -> UUID:
    """Keep a criteria file as a draft for a unit and everything below it; ``actor`` None is the operator.

    The same file again changes nothing; a draft gives way to a newer text of the same version. Raises
    InvalidForm with everything that is wrong in the file, Conflict when the version is out already.
    """
    require_steward(session, actor, unit_id)
    form = scoring.load(text)
    row = _same_version(session, form)
    if row is None:
        row = _insert(session, form, text, unit_id)
    elif (row.body, row.unit_id) == (text, unit_id):
        return row.id
    else:
        _replace(session, row, form, text, unit_id)
    _record(session, actor, "criteria_set:stored", row)
    return row.id


def publish(session: Session, actor: Actor | None, set_id: UUID, *, revision: int | None = None) -> None:
    """Put a checked set in force; from then on it never changes. A second time changes nothing.

    ``revision`` is the one that the screen showed. The operator (``actor`` None) may publish a draft at once. Nobody
    publishes what has errors, or warnings that nobody accepted. Raises NotAllowed for a commune's scheme of yearly
    grades, Conflict for a draft that was not checked or was changed since it was seen, and for a set that was
    retired, Invalid with every error, or with every warning that the operator has to answer for.
    """
    row = _locked(session, actor, set_id)
    _require_competence(actor, row)
    if row.state is CriteriaState.RETIRED:
        raise Conflict("Bộ tiêu chí này đã thôi dùng; muốn dùng lại thì lập phiên bản mới.")
    _require_seen(row, revision, "ban hành")
    if row.state is CriteriaState.PUBLISHED:
        return
    require_usable(session, row.kind, row.unit_id)
    _require_sound(session, row, is_operator=actor is None)
    row.state = CriteriaState.PUBLISHED
    row.published_at = now()
    session.flush()
    _record(session, actor, "criteria_set:published", row)


def retire(session: Session, actor: Actor, set_id: UUID, on: date, reason: str) -> None:
    """Let a published set hold no longer from the day ``on``; what was begun with it keeps it.

    Where it has not begun to hold by then, it never does. The same day and reason again change nothing. Raises
    Invalid without a reason or for a day after its end, Conflict for a set that is not published.
    """
    row = locked(session, actor, set_id)
    words, last = clean(reason), on if on > row.valid_from else None
    if (row.state, row.valid_to, row.retired_reason) == (CriteriaState.RETIRED, last, words):
        return
    if row.state is not CriteriaState.PUBLISHED:
        raise Conflict("Chỉ bộ tiêu chí đang ban hành mới thôi dùng được.")
    if not 0 < len(words) <= LONGEST_REASON:
        raise Invalid(f"Đồng chí ghi lý do thôi dùng, tối đa {LONGEST_REASON} ký tự.", field="reason")
    if row.valid_to and on > row.valid_to:
        raise Invalid(f"Bộ tiêu chí này đã hết hiệu lực từ ngày {day(row.valid_to)}.", field="on")
    row.valid_to = last
    row.state = CriteriaState.RETIRED
    row.retired_at = now()
    row.retired_reason = words
    session.flush()
    audit.record(
        session, actor, "criteria_set:retired", row, entity_id=row.id, unit_id=row.unit_id, on=str(on), reason=words
    )


def discard(session: Session, actor: Actor, set_id: UUID, *, revision: int | None = None) -> None:
    """Throw a draft away; the audit trail keeps its text. ``revision`` is the one that the screen showed.

    Raises Conflict once it is published, and when it was changed since it was seen.
    """
    draft = opened(session, actor, set_id)
    _require_seen(draft.row, revision, "bỏ")
    facts = {"code": draft.row.code, "version": draft.row.version, "title": draft.row.title, "body": draft.row.body}
    draft.note("criteria_set:discarded", **facts)
    session.execute(sa.delete(AcceptedWarning).where(col(AcceptedWarning.criteria_set_id) == set_id))
    session.delete(draft.row)
    session.flush()


def require_steward(session: Session, actor: Actor | None, unit_id: UUID) -> None:
    """Criteria sets are kept by the operator, by administrators and by officers, each for their reach."""
    if actor is not None:
        require_reach(session, actor, unit_id)
        actor.require(Permission.CRITERIA_WRITE)
    elif session.get(Unit, unit_id) is None:
        raise NotFound


def _locked(session: Session, actor: Actor | None, set_id: UUID) -> CriteriaSet:
    if actor is not None:
        return locked(session, actor, set_id)
    row = session.exec(select(CriteriaSet).where(CriteriaSet.id == set_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    return row


def publishing_refusal(actor: Actor, kind: str) -> str:
    """Why the actor may not publish a set of this kind; empty: they may.

    How a year is graded is laid down from the district upwards (DOMAIN, section 7).
    """
    if actor.role is Role.COMMUNE_OFFICER and kind.startswith(ANNUAL):
        return "Bộ tiêu chí xếp loại hằng năm do cấp huyện trở lên ban hành."
    return ""


def _require_competence(actor: Actor | None, row: CriteriaSet) -> None:
    if actor and (refusal := publishing_refusal(actor, row.kind)):
        raise NotAllowed(refusal)


def _require_seen(row: CriteriaSet, revision: int | None, done: str) -> None:
    if revision is not None and row.revision != revision:
        raise Conflict(f"Bộ tiêu chí vừa được người khác sửa nên chưa {done}. Đồng chí xem lại nội dung mới.")


def _same_version(session: Session, form: Form) -> CriteriaSet | None:
    query = select(CriteriaSet).where(CriteriaSet.code == form.id, CriteriaSet.version == form.version)
    return session.exec(query.with_for_update()).one_or_none()


def _insert(session: Session, form: Form, text: str, unit_id: UUID) -> CriteriaSet:
    row = CriteriaSet(**_columns(form, text, unit_id), state=CriteriaState.DRAFT, created_at=now())
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise _taken(form) from error
    return row


def _replace(session: Session, row: CriteriaSet, form: Form, text: str, unit_id: UUID) -> None:
    if row.state not in OPEN or row.unit_id != unit_id:
        raise _taken(form)
    for name, value in _columns(form, text, unit_id).items():
        setattr(row, name, value)
    row.state = CriteriaState.DRAFT
    row.revision += 1
    row.changed_at = now()
    session.flush()


def _columns(form: Form, text: str, unit_id: UUID) -> dict[str, Any]:
    return {
        "code": form.id,
        "version": form.version,
        "kind": form.kind,
        "title": form.title,
        "issuer": form.issuer,
        "document_number": form.document_number,
        "document_date": form.document_date,
        "valid_from": form.valid_from,
        "valid_to": form.valid_to,
        "unit_id": unit_id,
        "body": text,
    }


def _taken(form: Form) -> Conflict:
    return Conflict(
        f"Bộ tiêu chí “{form.id}” phiên bản {form.version} đã có và không sửa được nữa. "
        "Đồng chí tăng số phiên bản (version) trong tệp rồi lưu lại.",
        field="version",
    )


def _require_sound(session: Session, row: CriteriaSet, *, is_operator: bool) -> None:
    """A check that passed once may fail today: the check itself may have learnt something."""
    found = examined(row.body, subject_of(session, row.kind))
    sentences = [*(fault.sentence for fault in found.faults), *(error.finding.sentence for error in found.errors)]
    if sentences:
        raise Invalid(
            f"Chưa ban hành được, bộ tiêu chí còn {len(sentences)} lỗi: {' '.join(sentences)}", reasons=tuple(sentences)
        )
    warnings = still_open(found, accepted(session, row.id))
    if warnings and is_operator:
        sentences = [warning.finding.sentence for warning in warnings]
        sentence = f'Bộ tiêu chí còn {len(sentences)} cảnh báo. Chấp nhận thì ban hành lại với --accept "lý do".'
        raise Invalid(sentence, field="reason", reasons=tuple(sentences))
    if not is_operator and (warnings or row.state is not CriteriaState.CHECKED):
        raise Conflict("Bộ tiêu chí chưa qua kiểm tra nên chưa ban hành được. Đồng chí kiểm tra rồi ban hành.")


def _record(session: Session, actor: Actor | None, action: str, row: CriteriaSet) -> None:
    facts = {"code": row.code, "version": row.version}
    audit.record(session, actor, action, row, entity_id=row.id, unit_id=row.unit_id, **facts)
