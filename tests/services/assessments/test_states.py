"""Every pair of a state and a verb: what it leads to, or the sentence why not; and who may try."""

from collections.abc import Callable
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from models import Assessment, AssessmentState, Remark, Role, UnitKind
from models.base import new_id
from services import assessments, clock
from services.access import Actor
from services.assessments import STEPS, AssessmentRef, Verb
from services.errors import Conflict, NotAllowed, NotFound, Refusal
from tests.factories import a_cell, a_unit, an_actor
from tests.factories_assessments import YEAR, a_criteria_set, a_secretary, accept, accepted, filled, item_of, submitted

DRAFT, SUBMITTED, RETURNED, ACCEPTED = AssessmentState
WRITERS = {Role.DISTRICT_STAFF, Role.COMMUNE_OFFICER, Role.CELL_SECRETARY}
REVIEWERS = {Role.DISTRICT_STAFF, Role.COMMUNE_OFFICER}
REVIEWING = {Verb.REVIEW, Verb.REMARK, Verb.SEND_BACK, Verb.ACCEPT, Verb.WITHDRAW_ACCEPTANCE}

OUTCOMES = {
    (DRAFT, Verb.ANSWER): DRAFT,
    (DRAFT, Verb.SUBMIT): SUBMITTED,
    (DRAFT, Verb.TAKE_BACK): DRAFT,
    (DRAFT, Verb.REVIEW): None,
    (DRAFT, Verb.REMARK): None,
    (DRAFT, Verb.RESOLVE): DRAFT,
    (DRAFT, Verb.SEND_BACK): None,
    (DRAFT, Verb.ACCEPT): None,
    (DRAFT, Verb.WITHDRAW_ACCEPTANCE): None,
    (SUBMITTED, Verb.ANSWER): None,
    (SUBMITTED, Verb.SUBMIT): SUBMITTED,
    (SUBMITTED, Verb.TAKE_BACK): DRAFT,
    (SUBMITTED, Verb.REVIEW): SUBMITTED,
    (SUBMITTED, Verb.REMARK): SUBMITTED,
    (SUBMITTED, Verb.RESOLVE): None,
    (SUBMITTED, Verb.SEND_BACK): RETURNED,
    (SUBMITTED, Verb.ACCEPT): ACCEPTED,
    (SUBMITTED, Verb.WITHDRAW_ACCEPTANCE): SUBMITTED,
    (RETURNED, Verb.ANSWER): RETURNED,
    (RETURNED, Verb.SUBMIT): SUBMITTED,
    (RETURNED, Verb.TAKE_BACK): None,
    (RETURNED, Verb.REVIEW): None,
    (RETURNED, Verb.REMARK): None,
    (RETURNED, Verb.RESOLVE): RETURNED,
    (RETURNED, Verb.SEND_BACK): None,
    (RETURNED, Verb.ACCEPT): None,
    (RETURNED, Verb.WITHDRAW_ACCEPTANCE): None,
    (ACCEPTED, Verb.ANSWER): None,
    (ACCEPTED, Verb.SUBMIT): None,
    (ACCEPTED, Verb.TAKE_BACK): None,
    (ACCEPTED, Verb.REVIEW): None,
    (ACCEPTED, Verb.REMARK): None,
    (ACCEPTED, Verb.RESOLVE): None,
    (ACCEPTED, Verb.SEND_BACK): None,
    (ACCEPTED, Verb.ACCEPT): ACCEPTED,
    (ACCEPTED, Verb.WITHDRAW_ACCEPTANCE): SUBMITTED,
}
"""The whole table, written out by hand; None: refused with a Conflict."""


def seen(session: Session, actor: Actor, ref: AssessmentRef):
    return assessments.sheet(session, actor, ref).course.submitted_at


def a_remark(session: Session, actor: Actor, ref: AssessmentRef) -> UUID:
    """A remark on the assessment, whatever its state: what is tried is dealing with it."""
    row = stored(session, ref)
    kept = Remark(assessment_id=row.id, item_id="i1", text="x", written_at=clock.now(), written_by=actor.account_id)
    session.add(kept)
    session.flush()
    return kept.id


