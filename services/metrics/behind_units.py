"""The rows behind figures of a unit: its meetings, months, quarters, absences, tasks and targets."""

from collections.abc import Callable, Iterable

from models import Presence
from services import rates
from services.meetings.words import TARGET_OUTCOMES
from services.metrics import columns, counted
from services.metrics.columns import CELL, DUE_ON, HELD_ON, MEMBER, MONTH, OUTCOME, REASON, TEXT_OF_TASK, Names
from services.metrics.counted import OfMember
from services.metrics.figures import Behind, Listing, listing
from services.metrics.sources import Sources
from services.metrics.subjects import Placed
from services.metrics.tasks import DueTask
from services.metrics.tree import CellMonth
from services.rates import Roll
from services.tables import Column, Kind
from services.vietnamese import day
from services.vietnamese import listing as in_words

HEADS = (
    Column("Phải dự", Kind.INTEGER, 10),
    Column("Có mặt", Kind.INTEGER, 10),
    Column("Vắng có lý do", Kind.INTEGER, 14),
    Column("Vắng không lý do", Kind.INTEGER, 16),
    Column("Người dự", Kind.INTEGER, 10),
    Column("Phát biểu", Kind.INTEGER, 10),
    Column("Tỷ lệ dự họp", Kind.PERCENT, 13),
)
QUARTERS = ("I", "II", "III", "IV")

OfMembers = Callable[[Sources, Placed], list[OfMember] | None]
OfTasks = Callable[[Sources, Placed], list[DueTask]]


def meetings(sources: Sources, placed: Placed) -> Listing:
    """The regular meetings of the span with their heads."""
    records = sorted(sources.held(placed), key=lambda record: (sources.order(record.unit_id), record.month))
    return listing(
        (CELL, MONTH, HELD_ON, *HEADS),
        (
            (sources.name(record.unit_id), record.month, record.held_on, *_heads(sources.heads_of([record])))
            for record in records
        ),
    )


def _heads(heads: Roll) -> tuple[object, ...]:
    counts = (heads.due, heads.present_due, heads.excused, heads.unexcused, heads.attendees, heads.spoke)
    return (*counts, rates.attendance(heads))


def absences(presence: Presence) -> Behind:
    """Everybody who was absent in this way at a meeting of the span."""

    def behind(sources: Sources, placed: Placed) -> Listing:
        found = sources.absent(placed, presence)
        names = Names(sources, [absence.member_id for absence in found])
        found.sort(key=lambda row: (sources.order(row.unit_id), row.month, names.key(row.member_id)))
        return listing(
            (CELL, MONTH, MEMBER, REASON),
            ((sources.name(row.unit_id), row.month, names.name(row.member_id), row.reason) for row in found),
        )

    return behind


def of_members(selection: OfMembers, heading: str) -> Behind:
    """The members that a figure counts, each with the count that makes it so, the largest first."""

    def behind(sources: Sources, placed: Placed) -> Listing:
        found = selection(sources, placed) or []
        names = Names(sources, [row.member_id for row in found])
        found.sort(key=lambda row: (-row.times, sources.order(row.unit_id), names.key(row.member_id)))
        return listing(
            (CELL, MEMBER, Column(heading, Kind.INTEGER, 22)),
            ((sources.name(row.unit_id), names.name(row.member_id), row.times) for row in found),
        )

    return behind


def months_held(sources: Sources, placed: Placed) -> Listing:
    """The months with a regular meeting."""
    regular = sources.records.regular
    return _months(sources, (month for month in sources.cell_months(placed) if month.key in regular))


def months_expected(sources: Sources, placed: Placed) -> Listing:
    """The months in which a regular meeting was expected, and whether it was held."""
    return _months(sources, counted.expected_months(sources, placed))


def _months(sources: Sources, found: Iterable[CellMonth]) -> Listing:
    rows = []
    for month in sources.in_order(found):
        record = sources.records.regular.get(month.key)
        state = "Đã họp" if record else "Chưa có biên bản nộp về"
        rows.append((sources.name(month.unit_id), month.month, record.held_on if record else None, state))
    return listing((CELL, MONTH, HELD_ON, OUTCOME), rows)


def reports(sources: Sources, placed: Placed) -> Listing:
    """The months whose record is due, when it was due and when it was handed in."""
    rows = []
    for month in sources.in_order(counted.due_reports(sources, placed)):
        record = sources.records.regular.get(month.key)
        late = "Nộp quá hạn" if record else "Chưa nộp"
        state = "Đúng hạn" if counted.is_on_time(sources, month) else late
        submitted_on = record.submitted_on if record else None
        due_on = counted.report_due_on(sources, month)
        rows.append((sources.name(month.unit_id), month.month, due_on, submitted_on, state))
    dates = (Column("Hạn nộp", Kind.DATE, 12), Column("Ngày nộp", Kind.DATE, 12))
    return listing((CELL, MONTH, *dates, OUTCOME), rows)


def quarters(sources: Sources, placed: Placed) -> Listing:
    """The quarters in which a thematic meeting was expected, and the days on which one was held."""
    found = sorted(counted.quarters(sources, placed) or (), key=lambda row: (sources.order(row.unit_id), row.months))
    return listing(
        (CELL, Column("Quý", Kind.TEXT, 14), Column("Ngày sinh hoạt chuyên đề", Kind.TEXT, 36)),
        (
            (
                sources.name(quarter.unit_id),
                f"{QUARTERS[quarter.months[0].month // 3]}/{quarter.months[0].year}",
                in_words(day(record.held_on or record.month) for record in quarter.held) or "Chưa có",
            )
            for quarter in found
        ),
    )


def tasks(selection: OfTasks) -> Behind:
    """Tasks with their day and the day on which they were found done."""

    def behind(sources: Sources, placed: Placed) -> Listing:
        found = selection(sources, placed)
        names = Names(sources, [task.owner_id for task in found])
        found.sort(key=lambda task: (sources.order(task.unit_id), task.due_on, names.key(task.owner_id), task.text))
        return listing(
            (CELL, MEMBER, TEXT_OF_TASK, DUE_ON, Column("Ghi nhận hoàn thành", Kind.DATE, 19)),
            (
                (sources.name(task.unit_id), names.name(task.owner_id), task.text, task.due_on, task.done_on)
                for task in found
            ),
        )

    return behind


def targets(sources: Sources, placed: Placed) -> Listing:
    """Targets with what the newest look at them found."""
    found = counted.targets(sources, placed)
    found.sort(key=lambda target: (sources.order(target.unit_id), target.month, target.number, target.text))
    return listing(
        (CELL, Column("Đề ra tháng", Kind.MONTH, 12), *columns.TARGET),
        (
            (
                sources.name(target.unit_id),
                target.month,
                target.number,
                target.text,
                TARGET_OUTCOMES[target.outcome] if target.outcome else "Chưa kiểm điểm",
            )
            for target in found
        ),
    )
