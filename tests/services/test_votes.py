"""The base of a vote: who counts, whoever comes."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import SuspensionKind
from models.base import new_id
from services import votes


@dataclass(frozen=True)
class Entry:
    member_id: UUID
    is_official: bool = True
    is_temporary: bool = False
    suspension: SuspensionKind | None = None


EXEMPT, AWAY, SPECIAL = SuspensionKind.EXEMPT, SuspensionKind.TEMPORARY_OUT, SuspensionKind.SPECIAL_DUTY


def some(number, **facts):
    return [Entry(new_id(), **facts) for _ in range(number)]


def test_absent_members_stay_in_the_base():
    entries = some(20)
    assert votes.electorate(entries).base([entry.member_id for entry in entries[:17]]) == 20


def test_the_exempt_and_those_elsewhere_count_only_if_they_come():
    due, exempt, away = some(18), some(2, suspension=EXEMPT), some(1, suspension=AWAY)
    found = votes.electorate([*due, *exempt, *away])
    assert found.base([]) == 18
    assert found.base([exempt[0].member_id]) == 19
    assert found.base([entry.member_id for entry in (*exempt, *away)]) == 21 == found.most


def test_members_on_special_duty_stay_in_the_base():
    assert votes.electorate(some(3, suspension=SPECIAL)).base([]) == 3


def test_probationary_members_and_guests_do_not_vote():
    entries = [*some(5), *some(2, is_official=False), *some(3, is_temporary=True)]
    found = votes.electorate(entries)
    assert (found.base([entry.member_id for entry in entries]), found.probationary) == (5, 2)


@pytest.mark.parametrize(("present", "base"), [(0, 18), (17, 18), (18, 18), (19, 19), (21, 21), (99, 21)])
def test_where_only_the_number_present_is_known_the_base_holds_them_all(present, base):
    found = votes.electorate([*some(18), *some(3, suspension=EXEMPT)])
    assert found.base_for(present) == base


@pytest.mark.parametrize(("in_favour", "is_carried"), [(9, False), (10, False), (11, True)])
def test_more_than_half_of_the_base_carries_it(in_favour, is_carried):
    assert votes.is_carried(in_favour, 20) is is_carried


def test_the_base_in_words_says_who_is_left_out():
    entries = [*some(18), *some(2, suspension=EXEMPT), *some(1, suspension=AWAY), *some(3, is_official=False)]
    found = votes.electorate(entries)
    assert votes.in_words(found, 18) == (
        "Căn cứ tính: 18 đảng viên chính thức được triệu tập; không tính người vắng trong số 2 miễn sinh hoạt và "
        "1 sinh hoạt tạm thời nơi khác. Đảng viên dự bị (3) không biểu quyết."
    )
    assert "19 đảng viên chính thức được triệu tập, kể cả 1 đồng chí miễn sinh hoạt" in votes.in_words(found, 19)
    assert votes.in_words(votes.electorate(some(4)), 4) == "Căn cứ tính: 4 đảng viên chính thức được triệu tập."


def test_shares_are_said_of_the_base():
    assert votes.percent_of(17, 20) == "85,0 %"
    assert votes.percent_of(0, 0) == "—"


entries = st.lists(
    st.builds(
        Entry,
        st.uuids(),
        st.booleans(),
        st.booleans(),
        st.sampled_from([None, EXEMPT, AWAY, SPECIAL]),
    ),
    max_size=30,
    unique_by=lambda entry: entry.member_id,
)


@given(roster=entries, data=st.data())
def test_the_base_counted_one_by_one(roster, data):
    came = data.draw(st.sets(st.sampled_from([entry.member_id for entry in roster]))) if roster else set()
    found = votes.electorate(roster)
    one_by_one = 0
    for entry in roster:
        is_summoned = entry.suspension not in {EXEMPT, AWAY} or entry.member_id in came
        one_by_one += entry.is_official and not entry.is_temporary and is_summoned
    assert found.base(came) == one_by_one
    voters_present = sum(entry.is_official and not entry.is_temporary for entry in roster if entry.member_id in came)
    assert voters_present <= found.base(came) <= found.most
    assert found.base_for(voters_present) <= found.base(came)
    assert found.base(came) <= found.base([entry.member_id for entry in roster]) == found.most


@given(roster=entries, data=st.data())
def test_whoever_does_not_vote_changes_no_base(roster, data):
    guest = data.draw(st.builds(Entry, st.uuids(), st.booleans(), st.just(True), st.none()))
    newcomer = data.draw(st.builds(Entry, st.uuids(), st.just(False), st.just(False), st.none()))
    came = [entry.member_id for entry in (*roster, guest, newcomer)]
    assert votes.electorate([*roster, guest, newcomer]).base(came) == votes.electorate(roster).base(came)
