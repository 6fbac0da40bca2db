"""Writing pledges: signed one by one or many at once, deeds registered and taken back."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from models import Pledge, PledgeKind, PledgeReview
from services import audit
from services.access import Actor
from services.clock import now, today
from services.errors import Conflict, Invalid, NotFound
from services.member_work import places
from services.member_work.judging import named
from services.vietnamese import day

LONGEST = 2000
FIRST_YEAR = 2000
Value = date | str | None


def sign(  # noqa: PLR0913, PLR0917 - a change has this many facts
    session: Session, actor: Actor, unit_id: UUID, year: int, field: str, value: object, seen: object
) -> Any:
    """Store ``signed_on:<member id>`` (a day, None: not signed) or ``text:<member id>`` of a member's commitment.

    Returns it as stored. ``seen`` is what the screen showed as stored; where the database holds neither that nor the
    new value, somebody else was there first: Conflict. A commitment without day and text is none. Raises NotFound,
    NotAllowed, Invalid.
    """
    places.cell_for_change(session, actor, unit_id)
    kind, member_id = named(field)
    roster = places.roster_of_year(session, actor, unit_id, _year(year))
    entry = places.require_member(roster, member_id, date(year, 12, 31))
    row = _commitments(session, unit_id, year, [member_id]).get(member_id)
    before = _stored(row, kind)
    new, shown = _parsed(kind, value, field, year), _plain(kind, seen)
    if before == new:
        return new
    if before != shown:
        raise places.overtaken(f"Bản cam kết năm {year} của đồng chí {entry.full_name}", _words(before), field)
    _keep(session, row or _commitment(unit_id, year, member_id), new)
    facts = {"field": kind, "before": _json(before), "after": _json(new)}
    _note(session, actor, "pledge:written", unit_id, member_id, year=year, **facts)
    return new


def sign_many(  # noqa: PLR0913, PLR0917 - a change has this many facts
    session: Session, actor: Actor, unit_id: UUID, year: int, member_ids: Collection[UUID], signed_on: date | None
) -> int:
    """Note one day for the commitments of several members; whoever has a day keeps it. How many were noted now.

    A second click notes nothing. Raises NotFound, NotAllowed, Invalid.
    """
    places.cell_for_change(session, actor, unit_id)
    roster = places.roster_of_year(session, actor, unit_id, _year(year))
    wanted = [places.require_member(roster, member_id, date(year, 12, 31)).member_id for member_id in member_ids]
    if not wanted:
        raise Invalid("Đồng chí chọn đảng viên đã ký cam kết.", field="member_id")
    if signed_on is None:
        raise Invalid("Đồng chí chọn ngày ký.", field="signed_on")
    on = _signed_on(signed_on, year, "signed_on")
    known = _commitments(session, unit_id, year, wanted)
    unsigned = [member_id for member_id in wanted if member_id not in known or known[member_id].signed_on is None]
    for member_id in unsigned:
        _keep(session, known.get(member_id) or _commitment(unit_id, year, member_id), on)
        _note(session, actor, "pledge:written", unit_id, member_id, year=year, field="signed_on", after=on.isoformat())
    return len(unsigned)


def register(  # noqa: PLR0913, PLR0917 - a change has this many facts
    session: Session, actor: Actor, unit_id: UUID, year: int, member_id: UUID | None, text: str, token: UUID
) -> UUID:
    """Register a deed that a member will do in a year. ``token`` is made by the screen and becomes its id, so that a

    double click registers it once. Raises NotFound, NotAllowed, Invalid.
    """
    places.cell_for_change(session, actor, unit_id)
    roster = places.roster_of_year(session, actor, unit_id, _year(year))
    entry = places.require_member(roster, member_id, date(year, 12, 31))
    words = places.text(text, "nội dung việc đăng ký", "text", LONGEST, may_be_empty=False)
    row = Pledge(
        id=token,
        unit_id=unit_id,
        member_id=entry.member_id,
        year=year,
        kind=PledgeKind.DEED,
        text=words,
        created_at=now(),
    )
    if places.is_new(session, row, "Việc đăng ký chưa lưu được. Đồng chí tải lại trang rồi nhập lại."):
        _note(
            session, actor, "pledge:registered", unit_id, token, member_id=str(entry.member_id), year=year, text=words
        )
    return token


def withdraw_deed(session: Session, actor: Actor, unit_id: UUID, pledge_id: UUID) -> None:
    """Take back a deed that no meeting has reviewed. A second click changes nothing."""
    places.cell_for_change(session, actor, unit_id)
    wanted = (Pledge.id == pledge_id, Pledge.unit_id == unit_id, Pledge.kind == PledgeKind.DEED)
    row = session.exec(select(Pledge).where(*wanted)).one_or_none()
    if row is None:
        places.require_withdrawn(session, unit_id, pledge_id, "pledge:withdrawn")
        return
    _require_unreviewed(session, row)
    session.delete(row)
    _note(session, actor, "pledge:withdrawn", unit_id, pledge_id, member_id=str(row.member_id), text=row.text)


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= today().year:
        raise Invalid(f"Năm {year} chưa đến hoặc quá xa nên chưa ghi cam kết được.", field="year")
    return year


def _commitments(session: Session, unit_id: UUID, year: int, member_ids: Collection[UUID]) -> dict[UUID, Pledge]:
    query = select(Pledge).where(
        Pledge.unit_id == unit_id,
        Pledge.year == year,
        Pledge.kind == PledgeKind.COMMITMENT,
        col(Pledge.member_id).in_(member_ids),
    )
    # Read anew: whoever held the cell's row before may have written since this transaction first looked.
    return {row.member_id: row for row in session.exec(query.execution_options(populate_existing=True))}


def _commitment(unit_id: UUID, year: int, member_id: UUID) -> Pledge:
    kind = PledgeKind.COMMITMENT
    return Pledge(unit_id=unit_id, member_id=member_id, year=year, kind=kind, text="", created_at=now())


def _stored(row: Pledge | None, kind: str) -> Value:
    if kind == "signed_on":
        return row.signed_on if row else None
    return row.text if row else ""


def _parsed(kind: str, value: object, field: str, year: int) -> Value:
    plain = _plain(kind, value)
    if isinstance(plain, date):
        return _signed_on(plain, year, field)
    return None if kind == "signed_on" else places.text(plain, "nội dung cam kết", field, LONGEST)


def _plain(kind: str, value: object) -> Value:
    if kind not in {"signed_on", "text"}:
        raise NotFound
    if kind == "signed_on":
        return value if isinstance(value, date) else None
    return value if isinstance(value, str) else ""


def _signed_on(on: date, year: int, field: str) -> date:
    """A commitment of a year is signed in it, or in the last month before it."""
    if on > today():
        raise Invalid(f"Ngày ký {day(on)} ở sau hôm nay.", field=field)
    if not date(year - 1, 12, 1) <= on <= date(year, 12, 31):
        raise Invalid(f"Ngày ký {day(on)} không thuộc năm {year}.", field=field)
    return on


def _keep(session: Session, row: Pledge, new: Value) -> None:
    if isinstance(new, date) or new is None:
        row.signed_on = new
    else:
        row.text = new
    if row.signed_on is None and not row.text:
        _require_unreviewed(session, row)
        session.delete(row)
    else:
        session.add(row)
    session.flush()


def _require_unreviewed(session: Session, row: Pledge) -> None:
    if session.exec(select(PledgeReview.pledge_id).where(PledgeReview.pledge_id == row.id)).first():
        raise Conflict("Nội dung này đã được kiểm điểm ở một buổi sinh hoạt nên không bỏ được.", field="pledges")


def _note(session: Session, actor: Actor, action: str, unit_id: UUID, entity_id: UUID, **facts: Any) -> None:
    audit.record(session, actor, action, "pledge", entity_id=entity_id, unit_id=unit_id, **facts)
    session.flush()


def _words(value: Value) -> str:
    return day(value) if isinstance(value, date) else value or ""


def _json(value: Value) -> str | None:
    return value.isoformat() if isinstance(value, date) else value
