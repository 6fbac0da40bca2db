"""Disciplinary decisions about members. Of the reasons nothing is kept but the number of the decision."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models import AuditEntry, Discipline, DisciplineForm, Member, Membership, MembershipKind, UnitEra
from services import audit
from services.access import Actor, Permission, within_reach
from services.clock import now, today
from services.errors import Conflict, Invalid, NotFound
from services.members.rosters import in_scope
from services.vietnamese import clean, day

FORM_NAMES = {
    DisciplineForm.REPRIMAND: "Khiển trách",
    DisciplineForm.WARNING: "Cảnh cáo",
    DisciplineForm.DISMISSAL: "Cách chức",
    DisciplineForm.EXPULSION: "Khai trừ",
}
"""What the forms are called on the screen (Điều lệ Đảng, Điều 35)."""
LONGEST_NUMBER = 80


@dataclass(frozen=True)
class DisciplineDraft:
    """A decision as it was typed; None for what was not chosen."""

    member_id: UUID | None
    form: DisciplineForm | None
    decision_number: str
    decided_on: date | None


@dataclass(frozen=True)
class DisciplineRow:
    """A decision as it is listed, with the member's cell under its name of that day."""

    discipline_id: UUID
    member_id: UUID
    full_name: str
    unit_id: UUID
    unit_name: str
    form: DisciplineForm
    decision_number: str
    decided_on: date


def discipline(session: Session, actor: Actor, draft: DisciplineDraft, token: UUID) -> UUID:
    """Record a decision about a member of a cell in reach on the day of the decision.

    ``token`` is made by the screen and becomes the decision's id, so that a double click records it once.
    NotFound, with the same words, for somebody who was nowhere in reach that day; Conflict where it is recorded already.
    """
    cell_id = _cell(session, actor, draft.member_id, draft.decided_on or today()) if draft.member_id else None
    actor.require(Permission.MEMBERS_WRITE)
    if draft.member_id is None or cell_id is None:
        raise Invalid("Đồng chí chọn đảng viên.", field="member_id")
    row = Discipline(
        id=token,
        member_id=draft.member_id,
        unit_id=cell_id,
        form=_form(draft),
        decision_number=_number(draft),
        decided_on=_day(draft),
        created_at=now(),
    )
    if _is_new(session, row):
        audit.record(session, actor, "discipline:recorded", row, entity_id=row.id, unit_id=cell_id, **_facts(row))
        session.flush()
    return token


def withdraw_discipline(session: Session, actor: Actor, discipline_id: UUID) -> None:
    """Take back a decision that was recorded by mistake. A second click changes nothing."""
    row = session.exec(
        select(Discipline).where(Discipline.id == discipline_id, within_reach(actor, Discipline.unit_id))
    ).one_or_none()
    if row is None:
        _require_withdrawn(session, actor, discipline_id)
    actor.require(Permission.MEMBERS_WRITE)
    if row is None:
        return
    session.delete(row)
    facts = _facts(row)
    audit.record(session, actor, "discipline:withdrawn", row, entity_id=discipline_id, unit_id=row.unit_id, **facts)
    session.flush()


def disciplines(session: Session, actor: Actor, unit_id: UUID | None, first: date, last: date) -> list[DisciplineRow]:
    """The decisions of the days from ``first`` to ``last`` about members of cells at and below a unit, newest first.

    None: everything in reach. One statement for that; NotFound when the named unit is out of reach.
    """
    lasts = sa.or_(col(UnitEra.ends_on).is_(None), col(UnitEra.ends_on) > Discipline.decided_on)
    era = sa.and_(col(UnitEra.unit_id) == Discipline.unit_id, col(UnitEra.starts_on) <= Discipline.decided_on, lasts)
    query = (
        select(Discipline, Member.full_name, sa.func.coalesce(col(UnitEra.name), ""))
        .join(Member, col(Member.id) == Discipline.member_id)
        .outerjoin(UnitEra, era)
        .where(in_scope(session, actor, unit_id, Discipline.unit_id), col(Discipline.decided_on).between(first, last))
        .order_by(col(Discipline.decided_on).desc(), col(Member.sort_key), col(Discipline.id))
    )
    return [_listed(*found) for found in session.exec(query)]


def _cell(session: Session, actor: Actor, member_id: UUID, on: date) -> UUID:
    """The cell that the member belonged to on a day, or left on it: an expulsion may end the membership that day."""
    has_not_left = sa.or_(col(Membership.left_on).is_(None), col(Membership.left_on) >= on)
    found = session.exec(
        select(Membership.unit_id, within_reach(actor, Membership.unit_id))
        .where(Membership.member_id == member_id, Membership.kind == MembershipKind.FULL)
        .where(Membership.joined_on <= on, has_not_left)
        .order_by(col(Membership.joined_on).desc(), col(Membership.id))
        .limit(1)
    ).first()
    if found is None or not found[1]:
        raise NotFound(f"Ngày {day(on)} đảng viên này không sinh hoạt tại chi bộ nào trong phạm vi của đồng chí.")
    return found[0]


def _form(draft: DisciplineDraft) -> DisciplineForm:
    if draft.form is None:
        raise Invalid("Đồng chí chọn hình thức kỷ luật.", field="form")
    return draft.form


def _number(draft: DisciplineDraft) -> str:
    number = clean(draft.decision_number)
    if not number:
        raise Invalid("Đồng chí ghi số quyết định.", field="decision_number")
    if len(number) > LONGEST_NUMBER:
        raise Invalid(f"Số quyết định dài quá {LONGEST_NUMBER} ký tự.", field="decision_number")
    return number


def _day(draft: DisciplineDraft) -> date:
    if draft.decided_on is None:
        raise Invalid("Đồng chí chọn ngày quyết định.", field="decided_on")
    if draft.decided_on > today():
        raise Invalid(f"Ngày quyết định {day(draft.decided_on)} ở sau hôm nay.", field="decided_on")
    return draft.decided_on


def _is_new(session: Session, row: Discipline) -> bool:
    """Store the decision unless this very one is stored already."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        known = session.get(Discipline, row.id)
        if known is None or known.member_id != row.member_id:
            raise Conflict(
                f"Quyết định số {row.decision_number} ngày {day(row.decided_on)} về đảng viên này đã được ghi.",
                field="decision_number",
            ) from None
        return False
    return True


def _require_withdrawn(session: Session, actor: Actor, discipline_id: UUID) -> None:
    entry = select(AuditEntry).where(
        AuditEntry.entity_id == str(discipline_id),
        AuditEntry.action == "discipline:withdrawn",
        within_reach(actor, AuditEntry.unit_id),
    )
    if session.exec(entry).first() is None:
        raise NotFound


def _facts(row: Discipline) -> dict[str, object]:
    return {
        "member_id": str(row.member_id),
        "form": row.form,
        "decision_number": row.decision_number,
        "decided_on": row.decided_on.isoformat(),
    }


def _listed(row: Discipline, full_name: str, unit_name: str) -> DisciplineRow:
    return DisciplineRow(
        discipline_id=row.id,
        member_id=row.member_id,
        full_name=full_name,
        unit_id=row.unit_id,
        unit_name=unit_name,
        form=row.form,
        decision_number=row.decision_number,
        decided_on=row.decided_on,
    )
