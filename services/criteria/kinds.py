"""The kinds of assessment, and whom each is about: those of the product, and those that administrators added."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models import CriteriaKind, SubjectKind, Unit
from services import audit
from services.access import Actor, Permission, require_reach
from services.clock import now
from services.errors import Conflict, Invalid
from services.vietnamese import clean

LONGEST_NAME = 120
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Kind:
    """A kind of assessment: ``code`` as in a criteria file, ``name`` as it stands after “bộ tiêu chí”."""

    code: str
    name: str
    subject: SubjectKind


OWN = (
    Kind("meeting_quality", "chất lượng sinh hoạt chi bộ", SubjectKind.MEETING),
    Kind("four_good_cell", "chi bộ bốn tốt", SubjectKind.CELL),
    Kind("four_good_committee", "đảng bộ bốn tốt", SubjectKind.COMMITTEE),
    Kind("four_good_slip", "phiếu tự kiểm tra bốn tốt", SubjectKind.CELL),
    Kind("annual_cell", "xếp loại chi bộ hằng năm", SubjectKind.CELL),
    Kind("annual_committee", "xếp loại đảng bộ hằng năm", SubjectKind.COMMITTEE),
    Kind("annual_member", "xếp loại đảng viên hằng năm", SubjectKind.MEMBER),
)
"""The kinds of the product (DOMAIN, sections 5 to 7)."""
_BY_CODE = {kind.code: kind for kind in OWN}


def kinds(session: Session, actor: Actor) -> list[Kind]:
    """Every kind that may be used in the actor's unit: the product's, then those added there or above."""
    return [*OWN, *(_kind(row) for row in session.exec(_added(actor.unit_path)))]


def kind_of(session: Session, code: str) -> Kind | None:
    """The kind with this code, whoever added it."""
    row = None if code in _BY_CODE else session.get(CriteriaKind, code)
    return _BY_CODE.get(code) or (_kind(row) if row else None)


def subject_of(session: Session, code: str) -> SubjectKind | None:
    """Whom the kind is about; None when nobody knows it."""
    found = kind_of(session, code)
    return found.subject if found else None


def name_of(session: Session, code: str) -> str:
    """What a kind is called; its code when nobody knows it."""
    found = kind_of(session, code)
    return found.name if found else code


def add_kind(session: Session, actor: Actor, kind: Kind, unit_id: UUID) -> None:
    """Add a kind for a unit and everything below it. The same kind again changes nothing.

    Raises Invalid for a code or name that cannot be, Conflict when the code means something else already or was
    added by a unit outside of the line above: that unit's kind is not named.
    """
    unit = require_reach(session, actor, unit_id)
    actor.require(Permission.CRITERIA_WRITE)
    wanted = _checked(kind)
    if kind_of(session, wanted.code):
        standing = _usable(session, wanted.code, unit.path)
        if standing == wanted:
            return
        raise _taken(wanted.code, standing)
    row = CriteriaKind(code=wanted.code, name=wanted.name, subject=wanted.subject, unit_id=unit_id, created_at=now())
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:  # somebody was faster
        raise _taken(wanted.code, None) from error
    audit.record(session, actor, "criteria_kind:added", row, entity_id=row.code, unit_id=unit_id, name=row.name)


def require_usable(session: Session, code: str, unit_id: UUID) -> None:
    """Raise Conflict unless the kind is the product's, or was added at the unit or above it."""
    if _usable(session, code, session.get_one(Unit, unit_id).path) is None:
        raise Conflict(
            f"Loại đánh giá “{code}” chưa có ở đơn vị của bộ tiêu chí này. Đồng chí chọn loại khác ở mục “Văn bản”.",
            field="kind",
        )


def _usable(session: Session, code: str, path: str) -> Kind | None:
    if code in _BY_CODE:
        return _BY_CODE[code]
    row = session.exec(_added(path).where(CriteriaKind.code == code)).one_or_none()
    return _kind(row) if row else None


def _taken(code: str, standing: Kind | None) -> Conflict:
    owner = f"loại “{standing.name}”" if standing else "một loại đánh giá khác; đồng chí chọn mã khác"
    return Conflict(f"Mã “{code}” đã dùng cho {owner}.", field="code")


def _checked(kind: Kind) -> Kind:
    code, name = clean(kind.code), clean(kind.name)
    if not _CODE.fullmatch(code):
        raise Invalid(
            "Mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới, bắt đầu bằng chữ, tối đa 40 ký tự.", field="code"
        )
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(f"Đồng chí đặt tên loại đánh giá, tối đa {LONGEST_NAME} ký tự.", field="name")
    return Kind(code, name, kind.subject)


def above(path: str) -> list[str]:
    """The ways of the unit with this way and of those above it, the highest first."""
    parts = path.split("/")[1:-1]
    return ["/" + "/".join(parts[: depth + 1]) + "/" for depth in range(len(parts))]


def _added(path: str) -> Any:
    return (
        select(CriteriaKind)
        .join(Unit, col(Unit.id) == CriteriaKind.unit_id)
        .where(col(Unit.path).in_(above(path)))
        .order_by(col(CriteriaKind.name), col(CriteriaKind.code))
    )


def _kind(row: CriteriaKind) -> Kind:
    return Kind(row.code, row.name, row.subject)
