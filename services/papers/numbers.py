"""Numbers of papers: one run per unit, type of document and committee term, without gaps (HD 05-HD/VPTW 2026)."""

from sqlmodel import Session, col, func, select

from models import Meeting, PaperKind, PaperNumber, Unit
from services import audit
from services.access import Actor, Permission, require_reach
from services.clock import now, today
from services.errors import Conflict, Invalid
from services.papers.issuers import issuer
from services.papers.kinds import AFTER_MEETINGS, NAMES, OF_MONTHS, SYMBOLS, counted_as
from services.papers.rows import IssuedNumber, PaperRef


def issue(session: Session, actor: Actor, ref: PaperRef) -> IssuedNumber:
    """Give the paper its number; the same paper always gets the same one.

    Raises Invalid for a kind without numbers and while nobody has said when the term began, Conflict while the
    record that the paper is about has not been handed in.
    """
    unit = require_reach(session, actor, ref.unit_id)
    actor.require(Permission.MEETINGS_WRITE)
    if ref.kind not in SYMBOLS:
        raise Invalid(f"{NAMES[ref.kind]} không đánh số riêng.")
    subject = _subject(session, ref)
    _require_final(session, ref)
    _wait_for_turn(session, unit)
    row = _stored(session, ref, subject)
    if row is not None:
        return IssuedNumber(row.number, row.term_starts_on, row.issued_at)
    row = _numbered(session, actor, ref, subject)
    facts = {"kind": ref.kind.value, "number": row.number, "term": row.term_starts_on.isoformat(), "subject": subject}
    audit.record(session, actor, "paper:issued", row, entity_id=row.id, unit_id=ref.unit_id, **facts)
    return IssuedNumber(row.number, row.term_starts_on, row.issued_at, is_new=True)


def number_of(session: Session, actor: Actor, ref: PaperRef) -> IssuedNumber | None:
    """The number that a paper has; None while it has none. NotFound out of reach."""
    require_reach(session, actor, ref.unit_id)
    meeting = None if ref.kind in OF_MONTHS else stored_meeting(session, ref)
    if ref.kind not in SYMBOLS or (meeting is None and ref.kind not in OF_MONTHS):
        return None
    row = _stored(session, ref, _written(ref, meeting))
    return IssuedNumber(row.number, row.term_starts_on, row.issued_at) if row else None


def _numbered(session: Session, actor: Actor, ref: PaperRef, subject: str) -> PaperNumber:
    term = issuer(session, actor, ref.unit_id, today()).term_starts_on
    if term is None:
        raise Invalid(
            "Chưa ghi ngày bắt đầu nhiệm kỳ nên chưa cấp được số. Đồng chí ghi ngày đó ở mục “Thể thức ký, nhiệm kỳ” "
            "của đơn vị hoặc cấp trên."
        )
    newest = select(func.max(PaperNumber.number)).where(
        PaperNumber.unit_id == ref.unit_id,
        PaperNumber.kind == counted_as(ref.kind),
        PaperNumber.term_starts_on == term,
    )
    row = PaperNumber(
        unit_id=ref.unit_id,
        kind=counted_as(ref.kind),
        term_starts_on=term,
        number=(session.exec(newest).one() or 0) + 1,
        subject=subject,
        issued_at=now(),
    )
    session.add(row)
    session.flush()
    return row


def _wait_for_turn(session: Session, unit: Unit) -> None:
    """One paper of a unit at a time: who waits here sees the number that the one before has taken."""
    session.exec(select(Unit.id).where(Unit.id == unit.id).with_for_update(key_share=True)).one()


def _subject(session: Session, ref: PaperRef) -> str:
    meeting = None if ref.kind in OF_MONTHS else stored_meeting(session, ref)
    if meeting is None and ref.kind not in OF_MONTHS:
        raise Conflict("Buổi họp này chưa lên lịch, chưa có biên bản nên chưa cấp được số văn bản.")
    return _written(ref, meeting)


def _written(ref: PaperRef, meeting: Meeting | None) -> str:
    return f"meeting:{meeting.id}" if meeting else f"month:{ref.month:%Y-%m}"


def _require_final(session: Session, ref: PaperRef) -> None:
    meeting = stored_meeting(session, ref) if ref.kind in AFTER_MEETINGS else None
    if meeting is None:
        return
    if not meeting.state.is_handed_in:
        raise Conflict(f"Biên bản chưa nộp nên {NAMES[ref.kind].lower()} còn là dự thảo, chưa cấp số.")
    written = PaperKind.RESOLUTION if meeting.is_resolution else PaperKind.CONCLUSION
    if ref.kind in {PaperKind.RESOLUTION, PaperKind.CONCLUSION} and ref.kind is not written:
        raise Conflict(f"Buổi sinh hoạt này ra {NAMES[written].lower()}, không ra {NAMES[ref.kind].lower()}.")


def stored_meeting(session: Session, ref: PaperRef) -> Meeting | None:
    """The record that a paper is about, as it is stored; the caller has reached its unit."""
    key = ref.meeting
    return session.exec(
        select(Meeting).where(
            Meeting.unit_id == key.unit_id,
            Meeting.month == key.month,
            Meeting.kind == key.kind,
            Meeting.number == key.number,
        )
    ).one_or_none()


def _stored(session: Session, ref: PaperRef, subject: str) -> PaperNumber | None:
    return session.exec(
        select(PaperNumber)
        .where(PaperNumber.unit_id == ref.unit_id, PaperNumber.subject == subject)
        .where(col(PaperNumber.kind) == counted_as(ref.kind))
    ).one_or_none()
