"""Admissions (kết nạp) of a year: how many each cell is to admit, and how many it has admitted."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import AdmissionPlan, Member, Membership, MembershipKind, Unit
from services import audit, meetings
from services.access import Actor, Permission, require_reach, within_reach
from services.clock import now
from services.errors import Invalid, Overtaken
from services.vietnamese import number

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST = 999


@dataclass(frozen=True)
class PlanRow:
    """One cell in one year; ``planned`` None: no plan was set."""

    unit_id: UUID
    unit_name: str
    commune_id: UUID | None
    commune_name: str
    planned: int | None
    admitted: int

    @property
    def share(self) -> Fraction | None:
        """Admitted over planned, as a fraction of 1; None without a plan, and for a plan to admit nobody."""
        return Fraction(self.admitted, self.planned) if self.planned else None


def plans(session: Session, actor: Actor, year: int) -> list[PlanRow]:
    """Every cell in reach that was there in the year, by commune and cell. Three statements, however many cells.

    A cell stands under the last name and commune that it had in the year. Whoever was admitted counts for the
    cell to which they belonged on the day of their admission.
    """
    there = meetings.expected_cells(session, actor, actor.unit_path, *_days(year))
    newest = {cell.unit_id: cell for cell in sorted(there, key=lambda cell: cell.starts_on)}
    query = select(AdmissionPlan.unit_id, AdmissionPlan.planned).where(
        AdmissionPlan.year == year, within_reach(actor, AdmissionPlan.unit_id)
    )
    planned = dict(session.exec(query).all())
    admitted = _admitted(session, actor, year)
    return [
        PlanRow(
            unit_id=cell.unit_id,
            unit_name=cell.name,
            commune_id=cell.commune_id,
            commune_name=cell.commune_name,
            planned=planned.get(cell.unit_id),
            admitted=admitted.get(cell.unit_id, 0),
        )
        for cell in sorted(newest.values(), key=lambda cell: cell.order)
    ]


def plan(  # noqa: PLR0913, PLR0917 - a change has this many facts
    session: Session, actor: Actor, unit_id: UUID, year: int, planned: object, seen: object
) -> int | None:
    """Store how many members a cell is to admit in a year (None or nothing typed: no plan) and return it.

    ``seen`` is what the screen showed as stored; where the database holds neither that nor the new number,
    somebody else was there first: Conflict. Raises NotFound, NotAllowed, Invalid.
    """
    unit = require_reach(session, actor, unit_id)
    actor.require(Permission.MEMBERS_WRITE)
    _require_cell(session, actor, unit, year)
    wanted, shown = _heads(planned), _heads(seen)
    row = _locked(session, unit_id, year)
    before = row.planned if row else None
    if before == wanted:
        return wanted
    if before != shown:
        raise _overtaken(year, before)
    _keep(session, row or AdmissionPlan(unit_id=unit_id, year=year, planned=0, changed_at=now()), wanted)
    facts = {"year": year, "before": before, "after": wanted}
    audit.record(
        session, actor, "admission_plan:written", "admission_plan", entity_id=unit_id, unit_id=unit_id, **facts
    )
    session.flush()
    return wanted


def _days(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _admitted(session: Session, actor: Actor, year: int) -> dict[UUID, int]:
    first, last = _days(year)
    there_that_day = sa.and_(
        col(Membership.joined_on) <= Member.admitted_on,
        sa.or_(col(Membership.left_on).is_(None), col(Membership.left_on) > Member.admitted_on),
    )
    query = (
        select(Membership.unit_id, sa.func.count(sa.distinct(col(Member.id))))
        .join(Member, col(Member.id) == Membership.member_id)
        .where(Membership.kind == MembershipKind.FULL, there_that_day)
        .where(col(Member.admitted_on).between(first, last), within_reach(actor, Membership.unit_id))
        .group_by(col(Membership.unit_id))
    )
    return dict(session.exec(query).all())


def _require_cell(session: Session, actor: Actor, unit: Unit, year: int) -> None:
    is_known = FIRST_YEAR <= year <= LAST_YEAR
    there = meetings.expected_cells(session, actor, unit.path, *_days(year)) if is_known else []
    if all(cell.unit_id != unit.id for cell in there):
        raise Invalid(f"Năm {year} không có chi bộ này để giao chỉ tiêu kết nạp.", field="unit_id")


def _heads(value: object) -> int | None:
    """The number that was meant; nothing typed is no number."""
    typed = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else value
    if typed is None or typed == "":
        return None
    if isinstance(typed, str) and typed.isascii() and typed.isdigit() and len(typed) <= len(str(MOST)):
        return int(typed)
    raise Invalid(f"Chỉ tiêu kết nạp là một số nguyên từ 0 đến {MOST}.", field="planned")


def _locked(session: Session, unit_id: UUID, year: int) -> AdmissionPlan | None:
    """The stored plan. Whoever writes a plan of a unit has the unit's row meanwhile, so two cannot both be the first."""
    session.exec(select(Unit.id).where(Unit.id == unit_id).with_for_update(key_share=True)).one()
    return session.get(AdmissionPlan, (unit_id, year), populate_existing=True)


def _overtaken(year: int, stored: int | None) -> Overtaken:
    stands = "để trống" if stored is None else f"“{number(stored)}”"
    return Overtaken(
        f"Chỉ tiêu kết nạp năm {year} vừa được người khác đổi thành {stands}.",
        field="planned",
    )


def _keep(session: Session, row: AdmissionPlan, wanted: int | None) -> None:
    if wanted is None:
        session.delete(row)
        return
    row.planned, row.changed_at = wanted, now()
    session.add(row)
