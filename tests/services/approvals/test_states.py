"""The way of a record: every point of it × everything that can be done × everybody at every level, written by hand."""

from contextlib import suppress
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from models import Meeting, MeetingReview, MeetingState, MeetingVersion, Verdict
from services import approvals, meetings
from services.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from services.meetings.states import STEPS, Verb
from tests import factories_approvals as at
from tests.factories import a_unit, an_actor
from tests.factories_approvals import levels_of, version_of
from tests.factories_meetings import a_cast, fill, seen

DONE, SAME = "done", "same"
OK, NO, WAIT = DONE, NotAllowed, Conflict

STAGES = {
    "draft": at.draft,
    "waits_for_commune": at.waits_for_commune,
    "waits_for_district": at.waits_for_district,
    "by_officer": at.by_officer,
    "by_district": at.by_district,
    "returned": at.returned,
    "approved": at.approved,
    "amended": at.amended,
}
PEOPLE = ("secretary", "officer", "colleague", "district", "other_district")

TABLE = {
    #                                        secretary, officer, colleague, district, other_district
    ("draft", "write"): [OK, OK, OK, OK, OK],
    ("draft", "submit"): [OK, OK, OK, OK, OK],
    ("draft", "take_back"): [SAME, SAME, SAME, SAME, SAME],
    ("draft", "approve"): [NO, WAIT, WAIT, WAIT, WAIT],
    ("draft", "return_"): [NO, WAIT, WAIT, WAIT, WAIT],
    ("draft", "withdraw"): [NO, WAIT, WAIT, WAIT, WAIT],
    ("draft", "amend"): [WAIT, WAIT, WAIT, WAIT, WAIT],
    ("waits_for_commune", "write"): [WAIT, WAIT, WAIT, WAIT, WAIT],
    ("waits_for_commune", "submit"): [SAME, SAME, SAME, SAME, SAME],
    ("waits_for_commune", "take_back"): [OK, OK, OK, OK, OK],
    ("waits_for_commune", "approve"): [NO, OK, OK, OK, OK],
    ("waits_for_commune", "return_"): [NO, OK, OK, OK, OK],
    ("waits_for_commune", "withdraw"): [NO, SAME, SAME, SAME, SAME],
    ("waits_for_commune", "amend"): [WAIT, WAIT, WAIT, WAIT, WAIT],
    ("waits_for_district", "write"): [WAIT, WAIT, WAIT, WAIT, WAIT],
    ("waits_for_district", "submit"): [SAME, SAME, SAME, SAME, SAME],
    ("waits_for_district", "take_back"): [WAIT, WAIT, WAIT, WAIT, WAIT],
    ("waits_for_district", "approve"): [NO, SAME, SAME, OK, OK],
    ("waits_for_district", "return_"): [NO, NO, NO, OK, OK],
    ("waits_for_district", "withdraw"): [NO, OK, OK, OK, OK],
    ("waits_for_district", "amend"): [WAIT, WAIT, WAIT, WAIT, WAIT],
    ("by_officer", "write"): [WAIT, WAIT, WAIT, WAIT, WAIT],
    ("by_officer", "submit"): [SAME, SAME, SAME, SAME, SAME],
    ("by_officer", "take_back"): [OK, OK, OK, OK, OK],
    ("by_officer", "approve"): [NO, NO, NO, OK, OK],
    ("by_officer", "return_"): [NO, NO, NO, OK, OK],
    ("by_officer", "withdraw"): [NO, SAME, SAME, SAME, SAME],
    ("by_officer", "amend"): [WAIT, WAIT, WAIT, WAIT, WAIT],
    ("by_district", "write"): [WAIT, WAIT, WAIT, WAIT, WAIT],
    ("by_district", "submit"): [SAME, SAME, SAME, SAME, SAME],
    ("by_district", "take_back"): [OK, OK, OK, OK, OK],
    ("by_district", "approve"): [NO, NO, NO, NO, OK],
    ("by_district", "return_"): [NO, NO, NO, NO, OK],
    ("by_district", "withdraw"): [NO, SAME, SAME, SAME, SAME],
    ("by_district", "amend"): [WAIT, WAIT, WAIT, WAIT, WAIT],
    ("returned", "write"): [OK, OK, OK, OK, OK],
    ("returned", "submit"): [OK, OK, OK, OK, OK],
    ("returned", "take_back"): [SAME, SAME, SAME, SAME, SAME],
    ("returned", "approve"): [NO, WAIT, WAIT, WAIT, WAIT],
    ("returned", "return_"): [NO, SAME, SAME, SAME, SAME],
    ("returned", "withdraw"): [NO, WAIT, WAIT, WAIT, WAIT],
    ("returned", "amend"): [WAIT, WAIT, WAIT, WAIT, WAIT],
    ("approved", "write"): [WAIT, WAIT, WAIT, WAIT, WAIT],
    ("approved", "submit"): [SAME, SAME, SAME, SAME, SAME],
    ("approved", "take_back"): [WAIT, WAIT, WAIT, WAIT, WAIT],
    ("approved", "approve"): [NO, WAIT, WAIT, SAME, SAME],
    ("approved", "return_"): [NO, WAIT, WAIT, WAIT, WAIT],
    ("approved", "withdraw"): [NO, NO, NO, OK, OK],
    ("approved", "amend"): [OK, OK, OK, OK, OK],
    ("amended", "write"): [OK, OK, OK, OK, OK],
    ("amended", "submit"): [OK, OK, OK, OK, OK],
    ("amended", "take_back"): [SAME, SAME, SAME, SAME, SAME],
    ("amended", "approve"): [NO, WAIT, WAIT, WAIT, WAIT],
    ("amended", "return_"): [NO, WAIT, WAIT, WAIT, WAIT],
    ("amended", "withdraw"): [NO, WAIT, WAIT, WAIT, WAIT],
    ("amended", "amend"): [SAME, SAME, SAME, SAME, SAME],
}
"""(point of the way, what is done) → how it ends, for each of PEOPLE. A cell that is wrong here is a wrong rule."""

