"""Every pair of a state and a verb: what it leads to, or the sentence why not; and who may try."""

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from models import Assessment, AssessmentState, Role
from services import assessments, clock
from services.access import Actor
from services.assessments import STEPS, AssessmentRef, Verb
from services.errors import Conflict, NotAllowed, NotFound, Refusal
from tests.factories import a_cell, a_unit, an_actor
from tests.factories_assessments import YEAR, a_criteria_set, a_secretary, accepted, filled, submitted

DRAFT, SUBMITTED, RETURNED, ACCEPTED = AssessmentState
WRITERS = {Role.DISTRICT_STAFF, Role.COMMUNE_OFFICER, Role.CELL_SECRETARY}
REVIEWERS = {Role.DISTRICT_STAFF, Role.COMMUNE_OFFICER}
REVIEWING = {Verb.SEND_BACK, Verb.ACCEPT}

OUTCOMES = {
    (DRAFT, Verb.ANSWER): DRAFT,
    (DRAFT, Verb.SUBMIT): SUBMITTED,
    (DRAFT, Verb.TAKE_BACK): DRAFT,
    (DRAFT, Verb.SEND_BACK): None,
    (DRAFT, Verb.ACCEPT): None,
    (SUBMITTED, Verb.ANSWER): None,
    (SUBMITTED, Verb.SUBMIT): SUBMITTED,
    (SUBMITTED, Verb.TAKE_BACK): DRAFT,
    (SUBMITTED, Verb.SEND_BACK): RETURNED,
    (SUBMITTED, Verb.ACCEPT): ACCEPTED,
    (RETURNED, Verb.ANSWER): RETURNED,
    (RETURNED, Verb.SUBMIT): SUBMITTED,
    (RETURNED, Verb.TAKE_BACK): None,
    (RETURNED, Verb.SEND_BACK): None,
    (RETURNED, Verb.ACCEPT): None,
    (ACCEPTED, Verb.ANSWER): None,
    (ACCEPTED, Verb.SUBMIT): None,
    (ACCEPTED, Verb.TAKE_BACK): None,
    (ACCEPTED, Verb.SEND_BACK): None,
    (ACCEPTED, Verb.ACCEPT): ACCEPTED,
}
"""The whole table, written out by hand; None: refused with a Conflict."""


def seen(session: Session, actor: Actor, ref: AssessmentRef):
    return assessments.sheet(session, actor, ref).course.submitted_at


ACTS: dict[Verb, Callable[[Session, Actor, AssessmentRef], object]] = {
    # A note can be changed without making the form incomplete.
    Verb.ANSWER: lambda session, actor, ref: assessments.answer(
        session, actor, ref, "i1", "note", f"ghi chú {clock.now()}", note_of(session, actor, ref)
    ),
    Verb.SUBMIT: assessments.submit,
    Verb.TAKE_BACK: assessments.take_back,
    Verb.SEND_BACK: lambda session, actor, ref: assessments.send_back(
        session, actor, ref, "Bổ sung minh chứng tiêu chí 1.1.", seen(session, actor, ref)
    ),
    Verb.ACCEPT: lambda session, actor, ref: assessments.accept(session, actor, ref, seen(session, actor, ref)),
}


def refused(act: Callable[[], object]) -> type[Refusal] | None:
    """The kind of the refusal; None when it was done."""
    try:
        act()
    except Refusal as refusal:
        return type(refusal)
    return None


def note_of(session, actor, ref):
    return assessments.sheet(session, actor, ref).sections[0].items[0].answer.note


def in_state(session, state, cam, cell, xuan) -> AssessmentRef:
    if state is DRAFT:
        return filled(session, cam, cell)
    if state is ACCEPTED:
        return accepted(session, cam, cell, xuan)
    ref = submitted(session, cam, cell)
    if state is RETURNED:
        assessments.send_back(session, xuan, ref, "Xem lại tiêu chí 2.1.", seen(session, xuan, ref))
    return ref


def state_of(session, ref) -> AssessmentState:
    return session.exec(select(Assessment).where(Assessment.unit_id == ref.unit_id)).one().state


