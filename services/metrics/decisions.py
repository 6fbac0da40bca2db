"""What was decided about members and planned for units: discipline and admission plans."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from models import AdmissionPlan, Discipline, DisciplineForm
from services.access import within_reach
from services.metrics.subjects import Ground


class Disciplined(NamedTuple):
    """A disciplinary decision about a member; ``unit_id`` is the cell of that day."""

    unit_id: UUID
    member_id: UUID
    form: DisciplineForm
    decided_on: date


def disciplines(ground: Ground) -> Mapping[UUID, Sequence[Disciplined]]:
    """The decisions of the days that figures look at, by cell. One statement."""
    query = (
        sa.select(*map(col, (Discipline.unit_id, Discipline.member_id, Discipline.form, Discipline.decided_on)))
        .where(col(Discipline.unit_id).in_(ground.units), within_reach(ground.actor, Discipline.unit_id))
        .where(col(Discipline.decided_on).between(ground.first, ground.last))
        .order_by(col(Discipline.decided_on), col(Discipline.id))
    )
    found: defaultdict[UUID, list[Disciplined]] = defaultdict(list)
    for row in ground.session.execute(query):
        found[row[0]].append(Disciplined(*row))
    return found


def plans(ground: Ground) -> dict[tuple[UUID, int], int]:
    """How many members each unit is to admit, by unit and year. One statement."""
    query = (
        sa.select(col(AdmissionPlan.unit_id), col(AdmissionPlan.year), col(AdmissionPlan.planned))
        .where(col(AdmissionPlan.unit_id).in_(ground.units), within_reach(ground.actor, AdmissionPlan.unit_id))
        .where(col(AdmissionPlan.year).in_(ground.years))
    )
    return {(unit_id, year): planned for unit_id, year, planned in ground.session.execute(query)}