VERBS = {
    "write": lambda session, actor, ref: meetings.write(
        session, actor, ref, "place", "Trụ sở xã", seen(session, actor, ref, "place")
    ),
    "submit": meetings.submit,
    "take_back": meetings.take_back,
    "approve": lambda session, actor, ref: approvals.approve(session, actor, ref, version_of(session, actor, ref)),
    "return_": lambda session, actor, ref: approvals.return_(
        session, actor, ref, version_of(session, actor, ref), "Bổ sung kết luận."
    ),
    "withdraw": lambda session, actor, ref: approvals.withdraw(session, actor, ref, "Duyệt nhầm."),
    "amend": lambda session, actor, ref: meetings.amend(session, actor, ref, "Ghi thiếu."),
}


def way_of(session, ref):
    """What would differ if something had been done."""
    meeting = meetings.records.found(session, ref)
    return (meeting.state, meeting.version, meeting.waiting_unit_id, meeting.place, meeting.approved_version)


def test_the_table_knows_every_point_and_everything_that_can_be_done():
    assert set(TABLE) == set(product(STAGES, VERBS))


def test_every_state_and_verb_stands_in_the_step_table_or_is_refused():
    assert set(STEPS) <= set(product(MeetingState, Verb))
    assert {state for state, _ in STEPS} == set(MeetingState)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("verb", VERBS)
def test_what_everybody_may_do_at_every_point(session, cast, who, stage, verb):
    fill(session, who.secretary, cast.ref)
    STAGES[stage](session, who, cast.ref)
    before = way_of(session, cast.ref)
    ends = {}
    for name in PEOPLE:
        tried = session.begin_nested()
        try:
            VERBS[verb](session, getattr(who, name), cast.ref)
        except Refusal as refusal:
            ends[name] = type(refusal)
        else:
            ends[name] = SAME if way_of(session, cast.ref) == before else DONE
        tried.rollback()
    assert ends == dict(zip(PEOPLE, TABLE[stage, verb], strict=True))


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("verb", VERBS)
def test_a_leader_reads_and_changes_nothing_and_a_stranger_finds_nothing(session, cast, who, stage, verb):
    STAGES[stage](session, who, cast.ref)
    stranger = an_actor(session, a_unit(session, "Đảng bộ xã Cốc Đán", parent=cast.district))
    with pytest.raises(NotAllowed):
        VERBS[verb](session, who.leader, cast.ref)
    with pytest.raises(NotFound):
        VERBS[verb](session, stranger, cast.ref)


STEP = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(sorted(VERBS)))


@settings(max_examples=25)
@given(st.lists(STEP, min_size=3, max_size=14))
def test_no_walk_breaks_what_always_holds(rolled_back, steps):
    with rolled_back() as session:
        cast = a_cast(session)
        who = levels_of(session, cast)
        fill(session, who.secretary, cast.ref)
        history = 0
        for name, verb in steps:
            with suppress(Conflict, NotAllowed, Invalid):
                VERBS[verb](session, getattr(who, name), cast.ref)
            history = what_always_holds(session, cast.ref, history)


def what_always_holds(session, ref, history):
    """Raise where an invariant is broken; returns how long the history is now."""
    meeting = meetings.records.found(session, ref)
    assert isinstance(meeting, Meeting)
    kept = {row.version: row for row in session.exec(select(MeetingVersion))}
    reviews = session.exec(select(MeetingReview)).all()
    assert sorted(kept) == list(range(1, meeting.version + 1))
    assert len(reviews) >= history
    assert (meeting.state is MeetingState.SUBMITTED) is (meeting.waiting_unit_id is not None)
    assert (meeting.approved_version or 0) <= meeting.version
    if meeting.state is MeetingState.APPROVED:
        assert meeting.approved_version == meeting.version
    for review in reviews:
        if review.verdict is Verdict.APPROVED:
            assert kept[review.version].submitted_by != review.reviewed_by
    assert meeting.state.is_handed_in is (meeting.submitted_at is not None)
    return len(reviews)
