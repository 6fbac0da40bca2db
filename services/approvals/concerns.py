"""What a reviewer should look at before approving a record: rules that it misses, in words. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from uuid import UUID

from services import rates
from services.clock import local
from services.meetings import MeetingKind, MeetingRef
from services.metrics.of_meetings import COMBINED_MINUTES, REGULAR_MINUTES
from services.rates import Roll
from services.vietnamese import day, number, percent

FALL = Fraction(20, 100)
"""Attendance that falls by so much against the last regular meeting is worth a question."""


@dataclass(frozen=True)
class Waiting:
    """A record that waits for somebody's review."""

    ref: MeetingRef
    meeting_id: UUID
    unit_name: str
    commune_name: str
    version: int
    submitted_at: datetime
    submitted_by: str
    held_on: date
    started_at: time | None
    ended_at: time | None
    is_combined: bool
    roll: Roll
    due_on: date | None
    """The last day in time; None where no day is set."""
    last: Roll | None
    """The roll of the cell's regular meeting a month before."""
    approved_version: int | None
    waits_for_me: bool
    """It waits for the actor's own unit, not for one below it."""
    refusal: str
    """Why the actor may not approve it, and whom to ask; empty where they may."""

    @property
    def attendance(self) -> Fraction | None:
        """Present over due, by the formula in force on the day."""
        rule = rates.rule_on(self.held_on)
        return rates.attendance(self.roll, rule.formula) if rule else rates.attendance(self.roll)

    @property
    def minutes(self) -> int | None:
        """How long the meeting took; None where a time is missing."""
        if self.started_at is None or self.ended_at is None:
            return None
        return 60 * (self.ended_at.hour - self.started_at.hour) + self.ended_at.minute - self.started_at.minute

    @property
    def concerns(self) -> tuple[str, ...]:
        """What is worth a look; empty for a clean record."""
        return tuple(_concerns(self))

    @property
    def is_clean(self) -> bool:
        """Whether it may be approved together with others, unopened."""
        return not self.concerns and not self.refusal


def clean_first(rows: Iterable[Waiting]) -> list[Waiting]:
    """Those that wait for the actor before those that wait below, clean ones first, then as they were."""
    return sorted(rows, key=lambda row: (not row.waits_for_me, not row.is_clean))


def _concerns(row: Waiting) -> Iterator[str]:
    if row.approved_version is not None:
        yield f"Đã thay đổi sau khi duyệt (lần nộp {number(row.approved_version)})"
    elif row.version > 1:
        yield f"Nộp lại lần {number(row.version)}"
    if row.due_on and local(row.submitted_at).date() > row.due_on:
        yield f"Nộp sau hạn ngày {day(row.due_on)}"
    yield from _of_roll(row)
    yield from _of_length(row)


def _of_roll(row: Waiting) -> Iterator[str]:
    rule = rates.rule_on(row.held_on)
    counts = row.roll
    if rule and rates.meets(rule, counts) is False and not _is_only_unexcused(row):
        base = rates.base(counts, rule.formula)
        shown = f"{percent(row.attendance)} ({number(counts.present_due)}/{number(base)})"
        yield f"Tỷ lệ dự họp {shown}, yêu cầu {rule.sentence}"
    if counts.unexcused:
        yield f"{number(counts.unexcused)} đảng viên vắng không lý do"
    if counts.attendees and not counts.spoke:
        yield "Không ghi ai phát biểu"
    before, now = rates.attendance(row.last) if row.last else None, rates.attendance(counts)
    if before is not None and now is not None and before - now >= FALL:
        yield f"Tỷ lệ dự họp giảm từ {percent(before)} xuống {percent(now)} so với tháng trước"


def _is_only_unexcused(row: Waiting) -> bool:
    """The share is reached and the rule is missed by the unexcused alone, which has a sentence of its own."""
    rule = rates.rule_on(row.held_on)
    if rule is None or row.attendance is None:
        return False
    return row.attendance > rule.threshold if rule.is_strict else row.attendance >= rule.threshold


def _of_length(row: Waiting) -> Iterator[str]:
    if row.ref.kind is not MeetingKind.REGULAR or row.minutes is None:
        return
    wanted = COMBINED_MINUTES if row.is_combined else REGULAR_MINUTES
    if row.minutes < wanted:
        yield f"Họp {number(row.minutes)} phút, quy định ít nhất {number(wanted)} phút"
