"""Programmes, registrations and decisions for tests, made as people make them."""

from datetime import date
from uuid import UUID

from sqlmodel import Session

from models import Unit
from models.base import new_id
from services import four_good
from services.access import Actor
from services.four_good import CELL, DecisionDraft, ProgrammeDraft, RevocationDraft, RewardDraft
from tests.factories import an_actor
from tests.factories_assessments import YEAR, a_secretary, accepted

DECISION = DecisionDraft("45-QĐ/HU", date(2026, 12, 8), "Ban Thường vụ Huyện ủy")
REWARD = RewardDraft("Giấy khen", "46-QĐ/HU", date(2026, 12, 9))
REVOCATION = RevocationDraft("47-QĐ/HU", date(2026, 12, 10), "Có đảng viên vi phạm bị kỷ luật.")


def a_programme_draft(**changes: object) -> ProgrammeDraft:
    """What somebody types: the usual days, for 2023–2030."""
    facts: dict[str, object] = {
        "kind": CELL,
        "title": "Xây dựng chi bộ bốn tốt",
        "first_year": 2023,
        "last_year": 2030,
        "registered_until": "31/3",
        "assessed_until": "30/11",
        "reviewed_until": "15/12",
        "recognised_until": "31/12",
    }
    return ProgrammeDraft(**(facts | changes))  # type: ignore[arg-type]


def a_programme(session: Session, actor: Actor, unit: Unit, **changes: object) -> UUID:
    """A programme of a unit."""
    return four_good.create_programme(session, actor, unit.id, a_programme_draft(**changes), new_id())


def an_accepted(session: Session, cell: Unit, above: Unit, year: int = YEAR) -> UUID:
    """A cell's self-assessment with full marks, accepted by somebody of the unit above; the id of the assessment."""
    ref = accepted(session, a_secretary(session, cell), cell, an_actor(session, above), year)
    actor = an_actor(session, above)
    rows = four_good.board(session, actor, cell.id, ref.kind, year).rows
    found = rows[0].assessment_id
    assert found is not None
    return found
