"""Which plans are on the screen: month, view and kind of meeting, all of them in the address."""

from collections.abc import Sequence
from datetime import date

from services import meetings, months
from services.clock import today
from services.meetings import MeetingKind
from services.units import UnitRow
from services.vietnamese import month as written
from ui import filters

PLANNED_FROM = 15
"""From this day of a month on people plan the next one."""
SCHEDULE, PLAN = "schedule", "plan"
VIEWS = {PLAN: "Lập lịch", SCHEDULE: "Lịch cả tháng"}


def month() -> date:
    """Choose a month: the last one, this one, or one of those that can be planned."""
    this = months.month_of(today())
    options = {f"{day:%Y-%m}": day for day in months.span(months.after(this, -1), months.after(this, meetings.AHEAD))}
    usual = months.after(this) if today().day >= PLANNED_FROM else this
    words = {value: written(day) for value, day in options.items()}
    return options[filters.one_of("Tháng", words, key="month", default=f"{usual:%Y-%m}", width=150)]


def view() -> str:
    """Choose between writing plans and reading the schedule."""
    return filters.tab(VIEWS, key="view")


def kind(tree: Sequence[UnitRow], row: UnitRow) -> MeetingKind:
    """Choose a kind that the unit or one of the cells below it holds."""
    below = any(unit.is_cell and unit.path.startswith(row.path) for unit in tree)
    offered = [*(meetings.held_by(is_cell=True) if below else ()), *(() if row.is_cell else _above())]
    words = {value.value: meetings.KINDS[value] for value in offered}
    return MeetingKind(filters.one_of("Loại sinh hoạt", words, key="kind", width=240))


def _above() -> tuple[MeetingKind, ...]:
    return meetings.held_by(is_cell=False)
