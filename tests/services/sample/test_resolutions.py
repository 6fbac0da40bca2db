"""What surrounds the sample's meetings: preparation, themes, targets with their results, filing."""

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from models import Meeting, MeetingKind, Position, PositionKind, Target, TargetOutcome, TargetReview
from services import meetings
from services.meetings import MeetingRef
from tests.services.sample.looking import UNTIL, reader

pytestmark = pytest.mark.xdist_group("sample")

DAYS = ("premeeting_on", "documents_on", "minutes_on")


@pytest.fixture
def records(district: Session) -> list[Meeting]:
    """Of meetings that took place: those that are only planned are left out."""
    held = select(Meeting).where(col(Meeting.held_on).is_not(None), col(Meeting.is_cancelled).is_(False))
    return list(district.exec(held.order_by(col(Meeting.month))))


@pytest.fixture
def regular(records: list[Meeting]) -> list[Meeting]:
    """The regular meetings of which anything was given or reviewed: not those that somebody has only begun."""
    begun = {meeting.id for meeting in records if meeting.month == UNTIL.replace(day=1) and not meeting.version}
    return [each for each in records if each.kind is MeetingKind.REGULAR and each.id not in begun]


@pytest.fixture
def targets(district: Session) -> dict[UUID, list[Target]]:
    """By the meeting that set them."""
    found: dict[UUID, list[Target]] = defaultdict(list)
    for target in district.exec(select(Target).order_by(col(Target.number))):
        found[target.meeting_id].append(target)
    return dict(found)


def test_what_was_handed_in_lacks_nothing(district: Session, records: list[Meeting]) -> None:
    actor = reader(district)
    submitted = [meeting for meeting in records if meeting.state.is_handed_in]
    for meeting in submitted[::25]:
        ref = MeetingRef(meeting.unit_id, meeting.month, meeting.kind, meeting.number)
        assert meetings.gaps(meetings.sheet(district, actor, ref)) == []


def test_about_a_third_of_the_regular_meetings_set_one_to_three_numbered_targets(
    regular: list[Meeting], targets: dict[UUID, list[Target]]
) -> None:
    assert 0.25 < len(targets) / len(regular) < 0.4
    assert set(targets) <= {meeting.id for meeting in regular}
    assert {len(found) for found in targets.values()} == {1, 2, 3}
    for found in targets.values():
        assert [target.number for target in found] == list(range(1, len(found) + 1))
        assert len({target.text for target in found}) == len(found)


def test_every_regular_meeting_reviews_the_targets_of_the_last_one_that_set_any_and_no_others(
    district: Session, regular: list[Meeting], targets: dict[UUID, list[Target]]
) -> None:
    reviewed: dict[UUID, set[UUID]] = defaultdict(set)
    for review in district.exec(select(TargetReview)):
        reviewed[review.meeting_id].add(review.target_id)
    standing: dict[UUID, set[UUID]] = defaultdict(set)
    for meeting in regular:
        assert reviewed.pop(meeting.id, set()) == standing[meeting.unit_id]
        if meeting.id in targets:
            standing[meeting.unit_id] = {target.id for target in targets[meeting.id]}
    assert not reviewed


def test_results_say_what_the_figures_say(district: Session) -> None:
    found = district.exec(select(TargetReview, Target).where(TargetReview.target_id == Target.id)).all()
    outcomes = Counter(review.outcome for review, _ in found)
    assert all(outcomes[outcome] for outcome in TargetOutcome)
    assert outcomes[TargetOutcome.MET] + outcomes[TargetOutcome.EXCEEDED] > 0.6 * outcomes.total()
    for review, target in found:
        assert bool(review.note) == (review.outcome in {TargetOutcome.PARTLY_MET, TargetOutcome.NOT_MET})
        assert (review.achieved is None) == (target.planned is None) == (not target.unit_word)
        if review.achieved is not None and target.planned is not None:
            assert (review.outcome is TargetOutcome.EXCEEDED) == (review.achieved > target.planned)
            assert (review.outcome is TargetOutcome.MET) == (review.achieved == target.planned)
            assert (review.outcome is TargetOutcome.NOT_MET) == (2 * review.achieved < target.planned)
            assert target.unit_word != "%" or review.achieved <= 100


def test_what_was_achieved_is_not_lost_again(district: Session) -> None:
    query = (
        select(TargetReview, Meeting.month).where(TargetReview.meeting_id == Meeting.id).order_by(col(Meeting.month))
    )
    found = defaultdict(list)
    for review, _ in district.exec(query):
        if review.achieved is not None:
            found[review.target_id].append(review.achieved)
    assert max(len(figures) for figures in found.values()) > 1
    assert all(early <= late for figures in found.values() for early, late in pairwise(figures))


def test_now_and_then_a_regular_meeting_treats_the_theme_of_its_quarter(records: list[Meeting]) -> None:
    combined = [meeting for meeting in records if meeting.is_combined]
    assert 0.005 < len(combined) / len(records) < 0.03
    thematic = {(each.unit_id, each.month) for each in records if each.kind is MeetingKind.THEMATIC}
    for meeting in combined:
        assert meeting.kind is MeetingKind.REGULAR
        assert meeting.theme
        assert meeting.theme in meeting.content
        assert meeting.started_at
        assert meeting.ended_at
        assert 60 * (meeting.ended_at.hour - meeting.started_at.hour) + meeting.ended_at.minute >= (
            120 + meeting.started_at.minute
        )
        assert (meeting.unit_id, meeting.month) not in thematic
    assert not any(each.theme for each in records if each.kind is MeetingKind.REGULAR and not each.is_combined)


def test_the_days_around_a_meeting_fit_it_and_lie_before_the_day_until(records: list[Meeting]) -> None:
    for meeting in records:
        assert meeting.held_on
        for before in (meeting.premeeting_on, meeting.documents_on):
            assert before is None or meeting.held_on - timedelta(days=3) <= before <= meeting.held_on
        after = meeting.minutes_on
        assert after is None or meeting.held_on <= after < UNTIL
        assert after is None or meeting.submitted_at is not None


def test_most_cells_record_these_days_and_weak_ones_often_do_not(records: list[Meeting]) -> None:
    known: dict[UUID, list[bool]] = defaultdict(list)
    for meeting in records:
        if meeting.submitted_at:
            known[meeting.unit_id] += [getattr(meeting, field) is not None for field in DAYS]
    shares = sorted(sum(found) / len(found) for found in known.values())
    assert 3 <= sum(share < 0.7 for share in shares) <= 12
    assert sum(share > 0.85 for share in shares) > 0.9 * len(shares)


def test_a_premeeting_is_held_by_those_who_were_in_office(district: Session, records: list[Meeting]) -> None:
    offices = defaultdict(list)
    for office in district.exec(select(Position).where(Position.kind != PositionKind.SECRETARY)):
        offices[office.unit_id].append(office)
    for meeting in records:
        if meeting.premeeting_on and meeting.held_on:
            assert any(
                office.starts_on <= meeting.held_on and (office.ends_on is None or office.ends_on > meeting.held_on)
                for office in offices[meeting.unit_id]
            )
