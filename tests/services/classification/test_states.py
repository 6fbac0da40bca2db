"""Every state of a grade, every verb, every role, from within the unit and from above it."""

from itertools import product

import pytest

from models import Role
from services import classification
from services.classification import Choice
from services.errors import Conflict, NotAllowed, Refusal
from tests.factories import an_actor
from tests.factories_classification import (
    FAIR,
    GOOD,
    a_decision,
    decided,
    of_cell,
    proposed,
    schemes,
    stored,
)

WRITERS = {Role.DISTRICT_STAFF, Role.COMMUNE_OFFICER, Role.CELL_SECRETARY}
REVIEWERS = {Role.DISTRICT_STAFF, Role.COMMUNE_OFFICER}
NOTHING, PROPOSED, DECIDED = "nothing", "proposed", "decided"
PROPOSE, DECIDE, WITHDRAW = "propose", "decide", "withdraw"

OUTCOMES = {
    (NOTHING, PROPOSE): PROPOSED,
    (NOTHING, DECIDE): Conflict,
    (NOTHING, WITHDRAW): NOTHING,
    (PROPOSED, PROPOSE): PROPOSED,
    (PROPOSED, DECIDE): DECIDED,
    (PROPOSED, WITHDRAW): PROPOSED,
    (DECIDED, PROPOSE): Conflict,
    (DECIDED, DECIDE): Conflict,
    (DECIDED, WITHDRAW): PROPOSED,
}
"""The whole table, written out by hand: the state that a verb leads to, or how it is refused."""


def in_state(session, cell, state, cam, xuan):
    ref = of_cell(cell)
    if state != NOTHING:
        proposed(session, cam, ref)
    if state == DECIDED:
        decided(session, xuan, (ref, GOOD))
    return ref


def state_of(session, ref):
    row = stored(session, ref)
    if row is None:
        return NOTHING
    return DECIDED if row.grade else PROPOSED


def act(session, verb, actor, ref):
    row = stored(session, ref)
    if verb == PROPOSE:
        seen = row.proposed_grade if row else None
        classification.propose(session, actor, ref, "grade", FAIR, seen)
    elif verb == DECIDE:
        seen = row.proposed_at if row else None
        classification.decide(session, actor, [Choice(ref, FAIR, seen)], a_decision(number="16-QĐ/ĐU"))
    else:
        classification.withdraw(session, actor, [ref], "Nhập nhầm mức xếp loại.")


def expected(state, verb, role, *, is_above):
    if role not in (WRITERS if verb == PROPOSE else REVIEWERS) or (verb != PROPOSE and not is_above):
        return NotAllowed
    return OUTCOMES[state, verb]


@pytest.mark.parametrize(("state", "verb"), list(OUTCOMES), ids=str)
def test_every_verb_leads_where_the_table_says_for_every_role_at_both_levels(
    session, district, commune, cell, cam, xuan, state, verb
):
    schemes(session, district, cap=None)
    ref = in_state(session, cell, state, cam, xuan)
    for role, place in product(Role, (cell, commune, district)):
        wanted = expected(state, verb, role, is_above=place is not cell)
        actor = an_actor(session, place, role)
        attempt = session.begin_nested()
        try:
            act(session, verb, actor, ref)
            outcome = state_of(session, ref)
        except Refusal as refusal:
            outcome = type(refusal)
        attempt.rollback()
        assert outcome == wanted, (role, place.path)
        assert state_of(session, ref) == state


def test_the_table_says_something_of_every_pair():
    assert set(OUTCOMES) == set(product((NOTHING, PROPOSED, DECIDED), (PROPOSE, DECIDE, WITHDRAW)))
