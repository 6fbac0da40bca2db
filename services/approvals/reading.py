"""One record as its reviewer reads it: what was handed in, beside the month before and what was approved before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from models import Account, Meeting, MeetingReview, MeetingState, MeetingVersion, UnitEra, Verdict
from services import months
from services.access import Actor, Permission
from services.approvals import authority, remarks
from services.approvals.remarks import RemarkRow
from services.meetings import MeetingKind, MeetingRef, blocked, cells, parts, records, sheet, versions
from services.meetings.rows import MeetingSheet
from services.meetings.versions import Change, Line

VERDICTS = {Verdict.APPROVED: "Duyệt", Verdict.RETURNED: "Trả lại", Verdict.WITHDRAWN: "Rút duyệt"}


@dataclass(frozen=True)
class Step:
    """One step of a record's way: handed in, approved, returned, withdrawn."""

    at: datetime
    what: str
    by: str
    unit_name: str
    version: int
    note: str = ""


@dataclass(frozen=True)
class Reading:
    """What a reviewer sees of one record."""

    sheet: MeetingSheet
    lines: tuple[Line, ...]
    before: tuple[Line, ...]
    """The cell's meeting of that kind in the month before; empty where there was none."""
    before_month: str
    changes: tuple[Change, ...]
    """What differs from the version that was handed in before; empty for the first."""
    remarks: tuple[RemarkRow, ...]
    way: tuple[Step, ...]
    """Oldest first."""
    refusal: str
    """Why the actor may not judge it now, with whom to ask; empty where they may."""
    may_withdraw: bool

    @property
    def version(self) -> int:
        """The version that is read: what an approval is pinned to."""
        return self.sheet.version


def reading(session: Session, actor: Actor, ref: MeetingRef) -> Reading | None:
    """A record that was handed in, returned or approved; None while nothing was handed in.

    NotFound out of reach. Anybody who reaches it may read; ``refusal`` says whether they may judge.
    """
    cells.reached(session, actor, ref)
    meeting = records.found(session, ref)
    if meeting is None or meeting.version == 0:
        return None
    kept = _kept(session, meeting.id)
    now = sheet(session, actor, ref)
    lines = _lines(session, actor, ref, now)
    earlier = [versions.lines(kept[number]) for number in sorted(kept) if number < meeting.version]
    before_ref = MeetingRef(ref.unit_id, months.after(ref.month, -1), ref.kind, 1)
    return Reading(
        sheet=now,
        lines=lines,
        before=_before(session, actor, before_ref) if ref.kind is MeetingKind.REGULAR else (),
        before_month=f"{before_ref.month:%m/%Y}",
        changes=versions.differences(earlier[-1], lines) if earlier else (),
        remarks=remarks.of_record(session, actor, ref),
        way=_way(session, meeting.id),
        refusal=_refusal(session, actor, meeting),
        may_withdraw=_may_withdraw(session, actor, meeting),
    )


def _lines(session: Session, actor: Actor, ref: MeetingRef, now: MeetingSheet) -> tuple[Line, ...]:
    return versions.lines(versions.content(now, parts(session, actor, ref)))


def _before(session: Session, actor: Actor, ref: MeetingRef) -> tuple[Line, ...]:
    meeting = records.found(session, ref)
    if meeting is None or not meeting.state.is_handed_in:
        return ()
    return _lines(session, actor, ref, sheet(session, actor, ref))


def _kept(session: Session, meeting_id: UUID) -> dict[int, Mapping[str, Any]]:
    query = select(MeetingVersion.version, MeetingVersion.content).where(MeetingVersion.meeting_id == meeting_id)
    return dict(session.exec(query).all())


def _way(session: Session, meeting_id: UUID) -> tuple[Step, ...]:
    """Who handed it in and who judged it, when: the history that nobody can change."""
    named = (Account.display_name, UnitEra.name)
    unit = (col(UnitEra.unit_id) == col(Account.unit_id)) & col(UnitEra.ends_on).is_(None)
    handed_in = session.exec(
        select(MeetingVersion.submitted_at, MeetingVersion.version, *named)
        .join(Account, col(Account.id) == col(MeetingVersion.submitted_by), isouter=True)
        .join(UnitEra, unit, isouter=True)
        .where(MeetingVersion.meeting_id == meeting_id)
    )
    steps = [Step(at, "Nộp", by or "", name or "", version) for at, version, by, name in handed_in]
    judged = session.exec(
        select(MeetingReview, *named)
        .join(Account, col(Account.id) == col(MeetingReview.reviewed_by))
        .join(UnitEra, unit, isouter=True)
        .where(MeetingReview.meeting_id == meeting_id)
    )
    steps += [
        Step(row.reviewed_at, VERDICTS[row.verdict], by, name or "", row.version, row.note) for row, by, name in judged
    ]
    return tuple(sorted(steps, key=lambda step: step.at))


def _refusal(session: Session, actor: Actor, meeting: Meeting) -> str:
    if not actor.may(Permission.MEETINGS_REVIEW):
        return "Tài khoản của đồng chí không có quyền duyệt biên bản."
    if meeting.state is not MeetingState.SUBMITTED:
        return {
            MeetingState.APPROVED: "Biên bản đã được duyệt.",
            MeetingState.RETURNED: "Biên bản đã trả lại, chờ đơn vị sửa và nộp lại.",
            MeetingState.DRAFT: "Biên bản đang được sửa, chờ đơn vị nộp lại.",
        }[meeting.state]
    return authority.refusal(session, actor, meeting)


def _may_withdraw(session: Session, actor: Actor, meeting: Meeting) -> bool:
    if not actor.may(Permission.MEETINGS_REVIEW) or not meeting.state.is_handed_in:
        return False
    given = blocked.newest_approval(session, meeting)
    return given is not None and authority.stands_over(session, actor, given.unit_id)
