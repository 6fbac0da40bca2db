"""Everything that waits for somebody, gathered: each kind of thing has its module, and its line here."""

from datetime import date

from sqlmodel import Session

from models import Role
from services import four_good, quality
from services.access import Actor, Permission
from services.agenda import of_cell, of_meetings, of_year
from services.agenda.rows import Duty, Screen


def screen(session: Session, actor: Actor) -> Screen:
    """How last month stands, and everything that waits for the actor, the most urgent first. At most 15 statements."""
    if not actor.may(Permission.MEETINGS_WRITE):
        return Screen(None, [])
    if actor.role is Role.CELL_SECRETARY:
        standing, found = None, of_meetings.own(session, actor) + of_cell.tasks(session, actor)
    else:
        standing, found = of_meetings.followed(session, actor)
    found += of_meetings.to_review(session, actor)
    found += [of_year.duty(actor, waiting) for waiting in four_good.outstanding(session, actor)]
    found += [of_meetings.to_grade(month, count) for month, count in quality.waiting(session, actor).items()]
    found += of_cell.absences(session, actor)
    return Screen(standing, sorted(found, key=lambda duty: duty.due_on or date.max))


def duties(session: Session, actor: Actor) -> list[Duty]:
    """Everything that waits for the actor, the most urgent first."""
    return screen(session, actor).duties
