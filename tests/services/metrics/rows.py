"""Stored rows for metrics, written as they are: what is not said is a regular meeting that was handed in."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session

from models import (
    AdmissionPlan,
    AnnualGrade,
    Assessment,
    AssessmentState,
    Attendance,
    CriteriaSet,
    Discipline,
    DisciplineForm,
    Meeting,
    MeetingKind,
    MeetingState,
    Member,
    Presence,
    Recognition,
    Registration,
    Target,
    TargetOutcome,
    TargetReview,
    Task,
    TaskOutcome,
    TaskReview,
    Unit,
)
from models.base import new_id
from services import metrics, months
from services.access import Actor
from services.metrics import Subject
from services.scoring import FactValue
from tests.factories import an_account
from tests.factories_assessments import a_form

PRESENT, EXCUSED, UNEXCUSED, NOT_DUE = Presence.PRESENT, Presence.EXCUSED, Presence.UNEXCUSED, Presence.NOT_DUE
LONG_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def month(number: int, year: int = 2026) -> date:
    """The first day of a month."""
    return date(year, number, 1)


def kept(session: Session, row: Any) -> Any:
    """The row, stored."""
    session.add(row)
    session.flush()
    return row


def a_meeting(
    session: Session, cell: Unit, month: date, marks: Mapping[Any, Presence] | None = None, **facts: Any
) -> Meeting:
    """A meeting; ``marks`` say how its members stood (whoever is not due: ``NOT_DUE``), ``spoke`` who spoke."""
    spoke = set(facts.pop("spoke", ()))
    guests = set(facts.pop("guests", ()))
    known = {
        "kind": MeetingKind.REGULAR,
        "state": MeetingState.SUBMITTED,
        "held_on": month.replace(day=5),
        "submitted_at": datetime(month.year, month.month, 6, 3, tzinfo=UTC),
        "created_at": LONG_SINCE,
        "changed_at": LONG_SINCE,
    }
    meeting: Meeting = kept(session, Meeting(unit_id=cell.id, month=month, **(known | facts)))
    for member_id, presence in (marks or {}).items():
        session.add(
            Attendance(
                meeting_id=meeting.id,
                member_id=member_id,
                presence=presence,
                is_due=presence is not NOT_DUE and member_id not in guests,
                spoke=member_id in spoke,
            )
        )
    session.flush()
    return meeting


def marks(members: Iterable[Member], *presences: Presence) -> dict[Any, Presence]:
    """Everybody present but those whose presence is named, in their order."""
    people = list(members)
    stood = [*presences, *[PRESENT] * (len(people) - len(presences))]
    return {member.id: presence for member, presence in zip(people, stood, strict=True)}


def a_task(session: Session, meeting: Meeting, owner: Member, due_on: date) -> Task:
    """A task of a meeting."""
    task = Task(
        unit_id=meeting.unit_id,
        meeting_id=meeting.id,
        owner_id=owner.id,
        text="Vận động làm đường",
        due_on=due_on,
        created_at=LONG_SINCE,
    )
    found: Task = kept(session, task)
    return found


def looked_at(session: Session, task: Task, meeting: Meeting, outcome: TaskOutcome = TaskOutcome.DONE) -> None:
    """What a meeting found of a task."""
    kept(session, TaskReview(task_id=task.id, meeting_id=meeting.id, outcome=outcome))


def a_target(session: Session, meeting: Meeting, number: int = 1) -> Target:
    """A target of a meeting."""
    target = Target(
        unit_id=meeting.unit_id, meeting_id=meeting.id, number=number, text="Trồng rừng", created_at=LONG_SINCE
    )
    found: Target = kept(session, target)
    return found


def measured(session: Session, target: Target, meeting: Meeting, outcome: TargetOutcome) -> None:
    """What a meeting found of a target."""
    kept(session, TargetReview(target_id=target.id, meeting_id=meeting.id, outcome=outcome))


def a_discipline(session: Session, member: Member, cell: Unit, decided_on: date) -> Discipline:
    """A disciplinary decision."""
    row = Discipline(
        member_id=member.id,
        unit_id=cell.id,
        form=DisciplineForm.REPRIMAND,
        decision_number=f"{new_id().hex[-6:]}-QĐ/UBKT",
        decided_on=decided_on,
        created_at=LONG_SINCE,
    )
    found: Discipline = kept(session, row)
    return found


def a_plan(session: Session, unit: Unit, planned: int, year: int = 2026) -> None:
    """An admission plan."""
    kept(session, AdmissionPlan(unit_id=unit.id, year=year, planned=planned, changed_at=LONG_SINCE))


def a_set(session: Session, unit: Unit, body: str | None = None) -> CriteriaSet:
    """A criteria set that rows may point to."""
    code = f"bo_{new_id().hex[-8:]}"
    row = CriteriaSet(
        code=code,
        kind="four_good_cell",
        title="Bộ tiêu chí thử",
        valid_from=date(2020, 1, 1),
        unit_id=unit.id,
        state="draft",
        body=body or a_form(code=code),
        created_at=LONG_SINCE,
    )
    found: CriteriaSet = kept(session, row)
    return found


def an_assessment(session: Session, subject: Unit | Meeting, kind: str, form: CriteriaSet, **facts: Any) -> Assessment:
    """An assessment of a unit's year or of a meeting, handed in."""
    is_meeting = isinstance(subject, Meeting)
    unit_id = subject.unit_id if isinstance(subject, Meeting) else subject.id
    first = subject.month if isinstance(subject, Meeting) else YEAR[0]
    known = {
        "state": AssessmentState.SUBMITTED,
        "period_starts_on": first,
        "period_ends_on": months.last_day(first) if is_meeting else YEAR[1],
        "created_at": LONG_SINCE,
        "changed_at": LONG_SINCE,
    }
    row = Assessment(
        unit_id=unit_id,
        subject_id=subject.id,
        meeting_id=subject.id if is_meeting else None,
        criteria_set_id=form.id,
        kind=kind,
        **(known | facts),
    )
    found: Assessment = kept(session, row)
    return found


