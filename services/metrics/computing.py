"""Facts worked out for many subjects at once, and the rows behind one of them."""

from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session

from models import SubjectKind
from services.access import Actor
from services.errors import Invalid, NotFound
from services.metrics import of_grades, of_meetings, of_members, of_units
from services.metrics.catalogue import COUNTS, METRICS
from services.metrics.figures import Figure
from services.metrics.sources import Sources
from services.metrics.subjects import Placed, Subject, ground
from services.scoring import Facts, FactValue, fact_in_words
from services.tables import Table
from services.vietnamese import day

FIGURES: Mapping[SubjectKind, Mapping[str, Figure]] = {
    SubjectKind.MEETING: of_meetings.MEETING,
    SubjectKind.CELL: {**of_units.UNIT, **of_grades.UNIT, **of_grades.CELL},
    SubjectKind.COMMITTEE: {**of_units.UNIT, **of_grades.UNIT, **of_grades.COMMITTEE},
    SubjectKind.MEMBER: of_members.MEMBER,
}
"""How each metric is worked out, by what its subject is."""


def facts(session: Session, actor: Actor, subjects: Sequence[Subject], names: Collection[str]) -> dict[Subject, Facts]:
    """The figures of these names for each subject; one statement a kind of fact, however many subjects.

    A figure is None where its denominator is 0 or its data is missing, and where the metric is unknown or not about
    such a subject. Left out are subjects that are out of reach, meetings that were cancelled, and whoever was not a
    member of the cell in the span.
    """
    if not subjects:
        return {}
    on = ground(session, actor, subjects)
    sources = Sources(on)
    return {placed.subject: {name: _value(sources, placed, name) for name in names} for placed in on.subjects}


def rows(session: Session, actor: Actor, subject: Subject, name: str) -> Table:
    """The rows behind one figure. NotFound out of reach; Invalid for a figure that there is not for such a subject."""
    on = ground(session, actor, [subject])
    if not on.subjects:
        raise NotFound
    placed, sources = on.subjects[0], Sources(on)
    figure = _figure(placed, name)
    if figure is None:
        raise Invalid("Không có số liệu này cho đối tượng và kỳ đã chọn.", field="name")
    said = fact_in_words(name, figure.value(sources, placed), METRICS)
    behind = figure.behind(sources, placed)
    return Table(f"{said[0].upper()}{said[1:]}", _notes(sources, placed, name), behind.columns, behind.rows)


def _value(sources: Sources, placed: Placed, name: str) -> FactValue:
    figure = _figure(placed, name)
    return figure.value(sources, placed) if figure else None


def _figure(placed: Placed, name: str) -> Figure | None:
    return FIGURES[placed.kind].get(name) if placed.kind else None


def _notes(sources: Sources, placed: Placed, name: str) -> tuple[str, ...]:
    subject, sitting = placed.subject, placed.sitting
    when = f"từ {day(subject.first)} đến {day(subject.last)}"
    if sitting:
        when = f"họp ngày {day(sitting.held_on)}" if sitting.held_on else f"tháng {sitting.month:%m/%Y}"
    denominator = METRICS[name].denominator
    return (
        f"{sources.name(placed.unit_id)}, {when}.",
        COUNTS[name],
        *((f"Mẫu số: {denominator}",) if denominator else ()),
    )
