"""What is said to those who owe a record: ready to paste into a chat, or the body of a digest. Pure."""

from collections.abc import Sequence

from services.meetings import STATES, RecordState
from services.reminders.owing import Group, Owing
from services.vietnamese import month, number

SUBJECT = "Nhắc nộp biên bản sinh hoạt tháng {month}"


def for_chat(group: Group) -> str:
    """A text for the cells of one commune, with each one that owes a record."""
    lines = [
        f"Kính gửi các đồng chí bí thư chi bộ{f' thuộc {group.name}' if group.name else ''},",
        f"Biên bản sinh hoạt thường kỳ tháng {month(group.month)}: {group.stage.sentence(group.due_on)}",
        f"Còn {number(len(group.cells))}/{number(group.of)} chi bộ chưa nộp:",
        *(f"{place}. {_cell(cell, group)}" for place, cell in enumerate(group.cells, 1)),
        "Đề nghị các đồng chí hoàn thành và nộp trên cổng sinh hoạt chi bộ. Trân trọng cảm ơn.",
    ]
    return "\n".join(lines)


def digest(groups: Sequence[Group]) -> str:
    """A text for somebody who looks after the cells of these communes: whom to call."""
    owed = sum(len(group.cells) for group in groups)
    lines = [
        f"Biên bản sinh hoạt thường kỳ tháng {month(groups[0].month)}: còn {number(owed)} chi bộ chưa nộp.",
        groups[0].stage.sentence(min(group.due_on for group in groups)),
    ]
    for group in groups:
        lines += ["", f"{group.name or 'Trực thuộc'}: {number(len(group.cells))}/{number(group.of)} chi bộ"]
        lines += [f"- {_cell(cell, group)}{_contact(cell)}" for cell in group.cells]
    return "\n".join([*lines, "", "Thư này do cổng sinh hoạt chi bộ gửi tự động, mỗi ngày nhiều nhất một lần."])


def _cell(cell: Owing, group: Group) -> str:
    """The state only says more where something has been begun; another last day where there is an extension."""
    more = [] if cell.state is RecordState.MISSING else [STATES[cell.state].lower()]
    if cell.due_on != group.due_on:
        more.append(f"gia hạn đến {cell.due_on:%d/%m/%Y}")
    return f"{cell.name} ({', '.join(more)})" if more else cell.name


def _contact(cell: Owing) -> str:
    if not cell.secretary:
        return ""
    return f": bí thư {cell.secretary}{f', điện thoại {cell.phone}' if cell.phone else ''}"
