"""The parts of the sample's newest meetings: votes that can be, mentions of members who were there, whole agendas."""

from collections import Counter, defaultdict

import pytest
from sqlmodel import Session, col, select

from models import AgendaItem, Attendance, Guest, Meeting, Mention, Presence, Vote
from services import months
from tests.services.sample.looking import UNTIL

pytestmark = pytest.mark.xdist_group("sample")


def test_some_of_the_newest_meetings_have_every_part_and_no_older_one(district: Session) -> None:
    earliest = months.after(UNTIL.replace(day=1), -3)
    for table in (AgendaItem, Guest, Mention, Vote):
        found = district.exec(select(Meeting.month).join(table, col(table.meeting_id) == Meeting.id)).all()
        assert len(set(found)) >= 3
        assert min(found) >= earliest


def test_a_vote_never_has_more_voices_than_people_nor_these_more_than_the_base(district: Session) -> None:
    present = Counter(
        row.meeting_id
        for row in district.exec(select(Attendance).join(Vote, col(Vote.meeting_id) == Attendance.meeting_id))
        if row.presence is Presence.PRESENT and row.is_official
    )
    votes = district.exec(select(Vote)).all()
    assert len(votes) > 100
    for vote in votes:
        assert vote.votes_for + vote.votes_against + vote.votes_abstained == vote.present <= vote.base
        assert vote.present <= present[vote.meeting_id]


def test_agendas_are_numbered_from_one(district: Session) -> None:
    numbers = defaultdict(list)
    for item in district.exec(select(AgendaItem)):
        numbers[item.meeting_id].append(item.number)
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in numbers.values())


def test_gists_belong_to_those_who_spoke_and_mentions_to_the_roll(district: Session) -> None:
    with_gist = district.exec(select(Attendance).where(Attendance.gist != "")).all()
    assert len(with_gist) > 100
    assert all(row.spoke and row.presence is Presence.PRESENT for row in with_gist)
    rolls = {
        (row.meeting_id, row.member_id)
        for row in district.exec(select(Attendance).join(Mention, col(Mention.meeting_id) == Attendance.meeting_id))
    }
    mentions = district.exec(select(Mention)).all()
    assert {mention.member_id is None for mention in mentions} == {True, False}
    assert all(mention.member_id is None or (mention.meeting_id, mention.member_id) in rolls for mention in mentions)


def test_a_resolution_says_results_weaknesses_and_what_is_next(district: Session) -> None:
    resolutions = district.exec(select(Meeting).where(col(Meeting.is_resolution))).all()
    assert len(resolutions) > 100
    assert all(row.results and row.weaknesses and row.directions for row in resolutions)
