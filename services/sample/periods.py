"""The periods of the sample: months and quarters, what each cell was expected to hand in, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from models import (
    Expectation,
    ExpectedKind,
    Extension,
    Meeting,
    MeetingKind,
    MeetingState,
    Period,
    PeriodAct,
    PeriodEntry,
    PeriodKind,
)
from services import months
from services.clock import VIETNAM, local
from services.periods import calendar
from services.periods.known import is_in_time
from services.sample.chance import Chance
from services.sample.district import Group
from services.sample.rows import Chunk
from services.sample.scale import Frame

CLOSED_AFTER = 2
"""Months that are over and stay open, beside the one under way."""
EXEMPTED, EXTENDED = 0.35, 0.12
"""Share of the months that were missed and are excused, and of the late records for which more time was granted."""
CUT_OFF = "Thôn bị chia cắt do mưa lũ, không tổ chức sinh hoạt được"
MORE_TIME = ("Bí thư chi bộ đi điều trị dài ngày", "Mất điện và mạng do mưa bão", "Chi bộ chuyển địa điểm sinh hoạt")
CLOSED_BECAUSE = "Đã tổng hợp báo cáo gửi cấp trên"


@dataclass(frozen=True)
class Opened:
    """A period of the sample."""

    period_id: UUID
    what: ExpectedKind
    starts_on: date
    ends_on: date
    due_on: date
    is_closed: bool


def plan(chunk: Chunk, frame: Frame, root_id: UUID) -> list[Opened]:
    """Open every month and quarter of the sample for the root; the older months are closed."""
    spans = {PeriodKind.MONTH: [*frame.months, frame.this_month]}
    spans[PeriodKind.QUARTER] = calendar.span(PeriodKind.QUARTER, frame.months[0], frame.this_month)
    return [_open(chunk, frame, root_id, kind, start) for kind, starts in spans.items() for start in starts]


def _open(chunk: Chunk, frame: Frame, root_id: UUID, kind: PeriodKind, start: date) -> Opened:
    end = calendar.ends_on(kind, start)
    is_closed = kind is PeriodKind.MONTH and end < months.after(frame.this_month, -CLOSED_AFTER)
    opened = Opened(frame.key(), calendar.EXPECTED[kind], start, end, calendar.usual_due(end), is_closed)
    opened_at = min(datetime.combine(start, time(0, 5), VIETNAM), frame.moment - timedelta(minutes=1))
    chunk.add(
        Period,
        id=opened.period_id,
        unit_id=root_id,
        kind=kind,
        starts_on=start,
        ends_on=end,
        due_on=opened.due_on,
        is_closed=is_closed,
        opened_at=opened_at,
    )
    _entry(chunk, frame, opened, PeriodAct.OPENED, opened_at)
    if is_closed:
        _entry(chunk, frame, opened, PeriodAct.CLOSED, datetime.combine(end + timedelta(days=25), time(16), VIETNAM))
    return opened


def _entry(chunk: Chunk, frame: Frame, opened: Opened, act: PeriodAct, at: datetime) -> None:
    reason = CLOSED_BECAUSE if act is PeriodAct.CLOSED else ""
    chunk.add(PeriodEntry, id=frame.key(), period_id=opened.period_id, act=act, reason=reason, done_at=at)


Handed = dict[tuple[UUID, ExpectedKind, date], tuple[datetime, dict[str, Any]]]
"""When each month and quarter was settled first, and the row of the meeting: by unit, kind, first day of the period."""


def handed_in(chunk: Chunk) -> Handed:
    """The first record that settled each month and quarter, before anybody has returned one."""
    found: Handed = {}
    rows = [row for row in chunk.rows[Meeting] if row["submitted_at"] is not None]
    for row in sorted(rows, key=lambda row: row["submitted_at"]):
        for what in _settles(row["kind"], is_combined=row["is_combined"]):
            start = calendar.starts_on(calendar.PERIOD_OF[what], row["month"])
            found.setdefault((row["unit_id"], what, start), (row["submitted_at"], row))
    return found


def _settles(kind: MeetingKind, *, is_combined: bool) -> list[ExpectedKind]:
    regular = [ExpectedKind.REGULAR_MEETING] if kind is MeetingKind.REGULAR else []
    is_theme = kind is MeetingKind.THEMATIC or (kind is MeetingKind.REGULAR and is_combined)
    return regular + ([ExpectedKind.THEMATIC_MEETING] if is_theme else [])


@dataclass(frozen=True)
class Recorder:
    """Where the rows go; who grants."""

    chunk: Chunk
    frame: Frame
    chance: Chance
    granter: UUID

    def record(self, group: Group, opened: Sequence[Opened], handed: Handed) -> None:
        """Keep what was expected of the cells of a group, with a few grants outside of Bằng Vân."""
        for cell in group.cells:
            for period in opened:
                if cell.since <= period.ends_on:
                    found = handed.get((cell.unit_id, period.what, period.starts_on))
                    may_grant = not group.is_bang_van and period.what is ExpectedKind.REGULAR_MEETING
                    self._expect(cell.unit_id, period, found, may_grant=may_grant)

    def _expect(
        self, unit_id: UUID, period: Opened, found: tuple[datetime, dict[str, Any]] | None, *, may_grant: bool
    ) -> None:
        expectation_id = self.frame.key()
        at, row = found or (None, {"state": MeetingState.DRAFT, "approved_at": None})
        extended = self._extended_until(expectation_id, period, at) if may_grant and at else None
        self.chunk.add(
            Expectation,
            id=expectation_id,
            period_id=period.period_id,
            unit_id=unit_id,
            kind=period.what,
            due_on=period.due_on,
            extended_until=extended,
            exempt_reason=self._exempt_reason(period, is_missed=at is None) if may_grant else "",
            received_at=at,
            is_on_time=is_in_time(at, extended or period.due_on) if at else None,
            is_complete=row["state"].is_handed_in,
            approved_at=row["approved_at"],
        )

    def _exempt_reason(self, period: Opened, *, is_missed: bool) -> str:
        """Months without a meeting that are over: some of them for a reason."""
        return CUT_OFF if is_missed and period.is_closed and self.chance.happens(EXEMPTED) else ""

    def _extended_until(self, expectation_id: UUID, period: Opened, at: datetime) -> date | None:
        """More time for some who came late: granted on the last day, to the day on which they handed in or later."""
        day = local(at).date()
        if day <= period.due_on or not self.chance.happens(EXTENDED):
            return None
        until_on = day + timedelta(days=self.chance.randint(0, 4))
        self.chunk.add(
            Extension,
            id=self.frame.key(),
            expectation_id=expectation_id,
            until_on=until_on,
            reason=self.chance.choice(MORE_TIME),
            granted_at=datetime.combine(period.due_on, time(15, 30), VIETNAM),
            granted_by=self.granter,
        )
        return until_on
