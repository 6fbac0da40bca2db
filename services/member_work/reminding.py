"""Who is to be reminded of unfinished tasks, with words that can be sent as they are. From values alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from services.clock import today
from services.member_work.tasks import MemberTask, TaskState
from services.vietnamese import day, number


@dataclass(frozen=True)
class Reminding:
    """One member of one cell with late tasks, and what to write to them."""

    member_id: UUID
    unit_id: UUID
    full_name: str
    tasks: tuple[MemberTask, ...]

    @property
    def words(self) -> str:
        """A message about the late tasks, by their day."""
        lines = [f"{place}. {task.text} (hạn {day(task.due_on)})" for place, task in enumerate(self.tasks, 1)]
        return "\n".join(
            [
                f"Kính gửi đồng chí {self.full_name},",
                f"Đến ngày {day(today())}, đồng chí còn {number(len(lines))} nhiệm vụ chi bộ giao "
                "đã quá hạn, chưa được ghi nhận hoàn thành:",
                *lines,
                "Đề nghị đồng chí khẩn trương thực hiện và báo cáo kết quả với chi bộ tại buổi sinh hoạt tới. "
                "Nếu có khó khăn, vướng mắc, đồng chí báo cáo bí thư chi bộ để cùng tháo gỡ.",
            ]
        )


def reminding(found: Iterable[MemberTask]) -> list[Reminding]:
    """Everybody with late tasks, cell by cell, in Vietnamese order by given name."""
    late: defaultdict[tuple[UUID, str, UUID], list[MemberTask]] = defaultdict(list)
    for task in found:
        if task.state is TaskState.LATE:
            late[task.unit_id, task.sort_key, task.member_id].append(task)
    return [
        Reminding(member_id, unit_id, tasks[0].full_name, tuple(sorted(tasks, key=lambda task: task.due_on)))
        for (unit_id, _, member_id), tasks in sorted(late.items())
    ]
