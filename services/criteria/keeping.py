"""The life of a criteria set: stored as a draft, published, never changed from then on."""

from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models import CriteriaSet, CriteriaState, Unit
from services import audit, scoring
from services.access import Actor, Permission, require_reach
from services.clock import now
from services.errors import Conflict, Invalid, NotFound
from services.scoring import Form, Severity


def store(session: Session, actor: Actor | None, text: str, unit_id: UUID) -> UUID:
    """Keep a criteria file as a draft for a unit and everything below it; ``actor`` None is the operator.

    The same file again changes nothing; a draft gives way to a newer text of the same version. Raises
    InvalidForm with everything that is wrong in the file, Conflict when the version is out already.
    """
    _require_steward(session, actor, unit_id)
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


def publish(session: Session, actor: Actor | None, set_id: UUID) -> None:
    """Put a draft in force; from then on it never changes. A second time changes nothing.

    Raises Invalid with every error that the lint finds, Conflict for a set that was retired.
    """
    row = session.exec(select(CriteriaSet).where(CriteriaSet.id == set_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    _require_steward(session, actor, row.unit_id)
    if row.state is CriteriaState.PUBLISHED:
        return
    if row.state is CriteriaState.RETIRED:
        raise Conflict("Bộ tiêu chí này đã thôi dùng; muốn dùng lại thì lập phiên bản mới.")
    _require_sound(scoring.load(row.body))
    row.state = CriteriaState.PUBLISHED
    session.flush()
    _record(session, actor, "criteria_set:published", row)


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
    if row.state is not CriteriaState.DRAFT or row.unit_id != unit_id:
        raise _taken(form)
    for name, value in _columns(form, text, unit_id).items():
        setattr(row, name, value)
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


def _require_sound(form: Form) -> None:
    errors = [found.sentence for found in scoring.lint(form) if found.severity is Severity.ERROR]
    if errors:
        raise Invalid(f"Chưa ban hành được, bộ tiêu chí còn {len(errors)} lỗi: {' '.join(errors)}")


def _require_steward(session: Session, actor: Actor | None, unit_id: UUID) -> None:
    """Criteria sets are kept by the operator and by administrators (DOMAIN, section 1)."""
    if actor is not None:
        require_reach(session, actor, unit_id)
        actor.require(Permission.CRITERIA_WRITE)
    elif session.get(Unit, unit_id) is None:
        raise NotFound


def _record(session: Session, actor: Actor | None, action: str, row: CriteriaSet) -> None:
    facts = {"code": row.code, "version": row.version}
    audit.record(session, actor, action, row, entity_id=row.id, unit_id=row.unit_id, **facts)
