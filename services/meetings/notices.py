"""The schedule of a month in words: the notice of one meeting, of all of them, a table to take away, what clashes."""

from collections.abc import Iterator
from datetime import date, time

from services.meetings import kinds
from services.meetings.clashes import Clash, ClashKind
from services.meetings.schedule import Schedule, ScheduleRow
from services.meetings.words import KINDS
from services.tables import Column, Kind, Table
from services.vietnamese import day, month, number

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
NOT_SET = "chưa định ngày"

COLUMNS = (
    Column("STT", Kind.INTEGER, 6),
    Column("Chi bộ", Kind.TEXT, 34),
    Column("Số lượng", Kind.INTEGER, 10),
    Column("Thời gian", Kind.TEXT, 30),
    Column("Địa điểm", Kind.TEXT, 36),
    Column("Bí thư", Kind.TEXT, 26),
    Column("Điện thoại", Kind.TEXT, 16),
    Column("Ghi chú", Kind.TEXT, 40),
)


def when(on: date | None, at: time | None) -> str:
    """``14:00, thứ Năm ngày 05/11/2026``; says so while no day is set."""
    if on is None:
        return NOT_SET
    named = f"{WEEKDAYS[on.weekday()]} ngày {day(on)}"
    return f"{at:%H:%M}, {named}" if at else named


def kind_name(row: ScheduleRow) -> str:
    """What the meeting is called: a regular one that treats a theme says so."""
    return f"{KINDS[row.ref.kind]} kết hợp chuyên đề" if row.is_combined else KINDS[row.ref.kind]


def remarks(row: ScheduleRow) -> str:
    """What has to be known beside day and place: another kind than the regular one, its theme, put off, called off."""
    theme = f" “{row.theme}”" if row.theme else ""
    parts = [] if row.is_monthly and not row.is_combined else [f"{kind_name(row)}{theme}"]
    if row.is_cancelled:
        parts.append(f"đã hủy: {row.cancelled_reason}")
    elif row.postponed_from and not row.is_held:
        parts.append(f"hoãn từ ngày {day(row.postponed_from)}: {row.postponed_reason}")
    return "; ".join(parts)


def notice(row: ScheduleRow) -> str:
    """What the members of one unit are told of a meeting, to be copied into a message."""
    lines = [f"THÔNG BÁO {kind_name(row).upper()}", f"{row.unit_name} – tháng {month(row.ref.month)}"]
    if row.is_cancelled:
        planned = f" ({when(row.on, row.at)})" if row.on else ""
        return "\n".join([*lines, f"Buổi họp{planned} không tổ chức. Lý do: {row.cancelled_reason}"])
    lines.append(f"Thời gian: {when(row.on, row.at)}")
    if row.postponed_from and not row.is_held:
        lines.append(f"(hoãn từ ngày {day(row.postponed_from)}; lý do: {row.postponed_reason})")
    lines += [f"Địa điểm: {row.place}"] if row.place else []
    lines += [f"Chủ trì: đồng chí {row.chair_name}"] if row.chair_name else []
    lines += [f"Chuyên đề: {row.theme}"] if row.theme else []
    invited = "đảng viên" if row.ref.kind in kinds.OF_MEMBERS else "dự họp"
    asked = "dự họp đầy đủ, đúng giờ" if row.ref.kind in kinds.OF_MEMBERS else "có mặt đầy đủ, đúng giờ"
    return "\n".join([*lines, f"Đề nghị các đồng chí {invited} {asked}."])


def announcement(schedule: Schedule) -> str:
    """The whole month as a message: one line a meeting, those without a day at the end. No telephone numbers."""
    lines = [f"LỊCH SINH HOẠT THÁNG {month(schedule.month)}", schedule.unit_name]
    coming = sorted((row for row in schedule.rows if row.is_set), key=_by_day)
    lines += [f"{place}. {_line(row)}" for place, row in enumerate(coming, 1)]
    lines += [f"- {row.unit_name}: {remarks(row)}" for row in schedule.rows if row.is_cancelled]
    unset = [row.unit_name for row in schedule.rows if row.on is None and not row.is_cancelled]
    lines += [f"Chưa định ngày: {', '.join(unset)}."] if unset else []
    return "\n".join(lines)


def _line(row: ScheduleRow) -> str:
    more = remarks(row)
    parts = [when(row.on, row.at), row.place, more]
    return f"{row.unit_name}: {'; '.join(filter(None, parts))}"


def _by_day(row: ScheduleRow) -> tuple[date, time]:
    return (row.on or date.max, row.at or time.max)


def schedule_table(schedule: Schedule) -> Table:
    """The schedule as a table with a total row (DOMAIN, section 8): STT, chi bộ, số lượng, thời gian, địa điểm, bí thư."""
    rows = [
        (
            place,
            row.unit_name,
            row.members if row.is_monthly else None,
            when(row.on, row.at),
            row.place,
            row.secretary.full_name if row.secretary else "",
            (row.secretary.phone or "") if row.secretary else "",
            remarks(row),
        )
        for place, row in enumerate(schedule.rows, 1)
    ]
    total = (None, f"Tổng cộng: {number(schedule.cells)} chi bộ", schedule.members, "", "", "", "", "")
    return Table(
        title=f"Lịch sinh hoạt chi bộ tháng {month(schedule.month)}",
        notes=(
            schedule.unit_name,
            f"{number(schedule.planned)}/{number(schedule.cells)} chi bộ đã có ngày sinh hoạt thường kỳ.",
        ),
        columns=COLUMNS,
        rows=(*rows, total),
    )


def warnings(schedule: Schedule) -> list[str]:
    """What gets in each other's way, each as a sentence."""
    return list(_warnings(schedule))


def _warnings(schedule: Schedule) -> Iterator[str]:
    for clash in schedule.clashes:
        one, other = schedule.row(clash.first), schedule.row(clash.second)
        if clash.kind is ClashKind.SAME_DAY:
            yield f"{one.unit_name} có hai buổi trong ngày {_on(one)}: {_named(one)} và {_named(other)}."
            continue
        both = f"{one.unit_name} ({_hour(one)}) và {other.unit_name} ({_hour(other)}) ngày {_on(one)}"
        yield f"{both} {_shared(clash, one)}."


def _shared(clash: Clash, row: ScheduleRow) -> str:
    if clash.kind is ClashKind.CHAIR:
        return f"trùng người chủ trì: đồng chí {row.chair_name}"
    if clash.kind is ClashKind.SUPERVISOR:
        return f"trùng giờ, cùng do đồng chí {clash.about} phụ trách"
    return f"trùng địa điểm “{clash.about}”"


def _named(row: ScheduleRow) -> str:
    return f"{kind_name(row).lower()}{f' lúc {row.at:%H:%M}' if row.at else ''}"


def _on(row: ScheduleRow) -> str:
    return day(row.on) if row.on else ""


def _hour(row: ScheduleRow) -> str:
    return f"{row.at:%H:%M}" if row.at else ""
