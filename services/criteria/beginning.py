"""New criteria sets: begun empty, copied for another unit, or continued as the next version."""

from collections.abc import Iterator
from itertools import count
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models import CriteriaSet, CriteriaState
from models.base import new_id
from services import audit, units
from services.access import Actor
from services.clock import now, today
from services.criteria import drafts, plain
from services.criteria.addresses import Data
from services.criteria.identifiers import slug
from services.criteria.keeping import require_steward
from services.criteria.kinds import kinds
from services.criteria.reading import readable
from services.errors import Conflict, Invalid, NotFound

LONGEST_CODE = 80
MOST_ATTEMPTS = 50
OF_A_DOCUMENT = ("document_number", "document_date", "valid_from", "valid_to")
"""What a new document says anew."""


def begin(session: Session, actor: Actor, unit_id: UUID, kind: str, token: UUID | None = None) -> UUID:
    """Begin a set of a kind for a unit and everything below it. The same token again is the same set.

    Raises Invalid for a kind that may not be used there.
    """
    require_steward(session, actor, unit_id)
    if kind not in {known.code for known in kinds(session, actor)}:
        raise Invalid("Đồng chí chọn một loại đánh giá trong danh sách.", field="kind")
    issuer = units.unit(session, actor, unit_id).name
    data: Data = {"kind": kind, "issuer": issuer, "scoring_mode": "points", "sections": [], "grades": []}
    codes = _codes(f"{kind}_{slug(issuer)}")
    return _new(session, actor, unit_id, data, ((code, 1) for code in codes), "criteria_set:begun", token)


def copy(  # noqa: PLR0913 - a copy has this many facts
    session: Session, actor: Actor, set_id: UUID, unit_id: UUID, *, as_new_version: bool, token: UUID | None = None
) -> UUID:
    """Make a draft of a set that the actor may read: of the same one as its next version, or a set of its own.

    What a document says anew (number, days) is left out. A new version stays with its unit. The same token again
    is the same draft.
    """
    source = session.exec(select(CriteriaSet).where(CriteriaSet.id == set_id, readable(actor))).one_or_none()
    if source is None:
        raise NotFound
    require_steward(session, actor, unit_id)
    if not as_new_version:
        issuer = units.unit(session, actor, unit_id).name
        return copied(session, actor, unit_id, plain.read(source.body) | {"issuer": issuer}, token)
    if unit_id != source.unit_id:
        raise Invalid("Phiên bản mới thuộc đúng đơn vị đã ban hành bộ này. Đồng chí chọn sao chép thành bộ riêng.")
    last = session.exec(select(sa.func.max(CriteriaSet.version)).where(CriteriaSet.code == source.code)).one()
    versions = ((source.code, last + step) for step in count(1))
    data = _without_document(plain.read(source.body))
    return _new(session, actor, unit_id, data, versions, "criteria_set:copied", token)


def copied(session: Session, actor: Actor, unit_id: UUID, data: Data, token: UUID | None) -> UUID:
    """Make a draft of these data as a set of the unit's own; the caller has checked who may."""
    codes = _codes(f"{data['kind']}_{slug(data['issuer'])}")
    names = ((code, 1) for code in codes)
    return _new(session, actor, unit_id, _without_document(data), names, "criteria_set:copied", token)


def _without_document(data: Data) -> Data:
    return {name: value for name, value in data.items() if name not in OF_A_DOCUMENT}


def _new(  # noqa: PLR0913, PLR0917 - a set has this many facts
    session: Session,
    actor: Actor,
    unit_id: UUID,
    data: Data,
    names: Iterator[tuple[str, int]],
    action: str,
    token: UUID | None,
) -> UUID:
    for (code, version), _ in zip(names, range(MOST_ATTEMPTS), strict=False):
        if token and _is_made(session, token):
            return token
        row = _row(token or new_id(), unit_id, {"id": code, "version": version, **_unnamed(data)})
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            continue  # somebody has a set of that name, or the other click of a double one was first
        facts = {"code": row.code, "version": row.version}
        audit.record(session, actor, action, row, entity_id=row.id, unit_id=unit_id, **facts)
        return row.id
    raise Conflict("Chưa mở được bộ tiêu chí mới vì nhiều người cùng mở một lúc. Đồng chí bấm lại.")


def _is_made(session: Session, set_id: UUID) -> bool:
    return session.exec(select(CriteriaSet.id).where(CriteriaSet.id == set_id)).one_or_none() is not None


def _row(set_id: UUID, unit_id: UUID, data: Data) -> CriteriaSet:
    row = CriteriaSet(
        id=set_id,
        code=data["id"],
        version=data["version"],
        kind=data["kind"],
        title="",
        valid_from=today(),
        unit_id=unit_id,
        state=CriteriaState.DRAFT,
        body=plain.text_of(data),
        created_at=now(),
        changed_at=now(),
    )
    for name, value in drafts.columns(data, row).items():
        setattr(row, name, value)
    return row


def _unnamed(data: Data) -> Data:
    return {name: value for name, value in data.items() if name not in {"id", "version"}}


def _codes(start: str) -> Iterator[str]:
    """``four_good_cell_dang_bo_xa_bang_van_2026``, then the same with a number behind it."""
    wanted = f"{start[: LONGEST_CODE - len('_2026_50')]}_{today().year}"
    yield wanted
    yield from (f"{wanted}_{number}" for number in count(2))
