"""A stopped clock, and a meeting with everything that papers print."""

import pytest

from models import MentionKind
from models.base import new_id
from services import clock, meetings, papers
from services.meetings import GuestDraft, MentionDraft, VoteDraft
from services.papers import SettingsDraft
from tests.factories import an_actor
from tests.factories_meetings import NOW, OCTOBER, a_cast, a_submitted_meeting, a_target, a_task, fill, put

TERM = NOW.date().replace(year=2025, month=7, day=1)


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.set_to(NOW):
        yield


@pytest.fixture
def cast(session):
    """The people of Khuổi Ngọa, on both databases."""
    return a_cast(session)


@pytest.fixture
def term(session, cast):
    """The district has said when the committee term began."""
    staff = an_actor(session, cast.district)
    papers.settle(session, staff, cast.district.id, SettingsDraft(term_starts_on=TERM))


@pytest.fixture
def full(session, cast):
    """The November meeting with a line in every list, still a draft; October gave a task and a target."""
    actor, ref = cast.officer, cast.ref
    a_submitted_meeting(session, actor, cast.in_month(OCTOBER))
    given = cast.in_month(OCTOBER)
    meetings.take_back(session, actor, given)
    a_task(session, actor, given, cast.people[2].id, "Dọn vệ sinh đường thôn")
    a_target(session, actor, given, "Trồng rừng", "10")
    meetings.submit(session, actor, given)
    texts = {
        "content": "Thông tin thời sự.\nTriển khai nghị quyết của Đảng ủy xã.",
        "results": "Trồng 12 ha rừng.",
        "weaknesses": "Hai đảng viên đến muộn.",
        "directions": "Thu hoạch lúa mùa.",
        "premeeting_content": "Thống nhất nội dung.",
    }
    fill(session, actor, ref, **texts, excused=cast.ids(4), unexcused=cast.ids(5), speakers=cast.ids(2))
    put(session, actor, ref, f"reason:{cast.people[4].id}", "đi khám bệnh")
    meetings.write(session, actor, ref, f"gist:{cast.people[2].id}", "đề nghị rà soát hộ nghèo", "")
    meetings.add_agenda_item(session, actor, ref, "Kiểm điểm nghị quyết tháng trước", new_id())
    meetings.add_guest(session, actor, ref, GuestDraft("Lê Văn Hùng", "đảng ủy viên"), new_id())
    mention = MentionDraft(MentionKind.PRAISE, cast.people[2].id, "vận động hiến đất")
    meetings.add_mention(session, actor, ref, mention, new_id())
    meetings.add_vote(session, actor, ref, VoteDraft("Thông qua nghị quyết", 4), new_id())
    a_task(session, actor, ref, cast.people[1].id, "Vận động làm đường")
    a_target(session, actor, ref, "Trồng rừng mới", "20")
    return ref
