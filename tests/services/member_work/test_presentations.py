"""Who presents next: everybody in turn, whoever did least recently first."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Role
from models.base import new_id
from services import member_work, months
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.member_work import Turn
from services.members import RosterEntry
from tests.factories import a_unit, an_actor
from tests.factories_meetings import NOVEMBER
from tests.statements import counted

DECEMBER = date(2026, 12, 1)


def assign(session, cast, of=0, *, month=DECEMBER, topic="Chuyên đề", actor=None, token=None):
    who = cast.people[of].id
    return member_work.assign(session, actor or cast.secretary, cast.cell.id, month, who, topic, token or new_id())


def rota(session, cast, month=DECEMBER):
    return member_work.rota(session, cast.officer, cast.cell.id, month)


def a_turn(number, last=None):
    return Turn(RosterEntry(new_id(), f"Người {number}", f"{number:03}", True, False, None, None, None), last)


@given(st.integers(1, 8), st.integers(1, 4), st.data())
def test_nobody_presents_again_before_everybody_has(people, rounds, data):
    turns = data.draw(st.permutations([a_turn(number) for number in range(people)]))
    month, presented = date(2026, 1, 1), []
    for _ in range(people * rounds):
        first = member_work.in_turn(turns)[0]
        presented.append(first.entry.member_id)
        turns = [replace(turn, last=month) if turn is first else turn for turn in turns]
        month = months.after(month)
    chunks = [presented[start : start + people] for start in range(0, len(presented), people)]
    assert all(len(set(chunk)) == people for chunk in chunks)
    assert all(chunk == chunks[0] for chunk in chunks)


@given(st.lists(st.none() | st.dates(date(2020, 1, 1), date(2026, 12, 1)), max_size=12))
def test_turns_are_those_given_the_longest_ago_first(lasts):
    given_turns = [a_turn(number, last) for number, last in enumerate(lasts)]
    ordered = member_work.in_turn(given_turns)
    assert {turn.entry.member_id for turn in ordered} == {turn.entry.member_id for turn in given_turns}
    keys = [(turn.last is not None, turn.last or date.min, turn.entry.sort_key) for turn in ordered]
    assert keys == sorted(keys)


def test_the_next_is_whoever_never_did_then_whoever_did_longest_ago(session, cast):
    assign(session, cast, 0, month=date(2026, 9, 1))
    assign(session, cast, 1, month=date(2026, 8, 1))
    names = [turn.entry.full_name.split()[-1] for turn in rota(session, cast).turns]
    assert names == ["Chung", "Dung", "Đào", "Giang", "Bình", "An"]


def test_whoever_presents_this_month_or_is_not_due_is_not_in_turn(session, cast):
    assign(session, cast, 2)
    found = rota(session, cast)
    assert [row.full_name for row in found.assigned] == ["Hoàng Văn Chung"]
    assert {turn.entry.member_id for turn in found.turns} == set(cast.ids(0, 1, 3, 4, 5))


def test_later_months_do_not_count_for_an_earlier_one(session, cast):
    assign(session, cast, 0, month=DECEMBER)
    assert {turn.last for turn in rota(session, cast, NOVEMBER).turns} == {None}


def test_a_double_click_assigns_once_and_the_same_again_is_a_conflict(session, cast):
    token = new_id()
    assert assign(session, cast, token=token) == assign(session, cast, token=token) == token
    with pytest.raises(Conflict, match="đã được phân công"):
        assign(session, cast)
    assign(session, cast, topic="Chuyên đề khác")
    assert len(rota(session, cast).assigned) == 2


def test_it_is_taken_back_once(session, cast):
    token = assign(session, cast)
    for _ in range(2):
        member_work.withdraw_presentation(session, cast.secretary, cast.cell.id, token)
    assert rota(session, cast).assigned == ()
    with pytest.raises(NotFound):
        member_work.withdraw_presentation(session, cast.secretary, cast.cell.id, new_id())


def test_it_wants_a_topic_a_member_and_a_month_within_a_year(session, cast):
    with pytest.raises(Invalid, match="nội dung trình bày"):
        assign(session, cast, topic=" ")
    with pytest.raises(Invalid, match="11/2027"):
        assign(session, cast, month=date(2027, 12, 1))
    with pytest.raises(Invalid, match="chọn đảng viên"):
        member_work.assign(session, cast.secretary, cast.cell.id, DECEMBER, None, "Chuyên đề", new_id())


def test_out_of_reach_before_not_allowed(session, cast):
    elsewhere = an_actor(session, a_unit(session, "Đảng bộ xã Thượng Quan"), Role.LEADER)
    leader = an_actor(session, cast.district, Role.LEADER)
    for change in (
        lambda actor: assign(session, cast, actor=actor),
        lambda actor: member_work.withdraw_presentation(session, actor, cast.cell.id, new_id()),
    ):
        with pytest.raises(NotFound):
            change(elsewhere)
        with pytest.raises(NotAllowed):
            change(leader)
    with pytest.raises(NotFound):
        member_work.rota(session, elsewhere, cast.cell.id, DECEMBER)


def test_three_statements(session, cast):
    with counted(session) as sent:
        rota(session, cast)
    assert len(sent) == 3
