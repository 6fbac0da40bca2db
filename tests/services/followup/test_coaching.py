"""Coaching: one at a time for a cell, step by step, with an outcome at its end."""

from datetime import date

import pytest
from sqlmodel import select

from models import AuditEntry, Coaching
from models.base import new_id
from services import followup
from services.errors import Conflict, Invalid, NotAllowed, NotFound, Overtaken
from services.followup import CoachingDraft
from tests.factories import a_stranger
from tests.statements import counted

SINCE, STEP, END = date(2026, 9, 10), date(2026, 10, 5), date(2026, 11, 15)


def opened(session, actor, unit, *, reason="Tỷ lệ dự họp thấp", plan="", on=SINCE, token=None):
    return followup.open_coaching(session, actor, CoachingDraft(unit.id, reason, plan, on), token or new_id())


def step(session, actor, key, text="Dự sinh hoạt", on=STEP, token=None):
    return followup.note_step(session, actor, key, on, text, token or new_id())


def only(session, actor):
    [row] = followup.coachings(session, actor)
    return row


def actions(session):
    return session.exec(select(AuditEntry.action).order_by(AuditEntry.sequence)).all()


@pytest.fixture
def coaching(session, cast):
    return opened(session, cast.officer, cast.cell)


class TestOpening:
    def test_a_cell_is_helped_from_a_day_on(self, session, cast):
        key = opened(session, cast.officer, cast.cell, plan="Dự họp hằng tháng\n")
        row = only(session, cast.officer)
        assert (row.coaching_id, row.unit_id, row.unit_name) == (key, cast.cell.id, "Chi bộ Khuổi Ngọa")
        assert (row.reason, row.plan, row.opened_on) == ("Tỷ lệ dự họp thấp", "Dự họp hằng tháng", SINCE)
        assert (row.is_open, row.outcome, row.steps) == (True, "", ())
        assert followup.open_coachings(session, cast.staff).keys() == {cast.cell.id}

    def test_a_double_click_opens_it_once_even_after_it_was_closed(self, session, cast):
        token = new_id()
        for _ in range(2):
            assert opened(session, cast.officer, cast.cell, token=token) == token
        followup.close_coaching(session, cast.officer, token, END, "Đã khá hơn")
        assert opened(session, cast.officer, cast.cell, token=token) == token
        assert len(session.exec(select(Coaching)).all()) == 1
        assert actions(session) == ["coaching:opened", "coaching:closed"]

    def test_a_cell_is_helped_once_at_a_time(self, session, cast, coaching):
        with pytest.raises(Conflict, match="10/09/2026"):
            opened(session, cast.staff, cast.cell)
        with pytest.raises(Conflict):
            opened(session, cast.staff, cast.neighbour, token=coaching)
        followup.close_coaching(session, cast.officer, coaching, END, "Đã khá hơn")
        opened(session, cast.staff, cast.cell, on=END)
        assert [row.is_open for row in followup.coachings(session, cast.officer)] == [True, False]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"reason": " "}, "reason"),
            ({"reason": "x" * 1001}, "reason"),
            ({"plan": "x" * 2001}, "plan"),
            ({"on": None}, "opened_on"),
            ({"on": date(2026, 11, 21)}, "opened_on"),
        ],
    )
    def test_what_is_missing_or_cannot_be_is_refused(self, session, cast, changes, field):
        with pytest.raises(Invalid) as refusal:
            opened(session, cast.officer, cast.cell, **changes)
        assert refusal.value.field == field

    def test_cells_are_helped_committees_are_not(self, session, cast):
        with pytest.raises(Invalid, match="chọn chi bộ"):
            opened(session, cast.officer, cast.commune)

    def test_reach_then_permission(self, session, cast):
        with pytest.raises(NotFound):
            opened(session, cast.stranger, cast.cell, reason="")
        for reader in cast.readers:
            with pytest.raises(NotAllowed):
                opened(session, reader, cast.cell, reason="")


class TestSteps:
    def test_steps_stand_in_the_order_of_their_days(self, session, cast, coaching):
        step(session, cast.officer, coaching, "Việc sau", END)
        step(session, cast.staff, coaching, "Việc trước")
        assert [(each.done_on, each.text) for each in only(session, cast.officer).steps] == [
            (STEP, "Việc trước"),
            (END, "Việc sau"),
        ]

    def test_a_double_click_notes_it_once(self, session, cast, coaching):
        token = new_id()
        for _ in range(2):
            step(session, cast.officer, coaching, token=token)
        assert len(only(session, cast.officer).steps) == 1
        assert actions(session) == ["coaching:opened", "coaching:step_noted"]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"text": "\n"}, "text"),
            ({"text": "x" * 1001}, "text"),
            ({"on": None}, "done_on"),
            ({"on": date(2026, 9, 9)}, "done_on"),
            ({"on": date(2026, 11, 21)}, "done_on"),
        ],
    )
    def test_what_is_missing_or_cannot_be_is_refused(self, session, cast, coaching, changes, field):
        with pytest.raises(Invalid) as refusal:
            step(session, cast.officer, coaching, **changes)
        assert refusal.value.field == field

    def test_the_first_day_counts(self, session, cast, coaching):
        step(session, cast.officer, coaching, on=SINCE)
        followup.close_coaching(session, cast.officer, coaching, SINCE, "Đã khá hơn")
        assert only(session, cast.officer).closed_on == SINCE

    def test_a_step_can_be_taken_back_but_not_by_a_lower_level(self, session, cast, coaching):
        key = step(session, cast.staff, coaching)
        with pytest.raises(NotAllowed, match="cấp trên"):
            followup.remove_step(session, cast.officer, coaching, key)
        for _ in range(2):
            followup.remove_step(session, cast.staff, coaching, key)
        assert only(session, cast.officer).steps == ()
        assert actions(session)[-1] == "coaching:step_removed"