ACTS: dict[Verb, Callable[[Session, Actor, AssessmentRef], object]] = {
    # A note can be changed without making the form incomplete.
    Verb.ANSWER: lambda session, actor, ref: assessments.answer(
        session, actor, ref, "i1", "note", f"ghi chú {new_id()}", item_of(session, actor, ref, "i1").answer.note
    ),
    Verb.SUBMIT: assessments.submit,
    Verb.TAKE_BACK: assessments.take_back,
    Verb.REVIEW: lambda session, actor, ref: assessments.review(
        session,
        actor,
        ref,
        "i1",
        "note",
        f"thẩm định {new_id()}",
        item_of(session, actor, ref, "i1").reviewed.answer.note,
    ),
    Verb.REMARK: lambda session, actor, ref: assessments.remark(session, actor, ref, "i1", "Bổ sung.", new_id()),
    Verb.RESOLVE: lambda session, actor, ref: assessments.resolve_remark(
        session, actor, ref, a_remark(session, actor, ref)
    ),
    Verb.SEND_BACK: lambda session, actor, ref: assessments.send_back(
        session, actor, ref, "Bổ sung minh chứng tiêu chí 1.1.", seen(session, actor, ref)
    ),
    Verb.ACCEPT: accept,
    Verb.WITHDRAW_ACCEPTANCE: lambda session, actor, ref: assessments.withdraw_acceptance(
        session, actor, ref, "Cộng nhầm điểm."
    ),
}


def refused(act: Callable[[], object]) -> type[Refusal] | None:
    """The kind of the refusal; None when it was done."""
    try:
        act()
    except Refusal as refusal:
        return type(refusal)
    return None


def in_state(session, state, cam, cell, xuan) -> AssessmentRef:
    if state is DRAFT:
        return filled(session, cam, cell)
    if state is ACCEPTED:
        return accepted(session, cam, cell, xuan)
    ref = submitted(session, cam, cell)
    if state is RETURNED:
        assessments.send_back(session, xuan, ref, "Xem lại tiêu chí 2.1.", seen(session, xuan, ref))
    return ref


def stored(session, ref) -> Assessment:
    return session.exec(select(Assessment).where(Assessment.unit_id == ref.unit_id)).one()


def state_of(session, ref) -> AssessmentState:
    return stored(session, ref).state


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


@pytest.fixture
def district(session):
    return a_unit(session, "Đảng bộ huyện", kind=UnitKind.DISTRICT)


@pytest.fixture
def commune(session, district):
    return a_unit(session, parent=district)


LEVELS = ("district", "commune", "cell")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("state", list(AssessmentState))
def test_each_role_at_each_level_may_do_what_it_may_in_every_state(
    session, request, cam, cell, commune, xuan, state, level
):
    """Reviewing needs the role and a unit strictly above; everything else the role."""
    ref = in_state(session, state, cam, cell, xuan)
    unit = request.getfixturevalue(level)
    for verb, role in product(Verb, Role):
        actor = an_actor(session, unit, role)
        attempt = session.begin_nested()
        refusal = refused(lambda: ACTS[verb](session, actor, ref))  # noqa: B023 - called at once
        attempt.rollback()
        is_allowed = role in REVIEWERS and level != "cell" if verb in REVIEWING else role in WRITERS
        if is_allowed:
            assert refusal is (None if OUTCOMES[state, verb] else Conflict), (verb, role)
        else:
            assert refusal is NotAllowed, (verb, role)


def test_out_of_reach_nothing_exists_whatever_the_role(session, cam, cell):
    ref = submitted(session, cam, cell)
    neighbour = a_unit(session, "Đảng bộ xã khác")
    for role in Role:
        stranger = an_actor(session, neighbour, role)
        for act in (
            lambda actor: assessments.answer(session, actor, ref, "i1", "note", "x", ""),
            lambda actor: assessments.submit(session, actor, ref),
            lambda actor: assessments.take_back(session, actor, ref),
            lambda actor: assessments.review(session, actor, ref, "i1", "note", "x", ""),
            lambda actor: assessments.write(session, actor, ref, "votes_for", 1, None),
            lambda actor: assessments.remark(session, actor, ref, "i1", "x", new_id()),
            lambda actor: assessments.send_back(session, actor, ref, "x", None),
            lambda actor: assessments.accept(session, actor, ref, None),
            lambda actor: assessments.withdraw_acceptance(session, actor, ref, "x"),
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
            if verb in REVIEWING and after is not before:
                assert name != has_been_submitted_by


BARE = ACTS | {
    Verb.REVIEW: lambda session, actor, ref: assessments.review(session, actor, ref, "i1", "note", "x", ""),
    Verb.ACCEPT: lambda session, actor, ref: assessments.accept(session, actor, ref, None),
}


def test_nothing_can_be_done_to_what_nobody_has_begun(session, cam, cell, xuan):
    ref = AssessmentRef(cell.id, YEAR)
    for verb in set(Verb) - {Verb.ANSWER, Verb.RESOLVE}:
        with pytest.raises(Conflict, match="chưa bắt đầu tự chấm năm 2026"):
            BARE[verb](session, xuan if verb in REVIEWING else cam, ref)
