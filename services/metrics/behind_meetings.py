"""The rows behind figures of one meeting: its roll, its days and times, its tasks and targets."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from uuid import UUID

from models import Presence
from services.clock import local
from services.meetings.words import KINDS, OUTCOMES, TARGET_OUTCOMES
from services.metrics import columns
from services.metrics.columns import DUE_ON, HELD_ON, MEMBER, OUTCOME, PRESENCES, REASON, TEXT_OF_TASK, Names
from services.metrics.figures import Behind, Listing, listing
from services.metrics.rolls import Called
from services.metrics.sources import Sources
from services.metrics.subjects import Placed
from services.metrics.tasks import OpenTask
from services.tables import Column, Kind
from services.vietnamese import day

NOT_YET = "Chưa kiểm điểm"


def roll(sources: Sources, placed: Placed) -> Listing:
    """Everybody on the roll."""
    return _roll(sources, sources.roll(placed))


def absent(presence: Presence) -> Behind:
    """Everybody who was due and absent in this way."""

    def behind(sources: Sources, placed: Placed) -> Listing:
        return _roll(sources, [mark for mark in sources.roll(placed) if mark.is_due and mark.presence is presence])

    return behind


def _roll(sources: Sources, marks: Sequence[Called]) -> Listing:
    names = Names(sources, [mark.member_id for mark in marks])
    due, spoke = Column("Phải dự", Kind.TEXT, 10), Column("Phát biểu", Kind.TEXT, 10)
    return listing(
        (MEMBER, due, Column("Điểm danh", Kind.TEXT, 22), REASON, spoke),
        (
            (
                names.name(mark.member_id),
                "Có" if mark.is_due else "Không",
                PRESENCES[mark.presence],
                mark.reason,
                "Có" if mark.spoke else "",
            )
            for mark in sorted(marks, key=lambda mark: names.key(mark.member_id))
        ),
    )


def excused_runs(sources: Sources, placed: Placed) -> Listing:
    """How often in a row each member was excused in the year, the most often first."""
    runs = sources.excused_runs(placed.unit_id, placed)
    names = Names(sources, runs)
    order = sorted(runs, key=lambda member_id: (-runs[member_id], names.key(member_id)))
    return listing(
        (MEMBER, Column("Số lần vắng liên tiếp", Kind.INTEGER, 22)),
        ((names.name(member_id), runs[member_id]) for member_id in order),
    )


def record(_: Sources, placed: Placed) -> Listing:
    """The days and times of the record."""
    sitting = placed.sitting
    if sitting is None:
        return listing((), ())
    submitted_on = local(sitting.submitted_at).date() if sitting.submitted_at else None
    facts: tuple[tuple[str, str], ...] = (
        ("Loại buổi sinh hoạt", KINDS[sitting.kind]),
        ("Kết hợp chuyên đề", "Có" if sitting.is_combined else "Không"),
        ("Ngày họp chi ủy, hội ý", _written(sitting.premeeting_on)),
        ("Ngày đăng tải tài liệu", _written(sitting.documents_on)),
        ("Ngày họp", _written(sitting.held_on)),
        ("Giờ bắt đầu", _written(sitting.started_at)),
        ("Giờ kết thúc", _written(sitting.ended_at)),
        ("Ngày đăng tải, gửi biên bản", _written(sitting.minutes_on)),
        ("Ngày nộp biên bản trên cổng", _written(submitted_on)),
    )
    return listing((Column("Nội dung", Kind.TEXT, 32), Column("Ghi trong biên bản", Kind.TEXT, 24)), facts)


def _written(value: date | time | None) -> str:
    if value is None:
        return "Chưa ghi"
    return day(value) if isinstance(value, date) else f"{value:%H:%M}"


def thematic(sources: Sources, placed: Placed) -> Listing:
    """The meetings of the month that treated a theme: those handed in, and this one."""
    sitting = placed.sitting
    if sitting is None:
        return listing((), ())
    handed_in = sources.records.thematic.get((sitting.unit_id, sitting.month), ())
    found = [(KINDS[row.kind], row.held_on) for row in handed_in]
    if sitting.has_theme and not sitting.is_handed_in:
        found.append((KINDS[sitting.kind], sitting.held_on))
    return listing((Column("Loại", Kind.TEXT, 24), HELD_ON), found)


def reviewed_tasks(sources: Sources, placed: Placed) -> Listing:
    """The tasks of the last resolution, and what was found of them here."""
    found = sources.reviewed_tasks.get(_meeting_id(placed), ())
    names = Names(sources, [task.owner_id for task in found])
    return listing(
        (MEMBER, TEXT_OF_TASK, DUE_ON, OUTCOME),
        (
            (names.name(task.owner_id), task.text, task.due_on, OUTCOMES[task.outcome] if task.outcome else NOT_YET)
            for task in found
        ),
    )


def late_tasks(sources: Sources, placed: Placed) -> Listing:
    """The tasks whose day had passed."""
    return _tasks(sources, sources.late_tasks.get(_meeting_id(placed), ()))


def given_tasks(sources: Sources, placed: Placed) -> Listing:
    """The tasks that were given here."""
    return _tasks(sources, sources.given_tasks.get(_meeting_id(placed), ()))


def _tasks(sources: Sources, found: Iterable[OpenTask]) -> Listing:
    tasks = list(found)
    names = Names(sources, [task.owner_id for task in tasks])
    return listing(
        (MEMBER, TEXT_OF_TASK, DUE_ON), ((names.name(task.owner_id), task.text, task.due_on) for task in tasks)
    )


def reviewed_targets(sources: Sources, placed: Placed) -> Listing:
    """The targets of the last meeting that set any, and what was found of them here."""
    found = sources.reviewed_targets.get(_meeting_id(placed), ())
    return listing(
        columns.TARGET,
        (
            (target.number, target.text, TARGET_OUTCOMES[target.outcome] if target.outcome else NOT_YET)
            for target in found
        ),
    )


def _meeting_id(placed: Placed) -> UUID:
    return placed.sitting.meeting_id if placed.sitting else placed.unit_id