class TestWriting:
    def test_reason_and_plan_are_written_anew(self, session, cast, coaching):
        assert followup.write_coaching(session, cast.officer, coaching, "plan", "Dự họp ", "") == "Dự họp"
        followup.write_coaching(session, cast.officer, coaching, "plan", "Dự họp", "")
        assert only(session, cast.officer).plan == "Dự họp"
        assert actions(session) == ["coaching:opened", "coaching:written"]

    def test_what_somebody_else_wrote_meanwhile_stays(self, session, cast, coaching):
        followup.write_coaching(session, cast.staff, coaching, "plan", "Của huyện", "")
        with pytest.raises(Overtaken, match="Của huyện"):
            followup.write_coaching(session, cast.officer, coaching, "plan", "Của xã", "")

    def test_a_reason_stays_and_nothing_else_is_written(self, session, cast, coaching):
        with pytest.raises(Invalid):
            followup.write_coaching(session, cast.officer, coaching, "reason", "", "Tỷ lệ dự họp thấp")
        with pytest.raises(NotFound):
            followup.write_coaching(session, cast.officer, coaching, "outcome", "Tốt", "")


class TestClosing:
    def test_it_ends_with_an_outcome_and_is_history(self, session, cast, coaching):
        step(session, cast.officer, coaching)
        for _ in range(2):
            followup.close_coaching(session, cast.officer, coaching, END, " Đã khá hơn ")
        row = only(session, cast.officer)
        assert (row.is_open, row.closed_on, row.outcome) == (False, END, "Đã khá hơn")
        assert followup.open_coachings(session, cast.officer) == {}
        assert actions(session).count("coaching:closed") == 1

    def test_a_closed_one_is_written_no_more(self, session, cast, coaching):
        key = step(session, cast.officer, coaching)
        followup.close_coaching(session, cast.officer, coaching, END, "Đã khá hơn")
        for change in (
            lambda: step(session, cast.officer, coaching),
            lambda: followup.remove_step(session, cast.officer, coaching, key),
            lambda: followup.write_coaching(session, cast.officer, coaching, "plan", "x", ""),
            lambda: followup.close_coaching(session, cast.officer, coaching, END, "Khác"),
        ):
            with pytest.raises(Conflict, match="15/11/2026"):
                change()

    @pytest.mark.parametrize(
        ("on", "outcome", "field"),
        [
            (END, " ", "outcome"),
            (END, "x" * 2001, "outcome"),
            (None, "Tốt", "closed_on"),
            (date(2026, 11, 21), "Tốt", "closed_on"),
            (date(2026, 10, 4), "Tốt", "closed_on"),
            (date(2026, 9, 9), "Tốt", "closed_on"),
        ],
    )
    def test_what_is_missing_or_cannot_be_is_refused(self, session, cast, coaching, on, outcome, field):
        step(session, cast.officer, coaching)
        with pytest.raises(Invalid) as refusal:
            followup.close_coaching(session, cast.officer, coaching, on, outcome)
        assert refusal.value.field == field

    def test_it_can_go_on_and_the_outcome_stays_in_the_trail(self, session, cast, coaching):
        followup.close_coaching(session, cast.officer, coaching, END, "Đã khá hơn")
        for _ in range(2):
            followup.reopen_coaching(session, cast.officer, coaching)
        row = only(session, cast.officer)
        assert (row.is_open, row.outcome) == (True, "")
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "coaching:reopened")).one()
        assert entry.details == {"closed_on": "2026-11-15", "outcome": "Đã khá hơn"}

    def test_it_does_not_go_on_beside_another(self, session, cast, coaching):
        followup.close_coaching(session, cast.officer, coaching, END, "Đã khá hơn")
        opened(session, cast.officer, cast.cell, on=END)
        with pytest.raises(Conflict, match="15/11/2026"):
            followup.reopen_coaching(session, cast.officer, coaching)

    def test_what_the_district_began_the_commune_does_not_end(self, session, cast):
        key = opened(session, cast.staff, cast.cell)
        step(session, cast.officer, key)
        with pytest.raises(NotAllowed, match="cấp trên"):
            followup.close_coaching(session, cast.officer, key, END, "Đã khá hơn")
        followup.close_coaching(session, cast.staff, key, END, "Đã khá hơn")
        with pytest.raises(NotAllowed, match="cấp trên"):
            followup.reopen_coaching(session, cast.officer, key)


def test_every_change_checks_reach_then_permission(session, cast, coaching):
    for change in (
        lambda actor: step(session, actor, coaching, ""),
        lambda actor: followup.remove_step(session, actor, coaching, new_id()),
        lambda actor: followup.write_coaching(session, actor, coaching, "plan", "x", ""),
        lambda actor: followup.close_coaching(session, actor, coaching, END, ""),
        lambda actor: followup.reopen_coaching(session, actor, coaching),
    ):
        with pytest.raises(NotFound):
            change(cast.stranger)
        for reader in cast.readers:
            with pytest.raises(NotAllowed):
                change(reader)


def test_nothing_from_out_of_reach_is_read(session, cast, coaching):
    opened(session, cast.stranger, cast.far)
    assert [row.unit_id for row in followup.coachings(session, cast.officer)] == [cast.cell.id]
    assert followup.coachings(session, cast.stranger, [cast.cell.id]) == []
    assert followup.open_coachings(session, cast.stranger).keys() == {cast.far.id}


def test_the_list_takes_two_statements(session, cast, coaching):
    opened(session, cast.stranger, cast.far)
    for _ in range(3):
        step(session, cast.officer, coaching)
    with counted(session) as statements:
        assert len(followup.coachings(session, a_stranger(cast.district))) == 2
    assert len(statements) == 2
