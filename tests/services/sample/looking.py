"""Looking things up in a sample, by name."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import (
    Account,
    Answer,
    Assessment,
    CriteriaSet,
    Member,
    Membership,
    MembershipKind,
    Role,
    Stage,
    Unit,
    UnitEra,
)
from services import scoring
from services.access import Actor
from services.scoring import Form, Score

UNTIL = date(2026, 11, 22)
"""The day up to which the district is built, late in its month: the current month is under way."""


def unit_named(session: Session, name: str) -> Unit:
    """The unit that has the name today."""
    query = select(Unit).join(UnitEra, col(UnitEra.unit_id) == col(Unit.id))
    return session.exec(query.where(UnitEra.name == name, col(UnitEra.ends_on).is_(None))).one()


def cell_eras(session: Session, parent: Unit | None = None) -> Sequence[UnitEra]:
    """Today's eras of cells, of one parent if it is given."""
    query = select(UnitEra).where(col(UnitEra.cell_type).is_not(None), col(UnitEra.ends_on).is_(None))
    return session.exec(query if parent is None else query.where(UnitEra.parent_id == parent.id)).all()


def members_on(session: Session, unit_ids: list[UUID], on: date) -> Sequence[tuple[Member, Membership]]:
    """Full members of some cells on a day."""
    query = (
        select(Member, Membership)
        .join(Membership, col(Membership.member_id) == col(Member.id))
        .where(
            col(Membership.unit_id).in_(unit_ids), Membership.kind == MembershipKind.FULL, Membership.joined_on <= on
        )
        .where(sa.or_(col(Membership.left_on).is_(None), col(Membership.left_on) > on))
    )
    return session.exec(query).all()


def reader(session: Session) -> Actor:
    """Somebody who reaches the whole sample."""
    account = session.exec(select(Account).where(Account.username == "lanhdao")).one()
    path = session.get_one(Unit, account.unit_id).path
    return Actor(account.id, account.username, account.display_name, Role.LEADER, account.unit_id, path)


def scored(session: Session, kind: str, forms: dict[UUID, Form], *stages: Stage) -> dict[UUID, Score]:
    """The assessments of a kind scored from their stored answers (the own ones unless said otherwise) and figures."""
    assessments = {row.id: row for row in session.exec(select(Assessment).where(Assessment.kind == kind))}
    answers: dict[UUID, dict[str, scoring.Answer]] = {assessment_id: {} for assessment_id in assessments}
    for stage in stages or (Stage.SELF,):
        for row in session.exec(select(Answer).where(Answer.stage == stage)):
            if row.assessment_id in assessments:
                form = forms[assessments[row.assessment_id].criteria_set_id]
                value = scoring.value_from(form.items[row.item_id], row.value)
                answer = scoring.Answer(value, row.is_applicable, row.note, row.reason)
                answers[row.assessment_id][row.item_id] = answer
    return {
        assessment_id: scoring.score(
            forms[assessments[assessment_id].criteria_set_id],
            given,
            scoring.facts_from(assessments[assessment_id].facts or {}),
        )
        for assessment_id, given in answers.items()
    }


def forms_of(session: Session, kind: str) -> dict[UUID, Form]:
    """The forms of a kind, by the key of their set."""
    rows = session.exec(select(CriteriaSet).where(CriteriaSet.kind == kind))
    return {row.id: scoring.load(row.body) for row in rows}


def counted_rows(session: Session, table: sa.Table) -> int:
    """How many rows a table holds."""
    return session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