def an_annual_grade(
    session: Session, subject: Unit | Member, cell: Unit, grade: str | None, **facts: Any
) -> AnnualGrade:
    """An annual grade as decided; None: proposed only."""
    order = ("htxsnv", "httnv", "htnv", "khtnv")
    is_member = isinstance(subject, Member)
    known = {
        "kind": "annual_member" if is_member else "annual_cell",
        "year": 2026,
        "member_id": subject.id if is_member else None,
        "grade": grade,
        "label": grade or "",
        "rank": order.index(grade) if grade in order else None,
    }
    found: AnnualGrade = kept(session, AnnualGrade(subject_id=subject.id, unit_id=cell.id, **(known | facts)))
    return found


def a_registration(session: Session, unit: Unit, kind: str = "four_good_cell", year: int = 2026) -> None:
    """A unit put itself down."""
    by = an_account(session, unit)
    row = Registration(
        unit_id=unit.id, kind=kind, year=year, registered_on=date(year, 2, 5), created_at=LONG_SINCE, created_by=by.id
    )
    kept(session, row)


def a_recognition(session: Session, unit: Unit, assessment: Assessment, revoked_on: date | None = None) -> Recognition:
    """The superior's decision on an assessment."""
    row = Recognition(
        assessment_id=assessment.id,
        unit_id=unit.id,
        grade="tot",
        decision_number="15-QĐ/HU",
        decided_on=date(2026, 12, 20),
        authority="Huyện ủy",
        created_at=LONG_SINCE,
        created_by=an_account(session, unit).id,
        revoked_on=revoked_on,
    )
    found: Recognition = kept(session, row)
    return found


def of_unit(unit: Unit, first: date = YEAR[0], last: date = YEAR[1]) -> Subject:
    """A unit over a span, the year 2026 unless said otherwise."""
    return Subject(unit.id, first, last)


def of_meeting(meeting: Meeting) -> Subject:
    """A meeting."""
    return Subject(meeting.unit_id, meeting.month, months.last_day(meeting.month), meeting_id=meeting.id)


def of_member(member: Member, cell: Unit, first: date = YEAR[0], last: date = YEAR[1]) -> Subject:
    """A member of a cell over a span."""
    return Subject(cell.id, first, last, member_id=member.id)


def figure(session: Session, actor: Actor, subject: Subject, name: str) -> FactValue:
    """One figure of one subject."""
    return metrics.facts(session, actor, [subject], [name])[subject][name]
