"""The facts behind figures: each kind is read once, for all subjects together, when the first figure asks for it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from uuid import UUID

from models import ExpectedKind, MeetingKind, Presence
from services import rates
from services.metrics import decisions, grades, people, records, rolls, targets, tasks
from services.metrics.decisions import Disciplined
from services.metrics.grades import Annual, Classified, InYear, Recognised
from services.metrics.people import People, Span, Stay
from services.metrics.records import CellInMonth, Record, Records
from services.metrics.rolls import Absence, Called, Mark
from services.metrics.subjects import Ground, Placed
from services.metrics.targets import ReviewedTarget, SetTarget
from services.metrics.tasks import DueTask, OpenTask, ReviewedTask
from services.metrics.tree import CellMonth
from services.periods.dues import Frozen
from services.rates import Roll


class Sources:
    """Everything that figures are worked out from. Every property costs at most two statements, once."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.tree = ground.tree
        self._cell_months: dict[Placed, Sequence[CellMonth]] = {}

    @cached_property
    def records(self) -> Records:
        """The meetings that were held."""
        return records.load(self.ground)

    @cached_property
    def frozen(self) -> Frozen:
        """What periods expect: regular meetings by month."""
        return records.frozen(self.ground, ExpectedKind.REGULAR_MEETING)

    @cached_property
    def frozen_themes(self) -> Frozen:
        """What periods expect: thematic meetings by quarter."""
        return records.frozen(self.ground, ExpectedKind.THEMATIC_MEETING)

    @cached_property
    def heads(self) -> Mapping[UUID, Roll]:
        """The heads of regular meetings, by meeting."""
        return rolls.heads(self.ground)

    @cached_property
    def absences(self) -> Mapping[UUID, Sequence[Absence]]:
        """Those who were due and did not come, by cell."""
        return rolls.absences(self.ground)

    @cached_property
    def marks(self) -> Mapping[tuple[UUID, UUID], Sequence[Mark]]:
        """How members stood at regular meetings, by cell and member."""
        return rolls.of_members(self.ground)

    @cached_property
    def rolls(self) -> Mapping[UUID, Sequence[Called]]:
        """The rolls of the meetings that are subjects."""
        is_called = any(not sitting.is_handed_in for sitting in self.ground.sittings.values())
        return rolls.of_sittings(self.ground, self.people if is_called else People({}, {}))

    @cached_property
    def people(self) -> People:
        """Who belonged to the cells."""
        return people.load(self.ground)

    @cached_property
    def helpers(self) -> Mapping[UUID, Sequence[tuple[UUID, Span]]]:
        """Deputies and cell committee members, by unit."""
        return people.helpers(self.ground)

    @cached_property
    def due_tasks(self) -> Mapping[UUID, Sequence[DueTask]]:
        """Tasks by cell, in the order of their days."""
        return tasks.due(self.ground)

    @cached_property
    def reviewed_tasks(self) -> Mapping[UUID, Sequence[ReviewedTask]]:
        """Tasks of the last resolution, by the meeting that is a subject."""
        return tasks.reviewed(self.ground)

    @cached_property
    def late_tasks(self) -> Mapping[UUID, Sequence[OpenTask]]:
        """Tasks that were late at the meeting that is a subject."""
        return tasks.late(self.ground)

    @cached_property
    def given_tasks(self) -> Mapping[UUID, Sequence[OpenTask]]:
        """Tasks that the meeting that is a subject gave."""
        return tasks.given(self.ground)

    @cached_property
    def targets(self) -> Mapping[UUID, Sequence[SetTarget]]:
        """Targets by cell."""
        return targets.set_in_window(self.ground)

    @cached_property
    def reviewed_targets(self) -> Mapping[UUID, Sequence[ReviewedTarget]]:
        """Targets that the meeting that is a subject looks back at."""
        return targets.reviewed(self.ground)

    @cached_property
    def month_grades(self) -> Mapping[CellInMonth, str]:
        """Grades of regular meetings."""
        return grades.of_months(self.ground)

    @cached_property
    def annual(self) -> Annual:
        """Annual grades of units."""
        return grades.of_units(self.ground)

    @cached_property
    def lowest_ranks(self) -> Mapping[UUID | None, int]:
        """The rank of the worst grade, by criteria set."""
        return grades.lowest_ranks(self.ground, self.annual)

    @cached_property
    def members_annual(self) -> Mapping[InYear, Sequence[Classified]]:
        """Annual grades of members, by cell and year."""
        return grades.of_members(self.ground)

    @cached_property
    def recognised(self) -> Mapping[InYear, Recognised]:
        """Cells recognised as four-good."""
        return grades.recognised(self.ground)

    @cached_property
    def registered(self) -> Mapping[tuple[UUID, int, str], date]:
        """Registrations by unit, year and kind."""
        return grades.registered(self.ground)

    @cached_property
    def disciplines(self) -> Mapping[UUID, Sequence[Disciplined]]:
        """Disciplinary decisions by cell."""
        return decisions.disciplines(self.ground)

    @cached_property
    def plans(self) -> Mapping[InYear, int]:
        """Admission plans."""
        return decisions.plans(self.ground)

    def names(self, member_ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
        """Full name and sort key of members. One statement each time: for tables."""
        return people.names(self.ground, member_ids)

    def name(self, unit_id: UUID) -> str:
        """What a unit is called in a table."""
        return self.tree.newest(unit_id).name

    def order(self, unit_id: UUID) -> tuple[str, UUID]:
        """Where a unit stands in a table: Vietnamese order."""
        return self.tree.newest(unit_id).sort_key, unit_id

    def in_order(self, months: Iterable[CellMonth]) -> list[CellMonth]:
        """Months cell by cell."""
        return sorted(months, key=lambda month: (self.order(month.unit_id), month.month))

    # What several figures begin with

    def cell_months(self, placed: Placed) -> Sequence[CellMonth]:
        """The cells at or below the subject in each month of its span."""
        if placed not in self._cell_months:
            self._cell_months[placed] = self.tree.cell_months(placed.unit_id, placed.months)
        return self._cell_months[placed]

    def cells(self, placed: Placed) -> Sequence[UUID]:
        """The cells at or below the subject at the end of its span."""
        return self.tree.cells_on(placed.unit_id, placed.on) if placed.on else ()

    def held(self, placed: Placed) -> list[Record]:
        """The regular meetings of the span."""
        regular = self.records.regular
        return [regular[key] for key in (month.key for month in self.cell_months(placed)) if key in regular]

    def heads_of(self, held: Iterable[Record]) -> Roll:
        """The heads of meetings, added up."""
        return sum((self.heads.get(record.meeting_id, Roll()) for record in held), Roll())

    def members(self, placed: Placed) -> list[Stay]:
        """The members of the subject's cells at the end of its span."""
        return [stay for cell in self.cells(placed) for stay in self.people.members_on(cell, placed.on or date.min)]

    def officials(self, placed: Placed, *, are_official: bool) -> int | None:
        """How many of these members are official, or are not; None where nobody is known to be a member."""
        there = self.members(placed)
        return sum(stay.is_official_on(placed.on or date.min) is are_official for stay in there) if there else None

    def offices(self, placed: Placed) -> list[tuple[UUID, Span]]:
        """Who beside the secretary holds an office in the cell at the end of the span, and belongs to it."""
        on = placed.on or date.min
        there = {stay.member_id for stay in self.people.stays(placed.unit_id) if stay.holds_on(on)}
        held = self.helpers.get(placed.unit_id, ())
        return [(member_id, span) for member_id, span in held if member_id in there and span.holds_on(on)]

    def has_helpers(self, placed: Placed) -> bool | None:
        """Whether anybody does; None where nobody is known to be there."""
        is_known = any(stay.holds_on(placed.on or date.min) for stay in self.people.stays(placed.unit_id))
        return bool(self.offices(placed)) if is_known else None

    def roll(self, placed: Placed) -> Sequence[Called]:
        """The roll of the meeting that is the subject."""
        return self.rolls[placed.sitting.meeting_id] if placed.sitting else ()

    def year_of_meetings(self, cell: UUID, placed: Placed) -> list[date]:
        """The months of a cell's regular meetings in the year of the span, up to its end."""
        until = placed.sitting.month if placed.sitting else placed.subject.last
        return [month for month in self.records.months.get(cell, ()) if month.year == placed.year and month <= until]

    def excused_runs(self, cell: UUID, placed: Placed) -> dict[UUID, int]:
        """How often in a row each member of a cell was excused in the year of the span, up to its end.

        The meeting that is the subject counts as its roll stands now.
        """
        meetings, absent = self.year_of_meetings(cell, placed), list(self.absences.get(cell, ()))
        sitting = placed.sitting
        if sitting and sitting.kind is MeetingKind.REGULAR and not sitting.is_handed_in:
            meetings.append(sitting.month)
            absent += [
                Absence(cell, sitting.month, mark.member_id, mark.presence, mark.reason) for mark in self.roll(placed)
            ]
        return rolls.excused_runs(meetings, absent)

    def counts(self, placed: Placed) -> Roll:
        """The heads of the roll of the meeting that is the subject."""
        return rates.counted(self.roll(placed))

    def absent(self, placed: Placed, presence: Presence) -> list[Absence]:
        """The absences of one kind at the regular meetings of the span."""
        months = {month.key for month in self.cell_months(placed)}
        cells = {unit_id for unit_id, _ in months}
        return [
            absence
            for cell in cells
            for absence in self.absences.get(cell, ())
            if absence.presence is presence and (absence.unit_id, absence.month) in months
        ]
