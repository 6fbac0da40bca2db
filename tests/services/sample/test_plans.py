"""Plans of the sample: most cells have one for the coming month, and what can go wrong with one has gone wrong once."""

from datetime import date, datetime, time

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from models import Guest, Meeting, MeetingKind
from services import clock, meetings
from services.meetings import ClashKind, RecordState
from tests.services.sample.looking import UNTIL, cell_eras, reader, unit_named

pytestmark = pytest.mark.xdist_group("sample")

COMING = date(2026, 12, 1)


@pytest.fixture
def actor(district: Session):
    return reader(district)


@pytest.fixture
def bang_van(district: Session, actor):
    with clock.set_to(datetime.combine(UNTIL, time.min, clock.VIETNAM)):
        return meetings.schedule(district, actor, unit_named(district, "Đảng bộ xã Bằng Vân").id, COMING)


def test_most_cells_have_planned_the_coming_month(district: Session) -> None:
    planned = select(Meeting).where(Meeting.month == COMING, Meeting.kind == MeetingKind.REGULAR)
    cells = len(cell_eras(district))
    assert cells * 0.85 < len(district.exec(planned).all()) < cells


def test_bang_van_has_two_clashes_and_no_more(bang_van) -> None:
    assert sorted({clash.kind for clash in bang_van.clashes}) == [ClashKind.PLACE, ClashKind.SAME_DAY]
    assert len(bang_van.clashes) == 2


def test_one_meeting_was_put_off_and_one_called_off_each_with_a_reason(bang_van) -> None:
    assert [bool(row.postponed_reason) for row in bang_van.rows if row.postponed_from] == [True]
    assert [bool(row.cancelled_reason) for row in bang_van.rows if row.is_cancelled] == [True]


def test_a_plan_is_no_record_that_somebody_is_writing(district: Session, actor) -> None:
    rows = meetings.due(district, actor, COMING)
    assert {row.state for row in rows} == {RecordState.MISSING}
    assert any(row.planned_on for row in rows)


@pytest.mark.parametrize("kind", [MeetingKind.COMMITTEE, MeetingKind.BRIEFING, MeetingKind.CELL_COMMITTEE])
def test_there_are_records_of_every_other_kind_that_lack_nothing(district: Session, actor, kind) -> None:
    found = district.exec(select(Meeting).where(Meeting.kind == kind)).all()
    assert found
    for meeting in found:
        ref = meetings.MeetingRef(meeting.unit_id, meeting.month, meeting.kind, meeting.number)
        assert meetings.gaps(meetings.sheet(district, actor, ref)) == []


def test_who_sat_in_a_briefing_is_written_down(district: Session) -> None:
    query = sa.select(sa.func.count()).select_from(Guest).join(Meeting, Meeting.id == Guest.meeting_id)
    assert district.execute(query.where(Meeting.kind == MeetingKind.BRIEFING)).scalar_one() >= 6
