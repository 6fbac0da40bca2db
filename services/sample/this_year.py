"""This year's four-good self-assessments of the first district, made with the portal's own figures."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session

from services import metrics, scoring
from services.access import Actor
from services.metrics import Subject
from services.sample.assessments import KIND, Pending, Register
from services.sample.shelf import Desk


def record(session: Session, actor: Actor, desk: Desk, pending: Sequence[Pending]) -> None:
    """Keep the self-assessments that were waiting for figures. Months that are not over when the sample ends do not count."""
    frame = desk.frame
    stored = desk.shelf.of(KIND, date(frame.until.year, 12, 31))
    if stored is None:
        return
    # January has no month that is over: its figures have no data.
    last = max(frame.this_month - timedelta(days=1), date(frame.until.year, 1, 1))
    subjects = {one.cell.unit_id: Subject(one.cell.unit_id, date(frame.until.year, 1, 1), last) for one in pending}
    found = metrics.facts(session, actor, list(subjects.values()), scoring.metrics_used(stored.form))
    for one in pending:
        facts = found.get(subjects[one.cell.unit_id], {})
        Register(desk, frame.chance("this year", one.cell.unit_id)).keep(one, facts)
