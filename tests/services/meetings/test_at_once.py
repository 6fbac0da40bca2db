"""Many people at once, each in a transaction of their own: one record, one submission, one task."""

import threading
from contextvars import copy_context
from datetime import UTC, datetime, time
from functools import partial

import pytest
from sqlmodel import Session, select

from models import AgendaItem, AuditEntry, Meeting, MeetingState, Target, Task
from models.base import new_id
from models.database import read_tx, write_tx
from services import clock, meetings
from services.errors import Conflict
from services.meetings import GuestDraft, MeetingKind, MentionDraft, MentionKind, TargetDraft, TaskDraft, VoteDraft
from tests.factories_meetings import HELD_ON, NOVEMBER, a_cast, fill, put

CROWD = 50


@pytest.fixture
def cast(engine):
    with write_tx() as session:
        return a_cast(session)


def all_at_once(work):
    """Run ``work(session, number)`` in so many threads, each in its own transaction; what they gave back or raised."""
    gate, outcomes = threading.Barrier(CROWD), []

    def run(number):
        gate.wait()
        try:
            with write_tx() as session:
                outcomes.append(work(session, number))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test has to see it
            outcomes.append(error)

    threads = [threading.Thread(target=copy_context().run, args=(run, number)) for number in range(CROWD)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def stored(table):
    with read_tx() as session:
        return session.exec(select(table)).all()


def entries(action):
    with read_tx() as session:
        return session.exec(select(AuditEntry).where(AuditEntry.action == action)).all()


def test_fifty_first_writers_of_one_value_make_one_record(cast):
    outcomes = all_at_once(lambda session, _: meetings.write(session, cast.officer, cast.ref, "held_on", HELD_ON, None))
    assert outcomes == [HELD_ON] * CROWD
    assert len(stored(Meeting)) == len(entries("meeting:begun")) == len(entries("meeting:written")) == 1


def test_fifty_first_writers_of_different_values_one_wins_and_the_rest_are_told(cast):
    outcomes = all_at_once(
        lambda session, number: meetings.write(session, cast.officer, cast.ref, "place", f"Nhà {number}", "")
    )
    [meeting] = stored(Meeting)
    told = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert len(told) == CROWD - 1
    assert [outcome for outcome in outcomes if isinstance(outcome, str)] == [meeting.place]
    assert all(f"“{meeting.place}”" in refusal.sentence for refusal in told)


def test_fifty_writers_of_different_fields_all_succeed(cast):
    work = [
        ("held_on", HELD_ON, None),
        ("started_at", time(14), None),
        ("place", "Nhà văn hóa", ""),
        ("content", "Nội dung", ""),
        ("excused", cast.ids(1), []),
    ]

    def write(session, number):
        return meetings.write(session, cast.officer, cast.ref, *work[number % len(work)])

    assert not [outcome for outcome in all_at_once(write) if isinstance(outcome, Exception)]
    with read_tx() as session:
        sheet = meetings.sheet(session, cast.officer, cast.ref)
    assert (sheet.held_on, sheet.started_at, sheet.place) == (HELD_ON, time(14), "Nhà văn hóa")
    assert (sheet.content, sheet.marked("excused")) == ("Nội dung", cast.ids(1))


def test_fifty_submissions_are_one(cast):
    with write_tx() as session:
        fill(session, cast.officer, cast.ref)
    outcomes = all_at_once(lambda session, _: meetings.submit(session, cast.officer, cast.ref))
    assert sorted(outcome.is_new for outcome in outcomes) == [False] * (CROWD - 1) + [True]
    assert len({outcome.submitted_at for outcome in outcomes}) == 1
    assert [meeting.state for meeting in stored(Meeting)] == [MeetingState.SUBMITTED]
    assert len(entries("meeting:submitted")) == 1


def test_one_token_clicked_twenty_times_is_one_task(cast):
    token, draft = new_id(), TaskDraft("Vận động làm đường", cast.people[0].id, NOVEMBER.replace(month=12))
    outcomes = all_at_once(lambda session, _: meetings.give_task(session, cast.officer, cast.ref, draft, token))
    assert outcomes == [token] * CROWD
    assert len(stored(Task)) == len(entries("task:given")) == 1


def test_a_write_that_meets_a_submission_is_stored_before_it_or_refused(cast):
    with write_tx() as session:
        fill(session, cast.officer, cast.ref)

    def work(session: Session, number: int):
        if number % 2:
            return meetings.submit(session, cast.officer, cast.ref).submitted_at
        return put(session, cast.officer, cast.ref, "conclusion", f"Kết luận {number}")

    outcomes = all_at_once(work)
    [meeting] = stored(Meeting)
    kept = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert meeting.conclusion in [*kept, "Thống nhất các nội dung đã bàn."]
    assert not [error for error in outcomes if isinstance(error, Exception) and not isinstance(error, Conflict)]


def test_fifty_targets_are_numbered_from_one_to_twenty_and_one_of_them_sent_twenty_times_is_one(cast):
    draft = TargetDraft("Trồng rừng mới")
    all_at_once(lambda session, _: meetings.give_target(session, cast.officer, cast.ref, draft, new_id()))
    assert sorted(target.number for target in stored(Target)) == list(range(1, CROWD + 1))
    token = new_id()
    outcomes = all_at_once(lambda session, _: meetings.give_target(session, cast.officer, cast.ref, draft, token))
    assert outcomes == [token] * CROWD
    assert len(stored(Target)) == CROWD + 1


def test_fifty_thematic_meetings_opened_at_once_share_one_number_and_one_record(cast):
    with clock.set_to(datetime(2026, 11, 20, tzinfo=UTC)):
        refs = all_at_once(
            lambda session, _: meetings.open_another(
                session, cast.officer, cast.cell.id, NOVEMBER, MeetingKind.THEMATIC
            )
        )
    assert set(refs) == {cast.in_month(NOVEMBER, MeetingKind.THEMATIC)}


def test_twenty_clicks_on_the_template_make_one_agenda(cast):
    outcomes = all_at_once(lambda session, _: meetings.take_agenda(session, cast.officer, cast.ref))
    items = stored(AgendaItem)
    assert sorted(outcomes) == [0] * (CROWD - 1) + [len(items)]
    assert sorted(item.number for item in items) == list(range(1, len(items) + 1))


def test_points_added_moved_and_removed_at_once_stay_numbered_from_one(cast):
    with write_tx() as session:
        meetings.take_agenda(session, cast.officer, cast.ref)
    before = sorted(stored(AgendaItem), key=lambda item: item.number)

    def work(session: Session, number: int):
        if number % 3 == 0:
            return meetings.add_agenda_item(session, cast.officer, cast.ref, f"Điểm {number}", new_id())
        if number % 3 == 1:
            return meetings.move_agenda_item(session, cast.officer, cast.ref, before[-1].id, before[0].id)
        return meetings.remove_agenda_item(session, cast.officer, cast.ref, before[2].id)

    assert not [outcome for outcome in all_at_once(work) if isinstance(outcome, Exception)]
    after = sorted(stored(AgendaItem), key=lambda item: item.number)
    added = len(range(0, CROWD, 3))
    assert [item.number for item in after] == list(range(1, len(before) + added))
    assert before[2].id not in {item.id for item in after}
    assert [item.id for item in after[:3]] == [before[-1].id, before[0].id, before[1].id]


@pytest.mark.parametrize("part", ["guest", "mention", "vote"])
def test_one_token_sent_twenty_times_is_one_part(cast, part):
    adding = {
        "guest": partial(meetings.add_guest, draft=GuestDraft("Vi Văn Yên")),
        "mention": partial(meetings.add_mention, draft=MentionDraft(MentionKind.PRAISE, None, "Tham gia đầy đủ")),
        "vote": partial(meetings.add_vote, draft=VoteDraft("Thông qua nghị quyết", 5)),
    }
    token = new_id()
    outcomes = all_at_once(lambda session, _: adding[part](session, cast.officer, cast.ref, token=token))
    assert outcomes == [token] * CROWD
    assert len(entries(f"{part}:added")) == 1
