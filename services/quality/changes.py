"""How the memberships of cells changed in a month, in sentences: the reports explain every change of a number."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from models import Membership, MembershipKind, Unit
from services import months, units
from services.access import Actor, below
from services.vietnamese import listing, number

CAME = {"admission": "kết nạp", "transfer": "chuyển đến", "split": "nhận do chia tách", "founding": "thành lập"}
LEFT = {
    "transfer": "chuyển đi",
    "split": "chuyển do chia tách",
    "name_removal": "xóa tên",
    "expulsion": "khai trừ",
    "death": "từ trần",
}


def of_month(session: Session, actor: Actor, path: str, month: date, names: Mapping[UUID, str]) -> tuple[str, ...]:
    """A sentence for every cell whose full members changed in the month, in the order of ``names``."""
    first, last = month, months.last_day(month)
    membership = (
        Membership.unit_id,
        Membership.joined_on,
        Membership.joined_by,
        Membership.left_on,
        Membership.left_by,
    )
    came, left = col(Membership.joined_on).between(first, last), col(Membership.left_on).between(first, last)
    query = (
        sa.select(*map(col, membership))
        .join(Unit, col(Unit.id) == col(Membership.unit_id))
        .where(below(actor.unit_path), below(path), col(Membership.kind) == MembershipKind.FULL, sa.or_(came, left))
    )
    counts: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
    for unit_id, joined_on, joined_by, left_on, left_by in session.execute(query):
        if first <= joined_on <= last:
            counts[unit_id][CAME.get(joined_by, "tăng")] += 1
        if left_on and first <= left_on <= last:
            counts[unit_id][LEFT.get(left_by, "giảm")] += 1
    return tuple(f"{name}: {_said(counts[unit_id])}." for unit_id, name in names.items() if counts[unit_id])


def unit_name(session: Session, actor: Actor, unit_id: UUID, on: date) -> str:
    """What the unit was called on the day, or is called now."""
    found = units.by_id(session, actor, [unit_id], on) or units.by_id(session, actor, [unit_id])
    return found[unit_id].name if found else ""


def _said(counts: Counter[str]) -> str:
    return listing(f"{what} {number(count)} đảng viên" for what, count in counts.items())