def test_the_table_says_something_of_every_pair():
    assert set(OUTCOMES) == {(state, verb) for state in AssessmentState for verb in Verb}


def test_the_code_has_exactly_the_steps_of_the_table():
    unrepeated = {pair: after for pair, after in OUTCOMES.items() if after and pair in STEPS}
    assert unrepeated == STEPS


@pytest.mark.parametrize(("state", "verb"), list(OUTCOMES), ids=str)
def test_every_verb_in_every_state_leads_where_the_table_says(session, cam, cell, xuan, state, verb):
    ref = in_state(session, state, cam, cell, xuan)
    actor = xuan if verb in REVIEWING else cam
    if OUTCOMES[state, verb] is None:
        with pytest.raises(Conflict, match="Bản tự chấm"):
            ACTS[verb](session, actor, ref)
        assert state_of(session, ref) is state
    else:
        ACTS[verb](session, actor, ref)
        assert state_of(session, ref) is OUTCOMES[state, verb]


@pytest.mark.parametrize("state", list(AssessmentState))
def test_a_role_without_the_right_is_refused_in_every_state(session, cam, cell, commune, xuan, state):
    ref = in_state(session, state, cam, cell, xuan)
    for verb, role in product(Verb, Role):
        actor = an_actor(session, commune, role)
        attempt = session.begin_nested()
        refusal = refused(lambda: ACTS[verb](session, actor, ref))  # noqa: B023 - called at once
        attempt.rollback()
        if role in (REVIEWERS if verb in REVIEWING else WRITERS):
            assert refusal is (None if OUTCOMES[state, verb] else Conflict)
        else:
            assert refusal is NotAllowed


def test_out_of_reach_nothing_exists_whatever_the_role(session, cam, cell):
    ref = submitted(session, cam, cell)
    neighbour = a_unit(session, "Đảng bộ xã khác")
    for role in Role:
        stranger = an_actor(session, neighbour, role)
        for act in (
            lambda actor: assessments.answer(session, actor, ref, "i1", "note", "x", ""),
            lambda actor: assessments.submit(session, actor, ref),
            lambda actor: assessments.take_back(session, actor, ref),
            lambda actor: assessments.send_back(session, actor, ref, "x", None),
            lambda actor: assessments.accept(session, actor, ref, None),
            lambda actor: assessments.sheet(session, actor, ref),
        ):
            with pytest.raises(NotFound):
                act(stranger)


@given(walk=st.lists(st.tuples(st.sampled_from(Verb), st.sampled_from(["cam", "xuan", "quang"])), max_size=25))
def test_no_walk_skips_a_state(rolled_back, walk):
    """Whoever does whatever in whatever order: a state is only ever left by a step of the table."""
    with rolled_back() as session:
        commune = a_unit(session)
        cell = a_cell(session, commune)
        a_criteria_set(session, commune)
        cast = {
            "cam": a_secretary(session, cell),
            "xuan": an_actor(session, commune),
            "quang": an_actor(session, commune),
        }
        ref = filled(session, cast["cam"], cell)
        has_been_submitted_by = None
        for verb, name in walk:
            before = state_of(session, ref)
            try:
                ACTS[verb](session, cast[name], ref)
            except Refusal:
                assert state_of(session, ref) is before
                continue
            after = state_of(session, ref)
            assert after is before or STEPS[before, verb] is after
            if (before, after) == (DRAFT, SUBMITTED) or (before, after) == (RETURNED, SUBMITTED):
                has_been_submitted_by = name
            if (before, after) == (SUBMITTED, ACCEPTED):
                assert name != has_been_submitted_by


def test_nothing_can_be_done_to_what_nobody_has_begun(session, cam, cell, xuan):
    ref = AssessmentRef(cell.id, YEAR)
    for verb in (Verb.SUBMIT, Verb.TAKE_BACK, Verb.SEND_BACK, Verb.ACCEPT):
        with pytest.raises(Conflict, match="chưa bắt đầu tự chấm năm 2026"):
            ACTS[verb](session, xuan if verb in REVIEWING else cam, ref)
