"""Which papers there are: of one meeting, of a month of a unit, and of all cells below it for one archive."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlmodel import Session

from models import PaperKind
from services import clock, meetings, months
from services.access import Actor, require_reach
from services.errors import Invalid
from services.meetings import MeetingRef
from services.papers.kinds import AFTER_MEETINGS, OF_MEETINGS, OF_MONTHS, SYMBOLS
from services.papers.numbers import number_of, stored_meeting
from services.papers.rows import IssuedNumber, PaperRef

MOST = 600
"""Papers of one archive: two meetings of every cell of a district."""


@dataclass(frozen=True)
class ListedPaper:
    """A paper that can be printed."""

    ref: PaperRef
    issued: IssuedNumber | None
    is_draft: bool
    is_numbered: bool
    """Whether its kind has numbers at all."""


def of_meeting(session: Session, actor: Actor, ref: MeetingRef) -> list[ListedPaper]:
    """The papers of one meeting: the notice beforehand, the others once its record is begun. NotFound out of reach."""
    require_reach(session, actor, ref.unit_id)
    notice = PaperRef(PaperKind.NOTICE, ref.unit_id, ref.month, ref.kind, ref.number)
    meeting = stored_meeting(session, notice)
    is_ahead = ref.month > months.month_of(clock.today())
    kinds = [PaperKind.NOTICE] if meeting is None or is_ahead else _after(is_resolution=meeting.is_resolution)
    is_final = meeting is not None and meeting.state.is_handed_in
    return [_listed(session, actor, replace(notice, kind=kind), is_final=is_final) for kind in kinds]


def _after(*, is_resolution: bool) -> list[PaperKind]:
    other = PaperKind.CONCLUSION if is_resolution else PaperKind.RESOLUTION
    return [kind for kind in OF_MEETINGS if kind is not other]


def of_month(session: Session, actor: Actor, unit_id: UUID, month: date) -> list[ListedPaper]:
    """The papers of a month of a unit that is no cell."""
    return [_listed(session, actor, PaperRef(kind, unit_id, month), is_final=True) for kind in OF_MONTHS]


def archive(session: Session, actor: Actor, unit_id: UUID, month: date, kind: PaperKind) -> list[PaperRef]:
    """The papers of a kind of every meeting handed in for the month at and below a unit, in the order of the book.

    Invalid where there is none, and where there are more than ``MOST``.
    """
    require_reach(session, actor, unit_id)
    refs = [row.ref for row in meetings.book(session, actor, unit_id, month, month) if row.is_handed_in]
    found = [PaperRef(kind, ref.unit_id, ref.month, ref.kind, ref.number) for ref in refs]
    if not found:
        raise Invalid("Tháng này chưa có biên bản nào đã nộp trong phạm vi đã chọn.")
    if len(found) > MOST:
        raise Invalid(f"Có {len(found)} văn bản, quá {MOST} văn bản một lần. Đồng chí chọn phạm vi nhỏ hơn.")
    return found


def _listed(session: Session, actor: Actor, ref: PaperRef, *, is_final: bool) -> ListedPaper:
    return ListedPaper(
        ref=ref,
        issued=number_of(session, actor, ref),
        is_draft=ref.kind in AFTER_MEETINGS and not is_final,
        is_numbered=ref.kind in SYMBOLS,
    )
